//! `regulars science link`: which records of a table, or of two, are one person.

mod judged;
mod told;

use std::path::PathBuf;

use science::linkage::kind::Kind;
use science::linkage::link::{Linked, Options, link};
use science::linkage::table::{MOST_COLUMNS, Spec, Table as Records};

use self::judged::{Judged, judge};
use super::table::{Column, Table};
use crate::commands::exit::Failure;
use crate::commands::language::Language;
use crate::commands::{Exit, Report};

/// What is asked.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct LinkArgs {
    /// A record a row: CSV, TSV (also .gz), XLSX or Parquet
    file: PathBuf,
    /// Link the records of this file with those of FILE, and none within a file
    #[arg(long, value_name = "FILE2")]
    with: Option<PathBuf>,
    /// The column that names a record
    #[arg(long, value_name = "COLUMN")]
    id: String,
    /// The column that says who it is: then precision, recall and F1 are told. Of FEBRL's `rec-122-dup-0` the person is 122
    #[arg(long, value_name = "COLUMN")]
    truth: Option<String>,
    /// A column to compare, and what it holds when that is not to be guessed from its name and values; without any, all
    /// columns are compared. Kinds: name, given-name, surname, street, number, place, postcode, region, mobile, email,
    /// date, code, category, text
    #[arg(long = "column", value_name = "COLUMN[=KIND]")]
    columns: Vec<String>,
    /// The least probability of pairs that are grouped
    #[arg(long, value_name = "P", default_value_t = 0.5)]
    threshold: f64,
    /// The least probability of pairs that are kept
    #[arg(long, value_name = "P", default_value_t = 0.1)]
    least: f64,
    /// Most records of one person
    #[arg(long, value_name = "N", default_value_t = 50)]
    most: usize,
    /// Pairs told with their reasons
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
    /// Write every pair with its reasons into this file, as CSV
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write the person of every record into this file, as CSV
    #[arg(long, value_name = "FILE")]
    groups: Option<PathBuf>,
}

/// Records as they are read.
struct Read {
    records: Records,
    ids: Vec<String>,
    /// Who each is, where a column says so.
    truth: Option<Vec<String>>,
    /// The file of each.
    files: Vec<u32>,
}

/// Everything that was found.
struct Found {
    read: Read,
    linked: Linked,
    judged: Option<Judged>,
}

/// Rows from which kinds are guessed.
const SAMPLE: usize = 1_000;

pub(super) fn run(report: &Report, lang: Language, args: &LinkArgs) -> Result<Exit, Failure> {
    for (flag, share) in [("--threshold", args.threshold), ("--least", args.least)] {
        if !(0.0..1.0).contains(&share) {
            return Err(Failure::new(Exit::Usage, format!("{flag}: {share} is no probability from 0 to below 1")));
        }
    }
    let read = read(args)?;
    let options = Options {
        least: args.least.min(args.threshold),
        threshold: args.threshold,
        most: args.most,
        files: args.with.is_some().then_some(read.files.as_slice()),
        threads: std::thread::available_parallelism().map_or(1, usize::from).min(8),
        ..Options::default()
    };
    let linked = link(&read.records, &options)
        .map_err(|cause| Failure::new(Exit::Failed, format!("{}: {cause}", args.file.display())))?;
    let judged = read.truth.as_ref().map(|truth| {
        let apart = args.with.is_some().then_some(read.files.as_slice());
        judge(truth, apart, &linked, args.threshold)
    });
    let found = Found { read, linked, judged };
    if let Some(file) = &args.output {
        told::write_pairs(file, &found)?;
    }
    if let Some(file) = &args.groups {
        told::write_groups(file, &found)?;
    }
    report.outcome(&told::text(lang, args, &found), &told::object(args, &found));
    Ok(Exit::Done)
}

