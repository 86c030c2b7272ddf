//! Writing what a reckoning came to: only what differs from what stands, a few thousand customers at a time, each piece with
//! its news in one transaction. Killed half-way, the next reckoning finds what is written already and goes on.

use std::collections::BTreeSet;

use platform::db::Tx;
use platform::jobs::{self, Job};
use platform::outbox::Message;
use platform::{App, Error, Id};
use serde_json::json;

use super::model::Scored;
use super::past::Past;
use super::reckon::Reckoning;
use super::records;
use super::refills::{Marks, Refill};
use crate::customers;

/// The message that says whose scores changed.
pub const CHANGED: &str = "value.changed";
/// Customers written in one transaction.
const PIECE: usize = 2_000;
/// What the card needs, among the pages.
pub(super) const KNOWN: &str = "known";

/// What differs from what stands.
#[derive(Debug, Default)]
struct Difference {
    /// Places in [`Reckoning::scored`].
    changed: Vec<usize>,
    /// Customers who have no scores any more.
    gone: Vec<i64>,
}

async fn difference(app: &App, scored: &[Scored]) -> Result<Difference, Error> {
    let mut found = Difference::default();
    let mut at = 0;
    records::all(&mut app.db.read().await?, |stands| {
        while scored.get(at).is_some_and(|one| one.customer < stands.customer) {
            found.changed.push(at);
            at += 1;
        }
        match scored.get(at).filter(|one| one.customer == stands.customer) {
            Some(one) => {
                if *one != stands {
                    found.changed.push(at);
                }
                at += 1;
            }
            None => found.gone.push(stands.customer),
        }
    })
    .await?;
    found.changed.extend(at..scored.len());
    Ok(found)
}

fn say(tx: &mut Tx, customers: impl Iterator<Item = i64>, now: i64) -> Result<(), Error> {
    let ids: Vec<Id> = customers.map(Id).collect();
    if !ids.is_empty() {
        tx.emit(Message::new(CHANGED, now, &json!({ "customers": ids }))?);
    }
    Ok(())
}

/// Writes scores and refills.
///
/// # Errors
/// When the database refuses, or the program stops.
pub(super) async fn write(app: &App, job: &Job, reckoning: &Reckoning) -> Result<(), Error> {
    let Difference { changed, gone } = difference(app, &reckoning.scored).await?;
    let total = i64::try_from(changed.len() + gone.len()).unwrap_or(i64::MAX);
    let mut done = 0_i64;
    for piece in changed.chunks(PIECE) {
        let mut rows: Vec<Scored> = piece.iter().filter_map(|at| reckoning.scored.get(*at)).cloned().collect();
        let ids: Vec<i64> = rows.iter().map(|one| one.customer).collect();
        let mut tx = app.db.begin().await?;
        // Who was erased meanwhile gets no row again.
        let kept = customers::on_file(&mut tx, &ids).await?;
        rows.retain(|one| kept.contains(&one.customer));
        records::put(&mut tx, &rows).await?;
        say(&mut tx, rows.iter().map(|one| one.customer), app.clock.now())?;
        done += i64::try_from(piece.len()).unwrap_or(0);
        settle(&mut tx, job, piece.len(), done, total).await?;
        tx.commit().await?;
        if job.stopping.is_cancelled() {
            return Err(jobs::interrupted());
        }
    }
    for piece in gone.chunks(PIECE) {
        let mut tx = app.db.begin().await?;
        records::drop_of(&mut tx, piece).await?;
        say(&mut tx, piece.iter().copied(), app.clock.now())?;
        done += i64::try_from(piece.len()).unwrap_or(0);
        settle(&mut tx, job, piece.len(), done, total).await?;
        tx.commit().await?;
    }
    refills(app, job, &reckoning.refills).await?;
    past(app, job, &reckoning.past).await
}

async fn settle(tx: &mut Tx, job: &Job, changed: usize, done: i64, total: i64) -> Result<(), Error> {
    records::add_changed(tx, i64::try_from(changed).unwrap_or(0)).await?;
    records::tell(tx, "writing", done, total).await?;
    jobs::progressed(tx, job.id).await
}

