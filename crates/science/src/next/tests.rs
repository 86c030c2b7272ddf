use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};

use super::backtest::backtest;
use super::family::{Bought, refills};
use super::*;
use crate::special::normal_quantile;

/// Gaps of customers with rhythms of their own: medians around 30 days.
fn shop(scatter: f64) -> Vec<Vec<f64>> {
    let mut chance = ChaCha8Rng::seed_from_u64(4);
    let mut normal = move || normal_quantile((f64::from(chance.next_u32()) + 0.5) / 4_294_967_296.0);
    let mut customer = |count: usize| {
        let own = 30.0 * (0.8 * normal()).exp();
        (0..count).map(|_| (own * (scatter * normal()).exp()).round().max(1.0)).collect()
    };
    (0..2_000).map(|at| customer(2 + at % 5)).collect()
}

#[test]
fn rhythms_are_found_again() {
    let rhythm = Rhythm::new(&shop(0.5)).unwrap();
    assert!((rhythm.usual - 30.0).abs() < 3.0, "{rhythm:?}");
    assert!((rhythm.within.sqrt() - 0.5).abs() < 0.05, "{rhythm:?}");
    assert!((rhythm.between.sqrt() - 0.8).abs() < 0.05, "{rhythm:?}");
}

#[test]
fn a_silence_makes_the_next_purchase_due_and_then_overdue() {
    let rhythm = Rhythm { usual: 30.0, within: 0.25, between: 0.64, gaps: 1_000, customers: 400 };
    let rows = [(0.0, Due::NotYet), (8.0, Due::NotYet), (20.0, Due::Due), (40.0, Due::Due), (45.0, Due::Overdue)];
    for (silence, due) in rows {
        let next = rhythm.next(&[20.0, 22.0, 19.0, 21.0], silence);
        assert_eq!(next.due, due, "{silence}");
        assert!(next.earliest <= next.expected && next.expected <= next.latest && next.earliest >= silence);
        assert!((next.usual - 21.2).abs() < 0.5, "{next:?}");
    }
    // Who is not known waits as the shop does; beyond all sense the silence itself is what is told.
    let next = rhythm.next(&[], 0.0);
    assert!((next.expected - 30.0).abs() < 1e-9 && (next.usual - 30.0).abs() < 1e-9);
    for silence in [1e9, f64::MAX, f64::NAN, -4.0] {
        let next = rhythm.next(&[3.0], silence);
        assert!(next.expected.is_finite() && next.latest.is_finite(), "{silence}: {next:?}");
    }
}

#[test]
fn no_simpler_guess_is_better() {
    for scatter in [0.2, 0.5, 1.0] {
        let told = backtest(&shop(scatter)).unwrap();
        let others = [told.last_gap, told.own_median, told.shop_median];
        assert!(others.iter().all(|error| told.rhythm <= *error), "{told:?}");
        assert!(told.inside > 0.74 && told.inside < 0.86, "{told:?}");
    }
}

#[test]
fn too_little_or_odd_is_told() {
    let none: [Vec<f64>; 0] = [];
    assert_eq!(Rhythm::new(&none).err(), Some(Refusal::TooFewGaps(0)));
    assert_eq!(Rhythm::new(&[vec![f64::NAN, -1.0, 0.0, 3.0]]).err(), Some(Refusal::TooFewGaps(1)));
    assert_eq!(backtest(&vec![vec![5.0]; 100]).err(), Some(Refusal::TooFewGaps(0)));
    for customers in [vec![vec![7.0; 20]], vec![vec![7.0]; 20], vec![vec![7.0; 3]; 100_000]] {
        let rhythm = Rhythm::new(&customers).unwrap();
        let next = rhythm.next(&[7.0], 3.0);
        assert!((next.expected - 7.0).abs() < 0.2, "{rhythm:?} {next:?}");
    }
    assert_eq!(gaps(&[9, 2, 2, 5]), [3.0, 4.0]);
    assert!(gaps(&[i64::MAX, i64::MIN]).iter().all(|gap| gap.is_finite()));
}

#[test]
fn three_bags_last_three_times_as_long() {
    let mut bought = Vec::new();
    for customer in 0..20 {
        let mut day = i64::from(customer);
        for units in [1.0, 3.0, 2.0, 1.0, 3.0] {
            bought.push(Bought { customer, family: "tea", day, units });
            bought.push(Bought { customer, family: "pot", day: i64::from(customer), units: 1.0 });
            day += (units * 10.0) as i64 + i64::from(customer % 3);
        }
    }
    let (cycles, refills) = refills(&bought, 75);
    // Nobody buys a second pot.
    assert_eq!(
        cycles.iter().map(|cycle| (cycle.family, cycle.by_unit, cycle.replenished)).collect::<Vec<_>>(),
        [("tea", true, true)]
    );
    let first = refills.first().unwrap();
    assert_eq!((first.customer, first.last, first.next.due), (0, 70, Due::NotYet));
    assert!((first.next.usual - 30.0).abs() < 1.5, "{first:?}");
}
