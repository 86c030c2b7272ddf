//! How values lie, and whether a process can keep its limits.

use super::{Refusal, mean_and_spread, sound};

/// Values in bins of one width.
#[derive(Debug, Clone, PartialEq)]
pub struct Histogram {
    /// Where the first bin begins: the least value.
    pub from: f64,
    /// Width of a bin; 0 when all values are the same.
    pub width: f64,
    /// Values in each bin. A value on an edge is in the bin above it, the greatest in the last.
    pub bins: Vec<u64>,
    /// How the width was chosen.
    pub by: Width,
}

/// How a width was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// At most 2 · (third − first quartile) / ∛n (Freedman and Diaconis 1981).
    FreedmanDiaconis,
    /// ⌈log₂ n⌉ + 1 bins (Sturges 1926), where half of all values are the same and the former gives no width.
    Sturges,
    /// All values are the same: one bin.
    Single,
}

/// No picture takes more bins; far outliers would ask for millions.
const MOST: f64 = 1_000.0;

/// The histogram of values.
///
/// # Errors
/// Without values, or with one that is no number.
pub fn histogram(values: &[f64]) -> Result<Histogram, Refusal> {
    sound(values, 1)?;
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let (least, most) = (quantile(&sorted, 0.0), quantile(&sorted, 1.0));
    let (count, range) = (values.len() as f64, most / 2.0 - least / 2.0);
    if range <= 0.0 {
        return Ok(Histogram { from: least, width: 0.0, bins: vec![values.len() as u64], by: Width::Single });
    }
    let quartiles = quantile(&sorted, 0.75) / 2.0 - quantile(&sorted, 0.25) / 2.0;
    let (bins, by) = match quartiles * 2.0 / count.cbrt() {
        half if half > 0.0 => ((range / half).ceil().clamp(1.0, MOST), Width::FreedmanDiaconis),
        _ => (count.log2().ceil() + 1.0, Width::Sturges),
    };
    let mut found = vec![0_u64; bins as usize];
    for value in values {
        // Halves, since the whole range of two huge values is no number.
        let place = ((value / 2.0 - least / 2.0) / range * bins).floor().min(bins - 1.0);
        if let Some(bin) = found.get_mut(place as usize) {
            *bin += 1;
        }
    }
    Ok(Histogram { from: least, width: range / bins * 2.0, bins: found, by })
}

/// The value below which this share of sorted ones lies, between two on a line (the seventh way of Hyndman and Fan 1996).
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let place = share * sorted.len().saturating_sub(1) as f64;
    let at = |place: f64| sorted.get(place as usize).copied().unwrap_or(f64::NAN);
    let (low, high, part) = (at(place.floor()), at(place.ceil()), place.fract());
    low * (1.0 - part) + high * part
}

/// Whether a process can keep its limits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Capability {
    /// (high − low) / 6 s; `None` with one limit only.
    pub cp: Option<f64>,
    /// The nearer limit's distance from the mean / 3 s: below 1 some are beyond it; 1.33 is what is usually asked for.
    pub cpk: f64,
}

/// The capability of values with a mean and a standard deviation between limits (NIST/SEMATECH e-Handbook, 6.1.6). `None` without
/// a limit, with limits in the wrong order, or where nothing varies.
#[must_use]
pub fn capability(mean: f64, spread: f64, low: Option<f64>, high: Option<f64>) -> Option<Capability> {
    if !mean.is_finite() || !spread.is_finite() || spread <= 0.0 || low.zip(high).is_some_and(|(low, high)| low >= high)
    {
        return None;
    }
    let above = high.map(|high| (high - mean) / (3.0 * spread));
    let below = low.map(|low| (mean - low) / (3.0 * spread));
    let cpk = above.into_iter().chain(below).reduce(f64::min)?;
    Some(Capability { cp: low.zip(high).map(|(low, high)| (high - low) / (6.0 * spread)), cpk })
}

/// The capability of values.
///
/// # Errors
/// With fewer than two values, or one that is no number.
pub fn capability_of(values: &[f64], low: Option<f64>, high: Option<f64>) -> Result<Option<Capability>, Refusal> {
    sound(values, 2)?;
    let (mean, spread) = mean_and_spread(values);
    Ok(capability(mean, spread, low, high))
}
