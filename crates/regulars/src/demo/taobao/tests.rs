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
            ="220375006973568843",海边的栗子36,liu18@foxmail.example,52.00,8.00,0,60.00,0,60.00,0,交易成功,,刘梦燕,河南省 郑州市 二七区 松风大道464号书院国际19栋1单元201室(000000),快递,,'16012461223,2025-10-14 10:22:39,2025-10-14 10:32:45,拾露 漳平水仙 手工小方,1,No:YT006973568809,圆通速递,,1,57301001,拾露旗舰店,订单未关闭,0,0元,,,,,否,否,否,,,,,0,0,,0.00,
            ="220620007360989332",tb100000114,wu19@mail.example,916.00,0.00,0,916.00,0,916.00,0,交易成功,送人的，请不要放价格单,姜竹涵,黑龙江省 哈尔滨市 香坊区 安澜路106号书院国际24栋1单元304室(150017),快递,,'16374264622,2026-06-16 20:45:42,2026-06-16 20:53:14,拾露 商务定制 普洱饼礼盒,1,No:SF007360989298,顺丰速运,,2,57301001,拾露旗舰店,订单未关闭,0,0元,,手机订单,,,否,否,否,,,,,0,0,,0.00,
            ="220719056260989332",tb100000114,wu19@mail.example,298.00,0.00,0,298.00,0,298.00,0,交易成功,,韩超鑫,黑龙江省 哈尔滨市 香坊区 星河大道462号丽景苑20栋2单元1401室(150017),快递,,'16374264622,2026-09-23 11:28:34,2026-09-23 11:40:20,拾露 山间礼 名茶双罐礼盒,1,No:78056260989298,中通快递,,1,57301001,拾露旗舰店,订单未关闭,0,0元,,手机订单,,,否,否,否,,,,,0,0,,0.00,
            --
            ="220375006973568843",拾露 漳平水仙 手工小方,52.00,1,SL-WL10,规格：10袋,,,交易成功,SL-WL10,
            ="220620007360989332",拾露 商务定制 普洱饼礼盒,458.00,2,SL-LH09,规格：礼盒装;含手提袋：否,,,交易成功,SL-LH09,
            ="220719056260989332",拾露 山间礼 名茶双罐礼盒,298.00,1,SL-LH01,规格：礼盒装;含手提袋：否,,,交易成功,SL-LH01,
        "#]],
    );
}

#[test]
fn new_reports_mask() {
    check(
        OrderReport::E,
        ItemReport::TwentySeven,
        &expect![[r#"
            ="220375006973568843",海边的栗子36,海边的栗子36,="202522037500697356884301",支付宝支付60.00,52.00,8.00,0,60.00,0,60.00,0,交易成功,,刘**,河南省 郑州市 二七区 松风大道***号书院国际**栋*单元***室(000000),快递,,'16879408509-4944,2025-11-13 10:22:39,2025-10-14 10:22:39,2025-10-14 10:32:45,拾露 漳平水仙 手工小方,1,YT006973568809,圆通速递,,1,57301001,拾露旗舰店,订单未关闭,0,0元,,,,,否,否,否,,,,,0,0,,,,,,,0.00,,2025-10-24 14:59:45,60.00元,,,,,,,,,,,,,2025-10-14 14:59:45,,
            ="220620007360989332",tb100000114,tb100000114,="202522062000736098933201",支付宝支付916.00,916.00,0.00,0,916.00,0,916.00,0,交易成功,送人的，请不要放价格单,姜**,黑龙江省 哈尔滨市 香坊区 安澜路***号书院国际**栋*单元***室(150017),快递,,'16878144142-2635,2026-07-16 20:45:42,2026-06-16 20:45:42,2026-06-16 20:53:14,拾露 商务定制 普洱饼礼盒,1,SF007360989298,顺丰速运,,2,57301001,拾露旗舰店,订单未关闭,0,0元,,手机订单,,,否,否,否,,,,,0,0,,,,,,,0.00,,2026-06-20 07:27:14,916.00元,,,,,,,,,,,,,2026-06-18 15:26:14,,
            ="220719056260989332",tb100000114,tb100000114,="202522071905626098933201",支付宝支付298.00,298.00,0.00,0,298.00,0,298.00,0,交易成功,,韩**,黑龙江省 哈尔滨市 香坊区 星河大道***号丽景苑**栋*单元****室(150017),快递,,'16807046951-3685,2026-10-23 11:28:34,2026-09-23 11:28:34,2026-09-23 11:40:20,拾露 山间礼 名茶双罐礼盒,1,78056260989298,中通快递,,1,57301001,拾露旗舰店,订单未关闭,0,0元,,手机订单,,,否,否,否,,,,,0,0,,,,,,,0.00,,2026-09-30 21:34:20,298.00元,,,,,,,,,,,,,2026-09-24 23:41:20,,
            --
            ="220375006973568843",="220375006973568843",拾露 漳平水仙 手工小方,52.00,1,SL-WL10,规格：10袋,,,交易成功,SL-WL10,="202522037500697356884301",52.00,52.00,没有申请退款,无退款申请,2025-10-14 10:22:39,2025-10-14 10:32:45,,="686756821529",,,,,否,,
            ="220620007360989332",="220620007360989332",拾露 商务定制 普洱饼礼盒,458.00,2,SL-LH09,规格：礼盒装;含手提袋：否,,,交易成功,SL-LH09,="202522062000736098933201",916.00,916.00,没有申请退款,无退款申请,2026-06-16 20:45:42,2026-06-16 20:53:14,,="680370958522",,,,送人的，请不要放价格单,否,,
            ="220719056260989332",="220719056260989332",拾露 山间礼 名茶双罐礼盒,298.00,1,SL-LH01,规格：礼盒装;含手提袋：否,,,交易成功,SL-LH01,="202522071905626098933201",298.00,298.00,没有申请退款,无退款申请,2026-09-23 11:28:34,2026-09-23 11:40:20,,="684271924114",,,,,否,,
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
