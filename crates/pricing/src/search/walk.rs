//! All combinations, one offer after the other, save those that a bound shows to be no better than the best so far.

use std::cmp::Reverse;

use super::Found;
use super::bound::{bound, potentials};
use super::choice::Choice;
use crate::state::State;
use crate::step::step;
use crate::table::Table;

/// Finds the best combination in `limit` steps; `found` is one that is known already, and `steps` what that took.
pub(super) fn best(table: &Table<'_>, steps: u32, limit: u32, found: Option<Choice>) -> Found {
    let start = State::new(table);
    let mut search = Search {
        table,
        potentials: potentials(table),
        path: Vec::new(),
        best: None,
        found,
        steps,
        limit,
        complete: true,
    };
    search.walk(start.clone(), 0);
    let better = match (search.best, search.found) {
        (Some(best), Some(found)) if found.beats(&best) => Some(found),
        (best, found) => best.or(found),
    };
    let (path, state) = better.map_or_else(|| (Vec::new(), start), |best| (best.path, best.state));
    Found { path, state, steps: search.steps, complete: search.complete }
}

struct Search<'a, 'b> {
    table: &'a Table<'b>,
    /// The most that each offer takes off as a bundle.
    potentials: Vec<i64>,
    path: Vec<usize>,
    best: Option<Choice>,
    /// Found elsewhere: what is dearer is left out, what is as good is not, for it may have the earlier offers.
    found: Option<Choice>,
    steps: u32,
    limit: u32,
    complete: bool,
}

impl Search<'_, '_> {
    /// All combinations that begin with this state: first those with the next offer, then those without.
    fn walk(&mut self, state: State, from: usize) {
        for next in from..self.table.candidates.len() {
            if self.hopeless(&state, next) {
                return;
            }
            // The first combination is always completed, so that there is an answer.
            if self.steps >= self.limit && (self.best.is_some() || self.found.is_some()) {
                self.complete = false;
                return;
            }
            self.steps += 1;
            let mut with = state.clone();
            if step(self.table, &mut with, next).is_ok() {
                self.path.push(next);
                self.walk(with, next + 1);
                self.path.pop();
            }
        }
        let rank = (state.payable(), Reverse(state.worth(self.table)), state.points);
        if self.best.as_ref().is_none_or(|best| rank < best.rank) {
            self.best = Some(Choice { rank, path: self.path.clone(), state });
        }
    }

    /// Nothing that begins with this state is better than what was found.
    fn hopeless(&self, state: &State, next: usize) -> bool {
        if self.best.is_none() && self.found.is_none() {
            return false;
        }
        let bound = bound(self.table, &self.potentials, state, next);
        let rank = (bound.payable, Reverse(bound.worth), state.points);
        self.best.as_ref().is_some_and(|best| rank >= best.rank)
            || self.found.as_ref().is_some_and(|found| rank > found.rank)
    }
}
