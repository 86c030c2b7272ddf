//! A Parquet file out: typed columns, every one of them nullable, in row groups of bounded size.

use std::io::{self, Write};
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, TimeUnit, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, Int64Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;

use super::Cell;

/// Rows of a group: what is held in memory at once.
const GROUP: usize = 50_000;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Text.
    Text,
    /// A whole number.
    Whole,
    /// An amount with so many decimals.
    Money(u32),
    /// A number with so many decimals.
    Number(u32),
    /// An instant, milliseconds UTC.
    Instant,
    /// Yes or no.
    YesNo,
}

enum Column {
    Text(Vec<Option<ByteArray>>),
    Number(Vec<Option<i64>>),
    Flag(Vec<Option<bool>>),
}

/// Writes rows into a Parquet file.
pub struct ParquetWriter<W: Write + Send> {
    to: SerializedFileWriter<W>,
    kinds: Vec<ColumnKind>,
    columns: Vec<Column>,
    rows: usize,
}

fn column(kind: ColumnKind) -> Column {
    match kind {
        ColumnKind::Text => Column::Text(Vec::new()),
        ColumnKind::YesNo => Column::Flag(Vec::new()),
        ColumnKind::Whole | ColumnKind::Money(_) | ColumnKind::Number(_) | ColumnKind::Instant => {
            Column::Number(Vec::new())
        }
    }
}

fn field(name: &str, kind: ColumnKind) -> Result<Type, parquet::errors::ParquetError> {
    let (physical, logical) = match kind {
        ColumnKind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        ColumnKind::YesNo => (Physical::BOOLEAN, None),
        ColumnKind::Whole => (Physical::INT64, None),
        ColumnKind::Money(decimals) | ColumnKind::Number(decimals) => {
            let scale = i32::try_from(decimals).unwrap_or(2);
            let logical = LogicalType::decimal(scale, 18);
            return Type::primitive_type_builder(name, Physical::INT64)
                .with_repetition(Repetition::OPTIONAL)
                .with_logical_type(Some(logical))
                .with_precision(18)
                .with_scale(scale)
                .build();
        }
        ColumnKind::Instant => (Physical::INT64, Some(LogicalType::timestamp(true, TimeUnit::MILLIS))),
    };
    Type::primitive_type_builder(name, physical)
        .with_repetition(Repetition::OPTIONAL)
        .with_logical_type(logical)
        .build()
}

fn as_io(error: parquet::errors::ParquetError) -> io::Error {
    io::Error::other(error)
}

impl<W: Write + Send> ParquetWriter<W> {
    /// Begins a file with these columns.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn new(to: W, columns: &[(&str, ColumnKind)]) -> io::Result<Self> {
        let fields = columns
            .iter()
            .map(|(name, kind)| field(name, *kind).map(Arc::new))
            .collect::<Result<Vec<_>, _>>()
            .map_err(as_io)?;
        let schema = Type::group_type_builder("rows").with_fields(fields).build().map_err(as_io)?;
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
        let to = SerializedFileWriter::new(to, Arc::new(schema), Arc::new(properties)).map_err(as_io)?;
        let kinds: Vec<ColumnKind> = columns.iter().map(|(_, kind)| *kind).collect();
        Ok(Self { to, columns: kinds.iter().copied().map(column).collect(), kinds, rows: 0 })
    }

    /// Writes a row. A cell that is not of its column's kind stands as nothing.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn row<'a>(&mut self, cells: impl IntoIterator<Item = Cell<'a>>) -> io::Result<()> {
        let mut cells = cells.into_iter();
        for column in &mut self.columns {
            let cell = cells.next().unwrap_or(Cell::Empty);
            match (column, cell) {
                (Column::Text(values), Cell::Text(text)) => values.push(Some(ByteArray::from(text))),
                (
                    Column::Number(values),
                    Cell::Whole(n) | Cell::Money(n, _) | Cell::Number(n, _) | Cell::Instant(n, _),
                ) => {
                    values.push(Some(n));
                }
                (Column::Flag(values), Cell::YesNo(flag)) => values.push(Some(flag)),
                (Column::Text(values), _) => values.push(None),
                (Column::Number(values), _) => values.push(None),
                (Column::Flag(values), _) => values.push(None),
            }
        }
        self.rows += 1;
        if self.rows >= GROUP { self.group() } else { Ok(()) }
    }

    fn group(&mut self) -> io::Result<()> {
        fn split<T>(values: Vec<Option<T>>) -> (Vec<T>, Vec<i16>) {
            let levels = values.iter().map(|value| i16::from(value.is_some())).collect();
            (values.into_iter().flatten().collect(), levels)
        }
        let fresh: Vec<Column> = self.kinds.iter().copied().map(column).collect();
        let full = std::mem::replace(&mut self.columns, fresh);
        self.rows = 0;
        let mut group = self.to.next_row_group().map_err(as_io)?;
        for column in full {
            let Some(mut writer) = group.next_column().map_err(as_io)? else { break };
            match column {
                Column::Text(values) => {
                    let (values, levels) = split(values);
                    writer.typed::<ByteArrayType>().write_batch(&values, Some(&levels), None).map_err(as_io)?;
                }
                Column::Number(values) => {
                    let (values, levels) = split(values);
                    writer.typed::<Int64Type>().write_batch(&values, Some(&levels), None).map_err(as_io)?;
                }
                Column::Flag(values) => {
                    let (values, levels) = split(values);
                    writer.typed::<BoolType>().write_batch(&values, Some(&levels), None).map_err(as_io)?;
                }
            }
            writer.close().map_err(as_io)?;
        }
        group.close().map(drop).map_err(as_io)
    }

    /// Ends the file.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(mut self) -> io::Result<()> {
        if self.rows > 0 {
            self.group()?;
        }
        self.to.close().map(drop).map_err(as_io)
    }
}

#[cfg(test)]
mod tests {
    use parquet::file::reader::{FileReader as _, SerializedFileReader};

    use super::*;

    #[test]
    fn what_is_written_is_read_back_with_its_types() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rows.parquet");
        let columns = [
            ("nick", ColumnKind::Text),
            ("deals", ColumnKind::Whole),
            ("amount", ColumnKind::Money(2)),
            ("at", ColumnKind::Instant),
            ("listed", ColumnKind::YesNo),
        ];
        let mut to = ParquetWriter::new(std::fs::File::create(&path).unwrap(), &columns).unwrap();
        to.row([
            Cell::Text("茶客"),
            Cell::Whole(3),
            Cell::Money(12_345, 2),
            Cell::Instant(1_000, 0),
            Cell::YesNo(true),
        ])
        .unwrap();
        to.row([Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty, Cell::Text("?")]).unwrap();
        to.finish().unwrap();
        let from = SerializedFileReader::new(std::fs::File::open(&path).unwrap()).unwrap();
        let rows: Vec<String> = from.get_row_iter(None).unwrap().map(|row| row.unwrap().to_string()).collect();
        assert_eq!(
            rows,
            [
                r#"{nick: "茶客", deals: 3, amount: 123.45, at: 1970-01-01 00:00:01.000 +00:00, listed: true}"#,
                "{nick: null, deals: null, amount: null, at: null, listed: null}",
            ]
        );
    }
}
