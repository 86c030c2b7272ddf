//! Every customer's facts in columns, in memory: live and ad hoc segments.
//!
//! Absent from here: anything that cannot be rebuilt from the database. The room is drawn; its first column is still to
//! be filled.
