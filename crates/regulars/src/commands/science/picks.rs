//! `regulars science picks`: products by how people look at them, what they sell, and what they bring.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use connectors::export::Cell;
use science::picks::{HoldBack, Part, Pick, Picks, Product, Settings, Shown, picks};
use serde_json::{Value as Json, json};

use super::out::Out;
use super::table::{Column, Table};
use crate::commands::exit::Failure;
use crate::commands::language::Language;
use crate::commands::{Exit, Report};

/// What is asked.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct PicksArgs {
    /// A product a row: CSV, TSV (also .gz), XLSX or Parquet
    file: PathBuf,
    /// The column of products
    #[arg(long, value_name = "COLUMN")]
    product: String,
    /// The column of visits of its page
    #[arg(long, value_name = "COLUMN")]
    visits: Option<String>,
    /// The column of seconds of all these visits together
    #[arg(long, value_name = "COLUMN", requires = "visits")]
    seconds: Option<String>,
    /// The column of visits with a click
    #[arg(long, value_name = "COLUMN", requires = "visits")]
    clicks: Option<String>,
    /// The column of visits with a favourite
    #[arg(long, value_name = "COLUMN", requires = "visits")]
    favourites: Option<String>,
    /// The column of visits with an inquiry
    #[arg(long, value_name = "COLUMN", requires = "visits")]
    inquiries: Option<String>,
    /// The column of visits that ended on its page
    #[arg(long, value_name = "COLUMN", requires = "visits")]
    bounces: Option<String>,
    /// The column of pieces sold
    #[arg(long, value_name = "COLUMN")]
    sold: Option<String>,
    /// The column of pieces sold in the period before
    #[arg(long, value_name = "COLUMN", requires = "sold")]
    sold_before: Option<String>,
    /// The column of pieces in stock; an empty cell is not known
    #[arg(long, value_name = "COLUMN", requires = "sold")]
    stock: Option<String>,
    /// The column of the margin as a share of the price, such as 0.35; an empty cell is not known
    #[arg(long, value_name = "COLUMN")]
    margin: Option<String>,
    /// What a part weighs, PART=WEIGHT; may be repeated: visit_time, click, favourite, inquiry, growth, bounce, stock, margin
    #[arg(long = "weight", value_name = "PART=WEIGHT")]
    weights: Vec<String>,
    /// Days of the period
    #[arg(long, value_name = "DAYS", default_value_t = 30)]
    days: u32,
    /// Days that a stock should last; longer is no better
    #[arg(long, value_name = "DAYS", default_value_t = 30)]
    cover: u32,
    /// Products told at most; all of them go into --output
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
    /// Write every product with its parts into this file, as CSV
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// The columns that were named.
struct Columns {
    product: Column,
    visits: Option<Column>,
    seconds: Option<Column>,
    clicks: Option<Column>,
    favourites: Option<Column>,
    inquiries: Option<Column>,
    bounces: Option<Column>,
    sold: Option<Column>,
    before: Option<Column>,
    stock: Option<Column>,
    margin: Option<Column>,
}

impl Columns {
    fn of(table: &Table, args: &PicksArgs) -> Result<Self, Failure> {
        let optional = |flag: &str, name: &Option<String>| table.optional(flag, name.as_deref());
        Ok(Self {
            product: table.column("--product", &args.product)?,
            visits: optional("--visits", &args.visits)?,
            seconds: optional("--seconds", &args.seconds)?,
            clicks: optional("--clicks", &args.clicks)?,
            favourites: optional("--favourites", &args.favourites)?,
            inquiries: optional("--inquiries", &args.inquiries)?,
            bounces: optional("--bounces", &args.bounces)?,
            sold: optional("--sold", &args.sold)?,
            before: optional("--sold-before", &args.sold_before)?,
            stock: optional("--stock", &args.stock)?,
            margin: optional("--margin", &args.margin)?,
        })
    }

    /// Whether a part can be counted at all.
    fn has(&self, part: Part) -> bool {
        match part {
            Part::VisitTime => self.seconds.is_some(),
            Part::Click => self.clicks.is_some(),
            Part::Favourite => self.favourites.is_some(),
            Part::Inquiry => self.inquiries.is_some(),
            Part::Growth => self.before.is_some(),
            Part::Bounce => self.bounces.is_some(),
            Part::Stock => self.stock.is_some(),
            Part::Margin => self.margin.is_some(),
        }
    }

    /// The product of the row.
    fn read(&self, table: &Table) -> Result<Product<String>, Failure> {
        let known = |column: &Option<Column>| column.clone().filter(|column| !table.text(column).is_empty());
        let count = |column: &Option<Column>| known(column).map_or(Ok(0), |column| table.whole(&column));
        let margin = known(&self.margin).map(|column| table.number(&column).map(thousandths)).transpose()?;
        Ok(Product {
            product: table.text(&self.product).to_owned(),
            visits: count(&self.visits)?,
            seconds: count(&self.seconds)?,
            clicks: count(&self.clicks)?,
            favourites: count(&self.favourites)?,
            inquiries: count(&self.inquiries)?,
            bounces: count(&self.bounces)?,
            sold: count(&self.sold)?,
            sold_before: count(&self.before)?,
            stock: known(&self.stock).map(|column| table.whole(&column)).transpose()?,
            margin,
        })
    }
}

#[allow(clippy::as_conversions, clippy::cast_possible_truncation, reason = "`as` stops at the ends and makes NaN 0")]
fn thousandths(share: f64) -> i64 {
    (share * 1_000.0).round() as i64
}

