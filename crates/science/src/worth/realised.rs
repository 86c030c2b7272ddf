//! Realised value: revenue, margin where cost is known, refunds and cost to serve, by customer and period.

use std::collections::BTreeMap;

/// What one order, refund or gesture came to. All amounts are minor units at or above zero; what is not known is zero, but
/// the cost of goods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Entry {
    /// Goods and freight at the price before discounts.
    pub gross: i64,
    /// Taken off by promotions, coupons and points.
    pub discounts: i64,
    /// Given back.
    pub refunds: i64,
    /// What the goods cost the shop, less what came back; `None` when it is not known.
    pub cost: Option<i64>,
    /// What sending them cost the shop.
    pub shipping: i64,
    /// Given to make something good.
    pub compensation: i64,
}

/// Sums of entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Realised {
    /// Entries.
    pub entries: u64,
    /// Before discounts.
    pub gross: i64,
    /// Discounts.
    pub discounts: i64,
    /// Refunds.
    pub refunds: i64,
    /// Shipping.
    pub shipping: i64,
    /// Compensation.
    pub compensation: i64,
    /// Cost of goods, of the entries where it is known.
    pub cost: i64,
    /// Revenue of those entries.
    pub costed: i64,
}

impl Realised {
    /// Adds an entry.
    pub fn add(&mut self, entry: &Entry) {
        self.entries = self.entries.saturating_add(1);
        let add = |sum: &mut i64, amount: i64| *sum = sum.saturating_add(amount);
        add(&mut self.gross, entry.gross);
        add(&mut self.discounts, entry.discounts);
        add(&mut self.refunds, entry.refunds);
        add(&mut self.shipping, entry.shipping);
        add(&mut self.compensation, entry.compensation);
        if let Some(cost) = entry.cost {
            add(&mut self.cost, cost);
            add(&mut self.costed, entry.gross.saturating_sub(entry.discounts).saturating_sub(entry.refunds));
        }
    }

    /// What was paid and kept: gross less discounts and refunds.
    #[must_use]
    pub fn revenue(&self) -> i64 {
        self.gross.saturating_sub(self.discounts).saturating_sub(self.refunds)
    }

    /// Revenue less cost of goods, where the cost is known; `None` when it is known of nothing.
    #[must_use]
    pub fn margin(&self) -> Option<i64> {
        (self.costed != 0 || self.cost != 0).then(|| self.costed.saturating_sub(self.cost))
    }

    /// What serving cost: shipping, compensation and discounts.
    #[must_use]
    pub fn cost_to_serve(&self) -> i64 {
        self.shipping.saturating_add(self.compensation).saturating_add(self.discounts)
    }

    /// What is left: margin less shipping and compensation (discounts are off the revenue already). Entries of unknown cost
    /// count with so many per mille of their revenue, the shop's usual margin.
    #[must_use]
    pub fn contribution(&self, usual_margin: u32) -> i64 {
        let unknown = self.revenue().saturating_sub(self.costed);
        self.margin()
            .unwrap_or(0)
            .saturating_add(super::per_mille(unknown, usual_margin))
            .saturating_sub(self.shipping)
            .saturating_sub(self.compensation)
    }
}

/// Sums by customer and period (a number of the shop's calendar), in order.
pub fn realised<K: Ord>(entries: impl IntoIterator<Item = (K, i64, Entry)>) -> BTreeMap<(K, i64), Realised> {
    let mut sums: BTreeMap<(K, i64), Realised> = BTreeMap::new();
    for (customer, period, entry) in entries {
        sums.entry((customer, period)).or_default().add(&entry);
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_add_up() {
        let sold = Entry { gross: 10_000, discounts: 1_000, shipping: 600, cost: Some(4_000), ..Entry::default() };
        let rows = [
            (sold, 9_000, Some(5_000), 1_600, 4_400),
            (Entry { cost: None, ..sold }, 9_000, None, 1_600, 2_100),
            (Entry { refunds: 9_000, cost: Some(0), compensation: 500, ..sold }, 0, None, 2_100, -1_100),
            (
                Entry { gross: 0, discounts: 0, refunds: 9_000, shipping: 0, cost: None, compensation: 0 },
                -9_000,
                None,
                0,
                -2_700,
            ),
        ];
        for (entry, revenue, margin, serve, contribution) in rows {
            let mut sum = Realised::default();
            sum.add(&entry);
            assert_eq!((sum.revenue(), sum.margin(), sum.cost_to_serve()), (revenue, margin, serve), "{entry:?}");
            assert_eq!(sum.contribution(300), contribution, "{entry:?}");
        }
        let told = realised([('b', 1, sold), ('a', 2, sold), ('b', 1, Entry { cost: None, ..sold })]);
        let both = told.get(&('b', 1)).copied().unwrap();
        assert_eq!((told.len(), both.entries, both.revenue(), both.margin()), (2, 2, 18_000, Some(5_000)));
        assert_eq!(both.contribution(300), 5_000 + 2_700 - 1_200);
        let mut most = Realised::default();
        let huge = Entry { gross: i64::MAX, ..Entry::default() };
        most.add(&huge);
        most.add(&huge);
        assert_eq!(most.revenue(), i64::MAX);
    }
}
