//! Gamma-Gamma: what a purchase of each customer is worth (Fader, Hardie and Lee, "RFM and CLV", Journal of Marketing Research
//! 42(4), 2005; Fader and Hardie, note 025, 2013).
//!
//! A customer's purchases are gamma(p, ν) with ν gamma(q, γ) over customers, whatever their number: [`Spend::correlation`]
//! says whether the last holds. The likelihood knows no purchase of nothing, so customers whose repeat purchases come to
//! nothing or less are left out of the fit and counted; what is expected of them follows from the same formula with a mean of
//! zero, which draws them down the more often they bought.

use super::fit::{LEAST_REPEATERS, Refusal};
use crate::climb::climb;
use crate::special::{digamma, ln_gamma};

/// How often a customer bought again, and what for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spender {
    /// Repeat purchases (x).
    pub repeats: u32,
    /// Their mean (z̄), in any unit of money.
    pub mean: f64,
}

/// The model with the parameters that fit best.
#[derive(Debug, Clone, PartialEq)]
pub struct Spend {
    /// p, q, γ; γ in the unit of the means.
    pub parameters: [f64; 3],
    /// Standard errors of the parameters; `None` where the likelihood is flat.
    pub errors: Option<[f64; 3]>,
    /// Natural logarithm of the likelihood.
    pub log_likelihood: f64,
    /// Customers used.
    pub customers: usize,
    /// Customers with repeat purchases that come to nothing or less, or to no number: left out.
    pub left_out: usize,
    /// Pearson's correlation between number and mean. The model takes it for zero; far from it, mistrust the values.
    pub correlation: Option<f64>,
    /// What a purchase of a customer without repeat purchases is expected to be worth; `None` when the mean of the
    /// distribution is infinite (q ≤ 1), where the mean of those used is taken instead.
    pub population: Option<f64>,
    mean: f64,
}

impl Spend {
    /// Fits the model. Customers without repeat purchases say nothing and are passed over.
    ///
    /// # Errors
    /// When there is too little to fit.
    pub fn new(spenders: &[Spender]) -> Result<Self, Refusal> {
        let sound = |spender: &&Spender| spender.mean.is_finite() && spender.mean > 0.0;
        let returned: Vec<&Spender> = spenders.iter().filter(|spender| spender.repeats > 0).collect();
        let mut used: Vec<Spender> = returned.iter().copied().filter(sound).copied().collect();
        let left_out = returned.len() - used.len();
        if spenders.is_empty() {
            return Err(Refusal::Nobody);
        }
        if returned.len() < LEAST_REPEATERS {
            return Err(Refusal::TooFewRepeaters { customers: spenders.len(), repeaters: returned.len() });
        }
        if used.len() < LEAST_REPEATERS {
            return Err(Refusal::TooFewSpenders { repeaters: returned.len(), spenders: used.len() });
        }
        used.sort_unstable_by(|a, b| {
            (a.repeats, a.mean).partial_cmp(&(b.repeats, b.mean)).unwrap_or(a.repeats.cmp(&b.repeats))
        });
        if used.first().map(|spender| spender.mean) == used.iter().map(|spender| spender.mean).reduce(f64::max)
            && used.first().map(|spender| spender.mean) == used.iter().map(|spender| spender.mean).reduce(f64::min)
        {
            return Err(Refusal::AllAlike);
        }
        let count = used.len() as f64;
        let mean = used.iter().map(|spender| spender.mean).sum::<f64>() / count;
        let correlation = correlation(&used);
        let scaled: Vec<(u32, f64)> = used.iter().map(|spender| (spender.repeats, spender.mean / mean)).collect();
        let logarithms: f64 = scaled.iter().map(|(_, mean)| mean.ln()).sum();
        let ask = |at: &[f64; 3]| {
            let (value, slope) = likelihood(at.map(f64::exp), &scaled);
            (value / count, slope.map(|part| part / count))
        };
        let peak = climb([2.0_f64, 3.0, 1.0].map(f64::ln), (-14.0, 16.0), ask).ok_or(Refusal::NoStart)?;
        let [p, q, gamma] = peak.at.map(f64::exp);
        let parameters = [p, q, gamma * mean];
        let errors = peak.covariance.map(|covariance| {
            let mut errors = parameters;
            for (at, (error, row)) in errors.iter_mut().zip(covariance).enumerate() {
                *error *= (row.get(at).copied().unwrap_or(f64::NAN) / count).sqrt();
            }
            errors
        });
        // A density of means in the caller's money, and what does not depend on parameters.
        let log_likelihood = peak.value * count - logarithms - count * mean.ln();
        let (customers, population) = (used.len(), population(parameters));
        Ok(Self { parameters, errors, log_likelihood, customers, left_out, correlation, population, mean })
    }

