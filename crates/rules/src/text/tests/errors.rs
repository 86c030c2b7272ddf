//! What is refused: where, and what was expected.

use expect_test::expect;

use super::reads;
use crate::SetKind;

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
            []
              Unexpected at 0..0 `` of ``
              The text ends where a condition was expected.
              文本到此结束，这里还需要条件。
            [   ]
              Unexpected at 3..3 `` of ``
              The text ends where a condition was expected.
              文本到此结束，这里还需要条件。
            [age]
              Unexpected at 3..3 `` of ``
              The text ends where `=`, `!=`, `<`, `<=`, `>`, `>=`, `is`, `in`, `between`, `contains`, `starts with`, `any of`, `all of`, `over` or `since` was expected.
              文本到此结束，这里还需要“=”、“!=”、“<”、“<=”、“>”、“>=”、“is”、“in”、“between”、“contains”、“starts with”、“any of”、“all of”、“over”或“since”。
            [age >]
              Unexpected at 5..5 `` of ``
              The text ends where a value such as "text", 200, 2026-11-11 or yes was expected.
              文本到此结束，这里还需要值（如 "浙江"、200、2026-11-11、yes）。
            [age > ,]
              Unexpected at 6..7 `,` of ``
              Found `,` where a value such as "text", 200, 2026-11-11 or yes was expected.
              “,”处应为值（如 "浙江"、200、2026-11-11、yes）。
            [age > 25 amd age < 30]
              Unexpected at 9..12 `amd` of ``
              Found `amd` where `and`, `or` or the end was expected. Did you mean `and`?
              “amd”处应为“and”、“or”或结尾。是不是想写“and”？
            [age > 25 and]
              Unexpected at 12..12 `` of ``
              The text ends where a condition was expected.
              文本到此结束，这里还需要条件。
            [(age > 25]
              Unexpected at 9..9 `` of ``
              The text ends where `and`, `or` or `)` was expected.
              文本到此结束，这里还需要“and”、“or”或“)”。
            [age > 25)]
              Unexpected at 8..9 `)` of ``
              Found `)` where `and`, `or` or the end was expected.
              “)”处应为“and”、“or”或结尾。
            [age betwen 1 and 2]
              Unexpected at 4..10 `betwen` of ``
              Found `betwen` where `=`, `!=`, `<`, `<=`, `>`, `>=`, `is`, `in`, `between`, `contains`, `starts with`, `any of`, `all of`, `over` or `since` was expected. Did you mean `between`?
              “betwen”处应为“=”、“!=”、“<”、“<=”、“>”、“>=”、“is”、“in”、“between”、“contains”、“starts with”、“any of”、“all of”、“over”或“since”。是不是想写“between”？
            [age between 1 2]
              Unexpected at 14..15 `2` of ``
              Found `2` where `and` was expected.
              “2”处应为“and”。
            [agee > 25]
              UnknownAttribute at 0..4 `agee` of `attribute`
              There is no attribute `agee`. Did you mean `age`?
              没有客户属性“agee”。是不是想写“age”？
            [年令 > 25]
              UnknownAttribute at 0..6 `年令` of `attribute`
              There is no attribute `年令`. Did you mean `age`?
              没有客户属性“年令”。是不是想写“age”？
            [did payed in last 30 days]
              UnknownKind at 4..9 `payed` of `kind`
              There is no kind of behaviour `payed`. Did you mean `paid`?
              没有行为“payed”。是不是想写“paid”？
            [did paid in lst 30 days]
              Unexpected at 12..15 `lst` of ``
              Found `lst` where `last`, `next`, `this` or `previous` was expected. Did you mean `last`?
              “lst”处应为“last”、“next”、“this”或“previous”。是不是想写“last”？
            [did paid in last days]
              Unexpected at 17..21 `days` of ``
              Found `days` where a number was expected.
              “days”处应为数字。
            [did paid in last 30 dyas]
              Unexpected at 20..24 `dyas` of ``
              Found `dyas` where minutes, hours, days, weeks, months or years was expected. Did you mean `days`, `day` or `yes`?
              “dyas”处应为时间单位（minutes、hours、days、weeks、months、years）。是不是想写“days”、“day”或“yes”？
            [did paid in last 1.5 days]
              WrongCount at 17..20 `1.5` of ``
              This must be a whole number, not below 0 and not huge.
              这里需要不小于 0、不太大的整数。
            [did paid 2 times]
              Unexpected at 9..10 `2` of ``
              Found `2` where `at least`, `at most` or `exactly` was expected.
              “2”处应为“at least”、“at most”或“exactly”。
            [did paid at least two times]
              Unexpected at 18..21 `two` of ``
              Found `two` where a number was expected.
              “two”处应为数字。
            [did paid at least 2]
              Unexpected at 19..19 `` of ``
              The text ends where `times` was expected.
              文本到此结束，这里还需要“times”。
            [did paid with amount > 5]
              Unexpected at 14..20 `amount` of ``
              Found `amount` where `times`, `total`, `average`, `lowest` or `highest` was expected.
              “amount”处应为“times”、“total”、“average”、“lowest”或“highest”。
            [did paid with total > 5]
              Unexpected at 20..21 `>` of ``
              Found `>` where a property was expected.
              “>”处应为行为的属性。
            [did paid where chanel = "tmall"]
              UnknownProperty at 15..21 `chanel` of `filter.property`
              `paid` has no property `chanel`. Did you mean `channel`?
              行为“paid”没有属性“chanel”。是不是想写“channel”？
            [did paid where channel = "tmal"]
              UnknownChoice at 25..31 `"tmal"` of `filter.test.value`
              There is no choice `tmal`. Did you mean `tmall`?
              没有“tmal”这个选项。是不是想写“tmall”？
            [did paid where channel = "tmall" and item.price > 5]
              UnknownAttribute at 37..47 `item.price` of `rules.1.attribute`
              There is no attribute `item.price`. It is a property of `paid`: put several conditions after `where` in parentheses.
              没有客户属性“item.price”。它是行为“paid”的属性：where 后面有多个条件时请加括号。
            [did paid where coupon = yes in next 3 days]
              LooksForward at 28..42 `in next 3 days` of `window`
              What customers did lies in the past: use `in last`, `since` and the like instead of `in next`.
              行为只能发生在过去，不能用 in next；请用 in last、since 等。
            [paid in last 3 days]
              UnknownAttribute at 0..4 `paid` of `attribute`
              There is no attribute `paid`. It is a kind of behaviour: write `did paid`.
              没有客户属性“paid”。它是一种行为：请写 did paid。
            [did paid then viewed]
              Unexpected at 20..20 `` of ``
              The text ends where `within`, `with the same` or `where` was expected.
              文本到此结束，这里还需要“within”、“with the same”或“where”。
            [did paid then viewed within 2 months]
              WrongSpan at 28..36 `2 months` of `within`
              Months and years differ in length: use minutes, hours, days or weeks.
              月和年长短不一，间隔请用分钟、小时、天或周。
            [did paid with the same item.product]
              Unexpected at 9..13 `with` of ``
              Found `with` where `at least`, `with`, `then`, `where`, a window such as in last 30 days, `and`, `or` or the end was expected.
              “with”处应为“at least”、“with”、“then”、“where”、时间范围（如 in last 30 days）、“and”、“or”或结尾。
            [did reviewed then paid with the same stars within 3 days]
              UnknownProperty at 37..42 `stars` of `same`
              `paid` has no property `stars`.
              行为“paid”没有属性“stars”。
            [first paid at least 2 times]
              Unexpected at 11..13 `at` of ``
              Found `at` where `where`, a window such as in last 30 days, `and`, `or` or the end was expected.
              “at”处应为“where”、时间范围（如 in last 30 days）、“and”、“or”或结尾。
            [in segment 高价值]
              Unexpected at 11..20 `高价值` of ``
              Found `高价值` where text in quotes was expected. Text is written in quotes: "高价值".
              “高价值”处应为引号内的文字。文字请加引号："高价值"。
            [in segmnt "高价值"]
              Unexpected at 3..9 `segmnt` of ``
              Found `segmnt` where `segment`, `list` or `group` was expected. Did you mean `segment`?
              “segmnt”处应为“segment”、“list”或“group”。是不是想写“segment”？
            [in (1)]
              Unexpected at 3..4 `(` of ``
              Found `(` where `segment`, `list` or `group` was expected.
              “(”处应为“segment”、“list”或“group”。
            [nick = 茶]
              Unexpected at 7..10 `茶` of ``
              Found `茶` where a value such as "text", 200, 2026-11-11 or yes was expected. Text is written in quotes: "茶".
              “茶”处应为值（如 "浙江"、200、2026-11-11、yes）。文字请加引号："茶"。
            [nick = "茶]
              BrokenText at 7..11 `"茶` of ``
              The quote is not closed: add ".
              引号没有结束，请补上 "。
            [nick = "\x"]
              BrokenText at 8..10 `\x` of ``
              In quotes a backslash is written \\; known are \", \n, \r, \t and \u{…} too.
              引号里的反斜杠只能写成 \\、\"、\n、\r、\t 或 \u{…}。
            [age > 25; age < 30]
              UnknownSign at 8..9 `;` of ``
              The language has no sign `;`.
              规则里没有“;”这个符号。
            [age > 25.12345]
              BrokenNumber at 6..14 `25.12345` of ``
              `25.12345` cannot be read. Numbers have at most four decimals, days look like 2026-11-11, instants say their offset as in 2026-11-11T10:00:00+08:00.
              无法识别“25.12345”。数字最多四位小数；日期写成 2026-11-11；时刻要带时区，如 2026-11-11T10:00:00+08:00。
            [age > 2026-13-01]
              BrokenNumber at 6..16 `2026-13-01` of ``
              `2026-13-01` cannot be read. Numbers have at most four decimals, days look like 2026-11-11, instants say their offset as in 2026-11-11T10:00:00+08:00.
              无法识别“2026-13-01”。数字最多四位小数；日期写成 2026-11-11；时刻要带时区，如 2026-11-11T10:00:00+08:00。
            [registered_at >= 2026-11-11T10:00:00]
              BrokenNumber at 17..36 `2026-11-11T10:00:00` of ``
              `2026-11-11T10:00:00` cannot be read. Numbers have at most four decimals, days look like 2026-11-11, instants say their offset as in 2026-11-11T10:00:00+08:00.
              无法识别“2026-11-11T10:00:00”。数字最多四位小数；日期写成 2026-11-11；时刻要带时区，如 2026-11-11T10:00:00+08:00。
            [age between 34 and 25]
              WrongOrder at 4..21 `between 34 and 25` of `test`
              The beginning lies after the end: swap them.
              起点在终点之后，请对调。
            [age = "25"]
              WrongValue at 6..10 `"25"` of `test.value`
              This must be a number, such as 3.
              这里需要数字，如 3。
            [province > "浙江"]
              WrongTest at 9..19 `> "浙江"` of `test`
              This test is not for a choice; possible are =, !=, in (…), is known.
              “单选”类型不能这样比较；可以用：=, !=, in (…), is known。
            [province = "浙"]
              UnknownChoice at 11..16 `"浙"` of `test.value`
              There is no choice `浙`.
              没有“浙”这个选项。
            [tags between 1 and 2]
              WrongTest at 5..20 `between 1 and 2` of `test`
              This test is not for tags; possible are any of (…), all of (…), is known.
              “标签”类型不能这样比较；可以用：any of (…), all of (…), is known。
            [sms_consent = "yes"]
              WrongValue at 14..19 `"yes"` of `test.value`
              This must be yes or no.
              这里需要 yes 或 no。
            [birthday over 30 days ago]
              WrongWindow at 9..25 `over 30 days ago` of `test.window`
              An anniversary comes every year: use a window with two ends, such as `in next 7 days` or `in this month`.
              纪念日每年都有，时间范围必须有首有尾，如 in next 7 days、in this month。
            [birthday in last 3 hours]
              WrongWindow at 9..24 `in last 3 hours` of `test.window`
              This is a calendar day without a time: use days, weeks, months or years, and days such as 2026-11-11.
              这是日期，没有时刻；请用天、周、月或年，以及 2026-11-11 这样的日期。
            [joined_on since 2026-01-01T00:00:00Z]
              WrongWindow at 10..36 `since 2026-01-01T00:00:00Z` of `test.window`
              This is a calendar day without a time: use days, weeks, months or years, and days such as 2026-11-11.
              这是日期，没有时刻；请用天、周、月或年，以及 2026-11-11 这样的日期。
            [did paid 3 to 5 days ago]
              WrongOrder at 9..24 `3 to 5 days ago` of `window`
              Write the farther end first, as in `5 to 3 days ago`.
              请先写较远的一端，如 5 to 3 days ago。
            [did paid in last 0 days]
              WrongCount at 9..23 `in last 0 days` of `window.n`
              The number must be between 1 and 100000.
              数量必须在 1 到 100000 之间。
            [did paid in last 99999999999 days]
              WrongCount at 17..28 `99999999999` of ``
              This must be a whole number, not below 0 and not huge.
              这里需要不小于 0、不太大的整数。
            [did paid from 2026-02-01 to 2026-01-01]
              WrongOrder at 9..38 `from 2026-02-01 to 2026-01-01` of `window`
              The beginning lies after the end: swap them.
              起点在终点之后，请对调。
            [did paid with total channel > 5]
              WrongBound at 20..27 `channel` of `bounds.0.property`
              `channel` is a choice; only numbers and amounts can be added up.
              “channel”是单选，只有数字和金额可以合计或比较大小。
            [did paid at least 1.5 times]
              WrongCount at 18..21 `1.5` of `bounds.0.value`
              A number of times is a whole number, not below 0.
              次数必须是不小于 0 的整数。
            [did paid where item.price in last 3 days]
              Unexpected at 29..33 `last` of ``
              Found `last` where `(` was expected.
              “last”处应为“(”。
            [total > 5]
              Unexpected at 0..5 `total` of ``
              Found `total` where a condition was expected. `total` is a word of the language: as a name it is written in quotes.
              “total”处应为条件。“total”是语言里的词，用作名称时请加引号。
            [no paid]
              Unexpected at 0..2 `no` of ``
              Found `no` where a condition was expected. `no` is a word of the language: as a name it is written in quotes.
              “no”处应为条件。“no”是语言里的词，用作名称时请加引号。
            [mobile is here]
              Unexpected at 10..14 `here` of ``
              Found `here` where `known` or `unknown` was expected.
              “here”处应为“known”或“unknown”。
            [did paid in last 3 days in last 4 days]
              Unexpected at 24..26 `in` of ``
              Found `in` where `at least`, `with`, `then`, `where`, `and`, `or` or the end was expected.
              “in”处应为“at least”、“with”、“then”、“where”、“and”、“or”或结尾。
            [nick contains ""]
              Empty at 14..16 `""` of `test.text`
              Say which characters to look for.
              请写出要查找的文字。
            [province in ()]
              Unexpected at 13..14 `)` of ``
              Found `)` where a value such as "text", 200, 2026-11-11 or yes was expected.
              “)”处应为值（如 "浙江"、200、2026-11-11、yes）。
            [province in ("浙江" "江苏")]
              Unexpected at 22..30 `"江苏"` of ``
              Found `"江苏"` where `,` or `)` was expected.
              “"江苏"”处应为“,”或“)”。
        "#]],
    );
}

#[test]
fn sets_that_do_not_stand_are_shown_where_they_are_named() {
    let catalogue = crate::testing::catalogue();
    let text = "age > 25 and (not in segment \"老客\" or in list \"双11\" or in segment \"双十\")";
    let rule = crate::parse(text, &catalogue).unwrap();
    let standing = [(SetKind::Segment, "老客户"), (SetKind::Segment, "双十"), (SetKind::Segment, "双11")];
    let standing = standing.map(|(kind, name)| (kind, name.to_owned())).into();
    let problems = crate::locate(text, &catalogue, crate::missing_sets(&rule, &standing));
    let told: Vec<_> = problems
        .iter()
        .map(|one| (one.path.as_str(), one.range.map(|range| &text[range.from..range.to]), one.near.as_slice()))
        .collect();
    let alike = ["老客户".to_owned()];
    // A segment of that name is no list.
    let expected =
        [("rules.1.rules.0.rule.name", Some("\"老客\""), &alike[..]), ("rules.1.rules.1.name", Some("\"双11\""), &[])];
    assert_eq!(told, expected);
}
