//! Orders as a program states them over the API.

use std::collections::BTreeMap;

use connectors::drafts::{
    AddressDraft, BuyerDraft, Identifier, IdentifierKind, LineDraft, OrderDraft, OrderStatus, ShipmentDraft, ShopRef,
};
use connectors::identity;
use platform::{Error, Id, Instant, Personal};
use serde::Deserialize;
use utoipa::ToSchema;

use super::statuses::from_code;
use crate::shops::Shop;

/// Characters of a number.
const NUMBER: usize = 100;
/// Lines of an order.
const LINES: usize = 1_000;

/// An order. Money in minor units; what is left out stays as it was.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OrderInput {
    /// The shop.
    pub(super) shop_id: Id,
    /// The order's number: the key with the shop.
    number: String,
    /// Our status: `awaiting_payment`, `payment_pending`, `paid`, `partly_shipped`, `shipped`, `received`, `finished`,
    /// `cancelled`, `refunded`.
    status: String,
    /// Your own text of it.
    status_raw: Option<String>,
    /// ISO 4217 code; the shop's when absent.
    currency: Option<String>,
    placed_at: Option<Instant>,
    paid_at: Option<Instant>,
    shipped_at: Option<Instant>,
    finished_at: Option<Instant>,
    /// Price of the goods before discounts.
    goods: Option<i64>,
    shipping: Option<i64>,
    /// All discounts, positive.
    discount: Option<i64>,
    /// What the buyer owes.
    total: Option<i64>,
    /// What the buyer paid.
    paid: Option<i64>,
    /// What was given back.
    refunded: Option<i64>,
    title: Option<String>,
    buyer_note: Option<String>,
    seller_note: Option<String>,
    close_reason: Option<String>,
    #[serde(default)]
    customer: BuyerInput,
    #[serde(default)]
    address: AddressInput,
    #[serde(default)]
    lines: Vec<LineInput>,
    #[serde(default)]
    shipments: Vec<ShipmentInput>,
    /// Anything else worth keeping.
    #[serde(default)]
    extra: BTreeMap<String, String>,
}

/// Who bought. At least one of the identifiers connects the order with a customer.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct BuyerInput {
    /// Your own number of the customer.
    customer_number: Option<String>,
    /// The sign-in id, as sent with `identify`.
    user_id: Option<String>,
    taobao_nick: Option<String>,
    #[schema(value_type = Option<String>)]
    mobile: Option<Personal>,
    #[schema(value_type = Option<String>)]
    email: Option<Personal>,
    #[schema(value_type = Option<String>)]
    name: Option<Personal>,
}

/// Where it goes.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AddressInput {
    country: Option<String>,
    province: Option<String>,
    city: Option<String>,
    district: Option<String>,
    #[schema(value_type = Option<String>)]
    street: Option<Personal>,
    zip: Option<String>,
    #[schema(value_type = Option<String>)]
    receiver: Option<Personal>,
    #[schema(value_type = Option<String>)]
    mobile: Option<Personal>,
}

/// A line.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct LineInput {
    /// Its own number, when there is one.
    number: Option<String>,
    /// The product's number.
    product: Option<String>,
    /// The seller's code.
    sku: Option<String>,
    title: String,
    options: Option<String>,
    /// Price of one.
    price: Option<i64>,
    quantity: i64,
    /// What the buyer owes for it.
    total: Option<i64>,
    /// What was paid for it; shared out of the order's payment when absent.
    paid: Option<i64>,
    refunded: Option<i64>,
    category: Option<String>,
}

/// A parcel.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ShipmentInput {
    carrier: Option<String>,
    tracking: String,
    shipped_at: Option<Instant>,
}

fn exposed(text: &Option<Personal>) -> Option<String> {
    text.as_ref().map(|text| text.expose().trim().to_owned()).filter(|text| !text.is_empty())
}

