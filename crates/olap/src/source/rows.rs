//! What stands in a cell of a row, whatever the row was read from.

use std::collections::BTreeMap;

use rules::{Calendar, Fact, Value, Values};
use warehouse::Schema;

use super::cells::{Cell, Rows};
use super::{Set, set_code};
use crate::tables::{Column, Holds, Table};

/// Rows of a batch.
pub(super) const BATCH: usize = 4_096;

/// By what cells are worked out.
pub(super) struct Maker {
    pub(super) schema: Schema,
    pub(super) calendar: Calendar,
    pub(super) now: i64,
}

/// A fact with its customer.
pub(super) struct Whose<'p> {
    pub(super) customer: i64,
    pub(super) number: i64,
    pub(super) fact: &'p Fact,
}

impl Maker {
    pub(super) fn customer(
        &self,
        rows: &mut Rows,
        columns: &[&Column],
        customer: i64,
        attributes: &BTreeMap<String, Values>,
    ) {
        let value = |id: &warehouse::AttributeId| {
            let one = self.schema.catalogue().attributes.get(usize::from(id.0))?;
            attributes.get(&one.name)
        };
        let cell = |column: &&Column| match &column.holds {
            Holds::Customer => Cell::Whole(customer),
            Holds::Attribute(id) => value(id).map_or(Cell::Nothing, Cell::Values),
            Holds::Age(id) => match value(id) {
                Some(Values::One(Value::Day(born))) => {
                    self.calendar.age(*born, self.now).map_or(Cell::Nothing, Cell::Whole)
                }
                _ => Cell::Nothing,
            },
            _ => Cell::Nothing,
        };
        rows.push(|at| columns.get(at).map_or(Cell::Nothing, cell));
    }

    /// A fact as a row, or its items as rows.
    pub(super) fn fact(&self, rows: &mut Rows, columns: &[&Column], table: Table, whose: &Whose<'_>) {
        if table == Table::Facts {
            let own = &whose.fact.properties;
            rows.push(|at| columns.get(at).map_or(Cell::Nothing, |column| self.cell(column, whose, None, own)));
            return;
        }
        for (item, number) in whose.fact.items.iter().zip(0_i64..) {
            rows.push(|at| {
                columns.get(at).map_or(Cell::Nothing, |column| self.cell(column, whose, Some(number), item))
            });
        }
    }

    fn cell<'p>(
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
                let Some(kind) = self.schema.kind(&whose.fact.kind) else { return Cell::Nothing };
                let Some((_, id)) = of.iter().find(|(one, _)| *one == kind) else { return Cell::Nothing };
                let kinds = &self.schema.catalogue().kinds;
                let one = kinds.get(usize::from(kind.0)).and_then(|kind| kind.properties.get(usize::from(id.0)));
                one.and_then(|one| properties.get(&one.name)).map_or(Cell::Nothing, Cell::Value)
            }
            _ => Cell::Nothing,
        }
    }
}

/// A set as a row; with a customer, as a member.
pub(super) fn set(rows: &mut Rows, columns: &[&Column], set: &Set, customer: Option<i64>) {
    let cell = |column: &&Column| match column.holds {
        Holds::SetKind => Cell::Text(set_code(set.kind)),
        Holds::SetId => Cell::Whole(set.id),
        Holds::SetName => Cell::Text(&set.name),
        Holds::Size => Cell::Whole(i64::try_from(set.size).unwrap_or(i64::MAX)),
        Holds::Customer => customer.map_or(Cell::Nothing, Cell::Whole),
        _ => Cell::Nothing,
    };
    rows.push(|at| columns.get(at).map_or(Cell::Nothing, cell));
}
