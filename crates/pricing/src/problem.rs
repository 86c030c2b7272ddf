//! What is wrong with promotions or a cart, said so that it can be mended.

use std::fmt;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Words;

/// Something that is wrong, or that an operator should look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PricingProblem)]
pub struct Problem {
    /// A stable word for programs.
    pub code: String,
    /// How bad it is.
    pub gravity: Gravity,
    /// Where in the JSON: `promotions[3].offer.amount_off.steps[1].at`; empty when it is about the whole.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub path: String,
    /// What is wrong and what to do.
    pub message: Words,
    /// The promotions that it is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub promotions: Vec<String>,
}

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Gravity {
    /// It cannot be used so.
    Error,
    /// It may give the shop away or break the law.
    Warning,
    /// Good to know.
    Note,
}

impl Problem {
    pub(crate) fn error(code: &str, path: impl Into<String>, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            gravity: Gravity::Error,
            path: path.into(),
            message: Words::new(zh, en),
            promotions: Vec::new(),
        }
    }

    pub(crate) fn found(code: &str, gravity: Gravity, promotions: &[&str], zh: String, en: String) -> Self {
        let promotions = promotions.iter().map(|key| (*key).to_owned()).collect();
        Self { code: code.to_owned(), gravity, path: String::new(), message: Words { zh, en }, promotions }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            write!(to, "{}", self.message.en)
        } else {
            write!(to, "{}: {}", self.path, self.message.en)
        }
    }
}

impl std::error::Error for Problem {}
