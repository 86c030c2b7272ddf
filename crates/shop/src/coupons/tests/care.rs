//! What agents may grant, and what nobody on the black list is given.

use std::collections::BTreeMap;

use platform::Error;
use platform::http::{Actor, Role, ShopScope};
use platform::testing::on_both;
use serde_json::json;

use super::*;
use crate::customers;
use crate::members::Budgets;
use crate::members::tests::scene::{Scene, three};

fn limited(coupons: i64) -> crate::members::Programme {
    let mut programme = three();
    programme.budget = Budgets { coupons_a_month: Some(coupons), ..Budgets::default() };
    programme
}

async fn bar(app: &App, customer: i64) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    let reached = customers::reach(&mut tx, &ShopScope::All, customer).await?;
    customers::set_blacklisted(&mut tx, app, &reached, true).await?;
    tx.commit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn agents_grant_coupons_with_a_reason_out_of_a_budget() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        Scene::new(&app, limited(3)).await?;
        let (ann, bad) = (person(&app, "ann").await?, person(&app, "bad").await?);
        let bob = person(&app, "bob").await?;
        bar(&app, bad).await?;
        let (owner, agent) = (site(&app).role(Role::Owner).await?, site(&app).role(Role::Agent).await?);
        let analyst = site(&app).role(Role::Analyst).await?;
        let id = programme(&owner, "g", json!({}), json!({ "codes": "none", "audience": "public" })).await?;
        let grant = |to: i64, count: i64, reason: &str, key: &str| {
            json!({ "programme_id": id, "customer_id": Id(to), "count": count, "reason": reason, "key": key })
        };
        for (client, body, expected) in [
            (&analyst, grant(ann, 1, "发货晚了", "k0"), "403 forbidden"),
            (&agent, grant(ann, 1, " ", "k0"), "422 invalid"),
            (&agent, grant(bad, 1, "发货晚了", "k0"), "409 coupon_blacklisted"),
            (&agent, grant(ann, 2, "发货晚了", "k1"), "201"),
            (&agent, grant(ann, 2, "发货晚了", "k1"), "201"),
            (&agent, grant(ann, 2, "发货晚了", "k2"), "409 budget_spent"),
            (&agent, grant(ann, 1, "发货晚了", "k2"), "201"),
            (&agent, grant(ann, 1, "发货晚了", "k3"), "409 budget_spent"),
            (&owner, grant(ann, 5, "老客", "k4"), "201"),
            (&owner, grant(bob, 5, "老客", "k4"), "409 key_taken"),
        ] {
            assert_eq!(client.post("/api/v1/coupons/grant", &body).await?.outcome(), expected, "{body}");
        }
        let left = agent.get("/api/v1/members/budget").await?.json()["coupons"].clone();
        assert_eq!(left, json!({ "cap": 3, "used": 3, "left": 0 }));
        let held = agent.get(&format!("/api/v1/coupons?customer={}", Id(ann))).await?.json();
        assert_eq!((held["items"].as_array().unwrap().len(), &held["items"][7]["reason"]), (8, &json!("发货晚了")));
        // Each stands in her timeline, and once more where she used it.
        let mut tx = app.db.begin().await?;
        let sql = "update coupons set state = 'used', used_at = $2, order_key = 'N7' where id = $1";
        let used: i64 = held["items"][0]["id"].as_str().unwrap().parse().unwrap();
        tx.execute(sql, values![used, app.clock.now() + 1]).await?;
        tx.commit().await?;
        let timeline = agent.get(&format!("/api/v1/customers/{}/timeline?limit=50&kinds=coupon,coupon_used", Id(ann))).await?.json();
        let items = timeline["items"].as_array().unwrap();
        let first = (&items[0]["kind"], &items[0]["title"], &items[0]["detail"]["order"]);
        assert_eq!((items.len(), first), (9, (&json!("coupon_used"), &json!("Used a coupon: g"), &json!("N7"))), "{timeline}");
        let given = items.iter().filter(|one| one["detail"]["reason"] == "发货晚了" && one["title"] == "Was given a coupon: g");
        assert_eq!(given.count(), 3, "{timeline}");
        // What was written of a customer is kept with the coupon, which an erasure empties, and not in the audit log.
        let sql = "select count(*), sum(case when detail like '%发货晚了%' then 1 else 0 end) from audit \
            where action = 'coupons.granted'";
        let row = app.db.read().await?.one(sql, values![]).await?.unwrap();
        assert_eq!((row.at::<i64>(0)?, row.at::<i64>(1)?), (3, 0));
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn racing_grants_keep_to_the_budget_and_do_each_key_once() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        Scene::new(&app, limited(7)).await?;
        let (ann, bob) = (person(&app, "ann").await?, person(&app, "bob").await?);
        let (owner, agent) = (site(&app).role(Role::Owner).await?, site(&app).role(Role::Agent).await?);
        let how = json!({ "codes": "none", "audience": "public", "claimable": true, "most_per_customer": 20 });
        let id = programme(&owner, "g", json!({}), how).await?;
        let tasks: Vec<_> = (0..40)
            .map(|at| {
                // Every key comes twice; others claim meanwhile.
                let to = if at % 4 < 2 { ann } else { bob };
                let body = json!({ "programme_id": id, "customer_id": Id(to), "reason": "道歉", "key": format!("k{}", at / 2) });
                let claim = json!({ "programme_id": id, "customer_id": Id(to) });
                let (agent, owner) = (agent.clone(), owner.clone());
                tokio::spawn(async move {
                    if at % 8 == 0 {
                        let claimed = owner.post("/api/v1/coupons/claim", &claim).await?;
                        assert_eq!(claimed.outcome(), "200", "{}", claimed.text());
                    }
                    agent.post("/api/v1/coupons/grant", &body).await
                })
            })
            .collect();
        let mut ends: BTreeMap<String, usize> = BTreeMap::new();
        for task in tasks {
            *ends.entry(task.await.unwrap()?.outcome()).or_default() += 1;
        }
        let expected = [("201".to_owned(), 14), ("409 budget_spent".to_owned(), 26)];
        assert_eq!(ends, BTreeMap::from(expected));
        let left = agent.get("/api/v1/members/budget").await?.json()["coupons"].clone();
        assert_eq!(left, json!({ "cap": 7, "used": 7, "left": 0 }));
        let sql = "select count(*) from coupons where source = 'grant'";
        assert_eq!(app.db.read().await?.one(sql, values![]).await?.unwrap().at::<i64>(0)?, 7);
        Ok(())
    })
    .await
    .unwrap();
}

