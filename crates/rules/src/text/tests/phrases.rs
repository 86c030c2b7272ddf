//! What is read, and how it is written back.

use expect_test::expect;

use super::reads;
use crate::testing::catalogue;

#[test]
fn canonical_phrases_come_back_as_they_were() {
    reads(
        &[
            r#"province in ("浙江", "江苏")"#,
            r"age between 25 and 34",
            r"birthday in next 7 days",
            r"birthday in this month",
            r"birthday today",
            r"mobile is known",
            r#"tags any of ("老客")"#,
            r#"tags all of ("老客", "大客户")"#,
            r#"nick contains "茶""#,
            r#"nick starts with "Tea""#,
            r"registered_at over 90 days ago",
            r"registered_at until now",
            r"registered_at >= 2026-11-11T02:00:00Z",
            r"registered_at from 2026-01-01 to 2026-01-31",
            r"joined_on between 2026-01-01 and 2026-01-31",
            r"joined_on in next 1 day",
            r"sms_consent = yes",
            r"blocked != no",
            r"spent >= 199.9",
            r#"did paid at least 2 times with total amount >= 200 and average item.price < 50 where channel = "tmall" in last 90 days"#,
            r"did paid",
            r"did paid fewer than 3 times",
            r"did paid not exactly 1 times in previous month",
            r"did paid with lowest item.price >= 10 and highest item.price <= 100 and times >= 2",
            r#"did paid where (item.category = "绿茶" and item.price >= 50) in last 2 weeks"#,
            r#"did paid where not (channel = "jd" or coupon = yes) yesterday"#,
            r"first paid in last 30 days",
            r"last paid 5 to 3 days ago",
            r"last paid 2 days ago",
            r#"last viewed where item.product = "龙井" over 2 hours ago"#,
            r"did viewed since 2026-01-01",
            r"did viewed before 2026-01-01T00:00:00Z",
            r"did viewed then no paid with the same item.product within 3 days in last 30 days",
            r"did carted where item.price > 100 then paid where coupon = no within 2 hours",
            r#"in segment "近7天已触达""#,
            r#"in list "双11邀请""#,
            r#"in group "a \"quoted\" \\ name\n""#,
            r"everyone",
            r"no one",
            r"not everyone",
            r"not not mobile is known",
            r#"(province = "浙江" or age < 30) and not (did paid or in group "staff")"#,
            r#"field.tea = "Three" and "field.wedding" in this month"#,
            r#"(age > 1 and age > 2) and age > 3"#,
            r#"did paid where anything"#,
        ],
        expect![[r#"
            = province in ("浙江", "江苏")
            = age between 25 and 34
            = birthday in next 7 days
            = birthday in this month
            = birthday today
            = mobile is known
            = tags any of ("老客")
            = tags all of ("老客", "大客户")
            = nick contains "茶"
            = nick starts with "Tea"
            = registered_at over 90 days ago
            = registered_at until now
            = registered_at >= 2026-11-11T02:00:00Z
            = registered_at from 2026-01-01 to 2026-01-31
            = joined_on between 2026-01-01 and 2026-01-31
            = joined_on in next 1 day
            = sms_consent = yes
            = blocked != no
            = spent >= 199.9
            = did paid at least 2 times with total amount >= 200 and average item.price < 50 where channel = "tmall" in last 90 days
            = did paid
            = did paid fewer than 3 times
            = did paid not exactly 1 times in previous month
            = did paid with lowest item.price >= 10 and highest item.price <= 100 and times >= 2
            = did paid where (item.category = "绿茶" and item.price >= 50) in last 2 weeks
            = did paid where not (channel = "jd" or coupon = yes) yesterday
            = first paid in last 30 days
            = last paid 5 to 3 days ago
            = last paid 2 days ago
            = last viewed where item.product = "龙井" over 2 hours ago
            = did viewed since 2026-01-01
            = did viewed before 2026-01-01T00:00:00Z
            = did viewed then no paid with the same item.product within 3 days in last 30 days
            = did carted where item.price > 100 then paid where coupon = no within 2 hours
            = in segment "近7天已触达"
            = in list "双11邀请"
            = in group "a \"quoted\" \\ name\n"
            = everyone
            = no one
            = not everyone
            = not not mobile is known
            = (province = "浙江" or age < 30) and not (did paid or in group "staff")
            field.tea = "Three" and "field.wedding" in this month
            → field.tea = "Three" and field.wedding in this month
            = (age > 1 and age > 2) and age > 3
            = did paid where anything
        "#]],
    );
}

#[test]
fn more_is_understood_than_is_written() {
    reads(
        &[
            "年龄 ≥ 25 AND 省份 in （“浙江”，「江苏」）",
            "did 付款 where 渠道 = “天猫” in last 90 Days",
            r#"gender = "女""#,
            r#"gender in ("Male", "female")"#,
            r#"tags = "老客" and tags contains "大客户""#,
            r#"tags in ("老客")"#,
            "registered_at >= 2026-01-01 and registered_at < 2026-02-01",
            "registered_at = 2026-01-01 or registered_at between 2026-03-01 and 2026-03-31",
            "mobile is unknown or mobile is not known",
            r#"province not in ("浙江")"#,
            r#"did paid in last 30 days where channel not in ("jd") at least 2 times"#,
            "did first paid in last 1 days",
            "did viewed in last 7 days then not paid within 90minutes",
            "did paid with times >= 2 and total 金额 > 10 and age > 20",
            "((age > 20))",
            "age > 1 and age > 2 or age > 3 and age > 4",
            "age>=25and age<=34",
            "did paid between 2026-01-01 and 2026-01-31",
            "did \"added to cart\" in this day",
            "registered_at >= 2026-11-11T10:00:00+08:00",
            "age == 3 and age <> 4",
        ],
        expect![[r#"
            年龄 ≥ 25 AND 省份 in （“浙江”，「江苏」）
            → age >= 25 and province in ("浙江", "江苏")
            did 付款 where 渠道 = “天猫” in last 90 Days
            → did paid where channel = "tmall" in last 90 days
            gender = "女"
            → gender = "female"
            gender in ("Male", "female")
            → gender in ("male", "female")
            tags = "老客" and tags contains "大客户"
            → tags any of ("老客") and tags any of ("大客户")
            tags in ("老客")
            → tags any of ("老客")
            registered_at >= 2026-01-01 and registered_at < 2026-02-01
            → registered_at since 2026-01-01 and registered_at before 2026-02-01
            registered_at = 2026-01-01 or registered_at between 2026-03-01 and 2026-03-31
            → registered_at from 2026-01-01 to 2026-01-01 or registered_at from 2026-03-01 to 2026-03-31
            mobile is unknown or mobile is not known
            → not mobile is known or not mobile is known
            province not in ("浙江")
            → not province in ("浙江")
            did paid in last 30 days where channel not in ("jd") at least 2 times
            → did paid at least 2 times where not channel in ("jd") in last 30 days
            did first paid in last 1 days
            → first paid in last 1 day
            did viewed in last 7 days then not paid within 90minutes
            → did viewed then no paid within 90 minutes in last 7 days
            did paid with times >= 2 and total 金额 > 10 and age > 20
            → did paid at least 2 times with total amount > 10 and age > 20
            ((age > 20))
            → age > 20
            age > 1 and age > 2 or age > 3 and age > 4
            → (age > 1 and age > 2) or (age > 3 and age > 4)
            age>=25and age<=34
            → age >= 25 and age <= 34
            did paid between 2026-01-01 and 2026-01-31
            → did paid from 2026-01-01 to 2026-01-31
            did "added to cart" in this day
            → did carted today
            registered_at >= 2026-11-11T10:00:00+08:00
            → registered_at >= 2026-11-11T02:00:00Z
            age == 3 and age <> 4
            → age = 3 and age != 4
        "#]],
    );
}

/// What the shop named itself is written by its name, where the name means this alone; words of every shop stay codes.
#[test]
fn a_choice_with_a_name_of_its_own_is_written_by_it() {
    let catalogue = catalogue();
    for (text, printed) in [
        (r#"level = "118291410129518594""#, r#"level = "茶友会员""#),
        (r#"level in ("茶友会员", "gold")"#, r#"level in ("茶友会员", "gold")"#),
        (r#"level = "VIP会员""#, r#"level = "gold""#),
    ] {
        let rule = crate::parse(text, &catalogue).unwrap();
        assert_eq!(crate::print(&rule, &catalogue), printed);
        assert_eq!(crate::parse(printed, &catalogue).unwrap(), rule);
    }
}
