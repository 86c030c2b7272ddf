//! Long `in (…)` lists, cut into pieces of few sizes, so that prepared texts are used again.

use super::bulk::placeholders;
use super::value::Value;

/// The sizes, largest first.
const SIZES: [usize; 3] = [1_000, 200, 20];

/// Cuts `values` into pieces of fixed sizes, the last one filled up by repeating its last value, which changes nothing
/// in an `in (…)` list. Each comes with its placeholders, numbered from `first`.
#[must_use]
pub fn pieces(first: usize, values: impl IntoIterator<Item = impl Into<Value>>) -> Vec<(String, Vec<Value>)> {
    let mut values: Vec<Value> = values.into_iter().map(Into::into).collect();
    let mut pieces = Vec::new();
    while !values.is_empty() {
        let rest = values.split_off(values.len().min(SIZES[0]));
        let size = SIZES.into_iter().rev().find(|size| *size >= values.len()).unwrap_or(SIZES[0]);
        if let Some(last) = values.last().cloned() {
            values.resize(size, last);
        }
        pieces.push((placeholders(first, size), values));
        values = rest;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_have_few_sizes_and_hold_every_value() {
        for (count, sizes) in [(0, vec![]), (1, vec![20]), (20, vec![20]), (21, vec![200]), (1_201, vec![1_000, 1_000])]
        {
            let found = pieces(2, 0..i64::from(count));
            assert_eq!(found.iter().map(|(_, values)| values.len()).collect::<Vec<_>>(), sizes, "{count}");
            assert!(found.iter().all(|(text, _)| text.starts_with("$2, $3")));
            let mut kept: Vec<Value> = found.into_iter().flat_map(|(_, values)| values).collect();
            kept.dedup();
            assert_eq!(kept, (0..i64::from(count)).map(Value::Int).collect::<Vec<_>>());
        }
    }
}
