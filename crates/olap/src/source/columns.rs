//! A view of the warehouse's columns.

use std::sync::Arc;

use datafusion::arrow::record_batch::RecordBatch;
use datafusion::common::DataFusionError;
use rules::Calendar;
use warehouse::{Cancel, KindId, Reader, Schema};

use super::cells::Rows;
use super::rows::{BATCH, Maker, Whose, set};
use super::{Batches, Held, Set, View, set_code};
use crate::tables::{Column, Layout, Table, Wanted};

/// Everybody in the warehouse at one position.
pub struct Columns {
    reader: Reader,
    maker: Maker,
    sets: Vec<Set>,
}

impl Columns {
    /// The warehouse as it stands, asked at `now`.
    #[must_use]
    pub fn new(held: &Held, now: i64) -> Self {
        let reader = held.warehouse.reader();
        let schema = reader.schema();
        let sizes = reader.sets();
        let mut sets = held.sets.clone();
        for set in &mut sets {
            set.size = sizes.get(&(set.kind, set.id)).copied().unwrap_or(0);
        }
        let calendar = Calendar::new(schema.zone().clone());
        Self { reader, maker: Maker { schema, calendar, now }, sets }
    }
}

impl View for Columns {
    fn schema(&self) -> Schema {
        self.maker.schema.clone()
    }

    fn position(&self) -> u64 {
        self.reader.position()
    }

    fn now(&self) -> i64 {
        self.maker.now
    }

    fn shards(&self) -> usize {
        self.reader.parts().max(1)
    }

    fn read(
        self: Arc<Self>,
        layout: &Arc<Layout>,
        table: Table,
        shard: usize,
        wanted: Wanted,
        cancel: &Cancel,
    ) -> Batches {
        match table {
            Table::Segments => Box::new(std::iter::once(self.segments(layout, shard, &wanted))),
            Table::Members => {
                let layout = Arc::clone(layout);
                Box::new((0..self.sets.len()).map(move |set| self.members(&layout, shard, set, &wanted)))
            }
            Table::Customers | Table::Facts | Table::Items => {
                let rows: Vec<(u16, i64)> =
                    self.reader.customers(shard).filter(|(_, customer)| wanted.holds_customer(*customer)).collect();
                Box::new(Walk {
                    view: self,
                    layout: Arc::clone(layout),
                    table,
                    shard,
                    wanted,
                    cancel: cancel.clone(),
                    rows,
                    next: 0,
                })
            }
        }
    }
}

impl Columns {
    fn rows(layout: &Layout, table: Table, wanted: &Wanted) -> Result<Rows, DataFusionError> {
        Rows::new(Arc::new(layout.arrow(table).project(&wanted.columns)?))
    }

    fn segments(&self, layout: &Layout, shard: usize, wanted: &Wanted) -> Result<RecordBatch, DataFusionError> {
        let mut rows = Self::rows(layout, Table::Segments, wanted)?;
        let columns = chosen(layout, Table::Segments, wanted);
        for one in self.sets.iter().filter(|one| shard == 0 && wanted.holds_kind(set_code(one.kind))) {
            set(&mut rows, &columns, one, None);
        }
        rows.finish()
    }

    fn members(
        &self,
        layout: &Layout,
        shard: usize,
        place: usize,
        wanted: &Wanted,
    ) -> Result<RecordBatch, DataFusionError> {
        let mut rows = Self::rows(layout, Table::Members, wanted)?;
        let columns = chosen(layout, Table::Members, wanted);
        if let Some(one) = self.sets.get(place).filter(|one| wanted.holds_kind(set_code(one.kind))) {
            for customer in self.reader.members(shard, one.kind, one.id) {
                if wanted.holds_customer(customer) {
                    set(&mut rows, &columns, one, Some(customer));
                }
            }
        }
        rows.finish()
    }

    /// A fact's number: whose it is, of which kind, and which of them.
    fn number(shard: usize, row: u16, kind: KindId) -> i64 {
        let whose = i64::try_from(shard).unwrap_or(i64::MAX >> 48) << 16 | i64::from(row);
        whose << 32 | i64::from(kind.0) << 22
    }
}

fn chosen<'l>(layout: &'l Layout, table: Table, wanted: &Wanted) -> Vec<&'l Column> {
    let all = layout.columns(table);
    wanted.columns.iter().filter_map(|place| all.get(*place)).collect()
}

/// Goes over the customers of a part, a batch at a time.
struct Walk {
    view: Arc<Columns>,
    layout: Arc<Layout>,
    table: Table,
    shard: usize,
    wanted: Wanted,
    cancel: Cancel,
    rows: Vec<(u16, i64)>,
    next: usize,
}

impl Walk {
    fn batch(&mut self) -> Result<RecordBatch, DataFusionError> {
        let mut rows = Columns::rows(&self.layout, self.table, &self.wanted)?;
        let columns = chosen(&self.layout, self.table, &self.wanted);
        let kinds = &self.view.maker.schema.catalogue().kinds;
        let asked: Vec<KindId> = kinds
            .iter()
            .filter(|kind| self.wanted.holds_kind(&kind.name))
            .filter_map(|kind| self.view.maker.schema.kind(&kind.name))
            .collect();
        while let Some((row, customer)) = self.rows.get(self.next).copied() {
            if rows.len() >= BATCH || self.cancel.is_cancelled() {
                break;
            }
            self.next += 1;
            if self.table == Table::Customers {
                let known = self.view.reader.attributes(self.shard, row);
                self.view.maker.customer(&mut rows, &columns, customer, &known);
                continue;
            }
            for kind in &asked {
                let first = Columns::number(self.shard, row, *kind);
                for (fact, number) in self.view.reader.facts(self.shard, row, *kind).iter().zip(first..) {
                    if self.wanted.holds_at(fact.at) {
                        let whose = Whose { customer, number, fact };
                        self.view.maker.fact(&mut rows, &columns, self.table, &whose);
                    }
                }
            }
        }
        rows.finish()
    }
}

impl Iterator for Walk {
    type Item = Result<RecordBatch, DataFusionError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.cancel.is_cancelled() || self.next >= self.rows.len() {
            return None;
        }
        Some(self.batch())
    }
}
