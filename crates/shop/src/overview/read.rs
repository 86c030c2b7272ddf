//! Reading the days that a page needs: from the sums, and where those are behind, from the orders.

use std::time::Duration;

use jiff::tz::TimeZone;
use platform::db::Session;
use platform::http::ShopScope;
use platform::{App, Error, outbox};

use super::calendar::{Days, date, number};
use super::cells::{Cell, gather};
use super::keep::{CONSUMER, touched};
use super::records;
use crate::orders::sums;
use crate::shops::Business;

/// Orders of stale days that an answer sums up itself; behind more it answers with what was true last.
const FEW: i64 = 20_000;
/// Messages that an answer looks through for days that nobody has marked yet.
const MESSAGES: i64 = 50;

/// Which days are read from where.
#[derive(Debug, Clone)]
pub(super) struct Sources {
    zone: TimeZone,
    /// Whether there are sums in this time zone.
    kept: bool,
    /// Days that the orders are asked for.
    stale: Vec<i64>,
    /// Says that what was counted before still stands: equal versions, equal counts.
    pub(super) version: (bool, i64),
    /// As of when, milliseconds UTC.
    pub(super) as_of: i64,
}

impl Sources {
    /// How long an answer took that may stand on for a while: none does that was made from orders alone.
    pub(super) fn took(&self, took: Duration) -> i64 {
        if self.kept { i64::try_from(took.as_millis()).unwrap_or(i64::MAX) } else { 0 }
    }

    /// Where the days from `first` to `last` come from.
    pub(super) async fn of(
        app: &App,
        conn: &mut Session,
        business: &Business,
        (first, last): (i64, i64),
    ) -> Result<Self, Error> {
        let (zone, now) = (business.zone(), app.clock.now());
        let head = outbox::head(conn).await?;
        let orders = Self { zone: zone.clone(), kept: false, stale: Vec::new(), version: (false, head), as_of: now };
        let state = records::state(conn).await?;
        let Some(state) = state.filter(|state| state.zone == business.time_zone) else {
            return Ok(orders);
        };
        let stale = stale(app, conn, &zone, (first, last)).await?;
        let kept = Self { kept: true, version: (true, state.revision), ..orders };
        if stale.is_empty() {
            return Ok(kept);
        }
        // While days are summed up for the first time, those of a period are worth waiting for; those of all time are shown
        // as far as they are there, the latest first.
        let wait = !state.built && first > i64::MIN;
        if wait || few(conn, &stale, &zone).await? {
            return Ok(Self { stale, version: (false, head), ..kept });
        }
        Ok(Self { as_of: if state.built { state.at } else { now }, ..kept })
    }

    /// What the shops in `scope` took on the days from `first` to `last`, in one currency or in all.
    pub(super) async fn cells(
        &self,
        conn: &mut Session,
        scope: &ShopScope,
        currency: Option<&str>,
        (first, last): (i64, i64),
    ) -> Result<Vec<Cell>, Error> {
        let mut cells = Vec::new();
        if self.kept {
            cells = records::cells(conn, scope, currency, (first, last), &self.stale).await?;
            for day in self.stale.iter().filter(|day| (first..=last).contains(day)) {
                cells.extend(gather(conn, &Days::new(*day, *day, &self.zone)?).await?);
            }
        } else if let Some((begin, end)) = sums::span(conn).await? {
            let first = first.max(number(date(begin, &self.zone)?));
            let last = last.min(number(date(end, &self.zone)?));
            if first <= last {
                cells = gather(conn, &Days::new(first, last, &self.zone)?).await?;
            }
        }
        cells.retain(|cell| scope.contains(cell.shop_id) && currency.is_none_or(|currency| cell.currency == currency));
        Ok(cells)
    }
}

/// The days from `first` to `last` that changed since they were summed up.
async fn stale(app: &App, conn: &mut Session, zone: &TimeZone, (first, last): (i64, i64)) -> Result<Vec<i64>, Error> {
    let messages = outbox::pending(&app.db, CONSUMER, MESSAGES).await?;
    let (unread, _) = touched(&messages, zone)?;
    let mut days = records::stale(conn, first, last, i64::MAX).await?;
    days.extend(unread.into_iter().filter(|day| (first..=last).contains(day)));
    days.sort_unstable();
    days.dedup();
    Ok(days)
}

/// Whether these days have so few orders that summing them up does not matter.
async fn few(conn: &mut Session, days: &[i64], zone: &TimeZone) -> Result<bool, Error> {
    let mut rest = FEW;
    for day in days {
        let (from, to) = Days::new(*day, *day, zone)?.span();
        rest -= sums::count(conn, from, to, rest).await?;
        if rest < 0 {
            return Ok(false);
        }
    }
    Ok(true)
}
