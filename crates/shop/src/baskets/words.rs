//! What figures of baskets are called and how they are counted, in both languages.

use crate::value::{Definition, define};

/// Key, name and definition: Chinese, English.
pub(super) fn definitions() -> Vec<Definition> {
    ROWS.iter().map(|(key, name, text)| define(key, *name, *text)).collect()
}

type Row = (&'static str, (&'static str, &'static str), (&'static str, &'static str));

const ROWS: &[Row] = &[
    (
        "population",
        ("统计人群", "Population"),
        (
            "所选日期与店铺内至少有一笔成交订单的客户。一篮是一笔成交订单；“下次购买”以客户有成交的一天为一篮。同一商家编码的商品在各店合为一种。",
            "Customers with a deal in the days and shops chosen. A basket is a deal; of what is bought next, a day on which a \
         customer had deals. Listings of one seller's code are one product, whatever the shop.",
        ),
    ),
    (
        "support",
        ("支持度", "Support"),
        ("同时含 A 与 B 的篮数占全部篮数的比例。", "Of all baskets, the share that holds both A and B."),
    ),
    (
        "confidence",
        ("置信度", "Confidence"),
        (
            "含 A 的篮里，同时（或随后）含 B 的比例。",
            "Of the baskets with A, the share that holds B too, or that B follows.",
        ),
    ),
    (
        "lift",
        ("提升度", "Lift"),
        (
            "置信度除以 B 在全部篮里的比例：1 为互不相干，2 为买了 A 的人买 B 的可能是平时的两倍。",
            "Confidence over the share of B in all baskets: 1 when neither tells anything of the other, 2 when B is twice as \
         likely beside A.",
        ),
    ),
    (
        "leverage",
        ("杠杆率", "Leverage"),
        (
            "支持度减去 A、B 互不相干时应有的比例：多出来的篮占全部的多少。",
            "Support less what it would be if A and B had nothing to do with each other: the baskets beyond that, of all.",
        ),
    ),
    (
        "conviction",
        ("确信度", "Conviction"),
        (
            "互不相干时“有 A 无 B”应有的次数，除以实际次数；从不单独出现时为无穷大，不显示。",
            "How often A would stand without B if they had nothing to do with each other, over how often it does; not shown where \
         it never does.",
        ),
    ),
    (
        "chance",
        ("偶然的可能", "Chance"),
        (
            "若 A 与 B 无关，出现这么多次的概率（Fisher 精确检验，单侧），按全部试过的规则以 Holm 法校正。默认只列不超过 5% 的规则。",
            "How likely so many are if A told nothing of B (Fisher's exact test, one-sided), corrected by Holm for every rule that \
         was tried. Unless asked for all, only rules at or below 5 % are told.",
        ),
    ),
    (
        "days",
        ("间隔", "Days until"),
        (
            "买 A 之后回来买 B 的客户里，一半在这么多天之内。",
            "Of those who come back for B after A, half do within so many days.",
        ),
    ),
];

/// When the support had to be raised.
pub(super) const RAISED: (&str, &str) = (
    "满足条件的组合太多，已自动提高最低次数。",
    "Too many sets would count, so the least number of baskets was raised.",
);

/// When there is too little to find anything in.
pub(super) const FEW: (&str, &str) = (
    "一笔里买两种以上的订单太少，看不出规律。可以放长日期，或按类目看。",
    "Too few baskets hold two items or more to tell anything. Choose more days, or look at categories.",
);
