//! The warehouse's side of `benches/segments.py`: writes the data, asks the questions, follows events.
//!
//! `bench write FOLDER CUSTOMERS EVENTS`, `bench ask FOLDER CUSTOMERS EVENTS`, `bench live CUSTOMERS EVENTS`,
//! `bench only FOLDER CUSTOMERS EVENTS QUESTION TIMES`.

#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    unreachable_pub,
    reason = "a benchmark speaks to who started it and stops at the first surprise"
)]

mod data;
mod live;
mod queries;

use std::path::Path;
use std::time::Instant;

use warehouse::{LiveSegment, Options, Warehouse};

/// Megabytes in memory.
pub fn resident() -> u64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find(|line| line.starts_with("VmRSS")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kb| kb.parse::<u64>().ok()).unwrap_or(0) / 1_024
}

fn filled(customers: i64, events: u64) -> Warehouse {
    let warehouse = Warehouse::new(data::schema(), Options { shards: 2, threads: 2 });
    let begun = Instant::now();
    let mut loader = warehouse.loader();
    let n = data::load(&mut loader, customers, events);
    loader.finish(1, data::NOW).expect("loaded");
    println!(
        "load {n} events: {:.1} s, {} MB, columns {} MB",
        begun.elapsed().as_secs_f64(),
        resident(),
        warehouse.bytes() >> 20
    );
    warehouse
}

fn report(answers: &queries::Answers) {
    for (name, (ms, _, work)) in answers {
        println!("{name:<10} {ms:>10.3} ms, processors {work:.3} ms");
    }
    let parts: Vec<String> =
        answers.iter().map(|(name, (ms, answer, work))| format!("\"{name}\": [{ms}, {answer:?}, {work}]")).collect();
    println!("JSON {{{}}}", parts.join(", "));
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize| args.get(at).and_then(|text| text.parse::<i64>().ok()).expect("a number");
    match args.first().map(String::as_str) {
        Some("write") => data::write(Path::new(&args[1]), number(2), number(3) as u64),
        Some("ask") => {
            let warehouse = filled(number(2), number(3) as u64);
            let begun = Instant::now();
            for (id, text) in queries::SEGMENTS {
                let segment = LiveSegment { id, rule: queries::parse(text) };
                warehouse.define(&segment, &|_: rules::SetKind, _: &str| None, data::NOW).expect("a live segment");
            }
            println!("define 3 segments: {:.2} s", begun.elapsed().as_secs_f64());
            report(&queries::ask(&warehouse, 21));
            let path = Path::new(&args[1]).join("snapshot");
            let begun = Instant::now();
            warehouse.save(&path).expect("a snapshot");
            let saved = begun.elapsed().as_secs_f64();
            drop(warehouse);
            let begun = Instant::now();
            let loaded = Warehouse::load(&path, data::schema(), Options { shards: 2, threads: 2 }).expect("a snapshot");
            let restarted = begun.elapsed().as_secs_f64();
            let size = std::fs::metadata(&path).map_or(0, |data| data.len() >> 20);
            println!("save {saved:.1} s, {size} MB; restart {restarted:.2} s, {} MB", resident());
            println!("JSON {{\"restart\": {restarted}, \"memory\": {}}}", resident());
            if args.get(4).is_some() {
                report(&queries::ask(&loaded, 21));
            }
            let _ = std::fs::remove_file(&path);
        }
        Some("live") => {
            let (customers, events) = (number(1), number(2) as u64);
            live::run(&filled(customers, events), customers, 1_000, 5_000, 20);
        }
        // One question over and over, for a profile.
        Some("only") => {
            let path = Path::new(&args[1]).join("kept");
            let options = Options { shards: 2, threads: 2 };
            let warehouse = Warehouse::load(&path, data::schema(), options).unwrap_or_else(|_| {
                let warehouse = filled(number(2), number(3) as u64);
                warehouse.save(&path).expect("a snapshot");
                warehouse
            });
            queries::only(&warehouse, &args[4], number(5) as usize);
        }
        _ => println!(
            "bench write FOLDER CUSTOMERS EVENTS | ask FOLDER CUSTOMERS EVENTS | live CUSTOMERS EVENTS | only FOLDER CUSTOMERS EVENTS RULE TIMES"
        ),
    }
}
