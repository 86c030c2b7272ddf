//! Carts as large as shops see them are priced in few steps, and the answer says when it is not known to be the best.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;
use std::fmt::Write as _;

use jiff::tz::TimeZone;
use pricing::{Buyer, Cart, Line, Priced, Shelf, price, read_programme};

/// Prices a cart of so many lines, each of its own product; the buyer holds coupons `c0` to `c9`.
fn priced(lines: u32, settings: &str, promotions: &str) -> Priced {
    let text = format!(r#"{{"currency": "CNY", "settings": {settings}, "promotions": [{promotions}]}}"#);
    let shelf = Shelf::new(read_programme(&text).unwrap(), TimeZone::posix("CST-8").unwrap()).unwrap();
    let line = |at: u32| Line {
        key: format!("l{at:02}"),
        product: format!("p{at}"),
        quantity: at % 3 + 1,
        unit_price: 1_990 + i64::from(at * 137 % 7_000),
        categories: BTreeSet::from(["tea".to_owned()]),
        ..Line::default()
    };
    let coupons = (0..10).map(|at| format!("c{at}")).collect();
    let cart = Cart {
        currency: "CNY".to_owned(),
        lines: (0..lines).map(line).collect(),
        buyer: Buyer { coupons, ..Buyer::default() },
        shipping: 1_000,
        ..Cart::default()
    };
    price(&shelf, &cart, 1_762_819_200_000).unwrap()
}

/// A flash sale for each of so many products.
fn flashes(products: std::ops::Range<u32>) -> String {
    let mut text = String::new();
    for at in products {
        let _ = write!(
            text,
            r#"{{"key": "f{at:05}", "name": {{"zh": "秒杀", "en": "flash"}}, "offer": {{"flash": {{"cut": {{"keep": {}}}, "stock": 99}}}}, "scope": {{"goods": {{"products": ["p{at}"]}}}}}},"#,
            700 + at % 29 * 10
        );
    }
    text
}

/// Ten coupons of different thresholds, 满减 and 包邮.
fn wide() -> String {
    let mut text = String::new();
    for at in 0..10_u32 {
        let _ = write!(
            text,
            r#"{{"key": "c{at}", "name": {{"zh": "券", "en": "coupon"}}, "held": true, "offer": {{"amount_off": {{"steps": [{{"at": {{"amount": {}}}, "off": {}}}]}}}}}},"#,
            10_000 * (at + 1),
            400 * (at + 1) + at * 37
        );
    }
    text + r#"{"key": "d11", "name": {"zh": "每满300减50", "en": "50 off each 300"}, "offer": {"amount_off": {"steps": [{"at": {"amount": 30000}, "off": 5000}], "repeat": 99}}},
        {"key": "by", "name": {"zh": "包邮", "en": "free shipping"}, "offer": {"free_shipping": {"at": {"amount": 9900}}}}"#
}

#[test]
fn a_wide_cart_takes_few_steps() {
    for (lines, settings, promotions) in [
        (50, "{}", format!("{}{}", flashes(45..245), wide())),
        (50, "{}", flashes(0..200).trim_end_matches(',').to_owned()),
        (20, "{}", format!("{}{}", flashes(18..2_018), wide())),
    ] {
        let priced = priced(lines, settings, &promotions);
        assert!(priced.search.complete && priced.search.steps < 5_000, "{lines} {settings}: {:?}", priced.search);
    }
}

#[test]
fn a_search_that_ends_early_says_so() {
    let priced = priced(50, r#"{"search_steps": 20}"#, &format!("{}{}", flashes(0..200), wide()));
    assert!(!priced.search.complete);
    assert!(priced.search.message.unwrap().zh.contains("search_steps"));
    assert!(priced.total > 0);
}
