//! What people did with products, and what these sold, in some days and shops.

use std::collections::{BTreeMap, HashMap, HashSet};

use platform::http::ShopScope;
use platform::{App, Error};
use serde_json::Value as Json;

use super::visits::{Kind, Looks, Step, looks};
use crate::analysis::{Period, too_large};
use crate::events::Deed;
use crate::products::Product;
use crate::value::numbers::count;
use crate::{customers, events, orders, products};

/// Behaviours that are read at most: some hundred megabytes.
const STEPS: usize = 5_000_000;
/// What a page may say of how long it was looked at.
const SECONDS: &str = "seconds";
/// Seconds that nobody looks at a page for.
const LONGEST: u64 = 24 * 3_600;

/// A product with what was done and sold.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    pub(super) product: Product,
    pub(super) looks: Looks,
    pub(super) sold: i64,
    pub(super) before: i64,
}

/// What was read.
#[derive(Debug, Default)]
pub(super) struct Read {
    /// By product.
    pub(super) products: Vec<Seen>,
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
        let kind = Kind::of(&deed.name);
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
            read.products.push(Seen { product, looks, sold: now, before: earlier });
        }
    }
    // What sold without anybody being seen to look at it.
    let rest: Vec<i64> = sold.iter().filter(|(_, sold)| sold.0 > 0).map(|(id, _)| *id).collect();
    for (id, product) in products::by_ids(&mut still, &rest).await? {
        let (now, earlier) = sold.get(&id).copied().unwrap_or_default();
        read.products.push(Seen { product, looks: Looks::default(), sold: now, before: earlier });
    }
    read.products.sort_unstable_by_key(|seen| seen.product.id.0);
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
