//! A page: 65,536 rows of customers with their attributes, facts and sets. Every part is shared with the questions that
//! look at it, and copied when it changes while one does.
//!
//! Absent from here: which customer has which row; live segments.

pub(crate) mod column;

use std::sync::Arc;

use rules::{SetKind, Type};
use rustc_hash::FxHashMap;

use crate::bits::{Bits, Few};
use crate::facts::KindFacts;
use crate::layout::{Cell, EncodedFact, Layout};
use crate::packed::UNKNOWN;
use crate::warehouse::Kept;
use column::{Column, Form};

/// 65,536 rows.
#[derive(Debug, Clone)]
pub(crate) struct Page {
    /// Whose each row is; beyond the end nobody's. A row that became free keeps its last owner's number.
    pub(crate) ids: Arc<Vec<i64>>,
    /// Which rows are someone's.
    pub(crate) present: Arc<Bits>,
    pub(crate) columns: Vec<Arc<Column>>,
    pub(crate) kinds: Vec<Arc<KindFacts>>,
    /// Lists and groups.
    pub(crate) sets: FxHashMap<(SetKind, i64), Arc<Few>>,
    /// Members of live segments.
    pub(crate) members: FxHashMap<i64, Arc<Few>>,
}

/// What changed of a customer.
#[derive(Debug, Clone, Default)]
pub(crate) struct Changed {
    /// Attributes.
    pub(crate) attributes: Vec<u16>,
    /// Kinds of facts.
    pub(crate) kinds: Vec<u16>,
    /// Lists and groups.
    pub(crate) sets: Vec<(SetKind, i64)>,
}

/// How an attribute of a type is kept.
pub(crate) fn form(kind: Type) -> Form {
    match kind {
        Type::Text | Type::Choice | Type::Flag => Form::Codes,
        Type::Tags => Form::Tags,
        Type::Number | Type::Money | Type::Day | Type::Anniversary | Type::Instant => Form::Ordered,
    }
}

impl Page {
    /// A page of nobody.
    pub(crate) fn new(layout: &Layout) -> Self {
        Self {
            ids: Arc::default(),
            present: Arc::default(),
            columns: layout.attributes.iter().map(|one| Arc::new(Column::new(form(one.kind)))).collect(),
            kinds: layout.kinds.iter().map(|kind| Arc::new(KindFacts::new(kind.properties.len()))).collect(),
            sets: FxHashMap::default(),
            members: FxHashMap::default(),
        }
    }

    /// Makes room for what a wider layout has more.
    pub(crate) fn extend(&mut self, layout: &Layout) {
        for one in layout.attributes.iter().skip(self.columns.len()) {
            self.columns.push(Arc::new(Column::new(form(one.kind))));
        }
        for (facts, kind) in self.kinds.iter_mut().zip(&layout.kinds) {
            Arc::make_mut(facts).widen(kind.properties.len(), &kind.of_item);
        }
        for kind in layout.kinds.iter().skip(self.kinds.len()) {
            self.kinds.push(Arc::new(KindFacts::new(kind.properties.len())));
        }
    }

    /// The same with the columns that stay, and room for what the layout has more. Live segments are left out.
    pub(crate) fn narrowed(&self, kept: &Kept, layout: &Layout) -> Self {
        let kinds = self.kinds.iter().zip(&kept.kinds).map(|(facts, kept)| match kept {
            Some(kept) => Arc::new(facts.narrowed(kept)),
            None => Arc::clone(facts),
        });
        let mut page = Self {
            ids: Arc::clone(&self.ids),
            present: Arc::clone(&self.present),
            columns: kept.attributes.iter().filter_map(|at| self.columns.get(*at).cloned()).collect(),
            kinds: kinds.collect(),
            sets: self.sets.clone(),
            members: FxHashMap::default(),
        };
        page.extend(layout);
        page
    }

    /// Gives a row to a customer.
    pub(crate) fn seat(&mut self, row: u16, customer: i64) {
        let ids = Arc::make_mut(&mut self.ids);
        if ids.len() <= usize::from(row) {
            ids.resize(usize::from(row) + 1, 0);
        }
        if let Some(id) = ids.get_mut(usize::from(row)) {
            *id = customer;
        }
        Arc::make_mut(&mut self.present).set(row);
    }

    /// The customer of a row.
    pub(crate) fn customer(&self, row: u16) -> i64 {
        self.ids.get(usize::from(row)).copied().unwrap_or(0)
    }

