//! Segments come, change and go.
//!
//! Absent from here: customers that change.

use std::sync::Arc;

use rules::Rule;

use super::book::{Book, Wake};
use super::leaf::{LeafState, Turn};
use super::settle::Tools;
use super::tree::{SegmentState, Tree};
use super::{Crossing, LeafId, Live, binder};
use crate::bits::{Bits, Few};
use crate::evaluate::{Asked, Scratch};
use crate::packed::UNKNOWN;
use crate::page::Page;
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
            if !self.rules.segments.contains_key(&name) && name != id {
                return Err(Refusal::UnknownSegment(name));
            }
            if name == id || self.reaches(name, id) {
                return Err(Refusal::Circular(id));
            }
        }
        let named_by = self.rules.segments.get(&id).map(|one| one.named_by.clone()).unwrap_or_default();
        let mut tree = self.tree(&node, (id, Turn::With), state, now, threads);
        self.order(&mut tree, state);
        self.unlink(id, Some(&tree));
        node.sets(&mut |kind, set| {
            let users = self.rules.by_set.entry((kind, set)).or_default();
            if !users.contains(&id) {
                users.push(id);
            }
        });
        for name in &names {
            if let Some(named) = self.rules.segments.get_mut(name)
                && !named.named_by.contains(&id)
            {
                named.named_by.push(id);
            }
        }
        let node = Arc::new(node);
        Arc::make_mut(&mut state.plans).insert(id, Arc::clone(&node));
        self.rules.segments.insert(id, SegmentState { rule: rule.clone(), node, tree, names, named_by, rank: 0 });
        self.rank();
        let mut order = vec![id];
        let mut at = 0;
        while let Some(next) = order.get(at).copied() {
            at += 1;
            for &user in self.rules.segments.get(&next).map_or(&[][..], |one| one.named_by.as_slice()) {
                if !order.contains(&user) {
                    order.push(user);
                }
            }
        }
        order.sort_by_key(|id| self.rules.segments.get(id).map_or(0, |one| one.rank));
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
        let Some(segment) = self.rules.segments.get(&id) else { return Ok(()) };
        if !segment.named_by.is_empty() {
            return Err(Refusal::InUse { segment: id, by: segment.named_by.clone() });
        }
        self.unlink(id, None);
        self.rules.segments.remove(&id);
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
        from == to
            || self.rules.segments.get(&from).is_some_and(|one| one.names.iter().any(|&name| self.reaches(name, to)))
    }

    /// Gives every segment a rank above those that it names.
    fn rank(&mut self) {
        self.rules.nested = self.rules.segments.values().any(|one| !one.names.is_empty());
        let mut changed = true;
        while changed {
            changed = false;
            let ranks: Vec<(i64, u32)> = self
                .rules
                .segments
                .iter()
                .map(|(&id, one)| {
                    let below =
                        one.names.iter().filter_map(|name| self.rules.segments.get(name)).map(|one| one.rank + 1);
                    (id, below.max().unwrap_or(0))
                })
                .collect();
            for (id, rank) in ranks {
                if let Some(one) = self.rules.segments.get_mut(&id)
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
        let Some(old) = self.rules.segments.get(&id).cloned() else { return };
        for name in &old.names {
            if let Some(named) = self.rules.segments.get_mut(name) {
                named.named_by.retain(|&user| user != id);
            }
        }
        self.rules.by_set.values_mut().for_each(|users| users.retain(|&user| user != id));
        let (mut before, mut after) = (Vec::new(), Vec::new());
        old.tree.leaves(&mut before);
        if let Some(new) = new {
            new.leaves(&mut after);
        }
        for leaf_id in before {
            if after.contains(&leaf_id) {
                continue;
            }
            let Some(leaf) = self.rules.leaf_mut(leaf_id) else { continue };
            leaf.used_by.retain(|(user, _)| *user != id);
            if leaf.used_by.is_empty() {
                let leaf = Arc::clone(&leaf.leaf);
                self.rules.by_leaf.remove(&leaf);
                self.rules.index.remove(leaf_id);
                if let Some(place) = self.rules.leaves.get_mut(leaf_id) {
                    *place = None;
                }
                self.books.iter_mut().flatten().for_each(|book| book.set(leaf_id, Few::default()));
            }
        }
        self.note_moves();
    }

    /// Puts what is true of few first where everything must be, so that most questions end at once.
    fn order(&self, tree: &mut Tree, state: &State) {
        let all = state.customers().max(1) as f64;
        tree.order(&|part| match part {
            Tree::Leaf(id) if self.rules.leaf(*id).is_some_and(|leaf| leaf.kept) => {
                self.books.iter().flatten().map(|book| book.len(*id)).sum::<usize>() as f64 / all
            }
            // Not kept: looking is a little dearer, and of how many it holds is not known.
            _ => 0.25,
        });
    }

    /// A rule over shared conditions; those that are new are asked of everybody.
    fn tree(&mut self, node: &Node, user: (i64, Turn), state: &State, now: i64, threads: usize) -> Tree {
        let mut parts = |nodes: &[Node]| nodes.iter().map(|node| self.tree(node, user, state, now, threads)).collect();
        match node {
            Node::All(nodes) => Tree::All(parts(nodes)),
            Node::Any(nodes) => Tree::Any(parts(nodes)),
            Node::Not(node) => Tree::Not(Box::new(self.tree(node, (user.0, user.1.turned()), state, now, threads))),
            Node::In(kind, set) => Tree::In(*kind, *set),
            Node::Segment(one) => Tree::Segment(*one),
            Node::Leaf(leaf) => {
                let leaf_id = self.rules.by_leaf.get(leaf).copied();
                let leaf_id = leaf_id.unwrap_or_else(|| self.new_leaf(leaf, state, now, threads));
                if let Some(leaf) = self.rules.leaf_mut(leaf_id) {
                    leaf.use_by(user.0, user.1);
                }
                Tree::Leaf(leaf_id)
            }
        }
    }

    fn new_leaf(&mut self, leaf: &Arc<Leaf>, state: &State, now: i64, threads: usize) -> LeafId {
        let leaves = &mut self.rules.leaves;
        let id = leaves.iter().position(Option::is_none).unwrap_or_else(|| {
            leaves.push(None);
            leaves.len() - 1
        });
        let moves = leaf.moves(&state.calendar, now);
        let new = LeafState::new(leaf, binder(state, now).leaf(leaf), moves);
        if new.kept {
            let pages: Vec<_> = state.pages().collect();
            let ask = |(shard, at, page): &(usize, usize, &Arc<Page>), tools: &mut Tools| {
                let asked = Asked { page, layout: &state.layout };
                let mut out = Bits::new();
                asked.ask(&new.bound, &page.present, &mut out, &mut tools.scratch);
                tools.histories.clear();
                let edges = if new.personal { edges(&new, &asked, state, now, tools) } else { Vec::new() };
                (*shard, *at, Few::of(&out), edges)
            };
            for (shard, at, few, edges) in spread::over(&pages, threads, &Cancel::new(), ask).unwrap_or_default() {
                if let Some(book) = self.book(shard, at) {
                    edges.into_iter().for_each(|(row, edge)| book.wake(edge, row, Wake::Leaf(id)));
                    book.set(id, few);
                }
            }
        }
        self.rules.index.add(id, &new);
        self.rules.by_leaf.insert(Arc::clone(leaf), id);
        self.first_move = [self.first_move, moves].into_iter().flatten().min();
        if let Some(place) = self.rules.leaves.get_mut(id) {
            *place = Some(new);
        }
        id
    }

    /// Asks a segment of everybody, over the kept conditions.
    fn refresh(&mut self, state: &mut State, id: i64, now: i64, threads: usize, out: &mut Vec<Crossing>) {
        let Some(segment) = self.rules.segments.get(&id) else { return };
        let pages: Vec<_> = state.pages().map(|(shard, at, page)| (shard, at, Arc::clone(page))).collect();
        let no_book = Book::default();
        let ask = |(shard, at, page): &(usize, usize, Arc<Page>), scratch: &mut Scratch| {
            let asked = Asked { page, layout: &state.layout };
            let book = self.books.get(*shard).and_then(|books| books.get(*at)).unwrap_or(&no_book);
            let mut rows = Bits::new();
            self.rules.rows(&segment.tree, &asked, book, &page.present, &mut rows, scratch);
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
}

/// The customers of a page for whom a personal condition can change by itself, each with the next instant.
fn edges(new: &LeafState, asked: &Asked<'_>, state: &State, now: i64, tools: &mut Tools) -> Vec<(u16, i64)> {
    let mut found = Vec::new();
    if let Body::Did(_) | Body::Then(_) = &new.leaf.body {
        let Some(kind) = new.leaf.kinds().next() else { return found };
        let from = new.recent_from(now).max(UNKNOWN + 1);
        let mut recent = Bits::new();
        asked.did_between(kind, from, now.saturating_add(1), &mut recent, &mut tools.scratch);
        for row in recent.rows() {
            tools.histories.ensure(asked, kind, row, from, now);
            let (run, facts) = tools.histories.of(kind, row);
            found.extend(new.edge(run, facts, now).map(|edge| (row, edge)));
        }
    } else if let Some(attribute) = new.leaf.attribute()
        && let Some(column) = asked.page.columns.get(usize::from(attribute))
    {
        for row in asked.page.present.rows() {
            found.extend(new.leaf.edge_of_value(column.get(row), &state.calendar, now).map(|edge| (row, edge)));
        }
    }
    found
}
