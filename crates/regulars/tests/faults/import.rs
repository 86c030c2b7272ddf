//! Imports while the program is killed: by the server's job, and by the command line. In the end the shop holds exactly
//! what it would hold had nobody been killed.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value as Json, json};
use tokio::time::timeout;

use crate::contents::Contents;
use crate::place::Place;
use crate::server::{Keys, Server};

const SEED: u64 = 20_261_113;
/// How long a piece of an import may take before the test gives up.
const PATIENCE: Duration = Duration::from_secs(120);
/// About how long the command needs before it reads.
const STARTING: Duration = Duration::from_millis(300);
/// A job whose worker died this often is parked, and goes on when somebody says so.
const ATTEMPTS: usize = 6;

/// Export files as a shop has them, with some damaged rows: orders first, then their items, of two storefronts.
async fn files(place: &Place, people: usize) -> Vec<PathBuf> {
    let folder = place.path("exports");
    let people = people.to_string();
    let seed = SEED.to_string();
    let args = ["demo", "--customers", &people, "--seed", &seed, "--write-taobao", folder.to_str().unwrap()];
    let (code, report) = place.run(&args).await;
    assert_eq!(code, 0, "{report}\n{}", place.log());
    ["tmall-orders.csv", "tmall-items.csv", "taobao-items.csv", "taobao-orders.csv"]
        .map(|name| folder.join(name))
        .into()
}

/// Brings a file and returns the id of its import.
async fn upload(server: &Server, keys: &Keys, file: &Path) -> String {
    let name = file.file_name().unwrap().to_string_lossy().into_owned();
    let part = Part::bytes(std::fs::read(file).unwrap()).file_name(name);
    let form = Form::new().text("shop_id", keys.shop.clone()).part("file", part);
    let answer = server.request(Method::POST, "/api/v1/imports").multipart(form).send().await.unwrap();
    let status = answer.status();
    let import: Json = answer.json().await.unwrap();
    assert!(status.is_success() && ["queued", "running"].contains(&import["state"].as_str().unwrap()), "{import}");
    import["id"].as_str().unwrap().to_owned()
}

/// Follows an import's stream of news until `enough` says so or it is over, and returns the last.
async fn follow(server: &Server, id: &str, enough: impl Fn(&Json) -> bool) -> Json {
    let path = format!("/api/v1/imports/{id}/events");
    let mut news = server.request(Method::GET, &path).send().await.unwrap().error_for_status().unwrap();
    let mut text = String::new();
    loop {
        let piece = timeout(PATIENCE, news.chunk()).await.expect("the import stands still").unwrap();
        let Some(piece) = piece else { panic!("the stream ended: {text}") };
        text.push_str(&String::from_utf8_lossy(&piece));
        while let Some((event, rest)) = text.split_once("\n\n") {
            let data: Option<Json> = event
                .lines()
                .find_map(|line| line.strip_prefix("data:"))
                .and_then(|data| serde_json::from_str(data).ok());
            let rest = rest.to_owned();
            let over = |import: &Json| ["done", "failed"].contains(&import["state"].as_str().unwrap());
            if let Some(import) = data.filter(|import| import["state"].is_string())
                && (enough(&import) || over(&import))
            {
                return import;
            }
            text = rest;
        }
    }
}

