//! Live segments while the server is killed: who came in and who left is written down once each, and a receiver of the
//! webhook is told of each once: whatever comes to it again carries the same id and the same words, and what was written
//! down as delivered never comes again.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::http::{HeaderMap, StatusCode};
use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value as Json, json};

use crate::place::Place;
use crate::server::{Keys, Server};
use crate::tracking::{Sending, calls_from, send};

const SEED: u64 = 20_261_122;
const PATIENCE: Duration = Duration::from_secs(120);

/// Segments that people enter by what they do, leave by what they do, enter and leave through another, and leave as time
/// passes.
const SEGMENTS: &[(&str, &str)] = &[
    ("lookers", "did viewed at least 2 times and not did carted at least 3 times"),
    ("deciders", "in segment \"lookers\" and did viewed where item.number in (\"p1\", \"p3\", \"p5\", \"p7\")"),
    ("buyers", "did ordered"),
    ("lately", "did viewed in last 1 minute"),
];

/// What a receiver was told, by the message's id: how often, and the words.
type Told = Arc<Mutex<BTreeMap<String, (usize, String)>>>;

/// A receiver that now and then refuses, and now and then answers late.
async fn receiver() -> (String, Told) {
    let told: Told = Arc::default();
    let kept = Arc::clone(&told);
    let count = Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let take = move |headers: HeaderMap, body: String| {
        let (kept, count) = (Arc::clone(&kept), Arc::clone(&count));
        async move {
            let n = count.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            if n % 97 == 50 {
                return StatusCode::SERVICE_UNAVAILABLE;
            }
            let id = headers.get("webhook-id").unwrap().to_str().unwrap().to_owned();
            {
                let mut kept = kept.lock().unwrap();
                let own = kept.entry(id.clone()).or_insert_with(|| (0, body.clone()));
                own.0 += 1;
                assert_eq!(own.1, body, "{id} says something else the second time");
            }
            if n % 5 == 2 {
                tokio::time::sleep(Duration::from_millis(40)).await;
            }
            StatusCode::OK
        }
    };
    let app = axum::Router::new().route("/hook", axum::routing::post(take));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, app).await });
    (url, told)
}

