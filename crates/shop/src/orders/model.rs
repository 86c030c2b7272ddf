//! Orders as the API shows them. Names, mobiles and streets are masked here; revealing is the card's business.

use std::collections::BTreeMap;

use connectors::identity::mask;
use platform::{Id, Instant, Money};
use serde::Serialize;
use utoipa::ToSchema;

use super::facts::{Address, LineFacts};
use super::records::{lines, orders, refunds, shipments};
use super::timeline::trace;
use crate::shops::{Channel, Shop};

/// An order with what belongs to it. In lists the parts are left empty.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Order {
    /// Its id.
    pub id: Id,
    /// The platform's number: the key with the shop.
    pub number: String,
    /// The shop.
    pub shop_id: Id,
    /// The shop's name.
    pub shop: String,
    /// The shop's channel.
    pub channel: Channel,
    /// Who bought; null for a guest.
    pub customer_id: Option<Id>,
    /// The buyer's nick, else the masked name.
    pub customer: Option<String>,
    /// Our status: `paid`, `shipped`, `finished`, ….
    pub status: String,
    /// The source's text.
    pub status_raw: String,
    /// When it was placed.
    pub placed_at: Option<Instant>,
    /// When it was paid.
    pub paid_at: Option<Instant>,
    /// When it was sent.
    pub shipped_at: Option<Instant>,
    /// When it was finished.
    pub finished_at: Option<Instant>,
    /// Price of the goods before discounts.
    pub goods: Option<Money>,
    /// Shipping.
    pub shipping: Option<Money>,
    /// All discounts.
    pub discount: Option<Money>,
    /// What the buyer owes.
    pub total: Option<Money>,
    /// What the buyer paid.
    pub paid: Option<Money>,
    /// What was given back.
    pub refunded: Option<Money>,
    /// Pieces.
    pub pieces: Option<i64>,
    /// Titles.
    pub title: Option<String>,
    /// Where it goes, masked.
    pub address: ShownAddress,
    /// The buyer's note.
    pub buyer_note: Option<String>,
    /// The seller's note.
    pub seller_note: Option<String>,
    /// Why it was closed.
    pub close_reason: Option<String>,
    /// Whether only its lines are known so far.
    pub stub: bool,
    /// Its lines.
    pub lines: Vec<Line>,
    /// Its refunds.
    pub refunds: Vec<Refund>,
    /// Its parcels.
    pub shipments: Vec<Shipment>,
    /// What else the source says, by column.
    pub extra: BTreeMap<String, String>,
    /// The profile, for other departments.
    #[serde(skip)]
    pub profile_id: Option<i64>,
    /// Its place in lists, milliseconds UTC.
    #[serde(skip)]
    pub sort_at: i64,
}

/// Where a parcel goes, masked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct ShownAddress {
    /// Country, when it is said.
    pub country: Option<String>,
    /// 省
    pub province: Option<String>,
    /// 市
    pub city: Option<String>,
    /// 区县
    pub district: Option<String>,
    /// The rest, masked.
    pub street: Option<String>,
    /// 邮编
    pub zip: Option<String>,
    /// The receiver, masked.
    pub receiver: Option<String>,
    /// The receiver's mobile, masked.
    pub mobile: Option<String>,
}

/// A line of an order.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Line {
    /// Its id.
    pub id: Id,
    /// The platform's number; one of our own beginning with `#` when it states none.
    pub number: String,
    /// The product.
    pub product_id: Option<Id>,
    /// Title.
    pub title: String,
    /// The seller's code.
    pub sku: Option<String>,
    /// Colour, size, ….
    pub options: Option<String>,
    /// Price of one.
    pub price: Option<Money>,
    /// Pieces.
    pub quantity: i64,
    /// What the buyer owes for it.
    pub total: Option<Money>,
    /// Its share of what was paid.
    pub revenue: Option<Money>,
    /// What was given back for it.
    pub refunded: Option<Money>,
    /// Our status.
    pub status: String,
    /// The source's text.
    pub status_raw: String,
    /// Category.
    pub category: Option<String>,
}

/// A refund.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Refund {
    /// Its id.
    pub id: Id,
    /// The platform's number.
    pub number: String,
    /// Its order, when we have it.
    pub order_id: Option<Id>,
    /// Its order's number.
    pub order_number: Option<String>,
    /// What is given back.
    pub amount: Money,
    /// Our status.
    pub status: String,
    /// The source's text.
    pub status_raw: String,
    /// When it was asked for.
    pub requested_at: Option<Instant>,
    /// When it was done.
    pub finished_at: Option<Instant>,
    /// Why.
    pub reason: Option<String>,
    /// Of what.
    pub title: Option<String>,
}

