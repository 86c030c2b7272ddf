//! Reading a comparison of two groups, in the order in which it may be read.

use super::always::{Always, always};
use super::means::{Adjusted, Estimate, Moments, adjust, difference, relative};
use super::power::detectable;
use super::ratio::{Check, check};

/// How customers came into their groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Assignment {
    /// By lot, with these weights of control and treated.
    Randomised {
        /// Weight of the control group.
        control: u32,
        /// Weight of the treated.
        treated: u32,
    },
    /// By what they did or were. A difference is no effect.
    Observational,
}

/// A group: outcomes, and what was known of the same customers beforehand, in the same order.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Group<'a> {
    /// Outcomes, one a customer.
    pub outcomes: &'a [f64],
    /// The same measure, or another, before the action; `None` where it is not known.
    pub before: Option<&'a [f64]>,
}

/// What is asked of a reading.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plan {
    /// How often intervals hold the truth.
    pub level: f64,
    /// The power by which the least effect is told.
    pub power: f64,
    /// Customers that both groups are meant to have in the end, fixed before the first look.
    pub planned: u64,
}

impl Default for Plan {
    fn default() -> Self {
        Self { level: 0.95, power: 0.8, planned: 10_000 }
    }
}

/// Why nothing is read.
#[derive(Debug, Clone, PartialEq)]
pub enum Refusal {
    /// A group of fewer than two.
    TooFew {
        /// Customers of the control group.
        control: usize,
        /// Customers of the treated.
        treated: usize,
    },
    /// A value that is no number, infinite, or beyond 10¹⁵⁰: group (0 is the control) and place.
    NoNumber {
        /// 0 of the control group, 1 of the treated.
        group: usize,
        /// Its place, from 0.
        at: usize,
    },
    /// What was known beforehand is missing for some, or known of one group only.
    Before,
    /// A weight of nothing.
    NoWeight,
    /// Customers did not fall into the groups as they were meant to.
    SampleRatio(Check),
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::TooFew { control, treated } => {
                write!(f, "{control} customers were left alone and {treated} treated; each group needs at least two")
            }
            Self::NoNumber { group, at } => {
                write!(f, "customer {} of group {group} has a value that is no number", at + 1)
            }
            Self::Before => f.write_str("what was known beforehand must be known of every customer of both groups"),
            Self::NoWeight => f.write_str("each group must have been drawn with a weight above 0"),
            Self::SampleRatio(check) => write!(
                f,
                "customers did not fall into the groups as they were meant to (chance {:.2e}, expected {:.0} and {:.0}): find out \
                 what was lost before reading anything",
                check.chance,
                check.expected.first().copied().unwrap_or_default(),
                check.expected.get(1).copied().unwrap_or_default()
            ),
        }
    }
}

impl std::error::Error for Refusal {}

/// How groups differed before the action.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Beforehand {
    /// Difference of the means.
    pub difference: Estimate,
    /// The same in standard deviations; beyond 0.1 groups are called unbalanced (Austin, Statistics in Medicine 28, 2009). `None`
    /// where nothing varies.
    pub standardised: Option<f64>,
}

/// What may be read.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// How customers came into their groups; of [`Assignment::Observational`] nothing below is an effect.
    pub assignment: Assignment,
    /// The check that was passed; `None` where nobody drew lots.
    pub ratio: Option<Check>,
    /// Those left alone.
    pub control: Moments,
    /// Those treated.
    pub treated: Moments,
    /// How they differed before; `None` where it is not known.
    pub beforehand: Option<Beforehand>,
    /// How much more the treated have.
    pub difference: Estimate,
    /// By which share; `None` where the control's mean is next to nothing.
    pub relative: Option<Estimate>,
    /// The difference with what was known beforehand taken out, and the groups after it; `None` where nothing was known.
    pub adjusted: Option<(Adjusted, Estimate)>,
    /// The difference at any look; of the adjusted groups where there are such. `None` where nothing varies.
    pub always: Option<Always>,
    /// The least difference that these groups would show with the power asked for; after adjusting, where there is such.
    /// `None` where nothing varies.
    pub detectable: Option<f64>,
}

impl Reading {
    /// Reads, when it may be read.
    ///
    /// # Errors
    /// When a group is too small, a value is none, or customers did not fall into the groups as they were meant to.
    pub fn new(control: Group<'_>, treated: Group<'_>, assignment: Assignment, plan: &Plan) -> Result<Self, Refusal> {
        for (place, group) in [control, treated].iter().enumerate() {
            for values in [Some(group.outcomes), group.before].into_iter().flatten() {
                if let Some(at) = values.iter().position(|value| !value.is_finite() || value.abs() > 1e150) {
                    return Err(Refusal::NoNumber { group: place, at });
                }
            }
        }
        let sizes = (control.outcomes.len(), treated.outcomes.len());
        let known = |group: &Group<'_>| group.before.map(<[f64]>::len);
        if control.before.is_some() != treated.before.is_some()
            || known(&control).is_some_and(|len| len != sizes.0)
            || known(&treated).is_some_and(|len| len != sizes.1)
        {
            return Err(Refusal::Before);
        }
        let ratio = match assignment {
            Assignment::Observational => None,
            Assignment::Randomised { control, treated } => {
                if control == 0 || treated == 0 {
                    return Err(Refusal::NoWeight);
                }
                check(&[sizes.0 as u64, sizes.1 as u64], &[control, treated])
            }
        };
        if let Some(mismatch) = ratio.as_ref().filter(|check| !check.passes()) {
            return Err(Refusal::SampleRatio(mismatch.clone()));
        }
        let few = Refusal::TooFew { control: sizes.0, treated: sizes.1 };
        let (of_control, of_treated) = (Moments::of(control.outcomes), Moments::of(treated.outcomes));
        let found = difference(&of_control, &of_treated, plan.level).ok_or(few)?;
        let pair = control.before.zip(treated.before);
        let beforehand = pair.and_then(|(one, other)| {
            let (one, other) = (Moments::of(one), Moments::of(other));
            let spread = ((one.variance + other.variance) / 2.0).sqrt();
            let difference = difference(&one, &other, plan.level)?;
            Some(Beforehand { difference, standardised: (spread > 0.0).then(|| difference.value / spread) })
        });
        let adjusted = pair.and_then(|(one, other)| {
            let adjusted = adjust((one, control.outcomes), (other, treated.outcomes))?;
            let estimate = difference(&adjusted.control, &adjusted.treated, plan.level)?;
            Some((adjusted, estimate))
        });
        let (one, other) = adjusted.as_ref().map_or((of_control, of_treated), |(it, _)| (it.control, it.treated));
        let pooled = ((one.variance + other.variance) / 2.0).sqrt();
        Ok(Self {
            assignment,
            ratio,
            control: of_control,
            treated: of_treated,
            beforehand,
            difference: found,
            relative: relative(&of_control, &of_treated, plan.level),
            always: always(&one, &other, plan.planned, plan.level),
            detectable: detectable(pooled, one.count, other.count, plan.level, plan.power).filter(|_| pooled > 0.0),
            adjusted,
        })
    }

    /// Whether a difference may be called an effect.
    #[must_use]
    pub fn is_causal(&self) -> bool {
        matches!(self.assignment, Assignment::Randomised { .. })
    }
}
