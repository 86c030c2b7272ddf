//! `regulars import`: brings a file in, as the console does, with its progress on the terminal.

use std::path::{Path, PathBuf};
use std::time::Duration;

use axum::body::{Body, Bytes};
use connectors::presets::{Preset, built_in};
use connectors::table::Mapping;
use futures_util::StreamExt as _;
use platform::App;
use platform::http::Caller;
use platform::i18n::Locale;
use serde_json::{Value as Json, json};
use shop::permissions::ALL;
use shop::shops::{self, Channel, NewShop, Shop};
use tokio_util::io::ReaderStream;

use super::exit::{Failure, database};
use super::inside::Inside;
use super::{Exit, Report, serve};
use crate::config::Config;
use crate::start;

/// How often progress is looked at.
const LOOK: Duration = Duration::from_millis(300);
/// How long a stop waits for the piece that is being written.
const GRACE: Duration = Duration::from_secs(30);

/// What is to be imported.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct ImportArgs {
    /// CSV, TSV, XLSX, XLS or Parquet; recognised by what is in it, never by its name
    file: PathBuf,
    /// The shop of rows that name none: its name, id, or the platform's id
    #[arg(long, value_name = "SHOP")]
    shop: Option<String>,
    /// Open that shop on this channel when there is none: taobao, tmall, jd, pinduoduo, douyin, youzan, web, pos, other
    #[arg(long, value_name = "CHANNEL", requires = "shop")]
    channel: Option<String>,
    /// ISO 4217 code of a shop that is opened
    #[arg(long, value_name = "CODE", requires = "channel")]
    currency: Option<String>,
    /// What the columns mean: a preset in TOML, or the name of one that comes along (online_retail)
    #[arg(long, value_name = "PRESET")]
    map: Option<String>,
    /// Read and count, change nothing
    #[arg(long)]
    dry_run: bool,
    /// Where refused rows go, to be mended and imported again [default: FILE.refused.csv]
    #[arg(long, value_name = "FILE")]
    refused: Option<PathBuf>,
}

pub(super) async fn run(config: &Config, report: &Report, args: ImportArgs) -> Result<Exit, Failure> {
    let size = std::fs::metadata(&args.file).map_err(|cause| unread(&args.file, &cause))?.len();
    let mapping = args.map.as_deref().map(mapping).transpose()?;
    let app = start::ready(config).await.map_err(database)?;
    let shop = place(&app, &args).await?;
    let inside = Inside::new(&app);

    let mut fields = Vec::new();
    fields.extend(shop.as_ref().map(|shop| ("shop_id", shop.id.to_string())));
    fields.extend(mapping.map(|mapping| ("mapping", mapping.to_string())));
    fields.extend(args.dry_run.then(|| ("dry_run", "true".to_owned())));
    let (content_type, body) = form(&app, &args.file, &fields).await?;
    let begun = inside.json("POST", "/api/v1/imports", &content_type, body).await?;
    let Some(id) = begun.get("id").and_then(Json::as_str).map(str::to_owned) else {
        return Err(Failure::new(Exit::Failed, "the import has no id"));
    };

    let worker = serve::workers(&app, 1);
    let stopping = worker.stopping();
    let working = tokio::spawn(async move { worker.run(GRACE).await });
    let ended = watch(&inside, report, &id, size).await;
    stopping.cancel();
    let _ = working.await;
    let import = ended?;
    let exit = tell(&inside, report, &args, &import).await;
    app.db.close().await;
    exit
}

