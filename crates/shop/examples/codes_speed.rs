//! Measures issuing unique codes: time, peak memory, and that no two are alike.
//!
//! `cargo run --release -p shop --example codes_speed -- [CODES]` issues into a fresh SQLite, or into the PostgreSQL that
//! `REGULARS_TEST_POSTGRES` names when it is set, and then writes the file of codes.

#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a measurement stops where it fails, prints what it found and reads the clock"
)]

use std::collections::HashSet;
use std::time::Instant;

use platform::db::Database;
use platform::http::Role;
use platform::jobs::Job;
use platform::testing::{self, Site};
use platform::{App, Error};
use serde_json::json;
use shop::coupons;

/// The most memory that the process had, megabytes.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok()).unwrap_or(0) / 1024
}

async fn measure(app: App, codes: i64) -> Result<(), Error> {
    let site = Site::new(&app, shop::policy(), shop::router().split_for_parts().0);
    let owner = site.role(Role::Owner).await?;
    let promotion = json!({ "key": "u", "name": { "zh": "u", "en": "u" },
        "offer": { "amount_off": { "steps": [{ "at": { "amount": 10_000 }, "off": 1_000 }] } } });
    let how = json!({ "codes": "unique", "audience": "public" });
    let made = owner.post("/api/v1/coupons/programmes", &json!({ "promotion": promotion, "how": how })).await?.json();
    let id = made["id"].as_str().unwrap().to_owned();
    let publish = json!({ "revision": 1, "accept_warnings": true });
    assert_eq!(owner.post(&format!("/api/v1/promotions/{id}/publish"), &publish).await?.status, 200);
    let issue = format!("/api/v1/coupons/programmes/{id}/issue");
    let batch = owner.post(&issue, &json!({ "to": { "codes": codes } })).await?.json();
    let before = peak();
    let began = Instant::now();
    let job = Job {
        id: 1,
        kind: coupons::JOB.to_owned(),
        payload: json!({ "batch": batch["id"] }),
        attempt: 1,
        claim: String::new(),
        stopping: tokio_util::sync::CancellationToken::new(),
    };
    coupons::run(app.clone(), job).await?;
    println!("{codes} codes issued in {:.1} s, memory {} -> {} MB", began.elapsed().as_secs_f64(), before, peak());
    let began = Instant::now();
    let file = owner.get(&format!("/api/v1/coupons/programmes/{id}/codes.csv")).await?;
    println!("written as a file of {} MB in {:.1} s", file.body.len() >> 20, began.elapsed().as_secs_f64());
    let text = file.text();
    let seen: HashSet<&str> = text.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
    println!("{} of them differ", seen.len());
    assert_eq!(i64::try_from(seen.len()).unwrap(), codes);
    Ok(())
}

#[tokio::main]
async fn main() {
    let codes = std::env::args().nth(1).and_then(|word| word.parse().ok()).unwrap_or(1_000_000);
    let folder = tempfile::tempdir().unwrap();
    let db = match testing::fresh_postgres().await.unwrap() {
        Some(db) => db,
        None => Database::sqlite(&folder.path().join("regulars.db")).await.unwrap(),
    };
    let app = testing::app(db, &shop::migrations(), shop::CATALOGUES, folder.path()).await.unwrap();
    measure(app, codes).await.unwrap();
}
