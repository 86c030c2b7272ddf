//! Behaviours as entries of a customer's timeline.

use std::collections::{BTreeMap, HashMap};

use platform::db::Connection;
use platform::http::ShopScope;
use platform::{Error, Id};
use serde_json::{Map, Value as Json, json};

use super::records::{self, Kept};
use crate::card::{Before, TimelineItem};
use crate::products;

/// Titles of products, by shop and number.
type Titles = BTreeMap<i64, HashMap<String, String>>;

/// What of an event's properties an entry shows, beside its product and amount. Anything else may be personal.
const SHOWN: [&str; 8] = ["category", "brand", "query", "list", "path", "quantity", "coupon", "order_id"];

/// The behaviours of these profiles, newest first, before `before`, at most `limit`.
///
/// # Errors
/// When the database cannot be read.
pub async fn timeline(
    conn: &mut impl Connection,
    profiles: &[i64],
    before: Before,
    limit: i64,
) -> Result<Vec<TimelineItem>, Error> {
    let rows = records::of_profiles(conn, profiles, &ShopScope::All, None, before, limit).await?;
    let titles = titles(conn, &rows).await?;
    Ok(rows.into_iter().map(|row| item(row, &titles)).collect())
}

/// What the products that these behaviours name are called in their shops.
async fn titles(conn: &mut impl Connection, rows: &[Kept]) -> Result<Titles, Error> {
    let mut named: BTreeMap<i64, Vec<&str>> = BTreeMap::new();
    for row in rows {
        if let (Some(shop), Some(product)) = (row.shop_id, row.product.as_deref()) {
            named.entry(shop).or_default().push(product);
        }
    }
    let mut titles = Titles::new();
    for (shop, mut numbers) in named {
        numbers.sort_unstable();
        numbers.dedup();
        titles.insert(shop, products::titles(conn, shop, &numbers).await?);
    }
    Ok(titles)
}

fn item(row: Kept, titles: &Titles) -> TimelineItem {
    let said: Map<String, Json> =
        row.properties.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
    let mut detail = Map::new();
    for name in SHOWN {
        if let Some(value) = said.get(name).filter(|value| value.is_string() || value.is_number()) {
            detail.insert(name.to_owned(), value.clone());
        }
    }
    let title = said.get("name").or_else(|| said.get("title")).and_then(Json::as_str);
    if let Some(product) = row.product.as_deref() {
        let known = || row.shop_id.and_then(|shop| titles.get(&shop)?.get(product)).map(String::as_str);
        let title = title.or_else(known);
        detail.insert("product".to_owned(), json!(product));
        if let Some(title) = title {
            detail.insert("product_title".to_owned(), json!(title));
        }
    }
    if let (Some(amount), Some(currency)) = (row.amount, &row.currency) {
        detail.insert("amount".to_owned(), json!({ "amount": amount, "currency": currency }));
    }
    let mut item = TimelineItem::new("event", row.id, row.at, row.name);
    item.detail = Json::Object(detail);
    item.profile_id = Some(Id(row.profile_id));
    item.shop_id = row.shop_id;
    item
}
