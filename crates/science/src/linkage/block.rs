//! Choosing the pairs worth a look: those that share a key under one of several rules.
//!
//! One column alone loses every pair with an error in it, so many rules are united. A rule is one key or several
//! together (surname and town), as many as it takes until a record meets only a handful of others by chance; the values
//! decide that, not a list for one country. A key that too many records share all the same (an express locker, 王伟) is
//! split by the other keys, and what is still too large is compared with its neighbours in order only: no key makes the
//! work quadratic.

use std::hash::{Hash as _, Hasher as _};

use rustc_hash::FxHasher;

use super::keys::{Key, keys};
use super::table::Table;

/// Bounds of blocking.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Blocking {
    /// Most records of a block; larger ones are split.
    pub most: usize,
    /// Most rules.
    pub rules: usize,
    /// Most pairs altogether, for each record.
    pub pairs_per_record: f64,
    /// Pairs that any number of records may have.
    pub pairs_at_least: f64,
}

impl Default for Blocking {
    fn default() -> Self {
        Self { most: 60, rules: 24, pairs_per_record: 24.0, pairs_at_least: 200_000.0 }
    }
}

/// A rule and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// The names of its keys' columns.
    pub columns: Vec<String>,
    /// Pairs in its blocks; some are in the blocks of other rules too.
    pub pairs: u64,
}

/// Pairs worth a look, by record.
#[derive(Debug, Default)]
pub struct Candidates {
    /// The rules that were used.
    pub rules: Vec<Rule>,
    /// Where each block begins in `members`.
    starts: Vec<u32>,
    members: Vec<u32>,
    /// Where each record begins in `blocks`.
    places: Vec<u32>,
    blocks: Vec<u32>,
}

/// Records that a window of an oversized block compares each record with.
const WINDOW: usize = 8;

impl Candidates {
    /// The pairs of a table.
    #[must_use]
    pub fn of(table: &Table, blocking: &Blocking) -> Self {
        let keys = keys(table, blocking.most);
        let rows = f64::from(table.rows());
        let mut found = Self { starts: vec![0], ..Self::default() };
        let budget = (rows * blocking.pairs_per_record).max(blocking.pairs_at_least);
        let mut spent = 0.0;
        for chosen in rules(&keys, rows, blocking.rules) {
            let Some(first) = chosen.first() else { continue };
            let (blocks, members) = (found.starts.len(), found.members.len());
            let mut pairs = 0_u64;
            let together: Vec<&Key> = chosen.iter().filter_map(|at| keys.get(*at)).collect();
            let columns = together.iter().fold(0, |columns, key| columns | key.columns);
            let others: Vec<&Key> = keys.iter().filter(|key| key.columns & columns == 0).collect();
            grouped(&hashed(table, &together, None), |block| {
                pairs += found.take(table, block, &others, blocking.most);
            });
            // The first key's blocks are kept whatever they cost: they are bounded.
            if spent + pairs as f64 > budget && !found.rules.is_empty() {
                found.starts.truncate(blocks);
                found.members.truncate(members);
                continue;
            }
            spent += pairs as f64;
            debug_assert!(*first < keys.len(), "a rule is made of keys");
            found.rules.push(Rule { columns: together.iter().map(|key| key.name.clone()).collect(), pairs });
        }
        found.index(table.rows());
        found
    }

    /// Keeps a block, or what it falls into; gives the number of its pairs.
    fn take(&mut self, table: &Table, block: &[u32], others: &[&Key], most: usize) -> u64 {
        if block.len() <= most {
            return self.keep(block);
        }
        let mut pairs = 0;
        for key in others {
            grouped(&hashed(table, &[key], Some(block)), |part| {
                if part.len() <= most && part.len() * 2 <= block.len() {
                    pairs += self.keep(part);
                }
            });
        }
        // Neighbours in the order of all their values: equal records stand side by side.
        let mut ordered = block.to_vec();
        ordered
            .sort_by_cached_key(|row| (table.columns.iter().map(|column| column.id(*row)).collect::<Vec<_>>(), *row));
        for window in ordered.chunks(WINDOW / 2).collect::<Vec<_>>().windows(2) {
            let mut near = window.concat();
            near.sort_unstable();
            pairs += self.keep(&near);
        }
        pairs
    }

    fn keep(&mut self, block: &[u32]) -> u64 {
        if block.len() < 2 {
            return 0;
        }
        self.members.extend_from_slice(block);
        self.starts.push(u32::try_from(self.members.len()).unwrap_or(u32::MAX));
        (block.len() * (block.len() - 1) / 2) as u64
    }

    /// Turns blocks of records into records' blocks.
    fn index(&mut self, rows: u32) {
        let mut places = vec![0_u32; rows as usize + 2];
        for member in &self.members {
            if let Some(place) = places.get_mut(*member as usize + 2) {
                *place += 1;
            }
        }
        let mut sum = 0;
        for place in &mut places {
            sum += *place;
            *place = sum;
        }
        let mut blocks = vec![0_u32; self.members.len()];
        for (block, bounds) in self.starts.windows(2).enumerate() {
            let &[start, end] = bounds else { continue };
            for member in self.members.get(start as usize..end as usize).unwrap_or_default() {
                if let Some(place) = places.get_mut(*member as usize + 1) {
                    if let Some(cell) = blocks.get_mut(*place as usize) {
                        *cell = u32::try_from(block).unwrap_or(u32::MAX);
                    }
                    *place += 1;
                }
            }
        }
        (self.places, self.blocks) = (places, blocks);
    }

