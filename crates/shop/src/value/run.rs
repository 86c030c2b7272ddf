//! The job that reckons: nightly, and when somebody asks.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use jiff::Timestamp;
use platform::db::Tx;
use platform::jobs::{self, Job, New};
use platform::{App, Error, outbox};
use serde_json::{Value as Json, json};

use super::follow::CONSUMER;
use super::gather::{AskBeyond, Gathered, gather, number};
use super::learn::{Learnt, learn};
use super::reckon::{Reckoning, reckon};
use super::records;
use super::stage::{STAGE, Stage, keep_learnt, take_up};
use super::write::{KNOWN, write};
use crate::shops::Business;
use crate::{orders, shops};

/// The kind of the job that reckons.
pub const JOB: &str = "value.reckon";
/// The hour of the night, in the shop's time zone.
const HOUR: i8 = 3;
/// How often it says how far it is.
const TELL: Duration = Duration::from_millis(500);
/// What it does before it writes.
const STEPS: [&str; 3] = ["reading", "learning", "scoring"];

/// How far it is, while it runs.
#[derive(Debug, Default)]
struct Progress {
    step: AtomicUsize,
    done: AtomicI64,
}

/// Asks for a reckoning as of now; one that waits or runs already is enough, and one that was given up is begun anew.
///
/// # Errors
/// When the database refuses.
pub(super) async fn ask(tx: &mut Tx, now: i64) -> Result<(), Error> {
    want(tx, now).await?;
    if jobs::hurry(tx, JOB, JOB, now).await? {
        // No worker is at it: who asks wants to know how things are now, not how they were for one that broke off.
        records::drop_page(tx, STAGE).await?;
    }
    Ok(())
}

/// The same, but one that broke off goes on as of the same instant.
async fn want(tx: &mut Tx, now: i64) -> Result<(), Error> {
    if records::ask(tx, now).await? {
        records::drop_page(tx, STAGE).await?;
    }
    jobs::forget_parked(tx, JOB, JOB).await?;
    jobs::enqueue(tx, New::now(JOB, &json!({}))?.unique(JOB), now).await.map(|_| ())
}

/// The day of an instant in the shop's time zone, days since 1970, and its hour.
fn clock(business: &Business, now: i64) -> Result<(i64, i8), Error> {
    let now = Timestamp::from_millisecond(now).map_err(Error::internal)?.to_zoned(business.zone());
    Ok((number(now.date()), now.hour()))
}

/// Asks for the night's reckoning when its hour has come, for the first one, or when the business reckons in another
/// currency since. After one that was given up it waits for the next day: what stops the program is not to stop it again
/// at each start. Whoever asks by hand need not wait.
///
/// # Errors
/// When the database refuses.
pub async fn tonight(app: &App) -> Result<(), Error> {
    let now = app.clock.now();
    let mut session = app.db.read().await?;
    let ran = records::ran(&mut session).await?;
    let business = shops::business(&mut session).await?;
    let (today, hour) = clock(&business, now)?;
    let given_up = match ran.finished_at.filter(|_| ran.state == "failed") {
        Some(at) => clock(&business, at)?.0 == today,
        None => false,
    };
    let due = !given_up
        && match ran.today {
            None => orders::sums::any(&mut session).await?,
            // Amounts in a currency that is the business's no more are nobody's.
            Some(_) if ran.currency(&business.currency) != business.currency => true,
            Some(last) => last < today && hour >= HOUR,
        };
    drop(session);
    if !due {
        return Ok(());
    }
    let mut tx = app.db.begin().await?;
    want(&mut tx, now).await?;
    tx.commit().await
}

