use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

fn of(baskets: &[&[u32]]) -> Baskets {
    let mut all = Baskets::default();
    baskets.iter().for_each(|basket| all.push(basket));
    all
}

fn told(sets: &Sets) -> BTreeMap<Vec<u32>, u64> {
    let told: BTreeMap<Vec<u32>, u64> = sets.iter().map(|(items, count)| (items.to_vec(), count)).collect();
    assert_eq!(told.len(), sets.len(), "a set is told once");
    told
}

/// Every subset of every basket, counted.
fn naive(baskets: &Baskets, least: u64, longest: usize) -> BTreeMap<Vec<u32>, u64> {
    let mut counts: BTreeMap<Vec<u32>, u64> = BTreeMap::new();
    for basket in baskets.iter() {
        for chosen in 1..1_u32 << basket.len() {
            let set = basket.iter().enumerate().filter(|(at, _)| chosen >> at & 1 == 1).map(|(_, item)| *item);
            *counts.entry(set.collect()).or_default() += 1;
        }
    }
    counts.retain(|set, count| *count >= least.max(1) && set.len() <= longest);
    counts
}

#[test]
fn baskets_hold_an_item_once() {
    let baskets = of(&[&[3, 1, 3], &[], &[2, 2]]);
    let told: Vec<&[u32]> = baskets.iter().collect();
    assert_eq!(told, [[1, 3].as_slice(), &[], &[2]]);
    assert_eq!((baskets.len(), baskets.lines()), (3, 3));
    let lines = Baskets::of_lines(vec![(7, 2), (5, 3), (7, 2), (5, 1)]);
    assert_eq!(lines.iter().collect::<Vec<_>>(), [[1, 3].as_slice(), &[2]]);
    assert_eq!(of(&[&[u32::MAX, 0], &[u32::MAX]]).counts(), [(0, 1), (u32::MAX, 2)]);
}

#[test]
fn shares_are_compared_as_whole_numbers() {
    let share = |text| Share::parse(text).unwrap();
    #[rustfmt::skip]
    let rows = [("0.006", 9_835, 60), ("0.001", 9_835, 10), ("0.5", 4, 2), ("1", 7, 7), ("0", 7, 0), (".1", 10, 1), ("0.1", 30, 3)];
    for (text, all, least) in rows {
        assert_eq!(share(text).least_of(all), least, "{text} of {all}");
    }
    assert!(share("0.8").reached(4, 5) && !share("0.8").reached(3, 4));
    assert!(share("0.3").reached(3, 10), "which floats deny: 0.1 + 0.2 > 0.3");
    for text in ["", ".", "1.1", "-0.1", "1e-3", "a", "0.0000000000000000001", "NaN"] {
        assert_eq!(Share::parse(text), None, "{text}");
    }
    assert_eq!((Share::new(1, 0), Share::new(3, 2)), (None, None));
}

#[test]
fn measures_are_those_of_the_papers() {
    let counts = Counts { both: 20, given: 25, then: 90, all: 100 };
    let near = |found: f64, expected: f64| assert!((found - expected).abs() < 1e-12, "{found} is not {expected}");
    // Tea and coffee (Brin, Motwani and Silverstein 1997): confidence .8, yet less coffee than in general.
    near(counts.support(), 0.2);
    near(counts.confidence(), 0.8);
    near(counts.lift(), 0.8 / 0.9);
    near(counts.leverage(), 0.2 - 0.25 * 0.9);
    near(counts.conviction().unwrap(), 0.1 / 0.2);
    assert!(counts.chance() > 0.9);
    assert_eq!(Counts { both: 25, ..counts }.conviction(), None);
    let none = Counts { both: 0, given: 0, then: 0, all: 0 };
    assert_eq!((none.support(), none.confidence(), none.lift(), none.leverage()), (0.0, 0.0, 0.0, 0.0));
    assert_eq!((none.conviction(), none.chance()), (None, 1.0));
}

#[test]
fn odd_baskets_are_answered() {
    let all = Share::new(0, 1).unwrap();
    let nothing = frequent(&Baskets::default(), Limits::least(1)).unwrap();
    assert!(nothing.is_empty() && rules(&nothing, all, 1).rules.is_empty());
    assert_eq!(told(&frequent(&of(&[&[4, 9]]), Limits::least(0)).unwrap()).len(), 3);
    assert!(frequent(&of(&[&[4, 9]]), Limits::least(2)).unwrap().is_empty());
    assert!(frequent(&of(&[&[4, 9]]), Limits { longest: 0, ..Limits::least(1) }).unwrap().is_empty());
    let basket: Vec<u32> = (0..100).collect();
    let refused = frequent(&of(&[&basket, &basket]), Limits { most: 1_000, ..Limits::least(1) });
    assert_eq!(refused, Err(TooMany { most: 1_000 }));
    let pairs = frequent(&of(&[&basket, &basket]), Limits { longest: 2, ..Limits::least(2) }).unwrap();
    assert_eq!(pairs.len(), 100 + 4_950);
}

#[test]
fn a_million_identical_baskets_are_one_with_a_weight() {
    let mut baskets = Baskets::default();
    (0..1_000_000).for_each(|_| baskets.push(&[1, 2, 3]));
    let sets = frequent(&baskets, Limits::least(1)).unwrap();
    assert_eq!(sets.len(), 7);
    assert!(sets.iter().all(|(_, count)| count == 1_000_000));
    let found = rules(&sets, Share::new(1, 2).unwrap(), usize::MAX);
    assert_eq!((found.rules.len(), found.tried), (12, 12));
    assert!(found.rules.iter().all(|rule| rule.corrected == 1.0 && rule.counts.lift() == 1.0));
}

