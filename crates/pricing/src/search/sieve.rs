//! Which of the ways to price a part are worth following: of such as nothing to come tells apart, the best.

use rustc_hash::FxHashMap;

use super::parts::{Bench, Draft, Kind, thresholds};
use super::plan::WIDE;
use crate::Promotion;
use crate::state::deposit;
use crate::table::Candidate;

/// A way is left out only when another costs less by more than rounding may make good.
pub(super) const MARGIN: i64 = 8;

/// How drafts of a part are compared.
pub(super) struct Sieve<'s, 'a> {
    bench: &'s Bench<'a>,
    /// Offers of one kind are alike to all that follows on a line where they lie.
    kinds: Vec<i64>,
    /// Offers that do the same.
    twins: Vec<i64>,
    lean: bool,
}

/// What decides what may follow, save what lines cost.
type Key = Vec<i64>;

impl<'s, 'a> Sieve<'s, 'a> {
    pub(super) fn new(bench: &'s Bench<'a>, lean: bool) -> Self {
        let marked = bench.turns.iter().any(|turn| matches!(turn.kind, Kind::Mark(_)));
        let twins = if marked { twins(&bench.table.candidates) } else { Vec::new() };
        Self { bench, kinds: kinds(bench), twins, lean }
    }

    /// Of drafts that are alike for all that follows, the one with the earliest offers; of such as differ in what lines
    /// cost alone, a lean sieve keeps the cheaper one where no threshold from turn `next` on can tell them apart.
    pub(super) fn unlike(&self, drafts: Vec<Draft>, next: usize) -> Vec<Draft> {
        self.sift(drafts, next, |draft| self.key(draft))
    }

    /// The same when all turns are over, and wide offers to come are all that follows.
    pub(super) fn last(&self, drafts: Vec<Draft>) -> Vec<Draft> {
        self.sift(drafts, usize::MAX, |draft| self.last_key(draft))
    }

    fn sift(&self, drafts: Vec<Draft>, next: usize, key: impl Fn(&Draft) -> Key) -> Vec<Draft> {
        if drafts.len() < 2 {
            return drafts;
        }
        let mut known: FxHashMap<Key, usize> = FxHashMap::default();
        let mut alike: Vec<Vec<Draft>> = Vec::new();
        for draft in drafts {
            let place = *known.entry(key(&draft)).or_insert(alike.len());
            match alike.get_mut(place) {
                Some(alike) => self.add(alike, draft, next),
                None => alike.push(vec![draft]),
            }
        }
        alike.into_iter().flatten().collect()
    }

    fn key(&self, draft: &Draft) -> Key {
        let mark = |taken: &crate::state::Taken| {
            let kind = self.kinds.get(taken.by).copied().unwrap_or(0);
            (kind << 16) + i64::try_from(taken.line).unwrap_or(0)
        };
        let mut key: Key = draft.state.cuts.iter().map(mark).collect();
        key.sort_unstable();
        self.found(draft, &mut key);
        key
    }

    fn last_key(&self, draft: &Draft) -> Key {
        let lines = 0..self.bench.table.lines.len();
        let mut key: Key = lines.map(|at| self.bench.class(&draft.state, at).key()).collect();
        key.extend(self.bench.deposits(&draft.state));
        self.found(draft, &mut key);
        key
    }

    /// Gifts, and what others found.
    fn found(&self, draft: &Draft, key: &mut Key) {
        key.push(draft.state.worth(&self.bench.table));
        key.extend(draft.early.iter().map(|early| i64::from(early.quantity)));
    }

    /// After wide amounts, which are not known here, both do the same.
    fn same_tail(&self, one: &Draft, other: &Draft) -> bool {
        let twin = |at: &usize| self.twins.get(*at);
        one.tail().iter().map(twin).eq(other.tail().iter().map(twin))
    }

