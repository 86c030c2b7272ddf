//! The rule language: text, tree, meaning, plain words.
//!
//! Absent from here: the clock, the database, any other crate of ours. `now` and the customer's facts come in as
//! arguments. The room is drawn; its first rule is still to be written.
