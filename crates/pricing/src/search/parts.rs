//! What can become of a part of a cart under its own offers, for every choice of the wide offers that come before them.
//!
//! Amounts that wide offers take off are left out here, so that a part never costs less in a combination than it does
//! here with what they take off subtracted in full: an offer never takes off more of less.

use super::class::{Class, Rules};
use super::dent::{Risk, dented, risked};
use super::plan::{Plan, WIDE};
use super::sieve::Sieve;
use crate::state::{State, deposit};
use crate::step::{apply, base};
use crate::table::{Candidate, Table};
use crate::{At, Layer, Offer};

/// With more ways for a part than this a cart is not taken apart.
pub(super) const WAYS: usize = 2_000;
/// With more ways than this a part of a lean plan stays in doubt: it takes longer than it brings.
pub(super) const AGAIN: usize = 400;
/// Of a lean plan so many are followed, and the rest are given up.
const LEAN: usize = 200;

/// Lines that share offers.
pub(super) struct Part {
    /// The wide offers that come before some of its own.
    pub(super) early: u32,
    /// A way that was left out may have been better, for it would have reached a threshold of an offer of its own, or there
    /// were too many.
    pub(super) doubtful: bool,
    /// What can become of it, by which of those apply.
    pub(super) ways: Vec<(u32, Vec<Way>)>,
}

/// What can become of a part.
pub(super) struct Way {
    /// Its own offers that apply.
    pub(super) path: Vec<usize>,
    /// Its lines, wide amounts aside.
    pub(super) cells: Vec<Cell>,
    /// What all of them cost.
    pub(super) cost: i64,
    /// What its own gifts are worth.
    pub(super) worth: i64,
    /// An offer of its own that comes after a wide amount takes off more from a further step on.
    pub(super) steep: bool,
    /// So many thousandths of a difference remain under its own rates that come after a wide offer.
    pub(super) steady: i64,
    /// What each early wide offer found here.
    pub(super) early: Vec<Early>,
    /// Ways that cost up to so much more and are alike otherwise were left out.
    pub(super) slack: i64,
    /// It costs up to so much more itself when wide amounts keep its own offers from a step that they reach here.
    pub(super) rise: i64,
}

/// A line of a way.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cell {
    pub(super) line: usize,
    pub(super) quantity: u32,
    /// What it costs.
    pub(super) left: i64,
    /// What it carries.
    pub(super) class: Class,
}

/// What an offer that is decided elsewhere found on a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Early {
    /// Which bit; beyond all of them what rides along.
    pub(super) bit: usize,
    pub(super) amount: i64,
    pub(super) quantity: u32,
}

/// A part on the way.
#[derive(Clone)]
pub(super) struct Draft {
    pub(super) state: State,
    /// Its own offers, by turn.
    pub(super) path: Vec<usize>,
    pub(super) early: Vec<Early>,
    pub(super) slack: i64,
    /// It may cost so much more itself, for wide amounts keep its offers from a step.
    pub(super) rise: i64,
    /// How many of its offers came before a wide amount did.
    pub(super) settled: usize,
    /// The most that wide amounts before its last offers may take off it.
    pub(super) dent: i64,
    /// By how much its last offers may take off less for that.
    pub(super) risk: i64,
}

/// An offer that looks at a part.
pub(super) struct Turn {
    which: usize,
    pub(super) kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// One of its own.
    Own,
    /// A wide price of lines.
    Price(usize),
    /// A wide offer that takes its places.
    Mark(usize),
    /// One that rides along: what it finds is noted, for it may tell ways apart.
    Ride(usize),
}

/// The table of a part: its lines, and the offers that look at them as far as they do.
pub(super) struct Bench<'a> {
    pub(super) table: Table<'a>,
    pub(super) turns: Vec<Turn>,
    pub(super) early: u32,
    /// How the final classes of its lines are told apart.
    pub(super) rules: Vec<Rules>,
}