/// Waits for the import's end, or for Ctrl-C.
async fn watch(inside: &Inside, report: &Report, id: &str, size: u64) -> Result<Json, Failure> {
    let mut bar = report.progress(size, "reading");
    let interrupted = tokio::signal::ctrl_c();
    tokio::pin!(interrupted);
    loop {
        let import = inside.json("GET", &format!("/api/v1/imports/{id}"), "", Body::empty()).await?;
        bar.at(import.pointer("/progress/bytes_done").and_then(Json::as_u64).unwrap_or(0));
        if !matches!(import.get("state").and_then(Json::as_str), Some("queued" | "running")) {
            bar.end();
            return Ok(import);
        }
        tokio::select! {
            _ = &mut interrupted => {
                let why = "interrupted; what is in stays in, and the rest goes on with the next regulars serve or import";
                return Err(Failure::new(Exit::Failed, why));
            }
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

/// Says what came in, and writes what did not into a file.
async fn tell(inside: &Inside, report: &Report, args: &ImportArgs, import: &Json) -> Result<Exit, Failure> {
    let of = |name: &str| import.get(name).and_then(Json::as_str).unwrap_or_default();
    let id = of("id");
    match of("state") {
        "waiting_mapping" => {
            let columns = import.pointer("/preview/columns").cloned().unwrap_or_default();
            let why = format!(
                "this table is not one that Regulars knows, or its shop is not known. Its columns: {columns}. Say what \
                 they mean with --map PRESET and which shop it is with --shop, or do both in the console under \
                 Imports, where it waits"
            );
            return Err(Failure::new(Exit::Failed, why));
        }
        "done" => {}
        state => {
            let problem = of("problem");
            return Err(Failure::new(Exit::Failed, format!("the import {state}: {problem}")));
        }
    }
    let mut text = String::new();
    let mut refused = 0;
    for (kind, tally) in import.get("counts").and_then(Json::as_object).into_iter().flatten() {
        let count = |name: &str| tally.get(name).and_then(Json::as_i64).unwrap_or(0);
        let [created, changed, unchanged, no] = ["created", "changed", "unchanged", "refused"].map(count);
        refused += no;
        if created + changed + unchanged + no > 0 {
            text.push_str(&format!(
                "{kind:10} {created:>9} created {changed:>9} changed {unchanged:>9} unchanged {no:>9} refused\n"
            ));
        }
    }
    if args.dry_run {
        text.push_str("A dry run: nothing was changed.\n");
    }
    let unknown = import.get("unknown_statuses").and_then(Json::as_array).cloned().unwrap_or_default();
    if !unknown.is_empty() {
        text.push_str(&format!(
            "{} status texts are unknown; teach them in the console under Orders.\n",
            unknown.len()
        ));
    }
    let mut file = None;
    if refused > 0 {
        let path = args.refused.clone().unwrap_or_else(|| beside(&args.file));
        inside.save(&format!("/api/v1/imports/{id}/refused.csv"), &path).await?;
        text.push_str(&format!(
            "Refused rows with their reasons are in {}: mend them and import that file.\n",
            path.display()
        ));
        file = Some(path);
    }
    let object = json!({
        "id": id, "state": of("state"), "dry_run": args.dry_run, "format": import.get("format"),
        "counts": import.get("counts"), "refused": refused, "refused_file": file, "unknown_statuses": unknown,
        "notes": import.get("notes"),
    });
    report.outcome(&text, &object);
    Ok(if refused > 0 { Exit::Refused } else { Exit::Done })
}

fn beside(file: &Path) -> PathBuf {
    let mut name = file.file_name().unwrap_or_default().to_os_string();
    name.push(".refused.csv");
    file.with_file_name(name)
}

fn mapping(said: &str) -> Result<Json, Failure> {
    let wrong = |cause: String| Failure::new(Exit::Usage, format!("--map {said}: {cause}"));
    let json = |mapping: &Mapping| serde_json::to_value(mapping).map_err(|cause| wrong(cause.to_string()));
    if let Some(preset) = built_in().into_iter().find(|preset| preset.id == said) {
        return json(&preset.mapping);
    }
    let text = std::fs::read_to_string(said).map_err(|cause| wrong(cause.to_string()))?;
    match Preset::from_toml(&text) {
        Ok(preset) => json(&preset.mapping),
        Err(_) => json(&Mapping::from_toml(&text).map_err(|cause| wrong(cause.to_string()))?),
    }
}

/// The shop that is meant, opened when the command says so.
async fn place(app: &App, args: &ImportArgs) -> Result<Option<Shop>, Failure> {
    let known = shops::list(&mut app.db.read().await?).await?;
    let Some(said) = args.shop.as_deref() else {
        return Ok(if let [only] = known.as_slice() { Some(only.clone()) } else { None });
    };
    let names =
        |shop: &Shop| shop.name == said || shop.id.to_string() == said || shop.platform_id.as_deref() == Some(said);
    if let Some(shop) = known.iter().find(|shop| names(shop)) {
        return Ok(Some(shop.clone()));
    }
    let Some(code) = args.channel.as_deref() else {
        let names: Vec<&str> = known.iter().map(|shop| shop.name.as_str()).collect();
        let why = format!("there is no shop {said}; there are: {}. --channel opens one", names.join(", "));
        return Err(Failure::new(Exit::Failed, why));
    };
    let channel = Channel::from_code(code)
        .map_err(|_| Failure::new(Exit::Usage, format!("{code} is no channel; see regulars import --help")))?;
    let new = NewShop { name: said.to_owned(), channel, platform_id: None, currency: args.currency.clone() };
    let mut tx = app.db.begin().await?;
    let shop = shops::create(&mut tx, app, &Caller::system(ALL, Locale::En), &new).await?;
    tx.commit().await?;
    Ok(Some(shop))
}

/// The file as a form, read while it is sent so that its size does not matter.
async fn form(app: &App, path: &Path, fields: &[(&str, String)]) -> Result<(String, Body), Failure> {
    let boundary = format!("regulars-{}", app.chance.secret()?);
    let mut head = String::new();
    for (name, value) in fields {
        head.push_str(&format!("--{boundary}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"));
    }
    let name = path.file_name().map(|name| name.to_string_lossy().replace(['"', '\r', '\n'], "_")).unwrap_or_default();
    head.push_str(&format!(
        "--{boundary}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
         content-type: application/octet-stream\r\n\r\n"
    ));
    let file = tokio::fs::File::open(path).await.map_err(|cause| unread(path, &cause))?;
    let one = |text: String| futures_util::stream::once(async move { Ok::<_, std::io::Error>(Bytes::from(text)) });
    let tail = format!("\r\n--{boundary}--\r\n");
    let body = one(head).chain(ReaderStream::with_capacity(file, 1 << 18)).chain(one(tail));
    Ok((format!("multipart/form-data; boundary={boundary}"), Body::from_stream(body)))
}

fn unread(path: &Path, cause: &std::io::Error) -> Failure {
    Failure::new(Exit::Failed, format!("{} cannot be read: {cause}", path.display()))
}
