//! What behaviours tell of a profile, for rules: with the product's title and category beside its number.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use platform::Error;
use platform::db::Connection;
use platform::http::ShopScope;
use serde_json::{Map, Value as Json};

use super::records::{self, Kept};
use crate::products::{self, Label};

/// A behaviour as rules see it.
#[derive(Debug, Clone, PartialEq)]
pub struct Done {
    /// The behaviour.
    pub id: i64,
    /// Whose.
    pub profile_id: i64,
    /// Where.
    pub shop_id: Option<i64>,
    /// `viewed`, `carted`, … or the source's own name.
    pub name: String,
    /// When, milliseconds UTC.
    pub at: i64,
    /// What it is worth, minor units of `currency`.
    pub amount: Option<i64>,
    /// ISO 4217 code.
    pub currency: Option<String>,
    /// The product concerned, as the source numbers it.
    pub product: Option<String>,
    /// What the shop knows of that product.
    pub label: Option<Label>,
    /// Everything else that was said.
    pub properties: Map<String, Json>,
}

/// Names of behaviours that state an order: the order tells them.
const TRADE: [&str; 4] = ["ordered", "order_updated", "order_cancelled", "refunded"];

/// Whether behaviours of this name state an order, so that they tell rules nothing of their own.
#[must_use]
pub fn is_trade(name: &str) -> bool {
    TRADE.contains(&name)
}

/// What the latest behaviours of a name in `scope` said beside what has a place of its own, the last that came first.
///
/// # Errors
/// When the database cannot be read.
pub async fn said_lately(
    conn: &mut impl Connection,
    scope: &ShopScope,
    name: &str,
    limit: i64,
) -> Result<Vec<Map<String, Json>>, Error> {
    let rows = records::latest(conn, scope, Some(name), i64::MAX, limit).await?;
    Ok(rows.iter().map(properties).collect())
}

/// The profiles whose behaviours, of this name or of any, have this key among their properties. Some may be among them who
/// only have it further inside.
///
/// # Errors
/// When the database cannot be read.
pub async fn who_said(conn: &mut impl Connection, name: Option<&str>, key: &str) -> Result<Vec<i64>, Error> {
    records::who_said(conn, name, &format!("{}:", Json::from(key))).await
}

/// All behaviours of these profiles, the oldest of each first.
///
/// # Errors
/// When the database cannot be read.
pub async fn told(conn: &mut impl Connection, profiles: &[i64]) -> Result<Vec<Done>, Error> {
    let kept = records::all_of_many(conn, profiles).await?;
    done(conn, kept).await
}

/// The behaviours with ids from `first` to `last`, as one message of the outbox names them.
///
/// # Errors
/// When the database cannot be read.
pub async fn told_between(conn: &mut impl Connection, first: i64, last: i64) -> Result<Vec<Done>, Error> {
    let kept = records::between(conn, first, last).await?;
    done(conn, kept).await
}

async fn done(conn: &mut impl Connection, mut kept: Vec<Kept>) -> Result<Vec<Done>, Error> {
    kept.retain(|one| !TRADE.contains(&one.name.as_str()));
    let mut numbers: BTreeMap<i64, BTreeSet<String>> = BTreeMap::new();
    for one in &kept {
        if let (Some(shop), Some(product)) = (one.shop_id, &one.product) {
            numbers.entry(shop).or_default().insert(product.clone());
        }
    }
    let mut labels: HashMap<i64, HashMap<String, Label>> = HashMap::new();
    for (shop, numbers) in numbers {
        let found = products::labels_by_number(conn, shop, numbers.iter().map(String::as_str)).await?;
        labels.insert(shop, found);
    }
    Ok(kept
        .into_iter()
        .map(|one| {
            let known = one.shop_id.and_then(|shop| labels.get(&shop));
            let properties = properties(&one);
            let label = known.zip(one.product.as_ref()).and_then(|(known, number)| known.get(number)).cloned();
            Done {
                id: one.id,
                profile_id: one.profile_id,
                shop_id: one.shop_id,
                name: one.name,
                at: one.at,
                amount: one.amount,
                currency: one.currency,
                product: one.product,
                label,
                properties,
            }
        })
        .collect())
}

fn properties(kept: &Kept) -> Map<String, Json> {
    kept.properties.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
}
