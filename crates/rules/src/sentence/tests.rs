//! Sentences that a shop's operator would read.

use std::fmt::Write as _;

use expect_test::expect;
use proptest::prelude::*;

use crate::testing::{any_rule, catalogue};
use crate::{Language, parse, sentence};

#[test]
fn rules_are_said_as_an_operator_would_say_them() {
    let catalogue = catalogue();
    let mut said = String::new();
    for text in [
        r#"province in ("浙江", "江苏")"#,
        r#"province in ("浙江", "江苏", "上海") and age between 25 and 34"#,
        r#"not province in ("浙江", "江苏")"#,
        r#"province != "浙江""#,
        "age >= 18",
        "not age >= 18",
        r#"gender = "female" and level in ("gold", "diamond")"#,
        "birthday in next 7 days",
        "birthday in this month and sms_consent = yes",
        "field.wedding in next 2 weeks",
        "mobile is known",
        "mobile is unknown",
        r#"tags any of ("老客", "大客户")"#,
        r#"tags all of ("老客", "爱喝茶") and not tags any of ("经销商")"#,
        r#"nick contains "茶""#,
        r#"not nick starts with "Tea""#,
        "spent >= 2000 and orders > 5",
        "registered_at over 90 days ago",
        "registered_at in last 1 day",
        "joined_on from 2026-01-01 to 2026-01-31",
        "did paid at least 2 times with total amount >= 200 in last 90 days",
        r#"did paid at least 2 times with total amount >= 200 and average item.price < 50 where channel = "tmall" in last 90 days"#,
        r#"did favourited where item.category = "口红" in last 7 days and not did paid where item.category = "口红" in last 30 days"#,
        "did paid",
        "not did paid",
        "not did paid in last 180 days",
        "did paid exactly 1 times",
        "not did paid at least 3 times in last 12 months",
        "did paid with total amount > 500 in this month",
        r#"did paid with highest item.price >= 300 where coupon = no since 2026-01-01"#,
        "first paid in last 30 days",
        "last paid 5 to 3 days ago",
        "last paid over 90 days ago and spent >= 1000",
        "not last viewed in last 30 days",
        "did ordered then no paid within 30 minutes in last 1 day",
        "did viewed then no paid with the same item.product within 3 days in last 30 days",
        r#"did carted where item.price > 100 then paid where coupon = yes with the same item.product within 2 hours"#,
        "did refunded in previous month or did reviewed where stars <= 2 in last 30 days",
        r#"in segment "高价值" and not in segment "近7天已触达""#,
        r#"(in list "双11邀请" or in group "经销商") and not blocked = yes"#,
        r#"not (did paid in last 30 days and did inquired today)"#,
        r#"did viewed where (item.category in ("绿茶", "黑茶") and seconds >= 30) yesterday"#,
        "everyone",
        "no one",
    ] {
        let rule = parse(text, &catalogue).unwrap();
        let zh = sentence(&rule, &catalogue, Language::Zh);
        let en = sentence(&rule, &catalogue, Language::En);
        writeln!(said, "{text}\n  {zh}\n  {en}").unwrap();
    }
    expect![[r#"
        province in ("浙江", "江苏")
          省份为浙江或江苏
          province is Zhejiang or Jiangsu
        province in ("浙江", "江苏", "上海") and age between 25 and 34
          省份为浙江、江苏或上海，且年龄在25至34岁之间
          province is Zhejiang, Jiangsu, or Shanghai and age is between 25 and 34
        not province in ("浙江", "江苏")
          省份不为浙江或江苏（含为空）
          province is not Zhejiang or Jiangsu (or is not known)
        province != "浙江"
          省份不为浙江
          province is not Zhejiang
        age >= 18
          年龄不低于18岁
          age is at least 18
        not age >= 18
          年龄小于18岁（含为空）
          age is less than 18 (or is not known)
        gender = "female" and level in ("gold", "diamond")
          性别为女，且会员等级为VIP会员或至尊VIP
          gender is female and level is VIP or Supreme VIP
        birthday in next 7 days
          生日在未来7天内
          birthday is in the next 7 days
        birthday in this month and sms_consent = yes
          生日在本月，且短信可触达：是
          birthday is this month and SMS consent: yes
        field.wedding in next 2 weeks
          结婚纪念日在未来2周内
          wedding anniversary is in the next 2 weeks
        mobile is known
          手机号不为空
          mobile is known
        mobile is unknown
          手机号为空
          mobile is not known
        tags any of ("老客", "大客户")
          标签包含“老客”或“大客户”
          tags include “老客” or “大客户”
        tags all of ("老客", "爱喝茶") and not tags any of ("经销商")
          标签同时包含“老客”和“爱喝茶”，且标签不包含“经销商”
          tags include both “老客” and “爱喝茶” and tags do not include “经销商”
        nick contains "茶"
          昵称包含“茶”
          nick contains “茶”
        not nick starts with "Tea"
          昵称不以“Tea”开头（含为空）
          nick does not start with “Tea” (or is not known)
        spent >= 2000 and orders > 5
          累计成交金额不少于2000元，且成交订单数大于5
          amount spent is at least ¥2000 and orders is more than 5
        registered_at over 90 days ago
          注册时间在90天以前
          registration is at least 90 days ago
        registered_at in last 1 day
          注册时间在今天
          registration is today
        joined_on from 2026-01-01 to 2026-01-31
          入会日期在2026年1月1日至2026年1月31日
          day of joining is from 2026-01-01 to 2026-01-31
        did paid at least 2 times with total amount >= 200 in last 90 days
          最近90天内付款至少2次，且付款金额合计不少于200元
          paid at least 2 times in the last 90 days, with total amount at least ¥200
        did paid at least 2 times with total amount >= 200 and average item.price < 50 where channel = "tmall" in last 90 days
          最近90天内付款（渠道为天猫）至少2次，且付款金额合计不少于200元，且平均商品单价低于50元
          paid (channel is Tmall) at least 2 times in the last 90 days, with total amount at least ¥200 and average item price less than ¥50
        did favourited where item.category = "口红" in last 7 days and not did paid where item.category = "口红" in last 30 days
          最近7天内有过收藏（商品类目为“口红”），且最近30天内没有付款（商品类目为“口红”）
          favourited (category is “口红”) in the last 7 days and never paid (category is “口红”) in the last 30 days
        did paid
          有过付款
          paid at least once
        not did paid
          从未有过付款
          never paid
        not did paid in last 180 days
          最近180天内没有付款
          never paid in the last 180 days
        did paid exactly 1 times
          累计付款恰好1次
          paid exactly 1 time
        not did paid at least 3 times in last 12 months
          最近12个月内付款不足3次
          paid fewer than 3 times in the last 12 months
        did paid with total amount > 500 in this month
          本月付款金额合计超过500元
          total amount of what was paid this month is more than ¥500
        did paid with highest item.price >= 300 where coupon = no since 2026-01-01
          2026年1月1日以来付款（使用优惠券：否）的最高商品单价不少于300元
          highest item price of what was paid (coupon used: no) since 2026-01-01 is at least ¥300
        first paid in last 30 days
          首次付款在最近30天内
          first paid in the last 30 days
        last paid 5 to 3 days ago
          最近一次付款在3至5天前
          last paid 3 to 5 days ago
        last paid over 90 days ago and spent >= 1000
          最近一次付款在90天以前，且累计成交金额不少于1000元
          last paid at least 90 days ago and amount spent is at least ¥1000
        not last viewed in last 30 days
          最近一次浏览不在最近30天内（含从未发生）
          last viewed not in the last 30 days, or never
        did ordered then no paid within 30 minutes in last 1 day
          今天下单后30分钟内没有付款
          ordered today and then never paid within 30 minutes
        did viewed then no paid with the same item.product within 3 days in last 30 days
          最近30天内浏览后3天内没有付款（同一商品）
          viewed in the last 30 days and then never paid (same product) within 3 days
        did carted where item.price > 100 then paid where coupon = yes with the same item.product within 2 hours
          加购（商品单价超过100元）后2小时内付款（同一商品，使用优惠券：是）
          added to cart (item price is more than ¥100) and then paid (same product, coupon used: yes) within 2 hours
        did refunded in previous month or did reviewed where stars <= 2 in last 30 days
          上个月有过退款，或最近30天内有过评价（星级不超过2）
          refunded last month or reviewed (stars is at most 2) in the last 30 days
        in segment "高价值" and not in segment "近7天已触达"
          在人群“高价值”中，且不在人群“近7天已触达”中
          is in segment “高价值” and is not in segment “近7天已触达”
        (in list "双11邀请" or in group "经销商") and not blocked = yes
          （在名单“双11邀请”中，或在分组“经销商”中），且黑名单：否或为空
          (is in list “双11邀请” or is in group “经销商”) and blocked: no or not known
        not (did paid in last 30 days and did inquired today)
          不符合（最近30天内有过付款，且今天有过咨询）
          not (paid in the last 30 days and inquired today)
        did viewed where (item.category in ("绿茶", "黑茶") and seconds >= 30) yesterday
          昨天有过浏览（商品类目为“绿茶”或“黑茶”且停留秒数不低于30）
          viewed (category is “绿茶” or “黑茶” and seconds is at least 30) yesterday
        everyone
          所有客户
          everyone
        no one
          没有任何客户
          no one
    "#]].assert_eq(&said);
}

proptest! {
    #[test]
    fn every_rule_is_said(rule in any_rule(&catalogue(), 4)) {
        let catalogue = catalogue();
        for language in [Language::Zh, Language::En] {
            prop_assert!(!sentence(&rule, &catalogue, language).is_empty());
        }
    }
}
