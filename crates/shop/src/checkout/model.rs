//! What is asked at the till, and what is answered.

use platform::{Id, Instant};
use pricing::{Buyer, Cart, Priced, Words};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::members::{LevelRef, NextLevel};
pub(super) use crate::promotions::buyer::Customer;
pub(super) use crate::wallet::Payable;

/// A cart to be priced.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PriceRequest {
    /// The cart. Its buyer is filled in from what is known when a customer is named, the categories and costs that its lines
    /// do not state from the products on file.
    pub cart: Cart,
    /// Who buys; a stranger when absent.
    #[serde(default)]
    pub customer: Option<Customer>,
    /// Codes that were typed, beside the coupons in hand.
    #[serde(default)]
    pub codes: Vec<String>,
    /// What names the device that codes are typed on: too many wrong ones are refused.
    #[serde(default)]
    pub device: Option<String>,
    /// What shall be paid from the customer's red packets at most, minor units; nothing when absent.
    #[serde(default)]
    pub credit: Option<i64>,
}

/// A cart to be tried: as any customer, at any instant, with drafts.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SimulateRequest {
    /// The cart.
    pub cart: Cart,
    /// Who buys; a stranger when absent.
    #[serde(default)]
    pub customer: Option<Customer>,
    /// Codes that were typed.
    #[serde(default)]
    pub codes: Vec<String>,
    /// When; now when absent.
    #[serde(default)]
    pub at: Option<Instant>,
    /// Promotions whose drafts are tried in the place of what is published.
    #[serde(default)]
    pub with: Vec<Id>,
    /// Promotions that are left out.
    #[serde(default)]
    pub without: Vec<Id>,
}

/// Why something is refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = CodeRefused)]
pub struct Why {
    /// A stable word for programs.
    pub code: String,
    /// Why, for the buyer.
    pub reason: Words,
}

/// What came of a code that was typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = CodeAnswer)]
pub struct Code {
    /// As it was typed.
    pub code: String,
    /// The coupon that it stands for.
    pub coupon_id: Option<Id>,
    /// The promotion's key.
    pub promotion: Option<String>,
    /// Why it takes nothing off; null when it does.
    pub refused: Option<Why>,
}

/// A line that is sold to members of a level only, which this buyer has not reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ClosedLine)]
pub struct Closed {
    /// The line's key.
    pub line: String,
    /// Its product's number.
    pub product: String,
    /// The level from which on it is sold.
    pub level: LevelRef,
    /// What she lacks to that level; null when nobody knows who buys, or she is no member.
    pub missing: Option<NextLevel>,
    /// `members_only_goods`, and why, for the buyer.
    pub refused: Why,
}

/// A priced cart.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PriceAnswer {
    /// The prices, what applied, what did not and why, what is missing to the next step.
    pub priced: Priced,
    /// As of when.
    pub at: Instant,
    /// The customer that was named, as known today.
    pub customer_id: Option<Id>,
    /// Lines that are for members of a level only, and not for this buyer: the cart is priced without them, and such a cart is
    /// not reserved.
    pub closed: Vec<Closed>,
    /// What came of each code.
    pub codes: Vec<Code>,
    /// Who bought, as it was looked up.
    pub buyer: Buyer,
    /// What red packets pay, when that was asked. It is taken off what is left after everything else.
    pub credit: Option<Payable>,
}
