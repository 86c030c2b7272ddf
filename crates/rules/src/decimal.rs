//! The numbers of rules: exact, with four decimals.
//!
//! Absent from here: floats, and currencies. An amount of money is the number in the currency's main unit: ¥12.50 is 12.5.

use std::fmt;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A number in ten-thousandths. Written in JSON as text (`"12.5"`), so that no reader rounds it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, ToSchema)]
#[schema(value_type = String)]
pub struct Decimal(
    /// Ten-thousandths.
    pub i64,
);

impl Decimal {
    /// How many of the smallest steps make one.
    pub const SCALE: i64 = 10_000;

    /// A whole number; `None` when it is too large.
    #[must_use]
    pub fn whole(n: i64) -> Option<Self> {
        n.checked_mul(Self::SCALE).map(Self)
    }

    /// Reads `-?digits(.digits)?` with at most four decimals; `None` for anything else.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (whole, rest) = digits.split_once('.').unwrap_or((digits, "0"));
        let plain = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !plain(whole) || !plain(rest) || rest.len() > 4 {
            return None;
        }
        let part: i64 = format!("{rest:0<4}").parse().ok()?;
        let size = whole.parse::<i64>().ok()?.checked_mul(Self::SCALE)?.checked_add(part)?;
        Some(Self(if negative { -size } else { size }))
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (size, scale) = (self.0.unsigned_abs(), Self::SCALE.unsigned_abs());
        let sign = if self.0 < 0 { "-" } else { "" };
        let rest = format!("{:04}", size % scale);
        match rest.trim_end_matches('0') {
            "" => write!(to, "{sign}{}", size / scale),
            rest => write!(to, "{sign}{}.{rest}", size / scale),
        }
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, to)
    }
}

impl Serialize for Decimal {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
        Self::read(&text)
            .ok_or_else(|| serde::de::Error::custom(format!("`{text}` is no number with at most four decimals")))
    }
}
