//! Who is about to be lost, and why.
//!
//! The risk is the chance of no purchase within a horizon, as the model that was chosen for the shop says it
//! ([`crate::lifetime::predict::Ahead::silent`]): it falls with every sign of life and rises with silence, under each model.
//! BG/NBD's chance of being alive is not used, since it is 1 for everybody who bought once. Reasons are what a person would
//! point at in the history; they explain the customer, they do not add up to the risk.
//!
//! Absent: what to do about it.

use crate::lifetime::{Fit, History, Horizon, Refusal};

/// What is known of a customer beside the model. What is unknown stays `None` or zero and gives no reason.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Signs {
    /// Purchases.
    pub purchases: u32,
    /// Days since the last purchase.
    pub silence: f64,
    /// Days that the customer usually waits, see [`crate::next::Next::usual`].
    pub usual: Option<f64>,
    /// The last gap between purchases, in days.
    pub last_gap: Option<f64>,
    /// Spent in the last period, in minor units.
    pub spent: i64,
    /// Spent in the period before.
    pub spent_before: i64,
    /// Refunded, of all that was ever spent, in minor units.
    pub refunded: i64,
    /// Ever spent.
    pub ever: i64,
    /// Complaints not yet resolved.
    pub complaints: u32,
}

/// From where on a sign is a reason.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// Silence over the usual wait.
    pub overdue: f64,
    /// Last gap over the usual wait.
    pub slowing: f64,
    /// Spending over that of the period before, at most.
    pub spending: f64,
    /// Refunds over what was spent.
    pub refunds: f64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { overdue: 2.0, slowing: 1.5, spending: 0.5, refunds: 0.3 }
    }
}

/// Why a customer may be lost.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Reason {
    /// A complaint is open: so many.
    Complaint(u32),
    /// Silent for so many times the usual wait.
    Overdue(f64),
    /// The last gap was so many times the usual wait.
    Slowing(f64),
    /// Spending fell to this share of that of the period before.
    SpendingLess(f64),
    /// This share of the spending was refunded.
    Refunds(f64),
    /// Bought once only.
    OnlyOnce,
}

impl Reason {
    /// Every key, in the order of the reasons.
    pub const KEYS: [&'static str; 6] = ["complaint", "overdue", "slowing", "spending_less", "refunds", "only_once"];

    /// A word for keys and files.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Complaint(_) => "complaint",
            Self::Overdue(_) => "overdue",
            Self::Slowing(_) => "slowing",
            Self::SpendingLess(_) => "spending_less",
            Self::Refunds(_) => "refunds",
            Self::OnlyOnce => "only_once",
        }
    }
}

/// The risk of each customer, from 0 to 1: the chance of no purchase within a time to come.
///
/// # Errors
/// When a history cannot be.
pub fn risks(fit: &Fit, histories: &[History], time: f64) -> Result<Vec<f64>, Refusal> {
    let mut outlook = fit.outlook(histories, &[Horizon::plain(time)])?;
    Ok(outlook.ahead.pop().map(|ahead| ahead.silent).unwrap_or_default())
}

/// The reasons, what can be mended first.
#[must_use]
pub fn reasons(signs: &Signs, limits: &Limits) -> Vec<Reason> {
    let of = |part: f64, whole: f64| Some(part / whole).filter(|ratio| ratio.is_finite() && whole > 0.0);
    let usual = signs.usual.unwrap_or(0.0);
    let mut found = Vec::new();
    if signs.complaints > 0 {
        found.push(Reason::Complaint(signs.complaints));
    }
    found.extend(of(signs.silence, usual).filter(|times| *times >= limits.overdue).map(Reason::Overdue));
    let slowed = signs.last_gap.and_then(|gap| of(gap, usual));
    found.extend(slowed.filter(|times| *times >= limits.slowing).map(Reason::Slowing));
    let left = of(signs.spent.max(0) as f64, signs.spent_before as f64);
    found.extend(left.filter(|share| *share <= limits.spending).map(Reason::SpendingLess));
    let back = of(signs.refunded as f64, signs.ever as f64);
    found.extend(back.filter(|share| *share >= limits.refunds).map(Reason::Refunds));
    if signs.purchases == 1 {
        found.push(Reason::OnlyOnce);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lifetime::Model;

    fn fit(model: Model, parameters: [f64; 4]) -> Fit {
        let (errors, boundary) = (None, None);
        Fit { model, parameters, errors, log_likelihood: 0.0, customers: 0, repeaters: 0, boundary, asked: 0 }
    }

    #[test]
    fn one_time_buyers_are_ranked_under_every_model() {
        let history = |repeats, last, age| History { repeats, last, age };
        let customers = [history(0, 0.0, 1.0), history(0, 0.0, 30.0), history(5, 29.0, 30.0), history(5, 10.0, 30.0)];
        // As they fit CDNOW.
        for fit in [
            fit(Model::BgNbd, [0.243, 4.414, 0.793, 2.426]),
            fit(Model::MbgNbd, [0.525, 6.183, 0.891, 1.614]),
            fit(Model::ParetoNbd, [0.553, 10.578, 0.606, 11.669]),
        ] {
            let risks = risks(&fit, &customers, 13.0).unwrap();
            assert!(risks[1] > risks[0] && risks[0] > risks[2] && risks[3] > risks[2], "{:?} {risks:?}", fit.model);
            assert!(risks.iter().all(|risk| (0.0..=1.0).contains(risk)));
        }
    }

    #[test]
    fn reasons_are_what_a_person_would_point_at() {
        let signs = Signs { purchases: 6, silence: 20.0, usual: Some(30.0), ..Signs::default() };
        let rows = [
            (signs, vec![]),
            (Signs { silence: 75.0, ..signs }, vec![Reason::Overdue(2.5)]),
            (Signs { last_gap: Some(60.0), ..signs }, vec![Reason::Slowing(2.0)]),
            (Signs { spent: 2_500, spent_before: 10_000, ..signs }, vec![Reason::SpendingLess(0.25)]),
            (Signs { spent: -5, spent_before: 10_000, ..signs }, vec![Reason::SpendingLess(0.0)]),
            (
                Signs { refunded: 40, ever: 100, complaints: 2, ..signs },
                vec![Reason::Complaint(2), Reason::Refunds(0.4)],
            ),
            (Signs { purchases: 1, usual: None, ..signs }, vec![Reason::OnlyOnce]),
            (Signs { silence: f64::NAN, usual: Some(0.0), ..signs }, vec![]),
        ];
        for (signs, expected) in rows {
            assert_eq!(reasons(&signs, &Limits::default()), expected);
        }
    }
}
