//! Replenishment: when a customer is out of what they bought, by family of goods.
//!
//! Three bags last longer than one. Where days a unit scatter less than days, the cycle is of a unit, and the last quantity
//! says how long it lasts.

use std::collections::BTreeMap;

use super::Next;
use super::rhythm::Rhythm;

/// A purchase of a family of goods.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bought<K, F> {
    /// Whose.
    pub customer: K,
    /// What.
    pub family: F,
    /// Day number.
    pub day: i64,
    /// How many; what is not above zero counts as one.
    pub units: f64,
}

/// How a family is bought again.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cycle<F> {
    /// Which family.
    pub family: F,
    /// Days, or days a unit, between purchases.
    pub rhythm: Rhythm,
    /// Whether of a unit.
    pub by_unit: bool,
    /// Whether it is used up and bought again: gaps scatter less within a customer than those of two chance events in a row
    /// (Erlang-2; the logarithm's variance is ψ′(2) = 0.645).
    pub replenished: bool,
}

/// When a customer buys a family next.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Refill<K, F> {
    /// Who.
    pub customer: K,
    /// What.
    pub family: F,
    /// Day of the last purchase.
    pub last: i64,
    /// In days after it.
    pub next: Next,
}

/// The cycles of all families with enough gaps, and when each customer is due, in order of family and customer.
pub fn refills<K: Copy + Ord, F: Copy + Ord>(
    bought: &[Bought<K, F>],
    today: i64,
) -> (Vec<Cycle<F>>, Vec<Refill<K, F>>) {
    let mut families: BTreeMap<F, BTreeMap<K, BTreeMap<i64, f64>>> = BTreeMap::new();
    for purchase in bought.iter().filter(|purchase| purchase.day <= today) {
        let units = if purchase.units.is_finite() && purchase.units > 0.0 { purchase.units } else { 1.0 };
        let days = families.entry(purchase.family).or_default().entry(purchase.customer).or_default();
        *days.entry(purchase.day).or_default() += units;
    }
    let (mut cycles, mut due) = (Vec::new(), Vec::new());
    for (family, customers) in families {
        let gaps = |by_unit: bool| -> Vec<Vec<f64>> { customers.values().map(|days| waits(days, by_unit)).collect() };
        let (days, units) = (gaps(false), gaps(true));
        let (Ok(plain), Ok(by_unit)) = (Rhythm::new(&days), Rhythm::new(&units)) else { continue };
        let unit = by_unit.within < plain.within;
        let (rhythm, gaps) = if unit { (by_unit, units) } else { (plain, days) };
        cycles.push(Cycle { family, rhythm, by_unit: unit, replenished: rhythm.within < 0.645 });
        for ((customer, days), gaps) in customers.iter().zip(&gaps) {
            let Some((last, units)) = days.last_key_value() else { continue };
            let scale = if unit { *units } else { 1.0 };
            let next = rhythm.next(gaps, today.saturating_sub(*last) as f64 / scale);
            let next = Next {
                expected: next.expected * scale,
                earliest: next.earliest * scale,
                latest: next.latest * scale,
                usual: next.usual * scale,
                due: next.due,
            };
            due.push(Refill { customer: *customer, family, last: *last, next });
        }
    }
    (cycles, due)
}

/// Days, or days a unit, from each purchase to the next.
fn waits(days: &BTreeMap<i64, f64>, by_unit: bool) -> Vec<f64> {
    let wait = |((from, units), (to, _)): ((&i64, &f64), (&i64, &f64))| {
        to.saturating_sub(*from) as f64 / if by_unit { *units } else { 1.0 }
    };
    days.iter().zip(days.iter().skip(1)).map(wait).collect()
}
