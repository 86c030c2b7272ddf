//! What products sold, kept in the transaction that changes an order: the orders that it touches are looked at before and
//! after, and the difference is added. Its cost follows the change, whatever a product has sold before.

use std::collections::BTreeMap;

use platform::Error;
use platform::db::Tx;

use super::lines::Matched;
use super::records::orders::Record;
use super::records::sales::{self as records, Bought};
use crate::products::{self, Moved};

/// What orders were before something is done to them.
#[must_use]
pub(super) struct Before(Vec<Bought>);

/// Looks at orders before something is done to them.
pub(super) async fn before(tx: &mut Tx, orders: impl IntoIterator<Item = i64>) -> Result<Before, Error> {
    records::bought(tx, orders).await.map(Before)
}

/// Looks at the same orders, and those that came about, afterwards, and keeps the difference.
pub(super) async fn after(tx: &mut Tx, before: Before, orders: impl IntoIterator<Item = i64>) -> Result<(), Error> {
    let now = records::bought(tx, orders).await?;
    keep(tx, before, now).await
}

/// The same, when what is `fresh` is known without looking at it.
pub(super) async fn after_with(
    tx: &mut Tx,
    before: Before,
    orders: impl IntoIterator<Item = i64>,
    fresh: impl IntoIterator<Item = Bought>,
) -> Result<(), Error> {
    let mut now = records::bought(tx, orders).await?;
    now.extend(fresh);
    keep(tx, before, now).await
}

/// What was bought in an order that nobody knew; the same as looking at it in the table.
pub(super) fn of_order<'a>(order: &'a Record, lines: &'a Matched) -> impl Iterator<Item = Bought> + 'a {
    let deal = order.deal_amount > 0;
    lines.lines.iter().filter(move |_| deal).map(|line| Bought {
        product_id: line.record.product_id,
        profile_id: order.profile_id,
        lines: 1,
        pieces: line.record.facts.quantity,
        revenue: line.record.revenue.unwrap_or(0) - line.record.facts.refunded.unwrap_or(0),
        at: order.facts.paid_at.unwrap_or(order.sort_at),
    })
}

/// What changed about one product.
#[derive(Default)]
struct Change {
    pieces: i64,
    revenue: i64,
    buyers: i64,
    /// When the touched orders had it last, before and now.
    had: Option<i64>,
    has: Option<i64>,
}

async fn keep(tx: &mut Tx, Before(before): Before, now: Vec<Bought>) -> Result<(), Error> {
    let mut changes: BTreeMap<i64, Change> = BTreeMap::new();
    let mut lines: BTreeMap<(i64, i64), i64> = BTreeMap::new();
    for (sign, all) in [(-1, before), (1, now)] {
        for one in all {
            let change = changes.entry(one.product_id).or_default();
            change.pieces += sign * one.pieces;
            change.revenue += sign * one.revenue;
            let last = if sign < 0 { &mut change.had } else { &mut change.has };
            *last = (*last).max(Some(one.at));
            if let Some(profile) = one.profile_id {
                *lines.entry((one.product_id, profile)).or_default() += sign * one.lines;
            }
        }
    }
    lines.retain(|_, count| *count != 0);
    for (product, profile, count) in
        records::add(tx, lines.iter().map(|((product, profile), count)| (*product, *profile, *count))).await?
    {
        let more = lines.get(&(product, profile)).copied().unwrap_or(0);
        if let Some(change) = changes.get_mut(&product) {
            change.buyers += i64::from(count > 0) - i64::from(count - more > 0);
        }
        if count <= 0 {
            records::forget(tx, product, profile).await?;
        }
    }
    let moved: Vec<Moved> = changes
        .iter()
        .map(|(product, change)| Moved {
            product_id: *product,
            sold: change.pieces,
            revenue: change.revenue,
            buyers: change.buyers,
            sold_at: change.has,
        })
        .collect();
    products::move_sales(tx, &moved).await?;
    for (product, change) in changes {
        // What was the latest deal with it may be so no more.
        if let Some(had) = change.had.filter(|_| change.has < change.had)
            && products::sold_last(tx, product, had).await?
        {
            let last = records::last(tx, product).await?;
            products::put_last(tx, product, last).await?;
        }
    }
    Ok(())
}
