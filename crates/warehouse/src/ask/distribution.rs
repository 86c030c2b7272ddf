//! How a crowd and a base are spread over dimensions.
//!
//! Absent from here: shares, indexes and what is larger than chance: whoever shows them reckons them from the counts.

use rules::{Aggregate, Decimal, Type, Window};
use rustc_hash::FxHashMap;

use super::cuts;
use super::spans::Local;
use crate::bits::{Bits, ROWS};
use crate::evaluate::{Asked, Scratch};
use crate::packed::UNKNOWN;
use crate::page::Page;
use crate::pass::Pass;
use crate::plan::{Binder, BoundDid, Compiler};
use crate::state::State;
use crate::{
    AttributeId, Bar, Cancel, Crowd, Dimension, Distribution, Key, KindId, Quantity, Refusal, Warehouse, spread, value,
};

/// How many of the crowd and of the base, by key.
#[derive(Debug, Default)]
struct Tally {
    known: (u64, u64),
    bars: FxHashMap<i64, (u64, u64)>,
}

/// A dimension at an instant.
enum Prepared {
    Codes { attribute: u16, tags: bool },
    Bands { attribute: u16, passes: Vec<Pass>, known: Pass },
    Behaviour { did: BoundDid, quantity: Quantity, edges: Vec<i64>, now: i64 },
    Property { did: BoundDid, property: u16 },
    Hours { did: BoundDid, part: Part },
    Segment(i64),
}

/// Which part of the local time of a fact is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Hour,
    Weekday,
    WeekHour,
}

impl Part {
    fn of(self, local: &mut Local<'_>, at: i64) -> u32 {
        match self {
            Self::Hour => local.hour(at),
            Self::Weekday => local.weekday(at),
            Self::WeekHour => (local.weekday(at) - 1) * 24 + local.hour(at),
        }
    }

    /// Words of 64 bits that hold all its values.
    fn words(self) -> usize {
        if self == Self::WeekHour { 3 } else { 1 }
    }
}

impl Warehouse {
    /// How a crowd and a base are spread over dimensions, in the order asked; of values at most `limit` each. The base is
    /// looked at as of the crowd's instant.
    ///
    /// # Errors
    /// When somebody cancels, or a dimension makes no sense.
    pub fn distribution(
        &self,
        crowd: &Crowd,
        base: &Crowd,
        dimensions: &[Dimension],
        now: i64,
        limit: usize,
        cancel: &Cancel,
    ) -> Result<Vec<Distribution>, Refusal> {
        let state = &crowd.state;
        let prepared = dimensions.iter().map(|one| prepare(state, one, now)).collect::<Result<Vec<_>, _>>()?;
        let pages: Vec<(usize, usize, &Page)> =
            state.pages().map(|(shard, at, page)| (shard, at, page.as_ref())).collect();
        let tallies = spread::over(&pages, self.threads(), cancel, |(shard, at, page), scratch: &mut Scratch| {
            let rows = |crowd: &Crowd| crowd.page(*shard, *at).map(crate::bits::Few::bits).unwrap_or_default();
            let masks = (rows(crowd), rows(base));
            let tally = |one: &Prepared, scratch: &mut Scratch| {
                if masks.0.is_empty() && masks.1.is_empty() || cancel.is_cancelled() {
                    return Tally::default();
                }
                one.tally(page, state, &masks, scratch)
            };
            prepared.iter().map(|one| tally(one, scratch)).collect::<Vec<_>>()
        })?;
        let mut joined: Vec<Tally> = prepared.iter().map(|_| Tally::default()).collect();
        for page in tallies {
            for (whole, part) in joined.iter_mut().zip(page) {
                whole.known.0 += part.known.0;
                whole.known.1 += part.known.1;
                for (key, (n, base)) in part.bars {
                    let bar = whole.bars.entry(key).or_default();
                    bar.0 += n;
                    bar.1 += base;
                }
            }
        }
        Ok(joined.into_iter().zip(dimensions).map(|(tally, one)| finish(tally, one, state, limit)).collect())
    }
}

