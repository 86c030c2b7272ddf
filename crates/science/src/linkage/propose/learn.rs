//! Moving the weights by a shop's own pairs: expectation–maximisation over pairs of one household, where a person's
//! decisions are certain and all else is weighed. What is learnt is how alike the records of one person are (`m`) and how
//! often those who share something are one (the odds). How alike two of a household are (`u`) stays as it is stated:
//! free, the one kind of pairs would swallow the other, since no field tells a brother from a mistake. The stated weights
//! count as much as some pairs, so few pairs move little, and what a shop never sees stays as it was stated.

use std::collections::BTreeMap;

use super::pattern::{Pattern, Sharing};
use super::weights::{LIKENESSES, Pair, Weights};

/// Pairs of one pattern.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Seen {
    /// Nobody has decided.
    pub open: f64,
    /// A person said that they are one.
    pub accepted: f64,
    /// A person said that they are two.
    pub refused: f64,
}

/// What was learnt.
#[derive(Debug, Clone, PartialEq)]
pub struct Learnt {
    /// The weights.
    pub weights: Weights,
    /// Pairs that were looked at.
    pub pairs: f64,
    /// Of those, pairs that a person had decided.
    pub decided: f64,
}

/// How many pairs the stated weights count as much as.
const STATED: f64 = 200.0;
/// Fewer pairs than this teach nothing.
pub const FEWEST: f64 = 500.0;
const ROUNDS: usize = 50;

impl Weights {
    /// Learns from pairs of households by their patterns. `None` below [`FEWEST`] pairs.
    #[must_use]
    pub fn learn(pairs: &BTreeMap<Pattern, Seen>) -> Option<Learnt> {
        let decided: f64 = pairs.values().map(|seen| seen.accepted + seen.refused).sum();
        let all = decided + pairs.values().map(|seen| seen.open).sum::<f64>();
        if all < FEWEST {
            return None;
        }
        let mut weights = Self::default();
        for _ in 0..ROUNDS {
            let next = weights.round(pairs);
            let (now, before) = (next.figures(), weights.figures());
            let moved = now.iter().zip(&before).map(|((_, a), (_, b))| (a / b).ln().abs());
            let furthest = moved.fold(0.0, f64::max);
            weights = next;
            if furthest < 1e-4 {
                break;
            }
        }
        Some(Learnt { weights, pairs: all, decided })
    }

    fn round(&self, pairs: &BTreeMap<Pattern, Seen>) -> Self {
        let stated = Self::default();
        let mut name = [0.0; 8];
        let mut flags = [[0.0; 2]; 3];
        let mut found = [0.0; 4];
        let mut expected = [0.0; 4];
        for (pattern, seen) in pairs {
            let probability = 1.0 / (1.0 + (-self.bits(pattern)).exp2());
            let one = seen.accepted + seen.open * probability;
            let all = seen.accepted + seen.refused + seen.open;
            let place = pattern.name.and_then(|name| LIKENESSES.iter().position(|likeness| *likeness == name));
            if let Some(cell) = place.and_then(|at| name.get_mut(at)) {
                *cell += one;
            }
            for (same, cells) in [pattern.gender, pattern.birthday, pattern.email].into_iter().zip(&mut flags) {
                let [other, equal] = cells;
                match same {
                    Some(true) => *equal += one,
                    Some(false) => *other += one,
                    None => {}
                }
            }
            let odds = self.odds_of(pattern.sharing);
            let places = Sharing::ALL.iter().zip(found.iter_mut().zip(&mut expected));
            for (_, (found, expected)) in places.filter(|(sharing, _)| **sharing == pattern.sharing) {
                *found += one;
                *expected += all * odds / (odds + pattern.others());
            }
        }
        let mut odds = self.odds;
        for ((odds, stated), (found, expected)) in odds.iter_mut().zip(stated.odds).zip(found.iter().zip(expected)) {
            // The stated odds are so many pairs of households of two.
            let own = STATED * stated / (1.0 + stated);
            *odds *= (found + own) / (expected + STATED * *odds / (1.0 + *odds));
        }
        let [gender, birthday, email] = flags;
        let everything = |_: usize| true;
        // Names of which one is masked are a world of their own: there is no other relation for them.
        let masked = |at: usize| LIKENESSES.get(at).is_some_and(|likeness| likeness.is_masked());
        let name = shares(&name, &shares(&name, &stated.name, masked), |at| !masked(at));
        Self {
            odds,
            name,
            gender: shares(&gender, &stated.gender, everything),
            birthday: shares(&birthday, &stated.birthday, everything),
            email: shares(&email, &stated.email, everything),
        }
    }
}

/// Counts of those levels that `counted` names to probabilities, the stated ones counted as [`STATED`] pairs; they keep
/// the sum that they were stated with.
fn shares<const N: usize>(counts: &[f64; N], stated: &[Pair; N], counted: impl Fn(usize) -> bool) -> [Pair; N] {
    let of = |values: &mut dyn Iterator<Item = f64>| -> f64 {
        values.enumerate().filter(|(at, _)| counted(*at)).map(|(_, value)| value).sum()
    };
    let (seen, whole) = (of(&mut counts.iter().copied()), of(&mut stated.iter().map(|pair| pair.0)));
    let mut shares = *stated;
    for (_, (share, count)) in shares.iter_mut().zip(counts).enumerate().filter(|(at, _)| counted(*at)) {
        share.0 = whole * (count + STATED * share.0 / whole) / (seen + STATED);
    }
    shares
}
