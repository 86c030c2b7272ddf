//! Buyers who all ask at once, at several servers where the database lets them, while one of the servers is killed.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use reqwest::Client;
use serde_json::{Value as Json, json};
use tokio::sync::{Mutex, Semaphore};
use tokio::task::JoinHandle;

use crate::place::Place;
use crate::server::{Keys, Server};

/// Requests under way at the same time.
const AT_ONCE: usize = 48;
/// How many buyers are done when a server is killed.
const EARLY: usize = 40;
/// How long one buyer goes on asking.
const PATIENCE: Duration = Duration::from_secs(120);
/// How long a buyer waits whose server does not answer.
const LOOK: Duration = Duration::from_millis(100);

/// What buyers ask the servers with.
pub(crate) struct Crowd {
    urls: Mutex<Vec<String>>,
    key: String,
    http: Client,
}

impl Crowd {
    /// Asks one of the servers until one answers: a buyer whose request was cut off asks again.
    pub(crate) async fn ask(&self, which: usize, path: &str, body: &Json) -> (u16, Json) {
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
}

/// So many servers of one place, the first of which was set up.
pub(crate) async fn servers(place: &Place, count: usize) -> (Vec<Server>, Keys) {
    let mut first = Server::start(place).await;
    let keys = first.set_up().await;
    let mut servers = vec![first.with(&keys)];
    while servers.len() < count {
        servers.push(Server::start(place).await.with(&keys));
    }
    (servers, keys)
}

/// So many customers, as their own site tells of them.
pub(crate) async fn customers(server: &Server, keys: &Keys, count: usize) -> Vec<String> {
    let told: Vec<Json> = (0..count)
        .map(|one| json!({ "type": "identify", "messageId": format!("m{one}"), "userId": format!("u{one}"), "traits": {} }))
        .collect();
    let asked = Client::new().post(server.at("/v1/batch")).basic_auth(&keys.write, Some(""));
    assert!(asked.json(&json!({ "batch": told })).send().await.unwrap().status().is_success());
    let since = Instant::now();
    loop {
        let found = server.all("/api/v1/customers").await;
        if found.len() == count {
            return found.iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect();
        }
        assert!(since.elapsed() < PATIENCE, "{} customers came", found.len());
        tokio::time::sleep(LOOK).await;
    }
}

/// Waits until a server asks that much for a cart: it hears of what was published at another by following the outbox.
pub(crate) async fn hears(server: &Server, body: &Json, total: i64) {
    let since = Instant::now();
    while server.post("/api/v1/price", body).await["priced"]["total"] != total {
        assert!(since.elapsed() < PATIENCE, "a server does not hear of what was published");
        tokio::time::sleep(LOOK).await;
    }
}

/// Lets so many buyers act, and says what came of each. One server dies in the middle of it, and another takes its place.
pub(crate) async fn race<T, F, A>(
    place: &Place,
    servers: &mut Vec<Server>,
    keys: &Keys,
    buyers: usize,
    act: F,
) -> Vec<T>
where
    F: Fn(Arc<Crowd>, usize) -> A + Clone + Send + 'static,
    A: Future<Output = T> + Send + 'static,
    T: Send + 'static,
{
    let crowd = Arc::new(Crowd {
        urls: Mutex::new(servers.iter().map(|server| server.url.clone()).collect()),
        key: keys.api.clone(),
        http: Client::new(),
    });
    let done = Arc::new(AtomicUsize::new(0));
    let room = Arc::new(Semaphore::new(AT_ONCE));
    let acting: Vec<_> = (0..buyers)
        .map(|buyer| {
            let (crowd, done, room, act) = (Arc::clone(&crowd), Arc::clone(&done), Arc::clone(&room), act.clone());
            tokio::spawn(async move {
                let _seat = room.acquire().await.unwrap();
                let came = act(crowd, buyer).await;
                done.fetch_add(1, Ordering::Relaxed);
                came
            })
        })
        .collect();
    while done.load(Ordering::Relaxed) < EARLY && !acting.iter().all(JoinHandle::is_finished) {
        tokio::time::sleep(LOOK).await;
    }
    servers.remove(0).kill().await;
    let next = Server::start(place).await.with(keys);
    crowd.urls.lock().await[0].clone_from(&next.url);
    servers.insert(0, next);
    let mut outcomes = Vec::with_capacity(buyers);
    for one in acting {
        outcomes.push(one.await.unwrap());
    }
    outcomes
}

/// Ends the servers, and leaves nothing of their place.
pub(crate) async fn end(servers: Vec<Server>, place: Place) {
    for server in servers {
        server.kill().await;
    }
    place.clear().await;
}