fn visit(customer: u32, at: i64, items: &[u32]) -> Visit {
    Visit { customer, at, items: items.to_vec() }
}

#[test]
fn what_follows_is_counted_from_basket_to_basket() {
    let visits = [
        visit(1, 0, &[1]),
        visit(1, 10, &[2]),
        visit(1, 100, &[3]),
        visit(2, 7, &[2]),
        visit(2, 0, &[1, 9]),
        visit(2, 7, &[3]),
        visit(3, 5, &[1, 2]),
        visit(4, 0, &[2]),
        visit(4, 1, &[1]),
    ];
    let pair = |found: &[Followed], given, then| found.iter().find(|it| (it.given, it.then) == (given, then)).cloned();
    let (next, tried) = followed(&visits, Ahead::Next, 1);
    let one = pair(&next, 1, 2).unwrap();
    assert_eq!(one.counts, Counts { both: 2, given: 2, then: 2, all: 4 });
    assert_eq!((one.backwards, one.gap), (1, 7));
    assert_eq!(pair(&next, 1, 3).map(|it| it.counts.both), Some(1));
    assert_eq!(tried, 7);
    let (within, _) = followed(&visits, Ahead::Within(100), 1);
    assert_eq!(pair(&within, 1, 3).map(|it| (it.counts.both, it.gap)), Some((2, 7)));
    let (soon, _) = followed(&visits, Ahead::Within(9), 2);
    assert!(soon.is_empty());
    assert_eq!(followed(&[], Ahead::Next, 1), (vec![], 0));
    assert_eq!(followed(&[visit(1, 0, &[1, 2])], Ahead::Next, 0), (vec![], 0));
    let far = [visit(1, i64::MIN, &[1]), visit(1, i64::MAX, &[2])];
    assert_eq!(followed(&far, Ahead::Next, 1).0.len(), 1);
}

proptest! {
    #[test]
    fn sets_are_those_of_counting_everything(
        baskets in prop::collection::vec(prop::collection::vec(0_u32..12, 0..9), 0..60), least in 0_u64..6, longest in 1_usize..8,
    ) {
        let mut all = Baskets::default();
        baskets.iter().for_each(|basket| all.push(basket));
        let found = frequent(&all, Limits { longest, ..Limits::least(least) }).unwrap();
        prop_assert_eq!(told(&found), naive(&all, least, longest));
    }

    #[test]
    fn rules_are_those_of_trying_every_way(
        baskets in prop::collection::vec(prop::collection::vec(0_u32..7, 0..6), 1..30), least in 1_u64..4, parts in 0_u64..=10,
    ) {
        let mut all = Baskets::default();
        baskets.iter().for_each(|basket| all.push(basket));
        let sets = frequent(&all, Limits::least(least)).unwrap();
        let confidence = Share::new(parts, 10).unwrap();
        let counts = naive(&all, 1, usize::MAX);
        let found = rules(&sets, confidence, usize::MAX);
        let ways: u64 = sets.iter().map(|(items, _)| (1 << items.len()) - 2).sum();
        prop_assert_eq!(found.tried, ways);
        let mut expected = 0;
        for (items, both) in sets.iter() {
            for chosen in 1..(1_u32 << items.len()) - 1 {
                let given: Vec<u32> =
                    items.iter().enumerate().filter(|(at, _)| chosen >> at & 1 == 1).map(|(_, item)| *item).collect();
                expected += u64::from(both * 10 >= counts[&given] * parts);
            }
        }
        prop_assert_eq!(found.rules.len() as u64, expected);
        for rule in &found.rules {
            let whole: Vec<u32> = { let mut whole = [rule.given.clone(), rule.then.clone()].concat(); whole.sort_unstable(); whole };
            let c = rule.counts;
            prop_assert_eq!((c.both, c.given, c.then), (counts[&whole], counts[&rule.given], counts[&rule.then]));
            prop_assert!((0.0..=1.0).contains(&rule.corrected) && c.lift().is_finite());
        }
        prop_assert!(found.rules.windows(2).all(|two| two[0].counts.confidence() >= two[1].counts.confidence() - 1e-12));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn many_items_go_the_long_way(seed in any::<u64>(), least in 2_u64..4) {
        // More than 64 items stay frequent beside one, so cases are not words of bits at once.
        let mut state = seed | 1;
        let mut draw = |below: u64| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state % below) as u32
        };
        let mut all = Baskets::default();
        for _ in 0..250 {
            let basket: Vec<u32> = (0..7).map(|_| draw(90) * 1_000).collect();
            all.push(&[basket, vec![5]].concat());
        }
        let found = frequent(&all, Limits::least(least)).unwrap();
        prop_assert_eq!(told(&found), naive(&all, least, usize::MAX));
        let sorted = found.sorted();
        prop_assert_eq!(told(&sorted), told(&found));
        let key = |at: usize| sorted.get(at).map(|(items, _)| (items.len(), items.to_vec()));
        prop_assert!((1..sorted.len()).all(|at| key(at - 1) < key(at)));
    }
}
