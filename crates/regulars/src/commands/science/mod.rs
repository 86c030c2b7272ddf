//! `regulars science`: what the shop's pages compute, on any table, for analysts and for checking.
//!
//! A command reads the columns that it is told of ([`table`]), calls `science`, and reports in words or as JSON. Absent:
//! any computing of its own, the database, the server.

mod baskets;
mod chart;
mod clv;
mod lift;
mod link;
mod table;

use super::exit::Failure;
use super::language::Language;
use super::{Exit, Report};

/// What is to be computed.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct ScienceArgs {
    #[command(subcommand)]
    command: ScienceCommand,
    /// The language of the words
    #[arg(long, global = true, value_enum, default_value_t = Language::Zh)]
    lang: Language,
}

/// The tools.
#[derive(Debug, Clone, clap::Subcommand)]
enum ScienceCommand {
    /// Who is still a customer, how often they will buy, and for how much
    ///
    /// A row of FILE is a purchase; purchases of one customer on one day are one. Time is in weeks, as in the papers, unless
    /// --unit says otherwise. With --calibrate-until everything is as of that day, and what came after it is what the forecast
    /// is judged by. With too few customers who came back, or histories that are all alike, no model can be fitted: this is said,
    /// and the naive guess stands in its place.
    Clv(clv::ClvArgs),
    /// What an action added over those who were left alone
    ///
    /// A row of FILE is a customer. Whether customers fell into the groups as they were meant to is checked first; when they
    /// did not, nothing is read. Then come the difference with Welch's interval, the relative lift by the delta method, with
    /// --covariate the difference beforehand and CUPED, an interval that stays valid however often one looks (mSPRT), and the
    /// least difference that such groups show.
    Lift(lift::LiftArgs),
    /// What is bought together, and with --customer and --date what is bought next
    ///
    /// Every set of items that enough baskets hold is found, and every rule out of them that is reached, with support,
    /// confidence, lift, leverage, conviction, and the chance of it, corrected for all rules that were tried.
    Baskets(baskets::BasketsArgs),
    /// A control chart with its limits and signals
    ///
    /// A row of FILE is a point, in the order of time.
    Chart(chart::ChartArgs),
    /// Which records of a table, or of two, are one person
    ///
    /// A row of FILE is a record. Fellegi and Sunter's model is learnt from the records themselves, with families and people who
    /// move told apart; every pair comes with what each column adds to its weight. With --truth the result is judged.
    Link(link::LinkArgs),
}

pub(super) fn run(report: &Report, args: &ScienceArgs) -> Result<Exit, Failure> {
    match &args.command {
        ScienceCommand::Clv(asked) => clv::run(report, args.lang, asked),
        ScienceCommand::Lift(asked) => lift::run(report, args.lang, asked),
        ScienceCommand::Baskets(asked) => baskets::run(report, args.lang, asked),
        ScienceCommand::Chart(asked) => chart::run(report, args.lang, asked),
        ScienceCommand::Link(asked) => link::run(report, args.lang, asked),
    }
}
