//! The seven questions.

use std::collections::BTreeMap;
use std::time::Instant;

use rules::{Decimal, Rule, SetKind, Window};
use warehouse::{AttributeId, Cancel, Crowd, Dimension, KindId, PropertyId, Question, Warehouse};

use crate::data::NOW;

/// The rules of the questions, as text.
pub const PROFILE: &str = "gender = \"g0\" and province in (\"p0\", \"p3\", \"p7\") and city_level in (\"t0\", \"t1\") and age between 25 and 34";
pub const PAYMENTS: &str =
    "province in (\"p0\", \"p3\", \"p7\") and did paid at least 2 times with total amount >= 200 in last 90 days";
pub const WANTED: &str =
    "did favourited where category = \"k12\" in last 7 days and not did paid where category = \"k12\" in last 30 days";
pub const SEQUENCE: &str = "did viewed then no paid within 3 days in last 30 days";
/// The segments that are crossed and looked into.
pub const SEGMENTS: [(i64, &str); 3] = [
    (1, "did paid in last 90 days"),
    (2, "did viewed at least 3 times in last 30 days"),
    (3, "province in (\"p0\", \"p1\", \"p2\", \"p3\") and spent >= 500"),
];

pub fn parse(text: &str) -> Rule {
    match rules::parse(text, &crate::data::catalogue()) {
        Ok(rule) => rule,
        Err(problems) => panic!("{text}: {problems:?}"),
    }
}

fn question(warehouse: &Warehouse, text: &str) -> Question {
    warehouse.compile(&parse(text), &|_: SetKind, name: &str| name.parse().ok()).expect("the rule can be computed")
}

/// Hundredths of seconds that the process has spent on processors.
pub fn spent() -> f64 {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = text.rsplit(')').next().unwrap_or_default();
    after.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum()
}

/// The median of several runs in milliseconds, and the last answer. Prints the processors' time too, which other work on
/// the machine does not lengthen much.
fn timed<A>(times: usize, mut ask: impl FnMut() -> A) -> (f64, A, f64) {
    let mut taken = Vec::new();
    let mut answer = ask();
    let begun = Instant::now();
    let (before, mut runs) = (spent(), 0.0);
    // As often as asked, and until the ticks of the processors' time are many enough.
    while taken.len() < times || (spent() - before < 20.0 && begun.elapsed().as_secs() < 3) {
        let start = Instant::now();
        answer = ask();
        taken.push(start.elapsed().as_secs_f64() * 1_000.0);
        runs += 1.0;
    }
    let each = (spent() - before) * 10.0 / runs;
    taken.sort_unstable_by(f64::total_cmp);
    (taken[taken.len() / 2], answer, each)
}

fn dimensions() -> Vec<Dimension> {
    let edges = |of: &[i64]| of.iter().map(|&n| Decimal(n * Decimal::SCALE)).collect();
    let mut all: Vec<Dimension> =
        [0, 1, 2, 3, 4, 5, 9].iter().map(|&id| Dimension::Attribute(AttributeId(id))).collect();
    all.push(Dimension::Bands { attribute: AttributeId(10), edges: edges(&[20, 25, 30, 35, 40, 45, 50, 55]) });
    all.push(Dimension::Bands { attribute: AttributeId(7), edges: edges(&[100, 500, 1_000, 2_000, 5_000]) });
    all.push(Dimension::Property {
        kind: KindId(3),
        property: PropertyId(0),
        window: Window::Last { n: 90, unit: rules::Unit::Days },
    });
    all
}

/// The median, the answer, and the processors' time of each.
pub type Answers = BTreeMap<&'static str, (f64, Vec<u64>, f64)>;

pub fn ask(warehouse: &Warehouse, times: usize) -> Answers {
    let cancel = Cancel::new();
    let mut answers = Answers::new();
    for (name, text) in [("profile", PROFILE), ("payments", PAYMENTS), ("wanted", WANTED), ("sequence", SEQUENCE)] {
        let question = question(warehouse, text);
        let (ms, count, work) = timed(times, || warehouse.count(&question, NOW, &cancel).expect("an answer").customers);
        answers.insert(name, (ms, vec![count], work));
    }
    let all = warehouse.everybody();
    let (ms, parts, work) =
        timed(times.min(9), || warehouse.rfm(&all, KindId(3), PropertyId(1), None, None, &cancel).expect("an answer"));
    let sum = |of: &dyn Fn(&warehouse::Rfm) -> i64| parts.iter().map(of).sum::<i64>() as u64;
    answers.insert(
        "rfm",
        (
            ms,
            vec![
                sum(&|part| part.customers.len() as i64),
                sum(&|part| part.times.iter().map(|&n| i64::from(n)).sum()),
                sum(&|part| part.sum.iter().sum::<i64>() / 100),
                sum(&|part| part.last.iter().map(|at| at / 86_400_000).sum()),
            ],
            work,
        ),
    );
    let crowds: Vec<Crowd> =
        SEGMENTS.iter().map(|(id, _)| warehouse.live_crowd(*id).expect("a live segment")).collect();
    let [one, two, three] = crowds.as_slice() else { return answers };
    let dimensions = dimensions();
    let (ms, found, work) = timed(times.min(15), || {
        warehouse.distribution(one, &all, &dimensions, NOW, 1_000, &cancel).expect("an answer")
    });
    let figures = found.iter().flat_map(|one| {
        [one.bars.iter().map(|bar| bar.customers).sum(), one.bars.iter().map(|bar| bar.base_customers).sum()]
    });
    answers.insert("insight", (ms, figures.collect(), work));
    let (ms, n, work) = timed(times, || {
        let parts = Crowd::parts([one, two, three]);
        // In the first two and not in the third; in the first or the third.
        let either: u64 = (1..8).filter(|place| place & 0b101 != 0).map(|place| parts[place]).sum();
        parts[0b011] + either
    });
    answers.insert("sets", (ms, vec![n], work));
    answers
}

/// Asks one of the questions that are rules so many times.
pub fn only(warehouse: &Warehouse, name: &str, times: usize) {
    let rules = [("profile", PROFILE), ("payments", PAYMENTS), ("wanted", WANTED), ("sequence", SEQUENCE)];
    let (_, text) = rules.iter().find(|(one, _)| *one == name).expect("a question that is a rule");
    let (question, cancel) = (question(warehouse, text), Cancel::new());
    let (ms, count, work) = timed(times, || warehouse.count(&question, NOW, &cancel).expect("an answer").customers);
    println!("{name}: {count} customers, {ms:.3} ms, processors {work:.3} ms");
}
