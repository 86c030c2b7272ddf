//! Groups, tags and notes.

use platform::{Id, Instant};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A group that staff put customers into by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Group {
    /// Its id.
    pub id: Id,
    /// Its name, one of a kind.
    pub name: String,
    /// How many were put into it. A customer merged from two members counts twice until the group is next changed.
    pub size: i64,
}

/// A group as a customer's row shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct GroupRef {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: String,
}

/// A tag and how many wear it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Tag {
    /// The tag.
    pub name: String,
    /// How many wear it.
    pub size: i64,
}

/// A note about a customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Note {
    /// Its id.
    pub id: Id,
    /// What it says.
    pub text: String,
    /// Who wrote it.
    pub author: String,
    /// When.
    pub at: Instant,
    /// Whether it stays on top.
    pub pinned: bool,
    /// The profile that it was written on.
    #[serde(skip)]
    pub profile_id: i64,
}

/// What was put on profiles: for the rows of a list.
#[derive(Debug, Clone, Default)]
pub struct Labels {
    /// Profile and group.
    pub groups: Vec<(i64, GroupRef)>,
    /// Profile and tag.
    pub tags: Vec<(i64, String)>,
}
