//! The card over HTTP: attributes and their history, masks and reveals, notes, consent, timeline, scope.

use axum::Extension;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use connectors::drafts::{Identifier, IdentifierKind};
use http_body_util::BodyExt as _;
use platform::http::{Actor, Caller, Role, ShopScope};
use platform::testing::{NOON, on_both};
use serde_json::{Value as Json, json};
use tower::ServiceExt as _;

use super::*;
use crate::customers::{self, Sighting, Source};
use crate::permissions;
use crate::shops::Channel;

fn staff(shops: ShopScope) -> Caller {
    let mut caller = Caller::system(permissions::ALL, platform::i18n::Locale::En);
    caller.actor = Actor::User { id: 1, name: "周敏".to_owned(), role: Role::Owner };
    caller.shops = shops;
    caller
}

/// Sends a request past the gate as `caller`.
async fn send(app: &App, caller: &Caller, line: &str, body: Json) -> (u16, Json) {
    let (method, path) = line.split_once(' ').unwrap();
    let (router, _) = crate::router().split_for_parts();
    let body = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
    let request = Request::builder()
        .method(method)
        .uri(format!("/api/v1{path}"))
        .header(header::CONTENT_TYPE, "application/json")
        .body(body)
        .unwrap();
    let answer = router.layer(Extension(caller.clone())).with_state(app.clone()).oneshot(request).await.unwrap();
    let status = answer.status().as_u16();
    let bytes = answer.into_body().collect().await.unwrap().to_bytes();
    let json =
        serde_json::from_slice(&bytes).unwrap_or_else(|_| Json::from(String::from_utf8_lossy(&bytes).into_owned()));
    (status, json)
}

async fn someone(app: &App) -> Result<i64, Error> {
    let mut tx = app.db.begin().await?;
    let identify = |kind, value: &str| Identifier { kind, value: value.to_owned() };
    let mut shop = Sighting::new(
        Source { shop_id: Some(1), channel: Channel::Taobao },
        vec![identify(IdentifierKind::TaobaoNick, "小鱼"), identify(IdentifierKind::Mobile, "+8613912345678")],
        NOON - 1_000,
    );
    shop.nick = Some("小鱼".to_owned());
    shop.name = Some("张三".to_owned());
    shop.mobile = Some("13912345678".to_owned());
    shop.birthday = Some("1990-05-17".to_owned());
    let mut web = Sighting::new(
        Source { shop_id: Some(2), channel: Channel::Web },
        vec![identify(IdentifierKind::UserId, "u-1"), identify(IdentifierKind::Mobile, "+8613912345678")],
        NOON,
    );
    web.name = Some("张三".to_owned());
    web.email = Some("san@example.com".to_owned());
    let found = customers::resolve(&mut tx, app, &[shop, web]).await?;
    tx.commit().await?;
    Ok(found[0].unwrap().customer_id)
}

