//! A set of wide offers laid over the parts: what each way costs beside it, and what each offer finds there.

use rustc_hash::FxHashMap;

use super::class::Stand;
use super::parts::{Part, Way};
use super::plan::Plan;
use super::reach::{Find, NOTHING, Tally};
use super::saving::Saving;
use crate::Offer;
use crate::table::Candidate;

/// How wide offers look at lines.
pub(super) struct Look {
    /// By line, which of them cover it.
    covers: Vec<u32>,
    /// By part, which of them look at it.
    parts: Vec<u32>,
    /// How they stand, by bit.
    stands: Vec<Stand>,
    /// How many thousandths each takes off what it finds, by bit.
    rates: Vec<i64>,
    /// Which of them do.
    rated: u32,
    /// How many thousandths each takes off every line where it lies, by bit, whatever else is there; nothing where floors may
    /// keep it from that.
    sure: Vec<i64>,
    /// Which take one of the places on a line.
    counting: u32,
    /// None of them is alone or of a group: places are all that they look at.
    plain: bool,
}

/// A set laid over the parts. What comes of a part hangs on the offers that look at it alone, so it is kept for the next set
/// that is the same there.
pub(super) struct Field {
    /// What comes of each beside it.
    pub(super) parts: Vec<Beside>,
    /// The most that each wide offer finds, whatever becomes of the parts.
    pub(super) can: Tally,
    /// By part, which offers looked at it last, and what came of it.
    laid: Vec<(u32, Beside)>,
    /// Parts that were laid out, by which part and which offers look at it.
    known: FxHashMap<(usize, u32), Beside>,
    ways: Vec<Cost>,
    founds: Vec<Found>,
    finds: Vec<(usize, Find)>,
    /// The most that each finds on the part that is looked at.
    most: Tally,
}

/// When so many ways are kept, all are given up before the next set.
const KEPT: usize = 20_000;

/// A part beside a set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Beside {
    /// The least that it costs, rates taken off, in thousandths.
    pub(super) value: i64,
    /// The most that its own gifts are worth.
    pub(super) worth: i64,
    ways: (usize, usize),
    /// What its cheapest way holds.
    cheapest: (usize, usize),
    /// The most that offers find here.
    finds: (usize, usize),
}

/// A way beside a set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cost {
    /// Which of the part's ways.
    pub(super) which: usize,
    /// What it costs, rates taken off, in thousandths.
    pub(super) value: i64,
    pub(super) worth: i64,
    /// Ways that cost up to so much more were left out for it.
    pub(super) slack: i64,
    /// So much more may lie on it, or on such a way.
    more: i64,
    founds: (usize, usize),
}

/// An amount that some wide offers find.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    pub(super) bits: u32,
    pub(super) amount: i64,
    pub(super) quantity: u32,
}

/// The bits of a set, in order.
pub(super) fn bits(mut set: u32) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let bit = (set != 0).then(|| set.trailing_zeros())?;
        set &= set - 1;
        usize::try_from(bit).ok()
    })
}

/// Adds what some offers find.
pub(super) fn add(tally: &mut Tally, found: &Found) {
    for bit in bits(found.bits) {
        if let Some(sum) = tally.get_mut(bit) {
            sum.amount += found.amount;
            sum.pieces += found.quantity;
        }
    }
}

impl Look {
    pub(super) fn new(plan: &Plan<'_, '_>, savings: &[Saving<'_, '_>]) -> Self {
        let mut covers = vec![0; plan.table.lines.len()];
        for (bit, saving) in savings.iter().enumerate() {
            for line in &saving.candidate.covers {
                if let Some(covers) = covers.get_mut(*line) {
                    *covers |= 1 << bit;
                }
            }
        }
        let rates: Vec<i64> = savings.iter().map(Saving::rate).collect();
        let rated = rates.iter().enumerate().filter(|(_, rate)| **rate > 0).fold(0, |set, (bit, _)| set | 1 << bit);
        let firm = |at: &i64| *at > 0;
        let ahead = |one: &Candidate<'_>| matches!(one.promotion.offer, Offer::Presale { .. });
        let held = plan.table.floors.iter().any(firm) || plan.table.candidates.iter().any(ahead);
        let sure = savings.iter().map(|saving| if held { 0 } else { saving.sure_rate() }).collect();
        let look = |part: &Part| {
            let lines = part.lines().filter_map(|line| covers.get(line));
            lines.fold(part.early, |looking, covers| looking | covers)
        };
        let parts = plan.parts.iter().map(look).collect();
        let stands = plan.stands.clone();
        let counting = stands.iter().enumerate().filter(|(_, stand)| stand.takes_place());
        Self {
            covers,
            parts,
            counting: counting.fold(0, |set, (bit, _)| set | 1 << bit),
            plain: stands.iter().all(|stand| stand.plain()),
            stands,
            rates,
            rated,
            sure,
        }
    }

