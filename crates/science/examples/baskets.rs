//! This side of `benches/baskets.py`: finds frequent sets and rules.
//!
//! `baskets FILE LEAST ROUNDS OUT`: FILE has a basket a line, items as numbers. Prints `sets SECONDS COUNT`, the mean on the
//! processor of so many rounds, `rules SECONDS COUNT` at a confidence of 0.8, and `memory MB`, the most that was held; writes a line
//! `count item item …` of each set to OUT unless it is `-`.

#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a benchmark speaks to who started it and stops at the first surprise"
)]

use std::fmt::Write as _;

use science::baskets::{Baskets, Limits, Share, frequent, rules};

/// Seconds on the processor so far: others share the machine, and waiting for them is not counted.
fn spent() -> f64 {
    let text = std::fs::read_to_string("/proc/self/schedstat").expect("Linux");
    let nanoseconds: f64 = text.split(' ').next().and_then(|first| first.parse().ok()).expect("a number");
    nanoseconds / 1e9
}

/// The most memory held so far, in MB.
fn held() -> f64 {
    let text = std::fs::read_to_string("/proc/self/status").expect("Linux");
    let line = text.lines().find(|line| line.starts_with("VmHWM:")).expect("a line of memory");
    line.split_whitespace().nth(1).and_then(|kilobytes| kilobytes.parse::<f64>().ok()).expect("a number") / 1024.0
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [file, least, rounds, out] = arguments.as_slice() else {
        println!("baskets FILE LEAST ROUNDS OUT");
        return;
    };
    let text = std::fs::read_to_string(file).expect("the file of baskets");
    let mut baskets = Baskets::default();
    let mut items: Vec<u32> = Vec::new();
    for line in text.lines() {
        items.clear();
        items
            .extend(line.split(' ').filter(|item| !item.is_empty()).map(|item| item.parse::<u32>().expect("a number")));
        baskets.push(&items);
    }
    drop(text);
    let limits = Limits::least(least.parse().expect("a count"));
    let rounds: usize = rounds.parse().expect("a number of rounds");
    let begun = spent();
    let mut sets = frequent(&baskets, limits).expect("not too many sets");
    for _ in 1..rounds {
        sets = frequent(&baskets, limits).expect("not too many sets");
    }
    println!("sets {} {}", (spent() - begun) / rounds.max(1) as f64, sets.len());
    let begun = spent();
    let confidence = Share::new(8, 10).expect("a share");
    let mut found = rules(&sets, confidence, usize::MAX);
    for _ in 1..rounds {
        found = rules(&sets, confidence, usize::MAX);
    }
    println!("rules {} {}", (spent() - begun) / rounds.max(1) as f64, found.rules.len());
    println!("memory {}", held());
    if out != "-" {
        let mut lines = String::new();
        for (items, count) in sets.iter() {
            write!(lines, "{count}").expect("text grows");
            for item in items {
                write!(lines, " {item}").expect("text grows");
            }
            lines.push('\n');
        }
        std::fs::write(out, lines).expect("the file of sets");
    }
}
