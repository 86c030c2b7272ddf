//! What the linter and the checks say, and where.
#![allow(clippy::unwrap_used, reason = "tests")]

use expect_test::{Expect, expect};
use jiff::tz::TimeZone;
use pricing::{Line, Problem, Shelf, check, lint, read_cart, read_programme};

/// 2025-11-11T08:00:00+08:00.
const NOW: i64 = 1_762_819_200_000;

fn told(problems: &[Problem]) -> String {
    let line = |problem: &Problem| {
        let place = if problem.path.is_empty() { problem.promotions.join(",") } else { problem.path.clone() };
        format!("{} {place}: {} | {}", problem.code, problem.message.zh, problem.message.en)
    };
    problems.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn linted(programme: &str, told_as: Expect) {
    let line = |key: &str, price: i64, cost: i64, lowest: i64| Line {
        key: key.to_owned(),
        product: key.to_owned(),
        quantity: 1,
        unit_price: price,
        cost: Some(cost),
        lowest_7_days: Some(lowest),
        ..Line::default()
    };
    let goods = [line("tea", 16_800, 6_000, 16_800), line("cup", 4_900, 3_000, 3_900)];
    let programme = read_programme(&format!("{{\"currency\": \"CNY\", {programme}}}")).unwrap();
    let shelf = Shelf::new(programme, TimeZone::posix("CST-8").unwrap()).unwrap();
    told_as.assert_eq(&told(&lint(&shelf, &goods, NOW)));
}

#[test]
fn goods_below_cost_and_for_nothing() {
    linted(
        r#""settings": {"together": null}, "promotions": [
            {"key": "a", "name": {"zh": "6折", "en": "40% off"}, "offer": {"discount": {"keep": 600}}, "scope": {"goods": {"products": ["tea"]}}},
            {"key": "b", "name": {"zh": "5折券", "en": "half"}, "offer": {"discount": {"keep": 500}}, "held": true, "scope": {"goods": {"products": ["tea"]}}},
            {"key": "c", "name": {"zh": "减100", "en": "100 off"}, "offer": {"amount_off": {"steps": [{"at": {"quantity": 2}, "off": 10000}]}}, "scope": {"goods": {"products": ["cup"]}}}
        ]"#,
        expect![[r#"
            below_cost a,b: “tea” 1 件可以 ¥50.40 买到，低于成本 ¥60 | 1 of `tea` can be had for ¥50.40, below their cost of ¥60
            free_goods c: “cup”可以 0 元买到 2 件 | 2 of `cup` can be had for nothing"#]],
    );
}

#[test]
fn what_is_given_away_beside_the_goods() {
    linted(
        r#""promotions": [
            {"key": "r", "name": {"zh": "换购", "en": "redeem"}, "offer": {"redeem": {"at": {"amount": 10000}, "price": 900, "products": ["cup", "tea"], "limit": 1}}, "scope": {"goods": {"products": ["pot"]}}},
            {"key": "z", "name": {"zh": "零元换购", "en": "nothing"}, "offer": {"redeem": {"at": {"amount": 10000}, "price": 0, "products": ["cup"], "limit": 1}}, "scope": {"goods": {"products": ["pot"]}}},
            {"key": "g", "name": {"zh": "满送", "en": "gift"}, "offer": {"gift": {"steps": [
                {"at": {"amount": 100}, "gifts": [{"sku": "box", "name": {"zh": "茶盒", "en": "box"}, "quantity": 1, "worth": 26800}]},
                {"at": {"amount": 90000}, "gifts": [{"sku": "box", "name": {"zh": "茶盒", "en": "box"}, "quantity": 1, "worth": 26800}]}]}}},
            {"key": "q", "name": {"zh": "买二送", "en": "two"}, "offer": {"gift": {"steps": [
                {"at": {"quantity": 2}, "gifts": [{"sku": "box", "name": {"zh": "茶盒", "en": "box"}, "quantity": 1, "worth": 9800}]}]}}, "scope": {"goods": {"products": ["cup"]}}},
            {"key": "p", "name": {"zh": "积分抵现", "en": "points"}, "offer": {"points": {"points": 1, "worth": 100, "most": 1000}}},
            {"key": "h", "name": {"zh": "积分抵一半", "en": "half"}, "offer": {"points": {"points": 100, "worth": 100, "most": 500}}}
        ]"#,
        expect![[r#"
            below_cost r: “tea”可以加 ¥9 换购，低于成本 ¥60 | `tea` can be redeemed for ¥9, below its cost of ¥60
            below_cost r: “cup”可以加 ¥9 换购，低于成本 ¥30 | `cup` can be redeemed for ¥9, below its cost of ¥30
            free_goods p: 积分可以抵扣全部货款：积分够的客户可以 0 元购买 | points may pay for all of the goods: who has enough of them buys for nothing
            free_goods z: “cup”可以 0 元换购 | `cup` can be redeemed for nothing
            gift_dearer g: 买 ¥1 就送价值 ¥268 的赠品：赠品不比货款便宜 | gifts worth ¥268 are given for a purchase of ¥1: they are worth no less than what is paid
            gift_dearer q: 买 ¥98 就送价值 ¥98 的赠品：赠品不比货款便宜 | gifts worth ¥98 are given for a purchase of ¥98: they are worth no less than what is paid"#]],
    );
}

#[test]
fn promotions_that_never_apply() {
    linted(
        r#""promotions": [
            {"key": "gone", "name": {"zh": "双10", "en": "tens"}, "offer": {"discount": {"keep": 990}}, "scope": {"until": "2025-10-11"}},
            {"key": "none", "name": {"zh": "咖啡", "en": "coffee"}, "offer": {"discount": {"keep": 990}}, "scope": {"goods": {"products": ["coffee"]}}},
            {"key": "day", "name": {"zh": "周日", "en": "Sunday"}, "offer": {"discount": {"keep": 990}}, "scope": {"weekdays": ["sun"], "until": "2025-11-14"}},
            {"key": "weak", "name": {"zh": "95折", "en": "5%"}, "offer": {"discount": {"keep": 950}}, "layer": "item", "scope": {"goods": {"products": ["tea"]}}},
            {"key": "strong", "name": {"zh": "9折", "en": "10%"}, "offer": {"discount": {"keep": 900}}, "layer": "item", "scope": {"goods": {"products": ["tea"]}}}
        ]"#,
        expect![[r#"
            always_beaten weak,strong: “95折”永远不会生效：“9折”范围不小、价格总是更低 | “5%” never applies: “10%” covers as much and is always cheaper
            never_applies day: 它已结束，或它的日期、星期和时段从不重合 | it is over, or its dates, weekdays and hours never meet
            never_applies gone: 它已结束，或它的日期、星期和时段从不重合 | it is over, or its dates, weekdays and hours never meet
            never_applies none: 没有任何商品在它的范围内 | no goods are in its scope
            overlap weak,strong: “95折”与“9折”在 1 个商品上重叠：单品优惠每行只取其一 | “5%” and “10%” overlap on 1 goods: a line has one item offer"#]],
    );
}

#[test]
fn raising_before_cutting() {
    linted(
        r#""promotions": [
            {"key": "x", "name": {"zh": "特价", "en": "special"}, "offer": {"special": {"was": 9900, "now": 3900}}, "scope": {"goods": {"products": ["cup"]}}}
        ]"#,
        expect![
            "raised_before_cut x: “cup”的原价 ¥99 高于近 7 日最低成交价 ¥39：不得先涨价后打折，请以 ¥39 为比较基准 | `cup` is compared with ¥99, above its lowest price of the last 7 days, ¥39: a price must not be raised before it is cut; compare with ¥39"
        ],
    );
}

#[test]
fn draws_as_the_law_wants_them() {
    linted(
        r#""draws": [{"key": "d", "name": {"zh": "抽奖", "en": "draw"}, "conditions": "下单即可参与", "prizes": [
            {"name": {"zh": "汽车", "en": "a car"}, "worth": 12000000, "quantity": 1},
            {"name": {"zh": "优惠券", "en": "a coupon"}}
        ]}]"#,
        expect![[r#"
            draw_incomplete d: 抽奖须事先公示：缺少开奖时间和方式、兑奖时间、条件和方式、交付方式、弃奖条件、主办方及联系方式、奖品价格、奖品数量或中奖概率 | a draw must publish beforehand: missing when and how it is drawn, when and how prizes are claimed, how prizes are delivered, when a prize is forfeited, who holds it and how to reach them, what each prize is worth, how many of each prize there are, or how likely it is
            draw_prize_too_high d: 奖品“汽车”超过法定最高奖 ¥50000 | the prize “a car” is worth more than the law allows, ¥50000"#]],
    );
}

#[test]
fn what_cannot_be_computed_is_refused_with_its_path() {
    let programme = read_programme(
        r#"{"currency": "yuan", "settings": {"floor_per_mille": 1001}, "promotions": [
            {"key": "a", "name": {"zh": "", "en": ""}, "offer": {"amount_off": {"steps": [{"at": {"amount": 30000}, "off": 5000}, {"at": {"amount": 20000}, "off": 1000}]}}},
            {"key": "a", "name": {"zh": "", "en": ""}, "offer": {"discount": {"keep": 1000}}, "layer": "points"},
            {"key": "b", "name": {"zh": "", "en": ""}, "offer": {"presale": {"deposit": 100, "worth": 50}}, "scope": {"from": "2025-11-12", "until": "2025-11-11"}}
        ]}"#,
    );
    expect![[r#"
        currency currency: 币种写作三个大写字母，如 CNY | a currency is three capital letters, such as CNY
        rate settings.floor_per_mille: 千分比必须在 0 到 1000 之间 | a rate is from 0 to 1000 thousandths
        steps promotions[0].offer.amount_off.steps[1]: 各档门槛必须同类并递增 | the steps must rise, all of one kind
        steps promotions[0].offer.amount_off.steps[1]: 更高一档的优惠不能更少 | a higher step must not give less than a lower one
        twice promotions[1].key: 促销的 key `a` 为空或重复 | the key `a` is empty or there twice
        layer promotions[1].layer: 全场折扣不能放在这一层 | discount does not belong in this layer
        rate promotions[1].offer.discount.keep: 折扣写作 1 到 999 的千分比：880 为 8.8折 | what is kept is from 1 to 999 thousandths: 880 is 12% off
        times promotions[2].scope.until: 结束时间必须晚于开始时间 | it must end after it begins
        worth promotions[2].offer.presale.worth: 定金抵扣额不能低于定金 | a deposit counts as at least itself"#]].assert_eq(&told(&check(&programme.unwrap())));
}

#[test]
fn what_is_given_or_packed_has_a_name() {
    let mut found = String::new();
    for offer in [
        r#"{"gift": {"steps": [{"at": {"amount": 100}, "gifts": []}]}}"#,
        r#"{"gift": {"steps": [{"at": {"amount": 100}, "gifts": [{"sku": "", "name": {"zh": "茶袋", "en": " "}, "quantity": 1, "worth": 0}]}]}}"#,
        r#"{"special": {"was": 200, "now": 100, "gifts": [{"sku": "c", "name": {"zh": "", "en": ""}, "quantity": 1, "worth": 0}]}}"#,
        r#"{"package": {"parts": [], "price": 100}}"#,
        r#"{"package": {"parts": [{"product": "", "quantity": 1}, {"product": "cup", "quantity": 0}], "price": 100}}"#,
        r#"{"redeem": {"at": {"amount": 100}, "price": 1, "products": ["tin", " "], "limit": 1}}"#,
        r#"{"member_price": {"prices": [{"level": "", "cut": {"keep": 900}}]}}"#,
    ] {
        let text = format!(
            r#"{{"currency": "CNY", "promotions": [{{"key": "a", "name": {{"zh": "", "en": ""}}, "offer": {offer}}}]}}"#
        );
        found.push_str(&told(&check(&read_programme(&text).unwrap())));
        found.push('\n');
    }
    expect![[r#"
        empty promotions[0].offer.gift.steps[0].gifts: 请写明送什么 | name what is given

        empty promotions[0].offer.special.gifts[0].name: 请写赠品名称 | name the gift, as buyers read it
        empty promotions[0].offer.package.parts: 至少列出一个商品，且不能重复 | name at least one product, each once
        empty promotions[0].offer.package.parts[0].product: 请选商品 | name the product
        count promotions[0].offer.package.parts[1].quantity: 必须在 1 到 1000000 之间 | it must be from 1 to 1000000
        empty promotions[0].offer.redeem.products[1]: 请选商品 | name the product
        empty promotions[0].offer.member_price.prices[0].level: 请选会员等级 | name the level
    "#]]
    .assert_eq(&found);
}

#[test]
fn what_cannot_be_read_says_where() {
    let rows = [
        (
            r#"{"currency": "CNY", "promotions": [{"key": "a", "name": {"zh": "", "en": ""}, "offer": {"amount_off": {"steps": [{"at": {"amount": "30"}, "off": 1}]}}}]}"#,
            expect![[
                r#"promotions[0].offer.amount_off.steps[0].at.amount: invalid type: string "30", expected i64 at line 1 column 135"#
            ]],
        ),
        (
            r#"{"currency": "CNY", "promotions": [{"key": "a", "name": {"zh": "", "en": ""}, "offer": {"discount": {"keep": 900, "kept": 1}}}]}"#,
            expect!["promotions[0].offer.discount.kept: unknown field `kept`, expected `keep` at line 1 column 120"],
        ),
        (
            r#"{"currency": "CNY", "promotion": []}"#,
            expect![
                "promotion: unknown field `promotion`, expected one of `currency`, `zone`, `settings`, `promotions`, `standings`, `levels`, `early_access`, `draws` at line 1 column 31"
            ],
        ),
    ];
    for (text, expected) in rows {
        expected.assert_eq(&read_programme(text).unwrap_err().to_string());
    }
    let cart =
        read_cart(r#"{"currency": "CNY", "lines": [{"key": "a", "product": "a", "quantity": -1, "unit_price": 1}]}"#);
    expect!["lines[0].quantity: invalid value: integer `-1`, expected u32 at line 1 column 73"]
        .assert_eq(&cart.unwrap_err().to_string());
}

#[test]
fn a_cart_that_cannot_be_priced_says_why() {
    let programme = read_programme(r#"{"currency": "CNY"}"#).unwrap();
    let shelf = Shelf::new(programme, TimeZone::posix("CST-8").unwrap()).unwrap();
    let cart = read_cart(
        r#"{"currency": "EUR", "shipping": -1, "lines": [
            {"key": "a", "product": "a", "quantity": 0, "unit_price": -5},
            {"key": "a", "product": "a", "quantity": 3, "unit_price": 5, "stock": 2}
        ]}"#,
    );
    expect![[r#"
        currency currency: 购物车是 EUR，促销是 CNY：币种必须相同 | the cart is in EUR, the promotions in CNY: they must be in the same currency
        quantity lines[0].quantity: 数量至少为 1 | the quantity must be at least 1
        amount lines[0].unit_price: 必须在 0 到 100000000000 之间 | must be from 0 to 100000000000
        twice lines[1].key: 行 `a` 出现两次 | the key `a` is there twice
        stock lines[1].quantity: 库存只有 2 件 | there are only 2 of it
        amount shipping: 必须在 0 到 100000000000 之间 | must be from 0 to 100000000000"#]].assert_eq(&told(&pricing::price(&shelf, &cart.unwrap(), NOW).unwrap_err()));
}
