//! Putting the warehouse together: from its snapshot and the messages since, else whole from the database; then the live
//! segments, with what crossed while nobody looked.

use std::path::PathBuf;
use std::sync::Arc;

use platform::{App, Error, outbox};
use tokio_util::sync::CancellationToken;
use warehouse::{Options, Schema, Warehouse};

use super::write::{settled, write};
use super::{Books, Held, Live, book, define};
use crate::segments::catalogue::{self, Shape};
use crate::segments::feed::{self, Feed, fault, light, mark};
use crate::segments::records;

/// How far ahead a clock must have been to have been wrong, milliseconds.
const WRONG: i64 = 86_400_000;

/// Messages taken at a time.
const MESSAGES: i64 = 500;

fn folder(app: &App) -> PathBuf {
    app.data_dir.join("warehouse")
}

/// What the warehouse was put together from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Begun {
    /// Its snapshot, and the messages since.
    Snapshot,
    /// The whole database, which takes its time.
    Database,
}

/// Makes the warehouse ready: until this returns, questions are answered with how far it is.
///
/// # Errors
/// When the database fails, or `stopping` is cancelled.
pub async fn start(app: &App, stopping: &CancellationToken) -> Result<Begun, Error> {
    let live = Live::of(app);
    let mut books = live.turn.lock().await;
    live.hold(None);
    let Gathered { warehouse, shape, books: mut fresh, then, from } = gather(app, &live, stopping).await?;
    let new = define::define_all(app, &warehouse, &mut fresh, then).await?;
    let now = app.clock.now();
    fresh.pass(&warehouse, now);
    let mut tx = app.db.begin().await?;
    let clock = write(&mut tx, &fresh, &warehouse, now).await?;
    for segment in new {
        put_book(&mut tx, &warehouse, segment, clock.crossing_id, now).await?;
    }
    tx.commit().await?;
    settled(app, &mut fresh, &warehouse, clock, now);
    *books = fresh;
    live.hold(Some(Held { warehouse, shape: Arc::new(shape) }));
    Ok(from)
}

/// As [`start`], for somebody who only asks: nothing is written, and another process may be following meanwhile.
///
/// # Errors
/// When the database cannot be read, or `stopping` is cancelled.
pub async fn peek(app: &App, stopping: &CancellationToken) -> Result<Begun, Error> {
    let live = Live::of(app);
    let Gathered { warehouse, shape, mut books, then, from } = gather(app, &live, stopping).await?;
    define::define_all(app, &warehouse, &mut books, then).await?;
    let now = app.clock.now();
    tokio::task::block_in_place(|| warehouse.advance(now));
    live.hold(Some(Held { warehouse, shape: Arc::new(shape) }));
    Ok(from)
}

/// A warehouse that holds everybody, without live segments.
struct Gathered {
    warehouse: Arc<Warehouse>,
    shape: Shape,
    books: Books,
    /// Until when everybody was where the books say.
    then: i64,
    from: Begun,
}

/// Until when everybody was where the books say; from there on every expiry is acted on in order.
///
/// A clock that was set back a little is waited for, as a program does that goes on running: nobody leaves and enters again.
/// One that was a day or more ahead was wrong: everybody is reckoned anew for now, and whoever crosses by it is told.
fn stood_until(acted_at: i64, now: i64) -> i64 {
    if acted_at == 0 {
        return now;
    }
    if acted_at.saturating_sub(now) < WRONG {
        if acted_at > now {
            tracing::warn!(
                ahead_ms = acted_at - now,
                "the clock was set back; segments wait until it has come up again"
            );
        }
        return acted_at;
    }
    tracing::warn!(
        ahead_ms = acted_at.saturating_sub(now),
        "the clock was far ahead before; segments are reckoned anew"
    );
    now
}

