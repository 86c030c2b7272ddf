//! The demo shop from the command line: made, served, gone on with, written as files.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where it fails")]

mod harness;

use std::collections::{BTreeMap, BTreeSet};
use std::process::Stdio;

use harness::{Server, browser, program, run};
use serde_json::{Value as Json, json};

#[test]
fn a_demo_is_made_once_and_somebodys_business_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let demo = |data: &str| run(&folder.path().join(data), &["demo", "--customers", "60", "--no-serve"]);
    for data in ["demo", "mine"] {
        std::fs::create_dir(folder.path().join(data)).unwrap();
    }
    let (code, first) = demo("demo");
    assert_eq!(code, 0, "{first}");
    assert_eq!((&first["demo"], &first["login"]), (&json!(true), &json!("demo")));
    assert!(first["made"]["orders"]["created"].as_i64().unwrap() > 30, "{first}");
    let (code, second) = demo("demo");
    assert_eq!((code, &second["made"]), (0, &Json::Null), "it is there already");
    let of_demo = |args: &[&str]| run(&folder.path().join("demo"), args);
    let users = of_demo(&["user", "list"]).1;
    let parts: Vec<&str> =
        users["users"].as_array().unwrap().iter().map(|user| user["role"].as_str().unwrap()).collect();
    assert_eq!(parts, ["owner", "operator", "agent", "analyst"]);
    let (code, told) = of_demo(&["export", "customers.csv"]);
    assert_eq!(code, 0, "{told}");
    let text = std::fs::read_to_string(folder.path().join("demo/customers.csv")).unwrap();
    assert!(text.lines().count() > 30, "{text}");
    assert_eq!(of_demo(&["export", "customers.pdf"]).0, 2);
    for wrong in ["nick,citty", "nick,field:teataste"] {
        let (code, told) = of_demo(&["export", "customers.csv", "--columns", wrong]);
        let detail = told["error"]["detail"].as_str().unwrap();
        let (_, wrong) = wrong.split_once(',').unwrap();
        assert_eq!(code, 1, "{told}");
        assert!(detail.contains(wrong) && detail.contains("province, city, channels"), "{detail}");
        assert!(detail.contains("field:tea_taste"), "{detail}");
    }

    let mut command = program(&folder.path().join("mine"));
    let command = command.args(["user", "add", "mei", "--role", "owner"]).stdin(Stdio::piped()).stdout(Stdio::null());
    let mut child = command.spawn().unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), b"green tea in spring\n").unwrap();
    assert!(child.wait().unwrap().success());
    assert_eq!(demo("mine").0, 1, "this is somebody's business");
}

/// How many of these rows have each value of a field.
fn by(rows: &Json, path: &str) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    for row in rows["items"].as_array().unwrap() {
        *found.entry(row.pointer(path).unwrap().as_str().unwrap_or("-").to_owned()).or_default() += 1;
    }
    found
}

