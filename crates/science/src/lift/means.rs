//! Means, their differences and ratios, and how sure they are.

use crate::special::{student_beyond, student_quantile};

/// Number, mean and variance of values.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Moments {
    /// Values.
    pub count: u64,
    /// Their mean.
    pub mean: f64,
    /// Their variance with n − 1; 0 of one value.
    pub variance: f64,
}

impl Moments {
    /// Of values, which are numbers of less than 10¹⁵⁰, in two passes, so that a large mean takes no digits from a small variance.
    /// Values that are all the same have that mean, to the last digit, and no variance.
    #[must_use]
    pub fn of(values: &[f64]) -> Self {
        let count = values.len() as f64;
        let Some(first) = values.first() else { return Self::default() };
        let mean = first + values.iter().map(|value| value - first).sum::<f64>() / count;
        let (mut squares, mut rest) = (0.0, 0.0);
        for value in values {
            squares += (value - mean).powi(2);
            rest += value - mean;
        }
        let variance = if values.len() > 1 { ((squares - rest * rest / count) / (count - 1.0)).max(0.0) } else { 0.0 };
        Self { count: values.len() as u64, mean, variance }
    }

    /// Variance of the mean.
    #[must_use]
    pub fn of_mean(&self) -> f64 {
        if self.count == 0 { f64::NAN } else { self.variance / self.count as f64 }
    }

    /// Of a ratio of sums such as revenue a visit, when customers were drawn and not visits: as if each customer had the values
    /// (yᵢ − R xᵢ) / x̄ about R = Σy / Σx (delta method; Deng, Knoblich and Lu, KDD 2018, equation 3). `None` when the denominators
    /// come to nothing, or there are not as many.
    #[must_use]
    pub fn of_ratio(numerators: &[f64], denominators: &[f64]) -> Option<Self> {
        let (up, down) = (Self::of(numerators), Self::of(denominators));
        if numerators.len() != denominators.len() || down.mean == 0.0 || !down.mean.is_finite() {
            return None;
        }
        let ratio = up.mean / down.mean;
        let parts: Vec<f64> = numerators.iter().zip(denominators).map(|(y, x)| (y - ratio * x) / down.mean).collect();
        Some(Self { mean: ratio, ..Self::of(&parts) })
    }
}

/// An estimate with its interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The best guess.
    pub value: f64,
    /// Its standard error.
    pub error: f64,
    /// From and to.
    pub interval: (f64, f64),
    /// The chance of one so far from 0 if there were nothing.
    pub chance: f64,
}

impl Estimate {
    /// With Student's interval of so many degrees of freedom. Without any spread, the value is all there is to say.
    pub(crate) fn new(value: f64, variance: f64, freedom: f64, level: f64) -> Self {
        let error = variance.max(0.0).sqrt();
        if error <= 0.0 || freedom.is_nan() {
            return Self { value, error: 0.0, interval: (value, value), chance: if value == 0.0 { 1.0 } else { 0.0 } };
        }
        let half = student_quantile(1.0 - level.clamp(0.0, 1.0), freedom) * error;
        Self { value, error, interval: (value - half, value + half), chance: student_beyond(value / error, freedom) }
    }
}

/// How much more the second mean is than the first, with Welch's interval (Biometrika 34, 1947): variance s₁²/n₁ + s₀²/n₀, degrees
/// of freedom by Satterthwaite. `None` with fewer than two values on either side.
#[must_use]
pub fn difference(control: &Moments, treated: &Moments, level: f64) -> Option<Estimate> {
    if control.count < 2 || treated.count < 2 {
        return None;
    }
    let (one, other) = (control.of_mean(), treated.of_mean());
    let parts = one * one / (control.count as f64 - 1.0) + other * other / (treated.count as f64 - 1.0);
    let freedom = if parts > 0.0 { (one + other).powi(2) / parts } else { f64::INFINITY };
    Some(Estimate::new(treated.mean - control.mean, one + other, freedom, level))
}

/// By which share the second mean is above the first, with the delta method's interval: variance s₁²/(n₁ ȳ₀²) + ȳ₁² s₀²/(n₀ ȳ₀⁴)
/// (Deng, Knoblich and Lu, KDD 2018). `None` with fewer than two values on either side, or where the first mean is not clearly
/// above 0 (less than three standard errors): a share of next to nothing says nothing.
#[must_use]
pub fn relative(control: &Moments, treated: &Moments, level: f64) -> Option<Estimate> {
    let steady = control.mean > 0.0 && control.mean > 3.0 * control.of_mean().sqrt();
    if control.count < 2 || treated.count < 2 || !steady {
        return None;
    }
    let ratio = treated.mean / control.mean;
    let variance = (treated.of_mean() + ratio * ratio * control.of_mean()) / (control.mean * control.mean);
    ratio.is_finite().then(|| Estimate::new(ratio - 1.0, variance, f64::INFINITY, level))
}

/// What was known beforehand taken out: yᵢ − θ (xᵢ − x̄) with θ = cov(y, x) / var(x), both over the two groups together within each
/// (Deng, Xu, Kohavi and Walker, WSDM 2013).
#[derive(Debug, Clone, PartialEq)]
pub struct Adjusted {
    /// θ.
    pub theta: f64,
    /// The share of the variance that is gone: the squared correlation of before and after within groups.
    pub gone: f64,
    /// The control group after it.
    pub control: Moments,
    /// The treated group after it.
    pub treated: Moments,
}

/// Adjusts outcomes by what was known of the same customers beforehand; each side is (before, outcome). `None` where the former
/// never varies, lengths differ, or a group has fewer than two.
#[must_use]
pub fn adjust(control: (&[f64], &[f64]), treated: (&[f64], &[f64])) -> Option<Adjusted> {
    let sides = [control, treated];
    if sides.iter().any(|(x, y)| x.len() != y.len() || x.len() < 2) {
        return None;
    }
    let (mut xx, mut yy, mut xy, mut sum, mut count) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for (x, y) in sides {
        let (of_x, of_y) = (Moments::of(x), Moments::of(y));
        for (x, y) in x.iter().zip(y) {
            xx += (x - of_x.mean).powi(2);
            yy += (y - of_y.mean).powi(2);
            xy += (x - of_x.mean) * (y - of_y.mean);
        }
        sum += of_x.mean * x.len() as f64;
        count += x.len() as f64;
    }
    let (theta, middle) = (xy / xx, sum / count);
    if !theta.is_finite() {
        return None;
    }
    let of = |(x, y): (&[f64], &[f64])| {
        let values: Vec<f64> = x.iter().zip(y).map(|(x, y)| y - theta * (x - middle)).collect();
        Moments::of(&values)
    };
    let gone = if yy > 0.0 { (xy * xy / xx / yy).clamp(0.0, 1.0) } else { 0.0 };
    Some(Adjusted { theta, gone, control: of(control), treated: of(treated) })
}
