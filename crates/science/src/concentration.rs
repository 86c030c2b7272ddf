//! 80/20: how unevenly what customers spend is spread, and who the top are. The share that is found is told, whatever the
//! proverb says.

/// Amounts, greatest first, with their running sums.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Concentration {
    /// Places of the customers in the order given, the greatest amount first, equals in the order given.
    order: Vec<usize>,
    /// Sums of the greatest 1, 2, … amounts.
    sums: Vec<i128>,
    /// Customers whose amount is below zero: they count as zero, since a share of a sum with negative parts says nothing.
    pub below_zero: usize,
}

impl Concentration {
    /// Of the amounts of each customer, in minor units.
    #[must_use]
    pub fn of(amounts: &[i64]) -> Self {
        let mut ranked: Vec<(i64, usize)> = amounts.iter().enumerate().map(|(at, amount)| (*amount, at)).collect();
        ranked.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut sum = 0_i128;
        let running = ranked.iter().map(|(amount, _)| {
            sum += i128::from((*amount).max(0));
            sum
        });
        Self {
            sums: running.collect(),
            order: ranked.iter().map(|(_, at)| *at).collect(),
            below_zero: amounts.iter().filter(|amount| **amount < 0).count(),
        }
    }

    /// All amounts together.
    #[must_use]
    pub fn total(&self) -> i128 {
        self.sums.last().copied().unwrap_or(0)
    }

    /// How many the top so many of a thousand are, the part of a customer left over counted as one.
    #[must_use]
    pub fn top_count(&self, per_mille: u32) -> usize {
        let count = self.sums.len() as u128 * u128::from(per_mille.min(1_000));
        usize::try_from(count.div_ceil(1_000)).unwrap_or(self.sums.len())
    }

    /// The share of the total that the greatest so many hold, from 0 to 1; `None` when nobody spent anything.
    #[must_use]
    pub fn share_of(&self, customers: usize) -> Option<f64> {
        let total = self.total();
        let held = customers.min(self.sums.len()).checked_sub(1).and_then(|at| self.sums.get(at)).copied().unwrap_or(0);
        (total > 0).then(|| held as f64 / total as f64)
    }

    /// Who the greatest so many are: places in the order given.
    #[must_use]
    pub fn top(&self, customers: usize) -> &[usize] {
        self.order.get(..customers.min(self.order.len())).unwrap_or_default()
    }

    /// How many of the greatest it takes to hold so many of a thousand of the total; `None` when nobody spent anything.
    #[must_use]
    pub fn needed_for(&self, per_mille: u32) -> Option<usize> {
        let total = self.total();
        let reached = |sum: &i128| sum * 1_000 < total * i128::from(per_mille.min(1_000));
        (total > 0).then(|| (self.sums.partition_point(reached) + 1).min(self.sums.len()))
    }

    /// Gini's coefficient: 0 when all spend the same, near 1 when one spends all; `None` when nobody spent anything.
    #[must_use]
    pub fn gini(&self) -> Option<f64> {
        let (total, n) = (self.total() as f64, self.sums.len() as f64);
        // Twice the area between the curve and the diagonal, by trapezoids.
        let under: f64 = self.sums.iter().map(|sum| *sum as f64 / total).sum();
        (total > 0.0).then(|| (2.0 * under - 1.0) / n - 1.0)
    }

    /// Lorenz's curve from the poorest up, at so many equal steps: share of customers, share of the total. From (0, 0) to
    /// (1, 1); empty when nobody spent anything.
    #[must_use]
    pub fn lorenz(&self, steps: u32) -> Vec<(f64, f64)> {
        let n = self.sums.len();
        let point = |step: u32| {
            let customers = (n as u128 * u128::from(step) / u128::from(steps.max(1))) as usize;
            Some((customers as f64 / n as f64, 1.0 - self.share_of(n - customers)?))
        };
        (0..=steps.max(1)).filter_map(point).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_those_of_hand_reckoning() {
        let one = Concentration::of(&[10, 70, 20, -5, 0]);
        assert_eq!((one.total(), one.below_zero, one.top(2)), (100, 1, [1, 2].as_slice()));
        assert_eq!((one.share_of(1), one.share_of(2), one.share_of(9)), (Some(0.7), Some(0.9), Some(1.0)));
        assert_eq!((one.needed_for(700), one.needed_for(701), one.needed_for(1_000)), (Some(1), Some(2), Some(3)));
        assert_eq!(one.top_count(200), 1);
        assert_eq!(one.top_count(201), 2);
        let told: Vec<(f64, f64)> = one.lorenz(5);
        assert_eq!(told.len(), 6);
        assert!((told[4].1 - 0.3).abs() < 1e-12 && told[5] == (1.0, 1.0) && told[0] == (0.0, 0.0));
    }

    #[test]
    fn even_and_uneven_are_the_ends_of_gini() {
        let near = |amounts: &[i64], expected: f64| {
            let gini = Concentration::of(amounts).gini().unwrap();
            assert!((gini - expected).abs() < 1e-9, "{gini} is not {expected}");
        };
        near(&[7; 1_000_000], 0.0);
        near(&[0, 0, 0, 5], 0.75);
        near(&[1, 2, 3, 4], 0.25);
        near(&[i64::MAX; 3], 0.0);
        for nobody in [[].as_slice(), &[0, 0], &[-3]] {
            let nobody = Concentration::of(nobody);
            assert_eq!((nobody.gini(), nobody.share_of(1), nobody.needed_for(800)), (None, None, None));
            assert!(nobody.lorenz(10).is_empty());
        }
    }
}
