//! Orders and behaviours as facts of the rule language.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use platform::Money;
use rules::{Decimal, Fact, FactKind, Value};
use serde_json::{Map, Value as Json};

use super::super::catalogue::{HOUR, Shape, WEEKDAY, built_in, kind_of};
use crate::coupons::{self, Happened};
use crate::events::Done;
use crate::fields::FieldType;
use crate::members::{self, ChangeKind};
use crate::orders::{Sold, Told};
use crate::points::{self, MoveKind};
use crate::wallet;

type Properties = BTreeMap<String, Value>;

/// Characters of a declared property's text; a longer one is not known, since nobody asks for it.
const TEXT: usize = 200;

/// What is read of a behaviour's properties, and under which keys: the first that is there.
const QUERY: &[&str] = &["query", "keyword", "q", "search"];
const PAGE: &[&str] = &["path", "url", "name", "title", "list_id", "promotion_id"];
const COUPON: &[&str] = &["coupon", "coupon_id", "coupon_name"];
const PRODUCT: &[&str] = &["name", "product_name", "title"];
const NUMBER: &[&str] = &["product_id", "productId", "sku"];
const CATEGORY: &[&str] = &["category", "category_name"];
/// The same by what rules call it.
const READ: &[(&str, &[&str])] = &[
    ("amount", &["total", "revenue", "value"]),
    ("quantity", &["quantity"]),
    ("rating", &["rating"]),
    ("measure", &["measure"]),
    ("score", &["score"]),
    ("query", QUERY),
    ("page", PAGE),
    ("coupon", COUPON),
    ("item.product", PRODUCT),
    ("item.number", NUMBER),
    ("item.category", CATEGORY),
    ("item.sku", &["sku"]),
    ("item.price", &["price"]),
    ("item.quantity", &["quantity"]),
];

/// Makes facts of a shop with this shape.
pub(super) struct Facts<'s> {
    shape: &'s Shape,
    zone: TimeZone,
}

impl<'s> Facts<'s> {
    pub(super) fn new(shape: &'s Shape) -> Self {
        Self { shape, zone: shape.business.zone() }
    }

    /// A value as a source or a colleague says it, of a type; nothing when it is of another. An amount without a currency
    /// is in the main unit of `currency`.
    pub(super) fn value(&self, kind: FieldType, said: &Json, currency: &str) -> Option<Value> {
        match kind {
            FieldType::Text | FieldType::OneOf => match said {
                Json::Number(number) => Some(Value::Text(number.to_string())),
                said => text(said.as_str()),
            },
            FieldType::Number => number(Some(said)),
            FieldType::Money => match serde_json::from_value::<Money>(said.clone()) {
                Ok(money) => self.money(Some(money.amount), &money.currency),
                Err(_) if currency == self.shape.business.currency => number(Some(said)),
                Err(_) => None,
            },
            FieldType::Date => {
                let said = said.as_str()?.trim();
                let day = || Some(said.parse::<Timestamp>().ok()?.to_zoned(self.zone.clone()).date());
                // An instant begins with a day as well: in the shop's time zone it may be another one.
                day().or_else(|| said.parse::<Date>().ok()).map(Value::Day)
            }
            FieldType::YesNo => yes_no(said).map(Value::Flag),
            // Facts hold single values; whoever holds several reads them.
            FieldType::Tags => None,
        }
    }

