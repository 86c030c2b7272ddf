//! `regulars science clv`: the "buy till you die" models on a table of purchases.

mod opportunities;
mod scores;
mod told;

use std::collections::HashMap;
use std::path::PathBuf;

use science::lifetime::choose::{Choice, Fared, choose};
use science::lifetime::purchases::{Customer, Observed, Purchase, Span, Split, far_off, observe, split};
use science::lifetime::spend::{Spend, Spender};
use science::lifetime::{Fit, History, Model, Refusal};

use super::table::{Days, Table};
use crate::commands::exit::Failure;
use crate::commands::language::Language;
use crate::commands::{Exit, Report};

/// What is asked.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct ClvArgs {
    /// A purchase a row: CSV, TSV (also .gz), XLSX or Parquet
    file: PathBuf,
    /// The column of who bought
    #[arg(long, value_name = "COLUMN")]
    customer: String,
    /// The column of when
    #[arg(long, value_name = "COLUMN")]
    date: String,
    /// The column of what was paid
    #[arg(long, value_name = "COLUMN")]
    value: String,
    /// The model; without it all are tried and the likeliest is taken, judged by what came after --calibrate-until when that is given
    #[arg(long, value_enum, value_name = "MODEL")]
    model: Option<ModelArg>,
    /// How many days an opportunity is, for --model bg-bb; those that are not over do not count
    #[arg(long, value_name = "DAYS")]
    opportunity: Option<u32>,
    /// Also what a purchase of each customer is worth
    #[arg(long, value_enum, value_name = "MODEL")]
    spend: Option<SpendArg>,
    /// The last day that the model sees; the days after it judge the forecast
    #[arg(long, value_name = "DATE")]
    calibrate_until: Option<String>,
    /// The first day that counts [default: the first in the file]
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// The last day that counts [default: the last in the file]
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
    /// How far ahead customers are scored
    #[arg(long, value_name = "DAYS", default_value_t = 90)]
    predict: u32,
    /// By how much a purchase a year later counts less, in per cent
    #[arg(long, value_name = "PERCENT", default_value_t = 0.0)]
    discount: f64,
    /// The unit of time of the parameters
    #[arg(long, value_enum, default_value_t = Unit::Week)]
    unit: Unit,
    /// Where days begin, and how times without an offset are read
    #[arg(long, value_name = "ZONE", default_value = "UTC")]
    zone: String,
    /// Read 12/31/2024 rather than 31/12/2024
    #[arg(long)]
    month_first: bool,
    /// Write every customer's scores into this file, as CSV
    #[arg(long, value_name = "FILE")]
    scores: Option<PathBuf>,
}

/// The models.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
#[allow(clippy::enum_variant_names, reason = "the models are called so")]
enum ModelArg {
    /// Leaves after a repeat purchase
    BgNbd,
    /// Leaves after any purchase
    MbgNbd,
    /// Leaves at any time
    ParetoNbd,
    /// Buys at opportunities or not: gifts of a year, orders of a season; needs --opportunity
    BgBb,
}

/// The models of what a purchase is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum SpendArg {
    /// Purchases of each are gamma, and so is what they differ by
    GammaGamma,
}

/// Units of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Unit {
    /// Days
    Day,
    /// Weeks
    Week,
}

impl Unit {
    fn days(self) -> f64 {
        match self {
            Self::Day => 1.0,
            Self::Week => 7.0,
        }
    }
}

/// What the file holds.
struct Read {
    names: Vec<String>,
    purchases: Vec<Purchase<u32>>,
    rows: u64,
    /// Rows without a customer.
    nobody: u64,
}

