//! A cart taken apart: lines that share an offer of a few lines belong together, and offers of many lines are wide.
//!
//! What can become of a part depends on its own offers and on which wide offers take a place on its lines before them.
//! Amounts that wide offers take off are left out here, so that a part never costs less in a combination than it does
//! here with what they take off subtracted in full: an offer never takes off more of less.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::state::{State, deposit};
use crate::step::{apply, base};
use crate::table::{Candidate, Table};
use crate::{At, Layer, Offer, Reason};

/// An offer of more lines than this is wide.
const NARROW: usize = 3;
/// With more wide offers than this a cart is not taken apart.
const WIDE: usize = 20;
/// With more ways for a part than this neither.
const WAYS: usize = 2_000;
/// Of a lean plan so many are followed, and the rest are given up.
const LEAN: usize = 200;
/// A way is left out only when another costs less by more than rounding may make good.
const MARGIN: i64 = 8;

/// A cart taken apart.
pub(super) struct Plan<'t, 'a> {
    pub(super) table: &'t Table<'a>,
    /// The wide offers, in order. Sets of them are bits in this order.
    pub(super) wide: Vec<usize>,
    pub(super) parts: Vec<Part>,
    /// What lines may carry when the wide offers that come last look at them.
    pub(super) classes: Vec<Class<'a>>,
    /// How many steps this took.
    pub(super) steps: u32,
    /// Ways were given up that may have been better.
    pub(super) trimmed: bool,
}

/// Lines that share offers.
pub(super) struct Part {
    pub(super) lines: Vec<usize>,
    /// The wide offers that come before some of its own.
    pub(super) early: u32,
    /// What can become of it, by which of those apply.
    pub(super) ways: FxHashMap<u32, Vec<Way>>,
}

/// What can become of a part.
pub(super) struct Way {
    /// Its own offers that apply.
    pub(super) path: Vec<usize>,
    /// What each line costs, wide amounts aside.
    pub(super) left: Vec<i64>,
    /// What each line carries.
    pub(super) class: Vec<usize>,
    /// What its own gifts are worth.
    pub(super) worth: i64,
    /// What each early wide offer found here: which bit, what its lines came to, how many pieces.
    pub(super) early: Vec<Early>,
    /// Ways that cost up to so much more and are alike otherwise were left out.
    pub(super) slack: i64,
}

pub(super) type Early = (usize, i64, u32);

/// An offer that looks at a part: which, its bit when it is wide, and the offer as far as it looks there.
type Turn<'a> = (usize, Option<usize>, Candidate<'a>);

/// What decides whether a line is open to further offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Class<'a> {
    pub(super) count: u32,
    pub(super) any: bool,
    pub(super) alone: bool,
    pub(super) groups: Vec<&'a str>,
}

/// A part on the way.
#[derive(Clone)]
struct Draft {
    state: State,
    path: Vec<usize>,
    early: Vec<Early>,
    slack: i64,
}

/// How drafts of a part are compared.
struct Sieve<'s, 't, 'a> {
    table: &'t Table<'a>,
    lines: &'s [usize],
    kinds: &'s [u64],
    lean: bool,
}

impl<'t, 'a> Plan<'t, 'a> {
    /// Takes a cart apart; nothing when it hangs together too closely. A `lean` plan leaves out ways that are worse than
    /// others unless a threshold of a wide offer makes them worth while.
    pub(super) fn new(table: &'t Table<'a>, lean: bool) -> Option<Self> {
        if table.shelf.programme.settings.cap.is_some() {
            return None;
        }
        let (mut wide, mut own) = (Vec::new(), Vec::new());
        for (which, candidate) in table.candidates.iter().enumerate().filter(|(_, one)| !idle(table, one)) {
            // Coupons come after all else that looks at places, so apart from them parts hang together less.
            let broad = candidate.layer == Layer::Coupon || candidate.covers.len() > NARROW;
            if candidate.layer >= Layer::Points || (broad && splits(table, candidate)) {
                wide.push(which);
            } else {
                own.push(which);
            }
        }
        if wide.len() > WIDE {
            return None;
        }
        let mut plan = Self { table, wide, parts: Vec::new(), classes: Vec::new(), steps: 0, trimmed: false };
        let kinds = kinds(table);
        for (lines, own) in together(table, &own) {
            let part = plan.part(&lines, &own, &kinds, lean);
            let part = part.or_else(|| plan.part(&lines, &own, &kinds, false).filter(|_| lean))?;
            plan.parts.push(part);
        }
        Some(plan)
    }

