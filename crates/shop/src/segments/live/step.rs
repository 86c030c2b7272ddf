//! One step of following: messages that came, expiries that passed.

use platform::{App, Error, outbox};

use super::write::{settled, write};
use super::{Begun, Books, Held, Live, start};
use crate::segments::catalogue;
use crate::segments::feed::{fault, light};
use crate::segments::model::Cause;
use tokio_util::sync::CancellationToken;

/// Messages taken at a time.
const MESSAGES: i64 = 200;
/// How long the position may lag behind in the database when nobody crossed, milliseconds.
const LAG: i64 = 1_000;

/// What a step did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stepped {
    /// Messages followed.
    pub messages: usize,
    /// Customers who came into or left a segment.
    pub crossings: usize,
    /// Customers whose past events were read again.
    pub again: usize,
    /// What the warehouse was put together from, where it was.
    pub begun: Option<Begun>,
}

/// Follows the outbox a little further and acts on what expired.
///
/// # Errors
/// When the database fails; what crossed stays owed and is written by the next step.
pub async fn step(app: &App) -> Result<Stepped, Error> {
    let live = Live::of(app);
    let mut books = live.turn.lock().await;
    let Some(mut held) = live.held() else { return Ok(Stepped::default()) };
    if !books.owed.is_empty() {
        put(app, &mut books, &held).await?;
    }
    let messages = light(outbox::after(&mut app.db.read().await?, books.followed, MESSAGES).await?);
    if !messages.is_empty() || books.unseen {
        let shape = catalogue::shape(app, &mut app.db.read().await?).await?;
        if *books.shape(&held) != shape {
            let Some(reshaped) = books.reshape(app, &live, &held, shape).await? else {
                drop(books);
                let begun = Some(start(app, &CancellationToken::new()).await?);
                return Ok(Stepped { messages: 1, begun, ..Stepped::default() });
            };
            held = reshaped;
        }
        books.unseen = false;
    }
    let shape = books.shape(&held);
    let moved = books.feed.changes(app, &shape, &held.warehouse, &messages).await?;
    let now = app.clock.now();
    books.pass(&held.warehouse, now);
    if moved.batch.position > 0 {
        let crossings = tokio::task::block_in_place(|| held.warehouse.apply(moved.batch, now)).map_err(fault)?;
        books.owe(crossings, Cause::Change);
    }
    books.followed = messages.last().map_or(books.followed, |last| last.position);
    let again = books.read_again(app, &live, &held).await?;
    let stepped = Stepped { messages: messages.len(), crossings: books.owed.len(), again, begun: None };
    let behind = books.followed != books.clock.position;
    let idle = messages.is_empty();
    if !books.owed.is_empty() || behind && (idle || now - books.written_at >= LAG) {
        put(app, &mut books, &held).await?;
    }
    Ok(stepped)
}

/// Writes what is owed and how far was followed.
async fn put(app: &App, books: &mut Books, held: &Held) -> Result<(), Error> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let clock = write(&mut tx, books, &held.warehouse, now).await?;
    tx.commit().await?;
    settled(app, books, &held.warehouse, clock, now);
    Ok(())
}

/// Steps until nothing is left to follow.
///
/// # Errors
/// As [`step`].
pub async fn catch_up(app: &App) -> Result<(), Error> {
    while step(app).await? != Stepped::default() {}
    Ok(())
}
