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

/// The four amounts that part everybody into fifths: from an edge on begins the next fifth, where there is one. Equals lie
/// together, where the middle of them does.
pub(super) fn fifths(amounts: &[i64]) -> [Option<i64>; 4] {
    let mut sorted = amounts.to_vec();
    sorted.sort_unstable();
    let mut edges = [None; 4];
    let mut below = 0;
    for equals in sorted.chunk_by(|one, other| one == other) {
        // Twice the middle of them, so that it is whole.
        let middle = 2 * below + equals.len();
        below += equals.len();
        for (edge, fifth) in edges.iter_mut().zip(1..) {
            if edge.is_none() && 5 * middle >= 2 * fifth * sorted.len() {
                *edge = equals.first().copied();
            }
        }
    }
    edges
}

/// Which fifth an amount lies in, 1 to 5.
pub(super) fn fifth(amount: i64, edges: &[Option<i64>; 4]) -> usize {
    1 + edges.iter().filter(|edge| edge.is_some_and(|edge| amount >= edge)).count()
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
        assert_eq!(edges, [Some(3), Some(5), Some(7), Some(9)]);
        assert_eq!(amounts.map(|amount| fifth(amount, &edges)), [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
        assert_eq!(fifth(7, &fifths(&[7; 9])), 3);
        // Most are worth nothing: they are no more than the second fifth, and nobody is above the last.
        let most = fifths(&[0, 0, 0, 0, 0, 0, 0, 1, 2, 9]);
        assert_eq!([0, 1, 2, 9].map(|amount| fifth(amount, &most)), [2, 4, 5, 5]);
        assert_eq!(fifths(&[]), [None; 4]);
    }
}
