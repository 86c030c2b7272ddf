//! A shop's customers and two years of what they did: seeded, skewed, synthetic.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use jiff::tz::TimeZone;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rules::{Attribute, Catalogue, Decimal, Derived, FactKind, Label, Property, Type, Value, Values};
use warehouse::{AttributeId, FactRow, KindId, Loader, PropertyId, Schema};

pub const DAY: i64 = 86_400_000;
/// Noon of 1 July 2026 in Shanghai.
pub const NOW: i64 = 1_782_878_400_000;
pub const DAYS: i64 = 730;
pub const KINDS: [&str; 5] = ["viewed", "favourited", "carted", "paid", "inquired"];
pub const CATEGORIES: u64 = 200;

pub fn catalogue() -> Catalogue {
    let label = || Label { zh: String::new(), en: String::new() };
    let attribute = |name: &str, kind: Type| Attribute {
        name: name.to_owned(),
        kind,
        label: label(),
        choices: Vec::new(),
        derived: (name == "age").then(|| Derived::AgeOf("birthday".to_owned())),
    };
    let property =
        |name: &str, kind: Type| Property { name: name.to_owned(), kind, label: label(), choices: Vec::new() };
    let kinds = KINDS.map(|name| {
        let mut properties = vec![property("category", Type::Choice)];
        if name == "paid" {
            properties.push(property("amount", Type::Money));
        }
        FactKind { name: name.to_owned(), label: label(), properties }
    });
    Catalogue {
        currency: "CNY".to_owned(),
        attributes: vec![
            attribute("gender", Type::Choice),
            attribute("province", Type::Choice),
            attribute("city_level", Type::Choice),
            attribute("level", Type::Choice),
            attribute("channel", Type::Choice),
            attribute("city", Type::Choice),
            attribute("birthday", Type::Anniversary),
            attribute("spent", Type::Money),
            attribute("registered", Type::Day),
            attribute("consent", Type::Flag),
            attribute("age", Type::Number),
        ],
        kinds: kinds.to_vec(),
    }
}

pub fn schema() -> Schema {
    Schema::new(&catalogue(), TimeZone::fixed(jiff::tz::offset(8))).expect("the catalogue can be held")
}

/// A customer in numbers; a birthday of `i32::MIN` is unknown.
#[derive(Debug, Clone, Copy)]
pub struct Customer {
    pub id: i64,
    pub gender: u8,
    pub province: u8,
    pub city_level: u8,
    pub level: u8,
    pub channel: u8,
    pub city: u16,
    pub birthday: i32,
    pub spent: i64,
    pub registered: i32,
    pub consent: u8,
}

/// An event in numbers; the amount is in cents, 0 but for payments.
#[derive(Debug, Clone, Copy)]
pub struct Event {
    pub kind: u8,
    pub at: i64,
    pub category: u8,
    pub amount: i32,
}

/// A number below `n`, small ones far more often.
fn skewed(chance: &mut ChaCha8Rng, n: u64, power: i32) -> u64 {
    ((chance.random::<f64>().powi(power) * n as f64) as u64).min(n - 1)
}

pub fn event(chance: &mut ChaCha8Rng, at: i64) -> Event {
    let kind = match chance.random_range(0..100) {
        0..60 => 0,
        60..70 => 1,
        70..82 => 2,
        82..97 => 3,
        _ => 4,
    };
    let amount = if kind == 3 { 500 + skewed(chance, 100_000, 3) as i32 } else { 0 };
    Event { kind, at, category: skewed(chance, CATEGORIES, 2) as u8, amount }
}

pub fn customer(id: i64, chance: &mut ChaCha8Rng) -> Customer {
    let city = skewed(chance, 300, 2) as u16;
    Customer {
        id,
        gender: [0, 0, 0, 1, 1, 2][chance.random_range(0..6_usize)],
        province: skewed(chance, 34, 2) as u8,
        city_level: skewed(chance, 6, 1) as u8,
        level: skewed(chance, 5, 3) as u8,
        channel: skewed(chance, 8, 2) as u8,
        city,
        birthday: if chance.random_range(0..10) == 0 {
            i32::MIN
        } else {
            20_635 - chance.random_range(18 * 365..60 * 365)
        },
        spent: skewed(chance, 1_000_000, 4) as i64,
        registered: 20_635 - skewed(chance, 1_500, 2) as i32,
        consent: u8::from(chance.random_range(0..3) > 0),
    }
}

