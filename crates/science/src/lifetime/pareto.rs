//! Pareto/NBD: buying at a rate that is gamma(r, α) over customers, leaving at any time at a rate that is gamma(s, β).
//!
//! The likelihood is Γ(r+x) αʳ βˢ / Γ(r) · ((α+T)^−(r+x) (β+T)^−s + s ∫ f), f(y) = (α+y)^−(r+x) (β+y)^−(s+1), the integral
//! over the time y of leaving from the last purchase to now (Fader and Hardie, "A note on deriving the Pareto/NBD model",
//! 2005, equations 17 to 19, before it is written with Gauss's function). Its terms are positive, its derivatives stand
//! under the same integral, and customers of equal x share the pieces between their times, so everybody's integrals cost
//! one walk from the latest time to the earliest.

use super::History;
use super::tally::{Row, Tally, Times, Told};
use crate::special::{GAUSS_2, GAUSS_3, GAUSS_5, GAUSS_8, Rising};

/// Where each row's times stand among the times of those with equal repeats.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Grid {
    groups: Vec<Group>,
}

#[derive(Debug, Clone, PartialEq)]
struct Group {
    repeats: u32,
    times: Times,
}

impl Grid {
    pub(crate) fn of(tally: &Tally) -> Self {
        let same = tally.rows.chunk_by(|a, b| a.repeats == b.repeats);
        let group = |rows: &[Row]| Some(Group { repeats: rows.first()?.repeats, times: Times::of(rows) });
        Self { groups: same.filter_map(group).collect() }
    }
}

/// ∫ f and its derivatives by r, α, s, β from a time to the latest of the group, in units of f at that time.
#[derive(Debug, Clone, Copy, Default)]
struct Ahead {
    ln_alpha: f64,
    ln_beta: f64,
    sum: f64,
    slope: [f64; 4],
}

/// The likelihood of each row.
pub(crate) fn tell([r, alpha, s, beta]: [f64; 4], tally: &Tally, grid: &Grid, mut each: impl FnMut(usize, Told)) {
    let mut buying = Rising::new(r);
    let (ln_alpha, ln_beta) = (alpha.ln(), beta.ln());
    let mut ahead: Vec<Ahead> = Vec::new();
    let mut rows = tally.rows.iter().enumerate();
    for group in &grid.groups {
        buying.to(group.repeats);
        let shape = r + f64::from(group.repeats);
        walk([shape, alpha, s, beta], &group.times.values, &mut ahead);
        let common = buying.value + r * ln_alpha + s * ln_beta;
        for (last, age) in &group.times.rows {
            let (Some((at, row)), Some(from), Some(to)) = (rows.next(), ahead.get(*last), ahead.get(*age)) else {
                return;
            };
            // f(T) and its logarithm, in units of f(t_x).
            let fallen = -shape * (to.ln_alpha - from.ln_alpha) - (s + 1.0) * (to.ln_beta - from.ln_beta);
            let ratio = fallen.exp();
            let stayed = ratio * (beta + row.age);
            // What was left to the group's end at t_x, less what is left at T, is what lies between.
            let gone = s * (from.sum - ratio * to.sum).max(0.0);
            let total = stayed + gone;
            let left = |at: usize| {
                let of = |ahead: &Ahead| ahead.slope.get(at).copied().unwrap_or(0.0);
                s * (of(from) - ratio * of(to))
            };
            let end = alpha + row.age;
            let slope = [
                buying.slope + ln_alpha + (left(0) - stayed * to.ln_alpha) / total,
                r / alpha + (left(1) - stayed * shape / end) / total,
                ln_beta + (gone / s + left(2) - stayed * to.ln_beta) / total,
                s / beta + (left(3) - stayed * s / (beta + row.age)) / total,
            ];
            let start = -shape * from.ln_alpha - (s + 1.0) * from.ln_beta;
            each(at, Told { ln: common + start + total.ln(), alive: stayed / total, slope });
        }
    }
}

/// Integrates from each time to the last, latest first.
fn walk([shape, alpha, s, beta]: [f64; 4], times: &[f64], ahead: &mut Vec<Ahead>) {
    ahead.clear();
    ahead.resize(times.len(), Ahead::default());
    let mut beyond: Option<(f64, Ahead)> = None;
    for (slot, time) in ahead.iter_mut().zip(times).rev() {
        let mut here = Ahead::default();
        if let Some((later, then)) = beyond {
            let back = time - later;
            here.ln_alpha = then.ln_alpha + ln_1p(back / (alpha + later));
            here.ln_beta = then.ln_beta + ln_1p(back / (beta + later));
            piece([shape, alpha, s, beta], (*time, later), &mut here);
            let ratio = exp(-shape * (then.ln_alpha - here.ln_alpha) - (s + 1.0) * (then.ln_beta - here.ln_beta));
            here.sum += ratio * then.sum;
            for (slope, further) in here.slope.iter_mut().zip(then.slope) {
                *slope += ratio * further;
            }
        } else {
            here.ln_alpha = (alpha + time).ln();
            here.ln_beta = (beta + time).ln();
        }
        *slot = here;
        beyond = Some((*time, here));
    }
}

