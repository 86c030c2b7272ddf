//! A good combination of a set, to begin with: of each part in turn the way that is best beside those of the others, until
//! no part has a better one. The better what is known, the less is looked at later; whether it is the best is not asked.

use super::field::{Cost, Found, add, bits};
use super::reach::{NOTHING, Tally};
use super::sets::Search;
use super::weights::Weights;

/// So often each part is looked at.
const ROUNDS: usize = 4;

/// The ways of parts that were chosen.
struct Settled {
    /// By part, which.
    chosen: Vec<usize>,
    /// What they cost, thousandths.
    value: i64,
    /// What wide offers find on them, ways that were left out aside.
    found: Tally,
}

impl Search<'_, '_, '_> {
    /// Prices a good combination of the set that is laid out.
    pub(super) fn settle(&mut self, set: u32, weights: &Weights) {
        let mut settled = self.cheapest(weights);
        let parts = settled.chosen.len();
        // How many parts in a row have their best way.
        let mut even = 0;
        for part in (0..parts).cycle().take(parts * ROUNDS) {
            even = if self.improve(set, &mut settled, part) { 0 } else { even + 1 };
            if even == parts {
                break;
            }
        }
        // In truth it costs no less; gifts may be worth anything here.
        let (payable, _) = self.beside(set, settled.value, &settled.found, 0, &Weights::NONE);
        if self.dear(payable, i64::MAX) {
            return;
        }
        let which = |(part, at): (usize, &usize)| self.field.ways(part).get(*at).map_or(0, |way| way.which);
        let which: Vec<usize> = settled.chosen.iter().enumerate().map(which).collect();
        self.play(set, &which);
    }

    /// The ways that cost least under these weights.
    fn cheapest(&self, weights: &Weights) -> Settled {
        let mut settled = Settled { chosen: Vec::new(), value: 0, found: NOTHING };
        for part in 0..self.field.parts.len() {
            let ways = self.field.ways(part).iter().enumerate();
            let Some((at, way)) = ways.min_by_key(|way| self.field.weigh(way.1, weights)) else { continue };
            settled.chosen.push(at);
            settled.value += way.value;
            self.field.founds_of(way).iter().for_each(|found| add(&mut settled.found, found));
        }
        settled
    }

    /// Chooses the way of a part that is best beside those of the others, and answers whether it is another.
    fn improve(&self, set: u32, settled: &mut Settled, part: usize) -> bool {
        let ways = self.field.ways(part);
        let Some((now, had)) = settled.chosen.get(part).and_then(|now| Some((*now, ways.get(*now)?))) else {
            return false;
        };
        if ways.len() < 2 {
            return false;
        }
        let mut others = settled.found;
        self.field.founds_of(had).iter().for_each(|found| take(&mut others, found));
        let value = settled.value - had.value;
        let rank = |(at, way): &(usize, &Cost)| {
            let mut found = others;
            self.field.founds_of(way).iter().for_each(|one| add(&mut found, one));
            let (payable, gifts) = self.beside(set, value + way.value, &found, 0, &Weights::NONE);
            (payable, -gifts - way.worth, *at != now, *at)
        };
        let best = ways.iter().enumerate().min_by_key(rank).filter(|best| best.0 != now);
        let Some((at, way)) = best else { return false };
        settled.found = others;
        self.field.founds_of(way).iter().for_each(|found| add(&mut settled.found, found));
        settled.value = value + way.value;
        if let Some(chosen) = settled.chosen.get_mut(part) {
            *chosen = at;
        }
        true
    }
}

/// Takes away what some offers find.
fn take(tally: &mut Tally, found: &Found) {
    for bit in bits(found.bits) {
        if let Some(sum) = tally.get_mut(bit) {
            sum.amount -= found.amount;
            sum.pieces -= found.quantity;
        }
    }
}
