//! A source over people as the plain evaluator knows them: what tests compare with, and small enough to read in one go.

use std::collections::BTreeMap;
use std::sync::Arc;

use datafusion::arrow::record_batch::RecordBatch;
use datafusion::common::DataFusionError;
use rules::{Calendar, Person, SetKind};
use warehouse::{Cancel, Schema};

use super::cells::Rows;
use super::rows::{BATCH, Maker, Whose, set};
use super::{Batches, Set, View, set_code};
use crate::tables::{Column, Layout, Table, Wanted};

/// People by their number, split into parts by it.
pub struct People {
    maker: Maker,
    people: Vec<(i64, Person)>,
    sets: BTreeMap<(&'static str, String), Set>,
    shards: usize,
}

impl People {
    /// These people as of `now`. Sets are numbered in the order of their kinds and names.
    #[must_use]
    pub fn new(schema: Schema, people: Vec<(i64, Person)>, shards: usize, now: i64) -> Self {
        let mut sizes: BTreeMap<(SetKind, String), u64> = BTreeMap::new();
        for set in people.iter().flat_map(|(_, person)| person.sets.iter()) {
            *sizes.entry(set.clone()).or_default() += 1;
        }
        let sets = sizes
            .into_iter()
            .zip(1_i64..)
            .map(|(((kind, name), size), id)| ((set_code(kind), name.clone()), Set { kind, id, name, size }))
            .collect();
        let calendar = Calendar::new(schema.zone().clone());
        Self { maker: Maker { schema, calendar, now }, people, sets, shards: shards.max(1) }
    }

    fn batches(
        &self,
        layout: &Layout,
        table: Table,
        shard: usize,
        wanted: &Wanted,
    ) -> Result<Vec<RecordBatch>, DataFusionError> {
        let schema = Arc::new(layout.arrow(table).project(&wanted.columns)?);
        let all = layout.columns(table);
        let columns: Vec<&Column> = wanted.columns.iter().filter_map(|place| all.get(*place)).collect();
        let (mut rows, mut batches) = (Rows::new(schema)?, Vec::new());
        if table == Table::Segments {
            for one in self.sets.values().filter(|one| shard == 0 && wanted.holds_kind(set_code(one.kind))) {
                set(&mut rows, &columns, one, None);
            }
        }
        let mine = |place: usize, customer: i64| place % self.shards == shard && wanted.holds_customer(customer);
        for (place, (customer, person)) in self.people.iter().enumerate() {
            if !mine(place, *customer) {
                continue;
            }
            match table {
                Table::Segments => {}
                Table::Customers => self.maker.customer(&mut rows, &columns, *customer, &person.attributes),
                Table::Members => {
                    for (kind, name) in person.sets.iter().filter(|(kind, _)| wanted.holds_kind(set_code(*kind))) {
                        if let Some(one) = self.sets.get(&(set_code(*kind), name.clone())) {
                            set(&mut rows, &columns, one, Some(*customer));
                        }
                    }
                }
                Table::Facts | Table::Items => {
                    let first = i64::try_from(place).unwrap_or(i64::MAX).saturating_mul(1 << 20);
                    for (fact, number) in person.facts.iter().zip(first..) {
                        if wanted.holds_kind(&fact.kind) && wanted.holds_at(fact.at) {
                            let whose = Whose { customer: *customer, number, fact };
                            self.maker.fact(&mut rows, &columns, table, &whose);
                        }
                    }
                }
            }
            if rows.len() >= BATCH {
                batches.push(rows.finish()?);
            }
        }
        batches.push(rows.finish()?);
        Ok(batches)
    }
}

impl View for People {
    fn schema(&self) -> Schema {
        self.maker.schema.clone()
    }

    fn position(&self) -> u64 {
        0
    }

    fn now(&self) -> i64 {
        self.maker.now
    }

    fn shards(&self) -> usize {
        self.shards
    }

    fn read(self: Arc<Self>, layout: &Arc<Layout>, table: Table, shard: usize, wanted: Wanted, _: &Cancel) -> Batches {
        match self.batches(layout, table, shard, &wanted) {
            Ok(batches) => Box::new(batches.into_iter().map(Ok)),
            Err(error) => Box::new(std::iter::once(Err(error))),
        }
    }
}
