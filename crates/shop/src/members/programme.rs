//! The programme: how people join, which levels there are, what they ask for and give. Pure, apart from the drawer that
//! it is kept in.

use std::collections::BTreeSet;

use platform::db::{Connection, Tx};
use platform::http::Caller;
use platform::{Error, Id, Instant, settings};
use pricing::Words;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::model::JoinSource;
use crate::wording;

/// The drawer.
const KEY: &str = "members.programme";
/// Levels at most.
const MOST_LEVELS: usize = 20;
/// Characters of a level's name, of what it gives on a birthday, and of why to join, in each language.
const NAME: usize = 20;
const GIFT: usize = 200;
const WHY: usize = 500;
/// The deepest discount, per mille of the price: 7折.
const DEEPEST: i64 = 700;

codes! {
    /// What a level's thresholds are measured in.
    #[schema(as = LevelMeasure)]
    Measure {
        /// The amount of deals.
        Amount = "amount",
        /// The number of deals.
        Deals = "deals",
        /// One of them suffices.
        Either = "either",
        /// Both are needed.
        Both = "both",
    }
}

codes! {
    /// What a refund does to a level that its order earned.
    #[schema(as = LevelRefunds)]
    Refunds {
        /// The level is taken back when what is left does not reach it.
        Reverse = "reverse",
        /// The level stays.
        Keep = "keep",
    }
}

/// The ways to join that are open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = JoiningWays)]
pub struct Ways {
    /// Whoever wants to.
    pub open: bool,
    /// With an invitation.
    pub invitation: bool,
    /// By confirming a mobile.
    pub phone: bool,
    /// By the first deal, without asking.
    pub automatic: bool,
}

/// What a level gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = LevelBenefits)]
pub struct Benefits {
    /// What of the price is paid, per mille: 1000 no discount, 950 = 9.5折, 700 at least.
    pub discount: i64,
    /// Whether shipping is free.
    pub free_shipping: bool,
    /// Points per hundred that others earn: 150 is half as many again. 100 to 1000.
    pub points_percent: i64,
    /// A gift on the birthday, in the shop's words.
    pub birthday_gift: Option<Words>,
    /// Whether that gift is goods, which are sent: then the member is asked where to.
    #[serde(default = "yes")]
    pub birthday_gift_sends: bool,
    /// Points on the birthday, 0 to 1,000,000.
    #[serde(default)]
    pub birthday_points: i64,
    /// Whether products and prices for members only are open.
    pub member_only: bool,
    /// Hours before others that a sale opens, 0 to 720.
    pub early_access_hours: i64,
    /// Days more to return goods, 0 to 365.
    pub return_days: i64,
    /// Who is served first in queues, dispatch and after-sales: 0 to 9, higher first.
    pub priority: i64,
}

fn yes() -> bool {
    true
}

impl Default for Benefits {
    fn default() -> Self {
        Self {
            discount: 1000,
            free_shipping: false,
            points_percent: 100,
            birthday_gift: None,
            birthday_gift_sends: true,
            birthday_points: 0,
            member_only: false,
            early_access_hours: 0,
            return_days: 0,
            priority: 0,
        }
    }
}

/// A level.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = MemberLevel)]
pub struct Level {
    /// Its id; null for a new one.
    pub id: Option<Id>,
    /// Its name, one of a kind in each language; English may be missing.
    pub name: Words,
    /// The amount of deals that it asks for, minor units.
    pub amount: Option<i64>,
    /// The number of deals that it asks for.
    pub deals: Option<i64>,
    /// What it gives.
    pub benefits: Benefits,
}

/// What each agent may give by hand in a month; null without a limit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = CareBudgets)]
pub struct Budgets {
    /// Points.
    pub points_a_month: Option<i64>,
    /// Levels set.
    pub levels_a_month: Option<i64>,
    /// Red packets, minor units.
    #[serde(default)]
    pub credit_a_month: Option<i64>,
    /// What gifts are worth, minor units.
    #[serde(default)]
    pub gifts_a_month: Option<i64>,
    /// Coupons granted, by their number.
    #[serde(default)]
    pub coupons_a_month: Option<i64>,
}

/// A level that was taken out of the programme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Retired {
    pub(super) id: i64,
    pub(super) name: Words,
    /// The level that its members have since; 0 for none.
    pub(super) into: i64,
}

/// The programme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = MembershipProgramme)]
pub struct Programme {
    /// Whether it runs: otherwise nobody joins and nothing moves.
    pub enabled: bool,
    /// Deals before this instant earn no points and make nobody a member by themselves.
    pub since: Option<Instant>,
    /// How people join.
    pub ways: Ways,
    /// Why to join, told to the buyer.
    pub why_join: Words,
    /// What every member's number begins with.
    pub number_prefix: String,
    /// What thresholds are measured in.
    pub by: Measure,
    /// Over how many days back; null for all time.
    pub period_days: Option<i64>,
    /// After how many days a level is looked at again; null for never.
    pub expiry_days: Option<i64>,
    /// What a refund does to a level.
    pub refunds: Refunds,
    /// The levels, lowest first.
    pub levels: Vec<Level>,
    /// What agents may give.
    pub budget: Budgets,
    /// Levels that members may still have in their history.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(ignore)]
    pub(super) retired: Vec<Retired>,
}

