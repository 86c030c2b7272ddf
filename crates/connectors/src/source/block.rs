//! A window on a stream: what is at hand, more of it on request, and what was used up let go.

use std::io::{self, Read};

/// How much is read at once.
const STEP: usize = 256 * 1024;

/// The most that is held at once. A row longer than this is no row.
pub(crate) const LIMIT: usize = 2 * 1024 * 1024;

pub(crate) struct Block {
    from: Box<dyn Read + Send>,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    ended: bool,
}

impl Block {
    pub(crate) fn new(from: Box<dyn Read + Send>) -> Self {
        Self { from, buffer: Vec::new(), start: 0, end: 0, ended: false }
    }

    /// What is at hand.
    pub(crate) fn bytes(&self) -> &[u8] {
        self.buffer.get(self.start..self.end).unwrap_or(&[])
    }

    /// Whether nothing comes after what is at hand.
    pub(crate) fn ended(&self) -> bool {
        self.ended
    }

    /// Whether as much is at hand as may be.
    pub(crate) fn full(&self) -> bool {
        self.end.saturating_sub(self.start) >= LIMIT
    }

    /// Lets the first bytes go.
    pub(crate) fn consume(&mut self, bytes: usize) {
        self.start = self.start.saturating_add(bytes).min(self.end);
    }

    /// Brings more. Does nothing at the end or when full.
    pub(crate) fn more(&mut self) -> io::Result<()> {
        if self.ended || self.full() {
            return Ok(());
        }
        if self.start > 0 {
            self.buffer.copy_within(self.start..self.end, 0);
            self.end = self.end.saturating_sub(self.start);
            self.start = 0;
        }
        let wanted = self.end.saturating_add(STEP);
        if self.buffer.len() < wanted {
            self.buffer.resize(wanted, 0);
        }
        loop {
            let Some(room) = self.buffer.get_mut(self.end..) else { return Ok(()) };
            match self.from.read(room) {
                Ok(0) => {
                    self.ended = true;
                    return Ok(());
                }
                Ok(read) => {
                    self.end = self.end.saturating_add(read);
                    return Ok(());
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}
