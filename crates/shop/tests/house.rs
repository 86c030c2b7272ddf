//! The rules of the house, read from the source: which department may call which, where SQL may stand, how long a file
//! may grow.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test stops where it fails")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// No file grows beyond this; split it by noun or verb.
const MOST_LINES: usize = 500;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The arrows that ARCHITECTURE.md lists between departments: lines such as `- orders → customers, products, shops`.
fn listed() -> BTreeMap<String, BTreeSet<String>> {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    text.lines()
        .filter_map(|line| line.strip_prefix("- ")?.split_once(" → "))
        .map(|(from, to)| (from.trim().to_owned(), to.split(',').map(|name| name.trim().to_owned()).collect()))
        .collect()
}

fn departments() -> BTreeSet<String> {
    fs::read_dir(root().join("crates/shop/src"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
        .collect()
}

/// A test may set its scene with any department, and may ask the database itself.
fn is_test(path: &Path) -> bool {
    path.iter().any(|part| part.to_string_lossy().contains("test"))
}

#[test]
fn departments_call_only_those_that_architecture_lists() {
    let departments = departments();
    let listed = listed();
    let mut wrong = Vec::new();
    for department in &departments {
        for path in sources(&root().join("crates/shop/src").join(department)) {
            if is_test(&path) {
                continue;
            }
            for (number, line) in fs::read_to_string(&path).unwrap().lines().enumerate() {
                let code = line.split("//").next().unwrap_or("");
                for called in code.split("crate::").skip(1) {
                    let name: String = called.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
                    let fine = name == *department
                        || !departments.contains(&name)
                        || listed.get(department).is_some_and(|to| to.contains(&name));
                    if !fine {
                        wrong.push(format!("{}:{}: {department} → {name}", path.display(), number + 1));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "arrows that ARCHITECTURE.md does not list:\n{}", wrong.join("\n"));
}

#[test]
fn sql_stands_in_records_only() {
    let words = ["\"select ", "\"insert into ", "\"update ", "\"delete from "];
    let mut wrong = Vec::new();
    for path in sources(&root().join("crates/shop/src")) {
        if is_test(&path) || path.to_string_lossy().contains("records") {
            continue;
        }
        for (number, line) in fs::read_to_string(&path).unwrap().lines().enumerate() {
            if !line.trim_start().starts_with("//") && words.iter().any(|word| line.contains(word)) {
                wrong.push(format!("{}:{}", path.display(), number + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "SQL outside records:\n{}", wrong.join("\n"));
}

#[test]
fn no_file_is_too_long() {
    let long: Vec<String> = sources(&root().join("crates"))
        .into_iter()
        .map(|path| (fs::read_to_string(&path).unwrap().lines().count(), path))
        .filter(|(lines, _)| *lines > MOST_LINES)
        .map(|(lines, path)| format!("{lines} {}", path.display()))
        .collect();
    assert!(long.is_empty(), "split these by noun or verb:\n{}", long.join("\n"));
}

#[test]
fn crates_depend_downwards_only() {
    let ours = ["rules", "science", "pricing", "connectors", "platform", "warehouse", "olap", "shop", "regulars"];
    let may: &[(&str, &[&str])] = &[
        ("rules", &[]),
        ("science", &[]),
        ("pricing", &[]),
        ("connectors", &[]),
        ("platform", &[]),
        ("warehouse", &["rules"]),
        ("olap", &["warehouse", "platform", "rules"]),
        ("shop", &["warehouse", "platform", "connectors", "pricing", "science", "rules"]),
    ];
    for (name, allowed) in may {
        let text = fs::read_to_string(root().join("crates").join(name).join("Cargo.toml")).unwrap();
        let section = text.split("[dependencies]").nth(1).unwrap().split("[dev-dependencies]").next().unwrap();
        for line in section.lines() {
            let dependency = line.split(['.', ' ', '=']).next().unwrap_or("");
            assert!(
                !ours.contains(&dependency) || allowed.contains(&dependency),
                "{name} may not depend on {dependency}"
            );
        }
    }
}
