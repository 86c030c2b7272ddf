//! A thousand orders race for a member's points, which suffice for a hundred of them, at several servers where the database lets
//! them, while one of them is killed: exactly a hundred are paid, whoever asks again is answered the same, and every other one
//! is told that the points do not suffice.

use std::collections::BTreeMap;
use std::sync::Arc;

use reqwest::Method;
use serde_json::{Value as Json, json};

use crate::crowd::{self, Crowd};
use crate::place::Place;
use crate::server::{Keys, Server};

const ORDERS: usize = 1_000;
const PAID: i64 = 100;
/// Points that an order asks for.
const EACH: i64 = 10;

async fn send(server: &Server, method: Method, path: &str, body: &Json) {
    let answer = server.request(method, path).json(body).send().await.unwrap();
    assert!(answer.status().is_success(), "{path}: {}", answer.text().await.unwrap());
}

/// A member with points for so many orders.
async fn member(server: &Server, keys: &Keys) -> String {
    let customer = crowd::customers(server, keys, 1).await.remove(0);
    let mut programme = server.get("/api/v1/members/programme").await;
    programme["enabled"] = json!(true);
    programme["ways"]["open"] = json!(true);
    send(server, Method::PUT, "/api/v1/members/programme", &programme).await;
    send(server, Method::POST, "/api/v1/members", &json!({ "customer_id": customer, "way": "open" })).await;
    let given = json!({ "points": PAID * EACH, "reason": "开卡", "key": "given" });
    send(server, Method::POST, &format!("/api/v1/customers/{customer}/points/adjust"), &given).await;
    customer
}

/// `paid`, or why not.
async fn spend(crowd: &Crowd, customer: &str, order: usize, which: usize) -> String {
    let body = json!({ "customer_id": customer, "points": EACH, "key": format!("order-{order}") });
    let (status, told) = crowd.ask(which, "/api/v1/points/spend", &body).await;
    match status {
        200 => "paid".to_owned(),
        _ => {
            assert!(!told["detail"].as_str().unwrap_or_default().is_empty(), "{status} {told}");
            told["code"].as_str().unwrap_or_default().to_owned()
        }
    }
}

async fn race(place: Place, count: usize) {
    let (mut servers, keys) = crowd::servers(&place, count).await;
    let customer = member(&servers[0], &keys).await;
    let whose: Arc<str> = customer.as_str().into();
    let act = move |crowd: Arc<Crowd>, order: usize| {
        let whose = Arc::clone(&whose);
        async move {
            let outcome = spend(&crowd, &whose, order, order).await;
            assert_eq!(spend(&crowd, &whose, order, order + 1).await, outcome, "order {order} asked twice");
            outcome
        }
    };
    let mut outcomes: BTreeMap<String, i64> = BTreeMap::new();
    for outcome in crowd::race(&place, &mut servers, &keys, ORDERS, act).await {
        *outcomes.entry(outcome).or_default() += 1;
    }
    let others = i64::try_from(ORDERS).unwrap() - PAID;
    let expected = BTreeMap::from([("paid".to_owned(), PAID), ("points_short".to_owned(), others)]);
    assert_eq!(outcomes, expected, "{}", place.engine());

    // Nothing is half taken: every point that was given was spent once.
    let history = servers[0].all(&format!("/api/v1/customers/{customer}/points/history")).await;
    assert_eq!(i64::try_from(history.len()).unwrap(), PAID + 1);
    assert_eq!(history.iter().map(|one| one["points"].as_i64().unwrap()).sum::<i64>(), 0);
    crowd::end(servers, place).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn points_for_a_hundred_pay_a_hundred_of_a_thousand_orders_on_sqlite() {
    race(Place::sqlite(), 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn points_for_a_hundred_pay_a_hundred_of_a_thousand_orders_on_postgresql() {
    if let Some(place) = Place::postgres().await {
        race(place, 3).await;
    }
}
