//! Which customers are one. Pure: profiles with their names, who shares what, and what must stay apart, to joins.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use connectors::drafts::IdentifierKind;
use connectors::identity::{self, Strength};

use crate::customers::labels::names_agree;
use crate::customers::records::Apart;

/// No more profiles than this join through one strong identifier: more is a number that a counter types for everybody.
const MOST_BY_STRONG: usize = 50;
/// No more profiles than this on either side of a join through a mobile or an e-mail.
const MOST_BY_SHARED: usize = 8;
/// No customer grows beyond this by itself.
const MOST_PROFILES: usize = 200;

/// A profile as far as joining is concerned.
#[derive(Debug, Clone)]
pub(in crate::customers) struct Member {
    /// Its customer; `None` for a profile that is new.
    pub(in crate::customers) customer: Option<i64>,
    /// Its name, perhaps masked.
    pub(in crate::customers) name: Option<String>,
}

/// A customer goes into an older one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::customers) struct Join {
    pub(in crate::customers) winner: i64,
    pub(in crate::customers) loser: i64,
    pub(in crate::customers) kind: IdentifierKind,
    /// The profiles of the loser.
    pub(in crate::customers) profiles: Vec<i64>,
}

/// An identifier that too many share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::customers) struct Crowd {
    pub(in crate::customers) kind: IdentifierKind,
    pub(in crate::customers) profiles: usize,
}

/// What comes of it.
#[derive(Debug, Default)]
pub(in crate::customers) struct Decision {
    /// The customer of every profile given.
    pub(in crate::customers) customer_of: HashMap<i64, i64>,
    /// Customers that are new.
    pub(in crate::customers) created: Vec<i64>,
    /// Known customers that go into another.
    pub(in crate::customers) joins: Vec<Join>,
    /// Identifiers that join nobody because too many share them.
    pub(in crate::customers) crowded: Vec<Crowd>,
}

/// Groups of profiles, joined step by step.
struct Groups<'a> {
    members: &'a BTreeMap<i64, Member>,
    /// Profile to group; a group is named by its first profile.
    group: HashMap<i64, i64>,
    profiles: HashMap<i64, Vec<i64>>,
    apart: HashSet<(i64, i64)>,
    separated: &'a [Apart],
    /// Through which kind a profile's known customer came to others.
    through: Vec<(i64, i64, IdentifierKind)>,
}

/// Decides. `members` are all profiles of all customers concerned, and the new ones; `shared` says who holds the same
/// identifier; `fresh` gives ids for new customers, which must be larger than every known one.
pub(in crate::customers) fn decide(
    members: &BTreeMap<i64, Member>,
    shared: &[(IdentifierKind, BTreeSet<i64>)],
    separations: &[Apart],
    mut fresh: impl FnMut() -> i64,
) -> Decision {
    let mut decision = Decision::default();
    let mut groups = Groups::new(members, separations);
    let mut order: Vec<&(IdentifierKind, BTreeSet<i64>)> = shared.iter().collect();
    order.sort_by(|(kind, profiles), (other, others)| {
        let place = |kind: IdentifierKind| (identity::strength(kind), identity::rank(kind));
        place(*kind).cmp(&place(*other)).then_with(|| profiles.cmp(others))
    });
    for (kind, profiles) in order {
        let most = if identity::strength(*kind) == Strength::Strong { MOST_BY_STRONG } else { MOST_BY_SHARED };
        if profiles.len() > most {
            decision.crowded.push(Crowd { kind: *kind, profiles: profiles.len() });
            continue;
        }
        groups.join_all(*kind, profiles);
    }
    groups.finish(&mut decision, &mut fresh);
    decision
}

impl<'a> Groups<'a> {
    fn new(members: &'a BTreeMap<i64, Member>, separated: &'a [Apart]) -> Self {
        let mut first: HashMap<i64, i64> = HashMap::new();
        let mut groups = Self {
            members,
            group: HashMap::with_capacity(members.len()),
            profiles: HashMap::with_capacity(members.len()),
            apart: HashSet::new(),
            separated,
            through: Vec::new(),
        };
        for (id, member) in members {
            let name = member.customer.map_or(*id, |customer| *first.entry(customer).or_insert(*id));
            groups.group.insert(*id, name);
            groups.profiles.entry(name).or_default().push(*id);
        }
        groups.learn_separations();
        groups
    }

