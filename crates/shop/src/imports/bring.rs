//! Bringing a file: an upload, or a path on the command line.

use std::path::{Path, PathBuf};

use connectors::table::Mapping;
use platform::db::Tx;
use platform::http::Caller;
use platform::jobs::{self, New};
use platform::{App, Error, audit};
use serde_json::json;
use tokio_util::sync::CancellationToken;

use super::model::{Import, Note, Record, State};
use super::run::{self, JOB, Told};
use super::{files, goes_on, recognise, records, shown};
use crate::orders::ImportCounts;
use crate::shops::{self, NewShop};

/// What to do with a file.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Where it lies.
    pub path: PathBuf,
    /// The shop for rows that name none; found out when there is only one that it can be.
    pub shop_id: Option<i64>,
    /// What the columns mean; needed for a table that is not recognised.
    pub mapping: Option<Mapping>,
    /// Whether nothing is to be changed.
    pub dry_run: bool,
    /// Items that a transaction takes, 0 for the usual number.
    pub batch: usize,
}

/// A file that was brought.
pub(super) struct Brought {
    pub(super) id: i64,
    pub(super) file_name: String,
    pub(super) path: PathBuf,
    /// Whether it is our copy.
    pub(super) owned: bool,
    pub(super) shop_id: Option<i64>,
    pub(super) mapping: Option<Mapping>,
    pub(super) dry_run: bool,
    /// A shop that a dry run imagines, for rows that name none.
    pub(super) opens: Option<NewShop>,
}

/// Where uploaded files lie until they are in.
pub(super) fn folder(app: &App) -> PathBuf {
    app.data_dir.join("imports")
}

/// Looks at a file and writes down that it was brought: queued when everything is known, otherwise waiting for what is
/// not, or failed when it cannot be read. Where an import of the very same file is not finished, that one goes on instead,
/// and is returned.
pub(super) async fn bring(app: &App, caller: &Caller, file: Brought) -> Result<Record, Error> {
    let record = examined(app, caller, file).await?;
    if let Some(before) = goes_on::unfinished(app, caller, &record).await? {
        return goes_on::go_on(app, caller, &before, &record).await;
    }
    let mut tx = app.db.begin().await?;
    records::insert(&mut tx, &record).await?;
    told(&mut tx, app, caller, "imports.brought", &record).await?;
    if record.state == State::Queued {
        enqueue(&mut tx, app, record.id).await?;
    }
    tx.commit().await?;
    Ok(record)
}

async fn examined(app: &App, caller: &Caller, file: Brought) -> Result<Record, Error> {
    let path = file.path.to_string_lossy().into_owned();
    let found = recognise::recognise(path.clone()).await?;
    let mut conn = app.db.read().await?;
    let visible = shops::visible(&mut conn, &caller.shops).await?;
    if file.opens.is_some() && !file.dry_run {
        return Err(Error::invalid("open_shop", "only_tried"));
    }
    if file.shop_id.is_some_and(|id| visible.iter().all(|shop| shop.id.0 != id)) {
        return Err(Error::invalid("shop_id", "unknown"));
    }
    let (format, header, needs_mapping, mut problem) = match found {
        Ok(found) => (Some(found.format), found.header, found.needs_mapping, None),
        Err(problem) => (None, Vec::new(), false, Some(problem)),
    };
    let imagined = file.opens.as_ref().map(|_| app.ids.next());
    let shop_id = imagined.or(file.shop_id).or_else(|| recognise::only_shop(format.as_ref()?, &visible));
    let mut state = if problem.is_some() { State::Failed } else { State::Queued };
    if state == State::Queued {
        if needs_mapping && file.mapping.is_none() {
            state = State::WaitingMapping;
            problem = Some(Note::new("needs_mapping"));
        } else if shop_id.is_none() {
            state = State::WaitingMapping;
            problem = Some(Note::new("needs_shop"));
        } else if let Err(wrong) = recognise::fits(path.clone(), file.mapping.clone()).await? {
            state = State::WaitingMapping;
            problem = Some(wrong);
        }
    }
    let size = tokio::fs::metadata(&file.path).await.map_err(Error::internal)?.len();
    Ok(Record {
        id: file.id,
        file_name: file.file_name,
        fingerprint: recognise::fingerprint(&file.path, shop_id, file.mapping.as_ref()).await?,
        path,
        owned: file.owned,
        size: i64::try_from(size).unwrap_or(i64::MAX),
        state,
        format,
        shop_id,
        opens: file.opens,
        scope: caller.shops.clone(),
        dry_run: file.dry_run,
        mapping: file.mapping,
        header,
        resume_row: 0,
        rows: 0,
        bytes_done: 0,
        counts: ImportCounts::default(),
        unknown: Default::default(),
        notes: Vec::new(),
        problem,
        created_by: caller.actor.name().to_owned(),
        created_at: app.clock.now(),
        started_at: None,
        finished_at: None,
        ran: 0,
    })
}

pub(super) async fn enqueue(tx: &mut Tx, app: &App, id: i64) -> Result<(), Error> {
    let job = New::now(JOB, &Told { import: id })?.unique(id.to_string());
    jobs::enqueue(tx, job, app.clock.now()).await.map(|_| ())
}

pub(super) async fn told(tx: &mut Tx, app: &App, caller: &Caller, action: &str, record: &Record) -> Result<(), Error> {
    let detail = json!({ "shop": record.shop_id.map(|id| id.to_string()), "dry_run": record.dry_run });
    audit::record(tx, caller, action, Some("import"), Some(&record.id.to_string()), &detail, app.clock.now()).await
}

