//! What exports are.

use platform::http::{Caller, ShopScope};
use platform::i18n::Locale;
use platform::{App, Error, Id, Instant};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::customers::FileFormat;

/// How far an export is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ExportState)]
pub enum State {
    /// Nobody has begun yet.
    Waiting,
    /// It is being written.
    Running,
    /// The file can be fetched.
    Finished,
    /// It could not be made.
    Failed,
    /// Somebody stopped it.
    Stopped,
    /// The file is deleted: its day is over, or somebody was erased.
    Gone,
}

impl State {
    /// The code that the database uses.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Finished => "finished",
            Self::Failed => "failed",
            Self::Stopped => "stopped",
            Self::Gone => "gone",
        }
    }

    /// The state with that code.
    ///
    /// # Errors
    /// When there is none.
    pub fn from_code(code: &str) -> Result<Self, Error> {
        [Self::Waiting, Self::Running, Self::Finished, Self::Failed, Self::Stopped, Self::Gone]
            .into_iter()
            .find(|one| one.code() == code)
            .ok_or_else(|| Error::internal(format!("no state of an export is called {code}")))
    }

    /// Whether nothing more comes of it.
    #[must_use]
    pub fn is_over(self) -> bool {
        !matches!(self, Self::Waiting | Self::Running)
    }
}

/// The shops that were seen, as the database keeps them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Shops(Option<Vec<Id>>);

impl From<&ShopScope> for Shops {
    fn from(scope: &ShopScope) -> Self {
        match scope {
            ShopScope::All => Self(None),
            ShopScope::Only(ids) => Self(Some(ids.iter().map(|id| Id(*id)).collect())),
        }
    }
}

impl Shops {
    pub(super) fn scope(&self) -> ShopScope {
        match &self.0 {
            None => ShopScope::All,
            Some(ids) => ShopScope::Only(ids.iter().map(|id| id.0).collect()),
        }
    }
}

/// An export as the database holds it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Record {
    pub(super) id: i64,
    pub(super) segment: i64,
    /// The segment's name when it was asked for.
    pub(super) name: String,
    pub(super) format: FileFormat,
    pub(super) columns: Vec<String>,
    pub(super) reveal: bool,
    /// Only those who may get marketing on this channel.
    pub(super) reachable: Option<String>,
    /// What whoever asked may see.
    pub(super) shops: Shops,
    pub(super) locale: Locale,
    pub(super) state: State,
    pub(super) done: i64,
    pub(super) total: i64,
    pub(super) bytes: Option<i64>,
    pub(super) created_at: i64,
    /// `user:…` or `key:…`.
    pub(super) owner: String,
    /// Whose name is shown.
    pub(super) created_by: String,
    pub(super) finished_at: Option<i64>,
    /// Why it failed or is gone: the id of a text.
    pub(super) problem: Option<String>,
}

/// Who somebody is, for the books.
pub(super) fn owner(caller: &Caller) -> String {
    format!("{}:{}", caller.actor.kind(), caller.actor.id().unwrap_or(0))
}

/// How long a file is kept, milliseconds.
pub(super) const KEEP: i64 = 86_400_000;

/// The segment of an export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ExportSegment)]
pub struct Of {
    /// Its id.
    pub id: Id,
    /// Its name when the export was asked for.
    pub name: String,
}

/// A segment as a file, made in the background.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = SegmentExport)]
pub struct Export {
    /// Its id.
    pub id: Id,
    /// Of which segment.
    pub segment: Of,
    /// `csv`, `xlsx` or `parquet`.
    pub format: String,
    /// The columns in order.
    pub columns: Vec<String>,
    /// Whether values stand in it in full.
    pub revealed: bool,
    /// How far it is.
    pub state: State,
    /// Customers looked at.
    pub done: i64,
    /// Customers in all; 0 until they were counted.
    pub total: i64,
    /// The file's size once it is made.
    pub bytes: Option<i64>,
    /// When it was asked for.
    pub created_at: Instant,
    /// By whom.
    pub created_by: String,
    /// When it was made.
    pub finished_at: Option<Instant>,
    /// Until when the file can be fetched.
    pub until: Option<Instant>,
    /// Why there is no file, in the caller's language.
    pub problem: Option<String>,
}

impl Record {
    /// As the API shows it.
    pub(super) fn shown(&self, app: &App, locale: Locale) -> Export {
        let until = self.finished_at.filter(|_| self.state == State::Finished).map(|at| Instant(at + KEEP));
        Export {
            id: Id(self.id),
            segment: Of { id: Id(self.segment), name: self.name.clone() },
            format: self.format.code().to_owned(),
            columns: self.columns.clone(),
            revealed: self.reveal,
            state: self.state,
            done: self.done,
            total: self.total,
            bytes: self.bytes,
            created_at: Instant(self.created_at),
            created_by: self.created_by.clone(),
            finished_at: self.finished_at.map(Instant),
            until,
            problem: self.problem.as_ref().map(|id| app.i18n.text(locale, &format!("exports-{id}"), &[])),
        }
    }
}
