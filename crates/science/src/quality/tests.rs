use proptest::prelude::*;

use super::charts::*;
use super::signals::{RuleSet, Signal, signals};
use super::*;

fn near(found: f64, expected: f64, within: f64) {
    assert!((found - expected).abs() <= within, "{found} is not {expected}");
}

/// NIST/SEMATECH e-Handbook, 6.3.2.2: flow rates.
const FLOW: [f64; 10] = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1];

/// The same, 6.3.3.2: chips that fail, of fifty on a wafer.
const WAFERS: [u32; 30] =
    [12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6];

fn of_fifty() -> Vec<Sample> {
    WAFERS.iter().map(|count| Sample { count: f64::from(*count), of: 50.0 }).collect()
}

#[test]
fn limits_are_those_of_the_handbook() {
    let flow = individuals(&FLOW, None).unwrap();
    near(flow.values.center, 50.81, 1e-9);
    near(flow.ranges.center, 1.8778, 0.00005);
    near(flow.values.points[0].low, 45.8159, 0.00005);
    near(flow.values.points[0].high, 55.8041, 0.00005);
    near(flow.ranges.points[0].high, 3.267 * 16.9 / 9.0, 1e-9);
    assert!(signals(&flow.values.points, RuleSet::WesternElectric).is_empty());
    let wafers = shares(&of_fifty(), None, false).unwrap();
    near(wafers.center, 0.2313, 0.00005);
    near(wafers.points[0].low, 0.0524, 0.00005);
    near(wafers.points[0].high, 0.4102, 0.00005);
    // Wafers 15 and 23 are beyond.
    let found: Vec<usize> =
        signals(&wafers.points, RuleSet::Nelson).iter().filter(|it| it.rule == 1).map(|it| it.at + 1).collect();
    assert_eq!(found, [15, 23]);
    let numbers = numbers(&of_fifty(), None).unwrap();
    near(numbers.points[0].high, 50.0 * wafers.points[0].high, 1e-9);
}

#[test]
fn counts_keep_above_zero_and_samples_have_limits_of_their_own() {
    let chart = counts(&[4.0, 5.0, 3.0], None).unwrap();
    assert_eq!((chart.center, chart.points[0].low, chart.points[0].high), (4.0, 0.0, 10.0));
    let rows = [Sample { count: 8.0, of: 2.0 }, Sample { count: 1.0, of: 1.0 }];
    let chart = rates(&rows, None, false).unwrap();
    near(chart.center, 3.0, 1e-12);
    near(chart.points[0].sigma, 1.5_f64.sqrt(), 1e-12);
    near(chart.points[1].sigma, 3.0_f64.sqrt(), 1e-12);
    // The first two set the limits.
    let chart = counts(&[4.0, 4.0, 90.0], Some(2)).unwrap();
    assert_eq!((chart.center, chart.points[2].high), (4.0, 10.0));
    // Large samples that differ by more than chance: Laney's limits are wider, and chance alone leaves them about as they are.
    let wide: Vec<Sample> =
        (0..20).map(|at| Sample { count: 50_000.0 + 2_000.0 * f64::from(at % 2), of: 1e6 }).collect();
    let chart = shares(&wide, None, true).unwrap();
    assert!(chart.excess.unwrap() > 5.0 && signals(&chart.points, RuleSet::Nelson).iter().all(|it| it.rule != 1));
    assert!(signals(&shares(&wide, None, false).unwrap().points, RuleSet::Nelson).iter().any(|it| it.rule == 1));
}

fn line(values: &[f64]) -> Vec<Point> {
    let point = |value: &f64| Point { value: *value, center: 0.0, sigma: 1.0, low: -3.0, high: 3.0 };
    values.iter().map(point).collect()
}

