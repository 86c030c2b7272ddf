//! The top of a smooth function of a few numbers: the quasi-Newton method of Broyden, Fletcher, Goldfarb and Shanno (Nocedal
//! and Wright, Numerical Optimization, 2006, algorithm 6.1 with backtracking), then Newton's own at the end, whose matrix of
//! second derivatives also says how sure the place is.
//!
//! Every number is searched between bounds; a place on a bound is an answer, not a failure.

/// Where the function is highest, as far as it could be climbed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Peak<const N: usize> {
    pub(crate) at: [f64; N],
    pub(crate) value: f64,
    /// Inverse of the negative second derivatives; `None` where the function is flat or bends upwards.
    pub(crate) covariance: Option<[[f64; N]; N]>,
    /// How often the function was asked.
    pub(crate) asked: usize,
}

/// Climbs from `start` between `low` and `high`. The function gives its value and slopes; a value that is not a number is a
/// place that is not stepped on. `None` when the start is such a place.
pub(crate) fn climb<const N: usize>(
    start: [f64; N],
    (low, high): (f64, f64),
    mut function: impl FnMut(&[f64; N]) -> (f64, [f64; N]),
) -> Option<Peak<N>> {
    let mut asked = 0;
    let mut ask = |at: &[f64; N]| {
        asked += 1;
        let (value, slope) = function(at);
        (value.is_finite() && slope.iter().all(|part| part.is_finite())).then_some((value, slope))
    };
    let mut at = start.map(|part| part.clamp(low, high));
    let (mut value, mut slope) = ask(&at)?;
    let mut inverse: Option<[[f64; N]; N]> = None;
    let mut idle = 0;
    for _ in 0..200 {
        if idle > 3 || steepest(&at, &slope, (low, high)) < 1e-6 {
            break;
        }
        let inside = |way: [f64; N]| within(&at, way, (low, high));
        let mut way = inside(inverse.map_or(slope, |inverse| times(&inverse, &slope)));
        if dot(&way, &slope) <= 0.0 {
            inverse = None;
            way = inside(slope);
        }
        let longest = way.iter().fold(0.0_f64, |most, part| most.max(part.abs()));
        let limit = if inverse.is_some() { 2.0 } else { 0.3 };
        let mut step = if inverse.is_some() { (limit / longest).min(1.0) } else { limit / longest };
        let rise = dot(&way, &slope);
        let mut found = None;
        for _ in 0..25 {
            let next = add(&at, &way, step).map(|part| part.clamp(low, high));
            if let Some((higher, steep)) = ask(&next)
                && higher >= value + 1e-4 * step * rise.max(0.0)
            {
                found = Some((next, higher, steep));
                break;
            }
            step *= 0.4;
        }
        let Some((next, higher, steep)) = found else {
            if inverse.take().is_none() {
                break;
            }
            continue;
        };
        // Where a parameter goes for infinity the function ends in a plain: some steps that gain nothing are enough.
        idle = if higher - value > 1e-11 * value.abs() { 0 } else { idle + 1 };
        let moved = add(&next, &at, -1.0);
        let bent = add(&slope, &steep, -1.0);
        inverse = update(inverse, &moved, &bent);
        (at, value, slope) = (next, higher, steep);
    }
    let covariance = invert(&bend(&at, &slope, &mut ask));
    for _ in 0..4 {
        let Some(inverse) = &covariance else { break };
        if steepest(&at, &slope, (low, high)) < 1e-12 {
            break;
        }
        let next = add(&at, &times(inverse, &slope), 1.0).map(|part| part.clamp(low, high));
        match ask(&next) {
            Some((higher, steep)) if higher >= value - 1e-13 * value.abs() => {
                (at, value, slope) = (next, higher, steep)
            }
            _ => break,
        }
    }
    Some(Peak { at, value, covariance, asked })
}

/// A way without the parts that lead out of the bounds.
fn within<const N: usize>(at: &[f64; N], mut way: [f64; N], (low, high): (f64, f64)) -> [f64; N] {
    for (part, at) in way.iter_mut().zip(at) {
        if (*at <= low && *part < 0.0) || (*at >= high && *part > 0.0) {
            *part = 0.0;
        }
    }
    way
}

/// The steepest slope, those that lead out of the bounds aside.
fn steepest<const N: usize>(at: &[f64; N], slope: &[f64; N], (low, high): (f64, f64)) -> f64 {
    within(at, *slope, (low, high)).into_iter().map(f64::abs).fold(0.0, f64::max)
}

