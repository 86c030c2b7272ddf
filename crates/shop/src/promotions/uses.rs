//! Uses of promotions by orders: every limit is held by the database, in one guarded statement each.
//!
//! An order's uses are taken together or not at all, in the caller's transaction; promotions are taken in the order of
//! their ids, so that two orders do not wait for each other: whoever gives some back and takes others holds all of them
//! first. Taken uses are settled when the order is paid, or given back.
//!
//! Absent from here: what an order uses, and until when it may hold it (`checkout`).

use std::collections::{BTreeMap, BTreeSet};

use platform::db::{Connection, Tx};
use platform::outbox::Message;
use platform::{Error, Id};
use pricing::{Offer, Promotion, Standing};
use serde_json::json;

pub use super::model::UseState;
use super::records::uses as records;
use super::records::uses::Taking;
pub use super::records::uses::{Kept, Redeemed, Shared, Stand};
use crate::customers::Reached;

/// What each paid order of a known buyer used: of several promotions the one that took the most off.
///
/// # Errors
/// When the database cannot be read.
pub async fn redeemed(conn: &mut impl Connection) -> Result<Vec<Redeemed>, Error> {
    records::redeemed(conn).await
}

/// Where paid orders of these profiles used a code that everybody may type.
///
/// # Errors
/// When the database cannot be read.
pub async fn shared(conn: &mut impl Connection, profiles: &[i64]) -> Result<Vec<Shared>, Error> {
    records::shared(conn, profiles).await
}

/// What an order wants of a promotion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The promotion.
    pub promotion: i64,
    /// Its key.
    pub key: String,
    /// The version that the order was priced under.
    pub version: i64,
    /// What comes off, minor units.
    pub amount: i64,
    /// Pieces sold at the promotion's price.
    pub pieces: i64,
    /// Fewer orders than this must have used it: 前N单.
    pub below: Option<i64>,
    /// How often one customer may use it.
    pub per_customer: Option<u32>,
    /// The coupon that is used for it.
    pub coupon: Option<i64>,
}

/// What came of taking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// All of it.
    All(Vec<(String, Stand)>),
    /// Nothing may be kept: this promotion was changed or used up meanwhile. Undo the transaction.
    Gone {
        /// The promotion.
        promotion: i64,
        /// This customer used it as often as allowed.
        by_customer: bool,
    },
}

/// How many pieces an order takes of an offer's stock, of `quantity` pieces on the lines that it priced.
#[must_use]
pub fn pieces(offer: &Offer, quantity: u32, standing: Standing) -> i64 {
    let (stock, limit) = match offer {
        Offer::Flash { stock, limit, .. } => (Some(*stock), *limit),
        Offer::Clearance { stock: Some(stock), .. } => (Some(*stock), None),
        _ => (None, None),
    };
    let Some(stock) = stock else { return i64::from(quantity) };
    i64::from(quantity.min(limit.unwrap_or(u32::MAX)).min(stock.saturating_sub(standing.sold)))
}

/// Below how many uses an order's step of 前N单 still holds.
#[must_use]
pub fn below(promotion: &Promotion, standing: Standing) -> Option<u32> {
    match &promotion.offer {
        Offer::LadderOrder { steps } => steps.iter().find(|step| standing.uses < step.up_to).map(|step| step.up_to),
        _ => None,
    }
}

/// Makes others wait who take of the promotions that an order uses or wants, or give them back, in the order of their ids.
///
/// # Errors
/// When the database refuses.
pub async fn hold(tx: &mut Tx, order: &str, claims: &[Claim]) -> Result<(), Error> {
    let uses = records::of_order(tx, order).await?.into_iter().map(|one| one.promotion);
    let both: BTreeSet<i64> = uses.chain(claims.iter().map(|claim| claim.promotion)).collect();
    for promotion in both {
        records::hold(tx, promotion).await?;
    }
    Ok(())
}

