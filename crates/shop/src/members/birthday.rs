//! Birthdays: on the day, once a year, what a member's level gives her is written down as a fact and told, so that points
//! follow, and staff see what to send.
//!
//! Absent from here: points (`points` gives them when it hears of it).

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use platform::db::Tx;
use platform::outbox::Message;
use platform::{App, Error, Id};
use pricing::Words;
use serde_json::json;

use super::model::{Cause, ChangeKind};
use super::programme::Programme;
use super::records::{self, ChangeRow};
use super::standing::Bought;
use crate::{customers, shops};

/// The name of the last day that was looked at, among what is kept.
const DAY: &str = "birthday";
/// Days that are made up for when nothing ran.
const MISSED: i64 = 6;
/// Nobody has two gifts in less, whatever day is entered meanwhile and whoever becomes one with her; milliseconds.
const YEAR: i64 = 300 * 86_400_000;
/// Customers looked at with one set of statements.
const PIECE: i64 = 1_000;

/// Days since 1970.
fn number(date: Date) -> i64 {
    i64::from((date - Date::constant(1970, 1, 1)).get_days())
}

fn today(zone: &TimeZone, now: i64) -> Result<Date, Error> {
    Ok(Timestamp::from_millisecond(now).map_err(Error::internal)?.to_zoned(zone.clone()).date())
}

/// How the birthdays of this day are written, month and day, and once more: who was born on 29 February has hers on the
/// 28th in other years.
fn written(day: Date) -> (String, String) {
    let said = format!("{:02}-{:02}", day.month(), day.day());
    let also = if said == "02-28" && !day.in_leap_year() { "02-29".to_owned() } else { said.clone() };
    (said, also)
}

/// Raises the gifts of the days that were not looked at yet; nothing after the first time in a day.
///
/// # Errors
/// When the database fails; then nothing of it was done.
pub async fn birthdays(app: &App) -> Result<(), Error> {
    let mut session = app.db.read().await?;
    let zone = shops::business(&mut session).await?.zone();
    let day = today(&zone, app.clock.now())?;
    let programme = super::programme(&mut session).await?;
    let seen = |state: &BTreeMap<String, i64>| state.get(DAY).copied();
    let done = seen(&records::state(&mut session).await?);
    drop(session);
    if !programme.enabled || done.is_some_and(|done| done >= number(day)) {
        return Ok(());
    }
    let mut tx = app.db.begin().await?;
    records::enter(&mut tx).await?;
    // Read again now that no other process raises the same ones.
    let done = seen(&records::state(&mut tx).await?);
    let missed = done.map_or(0, |done| (number(day) - done - 1).clamp(-1, MISSED));
    for back in (0..=missed).rev() {
        let then = day.checked_sub(jiff::Span::new().days(back)).map_err(Error::internal)?;
        raise(&mut tx, app, &programme, then).await?;
    }
    records::set_state(&mut tx, DAY, number(day)).await?;
    tx.commit().await
}

/// Raises the gifts of one day.
async fn raise(tx: &mut Tx, app: &App, programme: &Programme, day: Date) -> Result<(), Error> {
    let now = app.clock.now();
    let mut told = Vec::new();
    let mut after = i64::MIN;
    let (one, other) = written(day);
    loop {
        let born = customers::born_on(tx, (&one, &other), after, PIECE).await?;
        let Some(last) = born.last() else { break };
        after = *last;
        let standings = super::standings(tx, &born).await?;
        let members: Vec<i64> = standings.keys().copied().collect();
        let mut profiles: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
        for (profile, customer, _) in customers::placed(tx, &members).await? {
            profiles.entry(customer).or_default().push(profile);
        }
        let had = had(tx, now, profiles.values().flatten().copied().collect()).await?;
        let mut rows = Vec::new();
        for (customer, standing) in &standings {
            let Some(benefits) = standing.benefits.as_ref() else { continue };
            let own = profiles.get(customer).map(Vec::as_slice).unwrap_or_default();
            let gives = benefits.birthday_gift.is_some() || benefits.birthday_points > 0;
            let (true, Some(first), false) = (gives, own.first(), own.iter().any(|id| had.contains(id))) else {
                continue;
            };
            let level = programme.id_at(standing.rank);
            rows.push(ChangeRow {
                id: app.ids.next(),
                profile_id: *first,
                at: now,
                kind: ChangeKind::Birthday,
                cause: Cause::Birthday,
                from: level,
                to: level,
                bought: Bought::default(),
                until: None,
                locked: false,
                reason: benefits.birthday_gift.as_ref().map(Words::in_one),
                actor: None,
                holds: None,
            });
            told.push(Id(*customer));
        }
        records::add_changes(tx, &rows).await?;
    }
    if !told.is_empty() {
        tx.emit(Message::new("members.birthday", now, &json!({ "customers": told, "day": day.to_string() }))?);
    }
    Ok(())
}

/// Those of these profiles that had a gift lately.
async fn had(tx: &mut Tx, now: i64, profiles: Vec<i64>) -> Result<BTreeSet<i64>, Error> {
    let rows = records::changes(tx, &profiles).await?;
    let lately = rows.into_iter().filter(|row| row.kind == ChangeKind::Birthday && now - row.at < YEAR);
    Ok(lately.map(|row| row.profile_id).collect())
}