impl<'a> Plan<'_, 'a> {
    /// Works out what can become of a part.
    pub(super) fn part(&mut self, lines: &[usize], own: &[usize], lean: bool, most: usize) -> Option<Part> {
        let bench = self.bench(lines, own)?;
        let table = &bench.table;
        let budgets = table.candidates.iter().any(|one| one.budget < i64::MAX);
        let sieve = Sieve::new(&bench, lean && !budgets);
        let start = Draft::new(State::new(table));
        let mut lists = vec![(0_u32, vec![start])];
        let (mut marked, mut doubtful) = (false, false);
        for (at, (turn, candidate)) in bench.turns.iter().zip(&table.candidates).enumerate() {
            match turn.kind {
                Kind::Price(bit) | Kind::Mark(bit) => {
                    marked |= matches!(turn.kind, Kind::Mark(_));
                    for place in 0..lists.len() {
                        let Some((mask, drafts)) = lists.get(place) else { continue };
                        let drafts = drafts.iter().map(|draft| passed(table, draft, at, turn.kind, candidate));
                        let with = (mask | 1 << bit, sieve.unlike(drafts.collect(), at + 1));
                        lists.push(with);
                    }
                }
                Kind::Ride(rider) => {
                    let drafts = lists.iter_mut().flat_map(|list| &mut list.1);
                    drafts.for_each(|draft| note(table, draft, WIDE + rider, candidate));
                }
                // What such an offer does may be less of more, so it cannot be looked at without amounts.
                Kind::Own
                    if marked
                        && (candidate.budget < i64::MAX
                            || matches!(candidate.promotion.offer, Offer::Redeem { .. })) =>
                {
                    return None;
                }
                Kind::Own => {
                    for (_, drafts) in &mut lists {
                        // A dearer way would find another step.
                        doubtful |= drafts.iter().any(|one| one.dearer() > 0 && steps_between(table, one, candidate));
                        let more = self.follow(table, std::mem::take(drafts), at, candidate);
                        *drafts = sieve.unlike(more, at + 1);
                    }
                }
            }
            let ways: usize = lists.iter().map(|list| list.1.len()).sum();
            if lean && ways > LEAN {
                doubtful = true;
                let most = (LEAN / 2 / lists.len()).max(4);
                lists.iter_mut().for_each(|list| sieve.trim(&mut list.1, most));
            }
            if ways > most || self.steps >= table.shelf.programme.settings.search_steps {
                return None;
            }
        }
        let ways = lists.into_iter().map(|(mask, drafts)| (mask, ways(&bench, &sieve, drafts, lines))).collect();
        Some(Part { ways, early: bench.early, doubtful })
    }

    /// An offer of its own comes by: each draft goes on with it, where it does something, and without.
    fn follow(&mut self, table: &Table<'_>, drafts: Vec<Draft>, at: usize, candidate: &Candidate<'_>) -> Vec<Draft> {
        let mut more = Vec::with_capacity(drafts.len() * 2);
        let mut state = State::new(table);
        for draft in drafts {
            self.steps += 1;
            // Most offers do nothing beside the others, so what they do is tried in one place.
            state.clone_from(&draft.state);
            if apply(table, &mut state, at, candidate).is_ok() {
                let mut path = Vec::with_capacity(draft.path.len() + 1);
                path.extend_from_slice(&draft.path);
                path.push(at);
                let Risk { less, rise } = risked(table, &draft, &state, candidate);
                let (risk, rise) = (draft.risk + less, draft.rise + rise);
                more.push(Draft { state: state.clone(), path, early: draft.early.clone(), risk, rise, ..draft });
            }
            more.push(draft);
        }
        more
    }

    /// The table of a part.
    fn bench(&self, lines: &[usize], own: &[usize]) -> Option<Bench<'a>> {
        let (whole, last) = (self.table, own.last().copied().unwrap_or(0));
        let mut turns: Vec<Turn> = own.iter().map(|which| Turn { which: *which, kind: Kind::Own }).collect();
        let mut early = 0;
        let covers = |candidate: &Candidate<'_>| candidate.covers.iter().any(|line| lines.contains(line));
        for (bit, which) in self.wide.iter().enumerate() {
            let candidate = whole.candidate_at(*which)?;
            // It takes a place on the lines, or finds its threshold reached there before they become cheaper.
            let before = last > *which && candidate.layer < Layer::Points;
            if covers(candidate) && (candidate.manner.prices || before) {
                early |= 1 << bit;
                let kind = if candidate.manner.prices { Kind::Price(bit) } else { Kind::Mark(bit) };
                turns.push(Turn { which: *which, kind });
            }
        }
        for (rider, which) in self.riders.iter().enumerate().filter(|(_, which)| **which < last) {
            let candidate = whole.candidate_at(*which)?;
            if candidate.layer < Layer::Points && covers(candidate) {
                turns.push(Turn { which: *which, kind: Kind::Ride(rider) });
            }
        }
        turns.sort_by_key(|turn| turn.which);
        let pick = |from: &[i64]| lines.iter().filter_map(|line| from.get(*line).copied()).collect();
        let here = |turn: &Turn| Some(within(whole.candidate_at(turn.which)?, lines));
        let table = Table {
            shelf: whole.shelf,
            cart: whole.cart,
            lines: lines.iter().filter_map(|line| whole.line(*line)).collect(),
            start: pick(&whole.start),
            floors: pick(&whole.floors),
            cap: whole.cap,
            candidates: turns.iter().filter_map(here).collect(),
            refused: Vec::new(),
        };
        let late = || {
            let wide = self.wide.iter().zip(&self.stands).enumerate().filter(|(bit, _)| early >> bit & 1 == 0);
            wide.filter_map(|(_, (which, stand))| Some((whole.candidate_at(*which)?, *stand)))
        };
        let rules = lines.iter().map(|line| Rules::new(whole, *line, late())).collect();
        Some(Bench { table, turns, early, rules })
    }
}

