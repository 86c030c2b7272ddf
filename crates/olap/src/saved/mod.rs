//! Questions that were kept, to be asked again.
//!
//! Absent from here: answers. A kept question holds its text and how to draw it.

mod records;
mod routes;
#[cfg(test)]
mod tests;

use platform::db::Migration;
use platform::{Id, Instant};
use serde::Serialize;
use utoipa::ToSchema;

pub(crate) use routes::{ACCESS, router};

/// The steps that make this crate's tables.
pub const MIGRATIONS: &[Migration] = &[records::MIGRATION];

/// A kept question.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SavedQuestion {
    /// Its number.
    pub id: Id,
    /// Its name, unique.
    pub name: String,
    /// Its text.
    pub sql: String,
    /// How the console draws it, as the console wrote it.
    #[schema(value_type = Object)]
    pub chart: serde_json::Value,
    /// Who kept it.
    pub author: String,
    /// Whether the caller may change it: its author and the owner may.
    pub mine: bool,
    /// When it was last changed.
    pub updated_at: Instant,
}
