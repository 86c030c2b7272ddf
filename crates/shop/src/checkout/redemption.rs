//! What an order holds until it is paid: the promotions and coupons that its cart was priced with.

use platform::{Error, Id, Instant};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::model::{Code, Customer, Payable};
use crate::group_buys::{OrderGroup, Wish};
use pricing::Cart;

/// Where an order's reservation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = RedemptionState)]
pub enum State {
    /// Held until it is paid.
    Reserved,
    /// Paid.
    Redeemed,
    /// Given back.
    Released,
}

impl State {
    /// The code that the database uses.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Reserved => "reserved",
            Self::Redeemed => "redeemed",
            Self::Released => "released",
        }
    }

    /// The state with that code.
    ///
    /// # Errors
    /// When there is none.
    pub fn from_code(code: &str) -> Result<Self, Error> {
        [Self::Reserved, Self::Redeemed, Self::Released]
            .into_iter()
            .find(|one| one.code() == code)
            .ok_or_else(|| Error::internal(format!("no state of a redemption is called {code}")))
    }
}

/// A cart that becomes an order.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ReserveRequest)]
pub struct Reserve {
    /// What names the order, for good: the same order again is answered the same.
    pub order: String,
    /// The cart. What it says in `groups` counts for nothing, as when it is priced.
    pub cart: Cart,
    /// Who buys; a stranger when absent.
    #[serde(default)]
    pub customer: Option<Customer>,
    /// The group (拼团) that the order opens or joins; when absent, the one in which the customer holds a place that is not
    /// paid yet, if its price applies. The place is held with the order, becomes firm when it is paid, and comes back when
    /// it is released before the group is filled.
    #[serde(default)]
    pub group: Option<Wish>,
    /// Codes that were typed.
    #[serde(default)]
    pub codes: Vec<String>,
    /// What names the device, for its limits.
    #[serde(default)]
    pub device: Option<String>,
    /// What the buyer was shown to pay: another price is refused.
    #[serde(default)]
    pub total: Option<i64>,
    /// What shall be paid from the customer's red packets at most, minor units; nothing when absent.
    #[serde(default)]
    pub credit: Option<i64>,
    /// What the buyer was shown to pay beside red packets: another amount is refused.
    #[serde(default)]
    pub to_pay: Option<i64>,
}

/// What an order uses of a promotion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = RedemptionUse)]
pub struct Use {
    /// The promotion's key.
    pub promotion: String,
    /// What it takes off, minor units.
    pub amount: i64,
    /// Pieces sold at its price.
    pub pieces: i64,
    /// The coupon that is used.
    pub coupon_id: Option<Id>,
}

/// What an order holds or used.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Redemption {
    /// The order's key.
    pub order: String,
    /// Where it stands.
    pub state: State,
    /// Who buys.
    pub customer_id: Option<Id>,
    /// What is to be paid, minor units.
    pub total: i64,
    /// What came off the goods and the shipping, minor units.
    pub discount: i64,
    /// When it was reserved.
    pub reserved_at: Instant,
    /// Until when it is held without payment.
    pub expires_at: Option<Instant>,
    /// When it was paid or given back.
    pub settled_at: Option<Instant>,
    /// The prices that it was reserved at.
    #[schema(value_type = pricing::Priced)]
    pub priced: serde_json::Value,
    /// What it uses.
    pub uses: Vec<Use>,
    /// What came of each code.
    pub codes: Vec<Code>,
    /// What red packets pay of it.
    pub credit: Option<Payable>,
    /// The group that it has a place in, as that stands now.
    pub group: Option<OrderGroup>,
}
