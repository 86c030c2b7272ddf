//! Dimensions of a pivot: from a customer, a fact and an item to a group's key.
//!
//! Absent from here: what is measured.

use rules::{Period, Type};

use super::spans::Local;
use crate::facts::Run;
use crate::packed::UNKNOWN;
use crate::page::Page;
use crate::pass::Pass;
use crate::plan::Binder;
use crate::state::State;
use crate::{AttributeId, Axis, Key, KindId, PropertyId, Refusal, value};

/// The most dimensions at once.
pub(super) const AXES: usize = 5;

/// A group's key: a number for each axis.
pub(super) type Spot = [i64; AXES];

/// Dimensions at an instant.
pub(super) struct Axes<'a> {
    state: &'a State,
    axes: &'a [Axis],
    kind: Option<KindId>,
    /// For each axis of bands of an age or number, the values of each band.
    bands: Vec<Vec<Pass>>,
    /// Whether items count by themselves.
    pub(super) by_item: bool,
}

impl<'a> Axes<'a> {
    /// Makes dimensions of facts of a kind ready; with no kind, of customers alone.
    pub(super) fn new(
        state: &'a State,
        axes: &'a [Axis],
        kind: Option<KindId>,
        binder: &Binder<'_>,
    ) -> Result<Self, Refusal> {
        if axes.len() > AXES {
            return Err(Refusal::TooLarge { what: "dimensions", limit: AXES as u64 });
        }
        let mut prepared = Self { state, axes, kind, bands: Vec::new(), by_item: false };
        for axis in axes {
            let passes = match axis {
                Axis::Attribute(id) | Axis::Bands(id, _) => {
                    let attribute = state.layout.attribute(*id).ok_or_else(|| unknown_attribute(*id))?;
                    if attribute.kind == Type::Tags {
                        return Err(wrong("tags put a customer in several groups at once"));
                    }
                    match axis {
                        Axis::Bands(_, edges) if attribute.age_of.is_some() => {
                            super::distribution::bands(edges).iter().map(|pass| binder.born(pass)).collect()
                        }
                        Axis::Bands(_, edges) => super::distribution::bands(edges),
                        _ if attribute.age_of.is_some() => {
                            (0..150).map(|age| binder.born(&super::distribution::one_age(age))).collect()
                        }
                        _ => Vec::new(),
                    }
                }
                Axis::When(id, _) => {
                    let attribute = state.layout.attribute(*id).ok_or_else(|| unknown_attribute(*id))?;
                    if !matches!(attribute.kind, Type::Day | Type::Instant) {
                        return Err(wrong("it holds no day"));
                    }
                    Vec::new()
                }
                Axis::Property(id) => {
                    let kind = kind.ok_or_else(|| wrong("only facts have properties"))?;
                    let layout = state.layout.kind(kind).ok_or_else(|| unknown_property(kind, *id))?;
                    let of_item =
                        layout.of_item.get(usize::from(id.0)).copied().ok_or_else(|| unknown_property(kind, *id))?;
                    prepared.by_item |= of_item;
                    Vec::new()
                }
                Axis::Period(_) | Axis::Hour | Axis::Weekday if kind.is_none() => {
                    return Err(wrong("only facts have an instant"));
                }
                Axis::Period(_) | Axis::Hour | Axis::Weekday => Vec::new(),
            };
            prepared.bands.push(passes);
        }
        Ok(prepared)
    }

    /// The numbers of the axes that are the customer's.
    pub(super) fn own(&self, page: &Page, row: u16, local: &mut Local<'_>) -> Spot {
        let mut spot = [UNKNOWN; AXES];
        for ((axis, bands), key) in self.axes.iter().zip(&self.bands).zip(&mut spot) {
            let (Axis::Attribute(id) | Axis::Bands(id, _) | Axis::When(id, _)) = axis else { continue };
            let Some(layout) = self.state.layout.attribute(*id) else { continue };
            let column = layout.age_of.unwrap_or(*id);
            let value = page.columns.get(usize::from(column.0)).map_or(UNKNOWN, |column| column.get(row));
            *key = match axis {
                Axis::When(..) if value == UNKNOWN => UNKNOWN,
                Axis::When(_, period) => {
                    let day = if layout.kind == Type::Instant { local.day(value) } else { value };
                    first_day(*period, day)
                }
                _ if bands.is_empty() => value,
                _ => bands.iter().position(|pass| pass.has(value)).map_or(UNKNOWN, |band| band as i64),
            };
        }
        spot
    }

    /// The numbers of all axes.
    pub(super) fn spot(&self, own: &Spot, run: &Run, fact: usize, item: Option<usize>, local: &mut Local<'_>) -> Spot {
        let mut spot = *own;
        let at = run.at.get(fact).copied().unwrap_or(0);
        for (axis, key) in self.axes.iter().zip(&mut spot) {
            match axis {
                Axis::Attribute(_) | Axis::Bands(..) | Axis::When(..) => {}
                Axis::Property(id) => *key = run.value(id.0, self.place(*id, fact, item)),
                Axis::Hour => *key = i64::from(local.hour(at)),
                Axis::Weekday => *key = i64::from(local.weekday(at)),
                Axis::Period(period) => *key = first_day(*period, local.day(at)),
            }
        }
        spot
    }

    /// Where a property's value of a fact and item is; `usize::MAX` for an item's when no item is looked at.
    pub(super) fn place(&self, property: PropertyId, fact: usize, item: Option<usize>) -> usize {
        if self.is_item(property) { item.unwrap_or(usize::MAX) } else { fact }
    }

    /// Whether a property is an item's.
    pub(super) fn is_item(&self, property: PropertyId) -> bool {
        let layout = self.kind.and_then(|kind| self.state.layout.kind(kind));
        layout.and_then(|kind| kind.of_item.get(usize::from(property.0))).copied().unwrap_or(false)
    }

    /// What a group's numbers stand for.
    pub(super) fn keys(&self, spot: &Spot) -> Vec<Key> {
        self.axes.iter().zip(spot).map(|(axis, key)| self.key(axis, *key)).collect()
    }

    fn key(&self, axis: &Axis, key: i64) -> Key {
        if key == UNKNOWN {
            return Key::Unknown;
        }
        let layout = &self.state.layout;
        match axis {
            Axis::Attribute(id) => match layout.attribute(*id) {
                Some(one) if one.age_of.is_none() => {
                    super::distribution::key_of(key, one.kind, &one.dictionary, self.state)
                }
                _ => Key::Index(key as u32),
            },
            Axis::Property(id) => self
                .kind
                .and_then(|kind| layout.property(kind, *id))
                .map_or(Key::Unknown, |one| super::distribution::key_of(key, one.kind, &one.dictionary, self.state)),
            Axis::Bands(..) | Axis::Hour | Axis::Weekday => Key::Index(key as u32),
            Axis::Period(_) | Axis::When(..) => Key::Day(value::date(key)),
        }
    }
}

/// The first day of the period that a day is in, both in days since 1970.
fn first_day(period: Period, day: i64) -> i64 {
    if period == Period::Day { day } else { value::days(period.first(value::date(day))) }
}

fn wrong(why: &str) -> Refusal {
    Refusal::WrongTest { name: "dimension".to_owned(), why: why.to_owned() }
}

pub(super) fn unknown_attribute(id: AttributeId) -> Refusal {
    Refusal::UnknownAttribute(format!("number {}", id.0))
}

pub(super) fn unknown_property(kind: KindId, id: PropertyId) -> Refusal {
    Refusal::UnknownProperty { kind: format!("number {}", kind.0), property: format!("number {}", id.0) }
}