pub(super) fn run(report: &Report, lang: Language, args: &PicksArgs) -> Result<Exit, Failure> {
    let mut table = Table::open(&args.file)?;
    let columns = Columns::of(&table, args)?;
    let settings = settings(args, &columns)?;
    let (mut products, mut left_out) = (Vec::new(), 0_u64);
    while table.next()? {
        if table.text(&columns.product).is_empty() {
            left_out += 1;
        } else {
            products.push(columns.read(&table)?);
        }
    }
    let found = picks(&products, &settings);
    if let Some(file) = &args.output {
        write(file, &found.picks, &settings)?;
    }
    let parts = Part::ALL.iter().zip(settings.weights).zip(found.priors);
    let object = json!({
        "rows": table.rows(),
        "rows_without_product": left_out,
        "products": found.picks.len(),
        "parts": parts.map(|((part, weight), prior)| json!({
            "part": part.key(), "weight": weight, "mean": prior.map(|prior| prior.mean),
            "strength": prior.map(|prior| prior.strength),
        })).collect::<Vec<_>>(),
        "picks": found.picks.iter().take(args.limit).map(told).collect::<Vec<_>>(),
    });
    report.outcome(&text(lang, args.limit, &found, &settings), &object);
    Ok(Exit::Done)
}

/// The weights that were given, 1 or what is usual else; what no column says anything of weighs nothing.
fn settings(args: &PicksArgs, columns: &Columns) -> Result<Settings, Failure> {
    let mut settings = Settings { days: f64::from(args.days), cover: f64::from(args.cover), ..Settings::default() };
    for given in &args.weights {
        let refused = || {
            let parts: Vec<&str> = Part::ALL.iter().map(|part| part.key()).collect();
            let words = format!("--weight: `{given}` is no PART=WEIGHT; parts are {}", parts.join(", "));
            Failure::new(Exit::Usage, words)
        };
        let (name, weight) = given.split_once('=').ok_or_else(refused)?;
        let at = Part::ALL.iter().position(|part| part.key() == name.trim()).ok_or_else(refused)?;
        let slot = settings.weights.get_mut(at).ok_or_else(refused)?;
        *slot = weight.trim().parse().map_err(|_| refused())?;
    }
    for (slot, part) in settings.weights.iter_mut().zip(Part::ALL) {
        if !columns.has(part) {
            *slot = 0;
        }
    }
    if settings.weights.iter().all(|weight| *weight == 0) {
        let words = "name a column of what products are to be scored by, such as --visits with --favourites";
        return Err(Failure::new(Exit::Usage, words));
    }
    Ok(settings)
}

fn held_back(why: HoldBack) -> &'static str {
    match why {
        HoldBack::NoStock => "no_stock",
        HoldBack::Loss => "loss",
        HoldBack::Thin => "thin",
    }
}

fn told(pick: &Pick<String>) -> Json {
    json!({
        "product": pick.product,
        "score": pick.score,
        "held_back": pick.held_back.iter().map(|why| held_back(*why)).collect::<Vec<_>>(),
        "parts": pick.parts.iter().map(|shown| json!({
            "part": shown.part.key(), "raw": shown.raw, "drawn": shown.drawn, "own": shown.own, "points": shown.points,
        })).collect::<Vec<_>>(),
    })
}

/// The parts, and whether each counts.
fn counting<'p>(pick: &'p Pick<String>, settings: &Settings) -> impl Iterator<Item = (&'p Shown, bool)> {
    pick.parts.iter().zip(settings.weights.map(|weight| weight > 0))
}

fn text(lang: Language, limit: usize, found: &Picks<String>, settings: &Settings) -> String {
    let mut text = String::new();
    for pick in found.picks.iter().take(limit) {
        let points = counting(pick, settings).filter(|(_, counts)| *counts).filter_map(|(shown, _)| {
            let (zh, en) = shown.part.names();
            Some(format!("{} {:.0}", lang.say(zh, en), shown.points?))
        });
        let points: Vec<String> = points.collect();
        let held: Vec<&str> = pick.held_back.iter().map(|why| held_back(*why)).collect();
        let mark = if held.is_empty() { String::new() } else { format!("  ! {}", held.join(", ")) };
        let _ = writeln!(text, "{:5.1}  {}{mark}  ({})", pick.score, pick.product, points.join(", "));
    }
    text
}

/// Writes every product with the points of its parts.
fn write(file: &Path, picks: &[Pick<String>], settings: &Settings) -> Result<(), Failure> {
    let heads: Vec<&str> =
        ["product", "score", "held_back"].into_iter().chain(Part::ALL.iter().map(|part| part.key())).collect();
    let mut out = Out::new(file, &heads)?;
    for pick in picks {
        let held: Vec<&str> = pick.held_back.iter().map(|why| held_back(*why)).collect();
        let (score, held) = (format!("{:.1}", pick.score), held.join(" "));
        let points = counting(pick, settings).map(|(shown, counts)| shown.points.filter(|_| counts));
        let points: Vec<String> = points.map(|it| it.map(|it| format!("{it:.1}")).unwrap_or_default()).collect();
        let mut cells = vec![Cell::Text(&pick.product), Cell::Text(&score), Cell::Text(&held)];
        cells.extend(points.iter().map(|it| Cell::Text(it)));
        out.row(&cells)?;
    }
    out.end()
}
