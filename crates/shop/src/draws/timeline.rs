//! What draws add to a customer's timeline.

use platform::db::Session;
use platform::i18n::Locale;
use platform::{App, Error, Id};
use serde_json::json;

use super::publish::find;
use super::records;
use crate::card::{Before, TimelineItem};
use crate::wording;

/// Entries of these profiles, newest first, strictly older than `before`, at most `limit`.
///
/// # Errors
/// When the database cannot be read.
pub async fn timeline(
    session: &mut Session,
    app: &App,
    locale: Locale,
    profiles: &[i64],
    before: Before,
    limit: i64,
) -> Result<Vec<TimelineItem>, Error> {
    let mut rows = records::of_profiles(session, profiles).await?;
    rows.retain(|row| (row.at, row.id) < (before.at, before.id));
    rows.sort_by_key(|row| std::cmp::Reverse((row.at, row.id)));
    rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let mut items = Vec::with_capacity(rows.len());
    for row in rows {
        let terms = find(session, row.draw).await?.terms;
        let said = |words| wording::read(words, locale).to_owned();
        let prize = row.prize.and_then(|place| terms.prizes.get(place)).map(|prize| said(&prize.name));
        let won = prize.is_some();
        let args = [("draw", said(&terms.name).into()), ("prize", prize.unwrap_or_default().into())];
        let title = app.i18n.text(locale, if won { "draws-timeline-won" } else { "draws-timeline-drew" }, &args);
        let mut item = TimelineItem::new("draw", row.id, row.at, title);
        item.profile_id = Some(Id(row.profile));
        item.detail = json!({ "draw": Id(row.draw), "number": row.number, "status": row.status, "note": row.note });
        items.push(item);
    }
    Ok(items)
}
