//! Keeping behaviours: each once, with its profile's tally and the outbox message in the same transaction.

use std::collections::{BTreeMap, HashMap};

use connectors::drafts::EventDraft;
use platform::db::Tx;
use platform::outbox::Message;
use platform::{App, Error};
use serde_json::json;

use super::model::{INQUIRED, Recorded};
use super::people::People;
use super::records::{self, Kept, More};
use super::said::{Behaviour, Said};
use crate::customers::{self, Source};

/// Keeps behaviours that one source said, and counts them. Saying one again changes nothing.
///
/// # Errors
/// When the database refuses; then nothing of the batch is kept.
pub async fn record(tx: &mut Tx, app: &App, source: &Source, drafts: Vec<EventDraft>) -> Result<Recorded, Error> {
    let now = app.clock.now();
    let mut said = Said::default();
    for draft in drafts {
        said.behaviour(source, draft, now);
    }
    let people = People::meet(tx, app, source, &said).await?;
    keep(tx, app, source, &people, said.behaviours).await
}

/// Keeps behaviours of people who are known by now.
pub(super) async fn keep(
    tx: &mut Tx,
    app: &App,
    source: &Source,
    people: &People,
    behaviours: Vec<Behaviour>,
) -> Result<Recorded, Error> {
    let mut counts = Recorded::default();
    let mut ids = app.ids.run(i64::try_from(behaviours.len()).unwrap_or(i64::MAX));
    let mut rows: Vec<(Kept, Vec<u8>)> = Vec::with_capacity(behaviours.len());
    for behaviour in behaviours {
        let (Some(profile_id), Some(id)) = (people.of(&behaviour.who), ids.next()) else {
            counts.refused += 1;
            continue;
        };
        rows.push((Kept { id, profile_id, ..behaviour.row }, behaviour.key));
    }
    let Some(first) = rows.first().map(|(row, _)| row.id) else { return Ok(counts) };
    let tallies: Vec<(i64, i64, String)> =
        rows.iter().map(|(row, _)| (row.profile_id, row.at, row.name.clone())).collect();
    let last = rows.last().map_or(first, |(row, _)| row.id);
    let new = records::insert(tx, rows).await?;
    let mut tally = Tally::default();
    for ((profile, at, name), new) in tallies.iter().zip(new) {
        if new {
            counts.created += 1;
            tally.add(*profile, *at, name);
        } else {
            counts.unchanged += 1;
        }
    }
    if counts.created > 0 {
        tally.write(tx, app, source).await?;
        let told = json!({ "first_id": first, "last_id": last, "count": counts.created });
        tx.emit(Message::new("events.recorded", app.clock.now(), &told)?);
    }
    Ok(counts)
}

/// How much more each profile did and each name happened.
#[derive(Default)]
struct Tally<'a> {
    profiles: BTreeMap<i64, (i64, i64, i64)>,
    names: HashMap<&'a str, More>,
}

impl<'a> Tally<'a> {
    fn add(&mut self, profile: i64, at: i64, name: &'a str) {
        let sum = self.profiles.entry(profile).or_insert((0, 0, i64::MIN));
        *sum = (sum.0 + 1, sum.1 + i64::from(name == INQUIRED), sum.2.max(at));
        let more = self.names.entry(name).or_insert(More { count: 0, first_at: at, last_at: at });
        more.count += 1;
        more.first_at = more.first_at.min(at);
        more.last_at = more.last_at.max(at);
    }

    async fn write(self, tx: &mut Tx, app: &App, source: &Source) -> Result<(), Error> {
        let seen: Vec<(i64, i64, i64, i64)> = self
            .profiles
            .into_iter()
            .map(|(profile, (events, inquiries, last))| (profile, events, inquiries, last))
            .collect();
        customers::record_events(tx, app, &seen).await?;
        let mut names: Vec<(&str, More)> = self.names.into_iter().collect();
        names.sort_unstable_by_key(|(name, _)| *name);
        records::add_names(tx, source.shop_id.unwrap_or(0), names).await
    }
}
