//! Behaviours: Segment's events of commerce, and of who signs up and in, in our words.

use serde_json::{Map, Value};

use super::{Common, Kind, Setting, commerce, property};
use crate::drafts::{Draft, EventDraft, Minor};

/// Our name of a Segment event; Segment compares names without regard to case, and so do we. The second column of
/// names is the first version of the specification, which old shops still send.
const NAMES: [(&str, &str); 50] = [
    ("products searched", "searched"),
    ("product list viewed", "list_viewed"),
    ("product list filtered", "list_filtered"),
    ("promotion viewed", "promotion_viewed"),
    ("promotion clicked", "promotion_clicked"),
    ("product clicked", "clicked"),
    ("product viewed", "viewed"),
    ("product added", "carted"),
    ("product removed", "uncarted"),
    ("cart viewed", "cart_viewed"),
    ("checkout started", "checkout_started"),
    ("checkout step viewed", "checkout_step_viewed"),
    ("checkout step completed", "checkout_step_completed"),
    ("payment info entered", "payment_info_entered"),
    ("order completed", "ordered"),
    ("order updated", "order_updated"),
    ("order refunded", "refunded"),
    ("order cancelled", "order_cancelled"),
    ("order canceled", "order_cancelled"),
    ("coupon entered", "coupon_entered"),
    ("coupon applied", "coupon_applied"),
    ("coupon denied", "coupon_denied"),
    ("coupon removed", "coupon_removed"),
    ("product added to wishlist", "favourited"),
    ("product removed from wishlist", "unfavourited"),
    ("wishlist product added to cart", "carted"),
    ("product shared", "shared"),
    ("cart shared", "cart_shared"),
    ("product reviewed", "reviewed"),
    ("survey answered", "survey_answered"),
    ("question answered", "question_answered"),
    ("live chat conversation started", "inquired"),
    ("signed up", "signed_up"),
    ("signed in", "signed_in"),
    ("reply received", "reply_received"),
    ("complaint resolved", "complaint_resolved"),
    ("compensated", "compensated"),
    ("searched products", "searched"),
    ("viewed product category", "list_viewed"),
    ("viewed promotion", "promotion_viewed"),
    ("clicked promotion", "promotion_clicked"),
    ("clicked product", "clicked"),
    ("viewed product", "viewed"),
    ("added product", "carted"),
    ("removed product", "uncarted"),
    ("started checkout", "checkout_started"),
    ("viewed checkout step", "checkout_step_viewed"),
    ("completed checkout step", "checkout_step_completed"),
    ("completed order", "ordered"),
    ("refunded order", "refunded"),
];

/// Our name of an event, or `None` when the source's name stands.
pub(super) fn name(event: &str) -> Option<&'static str> {
    NAMES.iter().find(|(theirs, _)| theirs.eq_ignore_ascii_case(event)).map(|(_, ours)| *ours)
}

/// A `track` call: the event, and the order or refund that it states.
pub(super) fn track(
    common: Common,
    event: String,
    mut properties: Map<String, Value>,
    setting: &Setting,
    drafts: &mut Vec<Draft>,
) {
    let ours = name(&event);
    let currency = property::currency(&properties, &setting.currency);
    if let Some(ours) = ours {
        drafts.extend(commerce::draft(ours, &common, &properties, &currency, setting));
    }
    let amount = amount(&properties, &currency);
    let product = property::first(&properties, &["product_id", "productId", "sku"]);
    if ours.is_some() {
        properties.entry("source_event").or_insert_with(|| Value::String(event.clone()));
    }
    drafts.push(draft(common, ours.map_or(event, str::to_owned), properties, setting, product, amount, currency));
}

/// A `page` or `screen` call.
pub(super) fn view(
    common: Common,
    kind: Kind,
    properties: Map<String, Value>,
    setting: &Setting,
    drafts: &mut Vec<Draft>,
) {
    let name = if kind == Kind::Screen { "screen_viewed" } else { "page_viewed" };
    drafts.push(draft(common, name.to_owned(), properties, setting, None, None, String::new()));
}

fn draft(
    mut common: Common,
    name: String,
    mut properties: Map<String, Value>,
    setting: &Setting,
    product: Option<String>,
    amount: Option<Minor>,
    currency: String,
) -> Draft {
    let identifiers = common.identifiers();
    if !common.visit.is_empty() {
        properties.entry("context").or_insert_with(|| Value::Object(std::mem::take(&mut common.visit)));
    }
    Draft::Event(Box::new(EventDraft {
        row: 0,
        key: common.id,
        shop: setting.shop.clone(),
        name,
        identifiers,
        at: common.at,
        product,
        amount,
        currency: amount.map(|_| currency),
        properties,
    }))
}

/// What the event is worth: `total`, else `revenue`, else `value`, else `price` times `quantity`.
fn amount(properties: &Map<String, Value>, currency: &str) -> Option<Minor> {
    ["total", "revenue", "value"]
        .iter()
        .find_map(|key| property::money(properties, key, currency))
        .or_else(|| commerce::price_of(properties, currency))
}
