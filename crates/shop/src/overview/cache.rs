//! What was counted lately, so that a page that everybody opens first is counted once.
//!
//! A count stands until the days that it was made from change, or the day is over. One that was made from the kept sums
//! stands on for fifty times as long as it took, so that counting never takes more than a fiftieth of the machine.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

/// How much longer a count stands than it took.
const WORTH: i64 = 50;
/// What counts as long, milliseconds.
const LONG: i64 = 150;
/// Counts remembered at most.
const ROOM: usize = 200;

/// Counts by what was asked. Cloning shares them.
#[derive(Debug)]
pub(super) struct Cache<K, V> {
    kept: Arc<Mutex<HashMap<K, Entry<V>>>>,
}

/// What a count was made from.
type Version = (bool, i64);

#[derive(Debug, Clone)]
struct Entry<V> {
    value: V,
    /// Whether it was made from the kept sums, and which state of them; else the last position of the outbox in it.
    version: Version,
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
    pub(super) fn get(&self, key: &K, version: Version, now: i64) -> Option<(V, i64)> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = kept.get(key)?;
        let long = entry.took >= LONG && now < entry.at + entry.took * WORTH;
        let stands = entry.version == version || long;
        stands.then(|| (entry.value.clone(), entry.at))
    }

    /// Keeps a count that took `took` milliseconds, 0 when it shall not outlive its version.
    pub(super) fn put(&self, key: K, value: V, version: Version, at: i64, took: i64) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= ROOM {
            kept.clear();
        }
        kept.insert(key, Entry { value, version, at, took });
    }
}
