//! What the files look like, and that damage is what it says.

use expect_test::{Expect, expect};

use super::super::{Channel, Settings, World};
use super::*;

const NOW: i64 = 1_795_233_600_000;

fn files(export: &Export, people: Range<u64>) -> (Vec<u8>, Vec<u8>, Written) {
    let world = World::new(Settings::two_years_to(NOW, 41, people.end));
    let (mut orders, mut items) = (Vec::new(), Vec::new());
    let to = Targets { orders: Target::Csv(&mut orders), items: Some(&mut items), refunds: None };
    let written = write(&world, people, export, to, &mut |_| {}).unwrap();
    (orders, items, written)
}

fn export(orders: OrderReport, items: ItemReport, encoding: Encoding) -> Export {
    let shop = World::new(Settings::two_years_to(NOW, 41, 1)).shop(Channel::Tmall).unwrap();
    Export { shop, orders, items, encoding, damaged_permille: 0 }
}

fn check(orders: OrderReport, items: ItemReport, expected: &Expect) {
    let (orders, items, _) = files(&export(orders, items, Encoding::Utf8), 0..200);
    let rows = |bytes: Vec<u8>| {
        String::from_utf8(bytes).unwrap().lines().skip(1).take(3).map(str::to_owned).collect::<Vec<_>>().join("\n")
    };
    expected.assert_eq(&format!("{}\n--\n{}\n", rows(orders), rows(items)));
}

