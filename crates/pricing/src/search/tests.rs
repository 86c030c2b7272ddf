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
