//! Where the bytes come from, and how far into them a reader got.

use std::{
    fs::File,
    io::{self, Cursor, Read, Seek, SeekFrom},
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use flate2::read::MultiGzDecoder;

/// A file on disk, or bytes in memory.
#[derive(Clone)]
pub enum Input {
    /// A file.
    Path(PathBuf),
    /// Bytes, shared rather than copied.
    Bytes(Arc<[u8]>),
}

/// How far into the file a reader got. Shared between the reader and who asks.
#[derive(Clone, Default)]
pub(crate) struct Position(Arc<AtomicU64>);

impl Position {
    pub(crate) fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    pub(crate) fn set(&self, at: u64) {
        self.0.store(at, Ordering::Relaxed);
    }
}

/// A seekable stream.
pub(crate) trait Stream: Read + Seek + Send {}
impl<T: Read + Seek + Send> Stream for T {}

/// A stream that says where it is.
pub(crate) struct Counting<R> {
    inner: R,
    at: u64,
    position: Position,
}

impl<R: Read> Read for Counting<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.at = self.at.saturating_add(u64::try_from(read).unwrap_or(0));
        self.position.set(self.at);
        Ok(read)
    }
}

impl<R: Seek> Seek for Counting<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.at = self.inner.seek(to)?;
        Ok(self.at)
    }
}

impl Input {
    /// Its length in bytes.
    ///
    /// # Errors
    /// When the file cannot be looked at.
    pub fn len(&self) -> io::Result<u64> {
        match self {
            Self::Path(path) => Ok(std::fs::metadata(path)?.len()),
            Self::Bytes(bytes) => Ok(u64::try_from(bytes.len()).unwrap_or(u64::MAX)),
        }
    }

    /// Whether it holds nothing.
    ///
    /// # Errors
    /// When the file cannot be looked at.
    pub fn is_empty(&self) -> io::Result<bool> {
        Ok(self.len()? == 0)
    }

    /// A reader at the beginning.
    pub(crate) fn reader(&self, position: &Position) -> io::Result<Box<dyn Stream>> {
        let position = position.clone();
        Ok(match self {
            Self::Path(path) => Box::new(Counting { inner: File::open(path)?, at: 0, position }),
            Self::Bytes(bytes) => Box::new(Counting { inner: Cursor::new(Arc::clone(bytes)), at: 0, position }),
        })
    }

    /// A reader of text at the beginning: unpacks gzip, and turns UTF-16 with a byte-order mark into UTF-8.
    pub(crate) fn text(&self, position: &Position) -> io::Result<Box<dyn Read + Send>> {
        let mut raw = self.reader(position)?;
        let mut head = [0_u8; 2];
        let gzip = read_head(&mut raw, &mut head)? == [0x1f, 0x8b];
        raw.seek(SeekFrom::Start(0))?;
        let mut text: Box<dyn Read + Send> = if gzip { Box::new(MultiGzDecoder::new(raw)) } else { Box::new(raw) };
        let mut mark = [0_u8; 2];
        let mark = read_head(&mut text, &mut mark)?.to_vec();
        let wide = match mark.as_slice() {
            [0xff, 0xfe] => Some(encoding_rs::UTF_16LE),
            [0xfe, 0xff] => Some(encoding_rs::UTF_16BE),
            _ => None,
        };
        let whole = Cursor::new(mark).chain(text);
        Ok(match wide {
            Some(encoding) => Box::new(super::encoding::Transcode::new(Box::new(whole), encoding)),
            None => Box::new(whole),
        })
    }
}

/// Reads until `head` is full or the stream ends; answers what came.
pub(crate) fn read_head<'a>(from: &mut dyn Read, head: &'a mut [u8]) -> io::Result<&'a [u8]> {
    let mut filled = 0;
    while let Some(rest) = head.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match from.read(rest) {
            Ok(0) => break,
            Ok(read) => filled = filled.saturating_add(read),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(head.get(..filled).unwrap_or(&[]))
}
