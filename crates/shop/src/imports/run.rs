//! Running an import: some batches at a time, with the import's position in one transaction, so that a run that was
//! killed goes on where it stopped, and no row counts twice.

use connectors::drafts::{Draft, Refusal};
use connectors::table::Entity;
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use platform::db::Tx;
use platform::jobs::{self, Job};
use platform::{App, Error};
use serde_json::Value as Json;
use tokio::sync::mpsc::error::TryRecvError;
use tokio_util::sync::CancellationToken;

use super::again::{Again, Part};
use super::load::{Loader, system};
use super::model::{CRASHED, Note, Record, State};
use super::reader::{self, Batch};
use super::records::came;
use super::tried::Tried;
use super::{aside, files, recognise, records, told};
use crate::orders::{ImportCounts, Outcome, Tally};
use crate::shops;

/// The job that runs an import.
pub const JOB: &str = "imports.run";
/// Items that a dry run tries in one transaction before it takes them back, so that nobody waits long for the writer. Whom
/// an earlier piece brought is remembered, and is not counted again; what one stated is stated once more before what a
/// later one says of it.
const TRIED: usize = 20_000;
/// Items that a transaction takes: a page that several batches touch is written once.
const WRITTEN: usize = 64_000;
/// Items that a transaction takes once an import was broken off: a batch, so that rows fall into the same batches as they
/// would have.
const CAREFUL: usize = reader::BATCH;
/// How long others wait for the writer, milliseconds, before a transaction is closed with fewer.
const HELD: i64 = 1_000;

/// What a job is told.
#[derive(serde::Serialize, serde::Deserialize)]
pub(super) struct Told {
    pub(super) import: i64,
}

/// The handler of [`JOB`].
///
/// # Errors
/// When the database refuses; the import then goes on with the next attempt.
pub async fn run_job(app: App, job: Job) -> Result<(), Error> {
    let Told { import } = job.read()?;
    let record = super::record(&mut app.db.read().await?, import).await?;
    if record.was_given_up() {
        // Somebody sent the parked job back into the queue.
        let mut tx = app.db.begin().await?;
        records::resume(&mut tx, import).await?;
        tx.commit().await?;
    }
    // Who was broken off before takes small steps, so that each further try gets somewhere.
    let steps = if job.attempt > 1 { Steps { size: CAREFUL, job: Some(job.id) } } else { Steps::default() };
    match run(&app, import, steps, &job.stopping, &mut |_| ()).await {
        Err(error) if error.code() != jobs::interrupted().code() && job.attempt >= jobs::ATTEMPTS => {
            tracing::error!(%error, import, "an import is given up");
            fail(&app, import, Note::new("internal")).await
        }
        other => other.map(|_| ()),
    }
}

/// Marks the import of a parked job as failed: nothing runs it any more.
pub fn given_up<'a>(tx: &'a mut Tx, app: &'a App, payload: &'a Json) -> BoxFuture<'a, Result<(), Error>> {
    async move {
        let Told { import } = serde_json::from_value(payload.clone()).map_err(Error::internal)?;
        let Some(mut record) = records::get(tx, import).await? else { return Ok(()) };
        record.state = State::Failed;
        record.problem = Some(Note::new(CRASHED));
        let now = app.clock.now();
        if records::end(tx, &record, now).await? {
            told::tell(tx, &record, now).await?;
        }
        files::sweep_after(tx, now).await
    }
    .boxed()
}

/// Marks the import of a job that somebody threw away as stopped: nothing runs it any more, and its file is deleted.
pub fn discarded<'a>(tx: &'a mut Tx, app: &'a App, payload: &'a Json) -> BoxFuture<'a, Result<(), Error>> {
    async move {
        let Told { import } = serde_json::from_value(payload.clone()).map_err(Error::internal)?;
        let now = app.clock.now();
        records::discard(tx, import, &Note::new("discarded"), now).await?;
        files::sweep_after(tx, now).await
    }
    .boxed()
}

/// How an import goes forward.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Steps {
    /// How many items a transaction takes, 0 for the usual number.
    pub(super) size: usize,
    /// The job to tell of each step, when it was broken off before.
    pub(super) job: Option<i64>,
}

