//! The pages, as they are kept: made once by a reckoning, shown until the next.

mod bands;
mod campaigns;
mod cohorts;
mod concentration;
mod flows;
mod lifecycle;
mod next;
mod rfm;
mod value;

pub use cohorts::{CohortsBy, CohortsPage};
pub use concentration::{ConcentrationOf, ConcentrationPage};
pub(super) use flows::{last_month, month_ends};
pub use lifecycle::LifecyclePage;
pub use next::NextPage;
pub(super) use next::SOON;
pub use rfm::RfmPage;
pub use value::ValuePage;

use platform::{Error, Instant, Money};
use science::next::family::Cycle;
use serde::Serialize;

use super::gather::date;
use super::learn::Learnt;
use super::model::{Head, Scored};
use super::origin::Names;
use super::past::{self, Past};
use super::periods::ByDay;
use super::person::Person;
use super::settings::Settings;
use super::words::definitions;

/// Pages as JSON by name, and who was behind pictures of the past.
type Pages = (Vec<(&'static str, String)>, Vec<Past>);

/// What pages are made of.
pub(super) struct Reckoned<'r> {
    pub(super) now: i64,
    pub(super) today: i64,
    pub(super) currency: &'r str,
    pub(super) settings: &'r Settings,
    pub(super) people: &'r [Person],
    pub(super) scored: &'r [Scored],
    pub(super) thresholds: Option<science::rfm::Thresholds>,
    pub(super) learnt: &'r Learnt,
    pub(super) cycles: &'r [FamilyTold],
    pub(super) names: &'r Names,
    pub(super) days: &'r ByDay,
}

/// A family's cycle, with how many are due.
pub(super) struct FamilyTold {
    pub(super) name: String,
    pub(super) cycle: Cycle<u32>,
    /// Customers who bought it.
    pub(super) customers: i64,
    /// Those whose expected day is within a week.
    pub(super) soon: i64,
    /// Those who are due.
    pub(super) due: i64,
    /// Those who are overdue and not lost.
    pub(super) overdue: i64,
}

/// The names of the pages in the database.
pub(super) const VALUE: &str = "value";
pub(super) const RFM: &str = "rfm";
pub(super) const LIFECYCLE: &str = "lifecycle";
pub(super) const COHORTS_MONTH: &str = "cohorts_month";
pub(super) const COHORTS_WEEK: &str = "cohorts_week";
pub(super) const COHORTS_CAMPAIGN: &str = "cohorts_campaign";
pub(super) const NEXT: &str = "next";
pub(super) const BY_REALISED: &str = "concentration_realised";
pub(super) const BY_POTENTIAL: &str = "concentration_potential";

impl Reckoned<'_> {
    fn head(&self, figures: &[&str]) -> Head {
        Head {
            as_of: Instant(self.now),
            today: date(self.today),
            population: super::numbers::count(self.scored.len()),
            currency: self.currency.to_owned(),
            definitions: definitions(figures),
        }
    }

    /// An amount as rules write it.
    fn amount(&self, minor: i64) -> String {
        Money::new(minor, self.currency).decimal()
    }

    /// The rule of an amount within `[from, to)`.
    fn between(&self, attribute: &str, from: Option<i64>, to: Option<i64>) -> String {
        let from = from.map(|from| format!("{attribute} >= {}", self.amount(from)));
        let to = to.map(|to| format!("{attribute} < {}", self.amount(to)));
        let parts: Vec<String> = from.into_iter().chain(to).collect();
        if parts.is_empty() { format!("{attribute} is known") } else { parts.join(" and ") }
    }

    /// Every page as JSON, by name, and who was behind their pictures of the past.
    ///
    /// # Errors
    /// When one cannot be written.
    pub(super) fn pages(&self) -> Result<Pages, Error> {
        let ends = flows::month_ends(self.today);
        let (by_group, group_paths) = flows::groups(self, &ends);
        let (by_stage, stage_paths) = flows::stages(self, &ends);
        let past = past::all(self.people, group_paths, stage_paths, self.learnt);
        let pages = vec![
            (VALUE, json(&value::page(self, by_group.clone()))?),
            (RFM, json(&rfm::page(self, by_group))?),
            (LIFECYCLE, json(&lifecycle::page(self, by_stage))?),
            (COHORTS_MONTH, json(&cohorts::page(self, CohortsBy::Month))?),
            (COHORTS_WEEK, json(&cohorts::page(self, CohortsBy::Week))?),
            (COHORTS_CAMPAIGN, json(&campaigns::page(self))?),
            (NEXT, json(&next::page(self))?),
            (BY_REALISED, json(&concentration::page(self, ConcentrationOf::Realised))?),
            (BY_POTENTIAL, json(&concentration::page(self, ConcentrationOf::Potential))?),
        ];
        Ok((pages, past))
    }
}

fn json(page: &impl Serialize) -> Result<String, Error> {
    serde_json::to_string(page).map_err(Error::internal)
}
