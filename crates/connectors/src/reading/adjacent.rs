//! Orders whose lines stand in rows of their own, one below the other.

use crate::{
    drafts::{Draft, OrderDraft, Reason, Refusal},
    reading::{Drafter, Header, MOST_LINES, Out, View, dated},
    source::Row,
};

/// Reads a row as an order with the one line that it states, and joins two such.
pub(crate) trait OrderRows: Send {
    /// The row as an order of one line.
    fn order(&self, row: &Row) -> Result<OrderDraft, Box<Refusal>>;

    /// The columns, for refusals.
    fn header(&self) -> &Header;

    /// Adds a further row of the same order.
    fn join(&self, open: &mut OrderDraft, next: OrderDraft);
}

/// Holds an order open while its rows go on.
pub(crate) struct Adjacent<R> {
    rows: R,
    open: Option<Box<OrderDraft>>,
}

impl<R: OrderRows> Adjacent<R> {
    pub(crate) fn new(rows: R) -> Self {
        Self { rows, open: None }
    }
}

impl<R: OrderRows> Drafter for Adjacent<R> {
    fn take(&mut self, row: &Row, out: &mut Out) {
        match self.rows.order(row) {
            Ok(next) => {
                let next = dated(next, View::new(row, self.rows.header()), None);
                if let Some(open) = self.open.as_mut().filter(|open| open.number == next.number) {
                    if open.lines.len() >= MOST_LINES {
                        out.refuse(*View::new(row, self.rows.header()).refuse(None, Reason::TooLong));
                    } else {
                        join_times(open, &next);
                        open.undated.extend(next.undated.iter().cloned());
                        self.rows.join(open, next);
                    }
                } else {
                    self.finish(out);
                    self.open = Some(Box::new(next));
                }
            }
            Err(refusal) => out.refuse(*refusal),
        }
    }

    fn finish(&mut self, out: &mut Out) {
        if let Some(mut open) = self.open.take() {
            if open.stated_at().is_some() {
                open.undated.clear();
            }
            out.draft(Draft::Order(open));
        }
    }

    fn open_from(&self) -> Option<u64> {
        self.open.as_ref().map(|open| open.row)
    }
}

/// Takes over the times that only a further row of the order states.
pub(crate) fn join_times(open: &mut OrderDraft, next: &OrderDraft) {
    open.placed_at = open.placed_at.or(next.placed_at);
    open.paid_at = open.paid_at.or(next.paid_at);
    open.shipped_at = open.shipped_at.or(next.shipped_at);
    open.finished_at = open.finished_at.or(next.finished_at);
}

/// The sum of two amounts of which either may be unknown.
pub(crate) fn sum(left: Option<i64>, right: Option<i64>) -> Option<i64> {
    match (left, right) {
        (Some(left), Some(right)) => left.checked_add(right),
        (one, other) => one.or(other),
    }
}

/// Joins the parcels of two rows, each once.
pub(crate) fn join_shipments(open: &mut OrderDraft, next: &mut OrderDraft) {
    for parcel in next.shipments.drain(..) {
        if !open.shipments.iter().any(|known| known.tracking == parcel.tracking) {
            open.shipments.push(parcel);
        }
    }
}
