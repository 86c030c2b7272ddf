//! How forecasts of the next purchase fare on each customer's last gap, which they have not seen, beside simpler guesses.

use super::rhythm::{Refusal, Rhythm};

/// Errors in days, each a mean of absolute ones over the customers tried.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Backtest {
    /// Customers tried: those with two gaps at least, the last one hidden.
    pub customers: usize,
    /// The customer's rhythm, drawn towards the shop's.
    pub rhythm: f64,
    /// "The last gap repeats".
    pub last_gap: f64,
    /// "The median of the customer's gaps".
    pub own_median: f64,
    /// "The median of everybody's gaps".
    pub shop_median: f64,
    /// Share of hidden gaps inside the interval that eight in ten should be inside of.
    pub inside: f64,
}

/// Hides each customer's last gap and forecasts it from all others.
///
/// # Errors
/// When what is left is too little to learn from.
pub fn backtest<G: AsRef<[f64]>>(customers: &[G]) -> Result<Backtest, Refusal> {
    let tried: Vec<(&[f64], f64)> = customers
        .iter()
        .filter_map(|gaps| {
            gaps.as_ref().split_last().filter(|(_, seen)| !seen.is_empty()).map(|(last, seen)| (seen, *last))
        })
        .filter(|(seen, last)| seen.iter().chain([last]).all(|gap| gap.is_finite() && *gap > 0.0))
        .collect();
    let seen: Vec<&[f64]> = tried.iter().map(|(seen, _)| *seen).collect();
    let rhythm = Rhythm::new(&seen)?;
    let shop = median(&seen.concat());
    let count = tried.len() as f64;
    let mut sums = [0.0; 5];
    for (seen, hidden) in &tried {
        let next = rhythm.next(seen, 0.0);
        let last = seen.last().copied().unwrap_or(shop);
        let off = |guess: f64| (guess - hidden).abs();
        let inside = f64::from(u8::from(*hidden >= next.earliest && *hidden <= next.latest));
        for (sum, part) in sums.iter_mut().zip([off(next.expected), off(last), off(median(seen)), off(shop), inside]) {
            *sum += part / count;
        }
    }
    let [rhythm, last_gap, own_median, shop_median, inside] = sums;
    Ok(Backtest { customers: tried.len(), rhythm, last_gap, own_median, shop_median, inside })
}

fn median(gaps: &[f64]) -> f64 {
    let mut sorted = gaps.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let at = |place: usize| sorted.get(place).copied().unwrap_or(0.0);
    let middle = sorted.len() / 2;
    if sorted.len() % 2 == 1 { at(middle) } else { 0.5 * (at(middle.saturating_sub(1)) + at(middle)) }
}
