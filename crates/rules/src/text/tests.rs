//! Text that is read, written and refused; and the laws between them.

use std::fmt::Write as _;

use expect_test::{Expect, expect};
use proptest::prelude::*;

use crate::testing::{any_rule, catalogue};
use crate::{Rule, check, parse, print};

/// Each text is read and written back; it shows `=` when it comes back as it was.
fn reads(rows: &[&str], expected: Expect) {
    let catalogue = catalogue();
    let mut found = String::new();
    for text in rows {
        match parse(text, &catalogue) {
            Ok(rule) => {
                let printed = print(&rule, &catalogue);
                assert_eq!(parse(&printed, &catalogue).as_ref(), Ok(&rule), "{printed}");
                writeln!(
                    found,
                    "{}",
                    if printed == **text { format!("= {text}") } else { format!("{text}\n→ {printed}") }
                )
                .unwrap();
            }
            Err(problems) => {
                writeln!(found, "{text}").unwrap();
                for problem in problems {
                    let range = problem.range.unwrap();
                    let part = &text[range.from..range.to];
                    writeln!(found, "  {:?} at {}..{} `{part}` {}", problem.code, range.from, range.to, problem.path)
                        .unwrap();
                    writeln!(found, "  {}\n  {}", problem.message.en, problem.message.zh).unwrap();
                }
            }
        }
    }
    expected.assert_eq(&found);
}

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

