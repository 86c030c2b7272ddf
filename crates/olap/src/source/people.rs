//! A source over people as the plain evaluator knows them: what tests compare with, and small enough to read in one go.

use std::collections::BTreeMap;
use std::sync::Arc;

use datafusion::common::DataFusionError;
use rules::{Calendar, Fact, Person, SetKind, Value, Values};
use warehouse::{Cancel, Schema};

use super::cells::{Cell, Rows};
use super::{Batches, Set, Source, View, set_code};
use crate::tables::{Column, Holds, Layout, Table, Wanted};

/// Rows of a batch.
const BATCH: usize = 4_096;

/// People by their number, split into parts by it.
#[derive(Clone)]
pub struct People {
    schema: Schema,
    calendar: Calendar,
    people: Arc<Vec<(i64, Person)>>,
    sets: Arc<BTreeMap<(&'static str, String), Set>>,
    shards: usize,
}

impl People {
    /// These people. Sets are numbered in the order of their kinds and names.
    #[must_use]
    pub fn new(schema: Schema, people: Vec<(i64, Person)>, shards: usize) -> Self {
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
        Self { schema, calendar, people: Arc::new(people), sets: Arc::new(sets), shards: shards.max(1) }
    }
}

impl Source for People {
    fn view(&self, now: i64) -> Result<Arc<dyn View>, platform::Error> {
        Ok(Arc::new(Seen { people: self.clone(), now }))
    }
}

/// The people as of an instant.
struct Seen {
    people: People,
    now: i64,
}

impl View for Seen {
    fn schema(&self) -> Schema {
        self.people.schema.clone()
    }

    fn position(&self) -> u64 {
        0
    }

    fn now(&self) -> i64 {
        self.now
    }

    fn shards(&self) -> usize {
        self.people.shards
    }

    fn read(
        self: Arc<Self>,
        layout: &Arc<Layout>,
        table: Table,
        shard: usize,
        wanted: Wanted,
        _: &Cancel,
    ) -> Batches {
        match self.batches(layout, table, shard, &wanted) {
            Ok(batches) => Box::new(batches.into_iter().map(Ok)),
            Err(error) => Box::new(std::iter::once(Err(error))),
        }
    }
}

impl Seen {
    fn batches(
        &self,
        layout: &Layout,
        table: Table,
        shard: usize,
        wanted: &Wanted,
    ) -> Result<Vec<datafusion::arrow::record_batch::RecordBatch>, DataFusionError> {
        let schema = Arc::new(layout.arrow(table).project(&wanted.columns)?);
        let all = layout.columns(table);
        let columns: Vec<&Column> = wanted.columns.iter().filter_map(|place| all.get(*place)).collect();
        let (mut rows, mut batches) = (Rows::new(schema)?, Vec::new());
        let mut full = |rows: &mut Rows, most: usize| -> Result<(), DataFusionError> {
            if rows.len() >= most {
                batches.push(rows.finish()?);
            }
            Ok(())
        };
        if table == Table::Segments {
            let sets = self.people.sets.values().filter(|set| shard == 0 && wanted.holds_kind(set_code(set.kind)));
            for set in sets {
                rows.push(|place| columns.get(place).map_or(Cell::Nothing, |column| of_set(column, set)));
                full(&mut rows, BATCH)?;
            }
        }
        let mine = |place: &usize| place % self.people.shards == shard;
        let everybody = self.people.people.iter().enumerate();
        for (place, (customer, person)) in everybody.filter(|(place, (customer, _))| mine(place) && wanted.holds_customer(*customer)) {
            match table {
                Table::Segments => {}
                Table::Customers => {
                    rows.push(|at| columns.get(at).map_or(Cell::Nothing, |column| self.attribute(column, *customer, person)));
                }
                Table::Members => {
                    for (kind, name) in person.sets.iter().filter(|(kind, _)| wanted.holds_kind(set_code(*kind))) {
                        let Some(set) = self.people.sets.get(&(set_code(*kind), name.clone())) else { continue };
                        rows.push(|at| match columns.get(at) {
                            Some(Column { holds: Holds::Customer, .. }) => Cell::Whole(*customer),
                            Some(column) => of_set(column, set),
                            None => Cell::Nothing,
                        });
                    }
                }
                Table::Facts | Table::Items => {
                    let facts = person.facts.iter().zip(0_i64..);
                    for (fact, number) in
                        facts.filter(|(fact, _)| wanted.holds_kind(&fact.kind) && wanted.holds_at(fact.at))
                    {
                        let number = i64::try_from(place).unwrap_or(i64::MAX).saturating_mul(1 << 20) + number;
                        let whose = Whose { customer: *customer, number, fact };
                        self.fact(&mut rows, &columns, table, &whose);
                    }
                }
            }
            full(&mut rows, BATCH)?;
        }
        full(&mut rows, 1)?;
        Ok(batches)
    }

