//! What customers, profiles and sightings are.

use connectors::drafts::{AddressDraft, Identifier, IdentifierKind};
use platform::Error;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::marks::Mark;
use crate::shops::Channel;

/// Who says it: a storefront on a channel, or a channel without one (the telephone).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Source {
    /// The shop, when it is one shop's.
    pub shop_id: Option<i64>,
    /// The channel.
    pub channel: Channel,
}

impl Source {
    /// How the database writes it: `taobao:42`, `phone:`.
    #[must_use]
    pub fn code(&self) -> String {
        match self.shop_id {
            Some(shop) => format!("{}:{shop}", self.channel.code()),
            None => format!("{}:", self.channel.code()),
        }
    }
}

/// What one row or message says of a person.
#[derive(Clone, PartialEq)]
pub struct Sighting {
    /// Who says it.
    pub source: Source,
    /// Strongest first; the first one names the profile at this source.
    pub identifiers: Vec<Identifier>,
    /// Names the profile when there is no identifier: the order's number. `None` then leaves the row without a profile.
    pub fallback_key: Option<String>,
    /// Nick as printed.
    pub nick: Option<String>,
    /// Name as printed.
    pub name: Option<String>,
    /// Mobile as printed.
    pub mobile: Option<String>,
    /// E-mail as printed.
    pub email: Option<String>,
    /// `female`, `male`, `other`.
    pub gender: Option<String>,
    /// `yyyy-mm-dd` or `--mm-dd`.
    pub birthday: Option<String>,
    /// When she registered at the source, milliseconds UTC.
    pub registered_at: Option<i64>,
    /// 买家信用.
    pub buyer_credit: Option<String>,
    /// Address.
    pub address: AddressDraft,
    /// When the source said it, milliseconds UTC.
    pub at: i64,
    /// Of two rows of one instant the one with the larger number counts ([`super::rank_of`]); the same number is the same
    /// row, said again.
    pub rank: i64,
    /// What the order that says it adds to what the person has bought; its profile is left open.
    pub bought: Option<Figures>,
}

impl Sighting {
    /// A sighting at `at` that says nothing yet.
    #[must_use]
    pub fn new(source: Source, identifiers: Vec<Identifier>, at: i64) -> Self {
        Self {
            source,
            identifiers,
            fallback_key: None,
            nick: None,
            name: None,
            mobile: None,
            email: None,
            gender: None,
            birthday: None,
            registered_at: None,
            buyer_credit: None,
            address: AddressDraft::default(),
            at,
            rank: 0,
            bought: None,
        }
    }

    /// When it was said and by which row.
    pub(super) fn mark(&self) -> Mark {
        Mark { at: self.at, rank: self.rank }
    }
}

impl std::fmt::Debug for Sighting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let kinds: Vec<&str> = self.identifiers.iter().map(|identifier| kind_code(identifier.kind)).collect();
        f.debug_struct("Sighting")
            .field("source", &self.source)
            .field("kinds", &kinds)
            .field("at", &self.at)
            .finish_non_exhaustive()
    }
}

/// Where a sighting went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resolved {
    /// The profile that facts attach to.
    pub profile_id: i64,
    /// The customer it belongs to now.
    pub customer_id: i64,
    /// The customer is new, and this is the first sighting of the call that says so.
    pub created: bool,
    /// The profile is new to its customer or says something new, and this is its first sighting of the call.
    pub changed: bool,
    /// The profile is new, and has what its sightings bought. What others bought is for the caller to record.
    pub counted: bool,
}

/// What a profile has bought: absolute figures, in minor units of `currency`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    /// The profile.
    pub profile_id: i64,
    /// Orders of every status.
    pub orders: i64,
    /// Orders that are deals.
    pub deals: i64,
    /// Paid less refunded, over deals.
    pub deal_amount: i64,
    /// ISO 4217 code, empty when nothing was ordered.
    pub currency: String,
    /// Pieces in deals.
    pub items: i64,
    /// Closed orders.
    pub closed: i64,
    /// What closed orders would have cost.
    pub closed_amount: i64,
    /// Refunded.
    pub refunded: i64,
    /// First deal, milliseconds UTC.
    pub first_deal_at: Option<i64>,
    /// Last deal, milliseconds UTC.
    pub last_deal_at: Option<i64>,
}

