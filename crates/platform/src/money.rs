//! Money: minor units of one currency. Different currencies are never added, and no float comes near.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::error::Error;

/// An amount.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
pub struct Money {
    /// Minor units: 分, pence.
    pub amount: i64,
    /// ISO 4217 code.
    pub currency: String,
}

impl Money {
    /// An amount of `amount` minor units.
    #[must_use]
    pub fn new(amount: i64, currency: impl Into<String>) -> Self {
        Self { amount, currency: currency.into() }
    }

    /// The sum.
    ///
    /// # Errors
    /// When the currencies differ, or the sum does not fit.
    pub fn plus(&self, other: &Self) -> Result<Self, Error> {
        if self.currency != other.currency {
            return Err(Error::internal(format!("{} and {} cannot be added", self.currency, other.currency)));
        }
        let amount = self.amount.checked_add(other.amount).ok_or_else(|| Error::internal("the sum is too large"))?;
        Ok(Self { amount, currency: self.currency.clone() })
    }

    /// How many decimals the currency writes: 2 for most, 0 for JPY and KRW.
    #[must_use]
    pub fn decimals(currency: &str) -> u32 {
        match currency {
            "JPY" | "KRW" | "VND" | "CLP" => 0,
            "BHD" | "KWD" | "OMR" | "TND" => 3,
            _ => 2,
        }
    }

    /// The amount in major units with a point, for files: `1234.50`.
    #[must_use]
    pub fn decimal(&self) -> String {
        let decimals = Self::decimals(&self.currency) as usize;
        let digits = format!("{:0width$}", self.amount.unsigned_abs(), width = decimals + 1);
        let (whole, fraction) = digits.split_at(digits.len() - decimals);
        let sign = if self.amount < 0 { "-" } else { "" };
        if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
    }
}

/// Shares `total` among `weights` so that the shares add up to `total` exactly: each gets its rounded-down part, and
/// what is left goes to the largest remainders, the first of equals first. All weights zero shares evenly.
#[must_use]
pub fn allocate(total: i64, weights: &[i64]) -> Vec<i64> {
    let sum: i128 = weights.iter().map(|weight| i128::from((*weight).max(0))).sum();
    let even = sum == 0;
    let sum = if even { weights.len() as i128 } else { sum };
    if sum == 0 {
        return Vec::new();
    }
    let sign = if total < 0 { -1 } else { 1 };
    let size = i128::from(total).abs();
    let mut shares = Vec::with_capacity(weights.len());
    let mut remainders = Vec::with_capacity(weights.len());
    for (index, weight) in weights.iter().enumerate() {
        let weight = if even { 1 } else { i128::from((*weight).max(0)) };
        shares.push(size * weight / sum);
        remainders.push((size * weight % sum, index));
    }
    let mut left = size - shares.iter().sum::<i128>();
    remainders.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    for (_, index) in remainders {
        if left == 0 {
            break;
        }
        if let Some(share) = shares.get_mut(index) {
            *share += 1;
            left -= 1;
        }
    }
    shares.into_iter().map(|share| i64::try_from(sign * share).unwrap_or(i64::MAX)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn amounts_are_written_with_their_decimals() {
        for (amount, currency, expected) in [
            (0, "CNY", "0.00"),
            (5, "CNY", "0.05"),
            (-123_456, "CNY", "-1234.56"),
            (120, "JPY", "120"),
            (1_234, "KWD", "1.234"),
        ] {
            assert_eq!(Money::new(amount, currency).decimal(), expected);
        }
    }

    proptest! {
        #[test]
        fn shares_add_up(total in -10_000_000_i64..10_000_000, weights in prop::collection::vec(0_i64..1_000_000, 1..20)) {
            let shares = allocate(total, &weights);
            prop_assert_eq!(shares.iter().sum::<i64>(), total);
            let sum: i64 = weights.iter().sum();
            for (share, weight) in shares.iter().zip(&weights) {
                if sum > 0 && *weight == 0 {
                    prop_assert_eq!(*share, 0);
                }
            }
        }
    }
}
