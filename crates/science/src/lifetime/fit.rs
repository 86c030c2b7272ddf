//! Fitting: the parameters under which what was seen is likeliest, and how sure they are.

use super::beta::{self, First};
use super::pareto::{self, Grid};
use super::tally::{Tally, Times, Told};
use super::{Flaw, History, Model};
use crate::climb::{Peak, climb};

/// Fewer customers who came back than this are too few to tell customers apart.
pub const LEAST_REPEATERS: usize = 30;

/// A model with the parameters that fit best.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    /// Which model.
    pub model: Model,
    /// r, α, a, b or r, α, s, β, see [`Model::parameter_names`].
    pub parameters: [f64; 4],
    /// Standard errors of the parameters, from the second derivatives of their logarithms; `None` on a boundary.
    pub errors: Option<[f64; 4]>,
    /// Natural logarithm of the likelihood, unscaled.
    pub log_likelihood: f64,
    /// Customers used.
    pub customers: usize,
    /// Customers with a repeat purchase.
    pub repeaters: usize,
    /// Set when the data want a parameter to be as small or as large as can be: the model says more than they hold.
    pub boundary: Option<Boundary>,
    /// How often the likelihood was computed.
    pub asked: usize,
}

/// What the data want that lies beyond the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Boundary {
    /// Nobody leaves: the chance to leave falls to nothing, and so everybody counts as alive.
    NobodyLeaves,
    /// Everybody leaves at the same pace: chances to leave do not differ between customers.
    LeaveAlike,
    /// Everybody buys at the same pace.
    BuyAlike,
    /// Who leaves does so at once: chances to leave are next to 0 or to 1.
    LeaveAtOnceOrNever,
}

impl Boundary {
    /// A word for keys and files.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::NobodyLeaves => "nobody_leaves",
            Self::LeaveAlike => "leave_alike",
            Self::BuyAlike => "buy_alike",
            Self::LeaveAtOnceOrNever => "leave_at_once_or_never",
        }
    }
}

/// Why nothing was fitted. The naive guess ([`super::choose::naive`]) needs no model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// No customers.
    Nobody,
    /// A history that cannot be.
    Flawed {
        /// Its place, from 0.
        at: usize,
        /// What is wrong with it.
        flaw: Flaw,
    },
    /// Too few customers came back; [`LEAST_REPEATERS`] are needed.
    TooFewRepeaters {
        /// Customers.
        customers: usize,
        /// Those who came back.
        repeaters: usize,
    },
    /// Too few of those who came back spent anything; [`LEAST_REPEATERS`] are needed.
    TooFewSpenders {
        /// Those who came back.
        repeaters: usize,
        /// Those of them who spent something.
        spenders: usize,
    },
    /// All histories are the same, so nothing can be told from differences.
    AllAlike,
    /// The likelihood could not be computed anywhere near.
    NoStart,
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Nobody => f.write_str("there are no customers"),
            Self::Flawed { at, flaw } => write!(f, "customer {}: {flaw}", at + 1),
            Self::TooFewRepeaters { customers, repeaters } => {
                write!(f, "{repeaters} of {customers} customers came back; at least {LEAST_REPEATERS} are needed")
            }
            Self::TooFewSpenders { repeaters, spenders } => {
                write!(
                    f,
                    "{spenders} of {repeaters} customers who came back spent more than nothing; at least \
                     {LEAST_REPEATERS} are needed"
                )
            }
            Self::AllAlike => {
                f.write_str("all customers have the same history, so nothing can be told from differences")
            }
            Self::NoStart => f.write_str("the likelihood cannot be computed for these histories"),
        }
    }
}

impl std::error::Error for Refusal {}

/// A likelihood over counted histories.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Likelihood {
    model: Model,
    tally: Tally,
    grid: Option<Grid>,
    times: Option<Times>,
}

impl Likelihood {
    pub(crate) fn new(model: Model, tally: Tally) -> Self {
        let grid = (model == Model::ParetoNbd).then(|| Grid::of(&tally));
        Self { model, tally, grid, times: None }
    }

    /// The same, to be asked many times.
    fn often(model: Model, tally: Tally) -> Self {
        let times = (model != Model::ParetoNbd).then(|| Times::of(&tally.rows));
        Self { times, ..Self::new(model, tally) }
    }

    /// What the model says of each row.
    pub(crate) fn tell(&self, parameters: [f64; 4], each: impl FnMut(usize, Told)) {
        match (self.model, &self.grid) {
            (Model::ParetoNbd, Some(grid)) => pareto::tell(parameters, &self.tally, grid, each),
            (Model::MbgNbd, _) => beta::tell(First::MayLeave, parameters, &self.tally, self.times.as_ref(), each),
            _ => beta::tell(First::Stays, parameters, &self.tally, self.times.as_ref(), each),
        }
    }

    /// What the model says of each row, kept.
    pub(crate) fn told(&self, parameters: [f64; 4]) -> Vec<Told> {
        let mut told = Vec::with_capacity(self.tally.rows.len());
        self.tell(parameters, |_, row| told.push(row));
        told
    }

