//! Orders and behaviours as facts of the rule language.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use platform::Money;
use rules::{Decimal, Value};
use serde_json::{Map, Value as Json};
use warehouse::Name;

use super::super::catalogue::{HOUR, Shape, WEEKDAY, built_in, kind_of};
use super::dated::{Dated, Said};
use crate::coupons::{self, Happened};
use crate::events::Done;
use crate::fields::FieldType;
use crate::gifts;
use crate::group_buys;
use crate::members::{self, ChangeKind};
use crate::orders::{Sold, Told};
use crate::points::{self, MoveKind};
use crate::wallet;

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
    ("waited_minutes", &["waited_minutes"]),
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
    /// What can be said of each kind.
    known: HashMap<&'s str, HashSet<&'s str>>,
}

impl<'s> Facts<'s> {
    pub(super) fn new(shape: &'s Shape) -> Self {
        let names = |kind: &'s rules::FactKind| kind.properties.iter().map(|one| one.name.as_str()).collect();
        let known = shape.catalogue.kinds.iter().map(|kind| (kind.name.as_str(), names(kind))).collect();
        Self { shape, zone: shape.business.zone(), known }
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
    fn declared(&self, done: &Done, said: &mut Said) {
        let stated = done.currency.as_deref().or_else(|| done.properties.get("currency")?.as_str());
        let currency = stated.unwrap_or(&self.shape.business.currency).trim().to_ascii_uppercase();
        for property in self.shape.properties.iter().filter(|property| property.covers(&done.name)) {
            let value = done.properties.get(&property.key).and_then(|own| self.value(property.r#type, own, &currency));
            let long = matches!(&value, Some(Value::Text(text)) if text.chars().count() > TEXT);
            said.put(property.name(), value.filter(|_| !long));
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

    fn place(&self, shop_id: Option<i64>, said: &mut Said) {
        let Some(id) = shop_id else { return };
        said.put("shop", Some(Value::Text(id.to_string())));
        let shop = self.shape.shops.iter().find(|shop| shop.id.0 == id);
        said.put("channel", shop.map(|shop| Value::Text(shop.channel.code().to_owned())));
    }

    /// When it was by the shop's clock.
    fn clock(&self, at: i64, said: &mut Said) {
        let Ok(at) = Timestamp::from_millisecond(at) else { return };
        let local = self.zone.to_datetime(at);
        said.put(HOUR, whole(i64::from(local.hour())));
        said.put(WEEKDAY, Some(Value::Text(local.weekday().to_monday_one_offset().to_string())));
    }

    /// What an order or a lone refund tells.
    pub(super) fn of_order(&self, told: &Told, facts: &mut Vec<Dated>) {
        let items: Arc<[_]> = told.items.iter().map(|sold| self.sold(sold, &told.currency).pairs()).collect();
        for moment in &told.moments {
            let mut said = Said::default();
            said.put("amount", self.money(moment.amount, &told.currency));
            said.put("quantity", told.quantity.and_then(whole));
            if !moment.kind.starts_with("refund") {
                said.put("status", told.status.map(|status| Value::Text(status.to_owned())));
            }
            self.place(Some(told.shop_id), &mut said);
            self.clock(moment.at, &mut said);
            facts.push(Dated { kind: moment.kind, at: moment.at, properties: said, items: Arc::clone(&items) });
        }
    }

    fn sold(&self, sold: &Sold, currency: &str) -> Said {
        let mut said = Said::default();
        said.put("item.product", text(Some(&sold.title)));
        said.put("item.number", text(sold.number.as_deref()));
        said.put("item.sku", text(sold.sku.as_deref()));
        said.put("item.category", text(sold.category.as_deref()));
        said.put("item.price", self.money(sold.price, currency));
        said.put("item.quantity", whole(sold.quantity));
        said.put("item.amount", self.money(sold.amount, currency));
        said
    }

    /// What a change of a membership tells.
    pub(super) fn of_membership(&self, told: &members::Told) -> Dated {
        let mut said = Said::default();
        let level = |id: i64| (id != 0).then(|| Value::Text(id.to_string()));
        let kind = match told.kind {
            ChangeKind::Joined => "joined",
            ChangeKind::Left => "left",
            ChangeKind::Birthday => "birthday_gift",
            ChangeKind::Level => {
                said.put("from", level(told.from));
                said.put("to", level(told.to));
                said.put("cause", text(Some(told.cause.code())));
                "level_changed"
            }
        };
        self.clock(told.at, &mut said);
        Dated::new(kind, told.at, said)
    }

    /// What a move of points tells; what was given back or changed by hand tells nothing.
    pub(super) fn of_points(&self, told: &points::Told) -> Option<Dated> {
        let kind = match told.kind {
            MoveKind::Earn => "points_earned",
            MoveKind::Spend => "points_spent",
            MoveKind::Expire => "points_expired",
            MoveKind::Expiring => "points_expiring",
            MoveKind::Adjust | MoveKind::Reverse => return None,
        };
        let mut said = Said::default();
        said.put("points", whole(told.points.abs()));
        self.clock(told.at, &mut said);
        Some(Dated::new(kind, told.at, said))
    }

    /// What a move of credit tells.
    pub(super) fn of_credit(&self, told: &wallet::Told) -> Option<Dated> {
        let kind = match told.kind {
            MoveKind::Earn => "credit_given",
            MoveKind::Adjust if told.amount > 0 => "credit_given",
            MoveKind::Spend => "credit_spent",
            MoveKind::Expire => "credit_expired",
            MoveKind::Expiring => "credit_expiring",
            MoveKind::Adjust | MoveKind::Reverse => return None,
        };
        let mut said = Said::default();
        said.put("amount", self.money(Some(told.amount.abs()), &self.shape.business.currency));
        self.clock(told.at, &mut said);
        Some(Dated::new(kind, told.at, said))
    }

    /// A gift that was given.
    pub(super) fn of_gift(&self, told: &gifts::Told) -> Dated {
        let mut said = Said::default();
        said.put("gift", text(Some(told.name.in_chinese())));
        said.put("amount", self.own_money(told.worth));
        self.clock(told.at, &mut said);
        Dated::new("gift_given", told.at, said)
    }

    /// What happened to somebody in a group.
    pub(super) fn of_group_buy(&self, told: &group_buys::Told) -> Dated {
        let mut said = Said::default();
        said.put("promotion", text(Some(&told.name)));
        said.put("amount", self.own_money(told.amount));
        self.clock(told.at, &mut said);
        let kind = match told.happened {
            group_buys::Happened::Opened => "group_opened",
            group_buys::Happened::Joined => "group_joined",
            group_buys::Happened::Filled => "group_filled",
            group_buys::Happened::Failed => "group_failed",
        };
        Dated::new(kind, told.at, said)
    }

    /// What happened with a coupon.
    pub(super) fn of_coupon(&self, told: &coupons::Told) -> Dated {
        let mut said = Said::default();
        said.put("coupon", text(Some(&told.coupon)));
        self.clock(told.at, &mut said);
        let kind = match told.happened {
            Happened::Received => "coupon_received",
            Happened::Used => "coupon_used",
            Happened::Expiring => "coupon_expiring",
        };
        Dated::new(kind, told.at, said)
    }

    /// What a behaviour tells.
    pub(super) fn of_event(&self, done: &Done) -> Dated {
        let name = kind_of(&done.name);
        let Some(known) = self.known.get(name) else { return Dated::new(name, done.at, Said::default()) };
        let currency = done.currency.as_deref().unwrap_or(&self.shape.business.currency);
        let mut said = Said::default();
        let own = &done.properties;
        let mut say = |name: &'static str, value: &dyn Fn() -> Option<Value>| {
            if known.contains(name) {
                said.put(name, value());
            }
        };
        say("amount", &|| self.money(done.amount, currency));
        say("quantity", &|| number(own.get("quantity")));
        say("rating", &|| number(own.get("rating")));
        say("measure", &|| text(own.get("measure").and_then(Json::as_str).map(str::to_lowercase).as_deref()));
        say("score", &|| number(own.get("score")));
        say("waited_minutes", &|| number(own.get("waited_minutes")));
        say("query", &|| text(first(own, QUERY)));
        say("page", &|| text(first(own, PAGE)));
        say("coupon", &|| text(first(own, COUPON)));
        say("name", &|| text(Some(&done.name)));
        self.place(done.shop_id, &mut said);
        self.clock(done.at, &mut said);
        self.declared(done, &mut said);
        said.keep(|name| known.contains(name));
        let mut fact = Dated::new(name, done.at, said);
        if known.contains("item.product") {
            fact.items = self.items(done, currency);
        }
        fact
    }

    /// The products that a behaviour names: those of its list, else the one that it concerns.
    fn items(&self, done: &Done, currency: &str) -> Arc<[Vec<(Name, Value)>]> {
        let listed = done.properties.get("products").and_then(Json::as_array);
        if let Some(listed) = listed.filter(|_| done.product.is_none()) {
            return listed.iter().filter_map(Json::as_object).map(|one| self.item(one, currency).pairs()).collect();
        }
        let mut item = self.item(&done.properties, currency);
        // A behaviour's own amount is what the product is worth.
        if !item.has("item.amount") {
            item.put("item.amount", self.money(done.amount, currency));
        }
        item.put("item.number", text(done.product.as_deref()));
        if let Some(label) = &done.label {
            item.put("item.product", text(Some(&label.title)));
            item.put("item.category", text(label.category.as_deref()));
            item.put("item.sku", text(label.sku.as_deref()));
        }
        if item.names().any(|name| matches!(name, "item.number" | "item.product" | "item.category" | "item.sku")) {
            Arc::new([item.pairs()])
        } else {
            Arc::default()
        }
    }

    fn item(&self, own: &Map<String, Json>, currency: &str) -> Said {
        let mut said = Said::default();
        said.put("item.product", text(first(own, PRODUCT)));
        said.put("item.number", text(first(own, NUMBER)));
        said.put("item.category", text(first(own, CATEGORY)));
        said.put("item.sku", text(first(own, &["sku"])));
        if currency == self.shape.business.currency {
            said.put("item.price", number(own.get("price")));
        }
        said.put("item.quantity", number(own.get("quantity")));
        said
    }
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

pub(super) fn put(said: &mut BTreeMap<String, Value>, name: &str, value: Option<Value>) {
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
