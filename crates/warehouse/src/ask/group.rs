//! A pivot: measures over facts, by dimensions of the fact and of its customer.
//!
//! Absent from here: order, shares and totals; whoever shows a pivot adds them.

use rules::{Decimal, Period};
use rustc_hash::{FxHashMap, FxHashSet};

use super::spans::Local;
use crate::bits::Bits;
use crate::evaluate::{Asked, Scratch};
use crate::facts::Run;
use crate::layout::Layout;
use crate::packed::UNKNOWN;
use crate::page::Page;
use crate::pass::Pass;
use crate::plan::{Binder, BoundFilter, Compiler};
use crate::state::State;
use crate::{
    Axis, Cancel, Crowd, Group, Grouping, Key, KindId, Measure, PropertyId, Refusal, Warehouse, spread, value,
};

/// The most dimensions at once.
const AXES: usize = 4;

/// A group's key: a number for each axis.
type Spot = [i64; AXES];

/// What one measure has come to.
#[derive(Debug, Clone, Copy)]
struct Figure {
    n: u64,
    sum: i128,
    least: i64,
    most: i64,
}

/// The groups of some pages.
#[derive(Debug, Default)]
struct Groups {
    figures: FxHashMap<Spot, Vec<Figure>>,
    too_many: bool,
}

/// A grouping at an instant.
struct Prepared<'a> {
    grouping: &'a Grouping,
    state: &'a State,
    filter: Option<BoundFilter>,
    names_items: bool,
    wanted: Vec<bool>,
    /// Whether items count by themselves.
    by_item: bool,
    /// For each axis of bands of an age or number, the values of each band.
    bands: Vec<Vec<Pass>>,
}

impl Warehouse {
    /// A pivot over the facts of a crowd. With an axis of an item's property, every item that passes counts by itself, and
    /// the fact's own numbers count once for each.
    ///
    /// # Errors
    /// When somebody cancels, something named does not exist, or there are more groups than the limit.
    pub fn group(&self, crowd: &Crowd, grouping: &Grouping, cancel: &Cancel) -> Result<Vec<Group>, Refusal> {
        let prepared = Prepared::new(&crowd.state, grouping, crowd.at())?;
        let pages = crowd.pages();
        let parts = spread::over(&pages, self.threads(), cancel, |(page, rows), scratch: &mut Scratch| {
            prepared.page(page, &rows.bits(), scratch, cancel)
        })?;
        let mut whole = Groups::default();
        let too_large = || Refusal::TooLarge { what: "groups", limit: grouping.limit as u64 };
        for part in parts {
            if part.too_many {
                return Err(too_large());
            }
            for (spot, figures) in part.figures {
                whole.add(spot, &figures);
            }
            if whole.figures.len() > grouping.limit {
                return Err(too_large());
            }
        }
        let mut found: Vec<Group> = whole
            .figures
            .into_iter()
            .map(|(spot, figures)| Group {
                keys: grouping.axes.iter().zip(spot).map(|(axis, key)| prepared.key(axis, key)).collect(),
                values: grouping
                    .measures
                    .iter()
                    .zip(&figures)
                    .map(|(measure, figure)| figure.value(*measure))
                    .collect(),
            })
            .collect();
        found.sort_unstable_by(|one, other| one.keys.cmp(&other.keys));
        Ok(found)
    }
}

