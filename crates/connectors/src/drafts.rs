//! Drafts: what a file or a wire message says, as plain structs, before any policy is applied.
//!
//! Every connector ends here, and every importer begins here. A draft keeps the source's own words (`raw` fields,
//! [`OrderDraft::extra`]) beside ours. Nothing here reads a clock, touches a database, or decides whether two buyers
//! are one person.
//!
//! Units: money is in minor units (分, pence) of the currency named beside it; instants are milliseconds since the
//! Unix epoch, UTC. What names a person never shows in `Debug` (`masked`).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

mod masked;
mod status;

pub use status::{OrderStatus, RefundStatus};

/// An instant: milliseconds since the Unix epoch, UTC.
pub type Millis = i64;

/// An amount in minor units of the draft's currency (1 元 = 100).
pub type Minor = i64;

/// One thing that a source states. What an importer takes in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Draft {
    /// An order, possibly with its lines and shipments.
    Order(Box<OrderDraft>),
    /// Lines that arrive in a file of their own; they name their order by id.
    Lines(Box<LinesDraft>),
    /// A refund.
    Refund(Box<RefundDraft>),
    /// A person, as a customer file or an identify call states her.
    Person(Box<PersonDraft>),
    /// A product.
    Product(Box<ProductDraft>),
    /// A behaviour.
    Event(Box<EventDraft>),
}

/// Which storefront a draft belongs to, as the source names it. Both may be absent; the importer then uses the shop
/// that the operator chose.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ShopRef {
    /// The platform's id of the shop (店铺Id).
    pub id: Option<String>,
    /// The shop's name (店铺名称).
    pub name: Option<String>,
}

/// The type of an identifier. `strength` says what it may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdentifierKind {
    /// Taobao's stable id of a buyer (`buyer_open_uid`, `ouid`); scoped to the account that saw it.
    BuyerOpenUid,
    /// Merchant-entity member id.
    Omid,
    /// Alipay's stable user number.
    AlipayId,
    /// The Alipay account as exports up to generation D print it: an e-mail or a mobile.
    AlipayAccount,
    /// 旺旺: strong only when it holds no `*`.
    TaobaoNick,
    /// 京东's sign-in name (下单帐号).
    JdAccount,
    /// 有赞's buyer id or open user id.
    YouzanId,
    /// A full mobile in E.164 (`+8613800000000`).
    Mobile,
    /// An e-mail address, lower-cased.
    Email,
    /// The shop's own sign-in or customer number (Segment's `userId`), scoped to its source.
    UserId,
    /// A visitor before sign-in (Segment's `anonymousId`).
    AnonymousId,
    /// WeChat's union id.
    WechatUnionId,
    /// A customer number in some other table, scoped to its source.
    CustomerNumber,
}

/// An identifier that may join profiles. Masked values, privacy numbers, `oaid` and `*` nicks never become one: the
/// connector leaves them out of `identifiers` and keeps them where they were said.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Identifier {
    /// Its type.
    pub kind: IdentifierKind,
    /// Its normalised value.
    pub value: String,
}

/// A buyer as an order names her. A profile is made for the first of `identifiers` (strongest first) that the source
/// owns; when there is none, the order is kept without a customer.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct BuyerDraft {
    /// Strongest first. The first one names the profile at this source.
    pub identifiers: Vec<Identifier>,
    /// The nick as printed, even when masked.
    pub nick: Option<String>,
    /// The receiver or buyer name as printed, even when masked.
    pub name: Option<String>,
    /// E-mail as printed.
    pub email: Option<String>,
    /// Mobile as printed (masked, privacy number, or full).
    pub mobile: Option<String>,
}

/// Where the parcel goes, split as far as the source allows.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddressDraft {
    /// Country, as an ISO 3166-1 alpha-2 code or the source's words; `None` in Chinese exports.
    pub country: Option<String>,
    /// 省, full name (`浙江省`).
    pub province: Option<String>,
    /// 市.
    pub city: Option<String>,
    /// 区县.
    pub district: Option<String>,
    /// The rest.
    pub street: Option<String>,
    /// 邮编; `000000` becomes `None`.
    pub zip: Option<String>,
    /// The receiver's name as printed.
    pub receiver: Option<String>,
    /// The receiver's mobile as printed.
    pub mobile: Option<String>,
    /// The receiver's landline as printed.
    pub phone: Option<String>,
}

