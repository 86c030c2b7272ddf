//! Issuing many coupons: codes by the million, or one for everybody in a segment or list, as a job.
//!
//! A piece and how far the batch is are written in one transaction, so that a batch that dies anywhere goes on where it
//! was, and issues nothing twice. Memory does not grow with the batch.

use std::collections::BTreeSet;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use platform::db::Tx;
use platform::http::Caller;
use platform::jobs::{self, Job, New};
use platform::{App, Error, Id, Instant, audit};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::limits::count_customers;
use super::model::{Batch, BatchState, CouponCodes, CouponSource, Record, Target};
use super::programme;
use super::records::batches::{self, Kept};
use super::records::{coupons, programmes};
use super::told;
use crate::customers;
use crate::promotions::{self, State, all_shops};
use crate::segments;

/// The kind of the job.
pub const JOB: &str = "coupons.issue";
/// Codes of one transaction.
const CODES: i64 = 20_000;
/// Customers of one transaction.
const CUSTOMERS: usize = 1_000;
/// Codes of one batch.
const MOST_CODES: i64 = 10_000_000;
/// Customers that a request may name.
const MOST_NAMED: usize = 10_000;
/// Characters of a note.
const NOTE: usize = 200;

#[derive(Debug, Serialize, Deserialize)]
struct Payload {
    batch: Id,
}

/// Begins a batch; a job does the rest.
///
/// # Errors
/// `wrong_state` while the programme is not published; `invalid` naming the field.
pub async fn begin(
    app: &App,
    caller: &Caller,
    programme_id: i64,
    target: Target,
    note: Option<String>,
) -> Result<Batch, Error> {
    all_shops(caller)?;
    let now = app.clock.now();
    let total = total(app, &target, now).await?;
    let mut tx = app.db.begin().await?;
    let programme = programme::find(&mut tx, programme_id).await?;
    let terms = promotions::find(&mut tx, programme_id).await?;
    match (&target, programme.how.codes) {
        (Target::Codes(_), CouponCodes::Unique)
        | (Target::Segment(_) | Target::Customers(_), CouponCodes::None | CouponCodes::Unique) => {}
        _ => return Err(Error::invalid("to", "not_allowed")),
    }
    if !matches!(terms.state(now), State::Running | State::Scheduled) {
        return Err(Error::conflict("wrong_state"));
    }
    let note = note.map(|note| note.trim().to_owned()).filter(|note| !note.is_empty());
    if note.as_ref().is_some_and(|note| note.chars().count() > NOTE) {
        return Err(Error::invalid("note", "too_long"));
    }
    let batch = Batch {
        id: Id(app.ids.next()),
        programme_id: Id(programme_id),
        to: target.kind().to_owned(),
        total,
        done: 0,
        issued: 0,
        skipped: 0,
        skipped_blacklisted: 0,
        skipped_enough: 0,
        state: BatchState::Waiting,
        problem: None,
        note,
        created_at: Instant(now),
        created_by: caller.actor.name().to_owned(),
        finished_at: None,
    };
    batches::insert(&mut tx, &batch, &target).await?;
    jobs::enqueue(&mut tx, New::now(JOB, &Payload { batch: batch.id })?.unique(batch.id.to_string()), now).await?;
    let detail = json!({ "batch": batch.id, "to": target.kind(), "total": total });
    let subject = programme_id.to_string();
    audit::record(&mut tx, caller, "coupons.issued", Some("promotion"), Some(&subject), &detail, now).await?;
    tx.commit().await?;
    Ok(batch)
}

async fn total(app: &App, target: &Target, now: i64) -> Result<i64, Error> {
    match target {
        Target::Codes(count) if (1..=MOST_CODES).contains(count) => Ok(*count),
        Target::Codes(_) => Err(Error::invalid("to.codes", "out_of_range")),
        Target::Customers(ids) if ids.is_empty() => Err(Error::invalid("to.customers", "required")),
        Target::Customers(ids) if ids.len() > MOST_NAMED => Err(Error::invalid("to.customers", "too_many")),
        Target::Customers(ids) => Ok(size(ids.iter().collect::<BTreeSet<_>>().len())),
        Target::Segment(id) => Ok(size(segments::ask::inside(app, id.0, now).await?.len())),
    }
}

/// Issues what is left of a batch. Running it again issues nothing twice.
///
/// # Errors
/// `interrupted` when the program stops; otherwise when the database refuses.
pub async fn run(app: App, job: Job) -> Result<(), Error> {
    let Payload { batch: Id(id) } = job.read()?;
    let Some(mut kept) = batches::find(&mut app.db.read().await?, id).await? else { return Ok(()) };
    if kept.batch.state == BatchState::Failed {
        // Somebody sent the parked job back into the queue.
        let mut tx = app.db.begin().await?;
        batches::resume(&mut tx, id).await?;
        tx.commit().await?;
        kept.batch.state = BatchState::Running;
    }
    let mut customers: Vec<i64> = match &kept.target {
        Target::Codes(_) => Vec::new(),
        Target::Customers(ids) => ids.iter().map(|id| id.0).collect::<BTreeSet<_>>().into_iter().collect(),
        Target::Segment(segment) => segments::ask::inside(&app, segment.0, app.clock.now()).await?,
    };
    let after = kept.after;
    customers.retain(|customer| *customer > after);
    let mut customers = customers.chunks(CUSTOMERS);
    loop {
        if job.stopping.is_cancelled() {
            return Err(jobs::interrupted());
        }
        if !matches!(kept.batch.state, BatchState::Waiting | BatchState::Running) {
            return Ok(());
        }
        let now = app.clock.now();
        let mut tx = app.db.begin().await?;
        let was = kept.batch.done;
        let outcome = if let Target::Codes(_) = kept.target {
            let left = kept.batch.total - was;
            if left == 0 { Outcome::Over(None) } else { codes(&mut tx, &app, &mut kept, left.min(CODES), now).await? }
        } else {
            match customers.next() {
                None => Outcome::Over(None),
                Some(piece) => hand_out(&mut tx, &app, &mut kept, piece, now).await?,
            }
        };
        match outcome {
            Outcome::Moved => {
                if !batches::advance(&mut tx, was, &kept).await? {
                    // Another worker has it, or it was stopped: what this one did is undone.
                    return Ok(());
                }
                tx.commit().await?;
                kept.batch.state = BatchState::Running;
            }
            Outcome::Over(problem) => {
                drop(tx);
                let mut tx = app.db.begin().await?;
                let state = if problem.is_none() { BatchState::Done } else { BatchState::Stopped };
                batches::finish(&mut tx, id, state, problem, now).await?;
                return tx.commit().await;
            }
        }
    }
}

