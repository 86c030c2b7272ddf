//! The reading half of an import: a thread of its own that reads the file and hands batches over a short channel, so
//! that reading and writing overlap and memory stays flat.

use connectors::drafts::{Draft, Refusal};
use connectors::reading::{self, Input, Item, Items, Options, ReadError};
use connectors::table::Mapping;
use tokio::sync::mpsc;

/// Items of a batch: enough that statements over many rows are full, few enough that those read ahead weigh little.
pub(super) const BATCH: usize = 4_000;
/// How many times the usual size a batch may grow, when no row is a good place to stop at.
const MOST: usize = 4;
/// Batches read ahead.
const AHEAD: usize = 1;

/// Some rows of the file, taken as a whole or not at all.
pub(super) struct Batch {
    pub(super) drafts: Vec<Draft>,
    pub(super) refusals: Vec<Refusal>,
    /// Everything before this row has been handed over.
    pub(super) resume_row: i64,
    /// Rows read since the batch before.
    pub(super) rows: i64,
    /// Bytes read since the beginning.
    pub(super) bytes_done: i64,
}

/// Reads the file at `path` from row `from` on (0: from its beginning), `size` items at a time. The channel ends with
/// the file; an error is the last thing on it.
pub(super) fn start(
    path: String,
    mapping: Option<Mapping>,
    from: i64,
    size: usize,
) -> mpsc::Receiver<Result<Batch, ReadError>> {
    let (to, batches) = mpsc::channel(AHEAD);
    tokio::task::spawn_blocking(move || {
        if let Err(error) = read(path, mapping.as_ref(), from, size, &to) {
            // When nobody listens any more, there is nobody to tell.
            let _ = to.blocking_send(Err(error));
        }
    });
    batches
}

fn read(
    path: String,
    mapping: Option<&Mapping>,
    from: i64,
    usual: usize,
    to: &mpsc::Sender<Result<Batch, ReadError>>,
) -> Result<(), ReadError> {
    let opened = reading::open(&Input::Path(path.into()), &Options::default())?;
    let mut items = opened.into_items(mapping)?;
    if from > 0 {
        items.resume_from(u64::try_from(from).unwrap_or(0))?;
    }
    let mut seen = 0;
    let mut last_row = 0;
    let mut batch = empty();
    while let Some(item) = items.next_item()? {
        last_row = last_row.max(reach(&item));
        match item {
            Item::Draft(draft) => batch.drafts.push(draft),
            Item::Refused(refusal) => batch.refusals.push(refusal),
        }
        let size = batch.drafts.len() + batch.refusals.len();
        // Where no later row has been handed over yet, an interrupted import repeats nothing.
        let full = size >= usual.saturating_mul(MOST) || size >= usual && items.progress().resume_row > last_row;
        if full && to.blocking_send(Ok(close(&mut batch, &items, &mut seen))).is_err() {
            return Ok(());
        }
    }
    // The last one goes even when it is empty: it says that the end is reached.
    let _ = to.blocking_send(Ok(close(&mut batch, &items, &mut seen)));
    Ok(())
}

fn empty() -> Batch {
    Batch { drafts: Vec::new(), refusals: Vec::new(), resume_row: 0, rows: 0, bytes_done: 0 }
}

fn close(batch: &mut Batch, items: &Items, seen: &mut i64) -> Batch {
    let (progress, counts) = (items.progress(), items.counts());
    let whole = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    // A row that was read ahead, to see where an order ends, is read again after a break: it counts when it is handed over.
    let rows = [counts.drafted, counts.refused, counts.blank, counts.foreign].into_iter().map(whole).sum();
    let mut done = std::mem::replace(batch, empty());
    done.resume_row = whole(progress.resume_row);
    done.rows = rows - *seen;
    done.bytes_done = whole(progress.bytes_done);
    *seen = rows;
    done
}

/// The last row that an item speaks of.
fn reach(item: &Item) -> u64 {
    let lines = match item {
        Item::Draft(Draft::Order(order)) => &order.lines,
        Item::Draft(Draft::Lines(lines)) => &lines.lines,
        _ => return item.first_row(),
    };
    lines.iter().map(|line| line.row).max().unwrap_or(0).max(item.first_row())
}
