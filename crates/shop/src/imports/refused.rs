//! Refused rows: shown with reason and cure, and as a file that can be mended and brought in again.

use bytes::Bytes;
use connectors::drafts::Refusal;
use platform::http::Caller;
use platform::i18n::Locale;
use platform::{App, Error};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

use super::model::RefusedRow;
use super::records;

/// Rows that are read at a time for the file.
const PIECE: i64 = 1_000;
/// Bytes of a piece of the file.
const CHUNK: usize = 64 * 1024;

/// Refused rows of an import after row `after`, in the order of the file.
///
/// # Errors
/// `not_found`.
pub async fn refused(app: &App, caller: &Caller, id: i64, after: i64, limit: i64) -> Result<Vec<RefusedRow>, Error> {
    let mut conn = app.db.read().await?;
    super::visible(&mut conn, caller, id).await?;
    let found = records::refused(&mut conn, id, after, limit).await?;
    Ok(found.into_iter().map(|refusal| shown(app, caller.locale, refusal)).collect())
}

fn shown(app: &App, locale: Locale, refusal: Refusal) -> RefusedRow {
    let (reason, cure) = explain(app, locale, &refusal);
    RefusedRow {
        row: i64::try_from(refusal.row).unwrap_or(i64::MAX),
        code: code(&refusal),
        reason,
        cure,
        field: refusal.field,
        value: refusal.value,
        cells: refusal.cells,
    }
}

fn code(refusal: &Refusal) -> String {
    serde_json::to_value(refusal.reason).ok().and_then(|json| json.as_str().map(str::to_owned)).unwrap_or_default()
}

/// Why a row was refused, and what to do.
pub(super) fn explain(app: &App, locale: Locale, refusal: &Refusal) -> (String, String) {
    let code = code(refusal);
    let field = refusal.field.clone().unwrap_or_default();
    let value = refusal.value.clone().unwrap_or_default();
    let say = |kind: &str| {
        let args = [("field", field.as_str().into()), ("value", value.as_str().into())];
        app.i18n.text(locale, &format!("{kind}-{code}"), &args)
    };
    (say("refusal"), say("cure"))
}

/// The refused rows of an import as CSV, piece by piece: the columns of the file, then the row's number, the reason and
/// the cure. Mended, it can be brought in again.
///
/// # Errors
/// `not_found`.
pub async fn refused_file(
    app: &App,
    caller: &Caller,
    id: i64,
) -> Result<(String, ReceiverStream<std::io::Result<Bytes>>), Error> {
    let record = super::visible(&mut app.db.read().await?, caller, id).await?;
    let (rows_to, mut rows) = mpsc::channel::<Vec<Refusal>>(2);
    let (bytes_to, bytes) = mpsc::channel(4);
    let source = app.clone();
    tokio::spawn(async move {
        let mut after = -1;
        loop {
            let found = match source.db.read().await {
                Ok(mut conn) => records::refused(&mut conn, id, after, PIECE).await,
                Err(error) => Err(error),
            };
            match found {
                Ok(found) => {
                    let Some(last) = found.last() else { return };
                    after = i64::try_from(last.row).unwrap_or(i64::MAX);
                    if rows_to.send(found).await.is_err() {
                        return;
                    }
                }
                Err(error) => {
                    tracing::error!(%error, import = id, "refused rows cannot be read");
                    return;
                }
            }
        }
    });
    let (app, locale) = (app.clone(), caller.locale);
    tokio::task::spawn_blocking(move || {
        let refusals = std::iter::from_fn(|| rows.blocking_recv()).flatten();
        let sink = Sink { to: bytes_to, held: Vec::with_capacity(CHUNK) };
        let written = connectors::refused::write(sink, &record.header, refusals, |one| explain(&app, locale, one));
        if let Ok(mut sink) = written {
            sink.send();
        }
    });
    let stem = record.file_name.rsplit_once('.').map_or(record.file_name.as_str(), |(stem, _)| stem);
    Ok((format!("{stem}-refused.csv"), ReceiverStream::new(bytes)))
}

/// Hands what is written over in chunks.
struct Sink {
    to: mpsc::Sender<std::io::Result<Bytes>>,
    held: Vec<u8>,
}

impl Sink {
    fn send(&mut self) -> bool {
        let chunk = std::mem::replace(&mut self.held, Vec::with_capacity(CHUNK));
        chunk.is_empty() || self.to.blocking_send(Ok(Bytes::from(chunk))).is_ok()
    }
}

impl std::io::Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.held.extend_from_slice(bytes);
        if self.held.len() >= CHUNK && !self.send() {
            return Err(std::io::ErrorKind::BrokenPipe.into());
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
