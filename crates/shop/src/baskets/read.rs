//! The baskets of some days and shops, as numbers.

use std::collections::HashMap;

use platform::http::ShopScope;
use platform::{App, Error};
use science::baskets::{Baskets, Visit};

use super::model::{Level, Way};
use crate::analysis::{Period, Progress, too_large};
use crate::products::{self, Same};
use crate::shops::Business;
use crate::value::Days;
use crate::value::numbers::count;
use crate::{customers, orders};

/// Lines that are read at most: some hundred megabytes.
const LINES: usize = 5_000_000;

/// What an item stands for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Item {
    /// The product, or the one that stands for all of its seller's code.
    Product(i64),
    Category(String),
}

/// What was read.
#[derive(Debug, Default)]
pub(super) struct Read {
    /// Items by number.
    pub(super) items: Vec<Item>,
    /// Which listings are one product.
    pub(super) same: Same,
    /// A deal each.
    pub(super) baskets: Baskets,
    /// A day on which somebody bought each, by which day and whom.
    pub(super) visits: Vec<Visit>,
    pub(super) customers: i64,
    pub(super) left_out: i64,
}

/// Numbers in the order in which keys come.
struct Numbers<K>(HashMap<K, u32>);

impl<K: std::hash::Hash + Eq> Numbers<K> {
    fn of(&mut self, key: K) -> u32 {
        let next = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        *self.0.entry(key).or_insert(next)
    }
}

impl<K> Default for Numbers<K> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

/// Reads them.
///
/// # Errors
/// `answer_too_large`, or when the database cannot be read.
pub(super) async fn read(
    app: &App,
    business: &Business,
    scope: &ShopScope,
    period: &Period,
    (level, way): (Level, Way),
    progress: &Progress,
) -> Result<Read, Error> {
    let mut still = app.db.still().await?;
    let categories: HashMap<i64, String> = match level {
        Level::Product => HashMap::new(),
        Level::Category => {
            let known = products::economics(&mut still).await?;
            known.into_iter().filter_map(|(id, one)| Some((id, one.category?))).collect()
        }
    };
    let same = match level {
        Level::Product => products::same(&mut still, scope).await?,
        Level::Category => Same::default(),
    };
    let mut owner: HashMap<i64, u32> = HashMap::new();
    let mut people: Numbers<i64> = Numbers::default();
    customers::owners(&mut still, |profile, customer| {
        owner.insert(profile, people.of(customer));
    })
    .await?;
    let (mut items, mut orders, mut days): (Numbers<Item>, Numbers<i64>, _) =
        (Numbers::default(), Numbers::default(), Days::new(business.zone()));
    let mut read = Read::default();
    let mut lines: Vec<(u32, u32)> = Vec::new();
    let mut visited: Vec<(u32, i64, u32)> = Vec::new();
    let mut seen = vec![false; people.0.len()];
    let mut done = 0_i64;
    orders::sums::dealt_lines(&mut still, scope, (period.began, period.ended), |line| {
        done += 1;
        if done % 10_000 == 0 {
            progress.done(done);
        }
        let item = match level {
            Level::Product => Item::Product(same.first(line.product_id)),
            Level::Category => match categories.get(&line.product_id) {
                Some(category) => Item::Category(category.clone()),
                None => {
                    read.left_out += 1;
                    return Ok(());
                }
            },
        };
        let item = items.of(item);
        let who = line.profile_id.and_then(|profile| owner.get(&profile)).copied();
        if let Some(slot) = who.and_then(|who| seen.get_mut(usize::try_from(who).ok()?)) {
            *slot = true;
        }
        match way {
            Way::Together => lines.push((orders.of(line.order_id), item)),
            Way::Next => visited.extend(who.zip(days.of(line.at)).map(|(who, day)| (who, day, item))),
        }
        if lines.len().max(visited.len()) > LINES { Err(too_large(LINES)) } else { Ok(()) }
    })
    .await?;
    read.same = same;
    read.customers = count(seen.into_iter().filter(|seen| *seen).count());
    read.baskets = Baskets::of_lines(lines);
    read.visits = visits(visited);
    let mut named: Vec<(u32, Item)> = items.0.into_iter().map(|(item, number)| (number, item)).collect();
    named.sort_unstable_by_key(|(number, _)| *number);
    read.items = named.into_iter().map(|(_, item)| item).collect();
    Ok(read)
}

/// What each bought on a day.
fn visits(mut visited: Vec<(u32, i64, u32)>) -> Vec<Visit> {
    visited.sort_unstable();
    visited.dedup();
    let day = |of: &[(u32, i64, u32)]| {
        let (customer, at, _) = *of.first()?;
        Some(Visit { customer, at, items: of.iter().map(|(_, _, item)| *item).collect() })
    };
    visited.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)).filter_map(day).collect()
}
