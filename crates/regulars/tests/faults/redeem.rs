//! A thousand buyers race for a coupon of a hundred uses, at several servers where the database lets them, while one of them
//! is killed: exactly a hundred get it, whoever asks again is answered the same, and every other one is told why.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value as Json, json};

use crate::crowd::{self, Crowd};
use crate::place::Place;
use crate::server::Server;

const BUYERS: usize = 1_000;
const USES: i64 = 100;

/// What a buyer came to know: `200` with what to pay, or why not.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    Held(i64),
    Refused(String),
}

fn cart() -> Json {
    json!({ "currency": "CNY", "lines": [{ "key": "1", "product": "tea", "quantity": 1, "unit_price": 20_000 }] })
}

async fn reserve(crowd: &Crowd, buyer: usize, which: usize) -> Outcome {
    let body = json!({ "order": format!("order-{buyer}"), "codes": ["HUNDRED"], "cart": cart() });
    let (status, told) = crowd.ask(which, "/api/v1/redemptions", &body).await;
    match status {
        200 => Outcome::Held(told["total"].as_i64().unwrap()),
        _ => {
            assert!(!told["detail"].as_str().unwrap_or_default().is_empty(), "{status} {told}");
            Outcome::Refused(told["code"].as_str().unwrap_or_default().to_owned())
        }
    }
}

async fn programme(server: &Server) -> String {
    let promotion = json!({
        "key": "hundred", "name": { "zh": "百张券", "en": "a hundred" }, "uses": USES,
        "offer": { "amount_off": { "steps": [{ "at": { "amount": 10_000 }, "off": 1_000 }] } },
    });
    let how = json!({ "codes": "single", "code": "HUNDRED", "audience": "public" });
    let made = server.post("/api/v1/coupons/programmes", &json!({ "promotion": promotion, "how": how })).await;
    let id = made["id"].as_str().unwrap().to_owned();
    let body = json!({ "revision": 1, "accept_warnings": true });
    server.post(&format!("/api/v1/promotions/{id}/publish"), &body).await;
    id
}

async fn race(place: Place, count: usize) {
    let (mut servers, keys) = crowd::servers(&place, count).await;
    let id = programme(&servers[0]).await;
    for server in &servers {
        crowd::hears(server, &json!({ "codes": ["HUNDRED"], "cart": cart() }), 19_000).await;
    }
    let act = |crowd: Arc<Crowd>, buyer: usize| async move {
        let outcome = reserve(&crowd, buyer, buyer).await;
        let again = reserve(&crowd, buyer, buyer + 1).await;
        assert_eq!(outcome, again, "buyer {buyer} asked twice");
        if matches!(outcome, Outcome::Held(_)) {
            let path = format!("/api/v1/redemptions/order-{buyer}/redeem");
            for _ in 0..2 {
                let (status, told) = crowd.ask(buyer, &path, &json!({})).await;
                assert_eq!((status, told["state"].as_str()), (200, Some("redeemed")), "{told}");
            }
        }
        outcome
    };
    let mut outcomes: BTreeMap<Outcome, i64> = BTreeMap::new();
    for outcome in crowd::race(&place, &mut servers, &keys, BUYERS, act).await {
        *outcomes.entry(outcome).or_default() += 1;
    }
    let losers = i64::try_from(BUYERS).unwrap() - USES;
    let expected =
        BTreeMap::from([(Outcome::Held(19_000), USES), (Outcome::Refused("coupon_uses_gone".to_owned()), losers)]);
    assert_eq!(outcomes, expected, "{}", place.engine());

    // Nothing is half taken: what the promotion counts is what its orders say.
    let used = servers[0].get(&format!("/api/v1/promotions/{id}")).await["use"].clone();
    assert_eq!((used["orders"].as_i64(), used["paid_orders"].as_i64()), (Some(USES), Some(USES)), "{used}");
    assert_eq!((used["spent"].as_i64(), used["revenue"].as_i64()), (Some(USES * 1_000), Some(USES * 19_000)));
    let uses = servers[0].all(&format!("/api/v1/promotions/{id}/uses")).await;
    assert_eq!(i64::try_from(uses.len()).unwrap(), USES);
    assert!(uses.iter().all(|one| one["state"] == "redeemed" && one["amount"] == 1_000), "{uses:?}");
    crowd::end(servers, place).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_of_a_thousand_get_the_coupon_on_sqlite() {
    race(Place::sqlite(), 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_of_a_thousand_get_the_coupon_on_postgresql() {
    if let Some(place) = Place::postgres().await {
        race(place, 3).await;
    }
}
