//! Behaviours of a mapped table.

use std::sync::Arc;

use super::{
    Mapping, MappingError,
    fields::Fields,
    parts::{Buyer, Shop, currency},
    values::Values,
};
use crate::{
    drafts::{Draft, EventDraft, Identifier, Reason, Refusal},
    reading::{Drafter, Header, Out, View},
    source::Row,
};

pub(super) struct Events {
    header: Arc<Header>,
    values: Values,
    name: Option<usize>,
    fixed_name: Option<String>,
    at: Option<usize>,
    key: Option<usize>,
    product: Option<usize>,
    amount: Option<usize>,
    currency: Option<usize>,
    buyer: Buyer,
    shop: Shop,
    extra: Vec<(usize, String)>,
}

impl Events {
    pub(super) fn new(
        mapping: &Mapping,
        header: &Arc<Header>,
        fields: &mut Fields,
        values: Values,
    ) -> Result<Self, MappingError> {
        let (name, fixed_name) = (fields.column("event"), mapping.option("event").map(str::to_owned));
        if name.is_none() && fixed_name.is_none() {
            return Err(MappingError::MissingField { entity: mapping.entity, field: "event".to_owned() });
        }
        Ok(Self {
            header: Arc::clone(header),
            values,
            name,
            fixed_name,
            at: fields.column("at"),
            key: fields.column("key"),
            product: fields.column("product"),
            amount: fields.column("amount"),
            currency: fields.column("currency"),
            buyer: Buyer::new(fields),
            shop: Shop::new(fields),
            extra: fields.extra(),
        })
    }

    fn draft(&self, row: &Row) -> Result<Draft, Box<Refusal>> {
        let view = View::new(row, &self.header);
        view.shape(self.at)?;
        let at = self.values.instant(view, self.at)?.ok_or_else(|| view.refuse(self.at, Reason::Missing))?;
        let stated = view.cell(self.name);
        let name = match (stated, &self.fixed_name) {
            ("", Some(fixed)) => fixed.clone(),
            ("", None) => return Err(view.refuse(self.name, Reason::Missing)),
            (stated, _) => event_name(stated),
        };
        let identifiers = self.buyer.identifiers(view);
        let Some(who) = identifiers.first() else { return Err(view.refuse(None, Reason::MissingId)) };
        let product = self.values.id(view, self.product)?.map(str::to_owned);
        let key = match self.values.id(view, self.key)? {
            Some(key) => key.to_owned(),
            None => own_key(who, &name, at, product.as_deref()),
        };
        let amount = self.values.money(view, self.amount)?;
        let currency = match amount {
            Some(_) => Some(currency(&self.values, view, self.currency)?),
            None => None,
        };
        let properties =
            view.extra(&self.extra).into_iter().map(|(name, value)| (name, serde_json::Value::String(value))).collect();
        let shop = self.shop.draft(view);
        Ok(Draft::Event(Box::new(EventDraft {
            row: row.number(),
            key,
            shop,
            name,
            identifiers,
            at,
            product,
            amount,
            currency,
            properties,
        })))
    }
}

/// A key for a behaviour whose source gives none: who, what, when, on which product. Said twice, it is the same one.
fn own_key(who: &Identifier, name: &str, at: i64, product: Option<&str>) -> String {
    format!("{}:{name}:{at}:{}", who.value, product.unwrap_or(""))
}

/// Our name of a behaviour.
fn event_name(text: &str) -> String {
    match text.to_lowercase().replace([' ', '-'], "_").as_str() {
        "view" | "viewed" | "pv" | "product_viewed" | "浏览" | "点击" => "viewed",
        "search" | "searched" | "products_searched" | "搜索" => "searched",
        "fav" | "favorite" | "favourite" | "favourited" | "收藏" => "favourited",
        "cart" | "carted" | "add_to_cart" | "addtocart" | "product_added" | "加购" | "加入购物车" => "carted",
        "inquiry" | "inquired" | "咨询" | "询单" => "inquired",
        "buy" | "paid" | "purchase" | "付款" | "支付" => "paid",
        "order" | "ordered" | "下单" => "ordered",
        "review" | "reviewed" | "评价" => "reviewed",
        _ => return text.to_owned(),
    }
    .to_owned()
}

impl Drafter for Events {
    fn take(&mut self, row: &Row, out: &mut Out) {
        out.result(self.draft(row));
    }
}
