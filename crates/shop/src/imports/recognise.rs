//! What a file is: learned from its content, never from its name.

use std::path::Path;

use connectors::reading::{self, Format, Input, Options, ReadError};
use connectors::source::SourceError;
use connectors::table::{Entity, Mapping, MappingError};
use platform::Error;
use platform::i18n::Locale;
use sha2::{Digest as _, Sha256};

use super::model::{self, Note};
use crate::shops::{Channel, Shop};

/// Bytes at each end of a file that tell it from others.
const ENDS: u64 = 65_536;

/// What a file turned out to be.
pub(super) struct Recognised {
    pub(super) format: Format,
    /// Names of the columns.
    pub(super) header: Vec<String>,
    /// Whether somebody must say what the columns mean.
    pub(super) needs_mapping: bool,
    /// The mapping that comes with the program for exactly these columns.
    pub(super) preset: Option<Mapping>,
}

/// Opens the file at `path` and says what it is, or why it cannot be read.
pub(super) async fn recognise(path: String) -> Result<Result<Recognised, Note>, Error> {
    tokio::task::spawn_blocking(move || {
        let opened = match reading::open(&Input::Path(path.into()), &Options::default()) {
            Ok(opened) => opened,
            Err(error) => return Ok(Err(problem(&error))),
        };
        Ok(Ok(Recognised {
            format: opened.format(),
            header: opened.header().names().to_vec(),
            needs_mapping: opened.needs_mapping(),
            preset: connectors::presets::for_header(opened.header()).map(|preset| preset.mapping),
        }))
    })
    .await
    .map_err(Error::internal)?
}

/// Whether `mapping` fits the file; what is wrong with it otherwise.
pub(super) async fn fits(path: String, mapping: Option<Mapping>) -> Result<Result<(), Note>, Error> {
    tokio::task::spawn_blocking(move || {
        let opened = reading::open(&Input::Path(path.into()), &Options::default());
        let tried = opened.and_then(|opened| opened.into_items(mapping.as_ref()));
        Ok(tried.map(|_| ()).map_err(|error| problem(&error)))
    })
    .await
    .map_err(Error::internal)?
}

/// The first rows, for explaining the columns.
pub(super) async fn preview(path: String, locale: Locale) -> Result<Option<model::Preview>, Error> {
    tokio::task::spawn_blocking(move || {
        let Ok(opened) = reading::open(&Input::Path(path.into()), &Options::default()) else { return Ok(None) };
        let preview = opened.preview();
        let pick = |zh: String, en: String| if locale == Locale::ZhCn { zh } else { en };
        let targets = preview
            .targets
            .into_iter()
            .map(|target| model::Target {
                entity: target.entity,
                label: pick(target.label_zh, target.label_en),
                fields: target
                    .fields
                    .into_iter()
                    .map(|field| model::TargetField {
                        key: field.key,
                        label: pick(field.label_zh, field.label_en),
                        kind: field.kind,
                        required: field.required,
                    })
                    .collect(),
            })
            .collect();
        Ok(Some(model::Preview { columns: preview.columns, rows: preview.rows, guess: preview.guess, targets }))
    })
    .await
    .map_err(Error::internal)?
}

/// Tells a file, brought in for a shop with a mapping, from any other.
pub(super) async fn fingerprint(path: &Path, shop: Option<i64>, mapping: Option<&Mapping>) -> Result<String, Error> {
    let path = path.to_owned();
    let said = serde_json::to_string(&(shop, mapping)).map_err(Error::internal)?;
    tokio::task::spawn_blocking(move || {
        use std::io::{Read as _, Seek as _, SeekFrom};
        let mut file = std::fs::File::open(&path).map_err(Error::internal)?;
        let size = file.metadata().map_err(Error::internal)?.len();
        let mut hasher = Sha256::new();
        hasher.update(said.as_bytes());
        hasher.update(size.to_le_bytes());
        let mut end = Vec::new();
        file.by_ref().take(ENDS).read_to_end(&mut end).map_err(Error::internal)?;
        hasher.update(&end);
        end.clear();
        file.seek(SeekFrom::Start(size.saturating_sub(ENDS))).map_err(Error::internal)?;
        file.take(ENDS).read_to_end(&mut end).map_err(Error::internal)?;
        hasher.update(&end);
        Ok(hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
    })
    .await
    .map_err(Error::internal)?
}

/// Why a file cannot be read, as a note.
pub(super) fn problem(error: &ReadError) -> Note {
    match error {
        ReadError::Source(SourceError::Empty) => Note::new("empty"),
        ReadError::Source(SourceError::NotATable(what)) => Note::new("not_a_table").with("what", *what),
        ReadError::Source(SourceError::TooLarge { megabytes, most }) => {
            Note::new("workbook_too_large").with("megabytes", megabytes.to_string()).with("most", most.to_string())
        }
        ReadError::Source(SourceError::Workbook(_)) => Note::new("workbook"),
        ReadError::Source(SourceError::Parquet(_)) => Note::new("parquet"),
        ReadError::Source(_) => Note::new("unreadable"),
        ReadError::NeedsMapping => Note::new("needs_mapping"),
        ReadError::NoHeader => Note::new("no_header"),
        ReadError::Mapping(wrong) => match wrong {
            MappingError::UnknownField { column, field, .. } => {
                Note::new("mapping_field").with("column", column.clone()).with("field", field.clone())
            }
            MappingError::MissingField { field, .. } => Note::new("mapping_missing").with("field", field.clone()),
            MappingError::BadOption { option, value, .. } => {
                Note::new("mapping_option").with("option", option.clone()).with("value", value.clone())
            }
            other => Note::new("mapping_text").with("why", other.to_string()),
        },
    }
}

/// Which kind of thing a refused row of this file would have been.
pub(super) fn entity(format: Option<&Format>, mapping: Option<&Mapping>) -> Entity {
    match (mapping, format.map(|format| format.code.as_str()).unwrap_or_default()) {
        (Some(mapping), _) => mapping.entity,
        (None, code) if code.contains(".items") => Entity::Lines,
        (None, code) if code.contains("refund") => Entity::Refunds,
        _ => Entity::Orders,
    }
}

/// The shop that a file of `format` is for, when there is only one that it can be.
pub(super) fn only_shop(format: &Format, shops: &[Shop]) -> Option<i64> {
    let fits = |channel: Channel| match format.code.split('.').next().unwrap_or_default() {
        "taobao" | "tmall" => matches!(channel, Channel::Taobao | Channel::Tmall),
        "pinduoduo" => channel == Channel::Pinduoduo,
        "douyin" => channel == Channel::Douyin,
        "jd" => channel == Channel::Jd,
        "youzan" => channel == Channel::Youzan,
        _ => true,
    };
    let mut open = shops.iter().filter(|shop| !shop.archived && fits(shop.channel));
    match (open.next(), open.next()) {
        (Some(shop), None) => Some(shop.id.0),
        _ => None,
    }
}
