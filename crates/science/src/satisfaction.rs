//! Satisfaction: CSAT, NPS and CES with how sure they are, and whether they move.
//!
//! * CSAT: the share of the top two of five, with Wilson's interval (JASA 22, 1927).
//! * NPS: promoters (9 and 10 of 0 to 10) less detractors (0 to 6), in points (Reichheld, Harvard Business Review, December
//!   2003); variance (p + d − (p − d)²) / n. The interval adds three answers as chance would have them, ¾ promoters, 1½ passives,
//!   ¾ detractors (Rocks, The American Statistician 70(4), 2016), so that few answers of one kind do not look certain.
//! * CES: the mean ease, from 1 to 7, with Student's interval.
//!
//! Answers outside a scale are left out and counted. Absent: who answered, and which questions were asked.

use crate::special::{normal_quantile, student_quantile};

/// Which measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    /// Satisfaction, 1 to 5, told as a share from 0 to 1.
    Csat,
    /// Recommendation, 0 to 10, told in points from −100 to 100.
    Nps,
    /// Ease, 1 to 7, told as a mean.
    Ces,
}

impl Measure {
    /// A word for keys and files.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Csat => "csat",
            Self::Nps => "nps",
            Self::Ces => "ces",
        }
    }

    /// The least and the greatest answer.
    #[must_use]
    pub fn scale(self) -> (i64, i64) {
        match self {
            Self::Csat => (1, 5),
            Self::Nps => (0, 10),
            Self::Ces => (1, 7),
        }
    }
}

/// What answers say together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Score {
    /// Answers counted.
    pub answers: u64,
    /// Answers outside the scale, left out.
    pub outside: u64,
    /// The score, in the measure's own unit; `None` without answers.
    pub score: Option<f64>,
    /// From and to; `None` without answers, and of CES also of one.
    pub interval: Option<(f64, f64)>,
    /// Variance of the score as the interval takes it: never 0 of CSAT and NPS, however alike the answers are.
    variance: f64,
}

/// The score of answers. `level` is how often intervals hold the truth: 0.95.
#[must_use]
pub fn score(measure: Measure, answers: &[i64], level: f64) -> Score {
    let (least, most) = measure.scale();
    let (mut counts, mut outside) = ([0_u64; 11], 0);
    for answer in answers {
        let place = usize::try_from(*answer).ok().filter(|_| (least..=most).contains(answer));
        match place.and_then(|place| counts.get_mut(place)) {
            Some(count) => *count += 1,
            None => outside += 1,
        }
    }
    let of = |from: usize, to: usize| counts.get(from..=to).unwrap_or_default().iter().sum::<u64>();
    let answers = of(0, 10);
    let mut told = Score { answers, outside, score: None, interval: None, variance: f64::NAN };
    if answers == 0 {
        return told;
    }
    let n = answers as f64;
    let z = normal_quantile(0.5 + level.clamp(0.0, 1.0) / 2.0);
    match measure {
        Measure::Csat => {
            let top = of(4, 5);
            told.score = Some(top as f64 / n);
            told.interval = wilson(top, answers, level);
            // Agresti and Coull 1998: as if two more of either kind had answered.
            let share = (top as f64 + 2.0) / (n + 4.0);
            told.variance = share * (1.0 - share) / (n + 4.0);
        }
        Measure::Nps => {
            let (promoters, detractors) = (of(9, 10) as f64, of(0, 6) as f64);
            told.score = Some(100.0 * (promoters - detractors) / n);
            let variance = |p: f64, d: f64, n: f64| 1e4 * (p + d - (p - d).powi(2)) / n;
            let (p, d, n) = ((promoters + 0.75) / (n + 3.0), (detractors + 0.75) / (n + 3.0), n + 3.0);
            told.variance = variance(p, d, n);
            let (middle, half) = (100.0 * (p - d), z * told.variance.sqrt());
            told.interval = Some(((middle - half).max(-100.0), (middle + half).min(100.0)));
        }
        Measure::Ces => {
            let values = || counts.iter().enumerate().map(|(value, count)| (value as f64, *count as f64));
            let mean = values().map(|(value, count)| value * count).sum::<f64>() / n;
            let squares: f64 = values().map(|(value, count)| count * (value - mean).powi(2)).sum();
            told.score = Some(mean);
            told.variance = squares / (n - 1.0) / n;
            let half = student_quantile(1.0 - level.clamp(0.0, 1.0), n - 1.0) * told.variance.sqrt();
            told.interval = (answers > 1).then(|| ((mean - half).max(least as f64), (mean + half).min(most as f64)));
        }
    }
    told
}

