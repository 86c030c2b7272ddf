//! `regulars import`: brings files in, as the console does, with their progress on the terminal.

use std::path::{Path, PathBuf};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::StatusCode;
use connectors::presets::{Preset, built_in};
use connectors::table::Mapping;
use futures_util::StreamExt as _;
use platform::App;
use platform::http::Caller;
use serde_json::Value as Json;
use shop::permissions::ALL;
use shop::shops::{self, Channel, NewShop, Shop};
use tokio_util::io::ReaderStream;

use self::told::{Ended, summary, tell};
use super::exit::{Failure, database};
use super::inside::Inside;
use super::language::Language;
use super::{Exit, Report, serve};
use crate::config::Config;
use crate::start;

mod told;

/// How often progress is looked at.
const LOOK: Duration = Duration::from_millis(300);
/// How long a stop waits for the piece that is being written.
const GRACE: Duration = Duration::from_secs(30);

/// The code of a failure that Ctrl-C made: no further file is begun.
const INTERRUPTED: &str = "interrupted";

/// What is to be imported.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct ImportArgs {
    /// CSV, TSV, XLSX, XLS or Parquet; recognised by what is in it, never by its name. An order report and its item
    /// report may come together, in either order
    #[arg(value_name = "FILE", required_unless_present = "again", num_args = 1..)]
    files: Vec<PathBuf>,
    /// Try the import with this id again, one that failed or was tried with --dry-run in the console
    #[arg(long, value_name = "ID", conflicts_with_all = ["files", "shop", "map", "dry_run"])]
    again: Option<u64>,
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
    if args.files.len() > 1 && args.refused.is_some() {
        return Err(Failure::new(Exit::Usage, told::one_refused(report.language())));
    }
    for file in &args.files {
        std::fs::metadata(file).map_err(|cause| told::unread(report.language(), file, &cause))?;
    }
    let mapping = args.map.as_deref().map(mapping).transpose()?;
    let app = start::ready(config).await.map_err(database)?;
    let mut fields = Vec::new();
    fields.extend(place(&app, report.language(), &args).await?);
    fields.extend(mapping.map(|mapping| ("mapping", mapping.to_string())));
    fields.extend(args.dry_run.then(|| ("dry_run", "true".to_owned())));

    let desk = Desk { app: &app, inside: Inside::new(&app, report.language()), report, args: &args };
    let told = match args.again {
        Some(id) => desk.again(id).await,
        None => desk.all(&fields).await,
    };
    app.db.close().await;
    told
}

/// What bringing a file needs.
struct Desk<'a> {
    app: &'a App,
    inside: Inside,
    report: &'a Report,
    args: &'a ImportArgs,
}

impl Desk<'_> {
    /// Brings one file after another.
    async fn all(&self, fields: &[(&str, String)]) -> Result<Exit, Failure> {
        let files = &self.args.files;
        let mut all = Vec::with_capacity(files.len());
        for file in files {
            match self.bring(file, fields).await {
                Err(failure) if files.len() == 1 || failure.code == INTERRUPTED => return Err(failure),
                ended => all.push((file, ended)),
            }
        }
        Ok(summary(self.report, all))
    }

    /// Tries an import once more that failed or was tried.
    async fn again(&self, id: u64) -> Result<Exit, Failure> {
        let path = format!("/api/v1/imports/{id}/start");
        let begun = self.inside.json("POST", &path, "application/json", Body::from("{}")).await?;
        let ended = self.finish(None, &begun, None).await?;
        self.report.outcome(&ended.text, &ended.object);
        Ok(if ended.refused() > 0 { Exit::Refused } else { Exit::Done })
    }

    /// Brings a file, or goes on with it where it was broken off.
    async fn bring(&self, file: &Path, fields: &[(&str, String)]) -> Result<Ended, Failure> {
        let (content_type, body) = form(self.app, self.report.language(), file, fields).await?;
        let (status, begun) = self.inside.answer("POST", "/api/v1/imports", &content_type, body).await?;
        let from = if status == StatusCode::OK { Some(self.go_on(&begun).await?) } else { None };
        self.finish(Some(file), &begun, from).await
    }

    /// Takes an import that was broken off over, and says from which row on it goes.
    async fn go_on(&self, begun: &Json) -> Result<i64, Failure> {
        let row = shop::imports::take_over(self.app, id_of(begun)?).await?.max(1);
        self.report.note(&told::goes_on(self.report.language(), row));
        Ok(row)
    }

    /// Waits for the end of an import that has begun, or goes on `from` a row, and says what became of it.
    async fn finish(&self, file: Option<&Path>, begun: &Json, from: Option<i64>) -> Result<Ended, Failure> {
        let id = id_of(begun)?.to_string();
        let size = begun.get("size").and_then(Json::as_u64).unwrap_or(0);
        let worker = serve::workers(self.app, 1);
        let stopping = worker.stopping();
        let working = tokio::spawn(async move { worker.run(GRACE).await });
        let import = watch(&self.inside, self.report, &id, size).await;
        stopping.cancel();
        let _ = working.await;
        tell(&self.inside, self.report.language(), (self.args, file), from, &import?).await
    }
}

