//! Red packets from the gift to the last fen, on both databases.

use platform::db::Connection as _;
use platform::http::{Actor, Role, ShopScope};
use platform::jobs::Job;
use platform::testing::{NOON, Site, on_both, prepare_all};
use platform::{Error, Id, values};
use serde_json::{Value as Json, json};
use tokio_util::sync::CancellationToken;

use super::*;
use crate::customers;
use crate::ledger::MoveKind;
use crate::ledger::tests::audit;
use crate::members::Budgets;
use crate::members::tests::scene::{Scene, boss, three};

fn site(app: &App) -> Site {
    Site::new(app, crate::policy(), crate::router().split_for_parts().0)
}

async fn scene(app: &App, people: &[&str]) -> Result<Scene, Error> {
    let mut programme = three();
    programme.budget = Budgets { credit_a_month: Some(1_000), ..Budgets::default() };
    let scene = Scene::new(app, programme).await?;
    for who in people {
        scene.order(&format!("N{who}"), who, 1, 0, NOON).await?;
    }
    Ok(scene)
}

async fn packet(scene: &Scene, who: &str, amount: i64, days: i64, key: &str) -> Result<bool, Error> {
    let reached = scene.reach(who).await?;
    let mut tx = scene.app.db.begin().await?;
    let packet = Packet { amount, name: &"双11红包".into(), valid_days: Some(days), key: key.to_owned() };
    let new = give(&mut tx, &scene.app, &Actor::System, &reached, &packet).await?;
    tx.commit().await?;
    Ok(new)
}

fn cart(order: &str, customer: i64, price: i64, credit: i64) -> Json {
    json!({ "order": order, "customer": { "id": Id(customer) }, "credit": credit,
            "cart": { "currency": "CNY", "lines": [{ "key": "1", "product": "tea", "quantity": 1, "unit_price": price }] } })
}