impl Draft {
    fn new(state: State) -> Self {
        Self { state, path: Vec::new(), early: Vec::new(), slack: 0, rise: 0, settled: usize::MAX, dent: 0, risk: 0 }
    }

    /// It, or a way that was left out for it, may cost so much more.
    pub(super) fn dearer(&self) -> i64 {
        self.slack + self.rise
    }

    /// Its own offers that come after a wide amount.
    pub(super) fn tail(&self) -> &[usize] {
        self.path.get(self.settled..).unwrap_or_default()
    }
}

impl Part {
    /// What can become of it beside a set of wide offers.
    pub(super) fn beside(&self, set: u32) -> &[Way] {
        let mask = set & self.early;
        self.ways.iter().find(|ways| ways.0 == mask).map(|ways| ways.1.as_slice()).unwrap_or_default()
    }

    /// Its lines.
    pub(super) fn lines(&self) -> impl Iterator<Item = usize> {
        self.all().next().into_iter().flat_map(|way| way.cells.iter().map(|cell| cell.line))
    }

    fn all(&self) -> impl Iterator<Item = &Way> {
        self.ways.iter().flat_map(|ways| &ways.1)
    }

    /// Ways of it were left out.
    pub(super) fn lacks(&self) -> bool {
        self.doubtful || self.all().any(|way| way.slack > 0)
    }

    /// So many thousandths of a difference remain of ways that were left out, or cost more themselves.
    pub(super) fn steady(&self) -> i64 {
        self.all().filter(|way| way.slack + way.rise > 0).map(|way| way.steady).min().unwrap_or(1000)
    }

    /// The most that its own gifts are worth.
    pub(super) fn worth(&self) -> i64 {
        self.all().map(|way| way.worth).max().unwrap_or(0)
    }

    /// The least that it costs.
    pub(super) fn least(&self) -> i64 {
        self.all().map(|way| way.cost).min().unwrap_or(0)
    }
}

/// The ways that drafts came to, of such as are alike to all wide offers to come the best.
fn ways(bench: &Bench<'_>, sieve: &Sieve<'_, '_>, drafts: Vec<Draft>, lines: &[usize]) -> Vec<Way> {
    let way = |draft: Draft| {
        let cells: Vec<Cell> = lines.iter().enumerate().map(|(at, line)| bench.cell(&draft.state, at, *line)).collect();
        Way {
            cost: cells.iter().map(|cell| cell.left).sum(),
            cells,
            worth: draft.state.worth(&bench.table),
            steep: draft
                .tail()
                .iter()
                .any(|at| bench.table.candidate_at(*at).is_some_and(|one| super::saving::steep(&one.promotion.offer))),
            steady: steady(bench, draft.tail()),
            path: draft.path.iter().filter_map(|at| Some(bench.turns.get(*at)?.which)).collect(),
            early: draft.early.into_iter().filter(|early| early.bit < WIDE).collect(),
            slack: draft.slack,
            rise: draft.rise,
        }
    };
    sieve.last(drafts).into_iter().map(way).collect()
}

/// What these offers leave of a difference, in thousandths.
fn steady(bench: &Bench<'_>, tail: &[usize]) -> i64 {
    let keep = |at: &usize| match bench.table.candidate_at(*at).map(|one| &one.promotion.offer) {
        Some(Offer::Discount { keep }) => i64::from(*keep),
        Some(Offer::PercentOff { steps }) => steps.iter().map(|step| i64::from(step.keep)).min().unwrap_or(1000),
        _ => 1000,
    };
    tail.iter().map(keep).fold(1000, |steady, keep| steady * keep.min(1000) / 1000)
}

