//! The days that a question is about.

use jiff::Span;
use jiff::civil::Date;
use platform::{Error, Instant};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::shops::Business;
use crate::value::{Definition, Head};

/// Days of a period at most: ten years.
const MOST: i64 = 3_660;

/// Which days.
#[derive(Debug, Clone, Copy, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PeriodQuery {
    /// The first day, by the shop's calendar; counted back from the last when absent.
    #[serde(default)]
    #[param(value_type = Option<String>, format = Date)]
    pub from: Option<Date>,
    /// The last day; today when absent.
    #[serde(default)]
    #[param(value_type = Option<String>, format = Date)]
    pub to: Option<Date>,
}

impl PeriodQuery {
    /// The days meant; `usual` of them when the first is not named.
    ///
    /// # Errors
    /// `invalid` when the last day comes before the first, or there are too many between.
    pub fn period(&self, usual: i64, business: &Business, now: i64) -> Result<Period, Error> {
        let today = business.day(now)?;
        let to = self.to.unwrap_or(today);
        let back = |days: i64| to.checked_sub(Span::new().days(days)).map_err(Error::internal);
        let from = self.from.map_or_else(|| back(usual - 1), Ok)?;
        if from > to || from < back(MOST)? {
            return Err(Error::invalid("from", "out_of_range"));
        }
        let start = |day: Date| business.start_of(day);
        let (began, ended) = (start(from)?, start(to.tomorrow().map_err(Error::internal)?)?);
        Ok(Period { from, to, began, ended, today, now })
    }
}

/// Whole days of the shop's calendar, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// The first instant, milliseconds UTC.
    pub began: i64,
    /// The instant after the last, milliseconds UTC.
    pub ended: i64,
    /// The day of the question.
    pub today: Date,
    /// Its instant, milliseconds UTC.
    pub now: i64,
}

impl Period {
    /// How many days.
    #[must_use]
    pub fn days(&self) -> i64 {
        i64::from((self.to - self.from).get_days()) + 1
    }

    /// As many days, up to the day before the first.
    ///
    /// # Errors
    /// Where no calendar reaches.
    pub fn before(&self, business: &Business) -> Result<Self, Error> {
        let to = self.from.yesterday().map_err(Error::internal)?;
        let from = to.checked_sub(Span::new().days(self.days() - 1)).map_err(Error::internal)?;
        Ok(Self { from, to, began: business.start_of(from)?, ended: self.began, ..*self })
    }

    /// What stands at the head of an answer about these days.
    #[must_use]
    pub fn head(&self, business: &Business, population: i64, definitions: Vec<Definition>) -> Head {
        Head {
            as_of: Instant(self.now),
            today: self.today,
            population,
            currency: business.currency.clone(),
            definitions,
        }
    }
}
