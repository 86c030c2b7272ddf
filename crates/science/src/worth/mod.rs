//! What a customer is worth to the shop, and the shop to the customer.
//!
//! * [`realised`]: 既成价值, what a customer has brought in, less what it cost.
//! * [`influence`]: 模型价值, what a customer moved others to.
//! * [`delivered`]: 客户让渡价值, what a customer got, less what it cost them.
//!
//! 潜在价值, what is to be expected, is [`crate::lifetime`]'s. All are whole minor units of one currency; weights and rates are
//! per mille. Sums stop at the ends of 64 bits instead of wrapping.
//!
//! Absent: currencies, and the choice of weights, which the shop makes.

pub mod delivered;
pub mod influence;
pub mod realised;

/// So many thousandths of an amount, rounded towards zero.
fn per_mille(amount: i64, rate: u32) -> i64 {
    narrow(i128::from(amount) * i128::from(rate) / 1_000)
}

fn narrow(amount: i128) -> i64 {
    i64::try_from(amount).unwrap_or(if amount < 0 { i64::MIN } else { i64::MAX })
}
