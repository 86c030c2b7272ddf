//! CDNOW: what the papers of Fader, Hardie and others print of a tenth of its customers, to the digits printed.

use science::lifetime::choose::{Trial, choose};
use science::lifetime::fit::Fit;
use science::lifetime::purchases::{Customer, Purchase, Span, Split, split};
use science::lifetime::spend::{Spend, Spender};
use science::lifetime::{History, Horizon, Model};

use crate::data::day;

/// The purchases, with cents.
fn purchases() -> Vec<Purchase<u32>> {
    let text = include_str!("../data/cdnow.txt");
    let purchase = |line: &str| {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let number = |text: &str| text.parse::<i64>().unwrap();
        let date = fields[2];
        Purchase {
            customer: fields[1].parse().unwrap(),
            day: day(number(&date[..4]), number(&date[4..6]), number(&date[6..])),
            amount: (fields[4].parse::<f64>().unwrap() * 100.0).round() as i64,
        }
    };
    text.lines().map(purchase).collect()
}

/// Learnt from in the first 39 weeks, judged by in the next 39.
fn halves() -> Split<u32> {
    split(&purchases(), Span::weeks(day(1998, 6, 30)), day(1997, 9, 30))
}

fn histories() -> Vec<History> {
    halves().before.iter().map(|customer| customer.history).collect()
}

fn near(found: f64, expected: f64, within: f64) {
    assert!((found - expected).abs() <= within, "{found} is not {expected}");
}

#[test]
fn parameters_errors_and_likelihoods() {
    let histories = histories();
    assert_eq!(histories.len(), 2_357);
    #[rustfmt::skip]
    let rows = [
        (Model::BgNbd, [0.24259, 4.41360, 0.79292, 2.42591], [0.0126, 0.378, 0.186, 0.705], -9582.429),
        (Model::ParetoNbd, [0.55328, 10.5777, 0.60624, 11.6687], [0.048, 0.843, 0.187, 6.2], -9594.976),
        (Model::MbgNbd, [0.52484, 6.18309, 0.89136, 1.61400], [0.083, 0.696, 0.155, 0.537], -9582.136),
    ];
    for (model, parameters, errors, log_likelihood) in rows {
        let fit = Fit::new(model, &histories).unwrap();
        near(fit.log_likelihood, log_likelihood, 0.0006);
        for (found, expected) in fit.parameters.iter().zip(parameters) {
            // β of Pareto/NBD lies on a flat ridge; the others are printed to some five digits.
            near(*found, expected, if expected == 11.6687 { 0.02 } else { 1e-4 * expected.max(0.5) });
        }
        for (found, expected) in fit.errors.unwrap().iter().zip(errors) {
            near(*found, expected, 0.01 * expected);
        }
        assert_eq!((fit.boundary, fit.repeaters), (None, 946));
    }
}

#[test]
fn forecasts_of_new_and_known_customers() {
    let histories = histories();
    let fit = |model| Fit::new(model, &histories).unwrap();
    let outlook = |fit: &Fit, repeats, last, age, time| {
        let outlook = fit.outlook(&[History { repeats, last, age }], &[Horizon::plain(time)]).unwrap();
        (outlook.ahead[0].purchases[0], outlook.alive[0])
    };
    let bg = fit(Model::BgNbd);
    #[rustfmt::skip]
    let rows = [
        (1.0 / 7.0, 0.0078), (1.0, 0.0532), (3.0, 0.1506), (31.8571, 1.0405), (32.0, 1.0437), (39.0, 1.195),
        (52.0, 1.444), (78.0, 1.858),
    ];
    for (weeks, expected) in rows {
        near(bg.of_new(weeks), expected, if weeks > 35.0 { 0.0005 } else { 0.00005 });
    }
    let (again, alive) = outlook(&bg, 2, 30.43, 38.86, 39.0);
    near(again, 1.226, 0.0005);
    near(alive, 0.7266, 0.00005);
    let pareto = fit(Model::ParetoNbd);
    near(pareto.of_new(52.0), 1.473, 0.0005);
    let (again, alive) = outlook(&pareto, 26, 30.86, 31.0, 52.0);
    near(again, 25.457, 0.0015);
    near(alive, 0.9979, 0.00005);
    let alive = pareto.outlook(&histories, &[]).unwrap().alive;
    near(alive.iter().sum::<f64>() / alive.len() as f64, 0.4463, 0.00005);
    let mbg = fit(Model::MbgNbd);
    near(outlook(&mbg, 2, 30.43, 38.86, 39.0).0, 1.2627, 0.00005);
    near(outlook(&mbg, 0, 0.0, 38.86, 39.0).1, 0.3897, 0.00005);
}

#[test]
fn what_a_purchase_is_worth() {
    let spender =
        |customer: &Customer<u32>, mean: f64| Spender { repeats: customer.history.repeats, mean: mean / 100.0 };
    let before = halves().before;
    let spenders: Vec<Spender> = before.iter().map(|customer| spender(customer, customer.mean_spend())).collect();
    let spend = Spend::new(&spenders).unwrap();
    assert_eq!((spend.customers, spend.left_out), (946, 0));
    for (found, expected) in spend.parameters.iter().zip([6.24957, 3.74423, 15.44353]) {
        near(*found, expected, 1e-4 * expected);
    }
    near(spend.log_likelihood, -4055.918, 0.0006);
    // What follows was printed of means rounded to cents.
    let spenders: Vec<Spender> =
        before.iter().map(|customer| spender(customer, customer.mean_spend().round())).collect();
    let spend = Spend::new(&spenders).unwrap();
    near(spend.correlation.unwrap(), 0.113884, 0.0000005);
    near(spend.expected(&Spender { repeats: 2, mean: 22.35 }), 24.6586, 0.00005);
    near(spend.expected(&Spender { repeats: 0, mean: 0.0 }), 35.171, 0.0005);
    let mean = spenders.iter().map(|spender| spend.expected(spender)).sum::<f64>() / spenders.len() as f64;
    near(mean, 35.25296, 0.00005);
}

#[test]
fn the_next_39_weeks() {
    let choice = choose(&halves(), &Model::ALL);
    #[rustfmt::skip]
    let rows = [
        (Model::BgNbd, 1653.4, 0.7855, 0.7725, 0.3158),
        (Model::MbgNbd, 1576.7, 0.7648, 0.7728, 0.6866),
        (Model::ParetoNbd, 1665.5, 0.7545, 0.7787, 0.7262),
    ];
    for ((model, trial), (of, predicted, error, auc, auc_alive)) in choice.trials.iter().zip(rows) {
        let trial: &Trial = trial.as_ref().unwrap();
        assert_eq!(*model, of);
        near(trial.fared.predicted, predicted, 0.05);
        near(trial.fared.actual, 1882.0, 0.0);
        near(trial.fared.mean_error, error, 0.00005);
        near(trial.fared.auc.unwrap(), auc, 0.00005);
        near(trial.auc_alive.unwrap(), auc_alive, 0.00005);
    }
    assert!(choice.beats_naive());
}

#[test]
fn the_next_purchase_is_forecast_better_than_by_simpler_guesses() {
    let mut days: std::collections::BTreeMap<u32, Vec<i64>> = std::collections::BTreeMap::new();
    for purchase in purchases() {
        days.entry(purchase.customer).or_default().push(purchase.day);
    }
    let customers: Vec<Vec<f64>> = days.values().map(|days| science::next::gaps(days)).collect();
    let told = science::next::backtest::backtest(&customers).unwrap();
    assert!(told.rhythm < told.last_gap && told.rhythm < told.own_median && told.rhythm < told.shop_median, "{told:?}");
}
