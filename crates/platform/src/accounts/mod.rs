//! The staff: who may sign in, as what, and for which shops; their passwords and their sessions.
//!
//! - A **password** is kept as argon2id (19 MiB, two passes, one lane: OWASP's minimum), hashed on a thread of its own.
//! - A **session** is a random token of 256 bits in a cookie; the database knows its SHA-256 only. It ends [`IDLE`]
//!   milliseconds after it was last seen, and [`ABSOLUTE`] milliseconds after it began.
//! - **Cross-site requests**: an unsafe method with a cookie needs the header `x-regulars-csrf`, which is derived from
//!   the token, so only a page that could read `GET /session` knows it.
//! - **Guessing**: each login may fail [`LOGIN_FAILURES`] times in [`WINDOW`] milliseconds and each address
//!   [`ADDRESS_FAILURES`] times. An attempt is counted by one guarded statement before the password is looked at, so
//!   that racing guesses cannot pass the limit.
//! - The **last owner** who can sign in can neither be disabled nor made something else.
//!
//! Absent from here: what a shop is. A limit to shops is a list of ids.

mod attempts;
mod model;
mod password;
mod records;
mod routes;
mod sessions;
#[cfg(test)]
mod tests;
mod users;

pub use attempts::{ADDRESS_FAILURES, LOGIN_FAILURES, LONGEST_WINDOW, WINDOW, limit, too_many};
pub use model::{Change, NewUser, OwnChange, Theme, User};
pub use password::{Hash, SHORTEST as SHORTEST_PASSWORD, hash};
pub(crate) use records::MIGRATION;
pub use routes::{ACCESS, router};
pub use sessions::{ABSOLUTE, IDLE, csrf, open, session, sign_in, sign_out, trim};
pub(crate) use sessions::{is_stale, seen};
pub use users::{add, add_in, any, change, change_own, find, find_by_login, first, list};
