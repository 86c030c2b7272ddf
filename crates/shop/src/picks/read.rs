//! What people did with products, and what these sold, in some days and shops.

use std::collections::{BTreeMap, HashMap, HashSet};

use platform::http::ShopScope;
use platform::{App, Error};
use serde_json::Value as Json;

use super::visits::{Kind, Looks, Step, looks};
use crate::analysis::{Period, too_large};
use crate::events::Deed;
use crate::products::{self, Product};
use crate::value::numbers::count;
use crate::{customers, events, orders};

/// Behaviours that are read at most: some hundred megabytes.
const STEPS: usize = 5_000_000;
/// What a page may say of how long it was looked at.
const SECONDS: &str = "seconds";
/// Seconds that nobody looks at a page for.
const LONGEST: u64 = 24 * 3_600;

/// A listing of a product with what was done and sold.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    pub(super) product: Product,
    pub(super) looks: Looks,
    pub(super) sold: i64,
    pub(super) before: i64,
}

/// A product in all its listings.
#[derive(Debug, Clone)]
pub(super) struct Goods {
    /// The listing that sold most, then the others.
    pub(super) listings: Vec<Seen>,
    /// Of all listings.
    pub(super) looks: Looks,
    pub(super) sold: i64,
    pub(super) before: i64,
    /// Pieces, of the listings of which it is known.
    pub(super) stock: Option<i64>,
    /// In thousandths of the price: of each listing by the pieces that it sold.
    pub(super) margin: Option<i64>,
}

impl Goods {
    /// From listings; `None` of none.
    fn of(mut listings: Vec<Seen>) -> Option<Self> {
        listings.sort_by_key(|seen| (std::cmp::Reverse(seen.sold), seen.product.id.0));
        listings.first()?;
        let mut goods =
            Self { looks: Looks::default(), sold: 0, before: 0, stock: None, margin: None, listings: Vec::new() };
        let known = listings.iter().filter_map(|seen| Some((margin(&seen.product)?, seen.sold.max(1))));
        let (sum, weight) = known.fold((0_i64, 0_i64), |(sum, weight), (margin, sold)| {
            (sum.saturating_add(margin.saturating_mul(sold)), weight.saturating_add(sold))
        });
        goods.margin = sum.checked_div(weight);
        for seen in &listings {
            goods.looks.add(&seen.looks);
            goods.sold = goods.sold.saturating_add(seen.sold);
            goods.before = goods.before.saturating_add(seen.before);
        }
        let stocks = listings.iter().filter_map(|seen| seen.product.stock);
        goods.stock = stocks.reduce(i64::saturating_add);
        goods.listings = listings;
        Some(goods)
    }
}

/// What is left of the price, in thousandths of it.
fn margin(product: &Product) -> Option<i64> {
    let (price, cost) = product.price.as_ref().zip(product.cost.as_ref())?;
    price
        .amount
        .saturating_sub(cost.amount)
        .saturating_mul(1_000)
        .checked_div(price.amount)
        .filter(|_| price.amount > 0)
}

/// What was read.
#[derive(Debug, Default)]
pub(super) struct Read {
    /// What sold most first, of equals what was on file first: so equals of one score stand.
    pub(super) products: Vec<Goods>,
    pub(super) customers: i64,
    pub(super) unknown: i64,
}

/// Products as behaviours name them.
#[derive(Default)]
struct Named(HashMap<(i64, String), u32>);

impl Named {
    fn place(&mut self, deed: &Deed) -> Option<u32> {
        let key = (deed.shop_id?, deed.product.clone()?);
        let next = u32::try_from(self.0.len()).ok()?;
        Some(*self.0.entry(key).or_insert(next))
    }
}

