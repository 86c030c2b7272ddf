//! The rules of points: what earns how many, when they can be spent, when they are lost. Pure, apart from the drawer that
//! they are kept in.

use jiff::civil::date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use platform::db::{Connection, Tx};
use platform::http::Caller;
use platform::{Error, Id, Instant, settings};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::orders::Earning;

/// The drawer.
const KEY: &str = "points.rules";
/// Bonuses at most.
const MOST: usize = 200;
/// A day, milliseconds.
pub(super) const DAY: i64 = 86_400_000;
/// The instant of what never expires.
pub(super) const NEVER: i64 = i64::MAX;

codes! {
    /// What happens when a refund takes back more points than are left.
    #[schema(as = PointsShort)]
    Short {
        /// They are taken from the next ones.
        Owe = "owe",
        /// The shop lets them be.
        Forgive = "forgive",
    }
}

/// When points are lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[schema(as = PointsExpiry)]
pub enum Expiry {
    /// Never.
    Never,
    /// So many days after they were earned.
    Days {
        /// Days.
        days: i64,
    },
    /// With the calendar year, so many years after the one in which they were earned.
    YearEnd {
        /// Years: 0 for the same one.
        years: i64,
    },
}

/// What earns more, less or on its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[schema(as = PointsBonus)]
pub enum Bonus {
    /// A product earns so many per cent: 200 is twice as many, 0 none.
    Product {
        /// The product.
        product_id: Id,
        /// Per cent.
        percent: i64,
    },
    /// A category, with what is below it, earns so many per cent.
    Category {
        /// `茶` or `茶/绿茶`.
        category: String,
        /// Per cent.
        percent: i64,
    },
    /// A behaviour earns points, so many times a day.
    Behaviour {
        /// `reviewed`, `signed_up`, ….
        name: String,
        /// Points each time.
        points: i64,
        /// Times a day.
        per_day: i64,
    },
    /// While a campaign runs, orders that are paid then earn so many per cent of what they would: 200 is twice as many.
    /// Of several campaigns for one thing the best counts.
    Campaign {
        /// What it is called.
        name: String,
        /// From when on.
        from: Instant,
        /// Until when.
        until: Instant,
        /// Per cent.
        percent: i64,
        /// What it is for, with what is below each: `茶`, `茶/绿茶`; everything when empty.
        #[serde(default)]
        categories: Vec<String>,
    },
}

