//! What real files do to one column, row or file, and what must come of it.

use expect_test::expect;

use connectors::{
    drafts::{Draft, OrderDraft},
    reading::Item,
};

use crate::{
    files::{csv, gbk, items, read},
    headers::*,
};

/// The one order of a report in which one column differs from a plain row.
fn with(column: &str, value: &str) -> Item {
    let plain = [
        ("订单编号", "3500000000000001"),
        ("买家会员名", "测试买家甲"),
        ("总金额", "10.00"),
        ("买家实际支付金额", "10.00"),
        ("订单状态", "交易成功"),
        ("订单创建时间", "2018-09-01 18:11:05"),
        ("订单付款时间", "2018-09-01 18:12:05"),
    ];
    let mut row: Vec<(&str, &str)> = plain.into_iter().filter(|(name, _)| *name != column).collect();
    row.push((column, value));
    let mut items: Vec<Item> = items(gbk(&csv(ORDERS_E, &[&row]))).map(Result::unwrap).collect();
    assert_eq!(items.len(), 1);
    items.remove(0)
}

#[test]
fn a_column_s_quirks() {
    type Look = fn(&OrderDraft) -> String;
    let money: Look = |o| format!("{:?} {:?}", o.received, o.refunded);
    let id: Look = |o| o.number.clone();
    let who: Look = |o| o.buyer.identifiers.iter().map(|i| i.value.clone()).collect::<Vec<_>>().join(" ");
    let address: Look = |o| {
        let a = &o.address;
        [&a.province, &a.city, &a.district, &a.street, &a.zip].map(|part| part.clone().unwrap_or("-".into())).join("|")
    };
    let placed: Look = |o| o.placed_at.map_or("-".into(), |at| at.to_string());
    let extra: Look = |o| format!("{:?}", o.extra);
    let parcels: Look = |o| o.shipments.iter().map(|s| s.tracking.clone()).collect::<Vec<_>>().join(" ");
    let table: &[(&str, &str, Look)] = &[
        ("订单编号", "=\"3500000000000001\"", id),
        ("订单编号", "3500000000000001\t", id),
        ("订单编号", "'3500000000000001", id),
        ("订单编号", "=\"\"", id),
        ("订单编号", "3.5E+17", id),
        ("订单编号", "=\"3.5E+15\"", id),
        ("订单编号", "35-1", id),
        ("打款商家金额", "0元", money),
        ("打款商家金额", "￥1,234.50", money),
        ("打款商家金额", "十元", money),
        ("退款金额", "无退款申请", money),
        ("退款金额", "5", money),
        ("总金额", "abc", money),
        ("买家会员名", "测**", who),
        ("联系手机", "'13800000000", who),
        ("联系手机", "138****0000", who),
        ("联系手机", "18800000000-1234", who),
        ("收货地址", "浙江省 杭州市 西湖区 测试路1号(310000)", address),
        ("收货地址", "广东省 东莞市 其它区 测试路1号(000000)", address),
        ("收货地址", "北京 北京市 朝阳区 测试路 2 号", address),
        ("订单创建时间", "2018/9/1 8:01", placed),
        ("订单创建时间", "2018-09-01", placed),
        ("订单创建时间", "昨天", placed),
        ("是否手机订单", "手机订单", extra),
        ("是否代付", "否", extra),
        ("是否代付", "是", extra),
        ("物流单号", "YT1;SF2", parcels),
        ("店铺名称", "=\"甲,乙\"", |o| o.shop.name.clone().unwrap_or_default()),
    ];
    let mut out = String::new();
    for (column, value, look) in table {
        let seen = match with(column, value) {
            Item::Draft(Draft::Order(order)) => look(&order),
            Item::Draft(_) => "another draft".to_owned(),
            Item::Refused(refusal) => format!("refused {:?} {}", refusal.reason, refusal.field.unwrap_or_default()),
        };
        out.push_str(&format!("{column} {value:?}: {seen}\n"));
    }
    expect![[r#"
        订单编号 "=\"3500000000000001\"": 3500000000000001
        订单编号 "3500000000000001\t": 3500000000000001
        订单编号 "'3500000000000001": 3500000000000001
        订单编号 "=\"\"": refused MissingId 订单编号
        订单编号 "3.5E+17": refused DamagedId 订单编号
        订单编号 "=\"3.5E+15\"": refused DamagedId 订单编号
        订单编号 "35-1": refused MalformedId 订单编号
        打款商家金额 "0元": Some(0) None
        打款商家金额 "￥1,234.50": Some(123450) None
        打款商家金额 "十元": refused NotAnAmount 打款商家金额
        退款金额 "无退款申请": None Some(0)
        退款金额 "5": None Some(500)
        总金额 "abc": refused NotAnAmount 总金额
        买家会员名 "测**": 
        联系手机 "'13800000000": 测试买家甲 +8613800000000
        联系手机 "138****0000": 测试买家甲
        联系手机 "18800000000-1234": 测试买家甲
        收货地址 "浙江省 杭州市 西湖区 测试路1号(310000)": 浙江省|杭州市|西湖区|测试路1号|310000
        收货地址 "广东省 东莞市 其它区 测试路1号(000000)": 广东省|东莞市|-|测试路1号|-
        收货地址 "北京 北京市 朝阳区 测试路 2 号": 北京市|北京市|朝阳区|测试路 2 号|-
        订单创建时间 "2018/9/1 8:01": 1535760060000
        订单创建时间 "2018-09-01": 1535731200000
        订单创建时间 "昨天": refused NotADate 订单创建时间
        是否手机订单 "手机订单": {"是否手机订单": "手机订单"}
        是否代付 "否": {}
        是否代付 "是": {"是否代付": "是"}
        物流单号 "YT1;SF2": YT1 SF2
        店铺名称 "=\"甲,乙\"": 甲,乙
    "#]]
    .assert_eq(&out);
}

#[test]
fn a_row_s_quirks_cost_that_row_only() {
    let header = "订单编号,标题,价格,购买数量,外部系统编号,商品属性,套餐信息,备注,订单状态,商家编码";
    let good = |number: u64, title: &str| format!("350000000000{number:04},{title},1.00,1,,,,,交易成功,A\n");
    let mut bytes = gbk(&format!("导出时间：2018-09-01\n{header}\n{}", good(1, "一")));
    bytes.extend(gbk("3500000000000002,\"没有合上的引号,1.00,1,,,,,交易成功,A\n"));
    bytes.extend(gbk(&good(3, "三")));
    bytes.extend(b"3500000000000004,\xff\xff,1.00,1,,,,,,A\n");
    bytes.extend(gbk("\n,,,,,,,,,\n"));
    bytes.extend(gbk(&format!("{header}\n")));
    bytes.extend(gbk("3500000000000005,五\n"));
    bytes.extend(gbk("3500000000000006,六,1.00,1,,,,,交易成功,A,多,出\n"));
    bytes.extend(gbk("3500000000000007,七,1.00,一,,,,,交易成功,A,\n"));
    bytes.extend(gbk("合计,,7.00,7,,,,,,\n"));
    bytes.extend(gbk("3500000000000008,\"两行\n标题\",1.00,1,,,,,交易成功,A\n"));
    bytes.extend(gbk("3500000000000009,\"文件到此为止"));
    expect![[r#"
        taobao.items.1 GB18030
        4 refused OpenQuote -=-
        3 lines of 3500000000000001: - 1×一 paid - finished
        6 refused BadEncoding -=-
        10 refused TooFewColumns -=-
        11 refused TooManyColumns -=-
        12 refused NotANumber 购买数量=一
        13 refused MalformedId 订单编号=合计
        5 lines of 3500000000000003: - 1×三 paid - finished
        15 refused OpenQuote -=-
        14 lines of 3500000000000008: - 1×两行
        标题 paid - finished
    "#]]
    .assert_eq(&read(bytes));
}

#[test]
fn a_file_s_quirks() {
    let rows = "3500000000000001\t衬衫\t1.00\t1\t交易成功\r\n";
    let tsv = format!("订单编号\t标题\t价格\t购买数量\t订单状态\r\n{rows}");
    let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(tsv.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let html = format!(
        "<html><meta charset=gbk><table><tr><th>订单编号</th><th>标题</th><th>价格</th><th>购买数量</th><th>订单状态</th></tr><tr><td>{}</td></tr></table>",
        rows.trim_end().replace('\t', "</td><td>")
    );
    let mut packed = Vec::new();
    std::io::Read::read_to_end(
        &mut flate2::read::GzEncoder::new(tsv.as_bytes(), flate2::Compression::fast()),
        &mut packed,
    )
    .unwrap();
    let expected = "lines of 3500000000000001: - 1×衬衫 paid - finished\n";
    for (name, bytes) in [("tsv", gbk(&tsv)), ("utf-16", utf16), ("html", gbk(&html)), ("gzip", packed)] {
        let out = read(bytes);
        assert!(out.ends_with(expected), "{name}: {out}");
    }
}
