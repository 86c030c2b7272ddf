//! Learning the model from unlabelled records, by expectation–maximisation over the patterns of levels.
//!
//! Candidate pairs are counted as they are; all other pairs are of two persons and are stood for by a random sample, so
//! that the way of blocking does not bend what chance agreement is. How often two strangers agree exactly is not
//! sampled but computed from how often values occur. Before there is much to learn from, the first guesses of
//! [`Kind::first_guess`] weigh as much as a few pairs.

use rustc_hash::FxHashMap;

use super::block::Candidates;
use super::compare::{Comparer, MISSING};
use super::kind::{Kind, Scope};
use super::model::{CLASSES, Class, LEVELS, Model, Weights, level_of, sides};
use super::table::Table;

/// Settings of learning.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fitting {
    /// Most rounds.
    pub rounds: usize,
    /// Learning ends when the expected number of matches moves by less than this share.
    pub tolerance: f64,
    /// Random pairs of strangers.
    pub sample: u32,
    /// Candidate pairs looked at, at most about so many; of more, those of every so many-th record.
    pub candidates: u64,
    /// A value that more records carry is a crowd's: equality on it teaches nothing, though it counts in a score.
    pub crowd: usize,
    /// Seed of the sample.
    pub seed: u64,
}

impl Default for Fitting {
    fn default() -> Self {
        Self { rounds: 60, tolerance: 1e-3, sample: 20_000, candidates: 2_000_000, crowd: 60, seed: 1 }
    }
}

/// Why nothing was learnt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FitError {
    /// Fewer than two records.
    TooFewRecords,
    /// No candidate pairs.
    NoPairs,
    /// No column was present on both sides of any pair.
    NoEvidence,
    /// Two records of one person agree no more often than any two do: all of them say much the same.
    AllAlike,
}

impl std::fmt::Display for FitError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::TooFewRecords => "linkage needs at least two records",
            Self::NoPairs => "no two records share a key",
            Self::NoEvidence => "no column is present in both records of any pair",
            Self::AllAlike => {
                "the records say much the same in every column, so that nothing tells one person's from another's: \
                 compare more columns, or leave out what is repeated"
            }
        })
    }
}

impl std::error::Error for FitError {}

/// Levels that a pattern has room for in a column, a missing value among them.
const PLACES: usize = 16;

/// Pairs of one pattern: among candidates, and among all others.
struct Counted {
    pattern: u64,
    candidates: f64,
    others: f64,
}

/// How many pairs a first guess weighs as much as.
const GUESS: f64 = 8.0;

/// Who lives together and carries another given name may be one person whose name was mistaken; no field tells. Where
/// there are families there are many such pairs, so below this share of the matches they are taken for mistakes.
const FEWEST_HOUSEHOLDS: f64 = 0.25;

/// Two of one household seldom have one name, and often one surname; that is known beforehand and not learnt, since
/// nothing in the records tells a brother from a typing error but this.
/// Masked pairs and others sum up to one each.
const NAMES_AT_HOME: [f64; LEVELS] = [0.47, 0.45, 0.43, 0.55, 0.06, 0.005, 0.02, 0.015];

impl Model {
    /// Learns from records and the candidate pairs among them. `comparable` says which pairs count. Gives also the
    /// patterns of all candidates in order, when they were all looked at.
    ///
    /// # Errors
    /// When there is nothing to learn from.
    pub(super) fn fit(
        table: &Table,
        candidates: &Candidates,
        fitting: &Fitting,
        comparable: impl Fn(u32, u32) -> bool,
    ) -> Result<(Self, Option<Vec<u64>>), FitError> {
        if table.rows() < 2 {
            return Err(FitError::TooFewRecords);
        }
        let all = f64::from(table.rows()) * f64::from(table.rows() - 1) / 2.0;
        let crowds: Vec<(u32, f64)> = table.columns.iter().map(|column| column.crowds(fitting.crowd)).collect();
        let (counts, patterns) = counted(table, &crowds, candidates, fitting, all, comparable)?;
        let mut model = Self::start(table, &crowds, all, &counts);
        model.settle(&crowds, &counts, all, fitting);
        let [matches, moved, .., households] = model.shares;
        if households > 0.0 && households < FEWEST_HOUSEHOLDS * (matches + moved) {
            // So few are persons whose own field is wrong rather than families.
            model = Self::start(table, &crowds, all, &counts);
            let [_, _, strangers, _, households] = &mut model.shares;
            *strangers += *households;
            *households = 0.0;
            model.settle(&crowds, &counts, all, fitting);
        }
        if !model.columns.iter().any(|column| column.equality() > 1.0) {
            return Err(FitError::AllAlike);
        }
        Ok((model, patterns))
    }

