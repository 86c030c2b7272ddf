//! How a group fails: its time passes, staff calls it off, or everybody left. Whoever paid is to be refunded. Before its time
//! passes, whoever is in it is told once.

use platform::db::Tx;
use platform::{App, Error, Instant};
use serde_json::json;

use super::model::{GroupBuyCause, GroupBuyStatus, GroupPlaceState};
use super::places::tell;
use super::records::groups::{self, GroupRow};
use super::records::places;
use super::{ENDING, FAILED};

/// Lets a group fail whose row is held and that ends by `before`; whether it failed just now. Its paid orders are named to
/// be refunded, in the list of refunds and in the message.
pub(super) async fn fail(
    tx: &mut Tx,
    app: &App,
    group: &GroupRow,
    cause: GroupBuyCause,
    said: Option<(&str, &str)>,
    before: i64,
) -> Result<bool, Error> {
    let now = app.clock.now();
    if !groups::fail(tx, group.id, cause, said, now, before).await? {
        return Ok(false);
    }
    let out = places::fail(tx, group.id, now).await?;
    let due = out.iter().filter(|place| place.state == GroupPlaceState::RefundDue);
    let orders: Vec<_> = due.clone().filter_map(|place| place.order.clone()).collect();
    let profiles: Vec<i64> = due.map(|place| place.profile_id).collect();
    tell(tx, FAILED, group, &profiles, now, json!({ "cause": cause, "orders": orders }))?;
    Ok(true)
}

/// Says that a group ends soon, to those who paid in it; once.
pub(super) async fn warn(app: &App, id: i64) -> Result<(), Error> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    if groups::say_ending(&mut tx, id, now).await?
        && let Some(group) = groups::find(&mut tx, id).await?
    {
        let places = places::of_group(&mut tx, id).await?;
        let paid = places.iter().filter(|place| place.state == GroupPlaceState::Paid);
        let profiles: Vec<i64> = paid.map(|place| place.profile_id).collect();
        let more = json!({ "missing": group.size - group.paid, "ends_at": Instant(group.ends_at) });
        tell(&mut tx, ENDING, &group, &profiles, now, more)?;
    }
    tx.commit().await
}

/// Lets a group fail whose time passed; whether it failed just now.
pub(super) async fn expire(app: &App, id: i64) -> Result<bool, Error> {
    let mut tx = app.db.begin().await?;
    let group = groups::locked(&mut tx, id).await?;
    let cause = if group.paid > 0 { GroupBuyCause::Expired } else { GroupBuyCause::Abandoned };
    let failed = fail(&mut tx, app, &group, cause, None, app.clock.now()).await?;
    tx.commit().await?;
    Ok(failed)
}

/// Lets a group fail in which nobody is any more.
pub(super) async fn when_empty(tx: &mut Tx, app: &App, id: i64) -> Result<(), Error> {
    match groups::find(tx, id).await? {
        Some(group) if group.status == GroupBuyStatus::Open && group.taken == 0 => {
            fail(tx, app, &group, GroupBuyCause::Abandoned, None, i64::MAX).await.map(|_| ())
        }
        _ => Ok(()),
    }
}
