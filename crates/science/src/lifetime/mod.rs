//! Who is still a customer, how often they will buy, and for how much: the "buy till you die" family.
//!
//! While alive a customer buys at random at a rate of their own, and leaves for good unnoticed. Rates and chances to leave
//! differ between customers as gamma and beta distributions do. Three models differ in when one may leave:
//!
//! * [`Model::BgNbd`]: after each repeat purchase (Fader, Hardie and Lee, Marketing Science 24(2), 2005). A customer of one
//!   purchase cannot have left, so its chance of being alive must not rank anybody's churn; the chance of silence ([`predict::Ahead::silent`]) may.
//! * [`Model::MbgNbd`]: after each purchase, the first included (Batislam, Denizel and Filiztekin, IJRM 24(3), 2007).
//! * [`Model::ParetoNbd`]: at any time (Schmittlein, Morrison and Colombo, Management Science 33(1), 1987).
//!
//! [`discrete`] is their sister for purchases that have their times, a yearly gift or a season's order.
//!
//! [`purchases`] turns purchases into histories; [`fit`] finds a model's parameters by maximum likelihood; [`predict`] says
//! what follows for each customer; [`spend`] is the Gamma-Gamma model of what a purchase is worth; [`choose`] lets the models
//! compete on purchases that they have not seen, beside a naive guess.
//!
//! The published formulas hold Gauss's hypergeometric function. Here stand equal forms whose terms are all positive, so no
//! digits are lost where the function's argument nears 1, nor at a = 1 or s = 1 where the published forms divide by zero:
//! [`beta`] sums over the number of would-be purchases, [`pareto`] integrates over the time of leaving.
//!
//! Absent: calendars and currencies. Time is in any one unit (weeks, in the papers).

pub mod beta;
pub mod choose;
pub mod discrete;
pub mod fit;
pub mod pareto;
pub mod predict;
pub mod purchases;
pub mod spend;
pub(crate) mod tally;
#[cfg(test)]
mod tests;

pub use fit::{Boundary, Fit, Refusal};
pub use predict::{Horizon, Outlook};

/// Which model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Model {
    /// Leaves after a repeat purchase.
    BgNbd,
    /// Leaves after any purchase.
    MbgNbd,
    /// Leaves at any time.
    ParetoNbd,
}

impl Model {
    /// All three.
    pub const ALL: [Self; 3] = [Self::BgNbd, Self::MbgNbd, Self::ParetoNbd];

    /// Its name on the command line and in files.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::BgNbd => "bg-nbd",
            Self::MbgNbd => "mbg-nbd",
            Self::ParetoNbd => "pareto-nbd",
        }
    }

    /// The model of a name.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|model| model.key() == key)
    }

    /// What its four parameters are called, in order.
    #[must_use]
    pub fn parameter_names(self) -> [&'static str; 4] {
        match self {
            Self::BgNbd | Self::MbgNbd => ["r", "alpha", "a", "b"],
            Self::ParetoNbd => ["r", "alpha", "s", "beta"],
        }
    }
}

/// What the models know of a customer: all that matters of when they bought.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct History {
    /// Purchases after the first (x).
    pub repeats: u32,
    /// Time from the first purchase to the last (t_x): 0 when there was one only.
    pub last: f64,
    /// Time from the first purchase to the end of observation (T).
    pub age: f64,
}

/// Why a history cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// A time is below zero, infinite, or not a number.
    Time,
    /// The last purchase is after the end of observation.
    LastAfterEnd,
    /// Repeat purchases, yet the last is the first; or none, yet the last is later than the first.
    LastWithoutRepeats,
}

impl std::fmt::Display for Flaw {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Time => "a time is below zero, infinite or not a number",
            Self::LastAfterEnd => "the last purchase is after the end of observation",
            Self::LastWithoutRepeats => "the time of the last purchase does not fit the number of repeat purchases",
        })
    }
}

impl History {
    /// Whether the history can be.
    ///
    /// # Errors
    /// Says what is wrong with it.
    pub fn check(&self) -> Result<(), Flaw> {
        let sound = |time: f64| time.is_finite() && time >= 0.0;
        if !sound(self.last) || !sound(self.age) {
            Err(Flaw::Time)
        } else if self.last > self.age {
            Err(Flaw::LastAfterEnd)
        } else if (self.repeats == 0) != (self.last == 0.0) {
            Err(Flaw::LastWithoutRepeats)
        } else {
            Ok(())
        }
    }
}
