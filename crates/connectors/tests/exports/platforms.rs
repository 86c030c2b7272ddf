//! 拼多多, 抖店, 京东 and 有赞.

use expect_test::expect;

use crate::{
    files::{Cells, csv, gbk, read},
    headers::*,
};

#[test]
fn pinduoduo() {
    let row: Cells<'_> = &[
        ("商品", "白色衬衫\t"),
        ("订单号", "230901-000000000000001\t"),
        ("订单状态", "已收货\t"),
        ("商品总价(元)", "100.00"),
        ("邮费(元)", "0.00"),
        ("店铺优惠折扣(元)", "5.00"),
        ("平台优惠折扣(元)", "3.00"),
        ("用户实付金额(元)", "92.00"),
        ("商家实收金额(元)", "95.00"),
        ("商品数量(件)", "2"),
        ("快递单号", "YT0000000001\t"),
        ("快递公司", "圆通快递"),
        ("订单成交时间", "2023-09-01 18:11:05\t"),
        ("售后状态", "无售后或售后取消"),
    ];
    let mut refunded = row.to_vec();
    refunded[1].1 = "230901-000000000000002";
    refunded[2].1 = "未发货，退款成功";
    let mut damaged = row.to_vec();
    damaged[1].1 = "2.3E+17";
    expect![[r#"
        pinduoduo.orders GB18030
        2 order 230901-000000000000001 received total 9200 paid 9200 [] 2×白色衬衫 9200
        4 refused DamagedId 订单号=2.3E+17
        3 order 230901-000000000000002 refunded total 9200 paid 9200 [] 2×白色衬衫 9200
    "#]]
    .assert_eq(&read(gbk(&csv(PINDUODUO, &[row, &refunded, &damaged]))));
}

#[test]
fn douyin_orders_of_several_lines_leave_whole() {
    let line = |order: &'static str, number: &'static str, due: &'static str| -> Vec<(&'static str, &'static str)> {
        vec![
            ("主订单编号", order),
            ("子订单编号", number),
            ("选购商品", "白色衬衫"),
            ("商品数量", "1"),
            ("商品金额", "50.00"),
            ("订单提交时间", "2023/09/01 18:11:05"),
            ("支付完成时间", "2023/09/01 18:12:05"),
            ("订单状态", "已完成"),
            ("订单应付金额", due),
            ("运费", "0"),
            ("快递信息", "圆通快递:YT0000000001"),
        ]
    };
    let rows = [
        line("=\"5000000000000001\"", "5000000000000002", "45.00"),
        line("5000000000000001", "5000000000000003", "48.00"),
        line("5000000000000004", "5000000000000005", "90.00"),
        line("5000000000000004", "5000000000000006", "90.00"),
    ];
    let rows: Vec<Cells<'_>> = rows.iter().map(Vec::as_slice).collect();
    expect![[r#"
        douyin.orders UTF-8
        2 order 5000000000000001 finished total 9300 paid 9300 [] 1×白色衬衫 4500;1×白色衬衫 4800
        4 order 5000000000000004 finished total 9000 paid 9000 [] 1×白色衬衫 -;1×白色衬衫 -
    "#]]
    .assert_eq(&read(csv(DOUYIN, &rows)));
}

#[test]
fn jd_prints_the_order_s_amount_on_every_row() {
    let line = |title: &'static str| -> Vec<(&'static str, &'static str)> {
        vec![
            ("订单号", "280000000001"),
            ("商品ID", "100001"),
            ("商品名称", title),
            ("订购数量", "1"),
            ("下单时间", "2023-09-01 18:11:05"),
            ("京东价", "60.00"),
            ("订单金额", "110.00"),
            ("商家应收", "108.00"),
            ("订单状态", "完成"),
            ("下单帐号", "jd_test_buyer"),
            ("客户姓名", "测试甲"),
            ("客户地址", "广东深圳市南山区测试路1号"),
            ("联系电话", "138****0000"),
        ]
    };
    let (first, second) = (line("衬衫"), line("长裤"));
    expect![[r#"
        jd.orders GB18030
        2 order 280000000001 finished total 11000 paid 11000 [JdAccount=jd_test_buyer] 1×衬衫 -;1×长裤 -
    "#]]
    .assert_eq(&read(gbk(&csv(JD, &[&first, &second]))));
}

#[test]
fn youzan_knows_the_buyer_by_her_own_mobile() {
    let row: Cells<'_> = &[
        ("订单号", "E20230901000000000001"),
        ("订单创建时间", "2023-09-01 18:11:05"),
        ("买家手机号", "13800000001"),
        ("全部商品名称", "衬衫"),
        ("订单实付金额", "88.80"),
        ("收货人/提货人", "测试乙"),
        ("收货人手机号/提货人手机号", "13800000002"),
        ("收货人省份", "浙江省"),
        ("收货人城市", "杭州市"),
    ];
    expect![[r#"
        youzan.orders UTF-8
        2 order E20230901000000000001 paid total 8880 paid 8880 [Mobile=+8613800000001]
    "#]]
    .assert_eq(&read(csv(YOUZAN, &[row])));
}
