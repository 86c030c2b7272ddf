//! What points add to a customer's timeline.

use platform::db::Connection;
use platform::i18n::Locale;
use platform::{App, Error, Id};
use serde_json::json;

use super::BOOK;
use super::model::PointsMove;
use crate::card::{Before, TimelineItem};
use crate::ledger;

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
    let rows = ledger::records::newest_moves(conn, BOOK, profiles, (before.at, before.id), limit).await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let args = [("points", format!("{:+}", row.points).into())];
            let title = app.i18n.text(locale, &format!("points-timeline-{}", row.kind.code()), &args);
            let mut item = TimelineItem::new("points", row.id, row.at, title);
            item.profile_id = Some(Id(row.profile_id));
            item.link = row.order_id.map(|order| format!("/orders/{order}"));
            item.detail = json!(PointsMove::of(row));
            item
        })
        .collect())
}
