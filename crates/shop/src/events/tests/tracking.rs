//! The tracking endpoints.

use platform::http::Role;
use platform::testing::{NOON, on_both, prepare_all};
use serde_json::json;

use super::scene::scene;
use crate::events::records;

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_who_signs_in_keeps_her_history_in_whatever_order_it_arrives() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        prepare_all(&app, records::STATEMENTS).await?;
        let scene = scene(&app).await?;
        let viewed = |who: &str, id: &str| {
            json!({"type": "track", "anonymousId": who, "event": "Product Viewed", "messageId": id,
                "properties": {"product_id": "P1", "price": 9.9}})
        };
        let identify = |who: &str, user: &str| {
            json!({"type": "identify", "anonymousId": who, "userId": user, "messageId": format!("i-{who}-{user}"),
                "traits": {"name": "测试甲", "email": format!("{user}@example.com")}})
        };
        // In order, and the other way round.
        scene.batch(&[viewed("a1", "1")]).await?;
        scene.batch(&[identify("a1", "u1")]).await?;
        scene.batch(&[identify("a2", "u2"), viewed("a2", "2")]).await?;
        scene.batch(&[viewed("a2", "3")]).await?;
        for (visitor, user) in [("a1", "u1"), ("a2", "u2")] {
            assert_eq!(scene.customer(visitor).await?, scene.customer(user).await?, "{user}");
        }
        assert_ne!(scene.customer("u1").await?, scene.customer("u2").await?);

        // A second person at the same machine gets none of the first one's history.
        scene.batch(&[identify("a1", "u3")]).await?;
        assert_ne!(scene.customer("u1").await?, scene.customer("u3").await?);
        assert_eq!(scene.customer("a1").await?, scene.customer("u1").await?);

        // An alias call joins two users, or a visitor who has not come yet.
        let alias = |old: &str, new: &str| {
            json!({"type": "alias", "previousId": old, "userId": new, "messageId": format!("a-{old}")})
        };
        scene.batch(&[alias("u3", "u2"), alias("a9", "u2")]).await?;
        assert_eq!(scene.customer("u3").await?, scene.customer("u2").await?);
        scene.batch(&[viewed("a9", "9")]).await?;
        assert_eq!(scene.customer("a9").await?, scene.customer("u2").await?);
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_said_again_changes_nothing_and_clocks_are_corrected() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let scene = scene(&app).await?;
        let message = json!({"type": "track", "userId": "u1", "event": "Live Chat Conversation Started", "messageId": "m1",
            "timestamp": "2026-11-11T01:30:00Z"});
        let sent = |at: &str| json!({ "batch": [&message, &message], "sentAt": at });
        // The sender's clock is two hours behind ours, and a repetition is sent a second later.
        for at in ["2026-11-11T02:00:00Z", "2026-11-11T02:00:01Z"] {
            assert_eq!(scene.sdk.post("/v1/batch", &sent(at)).await?.status, 200);
        }
        assert_eq!(scene.stored().await?.len(), 1);
        let stored = scene.stored().await?;
        assert!(stored[0].contains(&format!("inquired {}", NOON - 1_800_000)), "{stored:?}");
        assert_eq!(scene.number("select inquiries from customers").await?, 1);
        assert_eq!(scene.number("select cast(sum(count) as bigint) from event_names").await?, 1);

        // A repetition with another instant is one all the same.
        let other = json!({"type": "track", "userId": "u1", "event": "Live Chat Conversation Started", "messageId": "m1",
            "timestamp": "2025-01-01T00:00:00Z"});
        scene.batch(&[other]).await?;
        assert_eq!(scene.stored().await?, stored);

        // Without an instant it happened when it came; its key still counts once.
        for _ in 0..2 {
            let body = json!({"userId": "u1", "event": "Product Viewed", "messageId": "m2"});
            assert_eq!(scene.sdk.post("/v1/track", &body).await?.status, 200);
        }
        assert_eq!(scene.number("select count(*) from events").await?, 2);
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_completed_is_an_order_and_a_behaviour() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let scene = scene(&app).await?;
        let order = json!({"type": "track", "userId": "u1", "event": "Order Completed", "messageId": "o1",
            "timestamp": "2026-11-11T03:00:00Z",
            "properties": {"order_id": "W-1", "total": 120.5, "currency": "CNY",
                "products": [{"product_id": "P1", "name": "Cup", "price": 60.25, "quantity": 2}]}});
        scene.batch(&[order.clone(), order.clone()]).await?;
        scene.batch(&[order]).await?;
        let refund = json!({"type": "track", "userId": "u1", "event": "Order Refunded", "messageId": "o2",
            "properties": {"order_id": "W-1", "refund_id": "R-1", "total": 20.5, "currency": "CNY"}});
        scene.batch(&[refund]).await?;
        assert_eq!(scene.number("select count(*) from orders").await?, 1);
        assert_eq!(scene.number("select deal_amount from orders").await?, 10_000);
        assert_eq!(scene.number("select count(*) from order_lines").await?, 1);
        assert_eq!(scene.number("select count(*) from refunds").await?, 1);
        assert_eq!(scene.number("select count(*) from events where name = 'ordered'").await?, 1);
        assert_eq!(scene.number("select count(*) from customers").await?, 1);
        assert_eq!(scene.number("select deal_amount from customers").await?, 10_000);
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_messages_are_kept_aside_and_counted_and_the_others_taken() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let scene = scene(&app).await?;
        let good = json!({"type": "track", "userId": "u1", "event": "E", "messageId": "1"});
        let bad = [
            json!({"type": "track", "event": "E", "messageId": "2"}),
            json!({"type": "track", "userId": "u1", "messageId": "3"}),
            json!({"type": "dance", "userId": "u1", "messageId": "4"}),
            json!({"type": "track", "userId": "u1", "event": "E", "properties": [1]}),
            json!("hello"),
            json!({"type": "alias", "userId": "u1"}),
            json!({"type": "group", "userId": "u1"}),
        ];
        let mut messages = vec![good];
        messages.extend(bad.clone());
        scene.batch(&messages).await?;
        scene.batch(&messages).await?;
        assert_eq!(scene.number("select count(*) from events").await?, 1);

        let list = scene.owner.get("/api/v1/events/refused").await?.json();
        let codes: Vec<&str> =
            list["items"].as_array().unwrap().iter().map(|item| item["code"].as_str().unwrap()).collect();
        assert_eq!(
            codes,
            [
                "missing_group_id",
                "missing_previous_id",
                "malformed",
                "malformed",
                "unknown_type",
                "missing_event",
                "missing_id"
            ]
        );
        assert_eq!(list["items"][6]["text"], bad[0].to_string());
        assert_eq!(list["items"][6]["index"], 1);
        assert!(list["items"][6]["reason"].as_str().unwrap().contains("userId"));
        let counts = scene.owner.get("/api/v1/events/refused/counts").await?.json();
        assert_eq!(counts["items"][0]["code"], "malformed");
        assert_eq!(counts["items"][0]["count"], 2);
        // An analyst sees that there are some, and not what they hold.
        let analyst = scene.site.role(Role::Analyst).await?.get("/api/v1/events/refused").await?.json();
        assert!(analyst["items"][0]["text"].is_null());
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn bodies_that_cannot_be_read_are_answered_400_with_the_reason() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let scene = scene(&app).await?;
        let long = "x".repeat(33 * 1024);
        let one = json!({"type": "track", "userId": "u", "event": "E", "properties": {"x": long}}).to_string();
        let many = format!("{{\"batch\":[{}]}}", vec![one[..31_000].to_owned(); 20].join(","));
        for (path, body, status, code) in [
            ("/v1/track", "{", 400, "tracking_not_json"),
            ("/v1/track", "[]", 400, "tracking_not_json"),
            ("/v1/batch", "{}", 400, "tracking_not_json"),
            ("/v1/batch", "", 400, "tracking_not_json"),
            ("/v1/track", one.as_str(), 400, "tracking_body_too_large"),
            ("/v1/batch", &format!("{{\"batch\":[{one}]}}"), 400, "tracking_message_too_large"),
            ("/v1/batch", &many, 400, "tracking_body_too_large"),
        ] {
            let answer = scene.sdk.send("POST", path, "application/json", body.to_owned().into()).await?;
            let shown = answer.json();
            assert_eq!((answer.status, shown["code"].as_str()), (status, Some(code)), "{path}: {shown}");
            assert!(!shown["detail"].as_str().unwrap().is_empty());
            // In Chinese no English is left but names.
            let chinese = scene.sdk.clone().with("accept-language", "zh-CN");
            let answer = chinese.send("POST", path, "application/json", body.to_owned().into()).await?;
            let detail = answer.json()["detail"].as_str().unwrap().replace("JSON", "").replace("SDK", "");
            assert!(!detail.contains(|c: char| c.is_ascii_alphabetic()), "{detail}");
        }
        for path in ["/v1/track", "/v1/batch", "/v1/t"] {
            let stranger = scene.site.anonymous().post(path, &json!({})).await?;
            assert_eq!(stranger.status, 401, "{path}");
            let staff = scene.owner.post(path, &json!({})).await?;
            assert_eq!(staff.status, 401, "{path}");
        }
        let wrong = json!({"writeKey": "wk_wrong", "batch": [{"type": "track", "userId": "u", "event": "E"}]});
        assert_eq!(scene.site.anonymous().post("/v1/batch", &wrong).await?.status, 401);
        assert_eq!(scene.number("select count(*) from events").await?, 0);
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn packed_bodies_and_pages_of_other_origins_are_served() {
    use std::io::Write as _;
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let scene = scene(&app).await?;
        let body =
            json!({"batch": [{"type": "page", "anonymousId": "a", "name": "Home", "messageId": "1"}]}).to_string();
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        packer.write_all(body.as_bytes()).unwrap();
        let packed = packer.finish().unwrap();
        let sdk = scene.sdk.clone().with("content-encoding", "gzip");
        let answer = sdk.send("POST", "/v1/batch", "text/plain", packed.into()).await?;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.headers["access-control-allow-origin"], "*");
        assert_eq!(scene.number("select count(*) from events where name = 'page_viewed'").await?, 1);
        let preflight = scene.site.anonymous().send("OPTIONS", "/v1/track", "", Default::default()).await?;
        assert_eq!(preflight.status, 204);
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_queue_asks_to_come_back_and_nothing_taken_is_lost() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let scene = scene(&app).await?;
        let held = if app.db.dialect() == platform::db::Dialect::Sqlite { Some(app.db.begin().await?) } else { None };
        let calls: Vec<_> = (0..700)
            .map(|number| {
                let sdk = scene.sdk.clone();
                tokio::spawn(async move {
                    let body = json!({"userId": "u", "event": "E", "messageId": number.to_string()});
                    sdk.post("/v1/track", &body)
                        .await
                        .map(|answer| (answer.status, answer.headers.contains_key("retry-after")))
                })
            })
            .collect();
        if held.is_some() {
            // Wait until the surplus was sent away; the others wait for the writer.
            while calls.iter().filter(|call| call.is_finished()).count() < 100 {
                tokio::task::yield_now().await;
            }
        }
        drop(held);
        let (mut taken, mut sent_away) = (0, 0);
        for call in calls {
            match call.await.unwrap()? {
                (200, _) => taken += 1,
                (503, true) => sent_away += 1,
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(taken + sent_away, 700);
        assert_eq!(scene.number("select count(*) from events").await?, taken);
        Ok(())
    })
    .await
    .unwrap();
}
