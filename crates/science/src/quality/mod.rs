//! The seven tools of quality control (Ishikawa, Guide to Quality Control, 1976), for complaints, delivery, replies.
//!
//! * [`charts`]: control charts of single values (XmR), shares (p, np) and counts (c, u), with Laney's correction for large
//!   samples; [`signals`]: what is more than chance in them, by one named set of run rules.
//! * [`pareto`]: the vital few; [`histogram`]: how values lie, and whether a process can keep its limits; [`scatter`]: whether two
//!   go together; [`strata`]: the same values by kind; [`sheet`]: the check sheet; [`causes`]: cause and effect as a tree.
//!
//! Absent: drawing, and what is counted.

pub mod causes;
pub mod charts;
pub mod histogram;
pub mod pareto;
pub mod scatter;
pub mod sheet;
pub mod signals;
pub mod strata;
#[cfg(test)]
mod tests;

use crate::lift::means::Moments;

/// Why nothing was computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Too few values.
    TooFew {
        /// Values that there are.
        values: usize,
        /// Values that it takes.
        least: usize,
    },
    /// A value that is no number, infinite, or beyond 10¹⁵⁰.
    NoNumber {
        /// Its place, from 0.
        at: usize,
    },
    /// A sample of nothing, or with more that count than it has.
    NoSample {
        /// Its place, from 0.
        at: usize,
    },
    /// The samples differ in size where they must not.
    Sizes,
    /// As many of the one as of the other are needed.
    Pairs,
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::TooFew { values, least } => write!(f, "there are {values} values; at least {least} are needed"),
            Self::NoNumber { at } => write!(f, "value {} is no number", at + 1),
            Self::NoSample { at } => write!(f, "sample {} is empty or smaller than what counts in it", at + 1),
            Self::Sizes => f.write_str("an np chart takes samples of one size; a p chart takes any"),
            Self::Pairs => f.write_str("as many of the one as of the other are needed"),
        }
    }
}

impl std::error::Error for Refusal {}

/// Whether all are numbers, and enough. Squares of larger ones than these are none.
fn sound(values: &[f64], least: usize) -> Result<(), Refusal> {
    if let Some(at) = values.iter().position(|value| !value.is_finite() || value.abs() > 1e150) {
        return Err(Refusal::NoNumber { at });
    }
    if values.len() < least { Err(Refusal::TooFew { values: values.len(), least }) } else { Ok(()) }
}

/// Mean and standard deviation with n − 1; the latter 0 of a single value. Of values that are numbers.
fn mean_and_spread(values: &[f64]) -> (f64, f64) {
    let moments = Moments::of(values);
    (moments.mean, moments.variance.sqrt())
}
