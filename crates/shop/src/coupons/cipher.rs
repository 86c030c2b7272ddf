//! Codes from ids and back: a Feistel network over 64 bits with SHA-256 as its round function. Every id has one code and
//! every code one id, so codes never meet; without the key nobody tells a code from chance.

use sha2::{Digest as _, Sha256};

/// Letters and digits that are not taken for each other.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Letters of a code: 64 bits, five to a letter.
const LENGTH: usize = 13;
const ROUNDS: u8 = 6;

/// What turns ids into codes.
#[derive(Clone)]
pub(super) struct Cipher {
    key: [u8; 32],
}

impl Cipher {
    /// A cipher with the shop's key.
    pub(super) fn new(key: &str) -> Self {
        Self { key: Sha256::digest(key.as_bytes()).into() }
    }

    fn round(&self, number: u8, half: u32) -> u32 {
        let mut block = [0_u8; 37];
        for (to, from) in block.iter_mut().zip(self.key.iter().chain(&[number]).chain(&half.to_le_bytes())) {
            *to = *from;
        }
        let digest = Sha256::digest(block);
        digest.iter().take(4).fold(0, |word, byte| word << 8 | u32::from(*byte))
    }

    /// The code of an id: `7K2Q-9XWM-0T4RA`.
    pub(super) fn code(&self, id: i64) -> String {
        let [a, b, c, d, e, f, g, h] = id.to_be_bytes();
        let (mut left, mut right) = (u32::from_be_bytes([a, b, c, d]), u32::from_be_bytes([e, f, g, h]));
        for number in 0..ROUNDS {
            (left, right) = (right, left ^ self.round(number, right));
        }
        let mut word = u64::from(left) << 32 | u64::from(right);
        let mut letters = [b'0'; LENGTH];
        for letter in letters.iter_mut().rev() {
            let place = usize::try_from(word & 31).unwrap_or(0);
            *letter = LETTERS.get(place).copied().unwrap_or(b'0');
            word >>= 5;
        }
        let mut text = String::with_capacity(LENGTH + 2);
        for (at, letter) in letters.iter().enumerate() {
            if at == 4 || at == 8 {
                text.push('-');
            }
            text.push(char::from(*letter));
        }
        text
    }

    /// The id of a code, however it was typed; nothing when it cannot be one.
    pub(super) fn id(&self, typed: &str) -> Option<i64> {
        let mut word: u128 = 0;
        let mut count = 0;
        for c in typed.chars().filter(|c| !matches!(c, '-' | ' ' | '_')) {
            let letter = match c.to_ascii_uppercase() {
                'O' => b'0',
                'I' | 'L' => b'1',
                other => u8::try_from(other).ok()?,
            };
            let place = LETTERS.iter().position(|known| *known == letter)?;
            word = word << 5 | u128::try_from(place).ok()?;
            count += 1;
            if count > LENGTH {
                return None;
            }
        }
        let word = u64::try_from(word).ok().filter(|_| count == LENGTH)?;
        let [a, b, c, d, e, f, g, h] = word.to_be_bytes();
        let (mut left, mut right) = (u32::from_be_bytes([a, b, c, d]), u32::from_be_bytes([e, f, g, h]));
        for number in (0..ROUNDS).rev() {
            (left, right) = (right ^ self.round(number, left), left);
        }
        let [a, b, c, d] = left.to_be_bytes();
        let [e, f, g, h] = right.to_be_bytes();
        Some(i64::from_be_bytes([a, b, c, d, e, f, g, h])).filter(|id| *id > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_id_has_one_code_and_every_code_one_id() {
        let cipher = Cipher::new("key");
        let mut seen = std::collections::HashSet::new();
        for id in (1..5_000).chain([i64::MAX, i64::MAX - 1, 1 << 40]) {
            let code = cipher.code(id);
            assert_eq!(code.len(), 15);
            assert_eq!(cipher.id(&code), Some(id));
            assert!(seen.insert(code));
        }
    }

    #[test]
    fn a_code_is_read_however_it_was_typed() {
        let cipher = Cipher::new("key");
        let code = cipher.code(7);
        let sloppy = code.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l");
        assert_eq!(cipher.id(&sloppy), Some(7));
        for typed in ["", "WELCOME", "7K2Q-9XWM-0T4R", "茶茶茶茶茶茶茶茶茶茶茶茶茶", "ZZZZ-ZZZZ-ZZZZZ"] {
            assert_eq!(cipher.id(typed), None, "{typed}");
        }
        assert_ne!(Cipher::new("other").id(&code), Some(7));
    }
}
