//! One customer's conditions and segments made right.
//!
//! Absent from here: which customers to look at, and when.

use std::cmp::Reverse;
use std::sync::Arc;

use rules::Calendar;

use super::book::{Book, Wake};
use super::histories::Histories;
use super::leaf::May;
use super::{Crossing, LeafId, Live, Rules};
use crate::evaluate::{Asked, Scratch};
use crate::facts::Run;
use crate::layout::Layout;
use crate::packed::UNKNOWN;
use crate::page::Page;
use crate::plan::Body;
use crate::state::{Seat, State};

/// What happened to a customer.
#[derive(Debug, Clone, Default)]
pub(crate) struct Touched {
    pub(crate) attributes: Vec<u16>,
    /// Kinds whose history was replaced.
    pub(crate) kinds: Vec<u16>,
    /// New facts, a run for each kind.
    pub(crate) facts: Vec<(u16, Run)>,
    pub(crate) sets: Vec<(rules::SetKind, i64)>,
    /// The customer is new: everything is to be asked.
    pub(crate) seated: bool,
}

/// Room to work in, used again from page to page.
#[derive(Debug, Default)]
pub(super) struct Tools {
    pub(super) scratch: Scratch,
    pub(super) histories: Histories,
}

/// A page with its book, and what is asked of it.
pub(super) struct Desk<'a> {
    pub(super) rules: &'a Rules,
    pub(super) layout: &'a Layout,
    pub(super) calendar: &'a Calendar,
    pub(super) page: &'a mut Arc<Page>,
    pub(super) book: &'a mut Book,
    pub(super) tools: &'a mut Tools,
}

impl Live {
    /// Asks what a customer's change can have changed, and adds who crossed.
    pub(crate) fn settle(
        &mut self,
        state: &mut State,
        seat: Seat,
        touched: &Touched,
        now: i64,
        out: &mut Vec<Crossing>,
    ) {
        let Some(desk) = self.desk(state, seat) else { return };
        desk.settle(seat.place(), touched, now, out);
    }

    /// The page of a seat with its book.
    fn desk<'a>(&'a mut self, state: &'a mut State, seat: Seat) -> Option<Desk<'a>> {
        self.book(seat.shard as usize, seat.page())?;
        let book = self.books.get_mut(seat.shard as usize)?.get_mut(seat.page())?;
        let page = state.shards.get_mut(seat.shard as usize)?.get_mut(seat.page())?;
        let tools = &mut self.tools;
        tools.histories.clear();
        Some(Desk { rules: &self.rules, layout: &state.layout, calendar: &state.calendar, page, book, tools })
    }

    /// Takes a customer out of everything, before or after the page forgets the row.
    pub(crate) fn forget(&mut self, state: &mut State, seat: Seat, customer: i64, now: i64, out: &mut Vec<Crossing>) {
        let Some(desk) = self.desk(state, seat) else { return };
        let row = seat.place();
        desk.book.forget(row);
        for (&segment, rows) in &mut Arc::make_mut(desk.page).members {
            if rows.has(row) {
                Arc::make_mut(rows).put(row, false);
                out.push(Crossing { at: now, customer, segment, entered: false });
            }
        }
    }
}

