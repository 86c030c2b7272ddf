//! Proposals and merges over HTTP, by role and shop.

use platform::http::Role;
use platform::testing::Site;
use serde_json::{Value as Json, json};

use super::*;

fn site(app: &App) -> Site {
    Site::new(app, crate::policy(), crate::router().split_for_parts().0)
}

fn first(page: &Json) -> (String, String, String) {
    let item = &page["items"][0];
    let word = |value: &Json| value.as_str().unwrap_or_default().to_owned();
    (word(&item["id"]), word(&item["left"]["id"]), word(&item["right"]["id"]))
}

#[tokio::test(flavor = "multi_thread")]
async fn proposals_are_listed_masked_and_decided_once() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        see(
            &app,
            &[
                "a 张小明 +8613800000001 文三路1号",
                "b 张小明 - 文三路1号",
                "c 王五六 - 文三路5号",
                "d 王五六 - 文三路5号",
            ],
        )
        .await?;
        look_until_done(&app).await?;
        let site = site(&app);
        let (owner, agent, analyst) =
            (site.role(Role::Owner).await?, site.role(Role::Agent).await?, site.role(Role::Analyst).await?);
        let elsewhere = site.user(Role::Operator, ShopScope::Only(vec![2])).await?;
        assert_eq!(site.anonymous().get("/api/v1/proposals").await?.outcome(), "401 unauthenticated");
        assert_eq!(elsewhere.get("/api/v1/proposals").await?.json()["items"], json!([]));
        let seen = analyst.get("/api/v1/proposals?limit=1").await?;
        assert!(!seen.text().contains("小明") && !seen.text().contains("13800000001"), "{}", seen.text());
        let cursor = seen.json()["next_cursor"].as_str().unwrap().to_owned();
        let (id, left, right) = first(&seen.json());
        let next = analyst.get(&format!("/api/v1/proposals?limit=1&cursor={cursor}")).await?.json();
        assert_ne!(first(&next).0, id);
        assert_eq!(next["next_cursor"], Json::Null);
        assert_eq!(seen.json()["items"][0]["left"]["proposals"], json!(1));

        let accept = format!("/api/v1/proposals/{id}/accept");
        assert_eq!(agent.post(&accept, &json!({})).await?.outcome(), "403 forbidden");
        assert_eq!(elsewhere.post(&accept, &json!({})).await?.outcome(), "404 not_found");
        let merged = owner.post(&accept, &json!({})).await?;
        assert_eq!(
            (merged.outcome().as_str(), merged.json()["id"].as_str().unwrap()),
            ("200", left.min(right).as_str())
        );
        assert_eq!(owner.post(&accept, &json!({})).await?.outcome(), "409 already_decided");
        let refuse = format!("/api/v1/proposals/{}/refuse", first(&next).0);
        let refused = owner.post(&refuse, &json!({})).await?;
        assert_eq!((refused.outcome().as_str(), &refused.json()["state"]), ("200", &json!("refused")));
        assert_eq!(owner.get("/api/v1/proposals").await?.json()["items"], json!([]));
        assert_eq!(owner.get("/api/v1/proposals?state=refused").await?.json()["items"].as_array().unwrap().len(), 1);

        // A refusal is remembered until somebody takes it back.
        let reopen = format!("/api/v1/proposals/{}/reopen", first(&next).0);
        look_until_done(&app).await?;
        assert_eq!(count_open(&mut app.db.read().await?, &ShopScope::All).await?, 0);
        assert_eq!(elsewhere.post(&reopen, &json!({})).await?.outcome(), "404 not_found");
        let reopened = owner.post(&reopen, &json!({})).await?;
        assert_eq!((reopened.outcome().as_str(), &reopened.json()["state"]), ("200", &json!("open")));
        assert_eq!(reopened.json()["decided_by"], Json::Null);
        assert_eq!(owner.post(&reopen, &json!({})).await?.outcome(), "409 not_refused");
        assert_eq!(customers::separated(&mut app.db.read().await?, &[]).await?, []);
        let log = owner.get("/api/v1/audit?action=proposals.reopened").await?;
        assert!(log.status == 404 || log.text().contains("proposals.reopened"), "{}", log.text());
        for (scope, expected) in [
            (ShopScope::All, 1),
            (ShopScope::Only(vec![1]), 1),
            (ShopScope::Only(vec![2]), 0),
            (ShopScope::Only(vec![]), 0),
        ] {
            assert_eq!(count_open(&mut app.db.read().await?, &scope).await?, expected, "{scope:?}");
        }
        let again = owner.post(&format!("/api/v1/proposals/{}/accept", first(&next).0), &json!({})).await?;
        assert_eq!(again.outcome(), "200");
        assert_eq!(owner.post(&reopen, &json!({})).await?.outcome(), "409 is_one");
        assert_eq!(owner.post("/api/v1/proposals/search", &json!({})).await?.outcome(), "202");
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn many_are_decided_by_score_or_by_name() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let texts: Vec<String> = (0..30).map(|n| format!("n{n} 欧阳{} - 文三路{}号", n / 2, 100 + n / 2)).collect();
        see(&app, &texts.iter().map(String::as_str).collect::<Vec<_>>()).await?;
        look_until_done(&app).await?;
        let owner = site(&app).role(Role::Owner).await?;
        let decide = "/api/v1/proposals/decide";
        let named = first(&owner.get("/api/v1/proposals").await?.json()).0;
        let refused = owner.post(decide, &json!({ "ids": [named], "decision": "refuse" })).await?;
        assert_eq!(refused.json(), json!({ "decided": 1 }));
        let none = owner.post(decide, &json!({ "min_score": 1.1, "decision": "accept" })).await?;
        assert_eq!(none.json(), json!({ "decided": 0 }));
        let all = owner.post(decide, &json!({ "min_score": 0.5, "decision": "accept" })).await?;
        assert_eq!(all.json(), json!({ "decided": 14 }));
        assert_eq!(owner.post(decide, &json!({ "decision": "accept" })).await?.outcome(), "422 invalid");
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn customers_are_merged_unmerged_and_restored() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let seen = see(&app, &["a 张三 - -", "b 李四 - -"]).await?;
        let site = site(&app);
        let (operator, agent) = (site.role(Role::Operator).await?, site.role(Role::Agent).await?);
        let elsewhere = site.user(Role::Operator, ShopScope::Only(vec![2])).await?;
        let ids = [seen[0].customer_id.to_string(), seen[1].customer_id.to_string()];
        let body = json!({ "customer_ids": ids, "reason": "phoned" });
        assert_eq!(agent.post("/api/v1/customers/merge", &body).await?.outcome(), "403 forbidden");
        assert_eq!(elsewhere.post("/api/v1/customers/merge", &body).await?.outcome(), "404 not_found");
        let merged = operator.post("/api/v1/customers/merge", &body).await?;
        assert_eq!((merged.outcome().as_str(), &merged.json()["profiles"]), ("200", &json!(2)));
        let customer = merged.json()["id"].as_str().unwrap().to_owned();

        let out = json!({ "profile_ids": [seen[1].profile_id.to_string()], "reason": "not him" });
        let unmerge = format!("/api/v1/customers/{customer}/unmerge");
        assert_eq!(elsewhere.post(&unmerge, &out).await?.outcome(), "404 not_found");
        let parted = operator.post(&unmerge, &out).await?;
        assert_eq!(parted.json()["customer_ids"].as_array().unwrap().len(), 2);
        assert_eq!(operator.post(&unmerge, &out).await?.outcome(), "422 invalid");

        let record = customers::merges_of(&mut app.db.read().await?, seen[0].customer_id).await?[0].id.0;
        let undo = format!("/api/v1/merges/{record}/undo");
        assert_eq!(elsewhere.post(&undo, &json!({})).await?.outcome(), "404 not_found");
        assert_eq!(operator.post(&undo, &json!({})).await?.json()["customer_ids"], json!([customer]));
        assert_eq!(operator.post(&undo, &json!({})).await?.outcome(), "409 cannot_undo");
        Ok(())
    })
    .await
    .unwrap();
}
