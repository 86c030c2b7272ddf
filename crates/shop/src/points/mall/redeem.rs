//! Taking something for points, handing it over, or giving it back.

use platform::db::{Session, Tx};
use platform::http::{Actor, ShopScope};
use platform::outbox::Message;
use platform::{App, Error, Id, Instant};
use pricing::Words;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::super::records::{self, MallRow};
use super::super::spend::{reverse, spend};
use super::{MallItem, MallKind, item};
use crate::customers::{self, Reached};
use crate::deliveries::{self, Delivery, DeliveryOf, NewDelivery};
use crate::ledger::{Order, outside};
use crate::members;

codes! {
    /// How far it is.
    MallStatus {
        /// Paid for with points.
        Claimed = "claimed",
        /// Handed over.
        Fulfilled = "fulfilled",
        /// Given back.
        Cancelled = "cancelled",
    }
}

/// Something that was taken for points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MallOrder {
    /// Its id.
    pub id: Id,
    /// What.
    pub item_id: Id,
    /// Its name.
    pub item: Words,
    /// `goods`, `coupon`, `draw`.
    pub kind: String,
    /// Who; null when she was erased or may not be seen.
    pub customer_id: Option<Id>,
    /// Nick or masked name.
    pub customer: Option<String>,
    /// How many.
    pub quantity: i64,
    /// Points for all of them.
    pub points: i64,
    /// How far it is.
    pub status: MallStatus,
    /// When it was taken.
    pub at: Instant,
    /// When it was last changed.
    pub changed_at: Instant,
    /// A note: a parcel's number, a reason.
    pub note: Option<String>,
    /// Where goods are sent, masked; null while nobody said.
    pub delivery: Option<Delivery>,
}

/// Which of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// As far as this.
    pub status: Option<MallStatus>,
    /// Of this item.
    pub item: Option<i64>,
    /// Of these profiles.
    pub profiles: Option<Vec<i64>>,
    /// This one.
    pub id: Option<i64>,
}

/// What came of taking something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taken {
    /// Its id.
    pub id: i64,
    /// It was taken now; otherwise it had been before, under the same key.
    pub new: bool,
}

/// Takes `quantity` of an item for points. The second time nothing changes.
///
/// # Errors
/// `not_found`; the conflicts `mall_blacklisted`, `not_a_member`, `level_too_low`, `not_on_offer`, `out_of_stock`, `too_many_taken`, `points_short`,
/// `key_taken`.
pub async fn redeem(
    tx: &mut Tx,
    app: &App,
    actor: &Actor,
    reached: &Reached,
    id: i64,
    quantity: i64,
    key: &str,
) -> Result<Taken, Error> {
    if !(1..=1_000).contains(&quantity) {
        return Err(Error::invalid("quantity", "out_of_range"));
    }
    let key = outside(key)?;
    let wanted = item(tx, id).await?;
    let now = app.clock.now();
    let row = MallRow {
        id: app.ids.next(),
        key: key.clone(),
        item_id: id,
        profile_id: reached.anchor,
        quantity,
        points: wanted.offer.points.saturating_mul(quantity),
        status: MallStatus::Claimed,
        note: None,
        at: now,
        changed_at: now,
    };
    // The item's row is held from here on, so that what this customer took before cannot grow meanwhile.
    records::hold_item(tx, id).await?;
    if let Some(before) = records::mall_keyed(tx, &key).await? {
        let same = (before.item_id, before.quantity) == (id, quantity);
        let hers = reached.profile_ids.contains(&before.profile_id);
        return if same && hers { Ok(Taken { id: before.id, new: false }) } else { Err(Error::conflict("key_taken")) };
    }
    allowed(tx, reached, &wanted, now).await?;
    if !records::take_stock(tx, id, quantity).await? {
        return Err(Error::conflict("out_of_stock"));
    }
    if !records::claim(tx, &row, &reached.profile_ids, wanted.offer.per_customer).await? {
        return Err(Error::conflict("too_many_taken"));
    }
    let order = Order { key: spent(row.id), points: row.points, reason: Some(wanted.offer.name.clone()), actor };
    spend(tx, app, reached, &order).await?;
    told(tx, "mall.redeemed", &row, &wanted, reached.customer_id, now)?;
    Ok(Taken { id: row.id, new: true })
}

/// The key of the move that paid for an order.
fn spent(order: i64) -> String {
    format!("mall:{order}")
}

async fn allowed(tx: &mut Tx, reached: &Reached, wanted: &MallItem, now: i64) -> Result<(), Error> {
    let offer = &wanted.offer;
    if !offer.runs(now) {
        return Err(Error::conflict("not_on_offer"));
    }
    if !customers::blacklisted(tx, &[reached.customer_id]).await?.is_empty() {
        return Err(Error::conflict("mall_blacklisted"));
    }
    let standing = members::standings(tx, &[reached.customer_id]).await?.remove(&reached.customer_id);
    let standing = standing.ok_or_else(|| Error::conflict("not_a_member"))?;
    let needed = match offer.level {
        Some(level) => members::programme(tx).await?.rank(level.0),
        None => 0,
    };
    if standing.rank < needed { Err(Error::conflict("level_too_low")) } else { Ok(()) }
}

