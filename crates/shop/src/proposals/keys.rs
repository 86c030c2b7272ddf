//! Blocking keys: which profiles are worth comparing. Pure.

use sha2::{Digest as _, Sha256};

use super::judge::Normal;

/// What a block has in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Kind {
    /// The whole address in normal form.
    Address,
    /// A whole mobile.
    Mobile,
    /// The whole name within a place, for addresses written a little differently.
    Name,
}

impl Kind {
    /// All of them.
    pub(super) const ALL: [Self; 3] = [Self::Address, Self::Mobile, Self::Name];

    /// The code that the database uses.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Address => "address",
            Self::Mobile => "mobile",
            Self::Name => "name",
        }
    }
}

/// A key: a hash, so that the blocks hold nothing personal. Two texts with one hash cost a comparison and no more.
pub(super) fn keys(profile: &Normal) -> Vec<(Kind, i64)> {
    let mut keys = Vec::with_capacity(3);
    if !profile.address.is_empty() {
        keys.push((Kind::Address, hash(&profile.address)));
    }
    if !profile.address.is_empty() && profile.name.chars().count() > 1 && !profile.name.contains('*') {
        keys.push((Kind::Name, hash(&format!("{}\n{}", profile.name, profile.place))));
    }
    for mobile in &profile.mobiles {
        keys.push((Kind::Mobile, hash(mobile)));
    }
    keys
}

fn hash(text: &str) -> i64 {
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().take(8).fold(0_i64, |sum, byte| sum << 8 | i64::from(*byte))
}