/// Takes what `order` wants of promotions, all of it or nothing.
///
/// # Errors
/// When the database refuses.
pub async fn take(
    tx: &mut Tx,
    order: &str,
    buyer: Option<&Reached>,
    claims: &[Claim],
    now: i64,
) -> Result<Taken, Error> {
    let mut claims: Vec<&Claim> = claims.iter().collect();
    claims.sort_by_key(|claim| claim.promotion);
    let mut standings = Vec::with_capacity(claims.len());
    for claim in &claims {
        let taking = Taking {
            promotion: claim.promotion,
            version: claim.version,
            amount: claim.amount,
            pieces: claim.pieces,
            below: claim.below.unwrap_or(i64::MAX),
        };
        let Some(stand) = records::take(tx, &taking).await? else {
            return Ok(Taken::Gone { promotion: claim.promotion, by_customer: false });
        };
        standings.push((claim.key.clone(), stand));
    }
    if let Some(buyer) = buyer {
        let mut elsewhere: BTreeMap<i64, i64> = BTreeMap::new();
        if claims.iter().any(|claim| claim.per_customer.is_some()) {
            for (_, promotion, profile, used) in records::used_by(tx, &buyer.profile_ids).await? {
                if profile != buyer.anchor {
                    *elsewhere.entry(promotion).or_default() += used;
                }
            }
        }
        for claim in &claims {
            let most = claim.per_customer.map_or(i64::MAX, i64::from);
            let other = elsewhere.get(&claim.promotion).copied().unwrap_or(0);
            if !records::count_buyer(tx, claim.promotion, buyer.anchor, most, other).await? {
                return Ok(Taken::Gone { promotion: claim.promotion, by_customer: true });
            }
        }
    }
    for claim in &claims {
        let kept = Kept {
            promotion: claim.promotion,
            profile: buyer.map(|buyer| buyer.anchor),
            coupon: claim.coupon,
            amount: claim.amount,
            pieces: claim.pieces,
            state: UseState::Reserved,
        };
        records::add(tx, order, &kept, now).await?;
    }
    say_used(tx, claims.iter().map(|claim| claim.promotion), now)?;
    Ok(Taken::All(standings))
}

/// The order was paid, with `total` in all.
///
/// # Errors
/// When the database refuses.
pub async fn settle(tx: &mut Tx, order: &str, total: i64, now: i64) -> Result<Vec<Kept>, Error> {
    let kept = records::of_order(tx, order).await?;
    for one in &kept {
        records::paid(tx, one.promotion, total).await?;
    }
    records::set_state(tx, order, UseState::Redeemed, now).await?;
    Ok(kept)
}

/// Gives back what the order took; `paid` is what it paid, when it had paid. With `again` the order takes anew in this
/// transaction, and what it took before is forgotten.
///
/// # Errors
/// When the database refuses.
pub async fn give_back(
    tx: &mut Tx,
    order: &str,
    paid: Option<i64>,
    again: bool,
    now: i64,
) -> Result<(Vec<Kept>, Vec<(i64, Stand)>), Error> {
    let kept = records::of_order(tx, order).await?;
    let mut standings = Vec::new();
    for one in &kept {
        if let Some(stand) = records::give(tx, one, paid).await? {
            standings.push((one.promotion, stand));
        }
        if let Some(profile) = one.profile {
            records::uncount_buyer(tx, one.promotion, profile).await?;
        }
    }
    if again {
        records::drop_order(tx, order).await?;
    } else {
        records::set_state(tx, order, UseState::Released, now).await?;
    }
    say_used(tx, kept.iter().map(|one| one.promotion), now)?;
    Ok((kept, standings))
}

/// Forgets what an order had taken and given back: it takes anew.
///
/// # Errors
/// When the database refuses.
pub async fn forget(tx: &mut Tx, order: &str) -> Result<(), Error> {
    records::drop_order(tx, order).await
}

/// What an order used.
///
/// # Errors
/// When the database cannot be read.
pub async fn of_order(conn: &mut impl Connection, order: &str) -> Result<Vec<Kept>, Error> {
    records::of_order(conn, order).await
}

/// How often a customer used each live promotion, by key.
///
/// # Errors
/// When the database cannot be read.
pub async fn used_by(conn: &mut impl Connection, profiles: &[i64]) -> Result<BTreeMap<String, u32>, Error> {
    let mut used: BTreeMap<String, u32> = BTreeMap::new();
    for (key, _, _, count) in records::used_by(conn, profiles).await? {
        let slot = used.entry(key).or_default();
        *slot = slot.saturating_add(u32::try_from(count).unwrap_or(u32::MAX));
    }
    Ok(used)
}

fn say_used(tx: &mut Tx, promotions: impl Iterator<Item = i64>, now: i64) -> Result<(), Error> {
    let ids: Vec<Id> = promotions.map(Id).collect();
    if !ids.is_empty() {
        tx.emit(Message::new("promotions.used", now, &json!({ "promotions": ids }))?);
    }
    Ok(())
}
