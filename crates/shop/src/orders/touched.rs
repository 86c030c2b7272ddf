//! Whom messages of the outbox touch by what they say of orders and of who is one person.
//!
//! Absent from here: what follows from it (levels, values).

use std::collections::BTreeMap;

use platform::Error;
use platform::db::Connection;
use platform::outbox::Delivered;
use serde_json::Value as Json;

use crate::customers;

/// How a customer is touched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Touch {
    /// Their orders were written.
    Orders,
    /// Something else that is known of them.
    Known,
    /// Others were merged into them, or they into others.
    Merge,
    /// They were parted again.
    Unmerge,
}

fn id(value: &Json) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}

/// The customers whom these messages touch, each by its merge or parting when there was one, the last of
/// them, else by its orders, else by what else is known.
///
/// # Errors
/// When the database cannot be read.
pub async fn touched(conn: &mut impl Connection, messages: &[Delivered]) -> Result<BTreeMap<i64, Touch>, Error> {
    let mut found = BTreeMap::new();
    let mut profiles = Vec::new();
    for message in messages {
        let list = |key: &str| message.payload.get(key).and_then(Json::as_array).into_iter().flatten();
        match message.kind.as_str() {
            "orders.imported" => profiles.extend(list("profiles").filter_map(id)),
            "customers.changed" => found.extend(list("customers").filter_map(id).map(|id| (id, Touch::Known))),
            _ => {}
        }
    }
    for (_, customer) in customers::customers_of(conn, &profiles).await? {
        found.insert(customer, Touch::Orders);
    }
    for message in messages {
        let (key, touch) = match message.kind.as_str() {
            "customers.merged" => ("merges", Touch::Merge),
            "customers.unmerged" => ("unmerges", Touch::Unmerge),
            _ => continue,
        };
        for entry in message.payload.get(key).and_then(Json::as_array).into_iter().flatten() {
            for side in ["from", "to"] {
                found.extend(entry.get(side).and_then(id).map(|customer| (customer, touch)));
            }
        }
    }
    Ok(found)
}
