//! `regulars segment`: questions about crowds from the terminal, on the data as it stands, whether or not a server runs.

use axum::body::Body;
use serde_json::{Value as Json, json};
use shop::segments::live;
use tokio_util::sync::CancellationToken;

use super::exit::{Failure, database};
use super::inside::Inside;
use super::language::Language;
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
        /// At most so many
        #[arg(long, value_name = "N", default_value_t = 50)]
        limit: usize,
        /// By this attribute, with `-` before it for the greatest first: -deal_amount
        #[arg(long, value_name = "ATTRIBUTE", allow_hyphen_values = true)]
        order: Option<String>,
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
        SegmentCommand::Members { rule, at, limit, order } => members(&inside, &rule, (at, order), limit).await?,
        SegmentCommand::Explain { rule, at } => explain(&inside, &rule, at, report.language()).await?,
        SegmentCommand::List => list(&inside).await?,
    };
    app.db.close().await;
    report.outcome(&text, &object);
    Ok(Exit::Done)
}

async fn post(inside: &Inside, path: &str, body: &Json) -> Result<Json, Failure> {
    inside.json("POST", path, "application/json", Body::from(body.to_string())).await
}

/// Asks about a rule. Where it cannot be computed, programs are told every problem, and the first one's place in the text.
async fn ask(inside: &Inside, path: &str, rule: &str, body: &Json) -> Result<Json, Failure> {
    let mut failure = match post(inside, path, body).await {
        Err(failure) if failure.code == "rule_not_computable" => failure,
        answered => return answered,
    };
    let mut read = post(inside, "/api/v1/rules/read", &json!({ "text": rule })).await?;
    let problems = read.get_mut("problems").map(Json::take).unwrap_or_default();
    if let Some(range) = problems.pointer("/0/range") {
        failure.more.insert("range".to_owned(), range.clone());
    }
    failure.more.insert("problems".to_owned(), problems);
    Err(failure)
}

fn text(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        Json::Null => String::new(),
        other => other.to_string(),
    }
}

async fn count(inside: &Inside, rule: &str, at: Option<String>) -> Result<(String, Json), Failure> {
    let answer = ask(inside, "/api/v1/segments/count", rule, &json!({ "text": rule, "at": at })).await?;
    let of = |key: &str| text(answer.get(key).unwrap_or(&Json::Null));
    Ok((format!("{} of {} customers, as of {}.", of("customers"), of("base"), of("at")), answer))
}

/// Members that are asked for at a time.
const PAGE: usize = 200;

/// The members in their order, page by page, under one instant.
async fn members(
    inside: &Inside,
    rule: &str,
    (at, order): (Option<String>, Option<String>),
    limit: usize,
) -> Result<(String, Json), Failure> {
    let (mut at, mut after) = (json!(at), Json::Null);
    let mut rows = Vec::new();
    let mut lines = "id\tnick\tname\tprovince\tdeals\n".to_owned();
    loop {
        let left = limit.saturating_sub(rows.len());
        let body = json!({ "text": rule, "at": at, "order": order, "after": after, "limit": left.min(PAGE) });
        let mut answer = ask(inside, "/api/v1/segments/members", rule, &body).await?;
        let page = answer.get("items").and_then(Json::as_array).cloned().unwrap_or_default();
        for row in &page {
            let of = |key: &str| text(row.get(key).unwrap_or(&Json::Null));
            let shown = [of("id"), of("nick"), of("name"), of("province"), of("deals")];
            lines.push_str(&format!("{}\n", shown.join("\t")));
        }
        rows.extend(page);
        let next = answer.get("next").cloned().unwrap_or_default();
        if next.is_null() || rows.len() >= limit {
            let of = |key: &str| text(answer.get(key).unwrap_or(&Json::Null));
            lines.push_str(&format!("{} of {} shown, as of {}.", rows.len(), of("customers"), of("at")));
            put(&mut answer, "items", Json::Array(rows));
            return Ok((lines, answer));
        }
        // Every page is of one crowd.
        (at, after) = (answer.get("at").cloned().unwrap_or_default(), next);
    }
}

/// What a rule says, and each part of it with how many it holds of, one below the other.
async fn explain(
    inside: &Inside,
    rule: &str,
    at: Option<String>,
    language: Language,
) -> Result<(String, Json), Failure> {
    let tongue = if language == Language::Zh { "zh" } else { "en" };
    let body = json!({ "text": rule, "at": at, "parts": true });
    let mut counted = ask(inside, "/api/v1/segments/count", rule, &body).await?;
    let read = post(inside, "/api/v1/rules/read", &json!({ "text": rule })).await?;
    let sentence = read.get("sentence").cloned().unwrap_or_default();
    let said = |key: &str| text(sentence.get(key).unwrap_or(&Json::Null));
    let mut lines = format!("{}\n{}\n{}\n", text(read.get("text").unwrap_or(&Json::Null)), said("zh"), said("en"));
    for part in counted.get_mut("parts").and_then(Json::as_array_mut).into_iter().flatten() {
        let path = text(part.get("path").unwrap_or(&Json::Null));
        let tree = read.get("rule").and_then(|whole| below(whole, &path)).cloned().unwrap_or_default();
        let words = post(inside, "/api/v1/rules/read", &json!({ "rule": tree })).await?;
        let words = words.get("sentence").cloned().unwrap_or_default();
        let deep = if path.is_empty() { 0 } else { path.split('.').count() };
        let count = text(part.get("customers").unwrap_or(&Json::Null));
        let said = text(words.get(tongue).unwrap_or(&Json::Null));
        lines.push_str(&format!("{count:>10}  {}{said}\n", "  ".repeat(deep)));
        put(part, "sentence", words);
    }
    lines.push_str(&format!("As of {}.", text(counted.get("at").unwrap_or(&Json::Null))));
    Ok((lines, json!({ "read": read, "count": counted })))
}

/// Puts a value into an object.
fn put(object: &mut Json, key: &str, value: Json) {
    if let Some(object) = object.as_object_mut() {
        object.insert(key.to_owned(), value);
    }
}

/// The part of a rule's tree at a path such as `1.0`: parts of groups by their place, what is turned round by 0.
fn below<'t>(whole: &'t Json, path: &str) -> Option<&'t Json> {
    path.split('.').filter(|step| !step.is_empty()).try_fold(whole, |tree, step| match tree.get("rules") {
        Some(parts) => parts.get(step.parse::<usize>().ok()?),
        None => tree.get("rule"),
    })
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