#[test]
fn errors_say_where_and_what_was_expected() {
    reads(
        &[
            "",
            "   ",
            "age",
            "age >",
            "age > ,",
            "age > 25 amd age < 30",
            "age > 25 and",
            "(age > 25",
            "age > 25)",
            "age betwen 1 and 2",
            "age between 1 2",
            "agee > 25",
            "年令 > 25",
            "did payed in last 30 days",
            "did paid in lst 30 days",
            "did paid in last days",
            "did paid in last 30 dyas",
            "did paid in last 1.5 days",
            "did paid 2 times",
            "did paid at least two times",
            "did paid at least 2",
            "did paid with amount > 5",
            "did paid with total > 5",
            "did paid where chanel = \"tmall\"",
            "did paid where channel = \"tmal\"",
            "did paid where channel = \"tmall\" and item.price > 5",
            "did paid where coupon = yes in next 3 days",
            "paid in last 3 days",
            "did paid then viewed",
            "did paid then viewed within 2 months",
            "did paid with the same item.product",
            "did reviewed then paid with the same stars within 3 days",
            "first paid at least 2 times",
            "in segment 高价值",
            "in segmnt \"高价值\"",
            "in (1)",
            "nick = 茶",
            "nick = \"茶",
            "nick = \"\\x\"",
            "age > 25; age < 30",
            "age > 25.12345",
            "age > 2026-13-01",
            "registered_at >= 2026-11-11T10:00:00",
            "age between 34 and 25",
            "age = \"25\"",
            "province > \"浙江\"",
            "province = \"浙\"",
            "tags between 1 and 2",
            "sms_consent = \"yes\"",
            "birthday over 30 days ago",
            "birthday in last 3 hours",
            "joined_on since 2026-01-01T00:00:00Z",
            "did paid 3 to 5 days ago",
            "did paid in last 0 days",
            "did paid in last 99999999999 days",
            "did paid from 2026-02-01 to 2026-01-01",
            "did paid with total channel > 5",
            "did paid at least 1.5 times",
            "did paid where item.price in last 3 days",
            "total > 5",
            "no paid",
            "mobile is here",
            "did paid in last 3 days in last 4 days",
            "nick contains \"\"",
            "province in ()",
            "province in (\"浙江\" \"江苏\")",
        ],
        expect![[r#"

              Unexpected at 0..0 `` 
              The text ends where a condition was expected.
              文本到此结束，这里还需要条件。
   
              Unexpected at 3..3 `` 
              The text ends where a condition was expected.
              文本到此结束，这里还需要条件。
            age
              Unexpected at 3..3 `` 
              The text ends where `=`, `!=`, `<`, `<=`, `>`, `>=`, `is`, `in`, `between`, `contains`, `starts with`, `any of`, `all of`, `over` or `since` was expected.
              文本到此结束，这里还需要“=”、“!=”、“<”、“<=”、“>”、“>=”、“is”、“in”、“between”、“contains”、“starts with”、“any of”、“all of”、“over”或“since”。
            age >
              Unexpected at 5..5 `` 
              The text ends where a value such as "text", 200, 2026-11-11 or yes was expected.
              文本到此结束，这里还需要值（如 "浙江"、200、2026-11-11、yes）。
            age > ,
              Unexpected at 6..7 `,` 
              Found `,` where a value such as "text", 200, 2026-11-11 or yes was expected.
              “,”处应为值（如 "浙江"、200、2026-11-11、yes）。
            age > 25 amd age < 30
              Unexpected at 9..12 `amd` 
              Found `amd` where `and`, `or` or the end was expected. Did you mean `and`?
              “amd”处应为“and”、“or”或结尾。是不是想写“and”？
            age > 25 and
              Unexpected at 12..12 `` 
              The text ends where a condition was expected.
              文本到此结束，这里还需要条件。
            (age > 25
              Unexpected at 9..9 `` 
              The text ends where `and`, `or` or `)` was expected.
              文本到此结束，这里还需要“and”、“or”或“)”。
            age > 25)
              Unexpected at 8..9 `)` 
              Found `)` where `and`, `or` or the end was expected.
              “)”处应为“and”、“or”或结尾。
            age betwen 1 and 2
              Unexpected at 4..10 `betwen` 
              Found `betwen` where `=`, `!=`, `<`, `<=`, `>`, `>=`, `is`, `in`, `between`, `contains`, `starts with`, `any of`, `all of`, `over` or `since` was expected. Did you mean `between`?
              “betwen”处应为“=”、“!=”、“<”、“<=”、“>”、“>=”、“is”、“in”、“between”、“contains”、“starts with”、“any of”、“all of”、“over”或“since”。是不是想写“between”？
            age between 1 2
              Unexpected at 14..15 `2` 
              Found `2` where `and` was expected.
              “2”处应为“and”。
            agee > 25
              UnknownAttribute at 0..4 `agee` attribute
              There is no attribute `agee`. Did you mean `age`?
              没有客户属性“agee”。是不是想写“age”？
            年令 > 25
              UnknownAttribute at 0..6 `年令` attribute
              There is no attribute `年令`. Did you mean `age`?
              没有客户属性“年令”。是不是想写“age”？
            did payed in last 30 days
              UnknownKind at 4..9 `payed` kind
              There is no kind of behaviour `payed`. Did you mean `paid`?
              没有行为“payed”。是不是想写“paid”？
            did paid in lst 30 days
              Unexpected at 12..15 `lst` 
              Found `lst` where `last`, `next`, `this` or `previous` was expected. Did you mean `last`?
              “lst”处应为“last”、“next”、“this”或“previous”。是不是想写“last”？
            did paid in last days
              Unexpected at 17..21 `days` 
              Found `days` where a number was expected.
              “days”处应为数字。
            did paid in last 30 dyas
              Unexpected at 20..24 `dyas` 
              Found `dyas` where minutes, hours, days, weeks, months or years was expected. Did you mean `days`, `day` or `yes`?
              “dyas”处应为时间单位（minutes、hours、days、weeks、months、years）。是不是想写“days”、“day”或“yes”？
            did paid in last 1.5 days
              WrongCount at 17..20 `1.5` 
              This must be a whole number, not below 0 and not huge.
              这里需要不小于 0、不太大的整数。
            did paid 2 times
              Unexpected at 9..10 `2` 
              Found `2` where `at least`, `at most` or `exactly` was expected.
              “2”处应为“at least”、“at most”或“exactly”。
            did paid at least two times
              Unexpected at 18..21 `two` 
              Found `two` where a number was expected.
              “two”处应为数字。
            did paid at least 2
              Unexpected at 19..19 `` 
              The text ends where `times` was expected.
              文本到此结束，这里还需要“times”。
            did paid with amount > 5
              Unexpected at 14..20 `amount` 
              Found `amount` where `times`, `total`, `average`, `lowest` or `highest` was expected.
              “amount”处应为“times”、“total”、“average”、“lowest”或“highest”。
            did paid with total > 5
              Unexpected at 20..21 `>` 
              Found `>` where a property was expected.
              “>”处应为行为的属性。
            did paid where chanel = "tmall"
              UnknownProperty at 15..21 `chanel` filter.property
              `paid` has no property `chanel`. Did you mean `channel`?
              行为“paid”没有属性“chanel”。是不是想写“channel”？
            did paid where channel = "tmal"
              UnknownChoice at 25..31 `"tmal"` filter.test.value
              There is no choice `tmal`. Did you mean `tmall`?
              没有“tmal”这个选项。是不是想写“tmall”？
            did paid where channel = "tmall" and item.price > 5
              UnknownAttribute at 37..47 `item.price` rules.1.attribute
              There is no attribute `item.price`. It is a property of `paid`: put several conditions after `where` in parentheses.
              没有客户属性“item.price”。它是行为“paid”的属性：where 后面有多个条件时请加括号。
            did paid where coupon = yes in next 3 days
              LooksForward at 28..42 `in next 3 days` window
              What customers did lies in the past: use `in last`, `since` and the like instead of `in next`.
              行为只能发生在过去，不能用 in next；请用 in last、since 等。
            paid in last 3 days
              UnknownAttribute at 0..4 `paid` attribute
              There is no attribute `paid`. It is a kind of behaviour: write `did paid`.
              没有客户属性“paid”。它是一种行为：请写 did paid。
            did paid then viewed
              Unexpected at 20..20 `` 
              The text ends where `within`, `with the same` or `where` was expected.
              文本到此结束，这里还需要“within”、“with the same”或“where”。
            did paid then viewed within 2 months
              WrongSpan at 28..36 `2 months` within
              Months and years differ in length: use minutes, hours, days or weeks.
              月和年长短不一，间隔请用分钟、小时、天或周。
            did paid with the same item.product
              Unexpected at 9..13 `with` 
              Found `with` where `at least`, `with`, `then`, `where`, a window such as in last 30 days, `and`, `or` or the end was expected.
              “with”处应为“at least”、“with”、“then”、“where”、时间范围（如 in last 30 days）、“and”、“or”或结尾。
            did reviewed then paid with the same stars within 3 days
              UnknownProperty at 37..42 `stars` same
              `paid` has no property `stars`.
              行为“paid”没有属性“stars”。
            first paid at least 2 times
              Unexpected at 11..13 `at` 
              Found `at` where `where`, a window such as in last 30 days, `and`, `or` or the end was expected.
              “at”处应为“where”、时间范围（如 in last 30 days）、“and”、“or”或结尾。
            in segment 高价值
              Unexpected at 11..20 `高价值` 
              Found `高价值` where text in quotes was expected. Text is written in quotes: "高价值".
              “高价值”处应为引号内的文字。文字请加引号："高价值"。
            in segmnt "高价值"
              Unexpected at 3..9 `segmnt` 
              Found `segmnt` where `segment`, `list` or `group` was expected. Did you mean `segment`?
              “segmnt”处应为“segment”、“list”或“group”。是不是想写“segment”？
            in (1)
              Unexpected at 3..4 `(` 
              Found `(` where `segment`, `list` or `group` was expected.
              “(”处应为“segment”、“list”或“group”。
            nick = 茶
              Unexpected at 7..10 `茶` 
              Found `茶` where a value such as "text", 200, 2026-11-11 or yes was expected. Text is written in quotes: "茶".
              “茶”处应为值（如 "浙江"、200、2026-11-11、yes）。文字请加引号："茶"。
            nick = "茶
              BrokenText at 7..11 `"茶` 
              The quote is not closed: add ".
              引号没有结束，请补上 "。
            nick = "\x"
              BrokenText at 8..10 `\x` 
              In quotes a backslash is written \\; known are \", \n, \r, \t and \u{…} too.
              引号里的反斜杠只能写成 \\、\"、\n、\r、\t 或 \u{…}。
            age > 25; age < 30
              UnknownSign at 8..9 `;` 
              The language has no sign `;`.
              规则里没有“;”这个符号。
            age > 25.12345
              BrokenNumber at 6..14 `25.12345` 
              `25.12345` cannot be read. Numbers have at most four decimals, days look like 2026-11-11, instants say their offset as in 2026-11-11T10:00:00+08:00.
              无法识别“25.12345”。数字最多四位小数；日期写成 2026-11-11；时刻要带时区，如 2026-11-11T10:00:00+08:00。
            age > 2026-13-01
              BrokenNumber at 6..16 `2026-13-01` 
              `2026-13-01` cannot be read. Numbers have at most four decimals, days look like 2026-11-11, instants say their offset as in 2026-11-11T10:00:00+08:00.
              无法识别“2026-13-01”。数字最多四位小数；日期写成 2026-11-11；时刻要带时区，如 2026-11-11T10:00:00+08:00。
            registered_at >= 2026-11-11T10:00:00
              BrokenNumber at 17..36 `2026-11-11T10:00:00` 
              `2026-11-11T10:00:00` cannot be read. Numbers have at most four decimals, days look like 2026-11-11, instants say their offset as in 2026-11-11T10:00:00+08:00.
              无法识别“2026-11-11T10:00:00”。数字最多四位小数；日期写成 2026-11-11；时刻要带时区，如 2026-11-11T10:00:00+08:00。
            age between 34 and 25
              WrongOrder at 4..21 `between 34 and 25` test
              The beginning lies after the end: swap them.
              起点在终点之后，请对调。
            age = "25"
              WrongValue at 6..10 `"25"` test.value
              This must be a number, such as 3.
              这里需要数字，如 3。
            province > "浙江"
              WrongTest at 9..19 `> "浙江"` test
              This test is not for a choice; possible are =, !=, in (…), is known.
              “单选”类型不能这样比较；可以用：=, !=, in (…), is known。
            province = "浙"
              UnknownChoice at 11..16 `"浙"` test.value
              There is no choice `浙`.
              没有“浙”这个选项。
            tags between 1 and 2
              WrongTest at 5..20 `between 1 and 2` test
              This test is not for tags; possible are any of (…), all of (…), is known.
              “标签”类型不能这样比较；可以用：any of (…), all of (…), is known。
            sms_consent = "yes"
              WrongValue at 14..19 `"yes"` test.value
              This must be yes or no.
              这里需要 yes 或 no。
            birthday over 30 days ago
              WrongWindow at 9..25 `over 30 days ago` test.window
              An anniversary comes every year: use a window with two ends, such as `in next 7 days` or `in this month`.
              纪念日每年都有，时间范围必须有首有尾，如 in next 7 days、in this month。
            birthday in last 3 hours
              WrongWindow at 9..24 `in last 3 hours` test.window
              This is a calendar day without a time: use days, weeks, months or years, and days such as 2026-11-11.
              这是日期，没有时刻；请用天、周、月或年，以及 2026-11-11 这样的日期。
            joined_on since 2026-01-01T00:00:00Z
              WrongWindow at 10..36 `since 2026-01-01T00:00:00Z` test.window
              This is a calendar day without a time: use days, weeks, months or years, and days such as 2026-11-11.
              这是日期，没有时刻；请用天、周、月或年，以及 2026-11-11 这样的日期。
            did paid 3 to 5 days ago
              WrongOrder at 9..24 `3 to 5 days ago` window
              Write the farther end first, as in `5 to 3 days ago`.
              请先写较远的一端，如 5 to 3 days ago。
            did paid in last 0 days
              WrongCount at 9..23 `in last 0 days` window.n
              The number must be between 1 and 100000.
              数量必须在 1 到 100000 之间。
            did paid in last 99999999999 days
              WrongCount at 17..28 `99999999999` 
              This must be a whole number, not below 0 and not huge.
              这里需要不小于 0、不太大的整数。
            did paid from 2026-02-01 to 2026-01-01
              WrongOrder at 9..38 `from 2026-02-01 to 2026-01-01` window
              The beginning lies after the end: swap them.
              起点在终点之后，请对调。
            did paid with total channel > 5
              WrongBound at 20..27 `channel` bounds.0.property
              `channel` is a choice; only numbers and amounts can be added up.
              “channel”是单选，只有数字和金额可以合计或比较大小。
            did paid at least 1.5 times
              WrongCount at 18..21 `1.5` bounds.0.value
              A number of times is a whole number, not below 0.
              次数必须是不小于 0 的整数。
            did paid where item.price in last 3 days
              Unexpected at 29..33 `last` 
              Found `last` where `(` was expected.
              “last”处应为“(”。
            total > 5
              Unexpected at 0..5 `total` 
              Found `total` where a condition was expected. `total` is a word of the language: as a name it is written in quotes.
              “total”处应为条件。“total”是语言里的词，用作名称时请加引号。
            no paid
              Unexpected at 0..2 `no` 
              Found `no` where a condition was expected. `no` is a word of the language: as a name it is written in quotes.
              “no”处应为条件。“no”是语言里的词，用作名称时请加引号。
            mobile is here
              Unexpected at 10..14 `here` 
              Found `here` where `known` or `unknown` was expected.
              “here”处应为“known”或“unknown”。
            did paid in last 3 days in last 4 days
              Unexpected at 24..26 `in` 
              Found `in` where `at least`, `with`, `then`, `where`, `and`, `or` or the end was expected.
              “in”处应为“at least”、“with”、“then”、“where”、“and”、“or”或结尾。
            nick contains ""
              Empty at 14..16 `""` test.text
              Say which characters to look for.
              请写出要查找的文字。
            province in ()
              Unexpected at 13..14 `)` 
              Found `)` where a value such as "text", 200, 2026-11-11 or yes was expected.
              “)”处应为值（如 "浙江"、200、2026-11-11、yes）。
            province in ("浙江" "江苏")
              Unexpected at 22..30 `"江苏"` 
              Found `"江苏"` where `,` or `)` was expected.
              “"江苏"”处应为“,”或“)”。
        "#]],
    );
}

