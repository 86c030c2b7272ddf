//! What a fitted model says of each customer: alive or not, purchases and their value to come, silence.

use rustc_hash::FxHashMap;

use super::beta::{self, First, Ladder};
use super::fit::Likelihood;
use super::tally::Tally;
use super::{Fit, History, Model, Refusal, pareto};
use crate::special::GAUSS_5;

/// A time to come, in the unit of the histories.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Horizon {
    /// How far.
    pub time: f64,
    /// By how much a later purchase counts less: the continuous rate per unit of time, 0 for not at all.
    pub discount: f64,
}

impl Horizon {
    /// Without a discount.
    #[must_use]
    pub fn plain(time: f64) -> Self {
        Self { time, discount: 0.0 }
    }

    /// With a discount of so much a year (0.1 is 10 %), when a year has so many units of time.
    #[must_use]
    pub fn discounted(time: f64, a_year: f64, year: f64) -> Self {
        Self { time, discount: if year > 0.0 && a_year > -1.0 { a_year.ln_1p() / year } else { 0.0 } }
    }
}

impl Horizon {
    /// Purchases until then, and discounted: ∫ e^−δt dE(t) = e^−δH E(H) + δ ∫ e^−δt E(t) dt, by Gauss's rule.
    fn ahead(self, mut expected: impl FnMut(f64) -> f64) -> (f64, f64) {
        let Self { time, discount } = self;
        let plain = expected(time);
        if discount == 0.0 {
            return (plain, plain);
        }
        let early: f64 =
            GAUSS_5.iter().map(|(at, weight)| weight * (-discount * at * time).exp() * expected(at * time)).sum();
        (plain, (-discount * time).exp() * plain + discount * time * early)
    }
}

/// What is to be expected of each customer, in the order given.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Outlook {
    /// Chance of still being a customer. Of BG/NBD it is 1 for everybody with one purchase: never rank churn by it.
    pub alive: Vec<f64>,
    /// One for each horizon.
    pub ahead: Vec<Ahead>,
}

/// What is to be expected within a horizon.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Ahead {
    /// Purchases.
    pub purchases: Vec<f64>,
    /// Purchases, later ones counted less.
    pub discounted: Vec<f64>,
    /// Chance of no purchase at all.
    pub silent: Vec<f64>,
}

impl Fit {
    /// Purchases expected of a new customer within a time, the first not counted.
    #[must_use]
    pub fn of_new(&self, time: f64) -> f64 {
        match self.model {
            Model::BgNbd => beta::of_new(First::Stays, self.parameters, time),
            Model::MbgNbd => beta::of_new(First::MayLeave, self.parameters, time),
            Model::ParetoNbd => pareto::of_new(self.parameters, time),
        }
    }

    /// What is to be expected of each customer within each horizon.
    ///
    /// # Errors
    /// When a history cannot be.
    pub fn outlook(&self, histories: &[History], horizons: &[Horizon]) -> Result<Outlook, Refusal> {
        for (at, history) in histories.iter().enumerate() {
            history.check().map_err(|flaw| Refusal::Flawed { at, flaw })?;
        }
        let tally = Tally::of(histories);
        let now = Likelihood::new(self.model, tally.clone()).told(self.parameters);
        let alive: Vec<f64> = now.iter().map(|told| told.alive).collect();
        let ahead = horizons.iter().map(|horizon| {
            let later = Likelihood::new(self.model, tally.later(horizon.time.max(0.0))).told(self.parameters);
            // The chance that nobody sees a purchase until then is the density of the same purchases looked at then, over
            // that of now.
            let silent: Vec<f64> =
                now.iter().zip(later).map(|(now, later)| (later.ln - now.ln).exp().clamp(0.0, 1.0)).collect();
            let (purchases, discounted) = self.purchases(&tally, &alive, *horizon);
            Ahead {
                purchases: tally.spread(&purchases),
                discounted: tally.spread(&discounted),
                silent: tally.spread(&silent),
            }
        });
        let ahead = ahead.collect();
        Ok(Outlook { alive: tally.spread(&alive), ahead })
    }

    /// Purchases expected of each row, plain and discounted. What is expected of the living depends on repeats and age
    /// only, so it is computed once for all that share both.
    fn purchases(&self, tally: &Tally, alive: &[f64], horizon: Horizon) -> (Vec<f64>, Vec<f64>) {
        let [_, alpha, ..] = self.parameters;
        let (mut plain, mut discounted) = (Vec::with_capacity(alive.len()), Vec::with_capacity(alive.len()));
        let mut known: FxHashMap<u64, (f64, f64)> = FxHashMap::default();
        let mut chances = alive.iter();
        for same in tally.rows.chunk_by(|a, b| a.repeats == b.repeats) {
            let Some(repeats) = same.first().map(|row| row.repeats) else { continue };
            let first = if self.model == Model::MbgNbd { First::MayLeave } else { First::Stays };
            let mut ladder = Ladder::of(first, self.parameters, repeats);
            known.clear();
            for (row, alive) in same.iter().zip(chances.by_ref()) {
                let living = known.entry(row.age.to_bits()).or_insert_with(|| {
                    let history = History { repeats, last: row.last, age: row.age };
                    horizon.ahead(|time| match self.model {
                        Model::ParetoNbd => pareto::of_alive(self.parameters, &history, time),
                        Model::BgNbd | Model::MbgNbd => ladder.purchases(alpha + row.age, time),
                    })
                });
                plain.push(alive * living.0);
                discounted.push(alive * living.1);
            }
        }
        (plain, discounted)
    }

    /// The chance of being alive at each of some times since the first purchase, for one customer who bought at the times
    /// given (rising, the first at 0). A time before the first purchase gives 1.
    #[must_use]
    pub fn alive_curve(&self, bought: &[f64], at: &[f64]) -> Vec<f64> {
        let history = |time: f64| {
            let before = bought.iter().take_while(|bought| **bought <= time);
            let last = before.clone().last().copied().unwrap_or(0.0);
            let repeats = u32::try_from(before.count().saturating_sub(1)).unwrap_or(u32::MAX);
            History { repeats, last: if repeats == 0 { 0.0 } else { last }, age: time.max(0.0) }
        };
        let histories: Vec<History> = at.iter().map(|time| history(*time)).collect();
        self.outlook(&histories, &[]).map_or_else(|_| vec![f64::NAN; at.len()], |outlook| outlook.alive)
    }
}
