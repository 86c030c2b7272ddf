//! What two profiles have in common, without what it is.

use crate::linkage::chinese::{self, Likeness};

/// What a profile says of a person. Missing values are empty.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Facts<'a> {
    /// Receiver or buyer name, masked or not.
    pub name: &'a str,
    /// Whole address in normal form, so that equal addresses are equal texts.
    pub address: &'a str,
    /// Whole mobile in E.164.
    pub mobile: &'a str,
    /// Gender in any fixed spelling.
    pub gender: &'a str,
    /// Birthday in any fixed spelling.
    pub birthday: &'a str,
    /// E-mail in normal form.
    pub email: &'a str,
}

impl std::fmt::Debug for Facts<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Facts(…)")
    }
}

/// How many profiles share what the pair shares, the pair included. 400 profiles at one address are a dormitory or a
/// parcel locker, and the address then says little.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Crowd {
    /// Profiles at the address.
    pub at_address: u32,
    /// Profiles with the mobile.
    pub with_mobile: u32,
}

impl Default for Crowd {
    fn default() -> Self {
        Self { at_address: 2, with_mobile: 2 }
    }
}

/// What makes two profiles one household.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sharing {
    /// Mobile and address.
    Both,
    /// The mobile alone.
    Mobile,
    /// The address alone.
    Address,
    /// An address that is written a little differently.
    Similar,
}

impl Sharing {
    /// All four.
    pub const ALL: [Self; 4] = [Self::Both, Self::Mobile, Self::Address, Self::Similar];
}

/// A pair of profiles of one household. Pairs of one pattern weigh the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Pattern {
    /// What they share.
    pub sharing: Sharing,
    /// How many profiles share it, themselves included.
    pub profiles: u32,
    /// How many profiles share the mobile, for saying what the mobile alone would weigh.
    pub with_mobile: u32,
    /// How their names relate.
    pub name: Option<Likeness>,
    /// Whether they are of one gender.
    pub gender: Option<bool>,
    /// Whether they have one birthday.
    pub birthday: Option<bool>,
    /// Whether they have one e-mail.
    pub email: Option<bool>,
}

/// Crowds beyond this are one size.
const CROWD: u32 = 1_000;

impl Pattern {
    /// What two profiles have in common; `None` when they are of no one household.
    #[must_use]
    pub fn of(a: &Facts<'_>, b: &Facts<'_>, crowd: Crowd) -> Option<Self> {
        let mobile = !a.mobile.is_empty() && a.mobile == b.mobile;
        let address = !a.address.is_empty() && a.address == b.address;
        let (sharing, profiles) = match (mobile, address) {
            // The smaller crowd decides.
            (true, true) => (Sharing::Both, crowd.with_mobile.min(crowd.at_address)),
            (true, false) => (Sharing::Mobile, crowd.with_mobile),
            (false, true) => (Sharing::Address, crowd.at_address),
            (false, false) => {
                let given = !a.address.is_empty() && !b.address.is_empty();
                if !given || strsim::normalized_levenshtein(a.address, b.address) < 0.9 {
                    return None;
                }
                (Sharing::Similar, 2)
            }
        };
        let same = |a: &str, b: &str| (!a.is_empty() && !b.is_empty()).then(|| a == b);
        let named = !a.name.trim().is_empty() && !b.name.trim().is_empty();
        Some(Self {
            sharing,
            profiles: profiles.clamp(2, CROWD),
            with_mobile: crowd.with_mobile.clamp(2, CROWD),
            name: named.then(|| chinese::likeness(a.name, b.name)),
            gender: same(a.gender, b.gender),
            birthday: same(a.birthday, b.birthday),
            email: same(a.email, b.email),
        })
    }

    /// Profiles besides the first.
    pub(super) fn others(&self) -> f64 {
        f64::from(self.profiles - 1)
    }
}
