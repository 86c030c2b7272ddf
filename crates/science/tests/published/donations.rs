//! Donations: what the paper of Fader, Hardie and Shang prints of those who first gave in 1995, to the digits printed.

use science::lifetime::discrete::{Chances, Discrete};

fn histories() -> Vec<(Chances, u64)> {
    let rows = include_str!("../data/donations.csv").lines().skip(1);
    let history = |row: &str| {
        let numbers: Vec<u32> = row.trim().split(',').map(|number| number.parse().unwrap()).collect();
        (Chances { taken: numbers[0], last: numbers[1], given: numbers[2] }, u64::from(numbers[3]))
    };
    rows.filter(|row| !row.trim().is_empty()).map(history).collect()
}

fn near(found: f64, expected: f64, within: f64) {
    assert!((found - expected).abs() <= within, "{found} is not {expected}");
}

#[test]
fn parameters_and_likelihood() {
    let histories = histories();
    assert_eq!((histories.len(), histories.iter().map(|(_, people)| people).sum::<u64>()), (22, 11_104));
    let fit = Discrete::new(&histories).unwrap();
    assert_eq!((fit.customers, fit.repeaters, fit.boundary), (11_104, 7_640, false));
    for (found, expected) in fit.parameters.iter().zip([1.2035, 0.7497, 0.6567, 2.7834]) {
        near(*found, expected, 0.00005);
    }
    near(fit.log_likelihood, -33_225.58, 0.005);
}

#[test]
fn who_gives_on() {
    let histories = histories();
    let fit = Discrete::new(&histories).unwrap();
    // As the paper's tables print it.
    let of = |taken, last| Chances { taken, last, given: 6 };
    near(fit.expected(&of(0, 0), 5), 0.07, 0.005);
    near(fit.expected(&of(6, 6), 5), 3.75, 0.005);
    near(fit.alive(&of(0, 0)), 0.11, 0.005);
    near(fit.alive(&of(6, 6)), 0.93, 0.005);
}
