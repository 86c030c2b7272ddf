//! Rows of Parquet files, through the record API; the first row is the columns' names.

use std::sync::Arc;

use bytes::Bytes;
use parquet::{
    basic::LogicalType,
    errors::ParquetError,
    file::reader::{ChunkReader, FileReader, SerializedFileReader},
    record::{Field, reader::RowIter},
};

use super::{Input, Row, Rows, SourceError, input::Position};

/// An open Parquet file.
pub(crate) struct ParquetRows {
    names: Vec<String>,
    /// Columns whose instants are UTC rather than a clock on some wall.
    utc: Vec<bool>,
    rows: RowIter<'static>,
    number: u64,
    total_rows: u64,
    total_bytes: u64,
    position: Position,
}

impl ParquetRows {
    pub(crate) fn open(input: &Input, position: &Position, total_bytes: u64) -> Result<Self, SourceError> {
        match input {
            Input::Path(path) => Self::read(std::fs::File::open(path)?, position, total_bytes),
            Input::Bytes(bytes) => Self::read(Bytes::from_owner(Arc::clone(bytes)), position, total_bytes),
        }
    }

    fn read<R: ChunkReader + 'static>(from: R, position: &Position, total_bytes: u64) -> Result<Self, SourceError> {
        let failed = |error: ParquetError| SourceError::Parquet(error.to_string());
        let file = SerializedFileReader::new(from).map_err(failed)?;
        let meta = file.metadata().file_metadata();
        let total_rows = u64::try_from(meta.num_rows()).unwrap_or(0);
        let fields = meta.schema().get_fields();
        let names = fields.iter().map(|field| field.name().to_owned()).collect();
        let utc = fields
            .iter()
            .map(|field| match field.get_basic_info().logical_type_ref() {
                Some(LogicalType::Timestamp(kind)) => kind.is_adjusted_to_u_t_c,
                _ => false,
            })
            .collect();
        let rows = RowIter::from_file_into(Box::new(file));
        Ok(Self { names, utc, rows, number: 0, total_rows, total_bytes, position: position.clone() })
    }

    /// Moves the number on and the progress with it.
    fn advance(&mut self) {
        self.number = self.number.saturating_add(1);
        let done = u128::from(self.total_bytes) * u128::from(self.number.saturating_sub(1))
            / u128::from(self.total_rows.max(1));
        self.position.set(u64::try_from(done).unwrap_or(self.total_bytes));
    }
}

impl Rows for ParquetRows {
    fn next(&mut self, row: &mut Row) -> Result<bool, SourceError> {
        row.clear();
        if self.number == 0 {
            self.names.iter().for_each(|name| row.push(name));
        } else {
            let Some(record) = self.rows.next() else { return Ok(false) };
            let record = record.map_err(|error| SourceError::Parquet(error.to_string()))?;
            for (index, (_, field)) in record.get_column_iter().enumerate() {
                push(field, self.utc.get(index).copied().unwrap_or(false), row);
            }
        }
        self.advance();
        row.number = self.number;
        Ok(true)
    }

    fn skip_to(&mut self, number: u64) -> Result<(), SourceError> {
        while self.number.saturating_add(1) < number {
            if self.number > 0 && self.rows.next().is_none() {
                return Ok(());
            }
            self.advance();
        }
        Ok(())
    }
}

/// Appends a value as text.
fn push(field: &Field, utc: bool, row: &mut Row) {
    let moment = |millis: i64| {
        let text = jiff::Timestamp::from_millisecond(millis).map(|at| at.to_string()).unwrap_or_default();
        if utc { text } else { text.trim_end_matches('Z').replace('T', " ") }
    };
    match field {
        Field::Null => row.push(""),
        Field::Str(text) => row.push(text),
        Field::Bool(true) => row.push("是"),
        Field::Bool(false) => row.push("否"),
        Field::Float(number) => row.push(&number.to_string()),
        Field::Double(number) => row.push(&number.to_string()),
        Field::TimestampMillis(millis) => row.push(&moment(*millis)),
        Field::TimestampMicros(micros) => row.push(&moment(micros.div_euclid(1000))),
        Field::Date(days) => row.push(moment(i64::from(*days).saturating_mul(86_400_000)).get(..10).unwrap_or("")),
        Field::Bytes(bytes) => row.push(&String::from_utf8_lossy(bytes.data())),
        other => row.push(&other.to_string()),
    }
}
