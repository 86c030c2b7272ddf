//! An upload: streamed into a file, never held in memory.

use axum::extract::Multipart;
use axum::extract::multipart::{Field, MultipartError};
use connectors::table::Mapping;
use platform::http::{Caller, read_json};
use platform::{App, Error};
use tokio::io::AsyncWriteExt as _;

use super::bring::{self, Brought};
use super::model::Record;
use super::presets;
use crate::shops::NewShop;

/// Bytes of an uploaded file at most: 4 GiB.
const MOST: u64 = 4 << 30;
/// Characters of a file's name that are kept.
const NAME: usize = 200;

/// Takes an upload in and looks at it; whether it began an import, or lets one of the same file go on.
pub(super) async fn upload(app: &App, caller: &Caller, mut parts: Multipart) -> Result<(Record, bool), Error> {
    let id = app.ids.next();
    let folder = bring::folder(app);
    tokio::fs::create_dir_all(&folder).await.map_err(Error::internal)?;
    // A name of our own: the uploaded one may be anything.
    let path = folder.join(format!("{id}.upload"));
    let taken = take(app, caller, &mut parts, id, path.clone()).await;
    if taken.is_err() {
        // Half an upload is of no use; when there is none, there is nothing to delete.
        let _ = tokio::fs::remove_file(&path).await;
    }
    taken.map(|record| {
        let begun = record.id == id;
        (record, begun)
    })
}

/// A file that is still coming: deleted when whoever sends it goes away, for then nobody hears of it any more.
struct Coming<'a>(Option<&'a std::path::Path>);

impl Drop for Coming<'_> {
    fn drop(&mut self) {
        if let Some(path) = self.0 {
            let _ = std::fs::remove_file(path);
        }
    }
}

async fn take(
    app: &App,
    caller: &Caller,
    parts: &mut Multipart,
    id: i64,
    path: std::path::PathBuf,
) -> Result<Record, Error> {
    let mut file = Brought {
        id,
        file_name: String::new(),
        path,
        owned: true,
        shop_id: None,
        mapping: None,
        dry_run: false,
        opens: None,
    };
    let mut came = false;
    while let Some(part) = parts.next_field().await.map_err(unread)? {
        match part.name().unwrap_or_default() {
            "file" => {
                file.file_name = part.file_name().unwrap_or("file").chars().take(NAME).collect();
                write(part, &file.path).await?;
                came = true;
            }
            "shop_id" => {
                let text = part.text().await.map_err(unread)?;
                if !text.trim().is_empty() {
                    file.shop_id = Some(text.trim().parse().map_err(|_| Error::invalid("shop_id", "malformed"))?);
                }
            }
            "preset_id" => {
                let text = part.text().await.map_err(unread)?;
                if !text.trim().is_empty() {
                    file.mapping = Some(presets::find(app, text.trim()).await?);
                }
            }
            "mapping" => file.mapping = Some(read_json::<Mapping>(&part.bytes().await.map_err(unread)?)?),
            "open_shop" => file.opens = Some(read_json::<NewShop>(&part.bytes().await.map_err(unread)?)?),
            "dry_run" => file.dry_run = matches!(part.text().await.map_err(unread)?.trim(), "true" | "1" | "on"),
            _ => {}
        }
    }
    if !came {
        return Err(Error::invalid("file", "required"));
    }
    bring::bring(app, caller, file).await
}

async fn write(mut part: Field<'_>, path: &std::path::Path) -> Result<(), Error> {
    let mut coming = Coming(Some(path));
    let mut to = tokio::fs::File::create(path).await.map_err(Error::internal)?;
    let mut size: u64 = 0;
    while let Some(chunk) = part.chunk().await.map_err(unread)? {
        size += u64::try_from(chunk.len()).unwrap_or(u64::MAX);
        if size > MOST {
            return Err(Error::new(413, "too_large").arg("limit", "4 GiB"));
        }
        to.write_all(&chunk).await.map_err(Error::internal)?;
    }
    to.flush().await.map_err(Error::internal)?;
    coming.0 = None;
    Ok(())
}

fn unread(error: MultipartError) -> Error {
    let status = if error.status().as_u16() == 413 { 413 } else { 400 };
    Error::new(status, "bad_request").arg("why", "multipart/form-data").context(error.body_text())
}
