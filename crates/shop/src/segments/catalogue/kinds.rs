//! The kinds of facts that rules may name, and what each says.

use rules::Type;

use Type::{Choice, Money, Number, Text};

/// A property: name, type, Chinese, English.
pub(super) type Said = (&'static str, Type, &'static str, &'static str);

/// What a kind says beside channel and shop.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Says {
    /// An order's amount, pieces, status and items.
    Order,
    /// A refund's amount and items.
    Refund,
    /// A product with what it is worth.
    Product,
    /// A product and a rating.
    Review,
    /// What a survey asked, and the answer.
    Survey,
    /// How long a reply was waited for.
    Reply,
    /// The words that were searched for.
    Search,
    /// A page.
    Page,
    /// A coupon.
    Coupon,
    /// How many points.
    Points,
    /// How much money.
    Credit,
    /// A gift and what it is worth.
    Gift,
    /// A promotion and what was paid.
    GroupBuy,
    /// A membership's level before and after, and why.
    Level,
    /// Nothing more.
    Nothing,
    /// The source's own name of it.
    Name,
}

/// The kinds: name, Chinese, English, what it says.
pub(super) const KINDS: &[(&str, &str, &str, Says)] = &[
    ("ordered", "下单", "ordered", Says::Order),
    ("paid", "付款", "paid", Says::Order),
    ("dealt", "成交", "dealt", Says::Order),
    ("shipped", "发货", "was sent an order", Says::Order),
    ("signed", "签收", "signed for an order", Says::Order),
    ("closed", "关闭订单", "had an order closed", Says::Order),
    ("refund_requested", "申请退款", "asked for a refund", Says::Refund),
    ("refunded", "退款成功", "was refunded", Says::Refund),
    ("viewed", "浏览商品", "viewed a product", Says::Product),
    ("clicked", "点击商品", "clicked a product", Says::Product),
    ("page_viewed", "浏览页面", "viewed a page", Says::Page),
    ("screen_viewed", "浏览应用页面", "viewed a screen", Says::Page),
    ("list_viewed", "浏览商品列表", "viewed a list of products", Says::Page),
    ("searched", "搜索", "searched", Says::Search),
    ("favourited", "收藏", "favourited", Says::Product),
    ("unfavourited", "取消收藏", "took a favourite back", Says::Product),
    ("carted", "加购", "put into the cart", Says::Product),
    ("uncarted", "移出购物车", "took out of the cart", Says::Product),
    ("cart_viewed", "查看购物车", "looked at the cart", Says::Nothing),
    ("checkout_started", "开始结算", "started checkout", Says::Product),
    ("inquired", "咨询", "inquired", Says::Product),
    ("reply_received", "收到回复", "received a reply", Says::Reply),
    ("reviewed", "评价", "reviewed", Says::Review),
    ("survey_answered", "回答问卷", "answered a survey", Says::Survey),
    ("question_answered", "回答其他买家", "answered another buyer", Says::Product),
    ("complained", "投诉", "complained", Says::Product),
    ("complaint_resolved", "投诉得到解决", "had a complaint resolved", Says::Product),
    ("compensated", "获得补偿", "was compensated", Says::Credit),
    ("shared", "分享", "shared", Says::Product),
    ("promotion_viewed", "查看活动", "viewed a promotion", Says::Page),
    ("promotion_clicked", "点击活动", "clicked a promotion", Says::Page),
    ("coupon_received", "领取优惠券", "received a coupon", Says::Coupon),
    ("coupon_used", "使用优惠券", "used a coupon", Says::Coupon),
    ("coupon_expiring", "优惠券即将到期", "was told of an expiring coupon", Says::Coupon),
    ("signed_up", "注册", "signed up", Says::Nothing),
    ("signed_in", "登录", "signed in", Says::Nothing),
    ("joined", "入会", "joined the membership", Says::Nothing),
    ("left", "退会", "left the membership", Says::Nothing),
    ("birthday_gift", "收到生日礼", "got a birthday gift", Says::Nothing),
    ("level_changed", "会员等级变化", "changed level", Says::Level),
    ("points_earned", "获得积分", "earned points", Says::Points),
    ("points_spent", "使用积分", "spent points", Says::Points),
    ("points_expired", "积分过期", "lost points by time", Says::Points),
    ("points_expiring", "积分即将到期", "was told of expiring points", Says::Points),
    ("gift_given", "获赠礼品", "was given a gift", Says::Gift),
    ("group_opened", "开团", "opened a group buy", Says::GroupBuy),
    ("group_joined", "参团", "joined a group buy", Says::GroupBuy),
    ("group_filled", "拼团成功", "was in a group buy that was filled", Says::GroupBuy),
    ("group_failed", "拼团失败", "was in a group buy that failed", Says::GroupBuy),
    ("credit_given", "获得红包", "was given a red packet", Says::Credit),
    ("credit_spent", "使用红包", "spent a red packet", Says::Credit),
    ("credit_expired", "红包过期", "lost a red packet by time", Says::Credit),
    ("credit_expiring", "红包即将到期", "was told of an expiring red packet", Says::Credit),
    ("followed", "关注店铺", "followed the shop", Says::Nothing),
    ("subscribed", "订阅", "subscribed", Says::Nothing),
    ("other", "其他行为", "did something else", Says::Name),
];

/// The hour of a fact by the shop's clock, from 0 to 23.
pub(crate) const HOUR: &str = "hour_of_day";
/// The day of the week of a fact by the shop's clock, from `1` for Monday to `7`.
pub(crate) const WEEKDAY: &str = "weekday";
/// The days of the week: value, Chinese, English.
pub(super) const WEEKDAYS: &[(&str, &str, &str)] = &[
    ("1", "周一", "Monday"),
    ("2", "周二", "Tuesday"),
    ("3", "周三", "Wednesday"),
    ("4", "周四", "Thursday"),
    ("5", "周五", "Friday"),
    ("6", "周六", "Saturday"),
    ("7", "周日", "Sunday"),
];

