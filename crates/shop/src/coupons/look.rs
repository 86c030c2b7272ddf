//! Looking a coupon up: by a code that somebody typed, and those that a customer has in hand.

use platform::db::{Connection, Tx};
use platform::{App, Error};
use pricing::Words;
use sha2::{Digest as _, Sha256};

use super::limits::Limits;
use super::model::{CouponCodes, CouponState, Kept, Record};
use super::records::{coupons, programmes, tallies};
use super::{codes, programme};
use crate::customers::Reached;
use crate::promotions::{self, State};

/// Wrong codes that one device or customer may type in a while.
const TRIES: i64 = 20;
/// How long a while is, milliseconds.
const WHILE: i64 = 600_000;
/// Coupons in hand that are looked at.
const IN_HAND: i64 = 200;

/// A coupon that may be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its programme: the promotion's id.
    pub programme: i64,
    /// The promotion's key.
    pub key: String,
    /// The coupon; none of a code that everybody may type.
    pub coupon: Option<i64>,
    /// What its programme allows, where nobody holds it.
    pub limits: Option<Limits>,
}

/// Why a coupon cannot be had or used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// No coupon has this code.
    Unknown,
    /// It was used.
    Used,
    /// Another order holds it.
    Reserved,
    /// It is no longer good.
    Expired,
    /// The shop took it back.
    Void,
    /// Its programme has not begun.
    NotYet,
    /// Its programme is stopped for now.
    Paused,
    /// Somebody else holds it.
    NotYours,
    /// It is not for this customer.
    NotForYou,
    /// The customer is on the black list.
    Blacklisted,
    /// All its uses are taken.
    UsesGone,
    /// All of them are issued.
    AllIssued,
    /// The customer had as many as one may have.
    Enough,
    /// The device had as many as one may have.
    DeviceEnough,
    /// Buyers cannot take it themselves.
    NotClaimable,
}

impl Refusal {
    /// All of them.
    const ALL: [Self; 15] = [
        Self::Unknown,
        Self::Used,
        Self::Reserved,
        Self::Expired,
        Self::Void,
        Self::NotYet,
        Self::Paused,
        Self::NotYours,
        Self::NotForYou,
        Self::Blacklisted,
        Self::UsesGone,
        Self::AllIssued,
        Self::Enough,
        Self::DeviceEnough,
        Self::NotClaimable,
    ];

    /// A stable word for programs.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Unknown => "coupon_unknown",
            Self::Used => "coupon_used",
            Self::Reserved => "coupon_reserved",
            Self::Expired => "coupon_expired",
            Self::Void => "coupon_void",
            Self::NotYet => "coupon_not_yet",
            Self::Paused => "coupon_paused",
            Self::NotYours => "coupon_not_yours",
            Self::NotForYou => "coupon_not_for_you",
            Self::Blacklisted => "coupon_blacklisted",
            Self::UsesGone => "coupon_uses_gone",
            Self::AllIssued => "coupon_all_issued",
            Self::Enough => "coupon_enough",
            Self::DeviceEnough => "coupon_device_enough",
            Self::NotClaimable => "coupon_not_claimable",
        }
    }

    /// The reason, for the buyer.
    #[must_use]
    pub fn words(self) -> Words {
        let (zh, en) = match self {
            Self::Unknown => ("没有这个券码，请核对后重新输入", "no coupon has this code; please check it"),
            Self::Used => ("此券已使用", "this coupon was used"),
            Self::Reserved => {
                ("此券正被另一笔未付款的订单占用", "another order that is not paid yet holds this coupon")
            }
            Self::Expired => ("此券已过期", "this coupon has expired"),
            Self::Void => ("此券已作废", "the shop has taken this coupon back"),
            Self::NotYet => ("此券还没到使用时间", "this coupon is not good yet"),
            Self::Paused => ("此券暂停使用", "this coupon is out of use for now"),
            Self::NotYours => ("此券属于另一位客户", "this coupon belongs to another customer"),
            Self::NotForYou => ("此券面向其他客户", "this coupon is for other customers"),
            Self::Blacklisted => ("您暂时不能使用优惠券", "you cannot use coupons for now"),
            Self::UsesGone => ("此券名额已用完", "all uses of this coupon are taken"),
            Self::AllIssued => ("此券已领完", "all of these coupons are taken"),
            Self::Enough => ("您领取或使用的数量已达上限", "you have had as many as one customer may have"),
            Self::DeviceEnough => ("此设备领取或使用的数量已达上限", "this device has had as many as one may have"),
            Self::NotClaimable => ("此券不能自行领取", "this coupon cannot be claimed"),
        };
        Words { zh: zh.to_owned(), en: en.to_owned() }
    }

    /// The refusal as an error.
    #[must_use]
    pub fn error(self) -> Error {
        Error::conflict(self.code())
    }
}

/// Whether a programme is open to buyers at `now`.
pub(super) fn open(terms: &promotions::Record, now: i64) -> Result<(), Refusal> {
    match terms.state(now) {
        State::Running => Ok(()),
        State::Scheduled => Err(Refusal::NotYet),
        State::Draft => Err(Refusal::Unknown),
        State::Paused => Err(Refusal::Paused),
        State::Ended => Err(Refusal::Expired),
    }
}

