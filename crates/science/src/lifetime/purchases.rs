//! From purchases to histories: one purchase a customer and day, as the papers count, and a line between what a model may
//! see and what it is judged by.

use std::collections::BTreeMap;

use super::History;

/// A purchase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Purchase<K> {
    /// Whose.
    pub customer: K,
    /// Day number, in the shop's calendar.
    pub day: i64,
    /// In minor units; below zero where more was given back than paid.
    pub amount: i64,
}

/// What is looked at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Span {
    /// Purchases before this day are left out and counted: older than the shop, a mistyped year. `None` for no bound.
    pub from: Option<i64>,
    /// The last day.
    pub until: i64,
    /// Days in a unit of time: 7 gives weeks.
    pub unit: f64,
}

impl Span {
    /// Everything until a day, in weeks.
    #[must_use]
    pub fn weeks(until: i64) -> Self {
        Self { from: None, until, unit: 7.0 }
    }
}

/// A customer as the models see them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Customer<K> {
    /// Who.
    pub customer: K,
    /// When they bought.
    pub history: History,
    /// Day of the first purchase.
    pub first: i64,
    /// Spent on repeat purchases, in minor units: what [`super::spend`] learns from.
    pub repeat_spend: i64,
    /// Spent on all purchases, in minor units.
    pub spend: i64,
}

impl<K> Customer<K> {
    /// Mean of the repeat purchases (z̄), in minor units; 0 without any.
    #[must_use]
    pub fn mean_spend(&self) -> f64 {
        if self.history.repeats == 0 { 0.0 } else { self.repeat_spend as f64 / f64::from(self.history.repeats) }
    }
}

/// Everybody who bought within a span.
#[derive(Debug, Clone, PartialEq)]
pub struct Observed<K> {
    /// By customer, in order.
    pub customers: Vec<Customer<K>>,
    /// Purchases left out because they are before the span.
    pub before: u64,
    /// Purchases left out because they are after it.
    pub after: u64,
}

impl<K> Observed<K> {
    /// The histories, in the customers' order.
    #[must_use]
    pub fn histories(&self) -> Vec<History> {
        self.customers.iter().map(|customer| customer.history).collect()
    }
}

/// The days, rising, that lie farther from the middle half of all of them than ten years and than ten times what that half
/// spans: mistyped years. One of them stretches what the models take for a customer's age.
#[must_use]
pub fn far_off(days: impl IntoIterator<Item = i64>) -> Vec<i64> {
    const TEN_YEARS: i64 = 3_653;
    let mut days: Vec<i64> = days.into_iter().collect();
    days.sort_unstable();
    let at = |quarters: usize| days.get((days.len().saturating_sub(1)) * quarters / 4).copied().unwrap_or(0);
    let (low, high) = (at(1), at(3));
    let far = high.saturating_sub(low).saturating_mul(10).max(TEN_YEARS);
    let is_far = |day: &i64| *day < low.saturating_sub(far) || *day > high.saturating_add(far);
    days.iter().copied().filter(is_far).collect()
}

/// Who bought within a span, and when.
pub fn observe<K: Copy + Ord>(purchases: impl IntoIterator<Item = Purchase<K>>, span: Span) -> Observed<K> {
    let (mut before, mut after) = (0, 0);
    let mut days: BTreeMap<K, BTreeMap<i64, i64>> = BTreeMap::new();
    for purchase in purchases {
        if span.from.is_some_and(|from| purchase.day < from) {
            before += 1;
        } else if purchase.day > span.until {
            after += 1;
        } else {
            let amount = days.entry(purchase.customer).or_default().entry(purchase.day).or_default();
            *amount = amount.saturating_add(purchase.amount);
        }
    }
    let customers = days.iter().filter_map(|(customer, days)| seen(*customer, days, span)).collect();
    Observed { customers, before, after }
}

fn seen<K>(customer: K, days: &BTreeMap<i64, i64>, span: Span) -> Option<Customer<K>> {
    let ((first, paid), (last, _)) = (days.first_key_value()?, days.last_key_value()?);
    let unit = if span.unit > 0.0 { span.unit } else { 1.0 };
    let since = |day: i64| i128::from(day).saturating_sub(i128::from(*first)) as f64 / unit;
    let spend = days.values().fold(0_i64, |sum, amount| sum.saturating_add(*amount));
    let repeats = u32::try_from(days.len().saturating_sub(1)).unwrap_or(u32::MAX);
    let history = History { repeats, last: since(*last), age: since(span.until) };
    Some(Customer { customer, history, first: *first, repeat_spend: spend.saturating_sub(*paid), spend })
}

/// Customers who first bought until a day, as they were seen on it and as they were seen at the end.
#[derive(Debug, Clone, PartialEq)]
pub struct Split<K> {
    /// As seen on the day that parts what is learnt from what is judged by.
    pub before: Vec<Customer<K>>,
    /// The same customers at the end, in the same order.
    pub whole: Vec<Customer<K>>,
}

/// Parts what is learnt from, until `learn_until`, from what is judged by, until the span's end.
pub fn split<K: Copy + Ord>(purchases: &[Purchase<K>], span: Span, learn_until: i64) -> Split<K> {
    let learnt = Span { until: learn_until.min(span.until), ..span };
    let before = observe(purchases.iter().copied(), learnt).customers;
    let whole = observe(purchases.iter().copied(), span).customers;
    // Both are in order of customers, and who was there before is there at the end.
    let mut all = whole.into_iter();
    let whole = before.iter().filter_map(|seen| all.find(|customer| customer.customer == seen.customer)).collect();
    Split { before, whole }
}
