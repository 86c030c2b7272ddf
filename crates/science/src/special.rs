//! Special functions that likelihoods ask for: gamma and its logarithmic derivative, the normal distribution.
//!
//! No hypergeometric function is here: the models that are written with one have a sum of positive terms instead, which
//! keeps its digits where the published form loses them (see `lifetime`).

/// The natural logarithm of the gamma function, of a number above 0.
#[must_use]
pub fn ln_gamma(x: f64) -> f64 {
    libm::lgamma(x)
}

/// The derivative of [`ln_gamma`], of a number above 0 (Abramowitz and Stegun 6.3.5 and 6.3.18).
#[must_use]
pub fn digamma(mut x: f64) -> f64 {
    let mut sum = 0.0;
    while x < 10.0 {
        sum -= 1.0 / x;
        x += 1.0;
    }
    let square = 1.0 / (x * x);
    let series = square * (1.0 / 252.0 - square * (1.0 / 240.0 - square * (1.0 / 132.0 - square * (691.0 / 32_760.0))));
    sum + x.ln() - 0.5 / x - square * (1.0 / 12.0 - square * (1.0 / 120.0 - series))
}

/// The chance that a standard normal value is at most `z`.
#[must_use]
pub fn normal_below(z: f64) -> f64 {
    0.5 * libm::erfc(-z / std::f64::consts::SQRT_2)
}

/// The value that a standard normal one stays below with this chance: minus or plus infinity at 0 and 1. Bisection down to
/// Newton's method on [`normal_below`], from Abramowitz and Stegun 26.2.23.
#[must_use]
pub fn normal_quantile(chance: f64) -> f64 {
    if chance.is_nan() || chance <= 0.0 {
        return f64::NEG_INFINITY;
    }
    if chance >= 1.0 {
        return f64::INFINITY;
    }
    let tail = chance.min(1.0 - chance);
    let t = (-2.0 * tail.ln()).sqrt();
    let above = (0.010_328 * t + 0.802_853) * t + 2.515_517;
    let below = ((0.001_308 * t + 0.189_269) * t + 1.432_788) * t + 1.0;
    // In the lower tail, where nothing is subtracted from 1.
    let mut z = above / below - t;
    for _ in 0..4 {
        let density = (-0.5 * z * z).exp() / std::f64::consts::TAU.sqrt();
        if density < f64::MIN_POSITIVE {
            break;
        }
        let off = (normal_below(z) - tail) / density;
        // Halley's correction, as the curve of the distribution bends by z.
        z -= off / (1.0 + 0.5 * z * off);
        // What is left is in the order of the third power.
        if off.abs() < 1e-6 {
            break;
        }
    }
    if chance < 0.5 { z } else { -z }
}

/// Γ(a, x) / Γ(a): the upper incomplete gamma function as a share of the whole, of `a` above 0 and `x` from 0 (Abramowitz and
/// Stegun 6.5.29 below the middle, the continued fraction 6.5.31 by Lentz's method above it).
#[must_use]
pub fn gamma_above(a: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 1.0;
    }
    if x.is_infinite() {
        return 0.0;
    }
    let front = (a * x.ln() - x - ln_gamma(a)).exp();
    if x < a + 1.0 {
        let (mut term, mut sum, mut n) = (1.0 / a, 1.0 / a, a);
        while term > 1e-17 * sum {
            n += 1.0;
            term *= x / n;
            sum += term;
        }
        return (1.0 - front * sum).clamp(0.0, 1.0);
    }
    let mut b = x + 1.0 - a;
    let (mut c, mut d) = (1e300, 1.0 / b);
    let mut fraction = d;
    for n in 1..10_000 {
        let n = f64::from(n);
        let part = n * (a - n);
        b += 2.0;
        d = 1.0 / (part * d + b);
        c = b + part / c;
        fraction *= c * d;
        if (c * d - 1.0).abs() < 1e-16 {
            break;
        }
    }
    (front * fraction).clamp(0.0, 1.0)
}

