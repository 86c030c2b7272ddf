//! Thresholds, coupons, and prices by the piece.

use expect_test::expect;

use crate::{NOON, all, check, double11, one};

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
            ✗ d11: 2025-11-10 20:00 开始
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
                ✗ half: 计入凑组，减在其他商品上
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
                ✗ b2g1: 计入凑组，减在其他商品上
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
fn shipping_that_another_offer_pays_is_told_from_none() {
    let shelf =
        all(&[one("a", "包邮", r#"{"free_shipping": {}}"#, ""), one("b", "会员包邮", r#"{"free_shipping": {}}"#, "")]);
    check(
        &shelf,
        "tea tea 1 168",
        r#""shipping": 1000"#,
        NOON,
        expect![[r#"
        tea ×1 ¥168 → ¥168  
            ✗ b: 运费已由其他优惠免去
        应付 ¥168（省 ¥0，运费 ¥0）"#]],
    );
    check(
        &shelf,
        "tea tea 1 168",
        "",
        NOON,
        expect![[r#"
        tea ×1 ¥168 → ¥168  
            ✗ a: 本单没有运费
            ✗ b: 本单没有运费
        应付 ¥168（省 ¥0，运费 ¥0）"#]],
    );
}