fn prepare(state: &State, dimension: &Dimension, now: i64) -> Result<Prepared, Refusal> {
    let binder = Binder { layout: &state.layout, calendar: &state.calendar, now, expand: None };
    let attribute = |id: &AttributeId| {
        state.layout.attribute(*id).ok_or_else(|| Refusal::UnknownAttribute(format!("number {}", id.0)))
    };
    let facts = |kind: KindId, window: Window, filter: Option<&rules::Filter>| {
        let layout = state.layout.kind(kind).ok_or_else(|| Refusal::UnknownKind(format!("number {}", kind.0)))?;
        let no_names = |_: rules::SetKind, _: &str| None;
        let compiler = Compiler { layout: &state.layout, names: &no_names, live: state };
        let filter = filter.map(|filter| compiler.filter(kind, filter)).transpose()?;
        let range = state.calendar.range(window, now);
        let to = range.end.min(now.saturating_add(1));
        Ok::<_, Refusal>(BoundDid {
            kind: kind.0,
            occasion: rules::Occasion::Every,
            names_items: filter.as_ref().is_some_and(crate::plan::FilterPlan::names_items),
            filter: filter.map(|filter| binder.filter(&filter)),
            bounds: Vec::new(),
            from: range.start.max(UNKNOWN + 1),
            to,
            end: to,
            flow: crate::plan::Flow::default(),
            future: now.saturating_add(1),
            wanted: vec![true; layout.properties.len()],
        })
    };
    Ok(match dimension {
        Dimension::Attribute(id) => {
            let layout = attribute(id)?;
            match layout.age_of {
                // A bar per year of age.
                Some(of) => {
                    let passes = (0..150).map(|age| binder.born(&one_age(age))).collect();
                    Prepared::Bands { attribute: of.0, passes, known: binder.born(&Pass::range(0, i64::MAX)) }
                }
                None => Prepared::Codes { attribute: id.0, tags: layout.kind == Type::Tags },
            }
        }
        Dimension::Bands { attribute: id, edges } => {
            let layout = attribute(id)?;
            let bands = bands(edges);
            match layout.age_of {
                Some(of) => Prepared::Bands {
                    attribute: of.0,
                    passes: bands.iter().map(|band| binder.born(band)).collect(),
                    known: binder.born(&Pass::range(0, i64::MAX)),
                },
                None => Prepared::Bands { attribute: id.0, passes: bands, known: Pass::known() },
            }
        }
        Dimension::Behaviour { quantity, kind, filter, window, edges } => {
            let mut did = facts(*kind, *window, filter.as_ref())?;
            if let Quantity::Of(aggregate, property) = quantity {
                let (property, of_item) = match (aggregate, property) {
                    (Aggregate::Times, _) => (0, false),
                    (_, Some(id)) => {
                        let of_item =
                            state.layout.kind(*kind).and_then(|kind| kind.of_item.get(usize::from(id.0)).copied());
                        (id.0, of_item.ok_or_else(|| unknown_property(*kind, id.0))?)
                    }
                    (_, None) => return Err(unknown_property(*kind, 0)),
                };
                did.bounds.push(crate::plan::BoundBound {
                    aggregate: *aggregate,
                    property,
                    of_item,
                    comparison: rules::Comparison::AtLeast,
                    limit: 0,
                });
            }
            Prepared::Behaviour { did, quantity: *quantity, edges: edges.iter().map(|edge| edge.0).collect(), now }
        }
        Dimension::Property { kind, property, window } => {
            state.layout.property(*kind, *property).ok_or_else(|| unknown_property(*kind, property.0))?;
            Prepared::Property { did: facts(*kind, *window, None)?, property: property.0 }
        }
        Dimension::Hour { kind, window } => Prepared::Hours { did: facts(*kind, *window, None)?, part: Part::Hour },
        Dimension::Weekday { kind, window } => {
            Prepared::Hours { did: facts(*kind, *window, None)?, part: Part::Weekday }
        }
        Dimension::WeekHour { kind, window } => {
            Prepared::Hours { did: facts(*kind, *window, None)?, part: Part::WeekHour }
        }
        Dimension::Segment(id) => {
            state.plans.get(id).ok_or(Refusal::UnknownSegment(*id))?;
            Prepared::Segment(*id)
        }
    })
}

fn unknown_property(kind: KindId, property: u16) -> Refusal {
    Refusal::UnknownProperty { kind: format!("number {}", kind.0), property: format!("number {property}") }
}

pub(super) fn one_age(age: i64) -> Pass {
    Pass::range(age * Decimal::SCALE, age * Decimal::SCALE)
}