/// ln (1 + x), by its series where x is small, as it is from day to day: to some 1e-15.
fn ln_1p(x: f64) -> f64 {
    if x.abs() >= NEAR {
        return x.ln_1p();
    }
    x * series([1.0, -1.0 / 2.0, 1.0 / 3.0, -1.0 / 4.0, 1.0 / 5.0, -1.0 / 6.0, 1.0 / 7.0, -1.0 / 8.0], x)
}

/// eˣ, likewise.
fn exp(x: f64) -> f64 {
    if x.abs() >= NEAR {
        return x.exp();
    }
    series([1.0, 1.0, 1.0 / 2.0, 1.0 / 6.0, 1.0 / 24.0, 1.0 / 120.0, 1.0 / 720.0, 1.0 / 5_040.0], x)
}

/// Eight terms of a series, in pairs of pairs so that none waits for the one before it (Estrin's scheme).
fn series([a, b, c, d, e, f, g, h]: [f64; 8], x: f64) -> f64 {
    let (square, fourth) = (x * x, x * x * (x * x));
    (a + b * x) + (c + d * x) * square + ((e + f * x) + (g + h * x) * square) * fourth
}

/// Where the series serve: the first term left out is 0.03⁹ / 9, some 1e-15.
const NEAR: f64 = 0.03;

/// Adds ∫ f between two times, in units of f at the first, in panels short enough for Gauss's rule.
fn piece([shape, alpha, s, beta]: [f64; 4], (from, to): (f64, f64), here: &mut Ahead) {
    let mut start = from;
    while start < to {
        // How fast the logarithm of f changes here; it only slows down.
        let pace = (shape + 1.0) / (alpha + start) + (s + 1.0) / (beta + start);
        let width = (4.0 / pace).min(alpha.min(beta) + start).min(to - start);
        let change = width * pace;
        let rule: &[(f64, f64)] = match change {
            _ if change < 0.03 => &GAUSS_2,
            _ if change < 0.3 => &GAUSS_3,
            _ if change < 1.5 => &GAUSS_5,
            _ => &GAUSS_8,
        };
        let mut most = 0.0_f64;
        for (place, weight) in rule {
            let time = start + width * place;
            let (end_alpha, end_beta) = (alpha + time, beta + time);
            let on_alpha = ln_1p((time - from) / (alpha + from));
            let on_beta = ln_1p((time - from) / (beta + from));
            let (ln_alpha, ln_beta) = (here.ln_alpha + on_alpha, here.ln_beta + on_beta);
            let value = width * weight * exp(-shape * on_alpha - (s + 1.0) * on_beta);
            let [by_r, by_alpha, by_s, by_beta] = &mut here.slope;
            here.sum += value;
            *by_r -= value * ln_alpha;
            *by_alpha -= value * shape / end_alpha;
            *by_s -= value * ln_beta;
            *by_beta -= value * (s + 1.0) / end_beta;
            most = most.max(value);
        }
        // f falls: what is left is less than as many panels as this one again, as wide as they may be.
        if most < 1e-18 * here.sum && most * (to - start) / width < 1e-18 * here.sum {
            break;
        }
        start = if start + width > start { start + width } else { to };
    }
}

/// Purchases expected of a customer who is alive within a time to come: shape / scale · ∫ (later / (later + u))^s du (Fader
/// and Hardie 2005, equations 27 and 41), where the published form divides by s − 1.
fn lived(rate: f64, s: f64, later: f64, time: f64) -> f64 {
    if time <= 0.0 || !time.is_finite() {
        return 0.0;
    }
    let ln = (time / later).ln_1p();
    let power = (1.0 - s) * ln;
    let factor = if power.abs() < 1e-8 { ln * (1.0 + 0.5 * power) } else { power.exp_m1() / (1.0 - s) };
    rate * later * factor
}

/// Purchases expected of a new customer within a time, the first not counted.
pub(crate) fn of_new([r, alpha, s, beta]: [f64; 4], time: f64) -> f64 {
    lived(r / alpha, s, beta, time)
}

/// Purchases expected within a time to come, if alive.
pub(crate) fn of_alive([r, alpha, s, beta]: [f64; 4], history: &History, time: f64) -> f64 {
    let rate = (r + f64::from(history.repeats)) / (alpha + history.age);
    lived(rate, s, beta + history.age, time)
}
