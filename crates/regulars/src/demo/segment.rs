//! The demo shop's own site as batches of Segment's tracking API: one JSON body a line, each below 500 kB, with
//! `identify`, `page` and `track` messages in the names of its ecommerce events.

use std::io::{self, Write};
use std::ops::Range;

use connectors::drafts::{Draft, EventDraft, Identifier, IdentifierKind, Millis, OrderDraft, OrderStatus, PersonDraft};
use serde_json::{Map, Value, json};

use super::World;

/// What a body may weigh; the API refuses more.
const MOST_BYTES: usize = 490_000;

/// What was written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Written {
    /// Bodies, one a line.
    pub batches: u64,
    /// Messages in them.
    pub messages: u64,
}

/// Writes what these people did at one shop. `done` hears the number of people after each.
///
/// # Errors
/// Those of the writer.
pub fn write(
    world: &World,
    shop: usize,
    people: Range<u64>,
    out: &mut dyn Write,
    done: &mut dyn FnMut(u64),
) -> io::Result<Written> {
    let mut bodies =
        Bodies { out, body: String::new(), sent_at: text(world.settings().to), written: Written::default() };
    for (count, number) in (1..).zip(people) {
        for told in world.person_drafts_of(number, shop) {
            match told.draft {
                Draft::Person(person) => bodies.say(&identify(number, &person))?,
                Draft::Event(event) => {
                    let viewed = event.name == "page_viewed";
                    bodies.say(&if viewed { page(&event) } else { track(world, shop, &event) })?;
                }
                Draft::Order(order) if order.paid_at.is_some() => {
                    bodies.say(&completed(&order))?;
                    if order.status == OrderStatus::Refunded {
                        bodies.say(&refunded(&order))?;
                    }
                }
                _ => {}
            }
        }
        done(count);
    }
    bodies.end()?;
    Ok(bodies.written)
}

struct Bodies<'a> {
    out: &'a mut dyn Write,
    body: String,
    sent_at: String,
    written: Written,
}

impl Bodies<'_> {
    fn say(&mut self, message: &Value) -> io::Result<()> {
        let message = message.to_string();
        if !self.body.is_empty() && self.body.len() + message.len() > MOST_BYTES {
            self.end()?;
        }
        self.body.push_str(if self.body.is_empty() { "{\"batch\":[" } else { "," });
        self.body.push_str(&message);
        self.written.messages += 1;
        Ok(())
    }

    fn end(&mut self) -> io::Result<()> {
        if self.body.is_empty() {
            return Ok(());
        }
        self.body.push_str("],\"sentAt\":\"");
        self.body.push_str(&self.sent_at);
        self.body.push_str("\"}\n");
        self.out.write_all(self.body.as_bytes())?;
        self.body.clear();
        self.written.batches += 1;
        Ok(())
    }
}

fn text(at: Millis) -> String {
    jiff::Timestamp::from_millisecond(at).map(|at| format!("{at:.3}")).unwrap_or_default()
}

/// A message with its id, time and sender.
fn message(kind: &str, id: &str, at: Millis, who: &[Identifier]) -> Map<String, Value> {
    let mut message = Map::new();
    let mut say = |name: &str, text: String| message.insert(name.to_owned(), Value::String(text));
    say("type", kind.to_owned());
    say("messageId", id.to_owned());
    say("timestamp", text(at));
    let mut named = false;
    for identifier in who {
        let name = match identifier.kind {
            IdentifierKind::UserId => "userId",
            IdentifierKind::AnonymousId => "anonymousId",
            _ => continue,
        };
        say(name, identifier.value.clone());
        named = true;
    }
    if !named {
        // A guest who left a mobile only; the site knows the visit, not the visitor.
        say("anonymousId", format!("guest-{id}"));
    }
    message.insert(
        "context".to_owned(),
        json!({ "library": { "name": "analytics.js", "version": "2.11.1" }, "locale": "zh-CN" }),
    );
    message
}

fn identify(number: u64, person: &PersonDraft) -> Value {
    let at = person.registered_at.unwrap_or(0);
    let mut identify = message("identify", &format!("i-{number:x}"), at, &person.identifiers);
    let mut traits = Map::new();
    let told = [
        ("name", &person.name),
        ("email", &person.email),
        ("phone", &person.mobile),
        ("gender", &person.gender),
        ("birthday", &person.birthday),
    ];
    for (name, value) in told {
        if let Some(value) = value {
            traits.insert(name.to_owned(), Value::String(value.clone()));
        }
    }
    traits.insert("createdAt".to_owned(), Value::String(text(at)));
    traits.insert(
        "address".to_owned(),
        json!({ "state": person.address.province, "city": person.address.city, "country": "CN" }),
    );
    traits.extend(person.traits.clone());
    identify.insert("traits".to_owned(), Value::Object(traits));
    Value::Object(identify)
}

fn page(event: &EventDraft) -> Value {
    let mut page = message("page", &event.key, event.at, &event.identifiers);
    let said = |name: &str| event.properties.get(name).and_then(Value::as_str).unwrap_or_default();
    page.insert("name".to_owned(), json!(said("name")));
    let url = format!("https://shop.shilu.example{}", said("path"));
    page.insert("properties".to_owned(), json!({ "path": said("path"), "url": url }));
    Value::Object(page)
}

