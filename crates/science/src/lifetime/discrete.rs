//! BG/BB: who is still a customer where purchases have their times, a mail's or a season's (Fader, Hardie and Shang, "Customer-Base
//! Analysis in a Discrete-Time Noncontractual Setting", Marketing Science 29(6), 2010).
//!
//! While alive a customer buys at each opportunity with a chance of their own, and leaves for good, unnoticed, before an
//! opportunity with another. Both chances differ between customers as beta distributions do. The published formulas divide by
//! γ − 1; here stand sums over the opportunities, whose terms are all positive, so no digits are lost at γ = 1.
//!
//! Absent from here: days. [`opportunities`] turns purchases into histories; its caller says how long an opportunity is.

use std::collections::{BTreeMap, BTreeSet};

use super::fit::{LEAST_REPEATERS, Refusal};
use super::purchases::Purchase;
use crate::climb::climb;
use crate::special::{digamma, ln_gamma};

/// Its name on the command line and in files.
pub const KEY: &str = "bg-bb";
/// What its four parameters are called, in order.
pub const PARAMETER_NAMES: [&str; 4] = ["alpha", "beta", "gamma", "delta"];

/// What the model knows of a customer: all that matters of when they bought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Chances {
    /// Opportunities taken, after the first purchase (x).
    pub taken: u32,
    /// The last opportunity that was taken (t_x): 0 when none was.
    pub last: u32,
    /// Opportunities since the first purchase (n).
    pub given: u32,
}

impl Chances {
    /// Whether the history can be: none taken and none last, or at most as many taken as there were until the last.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        (self.taken == 0) == (self.last == 0) && self.taken <= self.last && self.last <= self.given
    }
}

/// The model with the parameters that fit best.
#[derive(Debug, Clone, PartialEq)]
pub struct Discrete {
    /// α, β of the chance to buy, γ, δ of the chance to leave.
    pub parameters: [f64; 4],
    /// Standard errors; `None` where the likelihood is flat.
    pub errors: Option<[f64; 4]>,
    /// Natural logarithm of the likelihood, unscaled.
    pub log_likelihood: f64,
    /// Customers used.
    pub customers: u64,
    /// Customers who took an opportunity.
    pub repeaters: u64,
    /// Whether a parameter is as small or as large as can be: the model says more than the data hold.
    pub boundary: bool,
}

/// The least and the greatest logarithm of a parameter that is looked at.
const BOUNDS: (f64, f64) = (-9.0, 11.0);
/// So near to a bound a parameter counts as on it.
const NEAR: f64 = 0.5;

/// The logarithm of the beta function alone.
fn ln_beta_of(a: f64, b: f64) -> f64 {
    ln_gamma(a) + ln_gamma(b) - ln_gamma(a + b)
}

/// The logarithm of the beta function, with its slopes by both arguments.
fn ln_beta(a: f64, b: f64) -> (f64, [f64; 2]) {
    let both = digamma(a + b);
    (ln_beta_of(a, b), [digamma(a) - both, digamma(b) - both])
}

/// The logarithm of the likelihood of a history, with its slopes by the parameters.
fn told([alpha, beta, gamma, delta]: [f64; 4], one: &Chances) -> (f64, [f64; 4]) {
    let (x, last, given) = (f64::from(one.taken), f64::from(one.last), f64::from(one.given));
    let (buys, leaves) = (ln_beta(alpha, beta), ln_beta(gamma, delta));
    // Alive to the end, then gone before each opportunity after the last one taken.
    let mut terms = Vec::with_capacity(1 + (one.given - one.last) as usize);
    terms.push((ln_beta(alpha + x, beta + given - x), ln_beta(gamma, delta + given)));
    for passed in 0..one.given - one.last {
        let passed = f64::from(passed);
        terms.push((ln_beta(alpha + x, beta + last - x + passed), ln_beta(gamma + 1.0, delta + last + passed)));
    }
    let most = terms.iter().map(|(p, t)| p.0 + t.0).fold(f64::NEG_INFINITY, f64::max);
    let (mut sum, mut slope) = (0.0, [0.0; 4]);
    for (p, t) in &terms {
        let weight = (p.0 + t.0 - most).exp();
        sum += weight;
        for (part, by) in slope.iter_mut().zip([p.1[0], p.1[1], t.1[0], t.1[1]]) {
            *part += weight * by;
        }
    }
    let base = [buys.1[0], buys.1[1], leaves.1[0], leaves.1[1]];
    for (part, base) in slope.iter_mut().zip(base) {
        *part = *part / sum - base;
    }
    (most + sum.ln() - buys.0 - leaves.0, slope)
}

