//! Sets of the customers of one page: 65,536 rows, a bit each.
//!
//! [`Bits`] is the form that questions work in: 8 KiB, so that a handful of them stays in the fastest cache. [`Few`] is the
//! form that sets are kept in: the rows themselves while there are few, the bits from then on, as in a Roaring bitmap.
//!
//! Absent from here: customers. A row is a place in a page.

use crate::wide::wide;

/// How many rows a page has.
pub(crate) const ROWS: usize = 1 << 16;

/// How many words of bits that is.
const WORDS: usize = ROWS / 64;

/// From how many rows on a kept set holds bits. Rows would still be smaller up to 4,096, but bits are joined many times
/// faster, and 8 KiB a page and value is affordable from here.
const MANY: usize = 512;

/// A bit for every row of a page.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Bits(Box<[u64; WORDS]>);

impl std::fmt::Debug for Bits {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(to, "Bits({})", self.len())
    }
}

impl Default for Bits {
    fn default() -> Self {
        Self::new()
    }
}

/// The word of a row and its bit there.
#[inline]
const fn spot(row: u16) -> (usize, u64) {
    ((row >> 6) as usize, 1 << (row & 63))
}

#[expect(clippy::indexing_slicing, reason = "a row's word is below 1,024 whatever the row")]
impl Bits {
    /// Nobody.
    pub(crate) fn new() -> Self {
        Self(Box::new([0; WORDS]))
    }

    /// The words.
    pub(crate) fn words(&self) -> &[u64; WORDS] {
        &self.0
    }

    /// The words, to be changed.
    pub(crate) fn words_mut(&mut self) -> &mut [u64; WORDS] {
        &mut self.0
    }

    /// Takes everybody out.
    pub(crate) fn clear(&mut self) {
        self.0.fill(0);
    }

    /// The first `n` rows.
    #[cfg(test)]
    pub(crate) fn fill_to(&mut self, n: usize) {
        let n = n.min(ROWS);
        self.0[..n / 64].fill(u64::MAX);
        self.0[n / 64..].fill(0);
        if !n.is_multiple_of(64) {
            self.0[n / 64] = (1 << (n % 64)) - 1;
        }
    }

    #[inline]
    pub(crate) fn has(&self, row: u16) -> bool {
        let (word, bit) = spot(row);
        self.0[word] & bit != 0
    }

    #[inline]
    pub(crate) fn set(&mut self, row: u16) {
        let (word, bit) = spot(row);
        self.0[word] |= bit;
    }

    #[inline]
    pub(crate) fn unset(&mut self, row: u16) {
        let (word, bit) = spot(row);
        self.0[word] &= !bit;
    }

    /// Puts a row in or takes it out; answers whether that changed anything.
    #[inline]
    pub(crate) fn put(&mut self, row: u16, inside: bool) -> bool {
        let changed = self.has(row) != inside;
        if inside {
            self.set(row)
        } else {
            self.unset(row)
        }
        changed
    }

    pub(crate) fn len(&self) -> usize {
        wide(|| self.0.iter().map(|word| u64::from(word.count_ones())).sum::<u64>()) as usize
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.chunks_exact(STEP).all(|words| !any(words))
    }

    pub(crate) fn copy(&mut self, other: &Self) {
        self.0.copy_from_slice(&*other.0);
    }

    pub(crate) fn and(&mut self, other: &Self) {
        let (mine, theirs) = (&mut self.0, &other.0);
        wide(|| mine.iter_mut().zip(theirs.iter()).for_each(|(mine, theirs)| *mine &= theirs));
    }

    pub(crate) fn or(&mut self, other: &Self) {
        let (mine, theirs) = (&mut self.0, &other.0);
        wide(|| mine.iter_mut().zip(theirs.iter()).for_each(|(mine, theirs)| *mine |= theirs));
    }

    pub(crate) fn minus(&mut self, other: &Self) {
        let (mine, theirs) = (&mut self.0, &other.0);
        wide(|| mine.iter_mut().zip(theirs.iter()).for_each(|(mine, theirs)| *mine &= !theirs));
    }

    /// Keeps who is in one of two sets only.
    pub(crate) fn xor(&mut self, other: &Self) {
        let (mine, theirs) = (&mut self.0, &other.0);
        wide(|| mine.iter_mut().zip(theirs.iter()).for_each(|(mine, theirs)| *mine ^= theirs));
    }

    /// Becomes who is in both of two sets; answers how many.
    pub(crate) fn meet(&mut self, one: &Self, other: &Self) -> usize {
        let (mine, one, other) = (&mut self.0, &one.0, &other.0);
        wide(|| {
            let mut n = 0;
            for ((mine, one), other) in mine.iter_mut().zip(one.iter()).zip(other.iter()) {
                *mine = one & other;
                n += u64::from(mine.count_ones());
            }
            n
        }) as usize
    }