#[test]
fn each_rule_tells_its_run() {
    let up_and_down: Vec<f64> = (0..14).map(|at| if at % 2 == 0 { 0.4 } else { -0.5 }).collect();
    #[rustfmt::skip]
    let rows: [(RuleSet, usize, &[f64], usize); 13] = [
        (RuleSet::WesternElectric, 1, &[0.0, 3.1], 1),
        (RuleSet::WesternElectric, 1, &[0.0, -3.1], 1),
        (RuleSet::WesternElectric, 2, &[2.1, 0.0, 2.2], 2),
        (RuleSet::WesternElectric, 3, &[1.1, 1.2, -1.0, 1.3, 1.4], 4),
        (RuleSet::WesternElectric, 4, &[0.1; 8], 7),
        (RuleSet::Nelson, 1, &[3.01], 0),
        (RuleSet::Nelson, 2, &[-0.1; 9], 8),
        (RuleSet::Nelson, 3, &[-1.0, -0.5, 0.0, 0.5, 0.6, 0.7], 5),
        (RuleSet::Nelson, 4, &up_and_down, 13),
        (RuleSet::Nelson, 5, &[-2.1, -2.2], 9),
        (RuleSet::Nelson, 6, &[1.1, 1.2, 0.0, 1.3, 1.4], 4),
        (RuleSet::Nelson, 7, &[0.2, -0.1, 0.3, 0.3, -0.2, 0.1, 0.2, -0.4, 0.5, 0.2, -0.2, -0.3, 0.1, 0.4, 0.2], 14),
        (RuleSet::Nelson, 8, &[1.1, -1.2, 1.3, -1.1, 1.2, 1.4, -1.5, 1.2], 7),
    ];
    for (set, rule, values, at) in rows {
        let found: Vec<Signal> = signals(&line(values), set).into_iter().filter(|it| it.rule == rule).collect();
        let expected = (at < values.len()).then_some(at);
        assert_eq!(found.iter().map(|it| it.at).collect::<Vec<_>>(), Vec::from_iter(expected), "{set:?} {rule}");
        assert!(found.iter().all(|it| it.from + set.rules()[rule - 1].length() == it.at + 1));
    }
    // A point on both sides in turn is no run, nor one on the centre.
    assert!(signals(&line(&[2.1, -2.1, 0.0, 2.1, -2.1]), RuleSet::WesternElectric).is_empty());
    let broken = [0.1, 0.1, 0.1, 0.1, 0.0, 0.1, 0.1, 0.1, 0.1];
    assert!(signals(&line(&broken), RuleSet::WesternElectric).iter().all(|it| it.rule != 4));
    for set in [RuleSet::WesternElectric, RuleSet::Nelson] {
        assert_eq!(RuleSet::of_key(set.key()), Some(set));
        assert!(set.rules().iter().all(|rule| !rule.words().0.is_empty() && !rule.words().1.is_empty()));
    }
}

#[test]
fn what_cannot_be_charted_is_told() {
    let few = |values| Refusal::TooFew { values, least: 2 };
    assert_eq!(individuals(&[], None), Err(few(0)));
    assert_eq!(individuals(&[1.0], None), Err(few(1)));
    assert_eq!(individuals(&[1.0, f64::NAN], None), Err(Refusal::NoNumber { at: 1 }));
    assert_eq!(counts(&[], None), Err(Refusal::TooFew { values: 0, least: 1 }));
    assert_eq!(counts(&[-1.0], None), Err(Refusal::NoSample { at: 0 }));
    assert_eq!(counts(&[f64::INFINITY], None), Err(Refusal::NoNumber { at: 0 }));
    let sample = |count, of| Sample { count, of };
    assert_eq!(shares(&[sample(1.0, 2.0), sample(3.0, 2.0)], None, false), Err(Refusal::NoSample { at: 1 }));
    assert_eq!(shares(&[sample(0.0, 0.0)], None, false), Err(Refusal::NoSample { at: 0 }));
    assert_eq!(numbers(&[sample(1.0, 2.0), sample(1.0, 3.0)], None), Err(Refusal::Sizes));
    // Nothing varies: limits are the line itself, and nothing is a signal.
    let same = individuals(&vec![7.5; 1_000_000], None).unwrap();
    assert_eq!((same.values.points[9].low, same.values.points[9].high, same.ranges.center), (7.5, 7.5, 0.0));
    for set in [RuleSet::WesternElectric, RuleSet::Nelson] {
        assert!(signals(&same.values.points, set).is_empty());
        assert!(signals(&shares(&vec![sample(0.0, 9.0); 50], None, true).unwrap().points, set).is_empty());
        assert!(signals(&shares(&vec![sample(9.0, 9.0); 50], None, true).unwrap().points, set).is_empty());
    }
    assert!(signals(&[], RuleSet::Nelson).is_empty());
}

