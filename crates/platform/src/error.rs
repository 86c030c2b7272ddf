//! One error with two halves: what the outside may read, and what the log needs. They never share a field, and one
//! place ([`crate::http`]) makes an error into an answer.

use std::error::Error as StdError;
use std::fmt;

/// A failure.
///
/// `Display` shows the inside half, for logs and the terminal of the machine's owner; an HTTP client sees only
/// [`Error::code`] and the catalogue's text for it.
#[derive(Debug)]
pub struct Error {
    outside: Box<Outside>,
    inside: Option<Inside>,
}

type Inside = Box<dyn StdError + Send + Sync>;

/// What the outside may read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outside {
    /// HTTP status.
    pub status: u16,
    /// A stable code: `not_found`, `wrong_credentials`. Its texts are `problem-<code>` in the message catalogue.
    pub code: &'static str,
    /// The field at fault, in the request's own words.
    pub field: Option<String>,
    /// Arguments of the texts: the code's and those of the faults.
    pub args: Vec<(&'static str, String)>,
    /// Faults of single fields, when there are several.
    pub faults: Vec<Fault>,
    /// Seconds after which it may be tried again.
    pub retry_after: Option<u64>,
}

/// A fault of one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The field, in the request's own words.
    pub field: String,
    /// A stable code; its texts are `fault-<code>`.
    pub code: &'static str,
}

impl Error {
    /// A failure with `status` and `code`.
    #[must_use]
    pub fn new(status: u16, code: &'static str) -> Self {
        Self {
            outside: Box::new(Outside {
                status,
                code,
                field: None,
                args: Vec::new(),
                faults: Vec::new(),
                retry_after: None,
            }),
            inside: None,
        }
    }

    /// Nothing stands at this address, or nothing that the caller may know of. `what` is a noun of the catalogue
    /// (`noun-<what>`).
    #[must_use]
    pub fn not_found(what: &'static str) -> Self {
        Self::new(404, "not_found").arg("what", what)
    }

    /// Nobody is signed in.
    #[must_use]
    pub fn unauthenticated() -> Self {
        Self::new(401, "unauthenticated")
    }

    /// Somebody is signed in and may not do this.
    #[must_use]
    pub fn forbidden() -> Self {
        Self::new(403, "forbidden")
    }

    /// `field` does not hold what it should; `code` says what it should hold.
    #[must_use]
    pub fn invalid(field: impl Into<String>, code: &'static str) -> Self {
        let field = field.into();
        let mut error = Self::new(422, "invalid");
        error.outside.faults.push(Fault { field: field.clone(), code });
        error.outside.field = Some(field);
        error
    }

    /// The state of things does not allow it.
    #[must_use]
    pub fn conflict(code: &'static str) -> Self {
        Self::new(409, code)
    }

    /// Our fault. `inside` goes to the log alone.
    #[must_use]
    pub fn internal(inside: impl Into<Inside>) -> Self {
        let mut error = Self::new(500, "internal");
        error.inside = Some(inside.into());
        error
    }

    /// The database's fault, or ours with it.
    #[must_use]
    pub fn database(cause: sqlx::Error) -> Self {
        let busy = matches!(cause, sqlx::Error::PoolTimedOut)
            || cause
                .as_database_error()
                .is_some_and(|e| matches!(e.code().as_deref(), Some("5" | "40001" | "40P01" | "55P03")));
        let unique = cause.as_database_error().is_some_and(sqlx::error::DatabaseError::is_unique_violation);
        let mut error = match (busy, unique) {
            (true, _) => Self::new(503, "busy").retry_after(1),
            (_, true) => Self::conflict("already_exists"),
            _ => Self::new(500, "internal"),
        };
        error.inside = Some(Box::new(cause));
        error
    }

    /// Adds an argument of the text.
    #[must_use]
    pub fn arg(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.outside.args.push((name, value.into()));
        self
    }

    /// Adds another field at fault.
    #[must_use]
    pub fn fault(mut self, field: impl Into<String>, code: &'static str) -> Self {
        self.outside.faults.push(Fault { field: field.into(), code });
        self
    }

    /// Says when to try again.
    #[must_use]
    pub fn retry_after(mut self, seconds: u64) -> Self {
        self.outside.retry_after = Some(seconds);
        self
    }

    /// Says in the inside half what happened.
    #[must_use]
    pub fn inside(mut self, inside: impl Into<Inside>) -> Self {
        self.inside = Some(inside.into());
        self
    }

    /// Says in the inside half what was being done.
    #[must_use]
    pub fn context(mut self, doing: impl fmt::Display) -> Self {
        let before = self.inside.take().map_or_else(|| self.outside.code.to_owned(), |inside| inside.to_string());
        self.inside = Some(format!("{doing}: {before}").into());
        self
    }

    /// What the outside may read.
    #[must_use]
    pub fn outside(&self) -> &Outside {
        &self.outside
    }

    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.outside.code
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.outside.code)?;
        for fault in &self.outside.faults {
            write!(f, " [{}: {}]", fault.field, fault.code)?;
        }
        for (name, value) in &self.outside.args {
            write!(f, " {name}={value}")?;
        }
        match &self.inside {
            Some(inside) => write!(f, ": {inside}"),
            None => Ok(()),
        }
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.inside.as_deref().map(|inside| inside as _)
    }
}
