//! Showing values in full to those who may see them. Each time is logged, with the reason and the names of the fields.

use std::collections::BTreeMap;

use platform::http::Caller;
use platform::{App, Error, audit};
use serde_json::{Value as Json, json};

use super::attributes;
use crate::{customers, fields};

/// The values of these fields (`mobile`, `name`, … or `identifier:<id>`) in full; null where there is none.
///
/// # Errors
/// `invalid` for a field that cannot be revealed; `not_found`.
pub(super) async fn reveal(
    app: &App,
    caller: &Caller,
    id: i64,
    wanted: &[String],
    reason: Option<&str>,
) -> Result<BTreeMap<String, Option<String>>, Error> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let reached = customers::reach(&mut tx, &caller.shops, id).await?;
    let profiles = customers::profiles(&mut tx, &reached.seen).await?;
    let recorded = fields::recorded(&mut tx, &reached.profile_ids).await?;
    let identifiers = customers::identifiers(&mut tx, &reached.seen).await?;
    let mut values = BTreeMap::new();
    for field in wanted {
        let value = match field.strip_prefix("identifier:") {
            Some(one) => identifiers
                .iter()
                .find(|known| known.id.to_string() == one)
                .map(|known| known.value.expose().to_owned()),
            None if fields::SENSITIVE.contains(&field.as_str()) => {
                let words = attributes::words(field, &profiles, &recorded, |_| String::new());
                words.first().and_then(|word| word.value.as_str().map(str::to_owned))
            }
            None => return Err(Error::invalid("fields", "unknown")),
        };
        values.insert(field.clone(), value);
    }
    let detail: Json = json!({ "fields": wanted, "reason": reason });
    let subject = reached.customer_id.to_string();
    audit::record(&mut tx, caller, "customers.revealed", Some("customer"), Some(&subject), &detail, now).await?;
    tx.commit().await?;
    Ok(values)
}
