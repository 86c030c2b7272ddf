//! What is bought with what, as it is asked for and shown.

use jiff::civil::Date;
use platform::Id;
use rules::Label;
use science::baskets::Share;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::products::Listing;
use crate::value::Head;

/// What an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = BasketLevel)]
pub enum Level {
    /// A product.
    #[default]
    Product,
    /// A category of products.
    Category,
}

/// How two purchases belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = BasketWay)]
pub enum Way {
    /// In one deal.
    #[default]
    Together,
    /// On a later day.
    Next,
}

/// What is asked, beside days and shops.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) level: Level,
    pub(super) way: Way,
    /// The least share of baskets; chosen by their number when absent.
    pub(super) support: Option<Share>,
    /// The least share of baskets with A that hold B.
    pub(super) confidence: Share,
    /// Next is what follows within so many days; the very next purchase when absent.
    pub(super) within: Option<i64>,
    /// Rules that may be chance are told too.
    pub(super) every: bool,
}

/// An item of a set or rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BasketItem {
    /// The product's number, or the category. Of goods that several shops list, the listing that sold most.
    pub key: String,
    /// What it is called.
    pub title: String,
    /// The product; null of a category.
    pub product_id: Option<Id>,
    /// The product's shop; null of a category.
    pub shop_id: Option<Id>,
    /// Every listing that is this product by the seller's code; none of a category.
    pub listings: Vec<Listing>,
}

/// Who buys A buys B. Shares are thousandths.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct BasketRule {
    /// A.
    pub given: Vec<BasketItem>,
    /// B.
    pub then: Vec<BasketItem>,
    /// Baskets with both.
    pub both: i64,
    /// Baskets with A.
    pub with_given: i64,
    /// Baskets with B.
    pub with_then: i64,
    /// P(AB).
    pub support: f64,
    /// P(B | A).
    pub confidence: f64,
    /// P(AB) / (P(A) P(B)): 1 when neither tells anything of the other.
    pub lift: f64,
    /// P(AB) − P(A) P(B).
    pub leverage: f64,
    /// (1 − P(B)) / (1 − P(B | A)); null when A never stands without B.
    pub conviction: Option<f64>,
    /// The chance of it if A told nothing of B, corrected for all that were tried. Not in thousandths.
    pub chance: f64,
    /// Of what is bought next: half of those who come back for B do so within so many days.
    pub days: Option<i64>,
    /// Of what is bought next: how often A follows B instead.
    pub backwards: Option<i64>,
    /// Who bought A but not B, as a rule.
    pub rule: String,
}

/// A set that enough baskets hold.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct BasketSet {
    /// Its items.
    pub items: Vec<BasketItem>,
    /// Baskets that hold it.
    pub baskets: i64,
    /// The same in thousandths of all.
    pub support: f64,
    /// Who bought all of it, as a rule.
    pub rule: String,
}

/// What is bought with what.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct BasketsPage {
    /// What every page begins with; its population are the customers whose baskets were read.
    #[serde(flatten)]
    pub head: Head,
    /// The first day.
    #[schema(value_type = String, format = Date)]
    pub from: Date,
    /// The last day.
    #[schema(value_type = String, format = Date)]
    pub to: Date,
    /// What an item is.
    pub level: Level,
    /// How two purchases belong together.
    pub way: Way,
    /// Baskets; of what is bought next, days of purchase that another follows.
    pub baskets: i64,
    /// Baskets with more than one item.
    pub of_several: i64,
    /// Different items.
    pub items: i64,
    /// Products that stand for several listings of the same seller's code.
    pub folded: i64,
    /// Lines whose product has no category, left out.
    pub left_out: i64,
    /// A set counts when so many baskets hold it.
    pub least: i64,
    /// Rules that were tried, by which their chances are corrected.
    pub tried: i64,
    /// Rules that are reached.
    pub found: i64,
    /// Of them those that are hardly chance: at most one in twenty, corrected.
    pub significant: i64,
    /// What to know of the answer.
    pub told: Option<Label>,
    /// The strongest rules.
    pub rules: Vec<BasketRule>,
    /// The most frequent sets of two items and more; none of what is bought next.
    pub sets: Vec<BasketSet>,
}
