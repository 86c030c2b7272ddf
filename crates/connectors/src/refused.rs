//! The file of refused rows: the columns of the original, and three more that say where each row stood, why it was
//! refused and what to do. Mended, it can be imported again: its own columns are passed over.

use std::io::{self, Write};

use crate::{
    drafts::Refusal,
    export::{Cell, CsvWriter, Style},
};

/// The columns that a refused file adds, in their order.
pub const COLUMNS: [&str; 3] = ["原行号", "原因", "怎么办"];

/// Writes refused rows as CSV (UTF-8 with a byte-order mark). `explain` gives the reason and the cure of a row in the
/// reader's language.
///
/// # Errors
/// When the stream fails.
pub fn write<W: Write>(
    to: W,
    header: &[String],
    refusals: impl IntoIterator<Item = Refusal>,
    explain: impl Fn(&Refusal) -> (String, String),
) -> io::Result<W> {
    let mut file = CsvWriter::new(to, Style::Spreadsheet)?;
    let ours = |name: &String| !COLUMNS.contains(&name.as_str());
    let kept: Vec<usize> = header.iter().enumerate().filter(|(_, name)| ours(name)).map(|(index, _)| index).collect();
    let names = kept.iter().filter_map(|index| header.get(*index)).map(|name| Cell::Text(name));
    file.row(names.chain(COLUMNS.iter().map(|name| Cell::Text(name))))?;
    for refusal in refusals {
        let (reason, cure) = explain(&refusal);
        let number = refusal.row.to_string();
        let cells = kept.iter().map(|index| Cell::Text(refusal.cells.get(*index).map_or("", String::as_str)));
        // Cells beyond the header are what some rows are refused for: they go last, so that nothing is lost.
        let beyond =
            refusal.cells.iter().skip(header.len()).filter(|cell| !cell.is_empty()).map(|cell| Cell::Text(cell));
        let notes = [Cell::Text(&number), Cell::Text(&reason), Cell::Text(&cure)];
        file.row(cells.chain(notes).chain(beyond))?;
    }
    file.finish()
}
