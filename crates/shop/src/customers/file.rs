//! The file that customers are written into: CSV as it grows, XLSX and Parquet put together on disk.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use connectors::export::{Cell, ColumnKind, CsvWriter, ParquetWriter, Style, XlsxWriter};
use platform::{App, Error, Money};
use tokio::sync::mpsc::Sender;

/// The formats of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileFormat {
    /// Text, for spreadsheets and programs.
    Csv,
    /// A workbook.
    Xlsx,
    /// Columns, for analysis.
    Parquet,
}

impl FileFormat {
    /// The code that the API uses, which is the file's ending too.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Parquet => "parquet",
        }
    }

    /// The format with that code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Csv, Self::Xlsx, Self::Parquet].into_iter().find(|one| one.code() == code)
    }

    /// What HTTP calls it.
    #[must_use]
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Parquet => "application/vnd.apache.parquet",
        }
    }
}

enum Writer {
    Csv(CsvWriter<Pipe>),
    Xlsx(Box<XlsxWriter>),
    Parquet(Box<ParquetWriter<BufWriter<File>>>),
}

/// A buffer that the writer fills and the stream empties.
#[derive(Clone, Default)]
struct Pipe(Arc<Mutex<Vec<u8>>>);

impl Pipe {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A column of a file.
pub(super) struct Column {
    /// As the API calls it.
    pub(super) name: String,
    /// In the reader's language.
    pub(super) title: String,
    pub(super) kind: ColumnKind,
}

/// A file that is being written to a reader.
pub(super) struct Output<'a> {
    writer: Writer,
    pipe: Pipe,
    to: &'a Sender<Result<Bytes, Error>>,
    /// Where a file that needs a disk is put together; taken away when the output is dropped.
    scrap: Scrap,
}

struct Scrap(PathBuf);

impl Drop for Scrap {
    fn drop(&mut self) {
        // It may never have been made.
        let _ = std::fs::remove_file(&self.0);
    }
}

impl<'a> Output<'a> {
    /// Begins a file with these columns.
    pub(super) fn begin(
        app: &App,
        format: FileFormat,
        columns: &[Column],
        to: &'a Sender<Result<Bytes, Error>>,
    ) -> Result<Self, Error> {
        let names: Vec<&str> = columns.iter().map(|column| column.title.as_str()).collect();
        let pipe = Pipe::default();
        let folder = app.data_dir.join("exports");
        let scrap = Scrap(folder.join(format!("{}.{}", app.ids.next(), format.code())));
        if format != FileFormat::Csv {
            std::fs::create_dir_all(&folder).map_err(Error::internal)?;
        }
        let writer = match format {
            FileFormat::Xlsx => Writer::Xlsx(Box::new(XlsxWriter::new(&names).map_err(Error::internal)?)),
            FileFormat::Csv => {
                let mut csv = CsvWriter::new(pipe.clone(), Style::Spreadsheet).map_err(Error::internal)?;
                csv.row(names.iter().map(|name| Cell::Text(name))).map_err(Error::internal)?;
                Writer::Csv(csv)
            }
            FileFormat::Parquet => {
                let kinds: Vec<(&str, ColumnKind)> =
                    columns.iter().map(|column| (column.name.as_str(), column.kind)).collect();
                let file = BufWriter::new(File::create(&scrap.0).map_err(Error::internal)?);
                Writer::Parquet(Box::new(ParquetWriter::new(file, &kinds).map_err(Error::internal)?))
            }
        };
        Ok(Self { writer, pipe, to, scrap })
    }

    pub(super) fn row<'c>(&mut self, cells: impl IntoIterator<Item = Cell<'c>>) -> Result<(), Error> {
        match &mut self.writer {
            Writer::Csv(csv) => csv.row(cells),
            Writer::Xlsx(book) => book.row(cells),
            Writer::Parquet(file) => file.row(cells),
        }
        .map_err(Error::internal)
    }

    /// Hands over what can be handed over by now; whether anybody still reads.
    pub(super) async fn flush(&mut self) -> Result<bool, Error> {
        let Writer::Csv(csv) = &mut self.writer else { return Ok(!self.to.is_closed()) };
        csv.flush().map_err(Error::internal)?;
        Ok(self.to.send(Ok(Bytes::from(self.pipe.take()))).await.is_ok())
    }

    /// Ends the file and hands over what is left of it.
    pub(super) async fn finish(self) -> Result<(), Error> {
        let path = self.scrap.0.clone();
        match self.writer {
            Writer::Csv(_) => return Ok(()),
            Writer::Xlsx(book) => {
                tokio::task::spawn_blocking(move || book.finish(BufWriter::new(File::create(&path)?)))
                    .await
                    .map_err(Error::internal)?
            }
            Writer::Parquet(file) => {
                tokio::task::spawn_blocking(move || file.finish()).await.map_err(Error::internal)?
            }
        }
        .map_err(Error::internal)?;
        send(&self.scrap.0, self.to).await
    }
}

async fn send(path: &std::path::Path, to: &Sender<Result<Bytes, Error>>) -> Result<(), Error> {
    use tokio::io::AsyncReadExt as _;
    let mut file = tokio::fs::File::open(path).await.map_err(Error::internal)?;
    loop {
        let mut piece = vec![0_u8; 64 * 1024];
        let size = file.read(&mut piece).await.map_err(Error::internal)?;
        piece.truncate(size);
        if size == 0 || to.send(Ok(Bytes::from(piece))).await.is_err() {
            return Ok(());
        }
    }
}

/// What stands in a column that customers have.
pub(super) fn kind(column: &str, currency: &str) -> ColumnKind {
    match column {
        "deals" | "items" | "closed" | "profiles" => ColumnKind::Whole,
        "deal_amount" | "average_order" | "closed_amount" => ColumnKind::Money(Money::decimals(currency)),
        "first_deal_at" | "last_deal_at" | "created_at" => ColumnKind::Instant,
        "blacklisted" => ColumnKind::YesNo,
        _ => ColumnKind::Text,
    }
}