/// The numbers of each band.
pub(super) fn bands(edges: &[Decimal]) -> Vec<Pass> {
    let low = std::iter::once(UNKNOWN + 1).chain(edges.iter().map(|edge| edge.0));
    let high = edges.iter().map(|edge| edge.0 - 1).chain(std::iter::once(i64::MAX));
    low.zip(high).map(|(low, high)| Pass::range(low, high)).collect()
}

impl Prepared {
    fn tally(&self, page: &Page, state: &State, masks: &(Bits, Bits), scratch: &mut Scratch) -> Tally {
        let mut tally = Tally::default();
        let count = |rows: &Bits| (rows.len_both(&masks.0) as u64, rows.len_both(&masks.1) as u64);
        let asked = Asked { page, layout: &state.layout };
        match self {
            Self::Codes { attribute, tags } => {
                let Some(column) = page.columns.get(usize::from(*attribute)) else { return tally };
                if let Some(by_code) = &column.by_code {
                    // Whoever has a value is there, so the base that is everybody needs no counting.
                    let everybody = masks.1 == *page.present;
                    for (&code, rows) in by_code {
                        let base = if everybody { rows.len() } else { rows.len_in(&masks.1) };
                        let n = (rows.len_in(&masks.0) as u64, base as u64);
                        if n != (0, 0) {
                            tally.bars.insert(i64::from(code), n);
                        }
                        if !tags {
                            tally.known.0 += n.0;
                            tally.known.1 += n.1;
                        }
                    }
                    if *tags {
                        let mut any = Bits::new();
                        by_code.values().for_each(|rows| rows.or_into(&page.present, &mut any));
                        tally.known = count(&any);
                    }
                } else {
                    each_value(column, &masks.0, |value| {
                        tally.known.0 += 1;
                        tally.bars.entry(value).or_default().0 += 1;
                    });
                    each_value(column, &masks.1, |value| {
                        tally.known.1 += 1;
                        tally.bars.entry(value).or_default().1 += 1;
                    });
                }
            }
            Self::Bands { attribute, passes, known } => {
                let Some(column) = page.columns.get(usize::from(*attribute)) else { return tally };
                if let Some((bars, known)) = cuts::count(&column.values, passes, known, masks) {
                    let bars = (0_i64..).zip(bars).filter(|(_, n)| *n != (0, 0));
                    return Tally { known, bars: bars.collect() };
                }
                let mut rows = Bits::new();
                for (at, pass) in passes.iter().enumerate() {
                    rows.clear();
                    column.rows(pass, &page.present, &mut rows);
                    let n = count(&rows);
                    if n != (0, 0) {
                        tally.bars.insert(at as i64, n);
                    }
                }
                rows.clear();
                column.rows(known, &page.present, &mut rows);
                tally.known = count(&rows);
            }
            Self::Behaviour { did, quantity, edges, now } => {
                let mut bars = vec![(0_u64, 0_u64); edges.len() + 1];
                let mut add = |row: u16, figure: i64| {
                    let band = edges.partition_point(|&edge| edge <= figure);
                    if let Some(bar) = bars.get_mut(band) {
                        bar.0 += u64::from(masks.0.has(row));
                        bar.1 += u64::from(masks.1.has(row));
                    }
                };
                let mut either = masks.0.clone();
                either.or(&masks.1);
                asked.quantities(did, *quantity, *now, &either, scratch, &mut add);
                for (at, n) in bars.into_iter().enumerate() {
                    tally.known.0 += n.0;
                    tally.known.1 += n.1;
                    tally.bars.insert(at as i64, n);
                }
            }
            Self::Property { did, property } => {
                let of_item = state
                    .layout
                    .kinds
                    .get(usize::from(did.kind))
                    .and_then(|kind| kind.of_item.get(usize::from(*property)));
                let mut seen: FxHashMap<i64, Bits> = FxHashMap::default();
                // Codes begin at 0: those that come often are found by their place.
                let mut near: Vec<Option<Bits>> = vec![None; 1_024];
                let property = (*property, of_item.copied().unwrap_or(false));
                asked.each_value_of(did, property, scratch, &mut |row, value, _| match usize::try_from(value)
                    .ok()
                    .and_then(|value| near.get_mut(value))
                {
                    Some(rows) => rows.get_or_insert_default().set(row),
                    None => seen.entry(value).or_default().set(row),
                });
                let near = near.into_iter().enumerate();
                seen.extend(near.filter_map(|(value, rows)| rows.map(|rows| (value as i64, rows))));
                let mut any = Bits::new();
                for (value, rows) in seen {
                    any.or(&rows);
                    let n = count(&rows);
                    if n != (0, 0) {
                        tally.bars.insert(value, n);
                    }
                }
                tally.known = count(&any);
            }
            Self::Hours { did, part } => {
                let mut local = Local::new(state.layout.schema.zone());
                let words = part.words();
                let mut seen = vec![0_u64; ROWS * words];
                asked.each_instant_of(did, scratch, &mut |row, at| {
                    let spot = part.of(&mut local, at);
                    if let Some(seen) = seen.get_mut(usize::from(row) * words + (spot / 64) as usize) {
                        *seen |= 1 << (spot % 64);
                    }
                });
                let mut add = |rows: &Bits, count: fn(&mut (u64, u64)) -> &mut u64| {
                    for row in rows.rows() {
                        let own = usize::from(row) * words;
                        let own = seen.get(own..own + words).unwrap_or_default();
                        *count(&mut tally.known) += u64::from(own.iter().any(|word| *word != 0));
                        for (at, word) in own.iter().enumerate() {
                            let mut left = *word;
                            while left != 0 {
                                let spot = at as i64 * 64 + i64::from(left.trailing_zeros());
                                *count(tally.bars.entry(spot).or_default()) += 1;
                                left &= left - 1;
                            }
                        }
                    }
                };
                add(&masks.0, |both| &mut both.0);
                add(&masks.1, |both| &mut both.1);
            }
            Self::Segment(id) => {
                let inside = page.members.get(id).map(|rows| rows.bits()).unwrap_or_default();
                let (all, n) = (count(&page.present), count(&inside));
                tally.known = all;
                tally.bars.insert(1, n);
                tally.bars.insert(0, (all.0 - n.0, all.1 - n.1));
            }
        }
        tally
    }
}

