//! A client of the tracking API, and what it should find again.

use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use reqwest::Client;
use serde_json::{Value as Json, json};
use tokio::sync::Notify;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::contents::Contents;
use crate::place::Place;
use crate::server::Server;

/// How long an answer may take before the test gives up.
const PATIENCE: Duration = Duration::from_secs(60);
/// Requests under way at the same time.
pub(crate) const SENDERS: usize = 3;
const PEOPLE: u32 = 40;
const PRODUCTS: u32 = 12;
/// 2026-11-01T00:00:00Z: behaviours are said to have happened in the days after it.
const DAY_ONE: i64 = 1_793_491_200_000;

/// A call of a client: what it sends, and the numbers of the behaviours in it.
#[derive(Clone)]
pub(crate) struct Call {
    body: Json,
    pub(crate) numbers: Vec<u32>,
}

impl Call {
    /// The orders that it states, each with the number of its behaviour.
    pub(crate) fn orders(&self) -> Vec<(u32, String)> {
        let messages = self.body["batch"].as_array().unwrap();
        let order = |message: &Json| message["properties"]["order_id"].as_str().map(str::to_owned);
        self.numbers.iter().zip(messages).filter_map(|(number, message)| Some((*number, order(message)?))).collect()
    }
}

/// Calls in the order in which a client makes them. Equal seeds make equal calls.
pub(crate) fn calls(seed: u64, count: usize) -> Vec<Call> {
    calls_from(seed, count, DAY_ONE, 1_000)
}

/// The same from another instant on, so many milliseconds apart.
pub(crate) fn calls_from(seed: u64, count: usize, first: i64, apart: i64) -> Vec<Call> {
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    let mut number = 0;
    let mut made = Vec::with_capacity(count);
    for _ in 0..count {
        let mut messages = Vec::new();
        let mut numbers = Vec::new();
        for _ in 0..chance.random_range(1..=25) {
            number += 1;
            messages.push(message(&mut chance, number, first + i64::from(number) * apart));
            numbers.push(number);
        }
        made.push(Call { body: json!({ "batch": messages }), numbers });
    }
    made
}

fn message(chance: &mut ChaCha8Rng, number: u32, at: i64) -> Json {
    let person = chance.random_range(0..PEOPLE);
    let product = chance.random_range(0..PRODUCTS);
    let at = jiff::Timestamp::from_millisecond(at).unwrap().to_string();
    let item = json!({
        "product_id": format!("p{product}"), "name": format!("Tea {product}"), "price": 10 + product, "quantity": 1,
    });
    let (event, properties) = match chance.random_range(0..8) {
        0 => {
            let total = 10 + product;
            (
                "Order Completed",
                json!({
                    "order_id": format!("W{number}"), "total": total, "revenue": total, "currency": "CNY",
                    "products": [item],
                }),
            )
        }
        1 | 2 => ("Product Added", item),
        _ => ("Product Viewed", item),
    };
    let mut properties = properties;
    properties["n"] = json!(number);
    json!({
        "type": "track", "messageId": format!("m-{number}"), "userId": format!("u{person}"), "timestamp": at,
        "event": event, "properties": properties,
        "context": { "traits": { "email": format!("buyer{person}@shop.example"), "name": format!("Buyer {person}") } },
    })
}

/// What the senders share.
pub(crate) struct Sending {
    /// Calls that were not acknowledged, the next in front.
    waiting: Mutex<VecDeque<Call>>,
    /// Numbers of behaviours that were.
    acknowledged: Mutex<Vec<u32>>,
    /// Acknowledged calls of this life.
    count: AtomicUsize,
    news: Notify,
}

impl Sending {
    pub(crate) fn new(calls: &[Call]) -> Arc<Self> {
        Arc::new(Self {
            waiting: Mutex::new(calls.iter().cloned().collect()),
            acknowledged: Mutex::default(),
            count: AtomicUsize::new(0),
            news: Notify::new(),
        })
    }

    /// Senders to this server, which end when nothing waits or it does not answer any more.
    pub(crate) fn begin(self: &Arc<Self>, server: &Server, key: &str) -> Vec<JoinHandle<()>> {
        self.count.store(0, Ordering::SeqCst);
        (0..SENDERS).map(|_| tokio::spawn(send(server.url.clone(), key.to_owned(), self.clone()))).collect()
    }

    /// Waits until so many calls of this life are acknowledged, or none waits.
    pub(crate) async fn acknowledged(&self, wanted: usize) {
        while self.count.load(Ordering::SeqCst) < wanted && self.waiting() > 0 {
            timeout(PATIENCE, self.news.notified()).await.expect("nothing is acknowledged any more");
        }
    }

    /// How many calls wait.
    pub(crate) fn waiting(&self) -> usize {
        self.waiting.lock().unwrap().len()
    }

    /// The behaviours that were acknowledged until now.
    pub(crate) fn kept(&self) -> Vec<u32> {
        self.acknowledged.lock().unwrap().clone()
    }
}

/// Sends calls until none waits or the server does not answer any more; what was not answered waits again.
pub(crate) async fn send(url: String, key: String, sending: Arc<Sending>) {
    let http = Client::new();
    loop {
        let Some(call) = sending.waiting.lock().unwrap().pop_front() else { return };
        let asked = http.post(format!("{url}/v1/batch")).basic_auth(&key, Some("")).json(&call.body);
        match asked.send().await {
            Ok(answer) if answer.status().is_success() => {
                sending.acknowledged.lock().unwrap().extend(&call.numbers);
                sending.count.fetch_add(1, Ordering::SeqCst);
                sending.news.notify_one();
            }
            Ok(answer) => panic!("{}: {}", answer.status(), answer.text().await.unwrap_or_default()),
            Err(_) => {
                sending.waiting.lock().unwrap().push_front(call);
                return;
            }
        }
    }
}

/// How often each behaviour is there.
pub(crate) async fn there(server: &Server) -> BTreeMap<u32, usize> {
    let mut counts = BTreeMap::new();
    for event in server.all("/api/v1/events").await {
        let number = event["properties"]["n"].as_u64().unwrap_or_else(|| panic!("{event}"));
        *counts.entry(u32::try_from(number).unwrap()).or_default() += 1;
    }
    counts
}

pub(crate) fn assert_all_once(counts: &BTreeMap<u32, usize>, acknowledged: &[u32], place: &Place, life: usize) {
    let lost: Vec<&u32> = acknowledged.iter().filter(|number| !counts.contains_key(number)).collect();
    let twice: Vec<&u32> = counts.iter().filter(|(_, times)| **times > 1).map(|(number, _)| number).collect();
    assert!(lost.is_empty() && twice.is_empty(), "life {life}: lost {lost:?}, twice {twice:?}\n{}", place.log());
}

/// What a server holds that was sent the same calls and never killed.
pub(crate) async fn never_killed(calls: &[Call]) -> Contents {
    let place = Place::sqlite();
    let mut server = Server::start(&place).await;
    let keys = server.set_up().await;
    let sending = Sending::new(calls);
    send(server.url.clone(), keys.write, sending.clone()).await;
    assert_eq!(sending.waiting(), 0, "{}", place.log());
    server.quiet(&place).await;
    let contents = Contents::read(&server).await;
    server.kill().await;
    contents
}
