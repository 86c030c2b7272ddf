//! The HTTP face that every department shares: who calls, what they may do, pages, problems.
//!
//! A department writes handlers that return `Result<_, Error>` and lists its endpoints in an [`Access`] table; what
//! stands in no table is refused. Absent from here: any endpoint of a department.

mod access;
mod caller;
mod door;
mod extract;
mod gate;
mod once;
mod page;
pub mod permissions;
mod problem;

pub use access::{Access, Grants, Need, Permission, Policy, Role};
pub use caller::{Actor, Caller, ShopScope};
pub use door::{
    CSRF_HEADER, Origin, SESSION_COOKIE, SessionToken, WriteKeys, clear_cookie, cookie, cookie_to_set, session_cookie,
};
pub use extract::{Json, Many, Path, Query, number, read_json, read_query};
pub use gate::{GateOptions, Scheme, assemble, page_policy};
pub use page::{Cursor, Page, PageQuery};
pub use problem::{FieldProblem, Problem, render};

#[cfg(test)]
mod tests;
