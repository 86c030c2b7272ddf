//! What a new statement about a known order changes.
//!
//! A statement fills what was not known and replaces what was, unless it is told apart as older: an order moves from
//! placed to paid to sent to finished and never back, so a statement with an earlier status was written earlier. It
//! then only fills gaps. Two statements with the same status cannot be told apart; the one that comes later counts.

use std::collections::BTreeMap;

use connectors::drafts::{OrderStatus, RefundStatus};

use super::facts::{Address, Facts, LineFacts};

/// How far an order has come; `None` when that is not known.
fn progress(status: OrderStatus) -> Option<u8> {
    Some(match status {
        OrderStatus::AwaitingPayment => 0,
        OrderStatus::PaymentPending => 1,
        OrderStatus::Paid => 2,
        OrderStatus::PartlyShipped => 3,
        OrderStatus::Shipped => 4,
        OrderStatus::Received => 5,
        OrderStatus::Finished => 6,
        OrderStatus::Cancelled | OrderStatus::Refunded => 7,
        OrderStatus::Unknown => return None,
    })
}

/// Whether a statement with status `new` is older than one with status `known`.
pub(super) fn older(new: OrderStatus, known: OrderStatus) -> bool {
    matches!((progress(new), progress(known)), (Some(new), Some(known)) if new < known)
}

/// Whether a refund with status `new` is older than one with status `known`.
pub(super) fn older_refund(new: RefundStatus, known: RefundStatus) -> bool {
    let progress = |status| match status {
        RefundStatus::Requested => Some(0),
        RefundStatus::AwaitingReturn => Some(1),
        RefundStatus::AwaitingSeller => Some(2),
        RefundStatus::Refused | RefundStatus::Closed | RefundStatus::Succeeded => Some(3),
        RefundStatus::Unknown => None,
    };
    matches!((progress(new), progress(known)), (Some(new), Some(known)) if new < known)
}

fn pick<T: Clone>(known: &mut Option<T>, new: &Option<T>, older: bool) {
    if new.is_some() && (known.is_none() || !older) {
        known.clone_from(new);
    }
}

fn add(known: &mut BTreeMap<String, String>, new: &BTreeMap<String, String>, older: bool) {
    for (name, value) in new {
        if !older || !known.contains_key(name) {
            known.insert(name.clone(), value.clone());
        }
    }
}

/// What is known after `new` was said of an order of which `known` was known; `older` when `new` was written before.
pub(super) fn order(known: &Facts, new: &Facts, older: bool) -> Facts {
    let mut next = known.clone();
    if !older {
        next.status = new.status;
        next.status_raw.clone_from(&new.status_raw);
        next.currency.clone_from(&new.currency);
    }
    pick(&mut next.placed_at, &new.placed_at, older);
    pick(&mut next.paid_at, &new.paid_at, older);
    pick(&mut next.shipped_at, &new.shipped_at, older);
    pick(&mut next.finished_at, &new.finished_at, older);
    pick(&mut next.goods, &new.goods, older);
    pick(&mut next.shipping, &new.shipping, older);
    pick(&mut next.discount, &new.discount, older);
    pick(&mut next.total, &new.total, older);
    pick(&mut next.paid, &new.paid, older);
    pick(&mut next.refunded, &new.refunded, older);
    pick(&mut next.received, &new.received, older);
    pick(&mut next.pieces, &new.pieces, older);
    pick(&mut next.title, &new.title, older);
    pick(&mut next.buyer_nick, &new.buyer_nick, older);
    pick(&mut next.buyer_name, &new.buyer_name, older);
    pick(&mut next.buyer_email, &new.buyer_email, older);
    pick(&mut next.buyer_mobile, &new.buyer_mobile, older);
    address(&mut next.address, &new.address, older);
    pick(&mut next.buyer_note, &new.buyer_note, older);
    pick(&mut next.seller_note, &new.seller_note, older);
    pick(&mut next.close_reason, &new.close_reason, older);
    add(&mut next.extra, &new.extra, older);
    next
}

fn address(known: &mut Address, new: &Address, older: bool) {
    pick(&mut known.country, &new.country, older);
    pick(&mut known.province, &new.province, older);
    pick(&mut known.city, &new.city, older);
    pick(&mut known.district, &new.district, older);
    pick(&mut known.street, &new.street, older);
    pick(&mut known.zip, &new.zip, older);
    pick(&mut known.receiver, &new.receiver, older);
    pick(&mut known.mobile, &new.mobile, older);
    pick(&mut known.phone, &new.phone, older);
}

/// What is known after `new` was said of a line of which `known` was known.
pub(super) fn line(known: &LineFacts, new: &LineFacts) -> LineFacts {
    let older = older(new.status, known.status);
    let mut next = known.clone();
    if !older {
        next.status = new.status;
        next.status_raw.clone_from(&new.status_raw);
        next.quantity = new.quantity;
        if !new.title.is_empty() {
            next.title.clone_from(&new.title);
        }
    }
    pick(&mut next.number, &new.number, older);
    pick(&mut next.product, &new.product, older);
    pick(&mut next.sku, &new.sku, older);
    pick(&mut next.options, &new.options, older);
    pick(&mut next.price, &new.price, older);
    pick(&mut next.total, &new.total, older);
    pick(&mut next.paid, &new.paid, older);
    pick(&mut next.refunded, &new.refunded, older);
    pick(&mut next.refund_status_raw, &new.refund_status_raw, older);
    pick(&mut next.category, &new.category, older);
    add(&mut next.extra, &new.extra, older);
    next
}
