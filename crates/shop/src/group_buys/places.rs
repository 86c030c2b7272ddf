//! Taking a place for an order, making it firm when the order is paid, and giving it back. Whoever does one of these holds
//! the group's row, so that they follow one after the other.

use platform::db::{Connection, Tx};
use platform::outbox::Message;
use platform::{App, Error, Id};
use serde_json::{Value as Json, json};

use super::end;
use super::model::{GroupBuyStatus, GroupPlaceState};
use super::records::groups::{self, GroupRow};
use super::records::places::{self, PlaceRow};
use super::refusal::Refusal;
use super::seat::{Opening, Seat};
use super::{FILLED, JOINED, LEFT, OPENED, PAID};
use crate::customers::Reached;

/// Characters of a group's code.
const CODE: usize = 8;

/// How a place is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hold<'h> {
    /// For this order, until it is paid or given up.
    Order(&'h str),
    /// Until then (milliseconds UTC), for an order to come.
    Until(i64),
}

/// The place by which a customer is in a group.
pub(super) async fn standing(
    conn: &mut impl Connection,
    group: i64,
    reached: &Reached,
) -> Result<Option<PlaceRow>, Error> {
    let places = places::of_group(conn, group).await?;
    Ok(places.into_iter().find(|place| place.state.stands() && reached.profile_ids.contains(&place.profile_id)))
}

/// Holds the seat that an order is priced with, and opens its group when it is to be opened.
///
/// # Errors
/// When the database refuses.
pub async fn hold(
    tx: &mut Tx,
    app: &App,
    reached: &Reached,
    seat: &Seat,
    order: &str,
) -> Result<Result<(), Refusal>, Error> {
    let now = app.clock.now();
    if let Some(opening) = &seat.opening {
        let key = format!("order:{order}:{}", seat.place);
        let group = begin(tx, app, reached, opening, key).await?;
        let group = group.ok_or_else(|| Error::internal("a group was opened twice by one place"))?;
        return occupy(tx, app, &group, reached, seat.place, Hold::Order(order)).await;
    }
    let group = seat.group.ok_or_else(|| Error::internal("a seat without a group"))?;
    let group = groups::locked(tx, group).await?;
    if !group.runs(now) {
        return Ok(Err(Refusal::Over));
    }
    if seat.own {
        let attached = places::attach(tx, seat.place, order).await?;
        return Ok(if attached { Ok(()) } else { Err(Refusal::Already) });
    }
    occupy(tx, app, &group, reached, seat.place, Hold::Order(order)).await
}

/// Opens a group in which nobody is yet; nothing when one was opened with this key.
pub(super) async fn begin(
    tx: &mut Tx,
    app: &App,
    reached: &Reached,
    opening: &Opening,
    key: String,
) -> Result<Option<GroupRow>, Error> {
    let now = app.clock.now();
    let row = GroupRow {
        id: app.ids.next(),
        key,
        code: app.chance.code(CODE)?,
        promotion_id: opening.promotion_id,
        promotion_key: opening.promotion.clone(),
        name: opening.name.clone(),
        size: opening.size,
        taken: 0,
        paid: 0,
        leader_profile: reached.anchor,
        status: GroupBuyStatus::Open,
        cause: None,
        reason: None,
        actor: None,
        opened_at: now,
        ends_at: opening.ends_at,
        ended_at: None,
    };
    if !groups::insert(tx, &row).await? {
        return Ok(None);
    }
    tell(tx, OPENED, &row, &[reached.anchor], now, json!({}))?;
    Ok(Some(row))
}

/// Takes a place in a group whose row is held: each customer has one.
pub(super) async fn occupy(
    tx: &mut Tx,
    app: &App,
    group: &GroupRow,
    reached: &Reached,
    place: i64,
    hold: Hold<'_>,
) -> Result<Result<(), Refusal>, Error> {
    let now = app.clock.now();
    if standing(tx, group.id, reached).await?.is_some() {
        return Ok(Err(Refusal::Already));
    }
    if !groups::take(tx, group.id, now).await? {
        return Ok(Err(if group.runs(now) { Refusal::Full } else { Refusal::Over }));
    }
    let (order, until) = match hold {
        Hold::Order(order) => (Some(order.to_owned()), None),
        Hold::Until(until) => (None, Some(until)),
    };
    let row = PlaceRow {
        id: place,
        group_id: group.id,
        profile_id: reached.anchor,
        order,
        state: GroupPlaceState::Held,
        leads: reached.profile_ids.contains(&group.leader_profile),
        amount: 0,
        joined_at: now,
        paid_at: None,
        until,
        left_at: None,
    };
    places::insert(tx, &row).await?;
    tell(tx, JOINED, group, &[row.profile_id], now, json!({ "place": Id(place), "order": row.order }))?;
    Ok(Ok(()))
}

