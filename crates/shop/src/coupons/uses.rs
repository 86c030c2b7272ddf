//! What an order does with coupons: hold, use, give back. In the caller's transaction, each one guarded statement.

use platform::Error;
use platform::db::Tx;

use super::claim::scope;
use super::look::{Found, Refusal};
use super::records::{coupons, tallies};
use super::told;

/// Holds coupons for an order, and counts its device (a [`super::mark`]); nothing may be kept when one is refused.
///
/// # Errors
/// When the database refuses.
pub async fn reserve(
    tx: &mut Tx,
    order: &str,
    wanted: &[Found],
    mark: Option<&str>,
    now: i64,
) -> Result<Result<(), (Found, Refusal)>, Error> {
    let mut wanted: Vec<&Found> = wanted.iter().collect();
    wanted.sort_by_key(|one| (one.coupon, one.programme));
    for one in wanted {
        if let Some(coupon) = one.coupon {
            if !coupons::reserve(tx, coupon, order, now).await? {
                return Ok(Err((one.clone(), Refusal::Reserved)));
            }
        } else if let (Some(most), Some(mark)) = (one.per_device, mark)
            && !tallies::count(tx, &scope(one.programme), mark, most, now).await?
        {
            return Ok(Err((one.clone(), Refusal::DeviceEnough)));
        }
    }
    Ok(Ok(()))
}

/// The order was paid: what it holds is used.
///
/// # Errors
/// When the database refuses.
pub async fn settle(tx: &mut Tx, order: &str, now: i64) -> Result<u64, Error> {
    let used = coupons::used(tx, order, now).await?;
    if used > 0 {
        let users = users(tx, order).await?;
        told::changed(tx, &users, now)?;
    }
    Ok(used)
}

/// The profiles whose coupons an order used.
async fn users(tx: &mut Tx, order: &str) -> Result<Vec<i64>, Error> {
    let used = coupons::of_order(tx, order).await?.into_iter().filter(|one| one.used_at.is_some());
    Ok(used.filter_map(|one| one.profile).collect())
}

/// Gives back what the order holds or used. `single`: programmes with one code for everybody that it used, for the tally of
/// its device.
///
/// # Errors
/// When the database refuses.
pub async fn give_back(tx: &mut Tx, order: &str, single: &[i64], mark: Option<&str>, now: i64) -> Result<u64, Error> {
    if let Some(mark) = mark {
        for programme in single {
            tallies::uncount(tx, &scope(*programme), mark).await?;
        }
    }
    // What was only held was never told of.
    let users = users(tx, order).await?;
    told::changed(tx, &users, now)?;
    coupons::give_back(tx, order).await
}
