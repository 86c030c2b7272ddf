//! The science toolbox on tables in files.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test stops where it fails")]

mod harness;

use std::fmt::Write as _;
use std::path::Path;

use harness::run;
use serde_json::{Value as Json, json};

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

fn told(at: &Path, args: &[&str]) -> Json {
    let (code, object) = run(at, args);
    assert_eq!(code, 0, "{args:?}: {object}");
    object
}

/// What a command that is not done says.
fn refused(at: &Path, args: &[&str]) -> String {
    let (code, object) = run(at, args);
    assert!(code == 1 || code == 2, "{args:?}: {code}");
    object["error"]["detail"].as_str().unwrap_or_else(|| panic!("{args:?}: {object}")).to_owned()
}

fn near(found: &Json, expected: f64, within: f64) {
    let found = found.as_f64().unwrap();
    assert!((found - expected).abs() <= within, "{found} is not {expected}");
}

/// CDNOW's sample with heads.
fn cdnow(at: &Path) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../science/tests/data/cdnow.txt");
    let mut text = "id,date,usd\n".to_owned();
    for line in std::fs::read_to_string(file).unwrap().lines() {
        let fields: Vec<&str> = line.split_whitespace().collect();
        writeln!(text, "{},{},{}", fields[1], fields[2], fields[4]).unwrap();
    }
    std::fs::write(at.join("cdnow.csv"), text).unwrap();
}

/// Who first gave in 1995 and gave in the next years, a row a gift, from how many did so how often and when last: the years
/// between are not known, and stand at the beginning. Says how many gifts are of 2000 and 2001.
fn donations(at: &Path) -> u32 {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../science/tests/data/donations.csv");
    let (mut text, mut person, mut late) = ("id,date,usd\n".to_owned(), 0, 0);
    for row in std::fs::read_to_string(file).unwrap().lines().skip(1) {
        let numbers: Vec<u32> = row.trim().split(',').map(|number| number.parse().unwrap()).collect();
        let (gave, last) = (numbers[0], numbers[1]);
        for _ in 0..numbers[3] {
            person += 1;
            let years = (1..gave).chain((gave > 0).then_some(last));
            for year in std::iter::once(0).chain(years) {
                late += u32::from(year > 4);
                writeln!(text, "{person},{}-07-01,10", 1995 + year).unwrap();
            }
        }
    }
    std::fs::write(at.join("donations.csv"), text).unwrap();
    late
}

#[test]
fn gifts_of_a_year_have_a_model_of_their_own() {
    let folder = folder();
    let at = folder.path();
    let late = donations(at);
    let columns = ["--customer", "id", "--date", "date", "--value", "usd", "--model", "bg-bb"];
    let clv = [&["science", "clv", "donations.csv"], columns.as_slice()].concat();
    let dates = ["--from", "1995-01-01", "--until", "2001-12-31", "--opportunity", "365"];
    let more = ["--predict", "1825", "--scores", "scores.csv"];
    let found = told(at, &[clv.as_slice(), &dates, &more].concat());
    assert_eq!(
        (&found["customers"], &found["opportunities"], &found["model"]),
        (&json!(11_104), &json!(7), &json!("bg-bb"))
    );
    for (name, expected) in [("alpha", 1.2035), ("beta", 0.7497), ("gamma", 0.6567), ("delta", 2.7834)] {
        near(&found["parameters"][name], expected, 0.00005);
    }
    near(&found["log_likelihood"], -33_225.58, 0.005);
    // As readers of tables read it: the mark at its head belongs to no name, however lines end.
    let scores = std::fs::read_to_string(at.join("scores.csv")).unwrap();
    let mut lines = scores.trim_start_matches('\u{feff}').lines();
    assert_eq!(lines.next(), Some("customer,taken,last,opportunities,alive,purchases_5_opportunities"));
    assert_eq!(lines.count(), 11_104);
    let held = told(at, &[clv.as_slice(), &dates, &["--calibrate-until", "1999-12-31"]].concat());
    assert_eq!((&held["opportunities"], &held["holdout"]["opportunities"]), (&json!(5), &json!(2)));
    let (foretold, made) =
        (held["holdout"]["predicted"].as_f64().unwrap(), held["holdout"]["actual"].as_f64().unwrap());
    // How well that is foretold says nothing here: in which years people gave is made up.
    assert_eq!(made, f64::from(late));
    assert!(foretold > 0.0 && foretold < 2.0 * 11_104.0, "{foretold}");
    assert!(refused(at, &clv).contains("--opportunity"));
    let other: Vec<&str> = clv.iter().map(|arg| if *arg == "bg-bb" { "bg-nbd" } else { arg }).collect();
    assert!(refused(at, &[other.as_slice(), &["--opportunity", "365"]].concat()).contains("--model bg-bb"));
    let short = [clv.as_slice(), &["--opportunity", "3000"]].concat();
    assert!(refused(at, &short).contains("whole opportunities"));
}