/// The incomplete beta function as a share of the whole, of `a` and `b` above 0 and `x` from 0 to 1 (Abramowitz and Stegun 26.5.8,
/// by Lentz's method).
#[must_use]
pub fn beta_below(a: f64, b: f64, x: f64) -> f64 {
    if x.is_nan() || x <= 0.0 || x >= 1.0 {
        return if x >= 1.0 { 1.0 } else { 0.0 };
    }
    // The fraction converges quickly below the mean only.
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - beta_below(b, a, 1.0 - x);
    }
    let front = (ln_gamma(a + b) - ln_gamma(a) - ln_gamma(b) + a * x.ln() + b * (-x).ln_1p()).exp() / a;
    let safe = |value: f64| if value.abs() < 1e-300 { 1e-300 } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / safe(1.0 - (a + b) * x / (a + 1.0));
    let mut fraction = d;
    for m in 1..10_000 {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / safe(1.0 + even * d);
        c = safe(1.0 + even / c);
        fraction *= c * d;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / safe(1.0 + odd * d);
        c = safe(1.0 + odd / c);
        fraction *= c * d;
        if (c * d - 1.0).abs() < 1e-16 {
            break;
        }
    }
    (front * fraction).clamp(0.0, 1.0)
}

/// The chance that Student's t with so many degrees of freedom, which need not be whole, is at least `t` away from 0.
#[must_use]
pub fn student_beyond(t: f64, freedom: f64) -> f64 {
    if freedom.is_infinite() {
        2.0 * normal_below(-t.abs())
    } else {
        beta_below(freedom / 2.0, 0.5, freedom / (freedom + t * t))
    }
}