async fn gather(app: &App, live: &Live, stopping: &CancellationToken) -> Result<Gathered, Error> {
    let (shape, mut clock, name) = {
        let mut session = app.db.read().await?;
        let shape = catalogue::shape(app, &mut session).await?;
        (shape, records::clock(&mut session).await?, records::snapshot(&mut session).await?)
    };
    let schema = Schema::new(&shape.catalogue, shape.business.zone()).map_err(fault)?;
    let then = stood_until(clock.acted_at, app.clock.now());
    // A wrong clock is believed no longer: from here on expiries have their own instants again.
    clock.acted_at = clock.acted_at.min(then);
    let (warehouse, from) = match from_snapshot(app, &shape, schema.clone(), &name).await? {
        Some(warehouse) => (Arc::new(warehouse), Begun::Snapshot),
        None => {
            let warehouse = Arc::new(Warehouse::new(schema, Options::default()));
            let mut still = app.db.still().await?;
            feed::load(&mut still, &shape, &warehouse, &live.progress, stopping, then).await?;
            (warehouse, Begun::Database)
        }
    };
    let mut books = Books {
        clock,
        followed: i64::try_from(warehouse.position()).unwrap_or(0),
        feed: Feed::default(),
        // What was declared while the database was read is looked for by the first step.
        unseen: true,
        again: None,
        owed: Vec::new(),
        written_at: app.clock.now(),
    };
    loop {
        if stopping.is_cancelled() {
            return Err(platform::jobs::interrupted());
        }
        let messages = light(outbox::after(&mut app.db.read().await?, books.followed, MESSAGES).await?);
        let Some(last) = messages.last() else { break };
        let moved = books.feed.changes(app, &shape, &warehouse, &messages).await?;
        books.followed = last.position;
        tokio::task::block_in_place(|| warehouse.apply(moved.batch, then)).map_err(fault)?;
    }
    Ok(Gathered { warehouse, shape, books, then, from })
}

/// Writes down who is in a live segment now.
pub(super) async fn put_book(
    tx: &mut platform::db::Tx,
    warehouse: &Warehouse,
    segment: i64,
    crossing_id: i64,
    now: i64,
) -> Result<(), Error> {
    let mut members: Vec<i64> =
        warehouse.live_crowd(segment).map(|crowd| crowd.customers().collect()).unwrap_or_default();
    members.sort_unstable();
    records::put_book(tx, segment, crossing_id, now, book::write(&members)).await
}

/// The warehouse of the snapshot that belongs to this database, when the outbox still has everything since.
async fn from_snapshot(app: &App, shape: &Shape, schema: Schema, name: &str) -> Result<Option<Warehouse>, Error> {
    if name.is_empty() || !name.starts_with(&mark(shape)?) {
        return Ok(None);
    }
    let path = folder(app).join(name);
    if !path.exists() {
        return Ok(None);
    }
    let loaded = tokio::task::block_in_place(|| Warehouse::load(&path, schema, Options::default()));
    let warehouse = match loaded {
        Ok(warehouse) => warehouse,
        Err(error) => {
            tracing::info!(%error, "the warehouse is put together from the database");
            return Ok(None);
        }
    };
    let mut session = app.db.read().await?;
    let (first, head) = (outbox::first(&mut session).await?, outbox::head(&mut session).await?);
    let at = i64::try_from(warehouse.position()).unwrap_or(i64::MAX);
    if at > head || at < head && first.is_none_or(|first| first > at + 1) {
        return Ok(None);
    }
    // Segments come from the database, where they may have changed since.
    loop {
        let live = warehouse.live();
        let ended = live.iter().filter(|id| warehouse.undefine(**id).is_ok()).count();
        if ended == 0 {
            return Ok(live.is_empty().then_some(warehouse));
        }
    }
}

/// Writes a snapshot and everybody's books, so that the next start is quick.
///
/// # Errors
/// When the disk or the database fails; the snapshot before it then stands.
pub(in crate::segments) async fn save(app: &App) -> Result<(), Error> {
    let live = Live::of(app);
    let books = live.turn.lock().await;
    let Some(held) = live.held() else { return Ok(()) };
    if !books.owed.is_empty() {
        return Err(Error::conflict("crossings_owed"));
    }
    if books.again.is_some() {
        // Half of what is read again belongs to no catalogue: the next start reads everything.
        return Ok(());
    }
    let (folder, now) = (folder(app), app.clock.now());
    std::fs::create_dir_all(&folder).map_err(Error::internal)?;
    let name = format!("{}-{}.snapshot", mark(&held.shape)?, app.ids.next());
    let path = folder.join(&name);
    tokio::task::block_in_place(|| held.warehouse.save(&path)).map_err(Error::internal)?;
    let mut tx = app.db.begin().await?;
    for segment in held.warehouse.live() {
        put_book(&mut tx, &held.warehouse, segment, books.clock.crossing_id, now).await?;
    }
    records::set_snapshot(&mut tx, &name).await?;
    tx.commit().await?;
    for entry in std::fs::read_dir(&folder).map_err(Error::internal)? {
        let entry = entry.map_err(Error::internal)?;
        let other = entry.file_name();
        if other.to_string_lossy().ends_with(".snapshot") && other.to_string_lossy() != name {
            // An old snapshot that stays behind costs room and nothing else.
            let _ = std::fs::remove_file(entry.path());
        }
    }
    Ok(())
}
