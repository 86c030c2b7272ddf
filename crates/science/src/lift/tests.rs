use proptest::prelude::*;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore as _, SeedableRng as _};

use super::always::always;
use super::means::*;
use super::ratio::check;
use super::uplift::{Case, Curve, ranked};
use super::*;

fn near(found: f64, expected: f64, within: f64) {
    assert!((found - expected).abs() <= within, "{found} is not {expected}");
}

/// Seeded draws.
struct Dice(ChaCha8Rng);

impl Dice {
    fn new(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    fn even(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn normal(&mut self) -> f64 {
        crate::special::normal_quantile(self.even().max(1e-300))
    }
}

/// Student 1908: hours of sleep gained with two drugs.
const ONE: [f64; 10] = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
const OTHER: [f64; 10] = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

#[test]
fn differences_are_those_of_other_programs() {
    // R's manual of t.test: t = −1.8608, df = 17.776, p = .07939, −3.3654832 to 0.2054832 for one less the other.
    let found = difference(&Moments::of(&ONE), &Moments::of(&OTHER), 0.95).unwrap();
    near(found.value / found.error, 1.8608, 0.00005);
    near(found.chance, 0.07939, 0.000005);
    near(found.interval.0, -0.2054832, 0.00000005);
    near(found.interval.1, 3.3654832, 0.00000005);
}

#[test]
fn the_ratio_of_samples_is_that_of_the_book() {
    // Kohavi, Tang and Xu 2020, chapter 3: 821,588 and 815,482 customers of one to one, p = 1.8e-6.
    let found = check(&[821_588, 815_482], &[1, 1]).unwrap();
    near(found.chance, 1.8e-6, 0.05e-6);
    assert!(!found.passes());
    assert!(check(&[900, 100], &[9, 1]).unwrap().passes());
    assert_eq!((check(&[0, 0], &[1, 1]), check(&[5], &[1]), check(&[5, 5], &[1, 0])), (None, None, None));
}

#[test]
fn power_is_that_of_the_books() {
    // Kohavi, Tang and Xu 2020: n ≈ 16 σ²/δ²; Cohen 1988: 63 in each group for half a standard deviation (normal).
    assert_eq!(power::needed(1.0, 0.01, 0.95, 0.8), Some(156_978));
    assert_eq!(power::needed(1.0, 0.5, 0.95, 0.8), Some(63));
    near(power::detectable(1.0, 156_978, 156_978, 0.95, 0.8).unwrap(), 0.01, 1e-7);
    assert_eq!((power::needed(1.0, 0.0, 0.95, 0.8), power::detectable(1.0, 0, 5, 0.95, 0.8)), (None, None));
    assert_eq!(power::detectable(1.0, 5, 5, 1.0, 0.8), None);
}

#[test]
fn what_was_known_beforehand_makes_it_sharper() {
    let mut dice = Dice::new(1);
    let mut group = |size: usize, effect: f64| -> (Vec<f64>, Vec<f64>) {
        (0..size)
            .map(|_| {
                let before = 10.0 + dice.normal();
                (before, effect + 0.8 * before + 0.6 * dice.normal())
            })
            .unzip()
    };
    let (control, treated) = (group(5_000, 0.0), group(5_000, 0.05));
    let found = adjust((&control.0, &control.1), (&treated.0, &treated.1)).unwrap();
    near(found.theta, 0.8, 0.02);
    // 1 − ρ² of the variance stays, with ρ = .8.
    near(found.gone, 0.64, 0.02);
    let plain = difference(&Moments::of(&control.1), &Moments::of(&treated.1), 0.95).unwrap();
    let sharp = difference(&found.control, &found.treated, 0.95).unwrap();
    near((sharp.error / plain.error).powi(2), 1.0 - found.gone, 0.01);
    assert!(sharp.interval.0 < 0.05 && 0.05 < sharp.interval.1);
    assert_eq!(adjust((&[1.0, 1.0], &[2.0, 3.0]), (&[1.0, 1.0], &[2.0, 3.0])), None);
    assert_eq!(adjust((&[1.0], &[2.0]), (&[1.0], &[2.0])), None);
}

#[test]
fn intervals_hold_the_truth_as_often_as_they_say() {
    let mut dice = Dice::new(7);
    let (mut plain, mut share, mut ratio) = (0, 0, 0);
    for _ in 0..600 {
        let control: Vec<f64> = (0..300).map(|_| -2.0 * dice.even().max(1e-12).ln()).collect();
        let treated: Vec<f64> = (0..200).map(|_| -2.2 * dice.even().max(1e-12).ln()).collect();
        let (one, other) = (Moments::of(&control), Moments::of(&treated));
        let inside =
            |it: Option<Estimate>, truth: f64| it.is_some_and(|it| it.interval.0 < truth && truth < it.interval.1);
        plain += i32::from(inside(difference(&one, &other, 0.95), 0.2));
        share += i32::from(inside(relative(&one, &other, 0.95), 0.1));
        // Revenue a visit, with visits that differ by customer: customers were drawn.
        let visits: Vec<f64> = control.iter().map(|_| 1.0 + (3.0 * dice.even()).floor()).collect();
        let revenue: Vec<f64> = control.iter().zip(&visits).map(|(each, visits)| each * visits).collect();
        let each = Moments::of_ratio(&revenue, &visits).unwrap();
        ratio += i32::from((each.mean - 2.0).abs() < 1.96 * each.of_mean().sqrt());
    }
    for found in [plain, share, ratio] {
        let rate = f64::from(found) / 600.0;
        assert!((0.92..0.98).contains(&rate), "{rate}");
    }
}

#[test]
fn looking_often_spoils_one_interval_and_not_the_other() {
    let mut dice = Dice::new(3);
    let (mut fixed, mut any, trials, looks) = (0, 0, 300, 40);
    for _ in 0..trials {
        let (mut control, mut treated) = (Vec::new(), Vec::new());
        let (mut alarm_fixed, mut alarm_any) = (false, false);
        for _ in 0..looks {
            control.extend((0..25).map(|_| dice.normal()));
            treated.extend((0..25).map(|_| dice.normal()));
            let (one, other) = (Moments::of(&control), Moments::of(&treated));
            alarm_fixed |= difference(&one, &other, 0.95).unwrap().chance < 0.05;
            let found = always(&one, &other, 1_000, 0.95).unwrap();
            // The interval leaves 0 out exactly when the chance is below.
            assert_eq!(found.chance < 0.05, found.interval.0 > 0.0 || found.interval.1 < 0.0);
            alarm_any |= found.chance < 0.05;
        }
        fixed += i32::from(alarm_fixed);
        any += i32::from(alarm_any);
    }
    assert!(f64::from(fixed) / f64::from(trials) > 0.2, "{fixed}");
    assert!(f64::from(any) / f64::from(trials) <= 0.05, "{any}");
}

#[test]
fn always_is_the_confidence_sequence_of_the_paper() {
    // Half width σ √(2 (t ρ² + 1) / (t² ρ²) · ln(√(t ρ² + 1) / α)), here with t counted in pairs of variance 2.
    let moments = |mean| Moments { count: 400, mean, variance: 1.0 };
    let (t, planned, alpha) = (400.0_f64, 1_000_u64, 0.05_f64);
    let rho = always::mixture(0.95) / (planned as f64 / 2.0);
    let half = (2.0 * 2.0 * (t * rho + 1.0) / (t * t * rho) * ((t * rho + 1.0).sqrt() / alpha).ln()).sqrt();
    let found = always(&moments(0.0), &moments(0.3), planned, 0.95).unwrap();
    near(found.interval.1 - found.value, half, 1e-12);
    // Narrowest, beside the others, where it was planned.
    let width =
        |planned| always(&moments(0.0), &moments(0.3), planned, 0.95).map(|it| it.interval.1 - it.value).unwrap();
    assert!(width(800) < width(200) && width(800) < width(4_000));
    assert_eq!(always(&moments(0.0), &moments(0.3), 0, 0.95), None);
}

fn group<'a>(outcomes: &'a [f64], before: Option<&'a [f64]>) -> Group<'a> {
    Group { outcomes, before }
}

const BY_LOT: Assignment = Assignment::Randomised { control: 1, treated: 1 };

#[test]
fn nothing_is_read_of_groups_that_went_wrong() {
    let plan = Plan::default();
    let ones = vec![1.0; 2_000];
    let refused = Reading::new(group(&ones[..1_000], None), group(&ones[..1_500], None), BY_LOT, &plan);
    assert!(matches!(refused, Err(Refusal::SampleRatio(check)) if check.chance < 1e-6));
    let few = |control, treated| Err(Refusal::TooFew { control, treated });
    assert_eq!(Reading::new(group(&[], None), group(&[], None), BY_LOT, &plan), few(0, 0));
    assert_eq!(Reading::new(group(&ONE, None), group(&[1.0], None), Assignment::Observational, &plan), few(10, 1));
    let wrong = Reading::new(group(&ONE, None), group(&[1.0, f64::NAN], None), BY_LOT, &plan);
    assert_eq!(wrong, Err(Refusal::NoNumber { group: 1, at: 1 }));
    assert_eq!(Reading::new(group(&ONE, Some(&OTHER)), group(&OTHER, None), BY_LOT, &plan), Err(Refusal::Before));
    assert_eq!(Reading::new(group(&ONE, Some(&[1.0])), group(&OTHER, Some(&ONE)), BY_LOT, &plan), Err(Refusal::Before));
    let nothing = Assignment::Randomised { control: 0, treated: 1 };
    assert_eq!(Reading::new(group(&ONE, None), group(&OTHER, None), nothing, &plan), Err(Refusal::NoWeight));
}

#[test]
fn a_million_identical_customers_show_nothing() {
    let ones = vec![1.0; 1_000_000];
    let found = Reading::new(group(&ones, Some(&ones)), group(&ones, Some(&ones)), BY_LOT, &Plan::default()).unwrap();
    assert_eq!((found.difference.value, found.difference.chance, found.difference.interval), (0.0, 1.0, (0.0, 0.0)));
    assert_eq!((found.adjusted, found.always, found.detectable), (None, None, None));
    assert_eq!(found.beforehand.unwrap().standardised, None);
    let none = vec![0.0; 500];
    let found = Reading::new(group(&none, None), group(&none, None), BY_LOT, &Plan::default()).unwrap();
    assert_eq!((found.relative, found.difference.value), (None, 0.0));
}

#[test]
fn what_was_not_drawn_by_lot_is_labelled_and_shown_beforehand() {
    let before: Vec<f64> = (0..200).map(|at| f64::from(at % 10)).collect();
    let more: Vec<f64> = before.iter().map(|it| it + 3.0).collect();
    let found = Reading::new(
        group(&before, Some(&before)),
        group(&more, Some(&more)),
        Assignment::Observational,
        &Plan::default(),
    );
    let found = found.unwrap();
    assert!(!found.is_causal() && found.ratio.is_none());
    let differed = found.beforehand.unwrap();
    near(differed.difference.value, 3.0, 1e-12);
    assert!(differed.standardised.unwrap() > 1.0);
    // All of the difference was there before.
    near(found.adjusted.unwrap().1.value, 0.0, 1e-9);
}

fn cases() -> Vec<Case> {
    let rows = [
        (0.9, 1, 1),
        (0.8, 0, 0),
        (0.8, 1, 1),
        (0.7, 1, 0),
        (0.6, 0, 1),
        (0.5, 1, 1),
        (0.5, 0, 0),
        (0.4, 0, 1),
        (0.3, 1, 0),
        (0.2, 0, 0),
        (0.1, 1, 0),
        (0.1, 0, 1),
        (0.0, 1, 1),
        (-0.2, 0, 1),
        (-0.3, 1, 0),
        (-0.4, 0, 0),
    ];
    rows.iter()
        .map(|(score, treated, answered)| Case { score: *score, treated: *treated == 1, answered: *answered == 1 })
        .collect()
}

#[test]
fn rankings_are_judged_as_scikit_uplift_does() {
    let (uplift, qini) = (ranked(&cases(), Curve::Uplift).unwrap(), ranked(&cases(), Curve::Qini).unwrap());
    // uplift_auc_score and qini_auc_score of these cases.
    near(uplift.score.unwrap(), 0.278_455_687_830_687_86, 1e-12);
    near(qini.score.unwrap(), 0.264_136_904_761_904_8, 1e-12);
    assert_eq!(uplift.points.first(), Some(&(0.0, 0.0)));
    assert_eq!(qini.points.last().map(|point| point.0), Some(16.0));
}

#[test]
fn rankings_of_nothing_are_none() {
    let all_treated: Vec<Case> = cases().into_iter().map(|case| Case { treated: true, ..case }).collect();
    let none: Vec<Case> = cases().into_iter().map(|case| Case { answered: false, ..case }).collect();
    let broken: Vec<Case> = cases().into_iter().map(|case| Case { score: f64::NAN, ..case }).collect();
    for curve in [Curve::Uplift, Curve::Qini] {
        assert_eq!((ranked(&[], curve), ranked(&all_treated, curve), ranked(&broken, curve)), (None, None, None));
        let flat = ranked(&none, curve).unwrap();
        assert_eq!((flat.area, flat.score), (0.0, None));
        let same: Vec<Case> = cases().into_iter().map(|case| Case { score: 1.0, ..case }).collect();
        near(ranked(&same, curve).unwrap().score.unwrap(), 0.0, 1e-12);
    }
}

proptest! {
    #[test]
    fn differences_are_even_handed(
        one in prop::collection::vec(-1e3..1e3_f64, 2..50), other in prop::collection::vec(-1e3..1e3_f64, 2..50), shift in -1e4..1e4_f64,
    ) {
        let moved = |values: &[f64]| Moments::of(&values.iter().map(|value| value + shift).collect::<Vec<_>>());
        let (a, b) = (Moments::of(&one), Moments::of(&other));
        let (there, back) = (difference(&a, &b, 0.95).unwrap(), difference(&b, &a, 0.95).unwrap());
        prop_assert!((there.value + back.value).abs() < 1e-9 && (there.chance - back.chance).abs() < 1e-9);
        let far = difference(&moved(&one), &moved(&other), 0.95).unwrap();
        prop_assert!((far.value - there.value).abs() < 1e-8 && (far.error - there.error).abs() < 1e-6);
        prop_assert!((0.0..=1.0).contains(&there.chance));
        if let Some(found) = always(&a, &b, 1_000, 0.95) {
            // What may be looked at always is wider.
            prop_assert!(found.interval.0 <= found.value && found.value <= found.interval.1);
            prop_assert!((0.0..=1.0).contains(&found.chance));
        }
    }

    #[test]
    fn scores_stay_when_ranks_do(
        rows in prop::collection::vec((-5_i8..5, any::<bool>(), any::<bool>()), 2..60),
    ) {
        let of = |score: fn(f64) -> f64| -> Vec<Case> {
            rows.iter().map(|(at, treated, answered)| Case { score: score(f64::from(*at)), treated: *treated, answered: *answered }).collect()
        };
        for curve in [Curve::Uplift, Curve::Qini] {
            let (plain, bent) = (ranked(&of(|it| it), curve), ranked(&of(|it| it.exp() * 3.0 + 1.0), curve));
            prop_assert_eq!(plain.as_ref().map(|it| it.score), bent.map(|it| it.score));
            prop_assert!(plain.is_none_or(|it| it.area.is_finite() && it.score.is_none_or(f64::is_finite)));
        }
    }
}
