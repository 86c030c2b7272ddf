//! Orders and refunds that events state.
//!
//! `Order Completed` and `Order Updated` state an order, `Order Cancelled` its end, `Order Refunded` a refund. A
//! checkout is no order. An amount that an event leaves out stays absent: the receiver keeps what it knows.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{Common, Setting, property};
use crate::drafts::{
    AddressDraft, BuyerDraft, Draft, IdentifierKind, LineDraft, Minor, OrderDraft, OrderStatus, RefundDraft,
    RefundStatus,
};
use crate::identity;

/// The order or refund that the event states; `None` for other events and when no `order_id` says which.
pub(super) fn draft(
    ours: &str,
    common: &Common,
    properties: &Map<String, Value>,
    currency: &str,
    setting: &Setting,
) -> Option<Draft> {
    let status = match ours {
        "ordered" => OrderStatus::Paid,
        "order_updated" => property::text(properties, "status").map_or(OrderStatus::Paid, |text| status_of(&text)),
        "order_cancelled" => OrderStatus::Cancelled,
        "refunded" => OrderStatus::Refunded,
        _ => return None,
    };
    let number = property::first(properties, &["order_id", "orderId"])?;
    let number = identity::id(&number)?.to_owned();
    let stated = Stated { common, properties, currency, setting };
    if ours == "refunded"
        && let Some(refund) = stated.refund(&number)
    {
        return Some(Draft::Refund(Box::new(refund)));
    }
    Some(Draft::Order(Box::new(stated.order(number, status, ours == "ordered"))))
}

/// Words that shops send as `status`. Others are kept and reported.
fn status_of(text: &str) -> OrderStatus {
    match text.trim().to_ascii_lowercase().as_str() {
        "pending" | "unpaid" | "created" | "awaiting_payment" => OrderStatus::AwaitingPayment,
        "paid" | "processing" | "completed payment" => OrderStatus::Paid,
        "partly_shipped" | "partially_shipped" | "partially shipped" => OrderStatus::PartlyShipped,
        "shipped" | "fulfilled" => OrderStatus::Shipped,
        "delivered" | "received" => OrderStatus::Received,
        "completed" | "complete" | "finished" => OrderStatus::Finished,
        "cancelled" | "canceled" => OrderStatus::Cancelled,
        "refunded" => OrderStatus::Refunded,
        _ => OrderStatus::Unknown,
    }
}

/// Unit price times pieces of a product, in minor units.
pub(super) fn price_of(product: &Map<String, Value>, currency: &str) -> Option<Minor> {
    let price = property::money(product, "price", currency)?;
    price.checked_mul(property::quantity(product).unwrap_or(1))
}

struct Stated<'a> {
    common: &'a Common,
    properties: &'a Map<String, Value>,
    currency: &'a str,
    setting: &'a Setting,
}