    /// What rates of a set leave of an amount on so many lines where all of them lie, at most: shares of what they take off are
    /// whole numbers.
    fn under(&self, set: u32, amount: i64, lines: usize) -> i64 {
        let lines = i64::try_from(lines).unwrap_or(i64::MAX);
        let rates = bits(set).filter_map(|bit| self.sure.get(bit)).filter(|rate| **rate > 0);
        rates.fold(amount, |amount, rate| (amount - amount * rate / 1000 + lines).min(amount))
    }

    /// Which offers of a set lie on a line beside what is there.
    fn admitted(&self, cell: &super::parts::Cell, set: u32) -> u32 {
        let (mut class, mut admitted) = (cell.class, 0);
        let looking = set & self.covers.get(cell.line).copied().unwrap_or(0);
        if self.plain && !cell.class.is_alone() {
            let mut places = looking & self.counting;
            for _ in 0..cell.class.free().min(places.count_ones()) {
                admitted |= places & places.wrapping_neg();
                places &= places - 1;
            }
            return admitted | looking & !self.counting;
        }
        for bit in bits(looking) {
            if self.stands.get(bit).is_some_and(|stand| class.admit(*stand)) {
                admitted |= 1 << bit;
            }
        }
        admitted
    }
}

impl Field {
    pub(super) fn new() -> Self {
        Self {
            parts: Vec::new(),
            can: NOTHING,
            laid: Vec::new(),
            known: FxHashMap::default(),
            ways: Vec::new(),
            founds: Vec::new(),
            finds: Vec::new(),
            most: NOTHING,
        }
    }

    /// Lays a set over the parts; whether each of them has a way beside it.
    pub(super) fn lay(&mut self, plan: &Plan<'_, '_>, look: &Look, set: u32) -> bool {
        if self.ways.len() > KEPT {
            *self = Self::new();
        }
        for (place, (part, looking)) in plan.parts.iter().zip(&look.parts).enumerate() {
            let own = set & looking;
            let had = self.laid.get(place).copied();
            if had.is_some_and(|had| had.0 == own) {
                continue;
            }
            let known = self.known.get(&(place, own)).copied();
            let Some(beside) = known.or_else(|| self.lay_part(look, part, set)) else { return false };
            if known.is_none() {
                self.known.insert((place, own), beside);
            }
            self.put(place, own, beside);
        }
        self.parts.clear();
        self.parts.extend(self.laid.iter().map(|laid| laid.1));
        true
    }

    /// Puts a part, as it is beside some offers, in its place.
    fn put(&mut self, place: usize, own: u32, beside: Beside) {
        if let Some((_, had)) = self.laid.get(place) {
            for (bit, find) in self.finds.get(had.finds.0..had.finds.1).unwrap_or_default() {
                if let Some(can) = self.can.get_mut(*bit) {
                    can.take(find);
                }
            }
        }
        for (bit, find) in self.finds.get(beside.finds.0..beside.finds.1).unwrap_or_default() {
            if let Some(can) = self.can.get_mut(*bit) {
                can.add(find);
            }
        }
        match self.laid.get_mut(place) {
            Some(laid) => *laid = (own, beside),
            None => self.laid.push((own, beside)),
        }
    }

    fn lay_part(&mut self, look: &Look, part: &Part, set: u32) -> Option<Beside> {
        let first = self.ways.len();
        let mut seen = 0;
        for (which, way) in part.beside(set).iter().enumerate() {
            self.lay_way(look, which, way, set & !part.early);
            seen |= self.raise();
        }
        let own = self.ways.get_mut(first..)?;
        own.sort_unstable_by_key(|way| (way.value, way.which));
        let (value, cheapest) = own.first().map(|way| (way.value, way.founds))?;
        let worth = own.iter().map(|way| way.worth).max()?;
        let from = self.finds.len();
        for bit in bits(seen) {
            let most = self.most.get_mut(bit).map(std::mem::take)?;
            self.finds.push((bit, most));
        }
        Some(Beside { value, worth, ways: (first, self.ways.len()), cheapest, finds: (from, self.finds.len()) })
    }

