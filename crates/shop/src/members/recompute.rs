//! Looking at every member again after the programme was changed: a job that goes on where it stopped.
//!
//! Over all time everything that a level asks for stands in the members' rows, so whole ranges are lifted by a few
//! statements. Over a rolling period deals have to be looked at, member by member.

use std::collections::BTreeMap;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use platform::db::{Connection, Tx};
use platform::jobs::{self, Job, New};
use platform::outbox::Message;
use platform::{App, Error, Id, Instant};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use utoipa::ToSchema;

use super::evaluate::evaluate;
use super::model::Cause;
use super::programme::{Measure, Programme};
use super::records::{self, Lift};
use super::standing::Needs;
use crate::customers;

/// The job.
pub const JOB: &str = "members.recompute";
/// How much is done in one transaction.
const PIECES: Pieces = Pieces { lifted: 20_000, looked_at: 1_000 };
/// A day, milliseconds.
const DAY: i64 = 86_400_000;

codes! {
    /// How far it is.
    #[schema(as = MembersRecomputeState)]
    RecomputeState {
        /// Never begun.
        Idle = "idle",
        /// Waiting for its turn.
        Waiting = "waiting",
        /// Under way.
        Running = "running",
        /// Over.
        Done = "done",
    }
}

/// How much is done in one transaction.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pieces {
    /// Members lifted together.
    pub(super) lifted: i64,
    /// Customers looked at one by one.
    pub(super) looked_at: i64,
}

/// How far looking at every member is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = MembersRecompute)]
pub struct Recompute {
    /// How far.
    pub state: RecomputeState,
    /// Looked at.
    pub done: i64,
    /// To be looked at.
    pub total: i64,
    /// With another level.
    pub moved: i64,
    /// Joined by a deal.
    pub joined: i64,
    /// When it began.
    pub started_at: Option<Instant>,
    /// When it ended.
    pub finished_at: Option<Instant>,
}

/// What is kept of a run between its steps.
#[derive(Debug, Clone, Default)]
struct Run {
    /// 0 idle, 1 waiting, 2 entering customers, 3 members, 4 done.
    phase: i64,
    after: i64,
    done: i64,
    total: i64,
    moved: i64,
    joined: i64,
    started: i64,
    finished: i64,
}

impl Run {
    async fn read(conn: &mut impl Connection) -> Result<Self, Error> {
        let state = records::state(conn).await?;
        let of = |name: &str| state.get(name).copied().unwrap_or(0);
        Ok(Self {
            phase: of("run.phase"),
            after: of("run.after"),
            done: of("run.done"),
            total: of("run.total"),
            moved: of("run.moved"),
            joined: of("run.joined"),
            started: of("run.started"),
            finished: of("run.finished"),
        })
    }

    async fn write(&self, tx: &mut Tx) -> Result<(), Error> {
        for (name, value) in [
            ("run.phase", self.phase),
            ("run.after", self.after),
            ("run.done", self.done),
            ("run.total", self.total),
            ("run.moved", self.moved),
            ("run.joined", self.joined),
            ("run.started", self.started),
            ("run.finished", self.finished),
        ] {
            records::set_state(tx, name, value).await?;
        }
        Ok(())
    }

    /// Counts who is to be looked at: members, and before them all customers where they are entered.
    async fn count(&mut self, tx: &mut Tx) -> Result<(), Error> {
        self.total = records::count_after(tx, i64::MIN).await?;
        if self.phase == 2 {
            self.total += customers::standing_count(tx).await?;
        }
        Ok(())
    }

    /// So many more were looked at. Who came since they were counted counts as well; a member who was entered on the way does
    /// not count twice.
    fn looked_at(&mut self, people: i64) {
        self.done += people;
        if self.phase == 2 {
            self.total = self.total.max(self.done);
        } else {
            self.done = self.done.min(self.total);
        }
    }
}

