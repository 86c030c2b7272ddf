//! The one place that draws lots: secrets and salts from the system, or a seeded stream in tests.

use std::sync::{Arc, Mutex, PoisonError};

use rand::{RngCore as _, SeedableRng as _, TryRngCore as _};
use rand_chacha::ChaCha20Rng;

use crate::error::Error;

/// Letters and figures of a code that people read out and type: none is taken for another.
const LETTERS: &[u8] = b"ABCDEFGHJKMNPQRSTUVWXYZ23456789";

/// Where chance comes from.
#[derive(Debug, Clone, Default)]
pub enum Chance {
    /// The operating system.
    #[default]
    System,
    /// A stream that a seed decides, for tests.
    Seeded(Arc<Mutex<ChaCha20Rng>>),
}

impl Chance {
    /// A stream that `seed` decides.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self::Seeded(Arc::new(Mutex::new(ChaCha20Rng::seed_from_u64(seed))))
    }

    /// Fills `bytes`.
    ///
    /// # Errors
    /// When the operating system has no randomness to give.
    pub fn fill(&self, bytes: &mut [u8]) -> Result<(), Error> {
        match self {
            Self::System => rand::rngs::OsRng.try_fill_bytes(bytes).map_err(|cause| Error::internal(cause.to_string())),
            Self::Seeded(stream) => {
                stream.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(bytes);
                Ok(())
            }
        }
    }

    /// A secret of 32 bytes in URL-safe base 64 without padding: 43 characters.
    ///
    /// # Errors
    /// As [`Chance::fill`].
    pub fn secret(&self) -> Result<String, Error> {
        use base64::Engine as _;
        let mut bytes = [0_u8; 32];
        self.fill(&mut bytes)?;
        Ok(base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes))
    }

    /// A code of `length` letters and figures that people can read out and type.
    ///
    /// # Errors
    /// As [`Chance::fill`].
    pub fn code(&self, length: usize) -> Result<String, Error> {
        let mut bytes = vec![0_u8; length];
        self.fill(&mut bytes)?;
        let letters = bytes.iter().filter_map(|byte| LETTERS.get(usize::from(*byte) % LETTERS.len()));
        Ok(letters.map(|letter| char::from(*letter)).collect())
    }
}
