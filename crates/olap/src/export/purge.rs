//! Taking out of exports who is gone since: erased, or merged into somebody else.
//!
//! Only the buckets that hold such a customer are written anew. The customers' own file comes last, because it says who is
//! still to be taken out: a purge that was broken off is done by the next.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use datafusion::arrow::array::{Array as _, ArrayRef, AsArray as _, BooleanArray, Int64Array};
use datafusion::arrow::compute::filter_record_batch;
use datafusion::arrow::datatypes::Int64Type;
use datafusion::arrow::record_batch::{RecordBatch, RecordBatchReader as _};
use datafusion::parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use platform::{Error, Instant};
use warehouse::Cancel;

use super::files::{close, failed, parquet, settle, take, undone};
use super::manifest::{Manifest, exports};
use crate::source::View;
use crate::tables::{Holds, Layout, Table, Wanted};

/// The tables that hold customers, the one that names everybody last.
const OF_CUSTOMERS: [Table; 4] = [Table::Facts, Table::Items, Table::Members, Table::Customers];

/// What was taken out of one export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Purged {
    /// The export's own folder.
    pub folder: PathBuf,
    /// As of when it is.
    pub at: Instant,
    /// How many customers were taken out.
    pub customers: u64,
    /// How many files were written anew.
    pub files: u64,
}

/// The numbers of everybody in a view, in order.
///
/// # Errors
/// When the view cannot be read.
pub fn present(view: &Arc<dyn View>, layout: &Arc<Layout>) -> Result<Vec<i64>, Error> {
    let whose = layout.columns(Table::Customers).iter().position(|one| one.holds == Holds::Customer);
    let wanted = Wanted::all(whose.into_iter().collect());
    let mut everybody = Vec::new();
    for shard in 0..view.shards() {
        for batch in Arc::clone(view).read(layout, Table::Customers, shard, wanted.clone(), &Cancel::new()) {
            let batch = batch.map_err(Error::internal)?;
            if let Some(column) = batch.columns().first() {
                everybody.extend_from_slice(column.as_primitive::<Int64Type>().values());
            }
        }
    }
    everybody.sort_unstable();
    Ok(everybody)
}

/// Takes everybody out of every export in a folder who is not among `present`, sorted numbers of customers. `heard` is told
/// how many exports of how many are done.
///
/// # Errors
/// When a file cannot be read or written, or another export is being written into the folder. Running it again goes on.
pub fn purge(folder: &Path, present: &[i64], now: i64, heard: &mut dyn FnMut(u64, u64)) -> Result<Vec<Purged>, Error> {
    let lock = take(folder)?;
    let all = exports(folder)?;
    let steps = u64::try_from(all.len()).unwrap_or(u64::MAX);
    let mut purged = Vec::new();
    for (export, done) in all.iter().zip(0..) {
        heard(done, steps);
        purged.push(one(export, present, now)?);
    }
    heard(steps, steps);
    drop(lock);
    Ok(purged)
}

fn one(export: &Path, present: &[i64], now: i64) -> Result<Purged, Error> {
    let mut manifest = Manifest::read(export)?;
    let mut done = Purged { folder: export.to_path_buf(), at: manifest.at, customers: 0, files: 0 };
    for bucket in 0..manifest.buckets {
        let place = |table: Table| format!("{}/bucket={bucket:02}/part.parquet", table.name());
        let mut gone = BTreeSet::new();
        for batch in read(&export.join(place(Table::Customers)))? {
            let batch = batch.map_err(Error::internal)?;
            let customers = numbers(&batch, "customer")?;
            gone.extend(customers.values().iter().filter(|one| present.binary_search(one).is_err()).copied());
        }
        if gone.is_empty() {
            continue;
        }
        if !manifest.purging {
            manifest.purging = true;
            manifest.write(export)?;
        }
        for table in OF_CUSTOMERS {
            let path = place(table);
            let stays = |batch: &RecordBatch| {
                let customers = numbers(batch, "customer")?;
                let stays: BooleanArray = customers.values().iter().map(|one| Some(!gone.contains(one))).collect();
                filter_record_batch(batch, &stays).map_err(Error::internal)
            };
            anew(&export.join(&path), &stays)?;
            done.files += 1;
        }
        done.customers += u64::try_from(gone.len()).unwrap_or(0);
    }
    if manifest.purging {
        sizes(export, &manifest)?;
        done.files += 1;
        recount(export, &mut manifest)?;
        manifest.purging = false;
        manifest.purged_at = Some(Instant(now));
        manifest.write(export)?;
    }
    Ok(done)
}