#[test]
fn published_numbers_come_out_of_a_table() {
    let folder = folder();
    let at = folder.path();
    cdnow(at);
    let columns = ["--customer", "id", "--date", "date", "--value", "usd", "--calibrate-until", "1997-09-30"];
    let clv = [&["science", "clv", "cdnow.csv"], columns.as_slice()].concat();
    let more = ["--model", "bg-nbd", "--spend", "gamma-gamma", "--predict", "273", "--scores", "scores.csv"];
    let found = told(at, &[clv.as_slice(), &more].concat());
    assert_eq!((&found["customers"], &found["until"]), (&json!(2_357), &json!("1998-06-30")));
    for (name, expected) in [("r", 0.24259), ("alpha", 4.41360), ("a", 0.79292), ("b", 2.42591)] {
        near(&found["parameters"][name], expected, 0.0005);
    }
    near(&found["log_likelihood"], -9582.429, 0.0005);
    let held = &found["holdout"]["model"];
    near(&held["predicted"], 1653.4, 0.05);
    near(&held["mae"], 0.7855, 0.00005);
    near(&found["spend"]["parameters"]["p"], 6.24957, 0.001);
    assert_eq!((&held["actual"], &found["holdout"]["days"]), (&json!(1882.0), &json!(273)));
    let scores = std::fs::read_to_string(at.join("scores.csv")).unwrap();
    assert_eq!(scores.lines().count(), 2_358);
    assert!(scores.starts_with("\u{feff}customer,repeats,last,age,"), "{}", scores.lines().next().unwrap());
    let all = told(at, &clv);
    assert_eq!(all["tried"].as_array().unwrap().len(), 3);
    let few = "who,day,paid\n1,2024-01-01,5\n2,2024-02-01,7\n,2024-02-02,7\n";
    std::fs::write(at.join("few.csv"), few).unwrap();
    let naive = told(at, &["science", "clv", "few.csv", "--customer", "who", "--date", "day", "--value", "paid"]);
    assert_eq!((&naive["model"], &naive["rows_without_customer"]), (&json!("naive"), &json!(1)));
    // A mistyped year is told, and can be left out.
    let mut odd = "who,day,paid\n1,1924-01-02,5\n".to_owned();
    for place in 0..60 {
        writeln!(odd, "{},2024-{:02}-{:02},5", place % 20, 1 + place / 20, 1 + place % 28).unwrap();
    }
    std::fs::write(at.join("odd.csv"), odd).unwrap();
    let odd = ["science", "clv", "odd.csv", "--customer", "who", "--date", "day", "--value", "paid"];
    for (more, far, before) in [(vec![], json!(["1924-01-02"]), 0), (vec!["--from", "2024-01-01"], json!([]), 1)] {
        let found = told(at, &[odd.as_slice(), &more].concat());
        assert_eq!((&found["far_off"], &found["purchases_before"]), (&far, &json!(before)), "{more:?}");
    }
}

#[test]
fn lift_is_read_only_where_it_may_be() {
    let folder = folder();
    let at = folder.path();
    let mut text = "group,paid,before\n".to_owned();
    for place in 0..400 {
        let group = if place % 2 == 0 { "stay" } else { "mail" };
        writeln!(text, "{group},{},{}", place % 7 + place % 2 + place / 2 % 3, place % 7).unwrap();
    }
    std::fs::write(at.join("lift.csv"), &text).unwrap();
    let lift = ["science", "lift", "lift.csv", "--arm", "group", "--control", "stay", "--outcome", "paid"];
    let found = told(at, &[lift.as_slice(), &["--covariate", "before"]].concat());
    let reading = &found["comparisons"][0];
    assert_eq!(
        (&reading["arm"], &reading["causal"], &found["sample_ratio"]["passes"]),
        (&json!("mail"), &json!(true), &json!(true))
    );
    near(&reading["cuped"]["difference"]["value"], 1.0, 0.02);
    assert!(reading["beforehand"]["difference"]["value"].is_number() && reading["always_valid"]["p"].is_number());
    let seen = told(at, &[lift.as_slice(), &["--observational"]].concat());
    assert_eq!((&seen["comparisons"][0]["causal"], &seen["sample_ratio"]), (&json!(false), &Json::Null));
    let words = refused(at, &[lift.as_slice(), &["--weight", "stay=3"]].concat());
    assert!(words.contains("did not fall into the groups"), "{words}");
    let words =
        refused(at, &["science", "lift", "lift.csv", "--arm", "group", "--control", "none", "--outcome", "paid"]);
    assert!(words.contains("`mail`, `stay`"), "{words}");
}

