//! What coupons add to a customer's timeline: how she came by each, and where she used it.
//!
//! Absent from here: that one is about to expire (`remind`), and codes that are typed at the till, which nobody holds.

use platform::db::Connection;
use platform::i18n::Locale;
use platform::{App, Error, Id, Instant};
use serde_json::json;

use super::model::{CouponState, Kept};
use super::records::coupons;
use crate::card::{Before, TimelineItem};
use crate::{promotions, wording};

/// Coupons of somebody that are looked at, the last ones.
const MOST: i64 = 2_000;

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
    let held = coupons::of_profiles(conn, profiles, None, i64::MAX, MOST, 0).await?;
    let mut found: Vec<(i64, &'static str, Kept)> = Vec::new();
    // What was taken back tells nothing, as it does to rules.
    for one in held.into_iter().filter(|one| one.state != CouponState::Void) {
        found.extend(one.used_at.map(|at| (at, "coupon_used", one.clone())));
        found.extend(one.claimed_at.map(|at| (at, "coupon", one)));
    }
    found.retain(|(at, _, one)| (*at, one.id) < (before.at, before.id));
    found.sort_by_key(|(at, kind, one)| std::cmp::Reverse((*at, one.id, *kind)));
    found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let terms = promotions::find_all(conn, found.iter().map(|(_, _, one)| one.programme)).await?;
    let item = |(at, kind, one): (i64, &'static str, Kept)| {
        let name = terms.iter().find(|terms| terms.id == one.programme).and_then(promotions::Record::terms);
        let name = name.map_or("", |terms| wording::read(&terms.name, locale));
        let how = if kind == "coupon" { one.source.code() } else { "used" };
        let title = app.i18n.text(locale, &format!("coupons-timeline-{how}"), &[("name", name.into())]);
        let mut item = TimelineItem::new(kind, one.id, at, title);
        item.profile_id = one.profile.map(Id);
        item.detail = json!({ "coupon": Id(one.id), "reason": one.reason.as_ref().filter(|_| kind == "coupon"),
            "order": one.order.as_ref().filter(|_| kind != "coupon"), "expires_at": one.expires_at.map(Instant) });
        item
    };
    Ok(found.into_iter().map(item).collect())
}
