//! Opening a group, and joining one, before there is an order: the place is held for as long as an order would hold it.

use platform::db::Tx;
use platform::{App, Error};

use super::places::{Hold, begin, occupy, standing};
use super::records::groups::{self, GroupRow};
use super::refusal::Refusal;
use super::seat::{coded, opening};
use crate::promotions;
use crate::promotions::buyer::Who;

/// Opens a group of a promotion; the customer leads it and holds its first place. The same key again opens nothing more.
/// Returns its id.
///
/// # Errors
/// The conflicts of [`Refusal`]; `key_taken` when another group was opened with this key.
pub async fn open(app: &App, who: &Who, promotion: &str, key: &str) -> Result<i64, Error> {
    let mut tx = app.db.begin().await?;
    if let Some(before) = groups::keyed(&mut tx, key).await? {
        return same(&before, who, promotion);
    }
    if who.blacklisted {
        return Err(Refusal::Blacklisted.error());
    }
    let now = app.clock.now();
    let wanted = opening(&mut tx, promotion.trim(), now).await?.ok_or_else(|| Refusal::NotOffered.error())?;
    let Some(group) = begin(&mut tx, app, &who.reached, &wanted, key.to_owned()).await? else {
        // Somebody opened it with this key in the same moment.
        let before = groups::keyed(&mut tx, key).await?;
        return same(&before.ok_or_else(|| Error::internal("a group's key was written and is gone"))?, who, promotion);
    };
    let until = until(&mut tx, &group, now).await?;
    let place = app.ids.next();
    occupy(&mut tx, app, &group, &who.reached, place, Hold::Until(until)).await?.map_err(Refusal::error)?;
    tx.commit().await?;
    Ok(group.id)
}

fn same(before: &GroupRow, who: &Who, promotion: &str) -> Result<i64, Error> {
    let hers = who.reached.profile_ids.contains(&before.leader_profile);
    if hers && before.promotion_key == promotion.trim() { Ok(before.id) } else { Err(Error::conflict("key_taken")) }
}

/// Joins the group with this code. Whoever is in it already is answered the same. Returns the group's id.
///
/// # Errors
/// The conflicts of [`Refusal`].
pub async fn join(app: &App, who: &Who, code: &str) -> Result<i64, Error> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let found = coded(&mut tx, code).await?.ok_or_else(|| Refusal::Unknown.error())?;
    let group = groups::locked(&mut tx, found.id).await?;
    if standing(&mut tx, group.id, &who.reached).await?.is_some() {
        return Ok(group.id);
    }
    if who.blacklisted {
        return Err(Refusal::Blacklisted.error());
    }
    if !group.runs(now) || opening(&mut tx, &group.promotion_key, now).await?.is_none() {
        return Err(Refusal::Over.error());
    }
    let until = until(&mut tx, &group, now).await?;
    let place = app.ids.next();
    occupy(&mut tx, app, &group, &who.reached, place, Hold::Until(until)).await?.map_err(Refusal::error)?;
    tx.commit().await?;
    Ok(group.id)
}

/// Until when a place is held for an order to come: as long as an order would be, but not beyond the group's end.
async fn until(tx: &mut Tx, group: &GroupRow, now: i64) -> Result<i64, Error> {
    let minutes = promotions::settings(tx).await?.hold_minutes;
    Ok(now.saturating_add(i64::from(minutes) * 60_000).min(group.ends_at))
}
