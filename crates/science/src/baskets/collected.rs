//! Baskets in one piece of memory.

/// Baskets of items. Items are numbers that the caller gave them, best from 0 up without large gaps.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baskets {
    items: Vec<u32>,
    ends: Vec<usize>,
}

impl Baskets {
    /// From lines of receipts: basket, item. Lines of one basket need not stand together; a basket holds an item once,
    /// however often it is named.
    #[must_use]
    pub fn of_lines(mut lines: Vec<(u32, u32)>) -> Self {
        lines.sort_unstable();
        lines.dedup();
        let mut baskets = Self { items: Vec::with_capacity(lines.len()), ends: Vec::new() };
        for basket in lines.chunk_by(|a, b| a.0 == b.0) {
            baskets.items.extend(basket.iter().map(|(_, item)| *item));
            baskets.ends.push(baskets.items.len());
        }
        baskets
    }

    /// Adds a basket. One without items is a basket too.
    pub fn push(&mut self, items: &[u32]) {
        let start = self.items.len();
        self.items.extend_from_slice(items);
        let Some(added) = self.items.get_mut(start..) else { return };
        added.sort_unstable();
        let mut kept = start;
        for at in start..self.items.len() {
            let item = self.items.get(at).copied();
            if at == start || item != kept.checked_sub(1).and_then(|last| self.items.get(last).copied()) {
                if let (Some(slot), Some(item)) = (self.items.get_mut(kept), item) {
                    *slot = item;
                }
                kept += 1;
            }
        }
        self.items.truncate(kept);
        self.ends.push(kept);
    }

    /// How many baskets.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// How many items all baskets hold together.
    #[must_use]
    pub fn lines(&self) -> usize {
        self.items.len()
    }

    /// The items of each basket, rising.
    pub fn iter(&self) -> impl Iterator<Item = &[u32]> {
        let mut from = 0;
        self.ends.iter().map(move |to| {
            let basket = self.items.get(from..*to).unwrap_or_default();
            from = *to;
            basket
        })
    }

    /// How many baskets hold each item that any holds, by item.
    #[must_use]
    pub fn counts(&self) -> Vec<(u32, u32)> {
        let most = self.items.iter().max().map_or(0, |most| *most as usize + 1);
        // Numbers with large gaps are sorted instead of being counted in a table as long as the largest.
        if most > 4 * self.items.len() + 1_024 {
            let mut items = self.items.clone();
            items.sort_unstable();
            let count = |same: &[u32]| same.first().map(|item| (*item, whole(same.len())));
            return items.chunk_by(|a, b| a == b).filter_map(count).collect();
        }
        let mut counts = vec![0_u32; most];
        for item in &self.items {
            if let Some(count) = counts.get_mut(*item as usize) {
                *count += 1;
            }
        }
        let named = counts.into_iter().enumerate().filter(|(_, count)| *count > 0);
        named.map(|(item, count)| (whole(item), count)).collect()
    }
}

/// Baskets and items are fewer than four thousand million.
pub(super) fn whole(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
