//! A set of wide offers laid over the parts: what each way costs beside it, and what each offer finds there.

use super::class::Stand;
use super::parts::Way;
use super::plan::{Plan, WIDE};
use super::reach::{Find, NOTHING, Tally};
use super::saving::Saving;

/// How wide offers look at lines.
pub(super) struct Look {
    /// By line, which of them cover it.
    covers: Vec<u32>,
    /// How they stand, by bit.
    stands: Vec<Stand>,
    /// How many thousandths each takes off what it finds, by bit.
    rates: Vec<i64>,
    /// Which of them do.
    rated: u32,
    /// Which take one of the places on a line.
    counting: u32,
    /// None of them is alone or of a group: places are all that they look at.
    plain: bool,
}

/// A set laid over the parts. It is used again for the next set.
pub(super) struct Field {
    pub(super) parts: Vec<Beside>,
    ways: Vec<Cost>,
    founds: Vec<Found>,
    /// The most that each wide offer finds, whatever becomes of the parts.
    pub(super) can: Tally,
    /// The most that each finds on the part that is looked at.
    most: Tally,
}

/// A part beside a set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Beside {
    /// The least that it costs, rates taken off, in thousandths.
    pub(super) value: i64,
    /// The most that its own gifts are worth.
    pub(super) worth: i64,
    ways: (usize, usize),
}

/// A way beside a set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cost {
    /// Which of the part's ways.
    pub(super) which: usize,
    /// What it costs, rates taken off, in thousandths.
    pub(super) value: i64,
    pub(super) worth: i64,
    /// What each may find more on ways that were left out.
    pub(super) slack: i64,
    founds: (usize, usize),
}

/// An amount that some wide offers find.
#[derive(Debug, Clone, Copy)]
struct Found {
    bits: u32,
    amount: i64,
    quantity: u32,
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
fn add(tally: &mut Tally, found: &Found) {
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
        let stands = plan.stands.clone();
        let counting = stands.iter().enumerate().filter(|(_, stand)| stand.takes_place());
        Self {
            covers,
            counting: counting.fold(0, |set, (bit, _)| set | 1 << bit),
            plain: stands.iter().all(|stand| stand.plain()),
            stands,
            rates,
            rated,
        }
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
        Self { parts: Vec::new(), ways: Vec::new(), founds: Vec::new(), can: NOTHING, most: NOTHING }
    }

    /// Lays a set over the parts; whether each of them has a way beside it.
    pub(super) fn lay(&mut self, plan: &Plan<'_, '_>, look: &Look, set: u32) -> bool {
        self.parts.clear();
        self.ways.clear();
        self.founds.clear();
        self.can = NOTHING;
        for part in &plan.parts {
            let first = self.ways.len();
            let mut seen = 0;
            for (which, way) in part.beside(set).iter().enumerate() {
                self.lay_way(look, which, way, set & !part.early);
                seen |= self.raise();
            }
            let own = self.ways.get(first..).unwrap_or_default();
            let Some(value) = own.iter().map(|way| way.value).min() else { return false };
            let worth = own.iter().map(|way| way.worth).max().unwrap_or(0);
            self.parts.push(Beside { value, worth, ways: (first, self.ways.len()) });
            for bit in bits(seen) {
                if let (Some(can), Some(most)) = (self.can.get_mut(bit), self.most.get_mut(bit)) {
                    can.add(most);
                    *most = Find::default();
                }
            }
        }
        true
    }

