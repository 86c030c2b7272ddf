use proptest::prelude::*;

use super::*;

fn product(product: u32, visits: u64, favourites: u64) -> Product<u32> {
    Product {
        product,
        visits,
        seconds: visits * 30,
        clicks: visits / 2,
        favourites,
        inquiries: visits / 20,
        bounces: visits / 3,
        sold: 10,
        sold_before: 10,
        stock: Some(100),
        margin: Some(300),
    }
}

fn near(found: f64, expected: f64, within: f64) {
    assert!((found - expected).abs() <= within, "{found} is not {expected}");
}

fn part(pick: &Pick<u32>, part: Part) -> Shown {
    *pick.parts.iter().find(|it| it.part == part).unwrap()
}

#[test]
fn two_of_three_visits_are_no_discovery() {
    let mut products: Vec<Product<u32>> = (0..20).map(|at| product(at, 1_000, 20 + u64::from(at))).collect();
    products.push(product(99, 3, 2));
    let found = picks(&products, &Settings::default());
    let thin = found.picks.iter().find(|pick| pick.product == 99).unwrap();
    let best = found.picks.iter().find(|pick| pick.product == 19).unwrap();
    let favourite = part(thin, Part::Favourite);
    near(favourite.raw.unwrap(), 2.0 / 3.0, 1e-12);
    assert!(favourite.own < 0.1 && favourite.drawn < Some(0.15), "{favourite:?}");
    assert_eq!(thin.held_back, [HoldBack::Thin]);
    assert!(best.held_back.is_empty() && part(best, Part::Favourite).own > 0.5);
}

#[test]
fn rates_are_drawn_as_the_formula_says() {
    // Two products of 100 visits with 10 and 30: mean .2, spread 100 (.1² + .1²) = 2, of chance .16, so
    // γ = (2 − .16) / (.16 (200 − 100 − 1)) = .11616 and k = 7.6087.
    let prior = Prior::of_rates([(10, 100), (30, 100)].into_iter());
    near(prior.mean, 0.2, 1e-12);
    near(prior.strength, 0.16 * 99.0 / 1.84 - 1.0, 1e-9);
    near(shrink::drawn((30.0, 100.0), prior).unwrap(), (30.0 + 0.2 * prior.strength) / (100.0 + prior.strength), 1e-12);
    // No more apart than chance has it: all are taken to be alike.
    assert_eq!(Prior::of_rates([(20, 100), (20, 100)].into_iter()).strength, 10_000.0);
    assert_eq!(Prior::of_rates([(0, 0)].into_iter()), Prior { mean: 0.0, strength: 5.0 });
    assert_eq!(Prior::of_rates([(9, 3)].into_iter()).mean, 1.0);
}

#[test]
fn parts_are_shown_and_weighed() {
    let mut one = product(1, 1_000, 50);
    let mut other = product(2, 1_000, 50);
    (one.sold, other.stock, other.margin) = (40, None, Some(-20));
    let found = picks(&[one, other], &Settings { weights: [0, 0, 0, 0, 1, 0, 1, 0], ..Settings::default() });
    let [first, second] = found.picks.as_slice() else { panic!("two") };
    // Growth: (40 + 10 · 2.5) / 20 and (10 + 10 · 2.5) / 20. Stock: 100 at 40 in 30 days lasts longer than asked for.
    assert_eq!((first.product, first.score), (1, 100.0));
    near(part(first, Part::Growth).drawn.unwrap(), 3.25, 1e-12);
    near(part(first, Part::Growth).raw.unwrap(), 4.0, 1e-12);
    assert_eq!((second.score, part(second, Part::Stock).points), (0.0, None));
    assert_eq!(second.held_back, [HoldBack::Loss]);
    let mut empty = product(3, 1_000, 50);
    empty.stock = Some(0);
    let found = picks(&[empty], &Settings::default());
    assert_eq!(
        (found.picks[0].held_back.as_slice(), part(&found.picks[0], Part::Stock).points),
        ([HoldBack::NoStock].as_slice(), Some(0.0))
    );
}

#[test]
fn odd_products_have_scores_too() {
    assert!(picks::<u32>(&[], &Settings::default()).picks.is_empty());
    let nothing = Product { sold: 0, sold_before: 0, stock: None, margin: None, ..product(1, 0, 0) };
    let found = picks(&[nothing], &Settings::default());
    assert!((0.0..=100.0).contains(&found.picks[0].score));
    let found = picks(&[nothing], &Settings { weights: [0; 8], days: 0.0, cover: f64::NAN });
    assert_eq!(found.picks[0].score, 50.0);
    let same = vec![product(1, 100, 5); 100_000];
    let found = picks(&same, &Settings::default());
    assert!(found.picks.iter().all(|pick| part(pick, Part::Favourite).points == Some(50.0)));
    let huge = Product { visits: u64::MAX, seconds: u64::MAX, margin: Some(i64::MIN), ..product(1, 1, 1) };
    assert!(picks(&[huge, product(2, 1, 1)], &Settings::default()).picks.iter().all(|pick| pick.score.is_finite()));
}

proptest! {
    #[test]
    fn more_favourites_never_lower_a_score(
        visits in prop::collection::vec((1_u64..2_000, 0_u64..200), 2..30), more in 1_u64..50,
    ) {
        let products: Vec<Product<u32>> =
            visits.iter().enumerate().map(|(at, (visits, favourites))| product(at as u32, *visits, *favourites.min(visits))).collect();
        let points = |products: &[Product<u32>]| {
            let found = picks(products, &Settings::default());
            for pick in &found.picks {
                assert!((0.0..=100.0).contains(&pick.score));
                assert!(pick.parts.iter().all(|it| it.points.is_none_or(|points| (-1e-9..=100.0 + 1e-9).contains(&points))));
            }
            found.picks.iter().find(|pick| pick.product == 0).map(|pick| part(pick, Part::Favourite).drawn)
        };
        let mut better = products.clone();
        better[0].favourites = (better[0].favourites + more).min(better[0].visits);
        // With the prior of the former the rate can only rise; the prior moves too, but with all others.
        let (before, after) = (points(&products).flatten().unwrap(), points(&better).flatten().unwrap());
        let prior = |products: &[Product<u32>]| picks(products, &Settings::default()).priors[2].unwrap();
        if (prior(&products).strength - prior(&better).strength).abs() < 1e-9 {
            prop_assert!(after >= before - 1e-12);
        }
        prop_assert!((0.0..=1.0).contains(&after));
    }
}
