//! Packets for many: everybody in a segment or list, or named customers, as a job.
//!
//! A piece and how far the batch is are written in one transaction, and each packet has a key, so that a batch that dies
//! anywhere goes on where it was and gives nothing twice.

use std::collections::BTreeSet;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use platform::db::{Connection, Tx};
use platform::http::{Actor, Caller, ShopScope};
use platform::jobs::{self, Job, New};
use platform::{App, Error, Id, Instant, audit};
use pricing::Words;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::DAY;
use super::give::{Packet, give};
use super::model::{Batch, State, Target};
use super::records::{self, Kept};
use super::settings::{MOST, settings};
use crate::promotions::all_shops;
use crate::{customers, segments, wording};

/// The kind of the job.
pub const JOB: &str = "wallet.give";
/// Customers of one transaction.
const CUSTOMERS: usize = 200;
/// Customers that a request may name.
const MOST_NAMED: usize = 10_000;
/// Characters of a name, in each language.
const NAME: usize = 60;

#[derive(Debug, Serialize, Deserialize)]
struct Payload {
    batch: Id,
}

/// What shall be given to whom.
#[derive(Debug, Clone)]
pub struct ToGive {
    /// To whom.
    pub to: Target,
    /// What each packet holds, minor units.
    pub amount: i64,
    /// Days that it can be spent; as the settings say when it is left out.
    pub valid_days: Option<i64>,
    /// What the buyer reads.
    pub name: Words,
}

/// Begins a batch; a job does the rest.
///
/// # Errors
/// `forbidden` to somebody limited to some shops; `wallet_off`; `invalid` naming the field.
pub async fn begin(app: &App, caller: &Caller, wanted: ToGive) -> Result<Batch, Error> {
    all_shops(caller)?;
    let now = app.clock.now();
    let name = wording::named(&wanted.name, "name", NAME)?;
    let total = match &wanted.to {
        Target::Customers(ids) if ids.is_empty() => return Err(Error::invalid("to.customers", "required")),
        Target::Customers(ids) if ids.len() > MOST_NAMED => return Err(Error::invalid("to.customers", "too_many")),
        Target::Customers(ids) => ids.iter().collect::<BTreeSet<_>>().len(),
        Target::Segment(id) => segments::ask::inside(app, id.0, now).await?.len(),
    };
    let mut tx = app.db.begin().await?;
    let settings = settings(&mut tx).await?;
    if !settings.enabled {
        return Err(Error::conflict("wallet_off"));
    }
    if !(1..=settings.most_at_once.unwrap_or(MOST)).contains(&wanted.amount) {
        return Err(Error::invalid("amount", "out_of_range"));
    }
    let valid_days = wanted.valid_days.unwrap_or(settings.valid_days);
    if !(1..=3_650).contains(&valid_days) {
        return Err(Error::invalid("valid_days", "out_of_range"));
    }
    let batch = Batch {
        id: Id(app.ids.next()),
        to: wanted.to.kind().to_owned(),
        name,
        amount: wanted.amount,
        expires_at: Instant(now.saturating_add(valid_days * DAY)),
        total: i64::try_from(total).unwrap_or(i64::MAX),
        done: 0,
        given: 0,
        skipped: 0,
        state: State::Waiting,
        problem: None,
        created_at: Instant(now),
        created_by: caller.actor.name().to_owned(),
        finished_at: None,
    };
    let kept = Kept { batch, target: wanted.to, valid_days, after: 0 };
    records::insert(&mut tx, &kept).await?;
    let batch = kept.batch;
    jobs::enqueue(&mut tx, New::now(JOB, &Payload { batch: batch.id })?.unique(batch.id.to_string()), now).await?;
    let detail = json!({ "to": batch.to, "total": batch.total, "amount": batch.amount });
    let subject = batch.id.to_string();
    audit::record(&mut tx, caller, "wallet.given", Some("wallet_batch"), Some(&subject), &detail, now).await?;
    tx.commit().await?;
    Ok(batch)
}

