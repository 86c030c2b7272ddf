//! Control charts: where a process lies when nothing but chance moves it (Shewhart 1931; NIST/SEMATECH e-Handbook, 6.3).
//!
//! Every point carries its own centre and standard deviation, since samples may differ in size. Limits are three standard
//! deviations to both sides; where a share cannot be below 0 or above 1, nor a count below 0, neither can its limit.

use super::{Refusal, mean_and_spread, sound};

/// Mean moving range over standard deviation, of ranges of two (d₂).
pub const D2: f64 = 1.128;
/// Upper limit over mean, of moving ranges of two (D₄).
pub const D4: f64 = 3.267;

/// A chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// The mean that the process is held against.
    pub center: f64,
    /// In the order of time.
    pub points: Vec<Point>,
    /// By how much more than chance allows samples spread, where Laney's correction is applied: 1 is as chance has it.
    pub excess: Option<f64>,
}

/// A point with its limits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// What was found.
    pub value: f64,
    /// What was to be expected.
    pub center: f64,
    /// Standard deviation when nothing but chance moves it.
    pub sigma: f64,
    /// Lower limit.
    pub low: f64,
    /// Upper limit.
    pub high: f64,
}

impl Point {
    fn new(value: f64, center: f64, sigma: f64, (least, most): (f64, f64)) -> Self {
        let (low, high) = ((center - 3.0 * sigma).max(least), (center + 3.0 * sigma).min(most));
        Self { value, center, sigma, low, high }
    }

    /// How many standard deviations it lies from the centre. Where there is no spread, 0 on the centre and infinite off it.
    #[must_use]
    pub fn deviation(&self) -> f64 {
        let off = self.value - self.center;
        if off.abs() <= 1e-12 * self.center.abs() { 0.0 } else { off / self.sigma }
    }
}

/// A chart of single values with the chart of their moving ranges.
#[derive(Debug, Clone, PartialEq)]
pub struct Individuals {
    /// Of the values.
    pub values: Chart,
    /// Of the ranges from each value to the next: one point fewer.
    pub ranges: Chart,
}

/// Which samples set the limits: all, or the first so many (the time when all was well), at least two.
fn base<T>(samples: &[T], first: Option<usize>) -> &[T] {
    samples.get(..first.unwrap_or(samples.len()).max(2)).unwrap_or(samples)
}

/// XmR: mean ± 3 · M̄R / d₂, and D₄ · M̄R for the ranges. `first` says how many of the values set the limits; all without it.
///
/// # Errors
/// With fewer than two values, or one that is no number.
pub fn individuals(values: &[f64], first: Option<usize>) -> Result<Individuals, Refusal> {
    sound(values, 2)?;
    let ranges = moving_ranges(values);
    let own = base(values, first);
    let (center, _) = mean_and_spread(own);
    let range = mean_range(own);
    let free = (f64::NEG_INFINITY, f64::INFINITY);
    let points = values.iter().map(|value| Point::new(*value, center, range / D2, free)).collect();
    let of_range = |value: &f64| Point {
        value: *value,
        center: range,
        sigma: (D4 - 1.0) * range / 3.0,
        low: 0.0,
        high: D4 * range,
    };
    let ranges = ranges.iter().map(of_range).collect();
    Ok(Individuals {
        values: Chart { center, points, excess: None },
        ranges: Chart { center: range, points: ranges, excess: None },
    })
}

fn moving_ranges(values: &[f64]) -> Vec<f64> {
    values.iter().zip(values.iter().skip(1)).map(|(before, after)| (after - before).abs()).collect()
}

fn mean_range(values: &[f64]) -> f64 {
    mean_and_spread(&moving_ranges(values)).0
}

/// A sample: how many count, of how many. For a u chart the second is the size of what was looked at: parcels, hours.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sample {
    /// How many count.
    pub count: f64,
    /// Of how many.
    pub of: f64,
}