    /// What the shop declared of a behaviour.
    fn declared(&self, done: &Done, said: &mut Properties) {
        let stated = done.currency.as_deref().or_else(|| done.properties.get("currency")?.as_str());
        let currency = stated.unwrap_or(&self.shape.business.currency).trim().to_ascii_uppercase();
        for property in self.shape.properties.iter().filter(|property| property.covers(&done.name)) {
            let value = done.properties.get(&property.key).and_then(|own| self.value(property.r#type, own, &currency));
            let long = matches!(&value, Some(Value::Text(text)) if text.chars().count() > TEXT);
            put(said, &property.name(), value.filter(|_| !long));
        }
    }

    /// An amount in the business's currency; nothing in another.
    pub(super) fn money(&self, amount: Option<i64>, currency: &str) -> Option<Value> {
        let business = &self.shape.business.currency;
        if currency != business {
            return None;
        }
        decimal(amount?, Money::decimals(business)).map(Value::Number)
    }

    /// An amount that is in the business's currency.
    pub(super) fn own_money(&self, amount: i64) -> Option<Value> {
        self.money(Some(amount), &self.shape.business.currency)
    }

    fn place(&self, shop_id: Option<i64>, said: &mut Properties) {
        let Some(id) = shop_id else { return };
        put(said, "shop", Some(Value::Text(id.to_string())));
        let shop = self.shape.shops.iter().find(|shop| shop.id.0 == id);
        put(said, "channel", shop.map(|shop| Value::Text(shop.channel.code().to_owned())));
    }

    /// When it was by the shop's clock.
    fn clock(&self, at: i64, said: &mut Properties) {
        let Ok(at) = Timestamp::from_millisecond(at) else { return };
        let local = self.zone.to_datetime(at);
        put(said, HOUR, whole(i64::from(local.hour())));
        put(said, WEEKDAY, Some(Value::Text(local.weekday().to_monday_one_offset().to_string())));
    }

    /// What an order or a lone refund tells.
    pub(super) fn of_order(&self, told: &Told, facts: &mut Vec<Fact>) {
        let items: Vec<Properties> = told.items.iter().map(|sold| self.sold(sold, &told.currency)).collect();
        for moment in &told.moments {
            let mut said = Properties::new();
            put(&mut said, "amount", self.money(moment.amount, &told.currency));
            put(&mut said, "quantity", told.quantity.and_then(whole));
            if !moment.kind.starts_with("refund") {
                put(&mut said, "status", told.status.map(|status| Value::Text(status.to_owned())));
            }
            self.place(Some(told.shop_id), &mut said);
            self.clock(moment.at, &mut said);
            facts.push(Fact { kind: moment.kind.to_owned(), at: moment.at, properties: said, items: items.clone() });
        }
    }

    fn sold(&self, sold: &Sold, currency: &str) -> Properties {
        let mut said = Properties::new();
        put(&mut said, "item.product", text(Some(&sold.title)));
        put(&mut said, "item.number", text(sold.number.as_deref()));
        put(&mut said, "item.sku", text(sold.sku.as_deref()));
        put(&mut said, "item.category", text(sold.category.as_deref()));
        put(&mut said, "item.price", self.money(sold.price, currency));
        put(&mut said, "item.quantity", whole(sold.quantity));
        put(&mut said, "item.amount", self.money(sold.amount, currency));
        said
    }

    /// What a change of a membership tells.
    pub(super) fn of_membership(&self, told: &members::Told) -> Fact {
        let mut said = Properties::new();
        let level = |id: i64| (id != 0).then(|| Value::Text(id.to_string()));
        let kind = match told.kind {
            ChangeKind::Joined => "joined",
            ChangeKind::Left => "left",
            ChangeKind::Birthday => "birthday_gift",
            ChangeKind::Level => {
                put(&mut said, "from", level(told.from));
                put(&mut said, "to", level(told.to));
                put(&mut said, "cause", text(Some(told.cause.code())));
                "level_changed"
            }
        };
        self.clock(told.at, &mut said);
        Fact { kind: kind.to_owned(), at: told.at, properties: said, items: Vec::new() }
    }

    /// What a move of points tells; what was given back or changed by hand tells nothing.
    pub(super) fn of_points(&self, told: &points::Told) -> Option<Fact> {
        let kind = match told.kind {
            MoveKind::Earn => "points_earned",
            MoveKind::Spend => "points_spent",
            MoveKind::Expire => "points_expired",
            MoveKind::Expiring => "points_expiring",
            MoveKind::Adjust | MoveKind::Reverse => return None,
        };
        let mut said = Properties::new();
        put(&mut said, "points", whole(told.points.abs()));
        self.clock(told.at, &mut said);
        Some(Fact { kind: kind.to_owned(), at: told.at, properties: said, items: Vec::new() })
    }

    /// What a move of credit tells.
    pub(super) fn of_credit(&self, told: &wallet::Told) -> Option<Fact> {
        let kind = match told.kind {
            MoveKind::Earn => "credit_given",
            MoveKind::Adjust if told.amount > 0 => "credit_given",
            MoveKind::Spend => "credit_spent",
            MoveKind::Expire => "credit_expired",
            MoveKind::Expiring => "credit_expiring",
            MoveKind::Adjust | MoveKind::Reverse => return None,
        };
        let mut said = Properties::new();
        put(&mut said, "amount", self.money(Some(told.amount.abs()), &self.shape.business.currency));
        self.clock(told.at, &mut said);
        Some(Fact { kind: kind.to_owned(), at: told.at, properties: said, items: Vec::new() })
    }

    /// What happened with a coupon.
    pub(super) fn of_coupon(&self, told: &coupons::Told) -> Fact {
        let mut said = Properties::new();
        put(&mut said, "coupon", text(Some(&told.coupon)));
        self.clock(told.at, &mut said);
        let kind = match told.happened {
            Happened::Received => "coupon_received",
            Happened::Used => "coupon_used",
            Happened::Expiring => "coupon_expiring",
        };
        Fact { kind: kind.to_owned(), at: told.at, properties: said, items: Vec::new() }
    }

    /// What a behaviour tells.
    pub(super) fn of_event(&self, done: &Done) -> Fact {
        let name = kind_of(&done.name);
        let mut fact = Fact { kind: name.to_owned(), at: done.at, properties: Properties::new(), items: Vec::new() };
        let Some(kind) = self.shape.catalogue.kind(name) else { return fact };
        let currency = done.currency.as_deref().unwrap_or(&self.shape.business.currency);
        let said = &mut fact.properties;
        let own = &done.properties;
        put(said, "amount", self.money(done.amount, currency));
        put(said, "quantity", number(own.get("quantity")));
        put(said, "rating", number(own.get("rating")));
        put(said, "measure", text(own.get("measure").and_then(Json::as_str).map(str::to_lowercase).as_deref()));
        put(said, "score", number(own.get("score")));
        put(said, "query", text(first(own, QUERY)));
        put(said, "page", text(first(own, PAGE)));
        put(said, "coupon", text(first(own, COUPON)));
        put(said, "name", text(Some(&done.name)));
        self.place(done.shop_id, said);
        self.clock(done.at, said);
        self.declared(done, said);
        said.retain(|name, _| has(kind, name));
        if has(kind, "item.product") {
            fact.items = self.items(done, currency);
        }
        fact
    }

    /// The products that a behaviour names: those of its list, else the one that it concerns.
    fn items(&self, done: &Done, currency: &str) -> Vec<Properties> {
        let listed = done.properties.get("products").and_then(Json::as_array);
        if let Some(listed) = listed.filter(|_| done.product.is_none()) {
            return listed.iter().filter_map(Json::as_object).map(|one| self.item(one, currency)).collect();
        }
        let mut item = self.item(&done.properties, currency);
        // A behaviour's own amount is what the product is worth.
        if !item.contains_key("item.amount") {
            put(&mut item, "item.amount", self.money(done.amount, currency));
        }
        put(&mut item, "item.number", text(done.product.as_deref()));
        if let Some(label) = &done.label {
            put(&mut item, "item.product", text(Some(&label.title)));
            put(&mut item, "item.category", text(label.category.as_deref()));
            put(&mut item, "item.sku", text(label.sku.as_deref()));
        }
        if item
            .keys()
            .any(|name| matches!(name.as_str(), "item.number" | "item.product" | "item.category" | "item.sku"))
        {
            vec![item]
        } else {
            Vec::new()
        }
    }

    fn item(&self, own: &Map<String, Json>, currency: &str) -> Properties {
        let mut said = Properties::new();
        put(&mut said, "item.product", text(first(own, PRODUCT)));
        put(&mut said, "item.number", text(first(own, NUMBER)));
        put(&mut said, "item.category", text(first(own, CATEGORY)));
        put(&mut said, "item.sku", text(first(own, &["sku"])));
        if currency == self.shape.business.currency {
            put(&mut said, "item.price", number(own.get("price")));
        }
        put(&mut said, "item.quantity", number(own.get("quantity")));
        said
    }
}

fn has(kind: &FactKind, name: &str) -> bool {
    kind.property(name).is_some()
}

/// Whether a key of a behaviour's properties tells one of the built-in properties of its kind.
pub(in crate::segments) fn is_read(kind: &str, key: &str) -> bool {
    READ.iter().any(|(property, keys)| keys.contains(&key) && built_in(kind).any(|own| own == *property))
}

fn yes_no(said: &Json) -> Option<bool> {
    match said {
        Json::Bool(flag) => Some(*flag),
        Json::Number(number) => match number.as_i64()? {
            1 => Some(true),
            0 => Some(false),
            _ => None,
        },
        Json::String(text) => match text.trim().to_lowercase().as_str() {
            "true" | "yes" | "y" | "1" | "是" => Some(true),
            "false" | "no" | "n" | "0" | "否" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

pub(super) fn put(said: &mut Properties, name: &str, value: Option<Value>) {
    if let Some(value) = value {
        said.insert(name.to_owned(), value);
    }
}

pub(super) fn text(text: Option<&str>) -> Option<Value> {
    text.map(str::trim).filter(|text| !text.is_empty()).map(|text| Value::Text(text.to_owned()))
}

pub(super) fn whole(n: i64) -> Option<Value> {
    Decimal::whole(n).map(Value::Number)
}

/// An amount of minor units with so many decimals.
pub(super) fn decimal(minor: i64, decimals: u32) -> Option<Decimal> {
    let step = 10_i64.checked_pow(4_u32.checked_sub(decimals)?)?;
    minor.checked_mul(step).map(Decimal)
}

/// A number of a JSON property, to four decimals.
pub(super) fn number(value: Option<&Json>) -> Option<Value> {
    let text = match value? {
        Json::Number(number) => number.to_string(),
        Json::String(text) => text.trim().to_owned(),
        _ => return None,
    };
    let cut = match text.split_once('.') {
        Some((whole, rest)) if rest.len() > 4 => format!("{whole}.{}", rest.get(..4)?),
        _ => text,
    };
    Decimal::read(&cut).map(Value::Number)
}

fn first<'p>(own: &'p Map<String, Json>, keys: &[&str]) -> Option<&'p str> {
    keys.iter().find_map(|key| own.get(*key)?.as_str())
}