#[test]
fn old_reports_show_everything() {
    check(
        OrderReport::A,
        ItemReport::Ten,
        &expect![[r#"
            ="220383006973568843",海边的栗子36,liu18@foxmail.example,128.00,0.00,0,128.00,0,128.00,0,交易成功,,刘梦燕,河南省 郑州市 二七区 松风大道464号书院国际19栋1单元201室(000000),快递,,'16012461223,2025-10-22 13:27:24,2025-10-22 13:28:14,拾露 手作盖碗 草木灰釉,1,No:98006973568809,邮政EMS,,1,57301001,拾露旗舰店,订单未关闭,0,0元,,,,,否,否,否,,,,,0,0,,0.00,
            ="220620007360989332",tb100000114,wu19@mail.example,916.00,0.00,0,916.00,0,916.00,0,交易成功,送人的，请不要放价格单,姜竹涵,黑龙江省 哈尔滨市 香坊区 安澜路106号书院国际24栋1单元304室(150017),快递,,'16374264622,2026-06-16 20:45:42,2026-06-16 20:53:14,拾露 商务定制 普洱饼礼盒,1,No:SF007360989298,顺丰速运,,2,57301001,拾露旗舰店,订单未关闭,0,0元,,手机订单,,,否,否,否,,,,,0,0,,0.00,
            ="220658009685512266",tb100000150,chen25@foxmail.example,322.00,0.00,0,322.00,0,322.00,0,交易成功,,黄勇,重庆 重庆市 沙坪坝区 朝露路23号15楼(400030),快递,,'16345085016,2026-07-24 10:01:35,2026-07-24 10:04:58,拾露 月满 中秋茶月礼盒，拾露 快客杯 一壶两杯,2,No:78009685512232,中通快递,,2,57301001,拾露旗舰店,订单未关闭,0,0元,,,,,否,否,否,,,,,0,0,,0.00,
            --
            ="220383006973568843",拾露 手作盖碗 草木灰釉,128.00,1,SL-HU01,颜色分类：月白,,,交易成功,SL-HU01,
            ="220620007360989332",拾露 商务定制 普洱饼礼盒,458.00,2,SL-LH09,规格：礼盒装;含手提袋：否,,,交易成功,SL-LH09,
            ="220658009685512266",拾露 月满 中秋茶月礼盒,268.00,1,SL-LH03,规格：礼盒装;含手提袋：否,,,交易成功,SL-LH03,
        "#]],
    );
}

#[test]
fn new_reports_mask() {
    check(
        OrderReport::E,
        ItemReport::TwentySeven,
        &expect![[r#"
            ="220383006973568843",海边的栗子36,海边的栗子36,="202522038300697356884301",支付宝支付128.00,128.00,0.00,0,128.00,0,128.00,0,交易成功,,刘**,河南省 郑州市 二七区 松风大道***号书院国际**栋*单元***室(000000),快递,,'16872374024-7984,2025-11-21 13:27:24,2025-10-22 13:27:24,2025-10-22 13:28:14,拾露 手作盖碗 草木灰釉,1,98006973568809,邮政EMS,,1,57301001,拾露旗舰店,订单未关闭,0,0元,,,,,否,否,否,,,,,0,0,,,,,,,0.00,,2025-11-02 22:17:14,128.00元,,,,,,,,,,,,,2025-10-23 22:17:14,,
            ="220620007360989332",tb100000114,tb100000114,="202522062000736098933201",支付宝支付916.00,916.00,0.00,0,916.00,0,916.00,0,交易成功,送人的，请不要放价格单,姜**,黑龙江省 哈尔滨市 香坊区 安澜路***号书院国际**栋*单元***室(150017),快递,,'16878144142-2635,2026-07-16 20:45:42,2026-06-16 20:45:42,2026-06-16 20:53:14,拾露 商务定制 普洱饼礼盒,1,SF007360989298,顺丰速运,,2,57301001,拾露旗舰店,订单未关闭,0,0元,,手机订单,,,否,否,否,,,,,0,0,,,,,,,0.00,,2026-06-20 07:27:14,916.00元,,,,,,,,,,,,,2026-06-18 15:26:14,,
            ="220658009685512266",tb100000150,tb100000150,="202522065800968551226601",支付宝支付322.00,322.00,0.00,0,322.00,0,322.00,0,交易成功,,黄**,重庆 重庆市 沙坪坝区 朝露路**号**楼(400030),快递,,'16822735930-0503,2026-08-23 10:01:35,2026-07-24 10:01:35,2026-07-24 10:04:58,拾露 月满 中秋茶月礼盒，拾露 快客杯 一壶两杯,2,78009685512232,中通快递,,2,57301001,拾露旗舰店,订单未关闭,0,0元,,,,,否,否,否,,,,,0,0,,,,,,,0.00,,2026-08-05 02:55:58,322.00元,,,,,,,,,,,,,2026-07-26 02:55:58,,
            --
            ="220383006973568843",="220383006973568843",拾露 手作盖碗 草木灰釉,128.00,1,SL-HU01,颜色分类：月白,,,交易成功,SL-HU01,="202522038300697356884301",128.00,128.00,没有申请退款,无退款申请,2025-10-22 13:27:24,2025-10-22 13:28:14,,="687890579860",,,,,否,,
            ="220620007360989332",="220620007360989332",拾露 商务定制 普洱饼礼盒,458.00,2,SL-LH09,规格：礼盒装;含手提袋：否,,,交易成功,SL-LH09,="202522062000736098933201",916.00,916.00,没有申请退款,无退款申请,2026-06-16 20:45:42,2026-06-16 20:53:14,,="680370958522",,,,送人的，请不要放价格单,否,,
            ="2206580096855122661",="220658009685512266",拾露 月满 中秋茶月礼盒,268.00,1,SL-LH03,规格：礼盒装;含手提袋：否,,,交易成功,SL-LH03,="202522065800968551226601",248.69,248.69,没有申请退款,无退款申请,2026-07-24 10:01:35,2026-07-24 10:04:58,,="680796682716",,,,,否,,
        "#]],
    );
}

#[test]
fn headers_are_those_of_the_real_files() {
    let (orders, items, _) = files(&export(OrderReport::A, ItemReport::Ten, Encoding::Gbk), 0..5);
    let (orders, _, damaged) = encoding_rs::GBK.decode(&orders);
    assert!(!damaged);
    assert!(orders.starts_with("订单编号,买家会员名,买家支付宝账号,"));
    assert!(orders.lines().next().unwrap().contains(",收货地址 ,"), "the space is in the files");
    let (items, _, _) = encoding_rs::GBK.decode(&items);
    assert!(items.lines().skip(1).all(|row| row.ends_with(',')), "a comma ends every row of data");
    let (orders, _, _) = files(&export(OrderReport::E, ItemReport::Ten, Encoding::Utf8Bom), 0..5);
    assert!(orders.starts_with("\u{feff}订单编号".as_bytes()));
}

#[test]
fn files_do_not_depend_on_chunks() {
    let export = export(OrderReport::E, ItemReport::TwentySeven, Encoding::Utf8);
    let body = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().split_once("\r\n").unwrap().1.to_owned();
    let whole = body(files(&export, 0..80).0);
    let parts = format!("{}{}", body(files(&export, 0..33).0), body(files(&export, 33..80).0));
    assert_eq!(whole, parts);
}

#[test]
fn damage_is_counted_and_leaves_the_other_rows_alone() {
    let whole = export(OrderReport::A, ItemReport::TwentySeven, Encoding::Utf8);
    let damaged = Export { damaged_permille: 60, ..whole };
    let (orders, items, written) = files(&damaged, 0..1_500);
    let (sound_orders, _, sound) = files(&whole, 0..1_500);
    assert_eq!((written.orders, written.lines), (sound.orders, sound.lines));
    assert!(sound.damaged_orders.is_empty());
    let changed = differing(&sound_orders, &orders);
    assert_eq!(changed, written.damaged_orders.values().sum::<u64>());
    let share = changed * 1_000 / written.orders;
    assert!((30..=90).contains(&share), "{share}");
    let orders = String::from_utf8(orders).unwrap();
    let count = |start: &str| orders.lines().filter(|row| row.starts_with(start)).count() as u64;
    assert_eq!(count("=\"\","), written.damaged_orders[&Damage::NoNumber]);
    assert_eq!(count("2."), written.damaged_orders[&Damage::LostDigits]);
    assert!(orders.contains("E+17,"));
    assert!(String::from_utf8(items).unwrap().contains("E+17,"));
}

fn differing(left: &[u8], right: &[u8]) -> u64 {
    let lines =
        |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap().lines().map(str::to_owned).collect::<Vec<_>>();
    lines(left).iter().zip(lines(right)).filter(|(left, right)| *left != right).count() as u64
}

#[test]
fn shops_elsewhere_are_refused() {
    let world = World::new(Settings::two_years_to(NOW, 41, 3));
    let shop = world.shop(Channel::Web).unwrap();
    let export = Export { shop, ..export(OrderReport::A, ItemReport::Ten, Encoding::Utf8) };
    let (mut orders, mut items) = (Vec::new(), Vec::new());
    let to = Targets { orders: Target::Csv(&mut orders), items: Some(&mut items), refunds: None };
    let refused = write(&world, 0..3, &export, to, &mut |_| {});
    assert_eq!(refused.unwrap_err().kind(), io::ErrorKind::InvalidInput);
}
