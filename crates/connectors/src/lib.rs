//! Other people's formats and wire protocols: bytes to plain structs and back.
//!
//! Absent from here: the database, the clock, policy. A connector says what a source said; what to do with it is
//! decided in `shop`.

pub mod drafts;
pub mod identity;
pub mod source;
pub mod value;
pub mod segment;
