//! What group buys add to a customer's timeline: each place that somebody took, as it stands.

use platform::db::Session;
use platform::i18n::Locale;
use platform::{App, Error, Id};
use serde_json::json;

use super::look;
use super::model::{GroupBuy, GroupBuyPlace, GroupBuyStatus, GroupPlaceState};
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
    let mut all = look::mine(session, profiles).await?;
    all.retain(|(_, place, _)| (place.joined_at.0, place.id.0) < (before.at, before.id));
    let item = |(group, place, profile): (GroupBuy, GroupBuyPlace, i64)| {
        let name = wording::read(&group.name, locale).to_owned();
        let role = if place.leads { "open" } else { "join" };
        let state = app.i18n.text(locale, &format!("group-buys-state-{}", state(&group, &place)), &[]);
        let args = [("name", name.into()), ("state", state.into())];
        let title = app.i18n.text(locale, &format!("group-buys-timeline-{role}"), &args);
        let mut item = TimelineItem::new("group_buy", place.id.0, place.joined_at.0, title);
        item.profile_id = Some(Id(profile));
        item.detail = json!({
            "status": group.status, "place": place.state, "code": group.code, "order": place.order, "reason": group.reason,
        });
        item
    };
    let enough = usize::try_from(limit).unwrap_or(usize::MAX);
    Ok(all.into_iter().take(enough).map(item).collect())
}

/// How somebody's part in a group stands, in one word.
fn state(group: &GroupBuy, place: &GroupBuyPlace) -> &'static str {
    match (place.state, group.status) {
        (GroupPlaceState::Held, _) => "held",
        (GroupPlaceState::Released, _) => "released",
        (GroupPlaceState::Withdrawn, _) => "withdrawn",
        (GroupPlaceState::RefundDue, _) => "refund_due",
        (GroupPlaceState::Refunded, _) => "refunded",
        (GroupPlaceState::Paid, GroupBuyStatus::Filled) => "filled",
        (GroupPlaceState::Paid, _) => "waiting",
    }
}
