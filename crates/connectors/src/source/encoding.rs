//! UTF-8 or GB18030: told by the header where it is Chinese, else by the majority of the lines at hand, and applied
//! strictly, row by row.
//!
//! Rows are split on raw bytes before they are decoded. That is sound because no byte of a multi-byte character of
//! GB18030 or UTF-8 is a comma, a tab, a quote or a line feed.

use std::io::{self, Read};

use encoding_rs::{CoderResult, Decoder, GB18030};
use serde::{Deserialize, Serialize};

use super::input::read_head;

/// The encoding of a text file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Encoding {
    /// UTF-8, with or without a byte-order mark, and UTF-16 with one.
    #[serde(rename = "UTF-8")]
    Utf8,
    /// GB18030, which holds GBK and GB2312.
    #[serde(rename = "GB18030")]
    Gb18030,
}

impl Encoding {
    /// Its usual name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Gb18030 => "GB18030",
        }
    }

    /// Decides by a piece of the file, or answers nothing when all of it is ASCII.
    pub(crate) fn decide(piece: &[u8]) -> Option<Self> {
        let lines = || piece.split(|&byte| byte == b'\n').filter(|line| !line.is_ascii());
        let whole = if piece.ends_with(b"\n") { None } else { piece.rsplit(|&byte| byte == b'\n').next() };
        let first = lines().next()?;
        // The last line may be cut inside a character, so it counts only when there is no other.
        let cut = |line: &[u8]| whole.is_some_and(|last| std::ptr::eq(last, line));
        if piece.split(|&byte| byte == b'\n').next().is_some_and(|header| std::ptr::eq(header, first)) && !cut(first) {
            return Some(if std::str::from_utf8(first).is_ok() { Self::Utf8 } else { Self::against_utf8(first) });
        }
        let (mut good, mut bad) = (0_usize, 0_usize);
        for line in lines() {
            match std::str::from_utf8(line) {
                Ok(_) => good = good.saturating_add(1),
                Err(error) if cut(line) && error.error_len().is_none() => good = good.saturating_add(1),
                Err(_) => bad = bad.saturating_add(1),
            }
        }
        Some(if good >= bad { Self::Utf8 } else { Self::Gb18030 })
    }

    /// A header that is not UTF-8 is GB18030, unless it is neither and most of it reads as UTF-8.
    fn against_utf8(header: &[u8]) -> Self {
        if GB18030.decode_without_bom_handling_and_without_replacement(header).is_some() {
            return Self::Gb18030;
        }
        let good: usize =
            header.utf8_chunks().map(|chunk| chunk.valid().bytes().filter(|byte| !byte.is_ascii()).count()).sum();
        let bad: usize = header.utf8_chunks().map(|chunk| chunk.invalid().len()).sum();
        if good > bad { Self::Utf8 } else { Self::Gb18030 }
    }

    /// Appends the bytes as text. False when they are not text in this encoding; the text then holds replacement signs.
    pub(crate) fn append(self, bytes: &[u8], to: &mut String) -> bool {
        if self == Self::Utf8 || bytes.is_ascii() {
            return match std::str::from_utf8(bytes) {
                Ok(text) => {
                    to.push_str(text);
                    true
                }
                Err(_) => {
                    to.push_str(&String::from_utf8_lossy(bytes));
                    false
                }
            };
        }
        let mut decoder = GB18030.new_decoder_without_bom_handling();
        to.reserve(decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(0));
        let (result, _, failed) = decoder.decode_to_string(bytes, to, true);
        result == CoderResult::InputEmpty && !failed
    }
}

/// Turns a stream of another encoding into UTF-8.
pub(crate) struct Transcode {
    from: Box<dyn Read + Send>,
    decoder: Decoder,
    ready: Vec<u8>,
    given: usize,
    ended: bool,
}

impl Transcode {
    pub(crate) fn new(from: Box<dyn Read + Send>, encoding: &'static encoding_rs::Encoding) -> Self {
        Self { from, decoder: encoding.new_decoder(), ready: Vec::new(), given: 0, ended: false }
    }
}

impl Read for Transcode {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.given >= self.ready.len() && !self.ended {
            let mut piece = vec![0_u8; 64 * 1024];
            let piece = read_head(&mut *self.from, &mut piece)?;
            self.ended = piece.is_empty();
            let mut text = String::with_capacity(self.decoder.max_utf8_buffer_length(piece.len()).unwrap_or(0));
            let _ = self.decoder.decode_to_string(piece, &mut text, self.ended);
            self.ready = text.into_bytes();
            self.given = 0;
        }
        let rest = self.ready.get(self.given..).unwrap_or(&[]);
        let given = rest.len().min(buffer.len());
        if let (Some(to), Some(from)) = (buffer.get_mut(..given), rest.get(..given)) {
            to.copy_from_slice(from);
        }
        self.given = self.given.saturating_add(given);
        Ok(given)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gbk(text: &str) -> Vec<u8> {
        GB18030.encode(text).0.into_owned()
    }

    #[test]
    fn encodings_are_told_apart() {
        let mut broken = "订单编号,买家会员名\n".as_bytes().to_vec();
        broken.extend_from_slice(b"1,\xff\xfe\n");
        let table = [
            (b"a,b\n1,2\n".to_vec(), None),
            ("订单编号,标题\n1,联通\n".as_bytes().to_vec(), Some(Encoding::Utf8)),
            (gbk("订单编号,标题\n1,联通\n"), Some(Encoding::Gb18030)),
            (broken, Some(Encoding::Utf8)),
            (b"id,name\n1,\xe5\xbc\xa0\n2,\xff\n3,\xe5\xbc\xa0\n".to_vec(), Some(Encoding::Utf8)),
            (gbk("id,name\n1,张三丰\n2,李四光\n"), Some(Encoding::Gb18030)),
        ];
        for (bytes, expected) in table {
            assert_eq!(Encoding::decide(&bytes), expected, "{}", String::from_utf8_lossy(&bytes));
        }
    }
}
