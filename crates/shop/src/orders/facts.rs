//! What is known of an order and of a line: the source's statement, kept whole.
//!
//! A statement is written as JSON beside the columns that queries need. Its hash tells at once that the same statement
//! came again.

use std::collections::BTreeMap;

use connectors::drafts::{AddressDraft, BuyerDraft, LineDraft, OrderDraft, OrderStatus, Refusal, ShipmentDraft};
use platform::Error;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// Bytes that the JSON of an order or a line seldom exceeds.
const ROOM: usize = 1_000;

/// What is known of an order. Money in minor units of `currency`, instants in milliseconds UTC. Holds personal data, so
/// `Debug` shows none of it.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Facts {
    pub(super) status: OrderStatus,
    pub(super) status_raw: String,
    pub(super) currency: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) placed_at: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) paid_at: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) shipped_at: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) finished_at: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) goods: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) shipping: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) discount: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) total: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) paid: Option<i64>,
    /// As the order itself states it; refunds may say more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) refunded: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) received: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) pieces: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) title: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) buyer_nick: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) buyer_name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) buyer_email: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) buyer_mobile: Option<String>,
    #[serde(default, skip_serializing_if = "Address::is_empty")]
    pub(super) address: Address,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) buyer_note: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) seller_note: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) close_reason: Option<String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) extra: BTreeMap<String, String>,
}

/// Where the parcel goes.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Address {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) country: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) province: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) city: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) district: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) street: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) zip: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) receiver: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) mobile: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) phone: Option<String>,
}

/// The keys of `extra` under which sources say what brought an order, the most telling first: the campaign of the visit, then
/// coupons and offers.
const BROUGHT: [&str; 6] = ["campaign", "utm_campaign", "coupon", "coupon_code", "优惠详情", "活动名称"];
/// Characters of it that are kept.
const BROUGHT_MOST: usize = 80;

impl Facts {
    /// What the source says brought it: a campaign, a coupon, an offer.
    pub(super) fn brought(&self) -> Option<String> {
        let said = BROUGHT.iter().filter_map(|key| self.extra.get(*key)).map(|text| text.trim());
        said.filter(|text| !text.is_empty())
            .map(|text| text.chars().take(BROUGHT_MOST).collect())
            .next()
            .map(|text: String| text.trim_end().to_owned())
    }

    /// The first time that is known of it: when it was placed, else paid, else sent, else finished.
    pub(super) fn stated_at(&self) -> Option<i64> {
        self.placed_at.or(self.paid_at).or(self.shipped_at).or(self.finished_at)
    }
}

impl std::fmt::Debug for Facts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Facts").field("status", &self.status).field("paid", &self.paid).finish_non_exhaustive()
    }
}

impl Address {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl From<AddressDraft> for Address {
    fn from(draft: AddressDraft) -> Self {
        let AddressDraft { country, province, city, district, street, zip, receiver, mobile, phone } = draft;
        Self { country, province, city, district, street, zip, receiver, mobile, phone }
    }
}

impl From<Address> for AddressDraft {
    fn from(address: Address) -> Self {
        let Address { country, province, city, district, street, zip, receiver, mobile, phone } = address;
        Self { country, province, city, district, street, zip, receiver, mobile, phone }
    }
}

/// What is known of a line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct LineFacts {
    /// As the source states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) number: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) product: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) sku: Option<String>,
    pub(super) title: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) options: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) price: Option<i64>,
    pub(super) quantity: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) total: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) paid: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) refunded: Option<i64>,
    pub(super) status: OrderStatus,
    pub(super) status_raw: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) refund_status_raw: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) category: Option<String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) extra: BTreeMap<String, String>,
}

