//! All promotions of a shop, and how they stand beside each other.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{Draw, Promotion, Words};

/// What a shop offers, and the rules between the offers.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Programme {
    /// The currency of all amounts, as ISO 4217 writes it.
    pub currency: String,
    /// The shop's time zone: `Asia/Shanghai`. Whoever prices looks it up; nothing here reads a time zone database.
    #[serde(default = "shanghai")]
    pub zone: String,
    /// The rules between offers.
    #[serde(default)]
    pub settings: Settings,
    /// The promotions, in any order.
    #[serde(default)]
    pub promotions: Vec<Promotion>,
    /// How far each promotion is used up, by key. Absent means not at all.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub standings: BTreeMap<String, Standing>,
    /// What levels are called, by key; one that is not named here is called by its key.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub levels: BTreeMap<String, Words>,
    /// How many hours before others members of a level get promotions, by its key.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub early_access: BTreeMap<String, u32>,
    /// Draws, for the linter.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub draws: Vec<Draw>,
}

fn shanghai() -> String {
    "Asia/Shanghai".to_owned()
}

/// The shop's rules between offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// How many offers of the item, shop and coupon layers may meet on a line; gifts do not count. Any number when `null`.
    pub together: Option<u32>,
    /// No piece is sold below this share of its price, in thousandths.
    pub floor_per_mille: u16,
    /// No piece is sold below what it costs the shop, where that is known.
    pub floor_at_cost: bool,
    /// The most that the goods of an order may be reduced by, points included.
    pub cap: Option<Cap>,
    /// How many steps the search for the best combination may take before it says that it has not looked at all of them.
    pub search_steps: u32,
    /// The highest worth of a draw's prize that the law allows, in minor units.
    pub highest_prize: i64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            together: Some(2),
            floor_per_mille: 0,
            floor_at_cost: false,
            cap: None,
            search_steps: 20_000,
            highest_prize: 5_000_000,
        }
    }
}

/// The most that an order's goods may be reduced by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Cap {
    /// So much.
    Amount(i64),
    /// So much of what the goods cost before any offer, in thousandths.
    PerMille(u16),
}

/// How far a promotion is used up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Standing {
    /// Orders that used it.
    pub uses: u32,
    /// What it has taken off so far, in minor units.
    pub spent: i64,
    /// Pieces sold at its price.
    pub sold: u32,
}
