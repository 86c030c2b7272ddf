//! A promotion: who and what it is for, what it gives, and how it stands beside others.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{Offer, Scope, Words};

/// A promotion. A coupon is a promotion that one customer holds ([`Promotion::held`]).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Promotion {
    /// What names it; unique in the programme.
    pub key: String,
    /// What buyers read.
    pub name: Words,
    /// What it gives.
    pub offer: Offer,
    /// For whom, for what and when.
    #[serde(default)]
    pub scope: Scope,
    /// Where in the order of layers it stands, when not where its form belongs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub layer: Option<Layer>,
    /// Only for buyers who hold it as a coupon.
    #[serde(default)]
    pub held: bool,
    /// Among the promotions of a layer the higher goes first.
    #[serde(default)]
    pub priority: i32,
    /// Promotions of one group never meet on a line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exclusive: Option<String>,
    /// It never shares a line with another (不与其他优惠同享).
    #[serde(default)]
    pub alone: bool,
    /// The most that it takes off an order, in minor units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_off: Option<i64>,
    /// The most that it takes off all orders together, in minor units. It does not apply to an order that would exceed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub budget: Option<i64>,
    /// How many orders may use it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uses: Option<u32>,
    /// How many orders of one customer may use it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uses_per_customer: Option<u32>,
}

/// The layers, in the order in which they apply. Each sees what the earlier ones left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Layer {
    /// Prices of single goods and bundles (单品). A line takes at most one of them.
    Item,
    /// Offers of the whole shop (店铺).
    Shop,
    /// Coupons (优惠券).
    Coupon,
    /// Points spent as money (积分抵扣).
    Points,
    /// What shipping costs (运费).
    Shipping,
}

impl Layer {
    /// Its words.
    #[must_use]
    pub fn words(self) -> Words {
        match self {
            Self::Item => Words::new("单品", "item"),
            Self::Shop => Words::new("店铺", "shop"),
            Self::Coupon => Words::new("优惠券", "coupon"),
            Self::Points => Words::new("积分", "points"),
            Self::Shipping => Words::new("运费", "shipping"),
        }
    }
}

impl Promotion {
    /// Whether levels with early access (提前购) may have it before others: not coupons, nor groups, which others shall join.
    pub(crate) fn opens_early(&self) -> bool {
        !self.held && !matches!(self.offer, Offer::Group { .. })
    }

    /// The layer in which it applies.
    #[must_use]
    pub fn layer(&self) -> Layer {
        match (self.layer, self.offer.layer()) {
            (Some(layer), _) => layer,
            (None, Layer::Shop) if self.held => Layer::Coupon,
            (None, layer) => layer,
        }
    }

    /// It looks at this line: it covers it, or has it in its package or among what can be redeemed.
    #[must_use]
    pub fn touches(&self, line: &crate::Line) -> bool {
        crate::shelf::touches(self, line)
    }

    /// It counts among the offers of which only so many may meet on a line: what lowers the price of goods, points aside.
    #[must_use]
    pub(crate) fn counts(&self) -> bool {
        self.layer() <= Layer::Coupon && !matches!(self.offer, Offer::Gift { .. })
    }

    /// It sets the price of each line by itself; of such offers a line takes the best.
    #[must_use]
    pub(crate) fn is_line_price(&self) -> bool {
        self.layer() == Layer::Item && !self.offer.is_bundle()
    }
}
