//! For whom, for what and when a promotion is.

use std::collections::BTreeSet;

use jiff::civil::{DateTime, Time};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{Buyer, Line, Reason};

/// Whom, what and when. What is empty or absent asks for nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Scope {
    /// Which goods: any of what is named here; all when nothing is.
    #[serde(default, skip_serializing_if = "Goods::is_empty")]
    pub goods: Goods,
    /// Goods that it is not for.
    #[serde(default, skip_serializing_if = "Goods::is_empty")]
    pub except: Goods,
    /// Buyers in one of these segments.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub segments: BTreeSet<String>,
    /// Members of one of these levels.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub levels: BTreeSet<String>,
    /// Carts that come through one of these channels.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub channels: BTreeSet<String>,
    /// Goods that go to one of these regions.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub regions: BTreeSet<String>,
    /// Only the first order, or only later ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_order: Option<bool>,
    /// From here on, by the clock on the shop's wall: `2026-11-10T20:00`, or a day from its beginning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub from: Option<DateTime>,
    /// Whether members whose level has early access (提前购) may have it so many hours sooner; they may when absent. `false`
    /// opens it for everybody at once. A coupon opens for everybody at once in any case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub early_access: Option<bool>,
    /// Before this, by the clock on the shop's wall. `2026-11-12` lets all of the 11th in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub until: Option<DateTime>,
    /// On these days of the week.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub weekdays: BTreeSet<Weekday>,
    /// At these hours of the day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hours: Vec<Hours>,
}

/// Some goods.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Goods {
    /// These products.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub products: BTreeSet<String>,
    /// These variants.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub skus: BTreeSet<String>,
    /// All of these categories.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub categories: BTreeSet<String>,
    /// All with one of these tags.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub tags: BTreeSet<String>,
}

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Weekday {
    /// Monday.
    Mon,
    /// Tuesday.
    Tue,
    /// Wednesday.
    Wed,
    /// Thursday.
    Thu,
    /// Friday.
    Fri,
    /// Saturday.
    Sat,
    /// Sunday.
    Sun,
}

/// Hours of the day, by the clock on the shop's wall.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Hours {
    /// From, such as `20:00`.
    #[schema(value_type = String)]
    pub from: Time,
    /// Before. What ends before it begins runs past midnight, and belongs to the day on which it began.
    #[schema(value_type = String)]
    pub to: Time,
}

/// An instant as the shop's calendar and clock show it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moment {
    at: DateTime,
}

impl Moment {
    /// What the shop's wall shows at `now` (milliseconds UTC).
    pub(crate) fn new(now: i64, zone: &TimeZone) -> Self {
        let near = jiff::Timestamp::from_millisecond(now).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        Self { at: zone.to_datetime(near) }
    }
}

impl Goods {
    /// Nothing is named.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.products.is_empty() && self.skus.is_empty() && self.categories.is_empty() && self.tags.is_empty()
    }

    /// The line is one of them.
    #[must_use]
    pub fn hold(&self, line: &Line) -> bool {
        self.products.contains(&line.product)
            || (!line.sku.is_empty() && self.skus.contains(&line.sku))
            || line.categories.iter().any(|category| self.categories.contains(category))
            || line.tags.iter().any(|tag| self.tags.contains(tag))
    }
}

impl Scope {
    /// It is for the goods of this line.
    #[must_use]
    pub fn covers(&self, line: &Line) -> bool {
        (self.goods.is_empty() || self.goods.hold(line)) && !self.except.hold(line)
    }

    /// It is for this buyer, whatever is in the cart and whenever.
    #[must_use]
    pub fn suits(&self, buyer: &Buyer) -> bool {
        self.refuses(buyer).is_none()
    }

    /// Why it is not for this buyer.
    pub(crate) fn refuses(&self, buyer: &Buyer) -> Option<Reason> {
        let missing = |wanted: &BTreeSet<String>, has: Option<&String>| {
            !wanted.is_empty() && !has.is_some_and(|has| wanted.contains(has))
        };
        if self.first_order == Some(true) && !buyer.first_order {
            Some(Reason::FirstOrder)
        } else if self.first_order == Some(false) && buyer.first_order {
            Some(Reason::LaterOrders)
        } else if missing(&self.levels, buyer.level.as_ref()) {
            Some(Reason::Level { levels: self.levels.iter().cloned().collect() })
        } else if !self.segments.is_empty() && self.segments.is_disjoint(&buyer.segments) {
            Some(Reason::Segment)
        } else if missing(&self.channels, buyer.channel.as_ref()) {
            Some(Reason::Channel { channels: self.channels.iter().cloned().collect() })
        } else if missing(&self.regions, buyer.region.as_ref()) {
            Some(Reason::Region { regions: self.regions.iter().cloned().collect() })
        } else {
            None
        }
    }

    /// When it begins for somebody who gets in `hours` before the others, by the clock on the shop's wall.
    pub(crate) fn begins(&self, hours: u32) -> Option<DateTime> {
        let from = self.from?;
        let hours = if self.early_access == Some(false) { 0 } else { hours };
        Some(from.checked_sub(jiff::SignedDuration::from_hours(i64::from(hours))).unwrap_or(from))
    }

    /// At this moment it is open only for those who get in before the others.
    pub(crate) fn is_early(&self, moment: Moment) -> bool {
        self.from.is_some_and(|from| moment.at < from)
    }

    /// Why it is not for this moment, for somebody who gets in `hours` before the others.
    pub(crate) fn sleeps(&self, moment: Moment, hours: u32) -> Option<Reason> {
        let at = moment.at;
        if let Some(from) = self.begins(hours)
            && at < from
        {
            return Some(Reason::NotYet { from });
        }
        if let Some(until) = self.until
            && at >= until
        {
            return Some(Reason::Over { until });
        }
        if self.hours.is_empty() {
            let today = Weekday::of(at.date());
            return (!self.weekdays.is_empty() && !self.weekdays.contains(&today)).then_some(Reason::Weekday);
        }
        let open = self.hours.iter().any(|hours| {
            hours.day(at).is_some_and(|day| self.weekdays.is_empty() || self.weekdays.contains(&Weekday::of(day)))
        });
        (!open).then_some(Reason::Hour)
    }
}

impl Hours {
    /// The day to which the hours belong, if the moment lies in them.
    fn day(self, at: DateTime) -> Option<jiff::civil::Date> {
        let time = at.time();
        if self.from <= self.to {
            (self.from <= time && time < self.to).then(|| at.date())
        } else if time >= self.from {
            Some(at.date())
        } else if time < self.to {
            at.date().yesterday().ok()
        } else {
            None
        }
    }
}

impl Weekday {
    fn of(day: jiff::civil::Date) -> Self {
        use jiff::civil::Weekday as Day;
        match day.weekday() {
            Day::Monday => Self::Mon,
            Day::Tuesday => Self::Tue,
            Day::Wednesday => Self::Wed,
            Day::Thursday => Self::Thu,
            Day::Friday => Self::Fri,
            Day::Saturday => Self::Sat,
            Day::Sunday => Self::Sun,
        }
    }
}
