//! The forms of promotions. All amounts are minor units, all rates what is kept of a price in thousandths (880 is 8.8折).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{Layer, Words};

/// What a promotion gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Offer {
    /// 满减: so much off from a threshold on. The highest step that is reached counts.
    AmountOff {
        /// The steps, rising.
        steps: Vec<AmountStep>,
        /// 每满: the one step counts as often as it is reached, at most so often.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        repeat: Option<u32>,
    },
    /// 满折: a rate from a threshold on.
    PercentOff {
        /// The steps, rising.
        steps: Vec<PercentStep>,
    },
    /// 满送: gifts from a threshold on.
    Gift {
        /// The steps, rising.
        steps: Vec<GiftStep>,
        /// 每满: the one step counts as often as it is reached, at most so often.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        repeat: Option<u32>,
    },
    /// 加X元换购: from a threshold on (which the other goods must reach), some goods for a small price.
    Redeem {
        /// The threshold.
        at: At,
        /// What a piece then costs.
        price: i64,
        /// The products that can be had so.
        products: Vec<String>,
        /// How many pieces an order may have so.
        limit: u32,
    },
    /// 全场折扣: a rate on everything.
    Discount {
        /// What is kept of the price, in thousandths.
        keep: u16,
    },
    /// 第N件N折: of every `n` pieces the cheapest at a rate. Pieces are counted from the dearest down.
    NthDiscount {
        /// Every so many pieces.
        n: u32,
        /// What is kept of that piece's price, in thousandths.
        keep: u16,
        /// At most so often in an order.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        times: Option<u32>,
    },
    /// 买X送Y: of every `buy + get` pieces the `get` cheapest are free. Pieces are counted from the dearest down.
    BuyGet {
        /// To be paid.
        buy: u32,
        /// Free.
        get: u32,
        /// At most so often in an order.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        times: Option<u32>,
    },
    /// N件X元: any so many pieces for one price. The dearest pieces go in first.
    Bundle {
        /// How many pieces.
        quantity: u32,
        /// What they cost together.
        price: i64,
        /// At most so often in an order.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        times: Option<u32>,
    },
    /// 打包一口价: a set of named products for one price.
    Package {
        /// What belongs to it.
        parts: Vec<Part>,
        /// What the set costs.
        price: i64,
        /// At most so often in an order.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        times: Option<u32>,
    },
    /// 阶梯价, the more the cheaper: pieces in scope are counted together, and each costs what the best step that they
    /// reach says.
    LadderQuantity {
        /// The steps, rising.
        steps: Vec<QuantityStep>,
    },
    /// 阶梯价, the earlier the cheaper: by the number of the order.
    LadderOrder {
        /// The steps, rising; after the last there is no offer.
        steps: Vec<OrderStep>,
    },
    /// 限时秒杀: a price while stock lasts.
    Flash {
        /// The price.
        cut: Cut,
        /// How many pieces in all.
        stock: u32,
        /// How many pieces an order may have.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        limit: Option<u32>,
    },
    /// 拼团: a price for who buys in a group.
    Group {
        /// How many buyers make a group.
        size: u32,
        /// How long a group may take to fill.
        hours: u32,
        /// The price.
        cut: Cut,
    },
    /// 预售定金膨胀: a deposit of `deposit` counts as `worth` when the rest is paid.
    Presale {
        /// What is paid now for a piece.
        deposit: i64,
        /// What it counts as.
        worth: i64,
    },
    /// 包邮: shipping for less or nothing.
    FreeShipping {
        /// From which threshold on; always when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at: Option<At>,
        /// How much less; all of it when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        off: Option<i64>,
    },
    /// 会员价: a price by level.
    MemberPrice {
        /// The levels and their prices.
        prices: Vec<LevelPrice>,
    },
    /// 新客价: a price for the first order.
    NewcomerPrice {
        /// The price.
        cut: Cut,
        /// How many pieces an order may have.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        limit: Option<u32>,
    },
    /// 清仓: a price until it is gone.
    Clearance {
        /// The price.
        cut: Cut,
        /// How many pieces in all; until the goods are gone when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        stock: Option<u32>,
    },
    /// 积分抵扣: points count as money when the buyer wants it.
    Points {
        /// So many points …
        points: i64,
        /// … are worth so much.
        worth: i64,
        /// The most of the goods' price that may be paid so, in thousandths.
        most: u16,
    },
    /// 原价XX现价XX还送XX: a lower price with gifts.
    Special {
        /// The price that the shop says it was.
        was: i64,
        /// The price of a piece now.
        now: i64,
        /// What comes with each piece.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        gifts: Vec<Gift>,
    },
}

/// A threshold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum At {
    /// What the goods cost after the earlier layers.
    Amount(i64),
    /// How many pieces.
    Quantity(u32),
}

/// A price of a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Cut {
    /// So much.
    Price(i64),
    /// So much of the price, in thousandths, rounded half up.
    Keep(u16),
    /// So much less.
    Off(i64),
}

