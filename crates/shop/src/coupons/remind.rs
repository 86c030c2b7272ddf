//! Coupons that are about to expire are told of, each once, as facts.

use std::time::Duration;

use platform::db::Connection;
use platform::i18n::Locale;
use platform::outbox::{self, Message, Turn};
use platform::{App, Error, Id, Instant};
use serde_json::json;
use tokio_util::sync::CancellationToken;

use super::records::reminders;
use crate::card::{Before, TimelineItem};
use crate::{promotions, wording};

/// A day, milliseconds.
const DAY: i64 = 86_400_000;
/// Coupons of one transaction.
const PIECE: i64 = 500;
/// How often it is looked.
const LOOK: Duration = Duration::from_secs(20);

/// Tells of coupons that are about to expire; whether there were any.
///
/// # Errors
/// When the database fails; then nothing of the piece was told.
pub async fn remind(app: &App) -> Result<bool, Error> {
    let now = app.clock.now();
    let mut session = app.db.read().await?;
    for (programme, days) in reminders::reminding(&mut session).await? {
        let to = now.saturating_add(days.saturating_mul(DAY));
        let found = reminders::nearing(&mut session, programme, (now, to), PIECE).await?;
        if found.is_empty() {
            continue;
        }
        drop(session);
        let mut tx = app.db.begin().await?;
        let profiles: Vec<Id> = reminders::mark(&mut tx, &found, now).await?.into_iter().map(Id).collect();
        if !profiles.is_empty() {
            let told = json!({ "programme": Id(programme), "profiles": profiles });
            tx.emit(Message::new("coupons.expiring", now, &told)?);
        }
        tx.commit().await?;
        return Ok(true);
    }
    Ok(false)
}

/// Does that until `stopping` is cancelled. Every process may: what one told another finds told.
pub async fn follow(app: App, stopping: CancellationToken) {
    outbox::follow(app, stopping, "expiring coupons could not be told of", |app| async move {
        Ok(Turn::Rest(if remind(&app).await? { Duration::ZERO } else { LOOK }))
    })
    .await;
}

/// Entries of these profiles' timeline, newest first, strictly older than `before`, at most `limit`.
///
/// # Errors
/// When the database cannot be read.
pub async fn reminders(
    conn: &mut impl Connection,
    app: &App,
    locale: Locale,
    profiles: &[i64],
    before: Before,
    limit: i64,
) -> Result<Vec<TimelineItem>, Error> {
    let mut found = reminders::told(conn, profiles).await?;
    found.retain(|one| (one.at, one.coupon) < (before.at, before.id));
    found.reverse();
    found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let terms = promotions::find_all(conn, found.iter().map(|one| one.programme)).await?;
    let items = found.into_iter().map(|one| {
        let name = terms.iter().find(|terms| terms.id == one.programme).and_then(promotions::Record::terms);
        let name = name.map_or("", |terms| wording::read(&terms.name, locale));
        let args = [("name", name.into())];
        let title = app.i18n.text(locale, "coupons-timeline-expiring", &args);
        let mut item = TimelineItem::new("reminder", one.coupon, one.at, title);
        item.profile_id = Some(Id(one.profile));
        item.detail = json!({ "coupon": Id(one.coupon), "expires_at": one.expires_at.map(Instant) });
        item
    });
    Ok(items.collect())
}
