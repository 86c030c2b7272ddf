//! Replenishment: when a customer is out of what they bought, by family of goods.
//!
//! Three bags last longer than one. Where days a unit scatter less than days, the cycle is of a unit, and the last quantity
//! says how long it lasts.

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

impl<F: Copy> Cycle<F> {
    /// When a customer is due who bought the family so, in order of day; `None` of who did not until `today`.
    pub fn refill<K: Copy>(&self, own: &[Bought<K, F>], today: i64) -> Option<Refill<K, F>> {
        let own = own.get(..own.partition_point(|one| one.day <= today))?;
        let days = days(own);
        self.due(own.first()?.customer, &days, &waits(&days, self.by_unit), today)
    }

    fn due<K>(&self, customer: K, days: &[Day], gaps: &[f64], today: i64) -> Option<Refill<K, F>> {
        let (last, units) = *days.last()?;
        let scale = if self.by_unit { units } else { 1.0 };
        let next = self.rhythm.next(gaps, today.saturating_sub(last) as f64 / scale);
        let next = Next {
            expected: next.expected * scale,
            earliest: next.earliest * scale,
            latest: next.latest * scale,
            usual: next.usual * scale,
            due: next.due,
        };
        Some(Refill { customer, family: self.family, last, next })
    }
}

/// The cycles of all families with enough gaps, and when each customer is due, in order of family and customer.
pub fn refills<K: Copy + Ord, F: Copy + Ord>(
    bought: &[Bought<K, F>],
    today: i64,
) -> (Vec<Cycle<F>>, Vec<Refill<K, F>>) {
    let mut bought: Vec<Bought<K, F>> = bought.iter().filter(|purchase| purchase.day <= today).copied().collect();
    bought.sort_by_key(|one| (one.family, one.customer, one.day));
    let (mut cycles, mut due) = (Vec::new(), Vec::new());
    for of_family in bought.chunk_by(|a, b| a.family == b.family) {
        let Some(family) = of_family.first().map(|one| one.family) else { continue };
        let customers: Vec<(K, Vec<Day>)> = of_family
            .chunk_by(|a, b| a.customer == b.customer)
            .filter_map(|own| Some((own.first()?.customer, days(own))))
            .collect();
        let gaps =
            |by_unit: bool| -> Vec<Vec<f64>> { customers.iter().map(|(_, days)| waits(days, by_unit)).collect() };
        let (days, units) = (gaps(false), gaps(true));
        let (Ok(plain), Ok(by_unit)) = (Rhythm::new(&days), Rhythm::new(&units)) else { continue };
        let unit = by_unit.within < plain.within;
        let (rhythm, gaps) = if unit { (by_unit, units) } else { (plain, days) };
        let cycle = Cycle { family, rhythm, by_unit: unit, replenished: rhythm.within < 0.645 };
        cycles.push(cycle);
        due.extend(
            customers.iter().zip(&gaps).filter_map(|((customer, days), gaps)| cycle.due(*customer, days, gaps, today)),
        );
    }
    (cycles, due)
}

/// A day on which somebody bought, and how many units.
type Day = (i64, f64);

/// The days of one customer, in order, each once.
fn days<K, F>(own: &[Bought<K, F>]) -> Vec<Day> {
    let units = |one: &Bought<K, F>| if one.units.is_finite() && one.units > 0.0 { one.units } else { 1.0 };
    own.chunk_by(|a, b| a.day == b.day)
        .filter_map(|same| Some((same.first()?.day, same.iter().map(units).sum())))
        .collect()
}

/// Days, or days a unit, from each purchase to the next.
fn waits(days: &[Day], by_unit: bool) -> Vec<f64> {
    let wait =
        |((from, units), (to, _)): (&Day, &Day)| to.saturating_sub(*from) as f64 / if by_unit { *units } else { 1.0 };
    days.iter().zip(days.iter().skip(1)).map(wait).collect()
}