impl Default for Programme {
    /// Switched off, with Taobao's levels.
    fn default() -> Self {
        let level = |(zh, en): (&str, &str), amount: i64, discount: i64, points_percent: i64, priority: i64| Level {
            id: None,
            name: Words::new(zh, en),
            amount: Some(amount),
            deals: None,
            benefits: Benefits { discount, points_percent, priority, ..Benefits::default() },
        };
        let mut levels = vec![
            level(("普通会员", "Member"), 1, 990, 100, 0),
            level(("高级会员", "Senior"), 100_000, 950, 120, 1),
            level(("VIP会员", "VIP"), 300_000, 900, 150, 2),
            level(("至尊VIP会员", "Supreme VIP"), 1_000_000, 850, 200, 3),
        ];
        for level in levels.iter_mut().skip(2) {
            level.benefits.free_shipping = true;
            level.benefits.member_only = true;
        }
        Self {
            enabled: false,
            since: None,
            ways: Ways { open: true, invitation: true, phone: true, automatic: true },
            why_join: Words::new(
                "入会即享会员价、积分和生日礼。",
                "Members pay less, earn points and get a gift on their birthday.",
            ),
            number_prefix: "M".to_owned(),
            by: Measure::Amount,
            period_days: None,
            expiry_days: None,
            refunds: Refunds::Reverse,
            levels,
            budget: Budgets::default(),
            retired: Vec::new(),
        }
    }
}

impl Programme {
    /// One level for everybody who joins, without thresholds.
    #[must_use]
    pub fn simple() -> Self {
        let level = Level {
            name: Words::new("会员", "Member"),
            deals: Some(0),
            benefits: Benefits { discount: 950, ..Benefits::default() },
            ..Level::default()
        };
        Self { by: Measure::Deals, levels: vec![level], ..Self::default() }
    }

    /// Whether this way to join is open. Staff may always enter somebody.
    #[must_use]
    pub fn open_to(&self, way: JoinSource) -> bool {
        match way {
            JoinSource::Open => self.ways.open,
            JoinSource::Invitation => self.ways.invitation,
            JoinSource::Phone => self.ways.phone,
            JoinSource::Automatic => self.ways.automatic,
            JoinSource::Staff => true,
        }
    }

    /// The place of a level among the levels, 1 the lowest; 0 for none. Members of a level that was taken out have the
    /// next lower one.
    #[must_use]
    pub fn rank(&self, level: i64) -> usize {
        let mut level = level;
        for _ in 0..=self.retired.len() {
            if level == 0 {
                return 0;
            }
            if let Some(at) = self.levels.iter().position(|one| one.id == Some(Id(level))) {
                return at + 1;
            }
            level = self.retired.iter().find(|one| one.id == level).map_or(0, |one| one.into);
        }
        0
    }

    /// The level at a place that [`Programme::rank`] gave.
    #[must_use]
    pub fn at(&self, rank: usize) -> Option<&Level> {
        self.levels.get(rank.checked_sub(1)?)
    }

    /// The id of the level at a place; 0 for none.
    #[must_use]
    pub fn id_at(&self, rank: usize) -> i64 {
        self.at(rank).and_then(|level| level.id).map_or(0, |id| id.0)
    }

    /// What a level was or is called.
    #[must_use]
    pub fn name_of(&self, level: i64) -> Option<&Words> {
        let now = self.levels.iter().find(|one| one.id == Some(Id(level))).map(|one| &one.name);
        now.or_else(|| self.retired.iter().find(|one| one.id == level).map(|one| &one.name))
    }

    /// What every level is or was called, by id: those that were taken out too.
    pub fn names(&self) -> impl Iterator<Item = (Id, &Words)> {
        let now = self.levels.iter().filter_map(|level| Some((level.id?, &level.name)));
        now.chain(self.retired.iter().map(|one| (Id(one.id), &one.name)))
    }

    /// Whether deals of this amount and number reach the thresholds of a level.
    #[must_use]
    pub fn reaches(&self, level: &Level, amount: i64, deals: i64) -> bool {
        let by_amount = level.amount.is_some_and(|needed| amount >= needed);
        let by_deals = level.deals.is_some_and(|needed| deals >= needed);
        match self.by {
            Measure::Amount => by_amount,
            Measure::Deals => by_deals,
            Measure::Either => by_amount || by_deals,
            Measure::Both => by_amount && by_deals,
        }
    }

    /// The place of the highest level that deals of this amount and number reach; 0 for none.
    #[must_use]
    pub fn earned(&self, amount: i64, deals: i64) -> usize {
        self.levels.iter().rposition(|level| self.reaches(level, amount, deals)).map_or(0, |at| at + 1)
    }

