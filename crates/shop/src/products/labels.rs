//! What products are called and which category they are in, for facts that name a product; and the news that this changed.

use std::collections::HashMap;

use platform::db::{Connection, Tx};
use platform::outbox::Message;
use platform::{App, Error};
use serde_json::json;

use super::model::Record;
use super::records;

/// What facts say of a product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The key with the shop.
    pub number: String,
    /// Title.
    pub title: String,
    /// The seller's code.
    pub sku: Option<String>,
    /// Category, as a path with `/`.
    pub category: Option<String>,
}

fn label(record: Record) -> Label {
    Label { number: record.number, title: record.title, sku: record.sku, category: record.category }
}

/// The labels of a shop's products, by number; a number that no product has is left out.
///
/// # Errors
/// When the database cannot be read.
pub async fn labels_by_number<'n>(
    conn: &mut impl Connection,
    shop_id: i64,
    numbers: impl IntoIterator<Item = &'n str>,
) -> Result<HashMap<String, Label>, Error> {
    let found = records::by_numbers(conn, shop_id, numbers).await?;
    Ok(found.into_iter().map(|record| (record.number.clone(), label(record))).collect())
}

/// The labels of products, by id; unknown ids are left out.
///
/// # Errors
/// When the database cannot be read.
pub async fn labels_by_id(
    conn: &mut impl Connection,
    ids: impl IntoIterator<Item = i64>,
) -> Result<HashMap<i64, Label>, Error> {
    let found = records::by_ids(conn, ids).await?;
    Ok(found.into_iter().map(|record| (record.id, label(record))).collect())
}

/// Says that these products are called otherwise now, or are new: rules look at titles and categories.
pub(super) fn tell<'r>(
    tx: &mut Tx,
    app: &App,
    before: impl Fn(i64) -> Option<(String, Option<String>, Option<String>)>,
    records: impl IntoIterator<Item = &'r Record>,
) -> Result<(), Error> {
    let numbers: Vec<&str> = records
        .into_iter()
        .filter(|one| before(one.id) != Some((one.title.clone(), one.category.clone(), one.sku.clone())))
        .map(|one| one.number.as_str())
        .collect();
    if !numbers.is_empty() {
        tx.emit(Message::new("products.changed", app.clock.now(), &json!({ "numbers": numbers }))?);
    }
    Ok(())
}