    /// The model with parameters that were learnt before: what is expected of a customer needs no more. `mean` is that of those
    /// used then ([`Spend::mean`]).
    #[must_use]
    pub fn with(parameters: [f64; 3], mean: f64) -> Self {
        let population = population(parameters);
        Self {
            parameters,
            errors: None,
            log_likelihood: 0.0,
            customers: 0,
            left_out: 0,
            correlation: None,
            population,
            mean,
        }
    }

    /// The mean of the customers used, which is expected where the model's own mean is infinite.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.mean
    }

    /// What a purchase of this customer is expected to be worth: p (γ + x z̄) / (p x + q − 1) (note 025, equation 5). A mean below
    /// zero, or none, counts as zero.
    #[must_use]
    pub fn expected(&self, spender: &Spender) -> f64 {
        let [p, q, gamma] = self.parameters;
        let x = f64::from(spender.repeats);
        let mean = if spender.mean.is_finite() { spender.mean.max(0.0) } else { 0.0 };
        let weight = p * x + q - 1.0;
        if spender.repeats == 0 {
            self.population.unwrap_or(self.mean)
        } else if weight > 0.0 {
            p * (gamma + x * mean) / weight
        } else {
            self.mean
        }
    }
}

/// The mean of the distribution of means, p γ / (q − 1); `None` when it is infinite.
fn population([p, q, gamma]: [f64; 3]) -> Option<f64> {
    (q > 1.0).then(|| p * gamma / (q - 1.0))
}

/// The likelihood but for −Σ ln z̄ (note 025, equation 1a), with its slopes by the parameters' logarithms.
fn likelihood([p, q, gamma]: [f64; 3], spenders: &[(u32, f64)]) -> (f64, [f64; 3]) {
    let (ln_q, slope_q, ln_scale) = (ln_gamma(q), digamma(q), gamma.ln());
    let (mut total, mut slope) = (0.0, [0.0; 3]);
    for same in spenders.chunk_by(|a, b| a.0 == b.0) {
        let Some(x) = same.first().map(|(x, _)| f64::from(*x)) else { continue };
        let (shape, both) = (p * x, p * x + q);
        let count = same.len() as f64;
        let (slope_shape, slope_both) = (digamma(shape), digamma(both));
        total += count * (ln_gamma(both) - ln_gamma(shape) - ln_q + q * ln_scale);
        let [by_p, by_q, by_gamma] = &mut slope;
        *by_p += count * x * (slope_both - slope_shape);
        *by_q += count * (slope_both - slope_q + ln_scale);
        *by_gamma += count * q / gamma;
        for (_, mean) in same {
            let spent = x * mean;
            let (ln_spent, ln_sum) = (spent.ln(), (gamma + spent).ln());
            total += shape * ln_spent - both * ln_sum;
            *by_p += x * (ln_spent - ln_sum);
            *by_q -= ln_sum;
            *by_gamma -= both / (gamma + spent);
        }
    }
    (total, [slope[0] * p, slope[1] * q, slope[2] * gamma])
}

fn correlation(used: &[Spender]) -> Option<f64> {
    let count = used.len() as f64;
    let pairs = || used.iter().map(|spender| (f64::from(spender.repeats), spender.mean));
    let (x, z) = pairs().fold((0.0, 0.0), |(x, z), pair| (x + pair.0 / count, z + pair.1 / count));
    let (mut xx, mut zz, mut xz) = (0.0, 0.0, 0.0);
    for (repeats, mean) in pairs() {
        xx += (repeats - x).powi(2);
        zz += (mean - z).powi(2);
        xz += (repeats - x) * (mean - z);
    }
    (xx > 0.0 && zz > 0.0).then(|| xz / (xx * zz).sqrt())
}
