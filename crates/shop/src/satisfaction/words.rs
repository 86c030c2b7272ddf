//! What figures of satisfaction are called and how they are counted, in both languages.

use crate::value::{Definition, define};

/// How each figure is counted.
pub(super) fn definitions() -> Vec<Definition> {
    ROWS.iter().map(|(key, name, text)| define(key, *name, *text)).collect()
}

/// The name of a measure from its source.
pub(super) fn source(key: &str) -> (&'static str, &'static str) {
    match key {
        "reviews" => ("订单评价", "Order reviews"),
        "csat" => ("满意度 CSAT", "Satisfaction, CSAT"),
        "nps" => ("净推荐值 NPS", "Recommendation, NPS"),
        _ => ("费力度 CES", "Ease, CES"),
    }
}

type Row = (&'static str, (&'static str, &'static str), (&'static str, &'static str));

const ROWS: &[Row] = &[
    (
        "population",
        ("统计人群", "Population"),
        (
            "所选日期与店铺内评价过或回答过问卷的客户。",
            "Customers who reviewed or answered in the days and shops chosen.",
        ),
    ),
    (
        "reviews",
        ("订单评价", "Order reviews"),
        ("评价 1–5 分中 4 分与 5 分的比例。", "The share of 4 and 5 among ratings from 1 to 5."),
    ),
    (
        "csat",
        ("满意度 CSAT", "CSAT"),
        ("问卷 1–5 分中 4 分与 5 分的比例。", "The share of 4 and 5 among answers from 1 to 5."),
    ),
    (
        "nps",
        ("净推荐值 NPS", "NPS"),
        (
            "0–10 分中，9–10 分的百分比减去 0–6 分的百分比，从 −100 到 100。",
            "Of answers from 0 to 10, the percentage of 9 and 10 less that of 0 to 6: from −100 to 100.",
        ),
    ),
    (
        "ces",
        ("费力度 CES", "CES"),
        ("“很容易”程度 1–7 分的平均值，越高越省力。", "The mean ease from 1 to 7: more is easier."),
    ),
    (
        "interval",
        ("区间", "Interval"),
        (
            "真实值有 95% 的把握在这之间：比例用 Wilson 区间，NPS 加三份虚拟回答，平均值用 t 区间。回答越少，区间越宽。",
            "Where the truth is with 95 % certainty: Wilson's interval of shares, of NPS with three answers added, Student's of \
         means. The fewer answers, the wider.",
        ),
    ),
    (
        "control",
        ("控制图", "Control chart"),
        (
            "比例用 p 图，其余用单值图（XmR）；越过界线或符合西电规则的时期不是偶然，值得去找原因。",
            "A p chart of shares, XmR of the others; a period beyond the limits or by Western Electric's rules is more than chance: \
         look for its cause.",
        ),
    ),
];