fn attribute<'a>(card: &'a Json, key: &str) -> &'a Json {
    card["attributes"].as_array().unwrap().iter().find(|one| one["key"] == key).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_card_is_masked_edited_revealed_and_told_in_one_timeline() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let id = someone(&app).await?;
        let boss = staff(ShopScope::All);
        let at = |rest: &str| format!("/customers/{id}{rest}");
        let (status, field) =
            send(&app, &boss, "POST /fields", json!({ "key": "skin", "name": "Skin", "type": "one_of", "options": ["dry", "oily"] })).await;
        assert_eq!((status, &field["key"]), (201, &json!("skin")));

        let (status, card) = send(&app, &boss, &format!("GET {}", at("")), Json::Null).await;
        assert_eq!(status, 200, "{card}");
        let whole = card.to_string();
        for hidden in ["13912345678", "张三", "san@example.com", "1990-05-17"] {
            assert!(!whole.contains(hidden), "{hidden} in {whole}");
        }
        assert_eq!(attribute(&card, "mobile")["display"], "139****5678");
        assert_eq!(attribute(&card, "birthday")["value"], "--05-17");
        assert_eq!(attribute(&card, "email")["source"]["kind"], "profile");
        assert_eq!(card["profile_list"].as_array().unwrap().len(), 2);
        // The two profiles meet in one mobile.
        assert_eq!((card["graph"]["nodes"].as_array().unwrap().len(), card["graph"]["links"].as_array().unwrap().len()), (6, 6));
        let sms = json!({ "channel": "sms", "purpose": "marketing", "allowed": false, "reason": "No consent is on file; advertising needs one." });
        assert!(card["may_send"].as_array().unwrap().contains(&sms));

        app.clock.set(NOON + 1_000);
        let (status, card) =
            send(&app, &boss, &format!("PATCH {}", at("")), json!({ "attributes": { "name": "张小三", "field:skin": "dry" } })).await;
        assert_eq!((status, &card["name"]), (200, &json!("张**")));
        assert_eq!(attribute(&card, "field:skin")["value"], "dry");
        assert_eq!(attribute(&card, "name")["source"]["name"], "周敏");
        assert_eq!(attribute(&card, "name")["history"][0]["value"], "张**");
        let (status, _) = send(&app, &boss, &format!("PATCH {}", at("")), json!({ "attributes": { "field:skin": "scaly" } })).await;
        assert_eq!(status, 422);

        let (status, shown) =
            send(&app, &boss, &format!("POST {}", at("/reveal")), json!({ "fields": ["mobile", "name", "street"], "reason": "call back" })).await;
        assert_eq!((status, shown), (200, json!({ "values": { "mobile": "13912345678", "name": "张小三", "street": null } })));
        assert_eq!(send(&app, &boss, &format!("POST {}", at("/reveal")), json!({ "fields": ["orders"] })).await.0, 422);

        app.clock.set(NOON + 2_000);
        let (status, note) = send(&app, &boss, &format!("POST {}", at("/notes")), json!({ "text": "likes blue", "pinned": true })).await;
        assert_eq!((status, &note["author"]), (201, &json!("周敏")));
        app.clock.set(NOON + 3_000);
        let consent = |evidence: Json| json!({ "purpose": "marketing", "channel": "sms", "state": "granted", "evidence": evidence });
        assert_eq!(send(&app, &boss, &format!("PUT {}", at("/consents")), consent(Json::Null)).await.0, 422);
        assert_eq!(send(&app, &boss, &format!("PUT {}", at("/consents")), consent(json!("form 7"))).await.0, 200);
        app.clock.set(NOON + 4_000);
        assert_eq!(send(&app, &boss, &format!("PUT {}", at("/personalisation")), json!({ "on": false })).await.0, 200);
        app.clock.set(NOON + 5_000);
        assert_eq!(send(&app, &boss, &format!("PUT {}", at("/blacklist")), json!({ "on": true, "reason": "rude" })).await.0, 200);

        let (_, card) = send(&app, &boss, &format!("GET {}", at("")), Json::Null).await;
        assert_eq!((&card["blacklisted"], &card["personalisation"]), (&json!(true), &json!(false)));
        let mut titles = Vec::new();
        let mut cursor = String::new();
        loop {
            let (status, page) = send(&app, &boss, &format!("GET {}", at(&format!("/timeline?limit=2{cursor}"))), Json::Null).await;
            assert_eq!(status, 200, "{page}");
            titles.extend(page["items"].as_array().unwrap().iter().map(|item| item["title"].as_str().unwrap().to_owned()));
            match page["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        let expected = [
            "Put on the black list", "Personalisation turned off", "Advertising by SMS: agreed", "likes blue", "Changed: Name",
            "Changed: Skin",
        ];
        for title in expected {
            assert!(titles.iter().any(|seen| seen == title), "{title} in {titles:?}");
        }
        assert_eq!(titles[..4], expected[..4]);
        let (_, page) = send(&app, &boss, &format!("GET {}", at("/timeline?kinds=note,order")), Json::Null).await;
        assert_eq!(page["items"].as_array().unwrap().len(), 1);

        let (status, csv) = send(&app, &boss, "GET /customers/export?columns=nick,mobile,field:skin,blacklisted", Json::Null).await;
        assert_eq!((status, csv.as_str().unwrap()), (200, "\u{feff}Nick,Mobile,Skin,Black list\r\n小鱼,139****5678,dry,Yes\r\n"));
        let (_, csv) = send(&app, &boss, "GET /customers/export?columns=mobile&reveal=true&tab=all", Json::Null).await;
        assert!(csv.as_str().unwrap().contains("13912345678"));
        let (status, _) = send(&app, &boss, "GET /customers/export?format=xlsx", Json::Null).await;
        assert_eq!(status, 200);
        let these = |ids: &[i64]| json!({ "ids": ids.iter().map(i64::to_string).collect::<Vec<_>>(), "columns": "nick" });
        for (caller, ids, expected) in [
            (&boss, vec![id, 5], (200, "\u{feff}Nick\r\n小鱼\r\n")),
            (&boss, vec![5], (200, "\u{feff}Nick\r\n")),
            (&staff(ShopScope::Only(vec![3])), vec![id], (200, "\u{feff}Nick\r\n")),
        ] {
            let (status, csv) = send(&app, caller, "POST /customers/export", these(&ids)).await;
            assert_eq!((status, csv.as_str().unwrap()), expected, "{ids:?}");
        }
        assert_eq!(send(&app, &boss, "POST /customers/export", these(&[])).await.0, 422);
        assert_eq!(send(&app, &boss, "POST /customers/export", these(&vec![id; 1_001])).await.0, 422);
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_colleague_of_some_shops_sees_what_these_shops_say() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let id = someone(&app).await?;
        let (status, card) =
            send(&app, &staff(ShopScope::Only(vec![2])), &format!("GET /customers/{id}"), Json::Null).await;
        assert_eq!((status, card["profile_list"].as_array().unwrap().len()), (200, 1));
        assert_eq!(card["channels"], json!(["web"]));
        assert!(card["identifiers"].as_array().unwrap().iter().all(|one| one["kind"] != "taobao_nick"));
        for line in ["GET ", "PATCH ", "GET /timeline", "GET /orders", "POST /reveal", "POST /notes"] {
            let (method, rest) = line.split_once(' ').unwrap();
            let body = match line {
                "PATCH " => json!({ "attributes": {} }),
                "POST /reveal" => json!({ "fields": ["name"] }),
                "POST /notes" => json!({ "text": "x" }),
                _ => Json::Null,
            };
            let stranger = staff(ShopScope::Only(vec![3]));
            let (status, _) = send(&app, &stranger, &format!("{method} /customers/{id}{rest}"), body).await;
            assert_eq!(StatusCode::from_u16(status).unwrap(), StatusCode::NOT_FOUND, "{line}");
        }
        Ok(())
    })
    .await
    .unwrap();
}
