//! Numbers and columns as bytes, with a checksum over all of them.
//!
//! Numbers are little-endian, as on every machine that this runs on; on another one, the head would not fit.
//!
//! Absent from here: what is written.

use std::io::{Read, Write};

use zerocopy::{FromBytes, FromZeros, IntoBytes};

use super::SnapshotError;

/// Writes and sums up.
pub(super) struct Writer<W> {
    to: W,
    sum: crc32fast::Hasher,
}

impl<W: Write> Writer<W> {
    pub(super) fn new(to: W) -> Self {
        Self { to, sum: crc32fast::Hasher::new() }
    }

    pub(super) fn raw(&mut self, bytes: &[u8]) -> Result<(), SnapshotError> {
        self.sum.update(bytes);
        Ok(self.to.write_all(bytes)?)
    }

    pub(super) fn number(&mut self, number: u64) -> Result<(), SnapshotError> {
        self.raw(&number.to_le_bytes())
    }

    pub(super) fn blob(&mut self, bytes: &[u8]) -> Result<(), SnapshotError> {
        self.number(bytes.len() as u64)?;
        self.raw(bytes)
    }

    /// A column of numbers.
    pub(super) fn column<T: IntoBytes + zerocopy::Immutable>(&mut self, numbers: &[T]) -> Result<(), SnapshotError> {
        self.number(numbers.len() as u64)?;
        self.raw(numbers.as_bytes())
    }

    /// Writes the checksum and gives back what was written to.
    pub(super) fn finish(mut self) -> Result<W, SnapshotError> {
        let sum = self.sum.finalize();
        self.to.write_all(&sum.to_le_bytes())?;
        Ok(self.to)
    }
}

/// Reads and sums up.
pub(super) struct Reader<R> {
    from: R,
    sum: crc32fast::Hasher,
    /// How many bytes are left, so that a broken length does not ask for more memory than the file could fill.
    left: u64,
}

impl<R: Read> Reader<R> {
    pub(super) fn new(from: R, size: u64) -> Self {
        Self { from, sum: crc32fast::Hasher::new(), left: size }
    }

    pub(super) fn raw(&mut self, bytes: &mut [u8]) -> Result<(), SnapshotError> {
        self.left = self.left.checked_sub(bytes.len() as u64).ok_or_else(|| SnapshotError::unfit("it ends early"))?;
        self.from.read_exact(bytes)?;
        self.sum.update(bytes);
        Ok(())
    }

    pub(super) fn number(&mut self) -> Result<u64, SnapshotError> {
        let mut bytes = [0; 8];
        self.raw(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }

    /// A number of things that follow, each of at least a byte.
    pub(super) fn count(&mut self) -> Result<usize, SnapshotError> {
        let n = self.number()?;
        if n > self.left {
            return Err(SnapshotError::unfit("a length is broken"));
        }
        usize::try_from(n).map_err(|_| SnapshotError::unfit("a length is broken"))
    }

    pub(super) fn blob(&mut self) -> Result<Vec<u8>, SnapshotError> {
        let mut bytes = vec![0; self.count()?];
        self.raw(&mut bytes)?;
        Ok(bytes)
    }

    /// A column of numbers.
    pub(super) fn column<T: FromBytes + IntoBytes + FromZeros>(&mut self) -> Result<Vec<T>, SnapshotError> {
        let n = self.count()?;
        if n as u64 * size_of::<T>() as u64 > self.left {
            return Err(SnapshotError::unfit("a length is broken"));
        }
        let mut numbers: Vec<T> = Vec::new();
        numbers.try_reserve_exact(n).map_err(|_| SnapshotError::unfit("there is not enough memory"))?;
        numbers.resize_with(n, T::new_zeroed);
        self.raw(numbers.as_mut_slice().as_mut_bytes())?;
        Ok(numbers)
    }

    /// Holds the checksum against what was read.
    pub(super) fn finish(mut self) -> Result<(), SnapshotError> {
        let sum = std::mem::take(&mut self.sum).finalize();
        let mut bytes = [0; 4];
        self.raw(&mut bytes)?;
        if u32::from_le_bytes(bytes) != sum || self.left != 0 {
            return Err(SnapshotError::unfit("its checksum is wrong"));
        }
        Ok(())
    }
}
