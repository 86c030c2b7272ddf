//! Groups from the opening to the last refund, on both databases.

mod choice;
mod laws;
pub(crate) mod scene;

use platform::db::Connection as _;
use platform::http::Role;
use platform::testing::{NOON, on_both, prepare_all};
use platform::{Error, Id, values};
use serde_json::{Value as Json, json};

use self::scene::{HOUR, Till};
use super::*;
use crate::customers;
use crate::members::tests::scene::boss;

#[tokio::test(flavor = "multi_thread")]
async fn a_group_is_opened_by_an_order_joined_by_others_and_filled_when_enough_paid() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        prepare_all(&app, &records::statements()).await?;
        let till = Till::new(&app, &["a", "b", "c", "d", "barred"]).await?;
        till.offer("pt", 3, 24).await?;
        let barred = till.scene.reach("barred").await?;
        let mut tx = app.db.begin().await?;
        customers::set_blacklisted(&mut tx, &app, &barred, true).await?;
        tx.commit().await?;

        // What a cart says of groups counts for nothing at the till; who tries it is believed.
        let said = json!({ "cart": till.cart(json!({ "pt": 2 })), "customer": till.who("a").await? });
        assert_eq!(till.owner.post("/api/v1/price", &said).await?.json()["priced"]["total"], 10_000);
        let tried = till.owner.post("/api/v1/price/simulate", &said).await?.json();
        assert_eq!((&tried["priced"]["total"], &tried["group"]), (&json!(6_000), &json!(null)));

        // Priced before it is opened, and why it is not.
        let open = json!({ "open": "pt" });
        let priced = till.price("a", &open).await?;
        assert_eq!((&priced["priced"]["total"], &priced["group"]["missing"]), (&json!(6_000), &json!(2)), "{priced}");
        assert_eq!(priced["priced"]["next"][0]["words"]["zh"], "还差 2 人成团");
        for (who, wish, code) in [
            ("barred", &open, "group_blacklisted"),
            ("a", &json!({ "open": "other" }), "group_not_offered"),
            ("a", &json!({ "join": "NOBODY99" }), "group_unknown"),
        ] {
            let priced = till.price(who, wish).await?;
            assert_eq!(priced["group"]["refused"]["code"], code, "{priced}");
            assert_eq!(priced["priced"]["total"], 10_000);
            assert_eq!(till.reserve("x", who, wish).await?.outcome(), format!("409 {code}"));
        }
        let stranger = json!({ "cart": till.cart(json!({})), "group": open });
        let stranger = till.owner.post("/api/v1/price", &stranger).await?.json();
        assert_eq!(stranger["group"]["refused"]["code"], "group_no_customer");

        // The order opens it, the same again is the same group, and others may look.
        let code = till.code_of(&till.reserve("o-a", "a", &open).await?)?;
        assert_eq!(till.code_of(&till.reserve("o-a", "a", &open).await?)?, code);
        let look = till.look(&code).await?;
        assert_eq!((&look["status"], &look["held"], &look["paid"]), (&json!("open"), &json!(1), &json!(0)));
        assert_eq!((&look["leader"], &look["places"][0]["leads"]), (&json!("a"), &json!(true)));
        assert_eq!(till.list("").await?.len(), 0, "nobody has paid");
        assert_eq!(till.list("?unpaid=true").await?.len(), 1);
        let paid = till.pay("o-a").await?;
        assert_eq!((&paid.json()["group"]["place"], &paid.json()["group"]["paid"]), (&json!("paid"), &json!(1)));

        // Each once, never beyond its size; a place that is not paid comes back.
        let join = json!({ "join": code.to_lowercase() });
        assert_eq!(till.price("b", &join).await?["group"]["missing"], json!(1));
        for (order, who, expected) in [
            ("o-a2", "a", "409 group_already"),
            ("o-b", "b", "200"),
            ("o-b2", "b", "409 group_already"),
            ("o-c", "c", "200"),
            ("o-d", "d", "409 group_full"),
        ] {
            let outcome = till.reserve(order, who, &join).await?;
            assert_eq!(outcome.outcome(), expected, "{order} {}", outcome.text());
        }
        till.release("o-c", false).await?;
        assert_eq!(till.reserve("o-d", "d", &join).await?.outcome(), "200");
        assert_eq!(till.pay("o-b").await?.outcome(), "200");
        // Somebody who had paid is given the money back before it is filled: the place is free again.
        till.release("o-b", true).await?;
        assert_eq!(till.look(&code).await?["missing"], json!(2));
        assert_eq!(till.reserve("o-b3", "b", &join).await?.outcome(), "200");
        till.pay("o-b3").await?;
        let last = till.pay("o-d").await?.json();
        assert_eq!((&last["group"]["status"], &last["group"]["paid"]), (&json!("filled"), &json!(3)), "{last}");
        assert_eq!(till.reserve("o-c2", "c", &join).await?.outcome(), "409 group_over");

        // What is paid twice is counted once, and what is refunded afterwards leaves it filled.
        assert_eq!(till.pay("o-d").await?.outcome(), "200");
        till.release("o-d", true).await?;
        let look = till.look(&code).await?;
        assert_eq!((&look["status"], &look["paid"], &look["amount"]), (&json!("filled"), &json!(3), &json!(18_000)));
        let summary = till.owner.get("/api/v1/group-buys/summary").await?.json();
        assert_eq!(
            (&summary["filled"], &summary["fill_per_mille"], &summary["amount"], &summary["to_refund"]),
            (&json!(1), &json!(1_000), &json!(12_000), &json!(0))
        );
        assert_eq!(summary["promotions"][0]["promotion"], "pt");
        assert_eq!(till.told("filled").await?, [json!({ "orders": ["o-a", "o-d", "o-b3"], "cause": null })]);
        assert_eq!(till.facts("a").await?, ["group_opened 拼团", "group_filled 拼团"]);
        assert_eq!(till.facts("c").await?, Vec::<String>::new(), "who did not pay was not in it");
        let b = till.scene.reach("b").await?.customer_id;
        let timeline = till.owner.get(&format!("/api/v1/customers/{b}/timeline?kinds=group_buy")).await?.json();
        let titles: Vec<_> = timeline["items"].as_array().unwrap().iter().map(|item| item["title"].clone()).collect();
        assert_eq!(
            titles,
            ["Joined a group buy: group, filled", "Joined a group buy: group, left before it was filled"]
        );
        let of_b = till.owner.get(&format!("/api/v1/customers/{b}/group-buys")).await?.json();
        assert_eq!(of_b["items"].as_array().unwrap().len(), 1);
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_group_whose_time_passes_fails_once_and_names_every_paid_order() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let till = Till::new(&app, &["a", "b", "c"]).await?;
        till.offer("pt", 4, 2).await?;
        let code = till.code_of(&till.reserve("o-a", "a", &json!({ "open": "pt" })).await?)?;
        till.pay("o-a").await?;
        let join = json!({ "join": code });
        till.reserve("o-b", "b", &join).await?;
        till.pay("o-b").await?;
        // An order is held no longer than its group may be filled.
        app.clock.set(NOON + 2 * HOUR - 60_000);
        let held = till.reserve("o-c", "c", &join).await?.json();
        assert_eq!(held["expires_at"], held["group"]["ends_at"]);
        // It is told once that it ends soon, by however many processes: a quarter of its time before.
        let sweeps: Vec<_> = (0..4)
            .map(|_| {
                let app = app.clone();
                tokio::spawn(async move { sweep(&app).await })
            })
            .collect();
        for one in sweeps {
            one.await.unwrap()?;
        }
        assert_eq!(sweep(&app).await?, 0);
        let sql = "select payload from outbox where kind = 'group_buys.ending'";
        let told = app.db.read().await?.all(sql, platform::values![]).await?;
        let told: Vec<Json> =
            told.iter().map(|row| serde_json::from_str(&row.at::<String>(0).unwrap()).unwrap()).collect();
        let said: Vec<_> =
            told.iter().map(|one| (&one["missing"], one["profiles"].as_array().unwrap().len())).collect();
        assert_eq!(said, [(&json!(2), 2)], "who only holds a place is not in it yet");
        app.clock.set(NOON + 2 * HOUR);
        // As many processes as there may be.
        let sweeps: Vec<_> = (0..4)
            .map(|_| {
                tokio::spawn({
                    let app = app.clone();
                    async move { sweep(&app).await }
                })
            })
            .collect();
        for one in sweeps {
            one.await.unwrap()?;
        }
        assert_eq!(sweep(&app).await?, 0);
        assert_eq!(till.told("failed").await?, [json!({ "orders": ["o-a", "o-b"], "cause": "expired" })]);
        let late = till.pay("o-c").await?;
        assert_eq!(late.outcome(), "409 group_over", "the money for it has to be given back");
        till.release("o-c", false).await?;

        let refunds = || async {
            let all = till.owner.get("/api/v1/group-buys/refunds").await?.json();
            let orders = all["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(|one| format!("{} {}", one["order"].as_str().unwrap(), one["amount"]));
            Ok::<Vec<String>, Error>(orders.collect())
        };
        assert_eq!(refunds().await?, ["o-a 6000", "o-b 6000"]);
        let first = till.owner.get("/api/v1/group-buys/refunds?limit=1").await?.json();
        let next = format!("/api/v1/group-buys/refunds?limit=1&cursor={}", first["next_cursor"].as_str().unwrap());
        assert_eq!(till.owner.get(&next).await?.json()["items"][0]["order"], "o-b");
        for _ in 0..2 {
            till.release("o-a", true).await?;
        }
        assert_eq!(refunds().await?, ["o-b 6000"]);
        let look = till.look(&code).await?;
        assert_eq!(
            (&look["status"], &look["cause"], &look["to_refund"]),
            (&json!("failed"), &json!("expired"), &json!(1))
        );
        assert_eq!(till.facts("b").await?, ["group_joined 拼团", "group_failed 拼团"]);
        assert_eq!(till.list("?status=failed").await?.len(), 1);
        let summary = till.owner.get("/api/v1/group-buys/summary").await?.json();
        assert_eq!(
            (&summary["failed"], &summary["to_refund"], &summary["refund_amount"]),
            (&json!(1), &json!(1), &json!(6_000))
        );
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_is_held_for_an_order_to_come_and_comes_back_without_one() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let till = Till::new(&app, &["a", "b", "c"]).await?;
        till.offer("pt", 2, 24).await?;
        let opened = till.open("a", "pt", "k1").await?;
        assert_eq!(opened.outcome(), "201", "{}", opened.text());
        let code = opened.json()["code"].as_str().unwrap().to_owned();
        for (who, promotion, key, expected) in [
            ("a", "pt", "k1", "201"),
            ("b", "pt", "k1", "409 key_taken"),
            ("a", "no", "k2", "409 group_not_offered"),
        ] {
            let answer = till.open(who, promotion, key).await?;
            assert_eq!(answer.outcome(), expected, "{}", answer.text());
            if expected == "201" {
                assert_eq!(answer.json()["code"], code.as_str());
            }
        }
        for (who, code, expected) in
            [("b", code.as_str(), "200"), ("b", &code, "200"), ("c", &code, "409 group_full"), ("c", "NO", "409 group_unknown")]
        {
            assert_eq!(till.join(who, code).await?.outcome(), expected, "{who} {code}");
        }
        // Nothing has to be said at the till: the place is hers, and the order takes it over.
        let cart = json!({ "cart": till.cart(json!({})), "customer": till.who("b").await? });
        assert_eq!(till.owner.post("/api/v1/price", &cart).await?.json()["group"]["code"], code.as_str());
        assert_eq!(till.code_of(&till.reserve("o-b", "b", &json!(null)).await?)?, code);
        assert_eq!(till.code_of(&till.reserve("o-a", "a", &json!({ "open": "pt" })).await?)?, code, "she opened it already");
        till.release("o-a", false).await?;
        assert_eq!(till.join("c", &code).await?.outcome(), "200");
        // The one without an order comes back by itself, the one with an order as orders do.
        app.clock.set(NOON + HOUR);
        while sweep(&app).await? > 0 {}
        while crate::checkout::sweep(&app).await? > 0 {}
        let look = till.look(&code).await?;
        assert_eq!((&look["status"], &look["cause"]), (&json!("failed"), &json!("abandoned")), "{look}");
        assert_eq!(till.told("failed").await?, [json!({ "orders": [], "cause": "abandoned" })]);
        assert_eq!(till.list("").await?.len(), 0);
        assert_eq!(till.facts("a").await?, Vec::<String>::new());

        // An order that goes another way leaves the group, one that is changed stays in it.
        let code = till.code_of(&till.reserve("o1", "a", &json!({ "open": "pt" })).await?)?;
        let two = json!({ "order": "o1", "cart": till.cart_of(2), "customer": till.who("a").await?, "group": { "open": "pt" } });
        assert_eq!(till.code_of(&till.owner.post("/api/v1/redemptions", &two).await?)?, code);
        till.reserve("o2", "b", &json!({ "join": code })).await?;
        assert_eq!(till.reserve("o1", "a", &json!({ "open": "none" })).await?.outcome(), "409 group_not_offered");
        till.release("o1", false).await?;
        let unused = json!({ "order": "o3", "customer": till.who("c").await?, "group": { "join": code },
            "cart": { "currency": "CNY", "lines": [{ "key": "1", "product": "cup", "quantity": 1, "unit_price": 10_000 }] } });
        assert_eq!(till.owner.post("/api/v1/redemptions", &unused).await?.outcome(), "409 group_unused");
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_calls_a_group_off_with_a_reason() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let till = Till::new(&app, &["a", "b"]).await?;
        till.offer("pt", 2, 24).await?;
        let code = till.code_of(&till.reserve("o-a", "a", &json!({ "open": "pt" })).await?)?;
        till.pay("o-a").await?;
        let agent = till.site.role(Role::Agent).await?;
        let off = format!("/api/v1/group-buys/{code}/call-off");
        let because = json!({ "reason": "缺货" });
        assert_eq!(agent.post(&off, &because).await?.outcome(), "403 forbidden");
        assert_eq!(till.owner.post(&off, &json!({ "reason": " " })).await?.outcome(), "422 invalid");
        assert_eq!(till.owner.post("/api/v1/group-buys/NONE/call-off", &because).await?.outcome(), "404 not_found");
        for _ in 0..2 {
            let done = till.owner.post(&off, &because).await?;
            assert_eq!(done.outcome(), "200", "{}", done.text());
            assert_eq!((&done.json()["cause"], &done.json()["reason"]), (&json!("called_off"), &json!("缺货")));
            assert_eq!(done.json()["places"][0]["state"], "refund_due");
        }
        assert_eq!(till.told("failed").await?, [json!({ "orders": ["o-a"], "cause": "called_off" })]);
        let audited = "select count(*) from audit where action = 'group_buy.called_off'";
        assert_eq!(app.db.read().await?.one(audited, values![]).await?.unwrap().at::<i64>(0)?, 1);
        assert_eq!(till.reserve("o-b", "b", &json!({ "join": code })).await?.outcome(), "409 group_over");
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn places_stay_when_customers_are_merged_parted_or_erased() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let till = Till::new(&app, &["a", "b", "c"]).await?;
        till.offer("pt", 3, 24).await?;
        let code = till.code_of(&till.reserve("o-a", "a", &json!({ "open": "pt" })).await?)?;
        till.pay("o-a").await?;
        let join = json!({ "join": code });
        till.reserve("o-b", "b", &join).await?;
        // One customer now: who is in it is in it by either, and both places stand.
        till.scene.merge("a", "b").await?;
        assert_eq!(till.reserve("o-b2", "b", &join).await?.outcome(), "409 group_already");
        till.pay("o-b").await?;
        let look = till.look(&code).await?;
        assert_eq!((&look["paid"], &look["places"][0]["customer_id"]), (&json!(2), &look["places"][1]["customer_id"]));
        assert_eq!(till.facts("a").await?, ["group_opened 拼团", "group_joined 拼团"]);
        let id = till.scene.reach("a").await?.customer_id;
        let mut still = app.db.still().await?;
        let taken = look::mine(&mut still, &till.scene.reach("a").await?.profile_ids).await?;
        assert_eq!(taken.len(), 2);
        drop(still);

        // Who was erased is in no group by name, and the group goes on.
        crate::care::erase(&app, crate::CARE, &boss(), id, &id.to_string(), NOON).await?;
        let look = till.look(&code).await?;
        assert_eq!((&look["paid"], &look["leader_id"], &look["leader"]), (&json!(2), &json!(null), &json!(null)));
        assert!(look["places"].as_array().unwrap().iter().all(|place| place["customer_id"].is_null()));
        till.reserve("o-c", "c", &join).await?;
        let last = till.pay("o-c").await?.json();
        assert_eq!(
            (&last["group"]["status"], &last["customer_id"]),
            (&json!("filled"), &json!(Id(till.scene.reach("c").await?.customer_id)))
        );
        Ok(())
    })
    .await
    .unwrap();
}

/// The value of a field, as a list of words.
fn words(of: &Json, field: &str) -> Json {
    json!({ "orders": of["orders"], "cause": of[field] })
}