/// How far from 0 Student's t with so many degrees of freedom is with this chance on both sides together: 2.228 for 0.05 and 10.
/// Infinite where the chance is not above 0 or the degrees are not.
#[must_use]
pub fn student_quantile(beyond: f64, freedom: f64) -> f64 {
    if beyond.is_nan() || freedom.is_nan() || beyond <= 0.0 || freedom <= 0.0 {
        return f64::INFINITY;
    }
    // From the normal value upwards, then halving.
    let (mut low, mut high) = (0.0, 2.0 * normal_quantile(1.0 - beyond.min(1.0) / 2.0).abs() + 1.0);
    while student_beyond(high, freedom) > beyond && high < 1e300 {
        (low, high) = (high, high * 4.0);
    }
    while high - low > 1e-14 * high {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            break;
        }
        if student_beyond(middle, freedom) > beyond { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

/// `ln Γ(v + n) / Γ(v)` and its derivative by `v`, for whole `n` that only grow. Small steps cost a logarithm each and lose
/// no digits to the difference of two large numbers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rising {
    v: f64,
    n: u32,
    pub(crate) value: f64,
    pub(crate) slope: f64,
}

impl Rising {
    pub(crate) fn new(v: f64) -> Self {
        Self { v, n: 0, value: 0.0, slope: 0.0 }
    }

    /// Goes up to `n`.
    pub(crate) fn to(&mut self, n: u32) {
        if n > self.n.saturating_add(64) {
            let top = self.v + f64::from(n);
            self.value = ln_gamma(top) - ln_gamma(self.v);
            self.slope = digamma(top) - digamma(self.v);
            self.n = n;
        }
        while self.n < n {
            let factor = self.v + f64::from(self.n);
            self.value += factor.ln();
            self.slope += 1.0 / factor;
            self.n += 1;
        }
    }
}

/// Gauss–Legendre rules on 0 to 1: place and weight (Abramowitz and Stegun, table 25.4).
pub(crate) const GAUSS_2: [(f64, f64); 2] = [(0.211_324_865_405_187_1, 0.5), (0.788_675_134_594_812_9, 0.5)];
pub(crate) const GAUSS_3: [(f64, f64); 3] = [
    (0.112_701_665_379_258_3, 0.277_777_777_777_777_8),
    (0.5, 0.444_444_444_444_444_4),
    (0.887_298_334_620_741_7, 0.277_777_777_777_777_8),
];
pub(crate) const GAUSS_5: [(f64, f64); 5] = [
    (0.046_910_077_030_668, 0.118_463_442_528_094_5),
    (0.230_765_344_947_158_5, 0.239_314_335_249_683_2),
    (0.5, 0.284_444_444_444_444_4),
    (0.769_234_655_052_841_5, 0.239_314_335_249_683_2),
    (0.953_089_922_969_332, 0.118_463_442_528_094_5),
];
pub(crate) const GAUSS_8: [(f64, f64); 8] = [
    (0.019_855_071_751_231_9, 0.050_614_268_145_188_1),
    (0.101_666_761_293_186_6, 0.111_190_517_226_687_2),
    (0.237_233_795_041_835_5, 0.156_853_322_938_943_6),
    (0.408_282_678_752_175_1, 0.181_341_891_689_181),
    (0.591_717_321_247_825, 0.181_341_891_689_181),
    (0.762_766_204_958_164_5, 0.156_853_322_938_943_6),
    (0.898_333_238_706_813_4, 0.111_190_517_226_687_2),
    (0.980_144_928_248_768_1, 0.050_614_268_145_188_1),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: f64, expected: f64) {
        assert!((found - expected).abs() <= 1e-12 * expected.abs().max(1.0), "{found} is not {expected}");
    }

    #[test]
    fn values_are_those_of_the_tables() {
        near(ln_gamma(0.5), 0.5 * std::f64::consts::PI.ln());
        near(ln_gamma(11.0), 3_628_800_f64.ln());
        // Euler's constant, and ψ(1/2) = −γ − 2 ln 2.
        near(digamma(1.0), -0.577_215_664_901_532_9);
        near(digamma(0.5), -1.963_510_026_021_423_5);
        near(digamma(100.0), 4.600_161_852_738_087);
        near(normal_below(0.0), 0.5);
        near(normal_below(-10.0) * 1e23, 0.761_985_302_416_052_7);
        for (chance, z) in [(0.5, 0.0), (0.975, 1.959_963_984_540_054), (0.1, -1.281_551_565_544_600_4)] {
            near(normal_quantile(chance), z);
        }
        near(normal_quantile(1e-12), -7.034_483_825_301_132);
        assert_eq!(normal_quantile(0.0), f64::NEG_INFINITY);
        assert_eq!(normal_quantile(1.0), f64::INFINITY);
        assert_eq!(normal_quantile(f64::NAN), f64::NEG_INFINITY);
    }

    #[test]
    fn parts_of_gamma_and_beta_are_those_of_the_tables() {
        // Γ(1, x) = e^−x; Γ(1/2, x) = √π erfc √x.
        for x in [0.1_f64, 1.0, 1.4, 3.0, 40.0] {
            assert!((gamma_above(1.0, x) / (-x).exp() - 1.0).abs() < 1e-13);
            assert!((gamma_above(0.5, x) / libm::erfc(x.sqrt()) - 1.0).abs() < 1e-12, "{x}");
        }
        assert_eq!((gamma_above(2.0, 0.0), gamma_above(2.0, f64::INFINITY)), (1.0, 0.0));
        // I_x(2, 3) = x² (6 − 8x + 3x²).
        for x in [0.05, 0.3, 0.5, 0.77, 0.99] {
            near(beta_below(2.0, 3.0, x), x * x * (6.0 - 8.0 * x + 3.0 * x * x));
        }
        assert_eq!((beta_below(2.0, 3.0, 0.0), beta_below(2.0, 3.0, 1.0)), (0.0, 1.0));
        // Student's table; of one degree of freedom t is Cauchy's.
        for (freedom, t) in [(10.0, 2.228_138_851_964_939), (1.0, 12.706_204_736_174_7), (1e6, 1.959_966_356_84)] {
            assert!((student_quantile(0.05, freedom) / t - 1.0).abs() < 1e-9, "{freedom}");
        }
        near(student_quantile(0.05, f64::INFINITY), 1.959_963_984_540_054);
        assert_eq!(student_quantile(0.05, 0.0), f64::INFINITY);
    }

    #[test]
    fn rising_is_the_difference_of_logarithms() {
        for n in [0, 1, 5, 70, 71, 10_000] {
            let mut rising = Rising::new(0.37);
            rising.to(n);
            near(rising.value, ln_gamma(0.37 + f64::from(n)) - ln_gamma(0.37));
            near(rising.slope, digamma(0.37 + f64::from(n)) - digamma(0.37));
        }
    }
}
