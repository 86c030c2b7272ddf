//! Where gifts that are goods are sent, as the one who is given them says.

use platform::db::Tx;
use platform::{App, Error};

use super::model::GiftKind;
use super::records;
use crate::customers::Reached;
use crate::deliveries::{self, DeliveryOf, NewDelivery};

/// Says where a gift that is goods is sent, while it waits: also when sending it failed, so that it can be tried again.
///
/// # Errors
/// `not_found`; the conflicts `nothing_to_send`, `gift_over`; `invalid` naming the field.
pub async fn send_to(tx: &mut Tx, app: &App, to: &Reached, id: i64, said: &NewDelivery) -> Result<(), Error> {
    // Held before it is read, so that it is whose it is until this is written.
    let waits = records::hold(tx, id).await?;
    let row = records::by_ids(tx, &[id]).await?.pop().filter(|row| to.profile_ids.contains(&row.profile_id));
    let row = row.ok_or_else(|| Error::not_found("gift"))?;
    if row.kind != GiftKind::Goods {
        return Err(Error::conflict("nothing_to_send"));
    }
    if !waits {
        return Err(Error::conflict("gift_over"));
    }
    deliveries::put(tx, app, (to.customer_id, row.profile_id), (DeliveryOf::Gift, id), said).await
}