/// Runs an import from where it stands until it is over, and returns it as it is then.
///
/// # Errors
/// `interrupted` when `stopping` is cancelled; when the database refuses. The import then stays where it was.
pub(super) async fn run(
    app: &App,
    id: i64,
    steps: Steps,
    stopping: &CancellationToken,
    progress: &mut (dyn FnMut(&Record) + Send),
) -> Result<Record, Error> {
    let mut tx = app.db.begin().await?;
    let mine = records::begin(&mut tx, id, app.clock.now()).await?;
    // Of a dry run that broke off nothing is left but its counts.
    records::try_afresh(&mut tx, id).await?;
    tx.wake();
    tx.commit().await?;
    let record = super::record(&mut app.db.read().await?, id).await?;
    if !mine {
        return Ok(record);
    }
    let aside = aside::begin(app, &record).await?;
    let ended = read_on(app, record, aside, steps, stopping, progress).await;
    // Who is told to stop leaves that to the next start.
    if aside && !stopping.is_cancelled() {
        aside::end(app, id).await?;
    }
    ended
}

/// Takes the rest of the file over.
async fn read_on(
    app: &App,
    record: Record,
    aside: bool,
    steps: Steps,
    stopping: &CancellationToken,
    progress: &mut (dyn FnMut(&Record) + Send),
) -> Result<Record, Error> {
    let (size, most) = match (steps.size, record.dry_run) {
        (0, false) => (reader::BATCH, WRITTEN),
        (0, true) => (reader::BATCH, TRIED),
        (said, _) => (said, said),
    };
    let id = record.id;
    let mut batches = reader::start(record.path.clone(), record.mapping.clone(), record.resume_row, size);
    let (tried, again) = (record.dry_run.then(Tried::default), record.dry_run.then(Again::default));
    let mut run = Run { app, seen_at: app.clock.now(), record, aside, job: steps.job, piece: None, tried, again };
    progress(&run.record);
    loop {
        let batch = match batches.try_recv() {
            Err(TryRecvError::Empty) => {
                // While nothing is read, nobody waits for the writer.
                if !run.record.dry_run && !run.settle().await? {
                    return super::record(&mut app.db.read().await?, id).await;
                }
                batches.recv().await
            }
            ready => ready.ok(),
        };
        if stopping.is_cancelled() {
            return Err(jobs::interrupted());
        }
        let went_on = match batch {
            Some(Ok(batch)) => run.take(batch, most).await,
            Some(Err(error)) => {
                run.settle().await?;
                return run.end(State::Failed, Some(recognise::problem(&error))).await;
            }
            None => break,
        };
        match went_on {
            Ok(true) => progress(&run.record),
            // Somebody stopped it, or another run has taken over.
            Ok(false) => return super::record(&mut app.db.read().await?, id).await,
            Err(error) => return run.give_up(error).await,
        }
    }
    match run.finish(size, most, stopping).await {
        Ok(true) => {}
        Ok(false) => return super::record(&mut app.db.read().await?, id).await,
        Err(error) => return run.give_up(error).await,
    }
    let record = run.end(State::Done, None).await?;
    progress(&record);
    Ok(record)
}

/// Marks an import as failed.
async fn fail(app: &App, id: i64, problem: Note) -> Result<(), Error> {
    let record = super::record(&mut app.db.read().await?, id).await?;
    let (tried, again) = (None, None);
    let run = Run { app, seen_at: app.clock.now(), record, aside: true, job: None, piece: None, tried, again };
    run.end(State::Failed, Some(problem)).await.map(|_| ())
}

struct Run<'a> {
    app: &'a App,
    record: Record,
    /// When the clock was last looked at.
    seen_at: i64,
    /// Whether indexes may be aside that have to be back before it is over.
    aside: bool,
    /// The job to tell of each step.
    job: Option<i64>,
    /// What has been taken over and is not settled yet.
    piece: Option<Piece>,
    /// What a dry run has tried so far.
    tried: Option<Tried>,
    /// What a dry run must try once more.
    again: Option<Again>,
}

/// Batches that are settled together: committed, or taken back by a dry run.
struct Piece {
    tx: Tx,
    loader: Loader,
    /// Everything that it makes has a higher id.
    first: i64,
    since: i64,
    items: usize,
    outcome: Outcome,
    refusals: Vec<Refusal>,
    /// Where the file is to be read on, how many rows that is, how many bytes.
    reached: (i64, i64, i64),
}

