//! A thousand live segments while events arrive.

use std::time::{Duration, Instant};

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use warehouse::{Batch, Change, LiveSegment, Warehouse};

use crate::data::{self, NOW};
use crate::queries::parse;

/// A varied rule.
fn rule(chance: &mut ChaCha8Rng) -> String {
    let kinds = ["viewed", "favourited", "carted", "paid"];
    let mut part = |deep: bool| -> String {
        let kind = kinds[chance.random_range(0..4_usize)];
        let days = [1, 3, 7, 14, 30, 60, 90, 180, 365][chance.random_range(0..9_usize)];
        let category = chance.random_range(0..data::CATEGORIES);
        match chance.random_range(0..12) {
            0 => format!("province in (\"p{}\", \"p{}\")", chance.random_range(0..17), chance.random_range(17..34)),
            1 => format!("age between {} and {}", chance.random_range(18..40), chance.random_range(41..60)),
            2 => format!("did {kind} in last {days} days"),
            3 => format!("did {kind} at least {} times in last {days} days", chance.random_range(2..6)),
            4 | 5 => format!("did {kind} where category = \"k{category}\" in last {days} days"),
            6 => format!("not did paid in last {days} days"),
            7 => format!("did paid with total amount >= {} in last {days} days", chance.random_range(1..50) * 100),
            8 => format!("did {kind} in last {} hours", chance.random_range(1..72)),
            9 if deep => format!("did {kind} then no paid within {} days in last 14 days", chance.random_range(1..5)),
            10 => format!("level = \"l{}\"", chance.random_range(0..5)),
            _ => format!("spent >= {}", chance.random_range(1..90) * 100),
        }
    };
    let parts = [part(true), part(false), part(false)];
    parts.join(" and ")
}

pub fn run(warehouse: &Warehouse, customers: i64, segments: i64, rate: u64, seconds: u64) {
    let mut chance = ChaCha8Rng::seed_from_u64(7);
    let begun = Instant::now();
    let mut inside = 0;
    for id in 0..segments {
        let text = rule(&mut chance);
        let segment = LiveSegment { id: 100 + id, rule: parse(&text) };
        inside += warehouse
            .define(&segment, &|_: rules::SetKind, _: &str| None, NOW)
            .expect("the rule can be computed")
            .len();
    }
    println!(
        "define {segments} segments: {:.1} s, {inside} memberships, {} MB",
        begun.elapsed().as_secs_f64(),
        crate::resident()
    );
    let (begun, before) = (Instant::now(), crate::queries::spent());
    let (mut taken, mut own, mut crossings) = (Vec::new(), Vec::new(), 0);
    for (position, n) in (warehouse.position() + 1..).zip(0..rate * seconds) {
        let due = Duration::from_nanos(n * 1_000_000_000 / rate);
        while begun.elapsed() < due {
            std::thread::sleep((due - begun.elapsed().min(due)).max(Duration::from_micros(50)));
        }
        let now = NOW + due.as_millis() as i64;
        // The busy ones are busy still.
        let customer = 1 + (chance.random::<f64>().powi(2) * (customers - 1) as f64) as i64;
        let event = data::event(&mut chance, now);
        let change = Change::Append { customer, attributes: Vec::new(), facts: vec![data::fact(&event)] };
        let start = Instant::now();
        crossings += warehouse.apply(Batch { position, changes: vec![change] }, now).expect("values fit").len();
        own.push(start.elapsed().as_secs_f64() * 1_000.0);
        taken.push((begun.elapsed() - due).as_secs_f64() * 1_000.0);
    }
    taken.sort_unstable_by(f64::total_cmp);
    let at = |share: f64| taken[((taken.len() - 1) as f64 * share) as usize];
    println!(
        "live: {} events at {rate}/s, {crossings} crossings, event to right: median {:.3} ms, p99 {:.3} ms, p99.9 {:.3} ms, most {:.1} ms, {} MB",
        taken.len(),
        at(0.5),
        at(0.99),
        at(0.999),
        at(1.0),
        crate::resident()
    );
    let work = (crate::queries::spent() - before) * 10.0 / taken.len() as f64;
    own.sort_unstable_by(f64::total_cmp);
    let of = |share: f64| own[((own.len() - 1) as f64 * share) as usize];
    println!(
        "    of that applying: median {:.3} ms, p99 {:.3} ms, mean {work:.3} ms of processors, sum {:.2} s",
        of(0.5),
        of(0.99),
        own.iter().sum::<f64>() / 1_000.0
    );
    println!(
        "JSON {{\"live\": {{\"median\": {}, \"p99\": {}, \"p999\": {}, \"most\": {}}}}}",
        at(0.5),
        at(0.99),
        at(0.999),
        at(1.0)
    );
    // What ends at instants of its own until midnight, slept through; then midnight, when every window of days moves.
    for (what, until) in [("half a day slept through", NOW + 12 * 3_600_000 - 1), ("midnight", NOW + 12 * 3_600_000)] {
        let (begun, before) = (Instant::now(), crate::queries::spent());
        let crossed = warehouse.advance(until).len();
        let (took, work) = (begun.elapsed().as_secs_f64(), (crate::queries::spent() - before) / 100.0);
        println!("{what}: {took:.2} s, processors {work:.2} s, {crossed} crossings");
        println!("JSON {{\"{what}\": [{took}, {work}]}}");
    }
}
