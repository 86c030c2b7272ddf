//! One action on many customers: at once when they are few, as a job with progress when they are many.
//!
//! A job takes its customers off a list a piece at a time, in the transaction that acts on them, so it can die anywhere
//! and go on, and no customer is acted on twice.

use platform::http::{Actor, Caller};
use platform::jobs::{self, Job};
use platform::{App, Error, Id, audit};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::list::filter::Filter;
use super::list::records::{self as list_records, bulk as records};
use super::list::{Place, find};
use super::reach;
use crate::groups::{self, Action, Target};

/// The kind of the job.
pub const JOB: &str = "customers.bulk";
/// As many are acted on before the answer.
const AT_ONCE: usize = 2_000;
/// Customers of one transaction of the job, and of one page of looking for them.
const PIECE: i64 = 1_000;
/// Ids that a request may name.
const MOST_IDS: usize = 10_000;

/// What came of an action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Done {
    /// Rows that changed so far.
    pub changed: u64,
    /// The job that does the rest, when there are many.
    pub job_id: Option<Id>,
    /// Customers meant.
    pub total: i64,
}

/// Whom an action is meant for.
#[derive(Debug, Clone)]
pub enum Meant {
    /// These.
    Ids(Vec<i64>),
    /// Those that a list shows.
    Listed(Box<Filter>),
}

#[derive(Debug, Serialize, Deserialize)]
struct Payload {
    run: Id,
}

/// The actor, as a run keeps it for its notes.
#[derive(Debug, Serialize, Deserialize)]
struct By {
    kind: String,
    id: Option<Id>,
    name: String,
}

/// Does `action` to those that are `meant` and that `caller` may see.
///
/// # Errors
/// `invalid` for an unsound action or too many ids; `not_found` for a group that does not stand.
pub async fn bulk(app: &App, caller: &Caller, meant: Meant, action: Action) -> Result<Done, Error> {
    let now = app.clock.now();
    let mut session = app.db.read().await?;
    let action = action.check(&mut session).await?;
    let mut places = Places::new(caller, meant)?;
    let mut first: Vec<i64> = Vec::new();
    while first.len() <= AT_ONCE {
        match places.next(&mut session).await? {
            Some(piece) => first.extend(piece),
            None => break,
        }
    }
    if first.len() <= AT_ONCE {
        drop(session);
        let total = i64::try_from(first.len()).unwrap_or(i64::MAX);
        let mut tx = app.db.begin().await?;
        let changed = act(&mut tx, app, &caller.actor, &action, &first, now).await?;
        let detail = json!({ "action": action.name(), "customers": total });
        audit::record(&mut tx, caller, "customers.bulk", None, None, &detail, now).await?;
        tx.commit().await?;
        return Ok(Done { changed, job_id: None, total });
    }

    let run = app.ids.next();
    let mut total = 0;
    let mut tx = app.db.begin().await?;
    let mut piece = Some(first);
    while let Some(ids) = piece {
        total += i64::try_from(ids.len()).unwrap_or(0);
        records::aim(&mut tx, run, &ids).await?;
        piece = places.next(&mut session).await?;
    }
    let job = jobs::enqueue(&mut tx, jobs::New::now(JOB, &Payload { run: Id(run) })?, now).await?;
    let by = By {
        kind: caller.actor.kind().to_owned(),
        id: caller.actor.id().map(Id),
        name: caller.actor.name().to_owned(),
    };
    records::insert(&mut tx, run, job, &text(&action)?, &text(&by)?, total, now).await?;
    let detail = json!({ "action": action.name(), "customers": total, "job": Id(job) });
    audit::record(&mut tx, caller, "customers.bulk", None, None, &detail, now).await?;
    tx.commit().await?;
    Ok(Done { changed: 0, job_id: Some(Id(job)), total })
}

