//! `regulars sql`: a question in SQL, on the data as it stands, whether or not a server runs.

use std::path::PathBuf;

use axum::body::Body;
use clap::ValueEnum;
use futures_util::StreamExt as _;
use serde_json::{Value as Json, json};
use shop::segments::live;
use tokio::io::AsyncWriteExt as _;
use tokio_util::sync::CancellationToken;

use super::exit::{Failure, database};
use super::inside::Inside;
use super::{Exit, Report};
use crate::config::Config;
use crate::start;

/// What is asked.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct SqlArgs {
    /// One SELECT, WITH or EXPLAIN over customers, facts, items, segments and members
    sql: String,
    /// How the answer is written
    #[arg(long, value_enum, default_value_t = Form::Table)]
    format: Form,
    /// Rows at most of a table or JSON, 10,000 at most
    #[arg(long, value_name = "N", default_value_t = 1_000)]
    limit: usize,
    /// Write into this file instead of the terminal
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// How an answer is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Columns side by side, for people
    Table,
    /// Comma-separated, every row
    Csv,
    /// One JSON object with columns and rows
    Json,
    /// Apache Parquet, every row
    Parquet,
}

pub(super) async fn run(config: &Config, report: &Report, args: SqlArgs) -> Result<Exit, Failure> {
    let app = start::ready(config).await.map_err(database)?;
    if config.olap_reads == olap::Reads::Memory {
        live::peek(&app, &CancellationToken::new()).await.map_err(Failure::from)?;
    }
    let inside = Inside::new(&app, report.language());
    let body = match args.format {
        Form::Table | Form::Json => json!({ "sql": args.sql, "limit": args.limit }),
        Form::Csv => json!({ "sql": args.sql, "format": "csv" }),
        Form::Parquet => json!({ "sql": args.sql, "format": "parquet" }),
    };
    let body = Body::from(body.to_string());
    let kind = "application/json";
    match args.format {
        Form::Table | Form::Json => {
            let answer = inside.json("POST", "/api/v1/sql", kind, body).await?;
            let text = if args.format == Form::Table { table(&answer) } else { format!("{answer}\n") };
            write(report, args.output.as_ref(), text.as_bytes()).await?;
        }
        Form::Csv | Form::Parquet => {
            let answer = inside.call("POST", "/api/v1/sql/export", kind, body).await?;
            let mut pieces = answer.into_body().into_data_stream();
            let mut file = match &args.output {
                Some(path) => Some(tokio::fs::File::create(path).await.map_err(|cause| broken(&cause))?),
                None => None,
            };
            while let Some(piece) = pieces.next().await {
                let piece = piece.map_err(|cause| broken(&cause))?;
                match &mut file {
                    Some(file) => file.write_all(&piece).await.map_err(|cause| broken(&cause))?,
                    None => report.raw(&piece),
                }
            }
            if let Some(mut file) = file {
                file.flush().await.map_err(|cause| broken(&cause))?;
            }
        }
    }
    app.db.close().await;
    Ok(Exit::Done)
}

fn broken(cause: &dyn std::fmt::Display) -> Failure {
    Failure::new(Exit::Failed, format!("the answer could not be written: {cause}"))
}

async fn write(report: &Report, to: Option<&PathBuf>, bytes: &[u8]) -> Result<(), Failure> {
    match to {
        Some(path) => tokio::fs::write(path, bytes).await.map_err(|cause| broken(&cause)),
        None => {
            report.raw(bytes);
            Ok(())
        }
    }
}

/// How many places of the terminal a text takes: two for a Chinese character.
fn places(text: &str) -> usize {
    text.chars().map(|c| if c >= '\u{1100}' { 2 } else { 1 }).sum()
}

/// Columns side by side; numbers stand right.
fn table(answer: &Json) -> String {
    let list = |key: &str| answer.get(key).and_then(Json::as_array).cloned().unwrap_or_default();
    let columns = list("columns");
    let of = |column: &Json, key: &str| column.get(key).and_then(Json::as_str).unwrap_or_default().to_owned();
    let heads: Vec<String> = columns.iter().map(|column| of(column, "name")).collect();
    let right: Vec<bool> =
        columns.iter().map(|column| matches!(of(column, "type").as_str(), "integer" | "number" | "float")).collect();
    let cell = |cell: &Json| match cell {
        Json::Null => String::new(),
        Json::String(text) => text.clone(),
        other => other.to_string(),
    };
    let rows: Vec<Vec<String>> =
        list("rows").iter().filter_map(Json::as_array).map(|row| row.iter().map(cell).collect()).collect();
    let widths: Vec<usize> = heads
        .iter()
        .enumerate()
        .map(|(at, head)| {
            let cells = rows.iter().filter_map(|row| row.get(at)).map(|text| places(text));
            cells.chain([places(head)]).max().unwrap_or(0)
        })
        .collect();
    let line = |cells: &[String]| {
        let padded: Vec<String> = cells
            .iter()
            .zip(&widths)
            .zip(&right)
            .map(|((text, width), right)| {
                let space = " ".repeat(width.saturating_sub(places(text)));
                if *right { format!("{space}{text}") } else { format!("{text}{space}") }
            })
            .collect();
        format!("{}\n", padded.join("  ").trim_end())
    };
    let mut text = line(&heads);
    text.push_str(&line(&widths.iter().map(|width| "-".repeat(*width)).collect::<Vec<_>>()));
    for row in &rows {
        text.push_str(&line(row));
    }
    if answer.get("more").and_then(Json::as_bool) == Some(true) {
        text.push_str("… there are more rows; ask for them with --limit or --format csv\n");
    }
    text
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::table;

    #[test]
    fn columns_stand_side_by_side() {
        let answer = json!({
            "columns": [{"name": "province", "type": "text"}, {"name": "n", "type": "integer"}],
            "rows": [["浙江", 12], [null, 3]],
            "more": true,
        });
        let expected = "province   n\n--------  --\n浙江      12\n           3\n… there are more rows; ask for them with --limit or --format csv\n";
        assert_eq!(table(&answer), expected);
    }
}
