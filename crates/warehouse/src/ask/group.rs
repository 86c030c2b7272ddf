//! A pivot: measures over facts, by dimensions of the fact and of its customer.
//!
//! Absent from here: order, shares and totals; whoever shows a pivot adds them.

use rustc_hash::FxHashSet;

use super::axes::{Axes, Spot, unknown_property};
use super::figure::{Figure, Groups, Reckon};
use super::spans::Local;
use crate::bits::Bits;
use crate::evaluate::{Asked, Scratch};
use crate::facts::Run;
use crate::packed::UNKNOWN;
use crate::page::Page;
use crate::plan::{Binder, BoundFilter, Compiler};
use crate::state::State;
use crate::{Cancel, Crowd, Group, Grouping, Measure, PropertyId, Refusal, Warehouse, spread};

/// A grouping at an instant.
struct Prepared<'a> {
    grouping: &'a Grouping,
    state: &'a State,
    filter: Option<BoundFilter>,
    names_items: bool,
    wanted: Vec<bool>,
    axes: Axes<'a>,
}

/// What of a customer is looked at.
#[derive(Clone, Copy)]
struct Look {
    fact: usize,
    item: Option<usize>,
    /// The first of the customer in this group.
    customer: bool,
    /// The first of the fact in this group.
    first: bool,
}

impl Measure {
    fn reckon(self) -> Reckon {
        match self {
            Self::Facts | Self::Customers => Reckon::Count,
            Self::Sum(_) => Reckon::Sum,
            Self::Min(_) => Reckon::Min,
            Self::Max(_) => Reckon::Max,
            Self::Average(_) => Reckon::Average,
            Self::Different(_) => Reckon::Different,
        }
    }

    fn property(self) -> Option<PropertyId> {
        match self {
            Self::Facts | Self::Customers => None,
            Self::Sum(id) | Self::Min(id) | Self::Max(id) | Self::Average(id) | Self::Different(id) => Some(id),
        }
    }
}

impl Warehouse {
    /// A pivot over the facts of a crowd. With an axis of an item's property every item that passes is looked at by itself,
    /// and a fact counts once in each group that it is in, as do the fact's own numbers.
    ///
    /// # Errors
    /// When somebody cancels, something named does not exist, or there are more groups than the limit.
    pub fn group(&self, crowd: &Crowd, grouping: &Grouping, cancel: &Cancel) -> Result<Vec<Group>, Refusal> {
        let prepared = Prepared::new(&crowd.state, grouping, crowd.at())?;
        let pages = crowd.pages();
        let parts = spread::over(&pages, self.threads(), cancel, |(page, rows), scratch: &mut Scratch| {
            prepared.page(page, &rows.bits(), scratch, cancel)
        })?;
        let whole = Groups::joined(parts, grouping.limit)?;
        let figured = |figures: &[Figure]| {
            grouping.measures.iter().zip(figures).map(|(measure, figure)| figure.value(measure.reckon())).collect()
        };
        let groups = whole.figures.iter();
        let mut found: Vec<Group> =
            groups.map(|(spot, figures)| Group { keys: prepared.axes.keys(spot), values: figured(figures) }).collect();
        found.sort_unstable_by(|one, other| one.keys.cmp(&other.keys));
        Ok(found)
    }
}

impl<'a> Prepared<'a> {
    fn new(state: &'a State, grouping: &'a Grouping, now: i64) -> Result<Self, Refusal> {
        let kind = grouping.kind;
        let layout = state.layout.kind(kind).ok_or_else(|| Refusal::UnknownKind(format!("number {}", kind.0)))?;
        let binder = Binder { layout: &state.layout, calendar: &state.calendar, now, expand: None };
        let no_names = |_: rules::SetKind, _: &str| None;
        let compiler = Compiler { layout: &state.layout, names: &no_names, live: state };
        let filter = grouping.filter.as_ref().map(|filter| compiler.filter(kind, filter)).transpose()?;
        let axes = Axes::new(state, &grouping.axes, Some(kind), &binder)?;
        for id in grouping.measures.iter().filter_map(|measure| measure.property()) {
            layout.of_item.get(usize::from(id.0)).ok_or_else(|| unknown_property(kind, id))?;
        }
        let names_items = filter.as_ref().is_some_and(crate::plan::FilterPlan::names_items);
        let filter = filter.map(|filter| binder.filter(&filter));
        let wanted = vec![true; layout.properties.len()];
        Ok(Self { grouping, state, filter, names_items, wanted, axes })
    }

    fn page(&self, page: &Page, rows: &Bits, scratch: &mut Scratch, cancel: &Cancel) -> Groups {
        let mut groups = Groups::default();
        let (mut seen, mut of_fact): (FxHashSet<Spot>, Vec<Spot>) = Default::default();
        let counts_customers = self.grouping.measures.contains(&Measure::Customers);
        let asked = Asked { page, layout: &self.state.layout };
        let mut local = Local::new(self.state.layout.schema.zone());
        let (from, to) = (self.grouping.from.unwrap_or(UNKNOWN + 1), self.grouping.to.unwrap_or(i64::MAX));
        let [run, _] = &mut scratch.histories;
        for row in rows.rows() {
            if row % 1_024 == 0 && cancel.is_cancelled() || groups.too_many(self.grouping.limit) {
                break;
            }
            asked.history(self.grouping.kind.0, row, from, to, &self.wanted, run);
            if run.is_empty() {
                continue;
            }
            let own = self.axes.own(page, row, &mut local);
            seen.clear();
            for fact in 0..run.len() {
                of_fact.clear();
                let mut take = |item: Option<usize>| {
                    let spot = self.axes.spot(&own, run, fact, item, &mut local);
                    let first = !self.axes.by_item || !of_fact.contains(&spot);
                    if first && self.axes.by_item {
                        of_fact.push(spot);
                    }
                    let customer = counts_customers && seen.insert(spot);
                    self.put(&mut groups, spot, run, Look { fact, item, customer, first });
                };
                let holds =
                    |item: Option<usize>| self.filter.as_ref().is_none_or(|filter| filter.holds(run, fact, item));
                if self.axes.by_item {
                    run.items_of(fact).filter(|&item| holds(Some(item))).for_each(|item| take(Some(item)));
                } else if !self.names_items && holds(None)
                    || self.names_items && run.items_of(fact).any(|item| holds(Some(item)))
                {
                    take(None);
                }
            }
        }
        groups
    }

    fn put(&self, groups: &mut Groups, spot: Spot, run: &Run, look: Look) {
        let mut told = 0;
        let figures = groups.at(spot, self.grouping.measures.len());
        for (measure, figure) in self.grouping.measures.iter().zip(figures) {
            let id = match measure.property() {
                Some(id) => id,
                None => {
                    let counts = if *measure == Measure::Customers { look.customer } else { look.first };
                    figure.n += u64::from(counts);
                    continue;
                }
            };
            let mut add = |value: i64| match measure {
                Measure::Different(_) => told += usize::from(figure.tell(value)),
                _ => figure.add(value),
            };
            let place = self.axes.place(id, look.fact, look.item);
            if place == usize::MAX {
                let passing = |item: &usize| {
                    let filter = self.filter.as_ref().filter(|_| self.names_items);
                    filter.is_none_or(|filter| filter.holds(run, look.fact, Some(*item)))
                };
                run.items_of(look.fact).filter(passing).for_each(|item| add(run.value(id.0, item)));
            } else if look.first || self.axes.is_item(id) {
                add(run.value(id.0, place));
            }
        }
        groups.different += told;
    }
}
