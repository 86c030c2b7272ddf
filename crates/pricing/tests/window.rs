//! What buyers read of each form.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use std::fmt::Write as _;

use expect_test::expect;
use pricing::{Promotion, Words, window};

const FORMS: &[&str] = &[
    r#"{"amount_off": {"steps": [{"at": {"amount": 20000}, "off": 2000}, {"at": {"amount": 40000}, "off": 6000}]}}"#,
    r#"{"amount_off": {"steps": [{"at": {"amount": 30000}, "off": 5000}], "repeat": 99}}"#,
    r#"{"percent_off": {"steps": [{"at": {"quantity": 3}, "keep": 900}]}}"#,
    r#"{"gift": {"steps": [{"at": {"amount": 20000}, "gifts": [{"sku": "bag", "name": {"zh": "茶袋", "en": "bag"}, "quantity": 1, "worth": 1500}]}]}}"#,
    r#"{"redeem": {"at": {"amount": 15000}, "price": 900, "products": ["tin"], "limit": 1}}"#,
    r#"{"discount": {"keep": 880}}"#,
    r#"{"nth_discount": {"n": 2, "keep": 500}}"#,
    r#"{"buy_get": {"buy": 2, "get": 1, "times": 3}}"#,
    r#"{"bundle": {"quantity": 3, "price": 9900}}"#,
    r#"{"package": {"parts": [{"product": "pot", "quantity": 1}, {"product": "cup", "quantity": 2}], "price": 19900}}"#,
    r#"{"ladder_quantity": {"steps": [{"from": 2, "cut": {"keep": 950}}, {"from": 5, "cut": {"keep": 880}}]}}"#,
    r#"{"ladder_order": {"steps": [{"up_to": 100, "cut": {"keep": 800}}]}}"#,
    r#"{"flash": {"cut": {"price": 990}, "stock": 100, "limit": 2}}"#,
    r#"{"group": {"size": 3, "hours": 24, "cut": {"price": 3900}}}"#,
    r#"{"presale": {"deposit": 5000, "worth": 10000}}"#,
    r#"{"free_shipping": {"at": {"amount": 9900}}}"#,
    r#"{"member_price": {"prices": [{"level": "gold", "cut": {"keep": 900}}]}}"#,
    r#"{"newcomer_price": {"cut": {"price": 3900}, "limit": 1}}"#,
    r#"{"clearance": {"cut": {"off": 500}, "stock": 50}}"#,
    r#"{"points": {"points": 100, "worth": 100, "most": 505}}"#,
    r#"{"special": {"was": 19900, "now": 14900, "gifts": [{"sku": "cup", "name": {"zh": "杯", "en": "cup"}, "quantity": 1, "worth": 2900}]}}"#,
];

fn name(key: &str) -> Option<Words> {
    let named = [("tin", "茶罐", "茶罐"), ("pot", "茶壶", "茶壶"), ("gold", "金卡", "Gold")];
    named.iter().find(|one| one.0 == key).map(|one| Words::new(one.1, one.2))
}

#[test]
fn every_form_has_a_title_in_both_languages() {
    let mut text = String::new();
    for form in FORMS {
        let json = format!(r#"{{"key": "k", "name": {{"zh": "", "en": ""}}, "offer": {form}}}"#);
        let promotion: Promotion = serde_json::from_str(&json).unwrap();
        let window = window(&promotion, "CNY", &name);
        writeln!(text, "{} | {}", window.title.zh, window.title.en).unwrap();
    }
    expect![[r#"
        满 ¥200 减 ¥20，满 ¥400 减 ¥60 | ¥20 off ¥200; ¥60 off ¥400
        每满 ¥300 减 ¥50（最多 99 次） | ¥50 off every ¥300, up to 99 times
        满 3 件打9折 | 10% off from 3 pieces
        满 ¥200 送 茶袋 ×1（价值 ¥15） | bag ×1 (worth ¥15) free from ¥200
        满 ¥150 加 ¥9 换购茶罐（限 1 件） | from ¥150, add 茶罐 for ¥9 (up to 1)
        8.8折 | 12% off
        第 2 件5折 | 50% off on piece 2
        买 2 送 1 | buy 2, get 1 free
        任选 3 件 ¥99 | any 3 for ¥99
        套装价 ¥199：茶壶 + cup | the set for ¥199: 茶壶 + cup
        2 件起 9.5折，5 件起 8.8折 | from 2 pieces 5% off; from 5 pieces 12% off
        前 100 单 8折 | first 100 orders 20% off
        限时秒杀 ¥9.90，共 100 件，每单限 2 件 | flash sale at ¥9.90, 100 in all, up to 2 an order
        3 人拼团 ¥39，24 小时内成团 | at ¥39 in groups of 3, to be filled within 24 hours
        预售：定金 ¥50 抵 ¥100 | presale: a deposit of ¥50 counts as ¥100
        满 ¥99 包邮 | free shipping from ¥99
        金卡会员 9折 | Gold members 10% off
        新客首单 ¥39，限 1 件 | first order at ¥39, up to 1
        清仓每件减 ¥5，仅 50 件 | clearance ¥5 off each, 50 in all
        100 积分抵 ¥1，最多抵 50.5% | 100 points pay ¥1, up to 50.5%
        原价 ¥199，现价 ¥149，还送 杯 ×1（价值 ¥29） | was ¥199, now ¥149, with cup ×1 (worth ¥29) free
    "#]]
    .assert_eq(&text);
}

#[test]
fn the_small_print_says_for_what_whom_when_and_how_often() {
    let promotion: Promotion = serde_json::from_str(
        r#"{"key": "k", "name": {"zh": "", "en": ""}, "offer": {"discount": {"keep": 885}},
            "scope": {"goods": {"products": ["pot"], "categories": ["绿茶"]}, "except": {"skus": ["tin"]}, "levels": ["gold"],
                      "segments": ["7"], "channels": ["web"], "regions": ["浙江"], "first_order": false,
                      "from": "2026-11-10T20:00", "until": "2026-11-12", "weekdays": ["sat", "sun"],
                      "hours": [{"from": "20:00", "to": "22:30"}]},
            "max_off": 5000, "uses": 500, "uses_per_customer": 1, "alone": true}"#,
    )
    .unwrap();
    let window = window(&promotion, "CNY", &name);
    let lines: Vec<String> = window.lines.iter().map(|line| format!("{} | {}", line.zh, line.en)).collect();
    expect![[r#"
        适用：茶壶、绿茶 | for 茶壶, 绿茶
        不含：茶罐 | except 茶罐
        限老客户 | returning customers only
        限会员等级：金卡 | for the levels Gold
        限受邀客户 | for invited customers
        限渠道：web | in the channels web
        限地区：浙江 | for the regions 浙江
        11月10日 20:00 – 11月11日 | 10 Nov 20:00 – 11 Nov
        每周六、周日 | on Sat, Sun
        每天 20:00–22:30 | 20:00–22:30 each day
        每单最多优惠 ¥50 | up to ¥50 off an order
        每人限用 1 次 | 1 a customer
        共 500 份，先到先得 | 500 in all, first come, first served
        不与其他优惠同享 | goes with no other offer"#]]
    .assert_eq(&lines.join("\n"));
}
