//! The attributes that every shop's rules may name.

use rules::Type;

use Type::{Anniversary, Choice, Day, Flag, Instant, Money, Number, Tags, Text};

/// A built-in attribute: name, type, group in the picker, Chinese, English.
pub(super) type Row = (&'static str, Type, &'static str, &'static str, &'static str);

/// The groups of the picker, in its order: key, Chinese, English.
pub(super) const GROUPS: &[(&str, &str, &str)] = &[
    ("person", "基本信息", "Person"),
    ("trade", "交易概况", "Trade"),
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
    ("consent.*", "granted", "已授权", "Granted"),
    ("consent.*", "refused", "已拒绝", "Refused"),
];
