//! How a command ended.

use platform::Error;

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
    pub(super) code: &'static str,
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
        Self { exit, text: text.into(), code }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self { exit: Exit::Failed, text: plain(&error), code: error.code() }
    }
}

/// The same, for what only a database can do.
pub(super) fn database(error: Error) -> Failure {
    let code = if error.code() == NEWER { NEWER } else { "database" };
    Failure { exit: Exit::Database, text: format!("{}. Run regulars doctor to see more.", plain(&error)), code }
}

/// A newer program has been at the database.
const NEWER: &str = "newer_schema";

/// What happened, without the word for "our side's fault" that says nothing to whoever runs the machine.
pub(super) fn plain(error: &Error) -> String {
    let text = error.to_string();
    text.strip_prefix("newer_schema: ").or_else(|| text.strip_prefix("internal: ")).map(str::to_owned).unwrap_or(text)
}
