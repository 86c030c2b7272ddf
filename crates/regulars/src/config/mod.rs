//! What the program is told: defaults, then one TOML file, then `REGULARS_*` variables, then flags, each over the one
//! before, and where each value in force came from.
//!
//! This is the one place that reads the environment. Absent from here: settings of the business, which staff change in
//! the console and the database keeps.

mod keys;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use platform::http::GateOptions;
use platform::telemetry::LogFormat;

pub use keys::{KEYS, Key};

/// The file that is read when no other is named and it exists.
pub const FILE: &str = "regulars.toml";

/// The folder in the data folder for exports of the warehouse, when no other is named.
pub const EXPORTS: &str = "exports";

/// Where a value came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Nobody said anything.
    Default,
    /// This file.
    File(PathBuf),
    /// This variable.
    Variable(String),
    /// This flag.
    Flag(String),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File(path) => write!(f, "file {}", path.display()),
            Self::Variable(name) => write!(f, "variable {name}"),
            Self::Flag(name) => write!(f, "flag {name}"),
        }
    }
}

/// A value in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// Its text.
    pub text: String,
    /// Where it came from.
    pub origin: Origin,
}

/// Why the configuration cannot be used: what is wrong, where it was said, what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Wrong(pub String);

/// What brings one-time codes to buyers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Codes {
    /// Nothing: buyers cannot sign in.
    Nothing,
    /// The log, on a machine that nobody else reaches.
    Console,
    /// An address of the shop's own, which brings them to its provider.
    Address {
        /// Where.
        url: String,
        /// What messages are signed with.
        secret: platform::Personal,
    },
}

/// Everything that the program is told.
#[derive(Debug, Clone)]
pub struct Config {
    /// Every key with its value, for showing.
    pub values: BTreeMap<&'static str, Value>,
    /// Uploaded files, and with SQLite the database.
    pub data_dir: PathBuf,
    /// PostgreSQL's address; SQLite in the data folder when absent.
    pub database_url: Option<String>,
    /// Where to listen.
    pub listen: SocketAddr,
    /// How the outside reaches it, when that is not where it listens.
    pub public_url: Option<String>,
    /// How log lines look.
    pub log_format: LogFormat,
    /// Which log lines are written.
    pub log: String,
    /// Jobs at a time.
    pub workers: usize,
    /// How long a stop waits for what runs.
    pub grace: Duration,
    /// Whether `/metrics` answers anybody, not only this machine.
    pub metrics_open: bool,
    /// What brings one-time codes to buyers.
    pub codes: Codes,
    /// How much a question in SQL may take.
    pub olap: olap::ask::Limits,
    /// What answers it.
    pub olap_reads: olap::Reads,
    /// How the gate is set.
    pub gate: GateOptions,
}

impl Config {
    /// Reads everything. `flags` are those that were given, by key; `variable` reads the environment.
    ///
    /// # Errors
    /// When the file cannot be read, a key is unknown, or a value does not hold what it should.
    pub fn load(
        flags: &BTreeMap<&'static str, String>,
        variable: &dyn Fn(&str) -> Option<String>,
        file: Option<PathBuf>,
    ) -> Result<Self, Wrong> {
        let mut values: BTreeMap<&'static str, Value> = KEYS
            .iter()
            .map(|key| (key.name, Value { text: key.default.to_owned(), origin: Origin::Default }))
            .collect();
        let named = file.or_else(|| variable("REGULARS_CONFIG").map(PathBuf::from));
        let must_exist = named.is_some();
        let path = named.unwrap_or_else(|| PathBuf::from(FILE));
        if must_exist || path.exists() {
            for (name, text) in from_file(&path)? {
                values.insert(name, Value { text, origin: Origin::File(path.clone()) });
            }
        }
        for key in KEYS {
            if let Some(text) = variable(&key.variable()) {
                values.insert(key.name, Value { text, origin: Origin::Variable(key.variable()) });
            }
            if let Some(text) = flags.get(key.name) {
                values.insert(key.name, Value { text: text.clone(), origin: Origin::Flag(key.flag()) });
            }
        }
        Self::read(values)
    }

