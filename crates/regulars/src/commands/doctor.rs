//! `regulars doctor`: looks at database, disk, clock and configuration, and says what to do.

use std::fmt::Write as _;

use platform::App;
use platform::db::{Connection as _, applied, check_sqlite};
use platform::{accounts, jobs};
use serde::Serialize;
use serde_json::json;

use super::exit::Failure;
use super::{Exit, Report};
use crate::config::{Config, Origin};
use crate::{site, start};

/// 2026-01-01: this program did not exist before.
const BORN: i64 = 1_767_225_600_000;
/// Free room below which a full disk is near, bytes.
const ROOM: u64 = 2 * 1024 * 1024 * 1024;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Finding {
    Good,
    Look,
    Bad,
}

#[derive(Debug, Serialize)]
struct Check {
    name: &'static str,
    finding: Finding,
    detail: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    cure: Option<String>,
}

impl Check {
    fn good(name: &'static str, detail: impl Into<String>) -> Self {
        Self { name, finding: Finding::Good, detail: detail.into(), cure: None }
    }

    fn look(name: &'static str, detail: impl Into<String>, cure: impl Into<String>) -> Self {
        Self { name, finding: Finding::Look, detail: detail.into(), cure: Some(cure.into()) }
    }

    fn bad(name: &'static str, detail: impl Into<String>, cure: impl Into<String>) -> Self {
        Self { name, finding: Finding::Bad, detail: detail.into(), cure: Some(cure.into()) }
    }
}

pub(super) async fn run(config: &Config, report: &Report) -> Result<Exit, Failure> {
    let mut checks = vec![configuration(config), disk(config)];
    match start::open(config).await {
        Ok(app) => {
            checks.extend(database(config, &app).await);
            app.db.close().await;
        }
        Err(error) => {
            let cure = match config.database_url {
                Some(_) => "Check that the server runs, and that address, user and password in database_url are right.",
                None => {
                    "Check that the data folder can be written and that regulars.db in it is whole; restore a backup if it is not."
                }
            };
            checks.push(Check::bad("database", error.to_string(), cure));
        }
    }
    let mut text = String::new();
    for check in &checks {
        let mark = match check.finding {
            Finding::Good => "ok  ",
            Finding::Look => "look",
            Finding::Bad => "BAD ",
        };
        let _ = writeln!(text, "{mark} {:14} {}", check.name, check.detail);
        if let Some(cure) = &check.cure {
            let _ = writeln!(text, "     {:14} → {cure}", "");
        }
    }
    let well = checks.iter().all(|check| check.finding != Finding::Bad);
    report.outcome(&text, &json!({ "well": well, "checks": checks }));
    Ok(if well { Exit::Done } else { Exit::Unwell })
}

fn configuration(config: &Config) -> Check {
    let said = config.values.values().filter(|value| value.origin != Origin::Default).count();
    let detail = format!("{said} values set; regulars config shows them");
    if !config.listen.ip().is_loopback() && !config.gate.https {
        let cure = "Put a proxy with a certificate in front and set public_url to its https:// address and trust_proxy to true.";
        return Check::look(
            "configuration",
            format!("{detail}; passwords travel unencrypted to {}", config.listen),
            cure,
        );
    }
    if config.gate.https && !config.gate.proxied {
        let cure = "Set trust_proxy to true when the proxy sets X-Forwarded-For; otherwise everybody shares one sign-in limit.";
        return Check::look("configuration", format!("{detail}; a proxy is in front but not trusted"), cure);
    }
    Check::good("configuration", detail)
}

fn disk(config: &Config) -> Check {
    let folder = config.data_dir.display();
    if let Err(cause) = std::fs::create_dir_all(&config.data_dir).and_then(|()| site::can_write(&config.data_dir)) {
        let cure = "Free some room, or give this account the right to write there, or choose another with --data-dir.";
        return Check::bad("disk", format!("{folder} cannot be written: {cause}"), cure);
    }
    match free(&config.data_dir) {
        Some(bytes) if bytes < ROOM => {
            let detail = format!("{folder} has {} MB left", bytes / 1_048_576);
            Check::look("disk", detail, "Free some room: an import needs about three times its file's size.")
        }
        Some(bytes) => Check::good("disk", format!("{folder} can be written and has {} GB left", bytes >> 30)),
        None => Check::good("disk", format!("{folder} can be written")),
    }
}

