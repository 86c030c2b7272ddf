//! A cart that is taken apart comes to the same as one whose offers are walked one by one.

use std::collections::BTreeSet;

use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::{apart, generate, walk};
use crate::table::Table;
use crate::{Cart, Offer, Programme, Shelf};

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
