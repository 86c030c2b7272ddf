//! The warehouse as files: the same answers as the shop's own, and nobody in them who was erased.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where it fails")]

mod harness;

use std::path::Path;

use harness::{Server, run};
use serde_json::{Value as Json, json};

const QUESTIONS: [&str; 5] = [
    "select count(*) as n, count(distinct province) as p, min(customer) as first from customers",
    "select kind, count(*) as n, sum(amount) as amount, max(at) as last from facts group by kind order by kind",
    "select f.kind, count(*) as n from items i join facts f using (fact) group by f.kind order by 1",
    "select kind, name, size from segments order by kind, name",
    "select name, count(*) as n from members m join customers c on c.customer = m.customer group by name order by name",
];

fn sql(folder: &Path, args: &[&str], question: &str) -> Json {
    let (code, answer) = run(folder, &[args, &["sql", question, "--format", "json"]].concat());
    assert_eq!(code, 0, "{question}: {answer}");
    answer["rows"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_answers_as_the_shop_does_and_nobody_is_in_it_who_was_erased() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    assert_eq!(run(at, &["--olap-url", "ftp://h/x", "config"]).0, 3);
    let (code, told) = run(at, &["demo", "--customers", "150", "--no-serve"]);
    assert_eq!(code, 0, "{told}");
    let server = Server::start(at);
    let web = harness::browser();
    let url = |path: &str| format!("{}{path}", server.url);
    let sign_in = json!({ "login": "demo", "password": "shilu-tea-2026" });
    let session: Json = web.post(url("/api/v1/session")).json(&sign_in).send().await.unwrap().json().await.unwrap();
    let csrf = session["csrf"].as_str().unwrap();
    let post = |path: &str, body: Json| web.post(url(path)).header("x-regulars-csrf", csrf).json(&body).send();
    // The shop is served all the while.
    let segment = json!({ "name": "买过", "text": "did paid" });
    let mut answer = post("/api/v1/segments", segment.clone()).await.unwrap();
    while answer.status() == 503 {
        // The warehouse is put together beside everything else, sooner or later.
        answer = post("/api/v1/segments", segment.clone()).await.unwrap();
    }
    assert_eq!(answer.status(), 201, "{}", answer.text().await.unwrap());
    let files = ["--olap-url", "file://"];
    let (code, told) = run(at, &[&files[..], &["sql", "select 1"]].concat());
    assert_eq!(code, 1);
    assert!(told["error"]["detail"].as_str().unwrap().contains("There is no export in data/exports"), "{told}");

    let (code, first) = run(at, &["warehouse", "export", "--buckets", "3"]);
    assert_eq!(code, 0, "{first}");
    assert!(first["rows"]["facts"].as_i64() > first["rows"]["customers"].as_i64(), "{first}");
    assert_eq!((&first["layout"], &first["buckets"]), (&json!(1), &json!(3)));
    for question in QUESTIONS {
        let rows = sql(at, &[], question);
        assert_eq!(rows, sql(at, &files, question), "{question}");
        assert!(!rows.as_array().unwrap().is_empty(), "{question}");
    }

    let someone = sql(at, &[], "select min(customer) as first from customers")[0][0].as_str().unwrap().to_owned();
    let answer = post(&format!("/api/v1/customers/{someone}/erase"), json!({ "confirm": someone })).await.unwrap();
    assert_eq!(answer.status(), 200, "{}", answer.text().await.unwrap());

    let (code, second) = run(at, &["warehouse", "export"]);
    assert_eq!(code, 0, "{second}");
    let hers = format!(
        "select (select count(*) from customers where customer = {someone}) + (select count(*) from facts where customer = {someone}) as n"
    );
    assert_eq!(sql(at, &files, &hers), json!([[0]]));
    std::fs::remove_dir_all(at.join(second["folder"].as_str().unwrap())).unwrap();
    assert_ne!(sql(at, &files, &hers), json!([[0]]), "the first export is from before");
    let (code, purged) = run(at, &["warehouse", "purge"]);
    assert_eq!(code, 0, "{purged}");
    assert!(purged["exports"][0]["customers"].as_i64() >= Some(1), "{purged}");
    assert_eq!(sql(at, &files, &hers), json!([[0]]));
    let (_, again) = run(at, &["warehouse", "purge"]);
    assert_eq!((&again["exports"][0]["customers"], &again["exports"][0]["files"]), (&json!(0), &json!(0)));
    server.stop();
}

/// Asks pivots of a server; those that are asked while the warehouse is put together are asked again.
async fn pivots(server: &Server, at: &Json) -> Vec<Json> {
    let web = harness::browser();
    let url = |path: &str| format!("{}{path}", server.url);
    let sign_in = json!({ "login": "demo", "password": "shilu-tea-2026" });
    let session: Json = web.post(url("/api/v1/session")).json(&sign_in).send().await.unwrap().json().await.unwrap();
    let mut answers = Vec::new();
    for mut question in [
        json!({ "subject": "customers", "rows": [{ "dimension": "province" }], "measures": ["customers", "average:deals"] }),
        json!({ "subject": "paid", "rows": [{ "dimension": "month" }], "columns": [{ "dimension": "weekday" }],
            "measures": ["customers", "facts", "sum:amount"], "slice": { "text": "did viewed at least 2 times" } }),
        json!({ "subject": "paid", "rows": [{ "dimension": "item.category", "top": 3 }],
            "measures": ["facts", "sum:item.amount", "distinct:item.product"] }),
    ] {
        question["at"] = at.clone();
        answers.push(loop {
            let csrf = session["csrf"].as_str().unwrap();
            let asked = web.post(url("/api/v1/pivot")).header("x-regulars-csrf", csrf).json(&question);
            let answer = asked.send().await.unwrap();
            if answer.status() != 503 {
                assert_eq!(answer.status(), 200, "{question}: {}", answer.text().await.unwrap());
                break answer.json().await.unwrap();
            }
        });
    }
    says_something(&answers);
    answers
}

/// Answers without cells would agree about nothing.
fn says_something(answers: &[Json]) {
    for answer in answers {
        assert!(answer["cells"].as_array().is_some_and(|cells| cells.len() > 1), "{answer}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pivot_from_an_export_is_the_pivot_from_memory() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let (code, told) = run(at, &["demo", "--customers", "150", "--no-serve"]);
    assert_eq!(code, 0, "{told}");
    let (code, export) = run(at, &["warehouse", "export", "--buckets", "2"]);
    assert_eq!(code, 0, "{export}");
    let server = Server::start(at);
    let memory = pivots(&server, &export["at"]).await;
    server.stop();
    std::fs::write(at.join("regulars.toml"), "olap_url = \"file://\"\n").unwrap();
    let server = Server::start(at);
    assert_eq!(pivots(&server, &export["at"]).await, memory);
    server.stop();
}