    pub(super) fn candidate(&self, bit: usize) -> Option<&'t Candidate<'a>> {
        self.table.candidates.get(*self.wide.get(bit)?)
    }

    /// Works out what can become of a part.
    fn part(&mut self, lines: &[usize], own: &[usize], kinds: &[u64], lean: bool) -> Option<Part> {
        let table = self.table;
        let mut turns: Vec<Turn<'a>> = Vec::new();
        for which in own {
            turns.push((*which, None, table.candidate_at(*which)?.clone()));
        }
        let mut early = 0;
        for (bit, which) in self.wide.iter().enumerate() {
            let candidate = table.candidate_at(*which)?;
            let promotion = candidate.promotion;
            let here = within(candidate, lines);
            let before = || own.last().is_some_and(|last| last > which) && candidate.layer < Layer::Points;
            // It takes a place on the lines, or finds its threshold reached there before they become cheaper.
            if !here.covers.is_empty() && (promotion.is_line_price() || before()) {
                early |= 1 << bit;
                turns.push((*which, Some(bit), here));
            }
        }
        turns.sort_by_key(|turn| turn.0);
        let start = Draft { state: State::new(table), path: Vec::new(), early: Vec::new(), slack: 0 };
        let budgets = turns.iter().any(|turn| turn.2.budget < i64::MAX);
        let sieve = Sieve { table, lines, kinds, lean: lean && !budgets };
        let mut lists = vec![(0_u32, vec![start])];
        let mut marked = false;
        for (at, (which, bit, candidate)) in turns.iter().enumerate() {
            let pending = turns.get(at + 1..).unwrap_or_default();
            match bit {
                Some(bit) => {
                    marked |= !candidate.promotion.is_line_price();
                    let with: Vec<(u32, Vec<Draft>)> = lists
                        .iter()
                        .map(|(mask, drafts)| {
                            let drafts = drafts.iter().map(|draft| passed(table, draft, *which, *bit, candidate));
                            (mask | 1 << bit, sieve.unlike(drafts, pending))
                        })
                        .collect();
                    lists.extend(with);
                }
                // What such an offer does may be less of more, so it cannot be looked at without amounts.
                None if marked
                    && (candidate.budget < i64::MAX || matches!(candidate.promotion.offer, Offer::Redeem { .. })) =>
                {
                    return None;
                }
                None => {
                    for (_, drafts) in &mut lists {
                        let mut more = Vec::with_capacity(drafts.len() * 2);
                        for draft in drafts.drain(..) {
                            self.steps += 1;
                            // A way that was left out would find another step.
                            if draft.slack > 0 && steps_between(table, &draft, candidate) {
                                return None;
                            }
                            if let Ok(state) = apply(table, &draft.state, *which, candidate) {
                                let mut path = draft.path.clone();
                                path.push(*which);
                                more.push(Draft { state, path, early: draft.early.clone(), slack: draft.slack });
                            }
                            more.push(draft);
                        }
                        *drafts = sieve.unlike(more.into_iter(), pending);
                    }
                }
            }
            let ways: usize = lists.iter().map(|list| list.1.len()).sum();
            if lean && ways > LEAN {
                self.trimmed = true;
                let most = (LEAN / 2 / lists.len()).max(4);
                lists.iter_mut().for_each(|list| sieve.trim(&mut list.1, most));
            }
            if ways > WAYS || self.steps >= table.shelf.programme.settings.search_steps {
                return None;
            }
        }
        let ways = lists
            .into_iter()
            .map(|(mask, drafts)| (mask, drafts.into_iter().map(|draft| self.way(draft, lines)).collect()));
        let ways = ways.collect();
        Some(Part { ways, lines: lines.to_vec(), early })
    }

