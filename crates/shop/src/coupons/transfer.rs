//! Giving a coupon to another customer, and taking one back.

use platform::db::Tx;
use platform::http::Caller;
use platform::{App, Error, audit};
use serde_json::json;

use super::claim::count;
use super::limits::scope;
use super::look::Refusal;
use super::model::{CouponState, Kept};
use super::programme;
use super::records::{coupons, programmes, tallies};
use super::told;
use crate::customers::{self, Reached};

/// The coupon.
pub(super) async fn find(conn: &mut impl platform::db::Connection, id: i64) -> Result<Kept, Error> {
    coupons::find(conn, id).await?.ok_or_else(|| Error::not_found("coupon"))
}

/// Gives a coupon from whoever holds it to another customer. Neither may be on the black list.
///
/// # Errors
/// `coupon_not_transferable`, `coupon_blacklisted`; `coupon_…` when it is not in hand, or the other has enough.
pub(super) async fn transfer(tx: &mut Tx, app: &App, id: i64, to: &Reached) -> Result<Kept, Error> {
    let now = app.clock.now();
    let coupon = find(tx, id).await?;
    let programme = programme::find(tx, coupon.programme).await?;
    if !programme.how.transferable {
        return Err(Error::conflict("coupon_not_transferable"));
    }
    let from = match (coupon.state(now), coupon.profile) {
        (CouponState::Held, Some(from)) => from,
        (CouponState::Used, _) => return Err(Refusal::Used.error()),
        (CouponState::Expired, _) => return Err(Refusal::Expired.error()),
        (CouponState::Reserved, _) => return Err(Refusal::Reserved.error()),
        _ => return Err(Refusal::Void.error()),
    };
    if to.profile_ids.contains(&from) {
        return Ok(coupon);
    }
    let giver = customers::customer_of(tx, from).await?;
    if !customers::blacklisted(tx, &[giver, to.customer_id]).await?.is_empty() {
        return Err(Refusal::Blacklisted.error());
    }
    let (giver, taker) = (tallies::profile(from), tallies::profile(to.anchor));
    if giver < taker {
        tallies::uncount(tx, &scope(programme.id), &giver).await?;
        count(tx, &programme, to, None, now).await?.map_err(Refusal::error)?;
    } else {
        count(tx, &programme, to, None, now).await?.map_err(Refusal::error)?;
        tallies::uncount(tx, &scope(programme.id), &giver).await?;
    }
    if !coupons::transfer(tx, id, from, to.anchor, now).await? {
        return Err(Refusal::Reserved.error());
    }
    told::changed(tx, &[from, to.anchor], now)?;
    find(tx, id).await
}

/// Takes a coupon back. Again changes nothing.
///
/// # Errors
/// `coupon_used`, `coupon_reserved`.
pub(super) async fn void(tx: &mut Tx, app: &App, caller: &Caller, id: i64, reason: &str) -> Result<Kept, Error> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Error::invalid("reason", "required"));
    }
    let coupon = find(tx, id).await?;
    if coupon.state == CouponState::Void {
        return Ok(coupon);
    }
    programmes::hold(tx, coupon.programme).await?;
    if !coupons::void(tx, id, reason).await? {
        let refusal = if coupon.state == CouponState::Used { Refusal::Used } else { Refusal::Reserved };
        return Err(refusal.error());
    }
    programmes::count(tx, coupon.programme, 0, 1).await?;
    let detail = json!({ "reason": reason });
    let now = app.clock.now();
    told::changed(tx, coupon.profile.as_slice(), now)?;
    audit::record(tx, caller, "coupons.voided", Some("coupon"), Some(&id.to_string()), &detail, now).await?;
    find(tx, id).await
}
