//! Every endpoint, asked by everybody: the table of who may come in, beside the one that is committed.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where it fails")]

use std::collections::BTreeSet;
use std::fmt::Write as _;

use expect_test::expect_file;
use platform::http::{Caller, Need, Role};
use platform::i18n::Locale;
use platform::testing::{Client, Site, on_both};
use platform::{App, Error};
use regulars::site::{self, Watch};
use regulars::start::catalogues;
use serde_json::{Value as Json, json};
use shop::permissions::{EVENTS_READ, OVERVIEW_READ};

const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// `GET /api/v1/users`, from the document.
fn documented() -> BTreeSet<(String, String)> {
    let document: Json = serde_json::to_value(site::openapi()).unwrap();
    let mut found = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in METHODS {
            if item.get(method).is_some() {
                found.insert((path.clone(), method.to_ascii_uppercase()));
            }
        }
    }
    found
}

#[test]
fn every_endpoint_stands_in_the_document_and_in_the_table_once() {
    let mut listed = BTreeSet::new();
    for entry in site::policy().access {
        assert!(listed.insert((entry.path.to_owned(), entry.method.to_owned())), "{entry:?} stands twice");
    }
    let documented = documented();
    let unlisted: Vec<_> = documented.difference(&listed).collect();
    let undocumented: Vec<_> = listed.difference(&documented).collect();
    assert!(unlisted.is_empty(), "in the document, but nobody may: {unlisted:?}");
    assert!(undocumented.is_empty(), "in the table, but not in the document: {undocumented:?}");
}

/// Who asks. A fresh one each time, since signing out is among the questions.
async fn everybody(site: &Site) -> Result<[(&'static str, Client); 8], Error> {
    Ok([
        ("nobody", site.anonymous()),
        ("owner", site.role(Role::Owner).await?),
        ("operator", site.role(Role::Operator).await?),
        ("agent", site.role(Role::Agent).await?),
        ("analyst", site.role(Role::Analyst).await?),
        ("key(overview)", site.key(&[OVERVIEW_READ], None).await?),
        ("key(events,shop)", site.key(&[EVENTS_READ], Some(1)).await?),
        ("write key", site.write_key(1).await?),
    ])
}

async fn table(app: &App) -> Result<String, Error> {
    let policy = site::policy();
    let watch = Watch { metrics_open: true, ..Watch::default() };
    let site = Site::new(app, policy.clone(), site::router(watch));
    // A portal that is closed would refuse everybody alike.
    let mut tx = app.db.begin().await?;
    let open = shop::portal::Settings { enabled: true, ..shop::portal::Settings::default() };
    let owner = Caller::system(shop::permissions::ALL, Locale::En);
    shop::portal::put_settings(&mut tx, &owner, open, app.clock.now()).await?;
    tx.commit().await?;
    let mut text = String::new();
    for (path, method) in documented() {
        let need = match policy.need(&method, &path) {
            Some(Need::Public) => "public",
            Some(Need::SignedIn) => "signed in",
            Some(Need::WriteKey) => "write key",
            Some(Need::Door(_)) => "buyer's session",
            Some(Need::May(permission)) => permission.0,
            None => "NOBODY MAY",
        };
        let address: String =
            path.split('/').map(|part| if part.starts_with('{') { "1" } else { part }).collect::<Vec<_>>().join("/");
        let mut come_in = Vec::new();
        for (name, client) in everybody(&site).await? {
            let answer = match method.as_str() {
                "GET" | "DELETE" => client.send(&method, &address, "", "".into()).await?,
                _ => client.json(&method, &address, &json!({})).await?,
            };
            let shown_the_door = answer.status == 303 && answer.header("location").starts_with("/my/sign-in");
            let refused = match answer.outcome().as_str() {
                "401 unauthenticated" | "403 forbidden" | "403 csrf" => true,
                _ if shown_the_door && matches!(policy.need(&method, &path), Some(Need::Door(_))) => true,
                outcome => {
                    assert!(!outcome.starts_with("500"), "{method} {path} as {name}: {outcome}");
                    false
                }
            };
            if !refused {
                come_in.push(name);
            }
        }
        writeln!(text, "{method:6} {path:44} {need:20} {}", come_in.join(", ")).unwrap();
    }
    Ok(text)
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_call_what_is_as_committed() {
    on_both(&regulars::start::migrations(), &catalogues(), |app| async move {
        expect_file!["permissions.txt"].assert_eq(&table(&app).await?);
        Ok(())
    })
    .await
    .unwrap();
}
