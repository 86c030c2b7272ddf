//! Taking, handing over and giving back.

use platform::http::Role;
use platform::testing::{NOON, Site, on_both};
use serde_json::json;

use super::scene::{audit, give, has, shop};
use crate::customers;

#[tokio::test(flavor = "multi_thread")]
async fn what_is_taken_is_paid_for_and_comes_back_when_it_is_cancelled() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let scene = shop(&app).await?;
        for who in ["a", "b"] {
            scene.order(&format!("N{who}"), who, 100, 0, NOON).await?;
            give(&scene, who, 100, &format!("g{who}")).await?;
        }
        scene.set("a", "银", true).await?;
        let (a, b) = (scene.reach("a").await?.customer_id.to_string(), scene.reach("b").await?.customer_id.to_string());
        let site = Site::new(&app, crate::policy(), crate::router().split_for_parts().0);
        let (owner, agent) = (site.role(Role::Owner).await?, site.role(Role::Agent).await?);
        let level = crate::members::levels(&mut app.db.read().await?).await?[1].0.to_string();
        let offer = json!({ "kind": "coupon", "name": "满100减10", "points": 40, "stock": 2, "per_customer": 2,
            "level": level, "active": true, "ref": "P1" });
        let mut bare = offer.clone();
        bare["ref"] = json!(null);
        assert_eq!(owner.post("/api/v1/points/mall", &bare).await?.outcome(), "422 invalid");
        assert_eq!(agent.post("/api/v1/points/mall", &offer).await?.outcome(), "403 forbidden");
        let made = owner.post("/api/v1/points/mall", &offer).await?;
        assert_eq!((made.status, &made.json()["ref"]), (201, &json!("P1")));
        let item = made.json()["id"].as_str().unwrap().to_owned();
        let path = format!("/api/v1/points/mall/{item}/redeem");
        let claim =
            |who: &str, key: &str, quantity: i64| json!({ "customer_id": who, "key": key, "quantity": quantity });
        for (who, key, quantity, expected) in [
            (&b, "1", 1, "409 level_too_low"),
            (&a, "1", 0, "422 invalid"),
            (&a, "1", 3, "409 out_of_stock"),
            (&a, "1", 1, "200"),
            (&a, "1", 1, "200"),
            (&a, "1", 2, "409 key_taken"),
            (&a, "2", 1, "200"),
            (&a, "3", 1, "409 out_of_stock"),
        ] {
            assert_eq!(owner.post(&path, &claim(who, key, quantity)).await?.outcome(), expected, "{key} {quantity}");
        }
        assert_eq!(has(&scene, "a").await?.split('+').next(), Some("20"));
        let listed = agent.get("/api/v1/points/mall/orders?status=claimed").await?.json();
        let orders: Vec<String> =
            listed["items"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect();
        assert_eq!((orders.len(), &listed["items"][0]["customer"]), (2, &json!("a")));
        let act = |order: &str, what: &str| format!("/api/v1/points/mall/orders/{order}/{what}");
        for (order, what, body, expected) in [
            (&orders[0], "fulfil", json!({ "note": "SF123" }), "200"),
            (&orders[0], "cancel", json!({ "reason": "不要了" }), "409 not_claimed"),
            (&orders[1], "cancel", json!({ "reason": " " }), "422 invalid"),
            (&orders[1], "cancel", json!({ "reason": "不要了" }), "200"),
            (&orders[1], "cancel", json!({ "reason": "不要了" }), "409 not_claimed"),
        ] {
            assert_eq!(agent.post(&act(order, what), &body).await?.outcome(), expected, "{what}");
        }
        assert_eq!(has(&scene, "a").await?.split('+').next(), Some("60"));
        let shown = owner.get("/api/v1/points/mall").await?.json();
        assert_eq!(shown["items"][0]["taken"], 1);
        let mut over = offer.clone();
        over["active"] = json!(false);
        assert_eq!(owner.patch(&format!("/api/v1/points/mall/{item}"), &over).await?.outcome(), "200");
        assert_eq!(owner.post(&path, &claim(&a, "4", 1)).await?.outcome(), "409 not_on_offer");
        assert_eq!(owner.patch(&format!("/api/v1/points/mall/{item}"), &offer).await?.outcome(), "200");
        let mut tx = app.db.begin().await?;
        customers::set_blacklisted(&mut tx, &app, &scene.reach("a").await?, true).await?;
        tx.commit().await?;
        assert_eq!(owner.post(&path, &claim(&a, "5", 1)).await?.outcome(), "409 mall_blacklisted");
        audit(&app).await
    })
    .await
    .unwrap();
}
