//! What was found, held against who the records are.

use std::collections::HashMap;

use science::linkage::cluster::pairs_of;
use science::linkage::link::Linked;

/// How right a set of pairs is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rightness {
    pub(super) precision: f64,
    pub(super) recall: f64,
    pub(super) f1: f64,
}

/// How right linking was.
#[derive(Debug, Clone, Copy)]
pub(super) struct Judged {
    /// Pairs of records of one person.
    pub(super) pairs: u64,
    /// The pairs above the threshold.
    pub(super) pairwise: Rightness,
    /// All pairs within the groups.
    pub(super) grouped: Rightness,
}

/// Who a record is: FEBRL's `rec-122-dup-0` is 122, everything else is itself.
pub(super) fn person(truth: &str) -> &str {
    let parts = truth.strip_prefix("rec-").and_then(|rest| rest.split_once('-'));
    match parts {
        Some((person, rest)) if rest == "org" || rest.starts_with("dup-") => person,
        _ => truth,
    }
}

/// Judges pairs and groups by who each record is; a record that nobody names is a person of its own. With `files` only
/// pairs of two files count.
pub(super) fn judge(truth: &[String], files: Option<&[u32]>, linked: &Linked, threshold: f64) -> Judged {
    let mut persons: HashMap<&str, [u64; 2]> = HashMap::new();
    for (at, person) in truth.iter().enumerate().filter(|(_, person)| !person.is_empty()) {
        let second = files.and_then(|files| files.get(at)).is_some_and(|file| *file == 1);
        let [one, other] = persons.entry(person).or_default();
        *(if second { other } else { one }) += 1;
    }
    let pairs =
        persons.values().map(|[one, other]| if files.is_some() { one * other } else { one * (one - 1) / 2 }).sum();
    let counts = |(a, b): (u32, u32)| {
        let file = |row: u32| files.and_then(|files| files.get(row as usize));
        files.is_none() || file(a) != file(b)
    };
    let is_one = |(a, b): (u32, u32)| {
        let person = |row: u32| truth.get(row as usize).filter(|person| !person.is_empty());
        person(a).is_some() && person(a) == person(b)
    };
    let rightness = |found: &mut dyn Iterator<Item = (u32, u32)>| {
        let (mut all, mut right) = (0_u64, 0_u64);
        for pair in found.filter(|pair| counts(*pair)) {
            all += 1;
            right += u64::from(is_one(pair));
        }
        let share = |of: u64| if of == 0 { 0.0 } else { right as f64 / of as f64 };
        let f1 = if all + pairs == 0 { 0.0 } else { 2.0 * right as f64 / (all + pairs) as f64 };
        Rightness { precision: share(all), recall: share(pairs), f1 }
    };
    let above = linked.links.iter().filter(|link| link.probability >= threshold);
    Judged {
        pairs,
        pairwise: rightness(&mut above.map(|link| (link.a, link.b))),
        grouped: rightness(&mut pairs_of(&linked.groups).into_iter()),
    }
}

#[cfg(test)]
mod tests {
    use super::person;

    #[test]
    fn febrl_ids_name_persons() {
        for (id, expected) in
            [("rec-122-org", "122"), ("rec-122-dup-0", "122"), ("rec-122", "rec-122"), ("C7", "C7"), ("", "")]
        {
            assert_eq!(person(id), expected);
        }
    }
}