/// A parcel.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Shipment {
    /// Its id.
    pub id: Id,
    /// Who carries it.
    pub carrier: Option<String>,
    /// Its number there.
    pub tracking: String,
    /// When it was sent.
    pub shipped_at: Option<Instant>,
    /// Where it was seen.
    pub trace: Vec<Trace>,
}

/// Where a parcel was seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, serde::Deserialize, ToSchema)]
pub struct Trace {
    /// When.
    pub at: Instant,
    /// What happened.
    pub text: String,
    /// Where.
    pub place: Option<String>,
}

impl From<&Address> for ShownAddress {
    fn from(address: &Address) -> Self {
        let whole = |text: &Option<String>, hide: fn(&str) -> String| text.as_deref().map(hide);
        Self {
            country: address.country.clone(),
            province: address.province.clone(),
            city: address.city.clone(),
            district: address.district.clone(),
            street: whole(&address.street, mask::street),
            zip: address.zip.clone(),
            receiver: whole(&address.receiver, mask::name),
            mobile: whole(&address.mobile, mask::mobile),
        }
    }
}

impl Order {
    /// As the API shows it; `customer` is whom its profile belongs to.
    pub(super) fn of(record: orders::Record, shop: Option<&Shop>, customer: Option<i64>) -> Self {
        let facts = record.facts;
        let money = |amount: Option<i64>| amount.map(|amount| Money::new(amount, facts.currency.as_str()));
        let name = facts.buyer_name.as_deref().or(facts.address.receiver.as_deref());
        Self {
            id: Id(record.id),
            number: record.number,
            shop_id: Id(record.shop_id),
            shop: shop.map_or_else(String::new, |shop| shop.name.clone()),
            channel: shop.map_or(Channel::Other, |shop| shop.channel),
            customer_id: customer.map(Id),
            customer: facts.buyer_nick.clone().or_else(|| name.map(mask::name)),
            status: facts.status.code().to_owned(),
            placed_at: facts.placed_at.map(Instant),
            paid_at: facts.paid_at.map(Instant),
            shipped_at: facts.shipped_at.map(Instant),
            finished_at: facts.finished_at.map(Instant),
            goods: money(facts.goods),
            shipping: money(facts.shipping),
            discount: money(facts.discount),
            total: money(facts.total),
            paid: money(facts.paid),
            refunded: money((record.refunded > 0 || facts.refunded.is_some()).then_some(record.refunded)),
            pieces: record.pieces,
            address: ShownAddress::from(&facts.address),
            status_raw: facts.status_raw,
            title: facts.title,
            buyer_note: facts.buyer_note,
            seller_note: facts.seller_note,
            close_reason: facts.close_reason,
            stub: record.stub,
            lines: Vec::new(),
            refunds: Vec::new(),
            shipments: Vec::new(),
            extra: facts.extra,
            profile_id: record.profile_id,
            sort_at: record.sort_at,
        }
    }
}

impl Line {
    pub(super) fn of(record: lines::Record, currency: &str) -> Self {
        let facts: LineFacts = record.facts;
        let money = |amount: Option<i64>| amount.map(|amount| Money::new(amount, currency));
        Self {
            id: Id(record.id),
            number: record.number,
            product_id: (record.product_id != 0).then_some(Id(record.product_id)),
            price: money(facts.price),
            quantity: facts.quantity,
            total: money(facts.total),
            revenue: money(record.revenue),
            refunded: money(facts.refunded),
            status: facts.status.code().to_owned(),
            title: facts.title,
            sku: facts.sku,
            options: facts.options,
            status_raw: facts.status_raw,
            category: facts.category,
        }
    }
}

impl Refund {
    pub(super) fn of(record: refunds::Record) -> Self {
        let facts = record.facts;
        Self {
            id: Id(record.id),
            number: record.number,
            order_id: record.order_id.map(Id),
            order_number: facts.order,
            amount: Money::new(facts.amount, facts.currency),
            status: facts.status.code().to_owned(),
            status_raw: facts.status_raw,
            requested_at: facts.requested_at.map(Instant),
            finished_at: facts.finished_at.map(Instant),
            reason: facts.reason,
            title: facts.title,
        }
    }
}

impl Shipment {
    pub(super) fn of(record: shipments::Record) -> Self {
        Self {
            id: Id(record.id),
            carrier: record.carrier,
            tracking: record.tracking,
            shipped_at: record.shipped_at.map(Instant),
            trace: trace(&record.trace),
        }
    }
}