/// An order as its source states it.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct OrderDraft {
    /// The first row of the file that speaks of it (1 is the header's row), or 0 when it did not come from a file.
    pub row: u64,
    /// The platform's order number; the key with the shop.
    pub number: String,
    /// The shop.
    pub shop: ShopRef,
    /// The buyer.
    pub buyer: BuyerDraft,
    /// Where it goes.
    pub address: AddressDraft,
    /// Our status.
    pub status: OrderStatus,
    /// The source's status text or code.
    pub status_raw: String,
    /// When it was placed.
    pub placed_at: Option<Millis>,
    /// When it was paid.
    pub paid_at: Option<Millis>,
    /// When it was sent.
    pub shipped_at: Option<Millis>,
    /// When it was received and finished.
    pub finished_at: Option<Millis>,
    /// ISO 4217 code.
    pub currency: String,
    /// Price of the goods before discounts.
    pub goods: Option<Minor>,
    /// Shipping that the buyer pays.
    pub shipping: Option<Minor>,
    /// All discounts together, as a positive amount.
    pub discount: Option<Minor>,
    /// What the buyer owes (总金额).
    pub total: Option<Minor>,
    /// What the buyer paid (买家实际支付金额).
    pub paid: Option<Minor>,
    /// What was given back.
    pub refunded: Option<Minor>,
    /// What the seller received (打款商家金额).
    pub received: Option<Minor>,
    /// Number of pieces (宝贝总数量).
    pub pieces: Option<i64>,
    /// Titles as printed when no item report is there (joined with `，`).
    pub title: Option<String>,
    /// 买家留言.
    pub buyer_note: Option<String>,
    /// 订单备注 / 商家备忘.
    pub seller_note: Option<String>,
    /// 订单关闭原因.
    pub close_reason: Option<String>,
    /// Lines, when this source states them with the order.
    pub lines: Vec<LineDraft>,
    /// Parcels.
    pub shipments: Vec<ShipmentDraft>,
    /// Columns that say something (not empty, not a plain no) and have no field above, by trimmed header name.
    pub extra: BTreeMap<String, String>,
    /// How the rows of an order that states no time are refused when nobody knows the order yet: one that is known keeps
    /// its time. Empty when it states a time, and where it came without a file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub undated: Vec<Refusal>,
}

impl OrderDraft {
    /// The first time that it states: when it was placed, else paid, else sent, else finished.
    #[must_use]
    pub fn stated_at(&self) -> Option<Millis> {
        self.placed_at.or(self.paid_at).or(self.shipped_at).or(self.finished_at)
    }
}

/// A parcel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShipmentDraft {
    /// 物流公司.
    pub carrier: Option<String>,
    /// 物流单号.
    pub tracking: String,
    /// When it was sent.
    pub shipped_at: Option<Millis>,
}

/// One line of an order.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct LineDraft {
    /// Row in its file, or 0.
    pub row: u64,
    /// 子订单编号; absent in old item reports, then the importer numbers the lines of an order by their order.
    pub number: Option<String>,
    /// The platform's product id (商品ID), if stated.
    pub product: Option<String>,
    /// The seller's own code (商家编码 / 外部系统编号).
    pub sku: Option<String>,
    /// Title.
    pub title: String,
    /// 商品属性, raw (`颜色分类：白色;尺码:L`).
    pub options: Option<String>,
    /// Unit price.
    pub price: Option<Minor>,
    /// Pieces.
    pub quantity: i64,
    /// What the buyer owes for the line.
    pub total: Option<Minor>,
    /// What the buyer paid for the line after its share of all discounts (`divide_order_fee`, 买家实际支付金额 of the item).
    pub paid: Option<Minor>,
    /// What was given back for the line.
    pub refunded: Option<Minor>,
    /// Our status.
    pub status: OrderStatus,
    /// The source's status text.
    pub status_raw: String,
    /// 退款状态 as printed.
    pub refund_status_raw: Option<String>,
    /// Category, if stated.
    pub category: Option<String>,
    /// Other columns that say something.
    pub extra: BTreeMap<String, String>,
}

/// Lines of one order from an item report that came without its order report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LinesDraft {
    /// The order's number.
    pub order: String,
    /// The shop, when the file names it.
    pub shop: ShopRef,
    /// ISO 4217 code.
    pub currency: String,
    /// 订单创建时间, when the item report states it.
    pub placed_at: Option<Millis>,
    /// 订单付款时间, when the item report states it.
    pub paid_at: Option<Millis>,
    /// The lines, in file order.
    pub lines: Vec<LineDraft>,
}

/// A refund.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct RefundDraft {
    /// Row in its file, or 0.
    pub row: u64,
    /// 退款编号; the key with the shop.
    pub number: String,
    /// The order's number, when stated.
    pub order: Option<String>,
    /// The shop.
    pub shop: ShopRef,
    /// The buyer, when stated (a refund without an order still belongs to somebody).
    pub buyer: BuyerDraft,
    /// ISO 4217 code.
    pub currency: String,
    /// Amount given back, positive.
    pub amount: Minor,
    /// `requested`, `awaiting_return`, `awaiting_seller`, `refused`, `closed`, `succeeded`, or `unknown`.
    pub status: RefundStatus,
    /// The source's status text.
    pub status_raw: String,
    /// When it was asked for.
    pub requested_at: Option<Millis>,
    /// When it was done.
    pub finished_at: Option<Millis>,
    /// Whether the goods come back.
    pub with_return: Option<bool>,
    /// Reason as printed.
    pub reason: Option<String>,
    /// Title of the item concerned.
    pub title: Option<String>,
    /// Seller's code of the item concerned.
    pub sku: Option<String>,
    /// Other columns that say something.
    pub extra: BTreeMap<String, String>,
}

