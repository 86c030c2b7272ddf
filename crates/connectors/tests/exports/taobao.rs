//! 淘宝 and 天猫: every generation in every container.

use expect_test::expect;

use crate::{
    files::{Cells, csv, drafts, gbk, read, xlsx},
    headers::*,
};

const ORDER: Cells<'static> = &[
    ("订单编号", "=\"3500000000000001\""),
    ("买家会员名", "测试买家甲"),
    ("买家支付宝账号", "buyer@example.com"),
    ("买家应付货款", "199.00"),
    ("买家应付邮费", "1.07"),
    ("总金额", "200.07"),
    ("买家实际支付金额", "200.07"),
    ("买家实付金额", "200.07"),
    ("订单状态", "卖家已发货，等待买家确认"),
    ("买家留言", "请放门口,谢谢\n\"轻放\""),
    ("收货人姓名", "测试甲"),
    ("收货地址", "浙江省 杭州市 西湖区 测试路1号(310000)"),
    ("联系手机", "'13800000000"),
    ("订单创建时间", "2018-09-01 18:11:05"),
    ("订单付款时间", "2018/9/1 18:12"),
    ("宝贝标题", "白色衬衫，蓝色长裤"),
    ("商品标题", "白色衬衫，蓝色长裤"),
    ("宝贝种类", "2"),
    ("物流单号", "No:YT0000000001"),
    ("物流公司", "圆通速递"),
    ("宝贝总数量", "3"),
    ("店铺Id", "1000001"),
    ("店铺名称", "测试旗舰店"),
    ("订单关闭原因", "订单未关闭"),
    ("卖家服务费", "0"),
    ("买家服务费", "0元"),
    ("是否手机订单", "手机订单"),
    ("是否上传小票", "否"),
    ("退款金额", "0.00"),
    ("打款商家金额", "198.50元"),
    ("发货时间", "2018-09-02 09:00:00"),
    ("商家备忘", "老客户"),
];

#[test]
fn every_generation_of_the_order_report_is_read_alike() {
    for (header, code) in [
        (ORDERS_A, "taobao.orders.a"),
        (ORDERS_B, "taobao.orders.b"),
        (ORDERS_C, "taobao.orders.c"),
        (ORDERS_D, "taobao.orders.d"),
        (ORDERS_E, "taobao.orders.e"),
    ] {
        let text = csv(header, &[ORDER]);
        let alipay = if header == ORDERS_E { "" } else { " AlipayAccount=buyer@example.com" };
        let line = format!(
            "2 order 3500000000000001 shipped total 20007 paid 20007 [TaobaoNick=测试买家甲{alipay} Mobile=+8613800000000]\n"
        );
        assert_eq!(read(text.clone()), format!("{code} UTF-8\n{line}"));
        assert_eq!(read(format!("\u{feff}{text}")), format!("{code} UTF-8\n{line}"));
        assert_eq!(read(gbk(&text)), format!("{code} GB18030\n{line}"));
        assert_eq!(read(xlsx(&[("订单报表", header, &[ORDER])])), format!("{code} UTF-8\n{line}"));
    }
    assert_eq!(
        read(csv(ORDERS_F, &[ORDER])),
        "taobao.orders.f UTF-8\n2 order 3500000000000001 paid total 20007 paid 20007 []\n"
    );
}

