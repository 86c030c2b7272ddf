//! Segment's own libraries, from npm and PyPI, drive the program over a socket.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where it fails")]

mod harness;

use std::path::{Path, PathBuf};
use std::process::Command;

use harness::Server;
use serde_json::{Value as Json, json};

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The folder that holds the libraries.
fn libraries() -> PathBuf {
    let told = Command::new(here("../../scripts/install-sdks")).output().unwrap();
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    PathBuf::from(String::from_utf8(told.stdout).unwrap().trim())
}

fn drive(command: &mut Command) {
    let told = command.output().unwrap();
    assert!(
        told.status.success(),
        "{}{}",
        String::from_utf8_lossy(&told.stdout),
        String::from_utf8_lossy(&told.stderr)
    );
}

struct Shop {
    server: Server,
    web: reqwest::Client,
    key: String,
}

impl Shop {
    async fn open(data: &Path) -> Self {
        let server = Server::start(data);
        let web = harness::browser();
        let setup = json!({
            "business": { "name": "拾露", "currency": "CNY", "time_zone": "Asia/Shanghai" },
            "shop": { "name": "官网", "channel": "web" },
            "owner": { "name": "小梅", "login": "mei", "password": "green tea in spring" },
            "locale": "en",
        });
        let session: Json =
            web.post(format!("{}/api/v1/setup", server.url)).json(&setup).send().await.unwrap().json().await.unwrap();
        let new = json!({ "name": "site", "kind": "write", "scopes": [], "shop_id": session["shops"][0]["id"] });
        let key: Json = web
            .post(format!("{}/api/v1/keys", server.url))
            .header("x-regulars-csrf", session["csrf"].as_str().unwrap())
            .json(&new)
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap();
        let key = key["secret"].as_str().unwrap().to_owned();
        Self { server, web, key }
    }

    async fn get(&self, path: &str) -> Json {
        self.web.get(format!("{}{path}", self.server.url)).send().await.unwrap().json().await.unwrap()
    }

    /// How many behaviours of each name there are.
    async fn names(&self) -> Vec<(String, i64)> {
        let list = self.get("/api/v1/events/names").await;
        let mut names: Vec<(String, i64)> = list["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| (item["name"].as_str().unwrap().to_owned(), item["count"].as_i64().unwrap()))
            .collect();
        names.sort();
        names
    }

    /// The customer who did `name`, and every behaviour of that customer.
    async fn customer(&self, name: &str) -> (String, Vec<Json>) {
        let found = self.get(&format!("/api/v1/events?name={name}&limit=1")).await;
        let customer = found["items"][0]["customer_id"].as_str().unwrap().to_owned();
        let all = self.get(&format!("/api/v1/events?customer={customer}&limit=200")).await;
        (customer, all["items"].as_array().unwrap().clone())
    }

    async fn nothing_was_refused(&self) {
        assert_eq!(self.get("/api/v1/events/refused").await["items"], json!([]));
    }
}

fn expected(names: &[(&str, i64)]) -> Vec<(String, i64)> {
    names.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_library_from_npm_sends_a_visit_that_becomes_an_order() {
    let folder = tempfile::tempdir().unwrap();
    let shop = Shop::open(folder.path()).await;
    let libraries = libraries();
    drive(Command::new("node").arg(here("tests/sdks/drive.mjs")).arg(&libraries).args([&shop.server.url, &shop.key]));
    shop.nothing_was_refused().await;
    // The order said twice is one, though the repetition bears another instant.
    let names = [
        ("carted", 100),
        ("inquired", 1),
        ("ordered", 1),
        ("page_viewed", 1),
        ("reviewed", 1),
        ("screen_viewed", 1),
        ("viewed", 1),
    ];
    assert_eq!(shop.names().await, expected(&names));
    let page = shop.get("/api/v1/overview").await;
    assert_eq!((&page["figures"][0]["value"], &page["figures"][1]["value"]), (&json!(12_050), &json!(1)));

    // What the visitor did before she signed in is hers, and the late event lies where it happened.
    let (_, events) = shop.customer("inquired").await;
    assert!(events.iter().any(|event| event["name"] == "viewed" && event["product"] == "P-1"));
    let late = events.last().unwrap();
    assert_eq!(late["name"], "reviewed");
    assert!(late["at"].as_str().unwrap().starts_with("2020-02-29T08:00:0"), "{late}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_library_from_pypi_sends_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let shop = Shop::open(folder.path()).await;
    let python = libraries().join("python/bin/python");
    drive(Command::new(python).arg(here("tests/sdks/drive.py")).args([&shop.server.url, &shop.key]));
    shop.nothing_was_refused().await;
    let names =
        [("carted", 100), ("ordered", 1), ("page_viewed", 1), ("reviewed", 1), ("screen_viewed", 1), ("viewed", 1)];
    assert_eq!(shop.names().await, expected(&names));
    let (customer, events) = shop.customer("ordered").await;
    assert!(events.iter().any(|event| event["name"] == "viewed" && event["product"] == "P-2"));
    let late = events.last().unwrap();
    assert!(late["name"] == "reviewed" && late["at"].as_str().unwrap().starts_with("2021-03-01T12:00:0"), "{late}");
    assert_eq!(late["customer_id"], customer);
    let page = shop.get("/api/v1/overview").await;
    assert_eq!((&page["figures"][0]["value"], &page["figures"][1]["value"]), (&json!(1_800), &json!(1)));
}
