//! Chances of what was seen if there were nothing to see, and their correction for having looked often.

use crate::special::{gamma_above, ln_gamma};

/// The chance of at least `both` when `given` of `all` are drawn without putting back and `then` of `all` are of the kind that
/// is counted (hypergeometric; Fisher's exact test, one-sided). 1 where the numbers cannot be.
#[must_use]
pub fn hypergeometric_above(both: u64, given: u64, then: u64, all: u64) -> f64 {
    let most = given.min(then);
    let least = (given + then).saturating_sub(all);
    if given > all || then > all || both > most || both <= least {
        return 1.0;
    }
    let mean = given as f64 * then as f64 / all as f64;
    // From where the sum begins chances only fall, so it ends where they add nothing.
    if (both as f64) > mean { sum_up(both, given, then, all) } else { 1.0 - sum_down(both - 1, given, then, all) }
        .clamp(0.0, 1.0)
}

/// The chance of exactly so many.
fn hypergeometric(both: u64, given: u64, then: u64, all: u64) -> f64 {
    let choose = |n: u64, k: u64| ln_gamma(n as f64 + 1.0) - ln_gamma(k as f64 + 1.0) - ln_gamma((n - k) as f64 + 1.0);
    (choose(then, both) + choose(all - then, given - both) - choose(all, given)).exp()
}

fn sum_up(both: u64, given: u64, then: u64, all: u64) -> f64 {
    let mut term = hypergeometric(both, given, then, all);
    let (mut sum, mut at) = (term, both);
    while at < given.min(then) && term > 1e-17 * sum {
        let up = (then - at) as f64 * (given - at) as f64;
        at += 1;
        // All without either: never below zero, since at is above the least.
        term *= up / (at as f64 * (all + at - given - then) as f64);
        sum += term;
    }
    sum
}

fn sum_down(both: u64, given: u64, then: u64, all: u64) -> f64 {
    let mut term = hypergeometric(both, given, then, all);
    let (mut sum, mut at) = (term, both);
    while at > (given + then).saturating_sub(all) && term > 1e-17 * sum {
        let down = at as f64 * (all + at - given - then) as f64;
        at -= 1;
        term *= down / ((then - at) as f64 * (given - at) as f64);
        sum += term;
    }
    sum
}

/// The chance that χ² with so many degrees of freedom is at least so large.
#[must_use]
pub fn chi_square_above(value: f64, freedom: u32) -> f64 {
    if freedom == 0 || value.is_nan() { 1.0 } else { gamma_above(f64::from(freedom) / 2.0, (value / 2.0).max(0.0)) }
}

/// Chances corrected so that, of all that are then at most 0.05, none is false with a chance of 0.95 (Holm 1979). `tried` is how
/// many were tried in all, at least as many as are given: those that are not given count as larger. In the order given.
#[must_use]
pub fn holm(chances: &[f64], tried: u64) -> Vec<f64> {
    let at = |index: usize| chances.get(index).copied().filter(|chance| !chance.is_nan()).unwrap_or(1.0);
    let mut order: Vec<usize> = (0..chances.len()).collect();
    order.sort_unstable_by(|a, b| at(*a).total_cmp(&at(*b)));
    let mut corrected = vec![1.0; chances.len()];
    let tried = tried.max(chances.len() as u64);
    let mut most = 0.0_f64;
    for (rank, index) in order.into_iter().enumerate() {
        most = most.max(at(index) * (tried - rank as u64) as f64).min(1.0);
        if let Some(slot) = corrected.get_mut(index) {
            *slot = most;
        }
    }
    corrected
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: f64, expected: f64) {
        assert!((found - expected).abs() <= 1e-9 * expected.abs(), "{found} is not {expected}");
    }

    #[test]
    fn chances_are_those_of_the_tables() {
        // Fisher's lady tasting tea (The Design of Experiments, 1935): all four of four right, three or more.
        near(hypergeometric_above(4, 4, 4, 8), 1.0 / 70.0);
        near(hypergeometric_above(3, 4, 4, 8), 17.0 / 70.0);
        near(hypergeometric_above(1, 4, 4, 8), 69.0 / 70.0);
        assert_eq!(hypergeometric_above(0, 4, 4, 8), 1.0);
        assert_eq!(hypergeometric_above(3, 5, 6, 8), 1.0);
        assert_eq!(hypergeometric_above(9, 4, 4, 8), 1.0);
        assert_eq!(hypergeometric_above(0, 0, 0, 0), 1.0);
        // χ² at the five and one per cent points of the tables.
        for (value, freedom, chance) in [(3.841_458_820_694_124, 1, 0.05), (9.210_340_371_976_182, 2, 0.01)] {
            near(chi_square_above(value, freedom), chance);
        }
        assert_eq!((chi_square_above(0.0, 3), chi_square_above(5.0, 0)), (1.0, 1.0));
    }

    #[test]
    fn tails_meet_and_long_ones_end() {
        for both in 11..40 {
            near(sum_up(both, 50, 60, 100) + sum_down(both - 1, 50, 60, 100), 1.0);
        }
        let far = hypergeometric_above(300_000, 1_000_000, 1_000_000, 10_000_000);
        assert!((0.0..1e-300).contains(&far));
        assert!(hypergeometric_above(100_000, 1_000_000, 1_000_000, 10_000_000) > 0.49);
    }

    #[test]
    fn holm_is_as_in_his_example() {
        let corrected = holm(&[0.01, 0.04, 0.03, 0.005], 4);
        for (found, expected) in corrected.iter().zip([0.03, 0.06, 0.06, 0.02]) {
            near(*found, expected);
        }
        near(holm(&[0.001], 20)[0], 0.02);
        assert_eq!(holm(&[f64::NAN, 0.9], 2), [1.0, 1.0]);
        assert!(holm(&[], 7).is_empty());
    }
}
