//! Goods as promotions look at them: those that a linter tries, with what each costs, sells for, and sold for lately; and
//! those of a cart, with what the products on file say of them.

use std::collections::{BTreeSet, HashMap};

use platform::Error;
use platform::db::Connection;
use platform::http::ShopScope;
use pricing::{Cart, Line, MAX_LINES, MAX_PRICE, Promotion};

use crate::{orders, products};

/// Products looked at; those that earn least are looked at first.
const LOOKED_AT: usize = 200;
/// Products read at most.
const MOST: i64 = 20_000;
/// Levels of a category above it that count as paths.
const LEVELS: usize = 32;
/// Over so long the lowest price counts, milliseconds: seven days.
const SEVEN_DAYS: i64 = 7 * 86_400_000;

/// Goods that a promotion is for.
#[derive(Debug, Default)]
pub(super) struct Goods {
    /// Lines of one piece.
    pub(super) lines: Vec<Line>,
    /// How many more there are.
    pub(super) left_out: usize,
    /// Lines of goods that are listed more than once: what tells them apart, and the title that they share.
    pub(super) twins: Vec<(String, String)>,
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
            tags: good.tags,
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
    let (mut lines, mut twins) = (Vec::with_capacity(found.len()), Vec::new());
    for (id, mut line) in found {
        line.lowest_7_days = lowest.get(&id).copied();
        // Two products may have one title; a cart names its lines apart.
        if lines.iter().any(|other: &Line| other.key == line.key) {
            let apart = format!("{} ({})", line.key, line.product);
            twins.push((apart.clone(), std::mem::replace(&mut line.key, apart)));
        }
        lines.push(line);
    }
    Ok(Goods { lines, left_out, twins })
}

/// What the products on file with one number say together.
#[derive(Default)]
struct Known {
    categories: BTreeSet<String>,
    tags: BTreeSet<String>,
    cost: Option<i64>,
}

/// Fills in the categories, tags and costs that a cart does not state, from the products in `scope` with its numbers. What it
/// states stays; a category that is a path counts with each of its parts. Where several shops have a number, the categories
/// and tags of all count, and the highest cost.
///
/// # Errors
/// When the database cannot be read.
pub async fn fill(conn: &mut impl Connection, scope: &ShopScope, cart: &mut Cart) -> Result<(), Error> {
    for line in &mut cart.lines {
        line.categories = line.categories.iter().flat_map(|path| categories(Some(path))).collect();
    }
    let said = |line: &Line| !line.categories.is_empty() && !line.tags.is_empty() && line.cost.is_some();
    let open = cart.lines.iter().filter(|line| !said(line));
    // A cart with more lines is refused when it is priced.
    let numbers: BTreeSet<&str> = open.take(MAX_LINES).map(|line| line.product.as_str()).collect();
    let mut on_file: HashMap<String, Known> = HashMap::with_capacity(numbers.len());
    for (number, product) in products::on_file(conn, scope, numbers).await? {
        let known = on_file.entry(number).or_default();
        known.categories.extend(categories(product.category.as_deref()));
        known.tags.extend(product.tags);
        let stated = product.cost.filter(|_| product.currency == cart.currency);
        known.cost = stated.map(|stated| stated.clamp(0, MAX_PRICE)).max(known.cost);
    }
    for line in &mut cart.lines {
        let Some(known) = on_file.get(&line.product) else { continue };
        if line.categories.is_empty() {
            line.categories.clone_from(&known.categories);
        }
        if line.tags.is_empty() {
            line.tags.clone_from(&known.tags);
        }
        line.cost = line.cost.or(known.cost);
    }
    Ok(())
}

/// A category and those above it, as carts name them: `茶/绿茶` is `茶/绿茶`, `茶` and `绿茶`.
pub(super) fn categories(path: Option<&str>) -> BTreeSet<String> {
    let Some(path) = path else { return BTreeSet::new() };
    let mut found: BTreeSet<String> = path.split('/').map(str::to_owned).collect();
    found.extend(path.match_indices('/').take(LEVELS).map(|(at, _)| path.split_at(at).0.to_owned()));
    found.insert(path.to_owned());
    found.retain(|name| !name.is_empty());
    found
}
