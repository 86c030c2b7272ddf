//! BG/NBD and MBG/NBD: buying at a rate that is gamma(r, α) over customers, leaving after a purchase with a chance that is
//! beta(a, b) over them.

use super::tally::{Tally, Times, Told};
use crate::special::Rising;

/// Whether one may leave right after the first purchase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum First {
    /// Not so: BG/NBD.
    Stays,
    /// So: MBG/NBD.
    MayLeave,
}

/// The likelihood of each row (Fader, Hardie and Lee 2005, equation 6; note "Overcoming the BG/NBD model's #NUM! error
/// problem", 2013; Batislam and others 2007, equation 4):
/// Γ(r+x) αʳ / Γ(r) · B(a, b+k) / B(a, b) · ((α+T)^−(r+x) + g (α+t_x)^−(r+x)), where k, the chances to leave that were
/// not taken, is x for the one and x+1 for the other, and g = a / (b+k−1), for x = 0 only where the first may leave.
pub(crate) fn tell(
    first: First,
    [r, alpha, a, b]: [f64; 4],
    tally: &Tally,
    times: Option<&Times>,
    mut each: impl FnMut(usize, Told),
) {
    // ln (α + t) of each distinct time, and of each row its two.
    let logarithms: Vec<f64> =
        times.map(|times| times.values.iter().map(|time| (alpha + time).ln()).collect()).unwrap_or_default();
    let mut places = times.map(|times| times.rows.as_slice()).unwrap_or_default().iter();
    let (mut buying, mut staying, mut either) = (Rising::new(r), Rising::new(b), Rising::new(a + b));
    let ln_alpha = alpha.ln();
    let mut at = 0;
    for same in tally.rows.chunk_by(|a, b| a.repeats == b.repeats) {
        let Some(x) = same.first().map(|row| row.repeats) else { continue };
        let chances = if first == First::MayLeave { x.saturating_add(1) } else { x };
        buying.to(x);
        staying.to(chances);
        either.to(chances);
        let common = buying.value + r * ln_alpha + staying.value - either.value;
        let shape = r + f64::from(x);
        let stayed = b + f64::from(chances) - 1.0;
        let ln_left = if chances == 0 { f64::NEG_INFINITY } else { (a / stayed).ln() };
        for row in same {
            let (end, last) = (alpha + row.age, alpha + row.last);
            let known = places.next().and_then(|(last, age)| Some((*logarithms.get(*age)?, *logarithms.get(*last)?)));
            let (ln_end, ln_last) = known.unwrap_or_else(|| (end.ln(), if x == 0 { ln_alpha } else { last.ln() }));
            // The odds of having left right after the last purchase, as a logarithm.
            let odds = ln_left + shape * (ln_end - ln_last);
            let (gone, alive, more) = if odds > 0.0 {
                let inverse = (-odds).exp();
                (1.0 / (1.0 + inverse), inverse / (1.0 + inverse), odds + inverse.ln_1p())
            } else {
                let odds = odds.exp();
                (odds / (1.0 + odds), 1.0 / (1.0 + odds), odds.ln_1p())
            };
            let by_left = if chances == 0 { 0.0 } else { gone };
            let slope = [
                buying.slope + ln_alpha - alive * ln_end - gone * ln_last,
                r / alpha - shape * (alive / end + gone / last),
                by_left / a - either.slope,
                staying.slope - either.slope - if chances == 0 { 0.0 } else { by_left / stayed },
            ];
            each(at, Told { ln: common - shape * ln_end + more, alive, slope });
            at += 1;
        }
    }
}

/// The purchases that a customer who is alive makes within a time to come: rate gamma(shape, scale), chance to leave
/// beta(a, b).
///
/// Were nobody to leave, their number N would be negative binomial with z = t / (scale + t). Who buys the j-th has stayed j
/// times, so E = Σₙ P(N = n) Sₙ with Sₙ = Σ_{j<n} E[(1−p)ʲ]: the sum that Gauss's function stands for in the papers (Fader,
/// Hardie and Lee 2005, equations 9 and 10), without the division by a − 1.
///
/// What depends on the number of repeats only is kept here, for all ages and times.
#[derive(Debug, Clone)]
pub(crate) struct Ladder {
    shape: f64,
    a: f64,
    b: f64,
    /// (shape + n − 1) / n and Sₙ, from n = 1.
    steps: Vec<(f64, f64)>,
    /// E[(1−p)ⁿ] for the next n.
    stays: f64,
}

impl Ladder {
    pub(crate) fn new(shape: f64, a: f64, b: f64) -> Self {
        Self { shape, a, b, steps: Vec::new(), stays: 1.0 }
    }

    /// Of a customer with so many repeat purchases.
    pub(crate) fn of(first: First, [r, _, a, b]: [f64; 4], repeats: u32) -> Self {
        let x = f64::from(repeats);
        Self::new(r + x, a, if first == First::MayLeave { b + x + 1.0 } else { b + x })
    }

    /// As many rungs again as there are, and some.
    fn grow(&mut self) {
        let mut bought = self.steps.last().map_or(0.0, |(_, bought)| *bought);
        for _ in 0..self.steps.len() + 64 {
            let n = self.steps.len() as f64;
            bought += self.stays;
            self.steps.push(((self.shape + n) / (n + 1.0), bought));
            self.stays *= (self.b + n) / (self.a + self.b + n);
        }
    }

    /// Purchases expected within a time.
    pub(crate) fn purchases(&mut self, scale: f64, time: f64) -> f64 {
        if time <= 0.0 || !time.is_finite() {
            return 0.0;
        }
        let z = time / (scale + time);
        let mean = self.shape * time / scale;
        let mut ln_chance = -self.shape * (time / scale).ln_1p();
        let (mut chance, mut sum, mut at) = (ln_chance.exp(), 0.0, 0);
        while at < MOST {
            if at >= self.steps.len() {
                self.grow();
            }
            for (ratio, bought) in self.steps.get(at..).unwrap_or_default() {
                at += 1;
                // Far below the middle, chances are too small to be told otherwise than by their logarithm.
                if ln_chance < -600.0 {
                    ln_chance += (z * ratio).ln();
                    chance = ln_chance.exp();
                    continue;
                }
                chance *= z * ratio;
                let term = chance * bought;
                sum += term;
                // What follows falls at least as fast as this, once it falls.
                let falls = z * ratio;
                if term < 1e-14 * sum * (1.0 - falls) && at as f64 > mean {
                    return sum;
                }
            }
        }
        sum
    }
}

/// Nobody is expected to buy more often than this; what lies beyond is not added.
const MOST: usize = 100_000;

/// Purchases expected of a new customer within a time, the first not counted.
pub(crate) fn of_new(first: First, [r, alpha, a, b]: [f64; 4], time: f64) -> f64 {
    match first {
        First::Stays => Ladder::new(r, a, b).purchases(alpha, time),
        // Who has not left at once, b / (a + b) of them, stayed once.
        First::MayLeave => b / (a + b) * Ladder::new(r, a, b + 1.0).purchases(alpha, time),
    }
}
