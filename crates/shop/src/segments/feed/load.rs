//! The whole database into the warehouse.

use std::sync::atomic::{AtomicI64, Ordering};

use platform::db::Connection;
use platform::{Error, outbox};
use rules::SetKind;
use tokio_util::sync::CancellationToken;
use warehouse::{Crossing, Warehouse};

use super::super::catalogue::Shape;
use super::{fault, take};
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

/// Fills `warehouse` with everything that `still` sees, at its position in the outbox. Returns that position.
///
/// # Errors
/// When the database cannot be read, or `stopping` is cancelled (`interrupted`).
pub(crate) async fn load(
    still: &mut impl Connection,
    shape: &Shape,
    warehouse: &Warehouse,
    progress: &Progress,
    stopping: &CancellationToken,
    now: i64,
) -> Result<(i64, Vec<Crossing>), Error> {
    let head = outbox::head(still).await?;
    progress.total.store(customers::standing_count(still).await?, Ordering::Relaxed);
    progress.done.store(0, Ordering::Relaxed);
    let schema = warehouse.schema();
    let mut loader = warehouse.loader();
    let mut after = 0;
    loop {
        let ids = customers::standing_after(still, after, PIECE).await?;
        let Some(last) = ids.last().copied() else { break };
        if stopping.is_cancelled() {
            return Err(platform::jobs::interrupted());
        }
        after = last;
        for taken in take(still, shape, &ids).await? {
            let sets: Vec<(SetKind, i64)> = taken.sets.into_iter().collect();
            let attributes = schema.attributes(&taken.person.attributes).map_err(fault)?;
            loader.customer(taken.customer, &attributes, &sets).map_err(fault)?;
            for fact in &taken.person.facts {
                loader.fact(taken.customer, &schema.fact(fact).map_err(fault)?).map_err(fault)?;
            }
        }
        progress.done.fetch_add(i64::try_from(ids.len()).unwrap_or(0), Ordering::Relaxed);
    }
    let position = u64::try_from(head).unwrap_or(0);
    let crossings = tokio::task::block_in_place(|| loader.finish(position, now)).map_err(fault)?;
    Ok((head, crossings))
}