/// An issue to many looks at people, not at profiles, and says why it skipped somebody.
#[tokio::test(flavor = "multi_thread")]
async fn a_batch_counts_all_profiles_of_a_customer_and_says_whom_it_skipped() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let owner = site(&app).role(Role::Owner).await?;
        let (ann, bob) = (person(&app, "ann").await?, person(&app, "bob").await?);
        let (cat, bad) = (person(&app, "cat").await?, person(&app, "bad").await?);
        bar(&app, bad).await?;
        let how = json!({ "codes": "none", "audience": "public", "most_per_customer": 2 });
        let id = programme(&owner, "g", json!({}), how).await?;
        for (to, count, key) in [(ann, 1, "a"), (bob, 1, "b"), (cat, 1, "c")] {
            let grant =
                json!({ "programme_id": id, "customer_id": Id(to), "count": count, "reason": "道歉", "key": key });
            assert_eq!(owner.post("/api/v1/coupons/grant", &grant).await?.outcome(), "201");
        }
        // Ann and Bob are one person, who has two now, one under each profile.
        let mut tx = app.db.begin().await?;
        let both = customers::merge(&mut tx, &app, &[ann, bob], &Actor::System, "test").await?;
        tx.commit().await?;
        let to = json!({ "to": { "customers": [Id(both), Id(cat), Id(bad), Id(4_711)] } });
        let path = format!("/api/v1/coupons/programmes/{id}/issue");
        for (issued, enough) in [(1, 1), (0, 2)] {
            let batch = owner.post(&path, &to).await?.json();
            run(app.clone(), job(&batch)).await?;
            let done = owner.get(&format!("/api/v1/coupons/batches/{}", batch["id"].as_str().unwrap())).await?.json();
            let told =
                ["done", "issued", "skipped", "skipped_blacklisted", "skipped_enough"].map(|key| done[key].as_i64());
            assert_eq!(told, [4, issued, 4 - issued, 1, enough].map(Some), "{done}");
        }
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_on_the_black_list_comes_by_a_coupon() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let owner = site(&app).role(Role::Owner).await?;
        let (ann, bad) = (person(&app, "ann").await?, person(&app, "bad").await?);
        let how = json!({ "codes": "none", "audience": "public", "claimable": true, "transferable": true });
        let id = programme(&owner, "g", json!({}), how).await?;
        let claim = |who: i64| json!({ "programme_id": id, "customer_id": Id(who) });
        let hers = owner.post("/api/v1/coupons/claim", &claim(ann)).await?.json();
        let his = owner.post("/api/v1/coupons/claim", &claim(bad)).await?.json();
        bar(&app, bad).await?;
        let path = |coupon: &Json| format!("/api/v1/coupons/{}/transfer", coupon["id"].as_str().unwrap());
        for (path, body) in [
            ("/api/v1/coupons/claim".to_owned(), claim(bad)),
            (path(&hers), json!({ "to_customer_id": Id(bad) })),
            (path(&his), json!({ "to_customer_id": Id(ann) })),
        ] {
            assert_eq!(owner.post(&path, &body).await?.outcome(), "409 coupon_blacklisted", "{path}");
        }
        Ok(())
    })
    .await
    .unwrap();
}