/// Wilson's interval of a share (Wilson 1927; Newcombe, Statistics in Medicine 17, 1998, method 3): from and to. `None` of nobody
/// or of more than all.
#[must_use]
pub fn wilson(have: u64, of: u64, level: f64) -> Option<(f64, f64)> {
    if of == 0 || have > of {
        return None;
    }
    let z = normal_quantile(0.5 + level.clamp(0.0, 1.0) / 2.0);
    if z.is_infinite() {
        return Some((0.0, 1.0));
    }
    let (n, share) = (of as f64, have as f64 / of as f64);
    let middle = share + z * z / (2.0 * n);
    let half = z * (share * (1.0 - share) / n + z * z / (4.0 * n * n)).sqrt();
    let all = 1.0 + z * z / n;
    let low = if have == 0 { 0.0 } else { ((middle - half) / all).max(0.0) };
    let high = if have == of { 1.0 } else { ((middle + half) / all).min(1.0) };
    Some((low, high))
}

/// A score from period to period.
#[derive(Debug, Clone, PartialEq)]
pub struct Trend {
    /// The score of each period, in the order given.
    pub scores: Vec<Score>,
    /// Of each period but the first: change since the last before it with answers, and the chance of one so large if nothing had
    /// changed. `None` without answers on either side.
    pub changes: Vec<Option<Change>>,
    /// By how much the score rises a period, over all of them; `None` with fewer than three periods that can be weighed.
    pub slope: Option<Slope>,
}

/// From one period to another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Change {
    /// By how much, in the measure's unit.
    pub by: f64,
    /// The chance of one so large if nothing had changed (normal, both sides); 1 where it cannot be said.
    pub chance: f64,
}

/// A line through the periods, each weighed by how sure it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Slope {
    /// Rise a period.
    pub by: f64,
    /// From and to.
    pub interval: (f64, f64),
    /// The chance of one so steep if there were none.
    pub chance: f64,
}

/// The trend of a measure: answers of periods that follow one another, each as long as the others.
#[must_use]
pub fn trend(measure: Measure, periods: &[Vec<i64>], level: f64) -> Trend {
    let scores: Vec<Score> = periods.iter().map(|answers| score(measure, answers, level)).collect();
    let mut last: Option<(f64, f64)> = None;
    let mut changes = Vec::new();
    for (at, told) in scores.iter().enumerate() {
        let own = told.score.map(|score| (score, told.variance));
        if at > 0 {
            let change = |((before, one), (after, other)): ((f64, f64), (f64, f64))| {
                let chance = beyond((after - before) / (one + other).sqrt());
                Change { by: after - before, chance }
            };
            changes.push(last.zip(own).map(change));
        }
        last = own.or(last);
    }
    Trend { slope: slope(&scores, level), scores, changes }
}

/// The chance of a normal value so far from 0; 1 when it is no number.
fn beyond(z: f64) -> f64 {
    if z.is_nan() { 1.0 } else { (2.0 * crate::special::normal_below(-z.abs())).min(1.0) }
}