/// p: p̄ ± 3 √(p̄ (1 − p̄) / nᵢ), within 0 and 1. With `laney`, standard deviations are widened by how much more the samples
/// spread from one to the next than chance has it (p′; Laney 2002): for samples of many thousands.
///
/// # Errors
/// Without samples, or when one is empty or smaller than what counts in it.
pub fn shares(samples: &[Sample], first: Option<usize>, laney: bool) -> Result<Chart, Refusal> {
    counted(samples, true)?;
    let center = mean_of(base(samples, first));
    let sigma = |sample: &Sample| (center * (1.0 - center) / sample.of).sqrt();
    Ok(of_rates(samples, center, sigma, (0.0, 1.0), (first, laney)))
}

/// np: n p̄ ± 3 √(n p̄ (1 − p̄)), of samples of one size.
///
/// # Errors
/// As [`shares`], and when sizes differ.
pub fn numbers(samples: &[Sample], first: Option<usize>) -> Result<Chart, Refusal> {
    counted(samples, true)?;
    let size = samples.first().map_or(0.0, |sample| sample.of);
    if samples.iter().any(|sample| sample.of != size) {
        return Err(Refusal::Sizes);
    }
    let share = mean_of(base(samples, first));
    let sigma = (size * share * (1.0 - share)).sqrt();
    let point = |sample: &Sample| Point::new(sample.count, size * share, sigma, (0.0, size));
    Ok(Chart { center: size * share, points: samples.iter().map(point).collect(), excess: None })
}

/// c: c̄ ± 3 √c̄, of counts in samples of one size; not below 0.
///
/// # Errors
/// Without counts, or when one is no number or below 0.
pub fn counts(counts: &[f64], first: Option<usize>) -> Result<Chart, Refusal> {
    let samples: Vec<Sample> = counts.iter().map(|count| Sample { count: *count, of: 1.0 }).collect();
    rates(&samples, first, false)
}

/// u: ū ± 3 √(ū / nᵢ), of counts in samples that differ in size; not below 0. `laney` as in [`shares`] (u′).
///
/// # Errors
/// Without samples, or when one is of nothing, no number or below 0.
pub fn rates(samples: &[Sample], first: Option<usize>, laney: bool) -> Result<Chart, Refusal> {
    counted(samples, false)?;
    let center = mean_of(base(samples, first));
    let sigma = |sample: &Sample| (center / sample.of).sqrt();
    Ok(of_rates(samples, center, sigma, (0.0, f64::INFINITY), (first, laney)))
}

fn counted(samples: &[Sample], shares: bool) -> Result<(), Refusal> {
    if samples.is_empty() {
        return Err(Refusal::TooFew { values: 0, least: 1 });
    }
    let wrong = |sample: &Sample| !sample.count.is_finite() || !sample.of.is_finite();
    if let Some(at) = samples.iter().position(wrong) {
        return Err(Refusal::NoNumber { at });
    }
    let empty = |sample: &Sample| sample.of <= 0.0 || sample.count < 0.0 || (shares && sample.count > sample.of);
    samples.iter().position(empty).map_or(Ok(()), |at| Err(Refusal::NoSample { at }))
}

fn mean_of(samples: &[Sample]) -> f64 {
    let (count, of) = samples.iter().fold((0.0, 0.0), |(count, of), sample| (count + sample.count, of + sample.of));
    count / of
}

fn of_rates(
    samples: &[Sample],
    center: f64,
    sigma: impl Fn(&Sample) -> f64,
    bounds: (f64, f64),
    (first, laney): (Option<usize>, bool),
) -> Chart {
    let own = base(samples, first);
    let deviations: Vec<f64> = own.iter().map(|sample| (sample.count / sample.of - center) / sigma(sample)).collect();
    let known = laney && own.len() > 1 && deviations.iter().all(|deviation| deviation.is_finite());
    let excess = known.then(|| mean_range(&deviations) / D2);
    let factor = excess.unwrap_or(1.0);
    let point = |sample: &Sample| Point::new(sample.count / sample.of, center, factor * sigma(sample), bounds);
    Chart { center, points: samples.iter().map(point).collect(), excess }
}
