//! Scores of what people said, month by month.

use platform::http::Role;
use platform::testing::{NOON, Site, on_both};
use serde_json::{Map, Value as Json, json};

use crate::segments::live::catch_up;
use crate::segments::tests::scene::Scene;

const DAY: i64 = 86_400_000;
const PATH: &str = "/api/v1/insight/satisfaction";

fn said(pairs: &[(&str, Json)]) -> Map<String, Json> {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn reviews_and_answers_become_scores_with_intervals() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let mut scene = Scene::new(&app).await?;
        scene.buy(1, 50, &["good", "poor"], NOON - 200 * DAY).await?;
        // Every answer from 0 to 10 once is an NPS of −45.4545.
        for n in 0..11_u64 {
            let answer = said(&[("measure", json!("nps")), ("score", json!(n))]);
            scene.say(n, "survey_answered", NOON - DAY, None, answer).await?;
        }
        for (score, measure) in [("7", "CES"), ("6", "ces"), ("9", "ces"), ("soon", "ces"), ("3", "mood")] {
            let answer = said(&[("measure", json!(measure)), ("score", json!(score))]);
            scene.say(20, "survey_answered", NOON - DAY, None, answer).await?;
        }
        for month in 0..6_i64 {
            for n in 0..20_u64 {
                // The product that disappoints gets 1 from every second.
                let rating = if month == 0 && n % 2 == 0 { json!(1) } else { json!("5") };
                let product = if month == 0 { "poor" } else { "good" };
                scene
                    .say(n, "reviewed", NOON - (month * 30 + 2) * DAY, Some(product), said(&[("rating", rating)]))
                    .await?;
            }
        }
        catch_up(&app).await?;
        let (router, _) = crate::router().split_for_parts();
        let owner = Site::new(&app, crate::policy(), router).role(Role::Owner).await?;
        let page = owner.get(PATH).await?.json();
        let series = page["series"].as_array().unwrap();
        let keys: Vec<&str> = series.iter().map(|one| one["key"].as_str().unwrap()).collect();
        assert_eq!((keys, &page["population"]), (vec!["reviews", "nps", "ces"], &json!(21)));
        let reviews = &series[0];
        assert_eq!(
            (&reviews["answers"], &reviews["score"], &reviews["unhappy"]),
            (&json!(120), &json!(916.7), &json!(10))
        );
        let spread: Vec<&Json> = reviews["spread"].as_array().unwrap().iter().map(|one| &one["answers"]).collect();
        assert_eq!(spread, [10, 0, 0, 0, 110]);
        let last = reviews["points"].as_array().unwrap().last().unwrap();
        assert_eq!((&last["score"], &last["answers"], &last["whole"]), (&json!(500.0), &json!(20), &json!(false)));
        assert!(last["change"]["by"].as_f64().unwrap() < -400.0 && last["change"]["chance"].as_f64().unwrap() < 0.001);
        assert_eq!(last["control"]["signals"], json!([1]), "{last}");
        assert!(reviews["slope"]["by"].as_f64().unwrap() < 0.0);
        let nps = &series[1];
        assert_eq!((&nps["score"], &nps["least"], &nps["unhappy"]), (&json!(-45.5), &json!(0), &json!(7)));
        assert!(nps["low"].as_f64().unwrap() < -45.5 && nps["high"].as_f64().unwrap() > -45.5);
        assert_eq!(
            (&series[2]["score"], &series[2]["answers"], &series[2]["outside"]),
            (&json!(6.5), &json!(2), &json!(1))
        );
        for (one, customers) in [(reviews, 10), (nps, 7)] {
            let counted = owner.post("/api/v1/segments/count", &json!({ "text": one["rule"] })).await?.json();
            assert_eq!(counted["customers"], customers, "{}: {counted}", one["rule"]);
        }
        // Each of them answered once a month, so that answers are customers.
        for one in [reviews, nps] {
            for point in one["points"].as_array().unwrap() {
                let crowds = point["crowds"].as_array().unwrap();
                let keys: Vec<&str> = crowds.iter().map(|crowd| crowd["key"].as_str().unwrap()).collect();
                assert_eq!(keys, ["content", "between", "unhappy"]);
                let all: i64 = crowds.iter().map(|crowd| crowd["answers"].as_i64().unwrap()).sum();
                assert_eq!(point["answers"], all);
                for crowd in crowds {
                    let counted = owner.post("/api/v1/segments/count", &json!({ "text": crowd["rule"] })).await?.json();
                    assert_eq!(counted["customers"], crowd["answers"], "{crowd}");
                }
            }
        }
        for answer in nps["spread"].as_array().unwrap() {
            let counted = owner.post("/api/v1/segments/count", &json!({ "text": answer["rule"] })).await?.json();
            assert_eq!(counted["customers"], 1, "{answer}");
        }
        let products = page["products"].as_array().unwrap();
        assert_eq!((products.len(), &products[0]["number"], &products[0]["score"]), (1, &json!("poor"), &json!(500.0)));
        let weeks = owner.get(&format!("{PATH}?by=week&from=2026-11-01")).await?.json();
        assert_eq!(weeks["by"], "week");
        let none = owner.get(&format!("{PATH}?from=2020-01-01&to=2020-02-01")).await?.json();
        assert_eq!((&none["series"], &none["population"]), (&json!([]), &json!(0)));
        Ok(())
    })
    .await
    .unwrap();
}
