//! Crossed crowds are the sets that their names say.

use std::collections::BTreeSet;

use proptest::collection::vec;
use proptest::prelude::*;
use rules::testing::{any_calendar, any_now, any_person, any_rule, catalogue};

use super::model::{apply, put, warehouse, without_segments};
use crate::{Cancel, Crowd};

proptest! {
    #![proptest_config(super::cases(60))]

    #[test]
    fn crowds_cross_as_sets_do(
        persons in vec(any_person(&catalogue()), 1..30),
        rules in vec(any_rule(&catalogue(), 2).prop_map(without_segments), 3),
        now in any_now(),
        calendar in any_calendar(),
        shards in 1..3_usize,
    ) {
        let warehouse = warehouse(&calendar, shards);
        let changes = (1_i64..).zip(&persons).map(|(customer, person)| put(&warehouse, customer, person)).collect();
        apply(&warehouse, changes, now);
        let crowd = |rule| {
            let question = warehouse.compile(rule, &super::model::id_of).unwrap();
            warehouse.crowd(&question, now, &Cancel::new()).unwrap()
        };
        let [one, two, three] = [crowd(&rules[0]), crowd(&rules[1]), crowd(&rules[2])];
        let ids = |crowd: &Crowd| crowd.customers().collect::<BTreeSet<i64>>();
        let [a, b, c] = [ids(&one), ids(&two), ids(&three)];
        prop_assert_eq!(ids(&one.and(&two)), &a & &b);
        prop_assert_eq!(ids(&one.or(&two)), &a | &b);
        prop_assert_eq!(ids(&one.minus(&two)), &a - &b);
        let place = |id: &i64| usize::from(a.contains(id)) | usize::from(b.contains(id)) << 1 | usize::from(c.contains(id)) << 2;
        let mut parts = vec![0; 8];
        (&(&a | &b) | &c).iter().for_each(|id| parts[place(id)] += 1);
        prop_assert_eq!(Crowd::parts([&one, &two, &three]), parts);
    }
}
