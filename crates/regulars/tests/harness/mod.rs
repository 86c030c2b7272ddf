//! The program as a test runs it: a command to its end, or a server that is stopped or killed.

#![allow(
    dead_code,
    unused_imports,
    clippy::unwrap_used,
    reason = "each test takes what it needs, and stops where it fails"
)]

mod browser;

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::Value as Json;

pub(crate) use browser::browser;

/// The program in a folder, with its data in `data` there, telling what it did as JSON.
pub(crate) fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_regulars"));
    command.current_dir(folder).arg("--json").arg("--data-dir").arg("data");
    command
}

/// Runs a command to its end. Returns its exit code and its report.
pub(crate) fn run(folder: &Path, args: &[&str]) -> (i32, Json) {
    let told = program(folder).args(args).stdin(Stdio::null()).output().unwrap();
    (told.status.code().unwrap(), serde_json::from_slice(&told.stdout).unwrap_or(Json::Null))
}

/// A server; it is killed when the test drops it.
pub(crate) struct Server {
    child: Child,
    /// Where it listens.
    pub(crate) url: String,
}

impl Server {
    /// Starts it and waits for the line that says where it listens.
    pub(crate) fn start(folder: &Path) -> Self {
        let mut child = program(folder)
            .args(["--listen", "127.0.0.1:0", "serve"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let told: Json = serde_json::from_str(&line).unwrap();
        let url = told.get("url").and_then(Json::as_str).unwrap().to_owned();
        Self { child, url }
    }

    /// Stops it as a service manager does. Returns its log.
    pub(crate) fn stop(mut self) -> String {
        let told = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(told.success());
        let mut log = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
        assert!(self.child.wait().unwrap().success(), "{log}");
        log
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
