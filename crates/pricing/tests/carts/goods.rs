//! Gifts, stock, groups, deposits, points and what several offers come to.

use expect_test::expect;

use crate::{NOON, all, check, double11, one};

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

/// A fixed price beats a rate on dear goods only, so each line takes the best step that was reached.
#[test]
fn more_pieces_never_cost_more_each() {
    let steps =
        r#"{"ladder_quantity": {"steps": [{"from": 2, "cut": {"price": 900}}, {"from": 4, "cut": {"keep": 800}}]}}"#;
    check(
        &all(&[one("jt", "多买更低", steps, "")]),
        "a a 3 50; b b 1 10",
        "",
        NOON,
        expect![[r#"
        a ×3 ¥150 → ¥27  多买更低 -¥123
        b ×1 ¥10 → ¥8  多买更低 -¥2
        应付 ¥35（省 ¥125，运费 ¥0）"#]],
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
                ✗ flash: 活动库存已抢光
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
fn points_that_one_offer_spends_are_gone_for_the_next() {
    let offers = [
        one("all", "积分抵现", r#"{"points": {"points": 100, "worth": 100, "most": 500}}"#, r#""priority": 1"#),
        one("tea", "茶积分", r#"{"points": {"points": 100, "worth": 300, "most": 500}}"#, ""),
    ];
    check(
        &all(&offers),
        "tea t 1 10; cup c 1 10",
        r#""spend_points": 1000, "buyer": {"points": 1000}"#,
        NOON,
        expect![[r#"
            cup ×1 ¥10 → ¥5  积分抵现 -¥5
                ✗ tea: 积分已用于“积分抵现”
            tea ×1 ¥10 → ¥5  积分抵现 -¥5
                ✗ tea: 积分已用于“积分抵现”
            应付 ¥10（省 ¥10，运费 ¥0，用 1000 积分）"#]],
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
                ✗ by: 其他优惠后为 ¥53，未达门槛
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
                ✗ m3: 已到该活动的优惠上限
                ✗ c5: 不与其他优惠同享（“全场88折”）
            b ×1 ¥333 → ¥269.97  全场88折 -¥39.96，3件9折 -¥23.07
                ✗ m3: 已到该活动的优惠上限
                ✗ c5: 不与其他优惠同享（“全场88折”）
            应付 ¥351.04（省 ¥81.96，运费 ¥0）"#]],
    );
}
