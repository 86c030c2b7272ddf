//! Carts that an operator would recognise, as they are priced and explained.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod goods;
mod thresholds;

use std::fmt::Write as _;

use expect_test::Expect;
use jiff::tz::TimeZone;
use pricing::{Cart, Shelf, price, read_cart, read_programme, shown};

/// Prices a cart under promotions at an instant of Shanghai's wall clock, and tells the outcome in the buyer's words.
///
/// `lines` are `key product quantity price` with the price in yuan; a category may follow.
fn check(promotions: &str, lines: &str, rest: &str, at: &str, told: Expect) {
    let zone = TimeZone::posix("CST-8").unwrap();
    let wall: jiff::civil::DateTime = at.parse().unwrap();
    let now = zone.to_timestamp(wall).unwrap().as_millisecond();
    let programme = read_programme(&format!("{{\"currency\": \"CNY\", {promotions}}}")).unwrap();
    let shelf = Shelf::new(programme, zone).unwrap();
    let line = |text: &str| {
        let words: Vec<&str> = text.split_whitespace().collect();
        let categories = words.get(4).map(|name| format!("\"{name}\"")).unwrap_or_default();
        format!(
            r#"{{"key": "{}", "product": "{}", "quantity": {}, "unit_price": {}00, "categories": [{categories}]}}"#,
            words[0], words[1], words[2], words[3]
        )
    };
    let lines: Vec<String> = lines.split(';').map(line).collect();
    let comma = if rest.is_empty() { "" } else { "," };
    let cart: Cart =
        read_cart(&format!("{{\"currency\": \"CNY\", \"lines\": [{}]{comma} {rest}}}", lines.join(","))).unwrap();
    let priced = price(&shelf, &cart, now).unwrap();
    let money = |amount| shown(amount, "CNY");
    let mut text = String::new();
    for line in &priced.lines {
        let cuts: Vec<String> =
            line.applied.iter().map(|cut| format!("{} -{}", cut.name.zh, money(cut.amount))).collect();
        let _ = writeln!(
            text,
            "{} ×{} {} → {}  {}",
            line.key,
            line.quantity,
            money(line.before),
            money(line.payable),
            cuts.join("，")
        );
        for refused in &line.refused {
            let _ = writeln!(text, "    ✗ {}: {}", refused.promotion, refused.reason.zh);
        }
    }
    for given in &priced.gifts {
        let _ = writeln!(text, "赠 {} ×{}", given.gift.name.zh, given.gift.quantity);
    }
    for offer in &priced.redeemable {
        let _ = writeln!(text, "可换购 {} {}", offer.products.join("、"), money(offer.price));
    }
    for next in &priced.next {
        let _ = writeln!(text, "→ {}: {}", next.promotion, next.words.zh);
    }
    let deposit = priced.deposit.map(|deposit| format!("，现付定金 {}", money(deposit))).unwrap_or_default();
    let points = if priced.points_spent > 0 { format!("，用 {} 积分", priced.points_spent) } else { String::new() };
    let _ = write!(
        text,
        "应付 {}（省 {}，运费 {}{points}{deposit}）",
        money(priced.total),
        money(priced.discount),
        money(priced.shipping)
    );
    assert!(priced.search.complete);
    told.assert_eq(&text);
}

/// A promotion: key, Chinese name, offer, and what else it says.
fn one(key: &str, name: &str, offer: &str, rest: &str) -> String {
    let comma = if rest.is_empty() { "" } else { ", " };
    format!(r#"{{"key": "{key}", "name": {{"zh": "{name}", "en": "{key}"}}, "offer": {offer}{comma}{rest}}}"#)
}

fn all(promotions: &[String]) -> String {
    format!("\"promotions\": [{}]", promotions.join(","))
}

const NOON: &str = "2025-11-11T12:00";

fn double11() -> String {
    let offer = r#"{"amount_off": {"steps": [{"at": {"amount": 30000}, "off": 5000}], "repeat": 99}}"#;
    one("d11", "每满300减50", offer, r#""scope": {"from": "2025-11-10T20:00", "until": "2025-11-12"}"#)
}
