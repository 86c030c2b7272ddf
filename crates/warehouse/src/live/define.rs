//! Segments come, change and go.
//!
//! Absent from here: customers that change.

use std::sync::Arc;

use rules::Rule;

use super::{Crossing, LeafId, LeafState, Live, SegmentState, Tree, Wake, binder};
use crate::bits::{Bits, Few};
use crate::evaluate::{Asked, Scratch};
use crate::facts::Run;
use crate::packed::UNKNOWN;
use crate::plan::{Body, Compiler, Leaf, Node};
use crate::state::State;
use crate::{Cancel, Refusal, spread};

impl Live {
    /// Puts a segment in, or another rule in its place; the books must be right at `now`. Answers with who crossed.
    pub(crate) fn put(
        &mut self,
        state: &mut State,
        id: i64,
        rule: &Rule,
        node: Node,
        now: i64,
        threads: usize,
    ) -> Result<Vec<Crossing>, Refusal> {
        let mut names = Vec::new();
        node.segments(&mut |one| names.push(one));
        names.sort_unstable();
        names.dedup();
        for &name in &names {
            if !self.segments.contains_key(&name) && name != id {
                return Err(Refusal::UnknownSegment(name));
            }
            if name == id || self.reaches(name, id) {
                return Err(Refusal::Circular(id));
            }
        }
        let named_by = self.segments.get(&id).map(|one| one.named_by.clone()).unwrap_or_default();
        let tree = self.tree(&node, id, state, now, threads);
        self.unlink(id, Some(&tree));
        node.sets(&mut |kind, set| {
            let users = self.by_set.entry((kind, set)).or_default();
            if !users.contains(&id) {
                users.push(id);
            }
        });
        for name in &names {
            if let Some(named) = self.segments.get_mut(name)
                && !named.named_by.contains(&id)
            {
                named.named_by.push(id);
            }
        }
        let node = Arc::new(node);
        Arc::make_mut(&mut state.plans).insert(id, Arc::clone(&node));
        self.segments.insert(id, SegmentState { rule: rule.clone(), node, tree, names, named_by, rank: 0 });
        self.rank();
        let mut order = vec![id];
        let mut at = 0;
        while let Some(next) = order.get(at).copied() {
            at += 1;
            for &user in self.segments.get(&next).map_or(&[][..], |one| one.named_by.as_slice()) {
                if !order.contains(&user) {
                    order.push(user);
                }
            }
        }
        order.sort_by_key(|id| self.segments.get(id).map_or(0, |one| one.rank));
        let mut crossings = Vec::new();
        for id in order {
            self.refresh(state, id, now, threads, &mut crossings);
        }
        crossings.sort_unstable();
        Ok(crossings)
    }

    /// Puts a segment in as it was, with the numbers of the sets that it names, at the instant that is right.
    pub(crate) fn restore(
        &mut self,
        state: &mut State,
        id: i64,
        rule: &Rule,
        sets: &[i64],
        threads: usize,
    ) -> Result<(), Refusal> {
        let mut named = Vec::new();
        crate::snapshot::names(rule, &mut named);
        let numbers: rustc_hash::FxHashMap<(rules::SetKind, String), i64> =
            named.into_iter().zip(sets.iter().copied()).collect();
        let find = |kind: rules::SetKind, name: &str| numbers.get(&(kind, name.to_owned())).copied();
        let node = Compiler { layout: &state.layout, names: &find, live: self }.node(rule)?;
        self.put(state, id, rule, node, self.now, threads)?;
        self.mark_right(state);
        Ok(())
    }

    /// Takes a segment out.
    pub(crate) fn remove(&mut self, state: &mut State, id: i64) -> Result<(), Refusal> {
        let Some(segment) = self.segments.get(&id) else { return Ok(()) };
        if !segment.named_by.is_empty() {
            return Err(Refusal::InUse { segment: id, by: segment.named_by.clone() });
        }
        self.unlink(id, None);
        self.segments.remove(&id);
        Arc::make_mut(&mut state.plans).remove(&id);
        for page in state.shards.iter_mut().flatten() {
            if page.members.contains_key(&id) {
                Arc::make_mut(page).members.remove(&id);
            }
        }
        Ok(())
    }

    /// Whether one segment names another, directly or through others.
    fn reaches(&self, from: i64, to: i64) -> bool {
        from == to || self.segments.get(&from).is_some_and(|one| one.names.iter().any(|&name| self.reaches(name, to)))
    }

    /// Gives every segment a rank above those that it names.
    fn rank(&mut self) {
        let mut changed = true;
        while changed {
            changed = false;
            let ranks: Vec<(i64, u32)> = self
                .segments
                .iter()
                .map(|(&id, one)| {
                    let below = one.names.iter().filter_map(|name| self.segments.get(name)).map(|one| one.rank + 1);
                    (id, below.max().unwrap_or(0))
                })
                .collect();
            for (id, rank) in ranks {
                if let Some(one) = self.segments.get_mut(&id)
                    && one.rank != rank
                {
                    one.rank = rank;
                    changed = true;
                }
            }
        }
    }

