//! Ids: 63-bit numbers that grow with time, so that new rows land at the end of an index.
//!
//! An id is 41 bits of milliseconds since 2026-01-01 and 22 bits of a counter that starts at a random place, so two
//! processes rarely meet and the primary key catches them when they do. Ids are handed out in runs for bulk work. In
//! JSON an id is a string: JavaScript cannot hold 63 bits.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use crate::chance::Chance;
use crate::clock::Clock;
use crate::error::Error;

/// 2026-01-01T00:00:00Z.
const EPOCH: i64 = 1_767_225_600_000;
const COUNTER_BITS: u32 = 22;

/// A source of ids.
#[derive(Debug, Clone)]
pub struct Ids {
    clock: Clock,
    last: Arc<AtomicI64>,
}

impl Ids {
    /// A source of ids.
    ///
    /// # Errors
    /// When there is no randomness to start from.
    pub fn new(clock: Clock, chance: &Chance) -> Result<Self, Error> {
        let mut bytes = [0_u8; 4];
        chance.fill(&mut bytes)?;
        // The low half of the counter's room, so that a run seldom borrows from the next millisecond.
        let offset = i64::from(u32::from_le_bytes(bytes) & ((1 << (COUNTER_BITS - 1)) - 1));
        let start = floor(clock.now()) | offset;
        Ok(Self { clock, last: Arc::new(AtomicI64::new(start)) })
    }

    /// A new id.
    #[must_use]
    pub fn next(&self) -> i64 {
        self.run(1).start
    }

    /// `count` new ids in a row.
    #[must_use]
    pub fn run(&self, count: i64) -> std::ops::Range<i64> {
        let count = count.max(0);
        let floor = floor(self.clock.now());
        let mut last = self.last.load(Ordering::Relaxed);
        loop {
            let start = last.max(floor) + 1;
            match self.last.compare_exchange_weak(last, start + count - 1, Ordering::Relaxed, Ordering::Relaxed) {
                Ok(_) => return start..start + count,
                Err(seen) => last = seen,
            }
        }
    }
}

/// An id below all that are handed out from this instant on (milliseconds UTC).
#[must_use]
pub fn before(instant: i64) -> i64 {
    floor(instant)
}

fn floor(now: i64) -> i64 {
    (now - EPOCH).max(0) << COUNTER_BITS
}

/// An id in JSON: a string of digits.
pub mod text {
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    /// Writes an id.
    ///
    /// # Errors
    /// When the writer fails.
    pub fn serialize<S: Serializer>(id: &i64, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(id)
    }

    /// Reads an id.
    ///
    /// # Errors
    /// When it is not a string of digits.
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<i64, D::Error> {
        String::deserialize(from)?.parse().map_err(D::Error::custom)
    }

    /// An id that may be absent.
    pub mod option {
        use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

        /// Writes an id or null.
        ///
        /// # Errors
        /// When the writer fails.
        pub fn serialize<S: Serializer>(id: &Option<i64>, to: S) -> Result<S::Ok, S::Error> {
            match id {
                Some(id) => to.collect_str(id),
                None => to.serialize_none(),
            }
        }

        /// Reads an id or null.
        ///
        /// # Errors
        /// When it is not a string of digits.
        pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<i64>, D::Error> {
            Option::<String>::deserialize(from)?.map(|text| text.parse().map_err(D::Error::custom)).transpose()
        }
    }
}

/// An id as the API writes it: `#[serde(transparent)]` over a string of digits, with its place in the OpenAPI document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Id(pub i64);

impl std::fmt::Display for Id {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::str::FromStr for Id {
    type Err = std::num::ParseIntError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

impl serde::Serialize for Id {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        text::serialize(&self.0, to)
    }
}

impl<'de> serde::Deserialize<'de> for Id {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        text::deserialize(from).map(Self)
    }
}

impl utoipa::PartialSchema for Id {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .pattern(Some("^[0-9]+$"))
            .into()
    }
}
impl utoipa::ToSchema for Id {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_grow_and_never_repeat_even_when_the_clock_steps_back() {
        let clock = Clock::fixed(EPOCH + 1_000);
        let ids = Ids::new(clock.clone(), &Chance::seeded(1)).unwrap();
        let mut last = 0;
        for step in [0, 5, -500, 7, -2_000, 1] {
            clock.set(clock.now() + step);
            for id in ids.run(1_000).chain(ids.run(1)) {
                assert!(id > last);
                last = id;
            }
        }
    }
}