impl<'a> Prepared<'a> {
    fn new(state: &'a State, grouping: &'a Grouping, now: i64) -> Result<Self, Refusal> {
        if grouping.axes.len() > AXES {
            return Err(Refusal::TooLarge { what: "dimensions", limit: AXES as u64 });
        }
        let kind = grouping.kind;
        let layout = state.layout.kind(kind).ok_or_else(|| Refusal::UnknownKind(format!("number {}", kind.0)))?;
        let binder = Binder { layout: &state.layout, calendar: &state.calendar, now, expand: None };
        let no_names = |_: rules::SetKind, _: &str| None;
        let compiler = Compiler { layout: &state.layout, names: &no_names, live: state };
        let filter = grouping.filter.as_ref().map(|filter| compiler.filter(kind, filter)).transpose()?;
        let mut by_item = false;
        let mut check = |id: PropertyId, axis: bool| {
            let of_item = layout.of_item.get(usize::from(id.0)).copied();
            by_item |= axis && of_item == Some(true);
            of_item.map(|_| ()).ok_or_else(|| unknown(kind, id))
        };
        let mut bands = Vec::new();
        for axis in &grouping.axes {
            let mut passes = Vec::new();
            match axis {
                Axis::Attribute(id) | Axis::Bands(id, _) => {
                    let attribute = state.layout.attribute(*id);
                    let attribute = attribute.ok_or_else(|| Refusal::UnknownAttribute(format!("number {}", id.0)))?;
                    if let Axis::Bands(_, edges) = axis {
                        passes = super::distribution::bands(edges);
                        if attribute.age_of.is_some() {
                            passes = passes.iter().map(|pass| binder.born(pass)).collect();
                        }
                    } else if attribute.age_of.is_some() {
                        passes = (0..150).map(|age| binder.born(&super::distribution::one_age(age))).collect();
                    }
                }
                Axis::Property(id) => check(*id, true)?,
                Axis::Period(_) | Axis::Hour | Axis::Weekday => {}
            }
            bands.push(passes);
        }
        for measure in &grouping.measures {
            if let Measure::Sum(id) | Measure::Min(id) | Measure::Max(id) | Measure::Average(id) = measure {
                check(*id, false)?;
            }
        }
        let names_items = filter.as_ref().is_some_and(crate::plan::FilterPlan::names_items);
        let filter = filter.map(|filter| binder.filter(&filter));
        let wanted = vec![true; layout.properties.len()];
        Ok(Self { grouping, state, filter, names_items, wanted, by_item, bands })
    }

    fn page(&self, page: &Page, rows: &Bits, scratch: &mut Scratch, cancel: &Cancel) -> Groups {
        let mut groups = Groups::default();
        let mut seen: FxHashSet<Spot> = FxHashSet::default();
        let counts_customers = self.grouping.measures.contains(&Measure::Customers);
        let asked = Asked { page, layout: &self.state.layout };
        let mut local = Local::new(self.state.layout.schema.zone());
        let (from, to) = (self.grouping.from.unwrap_or(UNKNOWN + 1), self.grouping.to.unwrap_or(i64::MAX));
        let mut figures = Vec::new();
        let [run, _] = &mut scratch.histories;
        for row in rows.rows() {
            if row % 1_024 == 0 && (cancel.is_cancelled() || groups.figures.len() > self.grouping.limit) {
                break;
            }
            asked.history(self.grouping.kind.0, row, from, to, &self.wanted, run);
            if run.is_empty() {
                continue;
            }
            let own = self.own_keys(page, row);
            seen.clear();
            for fact in 0..run.len() {
                let mut take = |item: Option<usize>| {
                    let spot = self.spot(&own, run, fact, item, &mut local);
                    let first = counts_customers && seen.insert(spot);
                    figures.clear();
                    figures.extend(
                        self.grouping.measures.iter().map(|measure| self.figure(*measure, run, fact, item, first)),
                    );
                    groups.add(spot, &figures);
                };
                let holds =
                    |item: Option<usize>| self.filter.as_ref().is_none_or(|filter| filter.holds(run, fact, item));
                if self.by_item {
                    run.items_of(fact).filter(|&item| holds(Some(item))).for_each(|item| take(Some(item)));
                } else if !self.names_items && holds(None)
                    || self.names_items && run.items_of(fact).any(|item| holds(Some(item)))
                {
                    take(None);
                }
            }
        }
        groups.too_many = groups.figures.len() > self.grouping.limit;
        groups
    }

    /// The numbers of the axes that are the customer's.
    fn own_keys(&self, page: &Page, row: u16) -> Spot {
        let mut spot = [UNKNOWN; AXES];
        for ((axis, bands), key) in self.grouping.axes.iter().zip(&self.bands).zip(&mut spot) {
            if let Axis::Attribute(id) | Axis::Bands(id, _) = axis {
                let column = self.state.layout.attribute(*id).and_then(|one| one.age_of).unwrap_or(*id);
                let value = page.columns.get(usize::from(column.0)).map_or(UNKNOWN, |column| column.get(row));
                let band = || bands.iter().position(|pass| pass.has(value)).map_or(UNKNOWN, |band| band as i64);
                *key = if bands.is_empty() { value } else { band() };
            }
        }
        spot
    }

