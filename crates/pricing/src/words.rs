//! What buyers and operators read, in Chinese and in English.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A text in the two languages of shop and console.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Words {
    /// The same thing said twice.
    pub(crate) fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }
}

/// A rate as Chinese shops write it: 880 ‰ is `8.8折`.
pub(crate) fn fold(keep: u16) -> String {
    let (whole, rest) = (keep / 100, keep % 100);
    match rest {
        0 => format!("{whole}折"),
        rest if rest % 10 == 0 => format!("{whole}.{}折", rest / 10),
        rest => format!("{whole}.{rest:02}折"),
    }
}

/// The same rate in English: 880 ‰ is `12% off`.
pub(crate) fn percent_off(keep: u16) -> String {
    let off = 1000_u16.saturating_sub(keep);
    if off.is_multiple_of(10) { format!("{}% off", off / 10) } else { format!("{}.{}% off", off / 10, off % 10) }
}
