//! Influence: what a customer moved others to. A referral counts for who made it, and by less for who once referred that one,
//! up the chain; reviews, pictures and answers count by their number; complaints weigh against. Every part is told.

use std::collections::{BTreeMap, BTreeSet};

use super::{narrow, per_mille};

/// What each part counts for. The shop may change all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weights {
    /// Of the value of who was referred, this many per mille go to who referred them.
    pub referral: u32,
    /// Each step further up the chain gets this many per mille of the step below.
    pub decay: u32,
    /// Steps up the chain.
    pub depth: u32,
    /// Minor units for each referral, whatever it brought.
    pub each_referral: i64,
    /// Minor units for a review.
    pub review: i64,
    /// Minor units for a picture or film.
    pub photo: i64,
    /// Minor units for an answer in the community.
    pub answer: i64,
    /// Minor units that a complaint takes away.
    pub complaint: i64,
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            referral: 200,
            decay: 500,
            depth: 3,
            each_referral: 0,
            review: 200,
            photo: 500,
            answer: 300,
            complaint: 2_000,
        }
    }
}

/// What a customer did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Deeds {
    /// Reviews written.
    pub reviews: u32,
    /// Pictures and films among them.
    pub photos: u32,
    /// Answers to others.
    pub answers: u32,
    /// Complaints that fell back on the shop.
    pub complaints: u32,
}

/// The parts of a customer's influence, in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Influence {
    /// Customers referred directly.
    pub referred: u32,
    /// Customers further down the chain, as far as it is followed.
    pub further: u32,
    /// For those referred directly.
    pub direct: i64,
    /// For those further down.
    pub indirect: i64,
    /// For reviews.
    pub reviews: i64,
    /// For pictures.
    pub photos: i64,
    /// For answers.
    pub answers: i64,
    /// For complaints: zero or below.
    pub complaints: i64,
}

impl Influence {
    /// All parts together.
    #[must_use]
    pub fn total(&self) -> i64 {
        [self.direct, self.indirect, self.reviews, self.photos, self.answers, self.complaints]
            .into_iter()
            .fold(0, i64::saturating_add)
    }
}

/// The influence of everybody who referred somebody or did anything.
///
/// `referrals` are pairs of who referred and who was referred; somebody is referred once, and the first pair counts; nobody
/// refers themselves, and a chain that bites its own tail ends there. `value` is what each customer has brought in; below
/// zero counts as zero, for a bad customer is not the fault of who brought them.
pub fn influence<K: Copy + Ord>(
    referrals: &[(K, K)],
    deeds: &BTreeMap<K, Deeds>,
    value: impl Fn(&K) -> i64,
    weights: &Weights,
) -> BTreeMap<K, Influence> {
    let mut brought_by: BTreeMap<K, K> = BTreeMap::new();
    for (by, whom) in referrals.iter().filter(|(by, whom)| by != whom) {
        brought_by.entry(*whom).or_insert(*by);
    }
    let mut found: BTreeMap<K, Influence> = BTreeMap::new();
    for whom in brought_by.keys() {
        let mut credit = per_mille(value(whom).max(0), weights.referral);
        let (mut below, mut seen) = (*whom, BTreeSet::from([*whom]));
        for step in 0..weights.depth {
            let Some(by) = brought_by.get(&below).filter(|by| seen.insert(**by)) else { break };
            let influence = found.entry(*by).or_default();
            if step == 0 {
                influence.referred = influence.referred.saturating_add(1);
                influence.direct = influence.direct.saturating_add(credit).saturating_add(weights.each_referral);
            } else {
                influence.further = influence.further.saturating_add(1);
                influence.indirect = influence.indirect.saturating_add(credit);
            }
            credit = per_mille(credit, weights.decay);
            below = *by;
        }
    }
    let times = |count: u32, each: i64| narrow(i128::from(count) * i128::from(each));
    for (customer, deeds) in deeds {
        let influence = found.entry(*customer).or_default();
        influence.reviews = times(deeds.reviews, weights.review);
        influence.photos = times(deeds.photos, weights.photo);
        influence.answers = times(deeds.answers, weights.answer);
        influence.complaints = times(deeds.complaints, weights.complaint).saturating_neg();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credit_goes_up_the_chain_and_fades() {
        // 1 brought 2, 2 brought 3, 3 brought 4, 4 brought 5; 9 and 8 brought each other.
        let referrals = [(1, 2), (2, 3), (3, 4), (4, 5), (7, 2), (6, 6), (8, 9), (9, 8)];
        let weights = Weights { each_referral: 10, ..Weights::default() };
        let deeds = BTreeMap::from([(3, Deeds { reviews: 2, photos: 1, answers: 1, complaints: 1 })]);
        let value = |customer: &i32| if *customer == 4 { -1 } else { 10_000 };
        let told = influence(&referrals, &deeds, value, &weights);
        let parts = |customer: i32| {
            told.get(&customer).map(|part| (part.referred, part.further, part.direct, part.indirect, part.total()))
        };
        assert_eq!(parts(1), Some((1, 2, 2_010, 1_000, 3_010)));
        assert_eq!(parts(2), Some((1, 2, 2_010, 500, 2_510)));
        assert_eq!(parts(3), Some((1, 1, 10, 1_000, 1_010 + 400 + 500 + 300 - 2_000)));
        assert_eq!(parts(4), Some((1, 0, 2_010, 0, 2_010)));
        assert_eq!((parts(5), parts(6), parts(7)), (None, None, None));
        assert_eq!((parts(8), parts(9)), (Some((1, 0, 2_010, 0, 2_010)), Some((1, 0, 2_010, 0, 2_010))));
        assert!(influence::<u8>(&[], &BTreeMap::new(), |_| 0, &weights).is_empty());
    }
}
