//! What credit adds to a customer's timeline.

use platform::db::Connection;
use platform::i18n::Locale;
use platform::{App, Error, Id, Money};
use serde_json::json;

use super::BOOK;
use super::model::WalletMove;
use crate::card::{Before, TimelineItem};
use crate::{ledger, shops};

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
    let currency = if rows.is_empty() { String::new() } else { shops::business(conn).await?.currency };
    Ok(rows
        .into_iter()
        .map(|row| {
            let amount = Money::new(row.points, currency.clone()).decimal();
            let args = [("amount", format!("{amount} {currency}").into())];
            let title = app.i18n.text(locale, &format!("wallet-timeline-{}", row.kind.code()), &args);
            let mut item = TimelineItem::new("credit", row.id, row.at, title);
            item.profile_id = Some(Id(row.profile_id));
            item.detail = json!(WalletMove::of(row));
            item
        })
        .collect())
}
