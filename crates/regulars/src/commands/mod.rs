//! The command line. `--help` teaches, `--json` makes every report readable by programs, exit codes say how it ended.

mod args;
#[cfg(feature = "cluster")]
mod cluster;
mod config;
mod demo;
mod doctor;
mod draw;
mod exit;
mod export;
mod help;
mod import;
mod inside;
mod language;
mod migrate;
mod openapi;
mod price;
mod report;
mod restore;
mod save;
mod science;
mod segment;
mod serve;
mod sql;
mod user;
mod warehouse;
mod wrong;

use std::ffi::OsString;
use std::io::Write as _;

use clap::{CommandFactory as _, FromArgMatches as _};

use crate::config::Config;
use args::{Args, Command};
pub use exit::Exit;
use exit::Failure;
use language::Language;
use report::Report;

/// The stack of a thread, in bytes: planning a question in SQL goes deep.
const STACK: usize = 16 << 20;

/// Runs the program with `args`, the first being its own name, and says how it ended.
pub fn run(args: impl IntoIterator<Item = OsString>) -> Exit {
    let language = Language::of(crate::config::environment);
    let said = help::command(language).try_get_matches_from(args);
    let args = match said.and_then(|said| Args::from_arg_matches(&said)) {
        Ok(args) => args,
        Err(error) => {
            refuse(language, &error);
            return if error.use_stderr() { Exit::Usage } else { Exit::Done };
        }
    };
    let report = Report::new(args.json, language);
    let threads = tokio::runtime::Builder::new_multi_thread().enable_all().thread_stack_size(STACK).build();
    let ended = match threads {
        Ok(runtime) => runtime.block_on(dispatch(args, &report)),
        Err(cause) => Err(Failure::new(Exit::Failed, format!("no threads can be started: {cause}"))),
    };
    match ended {
        Ok(exit) => exit,
        Err(failure) => {
            report.failure(&failure);
            failure.exit
        }
    }
}

/// Says what is wrong with the command line, or what was asked to be shown instead of doing anything.
fn refuse(language: Language, error: &clap::Error) {
    let chinese = if language == Language::Zh { help::Words::chinese() } else { None };
    match chinese.and_then(|words| wrong::told(error, &words)) {
        Some(text) => {
            // Nobody is left to be told when this fails.
            let _ = writeln!(std::io::stderr(), "regulars: {text}");
        }
        None => {
            let _ = error.print();
        }
    }
}

async fn dispatch(args: Args, report: &Report) -> Result<Exit, Failure> {
    if let Command::Completions { shell } = args.command {
        let mut text = Vec::new();
        clap_complete::generate(shell, &mut Args::command(), "regulars", &mut text);
        report.raw(&text);
        return Ok(Exit::Done);
    }
    if matches!(args.command, Command::Openapi) {
        return Ok(openapi::run(report));
    }
    if let Command::Price(asked) = &args.command {
        return price::run(report, asked);
    }
    if let Command::Science(asked) = &args.command {
        return science::run(report, asked);
    }
    if let Command::Draw { command } = &args.command {
        return draw::run(report, command);
    }
    let config = Config::load(&args.flags(), &crate::config::environment, args.config.clone());
    let config = config.map_err(|wrong| Failure::new(Exit::Config, wrong.to_string()))?;
    platform::telemetry::log(config.log_format, &args.log_filter(&config))
        .map_err(|error| Failure::new(Exit::Config, format!("log: {error}")))?;
    match args.command {
        Command::Serve => serve::run(&config, report).await,
        Command::Demo(asked) => demo::run(&config, report, asked).await,
        Command::Import(asked) => import::run(&config, report, asked).await,
        Command::Sql(asked) => sql::run(&config, report, asked).await,
        Command::Export(asked) => export::run(&config, report, asked).await,
        Command::Segment { command } => segment::run(&config, report, command).await,
        Command::Warehouse { command } => warehouse::run(&config, report, command).await,
        #[cfg(feature = "cluster")]
        Command::Cluster { command } => cluster::run(&config, report, command).await,
        Command::User { command } => user::run(&config, report, command).await,
        Command::Migrate { command } => migrate::run(&config, report, command).await,
        Command::Backup { folder } => save::run(&config, report, &folder).await,
        Command::Restore { folder, force } => restore::run(&config, report, &folder, force).await,
        Command::Config => Ok(config::run(&config, report)),
        Command::Doctor => doctor::run(&config, report).await,
        Command::Completions { .. }
        | Command::Openapi
        | Command::Price(_)
        | Command::Draw { .. }
        | Command::Science(_) => Ok(Exit::Done),
    }
}