impl Discrete {
    /// Fits the model to histories, each of so many customers.
    ///
    /// # Errors
    /// When there is too little to fit, or a history cannot be.
    pub fn new(histories: &[(Chances, u64)]) -> Result<Self, Refusal> {
        if let Some(at) = histories.iter().position(|(one, _)| !one.is_sound()) {
            return Err(Refusal::Flawed { at, flaw: super::Flaw::LastWithoutRepeats });
        }
        let customers: u64 = histories.iter().map(|(_, many)| many).sum();
        let repeaters: u64 = histories.iter().filter(|(one, _)| one.taken > 0).map(|(_, many)| many).sum();
        let small = |many: u64| usize::try_from(many).unwrap_or(usize::MAX);
        if customers == 0 {
            return Err(Refusal::Nobody);
        }
        if small(repeaters) < LEAST_REPEATERS {
            return Err(Refusal::TooFewRepeaters { customers: small(customers), repeaters: small(repeaters) });
        }
        let mut counted: BTreeMap<Chances, f64> = BTreeMap::new();
        for (one, many) in histories {
            *counted.entry(*one).or_default() += *many as f64;
        }
        if counted.len() < 2 {
            return Err(Refusal::AllAlike);
        }
        let count = customers as f64;
        let ask = |at: &[f64; 4]| {
            let parameters = at.map(f64::exp);
            let (mut value, mut slope) = (0.0, [0.0; 4]);
            for (one, many) in &counted {
                let (ln, by) = told(parameters, one);
                value += many * ln;
                for ((sum, part), parameter) in slope.iter_mut().zip(by).zip(parameters) {
                    *sum += many * part * parameter;
                }
            }
            (value / count, slope.map(|part| part / count))
        };
        let peak = climb([1.0_f64, 1.0, 0.5, 2.0].map(f64::ln), BOUNDS, ask).ok_or(Refusal::NoStart)?;
        let boundary = peak.at.iter().any(|at| *at < BOUNDS.0 + NEAR || *at > BOUNDS.1 - NEAR);
        let parameters = peak.at.map(f64::exp);
        let errors = peak.covariance.filter(|_| !boundary).map(|covariance| {
            let mut errors = parameters;
            for (at, (error, row)) in errors.iter_mut().zip(covariance).enumerate() {
                *error *= (row.get(at).copied().unwrap_or(f64::NAN) / count).sqrt();
            }
            errors
        });
        Ok(Self { parameters, errors, log_likelihood: peak.value * count, customers, repeaters, boundary })
    }

    /// The chance of still being a customer at the opportunity after the last one seen.
    #[must_use]
    pub fn alive(&self, one: &Chances) -> f64 {
        self.alive_later(one)(1)
    }

    /// The chance of being a customer so many opportunities later.
    fn alive_later(&self, one: &Chances) -> impl Fn(u32) -> f64 {
        let [alpha, beta, gamma, delta] = self.parameters;
        let (x, given) = (f64::from(one.taken), f64::from(one.given));
        let seen = ln_beta_of(alpha + x, beta + given - x)
            - ln_beta_of(alpha, beta)
            - ln_beta_of(gamma, delta)
            - told(self.parameters, one).0;
        move |later| (seen + ln_beta_of(gamma, delta + given + f64::from(later))).exp()
    }

    /// Purchases expected at the next opportunities.
    #[must_use]
    pub fn expected(&self, one: &Chances, opportunities: u32) -> f64 {
        let [alpha, beta, ..] = self.parameters;
        let chance = (alpha + f64::from(one.taken)) / (alpha + beta + f64::from(one.given));
        let alive = self.alive_later(one);
        (1..=opportunities).map(|later| chance * alive(later)).sum()
    }

    /// Purchases expected of somebody of whom nothing is known but that they began.
    #[must_use]
    pub fn of_new(&self, opportunities: u32) -> f64 {
        self.expected(&Chances::default(), opportunities)
    }
}

