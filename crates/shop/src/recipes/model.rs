//! What a recipe is, and the settings that several of them share.

use rules::Label;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::segments::Origin;

/// Which shelf a recipe stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = RecipeGroup)]
pub enum Group {
    /// 兴趣人群, 新客户人群, 复购人群.
    Automatic,
    /// 店铺关系: our own list of 24.
    Relationship,
    /// What operators look for.
    Recipe,
}

impl Group {
    /// The origin of segments made from it.
    #[must_use]
    pub fn origin(self) -> Origin {
        match self {
            Self::Automatic => Origin::Automatic,
            Self::Relationship => Origin::Relationship,
            Self::Recipe => Origin::Recipe,
        }
    }
}

/// What a parameter holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ParameterType {
    /// A number of days, from 1 to 3,650.
    Days,
    /// A whole number, from 1 to 100,000.
    Number,
    /// An amount in the business's currency, from 0.
    Money,
}

/// A number in a recipe that can be changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Parameter {
    /// Its name in the recipe's text.
    pub key: String,
    /// What people call it.
    pub label: Label,
    /// What it holds.
    #[serde(rename = "type")]
    pub kind: ParameterType,
    /// Its value.
    pub value: String,
}

/// A ready-made crowd.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Recipe {
    /// Its name in the API. Never changes.
    pub key: String,
    /// Its shelf.
    pub group: Group,
    /// What people call it.
    pub label: Label,
    /// What it is for.
    pub why: Label,
    /// The rule, with parameters in braces.
    pub text: String,
    /// Its numbers.
    #[serde(default)]
    pub parameters: Vec<Parameter>,
}

/// What several ready-made crowds share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RecipeSettings)]
pub struct Settings {
    /// Whether a pending order (下单未付款) makes an old buyer. An unpaid order that was closed never does.
    pub new_customer_counts_pending: bool,
    /// Whether somebody whose every order was refunded in full is new again.
    pub refunded_is_new: bool,
    /// The window of behaviour of 兴趣人群, days.
    pub w1_days: u32,
    /// The window of trade of the automatic crowds, days.
    pub w2_days: u32,
}

impl Default for Settings {
    /// Pending counts as old and a full refund makes new again, as most systems have it; 180 and 720 days.
    fn default() -> Self {
        Self { new_customer_counts_pending: true, refunded_is_new: true, w1_days: 180, w2_days: 720 }
    }
}
