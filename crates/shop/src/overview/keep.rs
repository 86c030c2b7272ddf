//! Keeping the days summed up while the program runs. The cost follows the change: orders say which days they touched,
//! and only these are summed up again; where that moves a customer's first deal, so are the customer's other days.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use platform::db::Tx;
use platform::outbox::{self, Delivered, Turn};
use platform::{App, Error};
use serde_json::Value as Json;
use tokio_util::sync::CancellationToken;

use super::calendar::{Days, date, number};
use super::cells::{Cell, gather};
use super::records;
use crate::orders::sums;
use crate::{customers, shops};

/// The name of this consumer of the outbox.
pub const CONSUMER: &str = "overview";
/// Messages read at once.
const MESSAGES: i64 = 200;
/// Days summed up before the outbox is read again.
const DAYS: i64 = 50;
/// How much longer it rests than it worked, so that sums never take more than a fifth of one processor.
const REST: u32 = 4;
/// The longest rest.
const LONGEST: Duration = Duration::from_secs(60);
/// The longest rest while the sums are made for the first time.
const FIRST: Duration = Duration::from_secs(5);
/// Milliseconds of a day.
const DAY: i64 = 86_400_000;

/// Keeps the sums until `stopping` is cancelled.
pub async fn follow(app: App, stopping: CancellationToken) {
    outbox::follow(app, stopping, "days could not be summed up", |app| async move {
        let started = tokio::time::Instant::now();
        Ok(match keep(&app).await? {
            // The first time nobody has sums to look at yet.
            true if !built(&app).await => Turn::Rest(started.elapsed().min(FIRST)),
            true => Turn::Rest((started.elapsed() * REST).min(LONGEST)),
            false => Turn::Idle,
        })
    })
    .await;
}

/// Whether every day was summed up once.
async fn built(app: &App) -> bool {
    let state = async { records::state(&mut app.db.read().await?).await };
    state.await.ok().flatten().is_some_and(|state| state.built)
}

/// Reads what happened and sums up some of the days that it touched. Whether there was anything to do.
///
/// # Errors
/// When the database refuses.
pub async fn keep(app: &App) -> Result<bool, Error> {
    let business = shops::business(&mut app.db.read().await?).await?;
    let zone = business.zone();
    let begun = begin(app, &business.time_zone, &zone).await?;
    let mut read = false;
    loop {
        let messages = outbox::pending(&app.db, CONSUMER, MESSAGES).await?;
        let Some(last) = messages.last().map(|message| message.position) else { break };
        let mut tx = app.db.begin().await?;
        let (mut days, moved) = touched(&messages, &zone)?;
        days.extend(days_of_profiles(&mut tx, &moved, &zone).await?);
        read |= records::mark(&mut tx, days).await? > 0;
        outbox::advance(&mut tx, CONSUMER, last).await?;
        tx.commit().await?;
    }
    let stale = records::stale(&mut app.db.read().await?, i64::MIN, i64::MAX, DAYS).await?;
    for day in &stale {
        sum_up(app, *day, &zone).await?;
    }
    if stale.is_empty() && (begun || read) || !stale.is_empty() {
        let mut tx = app.db.begin().await?;
        if records::stale(&mut tx, i64::MIN, i64::MAX, 1).await?.is_empty() {
            records::built(&mut tx, app.clock.now()).await?;
        }
        tx.commit().await?;
    }
    Ok(!stale.is_empty())
}

/// Begins when nothing was summed up yet, or in another time zone: then every day is stale.
async fn begin(app: &App, name: &str, zone: &jiff::tz::TimeZone) -> Result<bool, Error> {
    if records::state(&mut app.db.read().await?).await?.is_some_and(|state| state.zone == name) {
        return Ok(false);
    }
    let mut tx = app.db.begin().await?;
    records::begin(&mut tx, name).await?;
    // What happened before now is in the orders.
    let head = outbox::head(&mut tx).await?;
    outbox::advance(&mut tx, CONSUMER, head).await?;
    if let Some((first, last)) = sums::span(&mut tx).await? {
        let (first, last) = (number(date(first, zone)?), number(date(last, zone)?));
        records::mark(&mut tx, first..=last).await?;
    }
    tx.commit().await?;
    Ok(true)
}

/// The days that messages name, and the profiles that moved from customer to customer.
pub(super) fn touched(
    messages: &[Delivered],
    zone: &jiff::tz::TimeZone,
) -> Result<(BTreeSet<i64>, BTreeSet<i64>), Error> {
    let (mut days, mut profiles) = (BTreeSet::new(), BTreeSet::new());
    for message in messages {
        match message.kind.as_str() {
            // Days of the outbox are of UTC; each lies in two of the business's.
            "orders.written" => {
                for day in numbers(&message.payload, "days") {
                    for at in [day * DAY, day * DAY + DAY - 1] {
                        days.insert(number(date(at, zone)?));
                    }
                }
            }
            "customers.merged" | "customers.unmerged" => {
                let lists = ["merges", "unmerges"].into_iter().filter_map(|key| message.payload.get(key)?.as_array());
                profiles.extend(lists.flatten().flat_map(|row| numbers(row, "profiles")));
            }
            _ => {}
        }
    }
    Ok((days, profiles))
}

fn numbers(row: &Json, key: &str) -> Vec<i64> {
    row.get(key).and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_i64).collect()
}

/// The days on which these profiles paid.
async fn days_of_profiles(
    tx: &mut Tx,
    profiles: &BTreeSet<i64>,
    zone: &jiff::tz::TimeZone,
) -> Result<BTreeSet<i64>, Error> {
    let profiles: Vec<i64> = profiles.iter().copied().collect();
    sums::paid_at(tx, &profiles).await?.into_iter().map(|at| Ok(number(date(at, zone)?))).collect()
}

/// Sums a day up, and marks the other days of customers whose first deal that moved.
async fn sum_up(app: &App, day: i64, zone: &jiff::tz::TimeZone) -> Result<(), Error> {
    let days = Days::new(day, day, zone)?;
    let mut tx = app.db.begin().await?;
    let Some(state) = records::state(&mut tx).await? else { return Ok(()) };
    records::take(&mut tx, day).await?;
    let before = records::cells(&mut tx, &platform::http::ShopScope::All, None, (day, day), &[]).await?;
    let cells = gather(&mut tx, &days).await?;
    if cells != before {
        records::put(&mut tx, day, &cells).await?;
        // While all days are summed up for the first time, each reads what is true by then.
        if state.built {
            let moved = moved(&before, &cells);
            let profiles = customers::placed(&mut tx, &moved).await?.into_iter().map(|(profile, ..)| profile).collect();
            let mut others = days_of_profiles(&mut tx, &profiles, zone).await?;
            others.remove(&day);
            records::mark(&mut tx, others).await?;
        }
    }
    tx.commit().await
}

/// The customers whose first deal the day had otherwise, or has on it now or had before.
fn moved(before: &[Cell], after: &[Cell]) -> Vec<i64> {
    let firsts = |cells: &[Cell]| -> BTreeMap<i64, i64> {
        cells.iter().flat_map(|cell| &cell.buyers).map(|buyer| (buyer.customer, buyer.since)).collect()
    };
    let (before, after) = (firsts(before), firsts(after));
    let customers: BTreeSet<i64> = before.keys().chain(after.keys()).copied().collect();
    customers
        .into_iter()
        .filter(|customer| match (before.get(customer), after.get(customer)) {
            (Some(was), Some(is)) => was != is,
            (Some(first), None) | (None, Some(first)) => *first == 0,
            (None, None) => false,
        })
        .collect()
}
