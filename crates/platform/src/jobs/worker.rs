//! The worker: claims jobs, runs their handlers, renews their leases, and stops in good order.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use serde_json::Value as Json;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::records::{self, Claimed};
use super::{ATTEMPTS, Job, LEASE, backoff};
use crate::App;
use crate::db::Tx;
use crate::error::Error;
use crate::http::permissions::JOBS_MANAGE;
use crate::notifications::{self, Notice};

/// How long an idle worker waits before it looks again, when nobody woke it.
const LOOK: Duration = Duration::from_secs(1);
/// How often a lease is renewed.
const RENEW: Duration = Duration::from_millis(LEASE as u64 / 4);
/// A job that takes so long has filled memory with what nobody will ask for soon.
const LONG: Duration = Duration::from_secs(5);
/// Letters of an error that are kept.
const LETTERS: usize = 500;

type Handler = Arc<dyn Fn(App, Job) -> BoxFuture<'static, Result<(), Error>> + Send + Sync>;

/// What is done in the transaction that parks a job, with the job's payload.
pub type Parked = for<'a> fn(&'a mut Tx, &'a App, &'a Json) -> BoxFuture<'a, Result<(), Error>>;

/// Runs jobs.
#[derive(Clone)]
pub struct Worker {
    app: App,
    handlers: BTreeMap<&'static str, Handler>,
    parked: BTreeMap<&'static str, Parked>,
    slots: usize,
    stopping: CancellationToken,
}

impl Worker {
    /// A worker without handlers that runs `slots` jobs at a time.
    #[must_use]
    pub fn new(app: App, slots: usize) -> Self {
        let (handlers, parked) = (BTreeMap::new(), BTreeMap::new());
        Self { app, handlers, parked, slots: slots.max(1), stopping: CancellationToken::new() }
    }

    /// Says what to do with jobs of `kind`. The handler may run more than once for one job.
    pub fn on<F, Fut>(&mut self, kind: &'static str, handler: F)
    where
        F: Fn(App, Job) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), Error>> + Send + 'static,
    {
        self.handlers.insert(kind, Arc::new(move |app, job| handler(app, job).boxed()));
    }

    /// Says what else becomes true when a job of `kind` is parked, whether its handler failed or every worker died over
    /// it: so that what it worked on does not look as if it still ran.
    pub fn when_parked(&mut self, kind: &'static str, hook: Parked) {
        self.parked.insert(kind, hook);
    }

    async fn park(&self, tx: &mut Tx, kind: &str, payload: &Json) -> Result<(), Error> {
        let notice = Notice {
            kind: "job_parked",
            link: Some("/settings/jobs?state=parked".to_owned()),
            permission: Some(JOBS_MANAGE),
            ..Notice::default()
        };
        notifications::notify(tx, &notice, self.app.clock.now()).await?;
        match self.parked.get(kind) {
            Some(hook) => hook(tx, &self.app, payload).await,
            None => Ok(()),
        }
    }