/// Calls with the known values of rows.
fn each_value(column: &crate::page::column::Column, mask: &Bits, mut found: impl FnMut(i64)) {
    for row in mask.rows() {
        let value = column.get(row);
        if value != UNKNOWN {
            found(value);
        }
    }
}

fn finish(tally: Tally, dimension: &Dimension, state: &State, limit: usize) -> Distribution {
    let by_value = matches!(dimension, Dimension::Attribute(_) | Dimension::Property { .. });
    let mut bars: Vec<(i64, (u64, u64))> = tally.bars.into_iter().collect();
    if by_value {
        bars.sort_unstable_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(&other.0)));
    } else {
        bars.sort_unstable();
    }
    let further = if by_value { bars.len().saturating_sub(limit) as u64 } else { 0 };
    if by_value {
        bars.truncate(limit);
    }
    let key = |key: i64| -> Key {
        let of = |kind: Type, dictionary: &crate::dictionary::Dictionary| key_of(key, kind, dictionary, state);
        match dimension {
            Dimension::Attribute(id) => match state.layout.attribute(*id) {
                Some(one) if one.age_of.is_none() => of(one.kind, &one.dictionary),
                _ => Key::Index(key as u32),
            },
            Dimension::Property { kind, property, .. } => {
                state.layout.property(*kind, *property).map_or(Key::Unknown, |one| of(one.kind, &one.dictionary))
            }
            Dimension::Segment(_) => Key::Flag(key != 0),
            _ => Key::Index(key as u32),
        }
    };
    let bars = bars.into_iter().map(|(one, n)| Bar { key: key(one), customers: n.0, base_customers: n.1 }).collect();
    Distribution { known: tally.known.0, base_known: tally.known.1, bars, further }
}

/// What a number of a column stands for.
pub(super) fn key_of(number: i64, kind: Type, dictionary: &crate::dictionary::Dictionary, state: &State) -> Key {
    match value::value(number, kind, dictionary) {
        Some(rules::Value::Text(text)) => Key::Text(text),
        Some(rules::Value::Number(number)) => Key::Number(number),
        Some(rules::Value::Flag(flag)) => Key::Flag(flag),
        Some(rules::Value::Day(day)) => Key::Day(day),
        Some(rules::Value::Instant(at)) => Key::Day(state.calendar.day(at.as_millisecond())),
        None => Key::Unknown,
    }
}
