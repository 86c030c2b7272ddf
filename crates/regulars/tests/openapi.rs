//! The OpenAPI document is the committed one, and holds together.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where it fails")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

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

/// The names that types in a source file give to their schemas, each with the type's own name.
fn schemas(text: &str) -> Vec<(String, String)> {
    let word = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let mut found = Vec::new();
    let (mut asked, mut called, mut coded) = (false, None, false);
    for line in text.lines().map(str::trim) {
        if line.starts_with("use ") || line.starts_with("//") || line.is_empty() {
            continue;
        }
        if let Some((_, name)) = line.split_once("ToSchema for ") {
            found.push((word(name), word(name)));
            asked = false;
            continue;
        }
        // The macros that make enumerations derive it for what they are given.
        coded |= line.starts_with("codes! {") || line.starts_with("coded! {");
        asked |= line.contains("ToSchema");
        if let Some((_, name)) = line.split_once("schema(").and_then(|(_, rest)| rest.split_once("as = ")) {
            called = Some(word(name));
        }
        let (_, item) = line.split_once("struct ").or_else(|| line.split_once("enum ")).unwrap_or_default();
        let given = coded && line.ends_with('{') && !line.contains('!');
        if item.is_empty() && !given {
            continue;
        }
        let name = word(if given { line } else { item });
        if (asked || given) && !name.is_empty() {
            found.push((called.take().unwrap_or_else(|| name.clone()), name));
        }
        (asked, called, coded) = (false, None, false);
    }
    found
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// Schemas are told apart by their name alone: of two types with one name, the document quietly shows one for both.
#[test]
fn no_two_schemas_share_a_name() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut paths = Vec::new();
    for room in std::fs::read_dir(crates).unwrap() {
        sources(&room.unwrap().path().join("src"), &mut paths);
    }
    let mut known: BTreeMap<String, String> = BTreeMap::new();
    let mut shared = Vec::new();
    for path in paths {
        let place = path.strip_prefix(crates).unwrap().display().to_string();
        for (name, item) in schemas(&std::fs::read_to_string(&path).unwrap()) {
            if let Some(other) = known.insert(name.clone(), format!("{item} in {place}")) {
                shared.push(format!("{other} and {item} in {place} both call their schema {name}"));
            }
        }
    }
    assert!(shared.is_empty(), "{shared:#?}");
    // What the document shows is what was read: nothing was overlooked.
    let document = serde_json::to_value(site::openapi()).unwrap();
    let shown = document["components"]["schemas"].as_object().unwrap();
    let overlooked: Vec<&String> =
        shown.keys().filter(|name| !name.contains('_') && !known.contains_key(*name)).collect();
    assert!(overlooked.is_empty(), "{overlooked:?} come from types that this test did not find");
}

#[test]
fn names_of_schemas_are_read_from_the_source() {
    let text = "
        use utoipa::ToSchema;
        #[derive(Debug, ToSchema)]
        pub struct Plain { a: i64 }
        /// Words.
        #[derive(ToSchema)]
        #[schema(as = Other, example = 1)]
        enum Named<'a> {}
        struct Silent;
        codes! {
            /// Words.
            #[schema(as = Coded)]
            Kind {
                One = \"one\",
            }
        }";
    let pair = |(name, item): (&str, &str)| (name.to_owned(), item.to_owned());
    assert_eq!(schemas(text), [("Plain", "Plain"), ("Other", "Named"), ("Coded", "Kind")].map(pair));
}