    /// Which groups must stay apart.
    fn learn_separations(&mut self) {
        self.apart = self
            .separated
            .iter()
            .filter_map(|pair| Some((*self.group.get(&pair.a)?, *self.group.get(&pair.b)?)))
            .flat_map(|(a, b)| [(a, b), (b, a)])
            .collect();
    }

    fn of(&self, group: i64) -> &[i64] {
        self.profiles.get(&group).map_or(&[], Vec::as_slice)
    }

    /// The oldest customer of a group comes first, new profiles last.
    fn age(&self, group: i64) -> (i64, i64) {
        let oldest = self.of(group).iter().filter_map(|id| self.members.get(id)?.customer).min();
        (oldest.unwrap_or(i64::MAX), group)
    }

    fn join_all(&mut self, kind: IdentifierKind, profiles: &BTreeSet<i64>) {
        let mut waiting: Vec<i64> = profiles.iter().filter_map(|id| self.group.get(id).copied()).collect();
        waiting.sort_by_key(|group| self.age(*group));
        waiting.dedup();
        let mut settled: Vec<i64> = Vec::new();
        for group in waiting {
            match settled.iter().copied().find(|other| self.may_join(kind, *other, group)) {
                Some(other) => self.join(kind, other, group),
                None => settled.push(group),
            }
        }
    }

    fn may_join(&self, kind: IdentifierKind, a: i64, b: i64) -> bool {
        let (left, right) = (self.of(a), self.of(b));
        if self.apart.contains(&(a, b)) || left.len() + right.len() > MOST_PROFILES {
            return false;
        }
        match identity::strength(kind) {
            Strength::Strong => true,
            Strength::Visitor => false,
            Strength::Shared => {
                left.len() <= MOST_BY_SHARED && right.len() <= MOST_BY_SHARED && self.names_allow(left, right)
            }
        }
    }

    /// Whether the names known on both sides agree, or one side has none.
    fn names_allow(&self, left: &[i64], right: &[i64]) -> bool {
        let names = |profiles: &[i64]| -> Vec<&'a str> {
            profiles.iter().filter_map(|id| self.members.get(id)?.name.as_deref()).collect()
        };
        let (left, right) = (names(left), names(right));
        left.is_empty() || right.is_empty() || left.iter().any(|a| right.iter().any(|b| names_agree(a, b)))
    }

    /// `b` goes into `a`.
    fn join(&mut self, kind: IdentifierKind, a: i64, b: i64) {
        let moved = self.profiles.remove(&b).unwrap_or_default();
        for id in &moved {
            self.group.insert(*id, a);
        }
        self.through.push((a, b, kind));
        self.profiles.entry(a).or_default().extend(moved);
        if !self.separated.is_empty() {
            self.learn_separations();
        }
    }

    fn finish(self, decision: &mut Decision, fresh: &mut impl FnMut() -> i64) {
        let mut groups: Vec<(&i64, &Vec<i64>)> = self.profiles.iter().collect();
        groups.sort();
        let kind_of: HashMap<i64, IdentifierKind> =
            self.through.iter().map(|(_, group, kind)| (*group, *kind)).collect();
        let into: HashMap<i64, IdentifierKind> = self.through.iter().map(|(group, _, kind)| (*group, *kind)).collect();
        for (_, profiles) in groups {
            let mut by_customer: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
            for id in profiles {
                if let Some(customer) = self.members.get(id).and_then(|member| member.customer) {
                    by_customer.entry(customer).or_default().push(*id);
                }
            }
            let winner = by_customer.keys().next().copied().unwrap_or_else(|| {
                let id = fresh();
                decision.created.push(id);
                id
            });
            for (loser, mut moved) in by_customer.into_iter().skip(1) {
                moved.sort_unstable();
                let name = moved.first().copied().unwrap_or_default();
                let kind =
                    kind_of.get(&name).or_else(|| into.get(&name)).copied().unwrap_or(IdentifierKind::TaobaoNick);
                decision.joins.push(Join { winner, loser, kind, profiles: moved });
            }
            for id in profiles {
                decision.customer_of.insert(*id, winner);
            }
        }
    }
}