/// As [`follow`]. Who was killed [`ATTEMPTS`] times before it got anywhere is given up, and goes on when somebody says so.
async fn follow_on(
    server: &Server,
    id: &str,
    deaths: usize,
    retried: &mut usize,
    enough: impl Fn(&Json) -> bool,
) -> Json {
    loop {
        let import = follow(server, id, &enough).await;
        if import["state"] != "failed" {
            return import;
        }
        assert!(deaths >= ATTEMPTS, "given up after {deaths} deaths: {import}");
        *retried += retry_parked(server).await;
        let path = format!("/api/v1/imports/{id}");
        let runs = async {
            while server.get(&path).await["state"] == "failed" {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        timeout(PATIENCE, runs).await.expect("an import that was sent back does not run");
    }
}

/// What an import did, without what differs between two runs.
async fn outcome(server: &Server, id: &str) -> Json {
    let import = server.get(&format!("/api/v1/imports/{id}")).await;
    assert_eq!(import["state"], "done", "{import}");
    let refused = server.all(&format!("/api/v1/imports/{id}/refused")).await;
    json!({
        "counts": import["counts"], "rows": import["progress"]["rows"], "unknown": import["unknown_statuses"],
        "format": import["format"], "refused": refused,
    })
}

/// What came of files that were never interrupted.
struct Reference {
    contents: Contents,
    outcomes: Vec<Json>,
    /// How long each took.
    took: Vec<Duration>,
}

/// The same files, never interrupted.
async fn never_killed(files: &[PathBuf]) -> Reference {
    let place = Place::sqlite();
    let mut server = Server::start(&place).await;
    let keys = server.set_up().await;
    let (mut outcomes, mut took) = (Vec::new(), Vec::new());
    for file in files {
        let since = Instant::now();
        let id = upload(&server, &keys, file).await;
        follow(&server, &id, |_| false).await;
        took.push(since.elapsed());
        outcomes.push(outcome(&server, &id).await);
    }
    server.quiet(&place).await;
    let contents = Contents::read(&server).await;
    server.kill().await;
    Reference { contents, outcomes, took }
}

/// Lets an import run on for a while: until it has read more than before, or for a part of the time that it needs.
async fn a_while(
    chance: &mut ChaCha8Rng,
    server: &Server,
    id: &str,
    took: Duration,
    (deaths, retried): (usize, &mut usize),
) {
    if chance.random_bool(0.4) {
        let rows = |import: &Json| import["progress"]["rows"].as_u64().unwrap();
        let before = rows(&server.get(&format!("/api/v1/imports/{id}")).await);
        follow_on(server, id, deaths, retried, |import| rows(import) > before).await;
    } else {
        tokio::time::sleep(took.mul_f64(chance.random_range(0.0..0.5))).await;
    }
}

/// A job that was given up is sent back into the queue, as the console's button does.
async fn retry_parked(server: &Server) -> usize {
    let parked = server.all("/api/v1/jobs?state=parked").await;
    for job in &parked {
        server.post(&format!("/api/v1/jobs/{}/retry", job["id"].as_str().unwrap()), &json!({})).await;
    }
    parked.len()
}

/// Kills the server `kills` times while it imports each of the files.
async fn goes_on(place: Place, people: usize, kills: usize) {
    let mut chance = ChaCha8Rng::seed_from_u64(SEED);
    let files = files(&place, people).await;
    let reference = never_killed(&files).await;
    let mut server = Server::start(&place).await;
    let keys = server.set_up().await;
    let (mut killed, mut retried) = (0, 0);
    for ((file, expected), took) in files.iter().zip(&reference.outcomes).zip(&reference.took) {
        let id = upload(&server, &keys, file).await;
        let path = format!("/api/v1/imports/{id}");
        for deaths in 0..kills {
            a_while(&mut chance, &server, &id, *took, (deaths, &mut retried)).await;
            let over = server.get(&path).await["state"] == "done";
            server.kill().await;
            killed += usize::from(!over);
            place.let_leases_end().await;
            server = Server::start(&place).await.with(&keys);
            if over {
                break;
            }
        }
        follow_on(&server, &id, kills, &mut retried, |_| false).await;
        let found = outcome(&server, &id).await;
        assert!(
            found == *expected,
            "{}: {} instead of {}\n{}",
            file.display(),
            found["counts"],
            expected["counts"],
            place.log()
        );
    }
    assert!(killed >= files.len(), "only {killed} kills came before the end of an import");
    server.quiet(&place).await;
    let contents = Contents::read(&server).await;
    contents.assert_same(&reference.contents, "imported with kills and without");
    eprintln!(
        "{}: {killed} kills while {} imports ran, {retried} jobs retried by hand; the same counts, refused rows and contents: {}",
        place.engine(),
        files.len(),
        contents.sizes(),
    );
    server.kill().await;
    place.clear().await;
}

/// Kills `regulars import` and starts it again until it is done.
async fn command_goes_on(place: Place, people: usize, kills: usize) {
    let mut chance = ChaCha8Rng::seed_from_u64(SEED + 1);
    let files = files(&place, people).await;
    let reference = never_killed(&files).await;
    let mut server = Server::start(&place).await;
    let keys = server.set_up().await;
    server.kill().await;
    let mut running = 0;
    for (file, took) in files.iter().zip(&reference.took) {
        let args = ["import", file.to_str().unwrap(), "--shop", &keys.shop];
        for _ in 0..kills {
            // From before the database is open to well into the writing.
            let mut child = place.program().args(args).spawn().unwrap();
            let life = (*took + STARTING).mul_f64(chance.random_range(0.02..0.8));
            running += usize::from(timeout(life, child.wait()).await.is_err());
            child.kill().await.unwrap();
            place.let_leases_end().await;
        }
        let (code, report) = place.run(&args).await;
        assert!([0, 5].contains(&code), "{code} {report}\n{}", place.log());
        place.let_leases_end().await;
    }
    server = Server::start(&place).await.with(&keys);
    retry_parked(&server).await;
    server.quiet(&place).await;
    for import in server.all("/api/v1/imports").await {
        assert_eq!(import["state"], "done", "each was gone on with: {import}");
    }
    let contents = Contents::read(&server).await;
    contents.assert_same(&reference.contents, "imported on the command line with kills, and without");
    eprintln!(
        "{}: {} kills of the command over {} files, {running} of them before its end; the same contents: {}",
        place.engine(),
        kills * files.len(),
        files.len(),
        contents.sizes(),
    );
    server.kill().await;
    place.clear().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn imports_go_on_after_kills_on_sqlite() {
    goes_on(Place::sqlite(), 2_500, 7).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn imports_go_on_after_kills_on_postgresql() {
    if let Some(place) = Place::postgres().await {
        goes_on(place, 1_200, 2).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_import_command_goes_on_after_kills() {
    command_goes_on(Place::sqlite(), 1_200, 3).await;
}
