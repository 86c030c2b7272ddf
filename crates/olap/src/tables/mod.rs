//! The tables that a question sees, and how they answer from the warehouse.
//!
//! | table | a row is |
//! |---|---|
//! | `customers` | a customer, with a column for each attribute that rules know |
//! | `facts` | a dated thing that a customer did, with a column for each property |
//! | `items` | an item of a fact: a line of an order, a product that was looked at |
//! | `segments` | a segment, list or group |
//! | `members` | a customer in a segment, list or group |
//!
//! Absent from here: names, mobiles, e-mail and postal addresses of people. No column holds them.

mod layout;
mod personal;
mod provider;
mod pushdown;

pub(crate) use layout::DECIMAL;
pub use layout::{Column, Holds, Layout, TABLES, Table};
pub use personal::is_personal;
pub(crate) use provider::Provided;
pub use pushdown::Wanted;
