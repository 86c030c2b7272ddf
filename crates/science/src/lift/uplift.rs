//! Whether a ranking finds those whom an action moves: uplift and Qini curves, normalised as scikit-uplift does.
//!
//! Customers are ranked by the uplift that was foretold, the highest first, equals together. Of the first k, with Nt treated of whom
//! Yt answered, and Nc left alone of whom Yc did: uplift u(k) = (Yt/Nt − Yc/Nc) (Nt + Nc) (Gutierrez and Gérardy 2017), Qini
//! q(k) = Yt − Yc · Nt/Nc (Radcliffe 2007). A score is (area − random) / (perfect − random): random is the straight line to
//! the end, perfect the curve of a ranking that knew the answers, those whom the action drives away included.

/// A customer of a trial: the uplift that was foretold, whether they were treated, whether they answered.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Case {
    /// Foretold uplift: any number that ranks.
    pub score: f64,
    /// Whether they were treated.
    pub treated: bool,
    /// Whether they answered.
    pub answered: bool,
}

/// Which curve.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Curve {
    /// u(k), whose normalised area is called AUUC.
    Uplift,
    /// q(k), whose normalised area is called Qini coefficient.
    Qini,
}

/// A curve and its area.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranked {
    /// Customers acted on and answers gained, from (0, 0).
    pub points: Vec<(f64, f64)>,
    /// Area under it.
    pub area: f64,
    /// (area − random) / (perfect − random): 1 is perfect, 0 no better than chance, below 0 worse. `None` where a perfect ranking is no
    /// better than chance.
    pub score: Option<f64>,
}

/// The curve of a ranking. `None` when one of the groups is empty or a score is no number.
#[must_use]
pub fn ranked(cases: &[Case], curve: Curve) -> Option<Ranked> {
    let both = cases.iter().any(|case| case.treated) && cases.iter().any(|case| !case.treated);
    if !both || cases.iter().any(|case| case.score.is_nan()) {
        return None;
    }
    let points = points(cases, curve, |case| case.score);
    let alone = cases.iter().filter(|case| case.answered && !case.treated).count();
    let unmoved = cases.iter().filter(|case| !case.answered && case.treated).count();
    let best = points_of_perfect(cases, curve, alone > unmoved);
    let (end, height) = best.last().copied()?;
    let (area, random) = (area(&points), end * height / 2.0);
    let room = self::area(&best) - random;
    let score = (room.abs() > 1e-12 * random.abs().max(1.0)).then(|| (area - random) / room);
    Some(Ranked { points, area, score })
}

fn points_of_perfect(cases: &[Case], curve: Curve, by_answer: bool) -> Vec<(f64, f64)> {
    let number = |truth: bool| f64::from(u8::from(truth));
    points(cases, curve, |case| match curve {
        // Those who answer because they are treated first, those who answer only when left alone last.
        Curve::Qini => number(case.answered) * if case.treated { 1.0 } else { -1.0 },
        Curve::Uplift => {
            2.0 * number(case.answered == case.treated) + number(if by_answer { case.answered } else { case.treated })
        }
    })
}

fn points(cases: &[Case], curve: Curve, score: impl Fn(&Case) -> f64) -> Vec<(f64, f64)> {
    let mut order: Vec<(f64, &Case)> = cases.iter().map(|case| (score(case), case)).collect();
    order.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
    let (mut treated, mut alone, mut yes_treated, mut yes_alone) = (0.0, 0.0, 0.0, 0.0);
    let mut points = vec![(0.0, 0.0)];
    for equals in order.chunk_by(|a, b| a.0 == b.0) {
        for (_, case) in equals {
            let answered = f64::from(u8::from(case.answered));
            let (all, yes) = if case.treated { (&mut treated, &mut yes_treated) } else { (&mut alone, &mut yes_alone) };
            *all += 1.0;
            *yes += answered;
        }
        let share = |part: f64, of: f64| if of > 0.0 { part / of } else { 0.0 };
        let height = match curve {
            Curve::Uplift => (share(yes_treated, treated) - share(yes_alone, alone)) * (treated + alone),
            Curve::Qini => yes_treated - yes_alone * share(treated, alone),
        };
        points.push((treated + alone, height));
    }
    points
}

/// By trapezoids.
fn area(points: &[(f64, f64)]) -> f64 {
    points.iter().zip(points.iter().skip(1)).map(|(from, to)| (to.0 - from.0) * (from.1 + to.1) / 2.0).sum()
}