    /// From when on deals count at `now`, milliseconds UTC.
    #[must_use]
    pub fn from(&self, now: i64) -> i64 {
        self.period_days.map_or(i64::MIN, |days| now.saturating_sub(days.saturating_mul(86_400_000)))
    }

    /// Refuses what cannot be meant, field by field.
    ///
    /// # Errors
    /// `invalid` with the first fault: `levels.2.amount` must rise.
    pub fn check(mut self) -> Result<Self, Error> {
        let within = |field: &str, value: Option<i64>, from: i64, to: i64| match value {
            Some(value) if !(from..=to).contains(&value) => Err(Error::invalid(field, "out_of_range")),
            _ => Ok(()),
        };
        within("period_days", self.period_days, 1, 3_650)?;
        within("expiry_days", self.expiry_days, 1, 3_650)?;
        within("budget.points_a_month", self.budget.points_a_month, 0, 1_000_000_000)?;
        within("budget.levels_a_month", self.budget.levels_a_month, 0, 1_000_000)?;
        within("budget.credit_a_month", self.budget.credit_a_month, 0, 1_000_000_000)?;
        within("budget.gifts_a_month", self.budget.gifts_a_month, 0, 1_000_000_000)?;
        within("budget.coupons_a_month", self.budget.coupons_a_month, 0, 1_000_000)?;
        self.why_join = wording::within(&self.why_join, "why_join", WHY)?;
        let prefix = &self.number_prefix;
        if prefix.len() > 6 || !prefix.chars().all(|c| c.is_ascii_alphanumeric()) {
            return Err(Error::invalid("number_prefix", "malformed"));
        }
        if self.levels.is_empty() {
            return Err(Error::invalid("levels", "too_few"));
        }
        if self.levels.len() > MOST_LEVELS {
            return Err(Error::invalid("levels", "too_many"));
        }
        let mut before: Option<Level> = None;
        let mut names: BTreeSet<(&str, String)> = BTreeSet::new();
        for (at, level) in self.levels.iter_mut().enumerate() {
            check_level(at, level, self.by, before.as_ref())?;
            for (language, name) in [("zh", &level.name.zh), ("en", &level.name.en)] {
                if !name.is_empty() && !names.insert((language, name.clone())) {
                    return Err(Error::invalid(format!("levels.{at}.name.{language}"), "duplicate"));
                }
            }
            before = Some(level.clone());
        }
        Ok(self)
    }
}

fn check_level(at: usize, level: &mut Level, by: Measure, before: Option<&Level>) -> Result<(), Error> {
    let field = |name: &str| format!("levels.{at}.{name}");
    level.name = wording::named(&level.name, &field("name"), NAME)?;
    // A threshold that nothing asks for is dropped, so that equal programmes look equal.
    if by == Measure::Deals {
        level.amount = None;
    }
    if by == Measure::Amount {
        level.deals = None;
    }
    for (name, asked, now, then) in [
        ("amount", by != Measure::Deals, level.amount, before.and_then(|one| one.amount)),
        ("deals", by != Measure::Amount, level.deals, before.and_then(|one| one.deals)),
    ] {
        match now {
            None if asked => return Err(Error::invalid(field(name), "required")),
            Some(now) if now < 0 => return Err(Error::invalid(field(name), "out_of_range")),
            Some(now) if then.is_some_and(|then| now <= then) => return Err(Error::invalid(field(name), "must_rise")),
            _ => {}
        }
    }
    let benefits = &mut level.benefits;
    let gift = benefits.birthday_gift.take().unwrap_or_default();
    let gift = wording::within(&gift, &field("benefits.birthday_gift"), GIFT)?;
    benefits.birthday_gift = Some(gift).filter(|gift| *gift != Words::default());
    for (name, value, from, to) in [
        ("benefits.discount", benefits.discount, DEEPEST, 1_000),
        ("benefits.points_percent", benefits.points_percent, 100, 1_000),
        ("benefits.birthday_points", benefits.birthday_points, 0, 1_000_000),
        ("benefits.early_access_hours", benefits.early_access_hours, 0, 720),
        ("benefits.return_days", benefits.return_days, 0, 365),
        ("benefits.priority", benefits.priority, 0, 9),
    ] {
        if !(from..=to).contains(&value) {
            return Err(Error::invalid(field(name), "out_of_range"));
        }
    }
    // Higher levels pay less; only levels without any discount may be alike.
    let last = before.map_or(1_000, |one| one.benefits.discount);
    if benefits.discount > last || benefits.discount == last && last < 1_000 {
        return Err(Error::invalid(field("benefits.discount"), "must_fall"));
    }
    Ok(())
}

/// The programme; a switched-off one with Taobao's levels while nothing was saved.
///
/// # Errors
/// When the database cannot be read.
pub async fn programme(conn: &mut impl Connection) -> Result<Programme, Error> {
    Ok(settings::get(conn, KEY).await?.unwrap_or_default())
}

pub(super) async fn put(tx: &mut Tx, caller: &Caller, programme: &Programme, now: i64) -> Result<(), Error> {
    settings::put(tx, caller, KEY, programme, now).await
}
