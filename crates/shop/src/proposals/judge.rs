//! Whether two profiles look like one person: what the science of linkage says, as a proposal. Pure.

use connectors::drafts::AddressDraft;
use connectors::identity::{address, email, mobile};
use science::linkage::propose::{self, Crowd, Pattern, Weights};
use science::linkage::{Agreement as Likeness, chinese};

use super::model::{Agreement, Found, Reason, Said};
use crate::customers::{Facts, normal_name};

/// Below this probability an address proposes nobody.
const LEAST: f64 = 0.15;
/// A shared mobile is put before a person however unlike its people are, down to here.
const LEAST_SHARED_MOBILE: f64 = 0.02;

/// A profile's facts in normal form.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Normal {
    pub(super) profile: i64,
    pub(super) customer: i64,
    pub(super) name: String,
    pub(super) address: String,
    /// 区县 or 市, in which a name is looked for.
    pub(super) place: String,
    pub(super) mobiles: Vec<String>,
    gender: String,
    birthday: String,
    email: String,
}

impl Normal {
    /// The normal form of what a profile says.
    pub(super) fn of(facts: &Facts) -> Self {
        let labels = &facts.labels;
        let draft = AddressDraft {
            province: labels.province.clone(),
            city: labels.city.clone(),
            district: labels.district.clone(),
            street: labels.street.clone(),
            ..AddressDraft::default()
        };
        let mut mobiles = facts.mobiles.clone();
        mobiles.extend(labels.mobile.as_deref().and_then(|raw| mobile::classify(raw).into_full()));
        mobiles.sort();
        mobiles.dedup();
        let place = [&labels.province, &labels.city, &labels.district].map(|part| part.as_deref().unwrap_or_default());
        Self {
            profile: facts.profile_id,
            customer: facts.customer_id,
            name: labels.name.as_deref().and_then(normal_name).unwrap_or_default(),
            // A street without a place is a street of every town.
            address: if place.concat().is_empty() {
                String::new()
            } else {
                address::normal_address(&draft).unwrap_or_default()
            },
            place: place.concat(),
            mobiles,
            gender: labels.gender.clone().unwrap_or_default(),
            birthday: labels.birthday.clone().unwrap_or_default(),
            email: labels.email.as_deref().and_then(email::normalise).unwrap_or_default(),
        }
    }

    fn facts<'a>(&'a self, shared: Option<&'a str>) -> propose::Facts<'a> {
        propose::Facts {
            name: &self.name,
            address: &self.address,
            mobile: shared.or_else(|| self.mobiles.first().map(String::as_str)).unwrap_or_default(),
            gender: &self.gender,
            birthday: &self.birthday,
            email: &self.email,
        }
    }
}

/// What a pair has in common, as the weights are learnt from it; `None` when the two are of no one household.
pub(super) fn pattern(left: &Normal, right: &Normal, crowd: Crowd) -> Option<Pattern> {
    let shared = left.mobiles.iter().find(|mobile| right.mobiles.contains(mobile)).map(String::as_str);
    Pattern::of(&left.facts(shared), &right.facts(shared), crowd)
}

/// What speaks for a pair by these weights; `None` when too little does. `crowd` says how many customers
/// share what the two share.
pub(super) fn judge(weights: &Weights, left: &Normal, right: &Normal, crowd: Crowd) -> Option<Found> {
    let shared = left.mobiles.iter().find(|mobile| right.mobiles.contains(mobile)).map(String::as_str);
    let (a, b) = if left.profile < right.profile { (left, right) } else { (right, left) };
    let score = weights.score(&a.facts(shared), &b.facts(shared), crowd)?;
    let alike = chinese::likeness(&a.name, &b.name);
    let same_name = alike == chinese::Likeness::Same;
    let same_address = !a.address.is_empty() && a.address == b.address;
    let reason = match (shared, same_name, same_address) {
        (Some(_), _, _) => Reason::SharedMobile,
        // An address that is only similar proposes nobody but namesakes.
        (None, true, _) => Reason::NameAddress,
        (None, false, true) if alike > chinese::Likeness::Unfit => Reason::SimilarNameSameAddress,
        _ => return None,
    };
    let least = if shared.is_some() { LEAST_SHARED_MOBILE } else { LEAST };
    // Another house number or another floor is another home, however alike the two texts are.
    let neighbours = shared.is_none() && !same_address && !numbers(&a.address).eq(numbers(&b.address));
    if score.probability < least || neighbours {
        return None;
    }
    let evidence = score
        .evidence
        .iter()
        .map(|evidence| Said {
            field: evidence.field.to_string(),
            agreement: match evidence.agreement {
                Likeness::Same => Agreement::Same,
                Likeness::Similar(_) => Agreement::Similar,
                Likeness::Different => Agreement::Different,
            },
            level: evidence.level.to_owned(),
            m: evidence.m,
            u: evidence.u,
            weight: evidence.weight,
        })
        .collect();
    Some(Found { a: a.profile, b: b.profile, score: score.probability, reason, evidence })
}

fn numbers(address: &str) -> impl Iterator<Item = &str> {
    address.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty())
}
