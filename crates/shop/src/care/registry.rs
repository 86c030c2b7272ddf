//! How a department says that it holds something of people, and lets them take it along or have it erased.
//!
//! A department with a table that has a `profile_id` or `customer_id` exports `pub const CARE: Registered`, and the
//! crate's root lists it in `crate::CARE`. A test reads the schema and fails on such a table that nobody registered.

use futures_util::future::BoxFuture;
use platform::db::{Session, Tx};
use platform::{App, Error, Personal};
use serde_json::Value as Json;

/// The person whose data is exported or erased.
#[derive(Debug, Clone)]
pub struct Person {
    /// The customer's id.
    pub customer_id: i64,
    /// Every profile of the customer.
    pub profile_ids: Vec<i64>,
    /// What names the person: nicks, names, mobiles, e-mails, streets, identifiers, as stored. For departments that
    /// keep text without a profile beside it (refused rows, files, audit): they erase where one of these stands.
    /// Values of fewer than two characters are left out.
    pub values: Vec<Personal>,
}

/// What a department gives out: an object whose keys are the department's nouns, in full and unmasked.
pub type Export = for<'a> fn(&'a mut Session, &'a Person) -> BoxFuture<'a, Result<Json, Error>>;

/// What a department erases, and how many rows of which table it touched. Rows that a law or the books need (orders,
/// refunds) stay without anything that names the person: no profile, name, mobile, e-mail, street, note or nick.
pub type Erase = for<'a> fn(&'a mut Tx, &'a App, &'a Person) -> BoxFuture<'a, Result<Vec<(&'static str, u64)>, Error>>;

/// A department's registration.
#[derive(Clone, Copy)]
pub struct Registered {
    /// The department.
    pub department: &'static str,
    /// Its tables that hold something of people.
    pub tables: &'static [&'static str],
    /// What it gives out.
    pub export: Export,
    /// What it erases.
    pub erase: Erase,
}
