//! Handing on (转赠): the holder of a coupon that may be given on gets a code for it, and whoever takes the code first has the
//! coupon. Until then it stays hers: she may use it, or take the code back.
//!
//! Absent from here: giving a coupon to a customer who is named (`transfer`).

use platform::db::{Connection, Tx};
use platform::{App, Error};

use super::look::Refusal;
use super::model::{CouponState, Kept};
use super::records::hand_ons::{self, HandOnRow};
use super::transfer::{self, transfer};
use super::{codes, programme};
use crate::customers::{self, Reached};

/// How long a code is good at most, milliseconds: seven days.
const HOLDS: i64 = 7 * 86_400_000;

/// A coupon that is handed on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandOn {
    /// What whoever takes it types.
    pub code: String,
    /// Until when, milliseconds UTC.
    pub expires_at: i64,
}

/// The coupon, when this customer holds it and may give it on.
///
/// # Errors
/// `not_found` when it is not hers; `coupon_not_transferable`; `coupon_…` when it is not in hand.
pub async fn in_hand(conn: &mut impl Connection, app: &App, holder: &Reached, id: i64) -> Result<Kept, Error> {
    let coupon = transfer::find(conn, id).await?;
    if !coupon.profile.is_some_and(|profile| holder.profile_ids.contains(&profile)) {
        return Err(Error::not_found("coupon"));
    }
    if !programme::find(conn, coupon.programme).await?.how.transferable {
        return Err(Error::conflict("coupon_not_transferable"));
    }
    match coupon.state(app.clock.now()) {
        CouponState::Held => Ok(coupon),
        CouponState::Used => Err(Refusal::Used.error()),
        CouponState::Expired => Err(Refusal::Expired.error()),
        CouponState::Reserved => Err(Refusal::Reserved.error()),
        _ => Err(Refusal::Void.error()),
    }
}

/// How this coupon is handed on; nothing when it is not.
///
/// # Errors
/// When the database cannot be read.
pub async fn offered(conn: &mut impl Connection, app: &App, coupon: &Kept) -> Result<Option<HandOn>, Error> {
    let row = hand_ons::of_coupon(conn, coupon.id).await?;
    let stands = |row: &HandOnRow| Some(row.profile) == coupon.profile && row.expires_at > app.clock.now();
    let Some(row) = row.filter(stands) else { return Ok(None) };
    let cipher = codes::cipher(conn).await?;
    Ok(cipher.map(|cipher| HandOn { code: cipher.code(row.id), expires_at: row.expires_at }))
}

/// Makes a code for a coupon in hand. Again it is the same one while it stands.
///
/// # Errors
/// `coupon_blacklisted`; as [`in_hand`].
pub async fn offer(tx: &mut Tx, app: &App, holder: &Reached, id: i64) -> Result<HandOn, Error> {
    let coupon = in_hand(tx, app, holder, id).await?;
    if !customers::blacklisted(tx, &[holder.customer_id]).await?.is_empty() {
        return Err(Refusal::Blacklisted.error());
    }
    codes::make(tx, app).await?;
    let now = app.clock.now();
    let expires_at = coupon.expires_at.map_or(now + HOLDS, |end| end.min(now + HOLDS));
    let profile = coupon.profile.unwrap_or(holder.anchor);
    hand_ons::offer(tx, HandOnRow { id: app.ids.next(), coupon: id, profile, expires_at }, now).await?;
    offered(tx, app, &coupon).await?.ok_or_else(|| Error::internal("a code that was just made is gone").context(id))
}

/// Takes the code of a coupon back. Again changes nothing.
///
/// # Errors
/// As [`in_hand`].
pub async fn withdraw(tx: &mut Tx, app: &App, holder: &Reached, id: i64) -> Result<(), Error> {
    in_hand(tx, app, holder, id).await?;
    hand_ons::withdraw(tx, id).await.map(|_| ())
}

/// Gives a customer the coupon that a code hands on; nothing when the code hands none on.
///
/// # Errors
/// `coupon_hand_on_over` when it is too late; as [`transfer`].
pub(super) async fn take(tx: &mut Tx, app: &App, to: &Reached, typed: &str) -> Result<Option<Kept>, Error> {
    let code = programme::normal(typed);
    let Some(id) = codes::cipher(tx).await?.and_then(|cipher| cipher.id(&code)) else { return Ok(None) };
    let Some(row) = hand_ons::find(tx, id).await? else { return Ok(None) };
    let over = || Error::conflict("coupon_hand_on_over");
    let coupon = transfer::find(tx, row.coupon).await?;
    if coupon.profile.is_some_and(|profile| to.profile_ids.contains(&profile)) {
        // Whoever has taken it has it, and who tries her own code keeps both.
        return Ok(Some(coupon));
    }
    if row.expires_at <= app.clock.now() || !hand_ons::take(tx, id).await? {
        return Err(over());
    }
    if coupon.profile != Some(row.profile) {
        return Err(over());
    }
    transfer(tx, app, row.coupon, to).await.map(Some)
}
