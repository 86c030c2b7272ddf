//! Which of the ways to price a part are worth following: of such as nothing to come tells apart, the best.

use rustc_hash::FxHashMap;

use super::parts::{Bench, Draft, Kind, thresholds};
use super::plan::WIDE;
use crate::money::times;
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

/// Drafts by their keys, as places in a list.
#[derive(Default)]
struct Heaps {
    known: FxHashMap<Key, usize>,
    heaps: Vec<Vec<usize>>,
    /// No heap, where there is none of a key.
    none: Vec<usize>,
}

impl Heaps {
    fn of(&mut self, key: &Key) -> &mut Vec<usize> {
        let place = match self.known.get(key) {
            Some(place) => *place,
            None => {
                self.known.insert(key.clone(), self.heaps.len());
                self.heaps.push(Vec::new());
                self.heaps.len() - 1
            }
        };
        self.heaps.get_mut(place).unwrap_or(&mut self.none)
    }
}

impl<'s, 'a> Sieve<'s, 'a> {
    pub(super) fn new(bench: &'s Bench<'a>, lean: bool) -> Self {
        let marked = bench.turns.iter().any(|turn| matches!(turn.kind, Kind::Mark(_)));
        let twins = if marked { twins(&bench.table.candidates) } else { Vec::new() };
        Self { bench, kinds: kinds(bench), twins, lean }
    }

    /// Of drafts that are alike for all that follows, the one with the earliest offers; of such as differ in what lines
    /// cost alone, a lean sieve keeps the cheaper one where no threshold from turn `next` on can tell them apart.
    pub(super) fn unlike(&self, drafts: Vec<Draft>, next: usize) -> Vec<Draft> {
        self.sift(drafts, next, |draft, key| self.key(draft, key))
    }

    /// The same when all turns are over, and wide offers to come are all that follows.
    pub(super) fn last(&self, drafts: Vec<Draft>) -> Vec<Draft> {
        self.sift(drafts, usize::MAX, |draft, key| self.last_key(draft, key))
    }

    fn sift(&self, drafts: Vec<Draft>, next: usize, key: impl Fn(&Draft, &mut Key)) -> Vec<Draft> {
        if drafts.len() < 2 {
            return drafts;
        }
        let mut heaps = Heaps::default();
        let (mut kept, mut own) = (Vec::with_capacity(drafts.len()), Key::new());
        for draft in drafts {
            own.clear();
            key(&draft, &mut own);
            let heap = heaps.of(&own);
            self.add(&mut kept, heap, draft, next);
        }
        kept.into_iter().flatten().collect()
    }

    fn key(&self, draft: &Draft, key: &mut Key) {
        let mark = |taken: &crate::state::Taken| {
            let kind = self.kinds.get(taken.by).copied().unwrap_or(0);
            (kind << 16) + i64::try_from(taken.line).unwrap_or(0)
        };
        key.extend(draft.state.cuts.iter().map(mark));
        key.sort_unstable();
        self.found(draft, key);
    }

    fn last_key(&self, draft: &Draft, key: &mut Key) {
        let lines = 0..self.bench.table.lines.len();
        key.extend(lines.map(|at| self.bench.class(&draft.state, at).key()));
        key.extend(self.bench.deposits(&draft.state));
        self.found(draft, key);
    }

    /// Gifts, and what others found.
    fn found(&self, draft: &Draft, key: &mut Key) {
        key.push(draft.state.worth(&self.bench.table));
        key.extend(draft.early.iter().map(|early| i64::from(early.quantity)));
    }