fn track(world: &World, shop: usize, event: &EventDraft) -> Value {
    let name = match event.name.as_str() {
        "viewed" => "Product Viewed",
        "searched" => "Products Searched",
        "favourited" => "Product Added to Wishlist",
        "carted" => "Product Added",
        "reviewed" => "Product Reviewed",
        "inquired" => "Live Chat Conversation Started",
        "list_viewed" => "Product List Viewed",
        "survey_answered" => "Survey Answered",
        "question_answered" => "Question Answered",
        "reply_received" => "Reply Received",
        "complaint_resolved" => "Complaint Resolved",
        "compensated" => "Compensated",
        // The specification has no word for the others.
        other => other,
    };
    let mut properties = event.properties.clone();
    if let Some(review) = properties.remove("text") {
        let name = if event.name == "reviewed" { "review_body" } else { "text" };
        properties.insert(name.to_owned(), review);
    }
    if let Some(order) = properties.remove("order") {
        properties.insert("order_id".to_owned(), order);
    }
    let number = event.product.as_deref();
    let product = world.products().iter().find(|product| product.numbers.get(shop).map(String::as_str) == number);
    if let (Some(number), Some(product)) = (number, product) {
        properties.insert("product_id".to_owned(), json!(number));
        properties.insert("sku".to_owned(), json!(product.sku));
        properties.insert("name".to_owned(), json!(product.title));
        properties.insert("category".to_owned(), json!(product.category));
        properties.insert("price".to_owned(), yuan(product.price));
        properties.insert("currency".to_owned(), json!("CNY"));
    }
    if let Some(given) = event.amount.filter(|_| event.name == "compensated") {
        properties.insert("total".to_owned(), yuan(given));
        properties.insert("currency".to_owned(), json!("CNY"));
    }
    let mut track = message("track", &event.key, event.at, &event.identifiers);
    track.insert("event".to_owned(), json!(name));
    track.insert("properties".to_owned(), Value::Object(properties));
    Value::Object(track)
}

fn completed(order: &OrderDraft) -> Value {
    let at = order.paid_at.unwrap_or(0);
    let mut track = message("track", &format!("o-{}", order.number), at, &order.buyer.identifiers);
    let products: Vec<Value> = order
        .lines
        .iter()
        .map(|line| {
            json!({
                "product_id": line.product, "sku": line.sku, "name": line.title, "category": line.category,
                "variant": line.options, "price": yuan(line.price.unwrap_or(0)), "quantity": line.quantity,
            })
        })
        .collect();
    let goods = order.goods.unwrap_or(0) - order.discount.unwrap_or(0);
    track.insert("event".to_owned(), json!("Order Completed"));
    track.insert(
        "properties".to_owned(),
        json!({
            "order_id": order.number, "total": yuan(order.total.unwrap_or(0)), "revenue": yuan(goods),
            "shipping": yuan(order.shipping.unwrap_or(0)), "discount": yuan(order.discount.unwrap_or(0)),
            "currency": "CNY", "email": order.buyer.email, "products": products,
        }),
    );
    Value::Object(track)
}

fn refunded(order: &OrderDraft) -> Value {
    let at = order.finished_at.unwrap_or(0);
    let mut track = message("track", &format!("r-{}", order.number), at, &order.buyer.identifiers);
    track.insert("event".to_owned(), json!("Order Refunded"));
    let back = yuan(order.refunded.unwrap_or(0));
    track.insert("properties".to_owned(), json!({ "order_id": order.number, "total": back, "currency": "CNY" }));
    Value::Object(track)
}

/// Yuan as the number that the API wants: `128` or `128.5`, exact to the 分.
pub(super) fn yuan(amount: i64) -> Value {
    let text = format!("{}.{:02}", amount / 100, amount % 100);
    serde_json::from_str(&text).unwrap_or(Value::Null)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::super::{Channel, Settings};
    use super::*;

    #[test]
    fn bodies_are_small_enough_and_hold_whole_messages() {
        let world = World::new(Settings::two_years_to(1_795_233_600_000, 43, 3_000));
        let mut out = Vec::new();
        let shop = world.shop(Channel::Web).unwrap();
        let written = write(&world, shop, 0..3_000, &mut out, &mut |_| {}).unwrap();
        let text = String::from_utf8(out).unwrap();
        let mut ids = HashSet::new();
        let mut kinds = HashSet::new();
        assert!(text.lines().count() > 1);
        for line in text.lines() {
            assert!(line.len() < 500_000);
            let body: Value = serde_json::from_str(line).unwrap();
            assert_eq!(body["sentAt"], "2026-11-21T04:00:00.000Z");
            for message in body["batch"].as_array().unwrap() {
                assert!(message.to_string().len() < 32_000);
                assert!(message["userId"].is_string() || message["anonymousId"].is_string(), "{message}");
                assert!(ids.insert(message["messageId"].as_str().unwrap().to_owned()), "{message}");
                let kind = message["event"].as_str().or(message["type"].as_str()).unwrap();
                kinds.insert(kind.to_owned());
            }
        }
        assert_eq!(ids.len() as u64, written.messages);
        assert_eq!(text.lines().count() as u64, written.batches);
        for kind in [
            "identify",
            "page",
            "Product Viewed",
            "Products Searched",
            "Product Added",
            "Order Completed",
            "Order Refunded",
            "Product Reviewed",
            "Survey Answered",
            "Question Answered",
            "Reply Received",
            "Complaint Resolved",
            "Compensated",
        ] {
            assert!(kinds.contains(kind), "{kind} of {kinds:?}");
        }
    }
}
