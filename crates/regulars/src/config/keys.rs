//! The keys of the configuration.

/// One key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// As in the file: `listen`.
    pub name: &'static str,
    /// Its value when nobody said anything.
    pub default: &'static str,
    /// What it is for.
    pub about: &'static str,
    /// Whether its value is hidden when the configuration is shown.
    pub secret: bool,
}

impl Key {
    const fn new(name: &'static str, default: &'static str, about: &'static str) -> Self {
        Self { name, default, about, secret: false }
    }

    /// Its variable: `REGULARS_LISTEN`.
    #[must_use]
    pub fn variable(&self) -> String {
        format!("REGULARS_{}", self.name.to_ascii_uppercase())
    }

    /// Its flag: `--listen`.
    #[must_use]
    pub fn flag(&self) -> String {
        format!("--{}", self.name.replace('_', "-"))
    }
}

/// Every key.
pub const KEYS: &[Key] = &[
    Key::new("data_dir", "data", "folder of uploaded files and, with SQLite, of the database"),
    Key {
        secret: true,
        ..Key::new("database_url", "", "postgres://user:password@host/database; empty for SQLite in the data folder")
    },
    Key::new("listen", "127.0.0.1:8080", "address and port to listen on"),
    Key::new("public_url", "", "how browsers reach it, when a proxy stands in front: https://crm.example.com"),
    Key::new("trust_proxy", "false", "whether that proxy says in X-Forwarded-For who calls"),
    Key::new("log_format", "pretty", "pretty for people, json for collectors"),
    Key::new("log", "info,sqlx=warn", "a level, or directives such as info,platform=debug"),
    Key::new("workers", "2", "jobs done at a time"),
    Key::new("shutdown_seconds", "20", "how long a stop waits for what runs"),
    Key::new("body_limit_mb", "8", "largest body of a request; uploaded files have a limit of their own"),
    Key::new("time_limit_seconds", "60", "how long a request may take"),
    Key::new("sql_seconds", "30", "how long a question in SQL or a pivot may take"),
    Key::new("sql_memory_mb", "1024", "memory that questions in SQL may hold together; nothing is spilt to disk"),
    Key::new(
        "olap_url",
        "",
        "what answers SQL: empty for this process's memory; over the newest export file:///folder, or df://host:port/folder",
    ),
    Key::new(
        "code_sender",
        "",
        "what brings one-time codes to buyers: an address that takes signed JSON, or console to print them for development",
    ),
    Key { secret: true, ..Key::new("code_sender_secret", "", "what messages to that address are signed with") },
    Key::new("metrics_open", "false", "whether /metrics answers other machines"),
];
