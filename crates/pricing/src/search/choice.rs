//! Combinations beside each other: which of two is better.

use std::cmp::Reverse;

use crate::state::State;
use crate::step::step;
use crate::table::Table;

/// What is to be paid, what gifts are worth, points spent: the less the better, save gifts.
pub(super) type Rank = (i64, Reverse<i64>, i64);

/// A combination with what comes of it.
#[derive(Debug, Clone)]
pub(super) struct Choice {
    pub(super) rank: Rank,
    pub(super) path: Vec<usize>,
    pub(super) state: State,
}

impl Choice {
    /// Applies offers in order; those that do nothing fall out.
    pub(super) fn of(table: &Table<'_>, offers: &[usize]) -> Self {
        let (mut state, mut path) = (State::new(table), Vec::with_capacity(offers.len()));
        for which in offers {
            if step(table, &mut state, *which).is_ok() {
                path.push(*which);
            }
        }
        Self { rank: (state.payable(), Reverse(state.worth(table)), state.points), path, state }
    }

    /// Some line costs no more than it must, so that dearer ways may come to the same.
    pub(super) fn floored(&self, table: &Table<'_>) -> bool {
        (0..table.lines.len()).any(|line| table.start(line) > 0 && self.state.room(table, line) == 0)
    }

    /// It is to be preferred.
    pub(super) fn beats(&self, other: &Self) -> bool {
        self.rank < other.rank || (self.rank == other.rank && earlier(&self.path, &other.path))
    }
}

/// Of two sets of offers, each in order, the one has the earlier offers: at the first at which they differ it has one that
/// the other lacks.
pub(super) fn earlier(one: &[usize], other: &[usize]) -> bool {
    match one.iter().zip(other).find(|(a, b)| a != b) {
        Some((a, b)) => a < b,
        None => one.len() > other.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::earlier;

    #[test]
    fn sets_with_earlier_offers_come_first() {
        for (one, other, expected) in [
            (vec![0, 5], vec![1, 2, 3], true),
            (vec![0, 5], vec![0], true),
            (vec![0], vec![0, 5], false),
            (vec![0, 2], vec![0, 1], false),
            (vec![], vec![], false),
        ] {
            assert_eq!(earlier(&one, &other), expected, "{one:?} {other:?}");
        }
    }
}