impl Stated<'_> {
    fn money(&self, key: &str) -> Option<Minor> {
        property::money(self.properties, key, self.currency)
    }

    fn products(&self) -> impl Iterator<Item = &Map<String, Value>> {
        self.properties.get("products").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object)
    }

    /// Sum over products of price times pieces; `None` when there is none or one states no price.
    fn goods(&self) -> Option<Minor> {
        let mut sum = None;
        for product in self.products() {
            sum = Some(sum.unwrap_or(0i64).checked_add(price_of(product, self.currency)?)?);
        }
        sum
    }

    fn total(&self) -> Option<Minor> {
        let made = || {
            let revenue = self.money("revenue").or_else(|| self.money("subtotal"))?;
            revenue.checked_add(self.money("shipping").unwrap_or(0))?.checked_add(self.money("tax").unwrap_or(0))
        };
        self.money("total").or_else(made)
    }

    fn buyer(&self) -> BuyerDraft {
        let said = |keys: &[&str]| {
            property::first(self.properties, keys).or_else(|| property::first(&self.common.traits, keys))
        };
        let (email, mobile) = (said(&["email"]), said(&["phone", "mobile"]));
        let mut identifiers = self.common.identifiers();
        identifiers.extend(email.as_deref().and_then(|text| identity::identifier(IdentifierKind::Email, text)));
        identifiers.extend(mobile.as_deref().and_then(|text| identity::identifier(IdentifierKind::Mobile, text)));
        identity::strongest_first(&mut identifiers);
        let name = property::first(&self.common.traits, &["name"]);
        BuyerDraft { identifiers, nick: None, name, email, mobile }
    }

    fn order(&self, number: String, status: OrderStatus, placed: bool) -> OrderDraft {
        let deal = status.is_deal();
        let total = if status == OrderStatus::Refunded { None } else { self.total() };
        let lines: Vec<_> = self.products().map(|product| self.line(product, status)).collect();
        let pieces = lines.iter().try_fold(0i64, |sum, line| sum.checked_add(line.quantity));
        let extra = ["affiliation", "checkout_id", "coupon", "tax", "revenue", "subtotal", "payment_method"];
        OrderDraft {
            row: 0,
            number,
            shop: self.setting.shop.clone(),
            buyer: self.buyer(),
            address: AddressDraft::default(),
            status,
            status_raw: property::text(self.properties, "status").unwrap_or_else(|| status.code().to_owned()),
            placed_at: placed.then_some(self.common.at),
            paid_at: placed.then_some(self.common.at),
            shipped_at: None,
            finished_at: None,
            currency: self.currency.to_owned(),
            goods: self.goods(),
            shipping: self.money("shipping"),
            discount: self.money("discount").map(Minor::abs),
            total,
            paid: total.filter(|_| deal),
            refunded: None,
            received: None,
            pieces: pieces.filter(|_| !lines.is_empty()),
            title: None,
            buyer_note: None,
            seller_note: None,
            close_reason: property::text(self.properties, "reason"),
            lines,
            shipments: Vec::new(),
            extra: extra
                .iter()
                .filter_map(|key| Some(((*key).to_owned(), property::text(self.properties, key)?)))
                .chain(self.campaign().map(|name| ("campaign".to_owned(), name)))
                .collect(),
            undated: Vec::new(),
        }
    }

    /// The campaign that the visit came from, as `context.campaign` names it.
    fn campaign(&self) -> Option<String> {
        property::text(self.common.visit.get("campaign")?.as_object()?, "name")
    }

    fn line(&self, product: &Map<String, Value>, status: OrderStatus) -> LineDraft {
        let sku = property::text(product, "sku");
        let number = property::first(product, &["product_id", "productId", "id"]);
        let title = property::first(product, &["name", "title"]).or_else(|| sku.clone()).or_else(|| number.clone());
        let extra = ["brand", "variant", "coupon", "url", "image_url", "position"];
        LineDraft {
            row: 0,
            number: property::first(product, &["line_item_id", "line_id"]),
            product: number,
            sku,
            title: title.unwrap_or_default(),
            options: property::text(product, "variant"),
            price: property::money(product, "price", self.currency),
            quantity: property::quantity(product).unwrap_or(1),
            total: price_of(product, self.currency),
            paid: None,
            refunded: None,
            status,
            status_raw: status.code().to_owned(),
            refund_status_raw: None,
            category: property::text(product, "category"),
            extra: extra
                .iter()
                .filter(|key| **key != "variant")
                .filter_map(|key| Some(((*key).to_owned(), property::text(product, key)?)))
                .collect::<BTreeMap<_, _>>(),
        }
    }

    /// `None` when the event states no amount: then the whole order was given back, and the order says so.
    fn refund(&self, order: &str) -> Option<RefundDraft> {
        let amount = self.total().or_else(|| self.goods())?.checked_abs()?;
        let number = property::first(self.properties, &["refund_id", "refundId"])
            .unwrap_or_else(|| format!("{order}-{}", self.common.id));
        let mut products = self.products();
        let lone = products.next().filter(|_| products.next().is_none());
        Some(RefundDraft {
            row: 0,
            number,
            order: Some(order.to_owned()),
            shop: self.setting.shop.clone(),
            buyer: self.buyer(),
            currency: self.currency.to_owned(),
            amount,
            status: RefundStatus::Succeeded,
            status_raw: property::text(self.properties, "status").unwrap_or_else(|| "succeeded".to_owned()),
            requested_at: None,
            finished_at: Some(self.common.at),
            with_return: None,
            reason: property::text(self.properties, "reason"),
            title: lone.and_then(|product| property::first(product, &["name", "title"])),
            sku: lone.and_then(|product| property::text(product, "sku")),
            extra: BTreeMap::new(),
        })
    }
}
