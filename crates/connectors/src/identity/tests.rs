use expect_test::expect;
use proptest::prelude::*;

use super::address::{Parts, normal_address, normal_street, read, split};
use super::mobile::{Mobile, classify};
use super::{email, identifier, is_damaged, mask, nick, region};
use crate::drafts::{AddressDraft, Identifier, IdentifierKind};

fn said(mobile: &Mobile) -> String {
    match mobile {
        Mobile::Full(value) | Mobile::Landline(value) => format!("{} {value}", mobile.code()),
        _ => mobile.code().to_owned(),
    }
}

#[test]
fn mobiles_of_every_writing() {
    let rows = [
        ("13800138000", "full +8613800138000"),
        ("'13800138000", "full +8613800138000"),
        ("=\"13800138000\"", "full +8613800138000"),
        ("\t13800138000 ", "full +8613800138000"),
        ("+8613800138000", "full +8613800138000"),
        ("+86 138 0013 8000", "full +8613800138000"),
        ("(+86)13800138000", "full +8613800138000"),
        ("008613800138000", "full +8613800138000"),
        ("86-138-0013-8000", "full +8613800138000"),
        ("86-13800138000", "full +8613800138000"),
        ("8613800138000", "full +8613800138000"),
        ("138-0013-8000", "full +8613800138000"),
        ("013800138000", "full +8613800138000"),
        ("１３８００１３８０００", "full +8613800138000"),
        ("＋８６１３８００１３８０００", "full +8613800138000"),
        ("+447911123456", "full +447911123456"),
        ("00447911123456", "full +447911123456"),
        ("+1 (415) 555-0132", "full +14155550132"),
        ("852-91234567", "full +85291234567"),
        ("886-912345678", "full +886912345678"),
        ("138****8000", "masked"),
        ("138＊＊＊＊8000", "masked"),
        ("138xxxx8000", "masked"),
        ("*******8000", "masked"),
        ("1**", "masked"),
        ("18877771111-123", "privacy_number"),
        ("18877771111-1234", "privacy_number"),
        ("18877771111转1234", "privacy_number"),
        ("18877771111 转 1234", "privacy_number"),
        ("18877771111,1234", "privacy_number"),
        ("18877771111，1234", "privacy_number"),
        ("18877771111 ext 12", "privacy_number"),
        ("18877771111分机12", "privacy_number"),
        ("+86 18877771111-9999", "privacy_number"),
        ("18877771111#88", "privacy_number"),
        ("0571-88888888", "landline 0571-88888888"),
        ("057188888888", "landline 0571-88888888"),
        ("010-66668888", "landline 010-66668888"),
        ("+86 571 8888 8888", "landline 0571-88888888"),
        ("+86-10-66668888", "landline 010-66668888"),
        ("0571-88888888-801", "landline 0571-88888888-801"),
        ("0571-8888888转8", "landline 0571-8888888-8"),
        ("88888888", "landline 88888888"),
        ("400-800-8888", "landline 400-8008888"),
        ("13800138000/13900139000", "invalid"),
        ("188777711111234", "invalid"),
        ("12800138000", "invalid"),
        ("1388000", "invalid"),
        ("1.38E+10", "invalid"),
        ("", "invalid"),
        ("-", "invalid"),
        ("无", "invalid"),
        ("张三", "invalid"),
    ];
    for (raw, expected) in rows {
        assert_eq!(said(&classify(raw)), expected, "{raw}");
    }
}

#[test]
fn emails() {
    let rows = [
        (" Buyer@Example.COM ", Some("buyer@example.com")),
        ("ｂｕｙｅｒ＠example.com", Some("buyer@example.com")),
        ("a.b+tag@sub.example.com", Some("a.b+tag@sub.example.com")),
        ("123456@qq.com", Some("123456@qq.com")),
        ("用户@例子.公司", Some("用户@例子.公司")),
        ("a***@b.com", None),
        ("a@b", None),
        ("@b.com", None),
        ("a@b.1", None),
        ("a@@b.com", None),
        ("a b@c.com", None),
        ("a..b@c.com", None),
        ("a@-b.com", None),
        ("", None),
    ];
    for (raw, expected) in rows {
        assert_eq!(email::normalise(raw).as_deref(), expected, "{raw}");
    }
}