fn dot<const N: usize>(a: &[f64; N], b: &[f64; N]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn times<const N: usize>(matrix: &[[f64; N]; N], vector: &[f64; N]) -> [f64; N] {
    std::array::from_fn(|row| matrix.get(row).map_or(0.0, |row| dot(row, vector)))
}

/// `a + factor · b`.
fn add<const N: usize>(a: &[f64; N], b: &[f64; N], factor: f64) -> [f64; N] {
    let mut sum = *a;
    for (part, other) in sum.iter_mut().zip(b) {
        *part += factor * other;
    }
    sum
}

/// The inverse of second derivatives after a move that bent the slope (Nocedal and Wright, equation 6.17); before the first
/// move, a multiple of one (6.20). A move along which the function bends upwards teaches nothing.
#[allow(clippy::indexing_slicing, reason = "square arrays of N, and every index runs to N")]
fn update<const N: usize>(inverse: Option<[[f64; N]; N]>, moved: &[f64; N], bent: &[f64; N]) -> Option<[[f64; N]; N]> {
    let along = dot(moved, bent);
    if along <= 1e-12 * (dot(moved, moved) * dot(bent, bent)).sqrt() {
        return inverse;
    }
    let first = along / dot(bent, bent);
    let old = inverse.unwrap_or_else(|| {
        std::array::from_fn(|row| std::array::from_fn(|column| if row == column { first } else { 0.0 }))
    });
    let turned = times(&old, bent);
    let scale = (1.0 + dot(bent, &turned) / along) / along;
    Some(std::array::from_fn(|i| {
        std::array::from_fn(|j| {
            old[i][j] + scale * moved[i] * moved[j] - (turned[i] * moved[j] + moved[i] * turned[j]) / along
        })
    }))
}

/// Negative second derivatives by differences of the slopes, made symmetric.
#[allow(clippy::indexing_slicing, reason = "square arrays of N, and every index runs to N")]
fn bend<const N: usize>(
    at: &[f64; N],
    slope: &[f64; N],
    ask: &mut impl FnMut(&[f64; N]) -> Option<(f64, [f64; N])>,
) -> [[f64; N]; N] {
    let step = 1e-5;
    let mut found = [[f64::NAN; N]; N];
    for (axis, row) in found.iter_mut().enumerate() {
        let mut on = *at;
        on[axis] += step;
        if let Some((_, on)) = ask(&on) {
            *row = std::array::from_fn(|other| (slope[other] - on[other]) / step);
        }
    }
    std::array::from_fn(|i| std::array::from_fn(|j| 0.5 * (found[i][j] + found[j][i])))
}

/// The inverse of a symmetric matrix by Cholesky's method; `None` when it is not positive definite.
#[allow(clippy::indexing_slicing, reason = "square arrays of N, and every index runs to N")]
fn invert<const N: usize>(matrix: &[[f64; N]; N]) -> Option<[[f64; N]; N]> {
    let mut lower = [[0.0; N]; N];
    for i in 0..N {
        for j in 0..=i {
            let rest = matrix[i][j] - (0..j).map(|k| lower[i][k] * lower[j][k]).sum::<f64>();
            lower[i][j] = if i == j { rest.sqrt() } else { rest / lower[j][j] };
            if !lower[i][j].is_finite() || (i == j && rest <= 1e-14 * matrix[i][i].abs()) {
                return None;
            }
        }
    }
    let mut inverse = [[0.0; N]; N];
    for (column, row) in inverse.iter_mut().enumerate() {
        let mut part = [0.0; N];
        for i in 0..N {
            let one = if i == column { 1.0 } else { 0.0 };
            part[i] = (one - (0..i).map(|k| lower[i][k] * part[k]).sum::<f64>()) / lower[i][i];
        }
        for i in (0..N).rev() {
            part[i] = (part[i] - (i + 1..N).map(|k| lower[k][i] * part[k]).sum::<f64>()) / lower[i][i];
        }
        // The inverse is as symmetric as the matrix, so a column is a row.
        *row = part;
    }
    Some(inverse)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crooked_hill_is_climbed_to_its_top() {
        // Rosenbrock's valley upside down; its second derivatives at (1, 1) are (802, −400; −400, 200).
        let hill = |at: &[f64; 2]| {
            let (x, y) = (at[0], at[1]);
            let off = y - x * x;
            (-100.0 * off * off - (1.0 - x).powi(2), [400.0 * x * off + 2.0 * (1.0 - x), -200.0 * off])
        };
        let peak = climb([-1.2, 1.0], (-20.0, 20.0), hill).unwrap();
        assert!(peak.at.iter().all(|part| (part - 1.0).abs() < 1e-9), "{:?}", peak.at);
        let covariance = peak.covariance.unwrap();
        assert!((covariance[0][0] - 0.5).abs() < 0.01 && (covariance[1][1] - 2.005).abs() < 0.04);
    }

    #[test]
    fn a_slope_that_never_ends_is_climbed_to_the_bound() {
        let peak = climb([0.0], (-5.0, 5.0), |at| (at[0], [1.0])).unwrap();
        assert_eq!((peak.at, peak.covariance), ([5.0], None));
        assert_eq!(climb([0.0], (-5.0, 5.0), |_| (f64::NAN, [1.0])), None);
    }
}
