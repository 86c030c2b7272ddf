//! What is in an export.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::tz::TimeZone;
use platform::{Error, Instant};
use rules::{Catalogue, Label};
use serde::{Deserialize, Serialize};

use super::files::failed;
use crate::tables::{Layout, Table};

/// The version of the layout. A reader refuses one that it does not know.
pub const LAYOUT: u32 = 1;
/// Buckets when nobody says how many.
pub const BUCKETS: u32 = 16;
/// The file that says what is in an export.
pub(super) const MANIFEST: &str = "manifest.json";

/// What is in an export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of the layout: [`LAYOUT`].
    pub layout: u32,
    /// The program's version.
    pub version: String,
    /// As of when: facts until then, ages on that day, who was in which segment at that instant.
    pub at: Instant,
    /// How far the warehouse had followed what happened: the position in the outbox.
    pub position: u64,
    /// The shop's time zone, in which instants are shown and days begin.
    pub time_zone: String,
    /// How many buckets customers are spread over; [`super::bucket`] says how.
    pub buckets: u32,
    /// Whoever was gone by then was taken out of the files; absent when nobody was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purged_at: Option<Instant>,
    /// Set while customers are taken out. Sizes of segments are right again when it is gone.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub purging: bool,
    /// The tables.
    pub tables: Vec<TableFiles>,
    /// The attributes, kinds and properties that rules could name, from which the columns follow.
    pub catalogue: Catalogue,
}

/// A table with its files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableFiles {
    /// Its name, which is also its folder's.
    pub name: String,
    /// What a row is.
    pub label: Label,
    /// Rows over all files.
    pub rows: u64,
    /// The columns in their order.
    pub columns: Vec<Held>,
    /// The files.
    pub files: Vec<File>,
}

/// A column as the manifest tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// Its name.
    pub name: String,
    /// Its type, in Arrow's words.
    pub r#type: String,
    /// Its words.
    pub label: Label,
    /// What else to know of it.
    pub note: Label,
}

/// A file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// From the export's folder, with `/`.
    pub path: String,
    /// Its rows.
    pub rows: u64,
    /// Its size.
    pub bytes: u64,
}

impl Manifest {
    /// Rows over all tables.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.tables.iter().map(|table| table.rows).sum()
    }

    /// Bytes over all files.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.tables.iter().flat_map(|table| &table.files).map(|file| file.bytes).sum()
    }

    /// A table without files yet.
    pub(super) fn table(layout: &Layout, table: Table) -> TableFiles {
        let columns = layout.columns(table).iter().map(|one| Held {
            name: one.name.clone(),
            r#type: one.data.to_string(),
            label: one.label.clone(),
            note: one.note.clone(),
        });
        TableFiles {
            name: table.name().to_owned(),
            label: table.label(),
            rows: 0,
            columns: columns.collect(),
            files: Vec::new(),
        }
    }

    /// Reads the manifest of an export.
    ///
    /// # Errors
    /// When it cannot be read, or is of a layout that this program does not know.
    pub fn read(export: &Path) -> Result<Self, Error> {
        let path = export.join(MANIFEST);
        let text = fs::read_to_string(&path).map_err(|cause| failed(&path, "cannot be read", &cause))?;
        let manifest: Self =
            serde_json::from_str(&text).map_err(|cause| failed(&path, "is no manifest of an export", &cause))?;
        if manifest.layout != LAYOUT {
            let why = format!("layout {}; this program reads layout {LAYOUT}. Export again", manifest.layout);
            return Err(failed(&path, "is of another layout", &why));
        }
        Ok(manifest)
    }

    /// Writes it, so that a reader sees the old or the new one and never a half.
    pub(super) fn write(&self, export: &Path) -> Result<(), Error> {
        let text = serde_json::to_vec_pretty(self).map_err(Error::internal)?;
        super::files::replace(&export.join(MANIFEST), &text)
    }

    /// The zone by its name.
    pub(super) fn zone(&self) -> Result<TimeZone, Error> {
        TimeZone::get(&self.time_zone).map_err(Error::internal)
    }
}

/// The exports in a folder, the newest last.
pub(super) fn exports(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let broken = |cause: std::io::Error| failed(folder, "cannot be read", &cause);
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(broken)? {
        let path = entry.map_err(broken)?.path();
        let hidden = path.file_name().is_none_or(|name| name.to_string_lossy().starts_with('.'));
        if !hidden && path.join(MANIFEST).is_file() {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}
