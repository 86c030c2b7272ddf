//! The demo shop from the command line: made, served, gone on with, written as files.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where it fails")]

use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value as Json, json};

fn run(folder: &Path, args: &[&str]) -> (i32, Json) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_regulars"));
    let told = command.current_dir(folder).arg("--json").args(args).stdin(Stdio::null()).output().unwrap();
    (told.status.code().unwrap(), serde_json::from_slice(&told.stdout).unwrap_or(Json::Null))
}

#[test]
fn a_demo_is_made_once_and_somebodys_business_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let demo = |data: &str| run(folder.path(), &["--data-dir", data, "demo", "--customers", "60", "--no-serve"]);
    let (code, first) = demo("d");
    assert_eq!(code, 0, "{first}");
    assert_eq!((&first["demo"], &first["login"]), (&json!(true), &json!("demo")));
    assert!(first["made"]["orders"]["created"].as_i64().unwrap() > 30, "{first}");
    let (code, second) = demo("d");
    assert_eq!((code, &second["made"]), (0, &Json::Null), "it is there already");
    let users = run(folder.path(), &["--data-dir", "d", "user", "list"]).1;
    let parts: Vec<&str> =
        users["users"].as_array().unwrap().iter().map(|user| user["role"].as_str().unwrap()).collect();
    assert_eq!(parts, ["owner", "operator", "agent", "analyst"]);
    let (code, told) = run(folder.path(), &["--data-dir", "d", "export", "customers.csv"]);
    assert_eq!(code, 0, "{told}");
    let text = std::fs::read_to_string(folder.path().join("customers.csv")).unwrap();
    assert!(text.lines().count() > 30, "{text}");
    assert_eq!(run(folder.path(), &["--data-dir", "d", "export", "customers.pdf"]).0, 2);

    let (code, _) = {
        let mut command = Command::new(env!("CARGO_BIN_EXE_regulars"));
        let mut child = command
            .current_dir(folder.path())
            .args(["--json", "--data-dir", "mine", "user", "add", "mei", "--role", "owner"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), b"green tea in spring\n").unwrap();
        (child.wait().unwrap().code().unwrap(), ())
    };
    assert_eq!(code, 0);
    assert_eq!(demo("mine").0, 1, "this is somebody's business");
}

#[test]
fn the_demo_is_written_as_files() {
    let folder = tempfile::tempdir().unwrap();
    let args = ["demo", "--customers", "80", "--write-taobao", "files", "--write-segment", "batches.jsonl"];
    let (code, told) = run(folder.path(), &args);
    assert_eq!(code, 0, "{told}");
    assert!(!folder.path().join("data").exists(), "no shop was made");
    for file in told["taobao"].as_array().unwrap() {
        let path = folder.path().join(file["file"].as_str().unwrap());
        let rows = std::fs::read(path).unwrap().iter().filter(|byte| **byte == b'\n').count();
        assert!(rows as i64 >= file["rows"].as_i64().unwrap(), "{file}");
    }
    let text = std::fs::read_to_string(folder.path().join("batches.jsonl")).unwrap();
    let bodies: Vec<Json> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let messages: usize = bodies.iter().map(|body| body["batch"].as_array().unwrap().len()).sum();
    assert_eq!(json!(messages), told["segment"]["messages"]);
}
