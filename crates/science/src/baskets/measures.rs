//! Counts of a rule, and what is read out of them.

use crate::chances::hypergeometric_above;

/// A fraction of whole numbers, so that comparing with it loses nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    parts: u64,
    of: u64,
}

impl Share {
    /// So many of so many. `None` when more than all, or of none.
    #[must_use]
    pub fn new(parts: u64, of: u64) -> Option<Self> {
        (of > 0 && parts <= of).then_some(Self { parts, of })
    }

    /// Of a decimal such as `0.006`, from 0 to 1 with at most 18 digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (whole, digits) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
        let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if !plain(whole) || !plain(digits) || (whole.is_empty() && digits.is_empty()) {
            return None;
        }
        let of = 10_u64.checked_pow(u32::try_from(digits.len()).ok().filter(|digits| *digits <= 18)?)?;
        let whole: u64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
        let digits: u64 = if digits.is_empty() { 0 } else { digits.parse().ok()? };
        Self::new(whole.checked_mul(of)?.checked_add(digits)?, of)
    }

    /// The least count that is at least this share of so many.
    #[must_use]
    pub fn least_of(self, all: u64) -> u64 {
        let least = (u128::from(all) * u128::from(self.parts)).div_ceil(u128::from(self.of));
        u64::try_from(least).unwrap_or(all)
    }

    /// Whether so many of so many are at least this share.
    #[must_use]
    pub fn reached(self, count: u64, all: u64) -> bool {
        u128::from(count) * u128::from(self.of) >= u128::from(all) * u128::from(self.parts)
    }
}

/// How often the two sides of a rule, A and B, stand in baskets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// Baskets with A and B.
    pub both: u64,
    /// Baskets with A.
    pub given: u64,
    /// Baskets with B.
    pub then: u64,
    /// Baskets.
    pub all: u64,
}

impl Counts {
    /// P(AB).
    #[must_use]
    pub fn support(&self) -> f64 {
        ratio(self.both, self.all)
    }

    /// P(B | A) = P(AB) / P(A).
    #[must_use]
    pub fn confidence(&self) -> f64 {
        ratio(self.both, self.given)
    }

    /// P(AB) / (P(A) P(B)): 1 when neither tells anything of the other (Brin, Motwani, Ullman and Tsur 1997).
    #[must_use]
    pub fn lift(&self) -> f64 {
        let apart = self.given as f64 * self.then as f64;
        if apart > 0.0 { self.both as f64 * self.all as f64 / apart } else { 0.0 }
    }

    /// P(AB) − P(A) P(B) (Piatetsky-Shapiro 1991).
    #[must_use]
    pub fn leverage(&self) -> f64 {
        self.support() - ratio(self.given, self.all) * ratio(self.then, self.all)
    }

    /// (1 − P(B)) / (1 − P(B | A)) (Brin and others 1997). `None` when A never stands without B: no number is large enough.
    #[must_use]
    pub fn conviction(&self) -> Option<f64> {
        let without = self.given.saturating_sub(self.both);
        let other = self.all.saturating_sub(self.then) as f64 * self.given as f64;
        (without > 0 && self.all > 0).then(|| other / (self.all as f64 * without as f64))
    }

    /// The chance of at least so many baskets with both if neither told anything of the other: Fisher's exact test,
    /// one-sided.
    #[must_use]
    pub fn chance(&self) -> f64 {
        hypergeometric_above(self.both, self.given, self.then, self.all)
    }
}

fn ratio(part: u64, of: u64) -> f64 {
    if of == 0 { 0.0 } else { part as f64 / of as f64 }
}