    fn add(&self, alike: &mut Vec<Draft>, mut draft: Draft, next: usize) {
        let same = |other: &&mut Draft| {
            other.state.left == draft.state.left && other.early == draft.early && self.same_tail(other, &draft)
        };
        if let Some(same) = alike.iter_mut().find(same) {
            let slack = same.slack.max(draft.slack);
            if super::choice::earlier(&draft.path, &same.path) {
                *same = draft;
            }
            same.slack = slack;
            return;
        }
        if self.lean {
            let below = |low: &Draft, high: &Draft| self.below(low, high, next);
            if let Some(better) = alike.iter_mut().find(|other| below(other, &draft)) {
                better.slack = better.slack.max(apart(better, &draft) + draft.slack);
                return;
            }
            let mut slack = draft.slack;
            alike.retain(|other| {
                let worse = below(&draft, other);
                if worse {
                    slack = slack.max(apart(&draft, other) + other.slack);
                }
                !worse
            });
            draft.slack = slack;
        }
        alike.push(draft);
    }

    /// Keeps the cheapest ways, and some of the dearest, which leave most places to others.
    pub(super) fn trim(&self, drafts: &mut Vec<Draft>, most: usize) {
        if drafts.len() > most {
            drafts.sort_by_key(|draft| draft.state.left.iter().sum::<i64>());
            drafts.drain(most * 3 / 4..drafts.len() - most / 4);
        }
    }

    /// The one is cheaper on every line, whatever wide amounts come before its last offers, and no threshold to come is
    /// likely to tell them apart.
    fn below(&self, low: &Draft, high: &Draft, next: usize) -> bool {
        let apart = apart(low, high);
        if apart < MARGIN + low.risk {
            return false;
        }
        let mut lines = low.state.left.iter().zip(&high.state.left);
        // What wide offers found before may differ by no more than what is paid for it.
        let mut early = low.early.iter().zip(&high.early).filter(|one| one.0.bit < WIDE);
        let tells = |at: usize, candidate: &Candidate<'_>| {
            let own = self.bench.turns.get(at).is_some_and(|turn| turn.kind == Kind::Own);
            let lefts = || candidate.covers.iter().map(|line| (low.state.left(*line), high.state.left(*line)));
            let least = lefts().map(|one| one.0).min().unwrap_or(0);
            let most = lefts().map(|one| one.1).sum::<i64>() + low.slack + high.slack;
            own && thresholds(&candidate.promotion.offer).any(|at| at <= most && at > least * 7 / 10)
        };
        lines.all(|(left, high)| left + low.risk <= *high)
            && early.all(|(low, high)| (0..=apart).contains(&(high.amount - low.amount)))
            && !self.bench.table.candidates.iter().enumerate().skip(next).any(|(at, candidate)| tells(at, candidate))
    }
}

fn apart(low: &Draft, high: &Draft) -> i64 {
    high.state.left.iter().sum::<i64>() - low.state.left.iter().sum::<i64>()
}

fn kinds(bench: &Bench<'_>) -> Vec<i64> {
    let mut known = FxHashMap::default();
    let kind = |(at, candidate): (usize, &Candidate<'_>)| {
        // A deposit is a floor of its own.
        let own = candidate.covers.iter().any(|line| deposit(candidate, &bench.table, *line) > 0);
        let next = i64::try_from(known.len()).unwrap_or(0);
        *known.entry((candidate.manner, own.then_some(at))).or_insert(next)
    };
    bench.table.candidates.iter().enumerate().map(kind).collect()
}

fn twins(candidates: &[Candidate<'_>]) -> Vec<i64> {
    let terms = |promotion: &Promotion| (promotion.max_off, promotion.offer.clone());
    let same = |one: &Candidate<'_>, other: &Candidate<'_>| {
        one.manner == other.manner
            && one.covers == other.covers
            && one.budget == other.budget
            && terms(one.promotion) == terms(other.promotion)
    };
    let first = |candidate: &Candidate<'_>| candidates.iter().position(|other| same(other, candidate));
    candidates.iter().map(|candidate| first(candidate).and_then(|at| i64::try_from(at).ok()).unwrap_or(0)).collect()
}
