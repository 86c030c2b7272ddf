use proptest::prelude::*;

use super::*;
use crate::flows::flows;

fn buyer(recency: i64, frequency: u64, monetary: i64) -> Buyer {
    Buyer { recency, frequency, monetary }
}

fn told(buyers: &[Buyer], nesting: Nesting, ties: Ties) -> Vec<u16> {
    score(buyers, &Scheme { nesting, ties, ..Scheme::default() }).into_iter().map(Cell::number).collect()
}

#[test]
fn scores_follow_the_convention_that_is_named() {
    let five = [buyer(50, 1, 10), buyer(40, 2, 20), buyer(30, 3, 30), buyer(20, 4, 40), buyer(10, 5, 50)];
    let equal = [buyer(7, 1, 100); 5];
    let ones = [buyer(9, 1, 5), buyer(8, 1, 5), buyer(7, 1, 6), buyer(6, 1, 7), buyer(5, 9, 9), buyer(4, 1, -3)];
    let rows: [(&[Buyer], Nesting, Ties, &[u16]); 9] = [
        (&five, Nesting::Independent, Ties::Together, &[111, 222, 333, 444, 555]),
        (&five, Nesting::Independent, Ties::ByOrder, &[111, 222, 333, 444, 555]),
        (&five, Nesting::Nested, Ties::Together, &[155, 255, 355, 455, 555]),
        (&five, Nesting::Nested, Ties::ByOrder, &[111, 211, 311, 411, 511]),
        (&equal, Nesting::Independent, Ties::Together, &[333; 5]),
        (&equal, Nesting::Independent, Ties::ByOrder, &[111, 222, 333, 444, 555]),
        (&ones, Nesting::Independent, Ties::Together, &[133, 233, 334, 435, 555, 531]),
        (&ones, Nesting::Independent, Ties::ByOrder, &[111, 112, 223, 334, 455, 541]),
        (&[buyer(1, 1, 1)], Nesting::Independent, Ties::Together, &[555]),
    ];
    for (buyers, nesting, ties, expected) in rows {
        assert_eq!(told(buyers, nesting, ties), expected, "{nesting:?} {ties:?}");
    }
    assert!(told(&[], Nesting::Nested, Ties::ByOrder).is_empty());
}

#[test]
fn a_million_identical_customers_share_a_cell() {
    let cells = score(&vec![buyer(3, 2, 1_000); 1_000_000], &Scheme::default());
    assert!(cells.iter().all(|cell| cell.number() == 333));
}

#[test]
fn groups_are_the_eight_of_the_trade() {
    let limits = Cut::Values(Thresholds { recency: 30, frequency: 3, monetary: 50_000 });
    let rows = [
        (buyer(30, 3, 50_000), "重要价值客户"),
        (buyer(1, 2, 90_000), "重要发展客户"),
        (buyer(31, 8, 90_000), "重要保持客户"),
        (buyer(99, 1, 50_000), "重要挽留客户"),
        (buyer(5, 4, 49_999), "一般价值客户"),
        (buyer(5, 1, 100), "一般发展客户"),
        (buyer(60, 4, 100), "一般保持客户"),
        (buyer(60, 1, -100), "一般挽留客户"),
    ];
    for (buyer, name) in rows {
        assert_eq!(limits.groups(&[buyer], &[]).first().map(|group| group.names().0), Some(name));
    }
    for group in Group::ALL {
        assert_eq!(Group::of_key(group.key()), Some(group));
    }
}

#[test]
fn thresholds_can_be_taken_from_the_base() {
    let base = [buyer(10, 1, 100), buyer(21, 2, 100), buyer(90, 5, 101)];
    let limits = |recency, frequency, monetary| Some(Thresholds { recency, frequency, monetary });
    assert_eq!(Cut::Mean.thresholds(&base), limits(40, 3, 101));
    assert_eq!(Cut::Median.thresholds(&base), limits(21, 2, 100));
    assert_eq!(Cut::Median.thresholds(&[buyer(1, 1, 1), buyer(2, 2, 2)]), limits(1, 2, 2));
    assert_eq!(Cut::Mean.thresholds(&[]), None);
    assert_eq!(Cut::Mean.groups(&[], &[]), []);
    // Sums beyond 64 bits do not wrap.
    assert_eq!(Cut::Mean.thresholds(&[buyer(i64::MAX, u64::MAX, i64::MIN); 3]), limits(i64::MAX, u64::MAX, i64::MIN));
    let cells = score(&base, &Scheme::default());
    let scores = Cut::Scores(Cell { recency: 4, frequency: 4, monetary: 4 });
    assert_eq!(scores.groups(&base, &cells), [Group::Newcomer, Group::Regular, Group::Keep]);
}

#[test]
fn movement_is_told_from_month_to_month() {
    let march = [(1, Group::Champion), (2, Group::Newcomer)];
    let april = [(1, Group::Keep), (2, Group::Newcomer), (3, Group::Newcomer)];
    let told: Vec<_> = flows(march, april).iter().map(|flow| (flow.from, flow.to, flow.customers)).collect();
    let expected = [
        (None, Some(Group::Newcomer), 1),
        (Some(Group::Champion), Some(Group::Keep), 1),
        (Some(Group::Newcomer), Some(Group::Newcomer), 1),
    ];
    assert_eq!(told, expected);
}

fn some_buyer() -> impl Strategy<Value = Buyer> {
    (0_i64..40, 1_u64..6, -20_i64..400).prop_map(|(recency, frequency, monetary)| buyer(recency, frequency, monetary))
}

fn some_scheme() -> impl Strategy<Value = Scheme> {
    (1_u8..=9, any::<bool>(), any::<bool>()).prop_map(|(bins, nested, together)| Scheme {
        bins,
        nesting: if nested { Nesting::Nested } else { Nesting::Independent },
        ties: if together { Ties::Together } else { Ties::ByOrder },
    })
}

proptest! {
    #[test]
    fn a_scale_knows_those_who_were_ranked(
        buyers in prop::collection::vec(some_buyer(), 1..80),
        scheme in some_scheme(),
    ) {
        let cells = score(&buyers, &scheme);
        let scale = Scale::of(&buyers, &cells, &scheme);
        for (one, cell) in buyers.iter().zip(&cells) {
            let told = scale.score(one);
            match scheme.ties {
                Ties::Together => prop_assert_eq!(told, *cell),
                Ties::ByOrder => {
                    let equals = buyers.iter().zip(&cells).filter(|(other, _)| other.recency == one.recency);
                    prop_assert_eq!(Some(told.recency), equals.map(|(_, cell)| cell.recency).max());
                }
            }
        }
    }

    #[test]
    fn a_scale_gives_a_better_value_no_worse_score(
        buyers in prop::collection::vec(some_buyer(), 1..80),
        scheme in some_scheme(),
        one in some_buyer(),
        more in (0_i64..20, 0_u64..4, 0_i64..100),
    ) {
        let scheme = Scheme { nesting: Nesting::Independent, ..scheme };
        let scale = Scale::of(&buyers, &score(&buyers, &scheme), &scheme);
        let better = buyer(one.recency - more.0, one.frequency + more.1, one.monetary + more.2);
        let (told, best) = (scale.score(&one), scale.score(&better));
        prop_assert!(told.recency <= best.recency && told.frequency <= best.frequency && told.monetary <= best.monetary);
        prop_assert!([told, best].iter().all(|cell| (1..=scheme.bins).contains(&cell.recency)));
    }
}

#[test]
fn a_scale_of_nobody_gives_the_least_score() {
    assert_eq!(Scale::default().score(&buyer(1, 9, 9)).number(), 111);
}
