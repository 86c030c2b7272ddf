//! Looking as often as one likes: an interval that holds the truth at every look at once.
//!
//! The mixture sequential probability ratio test (Robbins 1970; Johari, Koomen, Pekelis and Walsh, Operations Research 70(3), 2022): with
//! V the variance of the difference so far and effects mixed as N(0, τ²), Λ = √(V/(V+τ²)) · exp(τ² δ² / (2 V (V+τ²))). Without an
//! effect Λ seldom ever exceeds 1/α, whenever one stops. With the variances estimated it holds as groups grow (Waudby-Smith, Arbour,
//! Sinha, Kennedy and Ramdas, Annals of Statistics 52(6), 2024, whose asymptotic confidence sequence this is).
//!
//! τ² must be fixed before the first look. It is fixed here by the number of customers that is planned: the interval is then
//! narrowest there ([`mixture`]), and valid at any other number.

use super::means::Moments;

/// What may be said at this look.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Always {
    /// How much more the treated have.
    pub value: f64,
    /// From and to.
    pub interval: (f64, f64),
    /// The chance that is valid at every look: 1/Λ, at most 1.
    pub chance: f64,
}

/// τ² over the variance of the difference at the planned end (Waudby-Smith and others, equation 24, solved for n at the end).
#[must_use]
pub fn mixture(level: f64) -> f64 {
    let doubt = -2.0 * (1.0 - level.clamp(0.0, 1.0 - 1e-12)).ln();
    doubt + (doubt + 1.0).ln()
}

/// Reads the difference of means with an interval that looking does not spoil. `planned` is how many customers both groups are meant
/// to have in the end. `None` with fewer than two values on either side, without a plan, or where nothing varies.
#[must_use]
pub fn always(control: &Moments, treated: &Moments, planned: u64, level: f64) -> Option<Always> {
    if control.count < 2 || treated.count < 2 || planned == 0 {
        return None;
    }
    let value = treated.mean - control.mean;
    let variance = control.of_mean() + treated.of_mean();
    let so_far = (control.count + treated.count) as f64;
    // The variance of the difference at the planned end, were it as now a customer.
    let spread = mixture(level) * variance * so_far / planned as f64;
    if !variance.is_finite() || variance <= 0.0 {
        return None;
    }
    let all = variance + spread;
    let doubt = 1.0 - level.clamp(0.0, 1.0 - 1e-12);
    let half = (variance * all / spread * ((all / variance).ln() - 2.0 * doubt.ln())).sqrt();
    let ln = 0.5 * (variance / all).ln() + spread * value * value / (2.0 * variance * all);
    Some(Always { value, interval: (value - half, value + half), chance: (-ln).exp().min(1.0) })
}
