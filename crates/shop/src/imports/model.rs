//! Imports as the API shows them, and as the table holds them.

use std::collections::BTreeMap;

use connectors::table::{self, Mapping};
use platform::http::ShopScope;
use platform::{Error, Id, Instant};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::orders::ImportCounts;
use crate::shops::NewShop;

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Somebody must say what the columns mean, or which shop it is.
    WaitingMapping,
    /// It waits for its turn.
    Queued,
    /// It runs.
    Running,
    /// Everything is in.
    Done,
    /// It cannot go on.
    Failed,
    /// Somebody stopped it; what was in stays in.
    Cancelled,
}

impl State {
    const ALL: [Self; 6] =
        [Self::WaitingMapping, Self::Queued, Self::Running, Self::Done, Self::Failed, Self::Cancelled];

    /// The code in the database and the API.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::WaitingMapping => "waiting_mapping",
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    /// The state with that code.
    ///
    /// # Errors
    /// When there is none.
    pub fn from_code(code: &str) -> Result<Self, Error> {
        Self::ALL
            .into_iter()
            .find(|state| state.code() == code)
            .ok_or_else(|| Error::internal(format!("no state of an import is called {code}")))
    }

    /// Whether nothing more will happen.
    #[must_use]
    pub fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::Failed | Self::Cancelled)
    }
}

/// One file being brought in.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Import {
    /// Its id.
    pub id: Id,
    /// The name that the file had.
    pub file_name: String,
    /// Bytes.
    pub size: i64,
    /// How far it is.
    pub state: State,
    /// What the file is.
    pub format: Option<Format>,
    /// The shop for rows that name none.
    pub shop_id: Option<Id>,
    /// Whether nothing is to be changed.
    pub dry_run: bool,
    /// How far the reading is.
    pub progress: Progress,
    /// What it did, or would do.
    pub counts: ImportCounts,
    /// Why it waits or failed, and what to do.
    pub problem: Option<String>,
    /// Who brought it.
    pub created_by: String,
    /// When it was brought.
    pub created_at: Instant,
    /// When it began.
    pub started_at: Option<Instant>,
    /// When it ended.
    pub finished_at: Option<Instant>,
    /// The first rows, while its columns must be explained.
    pub preview: Option<Preview>,
    /// Status texts that nobody knows.
    pub unknown_statuses: Vec<UnknownStatus>,
    /// What else a person should know.
    pub notes: Vec<String>,
    /// Whether its file is still here, so that it can be started again.
    pub file_kept: bool,
}

/// How far the reading is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ImportProgress)]
pub struct Progress {
    /// Bytes read.
    pub bytes_done: i64,
    /// Bytes of the file.
    pub bytes_total: i64,
    /// Rows read.
    pub rows: i64,
    /// Rows a second so far.
    pub rows_per_second: Option<i64>,
    /// Seconds that are left at that pace.
    pub seconds_left: Option<i64>,
}

/// What a file is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Format {
    /// `taobao.orders.e`, `pinduoduo.orders`, `table`, ….
    pub code: String,
    /// Its name in the reader's language.
    pub name: String,
    /// `UTF-8` or `GB18030`.
    pub encoding: String,
    /// `certain` or `likely`.
    pub confidence: String,
}

/// The first rows of a table and what its columns seem to mean.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Preview {
    /// Names of the columns.
    pub columns: Vec<String>,
    /// The first rows.
    pub rows: Vec<Vec<String>>,
    /// What the columns seem to mean.
    #[schema(value_type = MappingShape)]
    pub guess: Mapping,
    /// What columns can mean.
    pub targets: Vec<Target>,
}

/// What a row can speak of.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Target {
    /// `customers`, `products`, `orders`, `lines`, `refunds`, `events`.
    #[schema(value_type = String)]
    pub entity: table::Entity,
    /// Its name in the reader's language.
    pub label: String,
    /// Its fields.
    pub fields: Vec<TargetField>,
}

/// What a column can mean.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TargetField {
    /// Its key in a mapping.
    pub key: String,
    /// Its name in the reader's language.
    pub label: String,
    /// `id`, `text`, `money`, `count`, `instant`, `day`, `status`, `yes_no`.
    #[serde(rename = "type")]
    #[schema(value_type = String)]
    pub kind: table::FieldType,
    /// Whether some column must fill it.
    pub required: bool,
}

