//! Cohorts: customers who began together, and how many came back, and for how much, in each period since.
//!
//! A period is a number that rises by one: a week, a month, a quarter of the shop's calendar, which the caller knows. A cohort
//! begins with its customers' first period, or with what brought them (a campaign), see [`by_key`].

use std::collections::BTreeMap;

/// What a customer did in a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Activity<K> {
    /// Who.
    pub customer: K,
    /// When.
    pub period: i64,
    /// Spent, in minor units; below zero where more was given back.
    pub amount: i64,
}

/// Customers who began together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cohort<C> {
    /// Which: the first period, or the campaign.
    pub cohort: C,
    /// How many.
    pub customers: u64,
    /// By periods since the beginning, which is 0; without gaps, as far as anybody of the cohort was seen.
    pub cells: Vec<Cell>,
}

/// A period of a cohort.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cell {
    /// Customers who were seen.
    pub customers: u64,
    /// Spent.
    pub amount: i64,
}

impl<C> Cohort<C> {
    /// The share of the cohort that was seen in a period since, from 0 to 1.
    #[must_use]
    pub fn retention(&self, since: usize) -> f64 {
        let seen = self.cells.get(since).map_or(0, |cell| cell.customers);
        if self.customers == 0 { 0.0 } else { seen as f64 / self.customers as f64 }
    }
}

/// More periods than this since the beginning are a mistyped date: what lies beyond is left out.
const MOST: i64 = 10_000;

/// Cohorts by the period in which each customer was first seen, in order.
pub fn by_first<K: Copy + Ord>(activities: &[Activity<K>]) -> Vec<Cohort<i64>> {
    gather(activities, |_, first| Some((first, first)))
}

/// Cohorts by a key and the period with which each customer began, in order of the keys. Who has no key is left out, and so is
/// what was before the beginning. A customer counts in the cohort without having been seen since.
pub fn by_key<K: Copy + Ord, C: Copy + Ord>(
    activities: &[Activity<K>],
    key: impl Fn(&K) -> Option<(C, i64)>,
) -> Vec<Cohort<C>> {
    gather(activities, |customer, _| key(customer))
}

/// Puts cohorts together, one customer after the other; `key` is told of each and of their first period.
fn gather<K: Copy + Ord, C: Copy + Ord>(
    activities: &[Activity<K>],
    key: impl Fn(&K, i64) -> Option<(C, i64)>,
) -> Vec<Cohort<C>> {
    let mut sorted = activities.to_vec();
    sorted.sort_by_key(|activity| (activity.customer, activity.period));
    let mut cohorts: BTreeMap<C, Cohort<C>> = BTreeMap::new();
    for own in sorted.chunk_by(|a, b| a.customer == b.customer) {
        let Some(first) = own.first() else { continue };
        let Some((cohort, began)) = key(&first.customer, first.period) else { continue };
        let cohort = cohorts.entry(cohort).or_insert_with(|| Cohort { cohort, customers: 0, cells: Vec::new() });
        cohort.customers += 1;
        for period in own.chunk_by(|a, b| a.period == b.period) {
            cohort.see(began, period);
        }
    }
    cohorts.into_values().collect()
}

impl<C> Cohort<C> {
    /// Adds what one customer did in one period.
    fn see<K>(&mut self, began: i64, done: &[Activity<K>]) {
        let Some(since) = done.first().map(|activity| activity.period.saturating_sub(began)) else { return };
        let Some(place) = usize::try_from(since).ok().filter(|_| since <= MOST) else { return };
        if self.cells.len() <= place {
            self.cells.resize(place + 1, Cell::default());
        }
        if let Some(cell) = self.cells.get_mut(place) {
            cell.customers += 1;
            cell.amount = done.iter().fold(cell.amount, |sum, activity| sum.saturating_add(activity.amount));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn activity(customer: u32, period: i64, amount: i64) -> Activity<u32> {
        Activity { customer, period, amount }
    }

    #[test]
    fn customers_are_followed_from_where_they_began() {
        let seen = [
            activity(1, 5, 100),
            activity(2, 5, 50),
            activity(1, 7, 30),
            activity(1, 7, -10),
            activity(3, 6, 9),
            activity(3, i64::MAX, 9),
        ];
        let told = by_first(&seen);
        let cell = |customers, amount| Cell { customers, amount };
        assert_eq!(
            told,
            [
                Cohort { cohort: 5, customers: 2, cells: vec![cell(2, 150), cell(0, 0), cell(1, 20)] },
                Cohort { cohort: 6, customers: 1, cells: vec![cell(1, 9)] },
            ]
        );
        assert_eq!((told[0].retention(2), told[0].retention(8)), (0.5, 0.0));
        let spring = by_key(&seen, |customer| (*customer < 3).then_some(("spring", 6)));
        assert_eq!(spring, [Cohort { cohort: "spring", customers: 2, cells: vec![cell(0, 0), cell(1, 20)] }]);
        assert!(by_first::<u32>(&[]).is_empty());
    }
}
