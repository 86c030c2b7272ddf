//! Why a promotion does not apply, for the buyer and for the operator.

use jiff::civil::DateTime;

use crate::Words;
use crate::money::shown;

/// Why a promotion does not apply to a cart or to a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reason {
    NotYet {
        from: DateTime,
    },
    Over {
        until: DateTime,
    },
    Weekday,
    Hour,
    FirstOrder,
    LaterOrders,
    Level {
        levels: Vec<String>,
    },
    Segment,
    Channel {
        channels: Vec<String>,
    },
    Region {
        regions: Vec<String>,
    },
    NotHeld,
    UsesGone,
    OwnUsesGone,
    BudgetGone,
    StockGone,
    OrdersGone,
    NoGroup,
    NoPoints,
    NotInCart,
    Short,
    /// Other offers took its goods below a threshold, to this amount.
    Reduced {
        left: i64,
    },
    /// Another candidate spent the points.
    PointsSpent {
        by: usize,
    },
    LeftOver,
    /// Its pieces fill sets whose reduction falls on others.
    Counted,
    NotLower,
    /// Another candidate, by its place on the table.
    Better {
        by: usize,
    },
    Together {
        most: u32,
    },
    Exclusive {
        with: usize,
    },
    Alone {
        with: usize,
    },
    Floor,
    Cap,
    /// The offer's own limit.
    Limit,
    Costlier {
        by: i64,
    },
    NoShipping,
    /// Other offers took all of the shipping.
    ShippingPaid,
}

/// An instant on the shop's wall as buyers read it: `2026-12-17 00:00`.
pub(crate) fn minute(at: DateTime) -> String {
    at.strftime("%Y-%m-%d %H:%M").to_string()
}

