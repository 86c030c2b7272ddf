//! Promotions as the API shows them.

use platform::db::Connection;
use platform::{Error, Id, Instant};
use pricing::{Promotion, Window, Words};

use super::levels;
use super::model::{Full, Record, Row, form};
use super::names::Names;

/// A promotion in a list, as it stands at `now` (milliseconds UTC).
#[must_use]
pub fn row(record: &Record, now: i64) -> Row {
    let terms = record.terms();
    Row {
        id: Id(record.id),
        key: record.key.clone(),
        name: terms.map(|terms| terms.name.clone()).unwrap_or_default(),
        form: terms.map(|terms| form(&terms.offer)).unwrap_or_default(),
        form_name: terms.map_or_else(Words::default, |terms| terms.offer.form()),
        state: record.state(now),
        held: record.held,
        starts_at: record.starts_at.map(Instant),
        ends_at: record.ends_at.map(Instant),
        has_draft: record.draft.is_some(),
        revision: record.revision,
        version: record.version,
        r#use: record.usage,
        updated_at: Instant(record.updated_at),
        updated_by: record.updated_by.clone(),
    }
}

/// Promotions in a list.
#[must_use]
pub fn rows(records: &[Record], now: i64) -> Vec<Row> {
    records.iter().map(|record| row(record, now)).collect()
}

/// A promotion with its terms and what buyers read of it.
///
/// # Errors
/// When the database cannot be read.
pub async fn full(conn: &mut impl Connection, record: Record, now: i64) -> Result<Full, Error> {
    let row = row(&record, now);
    let Some(terms) = record.terms() else { return Err(Error::internal("a promotion without terms")) };
    let window = window(conn, terms).await?;
    Ok(Full { row, window, published: record.published, draft: record.draft })
}

/// What buyers read of terms, with goods by their titles, and which levels get it before the others.
///
/// # Errors
/// When the database cannot be read.
pub async fn window(conn: &mut impl Connection, terms: &Promotion) -> Result<Window, Error> {
    let names = Names::of(conn, &[terms]).await?;
    let currency = crate::shops::business(conn).await?.currency;
    let mut window = pricing::window(terms, &currency, &|key| names.called(key));
    if terms.scope.from.is_some() {
        window.lines.extend(pricing::early_access(terms, &levels::before_others(conn).await?));
    }
    Ok(window)
}
