//! Run rules: what in a chart is more than chance. One set at a time, named: each rule added raises false alarms.

use super::charts::Point;

/// A set of rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleSet {
    /// Western Electric, Statistical Quality Control Handbook, 1956: four rules, one false alarm in some 92 points.
    WesternElectric,
    /// Nelson, Journal of Quality Technology 16(4), 1984: eight rules.
    Nelson,
}

impl RuleSet {
    /// Its name on the command line and in files.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::WesternElectric => "western-electric",
            Self::Nelson => "nelson",
        }
    }

    /// The set of a name.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        [Self::WesternElectric, Self::Nelson].into_iter().find(|set| set.key() == key)
    }

    /// Its rules, in the order of their numbers from 1.
    #[must_use]
    pub fn rules(self) -> &'static [Rule] {
        match self {
            Self::WesternElectric => &WESTERN_ELECTRIC,
            Self::Nelson => &NELSON,
        }
    }
}

/// A rule: what makes a run of points a signal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Rule {
    /// So many of so many in a row beyond so many standard deviations, on one side, the last among them.
    Beyond {
        /// How many.
        some: usize,
        /// Of how many.
        of: usize,
        /// Standard deviations.
        sigmas: f64,
    },
    /// So many in a row that steadily rise or steadily fall.
    Trend(usize),
    /// So many in a row that go up and down in turn.
    Alternating(usize),
    /// So many in a row within one standard deviation.
    Hugging(usize),
    /// So many in a row with none within one standard deviation, on either side.
    Mixture(usize),
}

const WESTERN_ELECTRIC: [Rule; 4] = [
    Rule::Beyond { some: 1, of: 1, sigmas: 3.0 },
    Rule::Beyond { some: 2, of: 3, sigmas: 2.0 },
    Rule::Beyond { some: 4, of: 5, sigmas: 1.0 },
    Rule::Beyond { some: 8, of: 8, sigmas: 0.0 },
];

const NELSON: [Rule; 8] = [
    Rule::Beyond { some: 1, of: 1, sigmas: 3.0 },
    Rule::Beyond { some: 9, of: 9, sigmas: 0.0 },
    Rule::Trend(6),
    Rule::Alternating(14),
    Rule::Beyond { some: 2, of: 3, sigmas: 2.0 },
    Rule::Beyond { some: 4, of: 5, sigmas: 1.0 },
    Rule::Hugging(15),
    Rule::Mixture(8),
];

impl Rule {
    /// How many points it looks at.
    #[must_use]
    pub fn length(self) -> usize {
        match self {
            Self::Beyond { of, .. } => of,
            Self::Trend(length) | Self::Alternating(length) | Self::Hugging(length) | Self::Mixture(length) => length,
        }
    }

    /// What it says, in Chinese and in English.
    #[must_use]
    pub fn words(self) -> (String, String) {
        match self {
            Self::Beyond { some: 1, of: 1, sigmas } => {
                (format!("1 点超出 {sigmas}σ"), format!("1 point beyond {sigmas} sigma"))
            }
            Self::Beyond { some, of, sigmas } if sigmas <= 0.0 => {
                (format!("连续 {of} 点在中心线同侧"), format!("{some} in a row on one side of the centre"))
            }
            Self::Beyond { some, of, sigmas } => (
                format!("连续 {of} 点中有 {some} 点在同侧超出 {sigmas}σ"),
                format!("{some} of {of} in a row beyond {sigmas} sigma on one side"),
            ),
            Self::Trend(length) => {
                (format!("连续 {length} 点递增或递减"), format!("{length} in a row rising or falling"))
            }
            Self::Alternating(length) => {
                (format!("连续 {length} 点上下交替"), format!("{length} in a row up and down in turn"))
            }
            Self::Hugging(length) => {
                (format!("连续 {length} 点在 1σ 以内"), format!("{length} in a row within 1 sigma"))
            }
            Self::Mixture(length) => {
                (format!("连续 {length} 点都在 1σ 以外"), format!("{length} in a row with none within 1 sigma"))
            }
        }
    }

    /// Whether the last points, as many as it looks at, are a signal; each with its value and deviation.
    fn holds(self, points: &[(f64, f64)]) -> bool {
        let steps = || points.iter().zip(points.iter().skip(1)).map(|(before, after)| after.0 - before.0);
        match self {
            Self::Beyond { some, sigmas, .. } => [1.0, -1.0].into_iter().any(|side| {
                let beyond = |(_, deviation): &&(f64, f64)| side * deviation > sigmas;
                points.last().as_ref().is_some_and(beyond) && points.iter().filter(beyond).count() >= some
            }),
            Self::Trend(_) => steps().all(|step| step > 0.0) || steps().all(|step| step < 0.0),
            Self::Alternating(_) => {
                steps().all(|step| step != 0.0)
                    && steps().zip(steps().skip(1)).all(|(before, after)| (before > 0.0) != (after > 0.0))
            }
            Self::Hugging(_) => points.iter().all(|(_, deviation)| deviation.abs() < 1.0),
            Self::Mixture(_) => points.iter().all(|(_, deviation)| deviation.abs() > 1.0),
        }
    }
}

/// A point at which a rule's run is complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Signal {
    /// Place of the point, from 0.
    pub at: usize,
    /// Place at which the run begins.
    pub from: usize,
    /// Number of the rule in its set, from 1.
    pub rule: usize,
}

/// All signals, in the order of points and rules. Where nothing varies there are none: no run hugs a line that is its limit too.
#[must_use]
pub fn signals(points: &[Point], set: RuleSet) -> Vec<Signal> {
    let told: Vec<(f64, f64)> = points.iter().map(|point| (point.value, point.deviation())).collect();
    let varies = points.iter().any(|point| point.sigma > 0.0) || told.iter().any(|(_, deviation)| *deviation != 0.0);
    let mut found = Vec::new();
    for at in (0..told.len()).filter(|_| varies) {
        for (place, rule) in set.rules().iter().enumerate() {
            let Some(from) = (at + 1).checked_sub(rule.length()) else { continue };
            if told.get(from..=at).is_some_and(|run| rule.holds(run)) {
                found.push(Signal { at, from, rule: place + 1 });
            }
        }
    }
    found
}
