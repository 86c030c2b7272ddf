//! `regulars science baskets`: what is bought together, and what next.

mod told;

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use science::baskets::{
    Ahead, Baskets, Followed, Found as Rules, Limits, Sets, Share, Visit, followed, frequent, rules,
};

use super::table::{Days, Table};
use crate::commands::exit::Failure;
use crate::commands::language::Language;
use crate::commands::{Exit, Report};

/// What is asked.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct BasketsArgs {
    /// An item of a basket a row, or with --wide a basket a row: CSV, TSV (also .gz), XLSX or Parquet
    file: PathBuf,
    /// The column of which basket
    #[arg(long, value_name = "COLUMN", required_unless_present = "wide")]
    basket: Option<String>,
    /// The column of which item; a category for rules of categories
    #[arg(long, value_name = "COLUMN", required_unless_present = "wide")]
    item: Option<String>,
    /// Every row is a basket and every cell an item, the first row too
    #[arg(long, conflicts_with_all = ["basket", "item", "customer"])]
    wide: bool,
    /// The least share of baskets that hold a set, such as 0.01; or as a whole number of baskets, such as 50
    #[arg(long, value_name = "SHARE")]
    support: String,
    /// The least share of baskets with A that hold B too
    #[arg(long, value_name = "SHARE")]
    confidence: String,
    /// Sets of at most so many items
    #[arg(long, value_name = "N")]
    longest: Option<usize>,
    /// At most so many items in B [default: any number]
    #[arg(long, value_name = "N")]
    then: Option<usize>,
    /// The column of who bought: then also what is bought next
    #[arg(long, value_name = "COLUMN", requires = "date")]
    customer: Option<String>,
    /// The column of when, for what is bought next
    #[arg(long, value_name = "COLUMN", requires = "customer")]
    date: Option<String>,
    /// What counts as next: everything within so many days rather than the very next basket
    #[arg(long, value_name = "DAYS", requires = "customer")]
    within: Option<u32>,
    /// How times without an offset are read
    #[arg(long, value_name = "ZONE", default_value = "UTC")]
    zone: String,
    /// Read 12/31/2024 rather than 31/12/2024
    #[arg(long)]
    month_first: bool,
    /// Rules told at most; all of them go into --output
    #[arg(long, value_name = "N", default_value_t = 1_000)]
    limit: usize,
    /// Write every rule into this file, as CSV
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write every frequent set into this file, as CSV
    #[arg(long, value_name = "FILE")]
    sets: Option<PathBuf>,
}

/// Names by number.
#[derive(Default)]
struct Names {
    known: HashMap<String, u32>,
    names: Vec<String>,
}

impl Names {
    fn number(&mut self, name: &str) -> u32 {
        if let Some(number) = self.known.get(name) {
            return *number;
        }
        let number = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        self.known.insert(name.to_owned(), number);
        self.names.push(name.to_owned());
        number
    }

    fn name(&self, number: u32) -> &str {
        usize::try_from(number).ok().and_then(|at| self.names.get(at)).map_or("", String::as_str)
    }
}

/// What the file holds.
#[derive(Default)]
struct Read {
    items: Names,
    baskets: Baskets,
    visits: Vec<Visit>,
    rows: u64,
    /// Rows that name no basket, item or customer where one is asked for.
    left_out: u64,
}

/// Everything that was found.
struct Found {
    read: Read,
    least: u64,
    sets: Sets,
    rules: Rules,
    next: Option<(Vec<Followed>, u64)>,
}

