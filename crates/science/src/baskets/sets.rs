//! Sets that were found, in one piece of memory, and finding one of them.

use std::hash::Hasher as _;

use rustc_hash::FxHasher;

use super::collected::whole;

/// Sets of items with the number of baskets that hold them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sets {
    pub(super) baskets: u64,
    items: Vec<u32>,
    ends: Vec<usize>,
    counts: Vec<u32>,
}

impl Sets {
    pub(super) fn new(baskets: usize) -> Self {
        Self { baskets: baskets as u64, ..Self::default() }
    }

    /// Adds a set, its items in any order.
    pub(super) fn push(&mut self, set: impl Iterator<Item = u32>, count: u32) {
        let from = self.items.len();
        self.items.extend(set);
        if let Some(added) = self.items.get_mut(from..) {
            added.sort_unstable();
        }
        self.ends.push(self.items.len());
        self.counts.push(count);
    }

    /// How many sets.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// How many baskets were looked at.
    #[must_use]
    pub fn baskets(&self) -> u64 {
        self.baskets
    }

    /// A set by its place: its items, rising, and its baskets.
    #[must_use]
    pub fn get(&self, at: usize) -> Option<(&[u32], u64)> {
        let from = at.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied())?;
        Some((self.items.get(from..*self.ends.get(at)?)?, u64::from(*self.counts.get(at)?)))
    }

    /// All sets: items, rising, and baskets. In no order that means anything.
    pub fn iter(&self) -> impl Iterator<Item = (&[u32], u64)> {
        (0..self.len()).filter_map(|at| self.get(at))
    }

    /// The same sets, short ones first, then by their items.
    #[must_use]
    pub fn sorted(&self) -> Self {
        let mut order: Vec<&[u32]> = Vec::with_capacity(self.len());
        let mut places: Vec<usize> = (0..self.len()).collect();
        order.extend(self.iter().map(|(items, _)| items));
        let key = |at: &usize| order.get(*at).map(|items| (items.len(), *items));
        places.sort_unstable_by(|a, b| key(a).cmp(&key(b)));
        let mut sorted = Self { baskets: self.baskets, ..Self::default() };
        for (items, count) in places.into_iter().filter_map(|at| self.get(at)) {
            sorted.push(items.iter().copied(), u32::try_from(count).unwrap_or(u32::MAX));
        }
        sorted
    }
}

/// Finds sets by their items.
pub(super) struct Index<'a> {
    sets: &'a Sets,
    /// Places of sets plus one, 0 where there is none; as long as a power of two.
    slots: Vec<u32>,
}

impl<'a> Index<'a> {
    pub(super) fn new(sets: &'a Sets) -> Self {
        let mut index = Self { sets, slots: vec![0; (2 * sets.len().max(4)).next_power_of_two()] };
        for (at, (items, _)) in sets.iter().enumerate() {
            let mut slot = index.slot(items.iter().copied());
            while index.slots.get(slot).is_some_and(|place| *place != 0) {
                slot = index.after(slot);
            }
            if let Some(free) = index.slots.get_mut(slot) {
                *free = whole(at).saturating_add(1);
            }
        }
        index
    }

    fn slot(&self, items: impl Iterator<Item = u32>) -> usize {
        let mut hasher = FxHasher::default();
        items.for_each(|item| hasher.write_u32(item));
        // The upper half of the product is the better mixed.
        (hasher.finish() >> 20) as usize & (self.slots.len() - 1)
    }

    fn after(&self, slot: usize) -> usize {
        (slot + 1) & (self.slots.len() - 1)
    }

    /// How many baskets hold a set that was found; items rising.
    pub(super) fn count(&self, items: &[u32]) -> Option<u64> {
        let mut slot = self.slot(items.iter().copied());
        loop {
            let place = self.slots.get(slot).copied().filter(|place| *place != 0)?;
            let (found, count) = self.sets.get(place as usize - 1)?;
            if found == items {
                return Some(count);
            }
            slot = self.after(slot);
        }
    }
}
