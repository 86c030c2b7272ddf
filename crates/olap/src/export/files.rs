//! Files that are there whole or not at all, and a folder that one writer has at a time.

use std::fmt::Display;
use std::fs::{self, File, TryLockError};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use datafusion::arrow::datatypes::SchemaRef;
use datafusion::parquet::arrow::ArrowWriter;
use datafusion::parquet::basic::{Compression, ZstdLevel};
use datafusion::parquet::file::properties::WriterProperties;
use platform::Error;

/// Rows of a row group: small enough that a reader who wants one customer skips nearly everything.
const GROUP: usize = 128 * 1024;
/// What a file is called until it is whole.
const UNDONE: &str = "making";

/// What went wrong with a path.
pub(super) fn failed(path: &Path, what: &str, cause: &dyn Display) -> Error {
    Error::internal(format!("{} {what}: {cause}", path.display()))
}

/// Opens a Parquet file to be written.
pub(super) fn parquet(path: &Path, schema: &SchemaRef) -> Result<ArrowWriter<File>, Error> {
    let broken = |cause: &dyn Display| failed(path, "cannot be written", cause);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|cause| broken(&cause))?;
    }
    let file = File::create(path).map_err(|cause| broken(&cause))?;
    let level = ZstdLevel::try_new(3).map_err(|cause| broken(&cause))?;
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(level))
        .set_max_row_group_row_count(Some(GROUP))
        .build();
    ArrowWriter::try_new(file, Arc::clone(schema), Some(properties)).map_err(|cause| broken(&cause))
}

/// Ends a Parquet file and waits until the disk has it. Returns its bytes.
pub(super) fn close(path: &Path, writer: ArrowWriter<File>) -> Result<u64, Error> {
    let broken = |cause: &dyn Display| failed(path, "cannot be written", cause);
    let file = writer.into_inner().map_err(|cause| broken(&cause))?;
    file.sync_all().map_err(|cause| broken(&cause))?;
    path.parent().map_or(Ok(()), sync)?;
    Ok(file.metadata().map_err(|cause| broken(&cause))?.len())
}

/// The name under which a file is written until it is whole.
pub(super) fn undone(path: &Path) -> PathBuf {
    let ending = path.extension().map(|ending| ending.to_string_lossy().into_owned()).unwrap_or_default();
    path.with_extension(format!("{ending}.{UNDONE}"))
}

/// Gives a finished file or folder its name.
pub(super) fn settle(from: &Path, to: &Path) -> Result<(), Error> {
    fs::rename(from, to).map_err(|cause| failed(to, "cannot be put in its place", &cause))?;
    to.parent().map_or(Ok(()), sync)
}

/// Waits until the disk has what was made or renamed in a folder.
pub(super) fn sync(folder: &Path) -> Result<(), Error> {
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(|cause| failed(folder, "cannot be synced", &cause))
}

/// Puts these bytes in the place of a file.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let making = undone(path);
    let write = || {
        let mut file = File::create(&making)?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    write().map_err(|cause: std::io::Error| failed(&making, "cannot be written", &cause))?;
    settle(&making, path)
}

/// Takes a folder for one writer; it is free again when the file is dropped, also by a kill.
pub(super) fn take(folder: &Path) -> Result<File, Error> {
    fs::create_dir_all(folder).map_err(|cause| failed(folder, "cannot be made", &cause))?;
    let path = folder.join(".lock");
    let lock = File::options().create(true).append(true).open(&path);
    let lock = lock.map_err(|cause| failed(&path, "cannot be opened", &cause))?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => {
            Err(failed(folder, "is taken", &"another export or purge is at work there; wait until it has ended"))
        }
        Err(TryLockError::Error(cause)) => Err(failed(&path, "cannot be locked", &cause)),
    }
}
