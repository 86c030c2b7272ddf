//! What is answered: the cart with its prices, and why they are what they are.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{At, Gift, Layer, Words};

/// A priced cart. All amounts are minor units of its currency.
///
/// What the lines cost and the shipping add up to `total`; what came off the lines adds up to `discount`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Priced {
    /// The currency.
    pub currency: String,
    /// What the goods cost before any offer.
    pub goods: i64,
    /// What came off the goods, points included.
    pub discount: i64,
    /// What shipping costs after offers.
    pub shipping: i64,
    /// What came off the shipping.
    pub shipping_discount: i64,
    /// What is to be paid in all.
    pub total: i64,
    /// Of the total, what is due now when goods are sold ahead (预售定金).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deposit: Option<i64>,
    /// Points spent.
    pub points_spent: i64,
    /// What points are earned on: what the goods cost in the end.
    pub points_basis: i64,
    /// The lines, by key.
    pub lines: Vec<PricedLine>,
    /// The offers that apply, in the order in which they do.
    pub offers: Vec<Applied>,
    /// The promotions for these goods that do not apply, and why.
    pub refused: Vec<Refused>,
    /// What is missing to reach the next step.
    pub next: Vec<Next>,
    /// Gifts.
    pub gifts: Vec<Given>,
    /// Goods that may be added for a small price.
    pub redeemable: Vec<Redeemable>,
    /// How the combination was found.
    pub search: SearchReport,
}

/// A priced line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PricedLine {
    /// Its key.
    pub key: String,
    /// How many pieces.
    pub quantity: u32,
    /// What it costs before any offer.
    pub before: i64,
    /// What it costs in the end.
    pub payable: i64,
    /// Of that, what is due now when it is sold ahead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deposit: Option<i64>,
    /// What came off, offer by offer.
    pub applied: Vec<LineCut>,
    /// The promotions for these goods that take nothing off this line, or less than they say, and why.
    pub refused: Vec<LineRefused>,
}

/// What an offer takes off a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LineCut {
    /// The promotion's key.
    pub promotion: String,
    /// Its name.
    pub name: Words,
    /// How much.
    pub amount: i64,
}

/// Why a promotion takes nothing off a line, or less than it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LineRefused {
    /// The promotion's key.
    pub promotion: String,
    /// A stable word for programs.
    pub code: String,
    /// Why.
    pub reason: Words,
}

/// An offer that applies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Applied {
    /// The promotion's key.
    pub promotion: String,
    /// Its name.
    pub name: Words,
    /// Where in the order of layers.
    pub layer: Layer,
    /// What it takes off, of goods or of shipping.
    pub amount: i64,
    /// The lines that it touches.
    pub lines: Vec<String>,
    /// Why it applies before it opens for everybody: the buyer's level has early access.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub early_access: Option<Words>,
}

/// A promotion that does not apply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Refused {
    /// The promotion's key.
    pub promotion: String,
    /// Its name.
    pub name: Words,
    /// A stable word for programs.
    pub code: String,
    /// Why.
    pub reason: Words,
}

/// What is missing to reach a promotion's next step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Next {
    /// The promotion's key.
    pub promotion: String,
    /// How much or how many.
    pub missing: At,
    /// `再买 ¥23 减 ¥20`.
    pub words: Words,
}

/// A gift that comes with the order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Given {
    /// The promotion's key.
    pub promotion: String,
    /// What and how many.
    pub gift: Gift,
}

/// Goods that may be added for a small price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Redeemable {
    /// The promotion's key.
    pub promotion: String,
    /// The products.
    pub products: Vec<String>,
    /// What a piece then costs.
    pub price: i64,
    /// How many pieces.
    pub limit: u32,
}

/// How the combination was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SearchReport {
    /// How many steps were taken.
    pub steps: u32,
    /// It is the best one: every other was tried or shown to be no better.
    pub complete: bool,
    /// What to do when it is not known to be the best.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<Words>,
}
