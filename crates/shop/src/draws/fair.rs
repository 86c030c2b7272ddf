//! Why a draw can be believed: what is promised before, what is shown after, and how everybody reckons it again. Pure.
//!
//! * Before: `commitment = hex(sha256(seed))`, with a seed of 32 bytes.
//! * A ticket: `roll = floor(first 8 bytes of hmac_sha256(seed, "{draw}:{number}:{mark}"), big endian, × 1,000,000 / 2^64)`.
//! * Its prize: the first whose chances, added up in order, are above the roll, as long as fewer than its quantity were won
//!   by tickets with lower numbers; otherwise none.

use hmac::{Hmac, Mac as _};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use utoipa::ToSchema;

/// Parts that a chance is counted in.
pub const WHOLE: u32 = 1_000_000;

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The bytes of a text of hexadecimal digits.
#[must_use]
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.is_ascii() {
        return None;
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok()).collect()
}

/// A seed as it is kept and shown.
#[must_use]
pub fn written(seed: &[u8]) -> String {
    hex(seed)
}

/// What is promised before: the digest of the seed.
#[must_use]
pub fn commitment(seed: &[u8]) -> String {
    hex(&Sha256::digest(seed))
}

/// The buyer's side's part in a roll: what its key comes to.
#[must_use]
pub fn mark(key: &str) -> String {
    let digest = Sha256::digest(key.as_bytes());
    hex(digest.get(..16).unwrap_or_default())
}

/// What a ticket rolls: 0 to 999,999.
#[must_use]
pub fn roll(seed: &[u8], draw: i64, number: i64, mark: &str) -> u32 {
    let mut bytes = [0_u8; 8];
    // A key of any length is taken.
    if let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(seed) {
        mac.update(format!("{draw}:{number}:{mark}").as_bytes());
        let digest = mac.finalize().into_bytes();
        for (to, from) in bytes.iter_mut().zip(digest) {
            *to = from;
        }
    }
    let part = (u128::from(u64::from_be_bytes(bytes)) * u128::from(WHOLE)) >> 64;
    u32::try_from(part).unwrap_or(WHOLE - 1)
}

/// The prize that a roll meets, by its place.
#[must_use]
pub fn met(roll: u32, chances: impl IntoIterator<Item = u32>) -> Option<usize> {
    let mut sum = 0_u64;
    chances.into_iter().position(|chance| {
        sum += u64::from(chance);
        u64::from(roll) < sum
    })
}

/// A prize in a proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = DrawChance)]
pub struct Chance {
    /// How likely it is, in parts of a million.
    pub chance_ppm: u32,
    /// How many there were.
    pub quantity: i64,
}

/// A ticket in a proof.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = DrawProofTicket)]
pub struct Drawn {
    /// 1, 2, ….
    pub number: i64,
    /// The buyer's side's part.
    pub mark: String,
    /// What it rolled.
    pub roll: u32,
    /// The place of the prize that it won.
    pub prize: Option<usize>,
}

/// Everything that is needed to check a draw. No names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = DrawProof)]
pub struct Proof {
    /// The draw.
    pub draw_id: platform::Id,
    /// What was promised before.
    pub commitment: String,
    /// The seed; null while the draw runs.
    pub seed: Option<String>,
    /// Its prizes, in order.
    pub chances: Vec<Chance>,
    /// Its tickets, by number.
    pub tickets: Vec<Drawn>,
    /// The number after which the next page begins; null on the last one.
    #[serde(default)]
    pub next: Option<i64>,
}

/// What is wrong with a draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = DrawFaultKind)]
pub enum Fault {
    /// The seed is missing, or not the one that was promised.
    Seed,
    /// A number is missing or stands twice.
    Gap,
    /// The ticket did not roll this.
    Roll,
    /// The ticket did not win this.
    Prize,
}

/// What is wrong, and with which ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = DrawFault)]
pub struct Found {
    /// The ticket; null for the draw itself.
    pub number: Option<i64>,
    /// What.
    pub fault: Fault,
}

/// Reckons a whole draw again. Empty when everything is as it was promised.
#[must_use]
pub fn verify(proof: &Proof) -> Vec<Found> {
    let seed = proof.seed.as_deref().and_then(unhex).filter(|seed| commitment(seed) == proof.commitment);
    let Some(seed) = seed else { return vec![Found { number: None, fault: Fault::Seed }] };
    let mut found = Vec::new();
    let mut left: Vec<i64> = proof.chances.iter().map(|chance| chance.quantity).collect();
    for (expected, ticket) in (1..).zip(&proof.tickets) {
        if ticket.number != expected {
            found.push(Found { number: Some(ticket.number), fault: Fault::Gap });
            break;
        }
        let rolled = roll(&seed, proof.draw_id.0, ticket.number, &ticket.mark);
        if rolled != ticket.roll {
            found.push(Found { number: Some(ticket.number), fault: Fault::Roll });
        }
        let met = met(rolled, proof.chances.iter().map(|chance| chance.chance_ppm));
        let stock = met.and_then(|at| left.get_mut(at)).filter(|left| **left > 0);
        let won = stock.is_some();
        if let Some(stock) = stock {
            *stock -= 1;
        }
        if met.filter(|_| won) != ticket.prize {
            found.push(Found { number: Some(ticket.number), fault: Fault::Prize });
        }
    }
    found
}