impl Piece {
    async fn take(&mut self, app: &App, drafts: Vec<Draft>) -> Result<(), Error> {
        let mut outcome = self.loader.take(&mut self.tx, app, drafts).await?;
        self.refusals.append(&mut outcome.refusals);
        self.outcome.add(outcome);
        Ok(())
    }
}

impl Run<'_> {
    async fn loader(&mut self, tx: &mut Tx) -> Result<Loader, Error> {
        let id = self.record.shop_id.ok_or_else(|| Error::internal("an import without a shop was started"))?;
        if let Some(new) = self.record.opens.as_ref().filter(|_| self.record.dry_run) {
            // It is taken back with everything that is tried.
            shops::create_as(tx, self.app, &system(), id, new).await?;
        }
        let known = shops::list(tx).await?;
        let shop = known.iter().find(|shop| shop.id.0 == id).cloned().ok_or_else(|| Error::not_found("shop"))?;
        let loader = Loader::new(shop, known, self.record.scope.clone()).numbered(self.record.mapping.is_none());
        Ok(loader.of(self.record.id, self.record.created_at, self.tried.take()))
    }

    async fn begin(&mut self) -> Result<Piece, Error> {
        let first = self.app.ids.next();
        if let Some(tried) = &mut self.tried {
            tried.begin(first);
        }
        let mut tx = self.app.db.begin().await?;
        let loader = self.loader(&mut tx).await?;
        Ok(Piece {
            tx,
            loader,
            first,
            since: self.app.clock.now(),
            items: 0,
            outcome: Outcome::default(),
            refusals: Vec::new(),
            reached: (0, 0, 0),
        })
    }

    /// Takes a batch over, and settles when `most` items are taken or others have waited long enough; whether the import
    /// may go on.
    async fn take(&mut self, batch: Batch, most: usize) -> Result<bool, Error> {
        let Batch { drafts, refusals, resume_row, rows, bytes_done } = batch;
        let mut piece = match self.piece.take() {
            Some(piece) => piece,
            None => self.begin().await?,
        };
        piece.items += drafts.len() + refusals.len();
        let drafts = match &mut self.again {
            Some(again) => again.sift(drafts),
            None => drafts,
        };
        piece.take(self.app, drafts).await?;
        piece.refusals.extend(refusals);
        piece.reached = (resume_row, piece.reached.1 + rows, bytes_done);
        let full = piece.items >= most || !self.record.dry_run && self.app.clock.now() - piece.since >= HELD;
        self.piece = Some(piece);
        if full { self.settle().await } else { Ok(true) }
    }

    /// Writes down what was taken over and the position behind it, or, when it was only tried, what it would have done;
    /// whether the import may go on.
    async fn settle(&mut self) -> Result<bool, Error> {
        let Some(Piece { mut tx, mut loader, first, mut outcome, refusals, reached, .. }) = self.piece.take() else {
            return Ok(true);
        };
        self.tried = loader.tried();
        if let Some(again) = &mut self.again {
            again.settle();
        }
        if let Some(tried) = &mut self.tried {
            let entity = recognise::entity(self.record.format.as_ref(), self.record.mapping.as_ref());
            tried.settle(&mut tx, first, entity, &mut outcome.counts).await?;
        }
        let next = self.next(outcome, &loader.notes, reached);
        if self.record.dry_run {
            drop(tx);
            tx = self.app.db.begin().await?;
        }
        self.advance(tx, next, &refusals).await
    }

    /// Settles the last piece, and what a dry run put off; whether the import may go on.
    async fn finish(&mut self, size: usize, most: usize, stopping: &CancellationToken) -> Result<bool, Error> {
        if !self.settle().await? {
            return Ok(false);
        }
        let Some(again) = self.again.take() else { return Ok(true) };
        let parts = again.parts(most);
        for nth in 0..parts {
            let mut part = Part::default();
            let mut batches = reader::start(self.record.path.clone(), self.record.mapping.clone(), 0, size);
            while let Some(batch) = batches.recv().await {
                // It has been read to its end before.
                again.pick(&mut part, (nth, parts), batch.map_err(Error::internal)?.drafts);
            }
            if stopping.is_cancelled() {
                return Err(jobs::interrupted());
            }
            let mut piece = self.begin().await?;
            for batch in part.earlier {
                piece.loader.take(&mut piece.tx, self.app, batch).await?;
            }
            piece.first = self.app.ids.next();
            for batch in part.later {
                piece.take(self.app, batch).await?;
            }
            piece.reached = (self.record.resume_row, 0, self.record.bytes_done);
            self.piece = Some(piece);
            if !self.settle().await? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Fails the import for what trying again would not mend.
    async fn give_up(self, error: Error) -> Result<Record, Error> {
        if error.outside().status >= 500 {
            return Err(error);
        }
        let shop = error.outside().args.iter().find(|(name, _)| *name == "shop");
        let mut note = Note::new(error.code());
        if let Some((_, shop)) = shop {
            note = note.with("shop", shop.clone());
        }
        self.end(State::Failed, Some(note)).await
    }

    fn next(&mut self, outcome: Outcome, notes: &[Note], (resume_row, rows, bytes): (i64, i64, i64)) -> Record {
        let now = self.app.clock.now();
        let mut next = self.record.clone();
        next.resume_row = resume_row;
        next.rows += rows;
        next.bytes_done = bytes;
        next.ran += (now - self.seen_at).max(0);
        self.seen_at = now;
        next.counts += outcome.counts;
        for (raw, count) in outcome.unknown {
            *next.unknown.entry(raw).or_default() += count;
        }
        for note in notes {
            if !next.notes.contains(note) {
                next.notes.push(note.clone());
            }
        }
        next
    }

    async fn advance(&mut self, mut tx: Tx, mut next: Record, refusals: &[Refusal]) -> Result<bool, Error> {
        let kept = records::refuse(&mut tx, next.id, refusals).await?;
        let entity = recognise::entity(next.format.as_ref(), next.mapping.as_ref());
        tally(&mut next.counts, entity).refused += i64::try_from(kept).unwrap_or(i64::MAX);
        if !records::advance(&mut tx, &next, self.record.resume_row).await? {
            return Ok(false);
        }
        if let Some(job) = self.job {
            jobs::progressed(&mut tx, job).await?;
        }
        tx.wake();
        tx.commit().await?;
        self.record = next;
        Ok(true)
    }

    async fn end(mut self, state: State, problem: Option<Note>) -> Result<Record, Error> {
        self.piece = None;
        if self.aside {
            aside::end(self.app, self.record.id).await?;
        }
        let now = self.app.clock.now();
        self.record.state = state;
        self.record.problem = problem;
        let mut tx = self.app.db.begin().await?;
        if state == State::Done {
            self.record.counts.customers.unchanged += match &self.tried {
                Some(tried) => tried.untouched(),
                None => came::untouched(&mut tx, self.record.id).await?,
            };
            came::forget_met(&mut tx, self.record.id).await?;
        }
        if records::end(&mut tx, &self.record, now).await? {
            told::tell(&mut tx, &self.record, now).await?;
        }
        tx.wake();
        tx.commit().await?;
        if state == State::Done && !self.record.dry_run {
            files::remove(&self.record).await;
        }
        super::record(&mut self.app.db.read().await?, self.record.id).await
    }
}

fn tally(counts: &mut ImportCounts, entity: Entity) -> &mut Tally {
    match entity {
        Entity::Customers => &mut counts.customers,
        Entity::Products => &mut counts.products,
        Entity::Orders => &mut counts.orders,
        Entity::Lines => &mut counts.lines,
        Entity::Refunds => &mut counts.refunds,
        Entity::Events => &mut counts.events,
    }
}

/// Takes drafts over for one shop in batches, each in a transaction of its own, without a file: for the demo shop.
/// `progress` hears how many drafts are in after each batch.
///
/// # Errors
/// When the database refuses; batches before stay in.
pub async fn load(
    app: &App,
    shop: &shops::Shop,
    drafts: impl IntoIterator<Item = Draft>,
    mut progress: impl FnMut(u64),
) -> Result<Outcome, Error> {
    let mut outcome = Outcome::default();
    let mut done: u64 = 0;
    let mut drafts = drafts.into_iter();
    loop {
        let batch: Vec<Draft> = drafts.by_ref().take(reader::BATCH).collect();
        if batch.is_empty() {
            return Ok(outcome);
        }
        done += u64::try_from(batch.len()).unwrap_or(0);
        let mut tx = app.db.begin().await?;
        let known = shops::list(&mut tx).await?;
        let mut loader = Loader::new(shop.clone(), known, platform::http::ShopScope::All);
        outcome.add(loader.take(&mut tx, app, batch).await?);
        tx.commit().await?;
        progress(done);
    }
}