/// Whether a coupon may be used by this customer at `now`.
pub(super) fn usable(coupon: &Kept, buyer: Option<&Reached>, order: Option<&str>, now: i64) -> Result<(), Refusal> {
    let own = |profile: i64| buyer.is_some_and(|buyer| buyer.profile_ids.contains(&profile));
    match coupon.state(now) {
        CouponState::Issued | CouponState::Held => {}
        CouponState::Reserved if order.is_some() && coupon.order.as_deref() == order => {}
        CouponState::Reserved => return Err(Refusal::Reserved),
        CouponState::Used => return Err(Refusal::Used),
        CouponState::Expired => return Err(Refusal::Expired),
        CouponState::Void => return Err(Refusal::Void),
    }
    if coupon.profile.is_some_and(|profile| !own(profile)) { Err(Refusal::NotYours) } else { Ok(()) }
}

/// What a code stands for: its programme, and the coupon where each has its own.
pub(super) async fn behind(conn: &mut impl Connection, typed: &str) -> Result<Option<(Record, Option<Kept>)>, Error> {
    let code = programme::normal(typed);
    if code.is_empty() {
        return Ok(None);
    }
    if let Some(single) = programmes::by_code(conn, &code).await? {
        return Ok(Some((single, None)));
    }
    let Some(id) = codes::cipher(conn).await?.and_then(|cipher| cipher.id(&code)) else { return Ok(None) };
    let Some(coupon) = coupons::find(conn, id).await? else { return Ok(None) };
    let programme = programmes::find(conn, coupon.programme).await?;
    Ok(programme.filter(|one| one.how.codes == CouponCodes::Unique).map(|one| (one, Some(coupon))))
}

/// What a code that was typed gives this buyer. `order` may hold it already.
///
/// # Errors
/// When the database cannot be read.
pub async fn look(
    conn: &mut impl Connection,
    typed: &str,
    buyer: Option<&Reached>,
    order: Option<&str>,
    now: i64,
) -> Result<Result<Found, Refusal>, Error> {
    let Some((programme, coupon)) = behind(conn, typed).await? else { return Ok(Err(Refusal::Unknown)) };
    let terms = promotions::find(conn, programme.id).await?;
    let checked = open(&terms, now).and_then(|()| match &coupon {
        Some(coupon) => usable(coupon, buyer, order, now),
        None => Ok(()),
    });
    Ok(checked.map(|()| Found {
        programme: programme.id,
        limits: coupon.as_ref().is_none_or(|one| one.profile.is_none()).then(|| Limits::of(&programme, &terms)),
        key: terms.key,
        coupon: coupon.map(|coupon| coupon.id),
    }))
}

/// The coupons that a customer may use now, of each programme the one that expires first. What `order` holds counts.
///
/// # Errors
/// When the database cannot be read.
pub async fn in_hand(
    conn: &mut impl Connection,
    buyer: &Reached,
    order: Option<&str>,
    now: i64,
) -> Result<Vec<Found>, Error> {
    let mut held =
        coupons::of_profiles(conn, &buyer.profile_ids, Some(CouponState::Held), i64::MAX, IN_HAND, now).await?;
    if let Some(order) = order {
        // A code that is not typed any more is in no hand.
        let hers = |one: &Kept| one.state == CouponState::Reserved && one.profile.is_some();
        held.extend(coupons::of_order(conn, order).await?.into_iter().filter(hers));
    }
    held.retain(|one| usable(one, Some(buyer), order, now).is_ok());
    held.sort_by_key(|one| (one.programme, one.expires_at.unwrap_or(i64::MAX), one.id));
    held.dedup_by_key(|one| one.programme);
    let terms = promotions::find_all(conn, held.iter().map(|one| one.programme)).await?;
    let found = held.into_iter().filter_map(|one| {
        let terms = terms.iter().find(|terms| terms.id == one.programme && open(terms, now).is_ok())?;
        Some(Found { programme: one.programme, key: terms.key.clone(), coupon: Some(one.id), limits: None })
    });
    Ok(found.collect())
}

/// What names a device or customer who types codes; nothing when neither is known.
pub(super) fn typist(device: Option<&str>, buyer: Option<&Reached>) -> Option<String> {
    match (device.map(str::trim).filter(|device| !device.is_empty()), buyer) {
        (Some(device), _) => Some(mark(device)),
        (None, Some(buyer)) => Some(tallies::profile(buyer.anchor)),
        (None, None) => None,
    }
}

/// A device as it is kept: nobody reads it back.
#[must_use]
pub fn mark(device: &str) -> String {
    let digest = Sha256::digest(device.as_bytes());
    let hex: String = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    format!("d{hex}")
}

/// The code of a refusal as errors carry it; nothing when there is none such.
#[must_use]
pub fn refusal(code: &str) -> Option<&'static str> {
    Refusal::ALL.iter().map(|one| one.code()).find(|known| *known == code)
}

/// Stops somebody who has typed too many wrong codes.
///
/// # Errors
/// 429 `too_many_tries`.
pub async fn slow_down(
    conn: &mut impl Connection,
    device: Option<&str>,
    buyer: Option<&Reached>,
    now: i64,
) -> Result<(), Error> {
    let Some(subject) = typist(device, buyer) else { return Ok(()) };
    if tallies::tries(conn, "wrong", &subject, now - WHILE).await? < TRIES {
        return Ok(());
    }
    Err(Error::new(429, "too_many_tries").retry_after(600))
}

/// Remembers a wrong code.
///
/// # Errors
/// When the database refuses.
pub async fn note_wrong(app: &App, device: Option<&str>, buyer: Option<&Reached>) -> Result<(), Error> {
    let Some(subject) = typist(device, buyer) else { return Ok(()) };
    let now = app.clock.now();
    let mut tx: Tx = app.db.begin().await?;
    tallies::note(&mut tx, "wrong", &subject, now - WHILE, now).await?;
    tx.commit().await
}
