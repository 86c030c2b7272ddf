//! A changed catalogue taken in. What was said already is read again after the shop declared what events say, or took a field
//! of its own up again: piece by piece between other steps, so that live segments stay right meanwhile. Questions see the new
//! catalogue when all of it is there. What the catalogue has no more is forgotten at once.
//!
//! Absent from here: another time zone or currency, and another order of what stays; then the warehouse is put together anew.

use std::collections::BTreeSet;
use std::sync::Arc;

use platform::{App, Error};
use warehouse::Refusal;

use super::{Books, Held, Live};
use crate::fields::{self, Field};
use crate::segments::catalogue::{Shape, kinds_of};
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

    /// Takes a changed catalogue in, and answers what is held from then on; nothing when the warehouse has to be put
    /// together anew.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(super) async fn reshape(
        &mut self,
        app: &App,
        live: &Live,
        held: &Arc<Held>,
        shape: Shape,
    ) -> Result<Option<Arc<Held>>, Error> {
        let before = self.shape(held);
        if mark(&before)? != mark(&shape)? && shape.business != before.business {
            return Ok(None);
        }
        let mut held = Arc::clone(held);
        if before.catalogue != shape.catalogue {
            let schema = warehouse::Schema::new(&shape.catalogue, shape.business.zone()).map_err(fault)?;
            match held.warehouse.extend(schema.clone()) {
                Ok(()) => {}
                Err(Refusal::Reshaped(_)) => {
                    let narrow = tokio::task::block_in_place(|| held.warehouse.without(schema));
                    let Ok(narrow) = narrow else { return Ok(None) };
                    held =
                        live.hold_now(Held { warehouse: Arc::new(narrow), shape: Arc::new(left(&held.shape, &shape)) });
                    // Should the rest fail, the next step begins from what is held.
                    if let Some(again) = &mut self.again {
                        again.shape = Arc::clone(&held.shape);
                    }
                }
                Err(refusal) => return Err(fault(refusal)),
            }
        }
        let mut declared = differing(&before.properties, &shape.properties);
        // What no kind has any more was forgotten with its column.
        declared.retain(|one| {
            let has = |kind: &&str| shape.catalogue.kind(kind).is_some_and(|kind| kind.property(&one.name()).is_some());
            kinds_of(one.event.as_deref()).iter().any(has)
        });
        let had = |field: &&Field| !before.fields.iter().any(|known| known.id == field.id);
        let taken_up: Vec<&Field> = shape.fields.iter().filter(had).collect();
        let mut wanted = who_said(app, &declared, &taken_up).await?;
        wanted.extend(self.again.take().into_iter().flat_map(|again| again.customers));
        self.again = Some(Again { shape: Arc::new(shape), customers: wanted.into_iter().collect() });
        Ok(Some(held))
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

/// What questions may go on naming: what both shapes have.
fn left(before: &Shape, after: &Shape) -> Shape {
    let mut left = before.clone();
    let now = |name: &str| after.catalogue.attribute(name);
    left.catalogue
        .attributes
        .retain(|one| now(&one.name).is_some_and(|now| now.kind == one.kind && now.derived == one.derived));
    for kind in &mut left.catalogue.kinds {
        let now = after.catalogue.kind(&kind.name);
        kind.properties
            .retain(|one| now.and_then(|kind| kind.property(&one.name)).is_some_and(|now| now.kind == one.kind));
    }
    left.properties.retain(|one| after.properties.iter().any(|now| now.id == one.id));
    left.fields.retain(|one| after.fields.iter().any(|now| now.id == one.id));
    left
}

/// The customers whose events say one of these, and those who have a value in one of the fields.
async fn who_said(app: &App, declared: &[EventProperty], fields: &[&Field]) -> Result<BTreeSet<i64>, Error> {
    let mut wanted = BTreeSet::new();
    if declared.is_empty() && fields.is_empty() {
        return Ok(wanted);
    }
    let mut session = app.db.read().await?;
    let mut profiles = Vec::new();
    for property in declared {
        profiles.extend(events::who_said(&mut session, property.event.as_deref(), &property.key).await?);
    }
    for field in fields {
        profiles.extend(fields::who_has(&mut session, &field.key).await?);
    }
    profiles.sort_unstable();
    profiles.dedup();
    wanted.extend(customers::customers_of(&mut session, &profiles).await?.into_iter().map(|(_, id)| id));
    Ok(wanted)
}