impl From<LineDraft> for LineFacts {
    fn from(draft: LineDraft) -> Self {
        Self {
            number: draft.number,
            product: draft.product,
            sku: draft.sku,
            title: draft.title,
            options: draft.options,
            price: draft.price,
            quantity: draft.quantity,
            total: draft.total,
            paid: draft.paid,
            refunded: draft.refunded,
            status: draft.status,
            status_raw: draft.status_raw,
            refund_status_raw: draft.refund_status_raw,
            category: draft.category,
            extra: draft.extra,
        }
    }
}

/// An order's statement, taken apart for import.
pub(super) struct Stated {
    pub(super) number: String,
    pub(super) facts: Facts,
    pub(super) buyer: BuyerDraft,
    pub(super) lines: Vec<LineFacts>,
    pub(super) shipments: Vec<ShipmentDraft>,
    /// Of everything above but the number.
    pub(super) hash: i64,
    /// `facts` as JSON.
    pub(super) json: String,
    /// How it is refused when it states no time and nobody knows the order.
    pub(super) undated: Vec<Refusal>,
}

impl Stated {
    /// Takes a draft apart. `taught` knows what staff said about statuses that we do not know.
    pub(super) fn take(mut draft: OrderDraft, taught: &super::statuses::Taught) -> Result<Self, Error> {
        draft.status = taught.status(draft.status, &draft.status_raw);
        for line in &mut draft.lines {
            line.status = taught.status(line.status, &line.status_raw);
        }
        let facts = Facts {
            status: draft.status,
            status_raw: draft.status_raw,
            currency: draft.currency,
            placed_at: draft.placed_at,
            paid_at: draft.paid_at,
            shipped_at: draft.shipped_at,
            finished_at: draft.finished_at,
            goods: draft.goods,
            shipping: draft.shipping,
            discount: draft.discount,
            total: draft.total,
            paid: draft.paid,
            refunded: draft.refunded,
            received: draft.received,
            pieces: draft.pieces,
            title: draft.title,
            buyer_nick: draft.buyer.nick.clone(),
            buyer_name: draft.buyer.name.clone(),
            buyer_email: draft.buyer.email.clone(),
            buyer_mobile: draft.buyer.mobile.clone(),
            address: draft.address.into(),
            buyer_note: draft.buyer_note,
            seller_note: draft.seller_note,
            close_reason: draft.close_reason,
            extra: draft.extra,
        };
        let lines: Vec<LineFacts> = draft.lines.into_iter().map(LineFacts::from).collect();
        let json = to_json(&facts)?;
        let mut hasher = Sha256::new();
        hasher.update(json.as_bytes());
        for (kind, value) in &draft.buyer.identifiers.iter().map(|one| (one.kind, &one.value)).collect::<Vec<_>>() {
            hasher.update(to_json(&(kind, value))?.as_bytes());
        }
        if !draft.shipments.is_empty() {
            hasher.update(to_json(&draft.shipments)?.as_bytes());
        }
        if !lines.is_empty() {
            hasher.update(to_json(&lines)?.as_bytes());
        }
        let hash = first_eight(hasher);
        let OrderDraft { number, buyer, shipments, undated, .. } = draft;
        Ok(Self { number, facts, buyer, lines, shipments, hash, json, undated })
    }
}

/// The hash of a statement's JSON: stable over versions of the program.
pub(super) fn hash(json: &str) -> i64 {
    let mut hasher = Sha256::new();
    hasher.update(json.as_bytes());
    first_eight(hasher)
}

fn first_eight(hasher: Sha256) -> i64 {
    let digest = hasher.finalize();
    let mut bytes = [0_u8; 8];
    for (to, from) in bytes.iter_mut().zip(digest) {
        *to = from;
    }
    i64::from_le_bytes(bytes)
}

pub(super) fn to_json(value: &impl Serialize) -> Result<String, Error> {
    // Room for a usual statement at once: growing to it copies it four times.
    let mut json = Vec::with_capacity(ROOM);
    serde_json::to_writer(&mut json, value).map_err(Error::internal)?;
    String::from_utf8(json).map_err(Error::internal)
}

pub(super) fn from_json<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(Error::internal)
}
