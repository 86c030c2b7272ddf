//! What figures of potential are called and how they are counted, in both languages.

use crate::value::{Definition, define};

/// How each figure is counted.
pub(super) fn definitions() -> Vec<Definition> {
    ROWS.iter().map(|(key, name, text)| define(key, *name, *text)).collect()
}

type Row = (&'static str, (&'static str, &'static str), (&'static str, &'static str));

const ROWS: &[Row] = &[
    (
        "population",
        ("统计人群", "Population"),
        (
            "所选日期与店铺内有过任何行为的客户。同一商家编码的商品合为一种：访问、成交和库存相加，毛利率按成交件数加权。",
            "Customers who did anything in the days and shops chosen. Listings of one seller's code are one product: visits, sales and stock are added up, margins weighed by the pieces sold.",
        ),
    ),
    (
        "score",
        ("潜力分", "Score"),
        (
            "各项得分（0–100，为商品之间的名次）按设置的权重平均；没有数据的项不参与，既不加分也不扣分。同分的按卖出件数多少，再按建档先后。",
            "The mean of the parts' points (0 to 100, ranks among products) by the weights that are set; a part of which nothing \
         is known counts neither for a product nor against it. Of equals what sold more comes first, then what was on file first.",
        ),
    ),
    (
        "drawn",
        ("收缩", "Drawn"),
        (
            "访问少的商品，比率向全店平均靠拢后再排名：三次访问两次收藏说明不了什么。",
            "Rates of products with few visits are drawn towards the shop's before they are ranked: two favourites in three \
         visits are no discovery.",
        ),
    ),
    (
        "visit_time",
        ("停留时长", "Time a visit"),
        (
            "浏览商品到同一次访问中下一个行为的秒数，半小时没有行为即算离开；浏览行为自带 seconds 属性时以它为准，访问的最后一页没有它时按 0 计。",
            "Seconds from a view to what comes next in the same visit, which half an hour of silence ends; the property `seconds` \
         of a view goes before that, and the last page of a visit without it counts as 0.",
        ),
    ),
    (
        "click",
        ("点击率", "Clicks"),
        ("“点击商品”行为数占访问数的比例。", "Clicks on the product over visits of its page."),
    ),
    ("favourite", ("收藏率", "Favourites"), ("收藏数占访问数的比例。", "Favourites over visits.")),
    ("inquiry", ("咨询率", "Inquiries"), ("咨询数占访问数的比例。", "Inquiries over visits.")),
    (
        "growth",
        ("销量增长", "Growth"),
        ("所选日期的成交件数比上之前同样天数的件数。", "Pieces in deals over those of as many days before."),
    ),
    (
        "bounce",
        ("跳出率", "Bounces"),
        ("访问在该商品页结束的比例，越低越好。", "The share of visits that ended on its page: less is better."),
    ),
    (
        "stock",
        ("库存可售天数", "Stock"),
        (
            "库存除以所选日期的日均销量，够卖设置的天数即满分。",
            "Stock over the pieces sold a day; full points when it lasts the days that are set.",
        ),
    ),
    (
        "margin",
        ("毛利率", "Margin"),
        ("（售价 − 成本）÷ 售价，没有成本的商品不计。", "Price less cost over price; not known without a cost."),
    ),
];
