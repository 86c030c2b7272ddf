//! `regulars science pareto`: the vital few causes of a table's rows.

use std::fmt::Write as _;
use std::path::PathBuf;

use science::quality::pareto::{Bar, pareto, vital_few};
use serde_json::json;

use super::table::Table;
use crate::commands::exit::Failure;
use crate::commands::language::Language;
use crate::commands::{Exit, Report};

/// What is asked.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct ParetoArgs {
    /// A case a row, or a cause with its amount: CSV, TSV (also .gz), XLSX or Parquet
    file: PathBuf,
    /// The column of causes
    #[arg(long, value_name = "COLUMN")]
    cause: String,
    /// The column of how much each row makes up, as a whole number; without it each row counts 1
    #[arg(long, value_name = "COLUMN")]
    amount: Option<String>,
    /// The vital few are those that make up so many per cent
    #[arg(long, value_name = "PERCENT", default_value_t = 80, value_parser = clap::value_parser!(u32).range(1..=100))]
    percent: u32,
}

pub(super) fn run(report: &Report, lang: Language, args: &ParetoArgs) -> Result<Exit, Failure> {
    let mut table = Table::open(&args.file)?;
    let cause = table.column("--cause", &args.cause)?;
    let amount = table.optional("--amount", args.amount.as_deref())?;
    let (mut amounts, mut left_out) = (Vec::new(), 0_u64);
    while table.next()? {
        let name = table.text(&cause);
        if name.is_empty() {
            left_out += 1;
            continue;
        }
        let own = amount.as_ref().map_or(Ok(1), |amount| table.whole(amount))?;
        amounts.push((name.to_owned(), own));
    }
    let bars = pareto(amounts);
    let few = vital_few(&bars, args.percent * 10);
    let object = json!({
        "rows": table.rows(),
        "rows_without_cause": left_out,
        "percent": args.percent,
        "vital_few": few,
        "causes": bars.iter().map(|bar| json!({
            "cause": bar.cause, "amount": bar.amount, "share": bar.share, "cumulated": bar.cumulated,
        })).collect::<Vec<_>>(),
    });
    report.outcome(&text(lang, args.percent, &bars, few), &object);
    Ok(Exit::Done)
}

fn text(lang: Language, percent: u32, bars: &[Bar<String>], few: usize) -> String {
    let mut text = String::new();
    for (at, bar) in bars.iter().enumerate() {
        let (share, cumulated) = (100.0 * bar.share, 100.0 * bar.cumulated);
        let mark = if at < few { "*" } else { " " };
        let _ = writeln!(text, "{mark} {}  {}  {share:.1} %  {cumulated:.1} %", bar.cause, bar.amount);
    }
    let zh = format!("* 占到 {percent} % 的 {few} 项，共 {} 项", bars.len());
    let en = format!("* the {few} of {} that make up {percent} %", bars.len());
    let _ = writeln!(text, "{}", lang.say(&zh, &en));
    text
}
