//! `regulars export`: customers as a file.

use std::path::PathBuf;

use serde_json::{Value as Json, json};

use super::exit::{Failure, database};
use super::inside::Inside;
use super::{Exit, Report};
use crate::config::Config;
use crate::{site, start};

/// What is to be exported.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct ExportArgs {
    /// Where to: a name that ends in .csv or .xlsx
    file: PathBuf,
    /// Only these, as in the address of the console's list: tab=dealt&province=浙江省
    #[arg(long, value_name = "QUERY", default_value = "")]
    query: String,
    /// These columns, in this order, separated by commas: id, nick, name, mobile, email, contact_group, province, city,
    /// channels, deals, deal_amount, average_order, items, closed, closed_amount, first_deal_at, last_deal_at, created_at,
    /// groups, tags, blacklisted, profiles, gender, birthday; the shop's own fields as field:CODE
    #[arg(long, value_name = "COLUMNS")]
    columns: Option<String>,
    /// Names, mobiles and addresses in full; the audit log tells it
    #[arg(long)]
    reveal: bool,
}

pub(super) async fn run(config: &Config, report: &Report, args: ExportArgs) -> Result<Exit, Failure> {
    let ending = args.file.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    let format = match ending.as_deref() {
        Some("csv") => "csv",
        Some("xlsx") => "xlsx",
        _ => return Err(Failure::new(Exit::Usage, "the file's name must end in .csv or .xlsx")),
    };
    if let Some(name) = unknown(&args.query) {
        let why = format!("--query: there is no filter {name}; there are: {}", filters().join(", "));
        return Err(Failure::new(Exit::Usage, why));
    }
    let app = start::ready(config).await.map_err(database)?;
    let mut query = format!("format={format}");
    for (name, value) in [("columns", args.columns.as_deref()), ("reveal", args.reveal.then_some("true"))] {
        if let Some(value) = value {
            query.push_str(&format!("&{name}={}", escaped(value)));
        }
    }
    if !args.query.is_empty() {
        query.push('&');
        query.push_str(&escaped(args.query.trim_start_matches('?')));
    }
    let bytes =
        Inside::new(&app, report.language()).save(&format!("/api/v1/customers/export?{query}"), &args.file).await?;
    app.db.close().await;
    let text = format!("{} holds the customers, {bytes} bytes.", args.file.display());
    report.outcome(&text, &json!({ "file": args.file, "bytes": bytes, "format": format, "revealed": args.reveal }));
    Ok(Exit::Done)
}

/// What the list can be narrowed by, as the API's document names it.
fn filters() -> Vec<String> {
    let document: Json = serde_json::from_str(&site::text(&site::openapi())).unwrap_or_default();
    let parameters = document.pointer("/paths/~1api~1v1~1customers~1export/get/parameters").and_then(Json::as_array);
    let names = parameters.into_iter().flatten().filter_map(|one| one.get("name").and_then(Json::as_str));
    // These have an argument of their own.
    names.filter(|name| !["format", "columns", "reveal"].contains(name)).map(str::to_owned).collect()
}

/// The first name in a query that narrows nothing: without a word, everybody would be written.
fn unknown(query: &str) -> Option<&str> {
    let known = filters();
    let names = query.trim_start_matches('?').split('&').filter(|part| !part.is_empty());
    names
        .map(|part| part.split_once('=').map_or(part, |(name, _)| name))
        .find(|name| !known.iter().any(|one| one == name))
}

/// What may not stand in an address as it is, as `%E6`. Signs that make up a query stay.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_graphic()
            && !matches!(byte, b'"' | b'<' | b'>' | b'#' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}')
        {
            escaped.push(char::from(byte));
        } else {
            escaped.push_str(&format!("%{byte:02X}"));
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use shop::customers::COLUMNS;

    use super::{escaped, unknown};
    use crate::commands::help::command;
    use crate::commands::language::Language;

    #[test]
    fn help_names_every_column_in_both_languages() {
        for (language, between) in [(Language::En, ", "), (Language::Zh, "、")] {
            let mut command = command(language);
            let export = command.find_subcommand_mut("export").unwrap();
            let columns = export.get_arguments().find(|arg| arg.get_id() == "columns").unwrap();
            let help = columns.get_help().unwrap().to_string();
            assert!(help.contains(&COLUMNS.join(between)), "{help}");
        }
    }

    #[test]
    fn a_filter_that_is_none_is_noticed() {
        for (query, said) in [
            ("", None),
            ("?tab=dealt&province=浙江省&q=", None),
            ("tab=dealt&provinces=浙江省", Some("provinces")),
            ("format=csv", Some("format")),
        ] {
            assert_eq!(unknown(query), said, "{query}");
        }
    }

    #[test]
    fn a_query_may_hold_chinese() {
        assert_eq!(escaped("tab=dealt&province=浙江&x=%41 b"), "tab=dealt&province=%E6%B5%99%E6%B1%9F&x=%41%20b");
    }
}