    fn lay_way(&mut self, look: &Look, which: usize, way: &Way, late: u32) {
        let first = self.founds.len();
        let early = way.early.iter();
        self.founds.extend(early.map(|found| Found {
            bits: 1 << found.bit,
            amount: found.amount,
            quantity: found.quantity,
        }));
        let mut value = 1000 * way.cost;
        for cell in &way.cells {
            let bits = look.admitted(cell, late);
            if bits != 0 {
                self.founds.push(Found { bits, amount: cell.left, quantity: cell.quantity });
            }
        }
        for found in self.founds.get(first..).unwrap_or_default() {
            let rates = bits(found.bits & look.rated).filter_map(|bit| look.rates.get(bit));
            value -= found.amount * rates.sum::<i64>();
        }
        let founds = (first, self.founds.len());
        self.ways.push(Cost { which, value, worth: way.worth, slack: way.slack, founds });
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
                let slack = if found.1 > 0 { way.slack } else { 0 };
                most.raise(&Find { amount: found.0, pieces: found.1, slack });
            }
        }
        seen
    }

    fn founds_of(&self, way: &Cost) -> &[Found] {
        self.founds.get(way.founds.0..way.founds.1).unwrap_or_default()
    }

    /// The ways of a part.
    pub(super) fn ways(&self, part: usize) -> &[Cost] {
        self.parts.get(part).and_then(|part| self.ways.get(part.ways.0..part.ways.1)).unwrap_or_default()
    }

    /// A way by its place.
    pub(super) fn way(&self, at: usize) -> Option<&Cost> {
        self.ways.get(at)
    }

    /// The ways of a part by what they cost so, and their places.
    pub(super) fn weighed(&self, part: usize, weights: &Weights) -> Vec<(i64, usize)> {
        let first = self.parts.get(part).map_or(0, |part| part.ways.0);
        self.ways(part).iter().zip(first..).map(|(way, at)| (self.weigh(way, weights), at)).collect()
    }

    /// What each wide offer finds on a way.
    pub(super) fn tally(&self, way: &Cost) -> Tally {
        let mut tally = NOTHING;
        self.founds_of(way).iter().for_each(|found| add(&mut tally, found));
        let seen = tally.iter_mut().filter(|find| way.slack > 0 && find.pieces > 0);
        seen.for_each(|find| find.slack = way.slack);
        tally
    }

    /// What one offer finds on a way.
    fn found(&self, way: &Cost, bit: usize) -> i64 {
        self.founds_of(way).iter().filter(|found| found.bits >> bit & 1 == 1).map(|found| found.amount).sum()
    }

    /// What a way costs, less what `weights` make of what it holds for thresholds.
    pub(super) fn weigh(&self, way: &Cost, weights: &Weights) -> i64 {
        let held = self.founds_of(way).iter().filter(|found| found.bits & weights.set != 0);
        let worth =
            |found: &Found| found.amount * bits(found.bits & weights.set).map(|bit| weights.of(bit)).sum::<i64>();
        way.value - held.map(worth).sum::<i64>()
    }

    /// The least that a part costs so.
    pub(super) fn least(&self, part: usize, weights: &Weights) -> i64 {
        self.ways(part).iter().map(|way| self.weigh(way, weights)).min().unwrap_or(0)
    }

    /// Weights for thresholds that parts at their cheapest do not reach, so that the bound rises: of each offer in turn the
    /// weight at which what parts then hold suffices. Any weights make a bound, if a way that was left out stays dearer
    /// than the one that was kept for it.
    pub(super) fn weights(&self, savings: &[Saving<'_, '_>], set: u32, steady: i64) -> Weights {
        let rates: i64 = bits(set).filter_map(|bit| savings.get(bit)).map(Saving::rate).sum();
        let mut spare = (steady - rates).max(0);
        let mut weights = Weights { set: 0, by: [0; WIDE] };
        let mut scale = Vec::new();
        let mut held = self.held(&weights);
        for bit in bits(set) {
            let (Some(saving), Some(can)) = (savings.get(bit), self.can.get(bit)) else { continue };
            let enough = |weight: i64| saving.level(can.most(), weight).map_or(0, |level| level.0);
            if held.get(bit).is_none_or(|held| held.amount >= enough(0)) {
                continue;
            }
            scale.clear();
            scale.extend(self.ways.iter().map(|way| (self.weigh(way, &weights), self.found(way, bit))));
            let (mut low, mut high) = (0, spare);
            while low + 1 < high {
                let middle = (low + high) / 2;
                if self.held_at(&scale, middle) < enough(middle) { low = middle } else { high = middle }
            }
            if low > 0 {
                weights.put(bit, low);
                spare -= low;
                held = self.held(&weights);
            }
        }
        weights
    }

    /// What offers find on the ways that cost least under these weights.
    fn held(&self, weights: &Weights) -> Tally {
        let mut held = NOTHING;
        for part in 0..self.parts.len() {
            let best = self.ways(part).iter().min_by_key(|way| self.weigh(way, weights));
            for found in best.into_iter().flat_map(|way| self.founds_of(way)) {
                add(&mut held, found);
            }
        }
        held
    }

    /// What one offer finds on the ways that cost least when every unit that it finds counts for so much. `scale` says what
    /// each way costs otherwise, and what it finds there.
    fn held_at(&self, scale: &[(i64, i64)], weight: i64) -> i64 {
        let own = self.parts.iter().filter_map(|part| scale.get(part.ways.0..part.ways.1));
        let best = |ways: &[(i64, i64)]| ways.iter().min_by_key(|way| way.0 - weight * way.1).map_or(0, |way| way.1);
        own.map(best).sum()
    }
}

/// What one unit towards each offer's threshold is worth, in thousandths.
#[derive(Debug, Clone, Copy)]
pub(super) struct Weights {
    /// Which have one.
    set: u32,
    by: [i64; WIDE],
}

impl Weights {
    /// None has one.
    pub(super) const NONE: Self = Self { set: 0, by: [0; WIDE] };

    pub(super) fn of(&self, bit: usize) -> i64 {
        self.by.get(bit).copied().unwrap_or(0)
    }

    fn put(&mut self, bit: usize, weight: i64) {
        if let Some(own) = self.by.get_mut(bit).filter(|_| weight > 0) {
            *own = weight;
            self.set |= 1 << bit;
        }
    }
}
