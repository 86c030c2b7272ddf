//! What orders tell of a profile: ordered, paid, sent, signed for, closed, given back, each with its instant. For rules.
//!
//! Everything here follows from the orders, refunds and products as they stand; nothing is kept.

use std::collections::HashMap;

use connectors::drafts::{OrderStatus, RefundStatus};
use platform::Error;
use platform::db::Connection;

use super::records::orders::Record;
use super::records::{care as records, lines, refunds};
use crate::products;

/// A dated thing that an order tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// `ordered`, `paid`, `dealt`, `shipped`, `signed`, `closed`, `refund_requested`, `refunded`.
    pub kind: &'static str,
    /// When, milliseconds UTC.
    pub at: i64,
    /// The amount of it, minor units.
    pub amount: Option<i64>,
}

/// What one order, or one refund without an order, tells of its profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Whose.
    pub profile_id: i64,
    /// Where.
    pub shop_id: i64,
    /// ISO 4217 code of its amounts.
    pub currency: String,
    /// Our status as it stands; `None` of a refund without an order.
    pub status: Option<&'static str>,
    /// Pieces.
    pub quantity: Option<i64>,
    /// What was sold.
    pub items: Vec<Sold>,
    /// What happened, and when.
    pub moments: Vec<Moment>,
    /// Refunds that wait for somebody.
    pub open_refunds: i64,
}

/// A line of an order, as rules see it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sold {
    /// The product's title, the line's own when there is no product.
    pub title: String,
    /// The product's number at the shop.
    pub number: Option<String>,
    /// The seller's code.
    pub sku: Option<String>,
    /// Category, the product's before the line's own.
    pub category: Option<String>,
    /// Price of one, minor units.
    pub price: Option<i64>,
    /// Pieces.
    pub quantity: i64,
    /// The line's share of what was paid, else what is owed for it; minor units.
    pub amount: Option<i64>,
}

/// What the orders and refunds of these profiles tell, by profile, the oldest order first.
///
/// # Errors
/// When the database cannot be read.
pub async fn told(conn: &mut impl Connection, profiles: &[i64]) -> Result<Vec<Told>, Error> {
    let mut orders = records::orders(conn, profiles).await?;
    orders.sort_by_key(|order| (order.profile_id, order.sort_at, order.id));
    orders.dedup_by_key(|order| order.id);
    let ids: Vec<i64> = orders.iter().map(|order| order.id).collect();
    let mut lines = lines::of_orders(conn, ids.iter().copied()).await?;
    let mut returns = refunds::of_orders(conn, ids).await?;
    let mut wanted: Vec<i64> = lines.values().flatten().map(|line| line.product_id).filter(|id| *id != 0).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let labels = products::labels_by_id(conn, wanted).await?;
    let mut found = Vec::with_capacity(orders.len());
    for order in orders {
        let Some(profile_id) = order.profile_id else { continue };
        let items = lines.remove(&order.id).unwrap_or_default().into_iter().map(|line| sold(line, &labels)).collect();
        found.push(of_order(profile_id, &order, items, &returns.remove(&order.id).unwrap_or_default()));
    }
    let mut lone = records::refunds(conn, profiles).await?;
    lone.sort_by_key(|refund| (refund.profile_id, refund.sort_at, refund.id));
    lone.dedup_by_key(|refund| refund.id);
    for refund in lone {
        // A refund with an order is told with the order, whosever it is.
        let (None, Some(profile_id)) = (refund.order_id, refund.profile_id) else { continue };
        let mut told = Told {
            profile_id,
            shop_id: refund.shop_id,
            currency: refund.facts.currency.clone(),
            status: None,
            quantity: None,
            items: Vec::new(),
            moments: Vec::new(),
            open_refunds: 0,
        };
        give_back(&mut told, &refund);
        found.push(told);
    }
    Ok(found)
}

fn sold(line: lines::Record, labels: &HashMap<i64, products::Label>) -> Sold {
    let label = labels.get(&line.product_id);
    let title = label.map(|label| label.title.clone()).filter(|title| !title.is_empty());
    Sold {
        title: title.unwrap_or(line.facts.title),
        number: label.map(|label| label.number.clone()),
        sku: line.facts.sku.or_else(|| label.and_then(|label| label.sku.clone())),
        category: label.and_then(|label| label.category.clone()).or(line.facts.category),
        price: line.facts.price,
        quantity: line.facts.quantity,
        amount: line.revenue.or(line.facts.paid).or(line.facts.total),
    }
}

fn of_order(profile_id: i64, order: &Record, items: Vec<Sold>, returns: &[refunds::Record]) -> Told {
    let facts = &order.facts;
    let paid = facts.paid.filter(|paid| *paid > 0);
    let was_paid =
        paid.is_some() && (facts.paid_at.is_some() || facts.status.is_deal() || facts.status == OrderStatus::Refunded);
    let paid_at = facts.paid_at.unwrap_or(order.sort_at);
    let mut told = Told {
        profile_id,
        shop_id: order.shop_id,
        currency: facts.currency.clone(),
        status: Some(facts.status.code()),
        quantity: order.pieces,
        items,
        moments: Vec::new(),
        open_refunds: 0,
    };
    let mut say = |kind, at, amount| told.moments.push(Moment { kind, at, amount });
    if !order.stub {
        say("ordered", order.sort_at, facts.total.or(paid));
    }
    if was_paid {
        say("paid", paid_at, paid);
    }
    if order.deal_amount > 0 {
        say("dealt", paid_at, Some(order.deal_amount));
    }
    if let Some(at) = facts.shipped_at {
        say("shipped", at, paid);
    }
    if matches!(facts.status, OrderStatus::Received | OrderStatus::Finished) {
        // Few sources say when; the order's end is the latest that is known.
        let at = facts.finished_at.or(facts.shipped_at).unwrap_or(paid_at);
        say("signed", at, paid);
    }
    if matches!(facts.status, OrderStatus::Cancelled | OrderStatus::Refunded) {
        say("closed", facts.finished_at.unwrap_or(order.sort_at), facts.total);
    }
    for refund in returns {
        give_back(&mut told, refund);
    }
    let given: i64 = told.moments.iter().filter(|one| one.kind == "refunded").filter_map(|one| one.amount).sum();
    if order.refunded > given {
        // The order itself states more than its refunds do.
        let at = facts.finished_at.unwrap_or(paid_at);
        told.moments.push(Moment { kind: "refunded", at, amount: Some(order.refunded - given) });
    }
    told
}

fn give_back(told: &mut Told, refund: &refunds::Record) {
    let facts = &refund.facts;
    let asked = facts.requested_at.unwrap_or(refund.sort_at);
    let amount = Some(facts.amount);
    told.moments.push(Moment { kind: "refund_requested", at: asked, amount });
    match facts.status {
        RefundStatus::Succeeded => {
            told.moments.push(Moment { kind: "refunded", at: facts.finished_at.unwrap_or(refund.sort_at), amount });
        }
        RefundStatus::Requested | RefundStatus::AwaitingReturn | RefundStatus::AwaitingSeller => told.open_refunds += 1,
        RefundStatus::Refused | RefundStatus::Closed | RefundStatus::Unknown => {}
    }
}
