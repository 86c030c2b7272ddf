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

/// Where a hidden gap lay beside the interval that eight in ten should be inside of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Landed {
    /// The purchase came before it.
    Earlier,
    /// In it.
    Inside,
    /// After it.
    Later,
}

impl Landed {
    /// All, in the order of time.
    pub const ALL: [Self; 3] = [Self::Earlier, Self::Inside, Self::Later];

    /// A word for keys and files.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Earlier => "earlier",
            Self::Inside => "inside",
            Self::Later => "later",
        }
    }

    /// What a word stands for.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.key() == key)
    }
}

/// The gaps that are seen of a customer and the one that is hidden; `None` when there are too few to try.
fn hidden(gaps: &[f64]) -> Option<(&[f64], f64)> {
    let (last, seen) = gaps.split_last().filter(|(_, seen)| !seen.is_empty())?;
    gaps.iter().all(|gap| gap.is_finite() && *gap > 0.0).then_some((seen, *last))
}

/// Hides each customer's last gap and forecasts it from all others.
///
/// # Errors
/// When what is left is too little to learn from.
pub fn backtest<G: AsRef<[f64]>>(customers: &[G]) -> Result<Backtest, Refusal> {
    one_by_one(customers).map(|(told, _)| told)
}

/// The same, with where each customer's hidden gap lay; `None` of those who could not be tried.
///
/// # Errors
/// When what is left is too little to learn from.
pub fn one_by_one<G: AsRef<[f64]>>(customers: &[G]) -> Result<(Backtest, Vec<Option<Landed>>), Refusal> {
    let tried: Vec<Option<(&[f64], f64)>> = customers.iter().map(|gaps| hidden(gaps.as_ref())).collect();
    let seen: Vec<&[f64]> = tried.iter().flatten().map(|(seen, _)| *seen).collect();
    let rhythm = Rhythm::new(&seen)?;
    let shop = median(&seen.concat());
    let count = seen.len() as f64;
    let mut sums = [0.0; 5];
    let mut landed = vec![None; tried.len()];
    for (one, slot) in tried.iter().zip(&mut landed) {
        let Some((seen, hidden)) = one else { continue };
        let next = rhythm.next(seen, 0.0);
        let last = seen.last().copied().unwrap_or(shop);
        let off = |guess: f64| (guess - hidden).abs();
        let place = if *hidden < next.earliest {
            Landed::Earlier
        } else if *hidden <= next.latest {
            Landed::Inside
        } else {
            Landed::Later
        };
        *slot = Some(place);
        let inside = f64::from(u8::from(place == Landed::Inside));
        for (sum, part) in sums.iter_mut().zip([off(next.expected), off(last), off(median(seen)), off(shop), inside]) {
            *sum += part / count;
        }
    }
    let [rhythm, last_gap, own_median, shop_median, inside] = sums;
    Ok((Backtest { customers: seen.len(), rhythm, last_gap, own_median, shop_median, inside }, landed))
}

fn median(gaps: &[f64]) -> f64 {
    let mut sorted = gaps.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let at = |place: usize| sorted.get(place).copied().unwrap_or(0.0);
    let middle = sorted.len() / 2;
    if sorted.len() % 2 == 1 { at(middle) } else { 0.5 * (at(middle.saturating_sub(1)) + at(middle)) }
}
