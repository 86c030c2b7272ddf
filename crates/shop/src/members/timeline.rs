//! What memberships add to a customer's timeline.

use platform::db::Connection;
use platform::i18n::Locale;
use platform::{App, Error, Id};
use serde_json::json;

use super::model::{ChangeKind, LevelChange};
use super::programme::Programme;
use super::records::{self, ChangeRow};
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
    let programme = super::programme(conn).await?;
    let rows = records::newest_changes(conn, profiles, (before.at, before.id), limit).await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let level = match programme.name_of(row.to) {
                Some(name) => wording::read(name, locale).to_owned(),
                None => app.i18n.text(locale, "members-no_level", &[]),
            };
            let title = match row.kind {
                ChangeKind::Level => app.i18n.text(locale, "members-timeline-level", &[("level", level.into())]),
                ChangeKind::Birthday => {
                    let gift = birthday_gift(&programme, &row, locale);
                    app.i18n.text(locale, "members-timeline-birthday", &[("gift", gift.into())])
                }
                kind => app.i18n.text(locale, &format!("members-timeline-{}", kind.code()), &[]),
            };
            let mut item = TimelineItem::new("member", row.id, row.at, title);
            item.profile_id = Some(Id(row.profile_id));
            item.detail = json!(LevelChange::of(&programme, row));
            item
        })
        .collect())
}

/// What a member was given on her birthday: the gift's name, in the reader's language while her level gives the same still;
/// the points, where there was no gift.
fn birthday_gift(programme: &Programme, row: &ChangeRow, locale: Locale) -> String {
    let benefits = programme.at(programme.rank(row.to)).map(|level| &level.benefits);
    let gift = benefits.and_then(|benefits| benefits.birthday_gift.as_ref());
    match (&row.reason, gift) {
        (Some(said), Some(gift)) if *said == gift.in_one() => wording::read(gift, locale).to_owned(),
        (Some(said), _) => said.clone(),
        (None, _) => format!("+{}", benefits.map_or(0, |benefits| benefits.birthday_points)),
    }
}