impl Desk<'_> {
    fn settle(mut self, row: u16, touched: &Touched, now: i64, out: &mut Vec<Crossing>) {
        for (kind, run) in &touched.facts {
            for &at in run.at.iter().filter(|&&at| at > now && at != UNKNOWN) {
                self.book.wake(at, row, Wake::Kind(*kind));
            }
        }
        let rules = self.rules;
        if rules.segments.is_empty() {
            return;
        }
        let by_set = touched.sets.iter().filter_map(|set| rules.by_set.get(set)).flatten();
        let mut segments: Vec<(i64, May)> = by_set.map(|&id| (id, May::EITHER)).collect();
        if touched.seated {
            let leaves: Vec<LeafId> = (0..rules.leaves.len()).filter(|&id| rules.leaf(id).is_some()).collect();
            segments.extend(rules.segments.keys().map(|&id| (id, May::EITHER)));
            self.ask_leaves(row, &leaves, now, None, &mut segments);
        } else {
            let mut leaves = rules.index.of(&touched.attributes, &touched.kinds);
            for (kind, run) in &touched.facts {
                let begun = leaves.len();
                rules.index.of_facts(*kind, run, &mut leaves);
                let mut at = begun;
                while let Some(&id) = leaves.get(at) {
                    if rules.leaf(id).is_some_and(|leaf| leaf.minds(*kind, run, now)) {
                        at += 1;
                    } else {
                        leaves.swap_remove(at);
                    }
                }
            }
            leaves.sort_unstable();
            leaves.dedup();
            self.ask_leaves(row, &leaves, now, Some(touched), &mut segments);
        }
        self.ask_segments(row, segments, now, out);
    }

    /// Asks conditions of a customer, of whom nothing but `news` happened where they are given; adds the segments that ask
    /// those that changed.
    pub(super) fn ask_leaves(
        &mut self,
        row: u16,
        leaves: &[LeafId],
        now: i64,
        news: Option<&Touched>,
        segments: &mut Vec<(i64, May)>,
    ) {
        let asked = Asked { page: self.page, layout: self.layout };
        let Tools { scratch, histories } = &mut *self.tools;
        histories.generous = leaves.len() > 1;
        // Where the bits lie is far apart: looked at in one go, the processor fetches many at once.
        let before: Vec<bool> = leaves.iter().map(|&id| self.book.has(id, row)).collect();
        for (&id, before) in leaves.iter().zip(before) {
            let Some(leaf) = self.rules.leaf(id) else { continue };
            if !leaf.kept {
                segments.extend(leaf.users());
                continue;
            }
            let known = news.and_then(|news| leaf.after(before, news, now));
            let holds = known.unwrap_or_else(|| leaf.holds(&asked, self.calendar, row, now, histories, scratch));
            if holds != before {
                self.book.put(id, row, holds);
                segments.extend(leaf.asked_by(holds));
            }
            if !leaf.personal {
                continue;
            }
            let edge = match &leaf.leaf.body {
                Body::Did(_) | Body::Then(_) => {
                    let Some(kind) = leaf.leaf.kinds().next() else { continue };
                    let fresh = news.filter(|news| !news.kinds.contains(&kind)).map(|news| {
                        let runs = news.facts.iter().filter(|(one, _)| *one == kind);
                        runs.filter_map(|(_, run)| leaf.edge(run, 0..run.len(), now)).min()
                    });
                    if fresh == Some(None) {
                        continue;
                    }
                    histories.ensure(&asked, kind, row, leaf.recent_from(now), now);
                    let (run, facts) = histories.of(kind, row);
                    let edge = leaf.edge(run, facts, now);
                    // Whom an older fact changes sooner is waited for already.
                    edge.filter(|_| fresh.is_none_or(|fresh| fresh == edge))
                }
                _ => leaf
                    .leaf
                    .attribute()
                    .and_then(|attribute| asked.page.columns.get(usize::from(attribute)))
                    .and_then(|column| leaf.leaf.edge_of_value(column.get(row), self.calendar, now)),
            };
            if let Some(edge) = edge {
                self.book.wake(edge, row, Wake::Leaf(id));
            }
        }
    }

    /// Asks segments of a customer, and those that name them, in order; adds what crossed.
    pub(super) fn ask_segments(&mut self, row: u16, mut segments: Vec<(i64, May)>, now: i64, out: &mut Vec<Crossing>) {
        let ranked = |rules: &Rules, segments: &mut Vec<(i64, May)>| {
            segments.sort_unstable_by_key(|(id, _)| *id);
            segments.dedup_by(|(id, may), (kept, all)| {
                if id == kept {
                    *all = May { enter: all.enter || may.enter, leave: all.leave || may.leave };
                }
                id == kept
            });
            if rules.nested {
                segments.sort_by_key(|(id, _)| Reverse(rules.segments.get(id).map_or(0, |one| one.rank)));
            }
        };
        ranked(self.rules, &mut segments);
        // The lowest rank is at the end.
        while let Some((id, may)) = segments.pop() {
            let Some(segment) = self.rules.segments.get(&id) else { continue };
            let asked = Asked { page: self.page, layout: self.layout };
            let holds = asked.page.present.has(row)
                && self.rules.holds(&segment.tree, &asked, self.book, row, &mut self.tools.scratch);
            // Whoever could only leave and is in has stayed, and whoever could only enter and is out has stayed out.
            if holds && !may.enter || !holds && !may.leave {
                continue;
            }
            let before = asked.page.members.get(&id).is_some_and(|rows| rows.has(row));
            if holds == before {
                continue;
            }
            out.push(Crossing { at: now, customer: asked.page.customer(row), segment: id, entered: holds });
            let page = Arc::make_mut(self.page);
            Arc::make_mut(page.members.entry(id).or_default()).put(row, holds);
            if !segment.named_by.is_empty() {
                segments.extend(segment.named_by.iter().map(|&id| (id, May::EITHER)));
                ranked(self.rules, &mut segments);
            }
        }
    }
}