    fn read(values: BTreeMap<&'static str, Value>) -> Result<Self, Wrong> {
        let of = |name: &str| -> &Value {
            static NONE: Value = Value { text: String::new(), origin: Origin::Default };
            values.get(name).unwrap_or(&NONE)
        };
        let said = |name: &str| Some(of(name).text.clone()).filter(|text| !text.is_empty());
        let wrong = |name: &str, expected: &str| {
            let value = of(name);
            let shown = if KEYS.iter().any(|key| key.name == name && key.secret) { "***" } else { &value.text };
            Wrong(format!("{name} is \"{shown}\" ({}), but must be {expected}", value.origin))
        };
        let flag = |name: &str| match of(name).text.as_str() {
            "true" | "1" | "yes" => Ok(true),
            "false" | "0" | "no" => Ok(false),
            _ => Err(wrong(name, "true or false")),
        };
        let number = |name: &str, least: u64, most: u64| {
            let read = of(name).text.parse::<u64>().ok().filter(|number| (least..=most).contains(number));
            read.ok_or_else(|| wrong(name, &format!("a whole number from {least} to {most}")))
        };
        let database_url = said("database_url");
        if database_url.as_ref().is_some_and(|url| !url.starts_with("postgres://") && !url.starts_with("postgresql://"))
        {
            return Err(wrong("database_url", "empty for SQLite, or postgres://user:password@host/database"));
        }
        let public_url = said("public_url");
        if public_url.as_ref().is_some_and(|url| !url.starts_with("https://") && !url.starts_with("http://")) {
            return Err(wrong("public_url", "an address such as https://crm.example.com"));
        }
        let megabytes = usize::try_from(number("body_limit_mb", 1, 1_024)?).unwrap_or(8);
        let gate = GateOptions {
            https: public_url.as_ref().is_some_and(|url| url.starts_with("https://")),
            proxied: flag("trust_proxy")?,
            body_limit: megabytes * 1024 * 1024,
            time_limit: Duration::from_secs(number("time_limit_seconds", 1, 3_600)?),
        };
        let listen: SocketAddr =
            of("listen").text.parse().map_err(|_| wrong("listen", "an address and port such as 127.0.0.1:8080"))?;
        let codes = match (said("code_sender"), said("code_sender_secret")) {
            (None, _) => Codes::Nothing,
            // Printed codes let whoever reads the log in as anybody.
            (Some(sender), _) if sender == "console" && listen.ip().is_loopback() && public_url.is_none() => {
                Codes::Console
            }
            (Some(sender), _) if sender == "console" => {
                let address = "the address of a sender: console is for development, where listen is this machine's own \
                    address and public_url is not set";
                return Err(wrong("code_sender", address));
            }
            (Some(url), Some(secret)) if url.starts_with("https://") || url.starts_with("http://") => {
                if secret.len() < 24 {
                    return Err(wrong("code_sender_secret", "24 characters or more"));
                }
                Codes::Address { url, secret: secret.into() }
            }
            (Some(url), None) if url.starts_with("https://") || url.starts_with("http://") => {
                return Err(wrong("code_sender_secret", "what the messages to code_sender are signed with"));
            }
            _ => {
                return Err(wrong("code_sender", "empty, console, or an address such as https://sms.example.com/code"));
            }
        };
        let data_dir = PathBuf::from(of("data_dir").text.clone());
        let olap_reads = olap::Reads::told(&of("olap_url").text, &data_dir.join(EXPORTS));
        Ok(Self {
            olap_reads: olap_reads.map_err(|may_be| wrong("olap_url", &may_be))?,
            data_dir,
            database_url,
            listen,
            codes,
            public_url,
            log_format: match of("log_format").text.as_str() {
                "pretty" => LogFormat::Pretty,
                "json" => LogFormat::Json,
                _ => return Err(wrong("log_format", "pretty or json")),
            },
            log: of("log").text.clone(),
            workers: usize::try_from(number("workers", 1, 64)?).unwrap_or(2),
            grace: Duration::from_secs(number("shutdown_seconds", 1, 600)?),
            metrics_open: flag("metrics_open")?,
            olap: olap::ask::Limits {
                time: Duration::from_secs(number("sql_seconds", 1, 3_600)?),
                memory: usize::try_from(number("sql_memory_mb", 16, 1_048_576)?).unwrap_or(1_024) << 20,
                ..olap::ask::Limits::default()
            },
            gate,
            values,
        })
    }

    /// The SQLite file, when that is the database.
    #[must_use]
    pub fn sqlite_file(&self) -> Option<PathBuf> {
        self.database_url.is_none().then(|| self.data_dir.join("regulars.db"))
    }
}

/// The environment of this process.
#[must_use]
pub fn environment(name: &str) -> Option<String> {
    #[allow(clippy::disallowed_methods, reason = "this is the one place that reads the environment")]
    std::env::var(name).ok()
}

fn from_file(path: &std::path::Path) -> Result<Vec<(&'static str, String)>, Wrong> {
    let text = std::fs::read_to_string(path)
        .map_err(|cause| Wrong(format!("the configuration file {} cannot be read: {cause}", path.display())))?;
    let table: toml::Table = text
        .parse()
        .map_err(|cause: toml::de::Error| Wrong(format!("{} is not TOML: {}", path.display(), cause.message())))?;
    table
        .into_iter()
        .map(|(name, value)| {
            let Some(key) = KEYS.iter().find(|key| key.name == name) else {
                let known: Vec<&str> = KEYS.iter().map(|key| key.name).collect();
                return Err(Wrong(format!(
                    "{}: there is no key {name}; there are {}",
                    path.display(),
                    known.join(", ")
                )));
            };
            let text = match value {
                toml::Value::String(text) => text,
                toml::Value::Integer(number) => number.to_string(),
                toml::Value::Boolean(flag) => flag.to_string(),
                _ => return Err(Wrong(format!("{}: {name} must be a text, a number, true or false", path.display()))),
            };
            Ok((key.name, text))
        })
        .collect()
}
