//! "A then B within T", as SQL.

use rules::{Sequence, Step};

use super::filter::Passing;
use super::{Untold, Writer};
use crate::tables::Table;

impl Writer<'_> {
    pub(super) fn sequence(&mut self, sequence: &Sequence) -> Result<String, Untold> {
        let span = sequence.within.milliseconds().unwrap_or(0);
        let range = self.calendar.range(sequence.window, self.now);
        // Without its follower, a first one counts only once the span has passed.
        let past = self.now.saturating_sub(span).saturating_add(1);
        let end = if sequence.negated { range.end.min(past) } else { range.end };
        let first = self.step(&sequence.first, range.start, end)?;
        let then = self.step(&sequence.then, i64::MIN, i64::MAX)?;
        let followed = match &sequence.same {
            None => self.followed(&self.instants(&first)?, &self.instants(&then)?, "", span),
            Some(same) => {
                let (one, other) = (self.property(first.kind, same)?, self.property(then.kind, same)?);
                let values =
                    |of: &Passing<'_>, (table, column, _): &(Table, String, _)| self.values(of, *table, column);
                self.followed(&values(&first, &one)?, &values(&then, &other)?, " AND b.v = a.v", span)
            }
        };
        let who = if sequence.negated {
            let instants = self.instants(&first)?;
            format!(
                "SELECT a.customer FROM ({instants}) AS a LEFT JOIN (SELECT a.fact {followed} GROUP BY a.fact) AS x \
                 ON x.fact = a.fact WHERE x.fact IS NULL GROUP BY a.customer"
            )
        } else {
            format!("SELECT a.customer {followed} GROUP BY a.customer")
        };
        let alias = self.join(who);
        Ok(format!("({alias}.customer IS NOT NULL)"))
    }

    fn step<'s>(&self, step: &'s Step, start: i64, end: i64) -> Result<Passing<'s>, Untold> {
        Ok(Passing { kind: self.kind(&step.kind)?, name: &step.kind, filter: step.filter.as_ref(), start, end })
    }

    /// The facts of a step with their instants.
    fn instants(&self, of: &Passing<'_>) -> Result<String, Untold> {
        Ok(format!("SELECT f.customer, f.fact, CAST(f.at AS BIGINT) AS t {}", self.facts(of)?))
    }

    /// The same, once for each value of a property; of items, those with which the fact passes.
    fn values(&self, of: &Passing<'_>, table: Table, column: &str) -> Result<String, Untold> {
        let (alias, from) = if table == Table::Items { ("i", self.items(of)?) } else { ("f", self.facts(of)?) };
        Ok(format!(
            "SELECT {alias}.customer, {alias}.fact, CAST({alias}.at AS BIGINT) AS t, {alias}.{column} AS v {from}"
        ))
    }

    /// `FROM … AS a JOIN … AS b …`: first ones with those that followed in time.
    fn followed(&self, first: &str, then: &str, same: &str, span: i64) -> String {
        format!(
            "FROM ({first}) AS a JOIN ({then}) AS b ON b.customer = a.customer{same} \
             WHERE b.fact <> a.fact AND b.t >= a.t AND b.t <= a.t + {span}"
        )
    }
}
