//! Reading single properties and traits.

use serde_json::{Map, Value};

use super::amount;
use crate::drafts::Minor;

/// Text of a property; numbers and truth values are written out, empty text is nothing.
pub(super) fn text(map: &Map<String, Value>, key: &str) -> Option<String> {
    plain(map.get(key)?)
}

/// The first of several names that says something.
pub(super) fn first(map: &Map<String, Value>, keys: &[&str]) -> Option<String> {
    keys.iter().find_map(|key| text(map, key))
}

/// The first of several names that says something, taken out of the map.
pub(super) fn take(map: &mut Map<String, Value>, keys: &[&str]) -> Option<String> {
    let (key, found) = keys.iter().find_map(|key| Some((*key, plain(map.get(*key)?)?)))?;
    map.remove(key);
    Some(found)
}

/// A single value as text.
pub(super) fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// An amount in minor units.
pub(super) fn money(map: &Map<String, Value>, key: &str, currency: &str) -> Option<Minor> {
    amount::of_json(map.get(key)?, currency)
}

/// Pieces: a whole number, as number or text; `2.0` is 2.
pub(super) fn quantity(map: &Map<String, Value>) -> Option<i64> {
    let text = text(map, "quantity")?;
    let whole = text.strip_suffix(".0").unwrap_or(&text);
    whole.parse().ok()
}

/// `currency` as an ISO 4217 code, or the default.
pub(super) fn currency(map: &Map<String, Value>, default: &str) -> String {
    text(map, "currency")
        .map(|code| code.to_ascii_uppercase())
        .filter(|code| code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase()))
        .unwrap_or_else(|| default.to_owned())
}
