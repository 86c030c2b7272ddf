//! `regulars science chart`: control charts of a table's rows, in their order.

use std::fmt::Write as _;
use std::path::PathBuf;

use science::quality::Refusal;
use science::quality::charts::{Chart, Individuals, Sample, counts, individuals, numbers, rates, shares};
use science::quality::signals::{RuleSet, Signal, signals};
use serde_json::{Value as Json, json};

use super::table::{Column, Table};
use crate::commands::exit::Failure;
use crate::commands::language::Language;
use crate::commands::{Exit, Report};

/// What is asked.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct ChartArgs {
    /// The kind of chart
    #[arg(value_enum)]
    kind: Kind,
    /// A point a row, in the order of time: CSV, TSV (also .gz), XLSX or Parquet
    file: PathBuf,
    /// The column of values (xmr) or of how many count (p, np, u, c)
    #[arg(long, value_name = "COLUMN", alias = "count")]
    value: String,
    /// The column of how many there were: of parcels, of tickets (p, np, u)
    #[arg(long, value_name = "COLUMN", alias = "size")]
    of: Option<String>,
    /// The column that names points, such as the day
    #[arg(long, value_name = "COLUMN")]
    label: Option<String>,
    /// The rules by which points are signals
    #[arg(long, value_enum, default_value_t = Rules::WesternElectric)]
    rules: Rules,
    /// Only the first so many rows set the limits
    #[arg(long, value_name = "N")]
    first: Option<usize>,
    /// Widen limits by how much more than chance samples of many thousands differ (Laney's p′ and u′)
    #[arg(long)]
    laney: bool,
}

/// The kinds of charts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Kind {
    /// Single values, with their moving ranges
    Xmr,
    /// Shares of samples of any size
    P,
    /// Numbers of samples of one size
    Np,
    /// Counts in samples of any size
    U,
    /// Counts in samples of one size
    C,
}

/// The sets of rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Rules {
    /// Four rules (1956)
    WesternElectric,
    /// Eight rules (1984)
    Nelson,
}

impl Rules {
    fn set(self) -> RuleSet {
        match self {
            Self::WesternElectric => RuleSet::WesternElectric,
            Self::Nelson => RuleSet::Nelson,
        }
    }
}

pub(super) fn run(report: &Report, lang: Language, args: &ChartArgs) -> Result<Exit, Failure> {
    let mut table = Table::open(&args.file)?;
    let value = table.column("--value", &args.value)?;
    let of = table.optional("--of", args.of.as_deref())?;
    let label = table.optional("--label", args.label.as_deref())?;
    let sized = matches!(args.kind, Kind::P | Kind::Np | Kind::U);
    if sized != of.is_some() {
        let words = if sized { "--of: name the column of how many there were" } else { "--of: this chart takes none" };
        return Err(Failure::new(Exit::Usage, words));
    }
    if args.laney && !matches!(args.kind, Kind::P | Kind::U) {
        return Err(Failure::new(Exit::Usage, "--laney: only p and u charts can be widened"));
    }
    let (mut samples, mut labels) = (Vec::new(), Vec::new());
    while table.next()? {
        samples.push(sample(&table, &value, of.as_ref())?);
        labels.push(label.as_ref().map_or_else(|| table.rows().to_string(), |label| table.text(label).to_owned()));
    }
    let refused = |refusal: Refusal| Failure::new(Exit::Failed, format!("{}: {refusal}", args.file.display()));
    let values: Vec<f64> = samples.iter().map(|sample| sample.count).collect();
    let (chart, ranges) = match args.kind {
        Kind::Xmr => individuals(&values, args.first).map(|Individuals { values, ranges }| (values, Some(ranges))),
        Kind::P => shares(&samples, args.first, args.laney).map(|chart| (chart, None)),
        Kind::Np => numbers(&samples, args.first).map(|chart| (chart, None)),
        Kind::U => rates(&samples, args.first, args.laney).map(|chart| (chart, None)),
        Kind::C => counts(&values, args.first).map(|chart| (chart, None)),
    }
    .map_err(refused)?;
    let found = signals(&chart.points, args.rules.set());
    let object = json!({
        "rows": table.rows(),
        "rules": args.rules.set().key(),
        "rule_words": args.rules.set().rules().iter().map(|rule| rule.words().1).collect::<Vec<_>>(),
        "chart": told(&chart, &labels, &found),
        "ranges": ranges.as_ref().map(|ranges| told(ranges, labels.get(1..).unwrap_or_default(), &[])),
        "signals": found.iter().map(|it| json!({ "at": it.at, "from": it.from, "rule": it.rule })).collect::<Vec<_>>(),
    });
    report.outcome(&text(lang, args.rules.set(), &chart, &labels, &found), &object);
    Ok(Exit::Done)
}

fn sample(table: &Table, value: &Column, of: Option<&Column>) -> Result<Sample, Failure> {
    let count = table.number(value)?;
    let of = of.map(|of| table.number(of)).transpose()?.unwrap_or(1.0);
    Ok(Sample { count, of })
}

fn told(chart: &Chart, labels: &[String], found: &[Signal]) -> Json {
    let points = chart.points.iter().zip(labels).enumerate().map(|(at, (point, label))| {
        let rules: Vec<usize> = found.iter().filter(|it| it.at == at).map(|it| it.rule).collect();
        json!({
            "label": label, "value": point.value, "center": point.center, "sigma": point.sigma,
            "low": point.low, "high": point.high, "rules": rules,
        })
    });
    json!({ "center": chart.center, "excess": chart.excess, "points": points.collect::<Vec<_>>() })
}

fn text(lang: Language, set: RuleSet, chart: &Chart, labels: &[String], found: &[Signal]) -> String {
    let say = |zh, en| lang.say(zh, en);
    let mut text = format!("{}: {:.4}\n", say("中心线", "centre"), chart.center);
    if let Some(excess) = chart.excess {
        let _ = writeln!(text, "{}: {excess:.3}", say("超出随机波动的倍数", "spread over that of chance"));
    }
    for (at, (point, label)) in chart.points.iter().zip(labels).enumerate() {
        let rules: Vec<String> = found.iter().filter(|it| it.at == at).map(|it| it.rule.to_string()).collect();
        let mark = if rules.is_empty() { String::new() } else { format!("  ! {}", rules.join(", ")) };
        let _ = writeln!(text, "{label}  {:.4}  [{:.4}, {:.4}]{mark}", point.value, point.low, point.high);
    }
    if found.is_empty() {
        let _ = writeln!(text, "{} ({})", say("没有异常信号", "no signals"), set.key());
    }
    let mut rules: Vec<usize> = found.iter().map(|it| it.rule).collect();
    rules.sort_unstable();
    rules.dedup();
    for rule in rules {
        let words = rule.checked_sub(1).and_then(|at| set.rules().get(at)).map(|it| it.words()).unwrap_or_default();
        let _ = writeln!(text, "! {rule} ({}): {}", set.key(), lang.say(&words.0, &words.1));
    }
    text
}
