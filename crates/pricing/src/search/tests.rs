//! A cart that is taken apart comes to the same as one whose offers are walked one by one.

use std::collections::BTreeSet;

use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::{apart, generate, walk};
use crate::table::Table;
use crate::{AmountStep, At, Buyer, Cart, Cut, Line, Offer, OrderStep, Programme, Promotion, Scope, Shelf, Words};

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

/// Two amounts that are more than the goods cost both take off more of dearer goods.
#[test]
fn amounts_beyond_what_goods_cost_take_more_of_dearer_ones() {
    let promotion = |key: &str, offer: Offer, exclusive: Option<&str>, products: &[&str]| {
        let mut scope = Scope::default();
        scope.goods.products = products.iter().map(|one| (*one).to_owned()).collect();
        Promotion {
            key: key.to_owned(),
            name: Words::default(),
            offer,
            scope,
            layer: None,
            held: false,
            priority: 0,
            exclusive: exclusive.map(str::to_owned),
            alone: key == "o2",
            max_off: None,
            budget: None,
            uses: None,
            uses_per_customer: None,
        }
    };
    let amount =
        |at: At, off: i64, repeat: Option<u32>| Offer::AmountOff { steps: vec![AmountStep { at, off }], repeat };
    let usual = || amount(At::Amount(5_000), 1_000, None);
    let first = Offer::LadderOrder { steps: vec![OrderStep { up_to: 1, cut: Cut::Price(990) }] };
    let promotions = vec![
        promotion("o0", usual(), None, &[]),
        promotion("o1", Offer::NewcomerPrice { cut: Cut::Keep(800), limit: None }, Some("one"), &["p3"]),
        promotion("o2", first, None, &[]),
        promotion("o3", amount(At::Quantity(1), 1_344, Some(3)), Some("one"), &[]),
        promotion("o4", usual(), None, &[]),
        promotion("o6", usual(), None, &[]),
        promotion("o8", usual(), None, &[]),
        promotion("o9", amount(At::Quantity(1), 5_000, None), None, &[]),
        promotion("o10", Offer::NthDiscount { n: 3, keep: 0, times: None }, None, &["p2", "p3"]),
    ];
    let mut programme = Programme { currency: "CNY".to_owned(), promotions, ..Programme::default() };
    programme.settings.together = Some(2);
    let line = |key: &str, product: &str, quantity: u32, unit_price: i64| Line {
        key: key.to_owned(),
        product: product.to_owned(),
        quantity,
        unit_price,
        ..Line::default()
    };
    let lines = vec![line("l0", "p3", 1, 2_990), line("l1", "p2", 3, 5_000)];
    let buyer = Buyer { first_order: true, ..Buyer::default() };
    let cart = Cart { currency: "CNY".to_owned(), lines, buyer, ..Cart::default() };
    compare(programme, &cart).unwrap();
}