    /// Puts an attribute's value in; answers whether it is another one than before.
    pub(crate) fn set_attribute(&mut self, row: u16, attribute: u16, cell: &Cell) -> bool {
        let Some(column) = self.columns.get_mut(usize::from(attribute)) else { return false };
        match cell {
            Cell::One(value) => {
                if column.get(row) == *value {
                    return false;
                }
                Arc::make_mut(column).set(row, *value)
            }
            Cell::Tags(tags) => Arc::make_mut(column).set_tags(row, tags),
        }
    }

    /// Adds a fact.
    pub(crate) fn add_fact(&mut self, row: u16, fact: &EncodedFact, layout: &Layout) {
        let place = usize::from(fact.kind);
        if let (Some(facts), Some(kind)) = (self.kinds.get_mut(place), layout.kinds.get(place)) {
            Arc::make_mut(facts).push(row, fact.at, &fact.known, &fact.items, &kind.of_item);
        }
    }

    /// Puts a customer into a set or takes him out; answers whether that changed anything.
    pub(crate) fn set_membership(&mut self, row: u16, kind: SetKind, id: i64, inside: bool) -> bool {
        let rows = self.sets.entry((kind, id)).or_default();
        rows.has(row) != inside && Arc::make_mut(rows).put(row, inside)
    }

    /// Takes everything that is known of a row away, and says what that was.
    pub(crate) fn empty(&mut self, row: u16) -> Changed {
        let mut changed = Changed::default();
        for (attribute, column) in self.columns.iter_mut().enumerate() {
            let tagged = column.by_code.is_some() && column.tags(row).next().is_some();
            if column.get(row) != UNKNOWN {
                Arc::make_mut(column).set(row, UNKNOWN);
                changed.attributes.push(attribute as u16);
            } else if tagged {
                Arc::make_mut(column).set_tags(row, &[]);
                changed.attributes.push(attribute as u16);
            }
        }
        for (kind, facts) in self.kinds.iter_mut().enumerate() {
            if !facts.places(row).is_empty() || facts.blocks.iter().any(|block| !block.facts_of(row).is_empty()) {
                Arc::make_mut(facts).remove(row);
                changed.kinds.push(kind as u16);
            }
        }
        for (key, rows) in &mut self.sets {
            if rows.has(row) {
                Arc::make_mut(rows).put(row, false);
                changed.sets.push(*key);
            }
        }
        changed
    }

    /// Takes a customer out.
    pub(crate) fn unseat(&mut self, row: u16) -> Changed {
        let changed = self.empty(row);
        Arc::make_mut(&mut self.present).unset(row);
        changed
    }

    /// Folds the ripest kind; answers whether there was one.
    pub(crate) fn fold(&mut self, layout: &Layout, all: bool) -> bool {
        let mut folded = false;
        for (facts, kind) in self.kinds.iter_mut().zip(&layout.kinds) {
            let dirty = !facts.tail.is_empty() || !facts.replaced.is_empty();
            if facts.is_ripe() || (all && dirty) {
                Arc::make_mut(facts).fold(&kind.of_item);
                folded = true;
                if !all {
                    break;
                }
            }
        }
        folded
    }

    /// Makes the edges of ordered columns.
    pub(crate) fn index(&mut self, layout: &Layout) {
        for (column, one) in self.columns.iter_mut().zip(&layout.attributes) {
            if form(one.kind) == Form::Ordered && one.age_of.is_none() {
                Arc::make_mut(column).index();
            }
        }
    }

    /// Makes everything that makes columns quick to ask, of their values alone.
    pub(crate) fn index_all(&mut self, layout: &Layout) {
        for (column, one) in self.columns.iter_mut().zip(&layout.attributes) {
            if one.kind != Type::Tags {
                *column = Arc::new(Column::of(column.values.clone(), form(one.kind)));
            }
        }
    }

    /// How many bytes it takes, about.
    pub(crate) fn bytes(&self) -> usize {
        let columns: usize = self.columns.iter().map(|column| column.bytes()).sum();
        let facts: usize = self.kinds.iter().flat_map(|facts| &facts.blocks).map(|block| block.bytes()).sum();
        let sets: usize = self.sets.values().map(|rows| column::few_bytes(rows)).sum();
        self.ids.len() * 8 + 8_192 + columns + facts + sets
    }
}
