//! How a crowd differs from a base: shares, TGI, and whether a difference is more than chance.
//!
//! The chance is that of the two-proportion test: the pooled normal approximation, or Fisher's exact test where a count
//! that is to be expected is below five. Many bars are compared at once, so chances are corrected for the rate of false
//! discoveries (Benjamini and Hochberg 1995).

/// The target group index: 100 times the share in the crowd over the share in the base. `None` when either is unknown or
/// nobody in the base has the trait.
#[must_use]
pub fn tgi(crowd: (u64, u64), base: (u64, u64)) -> Option<f64> {
    let (share, base_share) = (share(crowd)?, share(base)?);
    (base_share > 0.0).then(|| 100.0 * share / base_share)
}

/// How many of how many, as a share from 0 to 1; `None` of nobody.
#[must_use]
#[allow(clippy::as_conversions, reason = "counts of people lose nothing that matters as floats")]
pub fn share((have, of): (u64, u64)) -> Option<f64> {
    (of > 0).then(|| have as f64 / of as f64)
}

/// The chance of a difference at least as large when there is none: two groups that share nobody, each with how many have
/// the trait of how many. 1 when either group is empty.
#[must_use]
#[allow(clippy::as_conversions, reason = "counts of people lose nothing that matters as floats")]
pub fn two_proportions(one: (u64, u64), other: (u64, u64)) -> f64 {
    let (Some(p1), Some(p2)) = (share(one), share(other)) else { return 1.0 };
    let (n1, n2) = (one.1 as f64, other.1 as f64);
    let pooled = (one.0 + other.0) as f64 / (n1 + n2);
    let least = n1.min(n2) * pooled.min(1.0 - pooled);
    if pooled <= 0.0 || pooled >= 1.0 {
        return 1.0;
    }
    if least < 5.0 && one.1 + other.1 <= 1_000_000 {
        return fisher(one, other);
    }
    let spread = (pooled * (1.0 - pooled) * (1.0 / n1 + 1.0 / n2)).sqrt();
    two_sided(((p1 - p2) / spread).abs())
}

/// The chance of a standard normal value at least `z` away from 0.
#[must_use]
pub fn two_sided(z: f64) -> f64 {
    erfc(z / std::f64::consts::SQRT_2)
}

/// The complementary error function for `x >= 0`, to about 1e-7 of its value (Numerical Recipes, `erfcc`).
fn erfc(x: f64) -> f64 {
    let t = 1.0 / (1.0 + 0.5 * x);
    let terms = [
        -1.265_512_23,
        1.000_023_68,
        0.374_091_96,
        0.096_784_18,
        -0.186_288_06,
        0.278_868_07,
        -1.135_203_98,
        1.488_515_87,
        -0.822_152_23,
        0.170_872_77,
    ];
    let series = terms.iter().rev().fold(0.0, |sum, term| sum * t + term);
    (t * (-x * x + series).exp()).min(1.0)
}

/// Fisher's exact test of a table of two by two, both sides: the chance of every table with the same sums that is no
/// likelier than this one.
#[allow(clippy::as_conversions, reason = "counts of people lose nothing that matters as floats")]
fn fisher(one: (u64, u64), other: (u64, u64)) -> f64 {
    let have = one.0 + other.0;
    let ln = |n: u64| ln_factorial(n as f64);
    let all = ln(one.1 + other.1) - ln(have) - ln(one.1 + other.1 - have);
    let choose = |n: u64, k: u64| ln(n) - ln(k) - ln(n - k);
    let chance = |k: u64| (choose(one.1, k) + choose(other.1, have - k) - all).exp();
    let (from, to) = (have.saturating_sub(other.1), have.min(one.1));
    let seen = chance(one.0) * (1.0 + 1e-7);
    // Away from the middle the tables become ever less likely: what is below a millionth of a millionth adds nothing.
    (from..=to).map(chance).filter(|chance| *chance <= seen && *chance > 1e-18).sum::<f64>().min(1.0)
}

/// The natural logarithm of a factorial: Stirling's series above 20.
fn ln_factorial(n: f64) -> f64 {
    if n < 20.5 {
        let mut sum = 0.0;
        let mut at = 2.0;
        while at <= n {
            sum += f64::ln(at);
            at += 1.0;
        }
        return sum;
    }
    n * n.ln() - n + 0.5 * (std::f64::consts::TAU * n).ln() + 1.0 / (12.0 * n) - 1.0 / (360.0 * n.powi(3))
}

/// Chances corrected for having looked at all of them (Benjamini and Hochberg): what is at most 0.05 afterwards holds false
/// discoveries in at most one of twenty. In the order given.
#[must_use]
#[allow(clippy::as_conversions, reason = "a number of bars is small")]
pub fn false_discovery(chances: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..chances.len()).collect();
    let at = |index: usize| chances.get(index).copied().unwrap_or(1.0);
    order.sort_by(|a, b| at(*a).total_cmp(&at(*b)));
    let mut corrected = vec![1.0; chances.len()];
    let mut least = 1.0_f64;
    for (rank, index) in order.iter().enumerate().rev() {
        least = least.min(at(*index) * chances.len() as f64 / (rank + 1) as f64);
        if let Some(slot) = corrected.get_mut(*index) {
            *slot = least;
        }
    }
    corrected
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: f64, expected: f64, within: f64) {
        assert!((found - expected).abs() <= within, "{found} is not {expected}");
    }

    #[test]
    fn tgi_is_the_ratio_of_shares() {
        // iiMedia's worked figure: 8.9 % against 6.6 %.
        near(tgi((89, 1_000), (66, 1_000)).unwrap(), 134.85, 0.005);
        assert_eq!(tgi((1, 2), (0, 9)), None);
        assert_eq!(tgi((0, 0), (1, 9)), None);
    }

    #[test]
    fn chances_are_those_that_were_published() {
        // Physicians' Health Study: 189 of 11,034 on placebo and 104 of 11,037 on aspirin; X² = 25.01 (Agresti).
        near(two_proportions((189, 11_034), (104, 11_037)), 5.69e-7, 2e-9);
        // Fisher's lady tasting tea: three of four against one of four, both sides.
        near(two_proportions((3, 4), (1, 4)), 0.485_714, 1e-6);
        // Normal deviates of the tables.
        for (z, p) in [(0.0, 1.0), (1.0, 0.317_311), (1.959_964, 0.05), (2.575_829, 0.01), (3.290_527, 0.001)] {
            near(two_sided(z), p, 1e-6);
        }
        assert_eq!(two_proportions((0, 0), (5, 9)), 1.0);
        assert_eq!(two_proportions((0, 7), (0, 9)), 1.0);
    }

    #[test]
    fn corrections_reject_what_the_first_paper_rejects() {
        // Benjamini and Hochberg 1995, section 3.2: fifteen chances, of which the first four are discoveries at 0.05.
        let chances = [
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
            0.7590, 1.0000,
        ];
        let found = false_discovery(&chances);
        assert_eq!(found.iter().filter(|chance| **chance <= 0.05).count(), 4);
        near(found[3], 0.0095 * 15.0 / 4.0, 1e-12);
        assert_eq!(false_discovery(&[0.04, 0.01]), [0.04, 0.02]);
        assert!(false_discovery(&[]).is_empty());
    }
}