/// Least squares over periods, weighed by the inverse of their variances.
fn slope(scores: &[Score], level: f64) -> Option<Slope> {
    let points: Vec<(f64, f64, f64)> = scores
        .iter()
        .enumerate()
        .filter_map(|(at, told)| Some((at as f64, told.score?, 1.0 / told.variance)))
        .filter(|(.., weight)| weight.is_finite() && *weight > 0.0)
        .collect();
    if points.len() < 3 {
        return None;
    }
    let total: f64 = points.iter().map(|(.., weight)| weight).sum();
    let mean = |of: fn(&(f64, f64, f64)) -> f64| points.iter().map(|point| of(point) * point.2).sum::<f64>() / total;
    let (x, y) = (mean(|point| point.0), mean(|point| point.1));
    let across: f64 = points.iter().map(|point| point.2 * (point.0 - x).powi(2)).sum();
    let along: f64 = points.iter().map(|point| point.2 * (point.0 - x) * (point.1 - y)).sum();
    let (by, error) = (along / across, across.sqrt().recip());
    let half = normal_quantile(0.5 + level.clamp(0.0, 1.0) / 2.0) * error;
    Some(Slope { by, interval: (by - half, by + half), chance: beyond(by / error) })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn near(found: f64, expected: f64, within: f64) {
        assert!((found - expected).abs() <= within, "{found} is not {expected}");
    }

    #[test]
    fn wilson_is_as_newcombe_printed_it() {
        // Newcombe 1998, table I, method 3.
        #[rustfmt::skip]
        let rows = [
            (81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718),
        ];
        for (have, of, low, high) in rows {
            let found = wilson(have, of, 0.95).unwrap();
            near(found.0, low, 0.00005);
            near(found.1, high, 0.00005);
        }
        assert_eq!((wilson(0, 0, 0.95), wilson(3, 2, 0.95)), (None, None));
        assert_eq!(wilson(1, 2, 1.0), Some((0.0, 1.0)));
    }

    #[test]
    fn scores_are_those_of_hand_reckoning() {
        let each: Vec<i64> = (0..=10).collect();
        let nps = score(Measure::Nps, &each, 0.95);
        near(nps.score.unwrap(), -45.4545, 0.00005);
        assert_eq!((nps.answers, nps.outside), (11, 0));
        let csat = score(Measure::Csat, &[5, 4, 3, 1, 0, 6, -9], 0.95);
        assert_eq!((csat.score, csat.answers, csat.outside), (Some(0.5), 4, 3));
        let ces = score(Measure::Ces, &[5, 6, 7], 0.95);
        near(ces.score.unwrap(), 6.0, 1e-12);
        // t with 2 degrees of freedom 4.302653 · 1/√3, cut at the end of the scale.
        near(ces.interval.unwrap().0, 3.515_862, 1e-6);
        assert_eq!(ces.interval.unwrap().1, 7.0);
    }

    #[test]
    fn few_and_equal_answers_are_not_certain() {
        for measure in [Measure::Csat, Measure::Nps, Measure::Ces] {
            let none = score(measure, &[], 0.95);
            assert_eq!((none.score, none.interval), (None, None));
            let outside = score(measure, &[99; 5], 0.95);
            assert_eq!((outside.score, outside.outside), (None, 5));
            let most = measure.scale().1;
            let one = score(measure, &[most], 0.95);
            assert!(one.score.is_some_and(f64::is_finite));
            assert!(one.interval.is_none_or(|(low, high)| low < high));
            let million = score(measure, &vec![most; 1_000_000], 0.95);
            let (low, high) = million.interval.unwrap();
            assert!(low <= high && high - low < 0.1, "{measure:?}");
            let still = trend(measure, &[vec![most], vec![], vec![most; 3], vec![most; 2]], 0.95);
            assert_eq!(still.changes.len(), 3);
            assert_eq!(still.changes[0], None);
            assert!(still.changes[1].is_some_and(|change| change.by == 0.0 && change.chance == 1.0));
            assert!(still.slope.is_none_or(|slope| slope.by.is_finite() && slope.chance > 0.5));
        }
    }

    #[test]
    fn a_fall_is_seen() {
        let of = |good: usize| [vec![10; good], vec![3; 200 - good]].concat();
        let found = trend(Measure::Nps, &[of(120), of(110), of(95), of(80)], 0.95);
        let slope = found.slope.unwrap();
        assert!(slope.by < -10.0 && slope.interval.1 < 0.0 && slope.chance < 1e-4);
        assert!(found.changes[0].unwrap().chance > 0.05);
        assert!(trend(Measure::Nps, &[of(1), of(2)], 0.95).slope.is_none());
    }

    proptest! {
        #[test]
        fn scores_lie_in_their_intervals(answers in prop::collection::vec(0_i64..=10, 1..60)) {
            for measure in [Measure::Csat, Measure::Nps, Measure::Ces] {
                let told = score(measure, &answers, 0.95);
                prop_assert_eq!(told.answers + told.outside, answers.len() as u64);
                if let (Some(score), Some((low, high)), false) = (told.score, told.interval, measure == Measure::Nps) {
                    prop_assert!(low <= score + 1e-9 && score <= high + 1e-9);
                }
            }
        }
    }
}