    /// So few pairs were learnt from that the first guesses of what one person's records look like weigh more.
    #[must_use]
    pub fn is_guessed(&self, rows: u32) -> bool {
        let all = f64::from(rows) * (f64::from(rows) - 1.0) / 2.0;
        let [same, moved, ..] = self.shares;
        (same + moved) * all < GUESS
    }

    fn settle(&mut self, crowds: &[(u32, f64)], counts: &[Counted], all: f64, fitting: &Fitting) {
        let mut before = f64::INFINITY;
        for _ in 0..fitting.rounds {
            let matches = self.round(crowds, counts, all);
            if (matches - before).abs() <= fitting.tolerance * matches.max(1.0) {
                break;
            }
            before = matches;
        }
    }

    /// The model before the first round.
    fn start(table: &Table, crowds: &[(u32, f64)], all: f64, counts: &[Counted]) -> Self {
        let mut columns = Vec::with_capacity(table.columns.len());
        for (at, (column, (_, collision))) in table.columns.iter().zip(crowds).enumerate() {
            let kind = column.spec.kind;
            let mut by_chance = [0.0; LEVELS];
            for Counted { pattern, candidates, others } in counts {
                if let Some(cell) = by_chance.get_mut(usize::from(level_of(*pattern, at))) {
                    *cell += candidates + others;
                }
            }
            let strangers = with_equal(shares(&by_chance, kind, 0.5), kind, *collision);
            let guess = guess_of(kind);
            let levels = Class::ALL.map(|class| match class {
                Class::Match => guess,
                Class::Household if kind == Kind::Name => names_at_home(&by_chance),
                _ if class.copies(kind) => guess,
                _ => strangers,
            });
            columns.push(Weights { name: column.spec.name.clone(), kind, levels });
        }
        let mut order: Vec<usize> = (0..columns.len()).collect();
        order.sort_by_key(|at| columns.get(*at).map(|column| column.kind.scope()));
        let has = |scope: Scope| table.columns.iter().any(|column| column.spec.kind.scope() == scope);
        let some = f64::from(table.rows()) / 10.0 / all;
        // Without a column of a person's own a household cannot be told from one person.
        let person = table.columns.iter().any(|column| {
            matches!(column.spec.kind, Kind::Name | Kind::GivenName | Kind::Date | Kind::Code | Kind::Email)
        });
        let household = if person && has(Scope::Home) { some } else { 0.0 };
        let neighbours = if has(Scope::Place) { 1e-3 } else { 0.0 };
        let one = some.min(0.2);
        // Where nothing says where people live, nobody is seen to move.
        let moves = columns.iter().any(|column| column.kind.is_of_address());
        let moved = if moves { one / 20.0 } else { 0.0 };
        Self { columns, shares: [one, moved, 1.0 - one - moved - household - neighbours, neighbours, household], order }
    }

    /// One round; gives the expected number of matches.
    fn round(&mut self, crowds: &[(u32, f64)], counts: &[Counted], all: f64) -> f64 {
        let places = self.columns.len() * PLACES;
        let mut likelihoods = vec![[1.0; CLASSES]; places];
        for (cells, column) in likelihoods.chunks_mut(PLACES).zip(&self.columns) {
            for (level, cell) in cells.iter_mut().enumerate().take(column.kind.levels().len()) {
                *cell = column.levels.map(|levels| levels.get(level).copied().unwrap_or(1.0));
            }
        }
        let mut seen = vec![[0.0; CLASSES]; places];
        let mut totals = [0.0; CLASSES];
        for Counted { pattern, candidates, others } in counts {
            let mut odds = self.shares;
            for (at, cells) in likelihoods.chunks(PLACES).enumerate() {
                if let Some(cell) = cells.get(usize::from(level_of(*pattern, at))) {
                    odds.iter_mut().zip(cell).for_each(|(odds, likelihood)| *odds *= likelihood);
                }
            }
            let (one, two) = sides(&odds);
            let scale = candidates / (one + two);
            let [same, moved, strangers, neighbours, household] = odds;
            // What is no candidate is of two persons who do not live together.
            let alone = scale + others / (strangers + neighbours);
            let expected = [same * scale, moved * scale, strangers * alone, neighbours * alone, household * scale];
            totals.iter_mut().zip(&expected).for_each(|(total, expected)| *total += expected);
            for (at, cells) in seen.chunks_mut(PLACES).enumerate() {
                if let Some(cell) = cells.get_mut(usize::from(level_of(*pattern, at))) {
                    cell.iter_mut().zip(&expected).for_each(|(cell, expected)| *cell += expected);
                }
            }
        }
        for ((weights, (_, collision)), cells) in self.columns.iter_mut().zip(crowds).zip(seen.chunks(PLACES)) {
            let mut levels = [[0.0; LEVELS]; CLASSES];
            for (class, levels) in levels.iter_mut().enumerate() {
                for (place, cell) in levels.iter_mut().zip(cells) {
                    *place = cell.get(class).copied().unwrap_or(0.0);
                }
            }
            weights.learn(&levels, *collision);
        }
        self.shares = totals.map(|total| total / all);
        let (matches, _) = sides(&totals);
        // Where nothing matches, the share must not sink to nothing at all.
        if let Some(share) = self.shares.first_mut() {
            *share = share.clamp(0.1 / all, 0.5);
        }
        matches
    }
}

