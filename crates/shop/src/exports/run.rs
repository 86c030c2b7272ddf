//! Making the file: a job that says how far it is, can be stopped, and is begun anew when somebody is erased meanwhile.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use platform::db::Tx;
use platform::jobs::{self, Job};
use platform::{App, Error, Id};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use tokio::io::AsyncWriteExt as _;

use super::model::{Record, State};
use super::{files, records};
use crate::customers::{self, Wanted};
use crate::segments::ask::{ask, reachable};
use crate::segments::{columns, verbs};

/// The kind of the job that makes a file.
pub const JOB: &str = "exports.make";
/// How often it says how far it is.
const TELL: Duration = Duration::from_millis(500);
/// How often one job begins anew at most, because somebody was erased meanwhile.
const ANEW: usize = 20;

/// Which export.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct Payload {
    pub(super) export: Id,
}

/// What came of one go.
enum Came {
    /// The file is there, or nobody wants it any more.
    Over,
    /// Somebody was erased meanwhile.
    Anew,
}

/// The handler of [`JOB`].
///
/// # Errors
/// When the database or the disk fails; the job is then tried again, from the beginning.
pub async fn run_job(app: App, job: Job) -> Result<(), Error> {
    let Payload { export: Id(id) } = job.read()?;
    // Somebody sent the parked job back into the queue.
    let mut tx = app.db.begin().await?;
    records::resume(&mut tx, id).await?;
    tx.commit().await?;
    for _ in 0..ANEW {
        let Some(record) = records::find(&mut app.db.read().await?, id).await? else { return Ok(()) };
        if record.state.is_over() {
            return Ok(());
        }
        match make(&app, &record, &job).await? {
            Came::Over => return Ok(()),
            Came::Anew => {}
        }
    }
    Err(Error::new(503, "busy"))
}

/// Marks the export of a parked job as failed: nothing makes it any more.
pub fn given_up<'a>(tx: &'a mut Tx, app: &'a App, payload: &'a Json) -> BoxFuture<'a, Result<(), Error>> {
    async move {
        let Payload { export: Id(id) } = serde_json::from_value(payload.clone()).map_err(Error::internal)?;
        files::remove(&files::draft(app, id).await?).await;
        records::end(tx, id, State::Failed, Some("failed")).await.map(|_| ())
    }
    .boxed()
}

/// Stops the export of a job that somebody threw away.
pub fn discarded<'a>(tx: &'a mut Tx, app: &'a App, payload: &'a Json) -> BoxFuture<'a, Result<(), Error>> {
    async move {
        let Payload { export: Id(id) } = serde_json::from_value(payload.clone()).map_err(Error::internal)?;
        files::remove(&files::draft(app, id).await?).await;
        records::end(tx, id, State::Stopped, None).await.map(|_| ())
    }
    .boxed()
}

async fn make(app: &App, record: &Record, job: &Job) -> Result<Came, Error> {
    let member = verbs::as_rule(&mut app.db.read().await?, record.segment).await?;
    let scope = record.shops.scope();
    let asked = ask(app, &scope, reachable(member, record.reachable.as_deref())?).await?;
    let mut ids: Vec<i64> = asked.crowd(app.clock.now()).await?.customers().collect();
    ids.sort_unstable();
    let mut tx = app.db.begin().await?;
    let begun = records::begin(&mut tx, record.id, i64::try_from(ids.len()).unwrap_or(i64::MAX)).await?;
    tx.commit().await?;
    if !begun {
        return Ok(Came::Over);
    }
    let draft = files::draft(app, record.id).await?;
    let written = write(app, record, ids, &draft, job).await;
    let came = match written {
        Ok(Some((done, bytes))) => {
            let path = files::path(app, record.id, record.format);
            tokio::fs::rename(&draft, &path).await.map_err(Error::internal)?;
            let mut tx = app.db.begin().await?;
            let finished = records::finish(&mut tx, record.id, done, bytes, app.clock.now()).await?;
            tx.commit().await?;
            if finished {
                return Ok(Came::Over);
            }
            files::remove(&path).await;
            Ok(Came::Anew)
        }
        Ok(None) => Ok(Came::Anew),
        Err(error) => Err(error),
    };
    files::remove(&draft).await;
    came
}

/// Writes the file, and says how many customers stand in it and its size; `None` when it need not go on.
async fn write(
    app: &App,
    record: &Record,
    ids: Vec<i64>,
    draft: &std::path::Path,
    job: &Job,
) -> Result<Option<(i64, i64)>, Error> {
    let mut file = tokio::fs::File::create(draft).await.map_err(Error::internal)?;
    let done = Arc::new(AtomicU64::new(0));
    let (to, mut from) = tokio::sync::mpsc::channel(4);
    let (reader, told, scope) = (app.clone(), Arc::clone(&done), record.shops.scope());
    let wanted = Wanted {
        format: record.format,
        columns: record.columns.clone(),
        reveal: record.reveal,
        locale: record.locale,
        beside: columns::beside(app, &scope, &record.columns)?,
    };
    let reading = tokio::spawn(async move { customers::write_ids(&reader, &scope, &ids, &wanted, &to, &told).await });
    let mut tell = tokio::time::interval(TELL);
    let count = || i64::try_from(done.load(Ordering::Relaxed)).unwrap_or(i64::MAX);
    let mut bytes = 0_i64;
    loop {
        tokio::select! {
            chunk = from.recv() => match chunk {
                Some(chunk) => {
                    let chunk = chunk?;
                    bytes = bytes.saturating_add(i64::try_from(chunk.len()).unwrap_or(i64::MAX));
                    file.write_all(&chunk).await.map_err(Error::internal)?;
                }
                None => break,
            },
            _ = tell.tick() => {
                let mut tx = app.db.begin().await?;
                let goes_on = records::progress(&mut tx, record.id, count()).await?;
                tx.commit().await?;
                if !goes_on {
                    return Ok(None);
                }
            }
            () = job.stopping.cancelled() => return Err(jobs::interrupted()),
        }
    }
    reading.await.map_err(Error::internal)??;
    file.sync_all().await.map_err(Error::internal)?;
    Ok(Some((count(), bytes)))
}
