//! Pareto's diagram: causes by how much they make up, and the vital few of them (Juran 1951).

/// A cause in its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar<C> {
    /// Which.
    pub cause: C,
    /// How much it makes up.
    pub amount: u64,
    /// Its share of all, from 0 to 1.
    pub share: f64,
    /// The share of it and of all before it.
    pub cumulated: f64,
}

/// Causes, the largest first, equals in the order of their names; those that are named twice are added, those of nothing
/// left out. Empty when all are of nothing.
#[must_use]
pub fn pareto<C: Ord + Clone>(amounts: impl IntoIterator<Item = (C, u64)>) -> Vec<Bar<C>> {
    let mut sums: std::collections::BTreeMap<C, u64> = std::collections::BTreeMap::new();
    for (cause, amount) in amounts {
        let sum = sums.entry(cause).or_default();
        *sum = sum.saturating_add(amount);
    }
    let mut bars: Vec<(C, u64)> = sums.into_iter().filter(|(_, amount)| *amount > 0).collect();
    bars.sort_by_key(|(_, amount)| std::cmp::Reverse(*amount));
    let total: u128 = bars.iter().map(|(_, amount)| u128::from(*amount)).sum();
    let mut before = 0_u128;
    let bar = |(cause, amount): (C, u64)| {
        before += u128::from(amount);
        let share = |part: u128| part as f64 / total as f64;
        Bar { cause, amount, share: share(u128::from(amount)), cumulated: share(before) }
    };
    bars.into_iter().map(bar).collect()
}

/// How many of the largest make up so many of a thousand.
#[must_use]
pub fn vital_few<C>(bars: &[Bar<C>], per_mille: u32) -> usize {
    let total: u128 = bars.iter().map(|bar| u128::from(bar.amount)).sum();
    let mut sum = 0_u128;
    let reached = |bar: &Bar<C>| {
        sum += u128::from(bar.amount);
        sum * 1_000 >= total * u128::from(per_mille.min(1_000))
    };
    bars.iter().position(reached).map_or(bars.len(), |at| at + 1)
}