/// Asks for a run from the beginning; `enrol` looks at customers who are no members too.
///
/// # Errors
/// When the database refuses.
pub async fn start(tx: &mut Tx, enrol: bool, now: i64) -> Result<(), Error> {
    records::enter(tx).await?;
    let mut run = Run { phase: if enrol { 2 } else { 3 }, after: i64::MIN, started: now, ..Run::default() };
    run.count(tx).await?;
    run.write(tx).await?;
    jobs::enqueue(tx, New::now(JOB, &json!({}))?.unique(JOB), now).await?;
    Ok(())
}

/// How far it is.
///
/// # Errors
/// When the database cannot be read.
pub async fn progress(conn: &mut impl Connection) -> Result<Recompute, Error> {
    let run = Run::read(conn).await?;
    Ok(Recompute {
        state: match run.phase {
            0 => RecomputeState::Idle,
            4 => RecomputeState::Done,
            _ if run.done == 0 => RecomputeState::Waiting,
            _ => RecomputeState::Running,
        },
        done: run.done,
        total: run.total,
        moved: run.moved,
        joined: run.joined,
        started_at: (run.started > 0).then_some(Instant(run.started)),
        finished_at: (run.finished > 0).then_some(Instant(run.finished)),
    })
}

/// The job.
///
/// # Errors
/// When the database fails; what was done is kept.
pub async fn run(app: App, job: Job) -> Result<(), Error> {
    loop {
        while step(&app).await? {
            if job.stopping.is_cancelled() {
                return Err(jobs::interrupted());
            }
        }
        if over(&app, &job).await? {
            return Ok(());
        }
    }
}

/// Ends the job, unless somebody has asked for another run since its last step.
async fn over(app: &App, job: &Job) -> Result<bool, Error> {
    let mut tx = app.db.begin().await?;
    records::enter(&mut tx).await?;
    let asked = (2..=3).contains(&Run::read(&mut tx).await?.phase);
    if asked && super::programme(&mut tx).await?.enabled {
        return Ok(false);
    }
    jobs::done(&mut tx, job, app.clock.now()).await?;
    tx.commit().await?;
    Ok(true)
}

/// Ends the run of a job that somebody threw away: who was not looked at keeps her level until her next deal.
pub fn discarded<'a>(tx: &'a mut Tx, _: &'a App, _: &'a Json) -> BoxFuture<'a, Result<(), Error>> {
    async move {
        let run = Run::read(tx).await?;
        if (2..=3).contains(&run.phase) { Run { phase: 0, ..run }.write(tx).await } else { Ok(()) }
    }
    .boxed()
}

/// A piece of the run, in a transaction of its own; whether there is more.
///
/// # Errors
/// When the database fails; then nothing of the piece was done.
pub async fn step(app: &App) -> Result<bool, Error> {
    step_of(app, PIECES).await
}

/// The same, in pieces of this size.
pub(super) async fn step_of(app: &App, pieces: Pieces) -> Result<bool, Error> {
    let mut tx = app.db.begin().await?;
    records::enter(&mut tx).await?;
    let mut run = Run::read(&mut tx).await?;
    let programme = super::programme(&mut tx).await?;
    if !(2..=3).contains(&run.phase) || !programme.enabled {
        return Ok(false);
    }
    // It may have waited long enough for others to come.
    if run.done == 0 && run.after == i64::MIN {
        run.count(&mut tx).await?;
    }
    let next = match run.phase {
        2 => {
            let ids = customers::standing_after(&mut tx, run.after, pieces.looked_at).await?;
            one_by_one(&mut tx, app, &programme, &mut run, &ids).await?
        }
        _ if programme.period_days.is_some() => {
            let ids = records::ids_after(&mut tx, run.after, pieces.looked_at).await?;
            one_by_one(&mut tx, app, &programme, &mut run, &ids).await?
        }
        _ => range(&mut tx, app, &programme, &mut run, pieces).await?,
    };
    match next {
        Some(after) => run.after = after,
        None => (run.phase, run.after) = (run.phase + 1, i64::MIN),
    }
    if run.phase == 4 {
        (run.done, run.finished) = (run.total, app.clock.now());
    }
    run.write(&mut tx).await?;
    tx.commit().await?;
    Ok(run.phase < 4)
}

