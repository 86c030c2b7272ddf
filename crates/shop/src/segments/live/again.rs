//! Past events read again, after the shop declared what they say or took a declaration back: piece by piece between other
//! steps, so that live segments stay right meanwhile. Questions see the new catalogue when all of it is there.
//!
//! Absent from here: a catalogue that lost a column; then the warehouse is put together anew.

use std::collections::BTreeSet;
use std::sync::Arc;

use platform::{App, Error};
use warehouse::Refusal;

use super::{Books, Held, Live};
use crate::segments::catalogue::Shape;
use crate::segments::feed::{fault, mark};
use crate::segments::model::Cause;
use crate::segments::properties::{EventProperty, differing};
use crate::{customers, events};

/// Customers read at a time.
const PIECE: usize = 1_000;

/// What is being read again.
#[derive(Debug)]
pub(super) struct Again {
    /// What rules may name when it is done; what comes in is taken in by it already.
    shape: Arc<Shape>,
    /// Who is still to be read.
    customers: Vec<i64>,
}

impl Books {
    /// What facts are made by now: what questions may name, or what they soon may.
    pub(super) fn shape(&self, held: &Held) -> Arc<Shape> {
        Arc::clone(self.again.as_ref().map_or(&held.shape, |again| &again.shape))
    }

    /// Takes a changed catalogue in; `false` when the warehouse has to be put together anew.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(super) async fn reshape(&mut self, app: &App, held: &Held, shape: Shape) -> Result<bool, Error> {
        let before = self.shape(held);
        if mark(&before)? != mark(&shape)? {
            if shape.business != before.business {
                return Ok(false);
            }
            let schema = warehouse::Schema::new(&shape.catalogue, shape.business.zone()).map_err(fault)?;
            match held.warehouse.extend(schema) {
                Ok(()) => {}
                Err(Refusal::Reshaped(_)) => return Ok(false),
                Err(refusal) => return Err(fault(refusal)),
            }
        }
        let mut wanted = who_said(app, &differing(&before.properties, &shape.properties)).await?;
        wanted.extend(self.again.take().into_iter().flat_map(|again| again.customers));
        self.again = Some(Again { shape: Arc::new(shape), customers: wanted.into_iter().collect() });
        Ok(true)
    }

    /// Reads the next piece; how many customers that were. When nobody is left, questions may name everything.
    ///
    /// # Errors
    /// When the database cannot be read: the piece is then read by the next step.
    pub(super) async fn read_again(&mut self, app: &App, live: &Live, held: &Arc<Held>) -> Result<usize, Error> {
        let Some(again) = &self.again else { return Ok(0) };
        let (shape, left) = (Arc::clone(&again.shape), again.customers.len().saturating_sub(PIECE));
        let piece: Vec<i64> = again.customers.iter().skip(left).copied().collect();
        if !piece.is_empty() {
            let changes = self.feed.again(app, &shape, &held.warehouse, &piece).await?;
            let now = app.clock.now();
            self.pass(&held.warehouse, now);
            let crossings = tokio::task::block_in_place(|| held.warehouse.amend(&changes, now)).map_err(fault)?;
            self.owe(crossings, Cause::Change);
        }
        if left == 0 {
            self.again = None;
            live.hold(Some(Held { warehouse: Arc::clone(&held.warehouse), shape }));
        } else if let Some(again) = &mut self.again {
            again.customers.truncate(left);
        }
        Ok(piece.len())
    }
}

/// The customers whose events say one of these.
async fn who_said(app: &App, declared: &[EventProperty]) -> Result<BTreeSet<i64>, Error> {
    let mut wanted = BTreeSet::new();
    if declared.is_empty() {
        return Ok(wanted);
    }
    let mut session = app.db.read().await?;
    for property in declared {
        let profiles = events::who_said(&mut session, property.event.as_deref(), &property.key).await?;
        wanted.extend(customers::customers_of(&mut session, &profiles).await?.into_iter().map(|(_, id)| id));
    }
    Ok(wanted)
}