    /// After wide amounts, which are not known here, both do the same: the same offers come after them, and each looks at the
    /// same lines and finds the same there.
    fn same_tail(&self, one: &Draft, other: &Draft) -> bool {
        let twin = |at: &usize| self.twins.get(*at);
        let cuts = |draft: &'_ Draft| {
            let late = |taken: &&crate::state::Taken| draft.tail().contains(&taken.by);
            let cut = |taken: &crate::state::Taken| (twin(&taken.by).copied(), taken.line, taken.amount);
            draft.state.cuts.iter().filter(late).map(cut).collect::<Vec<_>>()
        };
        let (own, others) = (one.tail(), other.tail());
        own.iter().map(twin).eq(others.iter().map(twin)) && (own.is_empty() || cuts(one) == cuts(other))
    }

    /// Adds a draft to a heap, whose places in `kept` it names.
    fn add(&self, kept: &mut Vec<Option<Draft>>, heap: &mut Vec<usize>, mut draft: Draft, next: usize) {
        for at in &*heap {
            let Some(Some(other)) = kept.get_mut(*at) else { continue };
            if other.state.left == draft.state.left && other.early == draft.early && self.same_tail(other, &draft) {
                let (slack, rise) = (other.slack.max(draft.slack), other.rise.max(draft.rise));
                if super::choice::earlier(&draft.path, &other.path) {
                    *other = draft;
                }
                (other.slack, other.rise) = (slack, rise);
                return;
            }
        }
        if self.lean {
            for at in &*heap {
                let Some(Some(other)) = kept.get_mut(*at) else { continue };
                if self.below(other, &draft, next) {
                    other.slack = other.slack.max(apart(other, &draft) + draft.dearer());
                    return;
                }
            }
            let mut slack = draft.slack;
            heap.retain(|at| {
                let Some(place) = kept.get_mut(*at) else { return false };
                let worse = place.as_ref().filter(|other| self.below(&draft, other, next));
                let Some(worse) = worse else { return true };
                slack = slack.max(apart(&draft, worse) + worse.dearer());
                *place = None;
                false
            });
            draft.slack = slack;
        }
        heap.push(kept.len());
        kept.push(Some(draft));
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
            let most = lefts().map(|one| one.1).sum::<i64>() + low.dearer() + high.dearer();
            let reached = || thresholds(&candidate.promotion.offer).any(|at| at <= most && at > least * 7 / 10);
            own && reached() || self.parts(low, high, at, candidate)
        };
        lines.all(|(left, high)| left + low.risk <= *high)
            && early.all(|(low, high)| (0..=apart).contains(&(high.amount - low.amount)))
            && !self.bench.table.candidates.iter().enumerate().skip(next).any(|(at, candidate)| tells(at, candidate))
    }
}

impl Sieve<'_, '_> {
    /// A price to come is of another kind than the one that both have on a line, and may take its place on the dearer one alone:
    /// what goes with the line then differs.
    fn parts(&self, low: &Draft, high: &Draft, at: usize, candidate: &Candidate<'_>) -> bool {
        let table = &self.bench.table;
        candidate.manner.prices
            && candidate.covers.iter().enumerate().any(|(place, line)| {
                let had = || high.state.price_of(table, *line);
                low.state.left(*line) != high.state.left(*line)
                    && had().is_some_and(|had| {
                        self.kinds.get(at) != self.kinds.get(had.by)
                            && times(candidate.off_at(place), table.quantity(*line)) > had.amount
                    })
            })
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

/// Offers do the same wherever they stand in the same place.
pub(super) fn alike(one: &Candidate<'_>, other: &Candidate<'_>) -> bool {
    one.manner == other.manner
        && one.covers == other.covers
        && one.budget == other.budget
        && one.layer == other.layer
        && one.off == other.off
        && one.pieces == other.pieces
        && one.promotion.max_off == other.promotion.max_off
        && one.promotion.offer == other.promotion.offer
}

fn twins(candidates: &[Candidate<'_>]) -> Vec<i64> {
    let first = |candidate: &Candidate<'_>| candidates.iter().position(|other| alike(other, candidate));
    candidates.iter().map(|candidate| first(candidate).and_then(|at| i64::try_from(at).ok()).unwrap_or(0)).collect()
}
