//! A set of customers as of an instant.
//!
//! Absent from here: how it was found.

use std::sync::Arc;

use crate::bits::{Bits, Few};
use crate::state::State;
use crate::{Cancel, overlap, spread};

/// A set of customers as of an instant, to be crossed with others of the same warehouse. Between two that were taken at
/// different positions, customers are told apart by their place, which another may have taken over meanwhile: cross only
/// what was taken shortly after each other.
#[derive(Debug, Clone)]
pub struct Crowd {
    pub(crate) at: i64,
    pub(crate) state: State,
    /// A set for each page of each shard.
    pub(crate) rows: Vec<Vec<Arc<Few>>>,
    pub(crate) threads: usize,
}

/// How two sets are joined.
#[derive(Debug, Clone, Copy)]
enum Join {
    And,
    Or,
    Minus,
}

impl Crowd {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.rows.iter().flatten().map(|rows| rows.len() as u64).sum()
    }

    /// Whether there is nobody.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.iter().flatten().all(|rows| rows.is_empty())
    }

    /// As of when, milliseconds UTC.
    #[must_use]
    pub fn at(&self) -> i64 {
        self.at
    }

    /// The position in the outbox that it has seen.
    #[must_use]
    pub fn position(&self) -> u64 {
        self.state.position
    }

    /// Who is in both.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        self.join(other, Join::And)
    }

    /// Who is in one of them.
    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        self.join(other, Join::Or)
    }

    /// Who is in this one only.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        self.join(other, Join::Minus)
    }

    /// How many are in every part that some sets divide customers into, without making the sets of the parts: at place
    /// `0b101` how many are in the first and the third set and in no other one. Who is in no set is not counted: place 0 is 0.
    ///
    /// A count of any and, or, minus of the sets is a sum of some parts.
    #[must_use]
    pub fn parts<const N: usize>(crowds: [&Self; N]) -> Vec<u64> {
        let mut parts = vec![0; 1 << N];
        let pages = crowds.iter().flat_map(|crowd| &crowd.rows).map(Vec::len).max().unwrap_or(0);
        let shards = crowds.iter().map(|crowd| crowd.rows.len()).max().unwrap_or(0);
        let places: Vec<(usize, usize)> = (0..shards).flat_map(|shard| (0..pages).map(move |at| (shard, at))).collect();
        let threads = crowds.first().filter(|_| places.len() >= 64).map_or(1, |crowd| crowd.threads);
        let counted = spread::over(&places, threads, &Cancel::new(), |&(shard, at), room: &mut overlap::Room| {
            overlap::count(&crowds.map(|crowd| crowd.page(shard, at)), room)
        });
        for page in counted.unwrap_or_default() {
            parts.iter_mut().zip(page).for_each(|(sum, n)| *sum += n);
        }
        overlap::apart(&mut parts);
        parts
    }

    /// Their identifiers, in no order.
    pub fn customers(&self) -> impl Iterator<Item = i64> + '_ {
        self.state.pages().flat_map(|(shard, at, page)| {
            let rows = self.page(shard, at).map(Few::bits).unwrap_or_default();
            let ids: Vec<i64> = rows.rows().map(|row| page.customer(row)).collect();
            ids
        })
    }

    pub(crate) fn page(&self, shard: usize, at: usize) -> Option<&Few> {
        self.rows.get(shard)?.get(at).map(Arc::as_ref)
    }

    /// The pages on which there is someone, with the rows.
    pub(crate) fn pages(&self) -> Vec<(&crate::page::Page, &Few)> {
        let pages = self.state.pages().filter_map(|(shard, at, page)| Some((page.as_ref(), self.page(shard, at)?)));
        pages.filter(|(_, rows)| !rows.is_empty()).collect()
    }

    fn join(&self, other: &Self, join: Join) -> Self {
        let none = Arc::new(Few::default());
        let later = if self.state.position >= other.state.position { self } else { other };
        let mut places = Vec::new();
        for (shard, pages) in later.state.shards.iter().enumerate() {
            for at in 0..pages.len() {
                let of = |crowd: &Self| crowd.rows.get(shard).and_then(|pages| pages.get(at)).unwrap_or(&none).clone();
                places.push((of(self), of(other)));
            }
        }
        let never = Cancel::new();
        let threads = if places.len() < 64 { 1 } else { self.threads };
        let joined = spread::over(&places, threads, &never, |(one, two), (): &mut ()| Arc::new(joined(one, two, join)));
        let mut joined = joined.unwrap_or_default().into_iter();
        let rows = later.state.shards.iter().map(|pages| joined.by_ref().take(pages.len()).collect()).collect();
        Self { at: self.at.max(other.at), state: later.state.clone(), rows, threads: self.threads }
    }
}

fn joined(one: &Few, two: &Few, join: Join) -> Few {
    match (one, two, join) {
        (Few::Rows(rows), _, Join::And) => Few::Rows(rows.iter().copied().filter(|&row| two.has(row)).collect()),
        (_, Few::Rows(rows), Join::And) => Few::Rows(rows.iter().copied().filter(|&row| one.has(row)).collect()),
        (Few::Rows(rows), _, Join::Minus) => Few::Rows(rows.iter().copied().filter(|&row| !two.has(row)).collect()),
        (_, Few::Rows(rows), Join::Or | Join::Minus) => {
            let mut few = one.clone();
            rows.iter().for_each(|&row| {
                few.put(row, matches!(join, Join::Or));
            });
            few
        }
        (Few::Rows(rows), Few::Bits(..), Join::Or) => {
            let mut few = two.clone();
            rows.iter().for_each(|&row| {
                few.put(row, true);
            });
            few
        }
        (Few::Bits(one, _), Few::Bits(two, _), join) => {
            let mut bits: Bits = one.clone();
            match join {
                Join::And => bits.and(two),
                Join::Or => bits.or(two),
                Join::Minus => bits.minus(two),
            }
            Few::from_bits(bits)
        }
    }
}