/// Waits until rules are answered.
async fn ready(server: &Server, place: &Place) {
    let since = Instant::now();
    while server.get("/api/v1/segments/status").await["ready"] != json!(true) {
        assert!(since.elapsed() < PATIENCE, "never ready\n{}", place.log());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Everything at a list whose pages say `next`.
async fn every(server: &Server, path: &str, with: &str) -> Vec<Json> {
    let (mut rows, mut after): (Vec<Json>, Option<String>) = (Vec::new(), None);
    loop {
        let from = after.map_or_else(String::new, |after| format!("&{with}={after}"));
        let page = server.get(&format!("{path}?limit=200{from}")).await;
        rows.extend(page["items"].as_array().unwrap().iter().cloned());
        match page["next"].as_str() {
            Some(next) => after = Some(next.to_owned()),
            None => return rows,
        }
    }
}

/// Somebody who came in or left: segment, customer, when.
type Crossing = (String, String, String, bool);

/// What is written down: of each customer in and out by turns, beginning with in, and ending with where the customer is.
async fn written(server: &Server, segments: &[String], place: &Place) -> Vec<Crossing> {
    let mut all = Vec::new();
    for id in segments {
        let mut found = every(server, &format!("/api/v1/segments/{id}/crossings"), "cursor").await;
        found.reverse();
        let mut inside: BTreeSet<String> = BTreeSet::new();
        for one in &found {
            let customer = one["customer"]["id"].as_str().unwrap().to_owned();
            let entered = one["entered"].as_bool().unwrap();
            let moved = if entered { inside.insert(customer.clone()) } else { inside.remove(&customer) };
            assert!(moved, "{customer} crossed {id} the same way twice: {found:?}\n{}", place.log());
            all.push((id.clone(), customer, one["at"].as_str().unwrap().to_owned(), entered));
        }
        let members = every(server, &format!("/api/v1/segments/{id}/members"), "after").await;
        let members: BTreeSet<String> = members.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect();
        assert_eq!(inside, members, "who crossed into {id} and who is in it\n{}", place.log());
    }
    all
}

/// What the receiver was told, each message once.
fn heard(told: &Told) -> Vec<Crossing> {
    let mut all = Vec::new();
    for (_, body) in told.lock().unwrap().values() {
        let message: Json = serde_json::from_str(body).unwrap();
        let entered = message["type"] == json!("segment.entered");
        let segment = message["data"]["segment"]["id"].as_str().unwrap();
        for one in message["data"]["customers"].as_array().unwrap() {
            let (id, at) = (one["id"].as_str().unwrap(), one["at"].as_str().unwrap());
            all.push((segment.to_owned(), id.to_owned(), at.to_owned(), entered));
        }
    }
    all
}

async fn set_up(server: &Server, place: &Place, url: &str) -> Vec<String> {
    ready(server, place).await;
    let open = server.request(reqwest::Method::PUT, "/api/v1/webhooks/settings");
    let answer = open.json(&json!({ "private_addresses": true })).send().await.unwrap();
    assert!(answer.status().is_success(), "{}", answer.text().await.unwrap());
    let topics = ["segment.entered", "segment.left"];
    server.post("/api/v1/webhooks", &json!({ "url": url, "topics": topics })).await;
    let mut ids = Vec::new();
    for (name, text) in SEGMENTS {
        let made = server.post("/api/v1/segments", &json!({ "name": name, "text": text })).await;
        ids.push(made["id"].as_str().unwrap().to_owned());
    }
    ids
}

async fn no_crossing_is_lost_or_told_twice(place: Place, kills: usize) {
    let mut chance = ChaCha8Rng::seed_from_u64(SEED);
    // What time takes out of a segment leaves it while the test runs.
    let now = jiff::Timestamp::now().as_millisecond();
    let calls = calls_from(SEED, kills * 5, now - 60_000, 60);
    let (url, told) = receiver().await;
    let mut server = Server::start(&place).await;
    let keys: Keys = server.set_up().await;
    server = server.with(&keys);
    let segments = set_up(&server, &place, &url).await;
    let sending = Sending::new(&calls);
    let (mut again, mut while_starting) = (0, 0);
    for life in 0..kills {
        if life % 6 == 5 {
            server.kill().await;
            let mut child = Server::spawn(&place);
            tokio::time::sleep(Duration::from_millis(chance.random_range(0..600))).await;
            child.kill().await.unwrap();
            while_starting += 1;
        } else {
            let senders = sending.begin(&server, &keys.write);
            sending.acknowledged(chance.random_range(1..=6)).await;
            // Anywhere within following, writing down and telling.
            tokio::time::sleep(Duration::from_micros(chance.random_range(0..250_000))).await;
            server.kill().await;
            for sender in senders {
                sender.await.unwrap();
            }
        }
        place.let_leases_end().await;
        let delivered = place.delivered().await;
        let times = |id: &String| told.lock().unwrap().get(id).map_or(0, |one| one.0);
        let before: Vec<(String, usize)> = delivered.into_iter().map(|id| (id.clone(), times(&id))).collect();
        server = Server::start(&place).await.with(&keys);
        ready(&server, &place).await;
        if life % 3 == 2 {
            server.quiet(&place).await;
        }
        for (id, times_before) in before {
            assert!(times_before > 0, "life {life}: {id} is said to be delivered and never came");
            assert_eq!(times(&id), times_before, "life {life}: {id} was delivered and came again\n{}", place.log());
        }
    }
    send(server.url.clone(), keys.write.clone(), sending.clone()).await;
    server.quiet(&place).await;
    // Nothing crosses any more once the minute of the last behaviour is over.
    let since = Instant::now();
    loop {
        let inside = every(&server, &format!("/api/v1/segments/{}/members", segments[3]), "after").await;
        if inside.is_empty() {
            break;
        }
        assert!(since.elapsed() < PATIENCE, "nobody leaves as time passes\n{}", place.log());
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    server.quiet(&place).await;
    let mut written = written(&server, &segments, &place).await;
    for ((name, text), id) in SEGMENTS.iter().zip(&segments) {
        let counted = server.post("/api/v1/segments/count", &json!({ "text": text })).await["customers"].clone();
        let members = every(&server, &format!("/api/v1/segments/{id}/members"), "after").await.len();
        assert_eq!(counted, json!(members), "{name}");
    }
    let mut heard = heard(&told);
    written.sort();
    heard.sort();
    let twice = heard.windows(2).filter(|two| two[0] == two[1]).count();
    assert_eq!(twice, 0, "told twice under two ids\n{}", place.log());
    // The crowds that the shop has by itself are told of too.
    heard.retain(|one| segments.contains(&one.0));
    assert!(heard == written, "{} crossings told, {} written down\n{}", heard.len(), written.len(), place.log());
    for (times, _) in told.lock().unwrap().values() {
        again += times - 1;
    }
    let left = written.iter().filter(|one| !one.3).count();
    assert!(written.len() > 40 && left > 20, "only {} crossings, {left} of them out", written.len());
    eprintln!(
        "{}: {kills} kills ({while_starting} while starting): {} crossings ({left} out) written down and told once each, in {} messages; {again} came again under their own id before they were written down as delivered",
        place.engine(),
        written.len(),
        told.lock().unwrap().len(),
    );
    let members = every(&server, &format!("/api/v1/segments/{}/members", segments[2]), "after").await.len();
    server.kill().await;
    // The same is told on the terminal, while no server runs.
    let (code, listed) = place.run(&["segment", "list"]).await;
    let sizes: BTreeMap<&str, &Json> = listed["items"]
        .as_array()
        .unwrap_or_else(|| panic!("{code} {listed}\n{}", place.log()))
        .iter()
        .filter(|one| SEGMENTS.iter().any(|(name, _)| one["name"] == json!(name)))
        .map(|one| (one["name"].as_str().unwrap(), &one["size"]))
        .collect();
    assert_eq!((code, sizes.len(), sizes["buyers"], sizes["lately"]), (0, 4, &json!(members), &json!(0)));
    place.clear().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn crossings_survive_kills_on_sqlite() {
    no_crossing_is_lost_or_told_twice(Place::sqlite(), 18).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn crossings_survive_kills_on_postgresql() {
    if let Some(place) = Place::postgres().await {
        no_crossing_is_lost_or_told_twice(place, 6).await;
    }
}
