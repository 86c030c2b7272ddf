//! What segments add to a customer's timeline: when she came into one and left it, and why.

use platform::db::Connection;
use platform::i18n::Locale;
use platform::{App, Error};
use serde_json::json;

use super::records;
use crate::card::{Before, TimelineItem};

/// Entries of a customer, newest first, strictly older than `before`, at most `limit`. Segments that were deleted since took
/// theirs with them, and who was merged into her keeps hers until they are parted.
///
/// # Errors
/// When the database cannot be read.
pub(crate) async fn timeline(
    conn: &mut impl Connection,
    app: &App,
    locale: Locale,
    customer: i64,
    before: Before,
    limit: i64,
) -> Result<Vec<TimelineItem>, Error> {
    let found = records::crossings_of_customer(conn, customer, (before.at, before.id), limit).await?;
    let item = |(one, name): (super::Crossed, String)| {
        let deed = if one.entered { "entered" } else { "left" };
        let title = app.i18n.text(locale, &format!("segments-timeline-{deed}"), &[("name", name.into())]);
        let mut item = TimelineItem::new("segment", one.id, one.at, title);
        item.detail = json!({ "entered": one.entered, "cause": one.cause.code() });
        item.link = Some(format!("/segments/{}", one.segment));
        item
    };
    Ok(found.into_iter().map(item).collect())
}