#[test]
fn depth_and_size_are_bounded() {
    let catalogue = catalogue();
    let nested = |open: &str, n: usize, close: &str| format!("{}age > 1{}", open.repeat(n), close.repeat(n));
    let code = |text: &str| match parse(text, &catalogue) {
        Ok(_) => "fine".to_owned(),
        Err(problems) => problems.iter().map(|problem| format!("{:?}", problem.code)).collect::<Vec<_>>().join(" "),
    };
    assert_eq!(code(&nested("not ", 31, "")), "fine");
    assert_eq!(code(&nested("not ", 32, "")), "TooDeep");
    assert_eq!(code(&nested("(", 60, ")")), "fine");
    assert_eq!(code(&nested("(", 10_000, ")")), "TooDeep");
    assert_eq!(code(&"not ".repeat(40_000)), "TooDeep");
    assert_eq!(code(&format!("did paid where {}", "(".repeat(10_000))), "TooDeep");
    assert_eq!(code(&vec!["age > 1"; 499].join(" or ")), "fine");
    assert_eq!(code(&vec!["age > 1"; 500].join(" or ")), "TooLarge");
    assert_eq!(code(&format!("city in ({})", vec!["\"x\""; 1_000].join(","))), "fine");
    assert_eq!(code(&format!("city in ({})", vec!["\"x\""; 1_001].join(","))), "TooManyValues");
    assert_eq!(code(&"x".repeat(200_001)), "TooLong");
}