/// The order of a place was paid with `amount`: the place is firm, and the group filled when it was the last one.
///
/// # Errors
/// `group_over` when the group failed meanwhile and the place is gone: the money has to be given back.
pub async fn pay(tx: &mut Tx, app: &App, place: i64, amount: i64) -> Result<(), Error> {
    let now = app.clock.now();
    let Some(row) = places::find(tx, place).await? else { return Err(Refusal::Over.error()) };
    let group = groups::locked(tx, row.group_id).await?;
    if !(places::paid(tx, place, amount.max(0), now).await? && groups::pay(tx, group.id).await?) {
        return Err(Refusal::Over.error());
    }
    tell(tx, PAID, &group, &[row.profile_id], now, json!({ "place": Id(place), "order": row.order }))?;
    if groups::fill(tx, group.id, now).await? {
        let firm = |place: &PlaceRow| place.state == GroupPlaceState::Paid;
        let firm: Vec<PlaceRow> = places::of_group(tx, group.id).await?.into_iter().filter(firm).collect();
        let orders: Vec<_> = firm.iter().filter_map(|place| place.order.clone()).collect();
        let profiles: Vec<i64> = firm.iter().map(|place| place.profile_id).collect();
        tell(tx, FILLED, &group, &profiles, now, json!({ "orders": orders }))?;
    }
    Ok(())
}

/// The order of a place was given up or its money given back. Before the group is over the place comes back, and with the
/// last one the group is abandoned; afterwards it is noted that the order was refunded. Again it changes nothing.
///
/// # Errors
/// When the database refuses.
pub async fn give_back(tx: &mut Tx, app: &App, place: i64) -> Result<(), Error> {
    let now = app.clock.now();
    let Some(before) = places::find(tx, place).await? else { return Ok(()) };
    let group = groups::locked(tx, before.group_id).await?;
    let state = places::find(tx, place).await?.map_or(before.state, |row| row.state);
    let open = group.status == GroupBuyStatus::Open;
    let to = match state {
        GroupPlaceState::Held => GroupPlaceState::Released,
        GroupPlaceState::Paid if open => GroupPlaceState::Withdrawn,
        GroupPlaceState::Paid | GroupPlaceState::RefundDue => GroupPlaceState::Refunded,
        GroupPlaceState::Released | GroupPlaceState::Withdrawn | GroupPlaceState::Refunded => return Ok(()),
    };
    if places::set_state(tx, place, state, to, now).await? {
        left(tx, app, &group, &before, to).await?;
    }
    Ok(())
}

/// Gives back a place that no order came for in time. Whether it did.
pub(super) async fn lapse(app: &App, place: i64, group: i64) -> Result<bool, Error> {
    let mut tx = app.db.begin().await?;
    let group = groups::locked(&mut tx, group).await?;
    let lapsed = places::lapse(&mut tx, place, app.clock.now()).await?;
    if lapsed && let Some(row) = places::find(&mut tx, place).await? {
        left(&mut tx, app, &group, &row, GroupPlaceState::Released).await?;
    }
    tx.commit().await?;
    Ok(lapsed)
}

/// What follows from a place that came to be `to`.
async fn left(tx: &mut Tx, app: &App, group: &GroupRow, place: &PlaceRow, to: GroupPlaceState) -> Result<(), Error> {
    match to {
        GroupPlaceState::Released => groups::free(tx, group.id).await?,
        GroupPlaceState::Withdrawn => groups::unpay(tx, group.id).await.map(|_| ())?,
        _ => {}
    }
    let more = json!({ "place": Id(place.id), "order": place.order, "state": to });
    tell(tx, LEFT, group, &[place.profile_id], app.clock.now(), more)?;
    end::when_empty(tx, app, group.id).await
}

/// Tells the outbox what happened in a group.
pub(super) fn tell(
    tx: &mut Tx,
    kind: &'static str,
    group: &GroupRow,
    profiles: &[i64],
    now: i64,
    more: Json,
) -> Result<(), Error> {
    let profiles: Vec<Id> = profiles.iter().filter(|id| **id != 0).map(|id| Id(*id)).collect();
    let mut payload = json!({
        "group": Id(group.id), "code": group.code, "promotion": group.promotion_key, "profiles": profiles,
    });
    if let (Some(payload), Json::Object(more)) = (payload.as_object_mut(), more) {
        payload.extend(more);
    }
    tx.emit(Message::new(kind, now, &payload)?);
    Ok(())
}
