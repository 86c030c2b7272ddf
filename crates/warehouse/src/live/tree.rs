//! A segment's rule over the conditions that segments share.
//!
//! Absent from here: conditions that change.

use std::sync::Arc;

use rules::{Rule, SetKind};

use super::book::Book;
use super::{LeafId, Rules};
use crate::bits::Bits;
use crate::evaluate::{Asked, Scratch};
use crate::plan::Node;

/// A segment's rule over the shared conditions.
#[derive(Debug, Clone)]
pub(super) struct SegmentState {
    pub(super) rule: Rule,
    pub(super) node: Arc<Node>,
    pub(super) tree: Tree,
    /// The segments that it names.
    pub(super) names: Vec<i64>,
    /// The segments that name it.
    pub(super) named_by: Vec<i64>,
    /// Above the rank of every segment that it names.
    pub(super) rank: u32,
}

/// A rule over shared conditions.
#[derive(Debug, Clone)]
pub(super) enum Tree {
    All(Vec<Tree>),
    Any(Vec<Tree>),
    Not(Box<Tree>),
    Leaf(LeafId),
    In(SetKind, i64),
    Segment(i64),
}

impl Tree {
    /// Adds the conditions that it asks.
    pub(super) fn leaves(&self, out: &mut Vec<LeafId>) {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|part| part.leaves(out)),
            Self::Not(part) => part.leaves(out),
            Self::Leaf(id) => out.push(*id),
            Self::In(..) | Self::Segment(_) => {}
        }
    }

    /// Puts the parts of which few hold first where all must hold, and last where one suffices; answers with the share that
    /// it may hold of. `share` tells a part's.
    pub(super) fn order(&mut self, share: &impl Fn(&Self) -> f64) -> f64 {
        match self {
            Self::All(parts) => sorted(parts, share).into_iter().product(),
            Self::Any(parts) => {
                let mut shares = sorted(parts, share);
                parts.reverse();
                shares.reverse();
                1.0 - shares.into_iter().map(|one| 1.0 - one).product::<f64>()
            }
            Self::Not(part) => 1.0 - part.order(share),
            Self::Leaf(_) | Self::In(..) | Self::Segment(_) => share(self),
        }
    }
}

/// Sorts parts by their shares.
fn sorted(parts: &mut Vec<Tree>, share: &impl Fn(&Tree) -> f64) -> Vec<f64> {
    let mut with: Vec<(f64, Tree)> = parts
        .drain(..)
        .map(|mut part| {
            let own = part.order(share);
            (own, part)
        })
        .collect();
    with.sort_by(|one, other| one.0.total_cmp(&other.0));
    let (shares, sorted): (Vec<f64>, Vec<Tree>) = with.into_iter().unzip();
    *parts = sorted;
    shares
}

impl Rules {
    /// Whether a tree holds of a row.
    pub(super) fn holds(&self, tree: &Tree, asked: &Asked<'_>, book: &Book, row: u16, scratch: &mut Scratch) -> bool {
        match tree {
            Tree::All(parts) => parts.iter().all(|part| self.holds(part, asked, book, row, scratch)),
            Tree::Any(parts) => parts.iter().any(|part| self.holds(part, asked, book, row, scratch)),
            Tree::Not(part) => !self.holds(part, asked, book, row, scratch),
            Tree::Leaf(id) => match self.leaf(*id) {
                Some(leaf) if leaf.kept => book.has(*id, row),
                Some(leaf) => asked.row(&leaf.bound, row, scratch),
                None => false,
            },
            Tree::In(kind, id) => asked.page.sets.get(&(*kind, *id)).is_some_and(|rows| rows.has(row)),
            Tree::Segment(id) => asked.page.members.get(id).is_some_and(|rows| rows.has(row)),
        }
    }

    /// Adds the rows of `mask` of which a tree holds to `out`.
    pub(super) fn rows(
        &self,
        tree: &Tree,
        asked: &Asked<'_>,
        book: &Book,
        mask: &Bits,
        out: &mut Bits,
        scratch: &mut Scratch,
    ) {
        match tree {
            Tree::All(parts) => {
                let (mut left, mut next) = (scratch.bits(), scratch.bits());
                left.copy(mask);
                for part in parts {
                    next.clear();
                    self.rows(part, asked, book, &left, &mut next, scratch);
                    std::mem::swap(&mut left, &mut next);
                    if left.is_empty() {
                        break;
                    }
                }
                out.or(&left);
                scratch.give(left);
                scratch.give(next);
            }
            Tree::Any(parts) => parts.iter().for_each(|part| self.rows(part, asked, book, mask, out, scratch)),
            Tree::Not(part) => {
                let (mut found, mut left) = (scratch.bits(), scratch.bits());
                self.rows(part, asked, book, mask, &mut found, scratch);
                left.copy(mask);
                left.minus(&found);
                out.or(&left);
                scratch.give(found);
                scratch.give(left);
            }
            Tree::Leaf(id) => match self.leaf(*id) {
                Some(leaf) if leaf.kept => book.or_into(*id, mask, out),
                Some(leaf) => asked.ask(&leaf.bound, mask, out, scratch),
                None => {}
            },
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
