//! A year of a real shop, read with the preset that ships: the published totals must come out. The data is not part of
//! the project; without it the test says so and passes.

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "tests")]

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use connectors::{
    drafts::{Draft, Reason},
    presets,
    reading::{Input, Item, Options, open},
};

#[test]
fn the_published_totals_come_out() {
    let path =
        PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/online_retail/online_retail.csv.gz"));
    if !path.exists() {
        eprintln!("note: {} is absent, nothing was checked", path.display());
        return;
    }
    let preset = presets::built_in().into_iter().find(|preset| preset.id == "online_retail").unwrap();
    let opened = open(&Input::Path(path), &Options::default()).unwrap();
    assert!(opened.needs_mapping());
    let mut items = opened.into_items(Some(&preset.mapping)).unwrap();

    let (mut lines, mut pence, mut orders, mut numbers, mut buyers) =
        (0_u64, 0_i64, 0_u64, BTreeSet::new(), BTreeSet::new());
    let (mut anonymous_lines, mut refunds, mut refund_numbers, mut everyone) =
        (0_u64, 0_u64, BTreeSet::new(), BTreeSet::new());
    let mut refused: BTreeMap<String, u64> = BTreeMap::new();
    while let Some(item) = items.next_item().unwrap() {
        match item {
            Item::Draft(Draft::Order(order)) => {
                assert!(numbers.insert(order.number.clone()), "{} comes twice", order.number);
                let total: i64 = order.lines.iter().map(|line| line.total.unwrap()).sum();
                assert_eq!(order.paid, Some(total));
                let distinct: BTreeSet<_> = order.lines.iter().map(|line| line.number.clone().unwrap()).collect();
                assert_eq!(distinct.len(), order.lines.len());
                match order.buyer.identifiers.first() {
                    Some(buyer) => {
                        orders += 1;
                        lines += order.lines.len() as u64;
                        pence += total;
                        buyers.insert(buyer.value.clone());
                        everyone.insert(buyer.value.clone());
                    }
                    None => anonymous_lines += order.lines.len() as u64,
                }
            }
            Item::Draft(Draft::Refund(refund)) => {
                assert!(refund.amount >= 0);
                assert!(refund_numbers.insert(refund.number.clone()), "{} comes twice", refund.number);
                everyone.extend(refund.buyer.identifiers.first().map(|buyer| buyer.value.clone()));
                refunds += 1;
            }
            Item::Draft(other) => unreachable!("{other:?}"),
            Item::Refused(refusal) => {
                *refused.entry(format!("{:?} {}", refusal.reason, refusal.field.unwrap_or_default())).or_default() += 1;
            }
        }
    }
    assert_eq!((lines, orders, pence, buyers.len()), (397_884, 18_532, 891_140_790, 4_338));
    let counts = items.counts();
    assert_eq!(counts.rows, 541_909);
    assert_eq!(counts.rows, counts.drafted + counts.refused);
    assert_eq!(counts.drafted, lines + anonymous_lines + refunds);
    assert_eq!(everyone.len(), 4_371, "all but the one who was only ever given something for nothing");
    let text: Vec<String> = refused.iter().map(|(what, count)| format!("{what}: {count}")).collect();
    let not_a_sale = format!("{:?}", Reason::NotASale);
    assert!(text.iter().any(|line| line.starts_with(&not_a_sale)), "{text:?}");
    expect_test::expect![[r#"
        anonymous lines: 132215, refunds: 9154
        NegativeQuantity Quantity: 1336
        NotASale InvoiceNo: 3
        NotASale StockCode: 138
        NotASale UnitPrice: 1179
    "#]]
    .assert_eq(&format!("anonymous lines: {anonymous_lines}, refunds: {refunds}\n{}\n", text.join("\n")));
}