    /// The kinds that it has a handler for.
    #[must_use]
    pub fn kinds(&self) -> Vec<&'static str> {
        self.handlers.keys().copied().collect()
    }

    /// Cancel this to stop: running handlers are told, and nothing new is claimed.
    #[must_use]
    pub fn stopping(&self) -> CancellationToken {
        self.stopping.clone()
    }

    /// Works until [`Worker::stopping`] is cancelled, then waits `grace` for running handlers; what has not ended by
    /// then goes back into the queue without having counted as an attempt.
    pub async fn run(&self, grace: Duration) {
        let mut running: JoinSet<Duration> = JoinSet::new();
        let mut longest = Duration::ZERO;
        let mut news = self.app.db.outbox().news();
        // Handlers and leases outlive the stop signal by the grace, so they hang on a token of their own.
        let giving_up = CancellationToken::new();
        while !self.stopping.is_cancelled() {
            while let Some(ended) = running.try_join_next() {
                longest = longest.max(ended.unwrap_or_default());
            }
            if running.is_empty() && longest >= LONG {
                longest = Duration::ZERO;
                self.give_back().await;
            }
            if running.len() < self.slots
                && let Some(claimed) = self.claim_or_log().await
            {
                let worker = self.clone();
                let giving_up = giving_up.clone();
                running.spawn(async move {
                    let started = tokio::time::Instant::now();
                    worker.work(claimed, &giving_up).await;
                    started.elapsed()
                });
                continue;
            }
            tokio::select! {
                () = self.stopping.cancelled() => {}
                Some(ended) = running.join_next(), if !running.is_empty() => {
                    longest = longest.max(ended.unwrap_or_default());
                }
                _ = news.changed(), if running.len() < self.slots => {}
                () = tokio::time::sleep(LOOK) => {}
            }
        }
        let all = async { while running.join_next().await.is_some() {} };
        if tokio::time::timeout(grace, all).await.is_err() {
            giving_up.cancel();
            while running.join_next().await.is_some() {}
        }
    }

    /// Gives memory back after long jobs.
    async fn give_back(&self) {
        if let Err(error) = self.app.db.shrink().await {
            tracing::warn!(%error, "memory could not be given back");
        }
    }

    /// Claims and runs due jobs one after another until none is due, and says how many ran. For tests and the command
    /// line.
    ///
    /// # Errors
    /// When the database refuses; a failing job is no error here.
    pub async fn drain(&self) -> Result<usize, Error> {
        let mut ran = 0;
        while let Some(claimed) = self.claim().await? {
            self.work(claimed, &CancellationToken::new()).await;
            ran += 1;
        }
        Ok(ran)
    }

    async fn claim_or_log(&self) -> Option<Claimed> {
        match self.claim().await {
            Ok(claimed) => claimed,
            Err(error) => {
                tracing::error!(%error, "jobs cannot be claimed");
                None
            }
        }
    }

    pub(super) async fn claim(&self) -> Result<Option<Claimed>, Error> {
        let kinds = self.kinds();
        let now = self.app.clock.now();
        if kinds.is_empty() || !records::due(&mut self.app.db.read().await?, &kinds, now).await? {
            return Ok(None);
        }
        let name = self.app.chance.secret()?;
        let mut tx = self.app.db.begin().await?;
        for (kind, payload) in records::abandon(&mut tx, now).await? {
            self.park(&mut tx, &kind, &payload).await?;
        }
        let claimed = records::claim(&mut tx, &kinds, &name, now).await?;
        tx.commit().await?;
        Ok(claimed)
    }

    async fn work(&self, claimed: Claimed, giving_up: &CancellationToken) {
        let Some(handler) = self.handlers.get(claimed.kind.as_str()).cloned() else { return };
        let job = Job {
            id: claimed.id,
            kind: claimed.kind.clone(),
            payload: claimed.payload.clone(),
            attempt: claimed.attempts,
            claim: claimed.claim.clone(),
            stopping: self.stopping.child_token(),
        };
        let started = tokio::time::Instant::now();
        let mut task = tokio::spawn(handler(self.app.clone(), job));
        let ended = loop {
            tokio::select! {
                ended = &mut task => break Some(ended.unwrap_or_else(|cause| {
                    Err(Error::internal(format!("the handler broke off: {cause}")))
                })),
                () = giving_up.cancelled() => {
                    task.abort();
                    let _ = (&mut task).await;
                    break Some(Err(super::interrupted()));
                }
                () = tokio::time::sleep(RENEW) => {
                    if !self.renew(&claimed).await {
                        // Another worker has it now; two must not run at once.
                        task.abort();
                        let _ = (&mut task).await;
                        break None;
                    }
                }
            }
        };
        metrics::histogram!("regulars_job_seconds", "kind" => claimed.kind.clone())
            .record(started.elapsed().as_secs_f64());
        let Some(result) = ended else {
            tracing::warn!(job = claimed.id, kind = claimed.kind, "a lease ran out while the job ran");
            return;
        };
        let outcome = if result.is_ok() { "done" } else { "failed" };
        metrics::counter!("regulars_jobs_total", "kind" => claimed.kind.clone(), "outcome" => outcome).increment(1);
        if let Err(error) = self.settle(&claimed, result).await {
            // The lease runs out and the job is tried again: nothing is lost.
            tracing::error!(%error, job = claimed.id, "a job's end could not be written down");
        }
    }

    /// Whether the job is still ours. When the database does not answer, it is until the lease has run out.
    async fn renew(&self, claimed: &Claimed) -> bool {
        let renewed = async {
            let mut tx = self.app.db.begin().await?;
            let ours = records::renew(&mut tx, claimed, self.app.clock.now()).await?;
            tx.commit().await?;
            Ok::<bool, Error>(ours)
        };
        match tokio::time::timeout(RENEW, renewed).await {
            Ok(Ok(ours)) => ours,
            Ok(Err(error)) => {
                tracing::warn!(%error, job = claimed.id, "a lease could not be renewed");
                true
            }
            Err(_) => true,
        }
    }

    async fn settle(&self, claimed: &Claimed, result: Result<(), Error>) -> Result<(), Error> {
        let now = self.app.clock.now();
        let mut tx = self.app.db.begin().await?;
        match result {
            Ok(()) => records::done(&mut tx, claimed.id, &claimed.claim, now).await?,
            Err(error) if error.code() == super::interrupted().code() => {
                records::release(&mut tx, claimed, now).await?
            }
            Err(error) => {
                let why: String = error.to_string().chars().take(LETTERS).collect();
                let hopeless =
                    (400..500).contains(&error.outside().status) && !matches!(error.outside().status, 409 | 429);
                if hopeless || claimed.attempts >= ATTEMPTS {
                    tracing::error!(%error, job = claimed.id, kind = claimed.kind, "a job is parked");
                    let parked = records::park(&mut tx, claimed, &why).await?;
                    if parked {
                        self.park(&mut tx, &claimed.kind, &claimed.payload).await?;
                    }
                    parked
                } else {
                    tracing::warn!(%error, job = claimed.id, kind = claimed.kind, attempt = claimed.attempts, "a job failed");
                    records::again(&mut tx, claimed, now + backoff(claimed.attempts), &why).await?
                }
            }
        };
        tx.commit().await
    }
}
