//! From records to persons in one call: candidates, model, scores, groups.

use super::Score;
use super::block::{Blocking, Candidates, Rule};
use super::cluster::{Guard, cluster};
use super::compare::Comparer;
use super::learn::{FitError, Fitting};
use super::model::Model;
use super::table::Table;

/// How records are linked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options<'a> {
    /// Bounds of blocking.
    pub blocking: Blocking,
    /// Settings of learning.
    pub fitting: Fitting,
    /// Pairs below this probability are not kept.
    pub least: f64,
    /// Pairs below this probability are not grouped.
    pub threshold: f64,
    /// Most records of one person.
    pub most: usize,
    /// The file of each record; then only records of different files are linked.
    pub files: Option<&'a [u32]>,
    /// Threads that compare.
    pub threads: usize,
}

impl Default for Options<'_> {
    fn default() -> Self {
        Self {
            blocking: Blocking::default(),
            fitting: Fitting::default(),
            least: 0.1,
            threshold: 0.5,
            most: 50,
            files: None,
            threads: 1,
        }
    }
}

/// Two records that may be one person.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Link {
    /// The lower place.
    pub a: u32,
    /// The higher.
    pub b: u32,
    /// From 0 to 1.
    pub probability: f64,
}

/// What linking found.
#[derive(Debug)]
pub struct Linked {
    /// What was learnt.
    pub model: Model,
    /// The rules that chose the pairs.
    pub rules: Vec<Rule>,
    /// Pairs compared.
    pub compared: u64,
    /// Pairs that are probable enough, in order of their records.
    pub links: Vec<Link>,
    /// Records of one person together; records alone are not listed.
    pub groups: Vec<Vec<u32>>,
}

/// Links the records of a table.
///
/// # Errors
/// When there is nothing to learn from.
pub fn link(table: &Table, options: &Options<'_>) -> Result<Linked, FitError> {
    let candidates = Candidates::of(table, &options.blocking);
    let file = |row: u32| options.files.and_then(|files| files.get(row as usize));
    let comparable = |a: u32, b: u32| options.files.is_none() || file(a) != file(b);
    let (model, patterns) = Model::fit(table, &candidates, &options.fitting, comparable)?;
    let least = (options.least / (1.0 - options.least).max(1e-12)).log2();
    let link_of = |a: u32, b: u32, pattern: u64| {
        let weight = model.weight(table, a, pattern);
        (weight >= least).then(|| Link { a, b, probability: 1.0 / (1.0 + (-weight).exp2()) })
    };
    // Patterns that learning has looked at need not be worked out again.
    let threads = if patterns.is_some() { 1 } else { u32::try_from(options.threads.max(1)).unwrap_or(1) };
    let piece = |turn: u32| {
        let mut comparer = Comparer::new(table);
        let (mut mates, mut links, mut compared) = (Vec::new(), Vec::new(), 0_usize);
        // Records are dealt out in pieces of 1,024, so that threads have as much to do.
        for row in (0..table.rows()).filter(|row| row / 1024 % threads == turn) {
            candidates.mates(row, &mut mates);
            for mate in mates.iter().copied().filter(|mate| comparable(row, *mate)) {
                let known = patterns.as_ref().and_then(|patterns| patterns.get(compared)).copied();
                links.extend(link_of(row, mate, known.unwrap_or_else(|| comparer.pattern(row, mate))));
                compared += 1;
            }
        }
        (links, compared as u64)
    };
    let mut pieces = Vec::new();
    std::thread::scope(|scope| {
        let piece = &piece;
        let others: Vec<_> = (1..threads).map(|turn| scope.spawn(move || piece(turn))).collect();
        pieces.push(piece(0));
        pieces.extend(others.into_iter().filter_map(|thread| thread.join().ok()));
    });
    let compared = pieces.iter().map(|(_, compared)| compared).sum();
    let mut links: Vec<Link> = pieces.into_iter().flat_map(|(links, _)| links).collect();
    links.sort_unstable_by_key(|link| (link.a, link.b));
    let known: Vec<_> = links.iter().map(|link| ((link.a, link.b), link.probability)).collect();
    let guard = Guard { threshold: options.threshold, mean: 0.5, most: options.most, sources: None };
    let mut comparer = Comparer::new(table);
    let groups = cluster(&known, &guard, |(a, b)| {
        if !comparable(a, b) {
            // Nothing is said of two records of one file.
            return options.threshold;
        }
        1.0 / (1.0 + (-model.weight(table, a, comparer.pattern(a, b))).exp2())
    });
    Ok(Linked { model, rules: candidates.rules, compared, links, groups })
}

impl Linked {
    /// Why two records are one person or two.
    #[must_use]
    pub fn explain(&self, table: &Table, link: &Link) -> Score {
        self.model.score(table, link.a, link.b)
    }
}