/// Whether a category is another one, or below it.
fn below(category: Option<&str>, above: &str) -> bool {
    category.and_then(|one| one.strip_prefix(above)).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The rules of points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PointsRules {
    /// Whether points are earned.
    pub enabled: bool,
    /// For each so many minor units that were paid and not given back …
    pub per: i64,
    /// … so many points.
    pub points: i64,
    /// What a hundred points are worth, minor units.
    pub value: i64,
    /// When they are lost.
    pub expiry: Expiry,
    /// Days after the end of an order that its points can be spent.
    pub return_days: i64,
    /// Days after payment that an order is taken for ended when its source does not say.
    pub waiting_days: i64,
    /// How many days before points are lost that is told.
    pub notice_days: Vec<i64>,
    /// What happens when a refund takes back more than is left.
    pub short: Short,
    /// What earns more, less or on its own.
    pub bonuses: Vec<Bonus>,
}

impl Default for PointsRules {
    /// Switched off: a point for each yuan, worth a fen, for two years.
    fn default() -> Self {
        Self {
            enabled: false,
            per: 100,
            points: 1,
            value: 100,
            expiry: Expiry::YearEnd { years: 1 },
            return_days: 7,
            waiting_days: 15,
            notice_days: vec![30, 7],
            short: Short::Owe,
            bonuses: Vec::new(),
        }
    }
}

impl PointsRules {
    /// Refuses what cannot be meant.
    ///
    /// # Errors
    /// `invalid` with the first fault.
    pub fn check(mut self) -> Result<Self, Error> {
        let expiry = match self.expiry {
            Expiry::Never => 1,
            Expiry::Days { days } => days,
            Expiry::YearEnd { years } => years + 1,
        };
        for (field, value, from, to) in [
            ("per", self.per, 1, 1_000_000_000),
            ("points", self.points, 0, 1_000_000),
            ("value", self.value, 0, 1_000_000_000),
            ("expiry", expiry, 1, 3_650),
            ("return_days", self.return_days, 0, 365),
            ("waiting_days", self.waiting_days, 0, 365),
        ] {
            if !(from..=to).contains(&value) {
                return Err(Error::invalid(field, "out_of_range"));
            }
        }
        self.notice_days.sort_unstable_by(|a, b| b.cmp(a));
        self.notice_days.dedup();
        if self.notice_days.len() > 5 {
            return Err(Error::invalid("notice_days", "too_many"));
        }
        if self.notice_days.iter().any(|days| !(1..=365).contains(days)) {
            return Err(Error::invalid("notice_days", "out_of_range"));
        }
        if self.bonuses.len() > MOST {
            return Err(Error::invalid("bonuses", "too_many"));
        }
        for (at, bonus) in self.bonuses.iter().enumerate() {
            let (text, fine) = match bonus {
                Bonus::Product { percent, .. } => ("-", (0..=10_000).contains(percent)),
                Bonus::Category { category, percent } => (category.as_str(), (0..=10_000).contains(percent)),
                Bonus::Behaviour { name, points, per_day } => {
                    (name.as_str(), (1..=1_000_000).contains(points) && (1..=1_000).contains(per_day))
                }
                Bonus::Campaign { name, from, until, percent, categories } => (
                    if categories.iter().any(|one| one.trim().is_empty()) { "" } else { name.as_str() },
                    from < until && (100..=10_000).contains(percent),
                ),
            };
            if text.trim().is_empty() {
                return Err(Error::invalid(format!("bonuses.{at}"), "required"));
            }
            if !fine {
                return Err(Error::invalid(format!("bonuses.{at}"), "out_of_range"));
            }
        }
        Ok(self)
    }

    /// What an order earns, when its buyer's level gives so many per cent.
    #[must_use]
    pub fn worth(&self, order: &Earning, level_percent: i64) -> i64 {
        let percent = |product: i64, category: Option<&str>| {
            let of = |bonus: &Bonus| match bonus {
                Bonus::Product { product_id, percent } if product_id.0 == product => Some((2, *percent)),
                Bonus::Category { category: wanted, percent } if below(category, wanted) => Some((1, *percent)),
                _ => None,
            };
            // What is said of a product goes before what is said of its category.
            self.bonuses.iter().filter_map(of).max().map_or(100, |(_, percent)| percent)
        };
        let campaign = |category: Option<&str>| {
            let of = |bonus: &Bonus| match bonus {
                Bonus::Campaign { from, until, percent, categories, .. }
                    if (from.0..until.0).contains(&order.paid_at)
                        && (categories.is_empty() || categories.iter().any(|one| below(category, one))) =>
                {
                    Some(*percent)
                }
                _ => None,
            };
            self.bonuses.iter().filter_map(of).max().unwrap_or(100)
        };
        let (mut sum, mut weighted) = (0_i128, 0_i128);
        for line in &order.lines {
            let (amount, category) = (i128::from(line.amount.max(0)), line.category.as_deref());
            sum += amount;
            weighted += amount * i128::from(percent(line.product_id, category)) * i128::from(campaign(category));
        }
        if sum == 0 {
            (sum, weighted) = (1, 100 * i128::from(campaign(None)));
        }
        let all = i128::from(order.amount.max(0)) * i128::from(self.points) * weighted * i128::from(level_percent);
        i64::try_from(all / (i128::from(self.per) * sum * 1_000_000)).unwrap_or(i64::MAX)
    }

    /// From when on the points of an order can be spent; a level may give `more` days to return it.
    #[must_use]
    pub fn matures(&self, order: &Earning, more: i64) -> i64 {
        let ended = order.finished_at.unwrap_or(order.paid_at.saturating_add(self.waiting_days * DAY));
        ended.saturating_add((self.return_days + more) * DAY)
    }

    /// When points that were earned at `at` are lost.
    #[must_use]
    pub fn expires(&self, at: i64, zone: &TimeZone) -> i64 {
        match self.expiry {
            Expiry::Never => NEVER,
            Expiry::Days { days } => at.saturating_add(days.saturating_mul(DAY)),
            Expiry::YearEnd { years } => {
                let earned = Timestamp::from_millisecond(at).map(|at| at.to_zoned(zone.clone()).year());
                let first = earned.ok().map(|year| date(year, 1, 1));
                let end = first.and_then(|day| day.checked_add(Span::new().years(years + 1)).ok());
                end.and_then(|day| day.to_zoned(zone.clone()).ok()).map_or(NEVER, |at| at.timestamp().as_millisecond())
            }
        }
    }
}

/// The rules; switched off while nothing was saved.
///
/// # Errors
/// When the database cannot be read.
pub async fn rules(conn: &mut impl Connection) -> Result<PointsRules, Error> {
    Ok(settings::get(conn, KEY).await?.unwrap_or_default())
}

/// Saves the rules; what was earned before stays as it was.
///
/// # Errors
/// `invalid` naming the field.
pub async fn put_rules(tx: &mut Tx, caller: &Caller, rules: PointsRules, now: i64) -> Result<PointsRules, Error> {
    let rules = rules.check()?;
    settings::put(tx, caller, KEY, &rules, now).await?;
    Ok(rules)
}
