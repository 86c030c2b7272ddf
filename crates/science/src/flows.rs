//! Flows: how many went from which state to which between two looks, as a Sankey diagram draws them.

use std::collections::BTreeMap;

/// How many went one way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Flow<S> {
    /// The state at the first look; `None` for who was not there yet.
    pub from: Option<S>,
    /// The state at the second look; `None` for who is no longer there.
    pub to: Option<S>,
    /// How many.
    pub customers: u64,
}

/// Who went where between two looks, those who stayed included. In the order of the states, nobody first. Of a customer
/// that is named twice in one look the last naming counts.
pub fn flows<K: Ord, S: Copy + Ord>(
    before: impl IntoIterator<Item = (K, S)>,
    after: impl IntoIterator<Item = (K, S)>,
) -> Vec<Flow<S>> {
    let mut paths: BTreeMap<K, (Option<S>, Option<S>)> = BTreeMap::new();
    for (customer, state) in before {
        paths.entry(customer).or_default().0 = Some(state);
    }
    for (customer, state) in after {
        paths.entry(customer).or_default().1 = Some(state);
    }
    counted(paths.into_values())
}

/// The same of customers who stand in the same order in both looks; who was in neither is left out.
pub fn side_by_side<S: Copy + Ord>(before: &[Option<S>], after: &[Option<S>]) -> Vec<Flow<S>> {
    counted(before.iter().copied().zip(after.iter().copied()).filter(|(from, to)| from.is_some() || to.is_some()))
}

fn counted<S: Copy + Ord>(paths: impl Iterator<Item = (Option<S>, Option<S>)>) -> Vec<Flow<S>> {
    let mut counts: BTreeMap<(Option<S>, Option<S>), u64> = BTreeMap::new();
    for path in paths {
        *counts.entry(path).or_default() += 1;
    }
    counts.into_iter().map(|((from, to), customers)| Flow { from, to, customers }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_of_either_look_goes_one_way() {
        let found = flows([(1, 'a'), (2, 'a'), (3, 'b')], [(2, 'a'), (3, 'a'), (4, 'b'), (4, 'c')]);
        let told: Vec<_> = found.iter().map(|flow| (flow.from, flow.to, flow.customers)).collect();
        let expected =
            [(None, Some('c'), 1), (Some('a'), None, 1), (Some('a'), Some('a'), 1), (Some('b'), Some('a'), 1)];
        assert_eq!(told, expected);
        assert!(flows::<u8, char>([], []).is_empty());
        let beside = [[Some('a'), Some('a'), Some('b'), None, None], [None, Some('a'), Some('a'), Some('c'), None]];
        assert_eq!(side_by_side(&beside[0], &beside[1]), found);
    }
}
