//! Histories counted: customers with the same history are one row, so a likelihood costs what the distinct ones cost.

use super::History;

/// A history that `weight` customers share.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Row {
    pub(crate) repeats: u32,
    pub(crate) last: f64,
    pub(crate) age: f64,
    pub(crate) weight: f64,
}

/// Distinct histories by repeats, last, age.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Tally {
    pub(crate) rows: Vec<Row>,
    /// For each customer, the place of their row.
    pub(crate) places: Vec<usize>,
    /// Customers.
    pub(crate) count: f64,
}

/// The distinct times of a tally, so that what depends on a time alone is computed once for all rows that share it. Worth its
/// making where a likelihood is asked again and again.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Times {
    /// Rising.
    pub(crate) values: Vec<f64>,
    /// For each row, the places of its last purchase and of its age.
    pub(crate) rows: Vec<(usize, usize)>,
}

impl Times {
    pub(crate) fn of(rows: &[Row]) -> Self {
        let mut values: Vec<f64> = rows.iter().flat_map(|row| [row.last, row.age]).collect();
        values.sort_unstable_by(f64::total_cmp);
        values.dedup();
        let place = |time: f64| values.partition_point(|other| *other < time);
        let rows = rows.iter().map(|row| (place(row.last), place(row.age))).collect();
        Self { values, rows }
    }
}

/// What a likelihood says of one row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Told {
    /// Natural logarithm of the density of the purchases' times.
    pub(crate) ln: f64,
    /// Chance of being alive at the end.
    pub(crate) alive: f64,
    /// Derivatives of `ln` by the parameters.
    pub(crate) slope: [f64; 4],
}

impl Tally {
    pub(crate) fn of(histories: &[History]) -> Self {
        // Times are at least zero, so their bits are in their order.
        let key = |at: usize, history: &History| (history.repeats, bits(history.last), bits(history.age), at);
        let mut keyed: Vec<_> = histories.iter().enumerate().map(|(at, history)| key(at, history)).collect();
        keyed.sort_unstable();
        let mut rows = Vec::new();
        let mut places = vec![0; histories.len()];
        for same in keyed.chunk_by(|a, b| (a.0, a.1, a.2) == (b.0, b.1, b.2)) {
            let Some((repeats, last, age, _)) = same.first() else { continue };
            for (.., at) in same {
                if let Some(place) = places.get_mut(*at) {
                    *place = rows.len();
                }
            }
            let (last, age) = (f64::from_bits(*last), f64::from_bits(*age));
            rows.push(Row { repeats: *repeats, last, age, weight: same.len() as f64 });
        }
        Self { rows, places, count: histories.len() as f64 }
    }

    /// The same customers, looked at later, if nobody has bought since: for the chance of that.
    pub(crate) fn later(&self, by: f64) -> Self {
        let rows = self.rows.iter().map(|row| Row { age: row.age + by, ..*row }).collect();
        Self { rows, places: self.places.clone(), count: self.count }
    }

    /// What was said of each row, for each customer in the order given.
    pub(crate) fn spread<T: Copy + Default>(&self, by_row: &[T]) -> Vec<T> {
        self.places.iter().map(|place| by_row.get(*place).copied().unwrap_or_default()).collect()
    }
}

/// Zero below zero is zero.
fn bits(time: f64) -> u64 {
    (time + 0.0).to_bits()
}
