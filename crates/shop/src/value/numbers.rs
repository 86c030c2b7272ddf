//! Whole numbers as measurements and back. Money and counts are far from where a float loses one.

/// As a measurement.
#[allow(clippy::as_conversions, clippy::cast_precision_loss, reason = "money and counts are far below 2^53")]
pub(crate) fn float(value: i64) -> f64 {
    value as f64
}

/// To the nearest whole number; what is no number is 0, what is too large stops at the end of 64 bits.
#[allow(clippy::as_conversions, clippy::cast_possible_truncation, reason = "`as` stops at the ends and makes NaN 0")]
pub(crate) fn whole(value: f64) -> i64 {
    value.round() as i64
}

/// A count.
pub(crate) fn count(value: usize) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

/// To so many decimals.
pub(crate) fn decimals(value: f64, places: i32) -> f64 {
    let scale = 10_f64.powi(places);
    if value.is_finite() { (value * scale).round() / scale } else { 0.0 }
}

/// A share of a whole in thousandths, to one decimal; 0 of nothing.
pub(crate) fn permille(part: i64, of: i64) -> f64 {
    if of == 0 { 0.0 } else { decimals(float(part) * 1_000.0 / float(of), 1) }
}
