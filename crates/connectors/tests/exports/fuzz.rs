//! Mutated files: nothing panics or hangs, and every row is accounted for.

use proptest::prelude::*;

use connectors::{
    drafts::Draft,
    reading::{Input, Item, Options, open},
    table::Mapping,
};

use crate::{
    files::{Cells, csv, gbk, xlsx},
    headers::*,
};

const ROW: Cells<'static> = &[
    ("订单编号", "=\"3500000000000001\""),
    ("主订单编号", "3500000000000001"),
    ("子订单编号", "3500000000000002"),
    ("买家会员名", "测试买家甲"),
    ("标题", "衬衫,\"白\"\n两行"),
    ("商品", "衬衫"),
    ("价格", "1.00"),
    ("购买数量", "1"),
    ("总金额", "10.00"),
    ("买家实际支付金额", "10.00"),
    ("订单状态", "交易成功"),
    ("订单创建时间", "2018-09-01 18:11:05"),
    ("订单付款时间", "2018-09-01 18:12:05"),
    ("收货地址", "浙江省 杭州市 西湖区 测试路1号(310000)"),
    ("联系手机", "'13800000000"),
    ("订单号", "230901-1"),
    ("商品数量(件)", "1"),
    ("用户实付金额(元)", "10.00"),
    ("商品名称", "衬衫"),
    ("订购数量", "1"),
    ("下单时间", "2018-09-01"),
    ("订单金额", "3"),
    ("选购商品", "衬衫"),
    ("商品数量", "1"),
    ("退款编号", "700000000001"),
    ("买家退款金额", "1.00"),
    ("全部商品名称", "衬衫"),
    ("订单实付金额", "1"),
];

#[derive(Debug, Clone)]
enum Change {
    Byte(usize, u8),
    Insert(usize, Vec<u8>),
    Remove(usize, usize),
    Copy(usize, usize, usize),
    Cut(usize),
}

fn change() -> impl Strategy<Value = Change> {
    let at = || any::<usize>();
    let telling = prop::sample::select(vec![
        &b"\""[..],
        b",",
        b"\n",
        b"\r\n",
        b"=\"",
        b"\"\"",
        b"\t",
        b"'",
        b"\xff",
        b"\x80",
        b"\0",
        b"\xef\xbb\xbf",
        b"3.5E+17",
        b"<table><tr>",
        b"\n\n\n",
        b",,,,,,,,,,,,",
    ]);
    prop_oneof![
        (at(), any::<u8>()).prop_map(|(at, byte)| Change::Byte(at, byte)),
        (at(), telling).prop_map(|(at, bytes)| Change::Insert(at, bytes.to_vec())),
        (at(), 0_usize..200).prop_map(|(at, length)| Change::Remove(at, length)),
        (at(), at(), 0_usize..500).prop_map(|(from, to, length)| Change::Copy(from, to, length)),
        at().prop_map(Change::Cut),
    ]
}

fn apply(bytes: &mut Vec<u8>, change: &Change) {
    let place = |at: usize, bytes: &Vec<u8>| at % (bytes.len() + 1);
    match change {
        Change::Byte(at, byte) => {
            let at = place(*at, bytes);
            if let Some(slot) = bytes.get_mut(at) {
                *slot = *byte;
            }
        }
        Change::Insert(at, what) => {
            let at = place(*at, bytes);
            bytes.splice(at..at, what.iter().copied());
        }
        Change::Remove(at, length) => {
            let at = place(*at, bytes);
            bytes.drain(at..(at + length).min(bytes.len()));
        }
        Change::Copy(from, to, length) => {
            let from = place(*from, bytes);
            let piece = bytes[from..(from + length).min(bytes.len())].to_vec();
            let to = place(*to, bytes);
            bytes.splice(to..to, piece);
        }
        Change::Cut(at) => {
            let at = place(*at, bytes);
            bytes.truncate(at);
        }
    }
}

/// Reads a file in whatever way it offers and holds the books.
fn audit(bytes: Vec<u8>) {
    let Ok(opened) = open(&Input::Bytes(bytes.into()), &Options::default()) else { return };
    let preview = opened.preview();
    let mapping: Option<Mapping> = opened.needs_mapping().then_some(preview.guess);
    let Ok(mut items) = opened.into_items(mapping.as_ref()) else { return };
    let (mut rows, mut last) = (0, 0);
    loop {
        match items.next_item() {
            Ok(Some(item)) => {
                rows += item.rows();
                if let Item::Draft(Draft::Order(order)) = &item {
                    assert!(!order.number.is_empty());
                }
            }
            Ok(None) => break,
            Err(_) => return,
        }
        let progress = items.progress();
        assert!(progress.bytes_done <= progress.bytes_total);
        assert!(progress.resume_row >= last, "{} after {last}", progress.resume_row);
        last = progress.resume_row;
    }
    let counts = items.counts();
    assert_eq!(rows, counts.drafted + counts.refused);
    assert_eq!(counts.rows, counts.drafted + counts.refused + counts.blank + counts.foreign, "{counts:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn mutated_text_is_read_without_loss(
        header in prop::sample::select(vec![ORDERS_A, ORDERS_E, ORDERS_F, ITEMS_1, ITEMS_3, REFUNDS, PINDUODUO, DOUYIN, JD, YOUZAN, "客户编号,姓名,手机,邮箱,生日"]),
        rows in 1_usize..12,
        chinese in any::<bool>(),
        changes in prop::collection::vec(change(), 0..12),
    ) {
        let rows = vec![ROW; rows];
        let text = csv(header, &rows);
        let mut bytes = if chinese { gbk(&text) } else { text.into_bytes() };
        for change in &changes {
            apply(&mut bytes, change);
        }
        audit(bytes);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn mutated_workbooks_are_read_or_refused_whole(changes in prop::collection::vec(change(), 0..4), rows in 1_usize..5) {
        let rows = vec![ROW; rows];
        let mut bytes = xlsx(&[("一", ITEMS_2, &rows), ("二", ORDERS_B, &rows)]);
        for change in &changes {
            apply(&mut bytes, change);
        }
        audit(bytes);
    }

    #[test]
    fn any_bytes_are_read_or_refused_whole(bytes in prop::collection::vec(any::<u8>(), 0..4000)) {
        audit(bytes);
    }
}

/// The lines of a file of open quotes are refused one by one, in time that grows with the file.
#[test]
fn a_file_of_open_quotes_does_not_hang() {
    for line in ["3500000000000001,\"开,1.00\n", "\"\n", ",\"\"\"\n", "=\"1\n"] {
        let mut text = format!("{ITEMS_1}\n");
        for _ in 0..20_000 {
            text.push_str(line);
        }
        audit(text.into_bytes());
    }
    let mut long = format!("{ITEMS_1}\n").into_bytes();
    long.extend(std::iter::repeat_n(b'x', 5_000_000));
    long.extend_from_slice(b"\n3500000000000001,a,1.00,1,,,,,,A\n");
    audit(long);
}
