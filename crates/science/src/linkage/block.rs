//! Choosing pairs: all that share at least one key.
//!
//! One key loses every pair with an error in it, so several are united. A key that too many records share (a common
//! surname, an express locker) is left out: its pairs would be many and say little.

use std::collections::{HashMap, HashSet};

use super::Pair;

/// Pairs of records that share a key of any kind, each once, in order. `keys(i)` gives the keys of record `i`, each with
/// the number of its kind so that a name and a suburb of the same spelling are not one key; empty keys are passed over.
/// Keys shared by more than `most` records are left out.
pub fn pairs<K, I>(count: u32, most: usize, keys: K) -> Vec<Pair>
where
    K: Fn(u32) -> I,
    I: IntoIterator<Item = (u8, String)>,
{
    let mut blocks: HashMap<(u8, String), Vec<u32>> = HashMap::new();
    for record in 0..count {
        for (kind, key) in keys(record) {
            if !key.is_empty() {
                blocks.entry((kind, key)).or_default().push(record);
            }
        }
    }
    let mut found: HashSet<Pair> = HashSet::new();
    for block in blocks.values().filter(|block| block.len() <= most) {
        for (at, first) in block.iter().enumerate() {
            for second in block.iter().skip(at + 1) {
                if first != second {
                    found.insert((*first.min(second), *first.max(second)));
                }
            }
        }
    }
    let mut pairs: Vec<Pair> = found.into_iter().collect();
    pairs.sort_unstable();
    pairs
}