impl Weights {
    /// How much likelier equal values are in records of one person than in those of strangers.
    fn equality(&self) -> f64 {
        let top = self.kind.levels().len() - 1;
        let [one, _, strangers, ..] = self.levels.map(|levels| levels.get(top).copied().unwrap_or(0.0));
        one / strangers
    }

    fn learn(&mut self, seen: &[[f64; LEVELS]; CLASSES], collision: f64) {
        let guess = guess_of(self.kind);
        let top = self.kind.levels().len() - 1;
        // Pairs that are equal for a reason, and their equal ones; all others meet by chance.
        let (mut copied, mut equal, mut chance) = (0.0, 0.0, [0.0; LEVELS]);
        let mut one = [0.0; LEVELS];
        for (class, seen) in Class::ALL.into_iter().zip(seen) {
            if class.copies(self.kind) {
                copied += seen.iter().sum::<f64>();
                equal += seen.get(top).copied().unwrap_or(0.0);
            } else {
                chance.iter_mut().zip(seen).for_each(|(chance, seen)| *chance += seen);
            }
            if matches!(class, Class::Match | Class::Moved) && class.copies(self.kind) {
                one.iter_mut().zip(seen).for_each(|(one, seen)| *one += seen);
            }
        }
        let present: f64 = seen.iter().flatten().sum();
        let expected = ((collision * present - equal) / (present - copied).max(1.0)).max(collision * 0.02);
        let by_chance = with_equal(shares(&chance, self.kind, 0.5), self.kind, expected.clamp(1e-9, 0.99));
        for ((class, levels), seen) in Class::ALL.into_iter().zip(&mut self.levels).zip(seen) {
            *levels = match class {
                Class::Household if self.kind == Kind::Name => names_at_home(&one),
                // Who has moved writes the rest as who has not.
                Class::Match | Class::Moved if class.copies(self.kind) => guessed(&one, &guess),
                _ if class.copies(self.kind) => guessed(seen, &guess),
                _ => by_chance,
            };
        }
    }
}

/// The relations of names in a household, as many masked ones among them as among these pairs.
fn names_at_home(pairs: &[f64; LEVELS]) -> [f64; LEVELS] {
    let masked = |at: usize| matches!(Kind::Name.levels().get(at), Some(&("unfit" | "fits")));
    let all: f64 = pairs.iter().sum::<f64>().max(1e-9);
    let share = pairs.iter().enumerate().filter(|(at, _)| masked(*at)).map(|(_, count)| count).sum::<f64>() / all;
    let mut levels = NAMES_AT_HOME;
    for (at, level) in levels.iter_mut().enumerate() {
        *level *= if masked(at) { share.clamp(0.01, 0.95) } else { (1.0 - share).clamp(0.05, 0.99) };
    }
    levels
}

fn guess_of(kind: Kind) -> [f64; LEVELS] {
    let mut guess = [0.0; LEVELS];
    for (place, share) in guess.iter_mut().zip(kind.first_guess()) {
        *place = *share;
    }
    guess
}

/// Counts to shares, none of the kind's levels zero.
fn shares(counts: &[f64; LEVELS], kind: Kind, smooth: f64) -> [f64; LEVELS] {
    let levels = kind.levels().len();
    let total: f64 = counts.iter().take(levels).sum::<f64>() + smooth * levels as f64;
    let mut shares = [0.0; LEVELS];
    for (place, count) in shares.iter_mut().zip(counts).take(levels) {
        *place = (count + smooth) / total;
    }
    shares
}