/// The kind that behaviours of the source's own names are.
pub(super) const OTHER: &str = "other";

/// The kinds that only other departments tell: no event is one of them unless it is called so.
const TOLD: &[&str] = &[
    "ordered",
    "dealt",
    "shipped",
    "signed",
    "closed",
    "refund_requested",
    "refunded",
    "coupon_expiring",
    "joined",
    "left",
    "birthday_gift",
    "level_changed",
    "points_earned",
    "points_spent",
    "points_expired",
    "points_expiring",
    "gift_given",
    "group_opened",
    "group_joined",
    "group_filled",
    "group_failed",
    "credit_given",
    "credit_spent",
    "credit_expired",
    "credit_expiring",
];

/// The kind that behaviours of this name are.
pub(in crate::segments) fn kind_of(name: &str) -> &'static str {
    let name = SAME.iter().find(|(theirs, _)| *theirs == name).map_or(name, |(_, ours)| *ours);
    KINDS.iter().find(|kind| kind.0 == name).map_or(OTHER, |kind| kind.0)
}

/// The kinds that behaviours of this name are; without a name, those of all.
pub(in crate::segments) fn kinds_of(name: Option<&str>) -> Vec<&'static str> {
    match name {
        Some(name) => vec![kind_of(name)],
        None => KINDS.iter().map(|kind| kind.0).filter(|kind| !TOLD.contains(kind)).collect(),
    }
}

/// Names of behaviours that are the same to rules as one of the kinds, those of Segment as they were once kept among them.
const SAME: &[(&str, &str)] =
    &[("coupon_applied", "coupon_used"), ("Signed Up", "signed_up"), ("Signed In", "signed_in")];

const WHERE: &[Said] = &[("channel", Choice, "渠道", "Channel"), ("shop", Choice, "店铺", "Shop")];
/// When a fact was by the shop's clock, which follows from its instant.
const CLOCK: &[Said] = &[(HOUR, Number, "时段", "Hour of the day"), (WEEKDAY, Choice, "星期", "Day of the week")];
const AMOUNT: &[Said] = &[("amount", Money, "金额", "Amount"), ("quantity", Number, "件数", "Pieces")];
const ITEM: &[Said] = &[
    ("item.product", Text, "商品", "Product"),
    ("item.number", Text, "商品编号", "Product number"),
    ("item.category", Text, "类目", "Category"),
    ("item.sku", Text, "商家编码", "Seller's code"),
    ("item.price", Money, "单价", "Unit price"),
    ("item.quantity", Number, "商品件数", "Pieces of the product"),
    ("item.amount", Money, "商品金额", "Amount of the product"),
];

/// The names of a kind's built-in properties.
pub(in crate::segments) fn built_in(kind: &str) -> impl Iterator<Item = &'static str> + use<> {
    let says = KINDS.iter().find(|one| one.0 == kind).map(|one| one.3);
    says.into_iter().flat_map(properties).map(|property| property.0)
}

/// The properties of a kind, in the order of the picker.
pub(super) fn properties(says: Says) -> Vec<Said> {
    let own: &[Said] = match says {
        Says::Order => &[("status", Choice, "订单当前状态", "The order's status now")],
        Says::Review => &[("rating", Number, "评分", "Rating")],
        Says::Survey => &[("measure", Text, "指标", "Measure"), ("score", Number, "打分", "Score")],
        Says::Reply => &[("waited_minutes", Number, "等待分钟数", "Minutes waited")],
        Says::Search => &[("query", Text, "搜索词", "Words searched for")],
        Says::Page => &[("page", Text, "页面", "Page")],
        Says::Coupon => &[("coupon", Text, "优惠券", "Coupon")],
        Says::Credit => &[("amount", Money, "金额", "Amount")],
        Says::Gift => &[("gift", Text, "礼品", "Gift"), ("amount", Money, "价值", "Worth")],
        Says::GroupBuy => &[("promotion", Text, "活动", "Promotion"), ("amount", Money, "金额", "Amount")],
        Says::Points => &[("points", Number, "积分数", "Points")],
        Says::Level => &[
            ("from", Choice, "原等级", "Level before"),
            ("to", Choice, "新等级", "Level after"),
            ("cause", Choice, "原因", "Cause"),
        ],
        Says::Name => &[("name", Text, "行为名称", "Name")],
        Says::Refund | Says::Product | Says::Nothing => &[],
    };
    let traded = matches!(says, Says::Order | Says::Refund | Says::Product | Says::Review | Says::Name);
    let mut all = Vec::new();
    if traded {
        all.extend_from_slice(AMOUNT);
    }
    all.extend_from_slice(own);
    if traded {
        all.extend_from_slice(ITEM);
    }
    all.extend_from_slice(WHERE);
    all.extend_from_slice(CLOCK);
    all
}

/// Statuses of orders: code, Chinese, English.
pub(super) const STATUSES: &[(&str, &str, &str)] = &[
    ("awaiting_payment", "等待付款", "Awaiting payment"),
    ("payment_pending", "付款确认中", "Payment pending"),
    ("paid", "待发货", "Paid"),
    ("partly_shipped", "部分发货", "Partly shipped"),
    ("shipped", "已发货", "Shipped"),
    ("received", "已签收", "Received"),
    ("finished", "交易成功", "Finished"),
    ("cancelled", "已关闭", "Cancelled"),
    ("refunded", "全额退款", "Refunded"),
    ("unknown", "未知", "Unknown"),
];
