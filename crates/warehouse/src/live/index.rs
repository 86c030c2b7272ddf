//! Which conditions look at what: attributes, kinds of facts, and values that facts must have.
//!
//! Of a thousand conditions on one kind of fact, most ask for a category or product of their own. Those are found by the
//! values that the fact has, so that an event's cost follows the conditions that it can touch.
//!
//! Absent from here: whether a condition changed.

use rustc_hash::FxHashMap;

use super::LeafId;
use super::leaf::LeafState;
use crate::facts::Run;
use crate::pass::Pass;
use crate::plan::{Bound, BoundFilter};

/// Up to how many values pick a condition out.
const PICKS: usize = 16;

/// The conditions by what they look at.
#[derive(Debug, Default)]
pub(super) struct Index {
    by_attribute: FxHashMap<u16, Vec<LeafId>>,
    by_kind: FxHashMap<u16, OfKind>,
}

/// The conditions on a kind.
#[derive(Debug, Default)]
struct OfKind {
    all: Vec<LeafId>,
    /// Those that no value picks out.
    any: Vec<LeafId>,
    by_value: FxHashMap<(u16, i64), Vec<LeafId>>,
    /// The properties whose values pick conditions out.
    properties: Vec<u16>,
}

impl Index {
    pub(super) fn add(&mut self, id: LeafId, state: &LeafState) {
        if let Some(attribute) = state.leaf.attribute() {
            self.by_attribute.entry(attribute).or_default().push(id);
        }
        for kind in state.leaf.kinds() {
            let of = self.by_kind.entry(kind).or_default();
            if of.all.contains(&id) {
                continue;
            }
            of.all.push(id);
            let filters = match &state.bound {
                Bound::Did(did) => [Some(&did.filter), None],
                Bound::Then(then) => [&then.first, &then.then].map(|step| (step.kind == kind).then_some(&step.filter)),
                _ => [None, None],
            };
            // Which texts pass a test of characters changes with the texts that come.
            let picks: Option<Vec<_>> = if state.grows {
                None
            } else {
                filters.into_iter().flatten().map(|filter| filter.as_ref().and_then(picks)).collect()
            };
            match picks {
                None => of.any.push(id),
                Some(picks) => {
                    for (property, value) in picks.into_iter().flatten() {
                        let leaves = of.by_value.entry((property, value)).or_default();
                        if !leaves.contains(&id) {
                            leaves.push(id);
                        }
                        if !of.properties.contains(&property) {
                            of.properties.push(property);
                        }
                    }
                }
            }
        }
    }

    pub(super) fn remove(&mut self, id: LeafId) {
        self.by_attribute.values_mut().for_each(|leaves| leaves.retain(|&one| one != id));
        for of in self.by_kind.values_mut() {
            of.all.retain(|&one| one != id);
            of.any.retain(|&one| one != id);
            of.by_value.values_mut().for_each(|leaves| leaves.retain(|&one| one != id));
            of.by_value.retain(|_, leaves| !leaves.is_empty());
        }
    }

    /// The conditions that look at one of these, in order.
    pub(super) fn of(&self, attributes: &[u16], kinds: &[u16]) -> Vec<LeafId> {
        let by_attribute = attributes.iter().filter_map(|one| self.by_attribute.get(one));
        let by_kind = kinds.iter().filter_map(|one| self.by_kind.get(one)).map(|of| &of.all);
        let mut found: Vec<LeafId> = by_attribute.chain(by_kind).flatten().copied().collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Adds the conditions that may let one of these facts of a kind pass; some may come twice.
    pub(super) fn of_facts(&self, kind: u16, run: &Run, found: &mut Vec<LeafId>) {
        let Some(of) = self.by_kind.get(&kind) else { return };
        found.extend_from_slice(&of.any);
        for &property in &of.properties {
            for &value in run.columns.get(usize::from(property)).into_iter().flatten() {
                found.extend(of.by_value.get(&(property, value)).into_iter().flatten());
            }
        }
    }
}

/// The values of one property of which a fact must have one to pass a filter, where they are few.
fn picks(filter: &BoundFilter) -> Option<Vec<(u16, i64)>> {
    match filter {
        BoundFilter::All(parts) => parts.iter().find_map(picks),
        BoundFilter::Property { property, pass, .. } => {
            let values: Vec<i64> = match pass {
                Pass::Ranges(ranges) => {
                    if ranges.len() > PICKS || ranges.iter().any(|(low, high)| low != high) {
                        return None;
                    }
                    ranges.iter().map(|(low, _)| *low).collect()
                }
                Pass::Codes(words) => {
                    if words.iter().map(|word| word.count_ones() as usize).sum::<usize>() > PICKS {
                        return None;
                    }
                    let codes = 0..words.len() as i64 * 64;
                    codes.filter(|&code| pass.has(code)).collect()
                }
                Pass::Yearly(_) => return None,
            };
            Some(values.into_iter().map(|value| (*property, value)).collect())
        }
        BoundFilter::Any(_) | BoundFilter::Not(_) => None,
    }
}