    fn lay_way(&mut self, look: &Look, which: usize, way: &Way, late: u32) {
        let first = self.founds.len();
        let pieces: u32 = way.cells.iter().map(|cell| cell.quantity).sum();
        // Rates that lie on all lines of the part. Own offers after them take off no less of less, unless they have steps.
        let mut over = 0;
        for found in &way.early {
            let amount = look.under(over, found.amount, way.cells.len());
            self.founds.push(Found { bits: 1 << found.bit, amount, quantity: found.quantity });
            if found.quantity == pieces && !way.steep {
                over |= 1 << found.bit;
            }
        }
        let mut value = 1000 * way.cost;
        for cell in &way.cells {
            let (mut rest, mut amount) = (look.admitted(cell, late), look.under(over, cell.left, 1));
            // What comes after a rate finds what that leaves.
            for rate in bits(rest).filter(|bit| look.sure.get(*bit).is_some_and(|rate| *rate > 0)) {
                let upto = rest & (u32::MAX >> (31_usize.saturating_sub(rate)));
                self.founds.push(Found { bits: upto, amount, quantity: cell.quantity });
                amount = look.under(1 << rate, amount, 1);
                rest &= !upto;
            }
            if rest != 0 {
                self.founds.push(Found { bits: rest, amount, quantity: cell.quantity });
            }
        }
        for found in self.founds.get(first..).unwrap_or_default() {
            let rates = bits(found.bits & look.rated).filter_map(|bit| look.rates.get(bit));
            value -= found.amount * rates.sum::<i64>();
        }
        let founds = (first, self.founds.len());
        self.ways.push(Cost { which, value, worth: way.worth, slack: way.slack, more: way.slack + way.rise, founds });
    }

    /// Raises what offers find at most to what they find on the way that came last, and answers which do.
    fn raise(&mut self) -> u32 {
        let Some(way) = self.ways.last() else { return 0 };
        let founds = self.founds.get(way.founds.0..way.founds.1).unwrap_or_default();
        let seen = founds.iter().fold(0, |seen, found| seen | found.bits);
        for bit in bits(seen) {
            let of = founds.iter().filter(|found| found.bits >> bit & 1 == 1);
            let found = of.fold((0, 0), |sum, found| (sum.0 + found.amount, sum.1 + found.quantity));
            if let Some(most) = self.most.get_mut(bit) {
                let slack = if found.1 > 0 { way.more } else { 0 };
                most.raise(&Find { amount: found.0, pieces: found.1, slack });
            }
        }
        seen
    }

    pub(super) fn founds_of(&self, way: &Cost) -> &[Found] {
        self.founds.get(way.founds.0..way.founds.1).unwrap_or_default()
    }

    /// Leaves out ways that cost more than the cheapest one of their part by `more` thousandths or beyond.
    pub(super) fn narrow(&mut self, more: i64) {
        for part in &mut self.parts {
            let ways = self.ways.get(part.ways.0..part.ways.1).unwrap_or_default();
            part.ways.1 = part.ways.0 + ways.partition_point(|way| way.value - part.value < more);
        }
    }

    /// The ways of a part, the cheapest first.
    pub(super) fn ways(&self, part: usize) -> &[Cost] {
        self.parts.get(part).and_then(|part| self.ways.get(part.ways.0..part.ways.1)).unwrap_or_default()
    }

    /// A way by its place.
    pub(super) fn way(&self, at: usize) -> Option<&Cost> {
        self.ways.get(at)
    }

    /// The place of the first way of a part.
    pub(super) fn first(&self, part: usize) -> usize {
        self.parts.get(part).map_or(0, |part| part.ways.0)
    }

    /// What the cheapest way of each part holds.
    pub(super) fn cheapest(&self) -> impl Iterator<Item = &Found> {
        let founds = |part: &Beside| self.founds.get(part.cheapest.0..part.cheapest.1);
        self.parts.iter().filter_map(founds).flatten()
    }

    /// What each wide offer finds on a way.
    pub(super) fn tally(&self, way: &Cost) -> Tally {
        let mut tally = NOTHING;
        self.founds_of(way).iter().for_each(|found| add(&mut tally, found));
        let seen = tally.iter_mut().filter(|find| way.more > 0 && find.pieces > 0);
        seen.for_each(|find| find.slack = way.more);
        tally
    }
}
