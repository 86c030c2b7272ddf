//! The examples of FORMS.md and of docs/examples can be read and used.
#![allow(clippy::unwrap_used, reason = "tests")]

use jiff::tz::TimeZone;
use pricing::{Shelf, check, price, read_cart, read_programme};

const FORMS: &str = include_str!("../FORMS.md");

#[test]
fn every_form_has_an_example_that_can_be_used() {
    let offers: Vec<&str> = FORMS
        .lines()
        .filter_map(|line| line.split("| `").nth(1)?.strip_suffix("` |"))
        .filter(|offer| offer.starts_with('{'))
        .collect();
    assert_eq!(offers.len(), 21);
    for offer in offers {
        let text = format!(
            r#"{{"currency": "CNY", "promotions": [{{"key": "a", "name": {{"zh": "", "en": ""}}, "offer": {offer}}}]}}"#
        );
        assert_eq!(check(&read_programme(&text).unwrap()), [], "{offer}");
    }
}

#[test]
fn the_larger_examples_can_be_read() {
    let blocks: Vec<&str> = FORMS.split("```json\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    let [programme, promotion, cart, draw] = blocks.as_slice() else { panic!("four examples") };
    read_programme(programme).unwrap();
    read_cart(cart).unwrap();
    let text = format!(r#"{{"currency": "CNY", "promotions": [{promotion}], "draws": [{draw}]}}"#);
    assert_eq!(check(&read_programme(&text).unwrap()), []);
}

#[test]
fn the_files_of_the_guide_are_priced() {
    let programme = read_programme(include_str!("../../../docs/examples/promotions.json")).unwrap();
    let cart = read_cart(include_str!("../../../docs/examples/cart.json")).unwrap();
    let shelf = Shelf::new(programme, TimeZone::posix("CST-8").unwrap()).unwrap();
    let priced = price(&shelf, &cart, 1_762_833_600_000).unwrap();
    assert_eq!((priced.goods, priced.total, priced.search.complete), (42_700, 33_700, true));
}
