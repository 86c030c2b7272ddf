//! Deliveries: where the shop sends goods that somebody took for points, won or was given, as she wrote it down.
//!
//! One address for each thing that is sent, kept with whom it is of. It shows masked to staff; whoever packs may see it in
//! full, and each time is logged.
//!
//! Absent from here: what is sent, whether it was sent, and until when its address may change: `points`, `draws` and
//! `gifts` ask and decide.

mod care;
mod model;
mod records;
mod routes;
#[cfg(test)]
mod tests;

pub use care::CARE;
pub use model::{Delivery, DeliveryOf, NewDelivery, WholeDelivery};

use std::collections::HashMap;

use platform::db::{Connection, Migration, Tx};
use platform::http::{Access, Caller};
use platform::outbox::Message;
use platform::{App, Error, Id, audit};
use serde_json::json;
use utoipa_axum::router::OpenApiRouter;

use self::model::Kept;
use crate::customers::{self, Reached};

/// The steps that make this department's tables.
pub const MIGRATIONS: &[Migration] = &[records::MIGRATION];

/// What each endpoint of this department asks of its caller.
pub const ACCESS: &[Access] = routes::ACCESS;

/// The endpoints of this department.
pub fn router() -> OpenApiRouter<App> {
    routes::router()
}

/// Writes down where something is sent; what stood there before gives way. The same again changes nothing. It is kept with
/// `profile`, whose the thing is, so that it goes where the thing goes when customers are taken apart.
///
/// # Errors
/// `invalid` naming the field.
pub async fn put(
    tx: &mut Tx,
    app: &App,
    (customer, profile): (i64, i64),
    (of, id): (DeliveryOf, i64),
    said: &NewDelivery,
) -> Result<(), Error> {
    let (said, now) = (said.clone().checked()?, app.clock.now());
    let kept = Kept { of, id, profile, said };
    if records::put(tx, &kept, now).await? {
        // Where to is nobody's business who only hears of it.
        let payload = json!({ "of": of, "id": Id(id), "customer": Id(customer) });
        tx.emit(Message::new("deliveries.changed", now, &payload)?);
    }
    Ok(())
}

/// Where these are sent, masked; those of which nobody knows are left out.
///
/// # Errors
/// When the database cannot be read.
pub async fn shown(conn: &mut impl Connection, of: DeliveryOf, ids: &[i64]) -> Result<HashMap<i64, Delivery>, Error> {
    let found = records::find(conn, of, ids).await?;
    Ok(found.into_iter().map(|kept| (kept.id, Delivery::of(&kept.said))).collect())
}

/// Where something is sent, for the one who wrote it; otherwise what she wrote last, to be taken over.
///
/// # Errors
/// When the database cannot be read.
pub async fn written(
    conn: &mut impl Connection,
    by: &Reached,
    of: DeliveryOf,
    id: Option<i64>,
) -> Result<Option<NewDelivery>, Error> {
    let ids: Vec<i64> = id.into_iter().collect();
    let own = records::find(conn, of, &ids).await?;
    let own = own.into_iter().find(|kept| by.profile_ids.contains(&kept.profile));
    let kept = match own {
        Some(own) => Some(own),
        None => records::last(conn, &by.profile_ids).await?,
    };
    Ok(kept.map(|kept| kept.said))
}

/// Where something is sent, in full; it is logged who asked.
///
/// # Errors
/// `not_found`, also when the customer is in no shop of the caller's.
async fn reveal(app: &App, caller: &Caller, of: DeliveryOf, id: i64) -> Result<WholeDelivery, Error> {
    let absent = || Error::not_found("delivery_address");
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let kept = records::find(&mut tx, of, &[id]).await?.pop().ok_or_else(absent)?;
    let customer = customers::customer_of(&mut tx, kept.profile).await?;
    let seen = customers::reach(&mut tx, &caller.shops, customer).await;
    seen.map_err(|error| if error.code() == "not_found" { absent() } else { error })?;
    let detail = json!({ "of": of, "id": Id(id) });
    let subject = customer.to_string();
    audit::record(&mut tx, caller, "deliveries.revealed", Some("customer"), Some(&subject), &detail, now).await?;
    tx.commit().await?;
    Ok(WholeDelivery::of(&kept.said))
}
