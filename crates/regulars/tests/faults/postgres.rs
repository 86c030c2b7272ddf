//! A database of its own on the tests' PostgreSQL, dropped at the end.

use sqlx::{Connection as _, Executor as _, PgConnection};

/// A fresh database and the way back to its server.
pub(crate) struct Postgres {
    server: String,
    name: String,
    /// Where the program finds it.
    pub(crate) url: String,
}

impl Postgres {
    /// A fresh database; `None`, and a line that says so, when no server is named.
    pub(crate) async fn fresh() -> Option<Self> {
        let Ok(server) = std::env::var("REGULARS_TEST_POSTGRES") else {
            eprintln!("REGULARS_TEST_POSTGRES is not set: only SQLite is tested");
            return None;
        };
        let name = format!("faults_{:016x}", rand::random::<u64>());
        let mut at = PgConnection::connect(&server).await.unwrap();
        at.execute(sqlx::AssertSqlSafe(format!("create database {name}"))).await.unwrap();
        at.close().await.unwrap();
        let (before, options) = server.split_once('?').map_or((server.as_str(), ""), |(a, b)| (a, b));
        let host = before.rsplit_once('/').unwrap().0;
        let mark = if options.is_empty() { "" } else { "?" };
        let url = format!("{host}/{name}{mark}{options}");
        Some(Self { server, name, url })
    }

    /// Drops it, whoever is still connected.
    pub(crate) async fn drop(self) {
        let mut at = PgConnection::connect(&self.server).await.unwrap();
        at.execute(sqlx::AssertSqlSafe(format!("drop database {} with (force)", self.name))).await.unwrap();
    }
}