impl Reason {
    /// A stable word for programs.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::NotYet { .. } => "not_yet",
            Self::Over { .. } => "over",
            Self::Weekday => "weekday",
            Self::Hour => "hour",
            Self::FirstOrder => "first_order",
            Self::LaterOrders => "later_orders",
            Self::Level { .. } => "level",
            Self::Segment => "segment",
            Self::Channel { .. } => "channel",
            Self::Region { .. } => "region",
            Self::NotHeld => "not_held",
            Self::UsesGone => "uses_gone",
            Self::OwnUsesGone => "own_uses_gone",
            Self::BudgetGone => "budget_gone",
            Self::StockGone => "stock_gone",
            Self::OrdersGone => "orders_gone",
            Self::NoGroup => "no_group",
            Self::NoPoints => "no_points",
            Self::NotInCart => "not_in_cart",
            Self::Short => "short",
            Self::Reduced { .. } => "reduced",
            Self::PointsSpent { .. } => "points_spent",
            Self::LeftOver => "left_over",
            Self::Counted => "counted",
            Self::NotLower => "not_lower",
            Self::Better { .. } => "better",
            Self::Together { .. } => "together",
            Self::Exclusive { .. } => "exclusive",
            Self::Alone { .. } => "alone",
            Self::Floor => "floor",
            Self::Cap => "cap",
            Self::Limit => "limit",
            Self::Costlier { .. } => "costlier",
            Self::NoShipping => "no_shipping",
            Self::ShippingPaid => "shipping_paid",
        }
    }

    /// The reason in words.
    ///
    /// `name` turns a candidate's place on the table into its name.
    pub(crate) fn words(&self, currency: &str, name: &dyn Fn(usize) -> Words) -> Words {
        match self {
            Self::NotYet { from } => {
                let from = minute(*from);
                Words::new(format!("{from} 开始"), format!("starts at {from}"))
            }
            Self::Over { until } => {
                let until = minute(*until);
                Words::new(format!("已于 {until} 结束"), format!("ended at {until}"))
            }
            Self::Weekday => Words::new("今天不参加", "not on this day of the week"),
            Self::Hour => Words::new("不在活动时段", "not at this hour"),
            Self::FirstOrder => Words::new("仅限首单", "for the first order only"),
            Self::LaterOrders => Words::new("仅限老客户", "for returning customers only"),
            Self::Level { levels } => Words::new(
                format!("仅限会员等级：{}", levels.join("、")),
                format!("for the levels {} only", levels.join(", ")),
            ),
            Self::Segment => Words::new("仅限指定人群", "for chosen customers only"),
            Self::Channel { channels } => Words::new(
                format!("仅限渠道：{}", channels.join("、")),
                format!("in the channels {} only", channels.join(", ")),
            ),
            Self::Region { regions } => Words::new(
                format!("仅限地区：{}", regions.join("、")),
                format!("for the regions {} only", regions.join(", ")),
            ),
            Self::NotHeld => Words::new("未领取此券", "the coupon is not held"),
            Self::UsesGone => Words::new("名额已用完", "all uses are taken"),
            Self::OwnUsesGone => Words::new("您的使用次数已用完", "you have used it as often as allowed"),
            Self::BudgetGone => Words::new("活动预算已用完", "its budget is used up"),
            Self::StockGone => Words::new("活动库存已抢光", "its stock is gone"),
            Self::OrdersGone => Words::new("前几名优惠已满", "the early orders are taken"),
            Self::NoGroup => Words::new("开团或参团后可享", "open or join a group to get it"),
            Self::NoPoints => Words::new("未使用积分或积分不足", "no points are spent, or too few are there"),
            Self::NotInCart => Words::new("换购商品未加入购物车", "none of its goods are in the cart"),
            Self::Short => Words::new("未达到门槛", "the threshold is not reached"),
            Self::Reduced { left } => {
                let left = shown(*left, currency);
                Words::new(
                    format!("其他优惠后为 {left}，未达门槛"),
                    format!("other offers leave {left}, short of its threshold"),
                )
            }
            Self::PointsSpent { by } => {
                let by = name(*by);
                Words::new(
                    format!("积分已用于“{}”", by.in_chinese()),
                    format!("the points went to “{}”", by.in_english()),
                )
            }
            Self::LeftOver => Words::new("未凑成一组", "it does not complete a set"),
            Self::Counted => {
                Words::new("计入凑组，减在其他商品上", "it fills a set; the reduction falls on other goods")
            }
            Self::NotLower => Words::new("现价已不高于活动价", "the price is no higher already"),
            Self::Better { by } => {
                let by = name(*by);
                Words::new(format!("已享“{}”", by.in_chinese()), format!("“{}” has the line", by.in_english()))
            }
            Self::Together { most } => {
                Words::new(format!("最多同享 {most} 个优惠"), format!("at most {most} offers go together"))
            }
            Self::Exclusive { with } => {
                let with = name(*with);
                Words::new(
                    format!("与“{}”互斥", with.in_chinese()),
                    format!("does not go with “{}”", with.in_english()),
                )
            }
            Self::Alone { with } => {
                let with = name(*with);
                Words::new(
                    format!("不与其他优惠同享（“{}”）", with.in_chinese()),
                    format!("no other offer may share the line (“{}”)", with.in_english()),
                )
            }
            Self::Floor => Words::new("已到最低价", "the lowest price is reached"),
            Self::Cap => Words::new("已到单笔优惠上限", "the order's limit of discounts is reached"),
            Self::Limit => Words::new("已到该活动的优惠上限", "the most that the offer takes off is reached"),
            Self::Costlier { by } if *by > 0 => Words::new(
                format!("不用更划算，省 {}", shown(*by, currency)),
                format!("the cart is {} cheaper without it", shown(*by, currency)),
            ),
            Self::Costlier { .. } => Words::new("使用后并不更便宜", "the cart is no cheaper with it"),
            Self::NoShipping => Words::new("本单没有运费", "there is no shipping to pay"),
            Self::ShippingPaid => Words::new("运费已由其他优惠免去", "another offer pays the shipping already"),
        }
    }
}