fn told(tx: &mut Tx, kind: &'static str, row: &MallRow, item: &MallItem, customer: i64, now: i64) -> Result<(), Error> {
    let payload = json!({
        "order": Id(row.id), "item": item.id, "kind": item.offer.kind, "ref": item.offer.reference,
        "quantity": row.quantity, "customer": Id(customer),
    });
    tx.emit(Message::new(kind, now, &payload)?);
    Ok(())
}

/// Says where goods are sent that this customer took, while they wait to be handed over.
///
/// # Errors
/// `not_found`; the conflicts `nothing_to_send`, `not_claimed`; `invalid` naming the field.
pub async fn send_to(tx: &mut Tx, app: &App, to: &Reached, id: i64, said: &NewDelivery) -> Result<(), Error> {
    // Held before it is read, so that it is whose it is until this is written.
    let waits = records::hold_order(tx, id).await?;
    let row = records::mall_order(tx, id).await?.filter(|row| to.profile_ids.contains(&row.profile_id));
    let row = row.ok_or_else(|| Error::not_found("mall_order"))?;
    if item(tx, row.item_id).await?.offer.kind != MallKind::Goods {
        return Err(Error::conflict("nothing_to_send"));
    }
    if !waits {
        return Err(Error::conflict("not_claimed"));
    }
    deliveries::put(tx, app, (to.customer_id, row.profile_id), (DeliveryOf::Mall, id), said).await
}

/// Says that it was handed over.
///
/// # Errors
/// `not_found`; the conflict `not_claimed` when it was handed over or given back before.
pub async fn fulfil(tx: &mut Tx, id: i64, note: Option<&str>, now: i64) -> Result<(), Error> {
    settle(tx, id, MallStatus::Fulfilled, note, now).await.map(|_| ())
}

/// Writes a note beside what was not handed over yet.
///
/// # Errors
/// When the database refuses.
pub async fn remark(tx: &mut Tx, id: i64, note: &str, now: i64) -> Result<(), Error> {
    records::settle(tx, id, MallStatus::Claimed, Some(note), now).await.map(|_| ())
}

/// Gives it back: points and stock return.
///
/// # Errors
/// `not_found`; the conflict `not_claimed` when it was handed over or given back before.
pub async fn cancel(tx: &mut Tx, app: &App, actor: &Actor, id: i64, reason: &str) -> Result<(), Error> {
    let reason = members::said(reason)?;
    let now = app.clock.now();
    let row = settle(tx, id, MallStatus::Cancelled, Some(&reason), now).await?;
    records::give_stock(tx, row.item_id, row.quantity).await?;
    if row.profile_id != 0 {
        reverse(tx, app, &spent(id), Some(&reason), actor).await?;
        let customer = customers::customer_of(tx, row.profile_id).await?;
        let wanted = item(tx, row.item_id).await?;
        told(tx, "mall.cancelled", &row, &wanted, customer, now)?;
    }
    Ok(())
}

async fn settle(tx: &mut Tx, id: i64, to: MallStatus, note: Option<&str>, now: i64) -> Result<MallRow, Error> {
    let row = records::mall_order(tx, id).await?.ok_or_else(|| Error::not_found("mall_order"))?;
    let note = note.map(str::trim).filter(|note| !note.is_empty());
    if note.is_some_and(|note| note.chars().count() > 500) {
        return Err(Error::invalid("note", "too_long"));
    }
    if records::settle(tx, id, to, note, now).await? { Ok(row) } else { Err(Error::conflict("not_claimed")) }
}

/// What was taken, newest first, before the place of the last one.
///
/// # Errors
/// When the database cannot be read.
pub async fn orders(
    session: &mut Session,
    scope: &ShopScope,
    wanted: &Wanted,
    before: (i64, i64),
    limit: i64,
) -> Result<Vec<MallOrder>, Error> {
    let rows = records::mall_orders(session, wanted, before, limit).await?;
    let items = records::items(session).await?;
    let whose = customers::whose(session, scope, rows.iter().map(|row| row.profile_id).filter(|id| *id != 0)).await?;
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let mut sent = deliveries::shown(session, DeliveryOf::Mall, &ids).await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let item = items.iter().find(|item| item.id.0 == row.item_id);
            let customer = whose.get(&row.profile_id);
            MallOrder {
                id: Id(row.id),
                item_id: Id(row.item_id),
                item: item.map(|item| item.offer.name.clone()).unwrap_or_default(),
                kind: item.map(|item| item.offer.kind.code().to_owned()).unwrap_or_default(),
                customer_id: customer.map(|one| one.id),
                customer: customer.and_then(|one| one.name.clone()),
                quantity: row.quantity,
                points: row.points,
                status: row.status,
                at: Instant(row.at),
                changed_at: Instant(row.changed_at),
                note: row.note,
                delivery: customer.and_then(|_| sent.remove(&row.id)),
            }
        })
        .collect())
}

/// What was taken under `id`.
///
/// # Errors
/// `not_found`.
pub async fn order(session: &mut Session, scope: &ShopScope, id: i64) -> Result<MallOrder, Error> {
    let wanted = Wanted { id: Some(id), ..Wanted::default() };
    let found = orders(session, scope, &wanted, (i64::MAX, i64::MAX), 1).await?;
    found.into_iter().next().ok_or_else(|| Error::not_found("mall_order"))
}
