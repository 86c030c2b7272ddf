//! The one place that reads the clock.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// Where "now" comes from. Everything else takes an instant as an argument.
#[derive(Debug, Clone, Default)]
pub enum Clock {
    /// The machine's clock.
    #[default]
    System,
    /// A clock that a test or the demo moves by hand.
    Fixed(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands still at `now` until [`Clock::set`].
    #[must_use]
    pub fn fixed(now: i64) -> Self {
        Self::Fixed(Arc::new(AtomicI64::new(now)))
    }

    /// Milliseconds since the Unix epoch, UTC.
    #[must_use]
    pub fn now(&self) -> i64 {
        match self {
            #[allow(clippy::disallowed_methods, reason = "this is the seam")]
            Self::System => jiff::Timestamp::now().as_millisecond(),
            Self::Fixed(now) => now.load(Ordering::SeqCst),
        }
    }

    /// Moves a fixed clock. The machine's clock cannot be moved: the call then does nothing.
    pub fn set(&self, now: i64) {
        if let Self::Fixed(at) = self {
            at.store(now, Ordering::SeqCst);
        }
    }
}
