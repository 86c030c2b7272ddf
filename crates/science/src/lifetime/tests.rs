use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};

use super::beta::First;
use super::choose::{choose, naive};
use super::fit::Likelihood;
use super::purchases::{Purchase, Span, far_off, observe, split};
use super::spend::{Spend, Spender};
use super::tally::Tally;
use super::*;

/// Draws from distributions, from a seed.
struct Dice(ChaCha8Rng);

impl Dice {
    fn new(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    fn uniform(&mut self) -> f64 {
        ((self.0.next_u64() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }

    fn wait(&mut self, rate: f64) -> f64 {
        -self.uniform().ln() / rate
    }

    fn normal(&mut self) -> f64 {
        crate::special::normal_quantile(self.uniform())
    }

    /// Marsaglia and Tsang 2000.
    fn gamma(&mut self, shape: f64, rate: f64) -> f64 {
        if shape < 1.0 {
            let boost = self.uniform().powf(1.0 / shape);
            return self.gamma(shape + 1.0, rate) * boost;
        }
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / (9.0 * d).sqrt();
        loop {
            let x = self.normal();
            let v = (1.0 + c * x).powi(3);
            if v > 0.0 && self.uniform().ln() < 0.5 * x * x + d - d * v + d * v.ln() {
                return d * v / rate;
            }
        }
    }

    fn beta(&mut self, a: f64, b: f64) -> f64 {
        let (x, y) = (self.gamma(a, 1.0), self.gamma(b, 1.0));
        x / (x + y)
    }

    /// A customer of a model, seen for a time.
    fn customer(&mut self, model: Model, [r, alpha, third, fourth]: [f64; 4], age: f64) -> History {
        let rate = self.gamma(r, alpha);
        let (mut leaves, mut chance) = (f64::INFINITY, 0.0);
        match model {
            Model::ParetoNbd => {
                let leaving = self.gamma(third, fourth);
                leaves = self.wait(leaving);
            }
            Model::BgNbd | Model::MbgNbd => chance = self.beta(third, fourth),
        }
        let mut history = History { repeats: 0, last: 0.0, age };
        if model == Model::MbgNbd && self.uniform() < chance {
            return history;
        }
        let mut now = 0.0;
        loop {
            now += self.wait(rate);
            if now > leaves.min(age) {
                return history;
            }
            history = History { repeats: history.repeats + 1, last: now, age };
            if self.uniform() < chance {
                return history;
            }
        }
    }

    fn shop(&mut self, model: Model, parameters: [f64; 4], count: usize) -> Vec<History> {
        (0..count)
            .map(|_| {
                let age = 52.0 + (self.uniform() * 52.0).floor();
                self.customer(model, parameters, age)
            })
            .collect()
    }
}

fn near(found: f64, expected: f64, within: f64) {
    assert!((found - expected).abs() <= within, "{found} is not {expected}");
}

const TRUTH: [(Model, [f64; 4]); 3] = [
    (Model::BgNbd, [0.6, 4.0, 0.8, 2.4]),
    (Model::MbgNbd, [0.8, 5.0, 0.9, 2.6]),
    (Model::ParetoNbd, [0.7, 6.0, 0.6, 9.0]),
];

#[test]
fn slopes_are_those_of_the_likelihood() {
    let histories =
        [(0, 0.0, 38.9), (1, 38.9, 38.9), (2, 30.4, 38.9), (26, 30.9, 31.0), (700, 90.0, 300.0), (0, 0.0, 0.0)]
            .map(|(repeats, last, age)| History { repeats, last, age });
    for model in Model::ALL {
        for parameters in [[0.243, 4.414, 0.793, 2.426], [2.5, 0.03, 1.0, 40.0], [9.0, 700.0, 3.0, 0.2]] {
            let likelihood = Likelihood::new(model, Tally::of(&histories));
            let told = likelihood.told(parameters);
            for axis in 0..4 {
                let at = |by: f64| {
                    let mut moved = parameters;
                    moved[axis] *= 1.0 + by;
                    likelihood.told(moved)
                };
                let (back, on) = (at(-1e-5), at(1e-5));
                for ((back, on), here) in back.iter().zip(on).zip(&told) {
                    let slope = (on.ln - back.ln) / 2e-5 / parameters[axis];
                    near(here.slope[axis], slope, 1e-5 * slope.abs().max(1.0));
                }
            }
        }
    }
}

/// Gauss's function by its series, for the published forms.
fn gauss(a: f64, b: f64, c: f64, z: f64) -> f64 {
    let (mut term, mut sum, mut n) = (1.0, 1.0, 0.0);
    while n < 1e5 && f64::abs(term) > 1e-17 * f64::abs(sum) {
        term *= (a + n) * (b + n) / ((c + n) * (n + 1.0)) * z;
        sum += term;
        n += 1.0;
    }
    sum
}

#[test]
fn sums_of_positive_terms_equal_the_published_forms() {
    for (x, last, age, time) in [(0.0, 0.0, 38.9, 39.0), (2.0, 30.4, 38.9, 39.0), (26.0, 30.9, 31.0, 300.0)] {
        let [r, alpha, a, b]: [f64; 4] = [0.243, 4.414, 0.793, 2.426];
        // Fader, Hardie and Lee 2005, equation 10, the numerator.
        let z = time / (alpha + age + time);
        let published = (a + b + x - 1.0) / (a - 1.0)
            * (1.0 - ((alpha + age) / (alpha + age + time)).powf(r + x) * gauss(r + x, b + x, a + b + x - 1.0, z));
        near(beta::Ladder::new(r + x, a, b + x).purchases(alpha + age, time), published, 1e-9 * published);
        // Fader and Hardie 2005 (note on Pareto/NBD), equations 17 to 19, for α > β.
        let [r, alpha, s, beta]: [f64; 4] = [0.553, 10.578, 0.606, 3.669];
        let part = |at: f64| {
            gauss(r + s + x, s + 1.0, r + s + x + 1.0, (alpha - beta) / (alpha + at)) / (alpha + at).powf(r + s + x)
        };
        let either = (alpha + age).powf(-(r + x)) * (beta + age).powf(-s) + s / (r + s + x) * (part(last) - part(age));
        let ln = crate::special::ln_gamma(r + x) - crate::special::ln_gamma(r) + r * alpha.ln() + s * beta.ln();
        let history = History { repeats: x as u32, last, age };
        let told = Likelihood::new(Model::ParetoNbd, Tally::of(&[history])).told([r, alpha, s, beta]);
        near(told[0].ln, ln + either.ln(), 1e-8);
    }
}

#[test]
fn where_published_forms_divide_by_zero_nothing_happens() {
    let history = History { repeats: 3, last: 20.0, age: 30.0 };
    let around = |parameters: fn(f64) -> [f64; 4], model: fn([f64; 4], f64) -> f64| {
        let at = |off: f64| model(parameters(1.0 + off), 40.0);
        near(at(0.0), 0.5 * (at(-1e-6) + at(1e-6)), 1e-9);
    };
    around(|a| [0.5, 5.0, a, 2.0], |p, t| beta::of_new(First::Stays, p, t));
    around(|a| [0.5, 5.0, a, 2.0], |p, t| beta::of_new(First::MayLeave, p, t));
    around(|s| [0.5, 5.0, s, 9.0], pareto::of_new);
    assert!(pareto::of_alive([0.5, 5.0, 1.0, 9.0], &history, 1e9).is_finite());
}

#[test]
fn known_parameters_are_found_again_at_the_nominal_rate() {
    for (model, truth) in TRUTH {
        let (mut inside, mut all) = (0.0, 0.0);
        for seed in 0..40 {
            let fit = Fit::new(model, &Dice::new(seed).shop(model, truth, 2_500)).unwrap();
            let Some(errors) = fit.errors else { continue };
            for ((found, truth), error) in fit.parameters.iter().zip(truth).zip(errors) {
                // Intervals of logarithms, in which the likelihood is nearest to a normal distribution.
                inside += f64::from(u8::from((found / truth).ln().abs() < 1.96 * error / found));
                all += 1.0;
            }
        }
        let rate = inside / all;
        assert!(all >= 140.0 && rate > 0.89 && rate < 0.99, "{model:?}: {rate} of {all}");
    }
}

#[test]
fn forecasts_are_borne_out() {
    for (model, truth) in TRUTH {
        let mut dice = Dice::new(11);
        // A customer's past is cut out of the whole, so that both are of one life.
        let lives: Vec<(History, f64)> = (0..20_000)
            .map(|_| {
                let rate_age = 52.0;
                let mut whole = Dice::new(dice.0.next_u64());
                let mut same = Dice(whole.0.clone());
                let later = whole.customer(model, truth, rate_age);
                let before = same.customer(model, truth, 26.0);
                (before, f64::from(later.repeats - before.repeats))
            })
            .collect();
        let histories: Vec<History> = lives.iter().map(|(before, _)| *before).collect();
        let fit = Fit { parameters: truth, ..Fit::new(model, &histories).unwrap() };
        let ahead = fit.outlook(&histories, &[Horizon::plain(26.0)]).unwrap().ahead.remove(0);
        let expected: f64 = ahead.purchases.iter().sum();
        let made: f64 = lives.iter().map(|(_, made)| made).sum();
        near(expected / made, 1.0, 0.03);
        let silent = lives.iter().filter(|(_, made)| *made == 0.0).count() as f64;
        near(ahead.silent.iter().sum::<f64>() / silent, 1.0, 0.01);
    }
}

#[test]
fn a_later_purchase_counts_less() {
    for (model, parameters) in TRUTH {
        let histories = Dice::new(3).shop(model, parameters, 300);
        let fit = Fit { parameters, ..Fit::new(model, &histories).unwrap() };
        let history = [History { repeats: 4, last: 20.0, age: 26.0 }];
        let horizon = Horizon::discounted(52.0, 0.15, 52.0);
        let outlook = fit.outlook(&history, &[horizon]).unwrap();
        // By small steps.
        let at = |time| fit.outlook(&history, &[Horizon::plain(time)]).unwrap().ahead[0].purchases[0];
        let steps = 520;
        let stepped: f64 = (0..steps)
            .map(|step| {
                let (from, to) = (f64::from(step) / 10.0, f64::from(step + 1) / 10.0);
                (at(to) - at(from)) * 1.15_f64.powf(-(from + to) / 2.0 / 52.0)
            })
            .sum();
        near(outlook.ahead[0].discounted[0], stepped, 1e-6);
        assert!(stepped < outlook.ahead[0].purchases[0]);
        let curve = fit.alive_curve(&[0.0, 3.0, 5.0, 20.0], &[0.0, 4.0, 20.0, 26.0, 60.0]);
        near(curve[3], fit.outlook(&[History { repeats: 3, last: 20.0, age: 26.0 }], &[]).unwrap().alive[0], 1e-12);
        assert!(curve[4] < curve[3] && curve[3] < curve[2]);
    }
}

#[test]
fn one_life_in_other_units_is_the_same_life() {
    for (model, truth) in TRUTH {
        let weeks = Dice::new(5).shop(model, truth, 800);
        let days: Vec<History> =
            weeks.iter().map(|week| History { last: week.last * 7.0, age: week.age * 7.0, ..*week }).collect();
        let (in_weeks, in_days) = (Fit::new(model, &weeks).unwrap(), Fit::new(model, &days).unwrap());
        near(in_days.parameters[1] / in_weeks.parameters[1], 7.0, 1e-5);
        near(in_days.parameters[0], in_weeks.parameters[0], 1e-6);
        let purchases: f64 = weeks.iter().map(|week| f64::from(week.repeats)).sum();
        near(in_days.log_likelihood, in_weeks.log_likelihood - purchases * 7.0_f64.ln(), 1e-6);
    }
}

#[test]
fn what_cannot_be_fitted_is_told() {
    let one = History { repeats: 0, last: 0.0, age: 10.0 };
    let two = History { repeats: 2, last: 5.0, age: 10.0 };
    let few = |repeaters| Refusal::TooFewRepeaters { customers: repeaters + 100, repeaters };
    let flawed = |history| [vec![two; 40], vec![history]].concat();
    let refused = |flaw| Refusal::Flawed { at: 40, flaw };
    let rows = [
        (vec![], Refusal::Nobody),
        (vec![two], Refusal::TooFewRepeaters { customers: 1, repeaters: 1 }),
        (vec![one; 100], few(0)),
        ([vec![one; 100], vec![two; 29]].concat(), few(29)),
        (vec![two; 1_000_000], Refusal::AllAlike),
        (flawed(History { age: f64::NAN, ..two }), refused(Flaw::Time)),
        (flawed(History { age: f64::INFINITY, ..two }), refused(Flaw::Time)),
        (flawed(History { last: -1.0, ..two }), refused(Flaw::Time)),
        (flawed(History { last: 11.0, ..two }), refused(Flaw::LastAfterEnd)),
        (flawed(History { last: 0.0, ..two }), refused(Flaw::LastWithoutRepeats)),
        (flawed(History { repeats: 0, ..two }), refused(Flaw::LastWithoutRepeats)),
    ];
    for (histories, refusal) in rows {
        for model in Model::ALL {
            assert_eq!(Fit::new(model, &histories).err(), Some(refusal), "{model:?}");
        }
    }
}

#[test]
fn boundaries_are_told_and_nothing_is_not_a_number() {
    let mut dice = Dice::new(8);
    let mut forever = |r: f64, alpha: f64| -> Vec<History> {
        (0..300)
            .map(|_| {
                let rate = if r.is_finite() { dice.gamma(r, alpha) } else { 0.2 };
                let (mut now, mut history) = (0.0, History { repeats: 0, last: 0.0, age: 52.0 });
                loop {
                    now += dice.wait(rate);
                    if now > 52.0 {
                        return history;
                    }
                    history = History { repeats: history.repeats + 1, last: now, ..history };
                }
            })
            .collect()
    };
    let faithful = forever(1.0, 5.0);
    let alike = forever(f64::INFINITY, 0.0);
    let strange = [
        vec![History { repeats: 5, last: 3.0, age: 3.0 }; 40],
        vec![History { repeats: 1, last: 1e-9, age: 1e-9 }; 40],
        vec![History { repeats: 100_000, last: 900.0, age: 1_000.0 }; 40],
        vec![History { repeats: 0, last: 0.0, age: 0.0 }; 40],
        vec![History { repeats: 0, last: 0.0, age: 1e7 }; 40],
    ]
    .concat();
    for model in Model::ALL {
        let told = [&faithful, &alike, &strange].map(|histories| {
            let fit = Fit::new(model, histories).unwrap();
            assert!(fit.log_likelihood.is_finite() && fit.parameters.iter().all(|parameter| *parameter > 0.0));
            let horizons = [Horizon::plain(0.0), Horizon::discounted(52.0, 0.1, 52.0), Horizon::plain(1e4)];
            let outlook = fit.outlook(histories, &horizons).unwrap();
            let chance = |value: &f64| (0.0..=1.0).contains(value);
            assert!(outlook.alive.iter().all(chance), "{model:?}");
            for ahead in outlook.ahead {
                assert!(ahead.silent.iter().all(chance), "{model:?}");
                assert!(
                    ahead.purchases.iter().chain(&ahead.discounted).all(|value| value.is_finite() && *value >= 0.0)
                );
            }
            assert!(fit.boundary.is_none() || fit.errors.is_none());
            fit.boundary
        });
        assert_eq!(told[0], Some(Boundary::NobodyLeaves), "{model:?}");
        assert!(told[1].is_some(), "{model:?}");
    }
}

#[test]
fn purchases_become_histories() {
    let purchase = |customer, day, amount| Purchase { customer, day, amount };
    let purchases = [
        purchase('b', 10, 500),
        purchase('b', 24, 200),
        purchase('b', 24, 100),
        purchase('b', 60, 900),
        purchase('a', 45, -100),
        purchase('c', 70, 1),
        purchase('a', -20_000, 7),
        purchase('d', i64::MAX, 7),
    ];
    let observed = observe(purchases, Span { from: Some(0), until: 45, unit: 7.0 });
    assert_eq!((observed.before, observed.after), (1, 3));
    let told: Vec<_> =
        observed.customers.iter().map(|c| (c.customer, c.history.repeats, c.spend, c.repeat_spend)).collect();
    assert_eq!(told, [('a', 0, -100, 0), ('b', 1, 800, 300)]);
    assert_eq!(observed.customers[1].history, History { repeats: 1, last: 2.0, age: 5.0 });
    near(observed.customers[1].mean_spend(), 300.0, 0.0);
    near(observed.customers[0].mean_spend(), 0.0, 0.0);
    let parted = split(&purchases, Span { from: Some(0), until: 80, unit: 7.0 }, 45);
    assert_eq!(parted.before.len(), 2);
    assert_eq!(parted.whole[1].history, History { repeats: 2, last: 50.0 / 7.0, age: 10.0 });
    // Nobody can be fitted; the naive guess stands.
    let choice = choose(&parted, &Model::ALL);
    assert_eq!((choice.best, choice.beats_naive()), (None, false));
    near(choice.naive.predicted, 1.0, 1e-12);
    near(naive(&History { repeats: 0, last: 0.0, age: 0.0 }, 9.0), 0.0, 0.0);
}

#[test]
fn mistyped_years_lie_far_off() {
    let year = |number: i64| number * 365;
    let usual: Vec<i64> = (0..400).map(|day| year(54) + day).collect();
    for (odd, far) in [
        (vec![], vec![]),
        // A shop of many years has early days.
        (vec![year(45), year(63)], vec![]),
        (vec![year(-70), year(34), year(129)], vec![year(-70), year(34), year(129)]),
    ] {
        assert_eq!(far_off(usual.iter().copied().chain(odd.iter().copied())), far, "{odd:?}");
    }
    assert!(far_off([]).is_empty() && far_off([year(54)]).is_empty());
    assert!(far_off([i64::MIN, 0, i64::MAX]).is_empty(), "the middle half is all there is");
}

#[test]
fn spending_of_nothing_is_left_out_and_counted() {
    let mut dice = Dice::new(21);
    let mut spenders: Vec<Spender> = (0..3_000)
        .map(|at| {
            let repeats = 1 + at % 7;
            let rate = dice.gamma(3.7, 15.0);
            let total: f64 = (0..repeats).map(|_| dice.gamma(6.2, rate)).sum();
            Spender { repeats, mean: total / f64::from(repeats) }
        })
        .collect();
    let clean = Spend::new(&spenders).unwrap();
    for (found, (truth, error)) in clean.parameters.iter().zip([6.2, 3.7, 15.0].into_iter().zip(clean.errors.unwrap()))
    {
        assert!((found - truth).abs() < 2.6 * error, "{found} is not {truth}");
    }
    let odd = [(3, 0.0), (2, -7.0), (1, f64::NAN), (0, 12.0)].map(|(repeats, mean)| Spender { repeats, mean });
    spenders.extend(odd);
    let spend = Spend::new(&spenders).unwrap();
    assert_eq!((spend.customers, spend.left_out), (3_000, 3));
    near(spend.log_likelihood, clean.log_likelihood, 1e-9 * clean.log_likelihood.abs());
    for spender in odd {
        let expected = spend.expected(&spender);
        assert!(expected.is_finite() && expected > 0.0, "{spender:?}: {expected}");
    }
    assert!(spend.expected(&odd[0]) < spend.expected(&odd[3]));
    let same = vec![Spender { repeats: 1, mean: 9.0 }; 1_000];
    assert_eq!(Spend::new(&same).err(), Some(Refusal::AllAlike));
    assert_eq!(Spend::new(&[]).err(), Some(Refusal::Nobody));
    let none = vec![Spender { repeats: 2, mean: 0.0 }; 50];
    assert_eq!(Spend::new(&none).err(), Some(Refusal::TooFewSpenders { repeaters: 50, spenders: 0 }));
}
