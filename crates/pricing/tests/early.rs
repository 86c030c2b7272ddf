//! Members whose level has early access get a promotion so many hours before the others.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where it fails")]

use jiff::tz::TimeZone;
use pricing::{Shelf, early_access, price, read_cart, read_programme};

const HOUR: i64 = 3_600_000;
/// 2025-11-11T08:00:00+08:00, a Tuesday; the sale opens at noon of the next day, 28 hours later.
const NOW: i64 = 1_762_819_200_000;

fn shelf(scope: &str, rest: &str) -> Shelf {
    let programme = format!(
        r#"{{"currency": "CNY", "levels": {{"g": {{"zh": "金卡", "en": "Gold"}}}}, "early_access": {{"g": 24, "s": 1}},
            "promotions": [{{"key": "f", "name": {{"zh": "秒杀", "en": "flash"}},
                "offer": {{"flash": {{"cut": {{"price": 900}}, "stock": 10}}}},
                "scope": {{"from": "2025-11-12T12:00", "until": "2025-11-13"{scope}}}{rest}}}]}}"#
    );
    Shelf::new(read_programme(&programme).unwrap(), TimeZone::posix("CST-8").unwrap()).unwrap()
}

/// What a piece costs, with the refusal or what is said of early access.
fn told(shelf: &Shelf, level: &str, hours: i64) -> String {
    let cart = format!(
        r#"{{"currency": "CNY", "lines": [{{"key": "1", "product": "tea", "quantity": 1, "unit_price": 1000}}],
            "buyer": {{"coupons": ["f"]{level}}}}}"#
    );
    let cart = read_cart(&cart).unwrap();
    let priced = price(shelf, &cart, NOW + hours * HOUR).unwrap();
    let early = shelf.open_early(&cart.buyer, NOW + hours * HOUR).len();
    let refused = priced.refused.first().map(|one| one.reason.en.clone());
    let said = priced.offers.first().and_then(|one| one.early_access.clone()).map(|words| words.en);
    format!("{} {early} {}", priced.total, refused.or(said).unwrap_or_default()).trim_end().to_owned()
}

#[test]
fn a_level_with_early_access_is_let_in_so_many_hours_before() {
    let (gold, silver, none) = (r#", "level": "g""#, r#", "level": "s""#, "");
    let sale = shelf("", "");
    for (level, hours, expected) in [
        (none, 27, "1000 0 starts at 2025-11-12 12:00"),
        (gold, 3, "1000 0 starts at 2025-11-11 12:00"),
        (gold, 4, "900 1 early access for this level; it opens for everybody at 2025-11-12 12:00"),
        (silver, 26, "1000 0 starts at 2025-11-12 11:00"),
        (silver, 27, "900 1 early access for this level; it opens for everybody at 2025-11-12 12:00"),
        (gold, 28, "900 0"),
        (none, 28, "900 0"),
        (gold, 40, "1000 0 ended at 2025-11-13 00:00"),
    ] {
        assert_eq!(told(&sale, level, hours), expected, "{level} {hours}");
    }
    // Hours of the day hold for her too, and what opens for everybody at once opens for nobody before.
    assert_eq!(
        told(&shelf(r#", "hours": [{"from": "12:00", "to": "14:00"}]"#, ""), gold, 4).split(' ').next(),
        Some("900")
    );
    for shelf in [
        shelf(r#", "hours": [{"from": "15:00", "to": "16:00"}]"#, ""),
        shelf(r#", "early_access": false"#, ""),
        shelf("", r#", "held": true"#),
    ] {
        assert!(told(&shelf, gold, 4).starts_with("1000 0"));
    }
}

#[test]
fn the_small_print_says_who_gets_in_before() {
    let said = |scope: &str, rest: &str| {
        let shelf = shelf(scope, rest);
        let programme = shelf.programme();
        early_access(&programme.promotions[0], programme).map(|words| format!("{} | {}", words.zh, words.en))
    };
    let both = "提前购：金卡 11月11日 12:00 起，s 11月12日 11:00 起 | early access: Gold from 11 Nov 12:00, s from 12 Nov 11:00";
    assert_eq!(said("", "").as_deref(), Some(both));
    let gold = "提前购：金卡 11月11日 12:00 起 | early access: Gold from 11 Nov 12:00";
    assert_eq!(said(r#", "levels": ["g"]"#, "").as_deref(), Some(gold));
    assert_eq!(said(r#", "levels": ["b"]"#, ""), None);
    assert_eq!(said(r#", "early_access": false"#, ""), None);
    assert_eq!(said("", r#", "held": true"#), None);
}
