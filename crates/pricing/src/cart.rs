//! What is asked: a cart and who buys it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The most lines in a cart.
pub const MAX_LINES: usize = 500;
/// The most pieces in a cart.
pub const MAX_PIECES: u64 = 10_000;
/// The highest price of a piece, in minor units.
pub const MAX_PRICE: i64 = 100_000_000_000;

/// A cart to be priced. All amounts are minor units of its currency.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Cart {
    /// The currency as ISO 4217 writes it; the promotions must be in the same one.
    pub currency: String,
    /// What is in it, in any order.
    pub lines: Vec<Line>,
    /// Who buys.
    #[serde(default)]
    pub buyer: Buyer,
    /// What shipping costs before any offer.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub shipping: i64,
    /// How many points the buyer wants to spend at most; none when absent.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub spend_points: i64,
    /// Groups (拼团) that the buyer has opened or joined: the promotion's key and how many are in it, the buyer included.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub groups: BTreeMap<String, u32>,
}

/// A line of a cart.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CartLine)]
pub struct Line {
    /// What names the line within the cart.
    pub key: String,
    /// The product's key.
    pub product: String,
    /// The variant's key.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sku: String,
    /// The product's categories.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub categories: BTreeSet<String>,
    /// The product's tags.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub tags: BTreeSet<String>,
    /// How many pieces.
    pub quantity: u32,
    /// The price of a piece before any offer.
    pub unit_price: i64,
    /// The struck-through price (划线价).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list_price: Option<i64>,
    /// The lowest price at which a piece was sold in the last seven days: the base that a price cut may be compared with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lowest_7_days: Option<i64>,
    /// What a piece costs the shop.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<i64>,
    /// The lowest price at which a piece may be sold, whatever the offers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub floor: Option<i64>,
    /// How many pieces there are; unlimited when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stock: Option<u32>,
}

/// Who buys, as far as promotions ask.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Buyer {
    /// The member's level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
    /// The segments that the buyer is in, by name.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub segments: BTreeSet<String>,
    /// Nothing bought so far.
    #[serde(default)]
    pub first_order: bool,
    /// How often the buyer has used each promotion.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub used: BTreeMap<String, u32>,
    /// The promotions that the buyer holds as coupons, by key.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub coupons: BTreeSet<String>,
    /// The balance of points.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub points: i64,
    /// Where the goods go: 浙江.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// Through which channel the cart comes: web, pos …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_zero(amount: &i64) -> bool {
    *amount == 0
}