impl BuyerInput {
    fn draft(&self) -> BuyerDraft {
        let mut identifiers: Vec<Identifier> = [
            (IdentifierKind::UserId, self.user_id.clone()),
            (IdentifierKind::CustomerNumber, self.customer_number.clone()),
            (IdentifierKind::TaobaoNick, self.taobao_nick.clone()),
            (IdentifierKind::Mobile, exposed(&self.mobile)),
            (IdentifierKind::Email, exposed(&self.email)),
        ]
        .into_iter()
        .filter_map(|(kind, raw)| identity::identifier(kind, &raw?))
        .collect();
        identity::strongest_first(&mut identifiers);
        BuyerDraft {
            identifiers,
            nick: self.taobao_nick.clone(),
            name: exposed(&self.name),
            email: exposed(&self.email),
            mobile: exposed(&self.mobile),
        }
    }
}

impl OrderInput {
    /// The draft that it states; `place` is its place in the request, for errors.
    pub(super) fn draft(self, shop: &Shop, place: usize) -> Result<OrderDraft, Error> {
        let field = |name: &str| format!("orders[{place}].{name}");
        let number = self.number.trim().to_owned();
        match number.chars().count() {
            0 => return Err(Error::invalid(field("number"), "required")),
            length if length > NUMBER => return Err(Error::invalid(field("number"), "too_long")),
            _ => {}
        }
        let status = from_code(&self.status)
            .filter(|status| *status != OrderStatus::Unknown)
            .ok_or_else(|| Error::invalid(field("status"), "unknown"))?;
        for (name, amount) in [
            ("goods", self.goods),
            ("shipping", self.shipping),
            ("discount", self.discount),
            ("total", self.total),
            ("paid", self.paid),
            ("refunded", self.refunded),
        ] {
            if amount.is_some_and(|amount| amount < 0) {
                return Err(Error::invalid(field(name), "out_of_range"));
            }
        }
        if self.lines.len() > LINES {
            return Err(Error::invalid(field("lines"), "too_long"));
        }
        let status_raw = self.status_raw.unwrap_or_else(|| self.status.clone());
        let lines = self.lines.into_iter().map(|line| line.draft(status, &status_raw)).collect();
        let AddressInput { country, province, city, district, street, zip, receiver, mobile } = self.address;
        Ok(OrderDraft {
            row: 0,
            number,
            shop: ShopRef::default(),
            buyer: self.customer.draft(),
            address: AddressDraft {
                country,
                province,
                city,
                district,
                street: exposed(&street),
                zip,
                receiver: exposed(&receiver),
                mobile: exposed(&mobile),
                phone: None,
            },
            status,
            status_raw,
            placed_at: self.placed_at.map(|at| at.0),
            paid_at: self.paid_at.map(|at| at.0),
            shipped_at: self.shipped_at.map(|at| at.0),
            finished_at: self.finished_at.map(|at| at.0),
            currency: self.currency.unwrap_or_else(|| shop.currency.clone()),
            goods: self.goods,
            shipping: self.shipping,
            discount: self.discount,
            total: self.total,
            paid: self.paid,
            refunded: self.refunded,
            received: None,
            pieces: None,
            title: self.title,
            buyer_note: self.buyer_note,
            seller_note: self.seller_note,
            close_reason: self.close_reason,
            lines,
            shipments: self
                .shipments
                .into_iter()
                .map(|one| ShipmentDraft {
                    carrier: one.carrier,
                    tracking: one.tracking,
                    shipped_at: one.shipped_at.map(|at| at.0),
                })
                .collect(),
            extra: self.extra,
            undated: Vec::new(),
        })
    }
}

impl LineInput {
    fn draft(self, status: OrderStatus, status_raw: &str) -> LineDraft {
        LineDraft {
            row: 0,
            number: self.number,
            product: self.product,
            sku: self.sku,
            title: self.title,
            options: self.options,
            price: self.price,
            quantity: self.quantity,
            total: self.total.or_else(|| self.price?.checked_mul(self.quantity)),
            paid: self.paid,
            refunded: self.refunded,
            status,
            status_raw: status_raw.to_owned(),
            refund_status_raw: None,
            category: self.category,
            extra: BTreeMap::new(),
        }
    }
}
