//! Answers as files, written while they come.

use std::io::Write;
use std::sync::Arc;

use bytes::Bytes;
use datafusion::arrow::array::Array as _;
use datafusion::arrow::datatypes::{DataType, SchemaRef};
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::arrow::util::display::{ArrayFormatter, FormatOptions};
use datafusion::parquet::arrow::ArrowWriter;
use datafusion::parquet::basic::{Compression, ZstdLevel};
use datafusion::parquet::file::properties::WriterProperties;
use futures_util::{Stream, StreamExt as _};
use parking_lot::Mutex;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::engine::Answering;
use super::page::shortened;
use super::{Held, Refused};

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SqlFileFormat)]
pub enum Format {
    /// Comma-separated, UTF-8 with a byte order mark, so that Excel reads Chinese.
    Csv,
    /// Apache Parquet.
    Parquet,
}

impl Format {
    /// The ending of such a file's name.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Parquet => "parquet",
        }
    }

    /// The media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Parquet => "application/vnd.apache.parquet",
        }
    }
}

/// Bytes that a writer wrote and nobody took yet.
#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Written {
    fn take(&self) -> Bytes {
        std::mem::take(&mut *self.0.lock()).into()
    }
}

enum Writer {
    Csv(Written),
    Parquet(Written, Box<ArrowWriter<Written>>),
}

fn failed(error: impl std::fmt::Display) -> Refused {
    Refused::Failed(error.to_string())
}

impl Writer {
    fn new(format: Format, schema: &SchemaRef) -> Result<Self, Refused> {
        let written = Written::default();
        match format {
            Format::Csv => {
                let mut csv = csv::Writer::from_writer(Vec::from("\u{feff}".as_bytes()));
                csv.write_record(schema.fields().iter().map(|field| field.name())).map_err(failed)?;
                written.0.lock().extend(csv.into_inner().map_err(failed)?);
                Ok(Self::Csv(written))
            }
            Format::Parquet => {
                let level = ZstdLevel::try_new(3).map_err(failed)?;
                let properties = WriterProperties::builder().set_compression(Compression::ZSTD(level)).build();
                let writer =
                    ArrowWriter::try_new(written.clone(), Arc::clone(schema), Some(properties)).map_err(failed)?;
                Ok(Self::Parquet(written, Box::new(writer)))
            }
        }
    }

    fn write(&mut self, batch: &RecordBatch) -> Result<Bytes, Refused> {
        match self {
            Self::Csv(written) => {
                let mut csv = csv::Writer::from_writer(Vec::new());
                for row in rows(batch)? {
                    csv.write_record(row).map_err(failed)?;
                }
                written.0.lock().extend(csv.into_inner().map_err(failed)?);
                Ok(written.take())
            }
            Self::Parquet(written, writer) => {
                writer.write(batch).map_err(failed)?;
                Ok(written.take())
            }
        }
    }

    fn finish(self) -> Result<Bytes, Refused> {
        match self {
            Self::Csv(written) => Ok(written.take()),
            Self::Parquet(written, writer) => {
                writer.close().map_err(failed)?;
                Ok(written.take())
            }
        }
    }
}

/// The rows of a batch as text.
fn rows(batch: &RecordBatch) -> Result<Vec<Vec<String>>, Refused> {
    let options = FormatOptions::default();
    let mut rows = vec![Vec::with_capacity(batch.num_columns()); batch.num_rows()];
    for array in batch.columns() {
        let format = ArrayFormatter::try_new(array.as_ref(), &options).map_err(failed)?;
        let data = array.data_type();
        let number = matches!(data, DataType::Decimal128(..) | DataType::Decimal256(..));
        let free = matches!(data, DataType::Utf8 | DataType::Utf8View | DataType::LargeUtf8 | DataType::List(_));
        for (place, row) in rows.iter_mut().enumerate() {
            let text = if array.is_null(place) {
                String::new()
            } else {
                format.value(place).try_to_string().map_err(failed)?
            };
            row.push(match () {
                () if number => shortened(&text),
                () if free => harmless(text),
                () => text,
            });
        }
    }
    Ok(rows)
}

/// Text that a spreadsheet does not take for a formula.
fn harmless(text: String) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text }
}

/// An answer as the bytes of a file. Breaks off, so that nobody takes half a file for the whole, when it fails or has more
/// rows than were asked for.
pub(crate) fn stream(
    answering: Answering,
    format: Format,
    held: Held,
) -> Result<impl Stream<Item = Result<Bytes, Refused>> + Send, Refused> {
    let writer = Writer::new(format, &answering.stream.schema())?;
    // What compresses an answer asks once more after its end.
    let pieces = futures_util::stream::unfold(Some((answering, writer, held, 0_usize)), |state| async move {
        let (mut answering, mut writer, held, rows) = state?;
        let next = tokio::select! {
            next = answering.next() => next,
            () = held.stopped() => Err(Refused::Cancelled),
        };
        match next {
            Err(refused) => Some((Err(refused), None)),
            Ok(None) => Some((writer.finish(), None)),
            Ok(Some(batch)) => {
                let rows = rows + batch.num_rows();
                if rows > answering.rows {
                    return Some((Err(Refused::TooLarge { what: "rows", limit: answering.rows }), None));
                }
                let written = writer.write(&batch);
                let state = written.is_ok().then_some((answering, writer, held, rows));
                Some((written, state))
            }
        }
    });
    Ok(pieces.fuse())
}
