//! How much one question may take.

use std::time::Duration;

/// Bounds of questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// How long a question may take that is answered with a page.
    pub time: Duration,
    /// How long one may take that is answered with a file.
    pub file_time: Duration,
    /// How much memory all questions together may hold, in bytes. Nothing is spilt to disk.
    pub memory: usize,
    /// Rows of a page at most.
    pub rows: usize,
    /// Rows of a file at most.
    pub file_rows: usize,
    /// Characters of a question at most.
    pub characters: usize,
    /// Operators, joins, unions and the like of a question at most: each may make its tree one level deeper.
    pub links: usize,
    /// Words and signs of a question at most.
    pub words: usize,
    /// Nesting of a question's plan at most. A union takes two links and makes the plan one level deeper, so that this
    /// has to be above half of `links`.
    pub depth: usize,
    /// Parts of a question's plan at most.
    pub parts: usize,
    /// Questions at a time.
    pub at_once: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            time: Duration::from_secs(30),
            file_time: Duration::from_secs(300),
            memory: 1 << 30,
            rows: 10_000,
            file_rows: 20_000_000,
            characters: 100_000,
            links: 400,
            words: 10_000,
            depth: 220,
            parts: 2_000,
            at_once: 4,
        }
    }
}
