//! Figures by groups, as SQL: what the warehouse's own pivot (`Warehouse::group`, `Warehouse::census`) means, asked of any
//! [`Place`], so that the pivot page can be answered from an export or by a cluster.
//!
//! The text gives every figure as text or a whole number; what they mean is worked out here, exactly, in ten-thousandths.
//!
//! Absent from here: order, shares and totals; whoever shows a pivot adds them.

mod axes;
mod census;
mod group;
mod read;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use platform::http::Actor;
use platform::{App, Error};
use rules::{Calendar, Rule};
use serde_json::Value as Json;
pub use warehouse::{Census, Group, Grouping, Schema};

use crate::ask::{Question, Running, page};
use crate::desk::{Asked, Desk};
use crate::rule::sql_of;

/// One state of the place that the pivot is answered from. All figures of one pivot come from the same.
pub struct Ground {
    asked: Asked,
    calendar: Calendar,
}

impl Ground {
    /// What questions are answered from, as it stands at `now` (milliseconds UTC).
    ///
    /// # Errors
    /// When there is nothing to answer from yet.
    pub async fn now(app: &App, now: i64) -> Result<Self, Error> {
        Ok(Self::of(Desk::of(app).asked(now).await?))
    }

    fn of(asked: Asked) -> Self {
        let calendar = Calendar::new(asked.layout.schema().zone().clone());
        Self { asked, calendar }
    }

    /// What may be named.
    #[must_use]
    pub fn schema(&self) -> Schema {
        self.asked.layout.schema().clone()
    }

    /// The instant that answers are true of, milliseconds UTC.
    #[must_use]
    pub fn at(&self) -> i64 {
        self.asked.place.at()
    }

    /// Of how many customers a rule holds at `now`.
    ///
    /// # Errors
    /// When the rule names what the tables do not hold, or the engine gives up.
    pub async fn size(&self, rule: &Rule, now: i64) -> Result<u64, Error> {
        let crowd = self.crowd(rule, now)?;
        let rows = self.rows(format!("SELECT COUNT(*) AS n FROM ({crowd}) AS w"), 1).await?;
        Ok(rows.first().and_then(|row| row.first()).and_then(Json::as_u64).unwrap_or(0))
    }

    /// Figures over what the customers did of whom a rule holds at `now`.
    ///
    /// # Errors
    /// When something named stands in no table, there are more groups than the limit, or the engine gives up.
    pub async fn group(&self, rule: &Rule, now: i64, grouping: &Grouping) -> Result<Vec<Group>, Error> {
        let sql = group::sql(&self.asked.layout, &self.calendar, now, &self.crowd(rule, now)?, grouping)?;
        let rows = self.rows(sql.figures, grouping.limit).await?;
        let different = match sql.different {
            Some(sql) => self.rows(sql, grouping.limit).await?,
            None => Vec::new(),
        };
        Ok(read::groups(self.asked.layout.schema(), grouping, &rows, &different))
    }

    /// Figures over the customers themselves of whom a rule holds at `now`.
    ///
    /// # Errors
    /// As [`Ground::group`].
    pub async fn census(&self, rule: &Rule, now: i64, census: &Census) -> Result<Vec<Group>, Error> {
        let sql = census::sql(&self.asked.layout, &self.calendar, now, &self.crowd(rule, now)?, census)?;
        let rows = self.rows(sql, census.limit).await?;
        Ok(read::customers(self.asked.layout.schema(), census, &rows))
    }

    fn crowd(&self, rule: &Rule, now: i64) -> Result<String, Error> {
        Ok(sql_of(rule, &self.asked.layout, now, &self.calendar)?)
    }

    /// The rows of an answer, at most so many.
    async fn rows(&self, sql: String, most: usize) -> Result<Vec<Vec<Json>>, Error> {
        let question = Question { sql, rows: most, time: self.asked.engine.limits().time };
        let answering = self.asked.engine.ask(&self.asked.place, &Arc::clone(&self.asked.layout), &question).await?;
        // Nobody can stop it by name; it stops when whoever waits for it is gone.
        let answer = page(answering, &Running::default().start(&Actor::System, None)).await?;
        if answer.more {
            return Err(Error::new(422, "sql_too_large").arg("unit", "rows").arg("limit", most.to_string()));
        }
        Ok(answer.rows)
    }
}
