//! This side of `benches/linkage.py`: links the records of a CSV file, end to end.
//!
//! `linkage FILE OUT COLUMN=KIND…`: reads FILE, links by these columns, writes `a b probability` of each link to
//! `OUT.links` and the records of each person to `OUT.groups`, by their places; prints what was done as one line of JSON, before it the weights with `threads=0`.

#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a benchmark speaks to who started it and stops at the first surprise"
)]

use std::fmt::Write as _;

use science::linkage::kind::Kind;
use science::linkage::link::{Options, link};
use science::linkage::table::{Spec, Table};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (Some(file), Some(out)) = (arguments.next(), arguments.next()) else {
        println!("linkage FILE OUT COLUMN=KIND…");
        return;
    };
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_path(file).expect("the file of records");
    let heads = reader.headers().expect("heads").clone();
    let (mut specs, mut places) = (Vec::new(), Vec::new());
    let mut threads = 1;
    for argument in arguments {
        let (name, kind) = argument.split_once('=').expect("COLUMN=KIND");
        if name == "threads" {
            threads = kind.parse().expect("a number of threads");
            continue;
        }
        specs.push(Spec::new(name, Kind::from_key(kind).expect("a kind")));
        places.push(heads.iter().position(|head| head == name).expect("a column of this name"));
    }
    let mut table = Table::new(specs);
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record).expect("a row") {
        table.push(places.iter().map(|at| record.get(*at).unwrap_or_default()));
    }
    let linked = link(&table, &Options { threads, ..Options::default() }).expect("something to link");
    let mut lines = String::new();
    for link in &linked.links {
        writeln!(lines, "{} {} {}", link.a, link.b, link.probability).expect("text grows");
    }
    std::fs::write(format!("{out}.links"), lines).expect("the file of links");
    let mut lines = String::new();
    for group in &linked.groups {
        let words: Vec<String> = group.iter().map(ToString::to_string).collect();
        writeln!(lines, "{}", words.join(" ")).expect("text grows");
    }
    std::fs::write(format!("{out}.groups"), lines).expect("the file of groups");
    if threads == 0 {
        for rule in &linked.rules {
            println!("{} {}", rule.columns.join(" + "), rule.pairs);
        }
        println!("{:?}", linked.model.shares());
        for column in linked.model.columns() {
            println!("{} {:?}", column.name, column.kind.levels());
            for class in column.levels {
                println!("   {:?}", class.map(|share| (share * 1e5).round() / 1e5));
            }
        }
    }
    let largest = linked.groups.iter().map(Vec::len).max().unwrap_or(1);
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("a peak");
    let peak: f64 = peak.trim().trim_end_matches(" kB").parse().expect("a number");
    println!(
        "{{\"records\": {}, \"rules\": {}, \"compared\": {}, \"links\": {}, \"groups\": {}, \"largest\": {largest}, \"peak\": {}}}",
        table.rows(),
        linked.rules.len(),
        linked.compared,
        linked.links.len(),
        linked.groups.len(),
        peak / 1024.0,
    );
}