impl Bench<'_> {
    fn cell(&self, state: &State, at: usize, line: usize) -> Cell {
        Cell { line, quantity: self.table.quantity(at), left: state.left(at), class: self.class(state, at) }
    }

    /// What a line carries, as far as wide offers to come look at it.
    pub(super) fn class(&self, state: &State, at: usize) -> Class {
        let Some(rules) = self.rules.get(at) else { return Class::default() };
        let by = state.on(at).filter_map(|taken| self.table.candidate_at(taken.by));
        rules.class(by.map(|by| &by.manner))
    }

    /// The deposit that is paid of each line.
    pub(super) fn deposits(&self, state: &State) -> impl Iterator<Item = i64> {
        let of = |at: usize| {
            let by = self.table.candidate_at(state.price_of(&self.table, at)?.by)?;
            Some(deposit(by, &self.table, at))
        };
        (0..self.table.lines.len()).map(move |at| of(at).unwrap_or(0))
    }
}

/// The offer as far as it looks at these lines, which get new places.
fn within<'a>(candidate: &Candidate<'a>, lines: &[usize]) -> Candidate<'a> {
    let (mut covers, mut off) = (Vec::new(), Vec::new());
    for (place, line) in candidate.covers.iter().enumerate() {
        if let Some(at) = lines.iter().position(|own| own == line) {
            covers.push(at);
            off.push(candidate.off_at(place));
        }
    }
    Candidate { covers, off, ..*candidate }
}

/// A wide offer comes by: a price is set, anything else takes its place on the lines that are open to it.
fn passed(table: &Table<'_>, draft: &Draft, at: usize, kind: Kind, candidate: &Candidate<'_>) -> Draft {
    let mut next = draft.clone();
    let Kind::Mark(bit) = kind else {
        // Where it does nothing it stands in the set all the same.
        let _ = apply(table, &mut next.state, at, candidate);
        return next;
    };
    note(table, &mut next, bit, candidate);
    for line in &candidate.covers {
        if draft.state.closed(table, *line, candidate).is_none() {
            next.state.take(at, *line, 0, None);
        }
    }
    next.settled = next.settled.min(next.path.len());
    let found = next.early.last().map_or(0, |early| early.amount);
    next.dent = (next.dent + dented(candidate, found)).min(draft.state.left.iter().sum());
    next
}

/// Notes what an offer that is decided elsewhere finds.
fn note(table: &Table<'_>, draft: &mut Draft, bit: usize, candidate: &Candidate<'_>) {
    let mut early = Early { bit, amount: 0, quantity: 0 };
    for line in &candidate.covers {
        if draft.state.closed(table, *line, candidate).is_none() {
            early.amount += draft.state.left(*line);
            early.quantity += table.quantity(*line);
        }
    }
    draft.early.push(early);
}

/// The thresholds in money of an offer, the first one where it repeats.
pub(super) fn thresholds(offer: &Offer) -> impl Iterator<Item = i64> {
    let at = move |place: usize| match offer {
        Offer::AmountOff { steps, .. } => steps.get(place).map(|step| step.at),
        Offer::PercentOff { steps } => steps.get(place).map(|step| step.at),
        Offer::Gift { steps, .. } => steps.get(place).map(|step| step.at),
        Offer::Redeem { at, .. } => (place == 0).then_some(*at),
        _ => None,
    };
    (0..).map_while(at).filter_map(|at| if let At::Amount(at) = at { Some(at) } else { None })
}

/// The offer may do another thing to a way that costs as much more as this one or one that was left out for it may.
fn steps_between(table: &Table<'_>, draft: &Draft, candidate: &Candidate<'_>) -> bool {
    let Ok(base) = base(table, &draft.state, candidate) else { return false };
    let most = base.amount + draft.dearer() + super::sieve::MARGIN;
    let times = |at: At, amount: i64| at.times(amount, base.quantity);
    match &candidate.promotion.offer {
        // Redeemed pieces are chosen by what is left of their prices.
        Offer::Redeem { .. } => true,
        Offer::AmountOff { steps, .. } => steps.iter().any(|step| times(step.at, base.amount) != times(step.at, most)),
        offer => thresholds(offer).any(|at| times(At::Amount(at), base.amount) != times(At::Amount(at), most)),
    }
}