#[test]
fn the_vital_few_stand_first() {
    let bars = pareto::pareto([("late", 20), ("broken", 55), ("late", 10), ("rude", 5), ("none", 0), ("wrong", 10)]);
    let told: Vec<_> = bars.iter().map(|bar| (bar.cause, bar.amount)).collect();
    assert_eq!(told, [("broken", 55), ("late", 30), ("wrong", 10), ("rude", 5)]);
    near(bars[1].cumulated, 0.85, 1e-12);
    assert_eq!(
        (pareto::vital_few(&bars, 800), pareto::vital_few(&bars, 850), pareto::vital_few(&bars, 1_000)),
        (2, 2, 4)
    );
    assert!(pareto::pareto([("none", 0)]).is_empty());
    assert_eq!(pareto::vital_few::<&str>(&[], 800), 0);
    near(pareto::pareto([(1, u64::MAX), (2, u64::MAX)])[0].share, 0.5, 1e-12);
}

#[test]
fn histograms_follow_the_rule_that_is_named() {
    use histogram::{Width, histogram};
    let flow = histogram(&FLOW).unwrap();
    // Quartiles 49.675 and 52.325: width at most 5.3 / ∛10 = 2.46 over a range of 6.
    assert_eq!((flow.bins, flow.by), (vec![2, 4, 4], Width::FreedmanDiaconis));
    near(flow.width, 2.0, 1e-9);
    let many = [vec![1.0; 90], vec![2.0; 10]].concat();
    assert_eq!(histogram(&many).unwrap().by, Width::Sturges);
    let same = histogram(&[4.0; 9]).unwrap();
    assert_eq!((same.bins, same.width, same.by), (vec![9], 0.0, Width::Single));
    assert_eq!(histogram(&[]), Err(Refusal::TooFew { values: 0, least: 1 }));
    assert_eq!(histogram(&[f64::NAN]), Err(Refusal::NoNumber { at: 0 }));
    assert_eq!(histogram(&[1.0, f64::MAX]), Err(Refusal::NoNumber { at: 1 }));
    let huge = histogram(&[-1e150, 0.0, 1.0, 1e150]).unwrap();
    assert_eq!(huge.bins.iter().sum::<u64>(), 4);
    let outlier = histogram(&[(0..1_000).map(f64::from).collect(), vec![1e12]].concat()).unwrap();
    assert_eq!(outlier.bins.len(), 1_000);
}

#[test]
fn capability_is_that_of_the_handbook() {
    // NIST/SEMATECH e-Handbook, 6.1.6: limits 8 and 20, mean 16, standard deviation 2.
    let found = histogram::capability(16.0, 2.0, Some(8.0), Some(20.0)).unwrap();
    near(found.cp.unwrap(), 1.0, 1e-12);
    near(found.cpk, 0.6667, 0.00005);
    assert_eq!(histogram::capability(16.0, 2.0, None, Some(20.0)).unwrap().cp, None);
    assert_eq!(histogram::capability(16.0, 2.0, None, None), None);
    assert_eq!(histogram::capability(16.0, 2.0, Some(9.0), Some(8.0)), None);
    assert_eq!(histogram::capability_of(&[3.0, 3.0], Some(1.0), None), Ok(None));
    assert!(histogram::capability_of(&[3.0], Some(1.0), None).is_err());
}

#[test]
fn correlation_is_that_of_anscombe() {
    // Anscombe, The American Statistician 27(1), 1973: four pictures of one line.
    let x = [10.0, 8.0, 13.0, 9.0, 11.0, 14.0, 6.0, 4.0, 12.0, 7.0, 5.0];
    let y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68];
    let found = scatter::scatter(&x, &y).unwrap().unwrap();
    near(found.correlation, 0.81642, 0.000005);
    near(found.slope, 0.50009, 0.000005);
    near(found.intercept, 3.00009, 0.000005);
    near(found.chance, 0.00217, 0.000005);
    let (low, high) = found.interval.unwrap();
    near(low, 0.4244, 0.00005);
    near(high, 0.9507, 0.00005);
    assert_eq!(scatter::scatter(&x, &[3.0; 11]), Ok(None));
    assert_eq!(scatter::scatter(&x, &y[1..]), Err(Refusal::Pairs));
    assert_eq!(scatter::scatter(&x[..2], &y[..2]), Err(Refusal::TooFew { values: 2, least: 3 }));
    let line = scatter::scatter(&[1.0, 2.0, 3.0, 4.0], &[2.0, 4.0, 6.0, 8.0]).unwrap().unwrap();
    assert_eq!((line.correlation, line.interval), (1.0, None));
    assert!(line.chance < 1e-12);
}