    /// Forgets what a segment uses, but for conditions that its new tree uses too.
    fn unlink(&mut self, id: i64, new: Option<&Tree>) {
        let Some(old) = self.segments.get(&id).cloned() else { return };
        for name in &old.names {
            if let Some(named) = self.segments.get_mut(name) {
                named.named_by.retain(|&user| user != id);
            }
        }
        self.by_set.values_mut().for_each(|users| users.retain(|&user| user != id));
        let (mut before, mut after) = (Vec::new(), Vec::new());
        old.tree.leaves(&mut before);
        if let Some(new) = new {
            new.leaves(&mut after);
        }
        for leaf_id in before {
            if after.contains(&leaf_id) {
                continue;
            }
            let Some(Some(leaf)) = self.leaves.get_mut(leaf_id) else { continue };
            leaf.used_by.retain(|&user| user != id);
            if leaf.used_by.is_empty() {
                let leaf = Arc::clone(&leaf.leaf);
                self.by_leaf.remove(&leaf);
                let lists = self.by_attribute.values_mut().chain(self.by_kind.values_mut());
                lists.for_each(|leaves| leaves.retain(|&one| one != leaf_id));
                if let Some(place) = self.leaves.get_mut(leaf_id) {
                    *place = None;
                }
            }
        }
    }

    /// A rule over shared conditions; those that are new are asked of everybody.
    fn tree(&mut self, node: &Node, id: i64, state: &State, now: i64, threads: usize) -> Tree {
        let mut parts = |nodes: &[Node]| nodes.iter().map(|node| self.tree(node, id, state, now, threads)).collect();
        match node {
            Node::All(nodes) => Tree::All(parts(nodes)),
            Node::Any(nodes) => Tree::Any(parts(nodes)),
            Node::Not(node) => Tree::Not(Box::new(self.tree(node, id, state, now, threads))),
            Node::In(kind, set) => Tree::In(*kind, *set),
            Node::Segment(one) => Tree::Segment(*one),
            Node::Leaf(leaf) => {
                let leaf_id = self.by_leaf.get(leaf).copied();
                let leaf_id = leaf_id.unwrap_or_else(|| self.new_leaf(leaf, state, now, threads));
                if let Some(Some(leaf)) = self.leaves.get_mut(leaf_id)
                    && !leaf.used_by.contains(&id)
                {
                    leaf.used_by.push(id);
                }
                Tree::Leaf(leaf_id)
            }
        }
    }

    fn new_leaf(&mut self, leaf: &Arc<Leaf>, state: &State, now: i64, threads: usize) -> LeafId {
        let bound = binder(state, now).leaf(leaf);
        let personal = leaf.is_personal();
        let free = self.leaves.iter().position(Option::is_none);
        let id = free.unwrap_or_else(|| {
            self.leaves.push(None);
            self.leaves.len() - 1
        });
        let mut rows = None;
        if LeafState::is_kept(leaf) {
            let pages: Vec<_> = state.pages().collect();
            let ask = |(shard, at, page): &(usize, usize, &Arc<crate::page::Page>), scratch: &mut Scratch| {
                let asked = Asked { page, layout: &state.layout };
                let mut out = Bits::new();
                asked.ask(&bound, &page.present, &mut out, scratch);
                let edges = if personal { edges(leaf, &asked, state, now, scratch) } else { Vec::new() };
                (*shard, *at, Few::of(&out), edges)
            };
            let mut kept: Vec<Vec<Few>> = state.shards.iter().map(|pages| vec![Few::default(); pages.len()]).collect();
            for (shard, at, few, edges) in spread::over(&pages, threads, &Cancel::new(), ask).unwrap_or_default() {
                for (row, edge) in edges {
                    self.wake(shard, edge, (at as u32) << 16 | u32::from(row), Wake::Leaf(id as u32));
                }
                if let Some(place) = kept.get_mut(shard).and_then(|pages| pages.get_mut(at)) {
                    *place = few;
                }
            }
            rows = Some(kept);
        }
        leaf.kinds().into_iter().for_each(|kind| {
            let leaves = self.by_kind.entry(kind).or_default();
            if !leaves.contains(&id) {
                leaves.push(id);
            }
        });
        if let Some(attribute) = leaf.attribute() {
            self.by_attribute.entry(attribute).or_default().push(id);
        }
        self.by_leaf.insert(Arc::clone(leaf), id);
        let (moves, grows) = (leaf.moves(&state.calendar, now), leaf.grows());
        self.first_move = [self.first_move, moves].into_iter().flatten().min();
        let state = LeafState { leaf: Arc::clone(leaf), bound, moves, personal, grows, rows, used_by: Vec::new() };
        if let Some(place) = self.leaves.get_mut(id) {
            *place = Some(state);
        }
        id
    }

