//! The gate on both databases, seen by clients.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse as _;
use axum::routing::{get, post};
use serde::Deserialize;
use serde_json::json;

use super::*;
use crate::i18n::CATALOGUES;
use crate::testing::{Site, on_both};
use crate::{App, Error, MIGRATIONS};

const SEE: Permission = Permission("test.see");
const GRANTS: &[Grants] =
    &[Grants { role: Role::Owner, permissions: &[SEE] }, Grants { role: Role::Agent, permissions: &[] }];
const ACCESS: &[Access] = &[
    Access::new("GET", "/api/v1/open", Need::Public),
    Access::new("GET", "/api/v1/in", Need::SignedIn),
    Access::new("GET", "/api/v1/see/{id}", Need::May(SEE)),
    Access::new("POST", "/api/v1/in", Need::SignedIn),
    Access::new("POST", "/v1/track", Need::WriteKey),
    Access::new("GET", "/api/v1/panic", Need::Public),
    Access::new("POST", "/api/v1/secret", Need::SignedIn),
    Access::new("POST", "/api/v1/refuse", Need::SignedIn),
];

#[derive(Deserialize)]
struct Body {
    count: i64,
}

async fn who(caller: Caller) -> Json<serde_json::Value> {
    Json(json!({ "kind": caller.actor.kind(), "shops": format!("{:?}", caller.shops), "locale": caller.locale }))
}

