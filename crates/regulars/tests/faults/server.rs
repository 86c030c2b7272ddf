//! `regulars serve`, as a child that can be killed, and what a client asks of it.

use std::time::{Duration, Instant};

use reqwest::{Client, Method, RequestBuilder};
use serde_json::{Value as Json, json};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::Child;

use crate::place::Place;

/// How long a state may take to come before the test gives up.
const PATIENCE: Duration = Duration::from_secs(120);
/// How often a state that nobody announces is asked for.
const LOOK: Duration = Duration::from_millis(100);

pub(crate) struct Server {
    child: Child,
    pub(crate) url: String,
    http: Client,
    key: Option<String>,
}

/// The keys that outlive a server.
#[derive(Clone)]
pub(crate) struct Keys {
    /// May read and write everything.
    pub(crate) api: String,
    /// May send behaviours.
    pub(crate) write: String,
    /// The first shop.
    pub(crate) shop: String,
}

impl Server {
    /// Starts it without waiting for it.
    pub(crate) fn spawn(place: &Place) -> Child {
        place.program().args(["--listen", "127.0.0.1:0", "serve"]).spawn().unwrap()
    }

    /// Starts it and waits for the line that says where it listens.
    pub(crate) async fn start(place: &Place) -> Self {
        Self::listening(Self::spawn(place), place).await
    }

    /// Waits for the line that says where a child listens.
    pub(crate) async fn listening(mut child: Child, place: &Place) -> Self {
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let line = lines.next_line().await.unwrap().unwrap_or_else(|| panic!("it did not start:\n{}", place.log()));
        let told: Json = serde_json::from_str(&line).unwrap();
        let http = crate::browser::browser();
        Self { child, url: told["url"].as_str().unwrap().to_owned(), http, key: None }
    }

    /// The same with a key, for what follows.
    pub(crate) fn with(mut self, keys: &Keys) -> Self {
        self.key = Some(keys.api.clone());
        self
    }

    /// The first run; makes an API key and a write key.
    pub(crate) async fn set_up(&mut self) -> Keys {
        let setup = json!({
            "business": { "name": "拾露", "currency": "CNY", "time_zone": "Asia/Shanghai" },
            "shop": { "name": "拾露小铺", "channel": "taobao" },
            "owner": { "name": "小梅", "login": "mei", "password": "green tea in spring" },
            "locale": "en",
        });
        let session = self.post("/api/v1/setup", &setup).await;
        let csrf = session["csrf"].as_str().unwrap().to_owned();
        let shop = session["shops"][0]["id"].as_str().unwrap().to_owned();
        let scopes = session["permissions"].clone();
        let mut secrets = Vec::new();
        for key in [
            json!({ "name": "test", "kind": "api", "scopes": scopes }),
            json!({ "name": "site", "kind": "write", "scopes": [], "shop_id": shop }),
        ] {
            let asked = self.http.post(self.at("/api/v1/keys")).header("x-regulars-csrf", &csrf).json(&key);
            let made: Json = asked.send().await.unwrap().json().await.unwrap();
            secrets.push(made["secret"].as_str().unwrap_or_else(|| panic!("{made}")).to_owned());
        }
        self.key = Some(secrets[0].clone());
        // From here on the key speaks, not the cookie.
        self.http = Client::new();
        Keys { api: secrets[0].clone(), write: secrets[1].clone(), shop }
    }

    pub(crate) fn at(&self, path: &str) -> String {
        format!("{}{path}", self.url)
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let asked = self.http.request(method, self.at(path));
        match &self.key {
            Some(key) => asked.bearer_auth(key),
            None => asked,
        }
    }

    async fn answer(asked: RequestBuilder, what: &str) -> Json {
        let answer = asked.send().await.unwrap_or_else(|error| panic!("{what}: {error}"));
        let status = answer.status();
        let text = answer.text().await.unwrap();
        assert!(status.is_success(), "{what}: {status} {text}");
        serde_json::from_str(&text).unwrap_or(Json::Null)
    }

    pub(crate) async fn get(&self, path: &str) -> Json {
        Self::answer(self.request(Method::GET, path), path).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Json) -> Json {
        Self::answer(self.request(Method::POST, path).json(body), path).await
    }

    /// Every row of a list.
    pub(crate) async fn all(&self, path: &str) -> Vec<Json> {
        let mut rows = Vec::new();
        let mut cursor: Option<String> = None;
        let mark = if path.contains('?') { '&' } else { '?' };
        loop {
            let from = cursor.map_or_else(String::new, |cursor| format!("&cursor={cursor}"));
            let mut page = self.get(&format!("{path}{mark}limit=200{from}")).await;
            rows.append(page["items"].as_array_mut().unwrap());
            match page["next_cursor"].as_str() {
                Some(next) => cursor = Some(next.to_owned()),
                None => return rows,
            }
        }
    }

    /// Waits until no job waits or runs and every consumer has read the outbox, and fails on a job that gave up. A reckoning of
    /// customer value over which the process was killed six times is given up until the next day, as it should be.
    pub(crate) async fn quiet(&self, place: &Place) {
        let since = Instant::now();
        loop {
            let parked = self.get("/api/v1/jobs?state=parked").await;
            let given_up = parked["items"].as_array().into_iter().flatten();
            let given_up: Vec<_> = given_up.filter(|job| job["kind"] != "value.reckon").collect();
            assert!(given_up.is_empty(), "{given_up:?}\n{}", place.log());
            let mut waiting = Vec::new();
            for state in ["queued", "running"] {
                waiting.extend(
                    self.get(&format!("/api/v1/jobs?state={state}")).await["items"].as_array().cloned().unwrap(),
                );
            }
            let metrics = self.http.get(self.at("/metrics")).send().await.unwrap().text().await.unwrap();
            let behind: Vec<&str> = metrics
                .lines()
                .filter(|line| line.starts_with("regulars_outbox_lag") && !line.ends_with(" 0"))
                .collect();
            if waiting.is_empty() && behind.is_empty() {
                return;
            }
            assert!(since.elapsed() < PATIENCE, "never quiet: {waiting:?} {behind:?}\n{}", place.log());
            tokio::time::sleep(LOOK).await;
        }
    }

    /// SIGKILL, and waits until it is gone.
    pub(crate) async fn kill(mut self) {
        self.child.kill().await.unwrap();
    }
}
