//! `regulars segment`: questions about crowds from the terminal, on the data as it stands, whether or not a server runs.

use axum::body::Body;
use serde_json::{Value as Json, json};
use shop::segments::live;
use tokio_util::sync::CancellationToken;

use super::exit::{Failure, database};
use super::inside::Inside;
use super::{Exit, Report};
use crate::config::Config;
use crate::start;

/// What is asked.
#[derive(Debug, Clone, clap::Subcommand)]
pub(super) enum SegmentCommand {
    /// How many customers a rule holds of
    Count {
        /// The rule: did paid at least 2 times in last 90 days
        rule: String,
        /// At this instant instead of now: 2026-11-11T00:00:00+08:00
        #[arg(long, value_name = "INSTANT")]
        at: Option<String>,
    },
    /// Which customers a rule holds of, masked as in the console
    Members {
        /// The rule
        rule: String,
        /// At this instant instead of now
        #[arg(long, value_name = "INSTANT")]
        at: Option<String>,
        /// At most so many, 200 at most
        #[arg(long, value_name = "N", default_value_t = 50)]
        limit: usize,
    },
    /// What a rule says in plain words, and how many each part of it holds of
    Explain {
        /// The rule
        rule: String,
        /// At this instant instead of now
        #[arg(long, value_name = "INSTANT")]
        at: Option<String>,
    },
    /// The segments and lists that were saved, with their sizes
    List,
}

pub(super) async fn run(config: &Config, report: &Report, command: SegmentCommand) -> Result<Exit, Failure> {
    let app = start::ready(config).await.map_err(database)?;
    live::peek(&app, &CancellationToken::new()).await.map_err(Failure::from)?;
    let inside = Inside::new(&app, report.language());
    let (text, object) = match command {
        SegmentCommand::Count { rule, at } => count(&inside, &rule, at).await?,
        SegmentCommand::Members { rule, at, limit } => members(&inside, &rule, at, limit).await?,
        SegmentCommand::Explain { rule, at } => explain(&inside, &rule, at).await?,
        SegmentCommand::List => list(&inside).await?,
    };
    app.db.close().await;
    report.outcome(&text, &object);
    Ok(Exit::Done)
}

async fn post(inside: &Inside, path: &str, body: &Json) -> Result<Json, Failure> {
    inside.json("POST", path, "application/json", Body::from(body.to_string())).await
}

fn text(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        Json::Null => String::new(),
        other => other.to_string(),
    }
}

async fn count(inside: &Inside, rule: &str, at: Option<String>) -> Result<(String, Json), Failure> {
    let answer = post(inside, "/api/v1/segments/count", &json!({ "text": rule, "at": at })).await?;
    let of = |key: &str| text(answer.get(key).unwrap_or(&Json::Null));
    Ok((format!("{} of {} customers, as of {}.", of("customers"), of("base"), of("at")), answer))
}

async fn members(inside: &Inside, rule: &str, at: Option<String>, limit: usize) -> Result<(String, Json), Failure> {
    let body = json!({ "text": rule, "limit": limit, "at": at });
    let answer = post(inside, "/api/v1/segments/members", &body).await?;
    let rows = answer.get("items").and_then(Json::as_array).cloned().unwrap_or_default();
    let mut lines = String::new();
    for row in &rows {
        let of = |key: &str| text(row.get(key).unwrap_or(&Json::Null));
        let shown = [of("id"), of("nick"), of("name"), of("province"), of("deals")];
        lines.push_str(&format!("{}\n", shown.join("\t")));
    }
    let of = |key: &str| text(answer.get(key).unwrap_or(&Json::Null));
    lines.push_str(&format!("{} of {} shown, as of {}.", rows.len(), of("customers"), of("at")));
    Ok((lines, answer))
}

async fn explain(inside: &Inside, rule: &str, at: Option<String>) -> Result<(String, Json), Failure> {
    let read = post(inside, "/api/v1/rules/read", &json!({ "text": rule })).await?;
    let problems = read.get("problems").and_then(Json::as_array).cloned().unwrap_or_default();
    if let Some(problem) = problems.first() {
        let message = problem.get("message").and_then(|message| message.get("en")).unwrap_or(&Json::Null);
        return Err(Failure::new(Exit::Failed, text(message)));
    }
    let body = json!({ "text": rule, "at": at, "parts": true });
    let counted = post(inside, "/api/v1/segments/count", &body).await?;
    let sentence = read.get("sentence").cloned().unwrap_or_default();
    let said = |key: &str| text(sentence.get(key).unwrap_or(&Json::Null));
    let mut lines = format!("{}\n{}\n{}\n", text(read.get("text").unwrap_or(&Json::Null)), said("zh"), said("en"));
    for part in counted.get("parts").and_then(Json::as_array).into_iter().flatten() {
        let of = |key: &str| text(part.get(key).unwrap_or(&Json::Null));
        let path = of("path");
        lines.push_str(&format!("{:<12} {}\n", if path.is_empty() { "whole" } else { &path }, of("customers")));
    }
    Ok((lines, json!({ "read": read, "count": counted })))
}

async fn list(inside: &Inside) -> Result<(String, Json), Failure> {
    let mut rows = Vec::new();
    let mut lines = String::new();
    let mut cursor = String::new();
    loop {
        let path = format!("/api/v1/segments?limit=200{cursor}");
        let answer = inside.json("GET", &path, "", Body::empty()).await?;
        for row in answer.get("items").and_then(Json::as_array).into_iter().flatten() {
            let of = |key: &str| text(row.get(key).unwrap_or(&Json::Null));
            let shown = [of("id"), of("kind"), of("size"), of("size_at"), of("name"), of("text")];
            lines.push_str(&format!("{}\n", shown.join("\t")));
            rows.push(row.clone());
        }
        match answer.get("next_cursor").and_then(Json::as_str) {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return Ok((lines, json!({ "items": rows }))),
        }
    }
}