fn id_of(import: &Json) -> Result<i64, Failure> {
    let id = import.get("id").and_then(Json::as_str).and_then(|id| id.parse().ok());
    id.ok_or_else(|| Failure::new(Exit::Failed, "the import has no id"))
}

/// Waits for the import's end, or for Ctrl-C.
async fn watch(inside: &Inside, report: &Report, id: &str, size: u64) -> Result<Json, Failure> {
    let mut bar = report.progress(size, report.language().say("读取", "reading"));
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
                let why = told::interrupted(report.language());
                return Err(Failure::coded(Exit::Failed, INTERRUPTED, why));
            }
            () = tokio::time::sleep(LOOK) => {}
        }
    }
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

/// The field that says which shop is meant. It is opened when the command says so, in a dry run only as if.
async fn place(app: &App, language: Language, args: &ImportArgs) -> Result<Option<(&'static str, String)>, Failure> {
    let known = shops::list(&mut app.db.read().await?).await?;
    let field = |shop: &Shop| Some(("shop_id", shop.id.to_string()));
    let Some(said) = args.shop.as_deref() else {
        return Ok(if let [only] = known.as_slice() { field(only) } else { None });
    };
    let names =
        |shop: &Shop| shop.name == said || shop.id.to_string() == said || shop.platform_id.as_deref() == Some(said);
    if let Some(shop) = known.iter().find(|shop| names(shop)) {
        return Ok(field(shop));
    }
    let Some(code) = args.channel.as_deref() else {
        let names: Vec<&str> = known.iter().map(|shop| shop.name.as_str()).collect();
        return Err(Failure::new(Exit::Failed, told::no_shop(language, said, &names)));
    };
    let channel = Channel::from_code(code).map_err(|_| Failure::new(Exit::Usage, told::no_channel(language, code)))?;
    let new = NewShop { name: said.to_owned(), channel, platform_id: None, currency: args.currency.clone() };
    if args.dry_run {
        let text = serde_json::to_string(&new).map_err(|cause| Failure::new(Exit::Failed, cause.to_string()))?;
        return Ok(Some(("open_shop", text)));
    }
    let mut tx = app.db.begin().await?;
    let shop = shops::create(&mut tx, app, &Caller::system(ALL, language.locale()), &new).await?;
    tx.commit().await?;
    Ok(field(&shop))
}

/// The file as a form, read while it is sent so that its size does not matter.
async fn form(
    app: &App,
    language: Language,
    path: &Path,
    fields: &[(&str, String)],
) -> Result<(String, Body), Failure> {
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
    let file = tokio::fs::File::open(path).await.map_err(|cause| told::unread(language, path, &cause))?;
    let one = |text: String| futures_util::stream::once(async move { Ok::<_, std::io::Error>(Bytes::from(text)) });
    let tail = format!("\r\n--{boundary}--\r\n");
    let body = one(head).chain(ReaderStream::with_capacity(file, 1 << 18)).chain(one(tail));
    Ok((format!("multipart/form-data; boundary={boundary}"), Body::from_stream(body)))
}
