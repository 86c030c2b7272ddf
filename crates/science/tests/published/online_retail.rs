//! What was published of Online Retail (Chen, Sain and Guo 2012) and what other programs give of it.
use science::cohorts::{Activity, by_first};
use science::concentration::Concentration;
use science::lifetime::choose::choose;
use science::lifetime::fit::{Boundary, Fit};
use science::lifetime::purchases::{Purchase, Span, observe, split};
use science::lifetime::{Horizon, Model};
use science::rfm::{Buyer, Nesting, Scheme, Ties, score};

use crate::data::{day, online_retail, online_retail_buyers};

#[test]
fn rfm_cells_are_those_of_other_programs() {
    let Some(lines) = online_retail() else { return };
    let buyers = online_retail_buyers(&lines);
    let as_of = day(2011, 12, 10);
    let buyers: Vec<Buyer> = buyers
        .values()
        .map(|(minute, frequency, monetary)| Buyer {
            recency: as_of - minute.div_euclid(1_440),
            frequency: *frequency,
            monetary: *monetary,
        })
        .collect();
    assert_eq!(buyers.len(), 4_338);
    assert_eq!(buyers.iter().map(|buyer| buyer.frequency).sum::<u64>(), 18_532);
    assert_eq!(buyers.iter().map(|buyer| buyer.monetary).sum::<i64>() / 10, 891_140_790);
    let best = |nesting, ties| {
        let cells = score(&buyers, &Scheme { nesting, ties, ..Scheme::default() });
        cells.iter().filter(|cell| cell.number() == 555).count()
    };
    assert_eq!(best(Nesting::Independent, Ties::Together), 348);
    assert_eq!(best(Nesting::Independent, Ties::ByOrder), 348);
    assert_eq!(best(Nesting::Nested, Ties::Together), 36);
}

#[test]
fn a_model_on_its_boundary_says_so_and_answers_all_the_same() {
    let Some(lines) = online_retail() else { return };
    let purchases = lines.iter().filter(|line| line.is_sale()).map(|line| Purchase {
        customer: line.customer,
        day: line.minute.div_euclid(1_440),
        amount: line.quantity * line.price,
    });
    let histories = observe(purchases, Span::weeks(day(2011, 12, 9))).histories();
    // Where others stop without an answer: the likelihood rises as the chance to leave falls to nothing.
    let fit = Fit::new(Model::BgNbd, &histories).unwrap();
    assert_eq!((fit.boundary, fit.errors), (Some(Boundary::NobodyLeaves), None));
    for model in Model::ALL {
        let fit = Fit::new(model, &histories).unwrap();
        eprintln!("{fit:?}");
        let outlook = fit.outlook(&histories, &[Horizon::plain(13.0)]).unwrap();
        assert!(outlook.ahead[0].purchases.iter().all(|purchases| purchases.is_finite()));
    }
}

#[test]
fn the_top_fifth_holds_three_quarters() {
    let Some(lines) = online_retail() else { return };
    let amounts: Vec<i64> = online_retail_buyers(&lines).values().map(|(_, _, amount)| *amount).collect();
    let spread = Concentration::of(&amounts);
    let near = |found: Option<f64>, expected: f64| assert!((found.unwrap() - expected).abs() < 0.00005, "{found:?}");
    near(spread.share_of(spread.top_count(200)), 0.7462);
    near(spread.gini(), 0.7151);
    assert_eq!(spread.needed_for(800), Some(1_133));
}

#[test]
fn cohorts_are_those_of_other_programs() {
    let Some(lines) = online_retail() else { return };
    let activities: Vec<Activity<u32>> = lines
        .iter()
        .map(|line| Activity { customer: line.customer, period: line.month, amount: line.quantity * line.price })
        .collect();
    let told = by_first(&activities);
    let counts = |at: usize| told[at].cells.iter().map(|cell| cell.customers).collect::<Vec<_>>();
    assert_eq!(told[0].cohort, 2010 * 12 + 11);
    assert_eq!(counts(0), [948, 362, 317, 367, 341, 376, 360, 336, 336, 374, 354, 474, 260]);
    assert_eq!(counts(1), [421, 101, 119, 102, 138, 126, 110, 108, 131, 146, 155, 63]);
}

#[test]
fn who_buys_within_a_quarter_is_told_as_well_as_by_other_programs() {
    let Some(lines) = online_retail() else { return };
    let purchases: Vec<Purchase<u32>> = lines
        .iter()
        .filter(|line| line.is_sale())
        .map(|line| Purchase {
            customer: line.customer,
            day: line.minute.div_euclid(1_440),
            amount: line.quantity * line.price,
        })
        .collect();
    let halves = split(&purchases, Span::weeks(day(2011, 12, 9)), day(2011, 9, 9));
    let choice = choose(&halves, &[Model::MbgNbd, Model::ParetoNbd]);
    let again = halves.before.iter().zip(&halves.whole).filter(|(a, b)| b.history.repeats > a.history.repeats).count();
    assert_eq!(halves.before.len(), 3_370);
    // Of 3,370 buyers 1,921 come back in the 91 days. Others, who count .553 of them back (as many come in the first 84 days),
    // tell who does with an area of .7194; no less is told here.
    assert_eq!(again, 1_921);
    for (model, trial) in &choice.trials {
        let auc = trial.as_ref().unwrap().fared.auc.unwrap();
        assert!(auc >= 0.7194, "{model:?}: {auc}");
    }
}
