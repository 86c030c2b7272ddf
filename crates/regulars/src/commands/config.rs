//! `regulars config`: what is in force, and where each value came from.

use std::fmt::Write as _;

use serde_json::json;

use super::{Exit, Report};
use crate::config::{Config, KEYS};

pub(super) fn run(config: &Config, report: &Report) -> Exit {
    let mut text = String::new();
    let mut list = Vec::new();
    for key in KEYS {
        let Some(value) = config.values.get(key.name) else { continue };
        let shown = if key.secret && !value.text.is_empty() { "***" } else { &value.text };
        let _ = writeln!(text, "{:20} {:32} {:32} {}", key.name, shown, format!("({})", value.origin), key.about);
        list.push(json!({ "key": key.name, "value": shown, "origin": value.origin.to_string(), "about": key.about }));
    }
    report.outcome(&text, &json!({ "values": list }));
    Exit::Done
}
