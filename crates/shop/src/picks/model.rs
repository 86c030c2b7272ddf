//! Products with their potential, as they are shown.

use jiff::civil::Date;
use platform::{Id, Money};
use rules::Label;
use serde::Serialize;
use utoipa::ToSchema;

use super::settings::Settings;
use crate::products::Listing;
use crate::value::Head;

/// A part of the scores.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PickPart {
    /// `visit_time`, `click`, `favourite`, `inquiry`, `growth`, `bounce`, `stock`, `margin`.
    pub key: String,
    /// Its name.
    pub label: Label,
    /// What it weighs.
    pub weight: i64,
    /// Whether the shop's data say anything of it; otherwise it is left out whatever it weighs.
    pub known: bool,
    /// Of all products together, in its unit; null where products are not drawn towards one.
    pub mean: Option<f64>,
}

/// A part of a product's score.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PickShare {
    /// Which part.
    pub key: String,
    /// As counted: seconds of the time a visit, days of the stock, else a ratio; null where nothing can be.
    pub raw: Option<f64>,
    /// Drawn towards that of the shop, the more the fewer visits stand behind it: what products are ranked by.
    pub drawn: Option<f64>,
    /// How much of that is the product's own, in thousandths.
    pub own: f64,
    /// 0 to 100; null where nothing is known.
    pub points: Option<f64>,
}

/// A product with its score. Listings of one seller's code are one product: what was done with them, sold and in stock is added
/// up, and it is called as the one that sold most.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Pick {
    /// Which.
    pub product_id: Id,
    /// Its number with the shop.
    pub number: String,
    /// What it is called.
    pub title: String,
    /// Its category.
    pub category: Option<String>,
    /// Its shop.
    pub shop_id: Id,
    /// The shop's name.
    pub shop: String,
    /// Every listing that is this product.
    pub listings: Vec<Listing>,
    /// Price of one.
    pub price: Option<Money>,
    /// Pieces in stock, of all listings of which it is known.
    pub stock: Option<i64>,
    /// Visits of its page.
    pub visits: i64,
    /// Pieces sold.
    pub sold: i64,
    /// Pieces sold in as many days before.
    pub sold_before: i64,
    /// 0 to 100.
    pub score: f64,
    /// What it is made of, in the order of the page's parts.
    pub parts: Vec<PickShare>,
    /// Why it should not be pushed all the same: `no_stock`, `loss`, `thin` (too few visits of its own).
    pub held_back: Vec<String>,
    /// Who looked at it and did not buy it, as a rule.
    pub rule: String,
}

/// Which products are worth pushing.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PicksPage {
    /// What every page begins with; its population are those who did something in these days.
    #[serde(flatten)]
    pub head: Head,
    /// The first day.
    #[schema(value_type = String, format = Date)]
    pub from: Date,
    /// The last day.
    #[schema(value_type = String, format = Date)]
    pub to: Date,
    /// Products that were scored.
    pub products: i64,
    /// Behaviours about products that the shop does not know.
    pub unknown: i64,
    /// Visits of products' pages.
    pub visits: i64,
    /// What is set.
    pub settings: Settings,
    /// What scores are made of.
    pub parts: Vec<PickPart>,
    /// The products with the highest scores.
    pub picks: Vec<Pick>,
}
