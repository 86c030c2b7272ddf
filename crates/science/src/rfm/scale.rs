//! Scores of a buyer who was not ranked: where the buyer would have stood among those who were.
//!
//! Who is ranked among equals that were split in the order given gets the best score that one of them has.
//!
//! Absent: moving the others. A place that is taken between two rankings is taken beside whoever has it.

use super::Buyer;
use super::bins::{Cell, Nesting, Scheme};

/// From which value on a score is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Step {
    /// Among whom: 0 is everybody; nested, those of this recency score, or of these recency and frequency scores (10 R + F).
    pub home: u16,
    /// The least value with this score; of recency less than zero, so that more is better.
    pub from: i64,
    /// The score.
    pub score: u8,
}

/// What a ranking says of whoever comes after it. Steps are in order of home and value.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scale {
    /// What was ranked among what.
    pub nesting: Nesting,
    /// Of recency.
    pub recency: Vec<Step>,
    /// Of frequency.
    pub frequency: Vec<Step>,
    /// Of monetary.
    pub monetary: Vec<Step>,
}

/// The three values of a buyer, more is better.
fn values(buyer: &Buyer) -> [i64; 3] {
    [buyer.recency.saturating_neg(), i64::try_from(buyer.frequency).unwrap_or(i64::MAX), buyer.monetary]
}

/// Among whom frequency and monetary of somebody with these scores are ranked.
fn homes(nesting: Nesting, recency: u8, frequency: u8) -> [u16; 2] {
    match nesting {
        Nesting::Independent => [0, 0],
        Nesting::Nested => [u16::from(recency), u16::from(recency) * 10 + u16::from(frequency)],
    }
}

impl Scale {
    /// The scale of a ranking: `cells` are the scores of these buyers by this scheme.
    #[must_use]
    pub fn of(buyers: &[Buyer], cells: &[Cell], scheme: &Scheme) -> Self {
        let steps = |which: fn(&Cell, Nesting) -> (u16, u8), at: usize| {
            let placed = buyers.iter().zip(cells).map(|(buyer, cell)| {
                let (home, score) = which(cell, scheme.nesting);
                Step { home, from: values(buyer).get(at).copied().unwrap_or_default(), score }
            });
            rising(placed.collect())
        };
        Self {
            nesting: scheme.nesting,
            recency: steps(|cell, _| (0, cell.recency), 0),
            frequency: steps(|cell, by| (homes(by, cell.recency, 0)[0], cell.frequency), 1),
            monetary: steps(|cell, by| (homes(by, cell.recency, cell.frequency)[1], cell.monetary), 2),
        }
    }

    /// The scores that the buyer would have had; of a scale of nobody, 1.
    #[must_use]
    pub fn score(&self, buyer: &Buyer) -> Cell {
        let [late, often, much] = values(buyer);
        let recency = reached(&self.recency, 0, late);
        let [home, _] = homes(self.nesting, recency, 0);
        let frequency = reached(&self.frequency, home, often);
        let [_, home] = homes(self.nesting, recency, frequency);
        Cell { recency, frequency, monetary: reached(&self.monetary, home, much) }
    }
}

/// Only where a score begins.
fn rising(mut placed: Vec<Step>) -> Vec<Step> {
    placed.sort_unstable();
    placed.dedup_by(|next, before| next.home == before.home && next.score <= before.score);
    placed
}

/// The score of a value: that of the last step that it reaches, below all of them that of the first.
fn reached(steps: &[Step], home: u16, value: i64) -> u8 {
    let from = steps.partition_point(|step| step.home < home);
    let until = steps.partition_point(|step| step.home <= home);
    let own = steps.get(from..until).unwrap_or_default();
    let passed = own.partition_point(|step| step.from <= value);
    own.get(passed.saturating_sub(1)).map_or(1, |step| step.score)
}
