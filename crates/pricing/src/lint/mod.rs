//! What an operator should look at before publishing: goods below cost or free, promotions that never apply or are in each
//! other's way, gifts dearer than what is paid, price cuts from a raised price, draws that the law would object to.
//!
//! Goods are priced for the most favoured buyer that can be: of each level in turn, in all segments, with all coupons and
//! groups, on the first order and on later ones, at every instant at which a promotion begins.

mod draws;
mod given;
mod goods;
mod never;
mod overlap;

use crate::{Line, Problem, Shelf};

/// What to look at, the gravest first. `goods` are lines of one piece, one for each variant that may be sold; amounts are in
/// the programme's currency. `now` is milliseconds UTC.
#[must_use]
pub fn lint(shelf: &Shelf, goods: &[Line], now: i64) -> Vec<Problem> {
    let mut problems = goods::lint(shelf, goods, now);
    problems.extend(given::lint(&shelf.programme, goods));
    problems.extend(never::lint(shelf, goods, now));
    problems.extend(overlap::lint(shelf, goods));
    problems.extend(draws::lint(&shelf.programme));
    problems.sort_by(|one, other| {
        (one.gravity, &one.code, &one.promotions).cmp(&(other.gravity, &other.code, &other.promotions))
    });
    problems.dedup();
    problems
}
