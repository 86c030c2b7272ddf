//! What a file states more than once. A dry run takes piece after piece back, so a later piece would not see what an
//! earlier one made of the same order. Here it is put off, and at the end it is tried behind what was stated of it before,
//! which does not count a second time.
//!
//! Absent from here: persons. Rows of different keys may speak of one, so they are told apart by what was made of them
//! (`tried`).

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use connectors::drafts::Draft;

/// The drafts of a file by their keys, as fingerprints.
#[derive(Default)]
pub(super) struct Again {
    /// What pieces before stated.
    before: HashSet<u64>,
    /// What this piece states.
    now: HashSet<u64>,
    /// What was put off, each with the draft from which on.
    from: HashMap<u64, u64>,
    /// How many drafts were put off.
    put_off: usize,
    /// How many drafts came so far.
    came: u64,
}

/// Some of what is stated more than once, batch by batch as the file has it.
#[derive(Default)]
pub(super) struct Part {
    /// What pieces tried.
    pub(super) earlier: Vec<Vec<Draft>>,
    /// What was put off.
    pub(super) later: Vec<Vec<Draft>>,
    came: u64,
}

impl Again {
    /// What of the next drafts this piece may try; the rest is put off.
    pub(super) fn sift(&mut self, mut drafts: Vec<Draft>) -> Vec<Draft> {
        drafts.retain(|draft| {
            self.came += 1;
            let Some(key) = key(draft) else { return true };
            if self.before.contains(&key) {
                self.from.entry(key).or_insert(self.came);
                self.put_off += 1;
                return false;
            }
            self.now.insert(key);
            true
        });
        drafts
    }

    /// The piece is tried and taken back.
    pub(super) fn settle(&mut self) {
        self.before.extend(self.now.drain());
    }

    /// In how many parts to try what was put off, so that one holds about `most` drafts; none when nothing was.
    pub(super) fn parts(&self, most: usize) -> u64 {
        // What was stated before is tried with it.
        u64::try_from((2 * self.put_off).div_ceil(most.max(1))).unwrap_or(u64::MAX)
    }

    /// Adds to the part `nth` of `parts` what belongs to it of the file's next batch.
    pub(super) fn pick(&self, part: &mut Part, (nth, parts): (u64, u64), drafts: Vec<Draft>) {
        let (mut earlier, mut later) = (Vec::new(), Vec::new());
        for draft in drafts {
            part.came += 1;
            let Some(key) = key(&draft).filter(|key| key % parts.max(1) == nth) else { continue };
            match self.from.get(&key) {
                Some(from) if part.came >= *from => later.push(draft),
                Some(_) => earlier.push(draft),
                None => {}
            }
        }
        part.earlier.extend(Some(earlier).filter(|batch| !batch.is_empty()));
        part.later.extend(Some(later).filter(|batch| !batch.is_empty()));
    }
}

/// What tells that two drafts speak of the same thing.
fn key(draft: &Draft) -> Option<u64> {
    let key = match draft {
        Draft::Order(one) => ("order", &one.number),
        Draft::Lines(one) => ("order", &one.order),
        Draft::Refund(one) => ("refund", &one.number),
        Draft::Product(one) => ("product", &one.number),
        Draft::Event(one) => ("event", &one.key),
        Draft::Person(_) => return None,
    };
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    Some(hasher.finish())
}
