//! Where the program keeps its data in one test: a folder, and a PostgreSQL database or none.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use serde_json::Value as Json;
use sqlx::{Connection as _, Executor as _, PgConnection, SqliteConnection};
use tempfile::TempDir;
use tokio::process::Command;

use crate::postgres::Postgres;

/// A job that died with its worker is given to the next when this is over; between two lives the minute is made to have
/// passed, so that a test need not wait for it.
const MINUTE_IS_OVER: &str = "update jobs set leased_until = 0 where state = 'running'";

const DELIVERED: &str = "select id from webhook_deliveries where status = 'delivered'";

pub(crate) struct Place {
    folder: TempDir,
    postgres: Option<Postgres>,
}

impl Place {
    /// A new folder with SQLite.
    pub(crate) fn sqlite() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), postgres: None }
    }

    /// A new folder and a new PostgreSQL database, when there is a server.
    pub(crate) async fn postgres() -> Option<Self> {
        let postgres = Postgres::fresh().await?;
        Some(Self { folder: tempfile::tempdir().unwrap(), postgres: Some(postgres) })
    }

    pub(crate) fn engine(&self) -> &'static str {
        if self.postgres.is_some() { "PostgreSQL" } else { "SQLite" }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.path("data")
    }

    /// The program on this place; it dies with the test.
    pub(crate) fn program(&self) -> Command {
        self.program_on(&self.data(), self.postgres.as_ref().map(|postgres| postgres.url.as_str()))
    }

    /// The program on another folder and database.
    pub(crate) fn program_on(&self, data: &Path, url: Option<&str>) -> Command {
        let log = std::fs::File::options().create(true).append(true).open(self.path("log")).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_regulars"));
        command
            .current_dir(self.folder.path())
            .env("NO_COLOR", "1")
            .arg("--json")
            .arg("--data-dir")
            .arg(data)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log)
            .kill_on_drop(true);
        if let Some(url) = url {
            command.arg("--database-url").arg(url);
        }
        command
    }

    /// Runs a command to its end and reads its report.
    pub(crate) async fn run(&self, args: &[&str]) -> (i32, Json) {
        let told = self.program().args(args).output().await.unwrap();
        let report = serde_json::from_slice(&told.stdout).unwrap_or(Json::Null);
        (told.status.code().unwrap_or(-1), report)
    }

    /// The last lines that the program said, for a failing test to show.
    pub(crate) fn log(&self) -> String {
        let bytes = std::fs::read(self.path("log")).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        let lines: Vec<&str> = text.lines().collect();
        lines[lines.len().saturating_sub(40)..].join("\n")
    }

    /// Lets the lease of a dead worker be over. Only while nothing runs on this place.
    pub(crate) async fn let_leases_end(&self) {
        match &self.postgres {
            Some(postgres) => {
                let mut at = PgConnection::connect(&postgres.url).await.unwrap();
                at.execute(MINUTE_IS_OVER).await.unwrap();
                at.close().await.unwrap();
            }
            None => {
                let url = format!("sqlite://{}", self.data().join("regulars.db").display());
                let mut at = SqliteConnection::connect(&url).await.unwrap();
                at.execute(MINUTE_IS_OVER).await.unwrap();
                at.close().await.unwrap();
            }
        }
    }

    /// The ids of the messages that are written down as delivered. Only while nothing runs on this place.
    pub(crate) async fn delivered(&self) -> Vec<String> {
        let ids: Vec<i64> = match &self.postgres {
            Some(postgres) => {
                let mut at = PgConnection::connect(&postgres.url).await.unwrap();
                sqlx::query_scalar(DELIVERED).fetch_all(&mut at).await.unwrap()
            }
            None => {
                let url = format!("sqlite://{}", self.data().join("regulars.db").display());
                let mut at = SqliteConnection::connect(&url).await.unwrap();
                let ids = sqlx::query_scalar(DELIVERED).fetch_all(&mut at).await.unwrap();
                at.close().await.unwrap();
                ids
            }
        };
        ids.into_iter().map(|id| format!("msg_{}", platform::Id(id))).collect()
    }

    /// Removes what is outside of the folder.
    pub(crate) async fn clear(self) {
        if let Some(postgres) = self.postgres {
            postgres.drop().await;
        }
    }
}
