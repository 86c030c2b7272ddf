//! Bands of an amount: edges of 1, 2 and 5 times powers of ten, and fifths of everybody.

/// Edges between bands that tell these amounts apart: 1, 2, 5, 10, 20 … main units, from where a twentieth lies below to
/// where a hundredth lies above. `unit` is the main unit in minor ones.
pub(super) fn edges(amounts: &[i64], unit: i64) -> Vec<i64> {
    let mut sorted: Vec<i64> = amounts.iter().copied().filter(|amount| *amount > 0).collect();
    sorted.sort_unstable();
    let at = |permille: usize| sorted.get(sorted.len() * permille / 1_000).copied();
    let (Some(low), Some(high)) = (at(50), at(990)) else { return Vec::new() };
    let steps = (0..13_u32).flat_map(|power| [1_i64, 2, 5].map(|digit| digit.saturating_mul(10_i64.pow(power))));
    steps.map(|step| step.saturating_mul(unit)).filter(|edge| *edge > low && *edge <= high).collect()
}

/// The four amounts that part everybody into fifths, equals together: from an edge on begins the next fifth.
pub(super) fn fifths(amounts: &[i64]) -> [i64; 4] {
    let mut sorted = amounts.to_vec();
    sorted.sort_unstable();
    [1, 2, 3, 4].map(|fifth| sorted.get(sorted.len() * fifth / 5).copied().unwrap_or(0))
}

/// Which fifth an amount lies in, 1 to 5.
pub(super) fn fifth(amount: i64, edges: &[i64; 4]) -> usize {
    1 + edges.iter().filter(|edge| amount >= **edge).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edges_lie_where_the_amounts_are() {
        let amounts: Vec<i64> = (1..=1_000).map(|n| n * 100).collect();
        assert_eq!(edges(&amounts, 100), [10_000, 20_000, 50_000]);
        assert_eq!(edges(&[], 100), Vec::<i64>::new());
        assert_eq!(edges(&[-5, 0], 100), Vec::<i64>::new());
    }

    #[test]
    fn equals_lie_in_one_fifth() {
        let amounts = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
        let edges = fifths(&amounts);
        assert_eq!(edges, [3, 5, 7, 9]);
        assert_eq!(amounts.map(|amount| fifth(amount, &edges)), [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
        assert_eq!(fifth(7, &fifths(&[7; 9])), 5);
    }
}
