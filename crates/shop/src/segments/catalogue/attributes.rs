//! The attributes that every shop's rules may name.

use rules::{Label, Type};

use Type::{Anniversary, Choice, Day, Flag, Instant, Money, Number, Tags, Text};

/// A built-in attribute: name, type, group in the picker, Chinese, English.
pub(super) type Row = (&'static str, Type, &'static str, &'static str, &'static str);

/// The groups of the picker, in its order: key, Chinese, English.
pub(super) const GROUPS: &[(&str, &str, &str)] = &[
    ("person", "基本信息", "Person"),
    ("trade", "交易概况", "Trade"),
    ("value", "客户价值", "Customer value"),
    ("contact", "触达与授权", "Contact and consent"),
    ("member", "会员与积分", "Membership"),
    ("labels", "标签与分组", "Labels"),
    ("source", "来源", "Source"),
    ("field", "自定义字段", "Own fields"),
];

/// The built-in attributes, in the order of the picker.
pub(super) const ATTRIBUTES: &[Row] = &[
    ("contact_group", Choice, "trade", "客户分组", "Contact group"),
    ("gender", Choice, "person", "性别", "Gender"),
    ("birthday", Anniversary, "person", "生日", "Birthday"),
    ("born", Day, "person", "出生日期", "Day of birth"),
    ("age", Number, "person", "年龄", "Age"),
    ("province", Choice, "person", "省份", "Province"),
    ("city", Choice, "person", "城市", "City"),
    ("buyer_credit", Text, "person", "买家信用", "Buyer credit"),
    ("registered_at", Instant, "person", "平台注册时间", "Registered at the platform"),
    ("created_at", Instant, "source", "入库时间", "First written down"),
    ("last_seen_at", Instant, "source", "最近出现时间", "Last seen"),
    ("channels", Tags, "source", "渠道", "Channels"),
    ("shops", Tags, "source", "店铺", "Shops"),
    ("sources", Tags, "source", "来源店铺与渠道", "Sources"),
    ("profiles", Number, "source", "身份档案数", "Profiles"),
    ("orders", Number, "trade", "下单次数", "Orders"),
    ("deals", Number, "trade", "成交次数", "Deals"),
    ("deal_amount", Money, "trade", "累计成交金额", "Deal amount"),
    ("average_order", Money, "trade", "客单价", "Average order"),
    ("items", Number, "trade", "成交件数", "Items bought"),
    ("first_deal_at", Instant, "trade", "首次成交时间", "First deal"),
    ("last_deal_at", Instant, "trade", "最近成交时间", "Last deal"),
    ("closed", Number, "trade", "关闭订单数", "Closed orders"),
    ("refunded", Money, "trade", "累计退款金额", "Refunded amount"),
    ("to_pay", Number, "trade", "待付款订单数", "Orders waiting for payment"),
    ("to_ship", Number, "trade", "待发货订单数", "Orders waiting to be sent"),
    ("to_receive", Number, "trade", "待收货订单数", "Orders on their way"),
    ("open_refunds", Number, "trade", "退款中数量", "Refunds in progress"),
    ("inquiries", Number, "trade", "咨询次数", "Inquiries"),
    ("realised_value", Money, "value", "既成价值", "Realised value"),
    ("margin_value", Money, "value", "毛利", "Margin"),
    ("potential_value", Money, "value", "潜在价值", "Potential value"),
    ("influence_value", Money, "value", "影响价值", "Influence value"),
    ("delivered_value", Money, "value", "客户让渡价值", "Delivered value"),
    ("delivered_index", Number, "value", "让渡价值指数", "Delivered value, index"),
    ("cost_to_serve", Money, "value", "服务成本", "Cost to serve"),
    ("expected_purchases_90", Number, "value", "预计90天购买次数", "Purchases expected in 90 days"),
    ("expected_purchases_365", Number, "value", "预计一年购买次数", "Purchases expected in a year"),
    ("churn_risk", Number, "value", "流失风险（%）", "Churn risk (%)"),
    ("churn_reasons", Tags, "value", "流失原因", "Reasons for churn"),
    ("probability_alive", Number, "value", "仍是客户的概率（%）", "Chance of still being a customer (%)"),
    ("referred_customers", Number, "value", "带来的客户数", "Customers brought"),
    ("referred_value", Money, "value", "带来客户的价值", "Value of customers brought"),
    ("rfm_group", Choice, "value", "RFM 分组", "RFM group"),
    ("rfm_group_before", Choice, "value", "上月末的 RFM 分组", "RFM group at the end of last month"),
    ("rfm_recency", Number, "value", "R 分", "R score"),
    ("rfm_frequency", Number, "value", "F 分", "F score"),
    ("rfm_monetary", Number, "value", "M 分", "M score"),
    ("rfm_cell", Number, "value", "RFM 编号", "RFM cell"),
    ("stage", Choice, "value", "生命周期阶段", "Stage of life"),
    ("stage_before", Choice, "value", "上月末的生命周期阶段", "Stage of life at the end of last month"),
    ("brought_by", Text, "value", "首购来自（活动或优惠）", "What brought the first purchase"),
    ("first_channel", Choice, "value", "首购渠道", "Channel of the first purchase"),
    ("first_purchase", Day, "value", "首次购买日", "Day of the first purchase"),
    ("last_purchase", Day, "value", "最近购买日", "Day of the last purchase"),
    ("next_purchase", Day, "value", "预计下次购买日", "Next purchase expected"),
    ("next_purchase_from", Day, "value", "预计下次购买（早）", "Next purchase not before"),
    ("next_purchase_to", Day, "value", "预计下次购买（晚）", "Next purchase not after"),
    ("member", Flag, "member", "是会员", "Member"),
    ("level", Choice, "member", "会员等级", "Level"),
    ("member_since", Instant, "member", "入会时间", "Member since"),
    ("service_priority", Number, "member", "服务优先级", "Service priority"),
    ("points", Number, "member", "积分", "Points"),
    ("points_expire_at", Instant, "member", "积分最早到期时间", "Points expire"),
    ("tags", Tags, "labels", "标签", "Tags"),
    ("blacklisted", Flag, "contact", "黑名单", "On the black list"),
    ("personalisation", Flag, "contact", "允许个性化", "Personalisation allowed"),
    ("has_mobile", Flag, "contact", "有手机号", "Mobile known"),
    ("has_email", Flag, "contact", "有邮箱", "E-mail known"),
    ("reachable.sms", Flag, "contact", "可发营销短信", "May get marketing by SMS"),
    ("reachable.email", Flag, "contact", "可发营销邮件", "May get marketing by e-mail"),
    ("reachable.phone", Flag, "contact", "可营销外呼", "May get marketing by phone"),
    ("consent.marketing.sms", Choice, "contact", "短信营销授权", "Consent to marketing by SMS"),
    ("consent.marketing.email", Choice, "contact", "邮件营销授权", "Consent to marketing by e-mail"),
    ("consent.marketing.phone", Choice, "contact", "电话营销授权", "Consent to marketing by phone"),
    ("consent.marketing.wecom", Choice, "contact", "企业微信营销授权", "Consent to marketing by WeCom"),
    ("consent.service.sms", Choice, "contact", "短信服务授权", "Consent to service messages by SMS"),
    ("consent.service.email", Choice, "contact", "邮件服务授权", "Consent to service messages by e-mail"),
    ("consent.service.phone", Choice, "contact", "电话服务授权", "Consent to service calls"),
    ("consent.service.wecom", Choice, "contact", "企业微信服务授权", "Consent to service messages by WeCom"),
    ("consent.profiling.any", Choice, "contact", "画像授权", "Consent to profiling"),
];