impl Figures {
    /// Adds what other orders of the same profile make.
    pub fn add(&mut self, other: &Self) {
        self.orders += other.orders;
        self.deals += other.deals;
        self.deal_amount += other.deal_amount;
        self.items += other.items;
        self.closed += other.closed;
        self.closed_amount += other.closed_amount;
        self.refunded += other.refunded;
        if other.currency > self.currency {
            self.currency.clone_from(&other.currency);
        }
        self.first_deal_at = [self.first_deal_at, other.first_deal_at].into_iter().flatten().min();
        self.last_deal_at = self.last_deal_at.max(other.last_deal_at);
    }
}

/// 成交 / 未成交 / 询单: derived, never typed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ContactGroup {
    /// At least one deal.
    Dealt,
    /// Orders, none of them a deal.
    NotDealt,
    /// No order, at least one inquiry.
    Inquired,
    /// Seen, no more.
    None,
}

impl ContactGroup {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Dealt, Self::NotDealt, Self::Inquired, Self::None];

    /// The group of somebody with these counts.
    #[must_use]
    pub fn of(orders: i64, deals: i64, inquiries: i64) -> Self {
        match (orders, deals, inquiries) {
            (_, 1.., _) => Self::Dealt,
            (1.., _, _) => Self::NotDealt,
            (_, _, 1..) => Self::Inquired,
            _ => Self::None,
        }
    }

    /// The code that the database and the API use.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Dealt => "dealt",
            Self::NotDealt => "not_dealt",
            Self::Inquired => "inquired",
            Self::None => "none",
        }
    }

    /// The group with that code.
    ///
    /// # Errors
    /// When there is none.
    pub fn from_code(code: &str) -> Result<Self, Error> {
        Self::ALL
            .into_iter()
            .find(|group| group.code() == code)
            .ok_or_else(|| Error::internal(format!("no contact group is called {code}")))
    }
}

/// The code of an identifier's kind, as the database and the API write it.
#[must_use]
pub fn kind_code(kind: IdentifierKind) -> &'static str {
    use IdentifierKind as K;
    match kind {
        K::BuyerOpenUid => "buyer_open_uid",
        K::Omid => "omid",
        K::AlipayId => "alipay_id",
        K::AlipayAccount => "alipay_account",
        K::TaobaoNick => "taobao_nick",
        K::JdAccount => "jd_account",
        K::YouzanId => "youzan_id",
        K::Mobile => "mobile",
        K::Email => "email",
        K::UserId => "user_id",
        K::AnonymousId => "anonymous_id",
        K::WechatUnionId => "wechat_union_id",
        K::CustomerNumber => "customer_number",
    }
}

/// Every kind of identifier.
pub const KINDS: [IdentifierKind; 13] = [
    IdentifierKind::BuyerOpenUid,
    IdentifierKind::Omid,
    IdentifierKind::AlipayId,
    IdentifierKind::AlipayAccount,
    IdentifierKind::TaobaoNick,
    IdentifierKind::JdAccount,
    IdentifierKind::YouzanId,
    IdentifierKind::Mobile,
    IdentifierKind::Email,
    IdentifierKind::UserId,
    IdentifierKind::AnonymousId,
    IdentifierKind::WechatUnionId,
    IdentifierKind::CustomerNumber,
];

/// The kind with that code; `None` for `order`, the fallback key of a profile, and for words that are no kind.
#[must_use]
pub fn kind_from_code(code: &str) -> Option<IdentifierKind> {
    KINDS.into_iter().find(|kind| kind_code(*kind) == code)
}

/// The key kind of a profile that only an order names.
pub const ORDER_KEY: &str = "order";
