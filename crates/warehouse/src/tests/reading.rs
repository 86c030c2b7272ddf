//! Columns that are read out hold what rows do.

use std::collections::BTreeMap;

use proptest::collection::vec;
use proptest::prelude::*;
use rules::testing::{any_calendar, any_now, any_person, catalogue};
use rules::{Decimal, Fact, Type, Value, Values};

use super::model::{append, apply, put, warehouse};
use crate::{Cells, Reader, Schema, Slice};

/// The value at a place, as rows have it.
fn value(cells: &Cells, at: usize, texts: &[std::sync::Arc<str>]) -> Option<Value> {
    if !cells.is_known(at) {
        return None;
    }
    Some(match &cells.values {
        Slice::Codes(codes) => Value::Text(texts[codes[at] as usize].to_string()),
        Slice::Decimals(numbers) => Value::Number(Decimal(numbers[at])),
        Slice::Instants(instants) => Value::Instant(jiff::Timestamp::from_millisecond(instants[at]).unwrap()),
        Slice::Days(days) => Value::Day(crate::value::date(i64::from(days[at]))),
        Slice::Flags(flags) => Value::Flag(flags[at]),
        Slice::Tags(..) => panic!("tags are no single value"),
    })
}

fn check_attributes(reader: &Reader, schema: &Schema, part: usize) {
    let customers: Vec<(u16, i64)> = reader.customers(part).collect();
    for one in &schema.catalogue().attributes {
        let id = schema.attribute(&one.name).unwrap();
        let Some(cells) = reader.column(part, id) else {
            assert!(one.derived.is_some(), "{}", one.name);
            continue;
        };
        assert_eq!(cells.len(), customers.len());
        let texts = reader.texts(id);
        for (at, (row, _)) in customers.iter().enumerate() {
            let known = reader.attributes(part, *row).remove(&one.name);
            let read = if let Slice::Tags(begins, codes) = &cells.values {
                let own = &codes[begins[at] as usize..begins[at + 1] as usize];
                assert_eq!(cells.is_known(at), !own.is_empty());
                let own: std::collections::BTreeSet<String> =
                    own.iter().map(|&code| texts[code as usize].to_string()).collect();
                (!own.is_empty()).then_some(Values::Tags(own))
            } else {
                value(&cells, at, &texts).map(Values::One)
            };
            assert_eq!(read, known, "{}", one.name);
        }
    }
}

fn check_facts(reader: &Reader, schema: &Schema, part: usize, (from, to): (i64, i64)) {
    for kind in &schema.catalogue().kinds {
        let id = schema.kind(&kind.name).unwrap();
        let mut read: BTreeMap<(u16, u32), Fact> = BTreeMap::new();
        for chunk in reader.chunks(part, id, from, to) {
            let columns: Vec<_> = kind
                .properties
                .iter()
                .map(|one| {
                    let property = schema.property(id, &one.name).unwrap();
                    assert_ne!(one.kind, Type::Tags);
                    (&one.name, chunk.property(property).unwrap(), reader.texts_of(id, property))
                })
                .collect();
            for at in 0..chunk.len() {
                let said = |of_item: bool, place: usize| {
                    let own = columns.iter().filter(|(name, ..)| name.starts_with("item.") == of_item);
                    own.filter_map(|(name, cells, texts)| Some(((*name).clone(), value(cells, place, texts)?)))
                        .collect()
                };
                let items = chunk.items[at] as usize..chunk.items[at + 1] as usize;
                let fact = Fact {
                    kind: kind.name.clone(),
                    at: chunk.at[at],
                    properties: said(false, at),
                    items: items.map(|item| said(true, item)).collect(),
                };
                assert!(read.insert((chunk.rows[at], chunk.nth[at]), fact).is_none());
            }
        }
        let mut plain = BTreeMap::new();
        for (row, _) in reader.customers(part) {
            let facts = reader.facts(part, row, id).into_iter().zip(0..);
            plain.extend(
                facts.filter(|(fact, _)| from <= fact.at && fact.at < to).map(|(fact, nth)| ((row, nth), fact)),
            );
        }
        assert_eq!(read, plain, "{}", kind.name);
    }
}

proptest! {
    #![proptest_config(super::cases(60))]

    #[test]
    fn columns_hold_what_rows_do(
        persons in vec((any_person(&catalogue()), any_person(&catalogue()), 0..4_u8), 1..12),
        now in any_now(),
        calendar in any_calendar(),
    ) {
        let warehouse = warehouse(&calendar, 2);
        for (customer, (person, later, way)) in (1_i64..).zip(&persons) {
            apply(&warehouse, vec![put(&warehouse, customer, person)], now);
            match way {
                0 => warehouse.fold_all(),
                // Replaced, its facts in the blocks do not count any more.
                1 => {
                    warehouse.fold_all();
                    apply(&warehouse, vec![put(&warehouse, customer, later)], now);
                }
                2 => {
                    let mut after = person.clone();
                    after.facts.extend(later.facts.iter().cloned());
                    apply(&warehouse, vec![append(&warehouse, customer, person, &after)], now);
                }
                _ => {
                    apply(&warehouse, vec![crate::Change::Remove { customer }], now);
                }
            }
        }
        let (reader, schema) = (warehouse.reader(), warehouse.schema());
        for part in 0..reader.parts() {
            check_attributes(&reader, &schema, part);
            check_facts(&reader, &schema, part, (i64::MIN, i64::MAX));
            check_facts(&reader, &schema, part, (now - 40 * 86_400_000, now));
        }
    }
}