/// The made-up shop rewards its regulars: levels that moved month by month, points, a mall, offers in every state, coupons,
/// red packets and draws.
#[tokio::test(flavor = "multi_thread")]
async fn the_demo_has_members_offers_coupons_packets_and_draws() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(run(folder.path(), &["demo", "--customers", "400", "--no-serve"]).0, 0);
    let server = Server::start(folder.path());
    let http = browser();
    let url = |path: &str| format!("{}/api/v1{path}", server.url);
    let who = json!({ "login": "demo", "password": "shilu-tea-2026" });
    assert!(http.post(url("/session")).json(&who).send().await.unwrap().status().is_success());
    let get = async |path: &str| -> Json {
        let answer = http.get(url(path)).send().await.unwrap();
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
        answer.json().await.unwrap()
    };

    let pyramid = get("/members/pyramid?months=8").await;
    let sizes: Vec<i64> =
        pyramid["levels"].as_array().unwrap().iter().map(|one| one["members"].as_i64().unwrap()).collect();
    assert!(sizes.len() == 4 && sizes[0] > 0 && sizes[1] > 0, "{pyramid}");
    let moved = pyramid["months"].as_array().unwrap().iter().filter(|one| one["joined"].as_i64().unwrap() > 0).count();
    assert!(moved >= 5, "members joined over half a year: {pyramid}");
    let ways = by(&get("/members?limit=200").await, "/source");
    assert!(ways.len() >= 3 && ways["automatic"] > ways["open"], "{ways:?}");

    let liability = get("/points/liability?months=8").await;
    let months = liability["months"].as_array().unwrap();
    let earned = months.iter().filter(|one| one["earned"].as_i64().unwrap() > 0).count();
    assert!(earned >= 5 && liability["available"].as_i64().unwrap() > 0, "{liability}");
    assert!(months.iter().any(|one| one["spent"].as_i64().unwrap() > 0), "{liability}");
    let mall = get("/points/mall").await;
    assert_eq!(by(&mall, "/kind"), BTreeMap::from([("coupon".into(), 1), ("draw".into(), 1), ("goods".into(), 3)]));

    let offers = get("/promotions?held=false&limit=200").await;
    let states = by(&offers, "/state");
    assert_eq!(
        states,
        BTreeMap::from([
            ("draft".into(), 1),
            ("ended".into(), 1),
            ("paused".into(), 1),
            ("running".into(), 7),
            ("scheduled".into(), 2)
        ])
    );
    let forms: BTreeSet<String> = by(&offers, "/form").into_keys().collect();
    for form in ["amount_off", "nth_discount", "free_shipping", "flash", "newcomer_price", "gift"] {
        assert!(forms.contains(form), "{form} among {forms:?}");
    }
    let used = offers["items"].as_array().unwrap().iter().filter(|one| one["use"]["paid_orders"].as_i64() > Some(0));
    assert!(used.count() >= 2, "orders at the till used them: {offers}");

    let programmes = get("/coupons/programmes").await;
    let funnels: Vec<&Json> = programmes["items"].as_array().unwrap().iter().map(|one| &one["funnel"]).collect();
    let sum = |key: &str| funnels.iter().map(|one| one[key].as_i64().unwrap()).sum::<i64>();
    assert!(funnels.len() == 6 && sum("issued") >= 500 && sum("claimed") > 0 && sum("used") > 0, "{programmes}");

    let packets = get("/wallet/liability?months=3").await;
    assert!(packets["available"].as_i64().unwrap() > 0, "{packets}");
    assert!(by(&get("/wallet/batches").await, "/state")["done"] == 2);

    let draws = get("/draws").await;
    assert_eq!(by(&draws, "/state"), BTreeMap::from([("ended".into(), 1), ("running".into(), 1)]));
    for draw in draws["items"].as_array().unwrap() {
        assert!(draw["tickets"].as_i64().unwrap() > 0 && draw["problems"] == json!(0), "{draw}");
    }

    // What staff put on customers, and what these say of themselves.
    let groups = get("/groups").await;
    assert_eq!(groups["items"].as_array().unwrap().iter().filter(|group| group["size"].as_i64() > Some(0)).count(), 4);
    assert!(get("/tags").await["items"].as_array().unwrap().len() >= 8);
    assert_eq!(by(&get("/fields").await, "/type").len(), 5);
    for list in ["group", "tag", "consent", "blacklisted"] {
        let value = match list {
            "group" => groups["items"][0]["id"].as_str().unwrap(),
            "tag" => "送礼为主",
            "consent" => "granted",
            _ => "true",
        };
        let found = get(&format!("/customers?{list}={value}&limit=1")).await;
        assert_eq!(found["items"].as_array().unwrap().len(), 1, "{list}: {found}");
    }

    // Nobody who looks through the ready-made crowds finds an empty one.
    let csrf = get("/session").await["csrf"].as_str().unwrap().to_owned();
    let mut empty = Vec::new();
    for recipe in get("/recipes").await["items"].as_array().unwrap() {
        let ask = || http.post(url("/segments/count")).header("x-regulars-csrf", &csrf);
        let mut answer = ask().json(&json!({ "text": recipe["text"] })).send().await.unwrap();
        while answer.status() == 503 {
            // The warehouse is put together beside everything else, sooner or later.
            answer = ask().json(&json!({ "text": recipe["text"] })).send().await.unwrap();
        }
        let counted: Json = answer.json().await.unwrap();
        if counted["customers"].as_u64() == Some(0) || counted["customers"].is_null() {
            empty.push(format!("{}: {counted}", recipe["key"]));
        }
    }
    assert!(empty.is_empty(), "{empty:#?}");
}

