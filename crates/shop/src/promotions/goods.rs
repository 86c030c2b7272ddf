//! The goods that a linter tries promotions on: what each costs, sells for, and sold for lately.

use platform::Error;
use platform::db::Connection;
use pricing::{Line, Promotion};

use crate::{orders, products};

/// Products looked at; those that earn least are looked at first.
const LOOKED_AT: usize = 200;
/// Products read at most.
const MOST: i64 = 20_000;
/// Over so long the lowest price counts, milliseconds: seven days.
const SEVEN_DAYS: i64 = 7 * 86_400_000;

/// Goods that a promotion is for.
#[derive(Debug, Default)]
pub(super) struct Goods {
    /// Lines of one piece.
    pub(super) lines: Vec<Line>,
    /// How many more there are.
    pub(super) left_out: usize,
}

/// The goods that `terms` look at, those with the smallest margin first, priced in `currency`.
pub(super) async fn of(
    conn: &mut impl Connection,
    terms: &Promotion,
    currency: &str,
    now: i64,
) -> Result<Goods, Error> {
    let mut found: Vec<(i64, Line)> = Vec::new();
    for good in products::goods(conn, currency, MOST).await? {
        let Some(price) = good.price.filter(|price| *price > 0) else { continue };
        let line = Line {
            key: good.title,
            product: good.number,
            sku: good.sku.unwrap_or_default(),
            categories: categories(good.category.as_deref()),
            quantity: 1,
            unit_price: price,
            cost: good.cost,
            ..Line::default()
        };
        if terms.touches(&line) {
            found.push((good.id, line));
        }
    }
    // What is left of a price over the cost; unknown costs come last.
    found.sort_by_key(|(id, line)| (line.cost.map_or(1_000, |cost| 1_000 - cost * 1_000 / line.unit_price), *id));
    let left_out = found.len().saturating_sub(LOOKED_AT);
    found.truncate(LOOKED_AT);
    let ids: Vec<i64> = found.iter().map(|(id, _)| *id).collect();
    let lowest = orders::lowest_prices(conn, &ids, now - SEVEN_DAYS).await?;
    let mut lines = Vec::with_capacity(found.len());
    for (id, mut line) in found {
        line.lowest_7_days = lowest.get(&id).copied();
        // Two products may have one title; a cart names its lines apart.
        if lines.iter().any(|other: &Line| other.key == line.key) {
            line.key = format!("{} ({})", line.key, line.product);
        }
        lines.push(line);
    }
    Ok(Goods { lines, left_out })
}

/// A category and those above it, as carts name them: `茶/绿茶` is `茶/绿茶`, `茶` and `绿茶`.
pub(super) fn categories(path: Option<&str>) -> std::collections::BTreeSet<String> {
    let Some(path) = path else { return std::collections::BTreeSet::new() };
    let mut found: std::collections::BTreeSet<String> = path.split('/').map(str::to_owned).collect();
    found.extend(path.match_indices('/').map(|(at, _)| path.split_at(at).0.to_owned()));
    found.insert(path.to_owned());
    found.retain(|name| !name.is_empty());
    found
}
