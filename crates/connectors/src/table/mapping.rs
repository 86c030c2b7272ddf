//! What the columns of a table mean.

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Serialize};

/// What a row of the table speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Entity {
    /// People.
    Customers,
    /// Products.
    Products,
    /// Orders: one row each, or one row a line with the order's columns repeated.
    Orders,
    /// Lines of orders that come in a file of their own.
    Lines,
    /// Refunds.
    Refunds,
    /// Behaviours.
    Events,
}

impl fmt::Display for Entity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Customers => "customers",
            Self::Products => "products",
            Self::Orders => "orders",
            Self::Lines => "lines",
            Self::Refunds => "refunds",
            Self::Events => "events",
        })
    }
}

/// What one column means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnMapping {
    /// The column's name in the header.
    pub column: String,
    /// The field that it fills: a key of the entity's [`crate::table::Target`], `extra` to keep it under its own name,
    /// or nothing to pass over it.
    #[serde(default)]
    pub field: Option<String>,
    /// Options of this column alone: `date_format`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub options: BTreeMap<String, String>,
}

/// What a table means.
///
/// `options` that all entities know: `time_zone` (tz name, `Asia/Shanghai` unless said), `date_format` (`auto`, `dmy`,
/// `mdy`, or a pattern such as `%d.%m.%Y %H:%M`), `currency` (ISO 4217, `CNY` unless said), `decimal` (`.` or `,`).
///
/// Orders also know: `status` (our status of orders whose row says none; `finished` unless said), `status.<text>` (our
/// status for a text), `refund_prefix` (order numbers that begin so are returns: each row becomes a refund),
/// `not_a_sale_prefix` (numbers that begin so are refused), `fees` (comma-separated seller codes that are costs of the
/// shop: refused when negative or without a buyer), `zero_price` (`keep` or `refuse`).
///
/// Events also know: `event` (name of all events when no column says it).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// What a row speaks of.
    pub entity: Entity,
    /// What the columns mean.
    #[serde(default)]
    pub columns: Vec<ColumnMapping>,
    /// How values are read.
    #[serde(default)]
    pub options: BTreeMap<String, String>,
}

impl Mapping {
    /// An option of the mapping, when it says something.
    #[must_use]
    pub fn option(&self, key: &str) -> Option<&str> {
        self.options.get(key).map(|value| value.trim()).filter(|value| !value.is_empty())
    }

    /// Reads a mapping, or a preset with one in it, from TOML.
    ///
    /// # Errors
    /// When the text is not TOML or not a mapping; the message names line and column.
    pub fn from_toml(text: &str) -> Result<Self, MappingError> {
        toml::from_str(text).map_err(|error| MappingError::NotAMapping(error.to_string()))
    }

    /// The mapping as TOML.
    ///
    /// # Errors
    /// Never in practice: every mapping can be said in TOML.
    pub fn to_toml(&self) -> Result<String, MappingError> {
        toml::to_string_pretty(self).map_err(|error| MappingError::NotAMapping(error.to_string()))
    }
}

/// Why a mapping cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MappingError {
    /// The text is none.
    #[error("not a mapping: {0}")]
    NotAMapping(String),
    /// A field that the entity does not have.
    #[error("column “{column}”: {entity} have no field “{field}”")]
    UnknownField {
        /// The column.
        column: String,
        /// The entity.
        entity: Entity,
        /// The field.
        field: String,
    },
    /// A needed field that no column of this table fills.
    #[error("no column of this table fills the needed field “{field}” of {entity}")]
    MissingField {
        /// The entity.
        entity: Entity,
        /// The field.
        field: String,
    },
    /// An option that cannot be read.
    #[error("option {option} = “{value}”: {expected}")]
    BadOption {
        /// The option.
        option: String,
        /// Its value.
        value: String,
        /// What would be right.
        expected: &'static str,
    },
}
