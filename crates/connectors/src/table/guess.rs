//! A first proposal for a mapping: by the columns' names in Chinese and English, and by what their values look like.

use std::collections::{BTreeMap, BTreeSet};

use super::{ColumnMapping, Entity, Mapping};
use crate::{
    identity::mobile::{self, Mobile},
    reading::Header,
    value::time::{self, CHINA, Order},
};

/// Names under which a field goes; `|` between them. Compared without case, blanks, `_` and `-`.
const NAMES: &[(&str, &str)] = &[
    (
        "number",
        "订单编号|订单号|主订单编号|单号|交易号|销售单号|orderid|ordernumber|orderno|ordername|order|invoice|invoiceno|invoicenumber|transactionid|receiptno",
    ),
    ("refund", "退款编号|退款单号|售后单号|refundid|refundno|refundnumber|returnid"),
    (
        "placed_at",
        "下单时间|订单创建时间|创建时间|订单时间|下单日期|订单日期|销售日期|日期|时间|orderdate|createdat|invoicedate|date|datetime|orderedat|purchasedate|transactiondate",
    ),
    ("paid_at", "付款时间|支付时间|订单付款时间|成交时间|paidat|paymentdate|paymenttime"),
    ("shipped_at", "发货时间|shippedat|shippingdate|fulfilledat"),
    ("finished_at", "完成时间|确认收货时间|交易成功时间|完结时间|finishedat|completedat|deliveredat|refundedat"),
    ("requested_at", "申请时间|退款申请时间|requestedat"),
    ("status", "状态|订单状态|退款状态|status|orderstatus|financialstatus"),
    ("goods", "商品金额|商品总价|货款|subtotal"),
    ("shipping", "运费|邮费|快递费|shipping|freight|shippingfee"),
    ("discount", "优惠|优惠金额|折扣|discount|discountamount"),
    ("total", "总金额|订单金额|应付金额|合计|total|ordertotal|amount|totalamount|grandtotal"),
    ("paid", "实付金额|实付|支付金额|付款金额|买家实际支付金额|paid|amountpaid|paidamount"),
    ("refunded", "退款金额|refunded|refundamount|amountrefunded"),
    ("currency", "币种|货币|currency"),
    ("buyer_note", "买家留言|买家备注|note|notes|ordernote"),
    ("seller_note", "商家备注|卖家备注|订单备注|备注|remark"),
    ("reason", "退款原因|原因|reason"),
    ("tracking", "物流单号|快递单号|运单号|tracking|trackingnumber"),
    ("carrier", "物流公司|快递公司|carrier|shippingcompany"),
    (
        "customer_number",
        "客户编号|会员编号|会员号|会员卡号|客户号|customerid|customernumber|customerno|memberid|cardno|clientid",
    ),
    ("user_id", "用户id|用户编号|userid|uid"),
    ("anonymous_id", "访客id|anonymousid|visitorid|deviceid"),
    ("nick", "旺旺|买家昵称|昵称|会员名|买家会员名|nick|nickname|username"),
    ("name", "姓名|客户姓名|客户名称|会员姓名|name|fullname|customername|billingname"),
    ("mobile", "手机|手机号|手机号码|联系手机|电话|联系电话|mobile|phone|phonenumber|cellphone|tel"),
    ("email", "邮箱|电子邮箱|电子邮件|email|emailaddress|mail"),
    ("gender", "性别|gender|sex"),
    ("birthday", "生日|出生日期|birthday|birthdate|dateofbirth|dob"),
    ("registered_at", "注册时间|入会时间|注册日期|registeredat|signupdate|joinedat"),
    ("country", "国家|country|shippingcountry"),
    ("province", "省|省份|收货省份|province|state|shippingprovince"),
    ("city", "市|城市|收货城市|city|shippingcity"),
    ("district", "区|区县|district|county"),
    ("street", "详细地址|街道|street|address1|shippingstreet"),
    ("address", "地址|收货地址|联系地址|客户地址|address|shippingaddress"),
    ("zip", "邮编|邮政编码|zip|zipcode|postcode|postalcode"),
    ("receiver", "收货人|收件人|收货人姓名|receiver|recipient|shippingname"),
    ("receiver_mobile", "收货人手机|收货人手机号|收件人手机|shippingphone"),
    ("line.number", "子订单编号|子订单号|行号|lineid|orderitemid|lineitemid"),
    ("line.product", "商品id|宝贝id|产品编号|商品编号|productid|itemid|asin"),
    ("line.sku", "商家编码|sku|货号|商品编码|规格编码|stockcode|skucode|lineitemsku|productcode"),
    (
        "line.title",
        "商品名称|商品标题|宝贝标题|商品|品名|产品名称|标题|description|producttitle|productname|itemname|lineitemname|title|product",
    ),
    ("line.options", "商品属性|规格|商品规格|属性|variant|options"),
    ("line.price", "单价|价格|商品单价|售价|price|unitprice|lineitemprice"),
    ("line.quantity", "数量|购买数量|件数|商品数量|销量|quantity|qty|lineitemquantity|units"),
    ("line.total", "行金额|小计|linetotal|linesubtotal"),
    ("line.category", "类目|分类|品类|商品分类|category|producttype|department"),
    ("cost", "成本|成本价|进价|cost|unitcost"),
    ("stock", "库存|库存数量|stock|inventory|stocklevel"),
    ("tags", "标签|商品标签|tags|producttags|labels"),
    ("picture", "图片|主图|picture|image|imageurl"),
    ("event", "行为|事件|事件名称|行为类型|event|eventname|eventtype|action|behavior|behaviour|behaviortype"),
    ("at", "发生时间|行为时间|timestamp|eventtime|occurredat"),
    ("shop_name", "店铺|店铺名称|门店|shop|store|shopname|storename"),
];

