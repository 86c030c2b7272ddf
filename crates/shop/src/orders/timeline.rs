//! What orders add to a customer's timeline: orders, refunds, parcels.

use platform::db::Connection;
use platform::{Error, Id};
use serde_json::json;

use super::model::Trace;
use super::records::timeline as records;
use crate::card::{Before, TimelineItem};

/// Entries of these profiles, newest first, strictly older than `before`, at most `limit`. The shop's name and channel
/// are filled in by the card.
///
/// # Errors
/// When the database cannot be read.
pub async fn timeline(
    conn: &mut impl Connection,
    profiles: &[i64],
    before: Before,
    limit: i64,
) -> Result<Vec<TimelineItem>, Error> {
    if profiles.is_empty() {
        return Ok(Vec::new());
    }
    let mut items = Vec::new();
    for order in records::orders(conn, profiles, before, limit).await? {
        let title = order.facts.title.clone().unwrap_or_else(|| order.number.clone());
        let mut item = TimelineItem::new("order", order.id, order.sort_at, title);
        item.detail = json!({
            "number": order.number,
            "status": order.facts.status.code(),
            "status_raw": order.facts.status_raw,
            "total": order.facts.total,
            "paid": order.facts.paid,
            "refunded": order.refunded,
            "currency": order.facts.currency,
            "pieces": order.pieces,
        });
        item.link = Some(format!("/orders/{}", order.id));
        item.profile_id = order.profile_id.map(Id);
        item.shop_id = Some(order.shop_id);
        items.push(item);
    }
    for refund in records::refunds(conn, profiles, before, limit).await? {
        let title = refund.facts.reason.clone().or(refund.facts.title.clone()).unwrap_or_else(|| refund.number.clone());
        let mut item = TimelineItem::new("refund", refund.id, refund.sort_at, title);
        item.detail = json!({
            "number": refund.number,
            "order_number": refund.facts.order,
            "status": refund.facts.status.code(),
            "status_raw": refund.facts.status_raw,
            "amount": refund.facts.amount,
            "currency": refund.facts.currency,
        });
        item.link = refund.order_id.map(|order| format!("/orders/{order}"));
        item.profile_id = refund.profile_id.map(Id);
        item.shop_id = Some(refund.shop_id);
        items.push(item);
    }
    for parcel in records::shipments(conn, profiles, before, limit).await? {
        let mut item = TimelineItem::new("shipment", parcel.id, parcel.at, parcel.tracking.clone());
        item.detail = json!({
            "carrier": parcel.carrier,
            "tracking": parcel.tracking,
            "order_number": parcel.order_number,
            "trace": trace(&parcel.trace),
        });
        item.link = Some(format!("/orders/{}", parcel.order_id));
        item.profile_id = parcel.profile_id.map(Id);
        item.shop_id = Some(parcel.shop_id);
        items.push(item);
    }
    items.sort_by_key(|item| {
        let place = item.place();
        (std::cmp::Reverse(place.at), std::cmp::Reverse(place.id))
    });
    items.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(items)
}

/// The orders of these profiles with their shops (order, shop), for finding out where they came from.
///
/// # Errors
/// When the database cannot be read.
pub async fn ids_of(conn: &mut impl Connection, profiles: &[i64]) -> Result<Vec<(i64, i64)>, Error> {
    if profiles.is_empty() { Ok(Vec::new()) } else { records::ids(conn, profiles).await }
}

/// A parcel's trace as the table holds it; what cannot be read is left out.
pub(super) fn trace(json: &str) -> Vec<Trace> {
    serde_json::from_str(json).unwrap_or_default()
}
