//! Carts that an operator would recognise, as they are priced and explained.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::fmt::Write as _;

use expect_test::{Expect, expect};
use jiff::tz::TimeZone;
use pricing::{Cart, Shelf, price, read_cart, read_programme, shown};

/// Prices a cart under promotions at an instant of Shanghai's wall clock, and tells the outcome in the buyer's words.
///
/// `lines` are `key product quantity price` with the price in yuan; a category may follow.
fn check(promotions: &str, lines: &str, rest: &str, at: &str, told: Expect) {
    let zone = TimeZone::posix("CST-8").unwrap();
    let wall: jiff::civil::DateTime = at.parse().unwrap();
    let now = zone.to_timestamp(wall).unwrap().as_millisecond();
    let programme = read_programme(&format!("{{\"currency\": \"CNY\", {promotions}}}")).unwrap();
    let shelf = Shelf::new(programme, zone).unwrap();
    let line = |text: &str| {
        let words: Vec<&str> = text.split_whitespace().collect();
        let categories = words.get(4).map(|name| format!("\"{name}\"")).unwrap_or_default();
        format!(
            r#"{{"key": "{}", "product": "{}", "quantity": {}, "unit_price": {}00, "categories": [{categories}]}}"#,
            words[0], words[1], words[2], words[3]
        )
    };
    let lines: Vec<String> = lines.split(';').map(line).collect();
    let comma = if rest.is_empty() { "" } else { "," };
    let cart: Cart =
        read_cart(&format!("{{\"currency\": \"CNY\", \"lines\": [{}]{comma} {rest}}}", lines.join(","))).unwrap();
    let priced = price(&shelf, &cart, now).unwrap();
    let money = |amount| shown(amount, "CNY");
    let mut text = String::new();
    for line in &priced.lines {
        let cuts: Vec<String> =
            line.applied.iter().map(|cut| format!("{} -{}", cut.name.zh, money(cut.amount))).collect();
        let _ = writeln!(
            text,
            "{} ×{} {} → {}  {}",
            line.key,
            line.quantity,
            money(line.before),
            money(line.payable),
            cuts.join("，")
        );
        for refused in &line.refused {
            let _ = writeln!(text, "    ✗ {}: {}", refused.promotion, refused.reason.zh);
        }
    }
    for given in &priced.gifts {
        let _ = writeln!(text, "赠 {} ×{}", given.gift.name.zh, given.gift.quantity);
    }
    for offer in &priced.redeemable {
        let _ = writeln!(text, "可换购 {} {}", offer.products.join("、"), money(offer.price));
    }
    for next in &priced.next {
        let _ = writeln!(text, "→ {}: {}", next.promotion, next.words.zh);
    }
    let deposit = priced.deposit.map(|deposit| format!("，现付定金 {}", money(deposit))).unwrap_or_default();
    let points = if priced.points_spent > 0 { format!("，用 {} 积分", priced.points_spent) } else { String::new() };
    let _ = write!(
        text,
        "应付 {}（省 {}，运费 {}{points}{deposit}）",
        money(priced.total),
        money(priced.discount),
        money(priced.shipping)
    );
    assert!(priced.search.complete);
    told.assert_eq(&text);
}