/// Gives what is left of a batch. Running it again gives nothing twice.
pub(super) async fn run(app: App, job: Job) -> Result<(), Error> {
    let Payload { batch: Id(id) } = job.read()?;
    let Some(mut kept) = records::find(&mut app.db.read().await?, id).await? else { return Ok(()) };
    if kept.batch.state == State::Failed {
        // Somebody sent the parked job back into the queue.
        let mut tx = app.db.begin().await?;
        records::resume(&mut tx, id).await?;
        tx.commit().await?;
        kept.batch.state = State::Running;
    }
    let mut customers: Vec<i64> = match &kept.target {
        Target::Customers(ids) => ids.iter().map(|id| id.0).collect::<BTreeSet<_>>().into_iter().collect(),
        Target::Segment(segment) => segments::ask::inside(&app, segment.0, app.clock.now()).await?,
    };
    let after = kept.after;
    customers.retain(|customer| *customer > after);
    for piece in customers.chunks(CUSTOMERS) {
        if job.stopping.is_cancelled() {
            return Err(jobs::interrupted());
        }
        if !matches!(kept.batch.state, State::Waiting | State::Running) {
            return Ok(());
        }
        let mut tx = app.db.begin().await?;
        let was = kept.batch.done;
        hand_out(&mut tx, &app, &mut kept, piece).await?;
        if !records::advance(&mut tx, was, &kept).await? {
            // Another worker has it, or it was stopped: what this one did is undone.
            return Ok(());
        }
        tx.commit().await?;
        kept.batch.state = State::Running;
    }
    let mut tx = app.db.begin().await?;
    records::finish(&mut tx, id, State::Done, None, app.clock.now()).await?;
    tx.commit().await
}

async fn hand_out(tx: &mut Tx, app: &App, kept: &mut Kept, piece: &[i64]) -> Result<(), Error> {
    for customer in piece {
        let reached = match customers::reach(tx, &ShopScope::All, *customer).await {
            // She was erased meanwhile.
            Err(error) if error.code() == "not_found" => None,
            other => Some(other?),
        };
        let blocked = customers::blacklisted(tx, &[*customer]).await?;
        match reached.filter(|reached| !blocked.contains(&reached.customer_id)) {
            None => kept.batch.skipped += 1,
            Some(reached) => {
                let packet = Packet {
                    amount: kept.batch.amount,
                    name: &kept.batch.name,
                    valid_days: Some(kept.valid_days),
                    key: format!("batch:{}:{}", kept.batch.id, reached.anchor),
                };
                let new = give(tx, app, &Actor::System, &reached, &packet).await?;
                if new { kept.batch.given += 1 } else { kept.batch.skipped += 1 }
            }
        }
        kept.after = *customer;
    }
    kept.batch.done += i64::try_from(piece.len()).unwrap_or(i64::MAX);
    Ok(())
}

/// Stops a batch; what it gave stays.
pub(super) async fn stop(tx: &mut Tx, app: &App, caller: &Caller, id: i64) -> Result<Batch, Error> {
    all_shops(caller)?;
    let now = app.clock.now();
    if records::finish(tx, id, State::Stopped, Some("by_hand"), now).await? {
        let subject = id.to_string();
        audit::record(tx, caller, "wallet.stopped", Some("wallet_batch"), Some(&subject), &json!({}), now).await?;
    }
    find(tx, id).await
}

/// The batch.
pub(super) async fn find(conn: &mut impl Connection, id: i64) -> Result<Batch, Error> {
    Ok(records::find(conn, id).await?.ok_or_else(|| Error::not_found("wallet_batch"))?.batch)
}

/// The job was given up, or thrown away: nothing gives what is left of the batch.
pub fn given_up<'a>(tx: &'a mut Tx, app: &'a App, payload: &'a serde_json::Value) -> BoxFuture<'a, Result<(), Error>> {
    async move {
        let Ok(Payload { batch: Id(id) }) = Payload::deserialize(payload) else { return Ok(()) };
        records::finish(tx, id, State::Failed, Some("failed"), app.clock.now()).await.map(|_| ())
    }
    .boxed()
}
