//! The OpenAPI document is the committed one, and holds together.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where it fails")]

use std::collections::{BTreeMap, BTreeSet};

use expect_test::expect_file;
use regulars::site;
use serde_json::Value as Json;

/// After a change that is meant: `make openapi`.
#[test]
fn the_document_is_as_committed() {
    expect_file!["../../../docs/openapi.json"].assert_eq(&site::text(&site::openapi()));
}

fn walk<'a>(value: &'a Json, references: &mut Vec<&'a str>) {
    match value {
        Json::Object(map) => {
            references.extend(map.get("$ref").and_then(Json::as_str));
            map.values().for_each(|value| walk(value, references));
        }
        Json::Array(list) => list.iter().for_each(|value| walk(value, references)),
        _ => {}
    }
}

#[test]
fn every_reference_leads_somewhere_and_every_operation_has_a_name_of_its_own() {
    let document = serde_json::to_value(site::openapi()).unwrap();
    assert_eq!(document["openapi"], "3.1.0");
    let mut references = Vec::new();
    walk(&document, &mut references);
    assert!(!references.is_empty());
    for reference in references {
        let place = reference.strip_prefix('#').unwrap();
        assert!(document.pointer(place).is_some(), "{reference} leads nowhere");
    }
    let mut names = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let name = operation["operationId"].as_str().unwrap_or_default();
            assert!(names.insert(name.to_owned()), "{method} {path}: another operation is called {name}");
        }
    }
}

/// Schemas are told apart by their name alone: two departments with a `Patch` each would quietly share one.
#[test]
fn no_two_schemas_share_a_name() {
    let routers = [
        ("shops", shop::shops::router()),
        ("customers", shop::customers::router()),
        ("proposals", shop::proposals::router()),
        ("fields", shop::fields::router()),
        ("groups", shop::groups::router()),
        ("views", shop::views::router()),
        ("orders", shop::orders::router()),
        ("products", shop::products::router()),
        ("events", shop::events::router()),
        ("imports", shop::imports::router()),
        ("card", shop::card::router()),
        ("care", shop::care::router()),
        ("overview", shop::overview::router()),
        ("search", shop::search::router()),
        ("segments", shop::segments::router()),
        ("recipes", shop::recipes::router()),
        ("insight", shop::insight::router()),
        ("webhooks", shop::webhooks::router()),
        ("olap", olap::router()),
        ("accounts", platform::accounts::router()),
        ("keys", platform::keys::router()),
        ("audit", platform::audit::router()),
        ("jobs", platform::jobs::router()),
        ("notifications", platform::notifications::router()),
    ];
    let mut known: BTreeMap<String, (&str, Json)> = BTreeMap::new();
    let mut shared = Vec::new();
    for (room, mut router) in routers {
        let document = serde_json::to_value(router.to_openapi()).unwrap();
        let Some(schemas) = document.pointer("/components/schemas").and_then(Json::as_object) else { continue };
        for (name, schema) in schemas {
            let (first, seen) = known.entry(name.clone()).or_insert_with(|| (room, schema.clone()));
            if seen != schema {
                shared.push(format!("{first} and {room} both call a schema {name}"));
            }
        }
    }
    assert!(shared.is_empty(), "{shared:#?}");
}
