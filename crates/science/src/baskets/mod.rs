//! Baskets: what is bought together, what is bought next, and whether that is more than chance.
//!
//! [`Baskets`] holds items by number; [`frequent`] finds every set that at least so many baskets hold, exactly; [`rules`]
//! turns the sets into "who has these has those" with the measures of the trade; [`followed`] does the same for what stands in
//! the baskets that come after.
//!
//! Thresholds are counts and fractions of whole numbers ([`Share`]) and are compared as such, so a rule that lies on the threshold
//! is kept (floats lose some). What a rule's chance is: Fisher's exact test, one-sided, corrected by Holm for all rules that were
//! tried, those below the confidence included.
//!
//! The same at the level of categories is the same with categories for items. Absent: names of items, and which lines count.

mod collected;
mod followed;
mod frequent;
mod masks;
mod measures;
mod rules;
mod sets;
#[cfg(test)]
mod tests;

pub use collected::Baskets;
pub use followed::{Ahead, Followed, Visit, followed};
pub use frequent::{Ended, Limits, TooMany, frequent, frequent_until};
pub use measures::{Counts, Share};
pub use rules::{Found, Rule, rules};
pub use sets::Sets;
