//! The values that rules compare and customers have.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Decimal;

/// A value of an attribute or of a fact's property.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// Text, a choice or a tag.
    Text(String),
    /// A number or an amount in the business's currency.
    Number(Decimal),
    /// A calendar day, as `2026-11-11`.
    #[schema(value_type = String, format = Date)]
    Day(jiff::civil::Date),
    /// An instant, as RFC 3339; kept to the millisecond.
    #[schema(value_type = String, format = DateTime)]
    Instant(jiff::Timestamp),
    /// Yes or no.
    Flag(bool),
}