#[test]
fn identifiers_only_of_whole_values() {
    use IdentifierKind as K;
    let rows = [
        (K::TaobaoNick, "tb_海边小店", Some("tb_海边小店")),
        (K::TaobaoNick, "t**1", None),
        (K::TaobaoNick, "~AbC=~1~", None),
        (K::TaobaoNick, "匿名", None),
        (K::TaobaoNick, " ", None),
        (K::AlipayAccount, "Someone@163.com", Some("someone@163.com")),
        (K::AlipayAccount, "13800138000", Some("+8613800138000")),
        (K::AlipayAccount, "138***@163.com", None),
        (K::AlipayAccount, "138****8000", None),
        (K::AlipayAccount, "0571-88888888", None),
        (K::Mobile, "18877771111-123", None),
        (K::Mobile, "13800138000", Some("+8613800138000")),
        (K::UserId, "  u-17 ", Some("u-17")),
        (K::UserId, "undefined", None),
        (K::UserId, "null", None),
        (K::UserId, "0", None),
        (K::CustomerNumber, "=\"17850\"", Some("17850")),
        (K::CustomerNumber, "3.5E+17", None),
        (K::AlipayId, "2088E12", Some("2088E12")),
        (K::BuyerOpenUid, "AAFk*", None),
    ];
    for (kind, raw, expected) in rows {
        assert_eq!(identifier(kind, raw).map(|found| found.value).as_deref(), expected, "{raw}");
    }
    assert!(is_damaged("3.5E+17") && is_damaged("4E+17") && !is_damaged("2088E12") && !is_damaged("EE"));
    assert_eq!(nick::strong("'abc"), Some("abc"));
}

#[test]
fn strongest_come_first_and_once() {
    use IdentifierKind as K;
    let made = |kind, value: &str| Identifier { kind, value: value.into() };
    let mut found = vec![
        made(K::Mobile, "+8613800138000"),
        made(K::TaobaoNick, "a"),
        made(K::BuyerOpenUid, "x"),
        made(K::TaobaoNick, "a"),
    ];
    super::strongest_first(&mut found);
    assert_eq!(found, [made(K::BuyerOpenUid, "x"), made(K::TaobaoNick, "a"), made(K::Mobile, "+8613800138000")]);
    assert!(super::may_join(K::Mobile) && !super::may_join(K::AnonymousId));
}

