//! A cart taken apart, leanly first and in full where that leaves a doubt.

use super::choice::Choice;
use super::plan::Plan;
use super::sets::Search;
use super::ties::earliest;
use super::{Found, walk};
use crate::table::Table;

/// So few offers are walked one by one where taking the cart apart leaves a doubt.
const FEW: usize = 24;
/// So many are taken apart once at most.
const MANY: usize = 100;
/// More than a few are walked only for so many steps.
const WALK: u32 = 200;
/// A step on sets takes as long as some others: of the steps of the shop's settings one in so many is for them.
const SHARE: u32 = 10;

/// A cart that is taken apart.
struct Apart<'t, 'a> {
    table: &'t Table<'a>,
    /// What was found so far.
    found: Option<Choice>,
    steps: u32,
    /// Steps that are left for sets.
    spare: u32,
}

/// What a look at a cart came to.
enum Seen {
    /// Nothing is better.
    Whole,
    /// Nothing is better, unless ways that were left out are so beside one of these sets.
    Doubts(Vec<u32>),
    /// It was not looked at in full; whether looking once more is worth while.
    Part(bool),
}

/// Takes the cart apart.
pub(super) fn best(table: &Table<'_>) -> Found {
    let limit = table.shelf.programme.settings.search_steps;
    let few = table.candidates.len() <= FEW;
    let mut apart = Apart { table, found: None, steps: 0, spare: limit / SHARE };
    let complete = apart.looks(few);
    let Apart { found, steps, .. } = apart;
    match (complete, found) {
        (Some(complete), Some(best)) => {
            let best = earliest(table, best);
            Found { path: best.path, state: best.state, steps, complete }
        }
        (_, found) => walk::best(table, steps, if few { limit } else { limit.min(steps + WALK) }, found),
    }
}

impl<'t, 'a> Apart<'t, 'a> {
    /// Looks at the cart leanly, and then at what that left open. Whether nothing is better than what was found; nothing
    /// when that is to be asked otherwise.
    fn looks(&mut self, few: bool) -> Option<bool> {
        let mut plan = Plan::new(self.table, true)?;
        let seen = self.look(&plan, None, few);
        let again = match seen {
            Seen::Whole => return Some(true),
            Seen::Part(false) => return Some(false),
            Seen::Doubts(sets) => {
                plan = plan.full()?;
                self.look(&plan, Some(sets), few)
            }
            Seen::Part(true) => {
                plan = Plan::new(self.table, false)?;
                self.look(&plan, None, few)
            }
        };
        match again {
            Seen::Whole => Some(true),
            Seen::Part(false) => Some(false),
            Seen::Doubts(_) | Seen::Part(true) => None,
        }
    }

    /// Looks for the best combination, of some sets or of all.
    fn look(&mut self, plan: &Plan<'t, 'a>, sets: Option<Vec<u32>>, few: bool) -> Seen {
        let limit = self.table.shelf.programme.settings.search_steps;
        let own = self.spare.min(limit.saturating_sub(plan.steps));
        let mut search = Search::new(plan, self.found.take(), own);
        match sets {
            Some(sets) => search.only(&sets),
            None => search.run(),
        }
        self.spare = self.spare.saturating_sub(search.steps);
        self.steps += plan.steps + search.steps;
        let doubts = search.doubts();
        let done = search.complete && search.best.is_some();
        let exhausted = search.steps >= search.limit;
        self.found = search.best;
        let floored = plan.lean && self.found.as_ref().is_some_and(|best| best.floored(self.table));
        if done && !plan.trimmed && !floored {
            return if doubts.is_empty() { Seen::Whole } else { Seen::Doubts(doubts) };
        }
        // Where steps do not suffice for less they do not for more.
        let many = self.table.candidates.len() > MANY;
        Seen::Part(self.found.is_none() || !many && (few || floored || !plan.trimmed && !exhausted))
    }
}