enum Outcome {
    /// A piece was issued.
    Moved,
    /// There is nothing more to do, or nothing more that may be done.
    Over(Option<&'static str>),
}

/// Issues `count` codes that nobody holds.
async fn codes(tx: &mut Tx, app: &App, kept: &mut Kept, count: i64, now: i64) -> Result<Outcome, Error> {
    let (batch, programme) = (kept.batch.id.0, kept.batch.programme_id.0);
    let terms = promotions::find(tx, programme).await?;
    if !programmes::issue(tx, programme, count, 0).await? {
        return Ok(Outcome::Over(Some("all_issued")));
    }
    let source = Some(CouponSource::Code);
    let until = terms.ends_at;
    let new = |id| coupons::New { id, programme, batch: Some(batch), source, until, ..coupons::New::default() };
    coupons::add(tx, app.ids.run(count).map(new).collect(), now).await?;
    kept.batch.done += count;
    kept.batch.issued += count;
    Ok(Outcome::Moved)
}

/// Gives each of these customers one, unless they had enough under whatever profile or are on the black list.
async fn hand_out(tx: &mut Tx, app: &App, kept: &mut Kept, customers: &[i64], now: i64) -> Result<Outcome, Error> {
    let (batch, programme) = (kept.batch.id.0, kept.batch.programme_id.0);
    programmes::hold(tx, programme).await?;
    let record: Record = programme::find(tx, programme).await?;
    let terms = promotions::find(tx, programme).await?;
    let standings = customers::standings(tx, customers).await?;
    let barred = size(standings.values().filter(|standing| standing.blacklisted).count());
    let mut fit: Vec<Vec<i64>> = standings
        .values()
        .filter(|standing| !standing.blacklisted)
        .map(|standing| standing.footings.iter().map(|footing| footing.profile_id).collect::<Vec<_>>())
        .filter(|profiles| !profiles.is_empty())
        .collect();
    let before = size(fit.len());
    if let Some(most) = record.how.most_per_customer {
        fit = count_customers(tx, programme, fit, most, now).await?;
    }
    let anchors: Vec<i64> = fit.iter().filter_map(|profiles| profiles.first().copied()).collect();
    let count = size(anchors.len());
    if count > 0 && !programmes::issue(tx, programme, count, count).await? {
        return Ok(Outcome::Over(Some("all_issued")));
    }
    let until = programme::expires_at(&record.how, terms.ends_at, now);
    let new = app.ids.run(count).zip(&anchors).map(|(id, anchor)| coupons::New {
        id,
        programme,
        batch: Some(batch),
        held: Some((*anchor, until)),
        source: Some(CouponSource::Grant),
        ..coupons::New::default()
    });
    coupons::add(tx, new.collect(), now).await?;
    told::changed(tx, &anchors, now)?;
    let meant = size(customers.len());
    kept.batch.done += meant;
    kept.batch.issued += count;
    kept.batch.skipped += meant - count;
    kept.batch.skipped_blacklisted += barred;
    kept.batch.skipped_enough += before - count;
    kept.after = customers.last().copied().unwrap_or(kept.after);
    Ok(Outcome::Moved)
}

fn size(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// Stops a batch; what it issued stays.
pub(super) async fn stop(tx: &mut Tx, app: &App, caller: &Caller, id: i64) -> Result<Batch, Error> {
    all_shops(caller)?;
    let now = app.clock.now();
    if batches::finish(tx, id, BatchState::Stopped, Some("by_hand"), now).await? {
        audit::record(tx, caller, "coupons.issue_stopped", Some("batch"), Some(&id.to_string()), &json!({}), now)
            .await?;
    }
    find(tx, id).await
}

/// The batch.
pub(super) async fn find(conn: &mut impl platform::db::Connection, id: i64) -> Result<Batch, Error> {
    let found = batches::find(conn, id).await?;
    Ok(found.ok_or_else(|| Error::not_found("coupon_batch"))?.batch)
}

/// The job was given up, or thrown away: nothing issues what is left of the batch.
pub fn given_up<'a>(tx: &'a mut Tx, app: &'a App, payload: &'a serde_json::Value) -> BoxFuture<'a, Result<(), Error>> {
    async move {
        let Ok(Payload { batch: Id(id) }) = Payload::deserialize(payload) else { return Ok(()) };
        batches::finish(tx, id, BatchState::Failed, Some("failed"), app.clock.now()).await.map(|_| ())
    }
    .boxed()
}
