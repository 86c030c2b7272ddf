//! A cart taken apart, leanly first and in full where that leaves a doubt.

use super::choice::Choice;
use super::plan::Plan;
use super::sets::Search;
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

/// Takes the cart apart.
pub(super) fn best(table: &Table<'_>) -> Found {
    let (mut steps, mut found) = (0, None);
    let limit = table.shelf.programme.settings.search_steps;
    let (few, many) = (table.candidates.len() <= FEW, table.candidates.len() > MANY);
    let mut spare = limit / SHARE;
    for lean in [true, false] {
        let Some(plan) = Plan::new(table, lean) else { break };
        let own = spare.min(limit.saturating_sub(plan.steps));
        let mut search = Search::new(&plan, found, own);
        search.run();
        spare = spare.saturating_sub(search.steps);
        steps += plan.steps + search.steps;
        let floored = search.best.as_ref().is_some_and(|best| lean && best.floored(table));
        match search.best {
            Some(best) if search.complete && !plan.trimmed && !floored => return told(best, steps, true),
            // Where steps do not suffice for less they do not for more.
            Some(best) if many || (!few && !floored && (plan.trimmed || search.steps >= search.limit)) => {
                return told(best, steps, false);
            }
            best => found = best,
        }
    }
    walk::best(table, steps, if few { limit } else { limit.min(steps + WALK) }, found)
}

fn told(best: Choice, steps: u32, complete: bool) -> Found {
    Found { path: best.path, state: best.state, steps, complete }
}
