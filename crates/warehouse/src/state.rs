//! What the warehouse holds at a position of the outbox: pages of customers, shard by shard.
//!
//! A question takes a copy, which shares every page with the writer and costs a few pointers.
//!
//! Absent from here: who may write. Live segments keep their own books beside.

use std::sync::Arc;

use rules::Calendar;
use rustc_hash::{FxHashMap, FxHasher};

use crate::layout::Layout;
use crate::page::Page;
use crate::plan::Node;

/// A consistent state.
#[derive(Debug, Clone)]
pub(crate) struct State {
    pub(crate) position: u64,
    pub(crate) layout: Arc<Layout>,
    pub(crate) calendar: Arc<Calendar>,
    pub(crate) shards: Vec<Vec<Arc<Page>>>,
    /// The plans of live segments.
    pub(crate) plans: Arc<FxHashMap<i64, Arc<Node>>>,
    /// From when, and until before when, live segments' members are right as they are kept.
    pub(crate) right: (i64, i64),
}

/// Where a customer is: the shard, and the row in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Seat {
    pub(crate) shard: u32,
    pub(crate) row: u32,
}

impl Seat {
    /// The page in the shard.
    pub(crate) const fn page(self) -> usize {
        (self.row >> 16) as usize
    }

    /// The row in the page.
    pub(crate) const fn place(self) -> u16 {
        (self.row & 0xffff) as u16
    }
}

/// Customers' seats.
#[derive(Debug, Clone, Default)]
pub(crate) struct Index {
    seats: FxHashMap<i64, u32>,
    /// Rows that became free.
    free: Vec<u32>,
    /// How many rows were ever given away.
    used: u32,
}

impl Index {
    pub(crate) fn find(&self, customer: i64) -> Option<u32> {
        self.seats.get(&customer).copied()
    }

    /// The customer's row, and whether it is a new one.
    pub(crate) fn seat(&mut self, customer: i64) -> (u32, bool) {
        if let Some(row) = self.find(customer) {
            return (row, false);
        }
        let row = self.free.pop().unwrap_or_else(|| {
            let row = self.used;
            self.used += 1;
            row
        });
        self.seats.insert(customer, row);
        (row, true)
    }

    pub(crate) fn leave(&mut self, customer: i64) -> Option<u32> {
        let row = self.seats.remove(&customer)?;
        self.free.push(row);
        Some(row)
    }

    /// The seats of the customers of a shard's pages.
    pub(crate) fn of(pages: &[Arc<Page>]) -> Self {
        let mut index = Self::default();
        let n = pages.iter().map(|page| page.present.len()).sum();
        index.seats.reserve(n);
        for (at, page) in pages.iter().enumerate() {
            for place in 0..page.ids.len() {
                let row = (at << 16 | place) as u32;
                if page.present.has(place as u16) {
                    index.seats.insert(page.customer(place as u16), row);
                } else {
                    index.free.push(row);
                }
                index.used = row + 1;
            }
        }
        index
    }
}

/// The shard of a customer.
pub(crate) fn shard_of(customer: i64, shards: usize) -> u32 {
    use std::hash::Hasher as _;
    let mut hasher = FxHasher::default();
    hasher.write_i64(customer);
    ((hasher.finish() >> 32) % shards.max(1) as u64) as u32
}

impl State {
    /// Nobody.
    pub(crate) fn new(layout: Layout, shards: usize) -> Self {
        Self {
            position: 0,
            calendar: Arc::new(Calendar::new(layout.schema.zone().clone())),
            layout: Arc::new(layout),
            shards: vec![Vec::new(); shards.max(1)],
            plans: Arc::default(),
            right: (i64::MAX, i64::MIN),
        }
    }

    /// The page of a seat.
    pub(crate) fn page(&self, seat: Seat) -> Option<&Arc<Page>> {
        self.shards.get(seat.shard as usize)?.get(seat.page())
    }

    /// The page of a seat, made when it is not there, to be changed.
    pub(crate) fn page_mut(&mut self, seat: Seat) -> Option<&mut Page> {
        let pages = self.shards.get_mut(seat.shard as usize)?;
        while pages.len() <= seat.page() {
            pages.push(Arc::new(Page::new(&self.layout)));
        }
        pages.get_mut(seat.page()).map(Arc::make_mut)
    }

    /// Every page with its shard and its place in it.
    pub(crate) fn pages(&self) -> impl Iterator<Item = (usize, usize, &Arc<Page>)> {
        self.shards
            .iter()
            .enumerate()
            .flat_map(|(shard, pages)| pages.iter().enumerate().map(move |(at, page)| (shard, at, page)))
    }

    pub(crate) fn customers(&self) -> u64 {
        self.pages().map(|(_, _, page)| page.present.len() as u64).sum()
    }
}