/// The columns to compare, by name, with their kinds where they were given.
fn wanted(args: &LinkArgs, table: &Table) -> Result<Vec<(String, Option<Kind>)>, Failure> {
    let apart = [Some(args.id.as_str()), args.truth.as_deref()];
    let is_apart = |name: &str| apart.iter().flatten().any(|other| other.trim().eq_ignore_ascii_case(name));
    let mut columns = Vec::new();
    if args.columns.is_empty() {
        let names = table.names().iter().filter(|name| !name.is_empty() && !is_apart(name));
        columns.extend(names.map(|name| (name.clone(), None)));
    }
    for given in &args.columns {
        let (name, kind) = given.rsplit_once('=').map_or((given.as_str(), None), |(name, kind)| (name, Some(kind)));
        let kind = kind
            .map(|kind| {
                let unknown = || {
                    let kinds = Kind::ALL.map(Kind::key).join(", ");
                    Failure::new(Exit::Usage, format!("--column: there is no kind `{kind}`. There are: {kinds}"))
                };
                Kind::from_key(kind).ok_or_else(unknown)
            })
            .transpose()?;
        columns.push((name.to_owned(), kind));
    }
    if columns.is_empty() || columns.len() > MOST_COLUMNS {
        let words = format!(
            "{} columns are to be compared; linkage compares 1 to {MOST_COLUMNS}. Name them with --column",
            columns.len()
        );
        return Err(Failure::new(Exit::Usage, words));
    }
    Ok(columns)
}

/// A file that is being read, and its columns of interest.
struct Source {
    table: Table,
    id: Column,
    truth: Option<Column>,
    columns: Vec<Column>,
}

impl Source {
    fn open(file: &std::path::Path, args: &LinkArgs, wanted: &[(String, Option<Kind>)]) -> Result<Self, Failure> {
        let table = Table::open(file)?;
        let id = table.column("--id", &args.id)?;
        let truth = table.optional("--truth", args.truth.as_deref())?;
        let columns = wanted.iter().map(|(name, _)| table.column("--column", name)).collect::<Result<_, _>>()?;
        Ok(Self { table, id, truth, columns })
    }

    /// The next row: its id, who it is, and its cells.
    fn next(&mut self) -> Result<Option<(String, String, Vec<String>)>, Failure> {
        if !self.table.next()? {
            return Ok(None);
        }
        let text = |column: &Column| self.table.text(column).to_owned();
        let truth = self.truth.as_ref().map(text).unwrap_or_default();
        Ok(Some((text(&self.id), truth, self.columns.iter().map(text).collect())))
    }
}

fn read(args: &LinkArgs) -> Result<Read, Failure> {
    let wanted = wanted(args, &Table::open(&args.file)?)?;
    let mut source = Source::open(&args.file, args, &wanted)?;
    let mut first = Vec::new();
    while first.len() < SAMPLE
        && let Some(row) = source.next()?
    {
        first.push(row);
    }
    let specs = wanted.iter().enumerate().map(|(at, (name, kind))| {
        let values = || first.iter().filter_map(|(_, _, cells)| cells.get(at)).map(String::as_str);
        Spec::new(name, kind.unwrap_or_else(|| Kind::guess(name, values())))
    });
    let mut read = Read {
        records: Records::new(specs.collect()),
        ids: Vec::new(),
        truth: args.truth.is_some().then(Vec::new),
        files: Vec::new(),
    };
    let mut add = |file: u32, (id, truth, cells): (String, String, Vec<String>)| {
        read.records.push(cells.iter().map(String::as_str));
        read.ids.push(id);
        read.files.push(file);
        if let Some(all) = &mut read.truth {
            all.push(judged::person(&truth).to_owned());
        }
    };
    first.into_iter().for_each(|row| add(0, row));
    while let Some(row) = source.next()? {
        add(0, row);
    }
    if let Some(with) = &args.with {
        let mut source = Source::open(with, args, &wanted)?;
        while let Some(row) = source.next()? {
            add(1, row);
        }
    }
    Ok(read)
}
