//! The whole database into the warehouse: one side reads, the other packs.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use platform::db::Connection;
use platform::{Error, outbox};
use rules::SetKind;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use warehouse::{Crossing, Refusal, Warehouse};

use super::super::catalogue::Shape;
use super::fault;
use super::person::{Met, meet};
use crate::customers;

/// Customers read at a time.
const PIECE: i64 = 1_000;

/// How far a load is.
#[derive(Debug, Default)]
pub(crate) struct Progress {
    /// Customers taken in.
    pub done: AtomicI64,
    /// Customers in all.
    pub total: AtomicI64,
}

/// Pieces that were read and wait to be packed, at most.
const WAITING: usize = 4;

/// Fills `warehouse` with everything that `still` sees, at its position in the outbox. Returns that position.
///
/// # Errors
/// When the database cannot be read, or `stopping` is cancelled (`interrupted`).
pub(crate) async fn load(
    still: &mut impl Connection,
    shape: &Shape,
    warehouse: &Arc<Warehouse>,
    progress: &Progress,
    stopping: &CancellationToken,
    now: i64,
) -> Result<(i64, Vec<Crossing>), Error> {
    let head = outbox::head(still).await?;
    progress.total.store(customers::standing_count(still).await?, Ordering::Relaxed);
    progress.done.store(0, Ordering::Relaxed);
    let (pieces, read) = mpsc::channel(WAITING);
    let (into, position) = (Arc::clone(warehouse), u64::try_from(head).unwrap_or(0));
    let packing = tokio::task::spawn_blocking(move || pack(&into, read, position, now));
    let whole = tell(still, shape, progress, stopping, &pieces).await;
    if whole.is_ok() {
        // Whoever packs has given up when nobody takes this, and says why below.
        let _ = pieces.send(Piece::End).await;
    }
    drop(pieces);
    let packed = packing.await.map_err(Error::internal)?;
    whole?;
    let crossings = packed.map_err(fault)?.ok_or_else(|| Error::internal("the warehouse was not packed to its end"))?;
    Ok((head, crossings))
}

/// What goes from the side that reads to the one that packs.
enum Piece {
    Customers(Vec<Met>),
    /// That was everybody.
    End,
}

/// Reads everybody, piece by piece.
async fn tell(
    still: &mut impl Connection,
    shape: &Shape,
    progress: &Progress,
    stopping: &CancellationToken,
    pieces: &mpsc::Sender<Piece>,
) -> Result<(), Error> {
    let mut after = 0;
    loop {
        let ids = customers::standing_after(still, after, PIECE).await?;
        let Some(last) = ids.last().copied() else { return Ok(()) };
        if stopping.is_cancelled() {
            return Err(platform::jobs::interrupted());
        }
        after = last;
        if pieces.send(Piece::Customers(meet(still, shape, &ids).await?)).await.is_err() {
            return Ok(());
        }
        progress.done.fetch_add(i64::try_from(ids.len()).unwrap_or(0), Ordering::Relaxed);
    }
}

/// Packs what comes, until the end; nothing when it breaks off before.
fn pack(
    warehouse: &Warehouse,
    mut pieces: mpsc::Receiver<Piece>,
    position: u64,
    now: i64,
) -> Result<Option<Vec<Crossing>>, Refusal> {
    let schema = warehouse.schema();
    let mut loader = warehouse.loader();
    while let Some(piece) = pieces.blocking_recv() {
        let Piece::Customers(customers) = piece else { return loader.finish(position, now).map(Some) };
        for met in customers {
            let sets: Vec<(SetKind, i64)> = met.sets.into_iter().collect();
            loader.customer(met.customer, &schema.attributes(&met.attributes)?, &sets)?;
            for fact in &met.facts {
                loader.told(met.customer, &fact.told())?;
            }
        }
    }
    Ok(None)
}
