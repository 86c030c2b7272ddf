//! The SQL of members.

mod changes;
mod invitations;
mod members;
mod memberships;
mod schema;
mod state;

pub(super) use changes::*;
pub(super) use invitations::*;
pub(super) use members::*;
pub(super) use memberships::*;
pub(super) use schema::MIGRATION;
pub(super) use state::*;

/// Every statement of fixed text, for the test that prepares them on both databases.
#[cfg(test)]
pub(super) fn statements() -> Vec<&'static str> {
    [changes::STATEMENTS, invitations::STATEMENTS, members::STATEMENTS, memberships::STATEMENTS, state::STATEMENTS]
        .concat()
}
