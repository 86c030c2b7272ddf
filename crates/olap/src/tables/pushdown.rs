//! What of a question's filters a scan can use: kinds, a stretch of time, customers.
//!
//! Absent from here: exactness. A scan may leave out only what cannot pass; the engine filters again.

use std::collections::BTreeSet;

use datafusion::common::ScalarValue;
use datafusion::logical_expr::{BinaryExpr, Expr, Operator, expr::InList};

use super::{Column, Holds, Layout, Table};

/// What a scan is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Columns by their place in the table, in the order in which they come.
    pub columns: Vec<usize>,
    /// Kinds of facts, or of sets; `None` for every one.
    pub kinds: Option<BTreeSet<String>>,
    /// From when on, milliseconds UTC, included.
    pub from: i64,
    /// Until when, milliseconds UTC, included.
    pub to: i64,
    /// Which customers; `None` for everybody.
    pub customers: Option<BTreeSet<i64>>,
}

impl Wanted {
    /// Everything of these columns.
    #[must_use]
    pub fn all(columns: Vec<usize>) -> Self {
        Self { columns, kinds: None, from: i64::MIN, to: i64::MAX, customers: None }
    }

    /// Whether an instant lies in the stretch.
    #[must_use]
    pub fn holds_at(&self, at: i64) -> bool {
        (self.from..=self.to).contains(&at)
    }

    /// Whether a customer is asked for.
    #[must_use]
    pub fn holds_customer(&self, customer: i64) -> bool {
        self.customers.as_ref().is_none_or(|of| of.contains(&customer))
    }

    /// Whether a kind is asked for.
    #[must_use]
    pub fn holds_kind(&self, kind: &str) -> bool {
        self.kinds.as_ref().is_none_or(|of| of.contains(kind))
    }

    /// Takes in a filter; answers whether it was of use.
    pub(super) fn narrow(&mut self, layout: &Layout, table: Table, filter: &Expr) -> bool {
        match filter {
            Expr::BinaryExpr(BinaryExpr { left, op: Operator::And, right }) => {
                let left = self.narrow(layout, table, left);
                self.narrow(layout, table, right) || left
            }
            Expr::BinaryExpr(BinaryExpr { left, op, right }) => match (column(layout, table, left), literal(right)) {
                (Some(column), Some(value)) => self.compare(column, *op, value),
                _ => match (literal(left), column(layout, table, right), op.swap()) {
                    (Some(value), Some(column), Some(op)) => self.compare(column, op, value),
                    _ => false,
                },
            },
            Expr::InList(InList { expr, list, negated: false }) => {
                let Some(column) = column(layout, table, expr) else { return false };
                let values: Option<Vec<&ScalarValue>> = list.iter().map(literal).collect();
                values.is_some_and(|values| self.one_of(column, &values))
            }
            Expr::Between(between) if !between.negated => {
                let Some(column) = column(layout, table, &between.expr) else { return false };
                match (literal(&between.low), literal(&between.high)) {
                    (Some(low), Some(high)) => {
                        let low = self.compare(column, Operator::GtEq, low);
                        self.compare(column, Operator::LtEq, high) || low
                    }
                    _ => false,
                }
            }
            _ => false,
        }
    }

    fn compare(&mut self, column: &Column, op: Operator, value: &ScalarValue) -> bool {
        match (&column.holds, op) {
            (Holds::At, _) => self.stretch(op, value),
            (_, Operator::Eq) => self.one_of(column, &[value]),
            _ => false,
        }
    }

    fn stretch(&mut self, op: Operator, value: &ScalarValue) -> bool {
        let Some((at, exact)) = milliseconds(value) else { return false };
        match op {
            Operator::Eq if exact => {
                self.from = self.from.max(at);
                self.to = self.to.min(at);
            }
            Operator::Gt if exact => self.from = self.from.max(at.saturating_add(1)),
            Operator::Gt | Operator::GtEq => self.from = self.from.max(at),
            Operator::Lt if exact => self.to = self.to.min(at.saturating_sub(1)),
            Operator::Lt | Operator::LtEq => self.to = self.to.min(at),
            _ => return false,
        }
        true
    }

    fn one_of(&mut self, column: &Column, values: &[&ScalarValue]) -> bool {
        match column.holds {
            Holds::Kind | Holds::SetKind => {
                let Some(texts) = values.iter().map(|value| text(value)).collect::<Option<BTreeSet<String>>>() else {
                    return false;
                };
                self.kinds = Some(match self.kinds.take() {
                    Some(known) => known.intersection(&texts).cloned().collect(),
                    None => texts,
                });
                true
            }
            Holds::Customer => {
                let Some(numbers) = values.iter().map(|value| number(value)).collect::<Option<BTreeSet<i64>>>() else {
                    return false;
                };
                self.customers = Some(match self.customers.take() {
                    Some(known) => known.intersection(&numbers).copied().collect(),
                    None => numbers,
                });
                true
            }
            _ => false,
        }
    }
}

/// The column that an expression reads; of an instant, also through a cast to a whole number, which gives milliseconds.
fn column<'l>(layout: &'l Layout, table: Table, expr: &Expr) -> Option<&'l Column> {
    match expr {
        Expr::Column(named) => layout.columns(table).iter().find(|one| one.name == named.name),
        Expr::Cast(cast) => {
            let inner = column(layout, table, &cast.expr)?;
            let whole = cast.field.data_type().is_integer();
            (inner.holds == Holds::At && whole).then_some(inner)
        }
        _ => None,
    }
}

fn literal(expr: &Expr) -> Option<&ScalarValue> {
    if let Expr::Literal(value, _) = expr { Some(value) } else { None }
}

fn text(value: &ScalarValue) -> Option<String> {
    match value {
        ScalarValue::Utf8(text) | ScalarValue::Utf8View(text) | ScalarValue::LargeUtf8(text) => text.clone(),
        _ => None,
    }
}

fn number(value: &ScalarValue) -> Option<i64> {
    if let ScalarValue::Int64(number) = value { *number } else { None }
}

/// The instant in milliseconds, and whether nothing was cut off.
fn milliseconds(value: &ScalarValue) -> Option<(i64, bool)> {
    let cut = |at: i64, scale: i64| Some((at.div_euclid(scale), at.rem_euclid(scale) == 0));
    match value {
        ScalarValue::Int64(at) => Some(((*at)?, true)),
        ScalarValue::TimestampSecond(at, _) => Some(((*at)?.checked_mul(1_000)?, true)),
        ScalarValue::TimestampMillisecond(at, _) => Some(((*at)?, true)),
        // Rounding down is safe: what lies at the edge is looked at again.
        ScalarValue::TimestampMicrosecond(at, _) => cut((*at)?, 1_000),
        ScalarValue::TimestampNanosecond(at, _) => cut((*at)?, 1_000_000),
        _ => None,
    }
}
