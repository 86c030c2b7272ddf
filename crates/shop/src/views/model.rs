//! Saved views and remembered columns.

use std::collections::BTreeMap;

use platform::Id;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A saved way of looking at a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct View {
    /// Its id.
    pub id: Id,
    /// The list: `customers`, `orders`, `products`.
    pub list: String,
    /// Its name.
    pub name: String,
    /// The list's query.
    pub query: BTreeMap<String, String>,
    /// The columns in their order.
    pub columns: Vec<String>,
    /// Whether colleagues see it too.
    pub shared: bool,
    /// Whose it is; null for what a key or the system made.
    #[serde(skip)]
    pub owner_id: Option<i64>,
}

/// The columns that somebody last chose for a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Columns {
    /// The list.
    pub list: String,
    /// The columns in their order; empty when nothing was chosen yet.
    pub columns: Vec<String>,
}
