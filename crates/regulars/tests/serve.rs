//! The program itself: it starts, is set up, answers, and ends in good order.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where it fails")]

mod harness;

use std::process::Stdio;

use harness::{Server, program};
use platform::db::{Connection as _, Database};
use platform::values;
use serde_json::{Value as Json, json};

#[tokio::test(flavor = "multi_thread")]
async fn the_first_run_signs_the_owner_in_and_a_second_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path());
    let at = |path: &str| format!("{}{path}", server.url);
    let web = harness::browser();
    let mut ready: Json = web.get(at("/readyz")).send().await.unwrap().json().await.unwrap();
    // The warehouse is put together beside everything else, sooner or later.
    assert!(ready.as_object_mut().unwrap().remove("warehouse").is_some_and(|warehouse| warehouse.is_boolean()));
    assert_eq!(ready, json!({ "database": true, "migrations": true, "outbox": true, "disk": true }));
    let needed: Json = web.get(at("/api/v1/setup")).send().await.unwrap().json().await.unwrap();
    assert_eq!(needed, json!({ "needed": true, "demo": false, "currency": "CNY" }));

    let setup = json!({
        "business": { "name": "拾露", "currency": "CNY", "time_zone": "Asia/Shanghai" },
        "shop": { "name": "拾露小铺", "channel": "taobao" },
        "owner": { "name": "小梅", "login": "mei", "password": "green tea in spring" },
        "locale": "zh-CN",
    });
    let answer = web.post(at("/api/v1/setup")).json(&setup).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    let cookie = answer.headers()["set-cookie"].to_str().unwrap().to_owned();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && !cookie.contains("Secure"), "{cookie}");
    let session: Json = web.get(at("/api/v1/session")).send().await.unwrap().json().await.unwrap();
    assert_eq!(session["user"]["login"], "mei");
    assert_eq!(session["business"]["name"], "拾露");
    assert_eq!(session["shops"][0]["channel"], "taobao");
    let again: Json = web.post(at("/api/v1/setup")).json(&setup).send().await.unwrap().json().await.unwrap();
    assert_eq!(again["code"], "already_set_up");

    let csrf = session["csrf"].as_str().unwrap();
    let leave = || web.delete(at("/api/v1/session"));
    assert_eq!(leave().send().await.unwrap().status(), 403);
    assert_eq!(leave().header("x-regulars-csrf", csrf).send().await.unwrap().status(), 204);
    assert_eq!(web.get(at("/api/v1/session")).send().await.unwrap().status(), 401);
    let wrong = json!({ "login": "mei", "password": "green tea in winter" });
    let refused: Json = web.post(at("/api/v1/session")).json(&wrong).send().await.unwrap().json().await.unwrap();
    assert_eq!((&refused["code"], &refused["status"]), (&json!("wrong_credentials"), &json!(401)));
    let searched = at("/api/v1/users?q=13800138000");
    assert_eq!(web.get(searched).send().await.unwrap().status(), 401);

    let log = server.stop();
    assert!(log.contains("stopping"), "{log}");
    for secret in ["green tea", "13800138000", csrf] {
        assert!(!log.contains(secret), "the log tells {secret}: {log}");
    }
}

#[test]
fn commands_report_to_programs_and_say_by_their_code_how_they_ended() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    let run = |args: &[&str]| harness::run(data, args);
    assert_eq!(run(&["brew"]).0, 2);
    assert_eq!(run(&["--workers", "0", "config"]).0, 3);
    assert_eq!(run(&["--config", "nowhere.toml", "config"]).1["error"]["code"], "config");
    let (code, report) = run(&["--listen", "127.0.0.1:9", "config"]);
    let listen = report["values"].as_array().unwrap().iter().find(|value| value["key"] == "listen").unwrap().clone();
    assert_eq!((code, &listen["value"], &listen["origin"]), (0, &json!("127.0.0.1:9"), &json!("flag --listen")));
    assert_eq!(run(&["backup", "b"]).0, 4, "there is nothing yet");
    let (code, report) = run(&["migrate", "run"]);
    assert!(code == 0 && !report["ran"].as_array().unwrap().is_empty());
    assert_eq!(run(&["migrate", "run"]).1, json!({ "ran": [] }));
    assert_eq!(run(&["migrate", "status"]).1["pending"], json!([]));
    let (code, report) = run(&["doctor"]);
    assert_eq!((code, &report["well"]), (0, &json!(true)));
    assert_eq!(run(&["user", "list"]).1, json!({ "users": [] }));
    assert_eq!(run(&["user", "passwd", "nobody"]).1["error"]["code"], "not_found");
    assert_eq!(run(&["backup", "b"]).0, 0);
    assert_eq!(run(&["restore", "b"]).0, 1);
    assert_eq!(run(&["restore", "b", "--force"]).0, 0);
    let told = program(data).args(["completions", "bash"]).output().unwrap();
    assert!(String::from_utf8(told.stdout).unwrap().contains("_regulars()"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_program_refuses_the_schema_of_a_newer_one() {
    let folder = tempfile::tempdir().unwrap();
    let run = |args: &[&str]| harness::run(folder.path(), args);
    assert_eq!(run(&["migrate", "run"]).0, 0);
    let db = Database::sqlite(&folder.path().join("data/regulars.db")).await.unwrap();
    let mut tx = db.begin().await.unwrap();
    let later = "insert into migrations (name, applied_at) values ($1, $2)";
    tx.execute(later, values!["29990101_0000_morrow", 0]).await.unwrap();
    tx.commit().await.unwrap();
    db.close().await;
    for args in [&["serve"][..], &["user", "list"], &["migrate", "run"], &["demo", "--no-serve"]] {
        let (code, told) = run(args);
        let detail = told["error"]["detail"].as_str().unwrap();
        assert_eq!((code, &told["error"]["code"]), (4, &json!("newer_schema")), "{args:?}");
        assert!(detail.contains("29990101_0000_morrow") && detail.contains("Start the newer program"), "{detail}");
    }
    let (code, told) = run(&["migrate", "status"]);
    assert_eq!((code, &told["unknown"]), (4, &json!(["29990101_0000_morrow"])));
    let (code, told) = run(&["doctor"]);
    assert_eq!((code, &told["well"]), (6, &json!(false)));
}

#[test]
fn a_password_comes_from_a_pipe_as_its_first_line() {
    let folder = tempfile::tempdir().unwrap();
    let add = |login: &str, line: &str| {
        let mut command = program(folder.path());
        let command = command.args(["user", "add", login, "--role", "owner"]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), line.as_bytes()).unwrap();
        let told = child.wait_with_output().unwrap();
        let report: Json = serde_json::from_slice(&told.stdout).unwrap();
        (told.status.code().unwrap(), report)
    };
    assert_eq!(add("mei", "green tea in spring\r\nand not this\n").0, 0);
    let (code, told) = add("lan", "short\n");
    assert_eq!(code, 1);
    let detail = told["error"]["detail"].as_str().unwrap();
    let least = platform::accounts::SHORTEST_PASSWORD;
    assert!(detail.contains(&format!("password must have at least {least} characters")), "{told}");
    // The console says so before it asks.
    let console = include_str!("../../../web/console/src/settings/password.ts");
    assert!(console.contains(&format!("shortest = {least};")), "{console}");
}
