//! `regulars science`: what the shop's pages compute, on any table, for analysts and for checking.
//!
//! A command reads the columns that it is told of ([`table`]), calls `science`, and reports in words or as JSON. Absent:
//! any computing of its own, the database, the server.

mod baskets;
mod chart;
mod clv;
mod histogram;
mod lift;
mod link;
mod out;
mod pareto;
mod picks;
mod satisfaction;
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
    /// The vital few causes, by how much each makes up
    Pareto(pareto::ParetoArgs),
    /// How values lie, and with --low or --high whether a process can keep its limits
    Histogram(histogram::HistogramArgs),
    /// CSAT, NPS or CES with intervals, and with --date by period with the trend
    ///
    /// A row of FILE is an answer. Answers outside the scale are left out and counted.
    Satisfaction(satisfaction::SatisfactionArgs),
    /// Which products are worth pushing, by parts that are told
    ///
    /// A row of FILE is a product in a period. Rates are drawn towards those of all products together, the more the fewer visits stand
    /// behind them; the points of a part are its rank from 0 to 100; the score is their mean by weight. A part without its column is
    /// left out.
    Picks(picks::PicksArgs),
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
        ScienceCommand::Pareto(asked) => pareto::run(report, args.lang, asked),
        ScienceCommand::Histogram(asked) => histogram::run(report, args.lang, asked),
        ScienceCommand::Satisfaction(asked) => satisfaction::run(report, args.lang, asked),
        ScienceCommand::Picks(asked) => picks::run(report, args.lang, asked),
        ScienceCommand::Link(asked) => link::run(report, args.lang, asked),
    }
}
