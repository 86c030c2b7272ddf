//! Histories of customers of one page, each gathered once for all conditions that look at it.
//!
//! Absent from here: which facts count.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::evaluate::Asked;
use crate::facts::Run;
use crate::packed::UNKNOWN;

/// Histories, by kind.
#[derive(Debug, Default)]
pub(super) struct Histories {
    kinds: Vec<OfKind>,
    /// Whether to gather twice as far back as asked, where others will look a little further.
    pub(super) generous: bool,
}

/// Histories of one kind, one after the other.
#[derive(Debug, Default)]
struct OfKind {
    run: Run,
    of: FxHashMap<u16, Gathered>,
    all: Vec<bool>,
}

/// Where a customer's facts are, and since when they are there.
#[derive(Debug, Clone, Copy)]
struct Gathered {
    since: i64,
    from: u32,
    to: u32,
}

static NOTHING: std::sync::LazyLock<Run> = std::sync::LazyLock::new(Run::default);

impl Histories {
    /// Forgets everything; for another page, or when facts have come.
    pub(super) fn clear(&mut self) {
        for one in &mut self.kinds {
            if !one.of.is_empty() {
                let properties = one.run.columns.len();
                one.run.clear(properties);
                one.of.clear();
            }
        }
    }

    /// How many facts are held.
    pub(super) fn len(&self) -> usize {
        self.kinds.iter().map(|one| one.run.len()).sum()
    }

    /// Gathers a customer's facts of a kind since an instant and later, where they are not here yet.
    pub(super) fn ensure(&mut self, asked: &Asked<'_>, kind: u16, row: u16, from: i64, now: i64) {
        let place = usize::from(kind);
        if self.kinds.len() <= place {
            self.kinds.resize_with(place + 1, OfKind::default);
        }
        let Some(one) = self.kinds.get_mut(place) else { return };
        if one.of.get(&row).is_some_and(|gathered| gathered.since <= from) {
            return;
        }
        let (Some(facts), Some(layout)) = (asked.page.kinds.get(place), asked.layout.kinds.get(place)) else { return };
        if one.all.len() != layout.properties.len() {
            one.all = vec![true; layout.properties.len()];
            one.run.columns.resize(layout.properties.len(), Vec::new());
        }
        let further = if self.generous { now.saturating_sub(from) } else { 0 };
        let since = from.saturating_sub(further).max(UNKNOWN + 1);
        let begins = one.run.len() as u32;
        facts.gather(row, since, i64::MAX, &one.all, &layout.of_item, &mut one.run);
        one.of.insert(row, Gathered { since, from: begins, to: one.run.len() as u32 });
    }

    /// A customer's facts of a kind, which were ensured.
    pub(super) fn of(&self, kind: u16, row: u16) -> (&Run, Range<usize>) {
        let Some(one) = self.kinds.get(usize::from(kind)) else { return (&NOTHING, 0..0) };
        let gathered = one.of.get(&row);
        (&one.run, gathered.map_or(0..0, |gathered| gathered.from as usize..gathered.to as usize))
    }
}
