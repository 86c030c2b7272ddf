//! Where the parts of a tree stand in its text.

use std::ops::Range;

/// The place of a part, and of the parts below it by their steps of the path.
#[derive(Debug, Clone, Default)]
pub(super) struct Spans {
    range: Range<usize>,
    parts: Vec<(String, Spans)>,
}

impl Spans {
    /// A part without parts.
    pub(super) fn new(range: Range<usize>) -> Self {
        Self { range, parts: Vec::new() }
    }

    /// With a part below.
    pub(super) fn with(mut self, step: impl Into<String>, part: Self) -> Self {
        self.parts.push((step.into(), part));
        self
    }

    /// Where it stands.
    pub(super) fn range(&self) -> Range<usize> {
        self.range.clone()
    }

    /// The place of the part at a path, or of the nearest part above it that is known.
    pub(super) fn of(&self, path: &str) -> Range<usize> {
        for (step, part) in &self.parts {
            if let Some(rest) = path.strip_prefix(step.as_str())
                && (rest.is_empty() || rest.starts_with('.'))
            {
                return part.of(rest.trim_start_matches('.'));
            }
        }
        self.range()
    }
}
