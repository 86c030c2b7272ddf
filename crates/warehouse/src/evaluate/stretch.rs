//! Who did something of a kind in a stretch of time.
//!
//! Absent from here: windows and filters.

use rules::Occasion;

use super::{Asked, Scratch};
use crate::bits::Bits;
use crate::facts::Run;
use crate::packed::UNKNOWN;
use crate::plan::{BoundDid, Flow};

impl Asked<'_> {
    /// Adds everybody who did something of a kind between two instants, the second one outside, to `out`.
    pub(crate) fn did_between(&self, kind: u16, from: i64, to: i64, out: &mut Bits, scratch: &mut Scratch) {
        let did = BoundDid {
            kind,
            occasion: Occasion::Every,
            filter: None,
            names_items: false,
            bounds: Vec::new(),
            from: from.max(UNKNOWN + 1),
            to,
            end: to,
            flow: Flow::default(),
            future: to,
            wanted: Vec::new(),
        };
        self.did(&did, &self.page.present, out, scratch);
    }

    /// Every fact of a kind between two instants, the second one outside; `None` when there are more than `most`.
    pub(crate) fn stretch(&self, kind: u16, from: i64, to: i64, most: usize) -> Option<Run> {
        let place = usize::from(kind);
        let mut run = Run::default();
        let (Some(facts), Some(layout)) = (self.page.kinds.get(place), self.layout.kinds.get(place)) else {
            return Some(run);
        };
        run.clear(layout.properties.len());
        let mut places = Vec::new();
        for block in facts.blocks.iter().filter(|block| block.last >= from && block.first < to) {
            let low = from.saturating_sub(block.start).clamp(0, i64::from(u32::MAX)) as u32;
            let high = (to.saturating_sub(1).saturating_sub(block.start)).clamp(0, i64::from(u32::MAX)) as u32;
            let within = block.at.iter().enumerate().filter(|(_, at)| low <= **at && **at <= high);
            places.clear();
            places.extend(within.map(|(fact, _)| fact));
            if run.len() + places.len() > most {
                return None;
            }
            places.retain(|&fact| block.rows.get(fact).is_some_and(|&row| !facts.replaced.has(row)));
            for &fact in &places {
                block.gather(fact..fact + 1, UNKNOWN + 1, i64::MAX, |_| true, &layout.of_item, &mut run);
            }
            run.level(&vec![true; layout.properties.len()], &layout.of_item);
        }
        for (fact, &at) in facts.tail.at.iter().enumerate() {
            if at != UNKNOWN && from <= at && at < to {
                run.push_from(&facts.tail, fact, &layout.of_item);
            }
        }
        (run.len() <= most).then_some(run)
    }
}