    fn blocks_of(&self, row: u32) -> &[u32] {
        let bound = |at: usize| self.places.get(at).copied().unwrap_or(0) as usize;
        self.blocks.get(bound(row as usize)..bound(row as usize + 1)).unwrap_or_default()
    }

    /// The later records with which this one is compared, each once, in order.
    pub fn mates(&self, row: u32, mates: &mut Vec<u32>) {
        mates.clear();
        for block in self.blocks_of(row) {
            let at = *block as usize;
            let bounds = (self.starts.get(at), self.starts.get(at + 1));
            let (Some(start), Some(end)) = bounds else { continue };
            let members = self.members.get(*start as usize..*end as usize).unwrap_or_default();
            let later = members.partition_point(|member| *member <= row);
            mates.extend_from_slice(members.get(later..).unwrap_or_default());
        }
        mates.sort_unstable();
        mates.dedup();
    }

    /// Whether two records share a block.
    #[must_use]
    pub fn has(&self, a: u32, b: u32) -> bool {
        // A record's blocks are in order.
        let (mut one, mut other) = (self.blocks_of(a).iter().peekable(), self.blocks_of(b).iter().peekable());
        while let (Some(x), Some(y)) = (one.peek(), other.peek()) {
            match x.cmp(y) {
                std::cmp::Ordering::Equal => return true,
                std::cmp::Ordering::Less => one.next(),
                std::cmp::Ordering::Greater => other.next(),
            };
        }
        false
    }
}

/// The keys of records under all of `keys` together; of all records, or of some.
fn hashed(table: &Table, keys: &[&Key], some: Option<&[u32]>) -> Vec<(u64, u32)> {
    let mut found = Vec::with_capacity(some.map_or(table.rows() as usize, <[u32]>::len));
    let mut put = |row: u32| {
        let mut together = [0_u64; 4];
        let mut count = 1;
        for key in keys {
            let own = key.of(table, row);
            let mut next = [0_u64; 4];
            let mut made = 0;
            for before in together.iter().take(count) {
                for hash in own.as_slice() {
                    if let Some(place) = next.get_mut(made) {
                        let mut hasher = FxHasher::default();
                        (before, hash).hash(&mut hasher);
                        *place = hasher.finish();
                        made += 1;
                    }
                }
            }
            (together, count) = (next, made);
        }
        found.extend(together.iter().take(count).map(|hash| (*hash, row)));
    };
    match some {
        Some(rows) => rows.iter().copied().for_each(&mut put),
        None => (0..table.rows()).for_each(&mut put),
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// The records of each key that more than one record has.
fn grouped(hashed: &[(u64, u32)], mut each: impl FnMut(&[u32])) {
    let mut block = Vec::new();
    for group in hashed.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() > 1) {
        block.clear();
        block.extend(group.iter().map(|(_, row)| *row));
        each(&block);
    }
}

/// Chooses rules: the fewest keys that leave a record a handful of mates by chance, and every column in turn.
fn rules(keys: &[Key], rows: f64, most: usize) -> Vec<Vec<usize>> {
    let mates = (60_000.0 / rows.max(1.0)).clamp(3.0, 40.0);
    let mut minimal: Vec<(Vec<usize>, u32, f64)> = Vec::new();
    let mut open: Vec<(Vec<usize>, u32, f64)> = vec![(Vec::new(), 0, rows)];
    for _ in 0..3 {
        let mut longer = Vec::new();
        for (chosen, columns, expected) in open {
            let from = chosen.last().map_or(0, |last| last + 1);
            for (at, key) in keys.iter().enumerate().skip(from) {
                if key.columns & columns != 0 || key.collision >= 0.9 {
                    continue;
                }
                let mut chosen = chosen.clone();
                chosen.push(at);
                let expected = expected * key.collision;
                let has_minimal = minimal.iter().any(|(other, _, _)| other.iter().all(|part| chosen.contains(part)));
                match (has_minimal, expected <= mates) {
                    (true, _) => {}
                    (false, true) => minimal.push((chosen, columns | key.columns, expected)),
                    (false, false) => longer.push((chosen, columns | key.columns, expected)),
                }
            }
        }
        open = longer;
    }
    if minimal.is_empty() {
        // Nothing sets anybody apart; all keys together are what there is.
        return if keys.is_empty() { Vec::new() } else { vec![(0..keys.len().min(3)).collect()] };
    }
    let mut used = [0_u32; 32];
    let mut chosen = Vec::new();
    while chosen.len() < most && !minimal.is_empty() {
        let worth = |(rule, columns, expected): &(Vec<usize>, u32, f64)| {
            let usage: u32 =
                used.iter().enumerate().filter(|(at, _)| columns >> at & 1 == 1).map(|(_, n)| *n).max().unwrap_or(0);
            (rule.len(), usage, (expected * 1e6) as u64)
        };
        let Some(at) = (0..minimal.len()).min_by_key(|at| minimal.get(*at).map(worth)) else { break };
        let (rule, columns, _) = minimal.swap_remove(at);
        for (at, count) in used.iter_mut().enumerate() {
            *count += columns >> at & 1;
        }
        chosen.push(rule);
    }
    chosen
}
