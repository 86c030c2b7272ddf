//! A thousand buyers race for a flash sale of a hundred pieces, at several servers where the database lets them, while one of
//! them is killed: exactly a hundred pay the flash price, whoever asks again is answered the same, and every other one pays in
//! full and is told that nothing is left.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value as Json, json};

use crate::crowd::{self, Crowd};
use crate::place::Place;
use crate::server::Server;

const BUYERS: usize = 1_000;
const STOCK: i64 = 100;
const FULL: i64 = 20_000;
const FLASH: i64 = 9_900;

fn cart() -> Json {
    json!({ "currency": "CNY", "lines": [{ "key": "1", "product": "tea", "quantity": 1, "unit_price": FULL }] })
}

async fn sale(server: &Server) -> String {
    let offer = json!({ "flash": { "cut": { "price": FLASH }, "stock": STOCK } });
    let promotion = json!({ "key": "flash", "name": { "zh": "秒杀", "en": "flash sale" }, "offer": offer });
    let made = server.post("/api/v1/promotions", &json!({ "promotion": promotion })).await;
    let id = made["id"].as_str().unwrap().to_owned();
    let body = json!({ "revision": 1, "accept_warnings": true });
    server.post(&format!("/api/v1/promotions/{id}/publish"), &body).await;
    id
}

/// What a buyer has to pay, and why no less.
async fn reserve(crowd: &Crowd, buyer: usize, which: usize) -> (i64, Vec<String>) {
    let body = json!({ "order": format!("order-{buyer}"), "cart": cart() });
    let (status, told) = crowd.ask(which, "/api/v1/redemptions", &body).await;
    assert_eq!(status, 200, "{told}");
    let refused = told["priced"]["lines"][0]["refused"].as_array();
    let reasons = refused.into_iter().flatten().map(|one| one["code"].as_str().unwrap().to_owned());
    (told["total"].as_i64().unwrap(), reasons.collect())
}

async fn race(place: Place, count: usize) {
    let (mut servers, keys) = crowd::servers(&place, count).await;
    let id = sale(&servers[0]).await;
    for server in &servers {
        crowd::hears(server, &json!({ "cart": cart() }), FLASH).await;
    }
    let act = |crowd: Arc<Crowd>, buyer: usize| async move {
        let (total, reasons) = reserve(&crowd, buyer, buyer).await;
        assert_eq!(reserve(&crowd, buyer, buyer + 1).await.0, total, "buyer {buyer} asked twice");
        let path = format!("/api/v1/redemptions/order-{buyer}/redeem");
        for _ in 0..2 {
            let (status, told) = crowd.ask(buyer, &path, &json!({})).await;
            assert_eq!((status, told["state"].as_str()), (200, Some("redeemed")), "{told}");
        }
        (total, reasons)
    };
    let mut outcomes: BTreeMap<(i64, Vec<String>), i64> = BTreeMap::new();
    for outcome in crowd::race(&place, &mut servers, &keys, BUYERS, act).await {
        *outcomes.entry(outcome).or_default() += 1;
    }
    let others = i64::try_from(BUYERS).unwrap() - STOCK;
    let expected = BTreeMap::from([((FLASH, vec![]), STOCK), ((FULL, vec!["stock_gone".to_owned()]), others)]);
    assert_eq!(outcomes, expected, "{}", place.engine());

    // Nothing is half taken: what the sale counts is what its orders say.
    let used = servers[0].get(&format!("/api/v1/promotions/{id}")).await["use"].clone();
    assert_eq!((used["orders"].as_i64(), used["paid_orders"].as_i64()), (Some(STOCK), Some(STOCK)), "{used}");
    assert_eq!(used["revenue"].as_i64(), Some(STOCK * FLASH), "{used}");
    crowd::end(servers, place).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_of_a_thousand_get_the_flash_price_on_sqlite() {
    race(Place::sqlite(), 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_of_a_thousand_get_the_flash_price_on_postgresql() {
    if let Some(place) = Place::postgres().await {
        race(place, 3).await;
    }
}
