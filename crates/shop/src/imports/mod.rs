//! Imports: a file comes in, is recognised by its content, mapped where that is needed, and read in batches; what is
//! refused is kept whole with its reason, and an interrupted import goes on.
//!
//! Absent from here: formats (`connectors` knows them) and what becomes of a draft (its department knows).

mod again;
mod aside;
mod bring;
mod came;
mod care;
mod files;
mod goes_on;
mod load;
mod model;
mod presets;
mod reader;
mod recognise;
mod records;
mod refused;
mod routes;
mod run;
#[cfg(test)]
mod tests;
mod told;
mod tried;
mod upload;

pub use bring::{Settings, Start, run_file};
pub use came::{Brought, brought};
pub use care::CARE;
pub use files::{SWEEP, sweep, sweep_soon};
pub use goes_on::take_over;
pub use model::{Format, Import, Preset, Preview, Progress, RefusedRow, State, UnknownStatus};
pub use refused::{refused, refused_file};
pub use routes::router;
pub use run::{JOB, discarded, given_up, load, run_job};

use platform::db::{Connection, Migration};
use platform::http::{Access, Caller, Need, ShopScope};
use platform::i18n::Locale;
use platform::{App, Error, Id, Instant};

use crate::permissions::{IMPORTS_READ, IMPORTS_WRITE};
use model::{Note, Record};

/// The steps that make this department's tables.
pub const MIGRATIONS: &[Migration] =
    &[records::MIGRATION, records::came::MIGRATION, records::came::CHANGES, records::came::MET, records::OPENS];

/// What each endpoint of this department asks of its caller.
pub const ACCESS: &[Access] = &[
    Access::new("POST", "/api/v1/imports", Need::May(IMPORTS_WRITE)),
    Access::new("GET", "/api/v1/imports", Need::May(IMPORTS_READ)),
    Access::new("GET", "/api/v1/imports/{id}", Need::May(IMPORTS_READ)),
    Access::new("GET", "/api/v1/imports/{id}/events", Need::May(IMPORTS_READ)),
    Access::new("POST", "/api/v1/imports/{id}/start", Need::May(IMPORTS_WRITE)),
    Access::new("POST", "/api/v1/imports/{id}/cancel", Need::May(IMPORTS_WRITE)),
    // Refused rows hold whole lines of the file, names and mobiles among them.
    Access::new("GET", "/api/v1/imports/{id}/refused", Need::May(IMPORTS_WRITE)),
    Access::new("GET", "/api/v1/imports/{id}/refused.csv", Need::May(IMPORTS_WRITE)),
    Access::new("GET", "/api/v1/presets", Need::May(IMPORTS_READ)),
    Access::new("POST", "/api/v1/presets", Need::May(IMPORTS_WRITE)),
    Access::new("DELETE", "/api/v1/presets/{id}", Need::May(IMPORTS_WRITE)),
];

/// Imports that `caller` may see, newest first, those before import `before`.
///
/// # Errors
/// When the database cannot be read.
pub async fn list(app: &App, caller: &Caller, before: Option<i64>, limit: i64) -> Result<Vec<Import>, Error> {
    let found = records::list(&mut app.db.read().await?, &caller.shops, before.unwrap_or(i64::MAX), limit).await?;
    Ok(found.iter().map(|record| shown(app, record, caller.locale)).collect())
}

/// The import `id`, with its preview while its columns must be explained.
///
/// # Errors
/// `not_found`.
pub async fn get(app: &App, caller: &Caller, id: i64) -> Result<Import, Error> {
    let record = visible(&mut app.db.read().await?, caller, id).await?;
    with_preview(app, record, caller.locale).await
}

/// How many rows of the shops of `scope` imports refused since `since` (milliseconds UTC); tries are left out.
///
/// # Errors
/// When the database cannot be read.
pub async fn open_refused(conn: &mut impl Connection, scope: &ShopScope, since: i64) -> Result<i64, Error> {
    records::open_refused(conn, scope, since).await
}

async fn record(conn: &mut impl Connection, id: i64) -> Result<Record, Error> {
    records::get(conn, id).await?.ok_or_else(|| Error::not_found("import"))
}

async fn visible(conn: &mut impl Connection, caller: &Caller, id: i64) -> Result<Record, Error> {
    let record = record(conn, id).await?;
    let may = record.shop_id.is_none_or(|shop| caller.shops.contains(shop));
    if may { Ok(record) } else { Err(Error::not_found("import")) }
}

async fn with_preview(app: &App, record: Record, locale: Locale) -> Result<Import, Error> {
    let mut import = shown(app, &record, locale);
    if record.state == State::WaitingMapping {
        import.preview = recognise::preview(record.path, locale).await?;
    }
    Ok(import)
}

/// A note in the reader's language; `kind` is `note` or `problem`.
fn text(app: &App, locale: Locale, kind: &str, note: &Note) -> String {
    let args: Vec<_> = note.args.iter().map(|(name, value)| (name.as_str(), value.as_str().into())).collect();
    app.i18n.text(locale, &format!("import-{kind}-{}", note.code), &args)
}

fn shown(app: &App, record: &Record, locale: Locale) -> Import {
    let pace = (record.ran > 0 && record.rows > 0).then(|| record.rows.saturating_mul(1_000) / record.ran);
    let running = record.state == State::Running && record.bytes_done > 0 && record.ran > 0;
    let left = running.then(|| {
        let bytes = i128::from((record.size - record.bytes_done).max(0));
        i64::try_from(bytes * i128::from(record.ran) / i128::from(record.bytes_done) / 1_000).unwrap_or(i64::MAX)
    });
    Import {
        id: Id(record.id),
        file_name: record.file_name.clone(),
        size: record.size,
        state: record.state,
        format: record.format.as_ref().map(|format| Format {
            code: format.code.clone(),
            name: if locale == Locale::ZhCn { format.name_zh.clone() } else { format.name_en.clone() },
            encoding: format.encoding.clone(),
            confidence: match format.confidence {
                connectors::reading::Confidence::Certain => "certain".to_owned(),
                connectors::reading::Confidence::Likely => "likely".to_owned(),
            },
        }),
        shop_id: record.shop_id.filter(|_| record.opens.is_none()).map(Id),
        dry_run: record.dry_run,
        progress: Progress {
            bytes_done: record.bytes_done,
            bytes_total: record.size,
            rows: record.rows,
            rows_per_second: pace,
            seconds_left: left,
        },
        counts: record.counts,
        problem: record.problem.as_ref().map(|note| text(app, locale, "problem", note)),
        created_by: record.created_by.clone(),
        created_at: Instant(record.created_at),
        started_at: record.started_at.map(Instant),
        finished_at: record.finished_at.map(Instant),
        preview: None,
        unknown_statuses: record
            .unknown
            .iter()
            .map(|(raw, count)| UnknownStatus { status_raw: raw.clone(), count: *count })
            .collect(),
        notes: record.notes.iter().map(|note| text(app, locale, "note", note)).collect(),
        file_kept: record.has_file(),
    }
}
