//! `regulars science lift`: what an action added over those who were left alone.

mod told;

use std::collections::BTreeMap;
use std::path::PathBuf;

use science::lift::ratio::{Check, check};
use science::lift::uplift::{Case, Curve, Ranked, ranked};
use science::lift::{Assignment, Group, Plan, Reading, Refusal};

use super::table::Table;
use crate::commands::exit::Failure;
use crate::commands::language::Language;
use crate::commands::{Exit, Report};

/// What is asked.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct LiftArgs {
    /// A customer a row: CSV, TSV (also .gz), XLSX or Parquet
    file: PathBuf,
    /// The column of the group that each customer is in
    #[arg(long, value_name = "COLUMN")]
    arm: String,
    /// What stands in it for those who were left alone
    #[arg(long, value_name = "VALUE")]
    control: String,
    /// The column of what came of it
    #[arg(long, value_name = "COLUMN")]
    outcome: String,
    /// A column of what was known beforehand, best the same measure before the action
    #[arg(long, value_name = "COLUMN")]
    covariate: Option<String>,
    /// Groups were not drawn by lot: the difference is labelled observational, and sizes are not checked
    #[arg(long)]
    observational: bool,
    /// A weight by which a group was drawn, VALUE=WEIGHT; may be repeated [default: 1 each]
    #[arg(long = "weight", value_name = "VALUE=WEIGHT")]
    weights: Vec<String>,
    /// How many customers are planned in all, fixed before the first look; the interval for looking any time is narrowest there
    #[arg(long, value_name = "N", default_value_t = Plan::default().planned)]
    planned: u64,
    /// How often intervals hold the truth
    #[arg(long, value_name = "SHARE", default_value_t = Plan::default().level)]
    level: f64,
    /// A column of foretold uplift, to judge the ranking by it: Qini and AUUC. The outcome must be 0 or 1, and the groups two
    #[arg(long, value_name = "COLUMN")]
    score: Option<String>,
}

/// A group's customers, in the file's order.
#[derive(Debug, Default)]
struct Arm {
    outcomes: Vec<f64>,
    before: Vec<f64>,
    scores: Vec<f64>,
}

/// Everything that was found.
struct Found {
    rows: u64,
    /// Rows that name no group.
    nowhere: u64,
    check: Option<Check>,
    readings: Vec<(String, Reading)>,
    rankings: Option<[Ranked; 2]>,
}

pub(super) fn run(report: &Report, lang: Language, args: &LiftArgs) -> Result<Exit, Failure> {
    if !(args.level > 0.0 && args.level < 1.0) {
        return Err(Failure::new(Exit::Usage, "--level: choose a share between 0 and 1, such as 0.95"));
    }
    let found = find(args)?;
    report.outcome(&told::text(lang, args, &found), &told::object(args, &found));
    Ok(Exit::Done)
}

fn find(args: &LiftArgs) -> Result<Found, Failure> {
    let (arms, rows, nowhere) = read(args)?;
    let wrong = |words: String| Failure::new(Exit::Failed, format!("{}: {words}", args.file.display()));
    let names = || arms.keys().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let Some(control) = arms.get(&args.control) else {
        return Err(wrong(format!(
            "no row of column `{}` says `{}` (--control). It says: {}",
            args.arm,
            args.control,
            names()
        )));
    };
    if arms.len() < 2 {
        return Err(wrong(format!("every row is in group `{}`; there is nothing to compare it with", args.control)));
    }
    if arms.len() > 50 {
        return Err(wrong(format!("column `{}` holds {} groups: is it the right one?", args.arm, arms.len())));
    }
    let weights = weights(args, &arms)?;
    let sizes: Vec<u64> = arms.values().map(|arm| arm.outcomes.len() as u64).collect();
    let all: Vec<u32> = arms.keys().map(|name| weights.get(name).copied().unwrap_or(1)).collect();
    // All groups together first: what is lost in one shows there, and two of them may agree by chance.
    let whole = if args.observational { None } else { check(&sizes, &all) };
    if let Some(mismatch) = whole.as_ref().filter(|whole| !whole.passes()) {
        return Err(wrong(Refusal::SampleRatio(mismatch.clone()).to_string()));
    }
    let plan = Plan { level: args.level, planned: args.planned, ..Plan::default() };
    let weight = |name: &str| weights.get(name).copied().unwrap_or(1);
    let known = args.covariate.is_some();
    let group =
        |arm: &'_ Arm| -> (Vec<f64>, Option<Vec<f64>>) { (arm.outcomes.clone(), known.then(|| arm.before.clone())) };
    let (outcomes, before) = group(control);
    let mut readings = Vec::new();
    for (name, arm) in arms.iter().filter(|(name, _)| **name != args.control) {
        let assignment = if args.observational {
            Assignment::Observational
        } else {
            Assignment::Randomised { control: weight(&args.control), treated: weight(name) }
        };
        let (own, own_before) = group(arm);
        let control = Group { outcomes: &outcomes, before: before.as_deref() };
        let treated = Group { outcomes: &own, before: own_before.as_deref() };
        let reading = Reading::new(control, treated, assignment, &plan)
            .map_err(|refusal| wrong(format!("`{name}` beside `{}`: {refusal}", args.control)))?;
        readings.push((name.clone(), reading));
    }
    let rankings = rankings(args, &arms).map_err(wrong)?;
    Ok(Found { rows, nowhere, check: whole, readings, rankings })
}

