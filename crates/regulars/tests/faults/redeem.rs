//! A thousand buyers race for a coupon of a hundred uses, at several servers where the database lets them, while one of them
//! is killed: exactly a hundred get it, whoever asks again is answered the same, and every other one is told why.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use reqwest::Client;
use serde_json::{Value as Json, json};
use tokio::sync::{Mutex, Semaphore};

use crate::place::Place;
use crate::server::{Keys, Server};

const BUYERS: usize = 1_000;
const USES: i64 = 100;
/// Requests under way at the same time.
const AT_ONCE: usize = 48;
/// How long one buyer goes on asking.
const PATIENCE: Duration = Duration::from_secs(120);
/// How long a buyer waits whose server does not answer.
const LOOK: Duration = Duration::from_millis(100);

/// What a buyer came to know: `200` with what to pay, or why not.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    Held(i64),
    Refused(String),
}

struct Shop {
    urls: Mutex<Vec<String>>,
    key: String,
    http: Client,
}

impl Shop {
    /// Asks one of the servers until one answers: a buyer whose request was cut off asks again.
    async fn ask(&self, which: usize, path: &str, body: &Json) -> (u16, Json) {
        let since = Instant::now();
        let mut turn = which;
        loop {
            let url = {
                let urls = self.urls.lock().await;
                format!("{}{path}", urls[turn % urls.len()])
            };
            if let Ok(answer) = self.http.post(url).bearer_auth(&self.key).json(body).send().await {
                let status = answer.status().as_u16();
                if let Ok(told) = answer.json::<Json>().await
                    && status != 503
                    && told["code"] != "price_changed"
                {
                    return (status, told);
                }
            }
            assert!(since.elapsed() < PATIENCE, "{path}: nobody answers");
            tokio::time::sleep(LOOK).await;
            turn += 1;
        }
    }

    async fn reserve(&self, buyer: usize, which: usize) -> Outcome {
        let body = json!({
            "order": format!("order-{buyer}"), "codes": ["HUNDRED"],
            "cart": { "currency": "CNY", "lines": [{ "key": "1", "product": "tea", "quantity": 1, "unit_price": 20_000 }] },
        });
        let (status, told) = self.ask(which, "/api/v1/redemptions", &body).await;
        match status {
            200 => Outcome::Held(told["total"].as_i64().unwrap()),
            _ => {
                assert!(!told["detail"].as_str().unwrap_or_default().is_empty(), "{status} {told}");
                Outcome::Refused(told["code"].as_str().unwrap_or_default().to_owned())
            }
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

/// Waits until a server knows what was published at another: it follows the outbox.
async fn hears(server: &Server) {
    let body = json!({
        "codes": ["HUNDRED"],
        "cart": { "currency": "CNY", "lines": [{ "key": "1", "product": "tea", "quantity": 1, "unit_price": 20_000 }] },
    });
    let since = Instant::now();
    while server.post("/api/v1/price", &body).await["priced"]["total"] != 19_000 {
        assert!(since.elapsed() < PATIENCE, "a server does not hear of the coupon");
        tokio::time::sleep(LOOK).await;
    }
}

async fn race(place: Place, count: usize) {
    let mut first = Server::start(&place).await;
    let keys: Keys = first.set_up().await;
    let mut servers = vec![first.with(&keys)];
    while servers.len() < count {
        servers.push(Server::start(&place).await.with(&keys));
    }
    let id = programme(&servers[0]).await;
    for server in &servers {
        hears(server).await;
    }
    let shop = Arc::new(Shop {
        urls: Mutex::new(servers.iter().map(|server| server.url.clone()).collect()),
        key: keys.api.clone(),
        http: Client::new(),
    });
    let done = Arc::new(AtomicUsize::new(0));
    let room = Arc::new(Semaphore::new(AT_ONCE));
    let buyers: Vec<_> = (0..BUYERS)
        .map(|buyer| {
            let (shop, done, room) = (Arc::clone(&shop), Arc::clone(&done), Arc::clone(&room));
            tokio::spawn(async move {
                let _seat = room.acquire().await.unwrap();
                let outcome = shop.reserve(buyer, buyer).await;
                let again = shop.reserve(buyer, buyer + 1).await;
                assert_eq!(outcome, again, "buyer {buyer} asked twice");
                if matches!(outcome, Outcome::Held(_)) {
                    let path = format!("/api/v1/redemptions/order-{buyer}/redeem");
                    for _ in 0..2 {
                        let (status, told) = shop.ask(buyer, &path, &json!({})).await;
                        assert_eq!((status, told["state"].as_str()), (200, Some("redeemed")), "{told}");
                    }
                }
                done.fetch_add(1, Ordering::Relaxed);
                outcome
            })
        })
        .collect();

    // One server dies in the middle of it, and another takes its place.
    while done.load(Ordering::Relaxed) < 40 {
        tokio::time::sleep(LOOK).await;
    }
    servers.remove(0).kill().await;
    let next = Server::start(&place).await.with(&keys);
    shop.urls.lock().await[0].clone_from(&next.url);
    servers.insert(0, next);

    let mut outcomes: BTreeMap<Outcome, i64> = BTreeMap::new();
    for buyer in buyers {
        *outcomes.entry(buyer.await.unwrap()).or_default() += 1;
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
    for server in servers {
        server.kill().await;
    }
    place.clear().await;
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
