//! `regulars demo`: makes a believable shop from a seed and serves it; or writes it as files that somebody could import.

mod files;
mod identity;
mod load;
mod offers;
mod people;
mod said;

use std::path::PathBuf;

use platform::{Clock, settings};
use serde_json::json;

use super::exit::{Failure, database};
use super::{Exit, Report, serve};
use crate::config::{Codes, Config};
use crate::demo::{Settings, World};
use crate::start;

/// What the demo is asked.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct DemoArgs {
    /// How many people, up to ten million
    #[arg(long, default_value_t = 20_000, value_parser = clap::value_parser!(u64).range(1..=10_000_000))]
    customers: u64,
    /// Equal seeds make equal shops
    #[arg(long, default_value_t = 7)]
    seed: u64,
    /// Only people with what they bought and did: no membership, promotions, coupons, red packets or draws, and nothing
    /// that staff or they themselves wrote about them
    #[arg(long)]
    plain: bool,
    /// Only make the shop, do not serve it
    #[arg(long)]
    no_serve: bool,
    /// Say how many of the people who go by several names were recognised, and how many were mixed up
    #[arg(long)]
    score: bool,
    /// Make no shop; write its Taobao and Tmall orders as export files into this folder
    #[arg(long, value_name = "DIR")]
    write_taobao: Option<PathBuf>,
    /// With --write-taobao: the Tmall order report in this generation, or in all of them, each with its item report
    #[arg(long, value_enum, value_name = "GENERATION", requires = "write_taobao")]
    generation: Option<Generation>,
    /// Make no shop; write its own site's behaviours as Segment batches, one JSON body a line
    #[arg(long, value_name = "FILE")]
    write_segment: Option<PathBuf>,
}

/// A generation of Taobao's order report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Generation {
    /// 2017: 46 columns
    A,
    /// 2018: 56 columns
    B,
    /// 61 columns
    C,
    /// 67 columns
    D,
    /// Since 2022: 71 columns, receivers masked
    E,
    /// Each of them
    All,
}

impl DemoArgs {
    /// Whether it ends in a server.
    pub(super) fn serves(&self) -> bool {
        !self.no_serve && self.write_taobao.is_none() && self.write_segment.is_none()
    }
}

/// The configuration of a shop whose customers are made up: unless it says how codes are sent, and where nobody else reads
/// the terminal, they are printed there, so that the buyers' portal can be looked at.
fn open_portal(config: &Config) -> Config {
    let private = config.listen.ip().is_loopback() && config.public_url.is_none();
    let codes = match &config.codes {
        Codes::Nothing if private => Codes::Console,
        said => said.clone(),
    };
    Config { codes, ..config.clone() }
}

pub(super) async fn run(config: &Config, report: &Report, args: DemoArgs) -> Result<Exit, Failure> {
    if args.write_taobao.is_some() || args.write_segment.is_some() {
        let world = World::new(Settings::two_years_to(Clock::System.now(), args.seed, args.customers));
        return files::write(report, &world, &args);
    }
    let config = &open_portal(config);
    let app = start::ready(config).await.map_err(database)?;
    let stand = load::stand(&app).await?;
    let loaded = match stand {
        load::Stand::Strange => {
            let why = format!(
                "{} holds a business that is no demo; name another folder: regulars --data-dir data/demo demo",
                config.data_dir.display()
            );
            return Err(Failure::new(Exit::Failed, why));
        }
        load::Stand::Ready => None,
        load::Stand::Empty => {
            let plan = load::Plan {
                seed: args.seed,
                customers: args.customers,
                to: app.clock.now(),
                next: 0,
                plain: args.plain,
                offers: 0,
            };
            Some(load::load(&app, report, config, plan).await?)
        }
        load::Stand::Begun(plan) => {
            report.note("Going on with the demo shop that was begun.");
            Some(load::load(&app, report, config, plan).await?)
        }
    };
    let demo = settings::get(&mut app.db.read().await?, crate::site::DEMO).await?.unwrap_or(false);
    let text = format!(
        "The demo shop is in {}.\nSign in as {} with the password {} (also {}: the same password).\n\
         Buyers come in at /my by a customer's mobile; while it serves, the code is printed on the terminal.",
        config.data_dir.display(),
        people::OWNER,
        people::PASSWORD,
        people::COLLEAGUES.map(|(login, ..)| login).join(", "),
    );
    let identity = if args.score { Some(identity::scored(&app, config).await?) } else { None };
    let text = match &identity {
        Some(score) => format!("{text}\n{}", identity::said(score)),
        None => text,
    };
    let object = json!({
        "demo": demo, "data_dir": config.data_dir, "login": people::OWNER, "password": people::PASSWORD, "made": loaded,
        "identity": identity,
    });
    if args.no_serve {
        report.outcome(&text, &object);
        app.db.close().await;
        return Ok(Exit::Done);
    }
    report.note(&text);
    serve::serve(config, report, app).await
}