/// Reads it; `before` are the days that sales are compared with.
///
/// # Errors
/// `answer_too_large`, or when the database cannot be read.
pub(super) async fn read(app: &App, scope: &ShopScope, (period, before): (&Period, &Period)) -> Result<Read, Error> {
    let mut still = app.db.still().await?;
    let (mut named, mut steps) = (Named::default(), Vec::new());
    let mut profiles: HashSet<i64> = HashSet::new();
    events::deeds(&mut still, scope, None, (period.began, period.ended), |deed| {
        let Some(kind) = Kind::of(&deed.name) else { return Ok(()) };
        profiles.insert(deed.profile_id);
        steps.push(Step {
            profile: deed.profile_id,
            at: deed.at,
            kind,
            product: if kind == Kind::Other { None } else { named.place(&deed) },
            seconds: stated(&deed).filter(|_| kind == Kind::Viewed),
        });
        if steps.len() > STEPS { Err(too_large(STEPS)) } else { Ok(()) }
    })
    .await?;
    let mut sold: HashMap<i64, (i64, i64)> = HashMap::new();
    orders::sums::dealt_lines(&mut still, scope, (before.began, period.ended), |line| {
        let own = sold.entry(line.product_id).or_default();
        let slot = if line.at >= period.began { &mut own.0 } else { &mut own.1 };
        *slot = slot.saturating_add(line.quantity);
        Ok(())
    })
    .await?;
    let looks = looks(steps, named.0.len());
    let same = products::same(&mut still, scope).await?;
    let mut folded: BTreeMap<i64, Vec<Seen>> = BTreeMap::new();
    let mut read = Read::default();
    let mut by_shop: BTreeMap<i64, Vec<(&str, u32)>> = BTreeMap::new();
    for ((shop, number), place) in &named.0 {
        by_shop.entry(*shop).or_default().push((number, *place));
    }
    for (shop, mut numbers) in by_shop {
        numbers.sort_unstable();
        let known = products::by_numbers(&mut still, shop, numbers.iter().map(|(number, _)| *number)).await?;
        read.unknown += count(numbers.len() - known.len().min(numbers.len()));
        for product in known {
            let at = numbers.binary_search_by_key(&product.number.as_str(), |(number, _)| *number).ok();
            let place = at.and_then(|at| numbers.get(at)).and_then(|(_, place)| usize::try_from(*place).ok());
            let looks = place.and_then(|place| looks.get(place)).copied().unwrap_or_default();
            let (now, earlier) = sold.remove(&product.id.0).unwrap_or_default();
            let seen = Seen { product, looks, sold: now, before: earlier };
            folded.entry(same.first(seen.product.id.0)).or_default().push(seen);
        }
    }
    // What sold without anybody being seen to look at it.
    let rest: Vec<i64> = sold.iter().filter(|(_, sold)| sold.0 > 0).map(|(id, _)| *id).collect();
    for (id, product) in products::by_ids(&mut still, &rest).await? {
        let (now, earlier) = sold.get(&id).copied().unwrap_or_default();
        let seen = Seen { product, looks: Looks::default(), sold: now, before: earlier };
        folded.entry(same.first(id)).or_default().push(seen);
    }
    read.products = folded.into_values().filter_map(Goods::of).collect();
    // Equals stand in this order: what sold more, then what was on file first.
    read.products.sort_by_key(|goods| std::cmp::Reverse(goods.sold));
    let mut people: HashSet<i64> = HashSet::new();
    customers::owners(&mut still, |profile, customer| {
        if profiles.contains(&profile) {
            people.insert(customer);
        }
    })
    .await?;
    read.customers = count(people.len());
    Ok(read)
}

/// How long the page was looked at, as the behaviour says.
fn stated(deed: &Deed) -> Option<u32> {
    let text = deed.properties.as_deref().filter(|text| text.contains(SECONDS))?;
    let said: Json = serde_json::from_str(text).ok()?;
    let seconds = said.get(SECONDS)?.as_u64().filter(|seconds| *seconds <= LONGEST)?;
    u32::try_from(seconds).ok()
}
