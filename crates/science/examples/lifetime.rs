//! This side of `benches/lifetime.py`: fits each model to histories and forecasts.
//!
//! `lifetime FILE TIME ROUNDS OUT`: FILE has a line `x t_x T mean` for each customer. Prints for each model `fit MODEL SECONDS
//! LOG-LIKELIHOOD PARAMETERS`, the mean on the processor of so many rounds, and `score MODEL SECONDS` for everybody's purchases, discounted
//! purchases and silence within TIME and four times TIME; writes `alive purchases` of each customer to `OUT.MODEL`.

#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a benchmark speaks to who started it and stops at the first surprise"
)]

use std::fmt::Write as _;

use science::lifetime::spend::{Spend, Spender};
use science::lifetime::{Fit, History, Horizon, Model};

/// Seconds on the processor so far: others share the machine, and waiting for them is not counted.
fn spent() -> f64 {
    let text = std::fs::read_to_string("/proc/self/schedstat").expect("Linux");
    let nanoseconds: f64 = text.split(' ').next().and_then(|first| first.parse().ok()).expect("a number");
    nanoseconds / 1e9
}

/// The result and the mean seconds on the processor that it took: the system's books are coarser than a single round.
fn timed<T>(rounds: usize, mut work: impl FnMut() -> T) -> (T, f64) {
    let begun = spent();
    let mut done = work();
    for _ in 1..rounds {
        done = work();
    }
    (done, (spent() - begun) / rounds.max(1) as f64)
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [file, time, rounds, out] = arguments.as_slice() else {
        println!("lifetime FILE TIME ROUNDS OUT");
        return;
    };
    let text = std::fs::read_to_string(file).expect("the file of histories");
    let (mut histories, mut spenders) = (Vec::new(), Vec::new());
    for line in text.lines() {
        let fields: Vec<f64> = line.split(' ').map(|field| field.parse().expect("a number")).collect();
        let repeats = fields[0] as u32;
        histories.push(History { repeats, last: fields[1], age: fields[2] });
        spenders.push(Spender { repeats, mean: fields[3] });
    }
    let time: f64 = time.parse().expect("a time");
    let rounds: usize = rounds.parse().expect("a number of rounds");
    for model in Model::ALL {
        let (fit, seconds) = timed(rounds, || Fit::new(model, &histories).expect("a fit"));
        let parameters = fit.parameters.map(|parameter| format!("{parameter:.17e}")).join(" ");
        println!("fit {} {seconds} {:.17e} {parameters}", model.key(), fit.log_likelihood);
        let horizons = [Horizon::discounted(time, 0.1, 52.0), Horizon::discounted(4.0 * time, 0.1, 52.0)];
        let (outlook, seconds) = timed(rounds, || fit.outlook(&histories, &horizons).expect("sound histories"));
        println!("score {} {seconds}", model.key());
        let mut lines = String::new();
        for (alive, purchases) in outlook.alive.iter().zip(&outlook.ahead[0].purchases) {
            writeln!(lines, "{alive:.17e} {purchases:.17e}").expect("text grows");
        }
        std::fs::write(format!("{out}.{}", model.key()), lines).expect("the file of forecasts");
    }
    if let (Ok(spend), seconds) = timed(rounds, || Spend::new(&spenders)) {
        let parameters = spend.parameters.map(|parameter| format!("{parameter:.17e}")).join(" ");
        println!("fit gamma-gamma {seconds} {:.17e} {parameters}", spend.log_likelihood);
    }
}
