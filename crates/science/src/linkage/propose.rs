//! Fixed weights for shop records that carry only a name, an address and a mobile, for proposals before anything was
//! learnt.
//!
//! Who shares a full address or a mobile is of one household; the question is whether it is one person or two of them.
//! Treating name, address and mobile as independent would answer that wrongly, since families share all but the given
//! name. So the model has two steps: the odds that two profiles of one household are one person, divided among all
//! profiles that share the address or number, and then what the names (and gender, birthday, e-mail) say.
//!
//! | odds within a household | |
//! |---|---|
//! | same address and mobile | 2.5 / (k − 1) |
//! | same mobile | 1.5 / (k − 1) |
//! | same address | .5 / (k − 1) |
//! | address similar (edit similarity of at least .9) | .2 |
//! | neither | no proposal |
//!
//! | likelihood | one person (m) | two of a household (u) | weight, bits |
//! |---|---|---|---|
//! | name same | .80 | .0005 + .0095 / (k − 1) | +6.3 for two, up to +10.6 in a crowd |
//! | name part of the other | .06 | .03 | +1.0 |
//! | name near | .06 | .06 | 0 |
//! | masked name fits | .85 | .35 | +1.3 |
//! | same surname | .02 | .35 | −4.1 |
//! | names unlike | .06 | .55 | −3.2 |
//! | gender same / other | .98 / .02 | .5 / .5 | +1.0 / −4.6 |
//! | birthday same / other | .95 / .05 | .003 / .997 | +8.3 / −4.3 |
//! | e-mail same / other | .9 / .1 | .05 / .95 | +4.2 / −3.2 |
//!
//! Two of a household carry one name mostly because one of them orders in the other's; among the many at a locker only
//! by chance, hence the two parts of that `u`.
//!
//! The figures are judgements, not measurements; a shop whose people have decided a few hundred proposals should learn
//! its own with [`super::model`].

use super::chinese::{self, Likeness};
use super::{Agreement, Evidence, Score};

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

/// Scores two profiles. `None` when they share neither address nor mobile, since a name alone proposes nobody.
#[must_use]
pub fn score(a: &Facts<'_>, b: &Facts<'_>, crowd: Crowd) -> Option<Score> {
    let (mut evidence, profiles) = household(a, b, crowd)?;
    evidence.extend(name(a.name, b.name, profiles));
    let rest = [
        ("gender", a.gender, b.gender, (0.98, 0.5), (0.02, 0.5)),
        ("birthday", a.birthday, b.birthday, (0.95, 0.003), (0.05, 0.997)),
        ("email", a.email, b.email, (0.9, 0.05), (0.1, 0.95)),
    ];
    for (field, a, b, same, other) in rest {
        if !a.is_empty() && !b.is_empty() {
            let (agreement, (m, u)) = if a == b { (Agreement::Same, same) } else { (Agreement::Different, other) };
            evidence.push(Evidence { field, agreement, weight: bits(m, u) });
        }
    }
    Some(Score::of(evidence.iter().map(|evidence| evidence.weight).sum(), evidence))
}

/// Scores two profiles at one full address, `profiles` of them there in all.
#[must_use]
pub fn score_same_address(name_a: &str, name_b: &str, profiles: u32) -> Score {
    scored("address", 0.5, profiles, name_a, name_b)
}

/// Scores two profiles with one mobile, `profiles` of them in all.
#[must_use]
pub fn score_shared_mobile(name_a: &str, name_b: &str, profiles: u32) -> Score {
    scored("mobile", 1.5, profiles, name_a, name_b)
}

fn scored(field: &'static str, odds: f64, profiles: u32, name_a: &str, name_b: &str) -> Score {
    let mut evidence = vec![shared(field, odds, profiles)];
    evidence.extend(name(name_a, name_b, profiles));
    Score::of(evidence.iter().map(|evidence| evidence.weight).sum(), evidence)
}

/// What the household says, and how many profiles are in it.
fn household(a: &Facts<'_>, b: &Facts<'_>, crowd: Crowd) -> Option<(Vec<Evidence>, u32)> {
    let mobile = !a.mobile.is_empty() && a.mobile == b.mobile;
    let address = !a.address.is_empty() && a.address == b.address;
    Some(match (mobile, address) {
        // The smaller crowd decides. What the mobile says alone stands with the mobile, the rest with the address.
        (true, true) => {
            let profiles = crowd.with_mobile.min(crowd.at_address);
            let own = shared("mobile", 1.5, crowd.with_mobile);
            let both = shared("address", 2.5, profiles);
            let added = Evidence { weight: both.weight - own.weight, ..both };
            (vec![own, added], profiles)
        }
        (true, false) => (vec![shared("mobile", 1.5, crowd.with_mobile)], crowd.with_mobile),
        (false, true) => (vec![shared("address", 0.5, crowd.at_address)], crowd.at_address),
        (false, false) => {
            if a.address.is_empty() || b.address.is_empty() {
                return None;
            }
            let similarity = strsim::normalized_levenshtein(a.address, b.address);
            if similarity < 0.9 {
                return None;
            }
            let weight = f64::log2(0.2);
            (vec![Evidence { field: "address", agreement: Agreement::Similar(similarity), weight }], 2)
        }
    })
}

/// Profiles besides the first.
fn others(profiles: u32) -> f64 {
    f64::from(profiles.saturating_sub(1).max(1))
}

fn shared(field: &'static str, odds: f64, profiles: u32) -> Evidence {
    Evidence { field, agreement: Agreement::Same, weight: bits(odds, others(profiles)) }
}

fn name(a: &str, b: &str, profiles: u32) -> Option<Evidence> {
    if a.trim().is_empty() || b.trim().is_empty() {
        return None;
    }
    let likeness = chinese::likeness(a, b);
    let (m, u) = match likeness {
        Likeness::Same => (0.80, 0.0005 + 0.0095 / others(profiles)),
        Likeness::Part => (0.06, 0.03),
        Likeness::Near => (0.06, 0.06),
        Likeness::Fits => (0.85, 0.35),
        Likeness::Family => (0.02, 0.35),
        Likeness::Unlike => (0.06, 0.55),
    };
    let agreement = match likeness {
        Likeness::Same => Agreement::Same,
        Likeness::Unlike => Agreement::Different,
        _ => Agreement::Similar(chinese::similarity(a, b)),
    };
    Some(Evidence { field: "name", agreement, weight: bits(m, u) })
}

fn bits(m: f64, u: f64) -> f64 {
    f64::log2(m / u)
}
