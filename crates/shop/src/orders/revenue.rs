//! What each line of an order brought in.
//!
//! The source's own share of the payment counts (分摊之后的实付金额) where it states one. What is left of the order's
//! payment is shared among the other lines by what the buyer owed for each, so that the lines add up to the payment
//! exactly. A line that was closed before payment takes no share while another can.

use connectors::drafts::OrderStatus;
use platform::money::allocate;

/// What sharing needs to know of a line. Minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Share {
    /// What the source says was paid for it.
    pub(super) paid: Option<i64>,
    /// What the buyer owed for it.
    pub(super) total: Option<i64>,
    /// Unit price.
    pub(super) price: Option<i64>,
    /// Pieces.
    pub(super) quantity: i64,
    /// Its status.
    pub(super) status: OrderStatus,
}

impl Share {
    fn weight(&self) -> i64 {
        if self.status == OrderStatus::Cancelled {
            return 0;
        }
        self.total.or_else(|| self.price?.checked_mul(self.quantity)).unwrap_or(0).max(0)
    }
}

/// The revenue of each line, in their order, when `paid` was paid for the whole; `None` while nothing is known to be
/// paid for it.
pub(super) fn of_lines(paid: Option<i64>, lines: &[Share]) -> Vec<Option<i64>> {
    let mut revenue: Vec<Option<i64>> = lines.iter().map(|line| line.paid).collect();
    let Some(paid) = paid else { return revenue };
    let open: Vec<usize> = (0..lines.len()).filter(|index| revenue.get(*index).is_some_and(Option::is_none)).collect();
    let stated: i64 = lines.iter().filter_map(|line| line.paid).fold(0, i64::saturating_add);
    let rest = if stated == 0 { paid } else { paid.saturating_sub(stated).max(0) };
    let weights: Vec<i64> = open.iter().filter_map(|index| lines.get(*index)).map(Share::weight).collect();
    for (index, share) in open.into_iter().zip(allocate(rest, &weights)) {
        if let Some(slot) = revenue.get_mut(index) {
            *slot = Some(share);
        }
    }
    revenue
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn line(paid: Option<i64>, total: Option<i64>) -> Share {
        Share { paid, total, price: Some(100), quantity: 2, status: OrderStatus::Finished }
    }

    #[test]
    fn the_payment_is_shared_by_what_was_owed() {
        let closed = Share { status: OrderStatus::Cancelled, ..line(None, Some(500)) };
        for (paid, lines, expected) in [
            (None, vec![line(None, Some(100))], vec![None]),
            (None, vec![line(Some(70), Some(100))], vec![Some(70)]),
            (Some(90), vec![line(None, Some(100))], vec![Some(90)]),
            (Some(100), vec![line(None, Some(100)), line(None, Some(200))], vec![Some(33), Some(67)]),
            (Some(100), vec![line(Some(80), Some(100)), line(None, Some(200))], vec![Some(80), Some(20)]),
            (Some(100), vec![line(Some(120), Some(100)), line(None, Some(200))], vec![Some(120), Some(0)]),
            (Some(100), vec![line(None, None), line(None, Some(600))], vec![Some(25), Some(75)]),
            (Some(100), vec![closed, line(None, Some(200))], vec![Some(0), Some(100)]),
            (Some(100), vec![line(None, Some(0)), line(None, Some(0))], vec![Some(50), Some(50)]),
            (Some(-300), vec![line(None, Some(100)), line(None, Some(200))], vec![Some(-100), Some(-200)]),
        ] {
            assert_eq!(of_lines(paid, &lines), expected, "{paid:?} {lines:?}");
        }
    }

    proptest! {
        #[test]
        fn lines_add_up_to_the_payment_when_the_source_states_no_shares(
            paid in 0_i64..10_000_000,
            totals in prop::collection::vec(prop::option::of(0_i64..1_000_000), 1..12),
        ) {
            let lines: Vec<Share> = totals.into_iter().map(|total| line(None, total)).collect();
            let sum: i64 = of_lines(Some(paid), &lines).into_iter().flatten().sum();
            prop_assert_eq!(sum, paid);
        }
    }
}