#[test]
fn questions_about_crowds_are_answered_on_the_terminal() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(run(folder.path(), &["demo", "--customers", "60", "--no-serve"]).0, 0);
    let ask = |args: &[&str]| run(folder.path(), &[&["segment"], args].concat());
    let count = |rule: &str| {
        let (code, told) = ask(&["count", rule]);
        assert_eq!(code, 0, "{rule}: {told}");
        assert!(told["at"].is_string(), "a count says as of when: {told}");
        (told["customers"].as_u64().unwrap(), told["base"].as_u64().unwrap())
    };
    let (all, base) = count("everyone");
    let (paid, unpaid) = (count("did paid").0, count("not did paid").0);
    assert!(all == base && all >= 60 && paid > 0 && paid + unpaid == all, "{paid} and {unpaid} of {all}");
    let (code, told) = ask(&["count", "did paid", "--at", "2000-01-01T00:00:00Z"]);
    assert_eq!((code, &told["customers"]), (0, &json!(0)), "{told}");
    let (code, told) = ask(&["members", "did paid", "--limit", "3"]);
    assert_eq!((code, told["items"].as_array().unwrap().len()), (0, 3), "{told}");
    assert_eq!(told["customers"], json!(paid));
    // More than a page of them, in an order of one's own, each once.
    let (code, told) = ask(&["members", "everyone", "--limit", "1000", "--order", "-deal_amount"]);
    let ids: std::collections::BTreeSet<&str> =
        told["items"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
    assert_eq!((code, ids.len() as u64), (0, all), "{told}");
    let (code, told) = ask(&["explain", "did paid and gender = \"female\""]);
    assert_eq!(code, 0, "{told}");
    let parts: Vec<(&str, u64)> = told["count"]["parts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|part| (part["path"].as_str().unwrap(), part["customers"].as_u64().unwrap()))
        .collect();
    assert_eq!(parts.iter().map(|part| part.0).collect::<Vec<_>>(), ["", "0", "1"], "{told}");
    assert_eq!(parts[1].1, paid);
    assert_eq!(told["count"]["parts"][1]["sentence"]["en"], json!("paid at least once"), "{told}");
    assert!(told["read"]["sentence"]["zh"].as_str().unwrap().contains("付款"), "{told}");
    assert_eq!(ask(&["list"]).0, 0);
    for wrong in [vec!["count", "did vieed"], vec!["explain", "did vieed"], vec!["count", "did paid", "--at", "soon"]] {
        assert_ne!(ask(&wrong).0, 0, "{wrong:?}");
    }
    // Programs are told why and where, in bytes of the text, whichever the question.
    for command in ["count", "members", "explain"] {
        for (rule, place, kind) in [
            ("province = \"浙江\" and did vieed", Some((28, 33)), "unknown_kind"),
            ("did paid at lest 2 times", Some((9, 11)), "unexpected"),
            ("did paid or in segment \"没有\"", Some((23, 31)), "unknown_choice"),
        ] {
            let (code, told) = ask(&[command, rule]);
            let error = &told["error"];
            assert_eq!((code, &error["code"]), (1, &json!("rule_not_computable")), "{told}");
            let range = place.map(|(from, to)| json!({ "from": from, "to": to }));
            assert_eq!(Some(&error["range"]), range.as_ref(), "{command} {rule}: {told}");
            assert_eq!(error["problems"][0]["code"], json!(kind), "{told}");
            assert!(error["detail"].as_str().is_some_and(|detail| !detail.is_empty()), "{told}");
        }
    }
    let (code, told) = ask(&["members", "did paid", "--order", "height"]);
    assert_eq!((code, &told["error"]["code"]), (1, &json!("invalid")), "{told}");
}

#[test]
fn the_demo_is_written_as_files() {
    let folder = tempfile::tempdir().unwrap();
    let args = ["demo", "--customers", "80", "--write-taobao", "files", "--write-segment", "batches.jsonl"];
    let (code, told) = run(folder.path(), &args);
    assert_eq!(code, 0, "{told}");
    assert!(!folder.path().join("data").exists(), "no shop was made");
    let files = told["taobao"].as_array().unwrap();
    let names: Vec<&str> = files.iter().map(|file| file["file"].as_str().unwrap()).collect();
    let expected = [
        "files/tmall-orders.csv",
        "files/tmall-items.csv",
        "files/tmall-refunds.csv",
        "files/tmall-orders.xlsx",
        "files/taobao-orders.csv",
        "files/taobao-items.csv",
        "files/taobao-refunds.csv",
    ];
    assert_eq!(names, expected);
    for (file, name) in files.iter().zip(names).filter(|(_, name)| name.ends_with(".csv")) {
        let rows = std::fs::read(folder.path().join(name)).unwrap().iter().filter(|byte| **byte == b'\n').count();
        assert!(rows as i64 >= file["rows"].as_i64().unwrap(), "{file}");
    }
    let text = std::fs::read_to_string(folder.path().join("batches.jsonl")).unwrap();
    let bodies: Vec<Json> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let messages: usize = bodies.iter().map(|body| body["batch"].as_array().unwrap().len()).sum();
    assert_eq!(json!(messages), told["segment"]["messages"]);
}

#[test]
fn reports_of_every_generation_come_in_with_one_command() {
    let folder = tempfile::tempdir().unwrap();
    let write = ["demo", "--customers", "150", "--write-taobao"];
    let all = run(folder.path(), &[&write[..], &["old", "--generation", "all"]].concat()).1;
    let usual = run(folder.path(), &[&write[..], &["new"]].concat()).1;
    let paths = |told: &Json, of: &str| -> Vec<(String, i64)> {
        let files = told["taobao"].as_array().unwrap().iter();
        files
            .map(|file| (file["file"].as_str().unwrap().to_owned(), file["rows"].as_i64().unwrap()))
            .filter(|(file, _)| file.contains(of))
            .collect()
    };
    assert_eq!((paths(&all, "").len(), paths(&usual, "tmall").len()), (15, 4));
    let files = [paths(&all, ""), paths(&usual, "tmall")].concat();
    // A dry run opens no shop.
    let first = files[0].0.as_str();
    let (code, tried) =
        run(folder.path(), &["import", first, "--dry-run", "--shop", "拾露旗舰店", "--channel", "tmall"]);
    assert!(code == 0 || code == 5, "{code} {tried}");
    assert_eq!(tried["dry_run"], json!(true));
    let (code, told) = run(folder.path(), &["import", first, "--shop", "拾露旗舰店"]);
    assert!(code == 1 && told["error"]["detail"].as_str().unwrap().contains("there is no shop"), "{code} {told}");
    let mut args = vec!["import", "--shop", "拾露旗舰店", "--channel", "tmall"];
    args.extend(files.iter().map(|(file, _)| file.as_str()));
    let (code, told) = run(folder.path(), &args);
    assert!(code == 0 || code == 5, "{code} {told}");
    assert_eq!(told["failed"], json!(0), "{told}");
    let imports = told["imports"].as_array().unwrap();
    assert_eq!(imports.len(), files.len());
    let rows: i64 = paths(&all, "tmall-a-orders").iter().map(|(_, rows)| rows).sum();
    for (import, (file, rows)) in imports.iter().zip(&files) {
        let kind = if file.contains("orders") {
            "orders"
        } else if file.contains("items") {
            "lines"
        } else {
            "refunds"
        };
        let count = |what: &str| import["counts"][kind][what].as_i64().unwrap();
        let taken = count("created") + count("changed") + count("unchanged");
        let refused = import["refused"].as_i64().unwrap();
        assert_eq!((import["file"].as_str().unwrap(), &import["state"]), (file.as_str(), &json!("done")));
        assert!(taken > 0 && taken + refused >= *rows, "{file}: {rows} rows, {import}");
    }
    assert_eq!(tried["counts"], imports[0]["counts"], "a dry run counts as the import does");
    // Every generation tells of the same orders: none is there twice.
    let kept = told["counts"]["orders"]["created"].as_i64().unwrap();
    assert!(kept > 0 && kept <= rows, "{kept} of {rows}: {told}");
    assert_eq!(run(folder.path(), &["import", "old", "--refused", "a.csv", "new"]).0, 2);
    assert_eq!(run(folder.path(), &["import"]).0, 2);
}