/// What is said when an import is started, or started again.
#[derive(Debug, Clone, Default)]
pub struct Start {
    /// What the columns mean.
    pub mapping: Option<Mapping>,
    /// The shop for rows that name none.
    pub shop_id: Option<i64>,
    /// Whether nothing is to be changed; as before when absent.
    pub dry_run: Option<bool>,
}

/// Starts an import that waits, was tried or failed, from its beginning; one that was given up through no fault of its
/// file goes on where it stands.
///
/// # Errors
/// `not_found`; `import_gone` when its file is not there any more; `import_runs` while it runs; `import_mapping` with
/// what is wrong with a mapping; `invalid` when it still cannot be known which shop it is.
pub(super) async fn start(app: &App, caller: &Caller, id: i64, said: Start) -> Result<Record, Error> {
    let mut conn = app.db.read().await?;
    let mut record = super::visible(&mut conn, caller, id).await?;
    let visible = shops::visible(&mut conn, &caller.shops).await?;
    drop(conn);
    if !Path::new(&record.path).is_file() {
        return Err(Error::conflict("import_gone"));
    }
    let as_before = said.mapping.is_none()
        && said.shop_id.is_none_or(|shop| record.shop_id == Some(shop))
        && said.dry_run.is_none_or(|dry_run| record.dry_run == dry_run);
    let goes_on = as_before && record.was_given_up();
    record.mapping = said.mapping.or(record.mapping);
    // A shop that was only imagined is there no more.
    record.shop_id = said.shop_id.or(record.shop_id.filter(|_| record.opens.is_none()));
    record.dry_run = said.dry_run.unwrap_or(record.dry_run);
    if record.shop_id.is_none_or(|id| visible.iter().all(|shop| shop.id.0 != id)) {
        return Err(Error::invalid("shop_id", if record.shop_id.is_none() { "required" } else { "unknown" }));
    }
    if let Err(wrong) = recognise::fits(record.path.clone(), record.mapping.clone()).await? {
        let why = super::text(app, caller.locale, "problem", &wrong);
        return Err(Error::new(422, "import_mapping").arg("why", why));
    }
    record.state = State::Queued;
    record.problem = None;
    let mut tx = app.db.begin().await?;
    let begun = if goes_on { records::resume(&mut tx, id).await? } else { records::restart(&mut tx, &record).await? };
    if !begun {
        return Err(Error::conflict("import_runs"));
    }
    jobs::forget_parked(&mut tx, JOB, &id.to_string()).await?;
    told(&mut tx, app, caller, "imports.started", &record).await?;
    enqueue(&mut tx, app, id).await?;
    tx.commit().await?;
    super::record(&mut app.db.read().await?, id).await
}

/// Stops an import: the batch that is being written is taken back, what was in before stays in, its file is deleted.
///
/// # Errors
/// `not_found`; `import_over` when it is over already.
pub(super) async fn cancel(app: &App, caller: &Caller, id: i64) -> Result<Record, Error> {
    let record = super::visible(&mut app.db.read().await?, caller, id).await?;
    let mut tx = app.db.begin().await?;
    if !records::cancel(&mut tx, id, app.clock.now()).await? {
        return Err(Error::conflict("import_over"));
    }
    told(&mut tx, app, caller, "imports.cancelled", &record).await?;
    tx.wake();
    tx.commit().await?;
    files::remove_now(app, &record).await?;
    super::record(&mut app.db.read().await?, id).await
}

/// Brings the file of `settings` in, here and now, in its place and without a worker; `progress` hears how far it is after
/// each batch. The same file that was broken off before goes on where it stopped.
///
/// # Errors
/// `import_unread` when the file cannot be read or it cannot be known what it is or which shop it is for, with what to
/// do; when the database refuses.
pub async fn run_file(
    app: &App,
    caller: &Caller,
    settings: Settings,
    progress: &mut (dyn FnMut(&Import) + Send),
) -> Result<Import, Error> {
    let path = tokio::fs::canonicalize(&settings.path).await.map_err(|cause| {
        let what = settings.path.display().to_string();
        Error::new(422, "import_no_file").arg("path", what).context(cause)
    })?;
    let text = path.to_string_lossy().into_owned();
    let mapping = match settings.mapping {
        Some(mapping) => Some(mapping),
        None => {
            recognise::recognise(text).await?.ok().filter(|found| found.needs_mapping).and_then(|found| found.preset)
        }
    };
    let file = Brought {
        id: app.ids.next(),
        file_name: path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
        path,
        owned: false,
        shop_id: settings.shop_id,
        mapping,
        dry_run: settings.dry_run,
        opens: None,
    };
    let mut record = examined(app, caller, file).await?;
    if record.state != State::Queued {
        let why = record.problem.as_ref().map(|note| super::text(app, caller.locale, "problem", note));
        return Err(Error::new(422, "import_unread").arg("why", why.unwrap_or_default()));
    }
    let broken_off = goes_on::unfinished(app, caller, &record).await?;
    let mut tx = app.db.begin().await?;
    match broken_off {
        Some(before) => {
            goes_on::wake(&mut tx, &before).await?;
            record = before;
        }
        None => {
            records::insert(&mut tx, &record).await?;
            told(&mut tx, app, caller, "imports.brought", &record).await?;
        }
    }
    tx.commit().await?;
    let locale = caller.locale;
    let mut hear = |record: &Record| progress(&shown(app, record, locale));
    let done =
        run::run(app, record.id, run::Steps { size: settings.batch, job: None }, &CancellationToken::new(), &mut hear)
            .await?;
    Ok(shown(app, &done, locale))
}