/// The attribute that `age` is reckoned from.
pub(super) const BORN: &str = "born";

/// Values of choices that are known beforehand: attribute (a trailing `*` for all that begin so), value, Chinese, English.
pub(super) const CHOICES: &[(&str, &str, &str, &str)] = &[
    ("contact_group", "dealt", "成交客户", "Dealt"),
    ("contact_group", "not_dealt", "未成交客户", "Not dealt"),
    ("contact_group", "inquired", "询单客户", "Inquired"),
    ("contact_group", "none", "其他", "Others"),
    ("gender", "female", "女", "Female"),
    ("gender", "male", "男", "Male"),
    ("gender", "other", "其他", "Other"),
    ("rfm_group*", "champion", "重要价值客户", "Champions"),
    ("rfm_group*", "develop", "重要发展客户", "Valuable, to develop"),
    ("rfm_group*", "keep", "重要保持客户", "Valuable, to keep"),
    ("rfm_group*", "win_back", "重要挽留客户", "Valuable, to win back"),
    ("rfm_group*", "regular", "一般价值客户", "Regular, low value"),
    ("rfm_group*", "newcomer", "一般发展客户", "Recent, low value"),
    ("rfm_group*", "fading", "一般保持客户", "Frequent once, low value"),
    ("rfm_group*", "lost", "一般挽留客户", "Lost, low value"),
    ("stage*", "new", "新客", "New"),
    ("stage*", "active", "活跃", "Active"),
    ("stage*", "repeat", "复购", "Repeat"),
    ("stage*", "loyal", "忠诚", "Loyal"),
    ("stage*", "sleeping", "沉睡", "Sleeping"),
    ("stage*", "lost", "流失", "Lost"),
    ("churn_reasons", "complaint", "有未了结的投诉", "Open complaint"),
    ("churn_reasons", "overdue", "过了该来的时间", "Overdue"),
    ("churn_reasons", "slowing", "来得越来越慢", "Slowing down"),
    ("churn_reasons", "spending_less", "花得越来越少", "Spending less"),
    ("churn_reasons", "refunds", "退款多", "Many refunds"),
    ("churn_reasons", "only_once", "只买过一次", "Bought once only"),
    ("consent.*", "granted", "已授权", "Granted"),
    ("consent.*", "refused", "已拒绝", "Refused"),
];

/// Attributes of which having none says something: who has no level is no member.
const MAY_LACK: &[&str] = &[
    "contact_group",
    "channels",
    "shops",
    "sources",
    "first_deal_at",
    "last_deal_at",
    "first_purchase",
    "last_purchase",
    "brought_by",
    "average_order",
    "level",
    "member_since",
    "points",
    "points_expire_at",
    "tags",
];

/// What is said of those who have no value of an attribute: that they have none, or that it is not known.
pub(crate) fn lacking(attribute: &str) -> Label {
    let (zh, en) = if MAY_LACK.contains(&attribute) { ("无", "None") } else { ("未知", "Unknown") };
    Label { zh: zh.to_owned(), en: en.to_owned() }
}
