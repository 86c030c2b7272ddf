//! Files written here and read by the connectors say what the drafts say; damaged rows are refused, and counted alike.

use std::collections::HashMap;

use connectors::drafts::{Draft, LinesDraft, OrderDraft, Reason, RefundDraft, Refusal};
use connectors::reading::{Input, Item, Options, open};

use super::super::{Channel, Privacy, Settings, World};
use super::*;

/// Saturday, 2026-11-21, 12:00 in China.
const NOW: i64 = 1_795_233_600_000;
const PEOPLE: u64 = 700;

#[derive(Default)]
struct Back {
    format: String,
    orders: HashMap<String, OrderDraft>,
    lines: HashMap<String, LinesDraft>,
    refunds: HashMap<String, RefundDraft>,
    refused: Vec<Refusal>,
}

fn read(bytes: Vec<u8>) -> Back {
    let opened = open(&Input::Bytes(bytes.into()), &Options::default()).unwrap();
    let mut back = Back { format: opened.format().code, ..Back::default() };
    let mut items = opened.into_items(None).unwrap();
    while let Some(item) = items.next_item().unwrap() {
        match item {
            Item::Draft(Draft::Order(order)) => {
                back.orders.insert(order.number.clone(), *order);
            }
            Item::Draft(Draft::Lines(lines)) => {
                back.lines.insert(lines.order.clone(), *lines);
            }
            Item::Draft(Draft::Refund(refund)) => {
                back.refunds.insert(refund.number.clone(), *refund);
            }
            Item::Draft(other) => panic!("{other:?}"),
            Item::Refused(refusal) => back.refused.push(refusal),
        }
    }
    back
}

