//! What goods customers bought: families, what they cost the shop, and by how much they were cheaper than today.
//!
//! Absent from here: lines of products that are not on file.

use std::collections::{BTreeMap, HashMap};

use platform::Error;
use platform::db::Connection;

use super::delivered::Counted;
use super::periods::{ByDay, Sums};
use super::person::Person;
use crate::orders::sums::{self, Line};
use crate::products;
use crate::shops::Business;

/// Families of goods that are told apart.
const FAMILIES: usize = 200;

/// A family of goods bought by a customer on a day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Taken {
    /// Place in [`Goods::families`].
    pub(super) family: u32,
    pub(super) customer: i64,
    pub(super) day: i64,
    pub(super) pieces: i64,
}

/// What a line of a deal came to, of a product of this cost and list price, where they are known.
pub(super) fn line(line: &Line, cost: Option<i64>, price: Option<i64>) -> Sums {
    let mut sums = Sums::default();
    if let Some(price) = price {
        let mut counted = Counted::default();
        counted.bought(price.saturating_mul(line.quantity), line.revenue);
        (sums.discounts, sums.gifts) = (counted.savings, counted.gifts);
    }
    if let Some(cost) = cost {
        // What was given back of a line came back with its share of the goods.
        let kept = line.revenue.saturating_sub(line.refunded).max(0);
        let all = i128::from(cost.saturating_mul(line.quantity));
        let share = if line.revenue > 0 { all * i128::from(kept) / i128::from(line.revenue) } else { all };
        (sums.cost, sums.costed) = (i64::try_from(share).unwrap_or(i64::MAX), kept);
    }
    sums
}

/// What a customer's goods came to.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Worth(Sums);

impl Worth {
    /// A line more.
    pub(super) fn add(&mut self, line: &Sums) {
        self.0.add(line);
    }

    /// Says so of the customer.
    pub(super) fn set(self, person: &mut Person) {
        let Self(sums) = self;
        person.cost = sums.cost;
        person.costed = sums.costed;
        person.counted.savings = sums.discounts;
        person.counted.gifts = sums.gifts;
    }
}

/// What was bought of known products.
#[derive(Debug, Default)]
pub(super) struct Goods {
    /// Categories of goods, by name.
    pub(super) families: Vec<String>,
    /// By family.
    pub(super) taken: Vec<Taken>,
    /// By customer.
    pub(super) worth: HashMap<i64, Worth>,
    /// By day.
    pub(super) days: ByDay,
}

/// Whose an order was, and of which day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Deal {
    pub(super) order: i64,
    pub(super) customer: i64,
    pub(super) day: i64,
}

/// The deals that are reckoned with.
#[derive(Debug)]
pub(super) struct Deals(Vec<Deal>);

impl Deals {
    pub(super) fn new(mut deals: Vec<Deal>) -> Self {
        deals.sort_unstable_by_key(|deal| deal.order);
        Self(deals)
    }

    pub(super) fn of(&self, order: i64) -> Option<Deal> {
        let at = self.0.binary_search_by_key(&order, |deal| deal.order).ok()?;
        self.0.get(at).copied()
    }
}

/// What reckoning knows of a product.
#[derive(Debug, Clone, Copy)]
struct Known {
    /// Place in [`Goods::families`].
    family: Option<u32>,
    cost: Option<i64>,
    price: Option<i64>,
}

/// Adds up what goods cost and by how much they were cheaper than today, and says which families were bought when.
///
/// # Errors
/// When the database cannot be read.
pub(super) async fn goods(conn: &mut impl Connection, business: &Business, deals: &Deals) -> Result<Goods, Error> {
    let known = products::economics(conn).await?;
    if known.is_empty() {
        return Ok(Goods::default());
    }
    let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
    for category in known.values().filter_map(|one| one.category.as_deref()) {
        *sizes.entry(category).or_default() += 1;
    }
    // The families with the most products: a shop has tens, and what lies beyond a few hundred is no family.
    let mut ranked: Vec<(&str, usize)> = sizes.into_iter().collect();
    ranked.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    ranked.truncate(FAMILIES);
    let mut families: Vec<String> = ranked.into_iter().map(|(name, _)| name.to_owned()).collect();
    families.sort();
    let place = |category: &str| {
        families.binary_search_by(|name| name.as_str().cmp(category)).ok().and_then(|at| u32::try_from(at).ok())
    };
    let known: HashMap<i64, Known> = known
        .iter()
        .map(|(id, one)| {
            let own = |amount: Option<i64>| amount.filter(|_| one.currency == business.currency);
            let family = one.category.as_deref().and_then(place);
            (*id, Known { family, cost: own(one.cost), price: own(one.price) })
        })
        .collect();
    let mut taken = Vec::new();
    let (mut worth, mut days): (HashMap<i64, Worth>, ByDay) = Default::default();
    sums::lines(conn, |line| {
        let Some(Deal { customer, day, .. }) = deals.of(line.order_id) else { return };
        let Some(Known { family, cost, price }) = known.get(&line.product_id).copied() else { return };
        let came = self::line(&line, cost, price);
        worth.entry(customer).or_default().add(&came);
        days.entry(day).or_default().add(&came);
        if let Some(family) = family {
            taken.push(Taken { family, customer, day, pieces: line.quantity });
        }
    })
    .await?;
    taken.sort_unstable_by_key(|one| (one.family, one.customer, one.day));
    Ok(Goods { families, taken, worth, days })
}