/// Does what is left of a run. Running it again does nothing twice.
///
/// # Errors
/// `interrupted` when the program stops; otherwise when the database refuses.
pub async fn run(app: App, job: Job) -> Result<(), Error> {
    let Payload { run: Id(run) } = job.read()?;
    let Some(kept) = records::find(&mut app.db.read().await?, run).await? else { return Ok(()) };
    if kept.finished_at.is_some() {
        return Ok(());
    }
    let action: Action = read(&kept.action)?;
    let by: By = read(&kept.actor)?;
    let actor = match (by.kind.as_str(), by.id) {
        ("user", Some(id)) => Actor::User { id: id.0, name: by.name, role: platform::http::Role::Operator },
        ("key", Some(id)) => Actor::Key { id: id.0, name: by.name },
        _ => Actor::System,
    };
    loop {
        if job.stopping.is_cancelled() {
            return Err(jobs::interrupted());
        }
        let now = app.clock.now();
        let mut tx = app.db.begin().await?;
        let customers = records::next(&mut tx, run, PIECE).await?;
        if customers.is_empty() {
            records::finish(&mut tx, run, now).await?;
            return tx.commit().await;
        }
        act(&mut tx, &app, &actor, &action, &customers, now).await?;
        records::advance(&mut tx, run, &customers).await?;
        tx.commit().await?;
    }
}

/// How far a job is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Progress {
    /// Customers meant.
    pub total: i64,
    /// Customers done.
    pub done: i64,
    /// Whether all are.
    pub finished: bool,
}

/// How far the run of a job is.
///
/// # Errors
/// `not_found` when the job is no such run.
pub async fn progress(app: &App, job: i64) -> Result<Progress, Error> {
    let (total, done, end) =
        records::progress(&mut app.db.read().await?, job).await?.ok_or_else(|| Error::not_found("job"))?;
    Ok(Progress { total, done, finished: end.is_some() })
}

async fn act(
    tx: &mut platform::db::Tx,
    app: &App,
    actor: &Actor,
    action: &Action,
    customers: &[i64],
    now: i64,
) -> Result<u64, Error> {
    let mut targets: Vec<Target> = Vec::with_capacity(customers.len());
    let mut profiles = list_records::slim(tx, customers).await?;
    profiles.sort_by_key(|profile| (profile.customer_id, profile.id));
    for own in profiles.chunk_by(|a, b| a.customer_id == b.customer_id) {
        if let Some(first) = own.first() {
            targets.push(Target { anchor: first.id, profiles: own.iter().map(|profile| profile.id).collect() });
        }
    }
    let changed = groups::apply(tx, app, actor, action, &targets, now).await?;
    if changed > 0 {
        reach::say_changed(tx, customers, now)?;
    }
    Ok(changed)
}

/// Those that are meant, a piece at a time.
struct Places {
    meant: Meant,
    after: Option<Place>,
    scope: platform::http::ShopScope,
    ended: bool,
}

impl Places {
    fn new(caller: &Caller, meant: Meant) -> Result<Self, Error> {
        if let Meant::Ids(ids) = &meant
            && ids.len() > MOST_IDS
        {
            return Err(Error::invalid("ids", "too_long"));
        }
        Ok(Self { meant, after: None, scope: caller.shops.clone(), ended: false })
    }

    async fn next(&mut self, session: &mut platform::db::Session) -> Result<Option<Vec<i64>>, Error> {
        if self.ended {
            return Ok(None);
        }
        match &self.meant {
            Meant::Ids(ids) => {
                self.ended = true;
                let mut seen = Vec::with_capacity(ids.len());
                for profile in list_records::slim(session, ids).await? {
                    let all = self.scope == platform::http::ShopScope::All;
                    if all || profile.shop_id.is_some_and(|shop| self.scope.contains(shop)) {
                        seen.push(profile.customer_id);
                    }
                }
                seen.sort_unstable();
                seen.dedup();
                Ok(Some(seen))
            }
            Meant::Listed(filter) => {
                let found = find(session, filter, self.after, PIECE).await?;
                self.after = found.last().copied();
                self.ended = found.len() < usize::try_from(PIECE).unwrap_or(usize::MAX);
                Ok((!found.is_empty()).then(|| found.into_iter().map(|(_, id)| id).collect()))
            }
        }
    }
}

fn text(value: &impl Serialize) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|cause| Error::internal(cause.to_string()))
}

fn read<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(|cause| Error::internal(cause.to_string()))
}
