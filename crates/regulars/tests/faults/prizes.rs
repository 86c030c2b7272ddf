//! Four hundred tickets are drawn at once for thirty goods and thirty red packets, at several servers where the database
//! lets them, while one of them is killed: no prize is won twice, none is lost, whoever asks again has the same ticket, and
//! the whole draw can be reckoned again by anybody.

use std::collections::BTreeMap;
use std::sync::Arc;

use platform::Clock;
use serde_json::{Value as Json, json};

use crate::crowd::{self, Crowd};
use crate::place::Place;
use crate::server::Server;

const TICKETS: usize = 400;
const CUSTOMERS: usize = 40;
/// Prizes of each kind.
const EACH: i64 = 30;
/// What a red packet holds, minor units.
const PACKET: i64 = 500;
const DAY: i64 = 86_400_000;

async fn draw(server: &Server) -> String {
    let words = |text: &str| json!({ "zh": text, "en": text });
    let rule = words("见规则");
    let prize = |kind: &str, amount: Option<i64>| json!({ "kind": kind, "name": words(kind), "worth": 500, "quantity": EACH, "chance_ppm": 500_000, "amount": amount });
    let now = Clock::System.now();
    let terms = json!({
        "kind": "wheel", "name": words("周年庆"), "free": TICKETS / CUSTOMERS,
        "starts_at": platform::Instant(now - DAY), "ends_at": platform::Instant(now + DAY),
        "prizes": [prize("goods", None), prize("credit", Some(PACKET))],
        "rules": { "conditions": rule, "drawing": rule, "claiming": rule, "delivery": rule, "forfeiting": rule, "organiser": rule },
    });
    let made = server.post("/api/v1/draws", &json!({ "terms": terms })).await;
    let path = format!("/api/v1/draws/{}", made["id"].as_str().unwrap());
    server.post(&format!("{path}/publish"), &json!({ "revision": 1, "accept_warnings": true })).await;
    path
}

async fn race(place: Place, count: usize) {
    let (mut servers, keys) = crowd::servers(&place, count).await;
    let people = Arc::new(crowd::customers(&servers[0], &keys, CUSTOMERS).await);
    let path = Arc::new(draw(&servers[0]).await);
    let act = {
        let (path, people) = (Arc::clone(&path), Arc::clone(&people));
        move |crowd: Arc<Crowd>, buyer: usize| {
            let (path, people) = (Arc::clone(&path), Arc::clone(&people));
            async move {
                let body = json!({ "customer_id": people[buyer % CUSTOMERS], "key": format!("ticket-{buyer}") });
                let (status, first) = crowd.ask(buyer, &format!("{path}/play"), &body).await;
                assert_eq!(status, 200, "{first}");
                let (_, again) = crowd.ask(buyer + 1, &format!("{path}/play"), &body).await;
                assert_eq!((&first["id"], &first["number"]), (&again["id"], &again["number"]), "{buyer} asked twice");
                (first["number"].as_i64().unwrap(), first["prize"].as_i64())
            }
        }
    };
    let drawn: BTreeMap<i64, Option<i64>> =
        crowd::race(&place, &mut servers, &keys, TICKETS, act).await.into_iter().collect();
    let server = &servers[0];
    // Every chance was used, and no more than every chance.
    for who in people.iter() {
        let body = json!({ "customer_id": who, "key": format!("more-{who}") });
        let more = server.request(reqwest::Method::POST, &format!("{path}/play")).json(&body).send().await.unwrap();
        assert_eq!(more.json::<Json>().await.unwrap()["code"], "draw_no_chance");
    }
    let expected: Vec<i64> = (1..=i64::try_from(TICKETS).unwrap()).collect();
    assert_eq!(drawn.keys().copied().collect::<Vec<_>>(), expected, "numbers without a gap");
    let won = |place: i64| i64::try_from(drawn.values().filter(|prize| **prize == Some(place)).count()).unwrap();
    assert_eq!((won(0), won(1)), (EACH, EACH), "{}", place.engine());

    // What a killed server had not handed over is handed over once.
    let tickets = server.all(&format!("{path}/tickets")).await;
    for ticket in tickets.iter().filter(|one| one["prize"] == 1 && one["status"] == "waiting") {
        let give = format!("/api/v1/draws/tickets/{}/give", ticket["id"].as_str().unwrap());
        let answer = server.request(reqwest::Method::POST, &give).json(&json!({})).send().await.unwrap();
        let (status, told) = (answer.status().as_u16(), answer.json::<Json>().await.unwrap());
        assert!(status == 200 || told["code"] == "not_waiting", "{told}");
    }
    let shown = server.get(&path).await;
    assert_eq!((&shown["left"], &shown["waiting"]), (&json!([0, 0]), &json!(EACH)), "the goods wait for a parcel");
    assert_eq!(server.get("/api/v1/wallet/liability").await["available"], json!(EACH * PACKET));

    server.post(&format!("{path}/end"), &json!({ "reason": "完毕" })).await;
    let proof = server.get(&format!("{path}/proof?limit={TICKETS}")).await;
    let verified = server.post("/api/v1/draws/verify", &json!({ "proof": proof })).await;
    assert_eq!((&verified["valid"], &verified["checked"]), (&json!(true), &json!(TICKETS)), "{verified}");
    crowd::end(servers, place).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_prize_is_won_twice_on_sqlite() {
    race(Place::sqlite(), 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_prize_is_won_twice_on_postgresql() {
    if let Some(place) = Place::postgres().await {
        race(place, 3).await;
    }
}
