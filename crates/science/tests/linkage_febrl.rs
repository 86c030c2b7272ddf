//! Published results on FEBRL 1 come out: all fields F1 of at least .99, the fields that a shop has at least .985.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::collections::{BTreeSet, HashMap};

use science::linkage::block;
use science::linkage::cluster::{Guard, cluster, pairs_of};
use science::linkage::compare::Comparison;
use science::linkage::model::{Fitting, Model};
use science::linkage::{Pair, Record};

const GIVEN: usize = 1;
const SURNAME: usize = 2;
const NUMBER: usize = 3;
const STREET: usize = 4;
const SUBURB: usize = 6;
const POSTCODE: usize = 7;
const STATE: usize = 8;
const BORN: usize = 9;
const SOCIAL: usize = 10;

fn records() -> Vec<Vec<String>> {
    include_str!("data/febrl1.csv")
        .lines()
        .skip(1)
        .map(|line| line.split(',').map(|cell| cell.trim().to_owned()).collect())
        .collect()
}

fn truth(records: &[Vec<String>]) -> BTreeSet<Pair> {
    let mut persons: HashMap<String, Vec<u32>> = HashMap::new();
    for (at, record) in records.iter().enumerate() {
        let person = record[0].split('-').nth(1).unwrap().to_owned();
        persons.entry(person).or_default().push(at as u32);
    }
    let groups: Vec<_> = persons.into_values().collect();
    pairs_of(&groups).into_iter().collect()
}

fn shop_fields() -> Vec<Comparison> {
    vec![
        Comparison::name("given_name", GIVEN),
        Comparison::name("surname", SURNAME),
        Comparison::text("street_number", NUMBER),
        Comparison::text("street", STREET).term_frequency(true),
        Comparison::name("suburb", SUBURB),
        Comparison::text("postcode", POSTCODE).term_frequency(true),
        Comparison::exact("state", STATE),
    ]
}

fn candidates(records: &[Vec<String>], extra: &[usize]) -> Vec<Pair> {
    block::pairs(records.len() as u32, 100, |at| {
        let record = &records[at as usize];
        // Given name and surname are one kind of key, since people write them the wrong way round.
        let names = [GIVEN, SURNAME].map(|field| (0, record.text(field).to_owned()));
        let house = (1, [record.text(NUMBER), record.text(STATE)].join(" "));
        let others =
            [STREET, SUBURB, POSTCODE].iter().chain(extra).map(|field| (*field as u8, record.text(*field).to_owned()));
        names.into_iter().chain([house]).chain(others).collect::<Vec<_>>()
    })
}

fn f1(found: &BTreeSet<Pair>, truth: &BTreeSet<Pair>) -> f64 {
    2.0 * found.intersection(truth).count() as f64 / (found.len() + truth.len()) as f64
}

#[derive(Debug)]
struct Outcome {
    pairwise: f64,
    clustered: f64,
    chained: f64,
}

fn run(comparisons: Vec<Comparison>, extra: &[usize], threshold: f64) -> Outcome {
    let records = records();
    let truth = truth(&records);
    let pairs = candidates(&records, extra);
    let model = Model::fit(comparisons, &records, &pairs, &Fitting::default()).unwrap();
    let score = |(a, b): Pair| model.score(&records[a as usize], &records[b as usize]).probability;
    let links: Vec<_> = pairs.iter().map(|pair| (*pair, score(*pair))).collect();
    let above: BTreeSet<Pair> = links.iter().filter(|(_, p)| *p >= threshold).map(|(pair, _)| *pair).collect();
    let guard = Guard { threshold, ..Guard::default() };
    let groups = cluster(&links, &guard, score);
    let loose = Guard { threshold, mean: 0.0, most: usize::MAX, sources: None };
    let chains = cluster(&links, &loose, |_| 0.0);
    Outcome {
        pairwise: f1(&above, &truth),
        clustered: f1(&pairs_of(&groups).into_iter().collect(), &truth),
        chained: f1(&pairs_of(&chains).into_iter().collect(), &truth),
    }
}

#[test]
fn all_fields() {
    let mut comparisons = shop_fields();
    comparisons.push(Comparison::text("date_of_birth", BORN).term_frequency(true));
    comparisons.push(Comparison::text("soc_sec_id", SOCIAL).term_frequency(true));
    let outcome = run(comparisons, &[BORN, SOCIAL], 0.5);
    assert!(outcome.pairwise >= 0.99 && outcome.clustered >= 0.99, "{outcome:?}");
}

#[test]
fn fields_that_a_shop_has() {
    let outcome = run(shop_fields(), &[], 0.5);
    assert!(outcome.pairwise >= 0.985 && outcome.clustered >= 0.985, "{outcome:?}");
}

#[test]
fn few_fields_are_not_chained_together() {
    let comparisons = vec![
        Comparison::name("given_name", GIVEN),
        Comparison::name("suburb", SUBURB),
        Comparison::exact("state", STATE),
    ];
    let outcome = run(comparisons, &[], 0.2);
    assert!(outcome.clustered > outcome.chained, "the guard keeps strangers apart: {outcome:?}");
}
