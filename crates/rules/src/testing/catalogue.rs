//! A catalogue such as a tea shop's.

use crate::{Attribute, Catalogue, Choice, Derived, FactKind, Label, Property, Type};

fn label(zh: &str, en: &str) -> Label {
    Label { zh: zh.to_owned(), en: en.to_owned() }
}

fn choices(of: &[(&str, &str, &str)]) -> Vec<Choice> {
    of.iter()
        .map(|(value, zh, en)| Choice {
            value: (*value).to_owned(),
            label: label(zh, en),
            // Made by the shop itself: its value is a number that says nothing.
            own: value.bytes().all(|letter| letter.is_ascii_digit()),
        })
        .collect()
}

fn attribute(name: &str, kind: Type, zh: &str, en: &str) -> Attribute {
    Attribute { name: name.to_owned(), kind, label: label(zh, en), choices: Vec::new(), derived: None }
}

fn property(name: &str, kind: Type, zh: &str, en: &str) -> Property {
    Property { name: name.to_owned(), kind, label: label(zh, en), choices: Vec::new() }
}

fn kind(name: &str, zh: &str, en: &str, properties: &[Property]) -> FactKind {
    FactKind { name: name.to_owned(), label: label(zh, en), properties: properties.to_vec() }
}

const PROVINCES: [(&str, &str, &str); 6] = [
    ("浙江", "浙江", "Zhejiang"),
    ("江苏", "江苏", "Jiangsu"),
    ("上海", "上海", "Shanghai"),
    ("广东", "广东", "Guangdong"),
    ("北京", "北京", "Beijing"),
    ("四川", "四川", "Sichuan"),
];
const GENDERS: [(&str, &str, &str); 2] = [("female", "女", "female"), ("male", "男", "male")];
const LEVELS: [(&str, &str, &str); 5] = [
    ("basic", "普通会员", "Basic"),
    ("silver", "高级会员", "Silver"),
    ("gold", "VIP会员", "VIP"),
    ("diamond", "至尊VIP", "Supreme VIP"),
    // One that the shop named itself.
    ("118291410129518594", "茶友会员", "Tea friends"),
];
const CHANNELS: [(&str, &str, &str); 4] =
    [("taobao", "淘宝", "Taobao"), ("tmall", "天猫", "Tmall"), ("jd", "京东", "JD"), ("web", "官网", "Web")];

/// A catalogue with every type of attribute and property, properties that a shop declared itself among them.
#[must_use]
pub fn catalogue() -> Catalogue {
    let channel = Property { choices: choices(&CHANNELS), ..property("channel", Type::Choice, "渠道", "channel") };
    let items = [
        property("item.product", Type::Text, "商品", "product"),
        property("item.category", Type::Text, "商品类目", "category"),
        property("item.price", Type::Money, "商品单价", "item price"),
        property("item.quantity", Type::Number, "件数", "quantity"),
    ];
    let with = |own: &[Property]| [own, items.as_slice()].concat();
    let amount = || property("amount", Type::Money, "金额", "amount");
    Catalogue {
        currency: "CNY".to_owned(),
        attributes: vec![
            Attribute { choices: choices(&PROVINCES), ..attribute("province", Type::Choice, "省份", "province") },
            attribute("city", Type::Text, "城市", "city"),
            Attribute { choices: choices(&GENDERS), ..attribute("gender", Type::Choice, "性别", "gender") },
            attribute("nick", Type::Text, "昵称", "nick"),
            attribute("mobile", Type::Text, "手机号", "mobile"),
            attribute("birthday", Type::Anniversary, "生日", "birthday"),
            Attribute {
                derived: Some(Derived::AgeOf("birthday".to_owned())),
                ..attribute("age", Type::Number, "年龄", "age")
            },
            attribute("tags", Type::Tags, "标签", "tags"),
            Attribute { choices: choices(&LEVELS), ..attribute("level", Type::Choice, "会员等级", "level") },
            attribute("orders", Type::Number, "成交订单数", "orders"),
            attribute("spent", Type::Money, "累计成交金额", "amount spent"),
            attribute("sms_consent", Type::Flag, "短信可触达", "SMS consent"),
            attribute("blocked", Type::Flag, "黑名单", "blocked"),
            attribute("registered_at", Type::Instant, "注册时间", "registration"),
            attribute("joined_on", Type::Day, "入会日期", "day of joining"),
            attribute("field.tea", Type::Text, "喜欢的茶", "favourite tea"),
            attribute("field.wedding", Type::Anniversary, "结婚纪念日", "wedding anniversary"),
            attribute("field.budget", Type::Money, "预算", "budget"),
            attribute("field.tastes", Type::Tags, "口味偏好", "tastes"),
        ],
        kinds: vec![
            kind(
                "paid",
                "付款",
                "paid",
                &[
                    with(&[amount(), channel.clone(), property("coupon", Type::Flag, "使用优惠券", "coupon used")]),
                    vec![
                        property("properties.gift", Type::Flag, "送礼", "as a gift"),
                        property("properties.tip", Type::Money, "小费", "tip"),
                    ],
                ]
                .concat(),
            ),
            kind(
                "viewed",
                "浏览",
                "viewed",
                &[
                    with(&[property("seconds", Type::Number, "停留秒数", "seconds")]),
                    vec![
                        property("properties.score", Type::Number, "评分", "score"),
                        property("properties.delivery", Type::Day, "送货日", "day of delivery"),
                        property("properties.门店", Type::Choice, "门店", "branch"),
                    ],
                ]
                .concat(),
            ),
            kind("ordered", "下单", "ordered", &with(&[amount(), channel])),
            kind("favourited", "收藏", "favourited", &items),
            kind("carted", "加购", "added to cart", &items),
            kind("inquired", "咨询", "inquired", &[property("agent", Type::Text, "客服", "agent")]),
            kind("refunded", "退款", "refunded", &[amount(), property("reason", Type::Text, "退款原因", "reason")]),
            kind("reviewed", "评价", "reviewed", &[property("stars", Type::Number, "星级", "stars")]),
            // Behaviours of the source's own names, told apart by them.
            kind(
                "other",
                "其他行为",
                "did something else",
                &[
                    property("name", Type::Text, "行为名称", "name"),
                    property("properties.score", Type::Number, "评分", "score"),
                    property("properties.answer", Type::Text, "回答", "answer"),
                ],
            ),
        ],
    }
}
