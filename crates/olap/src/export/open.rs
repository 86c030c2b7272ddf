//! Reading an export.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use datafusion::catalog::TableProvider;
use datafusion::common::DataFusionError;
use datafusion::datasource::file_format::parquet::ParquetFormat;
use datafusion::datasource::listing::{ListingOptions, ListingTable, ListingTableConfig, ListingTableUrl};
use parking_lot::Mutex;
use platform::Error;
use warehouse::Schema;

use super::files::failed;
use super::manifest::{MANIFEST, Manifest, exports};
use crate::tables::{Layout, Table, is_personal};

/// An export that can be asked.
#[derive(Debug)]
pub struct Exported {
    folder: PathBuf,
    manifest: Manifest,
    layout: Arc<Layout>,
}

impl Exported {
    /// Opens one export by its own folder.
    ///
    /// # Errors
    /// When its manifest cannot be read.
    pub fn open(export: &Path) -> Result<Self, Error> {
        let manifest = Manifest::read(export)?;
        let schema = Schema::new(&manifest.catalogue, manifest.zone()?).map_err(Error::internal)?;
        let layout = Arc::new(Layout::new(&schema, &is_personal));
        let folder = std::path::absolute(export).map_err(|cause| failed(export, "has no place", &cause))?;
        Ok(Self { folder, manifest, layout })
    }

    /// The path of the newest export in a folder of exports.
    ///
    /// # Errors
    /// When there is none.
    pub fn newest(folder: &Path) -> Result<PathBuf, Error> {
        let none = || Error::new(503, "export_missing").arg("folder", folder.display().to_string());
        if !folder.is_dir() {
            return Err(none());
        }
        exports(folder)?.pop().ok_or_else(none)
    }

    /// Its own folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What is in it.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Its tables and their columns.
    #[must_use]
    pub fn layout(&self) -> &Arc<Layout> {
        &self.layout
    }

    /// A table as the engine reads it, here or elsewhere: nothing but the path of its files.
    pub(crate) fn table(&self, table: Table) -> Result<Arc<dyn TableProvider>, DataFusionError> {
        let place = ListingTableUrl::parse(address(&self.folder.join(table.name())))?;
        let options = ListingOptions::new(Arc::new(ParquetFormat::default())).with_file_extension(".parquet");
        let config = ListingTableConfig::new(place).with_listing_options(options).with_schema(self.layout.arrow(table));
        Ok(Arc::new(ListingTable::try_new(config)?))
    }
}

/// The newest export of a folder, opened once for as long as it is the newest and stays as it is.
#[derive(Debug, Default)]
pub(crate) struct Shelf(Mutex<Option<(SystemTime, Arc<Exported>)>>);

impl Shelf {
    /// The newest export of a folder.
    pub(crate) fn newest(&self, folder: &Path) -> Result<Arc<Exported>, Error> {
        let path = Exported::newest(folder)?;
        let path = std::path::absolute(&path).map_err(|cause| failed(&path, "has no place", &cause))?;
        let changed = path.join(MANIFEST).metadata().and_then(|told| told.modified());
        let changed = changed.map_err(|cause| failed(&path, "cannot be read", &cause))?;
        let mut known = self.0.lock();
        if let Some((then, export)) = known.as_ref()
            && *then == changed
            && export.folder == path
        {
            return Ok(Arc::clone(export));
        }
        let export = Arc::new(Exported::open(&path)?);
        *known = Some((changed, Arc::clone(&export)));
        Ok(export)
    }
}

/// A folder as a URL.
fn address(folder: &Path) -> String {
    let mut url = "file://".to_owned();
    for letter in folder.to_string_lossy().chars() {
        match letter {
            '%' => url.push_str("%25"),
            '?' => url.push_str("%3F"),
            '#' => url.push_str("%23"),
            other => url.push(other),
        }
    }
    url.push('/');
    url
}