#[test]
fn baskets_are_read_long_and_wide() {
    let folder = folder();
    let at = folder.path();
    std::fs::write(at.join("wide.csv"), "tea,cup\ntea, cup ,honey\ntea\ncup,honey\n").unwrap();
    let mut long = "order,item,who,day\n".to_owned();
    let baskets = [("tea", 1), ("cup", 1), ("tea", 2), ("cup", 2), ("honey", 2), ("tea", 3), ("cup", 4), ("honey", 4)];
    for (item, order) in baskets {
        writeln!(long, "{order},{item},w{},2024-01-0{order}", order % 2).unwrap();
    }
    std::fs::write(at.join("long.csv"), long).unwrap();
    let limits = ["--support", "0.5", "--confidence", "0.66"];
    let wide = told(at, &[["science", "baskets", "wide.csv", "--wide"].as_slice(), &limits].concat());
    let columns =
        ["--basket", "order", "--item", "item", "--customer", "who", "--date", "day", "--output", "rules.csv"];
    let long = told(at, &[["science", "baskets", "long.csv"].as_slice(), &limits, &columns].concat());
    assert_eq!((&wide["baskets"], &wide["sets"], &wide["least_count"]), (&json!(4), &json!(5), &json!(2)));
    assert_eq!(wide["rules"], long["rules"]);
    let first = &wide["rules"][0];
    assert_eq!(
        (&first["if"], &first["then"], &first["count"], &first["conviction"]),
        (&json!(["honey"]), &json!(["cup"]), &json!(2), &Json::Null)
    );
    assert!(long["next"]["pairs"].is_array());
    assert_eq!(
        std::fs::read_to_string(at.join("rules.csv")).unwrap().lines().count(),
        1 + wide["rules_found"].as_u64().unwrap() as usize
    );
    assert!(
        refused(at, &["science", "baskets", "wide.csv", "--wide", "--support", "2x", "--confidence", "1"])
            .contains("--support")
    );
}

#[test]
fn charts_are_those_of_the_handbook() {
    let folder = folder();
    let at = folder.path();
    let flow = ["49.6", "47.6", "49.9", "51.3", "47.8", "51.2", "52.6", "52.4", "53.6", "52.1"];
    std::fs::write(at.join("flow.csv"), format!("flow\n{}\n", flow.join("\n"))).unwrap();
    let found = told(at, &["science", "chart", "xmr", "flow.csv", "--value", "flow"]);
    near(&found["chart"]["points"][0]["high"], 55.8041, 0.00005);
    near(&found["ranges"]["center"], 1.8778, 0.00005);
    std::fs::write(at.join("p.csv"), "day,bad,all\nmon,12,50\ntue,15,50\nwed,0,50\n").unwrap();
    let found = told(at, &["science", "chart", "p", "p.csv", "--value", "bad", "--of", "all", "--label", "day"]);
    near(&found["chart"]["center"], 0.18, 1e-12);
    assert_eq!((&found["chart"]["points"][2]["label"], &found["signals"][0]["at"]), (&json!("wed"), &json!(2)));
}

#[test]
fn the_vital_few_and_the_spread_of_values_are_told() {
    let folder = folder();
    let at = folder.path();
    std::fs::write(at.join("tickets.csv"), "why,cost\nlate,30\nbroken,15\nlate,20\nrude,5\n,9\n").unwrap();
    let found = told(at, &["science", "pareto", "tickets.csv", "--cause", "why", "--amount", "cost"]);
    assert_eq!((&found["vital_few"], &found["rows_without_cause"]), (&json!(2), &json!(1)));
    assert_eq!((&found["causes"][0]["cause"], &found["causes"][0]["amount"]), (&json!("late"), &json!(50)));
    near(&found["causes"][1]["cumulated"], 65.0 / 70.0, 1e-12);
    let counted = told(at, &["science", "pareto", "tickets.csv", "--cause", "why", "--percent", "50"]);
    assert_eq!((&counted["causes"][0]["amount"], &counted["vital_few"]), (&json!(2), &json!(1)));
    assert_eq!(
        refused(at, &["science", "pareto", "tickets.csv", "--cause", "cost", "--amount", "why"]),
        "tickets.csv: row 2, column `why`: `late` is no number"
    );
    let hours: Vec<String> = (0..100).map(|n| format!("{}", 10.0 + f64::from(n % 10) / 10.0)).collect();
    std::fs::write(at.join("hours.csv"), format!("hours\n{}\n", hours.join("\n"))).unwrap();
    let found = told(at, &["science", "histogram", "hours.csv", "--value", "hours", "--low", "9", "--high", "12"]);
    let bins = found["bins"].as_array().unwrap();
    assert_eq!(bins.iter().map(|bin| bin["count"].as_u64().unwrap()).sum::<u64>(), 100);
    near(&found["mean"], 10.45, 1e-9);
    near(&found["capability"]["cpk"], 1.45 / (3.0 * found["standard_deviation"].as_f64().unwrap()), 1e-9);
    let words = refused(at, &["science", "histogram", "hours.csv", "--value", "hours", "--low", "12", "--high", "9"]);
    assert!(words.contains("--low"), "{words}");
}

