//! Every set of items that enough baskets hold, exactly.
//!
//! Items are numbered by how many baskets hold them, the most frequent first, and baskets are put in the order of their
//! numbers, equal ones into one with a weight. For an item, the sets whose rarest item it is lie in the baskets that hold it,
//! cut before it: these are a smaller case of the same kind (Han, Pei and Yin's pattern growth, SIGMOD 2000, on arrays in place
//! of trees, with the delivery of occurrences of Uno, Kiyomi and Arimura's LCM, FIMI 2004). Cut baskets keep their order, so equal
//! ones mostly stand side by side and are put together again. Where at most 64 items are left, a basket is a word of bits
//! ([`super::masks`]).

use super::collected::whole;
use super::masks::{self, Mask};
use super::{Baskets, Sets};

/// What is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// A set is frequent when at least so many baskets hold it; 0 counts as 1.
    pub least: u64,
    /// Sets of at most so many items.
    pub longest: usize,
    /// More sets than this are refused: the support was chosen too low.
    pub most: usize,
}

impl Limits {
    /// All sets that at least so many baskets hold, up to ten million of them.
    #[must_use]
    pub fn least(least: u64) -> Self {
        Self { least, longest: usize::MAX, most: 10_000_000 }
    }
}

/// There are more frequent sets than were allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooMany {
    /// How many were allowed.
    pub most: usize,
}

impl std::fmt::Display for TooMany {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "more than {} sets are frequent: choose a higher support or shorter sets", self.most)
    }
}

impl std::error::Error for TooMany {}

/// Why a search ended before all was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// There are more sets than were allowed.
    TooMany(TooMany),
    /// Whoever asked wants no answer any more.
    GivenUp,
}

impl From<TooMany> for Ended {
    fn from(refusal: TooMany) -> Self {
        Self::TooMany(refusal)
    }
}

/// Where sets go while they are found.
pub(super) struct Out<'s> {
    pub(super) sets: Sets,
    pub(super) least: u32,
    longest: usize,
    most: usize,
    /// Items of the set at hand, the rarest first.
    pub(super) stem: Vec<u32>,
    given_up: &'s dyn Fn() -> bool,
}

impl Out<'_> {
    /// Tells the set at hand.
    pub(super) fn tell(&mut self, count: u32) -> Result<(), TooMany> {
        if self.sets.len() >= self.most {
            return Err(TooMany { most: self.most });
        }
        self.sets.push(self.stem.iter().copied(), count);
        Ok(())
    }

    /// Tells the set at hand with one more item.
    pub(super) fn tell_with(&mut self, item: u32, count: u32) -> Result<(), TooMany> {
        self.stem.push(item);
        let told = self.tell(count);
        self.stem.pop();
        told
    }

    /// Whether the set at hand may still grow.
    pub(super) fn grows(&self) -> bool {
        self.stem.len() < self.longest
    }
}

/// Baskets of codes: items by rank, the most frequent 0.
#[derive(Default)]
struct Cases {
    /// Codes of all cases, rising in each.
    codes: Vec<u32>,
    ends: Vec<u32>,
    weights: Vec<u32>,
    /// The item of each code, and how many baskets hold it with the set at hand.
    items: Vec<(u32, u32)>,
}

impl Cases {
    fn case(&self, at: usize) -> &[u32] {
        let from = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let to = self.ends.get(at).copied().unwrap_or(from);
        self.codes.get(from as usize..to as usize).unwrap_or_default()
    }

    /// Takes all cases out.
    fn clear(&mut self) {
        self.codes.clear();
        self.ends.clear();
        self.weights.clear();
    }

    /// Ends a case that was added from `from` on: it is put to the one before when it is the same, and dropped when it holds
    /// fewer than two items, which tell nothing more.
    fn end(&mut self, from: usize, weight: u32) {
        let added = self.codes.len() - from;
        let before = self.ends.len().checked_sub(1).map(|last| self.case(last)).unwrap_or_default();
        if added < 2 {
            self.codes.truncate(from);
        } else if Some(before) == self.codes.get(from..) {
            self.codes.truncate(from);
            if let Some(last) = self.weights.last_mut() {
                *last += weight;
            }
        } else {
            self.ends.push(whole(self.codes.len()));
            self.weights.push(weight);
        }
    }
}

/// All sets of items that at least `limits.least` baskets hold.
///
/// # Errors
/// When there are more than `limits.most`.
pub fn frequent(baskets: &Baskets, limits: Limits) -> Result<Sets, TooMany> {
    match frequent_until(baskets, limits, &|| false) {
        Ok(sets) => Ok(sets),
        Err(Ended::TooMany(refusal)) => Err(refusal),
        Err(Ended::GivenUp) => Err(TooMany { most: limits.most }),
    }
}

/// The same, given up soon after `given_up` says so.
///
/// # Errors
/// When there are more than `limits.most`, or it was given up.
pub fn frequent_until(baskets: &Baskets, limits: Limits, given_up: &dyn Fn() -> bool) -> Result<Sets, Ended> {
    let least = u32::try_from(limits.least.max(1)).unwrap_or(u32::MAX);
    let (longest, most) = (limits.longest, limits.most);
    let mut out = Out { sets: Sets::new(baskets.len()), least, longest, most, stem: Vec::new(), given_up };
    if longest > 0 {
        grow(&ranked(baskets, least), &mut out)?;
    }
    Ok(out.sets)
}

