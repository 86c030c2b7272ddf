//! Messages name customers by id: those in the log, and those still to be sent.

use futures_util::FutureExt as _;
use platform::{Error, Id};
use serde_json::{Value as Json, json};

use super::model::{Delivery, Status};
use super::records;
use crate::care::Registered;

/// How webhooks care for people: an erased customer's id is taken out of every message, sent or not, with what was answered
/// to it. A message that was to tell of nobody else is not sent at all.
pub const CARE: Registered = Registered {
    department: "webhooks",
    tables: &["webhook_deliveries"],
    export: |session, person| {
        async move {
            let found = records::holding(session, &mark(person.customer_id)).await?;
            let told: Vec<Json> = found
                .iter()
                .filter(|one| one.status == Status::Delivered)
                .map(|one| json!({ "topic": one.topic, "at": one.at, "webhook": Id(one.webhook) }))
                .collect();
            Ok(json!({ "webhook_deliveries": told }))
        }
        .boxed()
    },
    erase: |tx, _, person| {
        async move {
            let mut touched = 0;
            for delivery in records::holding(tx, &mark(person.customer_id)).await? {
                touched += match without(&delivery, person.customer_id)? {
                    Some(request) => records::rewrite(tx, delivery.id.0, &request).await?,
                    None => records::drop_delivery(tx, delivery.id.0).await?,
                };
            }
            Ok(vec![("webhook_deliveries", touched)])
        }
        .boxed()
    },
};

/// How a customer stands in a message.
fn mark(customer: i64) -> String {
    json!(Id(customer)).to_string()
}

/// The message without a customer; `None` when there is nobody else to tell of and it was not taken yet.
fn without(delivery: &Delivery, customer: i64) -> Result<Option<String>, Error> {
    let mut message: Json = serde_json::from_str(&delivery.request).map_err(Error::internal)?;
    let mut left = 0;
    if let Some(customers) = message.pointer_mut("/data/customers").and_then(Json::as_array_mut) {
        customers.retain(|one| one.get("id") != Some(&json!(Id(customer))));
        left = customers.len();
    }
    Ok((left > 0 || delivery.status == Status::Delivered).then(|| message.to_string()))
}
