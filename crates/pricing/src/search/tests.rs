//! A cart that is taken apart comes to the same as one whose offers are walked one by one.

use std::collections::BTreeSet;

use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::{apart, generate, walk};
use crate::table::Table;
use crate::{Buyer, Cart, Line, Offer, Programme, Shelf, read_programme};

fn eight_times_the_usual() -> ProptestConfig {
    let usual = ProptestConfig::default();
    ProptestConfig { cases: usual.cases.saturating_mul(8), ..usual }
}

/// Walks a cart's offers and takes it apart.
fn compare(programme: Programme, cart: &Cart) -> Result<(), TestCaseError> {
    let shelf = Shelf::new(programme, TimeZone::posix("CST-8").unwrap()).unwrap();
    let table = Table::new(&shelf, cart, 1_762_819_200_000).unwrap();
    let (walked, apart) = (walk::best(&table, 0, 1_000_000, None), apart::best(&table));
    prop_assert!(walked.complete);
    if apart.complete {
        prop_assert_eq!((walked.path, walked.state), (apart.path, apart.state));
    } else {
        prop_assert!(apart.state.payable() >= walked.state.payable());
    }
    Ok(())
}

proptest! {
    #![proptest_config(eight_times_the_usual())]

    #[test]
    fn both_ways_find_the_same(programme in generate::programme(9), cart in generate::cart(6)) {
        compare(programme, &cart)?;
    }

    /// Offers of few lines and offers of all beside each other, without limits that tie the cart together.
    #[test]
    fn both_ways_find_the_same_of_many_offers(programme in generate::programme(18), cart in generate::cart(6)) {
        let mut programme = programme;
        programme.settings.cap = None;
        programme.settings.floor_per_mille = 0;
        for (place, promotion) in programme.promotions.iter_mut().enumerate() {
            promotion.budget = None;
            if place % 3 > 0 && promotion.scope.goods.is_empty() && !matches!(promotion.offer, Offer::Package { .. }) {
                promotion.scope.goods.products = BTreeSet::from([format!("p{}", 1 + place % 4)]);
            }
        }
        compare(programme, &cart)?;
    }
}

/// A set's dear ways may be worth while beside an offer more: here a gift that is reached without the offer of one line alone.
#[test]
fn a_way_that_is_dear_for_a_set_is_not_lost_for_a_larger_one() {
    let promotion =
        |key: &str, rest: &str| format!(r#"{{"key": "{key}", "name": {{"zh": "促销", "en": "promotion"}}, {rest}}}"#);
    let off = r#""offer": {"amount_off": {"steps": [{"at": {"amount": 5000}, "off": 1000}]}}"#;
    let gift = r#"{"sku": "g", "name": {"zh": "赠品", "en": "gift"}, "quantity": 1, "worth": 1000}"#;
    let promotions = [
        promotion(
            "o0",
            r#""offer": {"nth_discount": {"n": 1, "keep": 0}}, "scope": {"goods": {"tags": ["new"]}}, "alone": true, "max_off": 816"#,
        ),
        promotion(
            "o1",
            r#""offer": {"presale": {"deposit": 1, "worth": 115}}, "scope": {"goods": {"categories": ["tea"]}}"#,
        ),
        promotion(
            "o2",
            r#""offer": {"points": {"points": 1, "worth": 204, "most": 39}}, "scope": {"goods": {"categories": ["tea"]}}"#,
        ),
        promotion("o3", &format!(r#"{off}, "scope": {{"goods": {{"tags": ["new"]}}}}, "alone": true"#)),
        promotion("o4", off),
        promotion("o5", r#""offer": {"discount": {"keep": 885}}, "max_off": 3430"#),
        promotion("o7", &format!(r#"{off}, "priority": 1"#)),
        promotion(
            "o8",
            &format!(r#""offer": {{"gift": {{"steps": [{{"at": {{"amount": 30000}}, "gifts": [{gift}]}}]}}}}"#),
        ),
    ];
    let programme =
        read_programme(&format!(r#"{{"currency": "CNY", "promotions": [{}]}}"#, promotions.join(","))).unwrap();
    let line = |key: &str, quantity, unit_price, tag: &str, category: &str| Line {
        key: key.into(),
        product: "p1".into(),
        quantity,
        unit_price,
        tags: BTreeSet::from([tag.to_owned()]),
        categories: BTreeSet::from([category.to_owned()]),
        ..Line::default()
    };
    let cart = Cart {
        currency: "CNY".into(),
        lines: vec![
            line("l0", 3, 5000, "new", ""),
            line("l1", 3, 5000, "", ""),
            line("l2", 1, 0, "", ""),
            line("l3", 2, 2990, "", "tea"),
        ],
        buyer: Buyer { points: 1, ..Buyer::default() },
        spend_points: 1,
        ..Cart::default()
    };
    compare(programme, &cart).unwrap();
}
