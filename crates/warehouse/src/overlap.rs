//! How many rows of a page are in every combination of some sets.
//!
//! How many one set has is known; only sets that meet are looked at, and what two have in common is kept while a third is
//! held against it.
//!
//! Absent from here: pages, and more sets than fit into a word of bits.

use crate::bits::{Bits, Few};
use crate::wide::wide;

/// Room to work in, used again from page to page.
#[derive(Debug, Default)]
pub(crate) struct Room {
    /// What the sets chosen so far have in common, by how many they are.
    common: Vec<Bits>,
    /// Sets kept as rows, as bits.
    whole: Vec<Bits>,
}

/// At the place of each combination, a bit for each set, how many rows are in all of its sets, whatever else they are in.
pub(crate) fn count(sets: &[Option<&Few>], room: &mut Room) -> Vec<u64> {
    let mut found = vec![0; 1 << sets.len()];
    let mut whole = std::mem::take(&mut room.whole);
    whole.resize_with(sets.len(), Bits::new);
    let mut present: Vec<(usize, &Bits)> = Vec::with_capacity(sets.len());
    for ((at, set), own) in sets.iter().enumerate().zip(&mut whole) {
        let Some(set) = set.filter(|set| !set.is_empty()) else { continue };
        if let Some(n) = found.get_mut(1 << at) {
            *n = set.len() as u64;
        }
        present.push((
            at,
            match set {
                Few::Bits(bits, _) => bits,
                Few::Rows(rows) => {
                    own.clear();
                    rows.iter().for_each(|&row| own.set(row));
                    own
                }
            },
        ));
    }
    if let [one, two, three] = present.as_slice() {
        three_at_once([one.1, two.1, three.1], [1 << one.0, 1 << two.0, 1 << three.0], &mut found);
        room.whole = whole;
        return found;
    }
    room.common.resize_with(sets.len(), Bits::new);
    for (at, (place, first)) in present.iter().enumerate() {
        let rest = present.get(at + 1..).unwrap_or(&[]);
        meet(first, 1 << place, rest, &mut room.common, &mut found);
    }
    room.whole = whole;
    found
}

/// Counts every combination of three sets, the commonest case, in one pass over them.
fn three_at_once([one, two, three]: [&Bits; 3], names: [usize; 3], found: &mut [u64]) {
    let words = one.words().iter().zip(two.words()).zip(three.words());
    let counts = wide(|| {
        words.fold([0_u64; 4], |[both, outer, last, all], ((one, two), three)| {
            [
                both + u64::from((one & two).count_ones()),
                outer + u64::from((one & three).count_ones()),
                last + u64::from((two & three).count_ones()),
                all + u64::from((one & two & three).count_ones()),
            ]
        })
    });
    let [one, two, three] = names;
    for (name, n) in [one | two, one | three, two | three, one | two | three].into_iter().zip(counts) {
        if let Some(count) = found.get_mut(name) {
            *count = n;
        }
    }
}

/// Counts every combination of what has been chosen with further sets.
fn meet(chosen: &Bits, name: usize, rest: &[(usize, &Bits)], room: &mut [Bits], found: &mut [u64]) {
    let Some((common, room)) = room.split_first_mut() else { return };
    for (at, (place, set)) in rest.iter().enumerate() {
        let (name, further) = (name | 1 << place, rest.get(at + 1..).unwrap_or(&[]));
        let n = if further.is_empty() { chosen.len_both(set) } else { common.meet(chosen, set) };
        if n == 0 {
            continue;
        }
        if let Some(count) = found.get_mut(name) {
            *count = n as u64;
        }
        meet(common, name, further, room, found);
    }
}

/// From how many are in all sets of each combination to how many are in these and no other.
pub(crate) fn apart(counts: &mut [u64]) {
    let mut bit = 1;
    while bit < counts.len() {
        for place in 0..counts.len() {
            if place & bit == 0 {
                let more = counts.get(place | bit).copied().unwrap_or(0);
                if let Some(count) = counts.get_mut(place) {
                    *count = count.saturating_sub(more);
                }
            }
        }
        bit <<= 1;
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::collection::btree_set;
    use proptest::prelude::*;

    use super::*;

    /// Rows of a page, few or many, close together so that sets meet; or no page at all.
    fn any_set() -> impl Strategy<Value = Option<BTreeSet<u16>>> {
        prop_oneof![
            Just(None),
            btree_set(0..3_000_u16, 0..20).prop_map(Some),
            (btree_set(0..3_000_u16, 0..400), 0..2_000_u16).prop_map(|(mut rows, from)| {
                rows.extend(from..from + 700);
                Some(rows)
            }),
        ]
    }

    fn kept(rows: &BTreeSet<u16>) -> Few {
        let mut bits = Bits::new();
        rows.iter().for_each(|&row| bits.set(row));
        Few::from_bits(bits)
    }

    proptest! {
        #[test]
        fn every_row_is_counted_in_its_own_part(sets in proptest::collection::vec(any_set(), 1..5)) {
            let kept: Vec<Option<Few>> = sets.iter().map(|set| set.as_ref().map(kept)).collect();
            let kept: Vec<Option<&Few>> = kept.iter().map(Option::as_ref).collect();
            let mut room = Room::default();
            // What a page before left behind must not show.
            count(&kept.iter().rev().copied().collect::<Vec<_>>(), &mut room);
            let mut found = count(&kept, &mut room);
            apart(&mut found);
            let mut wanted = vec![0; 1 << sets.len()];
            for row in 0..3_000 {
                let has = |set: &Option<BTreeSet<u16>>| set.as_ref().is_some_and(|rows| rows.contains(&row));
                let place: usize = sets.iter().enumerate().map(|(at, set)| usize::from(has(set)) << at).sum();
                wanted[place] += u64::from(place != 0);
            }
            prop_assert_eq!(found, wanted);
        }
    }
}
