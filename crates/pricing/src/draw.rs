//! A draw's published rules, as far as the law asks for them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Words;

/// What a shop publishes before a draw. Nothing of it may change once it runs.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DrawAsPublished)]
pub struct Draw {
    /// What names it.
    pub key: String,
    /// What buyers read.
    #[serde(default)]
    pub name: Words,
    /// The prizes (奖项种类、品名、数量或概率).
    #[serde(default)]
    pub prizes: Vec<Prize>,
    /// Who may take part, and how (参与条件、方式).
    #[serde(default)]
    pub conditions: String,
    /// When and how it is drawn (开奖时间、方式).
    #[serde(default)]
    pub drawing: String,
    /// When, on which conditions and how a prize is claimed (兑奖时间、条件、方式).
    #[serde(default)]
    pub claiming: String,
    /// How a prize reaches its winner (交付方式).
    #[serde(default)]
    pub delivery: String,
    /// When a prize is forfeited (弃奖条件).
    #[serde(default)]
    pub forfeiting: String,
    /// Who holds it and how to reach them (主办方及联系方式).
    #[serde(default)]
    pub organiser: String,
}

/// A prize of a draw.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Prize {
    /// What it is.
    pub name: Words,
    /// What it is worth on the market, in minor units; discounts, virtual goods and tickets count as well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub worth: Option<i64>,
    /// How many there are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<u32>,
    /// How likely it is, in parts of a million.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chance_ppm: Option<u32>,
}