    /// The whole logarithm and its derivatives by the logarithms of the parameters.
    fn sum(&self, parameters: [f64; 4]) -> (f64, [f64; 4]) {
        let (mut total, mut slope) = (0.0, [0.0; 4]);
        let mut rows = self.tally.rows.iter();
        self.tell(parameters, |_, told| {
            let weight = rows.next().map_or(0.0, |row| row.weight);
            total += weight * told.ln;
            for (sum, part) in slope.iter_mut().zip(told.slope) {
                *sum += weight * part;
            }
        });
        for (part, parameter) in slope.iter_mut().zip(parameters) {
            *part *= parameter;
        }
        (total, slope)
    }
}

impl Fit {
    /// Fits a model.
    ///
    /// # Errors
    /// When there is too little to fit, or a history cannot be.
    pub fn new(model: Model, histories: &[History]) -> Result<Self, Refusal> {
        for (at, history) in histories.iter().enumerate() {
            history.check().map_err(|flaw| Refusal::Flawed { at, flaw })?;
        }
        let customers = histories.len();
        let repeaters = histories.iter().filter(|history| history.repeats > 0).count();
        if customers == 0 {
            return Err(Refusal::Nobody);
        }
        if repeaters < LEAST_REPEATERS {
            return Err(Refusal::TooFewRepeaters { customers, repeaters });
        }
        let mut tally = Tally::of(histories);
        if tally.rows.len() < 2 {
            return Err(Refusal::AllAlike);
        }
        // Time in units of the mean age, so that the search is the same in hours and in years.
        let unit = histories.iter().map(|history| history.age).sum::<f64>() / tally.count;
        for row in &mut tally.rows {
            row.last /= unit;
            row.age /= unit;
        }
        let purchases: f64 = tally.rows.iter().map(|row| row.weight * f64::from(row.repeats)).sum();
        let likelihood = Likelihood::often(model, tally);
        let count = likelihood.tally.count;
        let scaled = |at: &[f64; 4]| {
            let (value, slope) = likelihood.sum(at.map(f64::exp));
            (value / count, slope.map(|part| part / count))
        };
        let pace = purchases / count;
        let mut best: Option<Peak<4>> = None;
        let mut asked = 0;
        for start in starts(model, pace) {
            let Some(peak) = climb(start.map(f64::ln), BOUNDS, scaled) else { continue };
            asked += peak.asked;
            let sure = peak.covariance.is_some();
            if best.as_ref().is_none_or(|best| peak.value > best.value) {
                best = Some(peak);
            }
            if sure {
                break;
            }
        }
        let peak = best.ok_or(Refusal::NoStart)?;
        let scaled_parameters = peak.at.map(f64::exp);
        let boundary = boundary(&likelihood, scaled_parameters);
        let mut parameters = scaled_parameters;
        let [_, alpha, _, fourth] = &mut parameters;
        *alpha *= unit;
        if model == Model::ParetoNbd {
            *fourth *= unit;
        }
        let errors = peak.covariance.filter(|_| boundary.is_none()).map(|covariance| {
            let mut errors = parameters;
            for (at, (error, row)) in errors.iter_mut().zip(covariance).enumerate() {
                *error *= (row.get(at).copied().unwrap_or(f64::NAN) / count).sqrt();
            }
            errors
        });
        // The density of x times, each in the caller's unit.
        let log_likelihood = peak.value * count - purchases * unit.ln();
        Ok(Self { model, parameters, errors, log_likelihood, customers, repeaters, boundary, asked })
    }
}

/// Bounds of the parameters' logarithms, with time in units of the mean age.
const BOUNDS: (f64, f64) = (-14.0, 16.0);

/// Where to climb from: pace is the mean number of repeat purchases. Further ones are tried when the first leads to where
/// the likelihood is flat.
fn starts(model: Model, pace: f64) -> [[f64; 4]; 2] {
    let rate = pace.max(1e-3);
    match model {
        Model::ParetoNbd => [[0.6, 0.4 / rate, 0.6, 0.5], [1.0, 1.0 / rate, 0.1, 2.0]],
        Model::BgNbd | Model::MbgNbd => [[0.4, 0.25 / rate, 0.8, 2.0], [1.0, 1.0 / rate, 0.1, 5.0]],
    }
}

/// A long step beyond that costs less than a needless parameter gains by chance (half of χ² with one degree of freedom, so
/// one half) says that the data know no end to it.
fn boundary(likelihood: &Likelihood, parameters: [f64; 4]) -> Option<Boundary> {
    let [r, alpha, third, fourth] = parameters;
    let far = 100.0;
    let here = likelihood.sum(parameters).0;
    let beyond = |parameters| {
        let there = likelihood.sum(parameters).0;
        there.is_finite() && there > here - 0.5
    };
    let more = [r, alpha, third * far, fourth * far];
    let fewer = [r, alpha, third / far, fourth / far];
    if beyond([r, alpha, third / far, fourth]) {
        Some(Boundary::NobodyLeaves)
    } else if beyond([r * far, alpha * far, third, fourth]) {
        Some(Boundary::BuyAlike)
    } else if beyond(more) {
        Some(Boundary::LeaveAlike)
    } else if beyond(fewer) {
        Some(Boundary::LeaveAtOnceOrNever)
    } else {
        None
    }
}
