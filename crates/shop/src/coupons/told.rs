//! What coupons tell, for rules: that somebody received one, used it, or was told that it is about to expire.

use std::collections::{BTreeSet, HashMap};

use platform::db::{Connection, Tx};
use platform::outbox::Message;
use platform::{Error, Id};
use serde_json::json;

use super::records::reminders;
use crate::promotions;

/// What happened with a coupon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Happened {
    /// It was taken, granted, issued or passed on to her.
    Received,
    /// An order was paid with it. One that is given back after a refund is in hand again, and was not used.
    Used,
    /// She was told that it is about to expire.
    Expiring,
}

/// Something that happened with a coupon of one's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Whose.
    pub profile_id: i64,
    /// What.
    pub happened: Happened,
    /// When, milliseconds UTC.
    pub at: i64,
    /// The promotion's key.
    pub coupon: String,
}

/// What happened with the coupons of these profiles, the oldest first. A coupon that staff took back tells nothing.
///
/// # Errors
/// When the database cannot be read.
pub async fn told(conn: &mut impl Connection, profiles: &[i64]) -> Result<Vec<Told>, Error> {
    let mut found = Vec::new();
    for one in reminders::moments(conn, profiles).await? {
        let moments =
            [(Happened::Received, one.received), (Happened::Used, one.used), (Happened::Expiring, one.reminded)];
        found.extend(moments.into_iter().filter_map(|(happened, at)| Some((at?, one.coupon, happened, one))));
    }
    found.sort_by_key(|(at, coupon, happened, _)| (*at, *coupon, *happened));
    let programmes: BTreeSet<i64> = found.iter().map(|(.., one)| one.programme).collect();
    let keys: HashMap<i64, String> =
        promotions::find_all(conn, programmes).await?.into_iter().map(|terms| (terms.id, terms.key)).collect();
    let told = found.into_iter().map(|(at, _, happened, one)| Told {
        profile_id: one.profile,
        happened,
        at,
        coupon: keys.get(&one.programme).cloned().unwrap_or_default(),
    });
    Ok(told.collect())
}

/// Says that coupons of these profiles came, went or were used, so that rules about them are asked again.
pub(super) fn changed(tx: &mut Tx, profiles: &[i64], now: i64) -> Result<(), Error> {
    let profiles: BTreeSet<i64> = profiles.iter().copied().collect();
    if profiles.is_empty() {
        return Ok(());
    }
    let profiles: Vec<Id> = profiles.into_iter().map(Id).collect();
    tx.emit(Message::new("coupons.changed", now, &json!({ "profiles": profiles }))?);
    Ok(())
}
