//! Claiming: a buyer takes a coupon, or makes a code theirs. Every limit is one guarded statement.

use platform::db::Tx;
use platform::{App, Error};
use pricing::{Buyer, Cart};

use super::hand_on;
use super::limits::{count_customer, count_device, shown};
use super::look::{self, Refusal};
use super::model::{CouponSource, CouponState, Kept, Record};
use super::programme;
use super::records::{coupons, programmes};
use super::told;
use crate::customers::Reached;
use crate::promotions::buyer::{Who, fill};
use crate::promotions::{self, live};

/// Whether a programme is for this customer.
pub(super) fn meant(programme: &Record, terms: &promotions::Record, who: &Who, buyer: &Buyer) -> Result<(), Refusal> {
    if who.blacklisted {
        return Err(Refusal::Blacklisted);
    }
    let suits = terms.published.as_ref().is_some_and(|terms| terms.scope.suits(buyer));
    if shown(programme.how.audience, buyer) && suits { Ok(()) } else { Err(Refusal::NotForYou) }
}

/// Counts one more for a customer and a device.
pub(super) async fn count(
    tx: &mut Tx,
    programme: &Record,
    customer: &Reached,
    device: Option<&str>,
    now: i64,
) -> Result<Result<(), Refusal>, Error> {
    if let Some(most) = programme.how.most_per_customer
        && !count_customer(tx, programme.id, customer, most, now).await?
    {
        return Ok(Err(Refusal::Enough));
    }
    if let (Some(most), Some(device)) = (programme.how.most_per_device, device)
        && !count_device(tx, programme.id, &look::mark(device), most, now).await?
    {
        return Ok(Err(Refusal::DeviceEnough));
    }
    Ok(Ok(()))
}

/// What a buyer wants.
#[derive(Debug, Clone, Copy)]
pub enum Wanted<'a> {
    /// A coupon of this programme.
    Programme(i64),
    /// What this code stands for.
    Code(&'a str),
}

/// Gives a buyer what they want. Making a code one's own again changes nothing.
pub(super) async fn claim(
    app: &App,
    tx: &mut Tx,
    who: &Who,
    buyer: &Buyer,
    wanted: Wanted<'_>,
    device: Option<&str>,
) -> Result<Result<Kept, Refusal>, Error> {
    let now = app.clock.now();
    let (programme, coupon) = match wanted {
        Wanted::Programme(id) => (programme::find(tx, id).await?, None),
        Wanted::Code(code) => match look::behind(tx, code).await? {
            Some((programme, Some(coupon))) => (programme, Some(coupon)),
            Some((_, None)) => return Ok(Err(Refusal::NotClaimable)),
            None => return Ok(Err(Refusal::Unknown)),
        },
    };
    if let Some(coupon) = &coupon
        && coupon.state == CouponState::Held
        && coupon.profile.is_some_and(|profile| who.reached.profile_ids.contains(&profile))
    {
        return Ok(Ok(coupon.clone()));
    }
    if coupon.is_none() && !programme.how.claimable {
        return Ok(Err(Refusal::NotClaimable));
    }
    let terms = promotions::find(tx, programme.id).await?;
    let checked =
        look::open(&terms, now).and_then(|()| meant(&programme, &terms, who, buyer)).and_then(|()| match &coupon {
            Some(coupon) => look::usable(coupon, Some(&who.reached), None, now),
            None => Ok(()),
        });
    if let Err(refusal) = checked {
        return Ok(Err(refusal));
    }
    let anchor = who.reached.anchor;
    programmes::hold(tx, programme.id).await?;
    if let Err(refusal) = count(tx, &programme, &who.reached, device, now).await? {
        return Ok(Err(refusal));
    }
    let expires_at = programme::expires_at(&programme.how, terms.ends_at, now);
    let id = if let Some(coupon) = coupon {
        if !coupons::claim(tx, coupon.id, anchor, expires_at, now).await? {
            return Ok(Err(Refusal::NotYours));
        }
        programmes::count(tx, programme.id, 1, 0).await?;
        coupon.id
    } else {
        if !programmes::issue(tx, programme.id, 1, 1).await? {
            return Ok(Err(Refusal::AllIssued));
        }
        let id = app.ids.next();
        let new = coupons::New {
            id,
            programme: programme.id,
            held: Some((anchor, expires_at)),
            source: Some(CouponSource::Claim),
            ..coupons::New::default()
        };
        coupons::add(tx, vec![new], now).await?;
        id
    };
    told::changed(tx, &[anchor], now)?;
    let found = coupons::find(tx, id).await?;
    Ok(Ok(found.ok_or_else(|| Error::internal("a coupon that was just claimed is gone"))?))
}

/// Lets a buyer take a coupon now, under the live promotions, or one that another customer hands on; returns it. Wrong codes are
/// counted.
///
/// # Errors
/// `coupon_…` of a refusal; `coupon_hand_on_over`; `too_many_tries` after too many wrong codes.
pub async fn take(app: &App, who: &Who, wanted: Wanted<'_>, device: Option<&str>) -> Result<i64, Error> {
    let set = live::set(app).await?;
    let mut session = app.db.read().await?;
    look::slow_down(&mut session, device, Some(&who.reached), app.clock.now()).await?;
    let mut cart = Cart::default();
    fill(app, &mut session, &set, who, &mut cart).await?;
    drop(session);
    let mut tx = app.db.begin().await?;
    if let Wanted::Code(code) = wanted
        && let Some(coupon) = hand_on::take(&mut tx, app, &who.reached, code).await?
    {
        tx.commit().await?;
        return Ok(coupon.id);
    }
    match claim(app, &mut tx, who, &cart.buyer, wanted, device).await? {
        Ok(coupon) => {
            tx.commit().await?;
            Ok(coupon.id)
        }
        Err(refusal) => {
            drop(tx);
            if refusal == Refusal::Unknown {
                look::note_wrong(app, device, Some(&who.reached)).await?;
            }
            Err(refusal.error())
        }
    }
}