    fn spot(&self, own: &Spot, run: &Run, fact: usize, item: Option<usize>, local: &mut Local<'_>) -> Spot {
        let mut spot = *own;
        let at = run.at.get(fact).copied().unwrap_or(0);
        for (axis, key) in self.grouping.axes.iter().zip(&mut spot) {
            match axis {
                Axis::Attribute(_) | Axis::Bands(..) => {}
                Axis::Property(id) => *key = run.value(id.0, self.place(*id, fact, item)),
                Axis::Hour => *key = i64::from(local.hour(at)),
                Axis::Weekday => *key = i64::from(local.weekday(at)),
                Axis::Period(Period::Day) => *key = local.day(at),
                Axis::Period(period) => *key = value::days(period.first(value::date(local.day(at)))),
            }
        }
        spot
    }

    /// Where a property's value of a fact and item is.
    fn place(&self, property: PropertyId, fact: usize, item: Option<usize>) -> usize {
        let layout = self.state.layout.kind(self.grouping.kind);
        let of_item = layout.and_then(|kind| kind.of_item.get(usize::from(property.0))).copied().unwrap_or(false);
        if of_item { item.unwrap_or(usize::MAX) } else { fact }
    }

    fn figure(&self, measure: Measure, run: &Run, fact: usize, item: Option<usize>, first: bool) -> Figure {
        let of = |property: PropertyId| {
            let mut figure = Figure::default();
            let mut add = |value: i64| {
                if value != UNKNOWN {
                    figure.n += 1;
                    figure.sum += i128::from(value);
                    figure.least = figure.least.min(value);
                    figure.most = figure.most.max(value);
                }
            };
            let place = self.place(property, fact, item);
            if place == usize::MAX {
                let passing = |item: &usize| {
                    let filter = self.filter.as_ref().filter(|_| self.names_items);
                    filter.is_none_or(|filter| filter.holds(run, fact, Some(*item)))
                };
                run.items_of(fact).filter(passing).for_each(|item| add(run.value(property.0, item)));
            } else {
                add(run.value(property.0, place));
            }
            figure
        };
        match measure {
            Measure::Facts => Figure { n: 1, ..Figure::default() },
            Measure::Customers => Figure { n: u64::from(first), ..Figure::default() },
            Measure::Sum(id) | Measure::Min(id) | Measure::Max(id) | Measure::Average(id) => of(id),
        }
    }

    fn key(&self, axis: &Axis, key: i64) -> Key {
        if key == UNKNOWN {
            return Key::Unknown;
        }
        let layout: &Layout = &self.state.layout;
        match axis {
            Axis::Attribute(id) => match layout.attribute(*id) {
                Some(one) if one.age_of.is_none() => {
                    super::distribution::key_of(key, one.kind, &one.dictionary, self.state)
                }
                _ => Key::Index(key as u32),
            },
            Axis::Property(id) => layout
                .property(self.grouping.kind, *id)
                .map_or(Key::Unknown, |one| super::distribution::key_of(key, one.kind, &one.dictionary, self.state)),
            Axis::Bands(..) | Axis::Hour | Axis::Weekday => Key::Index(key as u32),
            Axis::Period(_) => Key::Day(value::date(key)),
        }
    }
}

fn unknown(kind: KindId, id: PropertyId) -> Refusal {
    Refusal::UnknownProperty { kind: format!("number {}", kind.0), property: format!("number {}", id.0) }
}

impl Default for Figure {
    fn default() -> Self {
        Self { n: 0, sum: 0, least: i64::MAX, most: i64::MIN }
    }
}

impl Figure {
    fn join(&mut self, other: &Self) {
        self.n += other.n;
        self.sum += other.sum;
        self.least = self.least.min(other.least);
        self.most = self.most.max(other.most);
    }

    fn value(&self, measure: Measure) -> Option<Decimal> {
        let whole = |n: u64| i64::try_from(n).ok().and_then(Decimal::whole);
        match measure {
            Measure::Facts | Measure::Customers => whole(self.n),
            _ if self.n == 0 => None,
            Measure::Sum(_) => i64::try_from(self.sum).ok().map(Decimal),
            Measure::Min(_) => Some(Decimal(self.least)),
            Measure::Max(_) => Some(Decimal(self.most)),
            Measure::Average(_) => {
                let n = i128::from(self.n);
                let half = if self.sum < 0 { -n / 2 } else { n / 2 };
                i64::try_from((self.sum + half) / n).ok().map(Decimal)
            }
        }
    }
}

impl Groups {
    fn add(&mut self, spot: Spot, figures: &[Figure]) {
        match self.figures.get_mut(&spot) {
            Some(whole) => whole.iter_mut().zip(figures).for_each(|(whole, part)| whole.join(part)),
            None => {
                self.figures.insert(spot, figures.to_vec());
            }
        }
    }
}
