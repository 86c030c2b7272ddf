//! A rule as SQL: the fourth way of asking, after the plain reference, the columns and the live update.
//!
//! The text stands alone: windows are worked out to instants beforehand, so it means the same wherever the tables are,
//! here or in a cluster over exported files. Every part that looks at behaviour is a subquery of its own, joined to the
//! customers by number; a condition is never unknown, because what is not known does not hold.
//!
//! Absent from here: the tables' rows, and what a window means; `rules::Calendar` says that.

mod behaviour;
mod filter;
mod sequence;
pub(crate) mod test;
#[cfg(test)]
mod tests;
mod yearly;

use rules::{Calendar, Derived, Rule, Test, Type};
use warehouse::KindId;

use crate::source::set_code;
use crate::tables::{Layout, Table};

pub(crate) use filter::Passing;

/// Why a rule has no SQL.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Untold {
    /// The rule names what the tables do not hold: it is unknown, or it names or reaches people.
    #[error("`{0}` stands in no table: it is unknown, or it is personal data")]
    Absent(String),
}

impl From<Untold> for platform::Error {
    fn from(untold: Untold) -> Self {
        Self::new(422, "sql_wrong").arg("why", untold.to_string())
    }
}

/// The numbers of the customers of whom the rule holds at `now` (milliseconds UTC), as one SELECT with a column
/// `customer`.
///
/// # Errors
/// When the rule names what the tables do not hold.
pub fn sql_of(rule: &Rule, layout: &Layout, now: i64, calendar: &Calendar) -> Result<String, Untold> {
    let mut writer = Writer::new(layout, now, calendar);
    let holds = writer.rule(rule)?;
    let mut sql = "SELECT c.customer\nFROM customers AS c".to_owned();
    for (place, join) in writer.joins.iter().enumerate() {
        sql.push_str(&format!("\nLEFT JOIN ({join}) AS d{place} ON d{place}.customer = c.customer"));
    }
    sql.push_str(&format!("\nWHERE {holds}"));
    Ok(sql)
}

/// Writes one rule.
pub(crate) struct Writer<'a> {
    pub(crate) layout: &'a Layout,
    pub(crate) now: i64,
    pub(crate) calendar: &'a Calendar,
    /// Subqueries with a column `customer` that has each customer at most once.
    joins: Vec<String>,
}

impl<'a> Writer<'a> {
    /// Writes as of `now` (milliseconds UTC).
    pub(crate) fn new(layout: &'a Layout, now: i64, calendar: &'a Calendar) -> Self {
        Self { layout, now, calendar, joins: Vec::new() }
    }

    fn rule(&mut self, rule: &Rule) -> Result<String, Untold> {
        match rule {
            Rule::All { rules } => Ok(joined(self.each(rules)?, " AND ", "TRUE")),
            Rule::Any { rules } => Ok(joined(self.each(rules)?, " OR ", "FALSE")),
            Rule::Not { rule } => Ok(format!("NOT {}", self.rule(rule)?)),
            Rule::Is { attribute, test } => self.attribute(attribute, test),
            Rule::Did(behaviour) => self.behaviour(behaviour),
            Rule::Then(sequence) => self.sequence(sequence),
            Rule::In { set, name } => {
                let (kind, name) = (text(set_code(*set)), text(name));
                let join = format!(
                    "SELECT m.customer FROM members AS m WHERE m.kind = {kind} AND m.name = {name} GROUP BY m.customer"
                );
                let alias = self.join(join);
                Ok(format!("({alias}.customer IS NOT NULL)"))
            }
        }
    }

    fn each(&mut self, rules: &[Rule]) -> Result<Vec<String>, Untold> {
        rules.iter().map(|rule| self.rule(rule)).collect()
    }

    /// The alias of a subquery; the same text is joined once.
    fn join(&mut self, text: String) -> String {
        let known = self.joins.iter().position(|join| *join == text);
        let place = known.unwrap_or_else(|| {
            self.joins.push(text);
            self.joins.len() - 1
        });
        format!("d{place}")
    }

    fn attribute(&self, name: &str, test: &Test) -> Result<String, Untold> {
        let absent = || Untold::Absent(name.to_owned());
        let one = self.layout.schema().catalogue().attribute(name).ok_or_else(absent)?;
        let source = match &one.derived {
            Some(Derived::AgeOf(source)) => source.as_str(),
            None => name,
        };
        let id = self.layout.schema().attribute(source).ok_or_else(absent)?;
        let column = format!("c.{}", identifier(&self.layout.attribute(id).ok_or_else(absent)?.name));
        Ok(if one.derived.is_some() { self.age(&column, test) } else { self.attribute_test(&column, one.kind, test) })
    }

    fn attribute_test(&self, column: &str, kind: Type, test: &Test) -> String {
        match (test, kind) {
            (Test::When { window }, Type::Instant) => {
                let range = self.calendar.range(*window, self.now);
                known(&between(&format!("CAST({column} AS BIGINT)"), range.start, range.end))
            }
            (Test::When { window }, Type::Day) => known(&test::days(column, &self.calendar.days(*window, self.now))),
            (Test::When { window }, Type::Anniversary) => {
                yearly::lies_in(column, &self.calendar.days(*window, self.now))
            }
            (test, kind) => test::passes(column, kind, test),
        }
    }

    fn kind(&self, name: &str) -> Result<KindId, Untold> {
        self.layout.schema().kind(name).ok_or_else(|| Untold::Absent(name.to_owned()))
    }

    /// Where a property of a kind stands, its column's name in SQL, and its type.
    pub(crate) fn property(&self, kind: KindId, name: &str) -> Result<(Table, String, Type), Untold> {
        let absent = || Untold::Absent(name.to_owned());
        let id = self.layout.schema().property(kind, name).ok_or_else(absent)?;
        let (table, column) = self.layout.property(kind, id).ok_or_else(absent)?;
        Ok((table, identifier(&column.name), column.kind.ok_or_else(absent)?))
    }
}

/// Parts joined by a word, in brackets; `none` when there are none.
fn joined(parts: Vec<String>, word: &str, none: &str) -> String {
    if parts.is_empty() { none.to_owned() } else { format!("({})", parts.join(word)) }
}

/// A condition that does not hold where it is unknown.
fn known(condition: &str) -> String {
    format!("COALESCE({condition}, FALSE)")
}

/// A number of milliseconds from `start` to before `end`; the ends of time need not be said.
fn between(at: &str, start: i64, end: i64) -> String {
    let mut parts = Vec::new();
    if start > i64::MIN {
        parts.push(format!("{at} >= {start}"));
    }
    if end < i64::MAX {
        parts.push(format!("{at} < {end}"));
    }
    if parts.is_empty() {
        parts.push(format!("{at} IS NOT NULL"));
    }
    joined(parts, " AND ", "TRUE")
}

/// Text as SQL writes it.
pub(crate) fn text(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// A name as SQL writes it.
pub(crate) fn identifier(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