#[test]
fn addresses_are_split_and_named() {
    let rows = [
        "浙江省 杭州市 西湖区 文三路 123号3幢502室(310012)",
        "浙江 杭州 西湖区 文三路123号",
        "北京 北京市 朝阳区 望京街道 阜通东大街6号(100102)",
        "北京市 市辖区 朝阳区 望京街9号",
        "北京 朝阳区 望京街9号",
        "江苏省 苏州市 其它区 工业园区星湖街1号(000000)",
        "新疆维吾尔自治区 自治区直辖县级行政区划 石河子市 北泉路1号(832000)",
        "湖北省 省直辖县级行政区划 仙桃市 干河街道1号",
        "湖北省 仙桃市 干河街道沔阳大道1号",
        "广东省 东莞市  莞城路 5号(523000)",
        "广东省 东莞市 南城街道 鸿福路1号",
        "广东省 东莞市 东莞市 鸿福路1号",
        "广东省 广州市  天河区 天河路1号",
        "浙江省 杭州市 临安市 锦城街道1号",
        "香港特别行政区 九龙 观塘区 观塘道1号(000000)",
        "台湾 台北市 大安区 复兴南路1号",
        "澳门特别行政区 澳门半岛 大堂区 新马路1号",
        "海外 海外 海外 12 Rue de Rivoli Paris(000000)",
        "浙江省杭州市西湖区文三路123号",
        "浙江杭州西湖区文三路123号",
        "浙江省 杭州市 西湖区文三路小区3号",
        "杭州市西湖区文三路123号",
        "吉林市昌邑区解放大路1号",
        "吉林省吉林市昌邑区解放大路1号",
        "内蒙古自治区呼和浩特市新城区1号",
        "北京市朝阳区望京街9号",
        "上海市浦东新区张江路1号 , 201203",
        "朝阳区望京街9号",
        "重庆 重庆市 云阳县 青龙街道1号",
        "云南省 大理 大理市 下关镇1号",
        "浙江省 杭州市 西湖区 ***",
        "某处",
        "北京路168号",
        "广东省 广州市 越秀区 北京路168号",
        "上海南京东路1号",
        "浙江省杭州湾大道1号",
        "",
    ];
    let mut shown = String::new();
    for raw in rows {
        let AddressDraft { province, city, district, street, zip, .. } = read(raw);
        let parts = split(raw);
        let code = region::resolve(parts.province, parts.city, parts.district).code;
        let cells = [province, city, district, street, zip].map(|cell| cell.unwrap_or_else(|| "·".into()));
        shown.push_str(&format!("{raw}\n  {} {}\n", cells.join(" | "), code.unwrap_or(0)));
    }
    expect![[r#"
        浙江省 杭州市 西湖区 文三路 123号3幢502室(310012)
          浙江省 | 杭州市 | 西湖区 | 文三路 123号3幢502室 | 310012 330106
        浙江 杭州 西湖区 文三路123号
          浙江省 | 杭州市 | 西湖区 | 文三路123号 | · 330106
        北京 北京市 朝阳区 望京街道 阜通东大街6号(100102)
          北京市 | 北京市 | 朝阳区 | 望京街道 阜通东大街6号 | 100102 110105
        北京市 市辖区 朝阳区 望京街9号
          北京市 | 北京市 | 朝阳区 | 望京街9号 | · 110105
        北京 朝阳区 望京街9号
          北京市 | 北京市 | 朝阳区 | 望京街9号 | · 110105
        江苏省 苏州市 其它区 工业园区星湖街1号(000000)
          江苏省 | 苏州市 | · | 工业园区星湖街1号 | · 320500
        新疆维吾尔自治区 自治区直辖县级行政区划 石河子市 北泉路1号(832000)
          新疆维吾尔自治区 | 石河子市 | · | 北泉路1号 | 832000 659001
        湖北省 省直辖县级行政区划 仙桃市 干河街道1号
          湖北省 | 仙桃市 | · | 干河街道1号 | · 429004
        湖北省 仙桃市 干河街道沔阳大道1号
          湖北省 | 仙桃市 | · | 干河街道沔阳大道1号 | · 429004
        广东省 东莞市  莞城路 5号(523000)
          广东省 | 东莞市 | · | 莞城路 5号 | 523000 441900
        广东省 东莞市 南城街道 鸿福路1号
          广东省 | 东莞市 | 南城街道 | 鸿福路1号 | · 441900
        广东省 东莞市 东莞市 鸿福路1号
          广东省 | 东莞市 | · | 鸿福路1号 | · 441900
        广东省 广州市  天河区 天河路1号
          广东省 | 广州市 | 天河区 | 天河路1号 | · 440106
        浙江省 杭州市 临安市 锦城街道1号
          浙江省 | 杭州市 | 临安区 | 锦城街道1号 | · 330112
        香港特别行政区 九龙 观塘区 观塘道1号(000000)
          香港特别行政区 | 九龙 | 观塘区 | 观塘道1号 | · 810000
        台湾 台北市 大安区 复兴南路1号
          台湾省 | 台北市 | 大安区 | 复兴南路1号 | · 710000
        澳门特别行政区 澳门半岛 大堂区 新马路1号
          澳门特别行政区 | 澳门半岛 | 大堂区 | 新马路1号 | · 820000
        海外 海外 海外 12 Rue de Rivoli Paris(000000)
          海外 | 海外 | 海外 | 12 Rue de Rivoli Paris | · 990000
        浙江省杭州市西湖区文三路123号
          浙江省 | 杭州市 | 西湖区 | 文三路123号 | · 330106
        浙江杭州西湖区文三路123号
          浙江省 | 杭州市 | 西湖区 | 文三路123号 | · 330106
        浙江省 杭州市 西湖区文三路小区3号
          浙江省 | 杭州市 | 西湖区 | 文三路小区3号 | · 330106
        杭州市西湖区文三路123号
          浙江省 | 杭州市 | 西湖区 | 文三路123号 | · 330106
        吉林市昌邑区解放大路1号
          吉林省 | 吉林市 | 昌邑区 | 解放大路1号 | · 220202
        吉林省吉林市昌邑区解放大路1号
          吉林省 | 吉林市 | 昌邑区 | 解放大路1号 | · 220202
        内蒙古自治区呼和浩特市新城区1号
          内蒙古自治区 | 呼和浩特市 | 新城区 | 1号 | · 150102
        北京市朝阳区望京街9号
          北京市 | 北京市 | 朝阳区 | 望京街9号 | · 110105
        上海市浦东新区张江路1号 , 201203
          上海市 | 上海市 | 浦东新区 | 张江路1号 | 201203 310115
        朝阳区望京街9号
          · | · | · | 朝阳区望京街9号 | · 0
        重庆 重庆市 云阳县 青龙街道1号
          重庆市 | 重庆市 | 云阳县 | 青龙街道1号 | · 500235
        云南省 大理 大理市 下关镇1号
          云南省 | 大理白族自治州 | 大理市 | 下关镇1号 | · 532901
        浙江省 杭州市 西湖区 ***
          浙江省 | 杭州市 | 西湖区 | *** | · 330106
        某处
          · | · | · | 某处 | · 0
        北京路168号
          · | · | · | 北京路168号 | · 0
        广东省 广州市 越秀区 北京路168号
          广东省 | 广州市 | 越秀区 | 北京路168号 | · 440104
        上海南京东路1号
          · | · | · | 上海南京东路1号 | · 0
        浙江省杭州湾大道1号
          浙江省 | · | · | 杭州湾大道1号 | · 330000

          · | · | · | · | · 0
    "#]]
    .assert_eq(&shown);
}

#[test]
fn provinces_by_name_and_code() {
    let rows = [
        ("浙江", "浙江省", 330_000),
        ("浙江省", "浙江省", 330_000),
        ("新疆", "新疆维吾尔自治区", 650_000),
        ("内蒙古", "内蒙古自治区", 150_000),
        ("北京", "北京市", 110_000),
        ("广西", "广西壮族自治区", 450_000),
        ("香港", "香港特别行政区", 810_000),
        ("330000", "浙江省", 330_000),
        ("海外", "海外", 990_000),
    ];
    for (text, name, code) in rows {
        assert_eq!(region::province(text), Some(name), "{text}");
        assert_eq!(region::province_code(name), Some(code), "{text}");
        assert_eq!(region::province_of_code(code), Some(name), "{text}");
    }
    for (code, name) in [
        (1, Some("北京市")),
        (11, Some("浙江省")),
        (19, Some("广东省")),
        (31, Some("新疆维吾尔自治区")),
        (35, Some("海外")),
        (36, None),
        (330_106, Some("浙江省")),
        (0, None),
    ] {
        assert_eq!(region::province_of_top_code(code), name, "{code}");
    }
    assert_eq!(region::province("火星"), None);
    assert_eq!(region::province_of_city("恩施"), Some(("湖北省", "恩施土家族苗族自治州")));
}

#[test]
fn streets_of_one_place_are_equal() {
    let same = [
        ("文三路 123号 3幢 502室", "文三路１２３号三号楼五〇二室(310012)"),
        ("文三路123号3栋十二层", "文三路123号，3幢12层"),
        ("阳光花园第三期12栋1203房", "阳光花园三期12号楼1203室"),
        ("A座 3-502", "ａ座3－502"),
    ];
    for (one, other) in same {
        assert_eq!(normal_street(one), normal_street(other), "{one}");
    }
    for (one, other) in
        [("文三路", "文3路"), ("3-502", "35-02"), ("1栋", "11栋"), ("三里屯", "3里屯"), ("北京路1号", "1号")]
    {
        assert_ne!(normal_street(one), normal_street(other), "{one}");
    }
    let draft = |province: &str, street: &str| AddressDraft {
        province: Some(province.into()),
        street: Some(street.into()),
        ..AddressDraft::default()
    };
    let full = read("浙江省 杭州市 西湖区 文三路123号(310012)");
    assert_eq!(normal_address(&full), normal_address(&draft("浙江", "浙江省杭州市西湖区文三路 123 号")));
    assert_eq!(normal_address(&draft("浙江", "文三路***")), None);
    assert_eq!(normal_address(&AddressDraft::default()), None);
}

#[test]
fn masks() {
    let rows = [
        (mask::mobile("13800000000"), "138****0000"),
        (mask::mobile("+8613800000000"), "138****0000"),
        (mask::mobile("+447911123456"), "+44****3456"),
        (mask::mobile("+86 138 0000 0000"), "138****0000"),
        (mask::mobile("(0571) 8888-8888"), "057****8888"),
        (mask::mobile("1234567"), "****"),
        (mask::mobile(""), ""),
        (mask::name("张三丰"), "张**"),
        (mask::name("张"), "**"),
        (mask::name("Alice Smith"), "A**"),
        (mask::email("alice@b.com"), "a***@b.com"),
        (mask::email("a@b.com"), "***@b.com"),
        (mask::email("alice"), "***"),
        (mask::street("文三路123号"), "文三****"),
        (mask::street("12 Main Street"), "****"),
        (mask::street("文三路"), "****"),
        (mask::text("tb_seaside"), "tb_****"),
    ];
    for (masked, expected) in rows {
        assert_eq!(masked, expected);
    }
    assert_eq!(format!("{:?}", classify("13812345678")), "Full(138****5678)");
}

fn kept(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !"()（）,，".contains(*c)).collect()
}

fn addressy() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("浙江省".to_owned()),
        Just("浙江".to_owned()),
        Just("北京".to_owned()),
        Just("北京市".to_owned()),
        Just("杭州市".to_owned()),
        Just("西湖区".to_owned()),
        Just("其它区".to_owned()),
        Just("海外".to_owned()),
        Just("自治区直辖县级行政区划".to_owned()),
        Just("石河子市".to_owned()),
        Just("新疆".to_owned()),
        Just(" ".to_owned()),
        Just("  ".to_owned()),
        Just("文三路".to_owned()),
        Just("(310000)".to_owned()),
        Just("，310000".to_owned()),
        "[0-9]{1,4}号",
        "\\PC{0,6}",
    ];
    prop::collection::vec(piece, 0..9).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn split_keeps_every_character(raw in addressy()) {
        let bare = super::fold::bare(&raw);
        let Parts { province, city, district, street, zip } = split(&raw);
        prop_assert_eq!(kept(&[province, city, district, street, zip].concat()), kept(bare));
    }

    #[test]
    fn reading_never_panics(raw in "\\PC{0,40}") {
        let _ = (classify(&raw), email::normalise(&raw), nick::strong(&raw), nick::alipay(&raw), read(&raw), normal_street(&raw));
        let _ = normal_address(&read(&raw));
        let _ = super::id(&raw);
    }

    #[test]
    fn digits_with_signs_never_panic(raw in "[-+0-9 ()转,#*x分机ext.]{0,30}") {
        if let Mobile::Full(value) = classify(&raw) {
            prop_assert!(value.starts_with('+') && value.len() >= 9 && value.len() <= 16);
            prop_assert_eq!(classify(&value), Mobile::Full(value.clone()), "a normal form is its own");
            prop_assert!(!raw.contains('*'));
        }
    }

    #[test]
    fn any_star_makes_no_key(head in "[0-9]{0,8}", tail in "[0-9]{0,8}") {
        prop_assert_eq!(classify(&format!("{head}*{tail}")), Mobile::Masked);
    }

    #[test]
    fn normal_streets_are_stable(raw in "\\PC{0,30}") {
        let once = normal_street(&raw);
        prop_assert_eq!(normal_street(&once), once);
    }

    #[test]
    fn masks_reveal_no_more_than_stated(raw in "\\PC{0,30}") {
        let shown = |masked: &str| masked.chars().filter(|c| *c != '*').count();
        prop_assert!(shown(&mask::mobile(&raw)) <= 7);
        prop_assert!(shown(&mask::name(&raw)) <= 1);
        prop_assert!(shown(&mask::street(&raw)) <= 2);
        prop_assert!(!mask::street(&raw).chars().any(|c| c.is_ascii_digit()));
        prop_assert!(shown(&mask::text(&raw)) <= 3);
        let local = mask::email(&raw);
        let local = local.rsplit_once('@').map_or(local.as_str(), |(local, _)| local);
        prop_assert!(shown(local) <= 1);
    }
}