/// A promotion: key, Chinese name, offer, and what else it says.
fn one(key: &str, name: &str, offer: &str, rest: &str) -> String {
    let comma = if rest.is_empty() { "" } else { ", " };
    format!(r#"{{"key": "{key}", "name": {{"zh": "{name}", "en": "{key}"}}, "offer": {offer}{comma}{rest}}}"#)
}

fn all(promotions: &[String]) -> String {
    format!("\"promotions\": [{}]", promotions.join(","))
}

const NOON: &str = "2025-11-11T12:00";

fn double11() -> String {
    let offer = r#"{"amount_off": {"steps": [{"at": {"amount": 30000}, "off": 5000}], "repeat": 99}}"#;
    one("d11", "每满300减50", offer, r#""scope": {"from": "2025-11-10T20:00", "until": "2025-11-12"}"#)
}

#[test]
fn double_eleven_takes_50_off_each_300_across_lines() {
    check(
        &all(&[double11()]),
        "cup cup 1 199; tea tea 2 168",
        "",
        NOON,
        expect![[r#"
        cup ×1 ¥199 → ¥180.40  每满300减50 -¥18.60
        tea ×2 ¥336 → ¥304.60  每满300减50 -¥31.40
        → d11: 再买 ¥65 减 ¥100
        应付 ¥485（省 ¥50，运费 ¥0）"#]],
    );
}

#[test]
fn double_eleven_has_not_begun() {
    check(
        &all(&[double11()]),
        "tea tea 2 168",
        "",
        "2025-11-10T19:59",
        expect![[r#"
        tea ×2 ¥336 → ¥336  
            ✗ d11: 2025-11-10T20:00:00 开始
        应付 ¥336（省 ¥0，运费 ¥0）"#]],
    );
}

#[test]
fn a_little_is_missing_to_the_next_step() {
    let steps = r#"{"amount_off": {"steps": [{"at": {"amount": 20000}, "off": 2000}, {"at": {"amount": 40000}, "off": 6000}]}}"#;
    check(
        &all(&[one("mj", "满减", steps, "")]),
        "tea tea 1 177",
        "",
        NOON,
        expect![[r#"
        tea ×1 ¥177 → ¥177  
            ✗ mj: 未达到门槛
        → mj: 再买 ¥23 减 ¥20
        应付 ¥177（省 ¥0，运费 ¥0）"#]],
    );
    check(
        &all(&[one("mj", "满减", steps, "")]),
        "tea tea 1 377",
        "",
        NOON,
        expect![[r#"
        tea ×1 ¥377 → ¥357  满减 -¥20
        → mj: 再买 ¥23 减 ¥60
        应付 ¥357（省 ¥20，运费 ¥0）"#]],
    );
}

#[test]
fn a_member_price_stays_away_where_it_would_cost_the_threshold() {
    let member = one("vip", "会员价", r#"{"member_price": {"prices": [{"level": "gold", "cut": {"off": 1000}}]}}"#, "");
    check(
        &all(&[double11(), member]),
        "set set 1 300",
        r#""buyer": {"level": "gold"}"#,
        NOON,
        expect![[r#"
        set ×1 ¥300 → ¥250  每满300减50 -¥50
            ✗ vip: 不用更划算，省 ¥40
        → d11: 再买 ¥300 减 ¥100
        应付 ¥250（省 ¥50，运费 ¥0）"#]],
    );
}

#[test]
fn two_offers_go_together_and_the_third_does_not() {
    let flash = one(
        "flash",
        "限时秒杀",
        r#"{"flash": {"cut": {"price": 25900}, "stock": 100}}"#,
        r#""scope": {"goods": {"products": ["tea"]}}"#,
    );
    let coupon = one(
        "c20",
        "满200减20券",
        r#"{"amount_off": {"steps": [{"at": {"amount": 20000}, "off": 2000}]}}"#,
        r#""held": true"#,
    );
    let offers = [flash, double11(), coupon];
    check(
        &all(&offers),
        "cup cup 1 128; tea tea 1 299",
        r#""buyer": {"coupons": ["c20"]}"#,
        NOON,
        expect![[r#"
        cup ×1 ¥128 → ¥111.46  每满300减50 -¥16.54
            ✗ c20: 未达到门槛
        tea ×1 ¥299 → ¥225.54  限时秒杀 -¥40，每满300减50 -¥33.46
            ✗ c20: 最多同享 2 个优惠
        → d11: 再买 ¥213 减 ¥100
        → c20: 再买 ¥88.54 减 ¥20
        应付 ¥337（省 ¥90，运费 ¥0）"#]],
    );
    let any = format!(r#""settings": {{"together": null}}, {}"#, all(&offers));
    check(
        &any,
        "cup cup 1 128; tea tea 1 299",
        r#""buyer": {"coupons": ["c20"]}"#,
        NOON,
        expect![[r#"
        cup ×1 ¥128 → ¥104.85  每满300减50 -¥16.54，满200减20券 -¥6.61
        tea ×1 ¥299 → ¥212.15  限时秒杀 -¥40，每满300减50 -¥33.46，满200减20券 -¥13.39
        → d11: 再买 ¥213 减 ¥100
        应付 ¥317（省 ¥110，运费 ¥0）"#]],
    );
}

#[test]
fn a_coupon_that_is_not_held_does_not_apply() {
    let coupon = one(
        "c20",
        "20元券",
        r#"{"amount_off": {"steps": [{"at": {"amount": 10000}, "off": 2000}]}}"#,
        r#""held": true"#,
    );
    check(
        &all(&[coupon]),
        "tea tea 1 168",
        "",
        NOON,
        expect![[r#"
        tea ×1 ¥168 → ¥168  
            ✗ c20: 未领取此券
        应付 ¥168（省 ¥0，运费 ¥0）"#]],
    );
}

#[test]
fn exclusive_coupons_the_better_one() {
    let coupon = |key: &str, off: u32| {
        let offer = format!(r#"{{"amount_off": {{"steps": [{{"at": {{"amount": 10000}}, "off": {off}00}}]}}}}"#);
        one(key, &format!("{off}元券"), &offer, r#""held": true, "exclusive": "coupons""#)
    };
    check(
        &all(&[coupon("a", 10), coupon("b", 30)]),
        "tea tea 1 168",
        r#""buyer": {"coupons": ["a", "b"]}"#,
        NOON,
        expect![[r#"
            tea ×1 ¥168 → ¥138  30元券 -¥30
                ✗ a: 不用更划算，省 ¥20
            应付 ¥138（省 ¥30，运费 ¥0）"#]],
    );
}

#[test]
fn second_piece_at_half_price() {
    let offer = one("half", "第2件半价", r#"{"nth_discount": {"n": 2, "keep": 500}}"#, "");
    check(
        &all(&[offer]),
        "big tea 1 100; mid tea 1 80; sml tea 1 60",
        "",
        NOON,
        expect![[r#"
        big ×1 ¥100 → ¥100  
        mid ×1 ¥80 → ¥40  第2件半价 -¥40
        sml ×1 ¥60 → ¥60  
            ✗ half: 未凑成一组
        → half: 再买 1 件 第 2 件 5折
        应付 ¥200（省 ¥40，运费 ¥0）"#]],
    );
}

#[test]
fn buy_two_get_one() {
    let offer =
        one("b2g1", "买2送1", r#"{"buy_get": {"buy": 2, "get": 1}}"#, r#""scope": {"goods": {"categories": ["tea"]}}"#);
    check(
        &all(std::slice::from_ref(&offer)),
        "a a 2 50 tea; b b 1 30 tea; cup c 1 99",
        "",
        NOON,
        expect![[r#"
        a ×2 ¥100 → ¥100  
        b ×1 ¥30 → ¥0  买2送1 -¥30
        cup ×1 ¥99 → ¥99  
        应付 ¥199（省 ¥30，运费 ¥0）"#]],
    );
    check(
        &all(&[offer]),
        "a a 2 50 tea",
        "",
        NOON,
        expect![[r#"
        a ×2 ¥100 → ¥100  
            ✗ b2g1: 未达到门槛
        → b2g1: 再买 1 件 送 1 件
        应付 ¥100（省 ¥0，运费 ¥0）"#]],
    );
}

#[test]
fn three_for_99() {
    let offer = one("99", "99元任选3件", r#"{"bundle": {"quantity": 3, "price": 9900}}"#, "");
    check(
        &all(&[offer]),
        "a a 2 45; b b 2 38",
        "",
        NOON,
        expect![[r#"
        a ×2 ¥90 → ¥69.61  99元任选3件 -¥20.39
        b ×2 ¥76 → ¥67.39  99元任选3件 -¥8.61
        → 99: 再买 2 件 享 3 件 ¥99
        应付 ¥137（省 ¥29，运费 ¥0）"#]],
    );
}

#[test]
fn a_package_for_one_price() {
    let offer = one(
        "set",
        "茶席套装",
        r#"{"package": {"parts": [{"product": "pot", "quantity": 1}, {"product": "cup", "quantity": 2}], "price": 19900}}"#,
        "",
    );
    check(
        &all(std::slice::from_ref(&offer)),
        "cup cup 3 49; pot pot 1 159",
        "",
        NOON,
        expect![[r#"
        cup ×3 ¥147 → ¥124.88  茶席套装 -¥22.12
        pot ×1 ¥159 → ¥123.12  茶席套装 -¥35.88
        应付 ¥248（省 ¥58，运费 ¥0）"#]],
    );
    check(
        &all(&[offer]),
        "cup cup 1 49; pot pot 1 159",
        "",
        NOON,
        expect![[r#"
        cup ×1 ¥49 → ¥49  
            ✗ set: 未达到门槛
        pot ×1 ¥159 → ¥159  
            ✗ set: 未达到门槛
        → set: 再买 1 件 享套装价 ¥199
        应付 ¥208（省 ¥0，运费 ¥0）"#]],
    );
}

#[test]
fn gifts_from_a_threshold_on() {
    let gift = r#"{"gift": {"steps": [{"at": {"amount": 20000}, "gifts": [{"sku": "bag", "name": {"zh": "茶袋", "en": "tea bag"}, "quantity": 1, "worth": 1500}]}], "repeat": 3}}"#;
    check(
        &all(&[one("ms", "满200送茶袋", gift, "")]),
        "tea tea 3 168",
        "",
        NOON,
        expect![[r#"
        tea ×3 ¥504 → ¥504  
        赠 茶袋 ×2
        → ms: 再买 ¥96 送 茶袋
        应付 ¥504（省 ¥0，运费 ¥0）"#]],
    );
}

#[test]
fn add_9_9_for_a_tin() {
    let offer = one(
        "hg",
        "加9元换购茶罐",
        r#"{"redeem": {"at": {"amount": 15000}, "price": 900, "products": ["tin"], "limit": 1}}"#,
        "",
    );
    check(
        &all(std::slice::from_ref(&offer)),
        "tea tea 1 168",
        "",
        NOON,
        expect![[r#"
        tea ×1 ¥168 → ¥168  
            ✗ hg: 换购商品未加入购物车
        可换购 tin ¥9
        应付 ¥168（省 ¥0，运费 ¥0）"#]],
    );
    check(
        &all(std::slice::from_ref(&offer)),
        "tea tea 1 168; tin tin 2 39",
        "",
        NOON,
        expect![[r#"
        tea ×1 ¥168 → ¥168  
        tin ×2 ¥78 → ¥48  加9元换购茶罐 -¥30
        应付 ¥216（省 ¥30，运费 ¥0）"#]],
    );
    check(
        &all(&[offer]),
        "tea tea 1 108; tin tin 1 39",
        "",
        NOON,
        expect![[r#"
        tea ×1 ¥108 → ¥108  
            ✗ hg: 未达到门槛
        tin ×1 ¥39 → ¥39  
            ✗ hg: 未达到门槛
        → hg: 再买 ¥42 可加 ¥9 换购
        应付 ¥147（省 ¥0，运费 ¥0）"#]],
    );
}

#[test]
fn the_more_the_cheaper() {
    let offer = one(
        "jt",
        "多买更低",
        r#"{"ladder_quantity": {"steps": [{"from": 2, "cut": {"keep": 950}}, {"from": 5, "cut": {"keep": 880}}]}}"#,
        "",
    );
    check(
        &all(&[offer]),
        "a a 2 50; b b 1 30",
        "",
        NOON,
        expect![[r#"
        a ×2 ¥100 → ¥95  多买更低 -¥5
        b ×1 ¥30 → ¥28.50  多买更低 -¥1.50
        → jt: 再买 2 件 打 8.8折
        应付 ¥123.50（省 ¥6.50，运费 ¥0）"#]],
    );
}

#[test]
fn the_earlier_the_cheaper() {
    let offer = one(
        "early",
        "前100单8折",
        r#"{"ladder_order": {"steps": [{"up_to": 100, "cut": {"keep": 800}}, {"up_to": 500, "cut": {"keep": 900}}]}}"#,
        "",
    );
    for (uses, told) in [
        (
            99,
            expect![[r#"
        a ×1 ¥50 → ¥40  前100单8折 -¥10
        应付 ¥40（省 ¥10，运费 ¥0）"#]],
        ),
        (
            100,
            expect![[r#"
        a ×1 ¥50 → ¥45  前100单8折 -¥5
        应付 ¥45（省 ¥5，运费 ¥0）"#]],
        ),
        (
            500,
            expect![[r#"
        a ×1 ¥50 → ¥50  
            ✗ early: 前几名优惠已满
        应付 ¥50（省 ¥0，运费 ¥0）"#]],
        ),
    ] {
        let programme =
            format!(r#""standings": {{"early": {{"uses": {uses}}}}}, {}"#, all(std::slice::from_ref(&offer)));
        check(&programme, "a a 1 50", "", NOON, told);
    }
}

#[test]
fn a_flash_sale_with_two_pieces_left() {
    let offer = one(
        "flash",
        "秒杀",
        r#"{"flash": {"cut": {"price": 990}, "stock": 100, "limit": 3}}"#,
        r#""scope": {"hours": [{"from": "10:00", "to": "14:00"}], "weekdays": ["tue"]}"#,
    );
    let programme = format!(r#""standings": {{"flash": {{"sold": 98}}}}, {}"#, all(&[offer]));
    check(
        &programme,
        "a a 3 50",
        "",
        NOON,
        expect![[r#"
        a ×3 ¥150 → ¥69.80  秒杀 -¥80.20
        应付 ¥69.80（省 ¥80.20，运费 ¥0）"#]],
    );
    check(
        &programme,
        "a a 3 50",
        "",
        "2025-11-11T14:00",
        expect![[r#"
        a ×3 ¥150 → ¥150  
            ✗ flash: 不在活动时段
        应付 ¥150（省 ¥0，运费 ¥0）"#]],
    );
    check(
        &programme,
        "a a 3 50",
        "",
        "2025-11-12T12:00",
        expect![[r#"
        a ×3 ¥150 → ¥150  
            ✗ flash: 不在活动时段
        应付 ¥150（省 ¥0，运费 ¥0）"#]],
    );
}

#[test]
fn group_buying() {
    let offer = one("pt", "3人团", r#"{"group": {"size": 3, "hours": 24, "cut": {"price": 3900}}}"#, "");
    check(
        &all(std::slice::from_ref(&offer)),
        "a a 1 50",
        "",
        NOON,
        expect![[r#"
        a ×1 ¥50 → ¥50  
            ✗ pt: 开团或参团后可享
        应付 ¥50（省 ¥0，运费 ¥0）"#]],
    );
    check(
        &all(&[offer]),
        "a a 1 50",
        r#""groups": {"pt": 1}"#,
        NOON,
        expect![[r#"
        a ×1 ¥50 → ¥39  3人团 -¥11
        → pt: 还差 2 人成团
        应付 ¥39（省 ¥11，运费 ¥0）"#]],
    );
}

#[test]
fn a_deposit_counts_double() {
    let offer = one(
        "ys",
        "预售定金翻倍",
        r#"{"presale": {"deposit": 5000, "worth": 10000}}"#,
        r#""scope": {"goods": {"products": ["set"]}}"#,
    );
    check(
        &all(&[offer, double11()]),
        "set set 1 499",
        "",
        NOON,
        expect![[r#"
        set ×1 ¥499 → ¥399  预售定金翻倍 -¥50，每满300减50 -¥50
        → d11: 再买 ¥151 减 ¥100
        应付 ¥399（省 ¥100，运费 ¥0，现付定金 ¥50）"#]],
    );
}

#[test]
fn newcomers_members_and_clearance_the_best_price_of_a_line() {
    let offers = [
        one(
            "new",
            "新客价",
            r#"{"newcomer_price": {"cut": {"price": 3900}, "limit": 1}}"#,
            r#""scope": {"goods": {"products": ["a"]}}"#,
        ),
        one("vip", "会员9折", r#"{"member_price": {"prices": [{"level": "gold", "cut": {"keep": 900}}]}}"#, ""),
        one(
            "end",
            "清仓",
            r#"{"clearance": {"cut": {"keep": 500}}}"#,
            r#""scope": {"goods": {"categories": ["old"]}}"#,
        ),
    ];
    let lines = "a a 1 50; b b 1 30 old; c c 1 20";
    check(
        &all(&offers),
        lines,
        r#""buyer": {"first_order": true, "level": "gold"}"#,
        NOON,
        expect![[r#"
        a ×1 ¥50 → ¥39  新客价 -¥11
            ✗ vip: 已享“新客价”
        b ×1 ¥30 → ¥15  清仓 -¥15
            ✗ vip: 已享“清仓”
        c ×1 ¥20 → ¥18  会员9折 -¥2
        应付 ¥72（省 ¥28，运费 ¥0）"#]],
    );
    check(
        &all(&offers),
        lines,
        r#""buyer": {"first_order": false}"#,
        NOON,
        expect![[r#"
        a ×1 ¥50 → ¥50  
            ✗ new: 仅限首单
            ✗ vip: 仅限会员等级：gold
        b ×1 ¥30 → ¥15  清仓 -¥15
            ✗ vip: 仅限会员等级：gold
        c ×1 ¥20 → ¥20  
            ✗ vip: 仅限会员等级：gold
        应付 ¥85（省 ¥15，运费 ¥0）"#]],
    );
}

#[test]
fn points_and_shipping_come_last() {
    let offers = [
        one("jf", "积分抵现", r#"{"points": {"points": 100, "worth": 100, "most": 500}}"#, ""),
        one(
            "by",
            "满99包邮",
            r#"{"free_shipping": {"at": {"amount": 9900}}}"#,
            r#""scope": {"regions": ["浙江", "江苏"]}"#,
        ),
    ];
    let rest = |points: u32| {
        format!(r#""shipping": 1000, "spend_points": {points}, "buyer": {{"points": 100000, "region": "浙江"}}"#)
    };
    check(
        &all(&offers),
        "tea tea 1 105",
        &rest(500),
        NOON,
        expect![[r#"
        tea ×1 ¥105 → ¥100  积分抵现 -¥5
        应付 ¥100（省 ¥5，运费 ¥0，用 500 积分）"#]],
    );
    check(
        &all(&offers),
        "tea tea 1 105",
        &rest(1000),
        NOON,
        expect![[r#"
        tea ×1 ¥105 → ¥105  
            ✗ jf: 使用后并不更便宜
        应付 ¥105（省 ¥0，运费 ¥0）"#]],
    );
    check(
        &all(&offers),
        "tea tea 1 105",
        &rest(100_000),
        NOON,
        expect![[r#"
        tea ×1 ¥105 → ¥53  积分抵现 -¥52
            ✗ by: 未达到门槛
        → by: 再买 ¥46 包邮
        应付 ¥63（省 ¥52，运费 ¥10，用 5200 积分）"#]],
    );
}

#[test]
fn was_199_now_149_with_a_gift() {
    let offer = one(
        "sp",
        "原价199现价149还送杯",
        r#"{"special": {"was": 19900, "now": 14900, "gifts": [{"sku": "cup", "name": {"zh": "品茗杯", "en": "cup"}, "quantity": 1, "worth": 2900}]}}"#,
        r#""scope": {"goods": {"products": ["pot"]}}"#,
    );
    check(
        &all(&[offer]),
        "pot pot 2 199",
        "",
        NOON,
        expect![[r#"
        pot ×2 ¥398 → ¥298  原价199现价149还送杯 -¥100
        赠 品茗杯 ×2
        应付 ¥298（省 ¥100，运费 ¥0）"#]],
    );
}

#[test]
fn forty_and_seventy_percent_off_do_not_give_goods_away() {
    let offers =
        [one("a", "4折", r#"{"discount": {"keep": 400}}"#, ""), one("b", "3折", r#"{"discount": {"keep": 300}}"#, "")];
    let settings = format!(r#""settings": {{"floor_per_mille": 250, "cap": {{"per_mille": 700}}}}, {}"#, all(&offers));
    check(
        &settings,
        "tea tea 1 100",
        "",
        NOON,
        expect![[r#"
        tea ×1 ¥100 → ¥30  4折 -¥60，3折 -¥10
        应付 ¥30（省 ¥70，运费 ¥0）"#]],
    );
}

#[test]
fn storewide_with_a_coupon_and_a_percent_threshold() {
    let offers = [
        one("88", "全场88折", r#"{"discount": {"keep": 880}}"#, r#""layer": "item""#),
        one(
            "m3",
            "3件9折",
            r#"{"percent_off": {"steps": [{"at": {"quantity": 3}, "keep": 900}]}}"#,
            r#""max_off": 3000"#,
        ),
        one(
            "c5",
            "5元券",
            r#"{"amount_off": {"steps": [{"at": {"amount": 1}, "off": 500}]}}"#,
            r#""held": true, "alone": true"#,
        ),
    ];
    check(
        &all(&offers),
        "a a 2 50; b b 1 333",
        r#""buyer": {"coupons": ["c5"]}"#,
        NOON,
        expect![[r#"
        a ×2 ¥100 → ¥81.07  全场88折 -¥12，3件9折 -¥6.93
            ✗ c5: 不与其他优惠同享（“全场88折”）
        b ×1 ¥333 → ¥269.97  全场88折 -¥39.96，3件9折 -¥23.07
            ✗ c5: 不与其他优惠同享（“全场88折”）
        应付 ¥351.04（省 ¥81.96，运费 ¥0）"#]],
    );
}
