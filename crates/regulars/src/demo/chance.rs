//! Chance: a seeded stream of draws. Every person has streams of her own, so she comes out the same whether she is
//! made alone, in a chunk, or in a run of ten million.
//!
//! Absent from here: anything that knows what the draws are for.

use rand::RngCore;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

/// What a stream is for. Streams of different purposes never share draws, so that adding a draw to one leaves the
/// others as they were.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stream {
    /// Who a person is.
    Person,
    /// How four neighbouring numbers are grouped into households.
    Block,
    /// Where a household lives and what it is called.
    House,
    /// What a person does.
    Life,
    /// Which rows of a written file are damaged.
    Damage,
    /// What a person looks at beside the goods, and what she tells of herself.
    Aside,
    /// What a person says when she is asked, and how service treats her.
    Voice,
}

impl Stream {
    fn tag(self) -> u64 {
        match self {
            Self::Person => 0,
            Self::Block => 1,
            Self::House => 2,
            Self::Life => 3,
            Self::Damage => 4,
            Self::Aside => 5,
            Self::Voice => 6,
        }
    }
}

/// A stream of draws.
pub(crate) struct Chance(ChaCha8Rng);

impl Chance {
    /// The stream of this seed, purpose, and number (below 2^60).
    pub(crate) fn new(seed: u64, stream: Stream, number: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream((stream.tag() << 60) | number);
        Self(rng)
    }

    /// Evenly in [0, 1).
    pub(crate) fn unit(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Evenly in [0, 1), never 0, for logarithms.
    fn above_zero(&mut self) -> f64 {
        self.unit().max(1e-12)
    }

    /// A draw for small things.
    pub(crate) fn roll(&mut self) -> Roll {
        Roll(self.0.next_u64())
    }

    /// Whether something of this probability happens.
    pub(crate) fn happens(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// Evenly in 0..n; 0 when n is 0.
    pub(crate) fn below(&mut self, n: u64) -> u64 {
        let wide = u128::from(self.0.next_u64()) * u128::from(n);
        (wide >> 64) as u64
    }

    /// Evenly between both ends, ends included.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = high.saturating_sub(low).max(0) as u64;
        low + self.below(span + 1) as i64
    }

    /// One of a list; the type's default when the list is empty.
    pub(crate) fn pick<T: Copy + Default>(&mut self, list: &[T]) -> T {
        let at = self.below(list.len() as u64) as usize;
        list.get(at).copied().unwrap_or_default()
    }

    /// An index into a list of running sums (the last is the whole weight).
    pub(crate) fn by_running_sum(&mut self, sums: &[u64]) -> usize {
        let whole = sums.last().copied().unwrap_or(0);
        let at = self.below(whole);
        sums.partition_point(|sum| *sum <= at)
    }

    /// An index into a short list of weights.
    pub(crate) fn by_weight(&mut self, weights: &[u32]) -> usize {
        let whole: u64 = weights.iter().map(|weight| u64::from(*weight)).sum();
        let mut left = self.below(whole);
        for (at, weight) in weights.iter().enumerate() {
            let weight = u64::from(*weight);
            if left < weight {
                return at;
            }
            left -= weight;
        }
        0
    }

    /// One of a list of values with weights; the type's default when the list is empty.
    pub(crate) fn weighted<T: Copy + Default>(&mut self, list: &[(T, u32)]) -> T {
        let whole: u64 = list.iter().map(|(_, weight)| u64::from(*weight)).sum();
        let mut left = self.below(whole);
        for (value, weight) in list {
            let weight = u64::from(*weight);
            if left < weight {
                return *value;
            }
            left -= weight;
        }
        T::default()
    }

    /// A waiting time with this mean.
    pub(crate) fn wait(&mut self, mean: f64) -> f64 {
        -self.above_zero().ln() * mean
    }

    /// How many times something with this mean happens, geometrically: many small counts, a few large.
    pub(crate) fn count(&mut self, mean: f64, most: u64) -> u64 {
        if mean <= 0.0 {
            return 0;
        }
        let go_on = mean / (1.0 + mean);
        ((self.above_zero().ln() / go_on.ln()) as u64).min(most)
    }

    /// A gamma draw with this whole-numbered shape and mean: how rates differ between people.
    pub(crate) fn gamma(&mut self, shape: u32, mean: f64) -> f64 {
        let product: f64 = (0..shape).map(|_| self.above_zero().ln()).sum();
        -product * mean / f64::from(shape.max(1))
    }
}

/// One draw that decides several small things, each taking its part of it. What needs only this can be left unmade
/// without the stream noticing.
#[derive(Clone, Copy)]
pub(crate) struct Roll(u64);

impl Roll {
    /// Evenly in 0..n, for n of which all together multiply to less than 2^40.
    pub(crate) fn below(&mut self, n: u64) -> u64 {
        let n = n.max(1);
        let part = self.0 % n;
        self.0 /= n;
        part
    }

    /// One of a list; the type's default when the list is empty.
    pub(crate) fn pick<T: Copy + Default>(&mut self, list: &[T]) -> T {
        let at = self.below(list.len() as u64) as usize;
        list.get(at).copied().unwrap_or_default()
    }

    /// Whether something happens that happens this often in a thousand times.
    pub(crate) fn happens(&mut self, permille: u64) -> bool {
        self.below(1_000) < permille
    }
}

/// Spreads numbers over 0..10^8 without two meeting (an affine permutation; the factor has no divisor in common with
/// ten). Numbers that look unordered yet never collide.
pub(crate) fn spread(number: u64, salt: u64) -> u64 {
    const ROOM: u64 = 100_000_000;
    ((number % ROOM) * 61_803_399 + salt % ROOM) % ROOM
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spreading_never_collides() {
        let mut seen: Vec<u64> = (0..200_000).map(|n| spread(n, 77)).collect();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), 200_000);
    }

    #[test]
    fn draws_stay_in_their_ranges_and_near_their_means() {
        let mut chance = Chance::new(1, Stream::Life, 5);
        let mut waits = 0.0;
        let mut gammas = 0.0;
        let mut counts = 0.0;
        for _ in 0..20_000 {
            let between = chance.between(-3, 4);
            assert!((-3..=4).contains(&between));
            assert!(chance.below(7) < 7);
            waits += chance.wait(2.0);
            gammas += chance.gamma(3, 5.0);
            counts += chance.count(3.0, 1000) as f64;
        }
        for (name, mean, want) in [("wait", waits, 2.0), ("gamma", gammas, 5.0), ("count", counts, 3.0)] {
            let mean = mean / 20_000.0;
            assert!((mean - want).abs() < want * 0.06, "{name} {mean} {want}");
        }
        assert_eq!(chance.below(0), 0);
        assert_eq!(chance.pick::<u8>(&[]), 0);
    }
}
