//! `regulars science histogram`: how a table's values lie, and whether they keep their limits.

use std::fmt::Write as _;
use std::path::PathBuf;

use science::lift::means::Moments;
use science::quality::Refusal;
use science::quality::histogram::{Capability, Histogram, Width, capability_of, histogram};
use serde_json::json;

use super::table::Table;
use crate::commands::exit::Failure;
use crate::commands::language::Language;
use crate::commands::{Exit, Report};

/// Signs of the longest bar.
const LONGEST: u64 = 50;

/// What is asked.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct HistogramArgs {
    /// A value a row: CSV, TSV (also .gz), XLSX or Parquet
    file: PathBuf,
    /// The column of values
    #[arg(long, value_name = "COLUMN")]
    value: String,
    /// The least value that is allowed, for Cp and Cpk
    #[arg(long, value_name = "LIMIT", allow_negative_numbers = true)]
    low: Option<f64>,
    /// The greatest value that is allowed, for Cp and Cpk
    #[arg(long, value_name = "LIMIT", allow_negative_numbers = true)]
    high: Option<f64>,
}

pub(super) fn run(report: &Report, lang: Language, args: &HistogramArgs) -> Result<Exit, Failure> {
    if args.low.zip(args.high).is_some_and(|(low, high)| low >= high) {
        return Err(Failure::new(Exit::Usage, "--low: it must be below --high"));
    }
    let mut table = Table::open(&args.file)?;
    let value = table.column("--value", &args.value)?;
    let (mut values, mut left_out) = (Vec::new(), 0_u64);
    while table.next()? {
        if table.text(&value).is_empty() {
            left_out += 1;
        } else {
            values.push(table.number(&value)?);
        }
    }
    let refused = |refusal: Refusal| Failure::new(Exit::Failed, format!("{}: {refusal}", args.file.display()));
    let found = histogram(&values).map_err(refused)?;
    let limits = args.low.is_some() || args.high.is_some();
    let capability = if limits { capability_of(&values, args.low, args.high).map_err(refused)? } else { None };
    let moments = Moments::of(&values);
    let bins = found.bins.iter().enumerate().map(|(at, count)| {
        let (from, to) = edges(&found, at);
        json!({ "from": from, "to": to, "count": count })
    });
    let object = json!({
        "rows": table.rows(),
        "rows_without_value": left_out,
        "values": values.len(),
        "mean": moments.mean,
        "standard_deviation": moments.variance.sqrt(),
        "width": found.width,
        "by": match found.by {
            Width::FreedmanDiaconis => "freedman-diaconis",
            Width::Sturges => "sturges",
            Width::Single => "single",
        },
        "bins": bins.collect::<Vec<_>>(),
        "capability": capability.map(|it| json!({ "cp": it.cp, "cpk": it.cpk })),
    });
    report.outcome(&text(lang, &found, &moments, capability), &object);
    Ok(Exit::Done)
}

fn edges(found: &Histogram, at: usize) -> (f64, f64) {
    let edge = |at: usize| found.from + found.width * u32::try_from(at).map_or(f64::NAN, f64::from);
    (edge(at), edge(at + 1))
}

fn text(lang: Language, found: &Histogram, moments: &Moments, capability: Option<Capability>) -> String {
    let most = found.bins.iter().copied().max().unwrap_or(0).max(1);
    let mut text = String::new();
    for (at, count) in found.bins.iter().enumerate() {
        let (from, to) = edges(found, at);
        let bar = "#".repeat(usize::try_from((count * LONGEST).div_ceil(most)).unwrap_or(0));
        let _ = writeln!(text, "[{from:.4}, {to:.4})  {count}  {bar}");
    }
    let words = (lang.say("均值", "mean"), lang.say("标准差", "standard deviation"));
    let _ = writeln!(text, "{}: {:.4}  {}: {:.4}", words.0, moments.mean, words.1, moments.variance.sqrt());
    if let Some(Capability { cp, cpk }) = capability {
        let cp = cp.map(|cp| format!("Cp {cp:.3}  ")).unwrap_or_default();
        let _ = writeln!(text, "{cp}Cpk {cpk:.3}");
    }
    text
}
