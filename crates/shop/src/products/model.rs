//! Products.

use platform::{Id, Instant, Money};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::tags::Tags;

/// A product of a shop, with what it sold.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Product {
    /// Its id.
    pub id: Id,
    /// The platform's product id or the seller's code: the key with the shop.
    pub number: String,
    /// The shop.
    pub shop_id: Id,
    /// The shop's name.
    pub shop: String,
    /// Title.
    pub title: String,
    /// The seller's own code.
    pub sku: Option<String>,
    /// Category, as a path with `/`.
    pub category: Option<String>,
    /// What the shop marks it with, for promotions to name: `新品`, `不打折`.
    pub tags: Vec<String>,
    /// Price of one.
    pub price: Option<Money>,
    /// What one costs the shop.
    pub cost: Option<Money>,
    /// Pieces in stock.
    pub stock: Option<i64>,
    /// Address of a picture.
    pub picture: Option<String>,
    /// Pieces sold in orders that became deals.
    pub sold: i64,
    /// What buyers paid for them, refunds taken off.
    pub revenue: Money,
    /// How many profiles bought it.
    pub buyers: i64,
    /// When it was last sold.
    pub last_sold_at: Option<Instant>,
}

/// What staff may change of a product. A null empties the field.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProductPatch {
    /// Cost in minor units of the shop's currency.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<i64>)]
    pub cost: Option<Option<i64>>,
    /// Price in minor units of the shop's currency.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<i64>)]
    pub price: Option<Option<i64>>,
    /// Pieces in stock.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<i64>)]
    pub stock: Option<Option<i64>>,
    /// Category, as a path with `/`.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<String>)]
    pub category: Option<Option<String>>,
    /// All of its tags, at most 20 of 40 characters; an empty list takes them away.
    #[serde(default)]
    pub tags: Option<Vec<String>>,
}

/// Tells a null from an absent field.
fn said<'de, T: Deserialize<'de>, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Option<T>>, D::Error> {
    Option::<T>::deserialize(from).map(Some)
}

/// A product as a line of an order names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The key with the shop.
    pub number: String,
    /// The seller's code.
    pub sku: Option<String>,
    /// Title.
    pub title: String,
    /// Category.
    pub category: Option<String>,
    /// Price of one, minor units.
    pub price: Option<i64>,
    /// When the order was placed: later lines count more.
    pub at: i64,
}

/// What a product sold more, or less, than before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moved {
    /// The product.
    pub product_id: i64,
    /// Pieces.
    pub sold: i64,
    /// Minor units of the shop's currency.
    pub revenue: i64,
    /// Distinct profiles.
    pub buyers: i64,
    /// When it was sold, if it was, milliseconds UTC.
    pub sold_at: Option<i64>,
}

/// A row of the table.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Record {
    pub(super) id: i64,
    pub(super) shop_id: i64,
    pub(super) number: String,
    pub(super) sku: Option<String>,
    pub(super) title: String,
    pub(super) category: Option<String>,
    pub(super) tags: Tags,
    pub(super) currency: String,
    pub(super) price: Option<i64>,
    pub(super) cost: Option<i64>,
    pub(super) stock: Option<i64>,
    pub(super) picture: Option<String>,
    /// JSON object of the source's other columns.
    pub(super) extra: String,
    /// Whether a product file or a person stated it; lines of orders then only fill gaps.
    pub(super) stated: bool,
    /// When the latest line that named it was ordered.
    pub(super) named_at: i64,
    pub(super) sold: i64,
    pub(super) revenue: i64,
    pub(super) buyers: i64,
    pub(super) last_sold_at: Option<i64>,
}

impl Record {
    /// As the API answers it; `shop` is the shop's name.
    pub(super) fn shown(self, shop: &str) -> Product {
        let money = |amount: i64| Money::new(amount, self.currency.as_str());
        Product {
            id: Id(self.id),
            shop_id: Id(self.shop_id),
            shop: shop.to_owned(),
            price: self.price.map(money),
            cost: self.cost.map(money),
            revenue: money(self.revenue),
            number: self.number,
            title: self.title,
            sku: self.sku,
            category: self.category,
            tags: self.tags.list(),
            stock: self.stock,
            picture: self.picture,
            sold: self.sold,
            buyers: self.buyers,
            last_sold_at: self.last_sold_at.map(Instant),
        }
    }
}
