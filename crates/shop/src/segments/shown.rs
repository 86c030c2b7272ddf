//! Segments as the API shows them: sizes from the warehouse, never without their instant.

use std::collections::HashMap;

use platform::db::Session;
use platform::http::{Caller, ShopScope};
use platform::{App, Error, Id, Instant};

use super::ask::{ask, off};
use super::live::Live;
use super::model::{Kind, Record, Segment, State};
use super::{catalogue, columns, language, records, verbs};
use crate::shops;

/// Midnight before `now` in the business's time zone, milliseconds UTC.
fn midnight(zone: &jiff::tz::TimeZone, now: i64) -> i64 {
    jiff::Timestamp::from_millisecond(now)
        .ok()
        .and_then(|now| now.to_zoned(zone.clone()).start_of_day().ok())
        .map_or(now, |day| day.timestamp().as_millisecond())
}

/// These segments as `caller` sees them. Somebody limited to some shops sees sizes within those shops, and nothing of who
/// came and left.
///
/// # Errors
/// When the database cannot be read.
pub async fn shown(
    app: &App,
    session: &mut Session,
    caller: &Caller,
    found: Vec<Record>,
) -> Result<Vec<Segment>, Error> {
    let all = records::list(session).await?;
    let shape = catalogue::shape(app, session).await?;
    let now = app.clock.now();
    let moved: HashMap<i64, (i64, i64)> = if caller.shops == ShopScope::All {
        let since = midnight(&shops::business(session).await?.zone(), now);
        records::moved_since(session, since).await?.into_iter().map(|(id, came, left)| (id, (came, left))).collect()
    } else {
        HashMap::new()
    };
    let live = Live::of(app);
    let held = live.held();
    let mut segments = Vec::with_capacity(found.len());
    for record in found {
        let mut uses = verbs::used_by(&all, &record);
        uses.extend((crate::SEGMENT_USES)(session, record.id).await?);
        let problem = live.problem(record.id).map(|problem| columns::said(&problem, caller.locale));
        let (size, size_at) = match (&held, &problem) {
            (Some(held), None) if record.kind == Kind::Live && caller.shops == ShopScope::All => {
                // Nothing happened since it was last looked at: what is not due stands as it stood.
                held.warehouse.size(record.id).map(|size| (size.customers, size.at)).unzip()
            }
            (Some(_), None) => count(app, caller, &record).await?.unzip(),
            _ => (None, None),
        };
        let state = match (&problem, size) {
            (Some(_), _) => State::Broken,
            (None, Some(_)) => State::Live,
            (None, None) => State::Building,
        };
        let (entered, left) = moved.get(&record.id).copied().unwrap_or_default();
        segments.push(Segment {
            id: Id(record.id),
            sentence: record.rule.as_ref().map(|rule| language::sentence(rule, &shape)),
            name: record.name,
            note: record.note,
            kind: record.kind,
            // As what it names is called by now.
            text: record.rule.as_ref().map(|rule| rules::print(rule, &shape.catalogue)),
            rule: record.rule,
            size,
            size_at: size_at.map(Instant),
            state,
            problem,
            origin: record.origin,
            recipe: record.recipe,
            created_at: Instant(record.created_at),
            created_by: record.created_by,
            updated_at: Instant(record.updated_at),
            version: record.version,
            uses,
            tags: record.tags,
            entered_today: entered,
            left_today: left,
        });
    }
    Ok(segments)
}

/// How many of a segment somebody may see, and as of when.
async fn count(app: &App, caller: &Caller, record: &Record) -> Result<Option<(u64, i64)>, Error> {
    let Ok(asked) = ask(app, &caller.shops, verbs::membership(record)).await else { return Ok(None) };
    let now = app.clock.now();
    let count = off(move |cancel| asked.held.warehouse.count(&asked.question, now, cancel)).await?;
    Ok(Some((count.customers, count.at)))
}