    fn attribute<'p>(&self, column: &Column, customer: i64, person: &'p Person) -> Cell<'p> {
        let value = |id: &warehouse::AttributeId| {
            let one = self.people.schema.catalogue().attributes.get(usize::from(id.0))?;
            person.attributes.get(&one.name)
        };
        match &column.holds {
            Holds::Customer => Cell::Whole(customer),
            Holds::Attribute(id) => value(id).map_or(Cell::Nothing, Cell::Values),
            Holds::Age(id) => match value(id) {
                Some(Values::One(Value::Day(born))) => {
                    self.people.calendar.age(*born, self.now).map_or(Cell::Nothing, Cell::Whole)
                }
                _ => Cell::Nothing,
            },
            _ => Cell::Nothing,
        }
    }

    fn fact(&self, rows: &mut Rows, columns: &[&Column], table: Table, whose: &Whose<'_>) {
        if table == Table::Facts {
            let own = &whose.fact.properties;
            rows.push(|at| columns.get(at).map_or(Cell::Nothing, |column| self.of_fact(column, whose, None, own)));
            return;
        }
        for (item, number) in whose.fact.items.iter().zip(0_i64..) {
            rows.push(|at| columns.get(at).map_or(Cell::Nothing, |column| self.of_fact(column, whose, Some(number), item)));
        }
    }

    fn of_fact<'p>(
        &self,
        column: &Column,
        whose: &Whose<'p>,
        item: Option<i64>,
        properties: &'p BTreeMap<String, Value>,
    ) -> Cell<'p> {
        match &column.holds {
            Holds::Customer => Cell::Whole(whose.customer),
            Holds::Fact => Cell::Whole(whose.number),
            Holds::Kind => Cell::Text(&whose.fact.kind),
            Holds::At => Cell::Whole(whose.fact.at),
            Holds::Item => item.map_or(Cell::Nothing, Cell::Whole),
            Holds::Property(of) => {
                let Some(kind) = self.people.schema.kind(&whose.fact.kind) else { return Cell::Nothing };
                let Some((_, id)) = of.iter().find(|(one, _)| *one == kind) else { return Cell::Nothing };
                let kinds = &self.people.schema.catalogue().kinds;
                let one = kinds.get(usize::from(kind.0)).and_then(|kind| kind.properties.get(usize::from(id.0)));
                one.and_then(|one| properties.get(&one.name)).map_or(Cell::Nothing, Cell::Value)
            }
            _ => Cell::Nothing,
        }
    }
}

/// A fact with its customer.
struct Whose<'p> {
    customer: i64,
    number: i64,
    fact: &'p Fact,
}

fn of_set<'s>(column: &Column, set: &'s Set) -> Cell<'s> {
    match column.holds {
        Holds::SetKind => Cell::Text(set_code(set.kind)),
        Holds::SetId => Cell::Whole(set.id),
        Holds::SetName => Cell::Text(&set.name),
        Holds::Size => Cell::Whole(i64::try_from(set.size).unwrap_or(i64::MAX)),
        _ => Cell::Nothing,
    }
}
