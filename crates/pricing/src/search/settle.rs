//! A good combination of a set, to begin with: of each part in turn the way that is best beside those of the others, until
//! no part has a better one. The better what is known, the less is looked at later; whether it is the best is not asked.

use super::field::{Weights, bits};
use super::reach::{NOTHING, Tally, sum};
use super::sets::Search;

/// So often each part is looked at.
const ROUNDS: usize = 4;

impl Search<'_, '_, '_> {
    /// Prices a good combination of the set that is laid out.
    pub(super) fn settle(&mut self, set: u32, weights: &Weights) {
        let parts = self.field.parts.len();
        let cheapest = |part| self.field.ways(part).iter().enumerate().min_by_key(|way| self.field.weigh(way.1, weights));
        let mut chosen: Vec<usize> = (0..parts).map(|part| cheapest(part).map_or(0, |way| way.0)).collect();
        for _ in 0..ROUNDS {
            let mut settled = true;
            for part in 0..parts {
                let best = self.best_beside(set, &chosen, part);
                if let Some(one) = chosen.get_mut(part)
                    && best.is_some_and(|best| best != *one)
                {
                    *one = best.unwrap_or(*one);
                    settled = false;
                }
            }
            if settled {
                break;
            }
        }
        let which = |(part, at): (usize, &usize)| self.field.ways(part).get(*at).map_or(0, |way| way.which);
        let which: Vec<usize> = chosen.iter().enumerate().map(which).collect();
        self.play(set, &which);
    }

    /// Which way of a part is best beside those of the others; the one that it has where none is better.
    fn best_beside(&self, set: u32, chosen: &[usize], part: usize) -> Option<usize> {
        let (mut value, mut found) = (0, NOTHING);
        let others = chosen.iter().enumerate().filter(|one| one.0 != part);
        for way in others.filter_map(|(part, at)| self.field.ways(part).get(*at)) {
            value += way.value;
            add(set, &mut found, &self.field.tally(way));
        }
        let now = chosen.get(part)?;
        let ways = self.field.ways(part).iter().enumerate();
        let rank = |(at, way): &(usize, &super::field::Cost)| {
            let found = sum(set, &found, &self.field.tally(way));
            let (payable, gifts) = self.beside(set, value + way.value, &found, 0, &Weights::NONE);
            (payable, -gifts - way.worth, at != now, *at)
        };
        ways.min_by_key(rank).map(|best| best.0)
    }
}

fn add(set: u32, tally: &mut Tally, other: &Tally) {
    for bit in bits(set) {
        if let (Some(sum), Some(other)) = (tally.get_mut(bit), other.get(bit)) {
            sum.add(other);
        }
    }
}