fn read(args: &LiftArgs) -> Result<(BTreeMap<String, Arm>, u64, u64), Failure> {
    let mut table = Table::open(&args.file)?;
    let arm = table.column("--arm", &args.arm)?;
    let outcome = table.column("--outcome", &args.outcome)?;
    let covariate = table.optional("--covariate", args.covariate.as_deref())?;
    let score = table.optional("--score", args.score.as_deref())?;
    let mut arms: BTreeMap<String, Arm> = BTreeMap::new();
    let mut nowhere = 0;
    while table.next()? {
        let name = table.text(&arm);
        if name.is_empty() {
            nowhere += 1;
            continue;
        }
        if !arms.contains_key(name) {
            arms.insert(name.to_owned(), Arm::default());
        }
        let Some(own) = arms.get_mut(name) else { continue };
        own.outcomes.push(table.number(&outcome)?);
        if let Some(covariate) = &covariate {
            own.before.push(table.number(covariate)?);
        }
        if let Some(score) = &score {
            own.scores.push(table.number(score)?);
        }
    }
    Ok((arms, table.rows(), nowhere))
}

fn weights(args: &LiftArgs, arms: &BTreeMap<String, Arm>) -> Result<BTreeMap<String, u32>, Failure> {
    let mut found = BTreeMap::new();
    for text in &args.weights {
        let wrong = |why: &str| Failure::new(Exit::Usage, format!("--weight {text}: {why}"));
        let (name, weight) = text.rsplit_once('=').ok_or_else(|| wrong("write VALUE=WEIGHT, such as control=1"))?;
        let weight: u32 = weight.parse().map_err(|_| wrong("the weight is no whole number"))?;
        if weight == 0 {
            return Err(wrong("the weight must be above 0"));
        }
        if !arms.contains_key(name) {
            return Err(wrong(&format!("column `{}` never says `{name}`", args.arm)));
        }
        found.insert(name.to_owned(), weight);
    }
    Ok(found)
}

fn rankings(args: &LiftArgs, arms: &BTreeMap<String, Arm>) -> Result<Option<[Ranked; 2]>, String> {
    if args.score.is_none() {
        return Ok(None);
    }
    if arms.len() != 2 {
        return Err(format!("--score: a ranking is judged by two groups, and there are {}", arms.len()));
    }
    let mut cases = Vec::new();
    for (name, arm) in arms {
        for (score, outcome) in arm.scores.iter().zip(&arm.outcomes) {
            if *outcome != 0.0 && *outcome != 1.0 {
                return Err(format!("--score: the outcome must be 0 or 1, and one is {outcome}"));
            }
            cases.push(Case { score: *score, treated: *name != args.control, answered: *outcome == 1.0 });
        }
    }
    Ok(ranked(&cases, Curve::Uplift).zip(ranked(&cases, Curve::Qini)).map(|(uplift, qini)| [uplift, qini]))
}