#[test]
fn an_order_keeps_all_that_its_report_says() {
    expect![[r#"
        {
          "address": {
            "city": "杭州市",
            "district": "西湖区",
            "mobile": "13800000000",
            "province": "浙江省",
            "receiver": "测试甲",
            "street": "测试路1号",
            "zip": "310000"
          },
          "buyer": {
            "identifiers": [
              {
                "kind": "taobao_nick",
                "value": "测试买家甲"
              },
              {
                "kind": "mobile",
                "value": "+8613800000000"
              }
            ],
            "mobile": "13800000000",
            "name": "测试甲",
            "nick": "测试买家甲"
          },
          "buyer_note": "请放门口,谢谢\n\"轻放\"",
          "currency": "CNY",
          "extra": {
            "商家备忘": "老客户",
            "宝贝种类": "2",
            "是否手机订单": "手机订单"
          },
          "goods": 19900,
          "kind": "order",
          "number": "3500000000000001",
          "paid": 20007,
          "paid_at": 1535796720000,
          "pieces": 3,
          "placed_at": 1535796665000,
          "received": 19850,
          "refunded": 0,
          "row": 2,
          "shipments": [
            {
              "carrier": "圆通速递",
              "shipped_at": 1535850000000,
              "tracking": "YT0000000001"
            }
          ],
          "shipped_at": 1535850000000,
          "shipping": 107,
          "shop": {
            "id": "1000001",
            "name": "测试旗舰店"
          },
          "status": "shipped",
          "status_raw": "卖家已发货，等待买家确认",
          "title": "白色衬衫，蓝色长裤",
          "total": 20007
        }
    "#]]
    .assert_eq(&drafts(gbk(&csv(ORDERS_E, &[ORDER]))));
}

#[test]
fn the_three_item_reports_give_lines() {
    const FIRST: Cells<'_> = &[
        ("子订单编号", "3500000000000002"),
        ("主订单编号", "3500000000000001"),
        ("订单编号", "3500000000000001"),
        ("标题", "白色衬衫"),
        ("商品标题", "白色衬衫"),
        ("价格", "99.00"),
        ("商品价格", "99.00"),
        ("购买数量", "2"),
        ("外部系统编号", "A-1"),
        ("商家编码", "A-1"),
        ("商品属性", "颜色分类：白色;尺码:L"),
        ("订单状态", "交易成功"),
        ("买家应付货款", "198.00"),
        ("买家实际支付金额", "180.50"),
        ("买家实付金额", "180.50"),
        ("退款状态", "没有申请退款"),
        ("退款金额", "无退款申请"),
        ("订单创建时间", "2018-09-01 18:11:05"),
        ("订单付款时间", "2018-09-01 18:12:00"),
        ("商品ID", "600000000001"),
    ];
    let mut second = FIRST.to_vec();
    for (name, value) in &mut second {
        match *name {
            "子订单编号" => *value = "3500000000000003",
            "标题" | "商品标题" => *value = "蓝色长裤",
            "购买数量" => *value = "1",
            "退款状态" => *value = "退款成功",
            "退款金额" => *value = "20.00",
            "订单状态" => *value = "交易关闭",
            _ => {}
        }
    }
    let mut third = FIRST.to_vec();
    third[1].1 = "3500000000000009";
    third[2].1 = "3500000000000009";
    let rows: &[Cells<'_>] = &[FIRST, &second, &third];
    // The first generation prints a comma behind every row.
    let trailing = csv(ITEMS_1, rows).replace("\r\n3", ",\r\n3").trim_end().to_owned() + ",\r\n";
    expect![[r#"
        taobao.items.1 GB18030
        2 lines of 3500000000000001: - 2×白色衬衫 paid - finished; - 1×蓝色长裤 paid - refunded
        4 lines of 3500000000000009: - 2×白色衬衫 paid - finished

        taobao.items.2 UTF-8
        2 lines of 3500000000000001: 3500000000000002 2×白色衬衫 paid 18050 finished; 3500000000000003 1×蓝色长裤 paid 18050 refunded
        4 lines of 3500000000000009: 3500000000000002 2×白色衬衫 paid 18050 finished

        taobao.items.3 UTF-8
        2 lines of 3500000000000001: 3500000000000002 2×白色衬衫 paid 18050 finished; 3500000000000003 1×蓝色长裤 paid 18050 refunded
        4 lines of 3500000000000009: 3500000000000002 2×白色衬衫 paid 18050 finished
    "#]].assert_eq(&[read(gbk(&trailing)), read(csv(ITEMS_2, rows)), read(xlsx(&[("baobei", ITEMS_3, rows)]))].join("\n"));
    expect![[r#"
        {
          "currency": "CNY",
          "kind": "lines",
          "lines": [
            {
              "number": "3500000000000003",
              "options": "颜色分类：白色;尺码:L",
              "paid": 18050,
              "price": 9900,
              "product": "600000000001",
              "quantity": 1,
              "refund_status_raw": "退款成功",
              "refunded": 2000,
              "row": 2,
              "sku": "A-1",
              "status": "refunded",
              "status_raw": "交易关闭",
              "title": "蓝色长裤",
              "total": 19800
            }
          ],
          "order": "3500000000000001",
          "paid_at": 1535796720000,
          "placed_at": 1535796665000
        }
    "#]]
    .assert_eq(&drafts(csv(ITEMS_3, &rows[1..2])));
}

#[test]
fn refunds_are_read() {
    let row: Cells<'_> = &[
        ("订单编号", "3500000000000001"),
        ("退款编号", "70000000000001"),
        ("订单付款时间", "2018-09-01 18:12:00"),
        ("退款完结时间", "2018-09-05 10:00:00"),
        ("买家会员名称", "测试买家甲"),
        ("买家实际支付金额", "200.07"),
        ("宝贝标题", "白色衬衫"),
        ("买家退款金额", "99.00"),
        ("手工退款/系统退款", "手工退款"),
        ("是否需要退货", "是"),
        ("退款的申请时间", "2018-09-03 10:00:00"),
        ("退款状态", "退款成功"),
    ];
    expect![[r#"
        {
          "amount": 9900,
          "buyer": {
            "identifiers": [
              {
                "kind": "taobao_nick",
                "value": "测试买家甲"
              }
            ],
            "nick": "测试买家甲"
          },
          "currency": "CNY",
          "extra": {
            "买家实际支付金额": "200.07",
            "手工退款/系统退款": "手工退款",
            "订单付款时间": "2018-09-01 18:12:00"
          },
          "finished_at": 1536112800000,
          "kind": "refund",
          "number": "70000000000001",
          "order": "3500000000000001",
          "requested_at": 1535940000000,
          "row": 2,
          "status": "succeeded",
          "status_raw": "退款成功",
          "title": "白色衬衫",
          "with_return": true
        }
    "#]]
    .assert_eq(&drafts(gbk(&csv(REFUNDS, &[row]))));
}

#[test]
fn the_sheets_of_one_workbook_are_read_one_after_another() {
    let line: Cells<'_> = &[
        ("子订单编号", "3500000000000002"),
        ("主订单编号", "3500000000000001"),
        ("标题", "白色衬衫"),
        ("价格", "99.00"),
        ("购买数量", "2"),
        ("订单状态", "交易成功"),
    ];
    let notes: Cells<'_> = &[("说明", "本表由系统导出")];
    let book = xlsx(&[("订单报表", ORDERS_D, &[ORDER]), ("说明", "说明", &[notes]), ("销售明细", ITEMS_2, &[line])]);
    expect![[r#"
        taobao.orders.d UTF-8
        2 order 3500000000000001 shipped total 20007 paid 20007 [TaobaoNick=测试买家甲 AlipayAccount=buyer@example.com Mobile=+8613800000000]
        6 lines of 3500000000000001: 3500000000000002 2×白色衬衫 paid - finished
    "#]].assert_eq(&read(book));
}

#[test]
fn statuses_are_mapped_and_unknown_ones_kept() {
    let rows: Vec<Vec<(&str, &str)>> = [
        ("等待买家付款", "", ""),
        ("买家已付款,等待卖家发货", "", "2018-09-01 18:12:00"),
        ("买家已付款，等待卖家发货", "", "2018-09-01 18:12:00"),
        ("卖家部分发货", "", "2018-09-01 18:12:00"),
        ("等待买家确认收货", "", "2018-09-01 18:12:00"),
        ("买家已签收", "", "2018-09-01 18:12:00"),
        ("交易成功", "", "2018-09-01 18:12:00"),
        ("交易关闭", "买家未付款", ""),
        ("交易关闭", "退款", "2018-09-01 18:12:00"),
        ("交易被淘宝关闭", "", ""),
        ("没有创建外部交易", "", ""),
        ("余额宝0元购合约中", "", ""),
        ("外卡支付付款确认中", "", ""),
        ("来自未来的状态", "", ""),
        ("", "", ""),
    ]
    .iter()
    .map(|(status, reason, paid)| {
        vec![
            ("订单编号", "3500000000000001"),
            ("订单状态", *status),
            ("订单关闭原因", *reason),
            ("订单付款时间", *paid),
            ("订单创建时间", "2018-09-01"),
        ]
    })
    .collect();
    let rows: Vec<Cells<'_>> = rows.iter().map(Vec::as_slice).collect();
    let out: Vec<String> =
        read(csv(ORDERS_B, &rows)).lines().skip(1).map(|line| line.split(' ').nth(3).unwrap().to_owned()).collect();
    expect![[r#"
        awaiting_payment
        paid
        paid
        partly_shipped
        shipped
        received
        finished
        cancelled
        refunded
        cancelled
        awaiting_payment
        payment_pending
        payment_pending
        unknown
        unknown
    "#]]
    .assert_eq(&(out.join("\n") + "\n"));
}
