//! Points over HTTP: who may do what, what is answered, what erasure leaves.

use platform::http::Role;
use platform::testing::{NOON, Site, on_both};
use serde_json::json;

use super::super::*;
use super::scene::{audit, follow, shop_with};
use crate::members::Budgets;
use crate::members::tests::scene::{boss, three};
use crate::permissions::POINTS_SPEND;

#[tokio::test(flavor = "multi_thread")]
async fn caring_spending_and_forgetting() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let budget = Budgets { points_a_month: Some(100), levels_a_month: None, ..Budgets::default() };
        let mut programme = three();
        programme.budget = budget;
        let rules = PointsRules { enabled: true, ..PointsRules::default() };
        let scene = shop_with(&app, programme, rules).await?;
        scene.order("N1", "a", 20_000, 0, NOON).await?;
        follow(&scene).await?;
        let id = scene.reach("a").await?.customer_id;
        let site = Site::new(&app, crate::policy(), crate::router().split_for_parts().0);
        let (owner, agent) = (site.role(Role::Owner).await?, site.role(Role::Agent).await?);
        let till = site.key(&[POINTS_SPEND], None).await?;
        let own = format!("/api/v1/customers/{id}/points");
        let adjust = format!("{own}/adjust");
        let give = |points: i64, key: &str| json!({ "points": points, "reason": "晚到了", "key": key });
        let pay = |points: i64, key: &str| json!({ "customer_id": id.to_string(), "points": points, "key": key });
        let back = |key: &str| json!({ "key": key });
        let (spend, undo) = ("/api/v1/points/spend", "/api/v1/points/reverse");
        for (client, path, body, expected) in [
            (&agent, adjust.as_str(), give(60, "k1"), "200"),
            (&agent, &adjust, give(60, "k1"), "200"),
            (&agent, &adjust, give(61, "k1"), "409 key_taken"),
            (&agent, &adjust, give(60, "k2"), "409 budget_spent"),
            (&agent, &adjust, give(0, "k3"), "422 invalid"),
            (&agent, &adjust, json!({ "points": 5, "reason": "" }), "422 invalid"),
            (&owner, &adjust, give(60, "k2"), "200"),
            (&agent, &adjust, give(-1_000, "k4"), "409 points_short"),
            (&agent, spend, pay(10, "T1"), "403 forbidden"),
            (&till, spend, pay(500, "T1"), "409 points_short"),
            (&till, spend, pay(100, "T1"), "200"),
            (&till, spend, pay(100, "T1"), "200"),
            (&till, spend, pay(99, "T1"), "409 key_taken"),
            (&till, spend, pay(99, " "), "422 invalid"),
            (&till, undo, back("T9"), "404 not_found"),
            (&till, undo, back("T1"), "200"),
            (&till, undo, back("T1"), "200"),
            (&till, adjust.as_str(), give(5, "k5"), "403 forbidden"),
        ] {
            assert_eq!(client.post(path, &body).await?.outcome(), expected, "{path} {body}");
        }
        let has = owner.get(&own).await?.json();
        assert_eq!((&has["available"], &has["pending"], &has["value"]), (&json!(120), &json!(200), &json!(120)));
        let history = owner.get(&format!("{own}/history?limit=2")).await?.json();
        assert_eq!((&history["items"][0]["kind"], &history["items"][0]["points"]), (&json!("reverse"), &json!(100)));
        let timeline = owner.get(&format!("/api/v1/customers/{id}/timeline?kinds=points")).await?.json();
        assert_eq!(timeline["items"].as_array().unwrap().len(), 5);
        assert_eq!(timeline["items"][4]["title"], "Earned points: +200");
        assert_eq!(owner.get("/api/v1/points/liability").await?.json()["pending"], 200);
        assert_eq!(agent.put("/api/v1/points/rules", &json!(PointsRules::default())).await?.outcome(), "403 forbidden");
        crate::care::erase(&app, crate::CARE, &boss(), id, &id.to_string(), NOON).await?;
        let left = owner.get("/api/v1/points/liability").await?.json();
        assert_eq!((&left["available"], &left["pending"], &left["holders"]), (&json!(0), &json!(0), &json!(0)));
        audit(&app).await
    })
    .await
    .unwrap();
}
