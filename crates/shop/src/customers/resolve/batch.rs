//! A batch of sightings, gathered by the profile that each names.

use std::collections::{HashMap, HashSet};

use connectors::identity;

use super::decide::Decision;
use crate::customers::labels::Labels;
use crate::customers::marks::Marks;
use crate::customers::model::{Figures, ORDER_KEY, Resolved, Sighting, Source, kind_code, kind_from_code};
use crate::customers::records::{FiguresRow, NewProfile, ProfileRow};

/// One profile that the batch names.
pub(super) struct Slot {
    pub(super) source: Source,
    pub(super) source_code: String,
    pub(super) key_kind: &'static str,
    pub(super) key_value: String,
    /// (kind, scope, value), without repetition, in the order of their first naming.
    pub(super) identifiers: Vec<(&'static str, String, String)>,
    pub(super) row: ProfileRow,
    pub(super) is_new: bool,
    /// What its sightings bought, all together.
    pub(super) bought: Figures,
    /// A label or an identifier is new.
    pub(super) changed: bool,
    /// It was seen earlier or later than known, or a label was said again.
    pub(super) seen: bool,
    /// A label was said again, later than known.
    pub(super) marked: bool,
    sightings: Vec<usize>,
}

impl Slot {
    /// The figures that a new profile begins with.
    pub(super) fn figures(&self) -> FiguresRow {
        FiguresRow {
            customer_id: self.row.customer_id,
            figures: Figures { profile_id: self.row.id, ..self.bought.clone() },
            inquiries: 0,
            events: 0,
            last_seen_at: self.row.last_seen_at,
            blacklisted: false,
            personalisation: true,
        }
    }

    pub(super) fn profile(&self) -> NewProfile<'_> {
        NewProfile { row: &self.row, source: self.source, figures: &self.bought }
    }
}

/// The batch.
pub(super) struct Batch {
    pub(super) slots: Vec<Slot>,
    by_key: HashMap<(String, &'static str, String), usize>,
}

impl Batch {
    /// Gathers `sightings` by profile.
    pub(super) fn of(sightings: &[Sighting]) -> Self {
        let mut batch = Self { slots: Vec::new(), by_key: HashMap::with_capacity(sightings.len()) };
        let mut codes: HashMap<Source, String> = HashMap::new();
        for (index, sighting) in sightings.iter().enumerate() {
            let (kind, value) = match (sighting.identifiers.first(), &sighting.fallback_key) {
                (Some(first), _) => (kind_code(first.kind), first.value.clone()),
                (None, Some(key)) => (ORDER_KEY, key.clone()),
                (None, None) => continue,
            };
            let code = codes.entry(sighting.source).or_insert_with(|| sighting.source.code()).clone();
            batch.place(index, sighting, code, kind, value);
        }
        batch
    }

    fn place(&mut self, index: usize, sighting: &Sighting, code: String, kind: &'static str, value: String) {
        let next = self.slots.len();
        let at = *self.by_key.entry((code.clone(), kind, value.clone())).or_insert(next);
        if at == next {
            self.slots.push(Slot {
                source: sighting.source,
                row: ProfileRow {
                    id: 0,
                    customer_id: 0,
                    source: code.clone(),
                    key_kind: kind.to_owned(),
                    key_value: value.clone(),
                    labels: Labels::default(),
                    marks: Marks::default(),
                    first_seen_at: sighting.at,
                    last_seen_at: sighting.at,
                },
                source_code: code.clone(),
                key_kind: kind,
                key_value: value,
                identifiers: Vec::new(),
                is_new: true,
                bought: Figures::default(),
                changed: false,
                seen: false,
                marked: false,
                sightings: Vec::new(),
            });
        }
        let Some(slot) = self.slots.get_mut(at) else { return };
        slot.sightings.push(index);
        if let Some(bought) = &sighting.bought {
            slot.bought.add(bought);
        }
        for identifier in &sighting.identifiers {
            let scope = if identity::is_scoped(identifier.kind) { code.clone() } else { String::new() };
            let entry = (kind_code(identifier.kind), scope, identifier.value.clone());
            if !slot.identifiers.contains(&entry) {
                slot.identifiers.push(entry);
            }
        }
    }

    /// Puts a known profile into its slot.
    pub(super) fn found(&mut self, row: ProfileRow) {
        let kind = kind_from_code(&row.key_kind).map_or(ORDER_KEY, kind_code);
        let key = (row.source.clone(), kind, row.key_value.clone());
        if let Some(slot) = self.by_key.get(&key).and_then(|index| self.slots.get_mut(*index)) {
            slot.row = row;
            slot.is_new = false;
        }
    }

    /// Takes over what the sightings say.
    pub(super) fn take_labels(&mut self, sightings: &[Sighting]) {
        for slot in &mut self.slots {
            let (before, marks) = (slot.row.labels.clone(), slot.row.marks.clone());
            let (first, last) = (slot.row.first_seen_at, slot.row.last_seen_at);
            for sighting in slot.sightings.iter().filter_map(|index| sightings.get(*index)) {
                slot.row.first_seen_at = slot.row.first_seen_at.min(sighting.at);
                slot.row.last_seen_at = slot.row.last_seen_at.max(sighting.at);
                if Labels::are_in(sighting) {
                    slot.row.marks.hear(sighting.mark());
                    slot.row.labels.take(&mut slot.row.marks, sighting);
                }
            }
            slot.changed = before != slot.row.labels;
            slot.marked = marks != slot.row.marks;
            slot.seen = slot.marked || (first, last) != (slot.row.first_seen_at, slot.row.last_seen_at);
        }
    }

    /// Where each of `count` sightings went.
    pub(super) fn answer(&self, count: usize, decision: &Decision) -> Vec<Option<Resolved>> {
        let mut answer = vec![None; count];
        let created: HashSet<i64> = decision.created.iter().copied().collect();
        let moved: HashSet<i64> = decision.joins.iter().map(|join| join.winner).collect();
        for slot in &self.slots {
            let customer_id = decision.customer_of.get(&slot.row.id).copied().unwrap_or(slot.row.customer_id);
            let changed = slot.is_new || slot.changed || moved.contains(&customer_id);
            for (nth, index) in slot.sightings.iter().enumerate() {
                if let Some(place) = answer.get_mut(*index) {
                    *place = Some(Resolved {
                        profile_id: slot.row.id,
                        customer_id,
                        created: false,
                        changed: changed && nth == 0,
                        counted: slot.is_new,
                    });
                }
            }
        }
        let mut counted = HashSet::new();
        for resolved in answer.iter_mut().flatten() {
            resolved.created = created.contains(&resolved.customer_id) && counted.insert(resolved.customer_id);
        }
        answer
    }
}

/// The last four digits of a mobile, which is how people ask for it.
pub(super) fn tail(kind: &str, value: &str) -> Option<String> {
    if kind != "mobile" {
        return None;
    }
    let start = value.char_indices().rev().nth(3).map(|(index, _)| index)?;
    value.get(start..).map(str::to_owned)
}