    /// Asks a segment of everybody, over the kept conditions.
    fn refresh(&mut self, state: &mut State, id: i64, now: i64, threads: usize, out: &mut Vec<Crossing>) {
        let Some(segment) = self.segments.get(&id) else { return };
        let pages: Vec<_> = state.pages().map(|(shard, at, page)| (shard, at, Arc::clone(page))).collect();
        let ask = |(shard, at, page): &(usize, usize, Arc<crate::page::Page>), scratch: &mut Scratch| {
            let asked = Asked { page, layout: &state.layout };
            let mut rows = Bits::new();
            self.tree_rows(&segment.tree, &asked, (*shard, *at), &page.present, &mut rows, scratch);
            Few::of(&rows)
        };
        let found = spread::over(&pages, threads, &Cancel::new(), ask).unwrap_or_default();
        let none = Few::default();
        for ((shard, at, page), rows) in pages.into_iter().zip(found) {
            let before = page.members.get(&id).map_or(&none, Arc::as_ref);
            if *before == rows {
                continue;
            }
            let (mut old, new) = (before.bits(), rows.bits());
            let mut entered = new.clone();
            entered.minus(&old);
            old.minus(&new);
            let mut cross = |rows: &Bits, entered: bool| {
                let crossing = |row| Crossing { at: now, customer: page.customer(row), segment: id, entered };
                out.extend(rows.rows().map(crossing));
            };
            cross(&entered, true);
            cross(&old, false);
            if let Some(page) = state.shards.get_mut(shard).and_then(|pages| pages.get_mut(at)) {
                Arc::make_mut(page).members.insert(id, Arc::new(rows));
            }
        }
    }

    fn tree_rows(
        &self,
        tree: &Tree,
        asked: &Asked<'_>,
        spot: (usize, usize),
        mask: &Bits,
        out: &mut Bits,
        scratch: &mut Scratch,
    ) {
        match tree {
            Tree::All(parts) => {
                let mut left = mask.clone();
                for part in parts {
                    let mut next = Bits::new();
                    self.tree_rows(part, asked, spot, &left, &mut next, scratch);
                    left = next;
                }
                out.or(&left);
            }
            Tree::Any(parts) => parts.iter().for_each(|part| self.tree_rows(part, asked, spot, mask, out, scratch)),
            Tree::Not(part) => {
                let mut found = Bits::new();
                self.tree_rows(part, asked, spot, mask, &mut found, scratch);
                let mut left = mask.clone();
                left.minus(&found);
                out.or(&left);
            }
            Tree::Leaf(id) => {
                let Some(Some(leaf)) = self.leaves.get(*id) else { return };
                match &leaf.rows {
                    None => asked.ask(&leaf.bound, mask, out, scratch),
                    Some(shards) => {
                        if let Some(rows) = shards.get(spot.0).and_then(|pages| pages.get(spot.1)) {
                            rows.or_into(mask, out);
                        }
                    }
                }
            }
            Tree::In(kind, id) => {
                if let Some(rows) = asked.page.sets.get(&(*kind, *id)) {
                    rows.or_into(mask, out);
                }
            }
            Tree::Segment(id) => {
                if let Some(rows) = asked.page.members.get(id) {
                    rows.or_into(mask, out);
                }
            }
        }
    }
}

impl Tree {
    fn leaves(&self, out: &mut Vec<LeafId>) {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|part| part.leaves(out)),
            Self::Not(part) => part.leaves(out),
            Self::Leaf(id) => out.push(*id),
            Self::In(..) | Self::Segment(_) => {}
        }
    }
}

/// The customers of a page for whom a personal condition can change by itself, each with the next instant.
fn edges(leaf: &Leaf, asked: &Asked<'_>, state: &State, now: i64, scratch: &mut Scratch) -> Vec<(u16, i64)> {
    let mut found = Vec::new();
    if let Some(from) = leaf.recent_from(now) {
        let Some(&kind) = leaf.kinds().first() else { return found };
        let recent = super::advance::someone_did(kind, from, now.saturating_add(1), asked, scratch);
        let mut run = Run::default();
        for row in recent.rows() {
            asked.history(kind, row, from.max(UNKNOWN + 1), now.saturating_add(1), &[], &mut run);
            found.extend(leaf.edge_of_facts(&run, &state.calendar, now).map(|edge| (row, edge)));
        }
    } else if let (Body::Is { .. }, Some(attribute)) = (&leaf.body, leaf.attribute())
        && let Some(column) = asked.page.columns.get(usize::from(attribute))
    {
        for row in asked.page.present.rows() {
            found.extend(leaf.edge_of_value(column.get(row), &state.calendar, now).map(|edge| (row, edge)));
        }
    }
    found
}
