//! What an order does with coupons: hold, use, give back. In the caller's transaction, each one guarded statement.

use platform::Error;
use platform::db::Tx;

use super::limits::{self, Holds};
use super::look::{Found, Refusal};
use super::records::coupons;
use super::told;
use crate::customers::Reached;
use crate::promotions;
use crate::promotions::uses::{Kept, UseState};

/// Holds coupons for an order, and counts its customer and its device (a [`super::mark`]) for codes that nobody held; nothing
/// may be kept when one is refused.
///
/// # Errors
/// When the database refuses.
pub async fn reserve(
    tx: &mut Tx,
    order: &str,
    wanted: &[Found],
    customer: Option<&Reached>,
    mark: Option<&str>,
    now: i64,
) -> Result<Result<(), (Found, Refusal)>, Error> {
    let mut wanted: Vec<&Found> = wanted.iter().collect();
    let profiles = customer.map_or(&[][..], |customer| &customer.profile_ids);
    // Tallies before coupons, as everybody locks them.
    wanted.sort_by_key(|one| (one.programme, one.coupon));
    for one in &wanted {
        if let Err(refusal) = limits::hold(tx, one, customer, mark, now).await? {
            return Ok(Err(((*one).clone(), refusal)));
        }
    }
    wanted.sort_by_key(|one| one.coupon);
    for one in wanted {
        if let Some(coupon) = one.coupon
            && !coupons::reserve(tx, coupon, order, profiles, now).await?
        {
            return Ok(Err((one.clone(), Refusal::Reserved)));
        }
    }
    Ok(Ok(()))
}

/// The order was paid, and its promotions are settled: what it holds is used. `single`: programmes with one code for everybody
/// that it uses.
///
/// # Errors
/// When the database refuses.
pub async fn settle(tx: &mut Tx, order: &str, single: &[i64], now: i64) -> Result<u64, Error> {
    let used = coupons::used(tx, order, now).await?;
    if used > 0 || !single.is_empty() {
        let users = users(tx, order, single).await?;
        told::changed(tx, &users, now)?;
    }
    Ok(used)
}

/// The profiles whose coupons an order used, and whose order it is when it used one of these programmes' code for everybody.
async fn users(tx: &mut Tx, order: &str, single: &[i64]) -> Result<Vec<i64>, Error> {
    let used = coupons::of_order(tx, order).await?.into_iter().filter(|one| one.used_at.is_some());
    let mut users: Vec<i64> = used.filter_map(|one| one.profile).collect();
    if !single.is_empty() {
        let paid = |one: &Kept| one.state == UseState::Redeemed && single.contains(&one.promotion);
        let shared = promotions::uses::of_order(tx, order).await?.into_iter().filter(paid);
        users.extend(shared.filter_map(|one| one.profile));
    }
    Ok(users)
}

/// Gives back what the order holds or used.
///
/// # Errors
/// When the database refuses.
pub async fn give_back(tx: &mut Tx, order: &str, holds: &Holds<'_>, now: i64) -> Result<u64, Error> {
    limits::give_back(tx, holds).await?;
    // What was only held was never told of.
    let users = users(tx, order, holds.single).await?;
    told::changed(tx, &users, now)?;
    coupons::give_back(tx, order).await
}
