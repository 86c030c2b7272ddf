//! Splitting one record of delimited text on raw bytes.
//!
//! Quoting is RFC 4180's, and besides: `="…"` is a quoted cell, a quote inside an unquoted cell is an ordinary sign,
//! and a quote that is never closed costs its own line only, never the lines after it.

use super::Fault;

/// Cells of a record, as bytes.
#[derive(Default)]
pub(crate) struct Cells {
    pub(crate) bytes: Vec<u8>,
    pub(crate) ends: Vec<usize>,
}

impl Cells {
    fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
    }

    fn end(&mut self) {
        if self.bytes.last() == Some(&b'\r') {
            self.bytes.pop();
        }
        self.ends.push(self.bytes.len());
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &[u8]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, &end)| self.bytes.get(start..end).unwrap_or(&[]))
    }
}

/// How the scan of a record went.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Scan {
    /// A record of so many bytes, its line feed included.
    Record(usize, Option<Fault>),
    /// The record goes on beyond the bytes at hand.
    More,
}

/// Splits the record at the beginning of `bytes`. `ended` says that nothing follows them; `width` is the number of
/// cells that the header has, or 0 when not known.
pub(crate) fn record(bytes: &[u8], ended: bool, delimiter: u8, width: usize, cells: &mut Cells) -> Scan {
    cells.clear();
    let mut at = 0;
    let mut several_lines = false;
    loop {
        let rest = bytes.get(at..).unwrap_or(&[]);
        let quoted = match rest {
            [b'"', ..] => 1,
            [b'=', b'"', ..] => 2,
            [b'='] if !ended => return Scan::More,
            _ => 0,
        };
        if quoted > 0 {
            match quoted_cell(bytes, at.saturating_add(quoted), ended, delimiter, cells) {
                Quoted::Closed { next, lines } => {
                    at = next;
                    several_lines |= lines;
                }
                Quoted::Open => return first_line(bytes, ended, delimiter, cells),
                Quoted::More => return Scan::More,
            }
        }
        let rest = bytes.get(at..).unwrap_or(&[]);
        let stop = rest.iter().position(|&byte| byte == delimiter || byte == b'\n');
        let plain = stop.map_or(rest, |stop| rest.get(..stop).unwrap_or(&[]));
        if stop.is_none() && !ended {
            return Scan::More;
        }
        // Blanks after a closing quote belong to nobody; anything else is taken as it stands.
        if quoted == 0 || !plain.iter().all(u8::is_ascii_whitespace) {
            cells.bytes.extend_from_slice(plain);
        }
        cells.end();
        at = at.saturating_add(plain.len());
        match bytes.get(at) {
            Some(&byte) if byte == delimiter => at = at.saturating_add(1),
            other => {
                let length = at.saturating_add(usize::from(other.is_some()));
                // A value that swallowed a line and left too many cells was an open quote that another one closed.
                if several_lines && width > 0 && cells.ends.len() > width.saturating_add(1) {
                    return first_line(bytes, ended, delimiter, cells);
                }
                return Scan::Record(length, None);
            }
        }
    }
}

enum Quoted {
    Closed { next: usize, lines: bool },
    Open,
    More,
}

/// Reads a quoted cell whose text begins at `from`, without ending it.
fn quoted_cell(bytes: &[u8], from: usize, ended: bool, delimiter: u8, cells: &mut Cells) -> Quoted {
    let mut at = from;
    let mut lines = false;
    loop {
        let rest = bytes.get(at..).unwrap_or(&[]);
        let Some(quote) = rest.iter().position(|&byte| byte == b'"') else {
            return if ended { Quoted::Open } else { Quoted::More };
        };
        let text = rest.get(..quote).unwrap_or(&[]);
        lines = lines || text.contains(&b'\n');
        cells.bytes.extend_from_slice(text);
        let after = at.saturating_add(quote).saturating_add(1);
        match bytes.get(after) {
            Some(b'"') => {
                cells.bytes.push(b'"');
                at = after.saturating_add(1);
            }
            None if !ended => return Quoted::More,
            None => return Quoted::Closed { next: after, lines },
            Some(&next) => {
                let closes = next == delimiter || next.is_ascii_whitespace();
                return if closes || !lines { Quoted::Closed { next: after, lines } } else { Quoted::Open };
            }
        }
    }
}

/// Takes the first line alone, split at the delimiters, as a record whose quote is open.
pub(crate) fn first_line(bytes: &[u8], ended: bool, delimiter: u8, cells: &mut Cells) -> Scan {
    cells.clear();
    let Some(line) = bytes.iter().position(|&byte| byte == b'\n').or_else(|| ended.then_some(bytes.len())) else {
        return Scan::More;
    };
    for cell in bytes.get(..line).unwrap_or(&[]).split(|&byte| byte == delimiter) {
        cells.bytes.extend_from_slice(cell);
        cells.end();
    }
    Scan::Record(line.saturating_add(1).min(bytes.len()), Some(Fault::OpenQuote))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str, width: usize) -> String {
        let (mut cells, mut at, mut out) = (Cells::default(), 0, String::new());
        while at < text.len() {
            let Scan::Record(length, fault) = record(&text.as_bytes()[at..], true, b',', width, &mut cells) else {
                panic!("more")
            };
            let row: Vec<_> = cells.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect();
            out.push_str(&format!("{}{}\n", row.join("|"), if fault.is_some() { " !" } else { "" }));
            at += length;
        }
        out.trim_end().to_owned()
    }

    #[test]
    fn records_are_split() {
        for (text, width, expected) in [
            ("a,b\r\nc,d\r\n", 0, "a|b\nc|d"),
            ("a,b\nc,d", 0, "a|b\nc|d"),
            ("a,,\n", 0, "a||"),
            ("=\"35\",=\"a,b\",=\"\"\n", 0, "35|a,b|"),
            ("\"a\"\"b\",\"x,y\",\"l1\nl2\"\n", 0, "a\"b|x,y|l1\nl2"),
            ("5\" pipe,\"q\"x\n", 0, "5\" pipe|qx"),
            ("a,\"open\nb,c\nd,e\n", 2, "a|\"open !\nb|c\nd|e"),
            ("a,\"open\nb,\"closed\"\nd,e\n", 2, "a|\"open !\nb|closed\nd|e"),
            ("a,\"open\nb,x\"\nd,e\n", 2, "a|open\nb,x\nd|e"),
            ("a,\"open\nb,x\",c,d\nd,e\n", 2, "a|\"open !\nb|x\"|c|d\nd|e"),
            ("=\"1\"\t,2\n", 0, "1|2"),
        ] {
            assert_eq!(all(text, width), expected, "{text:?}");
        }
    }

    #[test]
    fn a_record_that_goes_on_asks_for_more() {
        let mut cells = Cells::default();
        for text in ["a,b", "a,\"b\n", "a,\"b\"", "a,=", "\"a"] {
            assert_eq!(record(text.as_bytes(), false, b',', 0, &mut cells), Scan::More, "{text:?}");
        }
    }
}
