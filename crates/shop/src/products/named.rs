//! Products that lines of orders name: made when they are new, kept up with later lines.

use std::collections::HashMap;

use platform::db::Tx;
use platform::{App, Error};

use super::model::{Named, Record};
use super::tags::Tags;
use super::{labels, records};
use crate::shops::Shop;

/// What came of the products that lines named.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// The id of each, by number.
    pub ids: HashMap<String, i64>,
    /// How many are new.
    pub created: i64,
    /// How many are called or cost otherwise now.
    pub changed: i64,
}

/// Finds the products that lines of orders name, makes those that are new, and brings the others up to the latest line;
/// what a product file or a person stated stays.
///
/// # Errors
/// When the database refuses.
pub async fn from_lines(tx: &mut Tx, app: &App, shop: &Shop, named: Vec<Named>) -> Result<Found, Error> {
    let mut latest: HashMap<String, Named> = HashMap::with_capacity(named.len());
    for one in named {
        match latest.get_mut(&one.number) {
            Some(kept) if kept.at >= one.at => {}
            Some(kept) => *kept = one,
            None => {
                latest.insert(one.number.clone(), one);
            }
        }
    }
    let mut found = Found::default();
    let mut dirty: Vec<Record> = Vec::new();
    let mut before = HashMap::new();
    for mut record in records::by_numbers(tx, shop.id.0, latest.keys().map(String::as_str)).await? {
        found.ids.insert(record.number.clone(), record.id);
        before.insert(record.id, (record.title.clone(), record.category.clone(), record.sku.clone()));
        if let Some(one) = latest.remove(&record.number)
            && renamed(&mut record, &one)
        {
            found.changed += 1;
            dirty.push(record);
        }
    }
    let mut fresh: Vec<Named> = latest.into_values().collect();
    fresh.sort_by(|a, b| a.number.cmp(&b.number));
    let ids = app.ids.run(i64::try_from(fresh.len()).unwrap_or(i64::MAX));
    for (id, one) in ids.zip(fresh) {
        found.created += 1;
        found.ids.insert(one.number.clone(), id);
        dirty.push(Record {
            id,
            shop_id: shop.id.0,
            number: one.number,
            sku: one.sku,
            title: one.title,
            category: one.category,
            tags: Tags::default(),
            currency: shop.currency.clone(),
            price: one.price,
            cost: None,
            stock: None,
            picture: None,
            extra: "{}".to_owned(),
            stated: false,
            named_at: one.at,
            sold: 0,
            revenue: 0,
            buyers: 0,
            last_sold_at: None,
        });
    }
    records::write(tx, &dirty, app.clock.now()).await?;
    labels::tell(tx, app, |id| before.get(&id).cloned(), &dirty)?;
    Ok(found)
}

/// Takes over what a line says; whether that changed anything worth writing.
fn renamed(record: &mut Record, one: &Named) -> bool {
    let before = record.clone();
    let newer = !record.stated && one.at > record.named_at;
    if !one.title.is_empty() && (record.title.is_empty() || newer) {
        record.title.clone_from(&one.title);
    }
    fn pick<T: Clone>(known: &mut Option<T>, new: &Option<T>, newer: bool) {
        if new.is_some() && (known.is_none() || newer) {
            known.clone_from(new);
        }
    }
    pick(&mut record.sku, &one.sku, newer);
    pick(&mut record.category, &one.category, newer);
    pick(&mut record.price, &one.price, newer);
    if *record == before {
        return false;
    }
    record.named_at = record.named_at.max(one.at);
    true
}
