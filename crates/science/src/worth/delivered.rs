//! Delivered value, 客户让渡价值: total customer value less total customer cost (Kotler, Marketing Management). Each part is
//! an amount that was counted, a weight that the shop may change, and their product in minor units; nothing is hidden in the
//! index.

use super::narrow;

/// One thing that a customer got, or that it cost them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Got: paid less than the list price, in minor units.
    Savings,
    /// Got: gifts, at their value in minor units.
    Gifts,
    /// Got: given to make something good, in minor units.
    Compensation,
    /// Got: points, at their value in minor units.
    Points,
    /// Got: hours by which parcels came before they were promised.
    EarlyDelivery,
    /// Got: questions answered at once.
    QuickReplies,
    /// Got: problems solved.
    Solved,
    /// Cost: paid above the list price, in minor units: freight and fees.
    Surcharges,
    /// Cost: hours of waiting for parcels after they were promised.
    LateDelivery,
    /// Cost: hours of waiting for an answer.
    SlowReplies,
    /// Cost: goods sent back.
    Returns,
    /// Cost: complaints that had to be made.
    Complaints,
    /// Cost: messages that were needed to get what was wanted.
    Effort,
}

impl Part {
    /// All, what was got first.
    pub const ALL: [Self; 13] = [
        Self::Savings,
        Self::Gifts,
        Self::Compensation,
        Self::Points,
        Self::EarlyDelivery,
        Self::QuickReplies,
        Self::Solved,
        Self::Surcharges,
        Self::LateDelivery,
        Self::SlowReplies,
        Self::Returns,
        Self::Complaints,
        Self::Effort,
    ];

    /// Whether the customer got it; otherwise it cost them.
    #[must_use]
    pub fn is_got(self) -> bool {
        self < Self::Surcharges
    }

    /// A word for keys and files.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Savings => "savings",
            Self::Gifts => "gifts",
            Self::Compensation => "compensation",
            Self::Points => "points",
            Self::EarlyDelivery => "early_delivery",
            Self::QuickReplies => "quick_replies",
            Self::Solved => "solved",
            Self::Surcharges => "surcharges",
            Self::LateDelivery => "late_delivery",
            Self::SlowReplies => "slow_replies",
            Self::Returns => "returns",
            Self::Complaints => "complaints",
            Self::Effort => "effort",
        }
    }

    /// What one counts for unless the shop says otherwise, in minor units. Money counts for itself.
    #[must_use]
    pub fn usual_weight(self) -> i64 {
        match self {
            Self::Savings | Self::Gifts | Self::Compensation | Self::Points | Self::Surcharges => 1,
            Self::EarlyDelivery | Self::LateDelivery => 20,
            Self::QuickReplies => 100,
            Self::SlowReplies => 50,
            Self::Effort => 30,
            Self::Returns => 1_000,
            Self::Solved | Self::Complaints => 2_000,
        }
    }
}

/// A part that was counted and weighed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weighed {
    /// Which.
    pub part: Part,
    /// How much of it, in its unit. Below zero counts as zero.
    pub amount: i64,
    /// What one counts for, in minor units. Below zero counts as zero.
    pub weight: i64,
}

impl Weighed {
    /// The product, in minor units, at or above zero.
    #[must_use]
    pub fn worth(&self) -> i64 {
        narrow(i128::from(self.amount.max(0)) * i128::from(self.weight.max(0)))
    }
}

/// What a customer, or a segment, was delivered.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Delivered {
    /// Every part.
    pub parts: Vec<Weighed>,
    /// All that was got.
    pub got: i64,
    /// All that it cost.
    pub cost: i64,
}

impl Delivered {
    /// Weighs amounts with the shop's weights; what is not weighed there has its usual weight. A part that is named twice is
    /// added up.
    #[must_use]
    pub fn of(amounts: &[(Part, i64)], weights: &[(Part, i64)]) -> Self {
        let weighed = |part: Part| {
            let own = || amounts.iter().filter(|(of, _)| *of == part).map(|(_, amount)| *amount);
            own().next()?;
            let weight =
                weights.iter().rev().find(|(of, _)| *of == part).map_or(part.usual_weight(), |(_, weight)| *weight);
            Some(Weighed { part, amount: own().fold(0, i64::saturating_add), weight })
        };
        let parts: Vec<Weighed> = Part::ALL.into_iter().filter_map(weighed).collect();
        let sum = |got: bool| {
            let side = parts.iter().filter(|weighed| weighed.part.is_got() == got);
            side.map(Weighed::worth).fold(0, i64::saturating_add)
        };
        Self { got: sum(true), cost: sum(false), parts }
    }

    /// Got less cost, in minor units.
    #[must_use]
    pub fn value(&self) -> i64 {
        self.got.saturating_sub(self.cost)
    }

    /// From 0, only cost, over 50, even, to 100, only got; `None` when there was neither.
    #[must_use]
    pub fn index(&self) -> Option<u8> {
        let (got, both) = (i128::from(self.got), i128::from(self.got) + i128::from(self.cost));
        (both > 0).then(|| u8::try_from((got * 200 + both) / (2 * both)).unwrap_or(100))
    }
}

/// What a segment was delivered: the sums over its customers, with the same weights. Its index is that of the sums, so who
/// got more counts more.
#[must_use]
pub fn together(customers: &[Delivered], weights: &[(Part, i64)]) -> Delivered {
    let amounts: Vec<(Part, i64)> = customers
        .iter()
        .flat_map(|one| one.parts.iter().map(|weighed| (weighed.part, weighed.amount.max(0))))
        .collect();
    Delivered::of(&amounts, weights)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_is_told_and_adds_up() {
        let one = Delivered::of(&[(Part::Savings, 3_000), (Part::LateDelivery, 50), (Part::Savings, 500)], &[]);
        assert_eq!((one.got, one.cost, one.value(), one.index()), (3_500, 1_000, 2_500, Some(78)));
        let told: Vec<_> =
            one.parts.iter().map(|weighed| (weighed.part.key(), weighed.amount, weighed.worth())).collect();
        assert_eq!(told, [("savings", 3_500, 3_500), ("late_delivery", 50, 1_000)]);
        let patient = Delivered::of(&[(Part::Savings, 3_500), (Part::LateDelivery, 50)], &[(Part::LateDelivery, 70)]);
        assert_eq!((patient.value(), patient.index()), (0, Some(50)));
        let cross = Delivered::of(&[(Part::Complaints, 2), (Part::Returns, -4)], &[]);
        assert_eq!((cross.value(), cross.index()), (-4_000, Some(0)));
        assert_eq!(Delivered::of(&[], &[]).index(), None);
        let both = together(&[one, cross], &[]);
        assert_eq!((both.got, both.cost), (3_500, 5_000));
        let huge = Delivered::of(&[(Part::Savings, i64::MAX), (Part::Returns, i64::MAX)], &[]);
        assert_eq!((huge.value(), huge.index()), (0, Some(50)));
    }

    #[test]
    fn what_is_got_stands_before_what_it_costs() {
        assert_eq!(Part::ALL.iter().filter(|part| part.is_got()).count(), 7);
        assert!(Part::ALL.is_sorted());
    }
}
