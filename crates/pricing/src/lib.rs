//! What a cart costs under the live promotions.
//!
//! Absent from here: the clock, the database, coupons' claims (the shop's ledger holds those), any other crate of ours.
//! The room is drawn; its first promotion is still to be written.
