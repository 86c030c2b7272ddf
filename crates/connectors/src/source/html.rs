//! HTML tables that call themselves `.xls`: rows are `<tr>`, cells `<td>` and `<th>`.

use std::io::Read;

use super::{Encoding, Fault, Row, Rows, SourceError, block::Block};

/// An HTML file, read as one table.
pub(crate) struct HtmlTable {
    block: Block,
    encoding: Option<Encoding>,
    number: u64,
}

impl HtmlTable {
    pub(crate) fn open(from: Box<dyn Read + Send>) -> Result<Self, SourceError> {
        let mut block = Block::new(from);
        block.more()?;
        while block.bytes().len() < 64 * 1024 && !block.ended() {
            block.more()?;
        }
        let encoding = Encoding::decide(block.bytes());
        Ok(Self { block, encoding, number: 0 })
    }

    /// Moves to the next `<tr` and answers the length of its row, or nothing at the end.
    fn find_row(&mut self) -> Result<Option<(usize, Option<Fault>)>, SourceError> {
        loop {
            if let Some(start) = find(self.block.bytes(), b"<tr") {
                self.block.consume(start);
                break;
            }
            if self.block.ended() {
                return Ok(None);
            }
            let keep = self.block.bytes().len().saturating_sub(2);
            self.block.consume(keep);
            self.block.more()?;
        }
        loop {
            let inside = self.block.bytes().get(3..).unwrap_or(&[]);
            let close = find(inside, b"</tr").map(|at| at.saturating_add(7));
            let open = find(inside, b"<tr").map(|at| at.saturating_add(3));
            match (close, open) {
                (Some(close), Some(open)) => return Ok(Some((close.min(open), None))),
                (Some(close), None) => return Ok(Some((close, None))),
                (None, Some(open)) => return Ok(Some((open, None))),
                (None, None) if self.block.ended() => return Ok(Some((inside.len().saturating_add(3), None))),
                (None, None) if self.block.full() => return Ok(Some((3, Some(Fault::TooLong)))),
                (None, None) => self.block.more()?,
            }
        }
    }
}

impl Rows for HtmlTable {
    fn next(&mut self, row: &mut Row) -> Result<bool, SourceError> {
        let Some((length, fault)) = self.find_row()? else { return Ok(false) };
        self.number = self.number.saturating_add(1);
        row.clear();
        row.number = self.number;
        row.fault = fault;
        let bytes = self.block.bytes().get(..length).unwrap_or(&[]);
        let encoding = match self.encoding.or_else(|| Encoding::decide(bytes)) {
            Some(encoding) => {
                self.encoding = Some(encoding);
                encoding
            }
            None => Encoding::Utf8,
        };
        let mut text = String::new();
        if !encoding.append(bytes, &mut text) {
            row.fault = row.fault.or(Some(Fault::BadEncoding));
        }
        self.block.consume(length);
        cells(&text, row);
        Ok(true)
    }

    fn skip_to(&mut self, number: u64) -> Result<(), SourceError> {
        while self.number.saturating_add(1) < number {
            let Some((length, _)) = self.find_row()? else { return Ok(()) };
            self.block.consume(length);
            self.number = self.number.saturating_add(1);
        }
        Ok(())
    }

    fn encoding(&self) -> Option<Encoding> {
        self.encoding
    }
}

/// Where a tag begins, whatever its case.
fn find(bytes: &[u8], tag: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        let rest = bytes.get(at..)?;
        at = at.saturating_add(rest.iter().position(|&byte| byte == b'<')?);
        if bytes.get(at..at.saturating_add(tag.len()))?.eq_ignore_ascii_case(tag) {
            return Some(at);
        }
        at = at.saturating_add(1);
    }
}

/// Takes the cells of one row's text.
fn cells(html: &str, row: &mut Row) {
    let mut open = false;
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (text, tag) = rest.split_at(at);
        if open {
            unescape(text, &mut row.text);
        }
        let Some(end) = tag.find('>') else { break };
        let name = tag.get(1..end).unwrap_or("");
        rest = tag.get(end.saturating_add(1)..).unwrap_or("");
        let name = name.split(|c: char| c.is_whitespace()).next().unwrap_or("").trim_end_matches('/');
        let is = |wanted: &[&str]| wanted.iter().any(|tag| name.eq_ignore_ascii_case(tag));
        if is(&["td", "th"]) {
            if open {
                row.end_cell();
            }
            open = true;
        } else if is(&["/td", "/th", "/tr"]) && open {
            row.end_cell();
            open = false;
        } else if is(&["br"]) && open {
            row.text.push('\n');
        }
    }
    if open {
        row.end_cell();
    }
}

/// Appends text with its entities resolved; unknown ones stand as they are.
fn unescape(text: &str, to: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, entity) = rest.split_at(at);
        to.push_str(before);
        let known = entity.find(';').filter(|end| *end <= 10).and_then(|end| {
            let sign = match entity.get(1..end)? {
                "amp" => '&',
                "lt" => '<',
                "gt" => '>',
                "quot" => '"',
                "apos" => '\'',
                "nbsp" => ' ',
                "yen" => '¥',
                other => {
                    let number = other.strip_prefix('#')?;
                    let code = match number.strip_prefix(['x', 'X']) {
                        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                        None => number.parse().ok()?,
                    };
                    char::from_u32(code).filter(|sign| *sign != '\0')?
                }
            };
            Some((sign, end.saturating_add(1)))
        });
        let (sign, length) = known.unwrap_or(('&', 1));
        to.push(sign);
        rest = entity.get(length..).unwrap_or("");
    }
    to.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_read() {
        let html = "<html><table border=1><TR><th>订单编号</th><th>标题</th></TR>\n<tr><td>3500000000000001</td>\
                    <td style='x'>A &amp; B&nbsp;<b>&#20013;</b><br/>c</td></tr><tr><td>2<td>open</table>";
        let mut table = HtmlTable::open(Box::new(html.as_bytes())).unwrap();
        let (mut row, mut out) = (Row::default(), Vec::new());
        while table.next(&mut row).unwrap() {
            out.push(format!("{} {}", row.number(), row.cells().collect::<Vec<_>>().join("|")));
        }
        assert_eq!(out, ["1 订单编号|标题", "2 3500000000000001|A & B 中\nc", "3 2|open"]);
    }
}
