//! How well identities were resolved: pairwise precision and recall against the [truth](super::truth).
//!
//! A pair is two profiles. It is found when both ended at one customer, and right when both are one person's. Pairs
//! are counted by the sizes of groups, never one by one, so the work grows with the number of profiles alone.

use std::collections::{HashMap, HashSet};

use super::truth::{Owner, Truth, key};

/// A score.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Score {
    /// Of the pairs that were joined, the share that is right. 1 when none was joined.
    pub precision: f64,
    /// Of the pairs that should be joined, the share that was. 1 when none should.
    pub recall: f64,
    /// Harmonic mean of both.
    pub f1: f64,
    /// Profiles that were compared.
    pub profiles: u64,
    /// Profiles left out, because their identifier belongs to several people (a family's mobile).
    pub shared: u64,
    /// Profiles left out, because the truth does not know their identifier.
    pub unknown: u64,
    /// Pairs that were joined.
    pub joined_pairs: u64,
    /// Pairs that should be joined.
    pub true_pairs: u64,
    /// Pairs that were joined rightly.
    pub right_pairs: u64,
}

/// Scores a resolution: for every profile its source (the storefront's id), the identifier that names it (as
/// [`super::truth::identifier_text`] writes it), and the customer at whom it ended. A profile given twice counts once.
pub fn score<S: AsRef<str>, I: AsRef<str>>(truth: &Truth, resolved: impl IntoIterator<Item = (S, I, i64)>) -> Score {
    let mut score = Score::default();
    let mut seen = HashSet::new();
    let mut customers: HashMap<i64, u64> = HashMap::new();
    let mut people: HashMap<u64, u64> = HashMap::new();
    let mut both: HashMap<(i64, u64), u64> = HashMap::new();
    for (source, identifier, customer) in resolved {
        let key = key(source.as_ref(), identifier.as_ref());
        if !seen.insert(key) {
            continue;
        }
        match truth.owner(key) {
            None => score.unknown += 1,
            Some(Owner::Several) => score.shared += 1,
            Some(Owner::One(person)) => {
                score.profiles += 1;
                *customers.entry(customer).or_default() += 1;
                *people.entry(person).or_default() += 1;
                *both.entry((customer, person)).or_default() += 1;
            }
        }
    }
    score.joined_pairs = customers.into_values().map(pairs).sum();
    score.true_pairs = people.into_values().map(pairs).sum();
    score.right_pairs = both.into_values().map(pairs).sum();
    score.precision = share(score.right_pairs, score.joined_pairs);
    score.recall = share(score.right_pairs, score.true_pairs);
    let sum = score.precision + score.recall;
    score.f1 = if sum > 0.0 { 2.0 * score.precision * score.recall / sum } else { 0.0 };
    score
}

fn pairs(members: u64) -> u64 {
    members * members.saturating_sub(1) / 2
}

fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn truth() -> Truth {
        let csv = "source,kind,value,person,names_profile\n\
                   t,taobao_nick,a1,1,true\nt,taobao_nick,a2,1,true\nw,user_id,a3,1,true\n\
                   t,taobao_nick,b1,2,true\nw,user_id,b2,2,true\n\
                   w,mobile,m,1,false\nw,mobile,m,2,false\np,mobile,n,2,false\np,mobile,n,1,true\n";
        Truth::read_csv(csv.as_bytes()).unwrap()
    }

    #[test]
    fn pairs_are_counted_by_groups() {
        // (who ended where) → precision, recall
        type Row<'r> = (&'r [(&'r str, &'r str, i64)], f64, f64);
        let rows: &[Row<'_>] = &[
            (
                &[
                    ("t", "taobao_nick:a1", 1),
                    ("t", "taobao_nick:a2", 1),
                    ("w", "user_id:a3", 1),
                    ("t", "taobao_nick:b1", 2),
                    ("w", "user_id:b2", 2),
                ],
                1.0,
                1.0,
            ),
            (
                &[
                    ("t", "taobao_nick:a1", 1),
                    ("t", "taobao_nick:a2", 2),
                    ("w", "user_id:a3", 3),
                    ("t", "taobao_nick:b1", 4),
                    ("w", "user_id:b2", 5),
                ],
                1.0,
                0.0,
            ),
            (
                &[
                    ("t", "taobao_nick:a1", 1),
                    ("t", "taobao_nick:a2", 1),
                    ("w", "user_id:a3", 1),
                    ("t", "taobao_nick:b1", 1),
                    ("w", "user_id:b2", 1),
                ],
                0.4,
                1.0,
            ),
            (
                &[
                    ("t", "taobao_nick:a1", 1),
                    ("t", "taobao_nick:a1", 1),
                    ("t", "taobao_nick:a2", 1),
                    ("w", "user_id:a3", 2),
                    ("t", "taobao_nick:b1", 2),
                ],
                0.5,
                1.0 / 3.0,
            ),
            (&[("p", "mobile:n", 1), ("t", "taobao_nick:a1", 1)], 1.0, 1.0),
            (&[], 1.0, 1.0),
        ];
        for (resolved, precision, recall) in rows {
            let score = score(&truth(), resolved.iter().copied());
            assert!((score.precision - precision).abs() < 1e-9, "{resolved:?} {score:?}");
            assert!((score.recall - recall).abs() < 1e-9, "{resolved:?} {score:?}");
        }
    }

    #[test]
    fn what_belongs_to_several_or_to_nobody_is_left_out_and_said() {
        let score = score(&truth(), [("w", "mobile:m", 1), ("w", "mobile:nobody", 1), ("p", "mobile:n", 1)]);
        assert_eq!((score.shared, score.unknown, score.profiles), (1, 1, 1));
    }
}
