//! Which effect could be seen, and how many customers it takes (Cohen 1988; Kohavi, Tang and Xu 2020, chapter 17).

use crate::special::normal_quantile;

/// z of the interval and z of the power together: 2.8016 at 95 % and 80 %.
fn both(level: f64, power: f64) -> f64 {
    normal_quantile(0.5 + level.clamp(0.0, 1.0) / 2.0) + normal_quantile(power)
}

/// The least difference that is found with this power, when values vary by this standard deviation. `None` with an empty group, or
/// a level or power of 1.
#[must_use]
pub fn detectable(spread: f64, control: u64, treated: u64, level: f64, power: f64) -> Option<f64> {
    let each = |count: u64| 1.0 / count as f64;
    let found = both(level, power) * spread * (each(control) + each(treated)).sqrt();
    (control > 0 && treated > 0 && found.is_finite() && found >= 0.0).then_some(found)
}

/// How many customers each of two groups needs to find this difference: 2 (z + z)² s²/δ², about 16 s²/δ² at 95 % and 80 %. `None` for
/// a difference of 0.
#[must_use]
pub fn needed(spread: f64, difference: f64, level: f64, power: f64) -> Option<u64> {
    let found = (2.0 * (both(level, power) * spread / difference).powi(2)).ceil();
    // Beyond this no shop has customers, and beyond 2⁵³ a float has no units.
    (found.is_finite() && found < 9e15).then_some((found as u64).max(2))
}
