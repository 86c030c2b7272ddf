//! Writing what a reckoning came to: only what differs from what stands, a few thousand customers at a time, each piece with
//! its news in one transaction. Killed half-way, the next reckoning finds what is written already and goes on.

use std::collections::BTreeSet;

use platform::db::Tx;
use platform::jobs::{self, Job};
use platform::outbox::Message;
use platform::{App, Error, Id};
use serde_json::json;

use super::model::Scored;
use super::numbers::count;
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
                if *one != (Scored { as_of: None, ..stands }) {
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

pub(super) fn say(tx: &mut Tx, customers: impl Iterator<Item = i64>, now: i64) -> Result<(), Error> {
    let ids: Vec<Id> = customers.map(Id).collect();
    if !ids.is_empty() {
        tx.emit(Message::new(CHANGED, now, &json!({ "customers": ids }))?);
    }
    Ok(())
}

/// How far the writing is.
struct Written<'w> {
    app: &'w App,
    job: &'w Job,
    done: i64,
    total: i64,
}

impl Written<'_> {
    /// Ends a piece of so many rows, saying how far it is.
    async fn end(&mut self, mut tx: Tx, rows: usize) -> Result<(), Error> {
        self.done += count(rows);
        records::tell(&mut tx, "writing", self.done, self.total).await?;
        jobs::progressed(&mut tx, self.job.id).await?;
        tx.commit().await?;
        if self.job.stopping.is_cancelled() { Err(jobs::interrupted()) } else { Ok(()) }
    }
}

/// Writes scores, refills and everybody's part in pictures of what has been.
///
/// # Errors
/// When the database refuses, or the program stops.
pub(super) async fn write(app: &App, job: &Job, reckoning: &Reckoning) -> Result<(), Error> {
    let differs = difference(app, &reckoning.scored).await?;
    let due = due(app, &reckoning.refills).await?;
    let past = past(app, &reckoning.past).await?;
    let rows = [
        differs.changed.len() + differs.gone.len(),
        due.changed.len() + due.gone.len(),
        past.changed.len() + past.gone.len(),
    ];
    let mut written = Written { app, job, done: 0, total: count(rows.iter().sum()) };
    write_scores(&mut written, &reckoning.scored, &differs).await?;
    write_refills(&mut written, &due).await?;
    write_past(&mut written, &past).await
}

async fn write_scores(written: &mut Written<'_>, scored: &[Scored], differs: &Difference) -> Result<(), Error> {
    let app = written.app;
    for piece in differs.changed.chunks(PIECE) {
        let mut rows: Vec<Scored> = piece.iter().filter_map(|at| scored.get(*at)).cloned().collect();
        let ids: Vec<i64> = rows.iter().map(|one| one.customer).collect();
        let mut tx = app.db.begin().await?;
        records::turn(&mut tx).await?;
        // Who was erased meanwhile gets no row again.
        let kept = customers::on_file(&mut tx, &ids).await?;
        rows.retain(|one| kept.contains(&one.customer));
        records::put(&mut tx, &rows).await?;
        say(&mut tx, rows.iter().map(|one| one.customer), app.clock.now())?;
        records::add_changed(&mut tx, count(piece.len())).await?;
        written.end(tx, piece.len()).await?;
    }
    for piece in differs.gone.chunks(PIECE) {
        let mut tx = app.db.begin().await?;
        records::turn(&mut tx).await?;
        records::drop_of(&mut tx, "value_scores", piece).await?;
        say(&mut tx, piece.iter().copied(), app.clock.now())?;
        records::add_changed(&mut tx, count(piece.len())).await?;
        written.end(tx, piece.len()).await?;
    }
    Ok(())
}

/// Refills that differ from what stands.
struct Due<'d> {
    /// With what stood.
    changed: Vec<(&'d Refill, Option<Refill>)>,
    gone: Vec<Refill>,
}

async fn due<'d>(app: &App, fresh: &'d [Refill]) -> Result<Due<'d>, Error> {
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
    Ok(Due { changed: fresh.iter().zip(stood).filter(differs).collect(), gone })
}

/// Writes when customers are due for what they use up, where that differs. Whose marks change is told.
async fn write_refills(written: &mut Written<'_>, due: &Due<'_>) -> Result<(), Error> {
    let app = written.app;
    for piece in due.changed.chunks(PIECE) {
        let ids: BTreeSet<i64> = piece.iter().map(|(one, _)| one.customer).collect();
        let mut tx = app.db.begin().await?;
        records::turn(&mut tx).await?;
        let kept = customers::on_file(&mut tx, &ids.into_iter().collect::<Vec<_>>()).await?;
        let rows = || piece.iter().filter(|(one, _)| kept.contains(&one.customer));
        records::put_refills(&mut tx, &rows().map(|(one, _)| *one).collect::<Vec<_>>()).await?;
        let marked = |stood: &Option<Refill>| stood.as_ref().map_or(Marks::default(), |stood| stood.marks);
        let told: BTreeSet<i64> =
            rows().filter(|(one, stood)| marked(stood) != one.marks).map(|(one, _)| one.customer).collect();
        say(&mut tx, told.into_iter(), app.clock.now())?;
        written.end(tx, piece.len()).await?;
    }
    for piece in due.gone.chunks(PIECE) {
        let mut tx = app.db.begin().await?;
        records::turn(&mut tx).await?;
        for one in piece {
            records::drop_refill(&mut tx, one).await?;
        }
        let told: BTreeSet<i64> =
            piece.iter().filter(|one| one.marks != Marks::default()).map(|one| one.customer).collect();
        say(&mut tx, told.into_iter(), app.clock.now())?;
        written.end(tx, piece.len()).await?;
    }
    Ok(())
}

/// Parts in pictures of what has been that differ from what stands.
struct Pasts<'p> {
    changed: Vec<&'p Past>,
    /// Customers who have none any more.
    gone: Vec<i64>,
}

async fn past<'p>(app: &App, fresh: &'p [Past]) -> Result<Pasts<'p>, Error> {
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
    Ok(Pasts { changed: fresh.iter().zip(same).filter(|(_, same)| !same).map(|(one, _)| one).collect(), gone })
}

/// Writes each customer's part in pictures of what has been, where that differs. Nobody follows it; from the first piece on
/// until the reckoning ends the rows are of two reckonings, and say so.
async fn write_past(written: &mut Written<'_>, past: &Pasts<'_>) -> Result<(), Error> {
    let app = written.app;
    for piece in past.changed.chunks(PIECE) {
        let ids: Vec<i64> = piece.iter().map(|one| one.customer).collect();
        let mut tx = app.db.begin().await?;
        records::past_touched(&mut tx).await?;
        let kept = customers::on_file(&mut tx, &ids).await?;
        let rows: Vec<&Past> = piece.iter().filter(|one| kept.contains(&one.customer)).copied().collect();
        records::put_past(&mut tx, &rows).await?;
        written.end(tx, piece.len()).await?;
    }
    for piece in past.gone.chunks(PIECE) {
        let mut tx = app.db.begin().await?;
        records::past_touched(&mut tx).await?;
        records::drop_of(&mut tx, "value_past", piece).await?;
        written.end(tx, piece.len()).await?;
    }
    Ok(())
}