#[test]
fn kinds_are_held_apart() {
    use strata::stratify;
    let values =
        [("a", 1.0), ("a", 2.0), ("a", 3.0), ("b", 2.0), ("b", 3.0), ("b", 4.0), ("c", 5.0), ("c", 6.0), ("c", 7.0)];
    let found = stratify(&values).unwrap();
    assert_eq!(
        found.strata.iter().map(|it| (it.kind, it.values, it.mean, it.spread)).collect::<Vec<_>>(),
        [("a", 3, 2.0, 1.0), ("b", 3, 3.0, 1.0), ("c", 3, 6.0, 1.0)]
    );
    // F = 13 with 2 and 6 degrees of freedom.
    near(found.between.unwrap(), 26.0 / 32.0, 1e-12);
    near(found.chance.unwrap(), (1.0 + 13.0 / 3.0_f64).powi(-3), 1e-12);
    let same = stratify(&[(1, 5.0), (2, 5.0), (2, 5.0)]).unwrap();
    assert_eq!((same.between, same.chance), (None, None));
    let one = stratify(&[(1, 5.0), (1, 6.0)]).unwrap();
    assert_eq!((one.between, one.chance), (Some(0.0), None));
    assert!(stratify::<u8>(&[]).is_err() && stratify(&[(1, f64::NAN)]).is_err());
}

#[test]
fn strokes_are_added_up() {
    let sheet = sheet::check_sheet([("late", "mon"), ("late", "tue"), ("rude", "mon"), ("late", "mon")]);
    assert_eq!((sheet.rows, sheet.columns), (vec!["late", "rude"], vec!["mon", "tue"]));
    assert_eq!(
        (sheet.strokes, sheet.of_rows, sheet.of_columns, sheet.total),
        (vec![vec![2, 1], vec![1, 0]], vec![3, 1], vec![3, 1], 4)
    );
    assert_eq!(sheet::check_sheet::<u8, u8>([]).total, 0);
}

#[test]
fn causes_stand_behind_causes() {
    let findings = [
        (vec!["人员", "培训", "新人"], 3),
        (vec!["物流", "漏发"], 7),
        (vec!["人员", " 培训 ", ""], 2),
        (vec!["人员"], 1),
        (vec![], 4),
    ];
    let tree = causes::cause_and_effect("差评", findings);
    assert_eq!((tree.own, tree.all), (4, 17));
    let told: Vec<_> = tree.causes.iter().map(|it| (it.name.as_str(), it.own, it.all)).collect();
    assert_eq!(told, [("物流", 0, 7), ("人员", 1, 6)]);
    let training = &tree.causes[1].causes[0];
    assert_eq!((training.own, training.all, training.causes[0].own), (2, 5, 3));
    let deep = causes::cause_and_effect("deep", [(vec!["x"; 1_000_000], 1)]);
    assert_eq!(deep.all, 1);
    assert!(causes::Bone::ALL.iter().all(|bone| bone.names().0 != bone.names().1));
}

proptest! {
    #[test]
    fn charts_move_and_stretch_with_their_values(
        values in prop::collection::vec(-1e3..1e3_f64, 2..40), by in 0.1..10.0_f64, shift in -1e3..1e3_f64,
    ) {
        let plain = individuals(&values, None).unwrap();
        let moved: Vec<f64> = values.iter().map(|value| value * by + shift).collect();
        let moved = individuals(&moved, None).unwrap();
        for (a, b) in plain.values.points.iter().zip(&moved.values.points) {
            prop_assert!((a.high * by + shift - b.high).abs() < 1e-6 && (a.low * by + shift - b.low).abs() < 1e-6);
            prop_assert!(a.low <= a.center && a.center <= a.high);
        }
    }

    #[test]
    fn limits_of_shares_stay_shares(samples in prop::collection::vec((0_u32..50, 1_u32..50), 1..40), laney in any::<bool>()) {
        let samples: Vec<Sample> =
            samples.iter().map(|(count, of)| Sample { count: f64::from(*count.min(of)), of: f64::from(*of) }).collect();
        let chart = shares(&samples, None, laney).unwrap();
        for point in &chart.points {
            prop_assert!(0.0 <= point.low && point.low <= point.center + 1e-12);
            prop_assert!(point.center <= point.high + 1e-12 && point.high <= 1.0);
        }
    }

    #[test]
    fn every_value_has_a_bin(values in prop::collection::vec(-1e6..1e6_f64, 1..200)) {
        let found = histogram::histogram(&values).unwrap();
        prop_assert_eq!(found.bins.iter().sum::<u64>() as usize, values.len());
        prop_assert!(found.from.is_finite() && found.width.is_finite());
    }
}