#[tokio::test(flavor = "multi_thread")]
async fn packets_are_given_spent_given_back_and_expire() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        prepare_all(&app, records::STATEMENTS).await?;
        let scene = scene(&app, &["a"]).await?;
        let id = scene.reach("a").await?.customer_id;
        let (owner, agent) = (site(&app).role(Role::Owner).await?, site(&app).role(Role::Agent).await?);
        // Staff would have to sign in anew when the clock moves on; a key stays.
        let till = site(&app).key(crate::permissions::ALL, None).await?;
        let own = format!("/api/v1/customers/{id}/wallet");
        let adjust = format!("{own}/adjust");
        let hand =
            |amount: i64, key: &str| json!({ "amount": amount, "reason": "晚到了", "key": key, "expires_days": 30 });
        for (client, body, expected) in [
            (&agent, hand(600, "k1"), "200"),
            (&agent, hand(600, "k1"), "200"),
            (&agent, hand(700, "k1"), "409 key_taken"),
            (&agent, hand(600, "k2"), "409 budget_spent"),
            (&agent, hand(0, "k3"), "422 invalid"),
            (&agent, json!({ "amount": 5, "reason": " " }), "422 invalid"),
            (&owner, hand(-700, "k4"), "409 credit_short"),
            (&owner, hand(-100, "k5"), "200"),
        ] {
            assert_eq!(client.post(&adjust, &body).await?.outcome(), expected, "{body}");
        }
        assert!(packet(&scene, "a", 300, 2, "p1").await?);
        assert!(!packet(&scene, "a", 300, 2, "p1").await?);
        let wallet = || async { Ok::<Json, Error>(till.get(&own).await?.json()) };
        let left = |wallet: &Json| {
            wallet["packets"].as_array().unwrap().iter().map(|one| one["left"].as_i64().unwrap()).collect::<Vec<_>>()
        };
        let has = wallet().await?;
        assert_eq!((has["available"].as_i64(), left(&has)), (Some(800), vec![300, 500]));

        // At the till it pays what is left after everything else, from the packet that expires first.
        let price = json!({ "customer": { "id": Id(id) }, "credit": 10_000, "cart": cart("-", id, 600, 0)["cart"] });
        let priced = agent.post("/api/v1/price", &price).await?.json();
        assert_eq!(priced["credit"], json!({ "available": 800, "used": 600, "to_pay": 0 }));
        let reserve = |order: &str, price: i64, credit: i64| {
            let (client, body) = (till.clone(), cart(order, id, price, credit));
            async move { client.post("/api/v1/redemptions", &body).await }
        };
        let settle = |order: &str, what: &str, body: Json| {
            let (client, path) = (till.clone(), format!("/api/v1/redemptions/{order}/{what}"));
            async move { client.post(&path, &body).await }
        };
        for _ in 0..2 {
            let held = reserve("T1", 600, 400).await?.json();
            assert_eq!(held["credit"], json!({ "available": 800, "used": 400, "to_pay": 200 }), "{held}");
            assert_eq!(left(&wallet().await?), [400]);
        }
        // Another cart for the same order takes the first one's place, with what the first one held.
        assert_eq!(reserve("T1", 600, 700).await?.json()["credit"]["used"], 600);
        assert_eq!(wallet().await?["available"], 200);
        // What another order wants beside it is what is left.
        assert_eq!(reserve("T2", 900, 900).await?.json()["credit"]["used"], 200);
        assert_eq!(settle("T2", "release", json!({})).await?.outcome(), "200");
        assert_eq!(settle("T2", "release", json!({})).await?.outcome(), "200");
        assert_eq!(wallet().await?["available"], 200);
        assert_eq!(settle("T1", "redeem", json!({})).await?.outcome(), "200");
        assert_eq!(settle("T1", "redeem", json!({})).await?.outcome(), "200");
        let mut shown = cart("T3", id, 900, 900);
        shown["to_pay"] = json!(600);
        assert_eq!(agent.post("/api/v1/redemptions", &shown).await?.outcome(), "409 price_changed");
        audit(&app, BOOK).await?;

        // What is near its end is told once, and goes when it is over; a refund gives some days more.
        let scene = &scene;
        let told = |kind: MoveKind| async move {
            let reached = scene.reach("a").await?;
            let all = told(&mut scene.app.db.read().await?, &reached.profile_ids).await?;
            Ok::<Vec<i64>, Error>(all.into_iter().filter(|one| one.kind == kind).map(|one| one.amount).collect())
        };
        app.clock.set(NOON + 24 * DAY);
        for _ in 0..2 {
            while keep_up(&app).await? {}
            assert_eq!(told(MoveKind::Expiring).await?, [200]);
        }
        app.clock.set(NOON + 31 * DAY);
        for _ in 0..2 {
            while keep_up(&app).await? {}
            assert_eq!((told(MoveKind::Expire).await?, wallet().await?["available"].as_i64()), (vec![-200], Some(0)));
        }
        assert_eq!(settle("T1", "release", json!({ "refunded": true })).await?.outcome(), "200");
        assert_eq!(wallet().await?["available"], 600);
        app.clock.set(NOON + 39 * DAY);
        while keep_up(&app).await? {}
        assert_eq!(wallet().await?["available"], 0);
        audit(&app, BOOK).await?;
        let owed = till.get("/api/v1/wallet/liability?months=3").await?.json();
        assert_eq!((owed["available"].as_i64(), owed["holders"].as_i64()), (Some(0), Some(0)));
        let timeline = till.get(&format!("/api/v1/customers/{id}/timeline?kinds=credit")).await?.json();
        assert_eq!(timeline["items"].as_array().unwrap().last().unwrap()["title"], "Red packet by hand: 6.00 CNY");
        packet(scene, "a", 70, 30, "p9").await?;
        crate::care::erase(&app, crate::CARE, &boss(), id, &id.to_string(), NOON).await?;
        assert_eq!(till.get("/api/v1/wallet/liability").await?.json()["available"], 0);
        audit(&app, BOOK).await
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_whose_job_is_given_up_goes_on_with_it_and_one_whose_job_is_discarded_ends() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let scene = scene(&app, &["a"]).await?;
        let owner = site(&app).role(Role::Owner).await?;
        let to = [Id(scene.reach("a").await?.customer_id)];
        let body = json!({ "to": { "customers": to }, "amount": 500, "name": "周年红包", "valid_days": 10 });
        for goes_on in [true, false] {
            let begun = owner.post("/api/v1/wallet/batches", &body).await?.json();
            let path = format!("/api/v1/wallet/batches/{}", begun["id"].as_str().unwrap());
            let payload = json!({ "batch": begun["id"] });
            let mut tx = app.db.begin().await?;
            if goes_on {
                given_up(&mut tx, &app, &payload).await?;
            } else {
                crate::job_discarded(&mut tx, &app, JOB, &payload).await?;
            }
            tx.commit().await?;
            let over = owner.get(&path).await?.json();
            assert_eq!((over["state"].as_str(), over["given"].as_i64()), (Some("failed"), Some(0)), "{over}");
            if goes_on {
                let (kind, stopping) = (JOB.to_owned(), CancellationToken::new());
                batch::run(app.clone(), Job { id: 1, kind, payload, attempt: 1, claim: String::new(), stopping })
                    .await?;
                let done = owner.get(&path).await?.json();
                assert_eq!((done["state"].as_str(), done["given"].as_i64()), (Some("done"), Some(1)), "{done}");
                assert!(done["problem"].is_null(), "{done}");
            }
        }
        audit(&app, BOOK).await
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn racing_orders_spend_exactly_what_is_there() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let scene = scene(&app, &["a"]).await?;
        for lot in 0..4 {
            packet(&scene, "a", 55, 9, &format!("g{lot}")).await?;
        }
        let id = scene.reach("a").await?.customer_id;
        let till = site(&app).role(Role::Agent).await?;
        let tasks: Vec<_> = (0..30)
            .map(|at| {
                let (till, body) = (till.clone(), cart(&format!("R{at}"), id, 100, 10));
                tokio::spawn(async move { till.post("/api/v1/redemptions", &body).await })
            })
            .collect();
        let mut used = 0;
        for task in tasks {
            let answer = task.await.unwrap()?;
            assert_eq!(answer.outcome(), "200", "{}", answer.text());
            used += answer.json()["credit"]["used"].as_i64().unwrap();
        }
        assert_eq!(used, 220);
        audit(&app, BOOK).await
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_that_dies_goes_on_and_gives_nothing_twice() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let scene = scene(&app, &["a", "b", "c"]).await?;
        let owner = site(&app).role(Role::Owner).await?;
        let mut ids = Vec::new();
        for who in ["a", "b", "c"] {
            ids.push(scene.reach(who).await?.customer_id);
        }
        let mut tx = app.db.begin().await?;
        let blocked = customers::reach(&mut tx, &ShopScope::All, ids[2]).await?;
        customers::set_blacklisted(&mut tx, &app, &blocked, true).await?;
        tx.commit().await?;
        let to: Vec<Id> = ids.iter().map(|id| Id(*id)).collect();
        let body = json!({ "to": { "customers": to }, "amount": 500, "name": "周年红包", "valid_days": 10 });
        let begun = owner.post("/api/v1/wallet/batches", &body).await?;
        assert_eq!((begun.outcome().as_str(), begun.json()["total"].as_i64()), ("202", Some(3)));
        let job = || Job {
            id: 1,
            kind: batch::JOB.to_owned(),
            payload: json!({ "batch": begun.json()["id"] }),
            attempt: 1,
            claim: String::new(),
            stopping: CancellationToken::new(),
        };
        let path = format!("/api/v1/wallet/batches/{}", begun.json()["id"].as_str().unwrap());
        batch::run(app.clone(), job()).await?;
        // As if it had died before its last word: what was given has a key.
        let mut tx = app.db.begin().await?;
        tx.execute(
            "update credit_batches set state = 'running', done = 0, given = 0, skipped = 0, after_id = 0",
            values![],
        )
        .await?;
        tx.commit().await?;
        batch::run(app.clone(), job()).await?;
        let done = owner.get(&path).await?.json();
        assert_eq!(
            (done["state"].as_str(), done["done"].as_i64(), done["given"].as_i64()),
            (Some("done"), Some(3), Some(0))
        );
        let wallet = owner.get(&format!("/api/v1/customers/{}/wallet", ids[0])).await?.json();
        assert_eq!(
            (wallet["available"].as_i64(), wallet["packets"][0]["name"]["zh"].as_str()),
            (Some(500), Some("周年红包"))
        );
        audit(&app, BOOK).await
    })
    .await
    .unwrap();
}
