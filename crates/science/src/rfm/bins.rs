//! Scores from 1 to 5 by rank: the conventions of the trade, each under its name, since they disagree wherever customers
//! are equal (Tsiptsis and Chorianopoulos, Data Mining Techniques in CRM, 2009; SPSS Direct Marketing, RFM analysis).

use super::Buyer;

/// What a score is ranked among.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Nesting {
    /// Each of the three among everybody.
    #[default]
    Independent,
    /// Frequency among those of equal recency score, monetary among those of equal recency and frequency scores: cells of
    /// like size.
    Nested,
}

/// What becomes of customers with equal values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ties {
    /// They share a score: that of the middle of their ranks, ⌈bins · midrank / n⌉. Bins may be of unlike size, or empty.
    #[default]
    Together,
    /// They are split in the order given so that bins are as equal as can be, as SQL's `ntile` does.
    ByOrder,
}

/// How scores are made. The default is five bins, independent, equals together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scheme {
    /// Number of scores, 1 to 9; what lies outside counts as the nearest.
    pub bins: u8,
    /// What is ranked among what.
    pub nesting: Nesting,
    /// What becomes of equals.
    pub ties: Ties,
}

impl Default for Scheme {
    fn default() -> Self {
        Self { bins: 5, nesting: Nesting::default(), ties: Ties::default() }
    }
}

/// A customer's scores, each from 1 to the number of bins; more is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell {
    /// How lately.
    pub recency: u8,
    /// How often.
    pub frequency: u8,
    /// How much.
    pub monetary: u8,
}

impl Cell {
    /// The cell's number as the trade writes it: 555 is the best of five bins.
    #[must_use]
    pub fn number(self) -> u16 {
        u16::from(self.recency) * 100 + u16::from(self.frequency) * 10 + u16::from(self.monetary)
    }
}

/// The scores of each customer, in the order given.
#[must_use]
pub fn score(buyers: &[Buyer], scheme: &Scheme) -> Vec<Cell> {
    let bins = scheme.bins.clamp(1, 9);
    let by = |value: fn(&Buyer) -> i128, homes: Option<&[u16]>| {
        let keyed = buyers.iter().enumerate().map(|(at, buyer)| {
            let home = homes.and_then(|homes| homes.get(at)).copied().unwrap_or(0);
            (home, value(buyer), at)
        });
        ranked(keyed.collect(), bins, scheme.ties)
    };
    let nested = scheme.nesting == Nesting::Nested;
    let recency = by(|buyer| -i128::from(buyer.recency), None);
    let homes: Vec<u16> = recency.iter().map(|score| u16::from(*score)).collect();
    let frequency = by(|buyer| i128::from(buyer.frequency), nested.then_some(&homes));
    let homes: Vec<u16> = homes.iter().zip(&frequency).map(|(home, score)| home * 10 + u16::from(*score)).collect();
    let monetary = by(|buyer| i128::from(buyer.monetary), nested.then_some(&homes));
    recency
        .into_iter()
        .zip(frequency)
        .zip(monetary)
        .map(|((recency, frequency), monetary)| Cell { recency, frequency, monetary })
        .collect()
}

/// The bin of each, by its place, when ranked by value (worst first) among those of its home.
fn ranked(mut keyed: Vec<(u16, i128, usize)>, bins: u8, ties: Ties) -> Vec<u8> {
    let mut found = vec![1; keyed.len()];
    keyed.sort_unstable();
    for home in keyed.chunk_by(|a, b| a.0 == b.0) {
        let mut before = 0;
        for equals in home.chunk_by(|a, b| a.1 == b.1) {
            for (place, (_, _, at)) in equals.iter().enumerate() {
                let bin = match ties {
                    Ties::Together => middle(before, equals.len(), home.len(), bins),
                    Ties::ByOrder => tile(before + place, home.len(), bins),
                };
                if let Some(slot) = found.get_mut(*at) {
                    *slot = bin;
                }
            }
            before += equals.len();
        }
    }
    found
}

/// The bin of equals that have `before` below them: ⌈bins · (before + (equals + 1) / 2) / n⌉, in integers.
fn middle(before: usize, equals: usize, n: usize, bins: u8) -> u8 {
    let twice = 2 * before + equals + 1;
    narrow((usize::from(bins) * twice).div_ceil(2 * n.max(1)), bins)
}

/// The bin of the one at `place` from 0 when the first `n % bins` bins hold one more than the others.
fn tile(place: usize, n: usize, bins: u8) -> u8 {
    let count = usize::from(bins);
    let (size, more) = (n / count, n % count);
    let bin =
        if place < more * (size + 1) { place / (size + 1) } else { more + (place - more * (size + 1)) / size.max(1) };
    narrow(bin + 1, bins)
}

fn narrow(bin: usize, bins: u8) -> u8 {
    u8::try_from(bin).unwrap_or(bins).clamp(1, bins)
}
