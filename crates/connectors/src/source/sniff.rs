//! What kind of file it is, by its first bytes and never by its name.

use std::io::Read;

use flate2::read::MultiGzDecoder;
use serde::{Deserialize, Serialize};

use super::{SourceError, input::read_head};

/// The kind of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Delimited text: CSV, TSV, and what other signs stand between the cells; possibly packed with gzip.
    Text,
    /// An HTML table, often named `.xls`.
    Html,
    /// An Excel workbook since 2007.
    Xlsx,
    /// An Excel workbook of 97–2003.
    Xls,
    /// Apache Parquet.
    Parquet,
}

/// Looks at the first bytes.
pub(crate) fn kind(from: &mut dyn Read) -> Result<Kind, SourceError> {
    let mut head = [0_u8; 4096];
    let head = read_head(from, &mut head)?;
    if head.is_empty() {
        return Err(SourceError::Empty);
    }
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return Ok(Kind::Xlsx);
    }
    if head.starts_with(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]) {
        return Ok(Kind::Xls);
    }
    if head.starts_with(b"PAR1") {
        return Ok(Kind::Parquet);
    }
    for (magic, what) in [
        (b"%PDF".as_slice(), "pdf"),
        (b"\x89PNG", "picture"),
        (b"\xff\xd8\xff", "picture"),
        (b"GIF8", "picture"),
        (b"Rar!", "archive"),
        (b"7z\xbc\xaf\x27\x1c", "archive"),
        (b"SQLite format 3", "database"),
        (b"\x7fELF", "program"),
    ] {
        if head.starts_with(magic) {
            return Err(SourceError::NotATable(what));
        }
    }
    if head.starts_with(&[0x1f, 0x8b]) {
        let mut inner = [0_u8; 4096];
        let inner = read_head(&mut MultiGzDecoder::new(head), &mut inner).unwrap_or(&[]).to_vec();
        return text(&inner);
    }
    text(head)
}

/// A table is text. More than two control signs in a hundred are no damage to it; two bytes a letter have them rightly.
fn text(head: &[u8]) -> Result<Kind, SourceError> {
    let wide = head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]) || share(head, |byte| byte == 0) > 50;
    if !wide && share(head, |byte| matches!(byte, 1..=8 | 0x0e..=0x19 | 0x1b..=0x1f)) > 20 {
        return Err(SourceError::NotATable("binary"));
    }
    Ok(text_kind(head))
}

/// How many bytes of a thousand are such.
fn share(head: &[u8], such: impl Fn(u8) -> bool) -> usize {
    head.iter().filter(|byte| such(**byte)).count() * 1_000 / head.len().max(1)
}

fn text_kind(head: &[u8]) -> Kind {
    let text: Vec<u8> = head.iter().filter(|byte| **byte != 0).map(u8::to_ascii_lowercase).collect();
    let blank = |byte: &u8| byte.is_ascii_whitespace() || !byte.is_ascii();
    let begins = text.iter().find(|byte| !blank(byte)) == Some(&b'<');
    let tags: [&[u8]; 4] = [b"<table", b"<html", b"<!doctype html", b"<tr"];
    if begins && tags.iter().any(|tag| text.windows(tag.len()).any(|window| window == *tag)) {
        Kind::Html
    } else {
        Kind::Text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_by_bytes() {
        let table: [(&[u8], Kind); 8] = [
            (b"\xff\xfe\x01\x4e,\0\x02\x4e\n\0", Kind::Text),
            (
                b"1,one\x01\n2,two\n3,three and a long name, so that one sign is damage and no more than that\n",
                Kind::Text,
            ),
            (b"PK\x03\x04....", Kind::Xlsx),
            (&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0], Kind::Xls),
            (b"PAR1....", Kind::Parquet),
            (b"\xef\xbb\xbf<HTML><body><TABLE>", Kind::Html),
            (b"a,b\n<table", Kind::Text),
            (b"a\tb\n", Kind::Text),
        ];
        for (bytes, expected) in table {
            assert_eq!(kind(&mut &*bytes).unwrap(), expected, "{bytes:?}");
        }
        assert!(matches!(kind(&mut &b""[..]), Err(SourceError::Empty)));
        let noise: Vec<u8> = (0..=u8::MAX).cycle().map(|n| n.wrapping_mul(37)).take(2_000).collect();
        let odd: [(&[u8], &str); 3] = [(b"%PDF-1.7", "pdf"), (b"\x89PNG\r\n", "picture"), (&noise, "binary")];
        for (bytes, expected) in odd {
            assert!(matches!(kind(&mut &*bytes), Err(SourceError::NotATable(what)) if what == expected), "{expected}");
        }
    }
}