fn site(app: &App, done: &Arc<AtomicI64>) -> Site {
    let count = |done: &Arc<AtomicI64>| {
        let done = done.clone();
        move |Json(body): Json<Body>| async move {
            let times = done.fetch_add(1, Ordering::SeqCst) + 1;
            (StatusCode::CREATED, Json(json!({ "times": times, "count": body.count })))
        }
    };
    let secret = done.clone();
    let router = Router::new()
        .route("/api/v1/open", get(async || "open"))
        .route("/api/v1/in", get(who).post(count(done)))
        .route("/api/v1/see/{id}", get(async |Path(id): Path<crate::Id>| id.to_string()))
        .route("/v1/track", post(who))
        .route("/api/v1/panic", get(async || -> &'static str { panic!("no") }))
        .route("/api/v1/forgotten", get(async || "nobody may read this"))
        .route(
            "/api/v1/secret",
            post(async move || {
                secret.fetch_add(1, Ordering::SeqCst);
                ([(header::CACHE_CONTROL, "no-store")], "shown once")
            }),
        )
        .route("/api/v1/refuse", post(async |State(_): State<App>| Error::invalid("name", "required").into_response()))
        .fallback(async || "the console");
    Site::new(app, Policy { access: ACCESS.to_vec(), grants: GRANTS.to_vec() }, router)
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_comes_in_and_who_may_not_is_told_why() {
    on_both(MIGRATIONS, CATALOGUES, |app| async move {
        let site = site(&app, &Arc::default());
        let nobody = site.anonymous();
        let owner = site.role(Role::Owner).await?;
        let agent = site.user(Role::Agent, ShopScope::Only(vec![5])).await?;
        let key = site.key(&[SEE], Some(7)).await?;
        let writer = site.write_key(7).await?;
        let mut table = String::new();
        for (method, path) in [
            ("GET", "/api/v1/open"),
            ("GET", "/api/v1/in"),
            ("HEAD", "/api/v1/in"),
            ("DELETE", "/api/v1/in"),
            ("GET", "/api/v1/see/12"),
            ("GET", "/api/v1/see/twelve"),
            ("GET", "/api/v1/forgotten"),
            ("GET", "/api/v1/nothing"),
            ("GET", "/customers"),
            ("GET", "/api/v1/panic"),
            ("POST", "/v1/track"),
        ] {
            let mut line = format!("{method:6} {path:20}");
            for (name, client) in
                [("nobody", &nobody), ("owner", &owner), ("agent", &agent), ("key", &key), ("writer", &writer)]
            {
                let answer = client.send(method, path, "", "".into()).await?;
                line += &format!(" | {name}: {}", answer.outcome());
            }
            table += &line;
            table.push('\n');
        }
        expect_test::expect![[r#"
            GET    /api/v1/open         | nobody: 200 | owner: 200 | agent: 200 | key: 200 | writer: 200
            GET    /api/v1/in           | nobody: 401 unauthenticated | owner: 200 | agent: 200 | key: 200 | writer: 401 unauthenticated
            HEAD   /api/v1/in           | nobody: 401 | owner: 200 | agent: 200 | key: 200 | writer: 401
            DELETE /api/v1/in           | nobody: 405 method_not_allowed | owner: 405 method_not_allowed | agent: 405 method_not_allowed | key: 405 method_not_allowed | writer: 405 method_not_allowed
            GET    /api/v1/see/12       | nobody: 401 unauthenticated | owner: 200 | agent: 403 forbidden | key: 200 | writer: 401 unauthenticated
            GET    /api/v1/see/twelve   | nobody: 401 unauthenticated | owner: 404 not_found | agent: 403 forbidden | key: 404 not_found | writer: 401 unauthenticated
            GET    /api/v1/forgotten    | nobody: 403 forbidden | owner: 403 forbidden | agent: 403 forbidden | key: 403 forbidden | writer: 403 forbidden
            GET    /api/v1/nothing      | nobody: 404 not_found | owner: 404 not_found | agent: 404 not_found | key: 404 not_found | writer: 404 not_found
            GET    /customers           | nobody: 200 | owner: 200 | agent: 200 | key: 200 | writer: 200
            GET    /api/v1/panic        | nobody: 500 internal | owner: 500 internal | agent: 500 internal | key: 500 internal | writer: 500 internal
            POST   /v1/track            | nobody: 401 unauthenticated | owner: 401 unauthenticated | agent: 401 unauthenticated | key: 401 unauthenticated | writer: 200
        "#]]
        .assert_eq(&table);
        assert_eq!(agent.get("/api/v1/in").await?.json(), json!({ "kind": "user", "shops": "Only([5])", "locale": "en" }));
        assert_eq!(key.get("/api/v1/in").await?.json()["shops"], "Only([7])");
        assert_eq!(writer.post("/v1/track", &json!({})).await?.json()["shops"], "Only([7])");
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unsafe_method_with_a_cookie_needs_the_token_of_the_page() {
    on_both(MIGRATIONS, CATALOGUES, |app| async move {
        let site = site(&app, &Arc::default());
        let owner = site.role(Role::Owner).await?;
        let body = json!({ "count": 1 });
        for (client, expected) in [
            (owner.clone(), "201"),
            (owner.clone().without_csrf(), "403 csrf"),
            (owner.clone().without_csrf().with(CSRF_HEADER, "guessed"), "403 csrf"),
            (site.key(&[SEE], None).await?, "201"),
        ] {
            assert_eq!(client.post("/api/v1/in", &body).await?.outcome(), expected);
        }
        assert_eq!(owner.without_csrf().get("/api/v1/in").await?.status, 200);
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_problem_is_told_in_the_readers_language_with_headers_that_keep_pages_safe() {
    on_both(MIGRATIONS, CATALOGUES, |app| async move {
        let site = site(&app, &Arc::default());
        let nobody = site.anonymous();
        let english = nobody.get("/api/v1/in").await?;
        assert_eq!(english.header("content-type"), "application/problem+json");
        assert_eq!(english.json()["detail"], "You are not signed in. Please sign in first.");
        let chinese =
            nobody.clone().with("accept-language", "zh-CN").with("x-request-id", "mine-1").get("/api/v1/in").await?;
        assert_eq!(chinese.json()["detail"], "你还没有登录，请先登录。");
        assert_eq!((chinese.header("x-request-id"), &chinese.json()["request_id"]), ("mine-1", &json!("mine-1")));
        let forged = nobody.clone().with("x-request-id", "a b").get("/api/v1/open").await?;
        assert_ne!(forged.header("x-request-id"), "a b");
        for (name, expected) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "same-origin"),
            ("x-frame-options", "DENY"),
            (
                "content-security-policy",
                "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            ),
        ] {
            assert_eq!(forged.header(name), expected);
        }
        let owner = site.role(Role::Owner).await?.with("accept-language", "zh-CN");
        let field = owner.post("/api/v1/in", &json!({ "count": "many" })).await?;
        assert_eq!(field.outcome(), "422 invalid");
        assert_eq!(
            field.json()["errors"],
            json!([{ "field": "count", "code": "malformed", "detail": "is not in the right form" }])
        );
        let large = owner.send("POST", "/api/v1/in", "application/json", vec![b' '; 9 * 1024 * 1024].into()).await?;
        assert_eq!(large.outcome(), "413 too_large");
        let form = owner.send("POST", "/api/v1/in", "application/x-www-form-urlencoded", "count=1".into()).await?;
        assert_eq!(form.outcome(), "415 unsupported_media_type");
        let asked = nobody.send("OPTIONS", "/v1/track", "", "".into()).await?;
        assert_eq!((asked.status, asked.header("access-control-allow-origin")), (204, "*"));
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repeated_post_with_a_key_is_done_once() {
    on_both(MIGRATIONS, CATALOGUES, |app| async move {
        let done = Arc::new(AtomicI64::new(0));
        let site = site(&app, &done);
        let owner = site.role(Role::Owner).await?.with("idempotency-key", "k1");
        let body = json!({ "count": 3 });
        let first = owner.post("/api/v1/in", &body).await?;
        let second = owner.post("/api/v1/in", &body).await?;
        assert_eq!((first.status, &first.body, first.header("content-type")), (201, &second.body, "application/json"));
        assert_eq!((second.status, second.header("content-type")), (201, "application/json"));
        assert_eq!((first.header("idempotent-replayed"), second.header("idempotent-replayed")), ("", "true"));
        assert_eq!(done.load(Ordering::SeqCst), 1);
        let other = owner.post("/api/v1/in", &json!({ "count": 4 })).await?;
        assert_eq!(other.outcome(), "409 idempotency_mismatch");

        let secret = owner.clone().with("idempotency-key", "k2");
        assert_eq!(secret.post("/api/v1/secret", &body).await?.text(), "shown once");
        assert_eq!(secret.post("/api/v1/secret", &body).await?.outcome(), "409 idempotency_secret");
        assert_eq!(done.load(Ordering::SeqCst), 2);

        let refused = owner.clone().with("idempotency-key", "k3");
        assert_eq!(refused.post("/api/v1/refuse", &body).await?.outcome(), "422 invalid");
        assert_eq!(refused.post("/api/v1/in", &body).await?.status, 201, "a refusal uses no key up");
        assert_eq!(owner.with("idempotency-key", "").post("/api/v1/in", &body).await?.outcome(), "422 invalid");
        Ok(())
    })
    .await
    .unwrap();
}
