//! The check sheet: how often each thing was seen in each place.

use std::collections::{BTreeMap, BTreeSet};

/// Strokes by row and column, with sums.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet<R, C> {
    /// Rows: what was seen.
    pub rows: Vec<R>,
    /// Columns: where, or when.
    pub columns: Vec<C>,
    /// Strokes, row by row.
    pub strokes: Vec<Vec<u64>>,
    /// Sums of the rows.
    pub of_rows: Vec<u64>,
    /// Sums of the columns.
    pub of_columns: Vec<u64>,
    /// All strokes.
    pub total: u64,
}

/// Counts what was seen, rows and columns in order.
#[must_use]
pub fn check_sheet<R: Ord + Clone, C: Ord + Clone>(seen: impl IntoIterator<Item = (R, C)>) -> Sheet<R, C> {
    let mut counts: BTreeMap<(R, C), u64> = BTreeMap::new();
    for place in seen {
        *counts.entry(place).or_default() += 1;
    }
    let rows: Vec<R> = counts.keys().map(|(row, _)| row.clone()).collect::<BTreeSet<_>>().into_iter().collect();
    let columns: Vec<C> =
        counts.keys().map(|(_, column)| column.clone()).collect::<BTreeSet<_>>().into_iter().collect();
    let count = |row: &R, column: &C| counts.get(&(row.clone(), column.clone())).copied().unwrap_or(0);
    let strokes: Vec<Vec<u64>> =
        rows.iter().map(|row| columns.iter().map(|column| count(row, column)).collect()).collect();
    let of_columns = columns.iter().map(|column| rows.iter().map(|row| count(row, column)).sum()).collect();
    let of_rows = strokes.iter().map(|row| row.iter().sum()).collect();
    Sheet { rows, columns, strokes, of_rows, of_columns, total: counts.values().sum() }
}
