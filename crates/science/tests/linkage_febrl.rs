//! On FEBRL 1 the published results come out: all fields F1 of at least .999, the fields that a shop has at least .985
//! pair by pair and by persons.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::collections::{BTreeSet, HashMap};

use science::linkage::Pair;
use science::linkage::cluster::{Guard, cluster, pairs_of};
use science::linkage::kind::Kind;
use science::linkage::link::{Link, Options, link};
use science::linkage::table::{Spec, Table};

const SHOP: [&str; 7] = ["given_name", "surname", "street_number", "address_1", "suburb", "postcode", "state"];
const ALL: [&str; 10] = [
    "given_name",
    "surname",
    "street_number",
    "address_1",
    "address_2",
    "suburb",
    "postcode",
    "state",
    "date_of_birth",
    "soc_sec_id",
];

/// The records with these columns, whose kinds are guessed from their heads, and the pairs of one person.
fn febrl(columns: &[&str]) -> (Table, BTreeSet<Pair>) {
    let mut lines = include_str!("data/febrl1.csv").lines();
    let heads: Vec<&str> = lines.next().unwrap().split(',').map(str::trim).collect();
    let places: Vec<usize> =
        columns.iter().map(|column| heads.iter().position(|head| head == column).unwrap()).collect();
    let mut table = Table::new(columns.iter().map(|column| Spec::new(column, Kind::guess(column, []))).collect());
    let mut persons: HashMap<&str, Vec<u32>> = HashMap::new();
    for line in lines {
        let cells: Vec<&str> = line.split(',').collect();
        persons.entry(cells[0].split('-').nth(1).unwrap()).or_default().push(table.rows());
        table.push(places.iter().map(|at| cells[*at]));
    }
    let groups: Vec<_> = persons.into_values().collect();
    (table, pairs_of(&groups).into_iter().collect())
}

fn f1(found: &BTreeSet<Pair>, truth: &BTreeSet<Pair>) -> f64 {
    2.0 * found.intersection(truth).count() as f64 / (found.len() + truth.len()) as f64
}

fn above(links: &[Link], threshold: f64) -> BTreeSet<Pair> {
    links.iter().filter(|link| link.probability >= threshold).map(|link| (link.a, link.b)).collect()
}

#[test]
fn both_settings() {
    for (columns, least) in [(&ALL[..], 0.999), (&SHOP, 0.985)] {
        let (table, truth) = febrl(columns);
        let linked = link(&table, &Options::default()).unwrap();
        let pairwise = f1(&above(&linked.links, 0.5), &truth);
        let clustered = f1(&pairs_of(&linked.groups).into_iter().collect(), &truth);
        assert!(pairwise >= least && clustered >= least, "{columns:?}: {pairwise} {clustered}");
    }
}

#[test]
fn few_fields_are_not_chained_together() {
    let (table, truth) = febrl(&["given_name", "suburb", "state"]);
    let linked = link(&table, &Options { least: 0.05, threshold: 0.2, ..Options::default() }).unwrap();
    let links: Vec<_> = linked.links.iter().map(|link| ((link.a, link.b), link.probability)).collect();
    let loose = Guard { threshold: 0.05, mean: 0.0, most: usize::MAX, sources: None };
    let chained = f1(&pairs_of(&cluster(&links, &loose, |_| 0.0)).into_iter().collect(), &truth);
    let clustered = f1(&pairs_of(&linked.groups).into_iter().collect(), &truth);
    assert!(clustered > chained, "the guard keeps strangers apart: {clustered} {chained}");
    assert!(linked.groups.iter().all(|group| group.len() < 8), "nobody is a crowd");
}
