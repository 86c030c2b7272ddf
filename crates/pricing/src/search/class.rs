//! What decides whether a line is open to further offers, made as small as can be.
//!
//! Only what some wide offer to come asks about is kept, so that ways of a part that none of them tells apart are alike.

use crate::Layer;
use crate::shelf::Manner;
use crate::table::{Candidate, Table};

/// What a line carries.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Class {
    /// How many more offers may meet on it, or as many as could ask.
    free: u32,
    /// Some offer lies on it, where one to come would be alone.
    any: bool,
    /// One lies on it that shares it with no other.
    alone: bool,
    /// The groups to come that have one on it, as bits.
    groups: u32,
}

/// How a wide offer stands on a line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stand {
    counts: bool,
    alone: bool,
    /// Its group, as a bit.
    group: u32,
    /// It comes after all that look at places.
    last: bool,
}

/// What wide offers to come ask about a line.
pub(super) struct Rules {
    together: Option<u32>,
    /// How many of them take a place.
    places: u32,
    /// Some of them look at what lies there.
    asked: bool,
    /// Some of them would be alone.
    alone: bool,
    /// Their groups and the bits of these.
    groups: Vec<(u32, u32)>,
}

/// How wide offers stand, in their order.
pub(super) fn stands<'s, 'a: 's>(wide: impl Iterator<Item = &'s Candidate<'a>>) -> Vec<Stand> {
    let mut known: Vec<u32> = Vec::new();
    let mut bit = |group: u32| {
        let at = known.iter().position(|one| *one == group).unwrap_or_else(|| {
            known.push(group);
            known.len() - 1
        });
        1 << at
    };
    let stand = |candidate: &Candidate<'_>| Stand {
        counts: candidate.manner.counts,
        alone: candidate.manner.alone,
        group: candidate.manner.group.map_or(0, &mut bit),
        last: candidate.layer >= Layer::Points,
    };
    wide.map(stand).collect()
}

impl Stand {
    pub(super) fn takes_place(self) -> bool {
        self.counts && !self.last
    }

    /// Places are all that it looks at.
    pub(super) fn plain(self) -> bool {
        !self.alone && self.group == 0
    }
}

impl Class {
    pub(super) fn free(self) -> u32 {
        self.free
    }

    pub(super) fn is_alone(self) -> bool {
        self.alone
    }

    /// The line is open to an offer, which then lies on it.
    pub(super) fn admit(&mut self, stand: Stand) -> bool {
        if stand.last {
            return true;
        }
        let shut = self.alone || stand.alone && self.any || self.groups & stand.group != 0;
        if shut || stand.counts && self.free == 0 {
            return false;
        }
        self.any = true;
        self.alone |= stand.alone;
        self.groups |= stand.group;
        self.free = self.free.saturating_sub(u32::from(stand.counts));
        true
    }

    /// As numbers, to tell classes apart by.
    pub(super) fn key(self) -> i64 {
        i64::from(self.free) << 34 | i64::from(self.any) << 33 | i64::from(self.alone) << 32 | i64::from(self.groups)
    }
}

impl Rules {
    /// What these offers, of which some may not look at the line, ask about it.
    pub(super) fn new<'s, 'a: 's>(
        table: &Table<'_>,
        line: usize,
        wide: impl Iterator<Item = (&'s Candidate<'a>, Stand)>,
    ) -> Self {
        let together = table.shelf.programme.settings.together;
        let mut rules = Self { together, places: 0, asked: false, alone: false, groups: Vec::new() };
        for (candidate, stand) in wide.filter(|(one, stand)| !stand.last && one.covers.contains(&line)) {
            rules.places += u32::from(stand.counts);
            rules.asked = true;
            rules.alone |= stand.alone;
            rules.groups.extend(candidate.manner.group.map(|group| (group, stand.group)));
        }
        rules
    }

    /// The class of a line with these offers on it.
    pub(super) fn class<'s>(&self, on: impl Iterator<Item = &'s Manner>) -> Class {
        let mut class = Class::default();
        let mut count = 0;
        for manner in on {
            count += u32::from(manner.counts);
            class.any |= self.alone;
            class.alone |= self.asked && manner.alone;
            let group = |group: u32| self.groups.iter().find(|one| one.0 == group).map_or(0, |one| one.1);
            class.groups |= manner.group.map_or(0, group);
        }
        let free = self.together.map_or(u32::MAX, |most| most.saturating_sub(count));
        class.free = free.min(self.places);
        class
    }
}