/// A person as a customer table or an identify call states her.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PersonDraft {
    /// Row in its file, or 0.
    pub row: u64,
    /// Strongest first; at least one.
    pub identifiers: Vec<Identifier>,
    /// Nick as printed.
    pub nick: Option<String>,
    /// Name.
    pub name: Option<String>,
    /// Gender: `female`, `male`, `other`.
    pub gender: Option<String>,
    /// Birthday, `yyyy-mm-dd`, or `--mm-dd` when the year is unknown.
    pub birthday: Option<String>,
    /// E-mail as printed.
    pub email: Option<String>,
    /// Mobile as printed.
    pub mobile: Option<String>,
    /// Address.
    pub address: AddressDraft,
    /// When she registered at the source.
    pub registered_at: Option<Millis>,
    /// 买家信用.
    pub buyer_credit: Option<String>,
    /// Everything else, for custom fields.
    pub traits: BTreeMap<String, serde_json::Value>,
}

/// Tags that one product has at most.
pub const MOST_TAGS: usize = 20;
/// Characters that one of them has at most.
pub const LONGEST_TAG: usize = 40;

/// A product.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProductDraft {
    /// Row in its file, or 0.
    pub row: u64,
    /// The platform's product id or the seller's code; the key with the shop.
    pub number: String,
    /// The shop.
    pub shop: ShopRef,
    /// Seller's code.
    pub sku: Option<String>,
    /// Title.
    pub title: Option<String>,
    /// Category, as a path with `/`.
    pub category: Option<String>,
    /// What the shop marks it with, for promotions to name; nothing when the source does not say.
    #[serde(default)]
    pub tags: Option<Vec<String>>,
    /// ISO 4217 code.
    pub currency: String,
    /// Price.
    pub price: Option<Minor>,
    /// Cost.
    pub cost: Option<Minor>,
    /// Pieces in stock.
    pub stock: Option<i64>,
    /// Picture address.
    pub picture: Option<String>,
    /// Other columns that say something.
    pub extra: BTreeMap<String, String>,
}

/// A behaviour.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct EventDraft {
    /// Row in its file, or 0.
    pub row: u64,
    /// Key of the event at its source (`messageId`), for saying it once.
    pub key: String,
    /// The shop.
    pub shop: ShopRef,
    /// `viewed`, `searched`, `favourited`, `carted`, `inquired`, `ordered`, `paid`, `reviewed`, … or the source's name.
    pub name: String,
    /// Who, strongest first.
    pub identifiers: Vec<Identifier>,
    /// When it happened.
    pub at: Millis,
    /// The product concerned.
    pub product: Option<String>,
    /// Value in minor units, when the event states money.
    pub amount: Option<Minor>,
    /// ISO 4217 code of `amount`.
    pub currency: Option<String>,
    /// Everything else.
    pub properties: serde_json::Map<String, serde_json::Value>,
}

/// A row that could not become a draft. Kept whole, so that it can be mended and brought in again.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// Row in its file (1 is the header's row).
    pub row: u64,
    /// The column at fault, by its header name; `None` when the row as a whole is.
    pub field: Option<String>,
    /// The offending value, as it stood.
    pub value: Option<String>,
    /// Why, as a stable code with a Chinese and an English text in the message catalogue: `damaged_id`, `missing_id`,
    /// `not_a_number`, `not_a_date`, `too_few_columns`, …
    pub reason: Reason,
    /// All cells of the row, in file order, so that the refused file can be written.
    pub cells: Vec<String>,
}

/// Why a row is refused. The code is stable; texts live in the message catalogue under `refusal-<code>` (why) and
/// `cure-<code>` (what to do).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// An id went through a spreadsheet as a number (`3.5E+17`): digits are lost.
    DamagedId,
    /// The id cell is empty.
    MissingId,
    /// The id holds something other than what ids of this source hold.
    MalformedId,
    /// Not an amount.
    NotAnAmount,
    /// Not a whole number.
    NotANumber,
    /// Not a date.
    NotADate,
    /// The row has fewer cells than the columns it needs.
    TooFewColumns,
    /// The row has more cells than the header, beyond the one trailing comma.
    TooManyColumns,
    /// Bytes that are not text in the file's encoding.
    BadEncoding,
    /// A quote is never closed.
    OpenQuote,
    /// Needed and empty.
    Missing,
    /// An order that is not known, and no time at which it was placed, paid, sent or finished.
    Undated,
    /// A negative quantity on something that is not a return.
    NegativeQuantity,
    /// Not a sale: a fee, a correction, bad debt.
    NotASale,
    /// The same key stands twice in this file with different content.
    Contradicts,
    /// Longer than the field may be.
    TooLong,
    /// A currency that is not the shop's, where it cannot be told apart.
    WrongCurrency,
}
