//! A CSV file that a command writes.

use std::fs::File;
use std::path::Path;

use connectors::export::{Cell, CsvWriter, Style};

use crate::commands::Exit;
use crate::commands::exit::Failure;

/// A CSV file on its way.
pub(super) struct Out<'a> {
    file: &'a Path,
    rows: CsvWriter<File>,
}

impl<'a> Out<'a> {
    /// Begins a file with these heads.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(super) fn new(file: &'a Path, heads: &[&str]) -> Result<Self, Failure> {
        let failed = |cause| failed(file, &cause);
        let mut rows = CsvWriter::new(File::create(file).map_err(failed)?, Style::Plain).map_err(failed)?;
        rows.row(heads.iter().map(|head| Cell::Text(head))).map_err(failed)?;
        Ok(Self { file, rows })
    }

    /// Writes a row.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(super) fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), Failure> {
        self.rows.row(cells.iter().copied()).map_err(|cause| failed(self.file, &cause))
    }

    /// Ends the file.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(super) fn end(self) -> Result<(), Failure> {
        let file = self.file;
        self.rows.finish().map(|_| ()).map_err(|cause| failed(file, &cause))
    }
}

fn failed(file: &Path, cause: &std::io::Error) -> Failure {
    Failure::new(Exit::Failed, format!("{}: {cause}", file.display()))
}
