//! What orders are worth to their buyers' points: what was paid and not given back, line by line.

use platform::Error;
use platform::db::Connection;

use super::records::lines;
use super::records::orders as records;
use super::records::read;
use crate::products;

/// What one order is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earning {
    /// The order.
    pub order_id: i64,
    /// Its buyer.
    pub profile_id: i64,
    /// When it was paid, else placed, milliseconds UTC.
    pub paid_at: i64,
    /// When it was over, where the source says.
    pub finished_at: Option<i64>,
    /// Paid less given back, minor units; 0 when it is no deal, or none any more.
    pub amount: i64,
    /// What its lines brought in.
    pub lines: Vec<EarningLine>,
}

/// What a line of it brought in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarningLine {
    /// The product; 0 when it is not known.
    pub product_id: i64,
    /// Its category, the product's before the line's own.
    pub category: Option<String>,
    /// Its share of what was paid, less what was given back for it; minor units.
    pub amount: i64,
}

/// What the orders of these profiles are worth that were paid at `from` (milliseconds UTC) or later, in `currency`, the
/// oldest first.
///
/// # Errors
/// When the database cannot be read.
pub async fn earnings(
    conn: &mut impl Connection,
    profiles: &[i64],
    from: i64,
    currency: &str,
) -> Result<Vec<Earning>, Error> {
    let ids = read::paid_since(conn, profiles, from, currency).await?;
    let mut found: Vec<_> = records::full(conn, ids).await?.into_values().collect();
    found.sort_by_key(|order| (order.at(), order.id));
    let mut lines = lines::of_orders(conn, found.iter().map(|order| order.id)).await?;
    let mut wanted: Vec<i64> = lines.values().flatten().map(|line| line.product_id).filter(|id| *id != 0).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let labels = products::labels_by_id(conn, wanted).await?;
    Ok(found
        .into_iter()
        .filter_map(|order| {
            let line = |line: lines::Record| EarningLine {
                product_id: line.product_id,
                category: labels.get(&line.product_id).and_then(|label| label.category.clone()).or(line.facts.category),
                amount: line.revenue.unwrap_or(0).saturating_sub(line.facts.refunded.unwrap_or(0)),
            };
            Some(Earning {
                order_id: order.id,
                profile_id: order.profile_id?,
                paid_at: order.at(),
                finished_at: order.facts.finished_at,
                amount: order.deal_amount,
                lines: lines.remove(&order.id).unwrap_or_default().into_iter().map(line).collect(),
            })
        })
        .collect())
}
