//! Sets and rules out of baskets.

use science::baskets::{
    Ahead, Counts, Ended, Followed, Limits, Rule, Sets, Share, Visit, followed, frequent_until, rules,
};
use warehouse::{Cancel, Refusal};

use super::model::{Asked, Way};
use super::read::Read;
use crate::value::numbers::count;

/// Sets of at most so many items.
const LONGEST: usize = 4;
/// Sets that are held at most.
const MOST: usize = 200_000;
/// Without a support, a set counts when one in so many baskets holds it, and at least so many do.
const USUAL: (u64, u64) = (1_000, 5);
/// A rule with a greater chance, corrected, may be none.
const CHANCE: f64 = 0.05;
/// Rules and sets that are told.
const TOLD: (usize, usize) = (300, 100);

/// A rule of either kind.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Told {
    pub(super) given: Vec<u32>,
    pub(super) then: Vec<u32>,
    pub(super) counts: Counts,
    pub(super) chance: f64,
    pub(super) days: Option<i64>,
    pub(super) backwards: Option<i64>,
}

impl From<Rule> for Told {
    fn from(rule: Rule) -> Self {
        let Rule { given, then, counts, corrected } = rule;
        Self { given, then, counts, chance: corrected, days: None, backwards: None }
    }
}

impl From<Followed> for Told {
    fn from(pair: Followed) -> Self {
        Self {
            given: vec![pair.given],
            then: vec![pair.then],
            counts: pair.counts,
            chance: pair.corrected,
            days: Some(pair.gap),
            backwards: i64::try_from(pair.backwards).ok(),
        }
    }
}

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) baskets: i64,
    pub(super) of_several: i64,
    pub(super) least: u64,
    /// The least that was first tried, when there were too many sets.
    pub(super) raised: bool,
    pub(super) tried: u64,
    pub(super) found: i64,
    pub(super) significant: i64,
    pub(super) rules: Vec<Told>,
    /// Items and baskets.
    pub(super) sets: Vec<(Vec<u32>, u64)>,
}

/// Finds what is asked for.
///
/// # Errors
/// When it was given up, or a support was asked for that too many sets reach.
pub(super) fn find(read: &Read, asked: &Asked, cancel: &Cancel) -> Result<Found, Refusal> {
    match asked.way {
        Way::Together => together(read, asked, cancel),
        Way::Next => next(read, asked, cancel),
    }
}

/// The least count of baskets, when all are so many.
fn least(asked: &Asked, baskets: u64) -> u64 {
    match asked.support {
        Some(support) => support.least_of(baskets).max(1),
        None => baskets.div_ceil(USUAL.0).max(USUAL.1),
    }
}

fn together(read: &Read, asked: &Asked, cancel: &Cancel) -> Result<Found, Refusal> {
    let baskets = read.baskets.len();
    let first = least(asked, u64::try_from(baskets).unwrap_or(u64::MAX));
    let (least, sets) = sets(read, asked, first, cancel)?;
    let rules = rules(&sets, asked.confidence, 1);
    let mut largest: Vec<(Vec<u32>, u64)> =
        sets.iter().filter(|(items, _)| items.len() > 1).map(|(items, held)| (items.to_vec(), held)).collect();
    largest.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    largest.truncate(TOLD.1);
    let of_several = read.baskets.iter().filter(|items| items.len() > 1).count();
    let found = Found {
        baskets: count(baskets),
        of_several: count(of_several),
        least,
        raised: least > first,
        tried: rules.tried,
        sets: largest,
        ..Found::default()
    };
    Ok(found.with(rules.rules.into_iter().map(Told::from), asked.every))
}

/// The sets that enough baskets hold. Who left the support to us gets one that not too many sets reach.
fn sets(read: &Read, asked: &Asked, first: u64, cancel: &Cancel) -> Result<(u64, Sets), Refusal> {
    let mut least = first;
    loop {
        let limits = Limits { least, longest: LONGEST, most: MOST };
        match frequent_until(&read.baskets, limits, &|| cancel.is_cancelled()) {
            Ok(sets) => return Ok((least, sets)),
            Err(Ended::TooMany(_)) if asked.support.is_none() => least = least.saturating_mul(2),
            Err(Ended::TooMany(_)) => return Err(too_many()),
            Err(Ended::GivenUp) => return Err(Refusal::Cancelled),
        }
    }
}

fn next(read: &Read, asked: &Asked, cancel: &Cancel) -> Result<Found, Refusal> {
    let ahead = asked.within.map_or(Ahead::Next, Ahead::Within);
    // A day of purchase counts when another of the same customer follows, in time.
    let most = asked.within.unwrap_or(i64::MAX);
    let follows = |two: &&[Visit]| matches!(two, [a, b] if a.customer == b.customer && b.at - a.at <= most);
    let baskets = read.visits.windows(2).filter(follows).count();
    let least = least(asked, u64::try_from(baskets).unwrap_or(u64::MAX));
    let (pairs, tried) = followed(&read.visits, ahead, least);
    if cancel.is_cancelled() {
        return Err(Refusal::Cancelled);
    }
    let of_several = read.visits.iter().filter(|visit| visit.items.len() > 1).count();
    let found = Found { baskets: count(baskets), of_several: count(of_several), least, tried, ..Found::default() };
    let reached = |pair: &Followed, confidence: Share| confidence.reached(pair.counts.both, pair.counts.given);
    let pairs = pairs.into_iter().filter(|pair| reached(pair, asked.confidence)).map(Told::from);
    Ok(found.with(pairs, asked.every))
}

impl Found {
    /// With the strongest of these rules: the highest lift first, those that may be chance only when every rule is wanted.
    fn with(mut self, rules: impl Iterator<Item = Told>, every: bool) -> Self {
        let all: Vec<Told> = rules.collect();
        self.found = count(all.len());
        let sure = |rule: &Told| rule.chance <= CHANCE && rule.counts.lift() > 1.0;
        self.significant = count(all.iter().filter(|rule| sure(rule)).count());
        self.rules = all.into_iter().filter(|rule| every || sure(rule)).collect();
        self.rules.sort_by(|a, b| {
            let order = b.counts.lift().total_cmp(&a.counts.lift()).then(b.counts.both.cmp(&a.counts.both));
            order.then_with(|| (&a.given, &a.then).cmp(&(&b.given, &b.then)))
        });
        self.rules.truncate(TOLD.0);
        self
    }
}

fn too_many() -> Refusal {
    Refusal::TooLarge { what: "sets", limit: u64::try_from(MOST).unwrap_or(u64::MAX) }
}