/// How purchases fall to opportunities.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Calendar {
    /// The first day of the first opportunity.
    pub from: i64,
    /// The last day that was seen; an opportunity that was not over by then does not count.
    pub until: i64,
    /// Days of an opportunity.
    pub length: i64,
}

impl Calendar {
    /// Opportunities that are over.
    #[must_use]
    pub fn whole(&self) -> i64 {
        let days = self.until.saturating_sub(self.from).saturating_add(1);
        if self.length > 0 { days.div_euclid(self.length).max(0) } else { 0 }
    }
}

/// Who bought first within the opportunities, and at which since: by customer.
#[must_use]
pub fn opportunities<K: Copy + Ord>(purchases: &[Purchase<K>], calendar: Calendar) -> Vec<(K, Chances)> {
    let whole = calendar.whole();
    let mut taken: BTreeMap<K, BTreeSet<i64>> = BTreeMap::new();
    for purchase in purchases {
        let place = purchase.day.saturating_sub(calendar.from).div_euclid(calendar.length.max(1));
        if (0..whole).contains(&place) {
            taken.entry(purchase.customer).or_default().insert(place);
        }
    }
    let small = |number: i64| u32::try_from(number).unwrap_or(u32::MAX);
    let one = |(customer, places): (K, BTreeSet<i64>)| {
        let (first, last) = (*places.first()?, *places.last()?);
        let taken = u32::try_from(places.len()).unwrap_or(u32::MAX).saturating_sub(1);
        Some((customer, Chances { taken, last: small(last - first), given: small(whole - 1 - first) }))
    };
    taken.into_iter().filter_map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slopes_are_those_of_small_steps() {
        for one in [(0, 0, 6), (2, 5, 6), (6, 6, 6), (1, 1, 1)] {
            let one = Chances { taken: one.0, last: one.1, given: one.2 };
            let at = [1.2, 0.75, 0.66, 2.8];
            let (_, slope) = told(at, &one);
            for place in 0..4 {
                let moved = |by: f64| {
                    let mut at = at;
                    at[place] += by;
                    told(at, &one).0
                };
                let steep = (moved(1e-5) - moved(-1e-5)) / 2e-5;
                assert!((steep - slope[place]).abs() < 1e-7, "{one:?} {place}: {steep} {}", slope[place]);
            }
        }
    }

    #[test]
    fn all_ways_through_some_opportunities_add_up_to_one() {
        let parameters = [1.2, 0.75, 0.66, 2.8];
        let mut sum = 0.0;
        for way in 0_u32..32 {
            let last = 32 - way.leading_zeros();
            let one = Chances { taken: way.count_ones(), last, given: 5 };
            sum += told(parameters, &one).0.exp();
        }
        assert!((sum - 1.0).abs() < 1e-12, "{sum}");
    }

    #[test]
    fn purchases_fall_to_opportunities() {
        let calendar = Calendar { from: 100, until: 144, length: 10 };
        let purchase = |customer, day| Purchase { customer, day, amount: 1 };
        let days = [(1, 100), (1, 109), (1, 121), (1, 143), (2, 99), (2, 115), (3, 139), (4, 141)];
        let purchases: Vec<Purchase<u32>> = days.iter().map(|(customer, day)| purchase(*customer, *day)).collect();
        let chances = |taken, last, given| Chances { taken, last, given };
        let found = opportunities(&purchases, calendar);
        assert_eq!(found, [(1, chances(1, 2, 3)), (2, chances(0, 0, 2)), (3, chances(0, 0, 0))]);
    }

    #[test]
    fn what_cannot_be_fitted_is_refused() {
        let one = Chances { taken: 1, last: 2, given: 3 };
        assert_eq!(Discrete::new(&[]).err(), Some(Refusal::Nobody));
        assert_eq!(Discrete::new(&[(one, 100)]).err(), Some(Refusal::AllAlike));
        assert!(matches!(Discrete::new(&[(Chances::default(), 9)]), Err(Refusal::TooFewRepeaters { .. })));
        let flawed = Chances { taken: 3, last: 2, given: 3 };
        assert!(matches!(Discrete::new(&[(one, 100), (flawed, 1)]), Err(Refusal::Flawed { at: 1, .. })));
    }
}
