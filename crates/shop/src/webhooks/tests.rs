//! Signatures, the guard, and deliveries to a receiver that listens.

use std::net::IpAddr;
use std::sync::{Arc, Mutex};

use platform::testing::{on_both, prepare_all};
use platform::{Id, Instant};

use super::model::{Settings, Status, Webhook};
use super::*;

#[test]
fn the_specifications_example_is_signed_as_it_says() {
    let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    let body = r#"{"test": 2432232314}"#;
    let signed = sign::sign(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, body).unwrap();
    assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    assert!(sign::sign("secret", "id", 0, "").is_err());
    assert_eq!(sign::secret(&[0; 24]), "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
}

#[test]
fn addresses_that_only_we_can_reach_are_told_apart() {
    for (address, open) in [
        ("8.8.8.8", true),
        ("203.119.25.1", true),
        ("2606:4700::1111", true),
        ("127.0.0.1", false),
        ("10.0.0.1", false),
        ("172.16.3.4", false),
        ("192.168.1.1", false),
        ("169.254.169.254", false),
        ("100.64.0.1", false),
        ("0.0.0.0", false),
        ("::1", false),
        ("::", false),
        ("fd00::1", false),
        ("fe80::1", false),
        ("::ffff:127.0.0.1", false),
        ("64:ff9b::7f00:1", false),
    ] {
        assert_eq!(guard::public(address.parse::<IpAddr>().unwrap()), open, "{address}");
    }
    for (url, sound) in [
        ("https://example.com/hook", true),
        ("http://example.com:8080/", true),
        ("ftp://example.com/", false),
        ("https://user:password@example.com/", false),
        ("file:///etc/passwd", false),
        ("example.com", false),
    ] {
        assert_eq!(guard::check(url).is_ok(), sound, "{url}");
    }
    for (url, open) in [
        ("https://example.com/hook", true),
        ("http://127.0.0.1:9000/hook", false),
        ("http://2130706433/", false),
        ("http://[::1]:9000/", false),
        ("http://localhost:9000/", false),
        ("http://shop.localhost/", false),
        ("http://192.168.1.5/", false),
        ("http://8.8.8.8/", true),
    ] {
        assert_eq!(guard::admit(url, false).is_ok(), open, "{url}");
        assert!(guard::admit(url, true).is_ok(), "{url}");
    }
}

/// A receiver that keeps what it is sent and answers with `code`.
async fn receiver(code: u16) -> (String, Arc<Mutex<Vec<String>>>) {
    use axum::http::{HeaderMap, StatusCode};
    let seen: Arc<Mutex<Vec<String>>> = Arc::default();
    let kept = Arc::clone(&seen);
    let app = axum::Router::new().route(
        "/hook",
        axum::routing::post(move |headers: HeaderMap, body: String| {
            let signed = headers.get("webhook-signature").is_some();
            kept.lock().unwrap().push(format!("{} {body}", if signed { "signed" } else { "bare" }));
            async move { (StatusCode::from_u16(code).unwrap(), "thank you") }
        }),
    );
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await });
    (format!("http://{address}/hook"), seen)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_delivery_reaches_a_receiver_once_and_private_ones_only_when_allowed() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        prepare_all(&app, records::STATEMENTS).await?;
        for (code, private, outcome, came) in
            [(200_u16, true, Status::Delivered, 1), (500, true, Status::Waiting, 1), (200, false, Status::Waiting, 0)]
        {
            let (url, seen) = receiver(code).await;
            let hook = Webhook {
                id: Id(app.ids.next()),
                url,
                topics: vec![Topic::Entered],
                segments: None,
                active: true,
                created_at: Instant(0),
                created_by: "test".to_owned(),
                secret: sign::secret(&[7; 24]).into(),
            };
            let delivery = app.ids.next();
            let mut tx = app.db.begin().await?;
            records::insert(&mut tx, &hook).await?;
            records::add(&mut tx, vec![(delivery, hook.id.0, Topic::Entered, 0, "{}".to_owned())]).await?;
            let caller = platform::http::Caller::system(&[], platform::i18n::Locale::En);
            let settings = Settings { private_addresses: private };
            platform::settings::put(&mut tx, &caller, send::KEY, &settings, 0).await?;
            tx.commit().await?;
            let job = platform::jobs::Job {
                id: 1,
                kind: DELIVER.to_owned(),
                payload: serde_json::json!({ "delivery": Id(delivery) }),
                attempt: 1,
                claim: String::new(),
                stopping: tokio_util::sync::CancellationToken::new(),
            };
            let ended = send::run(app.clone(), job.clone()).await;
            assert_eq!(ended.is_ok(), outcome == Status::Delivered);
            let found = records::find_delivery(&mut app.db.read().await?, delivery).await?.unwrap();
            assert_eq!((found.status, found.tries), (outcome, 1), "{:?}", found.response);
            if outcome == Status::Delivered {
                // What was taken is not sent again.
                send::run(app.clone(), job).await?;
            }
            let seen = seen.lock().unwrap().clone();
            assert_eq!(seen.len(), came);
            assert!(seen.iter().all(|one| one == "signed {}"));
        }
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erased_customer_stands_in_no_message() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let (gone, other) = (app.ids.next(), app.ids.next());
        let body = |ids: &[i64]| {
            let customers: Vec<_> = ids.iter().map(|id| serde_json::json!({ "id": Id(*id) })).collect();
            serde_json::json!({ "type": "segment.entered", "data": { "segment": {}, "customers": customers } })
                .to_string()
        };
        let ids: Vec<i64> = (0..4).map(|_| app.ids.next()).collect();
        let mut tx = app.db.begin().await?;
        let bodies = [body(&[gone]), body(&[gone]), body(&[gone, other]), body(&[other])];
        let rows = ids.iter().zip(&bodies).map(|(id, body)| (*id, 1, Topic::Entered, 0, body.clone())).collect();
        records::add(&mut tx, rows).await?;
        // The first was taken, and its receiver sent the message back.
        records::tried(&mut tx, ids[0], Status::Delivered, Some(200), 1, &bodies[0]).await?;
        tx.commit().await?;
        let person = crate::care::Person { customer_id: gone, profile_ids: Vec::new(), values: Vec::new() };
        let given = (CARE.export)(&mut app.db.read().await?, &person).await?;
        assert_eq!(given["webhook_deliveries"].as_array().map(Vec::len), Some(1), "{given}");
        let mut tx = app.db.begin().await?;
        assert_eq!((CARE.erase)(&mut tx, &app, &person).await?, [("webhook_deliveries", 3)]);
        tx.commit().await?;
        let mut session = app.db.read().await?;
        let mut left = Vec::new();
        for id in ids {
            left.push(records::find_delivery(&mut session, id).await?.map(|one| (one.request, one.response)));
        }
        let said =
            |ids: &[i64]| Some((serde_json::from_str::<serde_json::Value>(&body(ids)).unwrap().to_string(), None));
        assert_eq!(left, [said(&[]), None, said(&[other]), Some((body(&[other]), None))]);
        Ok(())
    })
    .await
    .unwrap();
}