pub(super) fn run(report: &Report, lang: Language, args: &BasketsArgs) -> Result<Exit, Failure> {
    let share = |flag: &str, text: &str| {
        let words = format!("{flag}: `{text}` is no share from 0 to 1, such as 0.25");
        Share::parse(text).ok_or_else(|| Failure::new(Exit::Usage, words))
    };
    let confidence = share("--confidence", &args.confidence)?;
    // A whole number above 1 is a count of baskets; 1 is all of them.
    let count = args.support.parse::<u64>().ok().filter(|count| *count > 1);
    let support = if count.is_some() { None } else { Some(share("--support", &args.support)?) };
    let read = if args.wide { wide(args)? } else { long(args)? };
    let least = count.unwrap_or_else(|| support.map_or(1, |it| it.least_of(read.baskets.len() as u64))).max(1);
    let limits = Limits { longest: args.longest.unwrap_or(usize::MAX), ..Limits::least(least) };
    let sets = frequent(&read.baskets, limits)
        .map_err(|refusal| Failure::new(Exit::Failed, format!("{}: {refusal}", args.file.display())))?;
    let rules = rules(&sets, confidence, args.then.unwrap_or(usize::MAX));
    let next = args.customer.is_some().then(|| {
        let day = 86_400_000;
        let ahead = args.within.map_or(Ahead::Next, |days| Ahead::Within(i64::from(days) * day));
        let (mut pairs, tried) = followed(&read.visits, ahead, least);
        pairs.retain(|pair| confidence.reached(pair.counts.both, pair.counts.given));
        (pairs, tried)
    });
    let found = Found { read, least, sets, rules, next };
    if let Some(file) = &args.output {
        told::write_rules(file, &found)?;
    }
    if let Some(file) = &args.sets {
        told::write_sets(file, &found)?;
    }
    report.outcome(&told::text(lang, args, &found), &told::object(args, &found));
    Ok(Exit::Done)
}

fn wide(args: &BasketsArgs) -> Result<Read, Failure> {
    let mut table = Table::open(&args.file)?;
    let mut read = Read::default();
    let first: Vec<String> = table.names().to_vec();
    let add = |read: &mut Read, cells: &mut dyn Iterator<Item = &str>| {
        let items: Vec<u32> = cells.filter(|cell| !cell.is_empty()).map(|cell| read.items.number(cell)).collect();
        read.baskets.push(&items);
    };
    add(&mut read, &mut first.iter().map(String::as_str));
    while table.next()? {
        add(&mut read, &mut table.cells());
    }
    read.rows = table.rows() + 1;
    Ok(read)
}

fn long(args: &BasketsArgs) -> Result<Read, Failure> {
    let mut table = Table::open(&args.file)?;
    let basket = table.column("--basket", args.basket.as_deref().unwrap_or_default())?;
    let item = table.column("--item", args.item.as_deref().unwrap_or_default())?;
    let customer = table.optional("--customer", args.customer.as_deref())?;
    let date = table.optional("--date", args.date.as_deref())?;
    let days = Days::new(&args.zone, args.month_first)?;
    let (mut baskets, mut customers) = (Names::default(), Names::default());
    let mut read = Read::default();
    let mut lines = Vec::new();
    // A basket's customer and instant: those of its first line.
    let mut whose: BTreeMap<u32, (u32, i64)> = BTreeMap::new();
    while table.next()? {
        let (of, what) = (table.text(&basket), table.text(&item));
        if of.is_empty() || what.is_empty() {
            read.left_out += 1;
            continue;
        }
        let line = (baskets.number(of), read.items.number(what));
        if let (Some(customer), Some(date)) = (&customer, &date)
            && !table.text(customer).is_empty()
            && !whose.contains_key(&line.0)
        {
            whose.insert(line.0, (customers.number(table.text(customer)), table.instant(date, &days)?));
        }
        lines.push(line);
    }
    read.rows = table.rows();
    if customer.is_some() {
        lines.sort_unstable();
        lines.dedup();
        for own in lines.chunk_by(|a, b| a.0 == b.0) {
            let known = own.first().and_then(|(basket, _)| whose.get(basket));
            if let Some((customer, at)) = known {
                let items = own.iter().map(|(_, item)| *item).collect();
                read.visits.push(Visit { customer: *customer, at: *at, items });
            }
        }
    }
    read.baskets = Baskets::of_lines(lines);
    Ok(read)
}