/// A step of 满减.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AmountStep {
    /// From here on.
    pub at: At,
    /// So much off.
    pub off: i64,
}

/// A step of 满折.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PercentStep {
    /// From here on.
    pub at: At,
    /// So much is kept, in thousandths.
    pub keep: u16,
}

/// A step of 满送.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GiftStep {
    /// From here on.
    pub at: At,
    /// These.
    pub gifts: Vec<Gift>,
}

/// A gift.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Gift {
    /// The variant's key.
    pub sku: String,
    /// What it is.
    pub name: Words,
    /// How many.
    pub quantity: u32,
    /// What one is worth, as the shop says beside it.
    pub worth: i64,
}

/// A product of a package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PackagePart)]
pub struct Part {
    /// The product's key.
    pub product: String,
    /// How many pieces.
    pub quantity: u32,
}

/// A step of a price by quantity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QuantityStep {
    /// From so many pieces on.
    pub from: u32,
    /// This price.
    pub cut: Cut,
}

/// How much less a piece at `price` costs when `count` are bought: by the best of the steps reached. Whether a fixed
/// price beats a rate depends on what a piece costs, so a later step may be the dearer one; more pieces never cost more
/// each.
pub(crate) fn ladder_off(steps: &[QuantityStep], count: u32, price: i64) -> i64 {
    steps.iter().filter(|step| count >= step.from).map(|step| step.cut.off(price)).max().unwrap_or(0)
}

/// A step of a price by the order's number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OrderStep {
    /// Up to the order of this number.
    pub up_to: u32,
    /// This price.
    pub cut: Cut,
}

/// A level's price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LevelPrice {
    /// The level.
    pub level: String,
    /// Its price.
    pub cut: Cut,
}

impl Offer {
    /// The layer where the form belongs.
    #[must_use]
    pub fn layer(&self) -> Layer {
        match self {
            Self::AmountOff { .. }
            | Self::PercentOff { .. }
            | Self::Gift { .. }
            | Self::Redeem { .. }
            | Self::Discount { .. } => Layer::Shop,
            Self::Points { .. } => Layer::Points,
            Self::FreeShipping { .. } => Layer::Shipping,
            _ => Layer::Item,
        }
    }

    /// What the trade calls it.
    #[must_use]
    pub fn form(&self) -> Words {
        let (zh, en) = match self {
            Self::AmountOff { .. } => ("满减", "amount off"),
            Self::PercentOff { .. } => ("满折", "percent off"),
            Self::Gift { .. } => ("满送", "gift"),
            Self::Redeem { .. } => ("换购", "redemption"),
            Self::Discount { .. } => ("全场折扣", "discount"),
            Self::NthDiscount { .. } => ("第N件N折", "n-th piece cheaper"),
            Self::BuyGet { .. } => ("买X送Y", "buy X get Y"),
            Self::Bundle { .. } => ("N件X元", "bundle"),
            Self::Package { .. } => ("打包一口价", "package"),
            Self::LadderQuantity { .. } | Self::LadderOrder { .. } => ("阶梯价", "ladder"),
            Self::Flash { .. } => ("限时秒杀", "flash sale"),
            Self::Group { .. } => ("拼团", "group buying"),
            Self::Presale { .. } => ("预售定金膨胀", "presale"),
            Self::FreeShipping { .. } => ("包邮", "free shipping"),
            Self::MemberPrice { .. } => ("会员价", "member price"),
            Self::NewcomerPrice { .. } => ("新客价", "newcomer price"),
            Self::Clearance { .. } => ("清仓", "clearance"),
            Self::Points { .. } => ("积分抵扣", "points"),
            Self::Special { .. } => ("现价还送", "special with gift"),
        };
        Words::new(zh, en)
    }

    /// It takes pieces of several lines together.
    #[must_use]
    pub(crate) fn is_bundle(&self) -> bool {
        matches!(self, Self::NthDiscount { .. } | Self::BuyGet { .. } | Self::Bundle { .. } | Self::Package { .. })
    }
}

impl At {
    /// It is reached by goods of this amount and so many pieces.
    pub(crate) fn reached(self, amount: i64, quantity: u32) -> bool {
        self.times(amount, quantity) > 0
    }

    /// How often it is reached.
    pub(crate) fn times(self, amount: i64, quantity: u32) -> u32 {
        match self {
            Self::Amount(at) if at > 0 => u32::try_from((amount / at).max(0)).unwrap_or(u32::MAX),
            Self::Quantity(at) if at > 0 => quantity / at,
            _ => 1,
        }
    }
}

impl Cut {
    /// How much less a piece of this price costs.
    pub(crate) fn off(self, price: i64) -> i64 {
        match self {
            Self::Price(now) => price - now,
            Self::Keep(keep) => price - crate::money::kept(price, keep),
            Self::Off(off) => off.min(price),
        }
        .max(0)
    }
}