/// Bytes left where `folder` is, as `df` says: the standard library cannot tell.
fn free(folder: &std::path::Path) -> Option<u64> {
    let told = std::process::Command::new("df").arg("-Pk").arg(folder).output().ok()?;
    let text = String::from_utf8(told.stdout).ok()?;
    let blocks: u64 = text.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()?;
    Some(blocks * 1024)
}

async fn database(config: &Config, app: &App) -> Vec<Check> {
    let mut checks = Vec::new();
    match config.sqlite_file() {
        Some(file) => checks.push(match check_sqlite(&file).await {
            Ok(faults) if faults.is_empty() => Check::good("database", format!("{} is sound", file.display())),
            Ok(faults) => Check::bad(
                "database",
                format!("{} is damaged: {}", file.display(), faults.into_iter().take(3).collect::<Vec<_>>().join("; ")),
                "Stop the server and restore the last backup: regulars restore FOLDER --force.",
            ),
            Err(error) => Check::bad("database", error.to_string(), "Check that the data folder can be read."),
        }),
        None => checks.push(Check::good("database", "PostgreSQL answers")),
    }
    checks.push(clock(app).await);
    checks.push(schema(app).await);
    if applied(&app.db).await.is_ok_and(|done| !done.is_empty()) {
        checks.extend(people(app).await);
        checks.extend(parked(app).await);
    }
    checks
}

async fn clock(app: &App) -> Check {
    let here = app.clock.now();
    if here < BORN {
        let cure = "Set this machine's clock, and let it follow a time server.";
        return Check::bad("clock", format!("it says {}", platform::Instant(here)), cure);
    }
    let theirs = match app.db.read().await {
        Ok(mut session) if session.dialect() == platform::db::Dialect::Postgres => {
            platform::db::server_clock(&mut session).await.ok()
        }
        _ => None,
    };
    match theirs.map(|at| (at - app.clock.now()).abs()) {
        Some(apart) if apart > 5_000 => Check::look(
            "clock",
            format!("this machine and the database are {} s apart", apart / 1_000),
            "Let both follow a time server.",
        ),
        _ => Check::good("clock", format!("it is {}", platform::Instant(here))),
    }
}

async fn schema(app: &App) -> Check {
    let done = applied(&app.db).await.unwrap_or_default();
    let steps = crate::start::migrations();
    let to_come = steps.iter().filter(|step| !done.iter().any(|name| name == step.name)).count();
    let unknown = done.iter().filter(|name| !steps.iter().any(|step| step.name == *name)).count();
    match (unknown, to_come) {
        (0, 0) => Check::good("schema", format!("up to date, {} steps", done.len())),
        (0, to_come) => Check::look(
            "schema",
            format!("{to_come} steps are to come"),
            "Run regulars migrate run, or start the server.",
        ),
        _ => Check::bad(
            "schema",
            format!("{unknown} steps are unknown to this program"),
            "Use the newer program that made them.",
        ),
    }
}

async fn people(app: &App) -> Option<Check> {
    match accounts::any(&app.db).await {
        Ok(true) => None,
        Ok(false) => Some(Check::look(
            "people",
            "nobody can sign in yet",
            "Open the console for the first run, or: regulars user add LOGIN --role owner.",
        )),
        Err(error) => Some(Check::bad("people", error.to_string(), "Run regulars migrate run.")),
    }
}

async fn parked(app: &App) -> Option<Check> {
    let mut session = app.db.read().await.ok()?;
    let counts = jobs::counts(&mut session).await.ok()?;
    let parked = counts.iter().find(|(state, _)| *state == jobs::State::Parked).map_or(0, |(_, count)| *count);
    (parked > 0).then(|| {
        Check::look(
            "jobs",
            format!("{parked} are parked"),
            "See why in the console under Settings, Jobs, and send them back.",
        )
    })
}
