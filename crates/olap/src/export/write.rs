//! Writing an export.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use datafusion::arrow::array::{AsArray as _, UInt32Array};
use datafusion::arrow::compute::take_record_batch;
use datafusion::arrow::datatypes::Int64Type;
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::parquet::arrow::ArrowWriter;
use platform::{Error, Instant};
use warehouse::Cancel;

use super::files::{close, failed, parquet, settle, sync, take};
use super::manifest::{File, LAYOUT, Manifest, exports};
use super::{TableFiles, bucket};
use crate::source::View;
use crate::tables::{Holds, Layout, TABLES, Table, Wanted};

/// What an unfinished export is called.
const MAKING: &str = ".making";

/// What is wanted.
#[derive(Debug, Clone)]
pub struct Wish {
    /// The folder of exports; it is made when it is not there.
    pub folder: PathBuf,
    /// Over how many buckets customers are spread, at least 1.
    pub buckets: u32,
    /// Keep this many exports and remove the older ones once the new one stands; `None` keeps all.
    pub keep: Option<usize>,
}

/// What was written.
#[derive(Debug, Clone)]
pub struct Written {
    /// The export's own folder.
    pub folder: PathBuf,
    /// What is in it.
    pub manifest: Manifest,
    /// Older exports that were removed.
    pub removed: Vec<PathBuf>,
}

/// Writes every table of a view. `heard` is told how many steps of how many are done. The export appears under its name when
/// all of it is on the disk; whatever an earlier, broken-off one left is cleared away first.
///
/// # Errors
/// When something cannot be written, another export is being written into the folder, or it holds one of this instant.
pub fn write(
    view: &Arc<dyn View>,
    layout: &Arc<Layout>,
    wish: &Wish,
    heard: &mut dyn FnMut(u64, u64),
) -> Result<Written, Error> {
    let lock = take(&wish.folder)?;
    let making = wish.folder.join(MAKING);
    if making.exists() {
        fs::remove_dir_all(&making).map_err(|cause| failed(&making, "cannot be cleared away", &cause))?;
    }
    let folder = wish.folder.join(name(view.now()));
    if folder.exists() {
        return Err(failed(&folder, "is there already", &"an export of this instant; try again"));
    }
    let steps = u64::try_from(view.shards() * TABLES.len()).unwrap_or(u64::MAX);
    let mut done = 0;
    heard(done, steps);
    let mut step = || {
        done += 1;
        heard(done, steps);
    };
    let writing = Writing { view, layout, folder: &making, buckets: wish.buckets.max(1) };
    let tables = TABLES.iter().map(|table| writing.table(*table, &mut step)).collect::<Result<Vec<_>, _>>()?;
    let manifest = Manifest {
        layout: LAYOUT,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        at: Instant(view.now()),
        position: view.position(),
        time_zone: layout.zone().to_string(),
        buckets: writing.buckets,
        purged_at: None,
        purging: false,
        tables,
        catalogue: layout.schema().catalogue().clone(),
    };
    manifest.write(&making)?;
    settle(&making, &folder)?;
    let removed = remove_older(&wish.folder, wish.keep)?;
    drop(lock);
    Ok(Written { folder, manifest, removed })
}

/// The name of an export: its instant, so that names stand in the order of time.
fn name(at: i64) -> String {
    let told = jiff::Timestamp::from_millisecond(at).map(|at| at.strftime("%Y%m%dT%H%M%S%.3fZ").to_string());
    told.unwrap_or_else(|_| format!("at-{at}"))
}

fn remove_older(folder: &Path, keep: Option<usize>) -> Result<Vec<PathBuf>, Error> {
    let Some(keep) = keep else { return Ok(Vec::new()) };
    let mut all = exports(folder)?;
    all.truncate(all.len().saturating_sub(keep.max(1)));
    for old in &all {
        // Out of sight at once, then away: nobody finds half of it.
        let hidden = folder.join(".removing");
        if hidden.exists() {
            fs::remove_dir_all(&hidden).map_err(|cause| failed(&hidden, "cannot be removed", &cause))?;
        }
        settle(old, &hidden)?;
        fs::remove_dir_all(&hidden).map_err(|cause| failed(&hidden, "cannot be removed", &cause))?;
    }
    sync(folder)?;
    Ok(all)
}

/// Writes tables into a folder.
struct Writing<'a> {
    view: &'a Arc<dyn View>,
    layout: &'a Arc<Layout>,
    folder: &'a Path,
    buckets: u32,
}

/// A file that is being written.
struct Open {
    path: String,
    rows: u64,
    writer: ArrowWriter<fs::File>,
}

impl Writing<'_> {
    fn table(&self, table: Table, step: &mut dyn FnMut()) -> Result<TableFiles, Error> {
        let mut told = Manifest::table(self.layout, table);
        let schema = self.layout.arrow(table);
        let whose = self.layout.columns(table).iter().position(|one| one.holds == Holds::Customer);
        let paths: Vec<String> = match whose {
            None => vec![format!("{}/part.parquet", table.name())],
            Some(_) => (0..self.buckets).map(|at| format!("{}/bucket={at:02}/part.parquet", table.name())).collect(),
        };
        let open = |path: String| {
            let writer = parquet(&self.folder.join(&path), &schema)?;
            Ok(Open { path, rows: 0, writer })
        };
        let mut files = paths.into_iter().map(open).collect::<Result<Vec<Open>, Error>>()?;
        let all = Wanted::all((0..self.layout.columns(table).len()).collect());
        for shard in 0..self.view.shards() {
            for batch in Arc::clone(self.view).read(self.layout, table, shard, all.clone(), &Cancel::new()) {
                let batch = batch.map_err(Error::internal)?;
                for (file, rows) in files.iter_mut().zip(self.parts(&batch, whose)?) {
                    if rows.num_rows() > 0 {
                        file.rows += u64::try_from(rows.num_rows()).unwrap_or(0);
                        let path = self.folder.join(&file.path);
                        file.writer.write(&rows).map_err(|cause| failed(&path, "cannot be written", &cause))?;
                    }
                }
            }
            step();
        }
        for file in files {
            let bytes = close(&self.folder.join(&file.path), file.writer)?;
            told.rows += file.rows;
            told.files.push(File { path: file.path, rows: file.rows, bytes });
        }
        sync(&self.folder.join(table.name()))?;
        Ok(told)
    }

    /// The rows of each bucket; all of them where rows are nobody's.
    fn parts(&self, batch: &RecordBatch, whose: Option<usize>) -> Result<Vec<RecordBatch>, Error> {
        let Some(customers) = whose.and_then(|at| batch.columns().get(at)) else { return Ok(vec![batch.clone()]) };
        let mut places = vec![Vec::new(); usize::try_from(self.buckets).unwrap_or(1)];
        for (row, customer) in (0_u32..).zip(customers.as_primitive::<Int64Type>().values()) {
            let at = usize::try_from(bucket(*customer, self.buckets)).unwrap_or(0);
            if let Some(rows) = places.get_mut(at) {
                rows.push(row);
            }
        }
        let part = |rows: Vec<u32>| take_record_batch(batch, &UInt32Array::from(rows)).map_err(Error::internal);
        places.into_iter().map(part).collect()
    }
}