/// Counts to shares, with a first guess that weighs as much as [`GUESS`] pairs.
fn guessed(counts: &[f64; LEVELS], guess: &[f64; LEVELS]) -> [f64; LEVELS] {
    let total: f64 = counts.iter().sum::<f64>() + GUESS;
    let mut shares = [0.0; LEVELS];
    for ((place, count), guess) in shares.iter_mut().zip(counts).zip(guess) {
        *place = (count + GUESS * guess) / total;
    }
    shares
}

/// The same shares with this one for equality.
fn with_equal(mut shares: [f64; LEVELS], kind: Kind, equal: f64) -> [f64; LEVELS] {
    let top = kind.levels().len() - 1;
    let others: f64 = shares.iter().take(top).sum();
    for share in shares.iter_mut().take(top) {
        *share *= (1.0 - equal) / others.max(1e-12);
    }
    if let Some(share) = shares.get_mut(top) {
        *share = equal;
    }
    shares
}

fn counted(
    table: &Table,
    crowds: &[(u32, f64)],
    candidates: &Candidates,
    fitting: &Fitting,
    all: f64,
    comparable: impl Fn(u32, u32) -> bool,
) -> Result<(Vec<Counted>, Option<Vec<u64>>), FitError> {
    let mut comparer = Comparer::new(table);
    let mut counts: FxHashMap<u64, [f64; 2]> = FxHashMap::default();
    let expected: u64 = candidates.rules.iter().map(|rule| rule.pairs).sum();
    let every = (expected / fitting.candidates.max(1)).max(1);
    let step = usize::try_from(every).unwrap_or(1);
    let (mut mates, mut taken, mut says) = (Vec::new(), 0.0, false);
    let mut patterns = Vec::new();
    let nothing = (0..table.columns.len()).fold(0, |sum, at| sum | u64::from(MISSING) << (4 * at));
    // With a step, records are spread by a multiplication, so that an order in the file bends nothing.
    let chosen =
        |row: &u32| step == 1 || u64::from(*row).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32 & 0xffff < 0x10000 / every;
    for row in (0..table.rows()).filter(chosen) {
        candidates.mates(row, &mut mates);
        for mate in mates.iter().copied().filter(|mate| comparable(row, *mate)) {
            let pattern = comparer.pattern(row, mate);
            if step == 1 {
                patterns.push(pattern);
            }
            says |= pattern != nothing;
            counts.entry(without_crowds(table, crowds, row, pattern)).or_default()[0] += every as f64;
            taken += every as f64;
        }
    }
    if taken == 0.0 {
        return Err(FitError::NoPairs);
    }
    if !says {
        return Err(FitError::NoEvidence);
    }
    let mut chance = Chance(fitting.seed);
    let rows = u64::from(table.rows());
    let pairs: Vec<(u32, u32)> = (0..fitting.sample)
        .map(|_| (chance.below(rows), chance.below(rows)))
        .filter(|(a, b)| a != b && comparable(*a, *b) && !candidates.has(*a, *b))
        .collect();
    let each = (all - taken).max(0.0) / pairs.len().max(1) as f64;
    for (a, b) in pairs {
        let pattern = without_crowds(table, crowds, a, comparer.pattern(a, b));
        counts.entry(pattern).or_default()[1] += each;
    }
    let mut counts: Vec<Counted> =
        counts.into_iter().map(|(pattern, [candidates, others])| Counted { pattern, candidates, others }).collect();
    // Sums of floats depend on their order.
    counts.sort_unstable_by_key(|counted| counted.pattern);
    Ok((counts, (step == 1).then_some(patterns)))
}

/// The pattern with equality on a crowd's value made a missing one.
fn without_crowds(table: &Table, crowds: &[(u32, f64)], row: u32, mut pattern: u64) -> u64 {
    for (at, (column, (most, _))) in table.columns.iter().zip(crowds).enumerate() {
        let top = column.spec.kind.levels().len() - 1;
        let count = column.counts.get(column.id(row) as usize).copied().unwrap_or(0);
        if usize::from(level_of(pattern, at)) == top && count > *most {
            pattern |= u64::from(MISSING) << (4 * at);
        }
    }
    pattern
}

/// SplitMix64: good enough to draw a sample, and the same on every machine.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: u64) -> u32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        u32::try_from((mixed ^ (mixed >> 31)) % most.max(1)).unwrap_or(0)
    }
}
