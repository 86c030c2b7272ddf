//! What was found, with names, figures and the customers behind them.

use std::collections::HashMap;

use platform::http::ShopScope;
use platform::{App, Error, Id};
use rules::{Catalogue, Filter, Rule};

use super::model::{Asked, BasketItem, BasketRule, BasketSet, BasketsPage};
use super::read::Item;
use super::reckon::{Found, Told};
use super::words;
use crate::analysis::{Period, behind};
use crate::products::{self, Listing, Product, Same};
use crate::shops::Business;
use crate::value::label;
use crate::value::numbers::{count, decimals, float};

/// Baskets of several items below which nothing can be told.
const FEW: i64 = 20;

/// What items are called.
pub(super) struct Names {
    items: Vec<Item>,
    same: Same,
    products: HashMap<i64, Product>,
}

impl Names {
    /// Of the items that were found.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(super) async fn of(app: &App, (items, same): (Vec<Item>, Same), found: &Found) -> Result<Self, Error> {
        let rules = found.rules.iter().flat_map(|rule| rule.given.iter().chain(&rule.then));
        let sets = found.sets.iter().flat_map(|(items, _)| items);
        let product = |number: &u32| match items.get(usize::try_from(*number).ok()?)? {
            Item::Product(id) => Some(*id),
            Item::Category(_) => None,
        };
        let mut ids: Vec<i64> = rules.chain(sets).filter_map(product).flat_map(|id| same.listings(id)).collect();
        ids.sort_unstable();
        ids.dedup();
        let products = products::by_ids(&mut app.db.read().await?, &ids).await?;
        Ok(Self { items, same, products })
    }

    fn item(&self, number: u32) -> BasketItem {
        match usize::try_from(number).ok().and_then(|at| self.items.get(at)) {
            Some(Item::Product(id)) => self.product(*id),
            Some(Item::Category(name)) => BasketItem::bare(name.clone(), name.clone(), None),
            None => BasketItem::bare(String::new(), String::new(), None),
        }
    }

    /// All its listings, called as the one that sold most.
    fn product(&self, id: i64) -> BasketItem {
        let listed: Vec<&Product> =
            self.same.listings(id).iter().filter_map(|listing| self.products.get(listing)).collect();
        let Some(one) = listed.iter().max_by_key(|one| (one.sold, std::cmp::Reverse(one.id.0))) else {
            return BasketItem::bare(id.to_string(), String::new(), Some(Id(id)));
        };
        BasketItem {
            key: one.number.clone(),
            title: one.title.clone(),
            product_id: Some(one.id),
            shop_id: Some(one.shop_id),
            listings: listed.iter().map(|one| Listing::from(*one)).collect(),
        }
    }

    /// Products that were sold and stand for several listings.
    fn folded(&self) -> i64 {
        let several = |item: &&Item| matches!(item, Item::Product(id) if self.same.listings(*id).len() > 1);
        count(self.items.iter().filter(several).count())
    }

    fn items(&self, numbers: &[u32]) -> Vec<BasketItem> {
        numbers.iter().map(|number| self.item(*number)).collect()
    }
}

impl BasketItem {
    /// Without listings.
    fn bare(key: String, title: String, product_id: Option<Id>) -> Self {
        Self { key, title, product_id, shop_id: None, listings: Vec::new() }
    }
}

/// What the answer is made with.
pub(super) struct Given<'g> {
    pub(super) asked: &'g Asked,
    pub(super) business: &'g Business,
    pub(super) period: &'g Period,
    pub(super) scope: &'g ShopScope,
    pub(super) catalogue: &'g Catalogue,
    pub(super) names: &'g Names,
    /// Customers, and lines that were left out.
    pub(super) read: (i64, i64),
}

impl Given<'_> {
    /// The answer.
    pub(super) fn page(&self, found: Found) -> BasketsPage {
        let told = if found.rules.is_empty() && found.of_several < FEW {
            Some(words::FEW)
        } else {
            found.raised.then_some(words::RAISED)
        };
        let (customers, left_out) = self.read;
        BasketsPage {
            head: self.period.head(self.business, customers, words::definitions()),
            from: self.period.from,
            to: self.period.to,
            level: self.asked.level,
            way: self.asked.way,
            baskets: found.baskets,
            of_several: found.of_several,
            items: count(self.names.items.len()),
            folded: self.names.folded(),
            left_out,
            least: whole(found.least),
            tried: whole(found.tried),
            found: found.found,
            significant: found.significant,
            told: told.map(label),
            rules: found.rules.iter().map(|rule| self.rule(rule)).collect(),
            sets: found.sets.iter().map(|(items, held)| self.set(items, *held, found.baskets)).collect(),
        }
    }

    fn rule(&self, told: &Told) -> BasketRule {
        let (given, then) = (self.names.items(&told.given), self.names.items(&told.then));
        let counts = &told.counts;
        let mut rules: Vec<Rule> = given.iter().map(|item| self.bought(item)).collect();
        rules.extend(then.iter().map(|item| behind::not(self.bought(item))));
        BasketRule {
            both: whole(counts.both),
            with_given: whole(counts.given),
            with_then: whole(counts.then),
            support: decimals(1_000.0 * counts.support(), 2),
            confidence: decimals(1_000.0 * counts.confidence(), 1),
            lift: decimals(counts.lift(), 2),
            leverage: decimals(1_000.0 * counts.leverage(), 2),
            conviction: counts.conviction().map(|value| decimals(value, 2)),
            chance: told.chance,
            days: told.days,
            backwards: told.backwards,
            rule: self.print(rules),
            given,
            then,
        }
    }

    fn set(&self, items: &[u32], held: u64, baskets: i64) -> BasketSet {
        let items = self.names.items(items);
        let rules = items.iter().map(|item| self.bought(item)).collect();
        let support = if baskets > 0 { 1_000.0 * float(whole(held)) / float(baskets) } else { 0.0 };
        BasketSet { baskets: whole(held), support: decimals(support, 2), rule: self.print(rules), items }
    }

    /// Who bought it in these days.
    fn bought(&self, item: &BasketItem) -> Rule {
        let filters: Vec<Filter> = if item.product_id.is_some() {
            behind::any_of(item.listings.iter().map(|one| (one.shop_id.0, one.number.as_str())))
        } else {
            let category = behind::is("item.category", &item.key);
            std::iter::once(category).chain(behind::in_shops(self.scope)).collect()
        };
        behind::did("dealt", filters, self.period)
    }

    fn print(&self, rules: Vec<Rule>) -> String {
        rules::print(&behind::all(rules), self.catalogue)
    }
}

fn whole(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}