#[test]
fn satisfaction_is_told_with_intervals_by_month() {
    let folder = folder();
    let at = folder.path();
    let rows: Vec<String> = (0..11).map(|n| format!("{n},2026-0{}-15", 1 + n % 3)).collect();
    std::fs::write(at.join("nps.csv"), format!("score,day\n{}\n12,2026-05-01\n", rows.join("\n"))).unwrap();
    let found = told(at, &["science", "satisfaction", "nps", "nps.csv", "--score", "score", "--date", "day"]);
    near(&found["overall"]["score"], -45.4545, 0.00005);
    assert_eq!((&found["overall"]["answers"], &found["overall"]["outside"]), (&json!(11), &json!(1)));
    let periods = found["periods"].as_array().unwrap();
    // April has no answers, May only one outside the scale.
    assert_eq!(
        (periods.len(), &periods[3]["score"]["score"], &periods[4]["start"]),
        (5, &Json::Null, &json!("2026-05-01"))
    );
    assert!(found["slope"]["p"].is_number());
    let csat = told(at, &["science", "satisfaction", "csat", "nps.csv", "--score", "score"]);
    assert_eq!((&csat["overall"]["answers"], &csat["periods"]), (&json!(5), &Json::Null));
    std::fs::write(at.join("half.csv"), "score\n4.5\n").unwrap();
    assert_eq!(
        refused(at, &["science", "satisfaction", "csat", "half.csv", "--score", "score"]),
        "half.csv: row 2, column `score`: `4.5` is no whole number"
    );
}

#[test]
fn products_are_scored_by_the_columns_that_there_are() {
    let folder = folder();
    let at = folder.path();
    let table =
        "what,visits,kept,price_share,left\nstar,300,90,0.6,\nplain,300,9,0.2,10\ngone,200,4,-0.1,0\n,1,1,1,1\n";
    std::fs::write(at.join("goods.csv"), table).unwrap();
    let columns = ["--product", "what", "--visits", "visits", "--favourites", "kept", "--margin", "price_share"];
    let ask = [["science", "picks", "goods.csv"].as_slice(), &columns].concat();
    let found = told(at, &[ask.as_slice(), &["--output", "out.csv"]].concat());
    assert_eq!((&found["products"], &found["rows_without_product"]), (&json!(3), &json!(1)));
    let first = &found["picks"][0];
    assert_eq!((&first["product"], &first["score"], &first["held_back"]), (&json!("star"), &json!(100.0), &json!([])));
    assert_eq!(found["picks"][2]["held_back"], json!(["loss"]));
    assert_eq!(std::fs::read_to_string(at.join("out.csv")).unwrap().lines().count(), 4);
    let weighed = told(at, &[ask.as_slice(), &["--weight", "favourite=0"]].concat());
    assert_eq!(weighed["parts"][2]["weight"], 0);
    assert!(refused(at, &[ask.as_slice(), &["--weight", "beauty=1"]].concat()).contains("visit_time"));
    assert!(refused(at, &["science", "picks", "goods.csv", "--product", "what"]).contains("--visits"));
}

