//! Behaviours by our own API, on the timeline, and in the care for personal data.

use platform::Personal;
use platform::http::{Role, ShopScope};
use platform::testing::{NOON, on_both};
use serde_json::json;

use super::scene::scene;
use crate::card::Before;
use crate::care::Person;
use crate::{customers, events};

#[tokio::test(flavor = "multi_thread")]
async fn the_good_part_of_a_call_is_kept_and_the_rest_refused_by_field() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let scene = scene(&app).await?;
        let shop = scene.shop.id;
        let who = json!([{"kind": "user_id", "value": "u1"}]);
        let body = json!({"shop_id": shop, "events": [
            {"key": "1", "name": "viewed", "at": "2026-11-10T00:00:00Z", "who": who, "product": "P1",
                "amount": {"amount": 990, "currency": "CNY"}, "properties": {"category": "cups"}},
            {"key": "2", "name": "inquired", "who": who},
            {"key": "3", "name": "", "who": who},
            {"key": "4", "name": "viewed", "who": []},
            {"key": "5", "name": "viewed", "who": [{"kind": "shoe_size", "value": "42"}]},
            {"key": "6", "name": "viewed", "who": [{"kind": "mobile", "value": "138****0000"}]},
            {"key": "7", "name": "viewed", "who": who, "at": "2036-01-01T00:00:00Z"},
            {"name": "viewed", "who": who},
        ]});
        let answer = scene.owner.post("/api/v1/events", &body).await?.json();
        assert_eq!(answer["counts"], json!({"created": 2, "unchanged": 0, "refused": 6}));
        let fields: Vec<_> =
            answer["refused"].as_array().unwrap().iter().map(|one| one["field"].as_str().unwrap()).collect();
        assert_eq!(fields, ["name", "who", "who[0].kind", "who[0].value", "at", "key"]);
        let again = scene.owner.post("/api/v1/events", &body).await?.json();
        assert_eq!(again["counts"], json!({"created": 0, "unchanged": 2, "refused": 6}));

        let customer = scene.customer("u1").await?;
        let path = format!("/api/v1/events?customer={customer}&limit=1");
        let first = scene.owner.get(&path).await?.json();
        assert_eq!(first["items"][0]["name"], "inquired");
        let next = format!("{path}&cursor={}", first["next_cursor"].as_str().unwrap());
        let second = scene.owner.get(&next).await?.json();
        assert_eq!(second["items"][0]["amount"], json!({"amount": 990, "currency": "CNY"}));
        assert!(second["next_cursor"].is_null());
        let named = scene.owner.get("/api/v1/events?name=viewed").await?.json();
        assert_eq!(named["items"].as_array().unwrap().len(), 1);
        assert_eq!(named["items"][0]["customer_id"], customer.to_string());
        let names = scene.owner.get("/api/v1/events/names").await?.json();
        assert_eq!(names["items"].as_array().unwrap().len(), 2);

        // A colleague of another shop sees none of it, and may not write it.
        let other = scene.site.user(Role::Operator, ShopScope::Only(vec![7])).await?;
        assert_eq!(other.get(&path).await?.json()["items"], json!([]));
        assert_eq!(other.get("/api/v1/events/names").await?.json()["items"], json!([]));
        assert_eq!(other.post("/api/v1/events", &body).await?.status, 404);
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_timeline_shows_and_erasure_takes_all_that_a_person_did() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let scene = scene(&app).await?;
        let event = |who: &str, id: i64| {
            json!({"type": "track", "userId": who, "event": "Product Viewed", "messageId": format!("{who}{id}"),
                "properties": {"product_id": "P1", "name": "Cup", "category": "cups", "email": "jia@example.com"}})
        };
        scene.batch(&[event("u1", 1), event("u1", 2), event("u2", 3)]).await?;
        scene.batch(&[json!({"type": "track", "event": "x", "context": {"traits": {"name": "测试甲"}}})]).await?;
        let customer = scene.customer("u1").await?;
        let mut conn = app.db.read().await?;
        let profile_ids = customers::profiles_of(&mut conn, customer).await?;
        let items = events::timeline(&mut conn, &profile_ids, Before::NEWEST, 10).await?;
        assert_eq!(items.len(), 2);
        assert_eq!((items[0].title.as_str(), items[0].at.0), ("viewed", NOON));
        assert_eq!(items[0].detail, json!({"category": "cups", "product": "P1", "product_title": "Cup"}));
        let next = events::timeline(&mut conn, &profile_ids, items[0].place(), 10).await?;
        assert_eq!(next, items[1..]);

        let person = Person { customer_id: customer, profile_ids, values: vec![Personal::new("测试甲")] };
        let exported = (events::CARE.export)(&mut conn, &person).await?;
        assert_eq!(exported["events"].as_array().unwrap().len(), 2);
        drop(conn);
        let mut tx = app.db.begin().await?;
        let erased = (events::CARE.erase)(&mut tx, &app, &person).await?;
        tx.commit().await?;
        assert_eq!(erased, [("events", 2), ("event_refusals", 1)]);
        assert_eq!(scene.number("select count(*) from events").await?, 1);
        Ok(())
    })
    .await
    .unwrap();
}