fn fold(name: &str) -> String {
    name.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The field that a column's name speaks of, entity aside.
fn by_name(name: &str) -> Option<&'static str> {
    let bare = name.split(['(', '（']).next().unwrap_or(name);
    let (whole, bare) = (fold(name), fold(bare));
    let says = |names: &str| names.split('|').any(|known| known == whole || known == bare);
    NAMES.iter().find(|(_, names)| says(names)).map(|(field, _)| *field)
}

/// The field that a column's values look like.
fn by_values(values: &[&str]) -> Option<&'static str> {
    let values: Vec<&str> = values.iter().copied().filter(|value| !value.is_empty()).collect();
    let most = |looks: &dyn Fn(&str) -> bool| {
        let count = values.iter().filter(|value| looks(value)).count();
        values.len() >= 2 && count.saturating_mul(10) >= values.len().saturating_mul(8)
    };
    if most(&|value| matches!(mobile::classify(value), Mobile::Full(_))) {
        return Some("mobile");
    }
    if most(&|value| crate::identity::email::normalise(value).is_some()) {
        return Some("email");
    }
    let dated =
        |value: &str| value.contains(['-', '/', '年', ':']) && time::instant(value, &CHINA, Order::DayFirst).is_some();
    most(&dated).then_some("placed_at")
}

/// Proposes a mapping for a table by its header and first rows.
#[must_use]
pub fn guess(header: &Header, rows: &[Vec<String>]) -> Mapping {
    let column =
        |index: usize| -> Vec<&str> { rows.iter().filter_map(|row| row.get(index)).map(String::as_str).collect() };
    let names = header.names();
    let said: Vec<Option<&str>> =
        names.iter().enumerate().map(|(index, name)| by_name(name).or_else(|| by_values(&column(index)))).collect();
    let has = |field: &str| said.contains(&Some(field));
    let person = ["mobile", "email", "nick", "name", "customer_number", "user_id"].iter().any(|field| has(field));
    let entity = if has("refund") {
        Entity::Refunds
    } else if has("event") && (has("placed_at") || has("at")) {
        Entity::Events
    } else if has("number") {
        let bare = !person && !has("placed_at") && !has("total") && !has("paid");
        if bare && has("line.quantity") { Entity::Lines } else { Entity::Orders }
    } else if has("line.title") || has("line.sku") || has("line.product") {
        Entity::Products
    } else {
        Entity::Customers
    };
    let known: BTreeSet<String> = super::targets()
        .into_iter()
        .filter(|target| target.entity == entity)
        .flat_map(|target| target.fields)
        .map(|field| field.key)
        .collect();
    let mut taken = BTreeSet::new();
    let columns = names
        .iter()
        .zip(&said)
        .map(|(name, field)| {
            let wanted = field.and_then(|field| candidates(entity, field).into_iter().find(|key| known.contains(key)));
            let field = wanted.filter(|key| taken.insert(key.clone())).unwrap_or_else(|| "extra".to_owned());
            ColumnMapping {
                column: name.clone(),
                field: Some(field).filter(|_| !name.is_empty()),
                options: BTreeMap::new(),
            }
        })
        .collect();
    let mut options = BTreeMap::from([
        ("time_zone".to_owned(), "Asia/Shanghai".to_owned()),
        ("currency".to_owned(), "CNY".to_owned()),
        ("date_format".to_owned(), if month_first(rows) { "mdy" } else { "auto" }.to_owned()),
    ]);
    if entity == Entity::Orders && !has("status") {
        options.insert("status".to_owned(), "finished".to_owned());
    }
    Mapping { entity, columns, options }
}

/// The keys of an entity that a column of this meaning may fill, best first.
fn candidates(entity: Entity, field: &str) -> Vec<String> {
    let keys: &[&str] = match (entity, field) {
        (Entity::Refunds, "refund") => &["number"],
        (Entity::Refunds, "number") => &["order"],
        (Entity::Refunds, "refunded" | "total" | "paid") => &["amount"],
        (Entity::Refunds, "placed_at") => &["requested_at"],
        (Entity::Refunds, "line.title") => &["title"],
        (Entity::Refunds, "line.sku") => &["sku"],
        (Entity::Products, "line.product") => &["number"],
        (Entity::Products, "line.sku") => &["number", "sku"],
        (Entity::Products, "line.title") => &["title"],
        (Entity::Products, "line.price") => &["price"],
        (Entity::Products, "line.category") => &["category"],
        (Entity::Products, "line.quantity") => &["stock"],
        (Entity::Events, "placed_at") => &["at"],
        (Entity::Events, "line.product" | "line.sku") => &["product"],
        (Entity::Events, "total" | "paid" | "line.price") => &["amount"],
        (Entity::Customers, "placed_at") => &["registered_at"],
        (Entity::Customers, "receiver") => &["name"],
        (Entity::Customers, "receiver_mobile") => &["mobile"],
        (Entity::Lines, "total") => &["line.total"],
        (Entity::Lines, "paid") => &["line.paid"],
        (_, field) => return vec![field.to_owned()],
    };
    keys.iter().map(|key| (*key).to_owned()).collect()
}

/// Whether dates such as `12/31/2024` show that the month comes first.
fn month_first(rows: &[Vec<String>]) -> bool {
    let second = |value: &str| -> Option<u8> {
        let mut parts = value.split('/');
        let (first, second, year) = (parts.next()?, parts.next()?, parts.next()?);
        let year = year.get(..4).is_some_and(|year| year.bytes().all(|byte| byte.is_ascii_digit()));
        (year && first.len() <= 2).then(|| second.parse().ok()).flatten()
    };
    rows.iter().flatten().filter_map(|value| second(value)).any(|part| part > 12)
}
