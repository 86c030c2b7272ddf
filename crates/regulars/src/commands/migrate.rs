//! `regulars migrate`: the database's schema.

use std::fmt::Write as _;

use platform::db::{applied, migrate};
use serde_json::json;

use super::args::MigrateCommand;
use super::exit::{Failure, database};
use super::{Exit, Report};
use crate::config::Config;
use crate::start;

pub(super) async fn run(config: &Config, report: &Report, command: MigrateCommand) -> Result<Exit, Failure> {
    let app = start::open(config).await.map_err(database)?;
    let mut steps: Vec<&str> = crate::start::migrations().iter().map(|step| step.name).collect();
    steps.sort_unstable();
    match command {
        MigrateCommand::Run => {
            let ran = migrate(&app.db, &crate::start::migrations(), app.clock.now()).await.map_err(database)?;
            let text = match ran.as_slice() {
                [] => "The schema is up to date.".to_owned(),
                ran => format!("Ran {} steps:\n  {}", ran.len(), ran.join("\n  ")),
            };
            report.outcome(&text, &json!({ "ran": ran }));
        }
        MigrateCommand::Status => {
            // A database that was never brought forward has no ledger; then nothing has run.
            let done = applied(&app.db).await.unwrap_or_default();
            let unknown: Vec<&String> = done.iter().filter(|name| !steps.contains(&name.as_str())).collect();
            let mut text = String::new();
            for step in &steps {
                let mark = if done.iter().any(|name| name == step) { "done   " } else { "to come" };
                let _ = writeln!(text, "{mark} {step}");
            }
            for name in &unknown {
                let _ = writeln!(text, "unknown {name}: a newer program made it; use that one");
            }
            let pending: Vec<&&str> = steps.iter().filter(|step| !done.iter().any(|name| name == *step)).collect();
            report.outcome(&text, &json!({ "done": done, "pending": pending, "unknown": unknown }));
            if !unknown.is_empty() {
                return Ok(Exit::Database);
            }
        }
    }
    Ok(Exit::Done)
}
