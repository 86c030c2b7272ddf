//! A cart that is taken apart comes to the same as one whose offers are walked one by one.

use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::{apart, generate, walk};
use crate::Shelf;
use crate::table::Table;

fn eight_times_the_usual() -> ProptestConfig {
    let usual = ProptestConfig::default();
    ProptestConfig { cases: usual.cases.saturating_mul(8), ..usual }
}

proptest! {
    #![proptest_config(eight_times_the_usual())]

    #[test]
    fn both_ways_find_the_same(programme in generate::programme(9), cart in generate::cart(6)) {
        let shelf = Shelf::new(programme, TimeZone::posix("CST-8").unwrap()).unwrap();
        let table = Table::new(&shelf, &cart, 1_762_819_200_000).unwrap();
        let (walked, apart) = (walk::best(&table, 0, 1_000_000, None), apart::best(&table));
        prop_assert!(walked.complete);
        if apart.complete {
            prop_assert_eq!((walked.path, walked.state), (apart.path, apart.state));
        } else {
            prop_assert!(apart.state.payable() >= walked.state.payable());
        }
    }
}
