//! Products that a product file or the API states.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use connectors::drafts::ProductDraft;
use platform::db::{Connection, Tx};
use platform::{App, Error};

use super::model::Record;
use super::tags::Tags;
use super::{labels, records};
use crate::shops::Shop;

/// How many products a statement touched.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Touched {
    /// New ones.
    pub created: i64,
    /// Known ones that say something new now.
    pub changed: i64,
    /// Known ones that said the same.
    pub unchanged: i64,
}

/// The products with an id above `first`, each as a fingerprint of its shop and number.
///
/// # Errors
/// When the database cannot be read.
pub async fn made_since(conn: &mut impl Connection, first: i64) -> Result<Vec<u64>, Error> {
    let fingerprint = |key: &(i64, String)| {
        let mut hasher = DefaultHasher::new();
        key.hash(&mut hasher);
        hasher.finish()
    };
    Ok(records::made_since(conn, first).await?.iter().map(fingerprint).collect())
}

/// Takes products over, by shop and number; fields that a draft leaves open stay.
///
/// # Errors
/// When the database refuses.
pub async fn import(tx: &mut Tx, app: &App, shop: &Shop, drafts: &[ProductDraft]) -> Result<Touched, Error> {
    let numbers = drafts.iter().map(|draft| draft.number.as_str());
    let mut known: HashMap<String, Record> = records::by_numbers(tx, shop.id.0, numbers)
        .await?
        .into_iter()
        .map(|record| (record.number.clone(), record))
        .collect();
    let before: HashMap<i64, _> = known
        .values()
        .map(|record| (record.id, (record.title.clone(), record.category.clone(), record.sku.clone())))
        .collect();
    let mut touched = Touched::default();
    let mut order: Vec<String> = Vec::new();
    for draft in drafts {
        if let Some(record) = known.get_mut(&draft.number) {
            let before = record.clone();
            apply(record, draft)?;
            if *record == before {
                touched.unchanged += 1;
            } else {
                touched.changed += 1;
                order.push(draft.number.clone());
            }
        } else {
            let mut record = fresh(app.ids.next(), shop, draft);
            apply(&mut record, draft)?;
            touched.created += 1;
            order.push(draft.number.clone());
            known.insert(draft.number.clone(), record);
        }
    }
    // A product stated twice is written once, as it stands last: PostgreSQL refuses one row twice in one statement.
    let dirty: Vec<Record> = order.iter().filter_map(|number| known.remove(number)).collect();
    records::write(tx, &dirty, app.clock.now()).await?;
    labels::tell(tx, app, |id| before.get(&id).cloned(), &dirty)?;
    Ok(touched)
}

fn fresh(id: i64, shop: &Shop, draft: &ProductDraft) -> Record {
    Record {
        id,
        shop_id: shop.id.0,
        number: draft.number.clone(),
        sku: None,
        title: String::new(),
        category: None,
        tags: Tags::default(),
        currency: shop.currency.clone(),
        price: None,
        cost: None,
        stock: None,
        picture: None,
        extra: "{}".to_owned(),
        stated: true,
        named_at: 0,
        sold: 0,
        revenue: 0,
        buyers: 0,
        last_sold_at: None,
    }
}

fn apply(record: &mut Record, draft: &ProductDraft) -> Result<(), Error> {
    fn pick<T: Clone>(known: &mut Option<T>, new: &Option<T>) {
        if new.is_some() {
            known.clone_from(new);
        }
    }
    if let Some(title) = &draft.title {
        record.title.clone_from(title);
    }
    pick(&mut record.sku, &draft.sku);
    pick(&mut record.category, &draft.category);
    if let Some(tags) = &draft.tags {
        record.tags = Tags::of(tags);
    }
    pick(&mut record.price, &draft.price);
    pick(&mut record.cost, &draft.cost);
    pick(&mut record.stock, &draft.stock);
    pick(&mut record.picture, &draft.picture);
    if !draft.extra.is_empty() {
        record.extra = serde_json::to_string(&draft.extra).map_err(Error::internal)?;
    }
    record.stated = true;
    Ok(())
}
