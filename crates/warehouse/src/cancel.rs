//! The wish to stop a question.
//!
//! Absent from here: clocks. Whoever wants a time limit cancels from a timer.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::Refusal;

/// A token that a question looks at between blocks of customers. Clones share the wish.
#[derive(Debug, Clone, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// A token that nobody has cancelled yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks every question that holds this token to stop soon.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether somebody asked to stop.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// `Err(Cancelled)` when somebody asked to stop.
    pub(crate) fn check(&self) -> Result<(), Refusal> {
        if self.is_cancelled() { Err(Refusal::Cancelled) } else { Ok(()) }
    }
}