#[test]
fn wrong_columns_and_cells_are_named() {
    let folder = folder();
    let at = folder.path();
    std::fs::write(at.join("a.csv"), "Customer,day,paid\n1,2024-01-01,3\n1,soon,3\n").unwrap();
    std::fs::write(at.join("empty.csv"), "").unwrap();
    std::fs::write(at.join("twice.csv"), "who,who\n1,2\n").unwrap();
    let clv = |file: &'static str, customer: &'static str| {
        refused(at, &["science", "clv", file, "--customer", customer, "--date", "day", "--value", "paid"])
    };
    let rows = [
        (
            clv("a.csv", "custmer"),
            "a.csv: there is no column `custmer` (--customer). Did you mean `Customer`? There are: Customer, day, paid",
        ),
        (
            clv("a.csv", "customer"),
            "a.csv: row 3, column `day`: `soon` is no date that can be read, such as 2026-11-11 or 2026-11-11 08:30:00",
        ),
        (clv("empty.csv", "who"), "empty.csv: the file is empty"),
        (clv("twice.csv", "who"), "twice.csv: 2 columns are named `who` (--customer)"),
    ];
    for (found, expected) in rows {
        assert_eq!(found, expected);
    }
    assert!(clv("none.csv", "who").starts_with("none.csv: the file cannot be read"));
}

/// FEBRL 1: a thousand records of five hundred persons, each named in its id.
fn febrl(at: &Path) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../science/tests/data/febrl1.csv");
    std::fs::copy(file, at.join("febrl1.csv")).unwrap();
}

#[test]
fn records_of_one_person_are_found_with_reasons() {
    let folder = folder();
    let at = folder.path();
    febrl(at);
    let link = ["science", "link", "febrl1.csv", "--id", "rec_id", "--truth", "rec_id"];
    let found = told(at, &[link.as_slice(), &["--output", "pairs.csv", "--groups", "persons.csv"]].concat());
    assert_eq!((&found["records"], &found["truth"]["pairs"]), (&json!(1_000), &json!(500)));
    near(&found["truth"]["pairwise"]["f1"], 1.0, 0.001);
    near(&found["truth"]["grouped"]["f1"], 1.0, 0.001);
    for pair in found["pairs"].as_array().unwrap() {
        let weights = pair["evidence"].as_array().unwrap().iter().map(|said| said["weight"].as_f64().unwrap());
        near(&pair["weight"], pair["start"].as_f64().unwrap() + weights.sum::<f64>(), 1e-6);
    }
    let lines = |file: &str| std::fs::read_to_string(at.join(file)).unwrap().lines().count();
    assert_eq!(lines("persons.csv"), 1_001);
    assert!(lines("pairs.csv") > 4_000);
    let columns = ["given_name", "surname", "street_number", "address_1", "suburb", "postcode", "state"];
    let columns: Vec<&str> = columns.iter().flat_map(|column| ["--column", column]).collect();
    let found = told(at, &[link.as_slice(), &columns].concat());
    assert!(found["truth"]["grouped"]["f1"].as_f64().unwrap() >= 0.985, "{}", found["truth"]);
}

#[test]
fn two_files_are_linked_with_each_other() {
    let folder = folder();
    let at = folder.path();
    febrl(at);
    let text = std::fs::read_to_string(at.join("febrl1.csv")).unwrap();
    let (head, rows) = text.split_once('\n').unwrap();
    for (file, part) in [("ours.csv", "-org"), ("theirs.csv", "-dup")] {
        let rows: Vec<&str> = rows.lines().filter(|row| row.contains(part)).collect();
        std::fs::write(at.join(file), format!("{head}\n{}\n", rows.join("\n"))).unwrap();
    }
    let found =
        told(at, &["science", "link", "ours.csv", "--with", "theirs.csv", "--id", "rec_id", "--truth", "rec_id"]);
    assert_eq!((&found["records"], &found["truth"]["pairs"]), (&json!(1_000), &json!(500)));
    near(&found["truth"]["grouped"]["f1"], 1.0, 0.005);
}

#[test]
fn what_cannot_be_linked_is_said() {
    let folder = folder();
    let at = folder.path();
    std::fs::write(at.join("one.csv"), "id,name\n1,ann\n").unwrap();
    std::fs::write(at.join("two.csv"), "id,name\n1,ann\n2,bob\n").unwrap();
    for (args, expected) in [
        (&["one.csv", "--id", "id"][..], "at least two records"),
        (&["two.csv", "--id", "id"], "share a key"),
        (&["two.csv", "--id", "ids"], "Did you mean `id`?"),
        (&["two.csv", "--id", "id", "--column", "nam"], "Did you mean `name`?"),
        (&["two.csv", "--id", "id", "--column", "name=nick"], "there is no kind `nick`"),
        (&["two.csv", "--id", "id", "--threshold", "1.5"], "no probability"),
        (&["two.csv", "--id", "name", "--truth", "id"], "0 columns are to be compared"),
    ] {
        let words = refused(at, &[&["science", "link"], args].concat());
        assert!(words.contains(expected), "{args:?}: {words}");
    }
}
