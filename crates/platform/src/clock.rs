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

/// An instant as the API writes it: `2026-11-21T08:00:00Z`, with milliseconds where there are some.
#[must_use]
pub fn instant(at: i64) -> String {
    jiff::Timestamp::from_millisecond(at).map_or_else(|_| String::new(), |at| at.to_string())
}

/// Reads an instant as the API writes it; `None` when it is not one.
#[must_use]
pub fn read_instant(text: &str) -> Option<i64> {
    text.parse::<jiff::Timestamp>().ok().map(jiff::Timestamp::as_millisecond)
}
