//! How a command ended.

use std::borrow::Cow;

use platform::Error;
use serde_json::{Map, Value as Json};

/// The exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Done.
    Done = 0,
    /// It could not be done.
    Failed = 1,
    /// The command line was not understood.
    Usage = 2,
    /// The configuration cannot be used.
    Config = 3,
    /// The database does not answer or has another schema.
    Database = 4,
    /// Done, but some rows were refused.
    Refused = 5,
    /// `doctor` found something to mend.
    Unwell = 6,
}

/// The codes, for `--help`.
pub(super) const CODES: &str = "\
Exit codes:
  0  done
  1  it could not be done
  2  the command line was not understood
  3  the configuration cannot be used
  4  the database does not answer, or its schema is not this program's
  5  done, but some rows were refused (import)
  6  something is to be mended (doctor, price --lint, draw verify)";

/// Why a command was not done, in words for the terminal.
#[derive(Debug)]
pub(super) struct Failure {
    /// The exit code.
    pub(super) exit: Exit,
    /// What happened and what to do.
    pub(super) text: String,
    /// A stable code.
    pub(super) code: Cow<'static, str>,
    /// What programs are told beside: the place in a rule's text, say.
    pub(super) more: Map<String, Json>,
}

impl Failure {
    /// A failure with its words.
    pub(super) fn new(exit: Exit, text: impl Into<String>) -> Self {
        let code = match exit {
            Exit::Config => "config",
            Exit::Database => "database",
            Exit::Usage => "usage",
            _ => "failed",
        };
        Self::coded(exit, code, text)
    }

    /// A failure with its words and the code that whoever refused gave it.
    pub(super) fn coded(exit: Exit, code: impl Into<Cow<'static, str>>, text: impl Into<String>) -> Self {
        Self { exit, text: text.into(), code: code.into(), more: Map::new() }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::coded(Exit::Failed, error.code(), plain(&error))
    }
}

/// The same, for what only a database can do.
pub(super) fn database(error: Error) -> Failure {
    let code = if error.code() == NEWER { NEWER } else { "database" };
    Failure::coded(Exit::Database, code, format!("{}. Run regulars doctor to see more.", plain(&error)))
}

/// A newer program has been at the database.
const NEWER: &str = "newer_schema";

/// What happened, without the word for "our side's fault" that says nothing to whoever runs the machine.
pub(super) fn plain(error: &Error) -> String {
    let text = error.to_string();
    text.strip_prefix("newer_schema: ").or_else(|| text.strip_prefix("internal: ")).map(str::to_owned).unwrap_or(text)
}
