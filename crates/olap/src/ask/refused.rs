//! Why a question was not answered.

use datafusion::common::DataFusionError;
use platform::Error;

use super::Wrong;

/// Why a question was not answered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Nothing was asked.
    #[error("nothing is asked")]
    Empty,
    /// Several statements.
    #[error("one statement at a time")]
    Several,
    /// Something else than a question.
    #[error("only SELECT, WITH and EXPLAIN are taken, not {0}")]
    Writes(String),
    /// The text is too long, too deep or too wide.
    #[error("the question has more than {limit} {what}")]
    TooLarge {
        /// What there are too many of: `characters`, `words`, `links`, `levels`, `parts`, `rows`.
        what: &'static str,
        /// The bound.
        limit: usize,
    },
    /// The text is no SQL, or names what is not there.
    #[error("{0}")]
    Wrong(Wrong),
    /// It took too long.
    #[error("it took longer than {0} seconds")]
    TooLong(u64),
    /// It needs more memory than questions may hold.
    #[error("it needs more memory than {0} MB")]
    Memory(usize),
    /// Somebody stopped it.
    #[error("cancelled")]
    Cancelled,
    /// The cluster that answers does not.
    #[error("the cluster does not answer: {0}")]
    Away(String),
    /// Too many questions at a time.
    #[error("too many questions at a time")]
    Busy,
    /// The engine failed while it worked.
    #[error("{0}")]
    Failed(String),
}

/// Longest part of the engine's message that is passed on.
const MESSAGE: usize = 600;

impl Refused {
    /// What the engine's error means to whoever asked.
    pub(super) fn from_engine(error: &DataFusionError, memory: usize) -> Self {
        let message = || {
            let text = error.strip_backtrace();
            let text = text.split("\n\nbacktrace").next().unwrap_or_default();
            // Every column that there is, which whoever asks has before their eyes.
            let text = text.split("\nValid fields are ").next().unwrap_or_default();
            text.trim_end_matches('.').chars().take(MESSAGE).collect::<String>()
        };
        match error.find_root() {
            DataFusionError::ResourcesExhausted(_) => Self::Memory(memory >> 20),
            DataFusionError::Execution(text) if text == "cancelled" => Self::Cancelled,
            DataFusionError::SQL(..)
            | DataFusionError::Plan(_)
            | DataFusionError::SchemaError(..)
            | DataFusionError::NotImplemented(_)
            | DataFusionError::Diagnostic(..)
            | DataFusionError::Collection(_)
            | DataFusionError::Configuration(_) => Self::Wrong(Wrong::of(error, message())),
            // What a cluster's scheduler says of a plan that was read here without trouble.
            _ if error.strip_backtrace().contains("RecursionLimitReached") => {
                Self::Wrong(Wrong::Other("it nests too deeply for a cluster, which reads some forty levels".to_owned()))
            }
            _ => Self::Failed(message()),
        }
    }

    /// A stable word for the audit log.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "sql_empty",
            Self::Several => "sql_several",
            Self::Writes(_) => "sql_read_only",
            Self::TooLarge { .. } => "sql_too_large",
            Self::Wrong(Wrong::Column { .. }) => "sql_no_column",
            Self::Wrong(Wrong::Table(_)) => "sql_no_table",
            Self::Wrong(Wrong::Function { .. }) => "sql_no_function",
            Self::Wrong(Wrong::Syntax { .. }) => "sql_syntax",
            Self::Wrong(Wrong::Unfinished) => "sql_unfinished",
            Self::Wrong(Wrong::Other(_)) => "sql_wrong",
            Self::TooLong(_) => "sql_too_long",
            Self::Memory(_) => "sql_memory",
            Self::Cancelled => "sql_cancelled",
            Self::Busy => "sql_busy",
            Self::Away(_) => "sql_cluster_away",
            Self::Failed(_) => "sql_failed",
        }
    }
}

impl From<Refused> for Error {
    fn from(refused: Refused) -> Self {
        let code = refused.code();
        match refused {
            Refused::Empty | Refused::Several | Refused::Wrong(Wrong::Unfinished) => Self::new(422, code),
            Refused::Writes(what) => Self::new(422, code).arg("statement", what),
            Refused::TooLarge { what, limit } => Self::new(422, code).arg("unit", what).arg("limit", limit.to_string()),
            Refused::Wrong(Wrong::Column { name, near }) => {
                let near = if near.is_empty() { "none".to_owned() } else { near.join(", ") };
                Self::new(422, code).arg("name", name).arg("near", near)
            }
            Refused::Wrong(Wrong::Table(name)) => Self::new(422, code).arg("name", name),
            Refused::Wrong(Wrong::Function { name, near }) => {
                Self::new(422, code).arg("name", name).arg("near", near.unwrap_or_else(|| "none".to_owned()))
            }
            Refused::Wrong(Wrong::Syntax { line, column, found }) => {
                Self::new(422, code).arg("line", line).arg("column", column).arg("found", found)
            }
            Refused::Wrong(Wrong::Other(why)) | Refused::Failed(why) => Self::new(422, code).arg("why", why),
            Refused::TooLong(seconds) => Self::new(422, code).arg("seconds", seconds.to_string()),
            Refused::Memory(megabytes) => Self::new(422, code).arg("megabytes", megabytes.to_string()),
            Refused::Cancelled => Self::new(409, code),
            Refused::Busy => Self::new(429, code).retry_after(2),
            Refused::Away(why) => Self::new(503, code).arg("why", why).retry_after(10),
        }
    }
}
