//! `regulars science satisfaction`: CSAT, NPS or CES of a table's answers, with how sure they are and whether they move.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use jiff::civil::{Date, Weekday};
use science::satisfaction::{Measure, Score, Trend, score, trend};
use serde_json::{Value as Json, json};

use super::table::{Days, Table};
use crate::commands::exit::Failure;
use crate::commands::language::Language;
use crate::commands::{Exit, Report};

/// Periods from the first to the last at most.
const PERIODS: usize = 5_000;

/// What is asked.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct SatisfactionArgs {
    /// Which measure
    #[arg(value_enum)]
    measure: Which,
    /// An answer a row: CSV, TSV (also .gz), XLSX or Parquet
    file: PathBuf,
    /// The column of answers: 1 to 5 (csat), 0 to 10 (nps), 1 to 7 (ces)
    #[arg(long, value_name = "COLUMN")]
    score: String,
    /// The column of when it was given: then also by period, with the trend
    #[arg(long, value_name = "COLUMN")]
    date: Option<String>,
    /// Into what time is divided
    #[arg(long, value_enum, default_value_t = By::Month, requires = "date")]
    by: By,
    /// How often intervals hold the truth
    #[arg(long, value_name = "SHARE", default_value_t = 0.95)]
    level: f64,
    /// How times without an offset are read
    #[arg(long, value_name = "ZONE", default_value = "UTC")]
    zone: String,
    /// Read 12/31/2024 rather than 31/12/2024
    #[arg(long)]
    month_first: bool,
}

/// The measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Which {
    /// The share of the top two of five
    Csat,
    /// Promoters less detractors, from -100 to 100
    Nps,
    /// The mean ease, from 1 to 7
    Ces,
}

impl Which {
    fn measure(self) -> Measure {
        match self {
            Self::Csat => Measure::Csat,
            Self::Nps => Measure::Nps,
            Self::Ces => Measure::Ces,
        }
    }
}

/// Periods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum By {
    /// Days
    Day,
    /// Weeks from Monday
    Week,
    /// Months
    Month,
}

impl By {
    /// The first day of the period with this day in it.
    fn start(self, day: Date) -> Option<Date> {
        match self {
            Self::Day => Some(day),
            Self::Week => {
                let back = i64::from(day.weekday().since(Weekday::Monday));
                day.checked_sub(jiff::Span::new().days(back)).ok()
            }
            Self::Month => Some(day.first_of_month()),
        }
    }

    fn next(self, start: Date) -> Option<Date> {
        let span = jiff::Span::new();
        let step = match self {
            Self::Day => span.days(1),
            Self::Week => span.days(7),
            Self::Month => span.months(1),
        };
        start.checked_add(step).ok()
    }
}

pub(super) fn run(report: &Report, lang: Language, args: &SatisfactionArgs) -> Result<Exit, Failure> {
    if !(args.level > 0.0 && args.level < 1.0) {
        return Err(Failure::new(Exit::Usage, "--level: a share between 0 and 1, such as 0.95"));
    }
    let mut table = Table::open(&args.file)?;
    let column = table.column("--score", &args.score)?;
    let date = table.optional("--date", args.date.as_deref())?;
    let days = Days::new(&args.zone, args.month_first)?;
    let (mut answers, mut left_out) = (Vec::new(), 0_u64);
    let mut dated: BTreeMap<Date, Vec<i64>> = BTreeMap::new();
    while table.next()? {
        if table.text(&column).is_empty() {
            left_out += 1;
            continue;
        }
        let answer = table.integer(&column)?;
        answers.push(answer);
        if let Some(date) = &date {
            let day = civil(table.day(date, &days)?);
            let start = day.and_then(|day| args.by.start(day));
            let start = start.ok_or_else(|| table.wrong(date, "is outside all calendars"))?;
            dated.entry(start).or_default().push(answer);
        }
    }
    let measure = args.measure.measure();
    let all = score(measure, &answers, args.level);
    let periods = periods(&dated, args.by)?;
    let trend = date.is_some().then(|| {
        let answers: Vec<Vec<i64>> =
            periods.iter().map(|start| dated.get(start).cloned().unwrap_or_default()).collect();
        trend(measure, &answers, args.level)
    });
    let object = json!({
        "rows": table.rows(),
        "rows_without_score": left_out,
        "measure": measure.key(),
        "level": args.level,
        "overall": told(&all),
        "periods": trend.as_ref().map(|trend| of_periods(&periods, trend)),
        "slope": trend.as_ref().and_then(|trend| trend.slope).map(|slope| json!({
            "by": slope.by, "low": slope.interval.0, "high": slope.interval.1, "p": slope.chance,
        })),
    });
    report.outcome(&text(lang, measure, &all, &periods, trend.as_ref()), &object);
    Ok(Exit::Done)
}

/// The day of a number of days since 1970.
fn civil(day: i64) -> Option<Date> {
    let days = jiff::Span::new().try_days(day).ok()?;
    jiff::civil::date(1970, 1, 1).checked_add(days).ok()
}

/// The first days of all periods from the first with an answer to the last, those without answers too.
fn periods(dated: &BTreeMap<Date, Vec<i64>>, by: By) -> Result<Vec<Date>, Failure> {
    let (Some((first, _)), Some((last, _))) = (dated.first_key_value(), dated.last_key_value()) else {
        return Ok(Vec::new());
    };
    let found: Vec<Date> = std::iter::successors(Some(*first), |start| by.next(*start))
        .take_while(|start| start <= last)
        .take(PERIODS)
        .collect();
    if found.last() == Some(last) {
        return Ok(found);
    }
    Err(Failure::new(Exit::Failed, format!("--date: from {first} to {last} are more than {PERIODS} periods; see --by")))
}

fn told(told: &Score) -> Json {
    json!({
        "answers": told.answers, "outside": told.outside, "score": told.score,
        "low": told.interval.map(|it| it.0), "high": told.interval.map(|it| it.1),
    })
}

fn of_periods(periods: &[Date], trend: &Trend) -> Vec<Json> {
    let changes = std::iter::once(&None).chain(&trend.changes);
    let rows = periods.iter().zip(&trend.scores).zip(changes);
    rows.map(|((start, score), change)| {
        let change = change.as_ref().map(|it| json!({ "by": it.by, "p": it.chance }));
        json!({ "start": start.to_string(), "score": told(score), "change": change })
    })
    .collect()
}

fn text(lang: Language, measure: Measure, all: &Score, periods: &[Date], trend: Option<&Trend>) -> String {
    let shown = |score: &Score| {
        let value = score.score.map_or_else(|| "–".to_owned(), |value| format!("{value:.4}"));
        let interval = score.interval.map(|(low, high)| format!("  [{low:.4}, {high:.4}]")).unwrap_or_default();
        format!("{value}{interval}  n = {}", score.answers)
    };
    let mut text = format!("{}: {}\n", measure.key().to_uppercase(), shown(all));
    if all.outside > 0 {
        let _ = writeln!(text, "{}: {}", lang.say("不在打分范围内", "outside the scale"), all.outside);
    }
    let Some(trend) = trend else { return text };
    for (start, score) in periods.iter().zip(&trend.scores) {
        let _ = writeln!(text, "{start}  {}", shown(score));
    }
    if let Some(slope) = trend.slope {
        let (low, high) = slope.interval;
        let name = lang.say("每期变化", "a period");
        let _ = writeln!(text, "{name}: {:.4}  [{low:.4}, {high:.4}]  p = {:.4}", slope.by, slope.chance);
    }
    text
}
