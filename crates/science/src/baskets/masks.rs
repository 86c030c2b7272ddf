//! The end of the search, where at most 64 items are left: a basket is a word with a bit for each, the most frequent item the
//! highest. Cutting a basket before an item keeps the higher bits, so sorted words stay sorted.

use super::frequent::{Out, TooMany};

/// The items of a basket as bits, and how many baskets are so.
pub(super) type Mask = (u64, u32);

/// The bit of a code from 0 to 63.
pub(super) fn bit(code: u32) -> u64 {
    (1 << 63) >> code.min(63)
}

/// Adds a basket; one with fewer than two items tells nothing more.
pub(super) fn put(masks: &mut Vec<Mask>, mask: u64, weight: u32) {
    if mask & mask.wrapping_sub(1) == 0 {
        return;
    }
    match masks.last_mut() {
        Some(last) if last.0 == mask => last.1 += weight,
        _ => masks.push((mask, weight)),
    }
}

/// Puts equal baskets together.
pub(super) fn gather(masks: &mut Vec<Mask>) {
    masks.sort_unstable();
    masks.dedup_by(|later, first| {
        let same = later.0 == first.0;
        first.1 += if same { later.1 } else { 0 };
        same
    });
}

/// Tells every set that the set at hand grows into; `items` are those of the bits, with their baskets.
#[allow(clippy::indexing_slicing, reason = "there are at most 64 items, and a bit has a place from 0 to 63")]
pub(super) fn grow(masks: &[Mask], items: &[(u32, u32)], out: &mut Out<'_>) -> Result<(), TooMany> {
    let mut below: Vec<Mask> = Vec::new();
    for (code, (item, support)) in items.iter().enumerate() {
        out.stem.push(*item);
        out.tell(*support)?;
        if out.grows() && code > 0 {
            let own = bit(code as u32);
            // The more frequent items.
            let before = !(own | (own - 1));
            let mut counts = [0_u32; 64];
            below.clear();
            for (mask, weight) in masks.iter().filter(|(mask, _)| mask & own != 0) {
                let cut = mask & before;
                if cut == 0 {
                    continue;
                }
                let mut left = cut;
                while left != 0 {
                    let place = left.leading_zeros();
                    counts[place as usize] += weight;
                    left &= !bit(place);
                }
                put(&mut below, cut, *weight);
            }
            descend(&mut below, &counts, items, code, out)?;
        }
        out.stem.pop();
    }
    Ok(())
}

/// Goes on with the items before `code` that are frequent beside the set at hand.
#[allow(clippy::indexing_slicing, reason = "there are at most 64 items, and a bit has a place from 0 to 63")]
fn descend(
    below: &mut Vec<Mask>,
    counts: &[u32; 64],
    items: &[(u32, u32)],
    code: usize,
    out: &mut Out<'_>,
) -> Result<(), TooMany> {
    let mut kept = 0_u64;
    let mut left: Vec<(u32, u32)> = Vec::with_capacity(code);
    for place in 0..code {
        if counts[place] >= out.least {
            kept |= bit(place as u32);
            left.push((items[place].0, counts[place]));
        }
    }
    match left.as_slice() {
        [] => Ok(()),
        [(item, count)] => out.tell_with(*item, *count),
        _ => {
            if left.len() < code {
                // The bits that stay move together, highest first.
                let mut places = [0_u32; 64];
                let mut next = 0;
                for (place, to) in places.iter_mut().enumerate().take(code) {
                    *to = next;
                    next += u32::from(kept & bit(place as u32) != 0);
                }
                let mut moved: Vec<Mask> = Vec::with_capacity(below.len());
                for (mask, weight) in below.iter() {
                    let (mut rest, mut mask) = (mask & kept, 0);
                    while rest != 0 {
                        let place = rest.leading_zeros();
                        mask |= bit(places[place as usize]);
                        rest &= !bit(place);
                    }
                    put(&mut moved, mask, *weight);
                }
                gather(&mut moved);
                *below = moved;
            }
            grow(below, &left, out)
        }
    }
}
