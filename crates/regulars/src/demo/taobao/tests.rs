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
    let (orders, items, _) = files(&export(orders, items, Encoding::Utf8), 0..12);
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
            ="220408003486784442",tb100000054,chen9@163.example,39.00,8.00,0,47.00,0,47.00,0,交易成功,,陈玲秀,广东省 汕头市 龙湖区 银杏路262号康宁家园19栋1单元704室(515018),快递,,'16056230632,2025-11-16 22:45:09,2025-11-16 22:52:00,拾露 糯米香 小沱茶,1,No:SF003486784408,顺丰速运,,1,57301001,拾露旗舰店,订单未关闭,0,0元,,手机订单,,,否,否,否,,,,,0,0,,0.00,
            ="220393004261625420",山里的阿姨22,zhang11@qq.example,223.00,0.00,0,223.00,0,223.00,0,交易成功,,张涛,福建省 福州市 鼓楼区 明德路466号丽景苑24栋1单元1004室(350063),快递,,'16079837430,2025-11-01 08:23:13,2025-11-01 08:25:02,拾露 双层玻璃杯 冷泡，拾露 凤凰单丛 蜜兰香，拾露 安溪铁观音 清香型，拾露 漳平水仙 手工小方,4,No:78004261625386,中通快递,,4,57301001,拾露旗舰店,订单未关闭,0,0元,,,,,否,否,否,,,,,0,0,,0.00,
            ="220470053161625420",山里的阿姨22,zhang11@qq.example,45.00,8.00,0,53.00,0,53.00,0,交易成功,,张涛,福建省 福州市 鼓楼区 明德路466号丽景苑24栋1单元1004室(350063),快递,,'16079837430,2026-01-17 09:07:38,2026-01-17 13:54:35,拾露 白桃乌龙 冷泡茶,1,No:JT053161625386,极兔速递,,1,57301001,拾露旗舰店,订单未关闭,0,0元,,,,,否,否,否,,,,,0,0,,0.00,
            --
            ="220408003486784442",拾露 糯米香 小沱茶,39.00,1,SL-PE04,规格：20袋,,,交易成功,SL-PE04,
            ="220393004261625420",拾露 双层玻璃杯 冷泡,39.00,1,SL-BE05,,,,交易成功,SL-BE05,
            ="220393004261625420",拾露 凤凰单丛 蜜兰香,89.00,1,SL-WL05,规格：50g罐装,,,交易成功,SL-WL05,
        "#]],
    );
}

#[test]
fn new_reports_mask() {
    check(
        OrderReport::E,
        ItemReport::TwentySeven,
        &expect![[r#"
            ="220408003486784442",tb100000054,tb100000054,="202522040800348678444201",支付宝支付47.00,39.00,8.00,0,47.00,0,47.00,0,交易成功,,陈**,广东省 汕头市 龙湖区 银杏路***号康宁家园**栋*单元***室(515018),快递,,'16858167152-6902,2025-12-16 22:45:09,2025-11-16 22:45:09,2025-11-16 22:52:00,拾露 糯米香 小沱茶,1,SF003486784408,顺丰速运,,1,57301001,拾露旗舰店,订单未关闭,0,0元,,手机订单,,,否,否,否,,,,,0,0,,,,,,,0.00,,2025-11-28 14:22:00,47.00元,,,,,,,,,,,,,2025-11-18 14:22:00,,
            ="220393004261625420",山里的阿姨22,山里的阿姨22,="202522039300426162542001",支付宝支付223.00,223.00,0.00,0,223.00,0,223.00,0,交易成功,,张**,福建省 福州市 鼓楼区 明德路***号丽景苑**栋*单元****室(350063),快递,,'16825917359-3021,2025-12-01 08:23:13,2025-11-01 08:23:13,2025-11-01 08:25:02,拾露 双层玻璃杯 冷泡，拾露 凤凰单丛 蜜兰香，拾露 安溪铁观音 清香型，拾露 漳平水仙 手工小方,4,78004261625386,中通快递,,4,57301001,拾露旗舰店,订单未关闭,0,0元,,,,,否,否,否,,,,,0,0,,,,,,,0.00,,2025-11-05 10:17:02,223.00元,,,,,,,,,,,,,2025-11-01 22:30:02,,
            ="220470053161625420",山里的阿姨22,山里的阿姨22,="202522047005316162542001",支付宝支付53.00,45.00,8.00,0,53.00,0,53.00,0,交易成功,,张**,福建省 福州市 鼓楼区 明德路***号丽景苑**栋*单元****室(350063),快递,,'16806279565-7665,2026-02-16 09:07:38,2026-01-17 09:07:38,2026-01-17 13:54:35,拾露 白桃乌龙 冷泡茶,1,JT053161625386,极兔速递,,1,57301001,拾露旗舰店,订单未关闭,0,0元,,,,,否,否,否,,,,,0,0,,,,,,,0.00,,2026-01-25 05:36:35,53.00元,,,,,,,,,,,,,2026-01-18 19:21:35,,
            --
            ="220408003486784442",="220408003486784442",拾露 糯米香 小沱茶,39.00,1,SL-PE04,规格：20袋,,,交易成功,SL-PE04,="202522040800348678444201",39.00,39.00,没有申请退款,无退款申请,2025-11-16 22:45:09,2025-11-16 22:52:00,,="689806338733",,,,,否,,
            ="2203930042616254201",="220393004261625420",拾露 双层玻璃杯 冷泡,39.00,1,SL-BE05,,,,交易成功,SL-BE05,="202522039300426162542001",35.06,35.06,没有申请退款,无退款申请,2025-11-01 08:23:13,2025-11-01 08:25:02,,="683563890074",,,,,否,,
            ="2203930042616254202",="220393004261625420",拾露 凤凰单丛 蜜兰香,89.00,1,SL-WL05,规格：50g罐装,,,交易成功,SL-WL05,="202522039300426162542001",80.03,80.03,没有申请退款,无退款申请,2025-11-01 08:23:13,2025-11-01 08:25:02,,="680444925024",,,,,否,,
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