/// A programme with these offers: key, offer, and whatever else is said of it.
fn offers(settings: &str, offers: &[(&str, &str, &str)]) -> Programme {
    let one = |(key, offer, rest): &(&str, &str, &str)| {
        let comma = if rest.is_empty() { "" } else { ", " };
        format!(r#"{{"key": "{key}", "name": {{"zh": "促销", "en": "offer"}}, "offer": {offer}{comma}{rest}}}"#)
    };
    let offers: Vec<String> = offers.iter().map(one).collect();
    let text = format!(r#"{{"currency": "CNY", "settings": {{{settings}}}, "promotions": [{}]}}"#, offers.join(", "));
    crate::read_programme(&text).unwrap()
}

/// A cart of lines of key, product, quantity, price, and whatever else is said of each.
fn cart(lines: &[(&str, &str, u32, i64, &str)], buyer: &str) -> Cart {
    let one = |(key, product, quantity, price, rest): &(&str, &str, u32, i64, &str)| {
        let comma = if rest.is_empty() { "" } else { ", " };
        let line = format!(r#""key": "{key}", "product": "{product}", "quantity": {quantity}, "unit_price": {price}"#);
        format!("{{{line}{comma}{rest}}}")
    };
    let lines: Vec<String> = lines.iter().map(one).collect();
    let text = format!(r#"{{"currency": "CNY", "lines": [{}], "buyer": {{{buyer}}}}}"#, lines.join(", "));
    crate::read_cart(&text).unwrap()
}

const TEA: &str = r#""categories": ["tea"]"#;
const ONLY_TEA: &str = r#""scope": {"goods": {"categories": ["tea"]}}"#;

/// Two equal prices with a third between them that comes to the same on one line, and brings a gift.
#[test]
fn an_equal_price_with_a_gift_keeps_its_place_between_two_others() {
    let gift = r#"{"sku": "g", "name": {"zh": "赠品", "en": "gift"}, "quantity": 1, "worth": 1000}"#;
    let special = format!(r#"{{"special": {{"was": 1001, "now": 1, "gifts": [{gift}]}}}}"#);
    let newcomer = r#"{"newcomer_price": {"cut": {"price": 0}}}"#;
    let programme = offers(
        r#""floor_at_cost": true"#,
        &[
            ("o0", r#"{"ladder_quantity": {"steps": [{"from": 1, "cut": {"price": 0}}]}}"#, ONLY_TEA),
            ("o1", &special, r#""scope": {"goods": {"products": ["p3"]}}"#),
            ("o2", newcomer, ONLY_TEA),
        ],
    );
    let dear = format!(r#"{TEA}, "cost": 1"#);
    let cart = cart(&[("l0", "p3", 1, 2_990, &dear), ("l1", "p1", 1, 2_990, TEA)], r#""first_order": true"#);
    compare(programme, &cart).unwrap();
}

/// A price that a later one beats plays no part, but for which offers come first.
#[test]
fn a_beaten_price_is_named_whether_or_not_ways_are_left_out() {
    let programme = offers(
        r#""together": null"#,
        &[
            ("o0", r#"{"ladder_order": {"steps": [{"up_to": 9, "cut": {"price": 990}}]}}"#, r#""exclusive": "one""#),
            (
                "o1",
                r#"{"member_price": {"prices": [{"level": "gold", "cut": {"price": 0}}]}}"#,
                r#""exclusive": "one", "max_off": 9"#,
            ),
            ("o2", r#"{"newcomer_price": {"cut": {"price": 990}}}"#, ""),
            ("o3", r#"{"percent_off": {"steps": [{"at": {"quantity": 1}, "keep": 500}]}}"#, r#""exclusive": "one""#),
        ],
    );
    let cart = cart(&[("l0", "p1", 1, 2_990, "")], r#""level": "gold", "first_order": true"#);
    compare(programme, &cart).unwrap();
}

/// A coupon of 20 off each 16.67 takes 40 off goods of 40: a third time would bring nothing.
#[test]
fn a_repeated_amount_is_weighed_at_the_last_time_that_counts_in_full() {
    let programme = offers(
        r#""together": 2"#,
        &[
            ("o0", r#"{"flash": {"cut": {"keep": 500}, "stock": 1}}"#, ONLY_TEA),
            ("o2", r#"{"buy_get": {"buy": 2, "get": 1}}"#, r#""scope": {"goods": {"products": ["p1"]}}"#),
            (
                "o5",
                r#"{"amount_off": {"steps": [{"at": {"amount": 1667}, "off": 2000}], "repeat": 3}}"#,
                r#""held": true, "scope": {"goods": {"products": ["p2"]}}"#,
            ),
            ("o6", r#"{"discount": {"keep": 900}}"#, ""),
            ("o7", r#"{"percent_off": {"steps": [{"at": {"amount": 20000}, "keep": 800}]}}"#, ONLY_TEA),
        ],
    );
    let lines = [("l0", "p1", 1, 2_990, TEA), ("l1", "p3", 3, 9_900, TEA), ("l2", "p2", 1, 5_000, TEA)];
    let cart = cart(&[&lines[..], &[("l3", "p1", 3, 13_373, "")]].concat(), r#""coupons": ["o5"]"#);
    compare(programme, &cart).unwrap();
}

/// Two offers of all lines, of which one leaves a line to the other because it does not go with what lies there.
#[test]
fn offers_that_shun_others_may_share_lines_between_them() {
    let programme = offers(
        r#""together": 2"#,
        &[
            ("o3", r#"{"amount_off": {"steps": [{"at": {"amount": 1000}, "off": 2000}]}}"#, r#""exclusive": "one""#),
            ("o6", r#"{"amount_off": {"steps": [{"at": {"amount": 5000}, "off": 2000}]}}"#, ""),
            (
                "o8",
                r#"{"member_price": {"prices": [{"level": "gold", "cut": {"price": 8717}}]}}"#,
                r#""exclusive": "one", "scope": {"goods": {"products": ["p1"]}}"#,
            ),
            ("o9", r#"{"nth_discount": {"n": 3, "keep": 0}}"#, r#""scope": {"goods": {"products": ["p2"]}}"#),
            ("o11", r#"{"presale": {"deposit": 1, "worth": 1518}}"#, ONLY_TEA),
        ],
    );
    let cart = cart(&[("l0", "p1", 2, 9_235, TEA), ("l1", "p2", 3, 5_000, "")], r#""level": "gold""#);
    compare(programme, &cart).unwrap();
}

/// Two ways cost the same before an amount is taken off, and not after: the rate after it has its threshold from both lines in
/// the one, and from one line in the other.
#[test]
fn ways_that_cost_the_same_by_other_lines_are_told_apart_after_an_amount() {
    let programme = offers(
        r#""together": null"#,
        &[
            ("o0", r#"{"amount_off": {"steps": [{"at": {"amount": 5000}, "off": 1000}]}}"#, ""),
            (
                "o1",
                r#"{"discount": {"keep": 800}}"#,
                r#""priority": 1, "exclusive": "one", "scope": {"goods": {"products": ["p2"]}}"#,
            ),
            (
                "o2",
                r#"{"amount_off": {"steps": [{"at": {"amount": 5000}, "off": 1000}]}}"#,
                r#""priority": 1, "scope": {"goods": {"categories": ["tea"]}}"#,
            ),
            (
                "o3",
                r#"{"percent_off": {"steps": [{"at": {"amount": 9900}, "keep": 800}]}}"#,
                r#""priority": 1, "exclusive": "one", "scope": {"goods": {"products": ["p2", "p4"]}}"#,
            ),
        ],
    );
    let lines = [("l0", "p3", 1, 0, TEA), ("l1", "p1", 1, 0, ""), ("l2", "p1", 1, 0, TEA), ("l3", "p1", 1, 0, TEA)];
    let cart = cart(&[&lines[..], &[("l4", "p2", 1, 2_990, ""), ("l5", "p4", 1, 9_900, TEA)]].concat(), "");
    compare(programme, &cart).unwrap();
}

/// A dearer way of a line may be worth following: a price to come takes its place there, and then another offer goes with the
/// line that does not go with the cheaper way.
#[test]
fn a_price_to_come_may_make_a_dearer_way_the_better_one() {
    let programme = offers(
        r#""together": 3, "floor_per_mille": 333"#,
        &[
            (
                "o1",
                r#"{"percent_off": {"steps": [{"at": {"quantity": 1}, "keep": 900}]}}"#,
                r#""priority": 1, "exclusive": "one", "max_off": 3596, "scope": {"goods": {"categories": ["tea"]}}"#,
            ),
            (
                "o2",
                r#"{"newcomer_price": {"cut": {"keep": 885}, "limit": 2}}"#,
                r#""exclusive": "one", "scope": {"goods": {"categories": ["tea"]}}"#,
            ),
            (
                "o3",
                r#"{"ladder_quantity": {"steps": [{"from": 3, "cut": {"off": 1962}}, {"from": 5, "cut": {"keep": 800}}]}}"#,
                r#""max_off": 1401"#,
            ),
            (
                "o6",
                r#"{"newcomer_price": {"cut": {"off": 500}}}"#,
                r#""priority": 1, "exclusive": "one", "max_off": 4811"#,
            ),
            ("o7", r#"{"discount": {"keep": 800}}"#, r#""max_off": 5251, "scope": {"goods": {"categories": ["tea"]}}"#),
        ],
    );
    let lines = [("l0", "p2", 1, 14_308, TEA), ("l1", "p2", 1, 0, TEA), ("l2", "p2", 2, 2_990, TEA)];
    let more = [("l3", "p3", 3, 6_806, ""), ("l4", "p1", 2, 0, TEA), ("l5", "p3", 2, 2_990, "")];
    compare(programme, &cart(&[lines, more].concat(), r#""first_order": true"#)).unwrap();
}

/// However many offers ship for nothing, they take off no more than what shipping costs.
#[test]
fn many_offers_on_shipping_leave_the_rest_as_it_is() {
    let off = r#"{"amount_off": {"steps": [{"at": {"amount": 5000}, "off": 1000}]}}"#;
    let twice = r#"{"amount_off": {"steps": [{"at": {"amount": 5000}, "off": 1000}], "repeat": 2}}"#;
    let free = r#"{"free_shipping": {}}"#;
    let shipping = ["o4", "o5", "o7", "o8", "o9"].map(|key| (key, free, ""));
    let goods = [("o0", r#"{"discount": {"keep": 500}}"#, ""), ("o3", off, ""), ("o6", twice, "")];
    let programme = offers(r#""together": 2"#, &[&goods[..], &shipping[..]].concat());
    compare(programme, &cart(&[("l2", "p1", 3, 9_900, "")], "")).unwrap();
}

/// What two rates would take of a line beyond its floor, other lines give: one of them more than its own rates say.
#[test]
fn what_a_floor_keeps_of_two_rates_other_lines_give() {
    let rates = |near: u16, far: u16| {
        format!(
            r#"{{"percent_off": {{"steps": [{{"at": {{"amount": 5000}}, "keep": {near}}}, {{"at": {{"amount": 10000}}, "keep": {far}}}]}}}}"#
        )
    };
    let programme = offers(
        r#""together": 2"#,
        &[
            ("o0", r#"{"nth_discount": {"n": 1, "keep": 0}}"#, r#""max_off": 2182"#),
            ("o1", &rates(500, 250), r#""scope": {"goods": {"products": ["p2", "p3"]}}"#),
            ("o2", &rates(800, 400), r#""scope": {"goods": {"categories": ["tea"]}}"#),
        ],
    );
    let lines = [("l0", "p1", 1, 9_900, TEA), ("l1", "p2", 1, 9_900, ""), ("l3", "p4", 1, 2_990, TEA)];
    let kept = ("l2", "p2", 1, 2_990, r#""categories": ["tea"], "floor": 1456"#);
    compare(programme, &cart(&[&lines[..], &[kept, ("l4", "p1", 1, 0, "")]].concat(), "")).unwrap();
}

/// Where a wide amount keeps an own rate from its higher step, the goods cost more than without it, and an own threshold
/// after it is reached that is not reached here.
#[test]
fn a_rate_kept_from_its_step_leaves_more_for_a_threshold_after_it() {
    let off = r#"{"amount_off": {"steps": [{"at": {"amount": 5000}, "off": 1000}]}}"#;
    let rates = r#"{"percent_off": {"steps": [{"at": {"amount": 9900}, "keep": 278}, {"at": {"amount": 19800}, "keep": 139}]}}"#;
    let own = r#""scope": {"goods": {"products": ["p2"]}}"#;
    let programme = offers(
        r#""together": null"#,
        &[
            ("o0", r#"{"discount": {"keep": 500}}"#, r#""max_off": 4519"#),
            ("o1", off, own),
            ("o3", off, ""),
            ("o5", off, own),
            ("o6", off, ""),
            ("o9", r#"{"nth_discount": {"n": 1, "keep": 0}}"#, r#""max_off": 1"#),
            ("o10", rates, own),
            ("o11", off, own),
        ],
    );
    let lines = [("l0", "p1", 1, 0, ""), ("l1", "p3", 1, 2_990, ""), ("l2", "p2", 2, 9_900, "")];
    compare(programme, &cart(&[&lines[..], &[("l3", "p3", 3, 9_900, "")]].concat(), "")).unwrap();
}