async fn one_by_one(
    tx: &mut Tx,
    app: &App,
    programme: &Programme,
    run: &mut Run,
    ids: &[i64],
) -> Result<Option<i64>, Error> {
    let touched: BTreeMap<i64, Cause> = ids.iter().map(|id| (*id, Cause::Programme)).collect();
    let outcome = evaluate(tx, app, programme, &touched).await?;
    run.looked_at(i64::try_from(ids.len()).unwrap_or(0));
    run.moved += outcome.moved;
    run.joined += outcome.joined;
    Ok(ids.last().copied())
}

/// Lifts the next members by a few statements. Who has a level that was taken out, locked or not, is looked at one by one; where
/// there are many of these the piece ends with them.
async fn range(
    tx: &mut Tx,
    app: &App,
    programme: &Programme,
    run: &mut Run,
    pieces: Pieces,
) -> Result<Option<i64>, Error> {
    let count = pieces.lifted;
    let whole = records::end_of_piece(tx, run.after, count).await?;
    let gone: Vec<i64> = programme.retired.iter().map(|one| one.id).collect();
    let theirs = records::of_levels(tx, &gone, (run.after, whole.unwrap_or(i64::MAX)), pieces.looked_at).await?;
    let many = i64::try_from(theirs.len()).is_ok_and(|found| found == pieces.looked_at);
    let end = theirs.last().copied().filter(|_| many).or(whole);
    let to = end.unwrap_or(i64::MAX);
    let people = match end {
        Some(end) if Some(end) == whole => count,
        Some(end) => records::count_after(tx, run.after).await? - records::count_after(tx, end).await?,
        None => records::count_after(tx, run.after).await?,
    };
    let touched: BTreeMap<i64, Cause> = theirs.into_iter().map(|id| (id, Cause::Programme)).collect();
    run.moved += evaluate(tx, app, programme, &touched).await?.moved;
    let now = app.clock.now();
    let until = programme.expiry_days.map(|days| now.saturating_add(days.saturating_mul(DAY)));
    let known: Vec<i64> = programme.known_levels();
    let mut moved = Vec::new();
    for rank in (1..=programme.levels.len()).rev() {
        let Some(level) = programme.at(rank) else { continue };
        let below: Vec<i64> = known.iter().copied().filter(|id| programme.rank(*id) < rank).collect();
        let needs = Needs::of(programme, rank, now);
        let holds = needs.map_or(Ok("}".to_owned()), |needs| {
            serde_json::to_string(&needs).map(|needs| format!(",\"needs\":{needs}}}"))
        });
        let lift = Lift {
            range: (run.after, to),
            level: programme.id_at(rank),
            below: &below,
            needs: programme.needs(level),
            holds: &holds.map_err(Error::internal)?,
            until,
            at: now,
            id: app.ids.run(count).start - 1,
        };
        moved.extend(records::lift(tx, &lift).await?);
    }
    run.looked_at(people);
    run.moved += i64::try_from(moved.len()).unwrap_or(0);
    if !moved.is_empty() {
        let ids: Vec<Id> = moved.into_iter().map(Id).collect();
        tx.emit(Message::new("members.changed", now, &json!({ "customers": ids }))?);
    }
    Ok(end)
}

impl Programme {
    /// Every level that a row may hold, 0 and those that were taken out included.
    pub(super) fn known_levels(&self) -> Vec<i64> {
        let now = self.levels.iter().filter_map(|level| level.id).map(|id| id.0);
        std::iter::once(0).chain(now).chain(self.retired.iter().map(|one| one.id)).collect()
    }

    /// A level's thresholds for SQL: amount, deals, whether one of them suffices.
    pub(super) fn needs(&self, level: &super::programme::Level) -> (i64, i64, bool) {
        match self.by {
            Measure::Amount => (level.amount.unwrap_or(i64::MAX), i64::MIN, false),
            Measure::Deals => (i64::MIN, level.deals.unwrap_or(i64::MAX), false),
            by => (level.amount.unwrap_or(i64::MAX), level.deals.unwrap_or(i64::MAX), by == Measure::Either),
        }
    }
}