    fn way(&mut self, draft: Draft, lines: &[usize]) -> Way {
        let table = self.table;
        let class = lines.iter().map(|line| {
            let mut class = Class { count: 0, any: false, alone: false, groups: Vec::new() };
            for taken in draft.state.cuts.iter().filter(|taken| taken.line == *line) {
                let Some(by) = table.candidates.get(taken.by) else { continue };
                class.carry(by);
            }
            class.groups.sort_unstable();
            let known = self.classes.iter().position(|other| *other == class);
            known.unwrap_or_else(|| {
                self.classes.push(class);
                self.classes.len() - 1
            })
        });
        let class = class.collect();
        let left = lines.iter().map(|line| draft.state.left(*line)).collect();
        Way { class, left, worth: draft.state.worth(table), path: draft.path, early: draft.early, slack: draft.slack }
    }
}

impl Part {
    /// The most that its own gifts are worth.
    pub(super) fn worth(&self) -> i64 {
        self.ways.values().flatten().map(|way| way.worth).max().unwrap_or(0)
    }
}

impl<'a> Class<'a> {
    /// A further offer lies on the line.
    pub(super) fn carry(&mut self, by: &Candidate<'a>) {
        self.any = true;
        self.alone |= by.promotion.alone;
        self.groups.extend(by.promotion.exclusive.as_deref());
        self.count += u32::from(by.promotion.counts());
    }

    /// The line is open to an offer.
    pub(super) fn open(&self, to: &Candidate<'_>, together: Option<u32>) -> bool {
        let promotion = to.promotion;
        !(self.alone || promotion.alone && self.any)
            && promotion.exclusive.as_deref().is_none_or(|group| !self.groups.contains(&group))
            && together.is_none_or(|most| !promotion.counts() || self.count < most)
    }
}

/// The offer can do nothing in any combination.
fn idle(table: &Table<'_>, candidate: &Candidate<'_>) -> bool {
    let amount: i64 = candidate.covers.iter().map(|line| table.start(*line)).sum();
    let quantity: u32 = candidate.covers.iter().map(|line| table.quantity(*line)).sum();
    let short = |at: Option<At>| at.is_some_and(|at| !at.reached(amount, quantity));
    match &candidate.promotion.offer {
        _ if candidate.promotion.is_line_price() => candidate.off.iter().all(|off| *off <= 0),
        Offer::AmountOff { steps, .. } => short(steps.first().map(|step| step.at)),
        Offer::PercentOff { steps } => short(steps.first().map(|step| step.at)),
        Offer::Gift { steps, .. } => short(steps.first().map(|step| step.at)),
        Offer::FreeShipping { at, .. } => table.cart.shipping == 0 || short(*at),
        Offer::Redeem { products, .. } => {
            let there = |line: &usize| table.line(*line).is_some_and(|line| products.contains(&line.product));
            !candidate.covers.iter().any(there)
        }
        Offer::Points { points, .. } => table.cart.spend_points.min(table.cart.buyer.points) < *points,
        Offer::NthDiscount { n, .. } => quantity < *n,
        Offer::BuyGet { buy, get, .. } => quantity < buy + get,
        Offer::Bundle { quantity: size, .. } => quantity < *size,
        _ => false,
    }
}

/// What a wide offer does to a line depends on that line alone, or is an amount that is shared in the end.
fn splits(table: &Table<'_>, candidate: &Candidate<'_>) -> bool {
    let promotion = candidate.promotion;
    if promotion.is_line_price() {
        let quantity: u32 = candidate.covers.iter().map(|line| table.quantity(*line)).sum();
        return promotion.max_off.is_none()
            && candidate.budget == i64::MAX
            && candidate.pieces.is_none_or(|pieces| pieces >= quantity);
    }
    matches!(
        promotion.offer,
        Offer::AmountOff { .. } | Offer::PercentOff { .. } | Offer::Discount { .. } | Offer::Gift { .. }
    )
}

