//! Products of a mapped table.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{
    fields::Fields,
    parts::{Shop, currency},
    values::Values,
};
use crate::{
    drafts::{Draft, LONGEST_TAG, MOST_TAGS, ProductDraft, Reason, Refusal},
    reading::{Drafter, Header, Out, View},
    source::Row,
};

pub(super) struct Products {
    header: Arc<Header>,
    values: Values,
    number: Option<usize>,
    sku: Option<usize>,
    title: Option<usize>,
    category: Option<usize>,
    tags: Option<usize>,
    price: Option<usize>,
    cost: Option<usize>,
    stock: Option<usize>,
    picture: Option<usize>,
    currency: Option<usize>,
    shop: Shop,
    extra: Vec<(usize, String)>,
}

impl Products {
    pub(super) fn new(header: &Arc<Header>, fields: &mut Fields, values: Values) -> Self {
        Self {
            header: Arc::clone(header),
            values,
            number: fields.column("number"),
            sku: fields.column("sku"),
            title: fields.column("title"),
            category: fields.column("category"),
            tags: fields.column("tags"),
            price: fields.column("price"),
            cost: fields.column("cost"),
            stock: fields.column("stock"),
            picture: fields.column("picture"),
            currency: fields.column("currency"),
            shop: Shop::new(fields),
            extra: fields.extra(),
        }
    }

    fn draft(&self, row: &Row) -> Result<Draft, Box<Refusal>> {
        let view = View::new(row, &self.header);
        view.shape(self.number)?;
        Ok(Draft::Product(Box::new(ProductDraft {
            row: row.number(),
            number: self.values.needed_id(view, self.number)?.to_owned(),
            shop: self.shop.draft(view),
            sku: self.values.id(view, self.sku)?.map(str::to_owned),
            title: view.text(self.title),
            category: view.text(self.category).map(|path| path_of(&path)),
            tags: self.tags(view)?,
            currency: currency(&self.values, view, self.currency)?,
            price: self.values.money(view, self.price)?,
            cost: self.values.money(view, self.cost)?,
            stock: self.values.count(view, self.stock)?,
            picture: view.text(self.picture),
            extra: view.extra(&self.extra),
        })))
    }

    /// The tags in a cell: no more than staff may give a product.
    fn tags(&self, view: View<'_>) -> Result<Option<Vec<String>>, Box<Refusal>> {
        let Some(tags) = view.text(self.tags).map(|list| tags_of(&list)) else { return Ok(None) };
        if tags.len() > MOST_TAGS || tags.iter().any(|tag| tag.chars().count() > LONGEST_TAG) {
            return Err(view.refuse(self.tags, Reason::TooLong));
        }
        Ok(Some(tags.into_iter().collect()))
    }
}

/// A category as a path with `/`, whatever stood between its parts.
fn path_of(text: &str) -> String {
    let parts: Vec<&str> = text.split(['>', '＞', '/', '\\']).map(str::trim).filter(|part| !part.is_empty()).collect();
    parts.join("/")
}

/// Tags, whatever stood between them, each once.
fn tags_of(text: &str) -> BTreeSet<String> {
    let between = [',', '，', '、', ';', '；', '|', '\n'];
    let tidy = text.split(between).map(|tag| tag.split_whitespace().collect::<Vec<_>>().join(" "));
    tidy.filter(|tag| !tag.is_empty()).collect()
}

impl Drafter for Products {
    fn take(&mut self, row: &Row, out: &mut Out) {
        out.result(self.draft(row));
    }
}
