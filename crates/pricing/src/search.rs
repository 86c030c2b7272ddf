//! The best allowed combination: all are tried, save those that a bound shows to be no better than the best so far.

use std::cmp::Reverse;

use crate::bound::bound;
use crate::state::State;
use crate::step::step;
use crate::table::Table;

/// The best combination that was found.
#[derive(Debug)]
pub(crate) struct Found {
    /// Its offers, in the order in which they apply.
    pub(crate) path: Vec<usize>,
    /// The cart under them.
    pub(crate) state: State,
    /// How many steps were taken.
    pub(crate) steps: u32,
    /// All combinations were looked at, or shown to be no better.
    pub(crate) complete: bool,
}

/// Finds the combination with the least to pay, then the gifts of the highest worth, then the fewest points
/// spent, then the earliest offers.
pub(crate) fn best(table: &Table<'_>) -> Found {
    let start = State::new(table);
    let mut search = Search { table, path: Vec::new(), best: None, steps: 0, complete: true };
    search.walk(start.clone(), 0);
    let (path, state) = search.best.map_or_else(|| (Vec::new(), start), |best| (best.path, best.state));
    Found { path, state, steps: search.steps, complete: search.complete }
}

struct Search<'a, 'b> {
    table: &'a Table<'b>,
    path: Vec<usize>,
    best: Option<Best>,
    steps: u32,
    complete: bool,
}

struct Best {
    /// What is to be paid, what gifts are worth, points spent: the less the better, save gifts.
    rank: (i64, Reverse<i64>, i64),
    path: Vec<usize>,
    state: State,
}

impl Search<'_, '_> {
    /// All combinations that begin with this state: first those with the next offer, then those without.
    fn walk(&mut self, state: State, from: usize) {
        for next in from..self.table.candidates.len() {
            if self.hopeless(&state, next) {
                return;
            }
            // The first combination is always completed, so that there is an answer.
            if self.steps >= self.table.shelf.programme.settings.search_steps && self.best.is_some() {
                self.complete = false;
                return;
            }
            self.steps += 1;
            if let Ok(with) = step(self.table, &state, next) {
                self.path.push(next);
                self.walk(with, next + 1);
                self.path.pop();
            }
        }
        let rank = (state.payable(), Reverse(state.worth(self.table)), state.points);
        if self.best.as_ref().is_none_or(|best| rank < best.rank) {
            self.best = Some(Best { rank, path: self.path.clone(), state });
        }
    }

    /// Nothing that begins with this state is better than what was found.
    fn hopeless(&self, state: &State, next: usize) -> bool {
        let Some(best) = &self.best else { return false };
        let bound = bound(self.table, state, next);
        (bound.payable, Reverse(bound.worth), state.points) >= best.rank
    }
}
