//! Bought next: what stands in the baskets that follow one with an item.
//!
//! The unit is a basket that another of the same customer follows; A stands in it, B in what follows. Measures and chance are
//! those of rules. The chance takes such baskets for independent of one another, which those of one customer are not quite: rank by
//! it, and read it as a measure of weight.

use rustc_hash::FxHashMap;

use super::measures::Counts;
use crate::chances::holm;

/// A customer's basket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// Who.
    pub customer: u32,
    /// When, in any unit. Baskets of one instant are one.
    pub at: i64,
    /// What.
    pub items: Vec<u32>,
}

/// What counts as next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ahead {
    /// The very next basket, however late.
    Next,
    /// All baskets within so long.
    Within(i64),
}

/// Who buys A buys B next.
#[derive(Debug, Clone, PartialEq)]
pub struct Followed {
    /// A.
    pub given: u32,
    /// B, another item.
    pub then: u32,
    /// `all`: baskets that others follow; `given`: of them those with A; `then`: those that B follows; `both`: both.
    pub counts: Counts,
    /// How often it is the other way round: A follows B.
    pub backwards: u64,
    /// Median of the times from A to the first B after it.
    pub gap: i64,
    /// The chance of it if A told nothing of what follows, corrected by Holm for all pairs that were tried.
    pub corrected: f64,
}

/// A basket and what follows it.
struct Step {
    items: Vec<u32>,
    /// Item and how much later it is first bought.
    after: Vec<(u32, i64)>,
}

/// Pairs that occur at least so often, the highest lift first, and how many were tried: all pairs of items that each stand
/// often enough on their side.
#[must_use]
pub fn followed(visits: &[Visit], ahead: Ahead, least: u64) -> (Vec<Followed>, u64) {
    let steps = steps(visits, ahead);
    let (mut before, mut after): (FxHashMap<u32, Vec<u32>>, FxHashMap<u32, u64>) = Default::default();
    for (at, step) in steps.iter().enumerate() {
        for item in &step.items {
            before.entry(*item).or_default().push(u32::try_from(at).unwrap_or(u32::MAX));
        }
        for (item, _) in &step.after {
            *after.entry(*item).or_default() += 1;
        }
    }
    let least = least.max(1);
    before.retain(|_, places| places.len() as u64 >= least);
    after.retain(|_, count| *count >= least);
    let mut givens: Vec<(&u32, &Vec<u32>)> = before.iter().collect();
    givens.sort_unstable();
    let mut found: Vec<Followed> = Vec::new();
    let mut tallies: FxHashMap<(u32, u32), u64> = FxHashMap::default();
    let mut gaps: FxHashMap<u32, Vec<i64>> = FxHashMap::default();
    let mut tried = 0_u64;
    for (given, places) in givens {
        gaps.clear();
        for step in places.iter().filter_map(|place| steps.get(*place as usize)) {
            for (then, gap) in step.after.iter().filter(|(then, _)| then != given && after.contains_key(then)) {
                gaps.entry(*then).or_default().push(*gap);
            }
        }
        tried += (after.len() - usize::from(after.contains_key(given))) as u64;
        for (then, gaps) in &mut gaps {
            let both = gaps.len() as u64;
            tallies.insert((*given, *then), both);
            if both < least {
                continue;
            }
            let then_count = after.get(then).copied().unwrap_or(0);
            let counts = Counts { both, given: places.len() as u64, then: then_count, all: steps.len() as u64 };
            let middle = (gaps.len() - 1) / 2;
            let gap = *gaps.select_nth_unstable(middle).1;
            found.push(Followed { given: *given, then: *then, counts, backwards: 0, gap, corrected: counts.chance() });
        }
    }
    let chances: Vec<f64> = found.iter().map(|pair| pair.corrected).collect();
    for (pair, corrected) in found.iter_mut().zip(holm(&chances, tried)) {
        pair.corrected = corrected;
        pair.backwards = tallies.get(&(pair.then, pair.given)).copied().unwrap_or(0);
    }
    found.sort_unstable_by(|a, b| {
        let order = b.counts.lift().total_cmp(&a.counts.lift()).then(b.counts.both.cmp(&a.counts.both));
        order.then((a.given, a.then).cmp(&(b.given, b.then)))
    });
    (found, tried)
}

/// Each basket that others follow, with what is bought in them and how much later first.
fn steps(visits: &[Visit], ahead: Ahead) -> Vec<Step> {
    let mut order: Vec<&Visit> = visits.iter().collect();
    order.sort_by_key(|visit| (visit.customer, visit.at));
    let mut steps = Vec::new();
    for own in order.chunk_by(|a, b| a.customer == b.customer) {
        let moments: Vec<&[&Visit]> = own.chunk_by(|a, b| a.at == b.at).collect();
        for (place, moment) in moments.iter().enumerate() {
            let Some(at) = moment.first().map(|visit| visit.at) else { continue };
            let later = moments.get(place + 1..).unwrap_or_default().iter();
            let later = later.filter_map(|moment| Some((moment.first()?.at.saturating_sub(at), *moment)));
            let mut after: Vec<(u32, i64)> = later
                .take_while(|(gap, _)| {
                    matches!(ahead, Ahead::Next) || matches!(ahead, Ahead::Within(most) if *gap <= most)
                })
                .take(if ahead == Ahead::Next { 1 } else { usize::MAX })
                .flat_map(|(gap, moment)| {
                    moment.iter().flat_map(move |visit| visit.items.iter().map(move |item| (*item, gap)))
                })
                .collect();
            after.sort_unstable();
            after.dedup_by_key(|(item, _)| *item);
            if after.is_empty() {
                continue;
            }
            let mut items: Vec<u32> = moment.iter().flat_map(|visit| visit.items.iter().copied()).collect();
            items.sort_unstable();
            items.dedup();
            steps.push(Step { items, after });
        }
    }
    steps
}