/// What the columns of a table mean. Stands for `connectors::table::Mapping` in the API's document.
#[derive(ToSchema)]
#[schema(as = Mapping)]
#[allow(dead_code, reason = "it is written down only")]
pub(super) struct MappingShape {
    /// `customers`, `products`, `orders`, `lines`, `refunds`, `events`.
    entity: String,
    columns: Vec<MappingColumn>,
    /// `time_zone`, `date_format`, `currency`, `decimal`, ….
    options: BTreeMap<String, String>,
}

/// What one column means.
#[derive(ToSchema)]
#[allow(dead_code, reason = "it is written down only")]
pub(super) struct MappingColumn {
    /// Its name in the header.
    column: String,
    /// The field that it fills; null to pass over it.
    field: Option<String>,
    options: Option<BTreeMap<String, String>>,
}

/// A status text that nobody knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct UnknownStatus {
    /// The source's text.
    pub status_raw: String,
    /// Rows that have it.
    pub count: i64,
}

/// A row that was not taken, with its reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RefusedRow {
    /// Its number in the file; 1 is the header.
    pub row: i64,
    /// The column at fault.
    pub field: Option<String>,
    /// What stands there.
    pub value: Option<String>,
    /// A stable code.
    pub code: String,
    /// Why, in the reader's language.
    pub reason: String,
    /// What to do.
    pub cure: String,
    /// The whole row.
    pub cells: Vec<String>,
}

/// A mapping with a name.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Preset {
    /// Its id: a number, or a word for those that come with the program.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whether it comes with the program.
    pub built_in: bool,
    /// What it says.
    #[schema(value_type = MappingShape)]
    pub mapping: Mapping,
}

/// Something a person should know, kept as a code so that it can be said in every language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Note {
    /// The text is `import-note-<code>`, of a problem `import-problem-<code>`.
    pub code: String,
    /// Its arguments.
    #[serde(default)]
    pub args: BTreeMap<String, String>,
}

impl Note {
    pub(super) fn new(code: &str) -> Self {
        Self { code: code.to_owned(), args: BTreeMap::new() }
    }

    pub(super) fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.args.insert(name.to_owned(), value.into());
        self
    }
}

/// An import as the table holds it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Record {
    /// Its id.
    pub id: i64,
    /// The name that the file had.
    pub file_name: String,
    /// Where the file lies; empty when our copy was deleted.
    pub path: String,
    /// Whether the file is a copy of ours, to be deleted when it is in.
    pub owned: bool,
    /// Tells the file from others.
    pub fingerprint: String,
    /// Bytes.
    pub size: i64,
    /// How far it is.
    pub state: State,
    /// What the file was recognised as.
    pub format: Option<connectors::reading::Format>,
    /// The shop for rows that name none.
    pub shop_id: Option<i64>,
    /// What that shop would be: it is there only while this is tried.
    pub opens: Option<NewShop>,
    /// The shops that it may write to.
    pub scope: ShopScope,
    /// Whether nothing is to be changed.
    pub dry_run: bool,
    /// What the columns mean, when somebody said so.
    pub mapping: Option<Mapping>,
    /// Names of the columns.
    pub header: Vec<String>,
    /// Everything before this row is in.
    pub resume_row: i64,
    /// Rows read.
    pub rows: i64,
    /// Bytes read.
    pub bytes_done: i64,
    /// What it did.
    pub counts: ImportCounts,
    /// Status texts that nobody knows.
    pub unknown: BTreeMap<String, i64>,
    /// What a person should know.
    pub notes: Vec<Note>,
    /// Why it waits or failed.
    pub problem: Option<Note>,
    /// Who brought it.
    pub created_by: String,
    /// When, milliseconds UTC.
    pub created_at: i64,
    /// When it began.
    pub started_at: Option<i64>,
    /// When it ended.
    pub finished_at: Option<i64>,
    /// Milliseconds that it ran, over all starts.
    pub ran: i64,
}

impl Record {
    /// Whether the file is still here, as far as we know.
    pub(super) fn has_file(&self) -> bool {
        let taken_in = self.state == State::Done && !self.dry_run && self.owned;
        !self.path.is_empty() && !taken_in
    }

    /// Whether it stopped through no fault of the file, so that it can go on where it stands.
    pub(super) fn was_given_up(&self) -> bool {
        let given_up = |problem: &Note| matches!(problem.code.as_str(), CRASHED | "internal");
        self.state == State::Failed && self.problem.as_ref().is_some_and(given_up)
    }
}

/// The problem of an import over which every worker died.
pub(super) const CRASHED: &str = "crashed";
