//! Nicks and names in memory, so that a middle part of one is found as quickly as its beginning.
//!
//! A table in this process holds what every customer is called, one text behind the other, and a search reads through it.
//! It follows the outbox and may lag behind it by a moment, so it only says whom to look at: the database is asked whether
//! they are called so, and who is erased or renamed is not found from that instant on. While there is no table (the
//! command line has none, and a server makes its own as it starts) the database is read through instead, which takes
//! longer and finds the same.

mod follow;
mod table;

use std::sync::{Arc, PoisonError, RwLock};

use platform::App;

#[cfg(test)]
pub(in crate::customers) use follow::look;
pub use follow::{follow_names, read_names};
use table::Table;

/// How letters are compared: plain Latin ones whatever their case, as both databases do.
pub(super) fn folded(text: &str) -> String {
    text.to_ascii_lowercase()
}

/// Who is called so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Held {
    /// These, by the table.
    These(Vec<i64>),
    /// More than were asked for.
    Many,
    /// There is no table.
    Unknown,
}

/// The table of this process.
#[derive(Default)]
pub(super) struct Names(RwLock<Option<Table>>);

impl Names {
    /// The one that `app` has.
    pub(super) fn of(app: &App) -> Arc<Self> {
        app.memory.get(Self::default)
    }

    /// The customers with `part` somewhere in their nick or name, when they are at most `most`.
    pub(super) fn holding(&self, part: &str, most: usize) -> Held {
        match &*self.0.read().unwrap_or_else(PoisonError::into_inner) {
            Some(table) => table.holding(part, most),
            None => Held::Unknown,
        }
    }

    fn set(&self, table: Table) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some(table);
    }

    fn put(&self, rows: &[(i64, String)]) {
        if let Some(table) = &mut *self.0.write().unwrap_or_else(PoisonError::into_inner) {
            for (id, text) in rows {
                table.put(*id, text);
            }
        }
    }
}

impl std::fmt::Debug for Names {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Names").finish_non_exhaustive()
    }
}
