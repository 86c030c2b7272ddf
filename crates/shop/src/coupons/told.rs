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
    /// An order was paid with it, or with a code that everybody may type. What is given back after a refund was not used.
    Used,
    /// She was told that it is about to expire.
    Expiring,
}

/// Something that happened with a coupon.
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

/// What happened with the coupons of these profiles, the oldest first. A coupon that staff took back tells nothing, and a code
/// for everybody, which nobody holds, tells only that it was used.
///
/// # Errors
/// When the database cannot be read.
pub async fn told(conn: &mut impl Connection, profiles: &[i64]) -> Result<Vec<Told>, Error> {
    let own = reminders::moments(conn, profiles).await?;
    let programmes: BTreeSet<i64> = own.iter().map(|one| one.programme).collect();
    let keys: HashMap<i64, String> =
        promotions::find_all(conn, programmes).await?.into_iter().map(|terms| (terms.id, terms.key)).collect();
    let mut found = Vec::new();
    for one in own {
        let key = keys.get(&one.programme).cloned().unwrap_or_default();
        let moments =
            [(Happened::Received, one.received), (Happened::Used, one.used), (Happened::Expiring, one.reminded)];
        found.extend(moments.into_iter().filter_map(|(happened, at)| {
            Some((one.coupon, Told { profile_id: one.profile, happened, at: at?, coupon: key.clone() }))
        }));
    }
    let shared = promotions::uses::shared(conn, profiles).await?.into_iter();
    found.extend(
        shared.map(|one| (0, Told { profile_id: one.profile, happened: Happened::Used, at: one.at, coupon: one.key })),
    );
    found.sort_by(|(a, one), (b, other)| {
        (one.at, a, one.happened, &one.coupon).cmp(&(other.at, b, other.happened, &other.coupon))
    });
    Ok(found.into_iter().map(|(_, told)| told).collect())
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