/// Lines that hang together by offers, with those offers in order. A line without offers is a part of its own.
fn together(table: &Table<'_>, own: &[usize]) -> Vec<(Vec<usize>, Vec<usize>)> {
    let mut root: Vec<usize> = (0..table.lines.len()).collect();
    let of = |root: &[usize], line: usize| root.get(line).copied().unwrap_or(line);
    for candidate in own.iter().filter_map(|which| table.candidate_at(*which)) {
        let Some(first) = candidate.covers.first().map(|line| of(&root, *line)) else { continue };
        for line in &candidate.covers {
            let other = of(&root, *line);
            root.iter_mut().filter(|one| **one == other).for_each(|one| *one = first);
        }
    }
    let mut parts: BTreeMap<usize, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
    for line in 0..table.lines.len() {
        parts.entry(of(&root, line)).or_default().0.push(line);
    }
    for which in own {
        let line = table.candidate_at(*which).and_then(|candidate| candidate.covers.first());
        if let Some(part) = line.and_then(|line| parts.get_mut(&of(&root, *line))) {
            part.1.push(*which);
        }
    }
    parts.into_values().collect()
}

/// The offer as far as it looks at these lines.
fn within<'a>(candidate: &Candidate<'a>, lines: &[usize]) -> Candidate<'a> {
    let mut here = Candidate { covers: Vec::new(), off: Vec::new(), ..candidate.clone() };
    for (place, line) in candidate.covers.iter().enumerate().filter(|(_, line)| lines.contains(line)) {
        here.covers.push(*line);
        here.off.push(candidate.off_at(place));
    }
    here
}

/// A wide offer comes by: a price is set, anything else takes its place on the lines that are open to it.
fn passed(table: &Table<'_>, draft: &Draft, which: usize, bit: usize, candidate: &Candidate<'_>) -> Draft {
    let mut next = draft.clone();
    if candidate.promotion.is_line_price() {
        let after: Result<State, Reason> = apply(table, &draft.state, which, candidate);
        next.state = after.unwrap_or(next.state);
        return next;
    }
    let (mut amount, mut quantity) = (0, 0);
    for line in &candidate.covers {
        if draft.state.closed(table, *line, candidate).is_none() {
            amount += draft.state.left(*line);
            quantity += table.quantity(*line);
            next.state.take(which, *line, 0, None);
        }
    }
    next.early.push((bit, amount, quantity));
    next
}

