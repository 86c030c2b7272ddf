//! Rates drawn towards the shop's: (x + k m) / (n + k), with m the rate of all products together and k, in visits, how much
//! alike products are (a beta prior fitted by moments; Kleinman, JASA 68, 1973).

/// What rates are drawn towards.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Prior {
    /// The rate of all together.
    pub mean: f64,
    /// How many visits it counts for: k.
    pub strength: f64,
}

/// Bounds of k: products never tell nothing of one another, and are never quite alike.
const STRENGTH: (f64, f64) = (5.0, 10_000.0);

impl Prior {
    /// Fitted to how many of how many each product has; more than all count as all.
    pub fn of_rates(counts: impl Iterator<Item = (u64, u64)> + Clone) -> Self {
        let known = counts.filter(|(_, of)| *of > 0).map(|(count, of)| (count.min(of) as f64, of as f64));
        let (mut up, mut down, mut squares, mut products) = (0.0, 0.0, 0.0, 0.0);
        for (count, of) in known.clone() {
            (up, down, squares, products) = (up + count, down + of, squares + of * of, products + 1.0);
        }
        if down <= 0.0 {
            return Self { mean: 0.0, strength: STRENGTH.0 };
        }
        let mean = up / down;
        let chance = mean * (1.0 - mean);
        // What is left of the weighed spread between products when that of chance is taken off, as a share of the most there can be.
        let spread: f64 = known.map(|(count, of)| of * (count / of - mean).powi(2)).sum();
        let alike = (spread - chance * (products - 1.0)) / (chance * (down - squares / down - (products - 1.0)));
        let strength = if alike > 0.0 && alike.is_finite() { 1.0 / alike - 1.0 } else { STRENGTH.1 };
        Self { mean, strength: strength.clamp(STRENGTH.0, STRENGTH.1) }
    }

    /// How much of a drawn rate is the product's own.
    #[must_use]
    pub fn own(&self, of: f64) -> f64 {
        let all = of + self.strength;
        if all > 0.0 { of / all } else { 0.0 }
    }
}

/// The drawn rate; `None` where neither says anything.
pub(super) fn drawn((count, of): (f64, f64), prior: Prior) -> Option<f64> {
    let all = of + prior.strength;
    (all > 0.0).then(|| (count + prior.strength * prior.mean) / all)
}