#[test]
fn json_that_is_nested_without_end_is_refused() {
    for open in [
        r#"{"type":"not","rule":"#,
        r#"{"type":"all","rules":["#,
        "[",
        r#"{"type":"did","filter":{"type":"not","filter":"#,
    ] {
        assert!(serde_json::from_str::<Rule>(&open.repeat(100_000)).is_err());
    }
}

/// Words of the language in any order, names and values among them.
fn any_words() -> impl Strategy<Value = String> {
    let words = [
        "and",
        "or",
        "not",
        "(",
        ")",
        "did",
        "first",
        "last",
        "paid",
        "viewed",
        "where",
        "with",
        "total",
        "amount",
        "times",
        "at",
        "least",
        "2",
        "3.5",
        "in",
        "next",
        "this",
        "month",
        "days",
        "ago",
        "to",
        "over",
        "since",
        "2026-01-01",
        "2026-01-01T00:00:00Z",
        "then",
        "no",
        "within",
        "the",
        "same",
        "item.product",
        "=",
        ">=",
        "!=",
        "\"浙江\"",
        "“x”",
        "segment",
        "age",
        "province",
        "tags",
        "any",
        "of",
        "is",
        "known",
        "between",
        "contains",
        ",",
        "everyone",
        "one",
        "channel",
        "yes",
        "付款",
        "年龄",
        "registered_at",
        "birthday",
        "-1",
        "5to3",
        "\"",
    ];
    proptest::collection::vec(proptest::sample::select(words.to_vec()), 0..25).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn what_is_written_is_read_back(rule in any_rule(&catalogue(), 4)) {
        let catalogue = catalogue();
        prop_assert_eq!(check(&rule, &catalogue), vec![]);
        let text = print(&rule, &catalogue);
        let read = parse(&text, &catalogue);
        prop_assert_eq!(read.as_ref(), Ok(&rule.canonical()), "{}", &text);
        prop_assert_eq!(print(&read.unwrap(), &catalogue), text);
    }

    #[test]
    fn json_is_read_back(rule in any_rule(&catalogue(), 4)) {
        let text = serde_json::to_string(&rule).unwrap();
        prop_assert_eq!(serde_json::from_str::<Rule>(&text).unwrap(), rule);
    }

    #[test]
    fn no_text_makes_it_panic(text in ".{0,80}", words in any_words()) {
        let catalogue = catalogue();
        for text in [text, words] {
            match parse(&text, &catalogue) {
                Ok(rule) => prop_assert_eq!(parse(&print(&rule, &catalogue), &catalogue), Ok(rule)),
                Err(problems) => {
                    prop_assert!(!problems.is_empty());
                    for problem in problems {
                        let range = problem.range.unwrap();
                        prop_assert!(text.get(range.from..range.to).is_some(), "{} {:?}", text, range);
                    }
                }
            }
        }
    }

    #[test]
    fn cut_text_is_refused_in_its_bounds(rule in any_rule(&catalogue(), 2), at in 0_usize..400) {
        let catalogue = catalogue();
        let text = print(&rule, &catalogue);
        let cut: String = text.chars().take(at).collect();
        if let Err(problems) = parse(&cut, &catalogue) {
            prop_assert!(problems.iter().all(|problem| problem.range.is_some_and(|range| range.to <= cut.len())));
        }
    }

    #[test]
    fn no_json_makes_it_panic(text in ".{0,60}", rule in any_rule(&catalogue(), 2), at in 0_usize..300, sign in any::<char>()) {
        let _ = serde_json::from_str::<Rule>(&text);
        let mut json: Vec<char> = serde_json::to_string(&rule).unwrap().chars().collect();
        let at = at % json.len();
        json[at] = sign;
        if let Ok(rule) = serde_json::from_str::<Rule>(&json.into_iter().collect::<String>()) {
            let _ = (check(&rule, &catalogue()), print(&rule, &catalogue()));
        }
    }
}