impl Sieve<'_, '_, '_> {
    /// Of drafts that are alike for all that follows, the one with the earliest offers; of such as differ in what lines
    /// cost alone, a lean sieve keeps the cheaper one where no threshold that is `pending` can tell them apart.
    fn unlike(&self, drafts: impl Iterator<Item = Draft>, pending: &[Turn<'_>]) -> Vec<Draft> {
        let mut known: FxHashMap<Vec<i64>, Vec<Draft>> = FxHashMap::default();
        let mut order: Vec<Vec<i64>> = Vec::new();
        for draft in drafts {
            let key = self.key(&draft);
            let alike = known.entry(key.clone()).or_default();
            if alike.is_empty() {
                order.push(key);
            }
            self.add(alike, draft, pending);
        }
        order.iter().filter_map(|key| known.remove(key)).flatten().collect()
    }

    /// What decides what may follow, save what lines cost.
    fn key(&self, draft: &Draft) -> Vec<i64> {
        let mark = |taken: &crate::state::Taken| {
            let kind = self.kinds.get(taken.by).copied().unwrap_or(0);
            i64::try_from(kind << 16).unwrap_or(0) + i64::try_from(taken.line).unwrap_or(0)
        };
        let mut key: Vec<i64> = draft.state.cuts.iter().map(mark).collect();
        key.sort_unstable();
        key.push(draft.state.worth(self.table));
        key.extend(draft.early.iter().map(|early| i64::from(early.2)));
        key
    }

    fn add(&self, alike: &mut Vec<Draft>, mut draft: Draft, pending: &[Turn<'_>]) {
        let left = |draft: &Draft| self.lines.iter().map(|line| draft.state.left(*line)).collect::<Vec<i64>>();
        let own = left(&draft);
        let found = |draft: &Draft| draft.early.iter().map(|early| early.1).collect::<Vec<i64>>();
        if let Some(same) = alike.iter_mut().find(|other| left(other) == own && found(other) == found(&draft)) {
            let slack = same.slack.max(draft.slack);
            if super::choice::earlier(&draft.path, &same.path) {
                *same = draft;
            }
            same.slack = slack;
            return;
        }
        if self.lean {
            let below = |low: &Draft, high: &Draft| self.below(low, high, pending);
            if let Some(better) = alike.iter_mut().find(|other| below(other, &draft)) {
                better.slack = better.slack.max(self.apart(better, &draft) + draft.slack);
                return;
            }
            let mut slack = draft.slack;
            alike.retain(|other| {
                let worse = below(&draft, other);
                if worse {
                    slack = slack.max(self.apart(&draft, other) + other.slack);
                }
                !worse
            });
            draft.slack = slack;
        }
        alike.push(draft);
    }

    /// Keeps the cheapest ways, and some of the dearest, which leave most places to others.
    fn trim(&self, drafts: &mut Vec<Draft>, most: usize) {
        if drafts.len() > most {
            drafts.sort_by_key(|draft| self.lines.iter().map(|line| draft.state.left(*line)).sum::<i64>());
            drafts.drain(most * 3 / 4..drafts.len() - most / 4);
        }
    }

    fn apart(&self, low: &Draft, high: &Draft) -> i64 {
        self.lines.iter().map(|line| high.state.left(*line) - low.state.left(*line)).sum()
    }

    /// The one is cheaper on every line, and no threshold to come is likely to tell them apart.
    fn below(&self, low: &Draft, high: &Draft, pending: &[Turn<'_>]) -> bool {
        let line = |line: &usize| low.state.left(*line) <= high.state.left(*line);
        let wide = low.early.iter().zip(&high.early).all(|(one, other)| one.1 <= other.1);
        let apart = self.apart(low, high);
        let tells = |turn: &Turn<'_>| {
            let lefts = || turn.2.covers.iter().map(|line| (low.state.left(*line), high.state.left(*line)));
            let least = lefts().map(|one| one.0).min().unwrap_or(0);
            let most = lefts().map(|one| one.1).sum::<i64>() + low.slack + high.slack;
            turn.1.is_none() && thresholds(&turn.2.promotion.offer).any(|at| at <= most && at > least * 7 / 10)
        };
        apart >= MARGIN && wide && self.lines.iter().all(line) && !pending.iter().any(tells)
    }
}

/// The thresholds in money of an offer, the first one where it repeats.
fn thresholds(offer: &Offer) -> impl Iterator<Item = i64> {
    let steps: Vec<At> = match offer {
        Offer::AmountOff { steps, .. } => steps.iter().map(|step| step.at).collect(),
        Offer::PercentOff { steps } => steps.iter().map(|step| step.at).collect(),
        Offer::Gift { steps, .. } => steps.iter().map(|step| step.at).collect(),
        Offer::Redeem { at, .. } => vec![*at],
        _ => Vec::new(),
    };
    steps.into_iter().filter_map(|at| if let At::Amount(at) = at { Some(at) } else { None })
}

/// The offer may do another thing to a way that costs more by no more than the slack.
fn steps_between(table: &Table<'_>, draft: &Draft, candidate: &Candidate<'_>) -> bool {
    let Ok(base) = base(table, &draft.state, candidate) else { return false };
    let most = base.amount + draft.slack + MARGIN;
    let times = |at: At, amount: i64| at.times(amount, base.quantity);
    match &candidate.promotion.offer {
        // Redeemed pieces are chosen by what is left of their prices.
        Offer::Redeem { .. } => true,
        Offer::AmountOff { steps, .. } => steps.iter().any(|step| times(step.at, base.amount) != times(step.at, most)),
        offer => thresholds(offer).any(|at| times(At::Amount(at), base.amount) != times(At::Amount(at), most)),
    }
}

/// Offers of one kind are alike to all that follows on a line where they lie.
fn kinds(table: &Table<'_>) -> Vec<u64> {
    let mut known = FxHashMap::default();
    let kind = |(which, candidate): (usize, &Candidate<'_>)| {
        let promotion = candidate.promotion;
        // A deposit is a floor of its own, and gifts of a special price come with the line.
        let own = candidate.covers.iter().any(|line| deposit(candidate, table, *line) > 0);
        let like = (
            promotion.is_line_price(),
            promotion.offer.is_bundle(),
            promotion.counts(),
            promotion.alone,
            promotion.exclusive.clone(),
            own.then_some(which),
        );
        let next = known.len() as u64;
        *known.entry(like).or_insert(next)
    };
    table.candidates.iter().enumerate().map(kind).collect()
}
