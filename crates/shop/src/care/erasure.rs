//! Taking one person's data along, and erasing it, over every department that registered.
//!
//! What is erased: everything that names the person. What stays: orders, refunds and behaviours without the person, for
//! the books and the figures; the audit log and the outbox, which hold ids and names of fields and never a value. Stored
//! import files and refused rows are the imports department's to erase, by the values in [`Person`]. Answers kept for an
//! `Idempotency-Key` are all forgotten: a repeated request is then refused rather than answered, and not done twice.

use std::collections::BTreeMap;

use platform::db::{Session, Tx};
use platform::http::{Caller, ShopScope};
use platform::outbox::Message;
use platform::{App, Error, Id, Instant, audit, idempotency};
use serde_json::{Map, Value as Json, json};

use super::{Person, Registered};
use crate::customers;

/// Everything that is held of one person, in full, a department a key.
///
/// # Errors
/// `not_found`; `forbidden` to a caller who may see only some shops, since the file covers all of them.
pub async fn export(
    session: &mut Session,
    registry: &[Registered],
    caller: &Caller,
    id: i64,
    now: i64,
) -> Result<Json, Error> {
    let person = person(session, caller, id).await?;
    let mut whole = Map::new();
    whole.insert("customer_id".to_owned(), json!(Id(person.customer_id)));
    whole.insert("exported_at".to_owned(), json!(Instant(now)));
    for department in registry {
        let part = (department.export)(session, &person).await.map_err(|e| e.context(department.department))?;
        whole.insert(department.department.to_owned(), part);
    }
    Ok(Json::Object(whole))
}

/// Erases one person from every department, in one transaction, and says how many rows of which table were touched.
/// `confirm` must be the customer's id, nick or name, so that nobody is erased by a slip.
///
/// # Errors
/// `not_found`; `forbidden` to a caller who may see only some shops; `invalid` when `confirm` names somebody else.
pub async fn erase(
    app: &App,
    registry: &[Registered],
    caller: &Caller,
    id: i64,
    confirm: &str,
    now: i64,
) -> Result<BTreeMap<String, u64>, Error> {
    let mut tx = app.db.begin().await?;
    let person = person(&mut tx, caller, id).await?;
    let confirmed = confirm.trim() == person.customer_id.to_string()
        || confirm.trim() == id.to_string()
        || customers::called(&mut tx, person.customer_id).await?.iter().any(|name| name == confirm.trim());
    if !confirmed {
        return Err(Error::invalid("confirm", "not_the_same"));
    }
    let counts = run(&mut tx, app, registry, &person).await?;
    let subject = person.customer_id.to_string();
    audit::record(&mut tx, caller, "customers.erased", Some("customer"), Some(&subject), &json!(counts), now).await?;
    let payload = json!({
        "customer_id": Id(person.customer_id),
        "profiles": person.profile_ids.iter().map(|id| Id(*id)).collect::<Vec<_>>(),
    });
    tx.emit(Message::new("customers.erased", now, &payload)?);
    tx.commit().await?;
    Ok(counts)
}

async fn run(tx: &mut Tx, app: &App, registry: &[Registered], person: &Person) -> Result<BTreeMap<String, u64>, Error> {
    let mut counts = BTreeMap::new();
    for department in registry {
        let touched = (department.erase)(tx, app, person).await.map_err(|e| e.context(department.department))?;
        for (table, count) in touched {
            *counts.entry(table.to_owned()).or_default() += count;
        }
    }
    // What was answered in the last day may hold anything of her.
    counts.insert("idempotency".to_owned(), idempotency::forget_answers(tx).await?);
    Ok(counts)
}

/// The person behind a customer's id: every profile and everything that names them.
async fn person(conn: &mut impl platform::db::Connection, caller: &Caller, id: i64) -> Result<Person, Error> {
    if caller.shops != ShopScope::All {
        return Err(Error::forbidden());
    }
    let reached = customers::reach(conn, &caller.shops, id).await?;
    let values = customers::names_of(conn, &reached.profile_ids).await?;
    Ok(Person { customer_id: reached.customer_id, profile_ids: reached.profile_ids, values })
}
