//! Rules out of frequent sets.

use super::measures::{Counts, Share};
use super::sets::{Index, Sets};
use crate::chances::holm;

/// Who has these has those.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// A: items, rising.
    pub given: Vec<u32>,
    /// B: items, rising.
    pub then: Vec<u32>,
    /// How often they stand in baskets.
    pub counts: Counts,
    /// The chance of it if A told nothing of B (Fisher's exact test, one-sided), corrected for all rules that were tried (Holm
    /// 1979): at most 0.05 means that a single false rule among all that are so is unlikely.
    pub corrected: f64,
}

/// Rules that were found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Found {
    /// The highest confidence first, then the highest support, then by items.
    pub rules: Vec<Rule>,
    /// Rules that were tried: every way to part every frequent set in two.
    pub tried: u64,
}

/// A set with more items than this is parted only into all but one and one: the ways double with each item.
const PARTED: usize = 20;

/// Every rule whose confidence is reached, from all sets and all ways to part them into A and B of at most `then` items
/// (`usize::MAX` for no bound; 1 for "then this one"). Sets must be all that are frequent, with their parts, as
/// [`super::frequent`] finds them.
#[must_use]
pub fn rules(sets: &Sets, confidence: Share, then: usize) -> Found {
    let index = Index::new(sets);
    let mut found = Found::default();
    let (mut given, mut rest) = (Vec::new(), Vec::new());
    for (items, both) in sets.iter().filter(|(items, _)| items.len() > 1) {
        let mut tell = |given: &[u32], rest: &[u32]| {
            found.tried += 1;
            let Some(count) = index.count(given).filter(|count| confidence.reached(both, *count)) else { return };
            let Some(other) = index.count(rest) else { return };
            let counts = Counts { both, given: count, then: other, all: sets.baskets };
            found.rules.push(Rule { given: given.to_vec(), then: rest.to_vec(), counts, corrected: counts.chance() });
        };
        let most = if items.len() > PARTED { 1 } else { then };
        if most == 1 {
            for at in 0..items.len() {
                given.clear();
                given.extend(items.iter().enumerate().filter(|(place, _)| *place != at).map(|(_, item)| *item));
                tell(&given, items.get(at..=at).unwrap_or_default());
            }
            continue;
        }
        for chosen in 1..(1_u32 << items.len()) - 1 {
            if chosen.count_ones() as usize > most {
                continue;
            }
            given.clear();
            rest.clear();
            for (place, item) in items.iter().enumerate() {
                if chosen >> place & 1 == 1 { rest.push(*item) } else { given.push(*item) }
            }
            tell(&given, &rest);
        }
    }
    let chances: Vec<f64> = found.rules.iter().map(|rule| rule.corrected).collect();
    for (rule, corrected) in found.rules.iter_mut().zip(holm(&chances, found.tried)) {
        rule.corrected = corrected;
    }
    found.rules.sort_unstable_by(|a, b| {
        let cross = |one: &Rule, other: &Rule| u128::from(one.counts.both) * u128::from(other.counts.given);
        let order = cross(b, a).cmp(&cross(a, b)).then(b.counts.both.cmp(&a.counts.both));
        order.then_with(|| (&a.given, &a.then).cmp(&(&b.given, &b.then)))
    });
    found
}
