//! The shop's rhythm and each customer's: a one-way random-effects model of the logarithms of gaps, by the method of moments
//! (Searle, Casella and McCulloch, Variance Components, 1992, section 3.6); a customer's own by the best linear predictor.

use super::{Due, Next};
use crate::special::{normal_below, normal_quantile};

/// Fewer gaps than this say nothing of a shop.
pub const LEAST_GAPS: usize = 10;

/// Why no rhythm was learnt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Too few gaps between purchases; [`LEAST_GAPS`] are needed.
    TooFewGaps(usize),
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self::TooFewGaps(gaps) = self;
        write!(f, "{gaps} gaps between purchases; at least {LEAST_GAPS} are needed")
    }
}

impl std::error::Error for Refusal {}

/// How long people wait between purchases.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rhythm {
    /// The usual gap, in days: the median of a customer of whom nothing is known.
    pub usual: f64,
    /// Variance of the logarithm of gaps within a customer.
    pub within: f64,
    /// Variance of customers' means of it.
    pub between: f64,
    /// Gaps learnt from.
    pub gaps: usize,
    /// Customers with a gap.
    pub customers: usize,
}

/// The share that buys outside the interval, on each side.
const OUTSIDE: f64 = 0.1;
/// The normal distribution's quantile of [`OUTSIDE`], above the middle.
const BEYOND: f64 = 1.281_551_565_544_600_4;

/// Equal gaps leave this much doubt: some days in a hundred.
const LEAST_VARIANCE: f64 = 1e-4;

impl Rhythm {
    /// Learns from the gaps of each customer. Gaps that are not above zero, or no numbers, are passed over.
    ///
    /// # Errors
    /// When there are too few.
    pub fn new<G: AsRef<[f64]>>(customers: &[G]) -> Result<Self, Refusal> {
        let own: Vec<(f64, f64)> = customers.iter().map(|gaps| mean(gaps.as_ref())).filter(|own| own.0 > 0.0).collect();
        let all: f64 = own.iter().map(|(count, _)| count).sum();
        let kinds = own.len() as f64;
        let gaps = own.iter().map(|(count, _)| *count as usize).sum();
        if gaps < LEAST_GAPS {
            return Err(Refusal::TooFewGaps(gaps));
        }
        let grand = own.iter().map(|(count, mean)| count * mean).sum::<f64>() / all;
        let squares = |gaps: &G| {
            let center = mean(gaps.as_ref()).1;
            logarithms(gaps.as_ref()).map(|ln| (ln - center).powi(2)).sum::<f64>()
        };
        let inside: f64 = customers.iter().map(squares).sum();
        let outside: f64 = own.iter().map(|(count, mean)| count * (mean - grand).powi(2)).sum();
        // Nobody with two gaps, or nobody beside one customer: all the scatter is taken to be within.
        let parted = all > kinds && kinds > 1.0;
        let within = if parted { inside / (all - kinds) } else { (inside + outside) / (all - 1.0) };
        let sizes = (all - own.iter().map(|(count, _)| count * count).sum::<f64>() / all) / (kinds - 1.0);
        let between = if parted { ((outside / (kinds - 1.0) - within) / sizes).max(0.0) } else { 0.0 };
        let within = within.max(LEAST_VARIANCE);
        // Each customer's mean counts by how well it is known.
        let weight = |count: f64| 1.0 / (between + within / count);
        let total: f64 = own.iter().map(|(count, _)| weight(*count)).sum();
        let center = own.iter().map(|(count, mean)| weight(*count) * mean).sum::<f64>() / total;
        Ok(Self { usual: center.exp(), within, between, gaps, customers: own.len() })
    }

    /// When a customer with these gaps buys next, after so many days of silence.
    #[must_use]
    pub fn next(&self, gaps: &[f64], silence: f64) -> Next {
        let (count, own) = mean(gaps);
        let known = count * self.between / (count * self.between + self.within);
        let center = self.usual.ln() + if count > 0.0 { known * (own - self.usual.ln()) } else { 0.0 };
        let spread = (self.within + self.between * (1.0 - known)).sqrt();
        let silence = if silence.is_finite() { silence.max(0.0) } else { 0.0 };
        // Of those who waited so long, not of everybody. Chances of waiting longer keep their digits far out.
        let waiting = normal_below((center - silence.ln()) / spread);
        let after = |chance: f64, plain: f64| {
            // Of somebody who has not waited yet the quantile is the plain one.
            let z = if waiting < 1.0 { -normal_quantile(waiting * (1.0 - chance)) } else { plain };
            let longer = (center + spread * z).exp();
            if longer.is_finite() { longer.max(silence) } else { silence }
        };
        let due = if silence < (center - spread * BEYOND).exp() {
            Due::NotYet
        } else if silence <= (center + spread * BEYOND).exp() {
            Due::Due
        } else {
            Due::Overdue
        };
        Next {
            expected: after(0.5, 0.0),
            earliest: after(OUTSIDE, -BEYOND),
            latest: after(1.0 - OUTSIDE, BEYOND),
            usual: center.exp(),
            due,
        }
    }
}

fn logarithms(gaps: &[f64]) -> impl Iterator<Item = f64> {
    gaps.iter().filter(|gap| gap.is_finite() && **gap > 0.0).map(|gap| gap.ln())
}

/// How many, and the mean of their logarithms.
fn mean(gaps: &[f64]) -> (f64, f64) {
    let (count, sum) = logarithms(gaps).fold((0.0, 0.0), |(count, sum), ln| (count + 1.0, sum + ln));
    (count, if count > 0.0 { sum / count } else { 0.0 })
}