/// Everything that was found.
struct Found {
    read: Read,
    from: i64,
    until: i64,
    /// Days among those that count which lie far from all others.
    far_off: Vec<i64>,
    /// The last day that the model saw.
    seen_until: i64,
    observed: Observed<u32>,
    /// Purchases in the hold-out of each customer, when there is one.
    actual: Option<Vec<f64>>,
    fit: Result<Fit, Refusal>,
    /// All that were tried, with the hold-out's density when there is one.
    tried: Vec<(Model, Result<Fit, Refusal>, Option<f64>)>,
    holdout: Option<HoldOut>,
    spend: Option<Result<Spend, Refusal>>,
}

/// How the forecast fared.
struct HoldOut {
    days: i64,
    model: Option<(Fared, Option<f64>)>,
    naive: Fared,
}

pub(super) fn run(report: &Report, lang: Language, args: &ClvArgs) -> Result<Exit, Failure> {
    let days = Days::new(&args.zone, args.month_first)?;
    let by_opportunities = args.model == Some(ModelArg::BgBb);
    if args.opportunity.is_some() && !by_opportunities {
        let words = lang.say(
            "--opportunity 只用于 --model bg-bb：其他模型按时间计算，不按机会；请去掉它，或加上 --model bg-bb",
            "--opportunity is for --model bg-bb alone, the others count time, not opportunities: leave it out, or add --model bg-bb",
        );
        return Err(Failure::new(Exit::Usage, words));
    }
    let read = read(args, &days)?;
    if by_opportunities {
        return opportunities::run(report, lang, args, &days, &read);
    }
    let found = find(args, &days, read)?;
    let scores = scores::Scores::of(args, &found);
    if let Some(file) = &args.scores {
        scores.write(file, args, &found)?;
    }
    report.outcome(&told::text(lang, args, &found, &scores), &told::object(args, &found, &scores));
    Ok(Exit::Done)
}

fn read(args: &ClvArgs, days: &Days) -> Result<Read, Failure> {
    let mut table = Table::open(&args.file)?;
    let customer = table.column("--customer", &args.customer)?;
    let date = table.column("--date", &args.date)?;
    let value = table.column("--value", &args.value)?;
    let mut known: HashMap<String, u32> = HashMap::new();
    let mut read = Read { names: Vec::new(), purchases: Vec::new(), rows: 0, nobody: 0 };
    while table.next()? {
        let name = table.text(&customer);
        if name.is_empty() {
            read.nobody += 1;
            continue;
        }
        let id = match known.get(name) {
            Some(id) => *id,
            None => {
                let id = u32::try_from(read.names.len()).unwrap_or(u32::MAX);
                known.insert(name.to_owned(), id);
                read.names.push(name.to_owned());
                id
            }
        };
        let (day, amount) = (table.day(&date, days)?, table.hundredths(&value)?);
        read.purchases.push(Purchase { customer: id, day, amount });
    }
    read.rows = table.rows();
    Ok(read)
}