/// Calls with each customer and its events, about `events` in all; a tenth of the customers has more than half of them.
pub fn each(customers: i64, events: u64, mut take: impl FnMut(&Customer, &[Event])) {
    let mean = events as f64 / customers as f64;
    let mut own = Vec::new();
    for id in 1..=customers {
        let mut chance = ChaCha8Rng::seed_from_u64(id as u64);
        let one = customer(id, &mut chance);
        // Exponential, squared: most do little, a few do much.
        let size = -(1.0 - chance.random::<f64>()).ln();
        let n = (size * size * mean / 2.0).round() as usize;
        own.clear();
        for _ in 0..n.min(20_000) {
            let ago = chance.random_range(0..DAYS * DAY);
            own.push(event(&mut chance, NOW - 1 - ago));
        }
        take(&one, &own);
    }
}

/// Writes the columns as they are, for the others to read.
pub fn write(folder: &Path, customers: i64, events: u64) {
    let open = |name: &str| BufWriter::with_capacity(1 << 20, File::create(folder.join(name)).expect("a file"));
    let names =
        ["gender", "province", "city_level", "level", "channel", "city", "birthday", "spent", "registered", "consent"];
    let mut columns: Vec<_> = names.iter().map(|name| open(&format!("c_{name}.bin"))).collect();
    let mut facts: Vec<_> =
        ["customer", "kind", "ts", "category", "amount"].iter().map(|name| open(&format!("e_{name}.bin"))).collect();
    each(customers, events, |one, own| {
        let values: [&[u8]; 10] = [
            &[one.gender],
            &[one.province],
            &[one.city_level],
            &[one.level],
            &[one.channel],
            &one.city.to_le_bytes(),
            &one.birthday.to_le_bytes(),
            &one.spent.to_le_bytes(),
            &one.registered.to_le_bytes(),
            &[one.consent],
        ];
        for (column, value) in columns.iter_mut().zip(values) {
            column.write_all(value).expect("room on disk");
        }
        for event in own {
            let values: [&[u8]; 5] = [
                &(one.id as u32).to_le_bytes(),
                &[event.kind],
                &event.at.to_le_bytes(),
                &[event.category],
                &event.amount.to_le_bytes(),
            ];
            for (column, value) in facts.iter_mut().zip(values) {
                column.write_all(value).expect("room on disk");
            }
        }
    });
}

pub fn text(prefix: &str, number: u64) -> Value {
    Value::Text(format!("{prefix}{number}"))
}

pub fn attributes(one: &Customer) -> Vec<(AttributeId, Values)> {
    let day = |days: i32| {
        jiff::civil::date(1970, 1, 1).checked_add(jiff::Span::new().days(days)).map(Value::Day).expect("a day")
    };
    let mut values = vec![
        (AttributeId(0), text("g", one.gender.into())),
        (AttributeId(1), text("p", one.province.into())),
        (AttributeId(2), text("t", one.city_level.into())),
        (AttributeId(3), text("l", one.level.into())),
        (AttributeId(4), text("h", one.channel.into())),
        (AttributeId(5), text("c", one.city.into())),
        (AttributeId(7), Value::Number(Decimal(one.spent * 100))),
        (AttributeId(8), day(one.registered)),
        (AttributeId(9), Value::Flag(one.consent == 1)),
    ];
    if one.birthday != i32::MIN {
        values.push((AttributeId(6), day(one.birthday)));
    }
    values.into_iter().map(|(id, value)| (id, Values::One(value))).collect()
}

pub fn fact(event: &Event) -> FactRow {
    let mut properties = vec![(PropertyId(0), text("k", event.category.into()))];
    if event.kind == 3 {
        properties.push((PropertyId(1), Value::Number(Decimal(i64::from(event.amount) * 100))));
    }
    FactRow { kind: KindId(event.kind.into()), at: event.at, properties, items: Vec::new() }
}

pub fn load(loader: &mut Loader<'_>, customers: i64, events: u64) -> u64 {
    let mut n = 0;
    each(customers, events, |one, own| {
        loader.customer(one.id, &attributes(one), &[]).expect("values fit");
        for event in own {
            loader.fact(one.id, &fact(event)).expect("values fit");
        }
        n += own.len() as u64;
    });
    n
}
