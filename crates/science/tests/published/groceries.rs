//! What was published of Groceries (Hahsler, Hornik and Reutterer 2006) and what other programs give of it.
use std::collections::BTreeMap;
use std::io::Read as _;

use science::baskets::{Baskets, Limits, Share, frequent, rules};

use crate::data::shared;

/// The baskets, and items by name.
fn groceries() -> Option<(Baskets, BTreeMap<String, u32>)> {
    let packed = shared("groceries/groceries.csv.gz")?;
    let mut text = String::new();
    flate2::read::MultiGzDecoder::new(packed.as_slice()).read_to_string(&mut text).unwrap();
    let (mut baskets, mut names) = (Baskets::default(), BTreeMap::new());
    for line in text.lines() {
        let mut basket = Vec::new();
        for name in line.split(',').map(str::trim).filter(|name| !name.is_empty()) {
            let next = names.len() as u32;
            basket.push(*names.entry(name.to_owned()).or_insert(next));
        }
        baskets.push(&basket);
    }
    Some((baskets, names))
}

#[test]
fn sets_and_rules_are_those_of_arules() {
    let Some((baskets, names)) = groceries() else { return };
    assert_eq!((baskets.len(), names.len()), (9_835, 169));
    let density = baskets.lines() as f64 / 9_835.0 / 169.0;
    assert!((density - 0.02609146).abs() < 0.5e-8, "{density}");
    let counts: BTreeMap<u32, u32> = baskets.counts().into_iter().collect();
    assert_eq!((counts[&names["whole milk"]], counts[&names["other vegetables"]]), (2_513, 1_903));
    let share = |text: &str| Share::parse(text).unwrap();
    let of = |support: &str, confidence: &str| {
        let sets = frequent(&baskets, Limits::least(share(support).least_of(9_835))).unwrap();
        let found = rules(&sets, share(confidence), usize::MAX);
        let single = found.rules.iter().filter(|rule| rule.then.len() == 1).count();
        assert_eq!(rules(&sets, share(confidence), 1).rules.len(), single);
        (sets.len(), found.rules, single)
    };
    let (sets, found, single) = of("0.001", "0.8");
    assert_eq!((sets, found.len(), single), (13_492, 413, 410));
    let (sets, found, single) = of("0.006", "0.25");
    assert_eq!((sets, found.len(), single), (747, 467, 463));
    let long = |length| found.iter().filter(|it| it.then.len() == 1 && it.given.len() + 1 == length).count();
    assert_eq!((long(2), long(3), long(4)), (150, 297, 16));
    let (herbs, roots) = (names["herbs"], names["root vegetables"]);
    let rule = found.iter().find(|rule| rule.given == [herbs] && rule.then == [roots]).unwrap();
    let near = |found: f64, expected: f64, within: f64| assert!((found - expected).abs() < within, "{found}");
    near(rule.counts.support(), 0.007016, 0.5e-6);
    near(rule.counts.confidence(), 0.43125, 0.5e-8);
    near(rule.counts.lift(), 3.956477, 0.5e-6);
    assert!(rule.corrected < 1e-15, "no chance, however many were tried");
}