/// The handler of [`JOB`].
///
/// # Errors
/// When the database fails or the program stops; the job is then tried again, goes on as of the same instant with what was
/// learnt, and what is written stays.
pub async fn run_job(app: App, job: Job, beyond: AskBeyond) -> Result<(), Error> {
    let began = app.clock.now();
    let mut tx = app.db.begin().await?;
    records::begin(&mut tx).await?;
    tx.commit().await?;
    let (business, mut stage) = take_up(&app).await?;
    let (as_of, heard, today) = (stage.as_of, stage.heard, stage.today);
    let progress = Arc::new(Progress::default());
    let learning = read_and_learn(&app, &business, &stage, beyond, Arc::clone(&progress));
    let (gathered, learnt) = watched(&app, &job, &progress, learning).await?;
    if stage.fitted.is_none() {
        stage.fitted = Some(learnt.fitted());
        // Not while it is watched: who watches writes too, and does not go on with the work meanwhile.
        keep_learnt(&app, &stage).await?;
    }
    progress.step.store(2, Ordering::Relaxed);
    let reckoning = watched(&app, &job, &progress, score(gathered, learnt, stage)).await?;
    write(&app, &job, &reckoning).await?;
    let known = serde_json::to_string(&reckoning.known).map_err(Error::internal)?;
    let mut pages = reckoning.pages;
    pages.push((KNOWN, known));
    let now = app.clock.now();
    let customers = i64::try_from(reckoning.scored.len()).unwrap_or(i64::MAX);
    let mut tx = app.db.begin().await?;
    records::turn(&mut tx).await?;
    records::put_pages(&mut tx, &pages).await?;
    records::drop_page(&mut tx, STAGE).await?;
    // Whom those messages touched was read with everybody.
    outbox::advance(&mut tx, CONSUMER, heard).await?;
    records::finish(&mut tx, (now, as_of, today), (customers, &business.currency), now - began).await?;
    // Who asks from here on is not answered by this one.
    jobs::done(&mut tx, &job, now).await?;
    tx.commit().await
}

/// Marks a parked reckoning as failed.
pub fn given_up<'a>(tx: &'a mut Tx, app: &'a App, _: &'a Json) -> BoxFuture<'a, Result<(), Error>> {
    async move {
        records::fail(tx, app.clock.now()).await?;
        // Customers are scored anew meanwhile: whoever tries it again begins as of then.
        records::drop_page(tx, STAGE).await
    }
    .boxed()
}

/// Does work that only reads, saying how far it is meanwhile.
async fn watched<T>(
    app: &App,
    job: &Job,
    progress: &Progress,
    work: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    let mut work = std::pin::pin!(work);
    let mut tell = tokio::time::interval(TELL);
    loop {
        tokio::select! {
            done = &mut work => return done,
            _ = tell.tick() => {
                let step = STEPS.get(progress.step.load(Ordering::Relaxed)).copied().unwrap_or("reading");
                let mut tx = app.db.begin().await?;
                records::tell(&mut tx, step, progress.done.load(Ordering::Relaxed), 0).await?;
                tx.commit().await?;
            }
            () = job.stopping.cancelled() => return Err(jobs::interrupted()),
        }
    }
}

/// Reads everything and learns from it, but what was learnt already.
async fn read_and_learn(
    app: &App,
    business: &Business,
    stage: &Stage,
    beyond: AskBeyond,
    progress: Arc<Progress>,
) -> Result<(Arc<Gathered>, Learnt), Error> {
    let told = Arc::clone(&progress);
    let read = move |read| told.done.store(read, Ordering::Relaxed);
    let at = (stage.as_of, &stage.settings.delivered);
    let gathered = Arc::new(gather(app, business, at, beyond, read).await?);
    progress.step.store(1, Ordering::Relaxed);
    let (of, today, fitted) = (Arc::clone(&gathered), stage.today, stage.fitted.clone());
    let learnt = tokio::task::spawn_blocking(move || learn(&of.people, today, fitted.as_ref()));
    Ok((gathered, learnt.await.map_err(Error::internal)?))
}

/// Scores everybody with what was learnt, and makes the pages.
async fn score(gathered: Arc<Gathered>, learnt: Learnt, stage: Stage) -> Result<Reckoning, Error> {
    let at = (stage.as_of, stage.today);
    let reckoned =
        tokio::task::spawn_blocking(move || reckon(&gathered, &learnt, &stage.settings, &stage.currency, at));
    reckoned.await.map_err(Error::internal)?
}