    /// Adds who is in both of two sets.
    pub(crate) fn or_both(&mut self, one: &Self, other: &Self) {
        let (mine, one, other) = (&mut self.0, &one.0, &other.0);
        wide(|| {
            for ((mine, one), other) in mine.iter_mut().zip(one.iter()).zip(other.iter()) {
                *mine |= one & other;
            }
        });
    }

    /// How many are in both.
    pub(crate) fn len_both(&self, other: &Self) -> usize {
        let (one, other) = (&self.0, &other.0);
        wide(|| one.iter().zip(other.iter()).map(|(one, other)| u64::from((one & other).count_ones())).sum::<u64>())
            as usize
    }

    /// The rows, rising. Where there are few, most words are passed over many at a time.
    pub(crate) fn rows(&self) -> impl Iterator<Item = u16> + '_ {
        let steps = self.0.chunks_exact(STEP).enumerate().filter(|(_, words)| any(words));
        steps.flat_map(|(step, words)| {
            let words = words.iter().zip(step * STEP..).filter(|(word, _)| **word != 0);
            words.flat_map(|(&word, at)| Ones(word).map(move |bit| (at * 64) as u16 + bit))
        })
    }
}

/// How many words are looked at together where most are empty.
const STEP: usize = 8;

/// Whether there is anybody in these words.
#[inline]
fn any(words: &[u64]) -> bool {
    words.iter().fold(0, |any, word| any | word) != 0
}

/// The places of a word's bits.
struct Ones(u64);

impl Iterator for Ones {
    type Item = u16;

    #[inline]
    fn next(&mut self) -> Option<u16> {
        if self.0 == 0 {
            return None;
        }
        let bit = self.0.trailing_zeros() as u16;
        self.0 &= self.0 - 1;
        Some(bit)
    }
}

/// A kept set of rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Few {
    /// The rows, rising.
    Rows(Vec<u16>),
    /// Bits, with how many there are.
    Bits(Bits, u32),
}

impl Default for Few {
    fn default() -> Self {
        Self::Rows(Vec::new())
    }
}

impl Few {
    /// The set of these bits, in the form that suits it.
    pub(crate) fn of(bits: &Bits) -> Self {
        let n = bits.len();
        if n < MANY { Self::Rows(bits.rows().collect()) } else { Self::Bits(bits.clone(), n as u32) }
    }

    /// [`Self::of`], taking the bits.
    pub(crate) fn from_bits(bits: Bits) -> Self {
        let n = bits.len();
        if n < MANY { Self::Rows(bits.rows().collect()) } else { Self::Bits(bits, n as u32) }
    }

    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Rows(rows) => rows.len(),
            Self::Bits(_, n) => *n as usize,
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    #[inline]
    pub(crate) fn has(&self, row: u16) -> bool {
        match self {
            Self::Rows(rows) => rows.binary_search(&row).is_ok(),
            Self::Bits(bits, _) => bits.has(row),
        }
    }

    /// Puts a row in or takes it out; answers whether that changed anything.
    pub(crate) fn put(&mut self, row: u16, inside: bool) -> bool {
        match self {
            Self::Rows(rows) => match (rows.binary_search(&row), inside) {
                (Ok(at), false) => {
                    rows.remove(at);
                    true
                }
                (Err(at), true) => {
                    rows.insert(at, row);
                    if rows.len() > MANY {
                        let mut bits = Bits::new();
                        rows.iter().for_each(|&row| bits.set(row));
                        *self = Self::Bits(bits, MANY as u32 + 1);
                    }
                    true
                }
                _ => false,
            },
            Self::Bits(bits, n) => {
                let changed = bits.put(row, inside);
                if changed {
                    *n = if inside { *n + 1 } else { *n - 1 };
                    // Well below the limit, so that a set at the limit does not change its form back and forth.
                    if (*n as usize) < MANY / 2 {
                        *self = Self::Rows(bits.rows().collect());
                    }
                }
                changed
            }
        }
    }

    /// Adds those of the set that are in `mask` to `out`.
    pub(crate) fn or_into(&self, mask: &Bits, out: &mut Bits) {
        match self {
            Self::Rows(rows) => rows.iter().filter(|&&row| mask.has(row)).for_each(|&row| out.set(row)),
            Self::Bits(bits, _) => out.or_both(mask, bits),
        }
    }

    /// How many of the set are in `mask`.
    pub(crate) fn len_in(&self, mask: &Bits) -> usize {
        match self {
            Self::Rows(rows) => rows.iter().filter(|&&row| mask.has(row)).count(),
            Self::Bits(bits, _) => bits.len_both(mask),
        }
    }

    /// The set as bits.
    pub(crate) fn bits(&self) -> Bits {
        match self {
            Self::Rows(rows) => {
                let mut bits = Bits::new();
                rows.iter().for_each(|&row| bits.set(row));
                bits
            }
            Self::Bits(bits, _) => bits.clone(),
        }
    }
}