/// The baskets as codes of their frequent items.
fn ranked(baskets: &Baskets, least: u32) -> Cases {
    let mut items = baskets.counts();
    items.retain(|(_, count)| *count >= least);
    items.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    let mut codes: Vec<(u32, u32)> = items.iter().enumerate().map(|(code, (item, _))| (*item, whole(code))).collect();
    codes.sort_unstable();
    // By item, where items have no large gaps; elsewhere they are looked up.
    let most = codes.last().map_or(0, |(item, _)| *item as usize + 1);
    let mut table = vec![u32::MAX; if most <= 4 * baskets.lines() + 1_024 { most } else { 0 }];
    for (item, code) in &codes {
        if let Some(slot) = table.get_mut(*item as usize) {
            *slot = *code;
        }
    }
    let code = |item: u32| match table.get(item as usize) {
        Some(code) => Some(*code).filter(|code| *code != u32::MAX),
        None => codes.binary_search_by_key(&item, |(item, _)| *item).ok().and_then(|at| codes.get(at)).map(|it| it.1),
    };
    let mut plain = Cases { items, ..Cases::default() };
    for basket in baskets.iter() {
        let from = plain.codes.len();
        plain.codes.extend(basket.iter().filter_map(|item| code(*item)));
        if let Some(added) = plain.codes.get_mut(from..) {
            added.sort_unstable();
        }
        plain.end(from, 1);
    }
    let mut order: Vec<u32> = (0..whole(plain.ends.len())).collect();
    order.sort_unstable_by(|a, b| plain.case(*a as usize).cmp(plain.case(*b as usize)));
    let mut sorted = Cases { codes: Vec::with_capacity(plain.codes.len()), ..Cases::default() };
    for at in order {
        let from = sorted.codes.len();
        sorted.codes.extend_from_slice(plain.case(at as usize));
        sorted.end(from, plain.weights.get(at as usize).copied().unwrap_or(0));
    }
    sorted.items = plain.items;
    sorted
}

/// Tells every set that the set at hand grows into.
#[allow(clippy::indexing_slicing, reason = "codes are below the number of items, by which every table here is made")]
fn grow(cases: &Cases, out: &mut Out<'_>) -> Result<(), Ended> {
    let count = cases.items.len();
    // Of each item, the cases that hold it and its place in them.
    let mut starts = vec![0_u32; count + 1];
    for code in &cases.codes {
        starts[*code as usize + 1] += 1;
    }
    for code in 0..count {
        starts[code + 1] += starts[code];
    }
    let mut free = starts.clone();
    let mut places = vec![(0_u32, 0_u32); cases.codes.len()];
    let mut from = 0;
    for to in &cases.ends {
        for at in from..*to {
            let code = cases.codes[at as usize] as usize;
            // The codes before this one, which are all more frequent.
            places[free[code] as usize] = (from, at - from);
            free[code] += 1;
        }
        from = *to;
    }
    let weights = spread(cases, &starts);
    let mut counts = vec![0_u32; count];
    let mut codes = vec![u32::MAX; count];
    let mut below = Cases::default();
    let mut bits: Vec<Mask> = Vec::new();
    for (rank, (item, support)) in cases.items.iter().enumerate() {
        if (out.given_up)() {
            return Err(Ended::GivenUp);
        }
        out.stem.push(*item);
        out.tell(*support)?;
        if out.grows() && rank > 0 {
            let own = starts[rank] as usize..starts[rank + 1] as usize;
            let cut = |(from, length): &(u32, u32)| &cases.codes[*from as usize..(*from + *length) as usize];
            counts[..rank].fill(0);
            for (place, weight) in places[own.clone()].iter().zip(&weights[own.clone()]) {
                for code in cut(place) {
                    counts[*code as usize] += weight;
                }
            }
            below.items.clear();
            for code in 0..rank {
                codes[code] = u32::MAX;
                if counts[code] >= out.least {
                    codes[code] = whole(below.items.len());
                    below.items.push((cases.items[code].0, counts[code]));
                }
            }
            let kept = |place: &(u32, u32)| {
                cut(place).iter().map(|code| codes[*code as usize]).filter(|code| *code != u32::MAX)
            };
            match below.items.len() {
                0 => {}
                1 => out.tell_with(below.items[0].0, below.items[0].1)?,
                2..=64 => {
                    bits.clear();
                    for (place, weight) in places[own.clone()].iter().zip(&weights[own]) {
                        masks::put(&mut bits, kept(place).fold(0, |mask, code| mask | masks::bit(code)), *weight);
                    }
                    masks::gather(&mut bits);
                    masks::grow(&bits, &below.items, out)?;
                }
                _ => {
                    below.clear();
                    for (place, weight) in places[own.clone()].iter().zip(&weights[own]) {
                        let from = below.codes.len();
                        below.codes.extend(kept(place));
                        below.end(from, *weight);
                    }
                    grow(&below, out)?;
                }
            }
        }
        out.stem.pop();
    }
    Ok(())
}

/// The weight of the case at each place, in the order of the places.
#[allow(clippy::indexing_slicing, reason = "codes are below the number of items, by which every table here is made")]
fn spread(cases: &Cases, starts: &[u32]) -> Vec<u32> {
    let mut free = starts.to_vec();
    let mut weights = vec![0_u32; cases.codes.len()];
    for (at, weight) in cases.weights.iter().enumerate() {
        for code in cases.case(at) {
            weights[free[*code as usize] as usize] = *weight;
            free[*code as usize] += 1;
        }
    }
    weights
}