struct Case {
    orders: OrderReport,
    items: ItemReport,
    encoding: Encoding,
    privacy: Privacy,
    formats: [&'static str; 2],
}

fn check(case: &Case, damaged_permille: u32) {
    let world = World::new(Settings { privacy: case.privacy, ..Settings::two_years_to(NOW, 67, PEOPLE) });
    let shop = world.shop(Channel::Tmall).unwrap();
    let export = Export { shop, orders: case.orders, items: case.items, encoding: case.encoding, damaged_permille };
    let (mut orders, mut items, mut refunds) = (Vec::new(), Vec::new(), Vec::new());
    let to = Targets { orders: Target::Csv(&mut orders), items: Some(&mut items), refunds: Some(&mut refunds) };
    let written = write(&world, 0..PEOPLE, &export, to, &mut |_| {}).unwrap();
    let (orders, items, refunds) = (read(orders), read(items), read(refunds));
    assert_eq!((refunds.refunds.len() as u64, refunds.refused.len()), (written.refunds, 0));
    assert_eq!([orders.format.as_str(), items.format.as_str()], case.formats);
    let count = |back: &Back, reason| back.refused.iter().filter(|refusal| refusal.reason == reason).count() as u64;
    let told = |damaged: &BTreeMap<Damage, u64>, kind| damaged.get(&kind).copied().unwrap_or(0);
    for (back, damaged) in [(&orders, &written.damaged_orders), (&items, &written.damaged_lines)] {
        for (reason, kind) in [
            (Reason::DamagedId, Damage::LostDigits),
            (Reason::MissingId, Damage::NoNumber),
            (Reason::NotADate, Damage::BadDate),
        ] {
            assert_eq!(count(back, reason), told(damaged, kind), "{reason:?} {:?}", back.format);
        }
        assert_eq!(back.refused.len() as u64, damaged.values().sum::<u64>());
    }
    assert_eq!(orders.orders.len() as u64 + orders.refused.len() as u64, written.orders);
    let lines: u64 = items.lines.values().map(|lines| lines.lines.len() as u64).sum();
    assert_eq!(lines + items.refused.len() as u64, written.lines);
    for number in 0..PEOPLE {
        for told in world.person_drafts_of(number, shop) {
            let told = match told.draft {
                Draft::Order(told) => told,
                Draft::Refund(told) => {
                    let read = &refunds.refunds[&told.number];
                    let said = |one: &RefundDraft| {
                        (one.order.clone(), one.amount, one.status, one.requested_at, one.finished_at, one.with_return)
                    };
                    assert_eq!(said(read), said(&told));
                    continue;
                }
                _ => continue,
            };
            if let Some(read) = orders.orders.get(&told.number) {
                same_order(&told, read, case);
            }
            if let Some(read) = items.lines.get(&told.number).filter(|_| damaged_permille == 0) {
                same_lines(&told, read, case);
            }
        }
    }
}

fn same_order(told: &OrderDraft, read: &OrderDraft, case: &Case) {
    let what = || format!("told {told:#?}\nread {read:#?}");
    assert_eq!(read.status, told.status, "{}", what());
    assert_eq!((read.placed_at, read.paid_at), (told.placed_at, told.paid_at), "{}", what());
    assert_eq!(read.total, told.total, "{}", what());
    assert_eq!(read.paid.unwrap_or(0), told.paid.unwrap_or(0), "{}", what());
    assert_eq!(read.refunded.unwrap_or(0), told.refunded.unwrap_or(0), "{}", what());
    assert_eq!(read.pieces, told.pieces, "{}", what());
    assert_eq!(read.shop, told.shop, "{}", what());
    assert_eq!(read.address, told.address, "{}", what());
    assert_eq!(read.buyer.nick, told.buyer.nick, "{}", what());
    assert_eq!((&read.buyer_note, &read.seller_note), (&told.buyer_note, &told.seller_note), "{}", what());
    let parcels = |order: &OrderDraft| order.shipments.iter().map(|parcel| parcel.tracking.clone()).collect::<Vec<_>>();
    assert_eq!(parcels(read), parcels(told), "{}", what());
    for identifier in &told.buyer.identifiers {
        assert!(read.buyer.identifiers.contains(identifier), "{}", what());
    }
    if case.orders == OrderReport::E {
        assert_eq!(read.shipped_at, told.shipped_at, "{}", what());
    }
}

fn same_lines(told: &OrderDraft, read: &LinesDraft, case: &Case) {
    let what = || format!("told {:#?}\nread {read:#?}", told.lines);
    assert_eq!(read.lines.len(), told.lines.len(), "{}", what());
    for (told, read) in told.lines.iter().zip(&read.lines) {
        assert_eq!(
            (&read.sku, &read.title, &read.options, read.price, read.quantity),
            (&told.sku, &told.title, &told.options, told.price, told.quantity),
            "{}",
            what()
        );
        if case.items == ItemReport::TwentySeven {
            assert_eq!((&read.number, &read.product), (&told.number, &told.product), "{}", what());
            assert_eq!((read.total, read.paid.unwrap_or(0)), (told.total, told.paid.unwrap_or(0)), "{}", what());
            assert_eq!(read.refunded.unwrap_or(0), told.refunded.unwrap_or(0), "{}", what());
            assert_eq!(read.status, told.status, "{}", what());
        }
    }
}

#[test]
fn files_of_every_kind_are_read_back() {
    let formats = ["taobao.orders.a", "taobao.orders.b", "taobao.orders.c", "taobao.orders.d", "taobao.orders.e"];
    for (orders, format) in OrderReport::ALL.into_iter().zip(formats) {
        let items = orders.items();
        let lines = match items {
            ItemReport::Ten => "taobao.items.1",
            ItemReport::Eighteen => "taobao.items.2",
            ItemReport::TwentySeven => "taobao.items.3",
        };
        let (encoding, privacy) = match orders {
            OrderReport::E => (Encoding::Utf8Bom, Privacy::Masked),
            _ => (Encoding::Gbk, Privacy::Open),
        };
        let case = Case { orders, items, encoding, privacy, formats: [format, lines] };
        for damaged_permille in [0, 50] {
            check(&case, damaged_permille);
        }
    }
}

#[test]
fn a_workbook_says_what_the_file_says() {
    let world = World::new(Settings::two_years_to(NOW, 67, 120));
    let shop = world.shop(Channel::Tmall).unwrap();
    let (orders, encoding) = (OrderReport::E, Encoding::Utf8);
    let export = Export { shop, orders, items: orders.items(), encoding, damaged_permille: 40 };
    let (mut file, mut book) = (Vec::new(), std::io::Cursor::new(Vec::new()));
    let csv = Targets { orders: Target::Csv(&mut file), items: None, refunds: None };
    write(&world, 0..120, &export, csv, &mut |_| {}).unwrap();
    let workbook = Targets { orders: Target::Workbook(&mut book), items: None, refunds: None };
    write(&world, 0..120, &export, workbook, &mut |_| {}).unwrap();
    let (file, book) = (read(file), read(book.into_inner()));
    assert_eq!((&book.format, book.orders.len()), (&file.format, file.orders.len()));
    assert!(!file.orders.is_empty() && book.orders == file.orders);
    let reasons = |back: &Back| back.refused.iter().map(|refusal| (refusal.row, refusal.reason)).collect::<Vec<_>>();
    assert_eq!(reasons(&book), reasons(&file));
}
