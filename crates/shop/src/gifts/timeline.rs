//! What gifts add to a customer's timeline.

use platform::db::Connection;
use platform::i18n::Locale;
use platform::{App, Error, Id};
use serde_json::json;

use super::look::Wanted;
use super::records;
use crate::card::{Before, TimelineItem};
use crate::wording;

/// Entries of these profiles, newest first, strictly older than `before`, at most `limit`.
///
/// # Errors
/// When the database cannot be read.
pub async fn timeline(
    conn: &mut impl Connection,
    app: &App,
    locale: Locale,
    profiles: &[i64],
    before: Before,
    limit: i64,
) -> Result<Vec<TimelineItem>, Error> {
    let wanted = Wanted { profiles: Some(profiles.to_vec()), ..Wanted::default() };
    let rows = records::list(conn, &wanted, (before.at, before.id), limit).await?;
    let item = |row: records::GiftRow| {
        let args = [("name", wording::read(&row.name, locale).into())];
        let title = app.i18n.text(locale, &format!("gifts-timeline-{}", row.status.code()), &args);
        let mut item = TimelineItem::new("gift", row.id, row.at, title);
        item.profile_id = Some(Id(row.profile_id));
        item.detail = json!({
            "status": row.status, "cause": row.source, "reason": row.reason, "note": row.note, "by": row.actor,
        });
        item
    };
    Ok(rows.into_iter().map(item).collect())
}
