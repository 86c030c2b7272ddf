//! The warehouse of this process, and the live segments that it keeps right.
//!
//! Changes come one at a time, in [`Live::turn`]: following the outbox, acting on expiries, defining and replacing
//! segments. What crossed is written in one transaction with how far that was followed, so that a kill at any moment
//! loses no crossing and writes none twice: memory is lost with the process, and the books tell the next one who was in.
//!
//! Absent from here: routes, and what a crossing sets off.

mod again;
mod book;
mod define;
mod refused;
mod ring;
mod start;
mod step;
mod write;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use platform::{App, Error};
use rules::Label;
use tokio::sync::broadcast;
use warehouse::Warehouse;

use super::catalogue::Shape;
use super::feed::{Feed, Progress};
use super::model::Crossed;
use super::records::Clock;

pub(super) use define::{Named, define, forget, mentions, replace};
pub(super) use refused::refused;
pub use ring::follow;
pub(super) use start::save;
pub use start::{Begun, peek, start};
pub use step::{Stepped, catch_up, step};
pub(super) use write::sizes_of;

/// The consumer of the outbox, in its books.
pub const CONSUMER: &str = "segments";

/// The warehouse as questions see it.
pub struct Held {
    /// Columns of everybody.
    pub warehouse: Arc<Warehouse>,
    /// What rules may name.
    pub shape: Arc<Shape>,
}

/// News of a size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SizeNews {
    /// The segment.
    pub segment: i64,
    /// How many are in it.
    pub size: u64,
    /// As of when, milliseconds UTC.
    pub at: i64,
}

/// What one process holds.
pub struct Live {
    held: RwLock<Option<Arc<Held>>>,
    /// Whoever changes the warehouse holds this.
    turn: Arc<tokio::sync::Mutex<Books>>,
    /// How far the warehouse is while it is put together.
    progress: Progress,
    /// Why a segment is not live: its rule names something that is gone.
    broken: Mutex<HashMap<i64, Label>>,
    sizes: broadcast::Sender<SizeNews>,
    /// Somebody wants the follower to look now.
    wake: tokio::sync::Notify,
}

/// How far the process is, and what it owes the database.
#[derive(Debug, Default)]
pub(super) struct Books {
    /// As the database has it.
    clock: Clock,
    /// The outbox has been followed to here in memory.
    followed: i64,
    feed: Feed,
    /// The catalogue may have changed since it was looked at.
    unseen: bool,
    /// Past events that are being read again.
    again: Option<again::Again>,
    /// Crossed, not written yet.
    owed: Vec<Crossed>,
    /// When the position was last written, milliseconds UTC.
    written_at: i64,
}

impl Default for Live {
    fn default() -> Self {
        Self {
            held: RwLock::default(),
            turn: Arc::default(),
            progress: Progress::default(),
            broken: Mutex::default(),
            sizes: broadcast::Sender::new(4_096),
            wake: tokio::sync::Notify::new(),
        }
    }
}

impl Live {
    /// The one of this process.
    #[must_use]
    pub fn of(app: &App) -> Arc<Self> {
        app.memory.get(Self::default)
    }

    /// Waits until nobody else changes the warehouse. Take this before a transaction is opened, never after.
    pub(super) async fn turn(&self) -> tokio::sync::MutexGuard<'_, Books> {
        self.turn.lock().await
    }

    /// The same, for those who cannot say how long.
    pub(super) async fn own_turn(&self) -> tokio::sync::OwnedMutexGuard<Books> {
        Arc::clone(&self.turn).lock_owned().await
    }

    /// The warehouse, once it holds everybody.
    #[must_use]
    pub fn held(&self) -> Option<Arc<Held>> {
        self.held.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn hold(&self, held: Option<Held>) {
        *self.held.write().unwrap_or_else(PoisonError::into_inner) = held.map(Arc::new);
    }

    /// Holds this from now on, and answers it.
    fn hold_now(&self, held: Held) -> Arc<Held> {
        let held = Arc::new(held);
        *self.held.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&held));
        held
    }

    /// How many customers are taken in, of how many, while the warehouse is put together.
    #[must_use]
    pub fn progress(&self) -> (i64, i64) {
        use std::sync::atomic::Ordering::Relaxed;
        (self.progress.done.load(Relaxed), self.progress.total.load(Relaxed))
    }

    /// Why a segment is not live.
    #[must_use]
    pub fn problem(&self, segment: i64) -> Option<Label> {
        self.broken.lock().unwrap_or_else(PoisonError::into_inner).get(&segment).cloned()
    }

    fn set_problem(&self, segment: i64, problem: Option<Label>) {
        let mut broken = self.broken.lock().unwrap_or_else(PoisonError::into_inner);
        match problem {
            Some(problem) => broken.insert(segment, problem),
            None => broken.remove(&segment),
        };
    }

    /// Sizes as they change.
    #[must_use]
    pub fn sizes(&self) -> broadcast::Receiver<SizeNews> {
        self.sizes.subscribe()
    }

    /// Lets the follower look at once.
    pub fn nudge(&self) {
        self.wake.notify_one();
    }
}

/// The warehouse to ask now.
///
/// # Errors
/// 503 `warehouse_building`, with how far it is, while it does not hold everybody.
pub fn ready(app: &App) -> Result<Arc<Held>, Error> {
    let live = Live::of(app);
    live.held().ok_or_else(|| {
        let (done, total) = live.progress();
        Error::new(503, "warehouse_building").arg("done", done.to_string()).arg("total", total.to_string())
    })
}

/// Who the database says is in a live segment.
///
/// # Errors
/// When the database cannot be read.
#[cfg(test)]
pub(super) async fn written(conn: &mut impl platform::db::Connection, segment: i64) -> Result<Option<Vec<i64>>, Error> {
    book::members(conn, segment).await
}

/// Loses what the process holds, as a kill would.
#[cfg(test)]
pub(crate) fn lose(app: &App) {
    Live::of(app).hold(None);
}