fn find(args: &ClvArgs, days: &Days, read: Read) -> Result<Found, Failure> {
    let wrong = |words: String| Failure::new(Exit::Failed, format!("{}: {words}", args.file.display()));
    let given = args.from.as_deref().map(|text| days.given("--from", text)).transpose()?;
    let counted =
        || read.purchases.iter().map(|purchase| purchase.day).filter(|day| given.is_none_or(|from| *day >= from));
    let from = counted().min();
    let last = read.purchases.iter().map(|purchase| purchase.day).max();
    let (Some(from), Some(last)) = (from, last) else {
        let words = match given {
            Some(from) if !read.purchases.is_empty() => {
                format!("no purchase is of {} or later", super::table::date(from))
            }
            _ => "no row names a customer, so there is nothing to fit".to_owned(),
        };
        return Err(wrong(words));
    };
    let until = args.until.as_deref().map(|text| days.given("--until", text)).transpose()?.unwrap_or(last);
    let learn = args.calibrate_until.as_deref().map(|text| days.given("--calibrate-until", text)).transpose()?;
    let seen_until = learn.unwrap_or(until);
    if until < from || seen_until < from || learn.is_some_and(|learn| learn >= until) {
        let dates = (super::table::date(from), super::table::date(until));
        let words = format!("purchases are from {} to {}: choose days between these", dates.0, dates.1);
        return Err(wrong(words));
    }
    let span = Span { from: given, until, unit: args.unit.days() };
    let far_off = far_off(counted().filter(|day| *day <= until));
    let models: Vec<Model> = match args.model {
        Some(ModelArg::BgNbd) => vec![Model::BgNbd],
        Some(ModelArg::MbgNbd) => vec![Model::MbgNbd],
        Some(ModelArg::ParetoNbd) => vec![Model::ParetoNbd],
        // Without a length of its opportunities the fourth does not compete.
        Some(ModelArg::BgBb) | None => Model::ALL.to_vec(),
    };
    let observed = observe(read.purchases.iter().copied(), Span { until: seen_until, ..span });
    let halves = learn.map(|learn| split(&read.purchases, span, learn));
    let choice = halves.as_ref().map(|halves| choose(halves, &models));
    let tried = match &choice {
        Some(choice) => of_trials(choice),
        None => {
            let histories = observed.histories();
            models.iter().map(|model| (*model, Fit::new(*model, &histories), None)).collect()
        }
    };
    let fit = best(&tried, choice.as_ref().and_then(|choice| choice.best));
    let holdout = choice.map(|choice| HoldOut {
        days: until - seen_until,
        model: choice.chosen().map(|trial| (trial.fared.clone(), trial.auc_alive)),
        naive: choice.naive,
    });
    let spend = args.spend.map(|SpendArg::GammaGamma| Spend::new(&spenders(&observed.customers)));
    let actual = halves.as_ref().map(made);
    Ok(Found { read, from, until, far_off, seen_until, observed, actual, fit, tried, holdout, spend })
}

fn of_trials(choice: &Choice) -> Vec<(Model, Result<Fit, Refusal>, Option<f64>)> {
    let trial = |(model, trial): &(Model, Result<science::lifetime::choose::Trial, Refusal>)| match trial {
        Ok(trial) => (*model, Ok(trial.fit.clone()), Some(trial.log_likelihood)),
        Err(refusal) => (*model, Err(*refusal), None),
    };
    choice.trials.iter().map(trial).collect()
}

/// The chosen one; without a hold-out the likeliest, one on its boundary only when all are.
fn best(tried: &[(Model, Result<Fit, Refusal>, Option<f64>)], chosen: Option<Model>) -> Result<Fit, Refusal> {
    let sound = || tried.iter().filter_map(|(_, fit, _)| fit.as_ref().ok());
    let rank = |fit: &Fit| (fit.boundary.is_none(), fit.log_likelihood);
    let found = match chosen {
        Some(model) => sound().find(|fit| fit.model == model),
        None => sound().max_by(|a, b| rank(a).0.cmp(&rank(b).0).then(rank(a).1.total_cmp(&rank(b).1))),
    };
    let refusal = tried.iter().find_map(|(_, fit, _)| fit.as_ref().err().copied()).unwrap_or(Refusal::Nobody);
    found.cloned().ok_or(refusal)
}

/// Purchases that each customer made in the hold-out.
fn made(halves: &Split<u32>) -> Vec<f64> {
    let more = |(before, whole): (&Customer<u32>, &Customer<u32>)| {
        f64::from(whole.history.repeats.saturating_sub(before.history.repeats))
    };
    halves.before.iter().zip(&halves.whole).map(more).collect()
}

/// Means in whole units of money.
fn spenders(customers: &[Customer<u32>]) -> Vec<Spender> {
    let spender =
        |customer: &Customer<u32>| Spender { repeats: customer.history.repeats, mean: customer.mean_spend() / 100.0 };
    customers.iter().map(spender).collect()
}

/// The histories of the customers, in their order.
fn histories(found: &Found) -> Vec<History> {
    found.observed.histories()
}
