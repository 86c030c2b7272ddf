//! Rows of delimited text.

use std::io::Read;

use super::{
    Encoding, Fault, Row, Rows, SourceError,
    block::Block,
    scan::{self, Cells, Scan},
};

/// How much of a line longer than any row is kept for its refusal.
const KEPT: usize = 4096;

/// A delimited text file.
pub(crate) struct Delimited {
    block: Block,
    cells: Cells,
    delimiter: u8,
    encoding: Option<Encoding>,
    width: usize,
    number: u64,
}

impl Delimited {
    pub(crate) fn open(from: Box<dyn Read + Send>) -> Result<Self, SourceError> {
        let mut block = Block::new(from);
        block.more()?;
        while block.bytes().len() < 64 * 1024 && !block.ended() {
            block.more()?;
        }
        if block.bytes().starts_with(b"\xef\xbb\xbf") {
            block.consume(3);
        }
        let delimiter = delimiter(block.bytes());
        let encoding = Encoding::decide(block.bytes());
        Ok(Self { block, cells: Cells::default(), delimiter, encoding, width: 0, number: 0 })
    }

    /// Splits the next record into `cells`. Answers its fault, or nothing at the end of the file.
    fn split(&mut self) -> Result<Option<Option<Fault>>, SourceError> {
        loop {
            let (bytes, ended) = (self.block.bytes(), self.block.ended());
            if bytes.is_empty() {
                if ended {
                    return Ok(None);
                }
                self.block.more()?;
                continue;
            }
            let mut scan = scan::record(bytes, ended, self.delimiter, self.width, &mut self.cells);
            if scan == Scan::More && self.block.full() {
                scan = scan::first_line(bytes, false, self.delimiter, &mut self.cells);
            }
            match scan {
                Scan::Record(length, fault) => {
                    self.block.consume(length);
                    self.number = self.number.saturating_add(1);
                    return Ok(Some(fault));
                }
                Scan::More if self.block.full() => {
                    let kept = bytes.get(..KEPT.min(bytes.len())).unwrap_or(&[]);
                    self.cells.bytes.clear();
                    self.cells.bytes.extend_from_slice(kept);
                    self.cells.ends.clear();
                    self.cells.ends.push(kept.len());
                    self.pass_line()?;
                    self.number = self.number.saturating_add(1);
                    return Ok(Some(Some(Fault::TooLong)));
                }
                Scan::More => self.block.more()?,
            }
        }
    }

    /// Lets everything go up to and including the next line feed.
    fn pass_line(&mut self) -> Result<(), SourceError> {
        loop {
            let bytes = self.block.bytes();
            if let Some(end) = bytes.iter().position(|&byte| byte == b'\n') {
                self.block.consume(end.saturating_add(1));
                return Ok(());
            }
            let all = bytes.len();
            self.block.consume(all);
            if self.block.ended() {
                return Ok(());
            }
            self.block.more()?;
        }
    }

    fn decode(&mut self, row: &mut Row) {
        row.clear();
        let bytes = self.cells.bytes.as_slice();
        let ascii = bytes.is_ascii();
        let mut sound = !bytes.contains(&0);
        let encoding = match self.encoding {
            Some(encoding) => encoding,
            None if ascii => Encoding::Utf8,
            None => {
                let decided = Encoding::decide(bytes).unwrap_or(Encoding::Utf8);
                self.encoding = Some(decided);
                decided
            }
        };
        if encoding == Encoding::Utf8
            && let Ok(text) = std::str::from_utf8(bytes)
        {
            row.text.push_str(text);
            row.ends.extend_from_slice(&self.cells.ends);
        } else {
            for cell in self.cells.iter() {
                sound &= encoding.append(cell, &mut row.text);
                row.ends.push(row.text.len());
            }
        }
        row.number = self.number;
        row.fault = if sound { None } else { Some(Fault::BadEncoding) };
    }
}

impl Rows for Delimited {
    fn next(&mut self, row: &mut Row) -> Result<bool, SourceError> {
        let Some(fault) = self.split()? else { return Ok(false) };
        self.decode(row);
        row.fault = fault.or(row.fault);
        Ok(true)
    }

    fn skip_to(&mut self, number: u64) -> Result<(), SourceError> {
        while self.number.saturating_add(1) < number {
            if self.split()?.is_none() {
                return Ok(());
            }
        }
        Ok(())
    }

    fn set_width(&mut self, cells: usize) {
        self.width = cells;
    }

    fn encoding(&self) -> Option<Encoding> {
        self.encoding
    }
}

/// The sign between the cells: the one that stands most often in the first line that holds any.
fn delimiter(bytes: &[u8]) -> u8 {
    for line in bytes.split(|&byte| byte == b'\n').take(5) {
        let mut quoted = false;
        let mut counts = [(b',', 0_usize), (b'\t', 0), (b';', 0), (b'|', 0)];
        for &byte in line {
            quoted ^= byte == b'"';
            for (sign, count) in &mut counts {
                *count = count.saturating_add(usize::from(byte == *sign && !quoted));
            }
        }
        let best = counts.iter().rev().max_by_key(|(_, count)| *count);
        if let Some(&(sign, count)) = best
            && count > 0
        {
            return sign;
        }
    }
    b','
}
