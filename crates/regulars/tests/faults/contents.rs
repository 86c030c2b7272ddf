//! What a shop holds, as the API tells it, without anything that differs between two runs over the same input: ids,
//! instants at which rows were written, and the order of rows.

use serde_json::Value as Json;

use crate::server::Server;

/// Orders that are read one by one, with everything below them, spread over all.
const WHOLE: usize = 200;

/// Kinds of rows by name, each sorted.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Contents(Vec<(&'static str, Vec<String>)>);

impl Contents {
    /// Reads everything.
    pub(crate) async fn read(server: &Server) -> Self {
        let mut orders = server.all("/api/v1/orders").await;
        orders.sort_by_key(|order| order["number"].as_str().unwrap().to_owned());
        let step = orders.len() / WHOLE + 1;
        let mut whole = Vec::new();
        for order in orders.iter().step_by(step) {
            whole.push(server.get(&format!("/api/v1/orders/{}", order["id"].as_str().unwrap())).await);
        }
        let customers = server.all("/api/v1/customers").await;
        let products = server.all("/api/v1/products").await;
        let events = server.all("/api/v1/events").await;
        Self(vec![
            ("orders", lines(orders)),
            ("orders with lines, refunds and parcels", lines(whole)),
            ("customers", lines(customers)),
            ("products", lines(products)),
            ("events", lines(events)),
        ])
    }

    /// How many rows of each kind, in words.
    pub(crate) fn sizes(&self) -> String {
        let sizes: Vec<String> = self.0.iter().map(|(name, rows)| format!("{} {name}", rows.len())).collect();
        sizes.join(", ")
    }

    /// Fails with the first rows that differ.
    pub(crate) fn assert_same(&self, expected: &Self, what: &str) {
        for ((name, ours), (_, theirs)) in self.0.iter().zip(&expected.0) {
            let less: Vec<&String> = theirs.iter().filter(|row| ours.binary_search(row).is_err()).take(3).collect();
            let more: Vec<&String> = ours.iter().filter(|row| theirs.binary_search(row).is_err()).take(3).collect();
            assert!(
                ours == theirs,
                "{what}: {} {name} instead of {}; not there: {less:#?}; instead: {more:#?}",
                ours.len(),
                theirs.len()
            );
        }
    }
}

fn lines(rows: Vec<Json>) -> Vec<String> {
    let mut lines: Vec<String> = rows
        .into_iter()
        .map(|mut row| {
            forget(&mut row);
            row.to_string()
        })
        .collect();
    lines.sort();
    lines
}

/// Takes away what names a row or says when it was written, at any depth.
fn forget(value: &mut Json) {
    match value {
        Json::Object(fields) => {
            fields.retain(|key, _| {
                key != "id"
                    && !key.ends_with("_id")
                    && !["created_at", "received_at", "updated_at"].contains(&key.as_str())
            });
            fields.values_mut().for_each(forget);
        }
        Json::Array(items) => {
            items.iter_mut().for_each(forget);
            // Rows below a row come by id; their numbers tell them apart.
            if items.iter().all(Json::is_object) {
                items.sort_by_key(Json::to_string);
            }
        }
        _ => {}
    }
}
