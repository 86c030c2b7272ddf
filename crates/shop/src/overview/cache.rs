//! What was counted lately, so that a page that everybody opens first is counted once.
//!
//! A count stands until something was said in the outbox or the day is over. One that took long stands on for fifty times
//! as long as it took, so that counting never takes more than a fiftieth of the machine.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

/// How much longer a count stands than it took.
const WORTH: i64 = 50;
/// What counts as long, milliseconds.
const LONG: i64 = 1_000;
/// Counts remembered at most.
const ROOM: usize = 200;

/// Counts by what was asked. Cloning shares them.
#[derive(Debug)]
pub(super) struct Cache<K, V> {
    kept: Arc<Mutex<HashMap<K, Entry<V>>>>,
}

#[derive(Debug, Clone)]
struct Entry<V> {
    value: V,
    /// The last outbox position that is in it.
    position: i64,
    at: i64,
    took: i64,
}

impl<K, V> Clone for Cache<K, V> {
    fn clone(&self) -> Self {
        Self { kept: self.kept.clone() }
    }
}

impl<K, V> Default for Cache<K, V> {
    fn default() -> Self {
        Self { kept: Arc::default() }
    }
}

impl<K: Eq + Hash, V: Clone> Cache<K, V> {
    /// The count that stands, and when it was made.
    pub(super) fn get(&self, key: &K, position: i64, now: i64) -> Option<(V, i64)> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = kept.get(key)?;
        let stands = entry.position == position || entry.took >= LONG && now < entry.at + entry.took * WORTH;
        stands.then(|| (entry.value.clone(), entry.at))
    }

    /// Keeps a count that took `took` milliseconds.
    pub(super) fn put(&self, key: K, value: V, position: i64, at: i64, took: i64) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= ROOM {
            kept.clear();
        }
        kept.insert(key, Entry { value, position, at, took });
    }
}
