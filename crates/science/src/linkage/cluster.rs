//! Pairs to persons. Following every link from record to record chains strangers together; here two groups join only
//! when their records agree on the whole.

use std::collections::HashMap;

use super::Pair;

/// What keeps groups from growing together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Guard<'a> {
    /// Links below this probability are passed over.
    pub threshold: f64,
    /// Two groups join only when the mean probability over all pairs between them reaches this.
    pub mean: f64,
    /// Most records of one person.
    pub most: usize,
    /// The source of each record, when a source is known to hold nobody twice: then a group has at most one record of
    /// each (linking two clean files one to one).
    pub sources: Option<&'a [u32]>,
}

impl Default for Guard<'_> {
    fn default() -> Self {
        Self { threshold: 0.5, mean: 0.5, most: 50, sources: None }
    }
}

/// Groups of records, each sorted, in order of their first record; records alone are not listed.
///
/// Links are taken from the surest down. `missing` gives the probability of a pair that has no link (the model's score
/// of it, or 0 for pairs that were not worth comparing).
pub fn cluster(links: &[(Pair, f64)], guard: &Guard<'_>, mut missing: impl FnMut(Pair) -> f64) -> Vec<Vec<u32>> {
    let known: HashMap<Pair, f64> = links.iter().copied().collect();
    let mut queue: Vec<(Pair, f64)> = links.iter().copied().filter(|(_, p)| *p >= guard.threshold).collect();
    queue.sort_by(|(a, p), (b, q)| q.total_cmp(p).then(a.cmp(b)));
    let mut groups = Groups::default();
    // A link that failed may pass once its groups have grown, so the rest is tried again until nothing moves.
    loop {
        let before = queue.len();
        queue.retain(|((a, b), _)| {
            let (first, second) = (groups.home(*a), groups.home(*b));
            first != second
                && !groups.join(first, second, guard, |pair| match known.get(&pair) {
                    Some(probability) => *probability,
                    None => missing(pair),
                })
        });
        if queue.len() == before {
            return groups.sorted();
        }
    }
}

#[derive(Default)]
struct Groups {
    homes: HashMap<u32, u32>,
    members: HashMap<u32, Vec<u32>>,
}

impl Groups {
    /// The group of a record, named by one of its records.
    fn home(&mut self, record: u32) -> u32 {
        if let Some(home) = self.homes.get(&record) {
            return *home;
        }
        self.homes.insert(record, record);
        self.members.insert(record, vec![record]);
        record
    }

    /// Joins two groups when the guard allows, and says whether it did.
    fn join(&mut self, first: u32, second: u32, guard: &Guard<'_>, mut probability: impl FnMut(Pair) -> f64) -> bool {
        let (Some(one), Some(other)) = (self.members.get(&first), self.members.get(&second)) else { return false };
        if one.len() + other.len() > guard.most || clash(one, other, guard.sources) {
            return false;
        }
        let mut sum = 0.0;
        for a in one {
            for b in other {
                sum += probability((*a.min(b), *a.max(b)));
            }
        }
        if sum < guard.mean * (one.len() * other.len()) as f64 {
            return false;
        }
        let moved = self.members.remove(&second).unwrap_or_default();
        for record in &moved {
            self.homes.insert(*record, first);
        }
        self.members.entry(first).or_default().extend(moved);
        true
    }

    fn sorted(self) -> Vec<Vec<u32>> {
        let mut groups: Vec<Vec<u32>> = self.members.into_values().filter(|group| group.len() > 1).collect();
        for group in &mut groups {
            group.sort_unstable();
        }
        groups.sort_unstable();
        groups
    }
}

fn clash(one: &[u32], other: &[u32], sources: Option<&[u32]>) -> bool {
    let Some(sources) = sources else { return false };
    let source = |record: &u32| sources.get(*record as usize);
    one.iter().any(|a| other.iter().any(|b| source(a).is_some() && source(a) == source(b)))
}

/// The pairs inside groups, in order.
#[must_use]
pub fn pairs_of(groups: &[Vec<u32>]) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for group in groups {
        for (at, first) in group.iter().enumerate() {
            pairs.extend(group.iter().skip(at + 1).map(|second| (*first.min(second), *first.max(second))));
        }
    }
    pairs.sort_unstable();
    pairs
}