/// Writes when customers are due for what they use up, where that differs. Whose marks change is told.
async fn refills(app: &App, job: &Job, fresh: &[Refill]) -> Result<(), Error> {
    let mut stood: Vec<Option<Refill>> = vec![None; fresh.len()];
    let mut gone: Vec<Refill> = Vec::new();
    records::refills(&mut app.db.read().await?, |stands| {
        let found = fresh.binary_search_by(|one| {
            (one.customer, one.family.as_str()).cmp(&(stands.customer, stands.family.as_str()))
        });
        match found.ok().and_then(|at| stood.get_mut(at)) {
            Some(slot) => *slot = Some(stands),
            None => gone.push(stands),
        }
    })
    .await?;
    let differs = |(one, stood): &(&Refill, Option<Refill>)| stood.as_ref() != Some(*one);
    let changed: Vec<(&Refill, Option<Refill>)> = fresh.iter().zip(stood).filter(differs).collect();
    for piece in changed.chunks(PIECE) {
        let ids: BTreeSet<i64> = piece.iter().map(|(one, _)| one.customer).collect();
        let mut tx = app.db.begin().await?;
        let kept = customers::on_file(&mut tx, &ids.into_iter().collect::<Vec<_>>()).await?;
        let rows = || piece.iter().filter(|(one, _)| kept.contains(&one.customer));
        records::put_refills(&mut tx, &rows().map(|(one, _)| *one).collect::<Vec<_>>()).await?;
        let marked = |stood: &Option<Refill>| stood.as_ref().map_or(Marks::default(), |stood| stood.marks);
        let told: BTreeSet<i64> =
            rows().filter(|(one, stood)| marked(stood) != one.marks).map(|(one, _)| one.customer).collect();
        say(&mut tx, told.into_iter(), app.clock.now())?;
        jobs::progressed(&mut tx, job.id).await?;
        tx.commit().await?;
        if job.stopping.is_cancelled() {
            return Err(jobs::interrupted());
        }
    }
    for piece in gone.chunks(PIECE) {
        let mut tx = app.db.begin().await?;
        for one in piece {
            records::drop_refill(&mut tx, one).await?;
        }
        let told: BTreeSet<i64> =
            piece.iter().filter(|one| one.marks != Marks::default()).map(|one| one.customer).collect();
        say(&mut tx, told.into_iter(), app.clock.now())?;
        tx.commit().await?;
    }
    Ok(())
}

/// Writes each customer's part in pictures of what has been, where that differs. Nobody follows it.
async fn past(app: &App, job: &Job, fresh: &[Past]) -> Result<(), Error> {
    let mut same = vec![false; fresh.len()];
    let mut gone: Vec<i64> = Vec::new();
    records::all_past(&mut app.db.read().await?, |stands| {
        match fresh.binary_search_by_key(&stands.customer, |one| one.customer) {
            Ok(at) => {
                if let (Some(slot), Some(one)) = (same.get_mut(at), fresh.get(at)) {
                    *slot = *one == stands;
                }
            }
            Err(_) => gone.push(stands.customer),
        }
    })
    .await?;
    let changed: Vec<&Past> = fresh.iter().zip(same).filter(|(_, same)| !same).map(|(one, _)| one).collect();
    for piece in changed.chunks(PIECE) {
        let ids: Vec<i64> = piece.iter().map(|one| one.customer).collect();
        let mut tx = app.db.begin().await?;
        let kept = customers::on_file(&mut tx, &ids).await?;
        let rows: Vec<&Past> = piece.iter().filter(|one| kept.contains(&one.customer)).copied().collect();
        records::put_past(&mut tx, &rows).await?;
        jobs::progressed(&mut tx, job.id).await?;
        tx.commit().await?;
        if job.stopping.is_cancelled() {
            return Err(jobs::interrupted());
        }
    }
    for piece in gone.chunks(PIECE) {
        let mut tx = app.db.begin().await?;
        records::drop_past(&mut tx, piece).await?;
        tx.commit().await?;
    }
    Ok(())
}
