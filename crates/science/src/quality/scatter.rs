//! Whether two go together: the correlation of pairs, and the line through them.

use super::{Refusal, mean_and_spread, sound};
use crate::special::{normal_quantile, student_beyond};

/// How two go together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scatter {
    /// Pairs.
    pub pairs: usize,
    /// Pearson's correlation, from −1 to 1.
    pub correlation: f64,
    /// From and to, at 95 %, by Fisher's z; `None` of three pairs or a perfect line.
    pub interval: Option<(f64, f64)>,
    /// The chance of one so far from 0 if there were none (Student's t); that two things go together does not say why.
    pub chance: f64,
    /// By how much y rises when x rises by 1 (least squares).
    pub slope: f64,
    /// y where x is 0.
    pub intercept: f64,
}

/// The correlation of pairs. `None` when one of the two never varies: nothing can go together with it.
///
/// # Errors
/// With fewer than three pairs, with one missing, or with one that is no number.
pub fn scatter(x: &[f64], y: &[f64]) -> Result<Option<Scatter>, Refusal> {
    if x.len() != y.len() {
        return Err(Refusal::Pairs);
    }
    sound(x, 3)?;
    sound(y, 3)?;
    let count = x.len() as f64;
    let ((mean_x, _), (mean_y, _)) = (mean_and_spread(x), mean_and_spread(y));
    let (mut xx, mut yy, mut xy) = (0.0, 0.0, 0.0);
    for (x, y) in x.iter().zip(y) {
        xx += (x - mean_x).powi(2);
        yy += (y - mean_y).powi(2);
        xy += (x - mean_x) * (y - mean_y);
    }
    let (slope, raw) = (xy / xx, xy / (xx.sqrt() * yy.sqrt()));
    // A perfect line is one to the last digits.
    let correlation = if raw.abs() > 1.0 - 1e-14 { raw.signum() } else { raw };
    if !correlation.is_finite() || !slope.is_finite() {
        return Ok(None);
    }
    let known = x.len() > 3 && correlation.abs() < 1.0;
    let half = normal_quantile(0.975) / (count - 3.0).sqrt();
    let interval = known.then(|| ((correlation.atanh() - half).tanh(), (correlation.atanh() + half).tanh()));
    let freedom = count - 2.0;
    let chance = student_beyond(correlation * (freedom / (1.0 - correlation * correlation)).sqrt(), freedom);
    Ok(Some(Scatter { pairs: x.len(), correlation, interval, chance, slope, intercept: mean_y - slope * mean_x }))
}
