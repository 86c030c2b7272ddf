//! Writing down what crossed, with how far that was followed, in one transaction.

use std::collections::{BTreeMap, BTreeSet};

use platform::db::Tx;
use platform::outbox::{self, Message};
use platform::{App, Error};
use serde_json::json;
use warehouse::{Crossing, Warehouse};

use super::{Books, CONSUMER, Live, SizeNews};
use crate::customers;
use crate::segments::model::{Cause, Crossed};
use crate::segments::records::{self, Clock, Sized};

/// A size is kept for each quarter of an hour in which somebody crossed.
pub(super) const QUARTER: i64 = 900_000;

impl Books {
    /// Takes crossings in, to be written with the next position.
    pub(super) fn owe(&mut self, crossings: Vec<Crossing>, cause: Cause) {
        self.owed.extend(crossings.into_iter().map(|one| Crossed {
            id: 0,
            segment: one.segment,
            customer: one.customer,
            entered: one.entered,
            at: one.at,
            cause,
        }));
    }

    /// Lets time pass in the warehouse until `now`, and takes in who crossed by that.
    pub(super) fn pass(&mut self, warehouse: &Warehouse, now: i64) {
        let crossings = tokio::task::block_in_place(|| warehouse.advance(now));
        self.owe(crossings, Cause::Expiry);
    }
}

/// Writes what is owed on `tx`, and says what the clock is afterwards. Nothing changes in memory: call [`settled`] after
/// the commit.
///
/// # Errors
/// `conflict` when another process has followed further; this one must begin anew.
pub(super) async fn write(tx: &mut Tx, books: &Books, warehouse: &Warehouse, now: i64) -> Result<Clock, Error> {
    let people: Vec<i64> = books.owed.iter().map(|one| one.customer).collect::<BTreeSet<_>>().into_iter().collect();
    // Who was erased is in no crossing from that instant on.
    let known = customers::on_file(tx, &people).await?;
    let mut last = books.clock.crossing_id;
    let mut rows = Vec::with_capacity(books.owed.len());
    for one in &books.owed {
        if known.contains(&one.customer) {
            last += 1;
            rows.push(Crossed { id: last, ..one.clone() });
        }
    }
    records::insert_crossings(tx, &rows).await?;
    records::put_sizes(tx, &sizes_of(&books.owed, |segment| warehouse.size(segment).map_or(0, |size| size.customers)))
        .await?;
    let acted_at = now.max(books.clock.acted_at);
    let clock = Clock { position: books.followed.max(books.clock.position), acted_at, crossing_id: last };
    if !records::tick(tx, books.clock, clock).await? {
        return Err(Error::conflict("segments_followed_elsewhere"));
    }
    outbox::advance(tx, CONSUMER, clock.position).await?;
    if let (Some(first), Some(end)) = (rows.first(), rows.last()) {
        let payload = json!({ "first": first.id, "last": end.id, "count": rows.len() });
        tx.emit(Message::new("segments.crossed", now, &payload)?);
    }
    Ok(clock)
}

/// Says that what was owed is in the database.
pub(super) fn settled(app: &App, books: &mut Books, warehouse: &Warehouse, clock: Clock, now: i64) {
    let live = Live::of(app);
    books.clock = clock;
    books.written_at = now;
    let touched: BTreeSet<i64> = books.owed.drain(..).map(|one| one.segment).collect();
    for segment in touched {
        if let Some(size) = warehouse.size(segment) {
            // Nobody may be listening.
            let _ = live.sizes.send(SizeNews { segment, size: size.customers, at: size.at });
        }
    }
}

/// The sizes at the end of each quarter in which somebody crossed, reckoned back from the size now.
pub(in crate::segments) fn sizes_of(crossings: &[Crossed], now: impl Fn(i64) -> u64) -> Vec<Sized> {
    let mut quarters: BTreeMap<(i64, i64), (i64, i64)> = BTreeMap::new();
    for one in crossings {
        let sums = quarters.entry((one.segment, one.at.div_euclid(QUARTER) * QUARTER)).or_default();
        if one.entered {
            sums.0 += 1;
        } else {
            sums.1 += 1;
        }
    }
    let mut rows: Vec<Sized> = Vec::with_capacity(quarters.len());
    let mut after: Option<(i64, i64)> = None;
    for ((segment, at), (entered, left)) in quarters.into_iter().rev() {
        let size = match after {
            Some((of, size)) if of == segment => size,
            _ => i64::try_from(now(segment)).unwrap_or(i64::MAX),
        };
        rows.push(Sized { segment, at, size, entered, left });
        after = Some((segment, size - entered + left));
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_reckoned_back_from_now() {
        let crossed = |segment, minutes: i64, entered| Crossed {
            id: 0,
            segment,
            customer: 1,
            entered,
            at: minutes * 60_000,
            cause: Cause::Change,
        };
        let rows = [
            crossed(1, 1, true),
            crossed(1, 2, true),
            crossed(1, 16, false),
            crossed(2, 3, true),
            crossed(1, 31, true),
        ];
        let told: Vec<String> = sizes_of(&rows, |segment| if segment == 1 { 7 } else { 1 })
            .into_iter()
            .map(|one| format!("{} {}: {} +{} -{}", one.segment, one.at / QUARTER, one.size, one.entered, one.left))
            .collect();
        assert_eq!(told, ["2 0: 1 +1 -0", "1 2: 7 +1 -0", "1 1: 6 +0 -1", "1 0: 7 +2 -0"]);
    }
}
