//! What columns can be mapped to: the fields of each entity, named in Chinese and English.

use serde::{Deserialize, Serialize};

use super::Entity;

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldType {
    /// An id: kept letter by letter.
    Id,
    /// Text.
    Text,
    /// An amount.
    Money,
    /// A whole number.
    Count,
    /// An instant.
    Instant,
    /// A day.
    Day,
    /// A status.
    Status,
    /// Yes or no.
    YesNo,
}

/// A field that a column can fill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetField {
    /// Its key in a mapping.
    pub key: String,
    /// Its name in Chinese.
    pub label_zh: String,
    /// Its name in English.
    pub label_en: String,
    /// What it holds.
    #[serde(rename = "type")]
    pub kind: FieldType,
    /// Whether some column must fill it.
    pub required: bool,
}

/// An entity and its fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// The entity.
    pub entity: Entity,
    /// Its name in Chinese.
    pub label_zh: String,
    /// Its name in English.
    pub label_en: String,
    /// Its fields.
    pub fields: Vec<TargetField>,
}

type Field = (&'static str, &'static str, &'static str, FieldType);

use FieldType as T;

const SHOP: &[Field] = &[("shop_id", "店铺ID", "Shop id", T::Id), ("shop_name", "店铺名称", "Shop name", T::Text)];

const BUYER: &[Field] = &[
    ("customer_number", "客户编号", "Customer number", T::Id),
    ("user_id", "站内用户ID", "User id", T::Id),
    ("buyer_open_uid", "买家 open uid", "Buyer open uid", T::Id),
    ("wechat_union_id", "微信 UnionID", "WeChat union id", T::Id),
    ("nick", "旺旺 / 昵称", "Nick", T::Text),
    ("name", "姓名", "Name", T::Text),
    ("mobile", "手机号", "Mobile", T::Text),
    ("email", "邮箱", "E-mail", T::Text),
];

const ADDRESS: &[Field] = &[
    ("country", "国家", "Country", T::Text),
    ("province", "省", "Province", T::Text),
    ("city", "市", "City", T::Text),
    ("district", "区县", "District", T::Text),
    ("street", "详细地址", "Street", T::Text),
    ("address", "完整地址", "Whole address", T::Text),
    ("zip", "邮编", "Zip", T::Text),
];

const RECEIVER: &[Field] = &[
    ("receiver", "收货人", "Receiver", T::Text),
    ("receiver_mobile", "收货人手机", "Receiver's mobile", T::Text),
    ("phone", "收货人电话", "Receiver's phone", T::Text),
];

const ORDER: &[Field] = &[
    ("placed_at", "下单时间", "Placed at", T::Instant),
    ("paid_at", "付款时间", "Paid at", T::Instant),
    ("shipped_at", "发货时间", "Shipped at", T::Instant),
    ("finished_at", "完成时间", "Finished at", T::Instant),
    ("status", "订单状态", "Status", T::Status),
    ("goods", "商品金额", "Goods amount", T::Money),
    ("shipping", "运费", "Shipping", T::Money),
    ("discount", "优惠金额", "Discount", T::Money),
    ("total", "订单金额", "Order total", T::Money),
    ("paid", "实付金额", "Amount paid", T::Money),
    ("refunded", "退款金额", "Amount refunded", T::Money),
    ("received", "商家实收", "Amount received", T::Money),
    ("pieces", "件数", "Pieces", T::Count),
    ("title", "商品标题（整单）", "Titles of the order", T::Text),
    ("currency", "币种", "Currency", T::Text),
    ("buyer_note", "买家留言", "Buyer's note", T::Text),
    ("seller_note", "商家备注", "Seller's note", T::Text),
    ("close_reason", "关闭原因", "Close reason", T::Text),
    ("tracking", "物流单号", "Tracking number", T::Id),
    ("carrier", "物流公司", "Carrier", T::Text),
];

const LINE: &[Field] = &[
    ("line.number", "子订单编号", "Line number", T::Id),
    ("line.product", "商品ID", "Product id", T::Id),
    ("line.sku", "商家编码", "Seller's code (SKU)", T::Id),
    ("line.title", "商品名称", "Product title", T::Text),
    ("line.options", "商品规格", "Options", T::Text),
    ("line.price", "单价", "Unit price", T::Money),
    ("line.quantity", "数量", "Quantity", T::Count),
    ("line.total", "行金额", "Line total", T::Money),
    ("line.paid", "行实付金额", "Line paid", T::Money),
    ("line.refunded", "行退款金额", "Line refunded", T::Money),
    ("line.category", "类目", "Category", T::Text),
];

const EXTRA: &[Field] = &[("extra", "保留为附加信息", "Keep under its own name", T::Text)];

/// The fields of every entity.
#[must_use]
pub fn targets() -> Vec<Target> {
    const NUMBER: &[Field] = &[("number", "订单编号", "Order number", T::Id)];
    vec![
        target(
            Entity::Customers,
            "客户",
            "Customers",
            &[],
            &[
                BUYER,
                &[
                    ("gender", "性别", "Gender", T::Text),
                    ("birthday", "生日", "Birthday", T::Day),
                    ("registered_at", "注册时间", "Registered at", T::Instant),
                    ("buyer_credit", "买家信用", "Buyer credit", T::Text),
                ],
                ADDRESS,
                EXTRA,
            ],
        ),
        target(
            Entity::Orders,
            "订单",
            "Orders",
            &["number"],
            &[NUMBER, ORDER, BUYER, ADDRESS, RECEIVER, LINE, SHOP, EXTRA],
        ),
        target(
            Entity::Lines,
            "子订单（商品明细）",
            "Order lines",
            &["number", "line.quantity"],
            &[
                NUMBER,
                LINE,
                &[
                    ("status", "订单状态", "Status", T::Status),
                    ("placed_at", "下单时间", "Placed at", T::Instant),
                    ("paid_at", "付款时间", "Paid at", T::Instant),
                ],
                SHOP,
                EXTRA,
            ],
        ),
        target(
            Entity::Refunds,
            "退款",
            "Refunds",
            &["number", "amount"],
            &[
                &[
                    ("number", "退款编号", "Refund number", T::Id),
                    ("order", "订单编号", "Order number", T::Id),
                    ("amount", "退款金额", "Amount", T::Money),
                    ("status", "退款状态", "Status", T::Status),
                    ("requested_at", "申请时间", "Requested at", T::Instant),
                    ("finished_at", "完结时间", "Finished at", T::Instant),
                    ("with_return", "是否退货", "Goods come back", T::YesNo),
                    ("reason", "退款原因", "Reason", T::Text),
                    ("title", "商品名称", "Product title", T::Text),
                    ("sku", "商家编码", "Seller's code (SKU)", T::Id),
                ],
                BUYER,
                SHOP,
                EXTRA,
            ],
        ),
        target(
            Entity::Products,
            "商品",
            "Products",
            &["number"],
            &[
                &[
                    ("number", "商品编号", "Product number", T::Id),
                    ("sku", "商家编码", "Seller's code (SKU)", T::Id),
                    ("title", "标题", "Title", T::Text),
                    ("category", "类目", "Category", T::Text),
                    ("tags", "标签", "Tags", T::Text),
                    ("price", "售价", "Price", T::Money),
                    ("cost", "成本", "Cost", T::Money),
                    ("stock", "库存", "Stock", T::Count),
                    ("picture", "图片", "Picture", T::Text),
                    ("currency", "币种", "Currency", T::Text),
                ],
                SHOP,
                EXTRA,
            ],
        ),
        target(
            Entity::Events,
            "行为",
            "Events",
            &["at"],
            &[
                &[
                    ("event", "行为名称", "Event", T::Text),
                    ("at", "发生时间", "Happened at", T::Instant),
                    ("key", "唯一键", "Key", T::Id),
                    ("product", "商品ID", "Product id", T::Id),
                    ("amount", "金额", "Amount", T::Money),
                    ("currency", "币种", "Currency", T::Text),
                    ("anonymous_id", "访客ID", "Visitor id", T::Id),
                ],
                BUYER,
                SHOP,
                EXTRA,
            ],
        ),
    ]
}

fn target(entity: Entity, zh: &str, en: &str, required: &[&str], groups: &[&[Field]]) -> Target {
    let field = |(key, zh, en, kind): &Field| TargetField {
        key: (*key).to_owned(),
        label_zh: (*zh).to_owned(),
        label_en: (*en).to_owned(),
        kind: *kind,
        required: required.contains(key),
    };
    let fields = groups.iter().flat_map(|group| group.iter()).map(field).collect();
    Target { entity, label_zh: zh.to_owned(), label_en: en.to_owned(), fields }
}
