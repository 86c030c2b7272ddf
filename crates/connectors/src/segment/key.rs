//! The key of a message that came without `messageId`.

use sha2::{Digest, Sha256};

/// A key made of the message's text and, where the message does not say when it happened, of when and in which place
/// of its batch it came: two equal messages without a time are two events, two with one are one.
pub(super) fn of_content(kind: &str, text: &str, arrival: Option<(i64, usize)>) -> String {
    let mut hash = Sha256::new();
    hash.update(kind.as_bytes());
    hash.update([0]);
    hash.update(text.as_bytes());
    if let Some((received_at, index)) = arrival {
        hash.update(received_at.to_be_bytes());
        hash.update(index.to_string().as_bytes());
    }
    let mut key = String::from("content-");
    for byte in hash.finalize().iter().take(16) {
        for nibble in [byte >> 4, byte & 15] {
            key.extend(char::from_digit(u32::from(nibble), 16));
        }
    }
    key
}