/// Writes the table of segments with the sizes that the table of members has now.
fn sizes(export: &Path, manifest: &Manifest) -> Result<(), Error> {
    let mut sizes: BTreeMap<i64, i64> = BTreeMap::new();
    for bucket in 0..manifest.buckets {
        for batch in read(&export.join(format!("{}/bucket={bucket:02}/part.parquet", Table::Members.name())))? {
            let batch = batch.map_err(Error::internal)?;
            // Numbers are unique over segments, lists and groups.
            for id in numbers(&batch, "id")?.values() {
                *sizes.entry(*id).or_default() += 1;
            }
        }
    }
    let counted = |batch: &RecordBatch| {
        let sizes = numbers(batch, "id")?.values().iter().map(|id| sizes.get(id).copied().unwrap_or(0));
        let sizes: ArrayRef = Arc::new(Int64Array::from_iter_values(sizes));
        let schema = batch.schema();
        let columns = schema
            .fields()
            .iter()
            .zip(batch.columns())
            .map(|(field, column)| if field.name() == "size" { Arc::clone(&sizes) } else { Arc::clone(column) });
        let columns = columns.collect();
        RecordBatch::try_new(schema, columns).map_err(Error::internal)
    };
    anew(&export.join(format!("{}/part.parquet", Table::Segments.name())), &counted)
}

/// Takes down what every file holds now.
fn recount(export: &Path, manifest: &mut Manifest) -> Result<(), Error> {
    for table in &mut manifest.tables {
        for file in &mut table.files {
            let path = export.join(&file.path);
            let rows = open(&path)?.metadata().file_metadata().num_rows();
            file.rows = u64::try_from(rows).unwrap_or(0);
            file.bytes = std::fs::metadata(&path).map_err(|cause| failed(&path, "cannot be read", &cause))?.len();
        }
        table.rows = table.files.iter().map(|file| file.rows).sum();
    }
    Ok(())
}

fn open(path: &Path) -> Result<ParquetRecordBatchReaderBuilder<File>, Error> {
    let file = File::open(path).map_err(|cause| failed(path, "cannot be read", &cause))?;
    ParquetRecordBatchReaderBuilder::try_new(file).map_err(|cause| failed(path, "is no Parquet file", &cause))
}

fn read(path: &Path) -> Result<ParquetRecordBatchReader, Error> {
    open(path)?.build().map_err(|cause| failed(path, "cannot be read", &cause))
}

fn numbers<'b>(batch: &'b RecordBatch, column: &str) -> Result<&'b Int64Array, Error> {
    let found = batch.column_by_name(column).and_then(|column| column.as_primitive_opt::<Int64Type>());
    found.filter(|found| found.null_count() == 0).ok_or_else(|| Error::internal(format!("there is no column {column}")))
}

/// Writes a file anew with each batch changed, in the place of what was there.
fn anew(path: &Path, change: &dyn Fn(&RecordBatch) -> Result<RecordBatch, Error>) -> Result<(), Error> {
    let reader = read(path)?;
    let making = undone(path);
    let mut writer = parquet(&making, &reader.schema())?;
    for batch in reader {
        let batch = change(&batch.map_err(Error::internal)?)?;
        writer.write(&batch).map_err(|cause| failed(&making, "cannot be written", &cause))?;
    }
    close(&making, writer)?;
    settle(&making, path)
}
