//! What is asked at the till, and what is answered.

use platform::{Id, Instant};
use pricing::{Buyer, Cart, Priced, Words};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::group_buys::Wish;
use crate::members::{LevelRef, NextLevel};
pub(super) use crate::promotions::buyer::Customer;
pub(super) use crate::wallet::Payable;

/// A cart to be priced.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PriceRequest {
    /// The cart. Its buyer is filled in from what is known when a customer is named, the categories and costs that its lines
    /// do not state from the products on file. What it says in `groups` counts for nothing here: whether somebody is in a
    /// group (拼团) is known to the server, which fills it in.
    pub cart: Cart,
    /// Who buys; a stranger when absent.
    #[serde(default)]
    pub customer: Option<Customer>,
    /// The group (拼团) that the cart opens or joins: `{"open": "promotion key"}` or `{"join": "code"}`. When absent, the one
    /// in which the customer holds a place that is not paid yet.
    #[serde(default)]
    pub group: Option<Wish>,
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
    /// The cart. Its `groups` count as they are said: no group is asked.
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

/// The group (拼团) that a cart was priced with, or why it was not.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, ToSchema)]
#[schema(as = CartGroup)]
pub struct Group {
    /// What it is shared by; null while it is to be opened.
    pub code: Option<String>,
    /// The promotion's key.
    pub promotion: Option<String>,
    /// How many buyers it is for.
    pub size: Option<i64>,
    /// How many more have to pay when this buyer has.
    pub missing: Option<i64>,
    /// Until when it may be filled.
    pub ends_at: Option<Instant>,
    /// Why the cart was priced without it; null when it was not.
    pub refused: Option<Why>,
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
    /// The group that it was priced with; null when none was asked for and the customer holds no place in one.
    pub group: Option<Group>,
}
