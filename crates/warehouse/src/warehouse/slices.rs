//! Everybody read out column by column: plain slices of numbers with what is known, and the texts that codes stand for.
//!
//! A part's customers come in the order of [`Reader::customers`], so that columns of one part lie beside each other. Facts
//! come in chunks, each with its columns; a customer's facts are spread over chunks.
//!
//! Absent from here: rows.

use std::sync::Arc;

use rules::Type;

use super::Reader;
use crate::bits::{Bits, ROWS};
use crate::facts::{Items, Run};
use crate::packed::{Packed, UNKNOWN};
use crate::page::Page;
use crate::{AttributeId, KindId, PropertyId};

/// Values side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cells {
    /// The values; whatever stands where nothing is known is 0.
    pub values: Slice,
    /// Which are known: a bit each, the lowest first.
    pub known: Vec<u64>,
}

/// Plain numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Slice {
    /// Texts and choices: places in [`Reader::texts`] or [`Reader::texts_of`].
    Codes(Vec<u32>),
    /// Tags: where each customer's begin, and after the last, where they end; and their places in [`Reader::texts`].
    Tags(Vec<u32>, Vec<u32>),
    /// Numbers and amounts in ten-thousandths.
    Decimals(Vec<i64>),
    /// Instants in milliseconds UTC.
    Instants(Vec<i64>),
    /// Days since 1970.
    Days(Vec<i32>),
    /// Yes or no.
    Flags(Vec<bool>),
}

impl Cells {
    /// How many values there are.
    #[must_use]
    pub fn len(&self) -> usize {
        match &self.values {
            Slice::Codes(values) => values.len(),
            Slice::Tags(begins, _) => begins.len().saturating_sub(1),
            Slice::Decimals(values) | Slice::Instants(values) => values.len(),
            Slice::Days(values) => values.len(),
            Slice::Flags(values) => values.len(),
        }
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether the value at a place is known.
    #[must_use]
    pub fn is_known(&self, at: usize) -> bool {
        self.known.get(at / 64).is_some_and(|word| word >> (at % 64) & 1 == 1)
    }

    /// Numbers of a type, [`UNKNOWN`] where nothing is known.
    fn of(numbers: &[i64], kind: Type) -> Self {
        let mut known = vec![0_u64; numbers.len().div_ceil(64)];
        for (word, numbers) in known.iter_mut().zip(numbers.chunks(64)) {
            for (bit, &number) in numbers.iter().enumerate() {
                *word |= u64::from(number != UNKNOWN) << bit;
            }
        }
        let or_none = numbers.iter().map(|&number| if number == UNKNOWN { 0 } else { number });
        let values = match kind {
            Type::Text | Type::Choice | Type::Tags => Slice::Codes(or_none.map(|number| number as u32).collect()),
            Type::Number | Type::Money => Slice::Decimals(or_none.collect()),
            Type::Instant => Slice::Instants(or_none.collect()),
            Type::Day | Type::Anniversary => Slice::Days(or_none.map(|number| number as i32).collect()),
            Type::Flag => Slice::Flags(or_none.map(|number| number != 0).collect()),
        };
        Self { values, known }
    }
}

/// Some facts of one kind and part.
#[derive(Debug)]
pub struct FactChunk {
    page: Arc<Page>,
    kind: usize,
    types: Vec<(Type, bool)>,
    /// Which block they are of; the last number stands for what is new.
    block: usize,
    places: Vec<u32>,
    /// Each fact's customer's row in the part.
    pub rows: Vec<u16>,
    /// Each fact's customer.
    pub customers: Vec<i64>,
    /// When each was, milliseconds UTC.
    pub at: Vec<i64>,
    /// The number of each among its customer's facts of the kind, from 0: the place that [`Reader::facts`] gives it.
    pub nth: Vec<u32>,
    /// Where each fact's items begin, and after the last, where they end.
    pub items: Vec<u32>,
}

/// The facts of one kind and part, chunk by chunk.
#[derive(Debug)]
pub struct FactChunks {
    page: Option<Arc<Page>>,
    kind: usize,
    types: Vec<(Type, bool)>,
    from: i64,
    to: i64,
    next: usize,
    seen: Vec<u32>,
    replaced: Bits,
}

impl Reader {
    /// An attribute of the customers of a part, in the order of [`Self::customers`]; `None` where there is no such part or
    /// attribute, or it is derived from another.
    #[must_use]
    pub fn column(&self, part: usize, attribute: AttributeId) -> Option<Cells> {
        let page = self.pages.get(part)?;
        let layout = self.state.layout.attribute(attribute).filter(|layout| layout.age_of.is_none())?;
        let column = page.columns.get(usize::from(attribute.0))?;
        if layout.kind == Type::Tags {
            return Some(tags(page, column));
        }
        let places: Vec<u32> = page.present.rows().map(u32::from).collect();
        let mut numbers = Vec::with_capacity(places.len());
        column.values.take(&places, &mut numbers);
        Some(Cells::of(&numbers, layout.kind))
    }

    /// The texts of an attribute's codes. There may be texts that nobody has.
    #[must_use]
    pub fn texts(&self, attribute: AttributeId) -> Vec<Arc<str>> {
        self.state.layout.attribute(attribute).map_or_else(Vec::new, |one| one.dictionary.texts())
    }

    /// The texts of a property's codes. There may be texts that no fact has.
    #[must_use]
    pub fn texts_of(&self, kind: KindId, property: PropertyId) -> Vec<Arc<str>> {
        self.state.layout.property(kind, property).map_or_else(Vec::new, |one| one.dictionary.texts())
    }

    /// What the customers of a part did of one kind from an instant on and before another, chunk by chunk.
    #[must_use]
    pub fn chunks(&self, part: usize, kind: KindId, from: i64, to: i64) -> FactChunks {
        let page = self.pages.get(part).cloned();
        let place = usize::from(kind.0);
        let types = self.state.layout.kinds.get(place).map_or_else(Vec::new, |kind| {
            kind.properties.iter().map(|one| one.kind).zip(kind.of_item.iter().copied()).collect()
        });
        let replaced = page.as_ref().and_then(|page| page.kinds.get(place)).map(|facts| facts.replaced.bits());
        FactChunks {
            page,
            kind: place,
            types,
            from: from.max(UNKNOWN + 1),
            to,
            next: 0,
            seen: vec![0; ROWS],
            replaced: replaced.unwrap_or_default(),
        }
    }
}

/// The tags of the customers of a page.
fn tags(page: &Page, column: &crate::page::column::Column) -> Cells {
    let n = page.present.len();
    let mut place_of = vec![u32::MAX; ROWS];
    for (place, row) in page.present.rows().enumerate() {
        if let Some(of) = place_of.get_mut(usize::from(row)) {
            *of = place as u32;
        }
    }
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    for (code, rows) in column.by_code.iter().flatten() {
        let places = rows.bits();
        let places = places.rows().filter_map(|row| place_of.get(usize::from(row)).copied());
        pairs.extend(places.filter(|&place| place != u32::MAX).map(|place| (place, *code)));
    }
    pairs.sort_unstable();
    let mut begins = vec![0_u32; n + 1];
    let mut known = vec![0_u64; n.div_ceil(64)];
    for &(place, _) in &pairs {
        if let Some(begin) = begins.get_mut(place as usize + 1) {
            *begin += 1;
        }
        if let Some(word) = known.get_mut(place as usize / 64) {
            *word |= 1 << (place % 64);
        }
    }
    let mut sum = 0;
    for begin in &mut begins {
        sum += *begin;
        *begin = sum;
    }
    Cells { values: Slice::Tags(begins, pairs.into_iter().map(|(_, code)| code).collect()), known }
}

impl Iterator for FactChunks {
    type Item = FactChunk;

    fn next(&mut self) -> Option<FactChunk> {
        let page = self.page.clone()?;
        let facts = page.kinds.get(self.kind)?;
        loop {
            let block = self.next;
            self.next += 1;
            let mut chunk = FactChunk {
                page: Arc::clone(&page),
                kind: self.kind,
                types: self.types.clone(),
                block,
                places: Vec::new(),
                rows: Vec::new(),
                customers: Vec::new(),
                at: Vec::new(),
                nth: Vec::new(),
                items: vec![0],
            };
            match facts.blocks.get(block) {
                Some(block) => {
                    for (place, (&row, &at)) in block.rows.iter().zip(&block.at).enumerate() {
                        if !self.replaced.has(row) {
                            let items = block.items.of_fact(place).len();
                            self.take(&mut chunk, place, row, block.start + i64::from(at), items);
                        }
                    }
                }
                None if block == facts.blocks.len() => {
                    for (place, (&row, &at)) in facts.tail.rows.iter().zip(&facts.tail.at).enumerate() {
                        if at != UNKNOWN {
                            self.take(&mut chunk, place, row, at, facts.tail.items_of(place).len());
                        }
                    }
                }
                None => return None,
            }
            if !chunk.places.is_empty() {
                return Some(chunk);
            }
        }
    }
}

impl FactChunks {
    /// Numbers a fact, and takes it into a chunk when it lies between the instants.
    fn take(&mut self, chunk: &mut FactChunk, place: usize, row: u16, at: i64, items: usize) {
        let Some(seen) = self.seen.get_mut(usize::from(row)) else { return };
        let nth = *seen;
        *seen += 1;
        if at < self.from || at >= self.to {
            return;
        }
        chunk.places.push(place as u32);
        chunk.rows.push(row);
        chunk.customers.push(chunk.page.customer(row));
        chunk.at.push(at);
        chunk.nth.push(nth);
        chunk.items.push(chunk.items.last().copied().unwrap_or(0) + items as u32);
    }
}

impl FactChunk {
    /// How many facts there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// A property: a value for each fact, or, of a property of items, for each item; `None` where the kind has none such.
    #[must_use]
    pub fn property(&self, property: PropertyId) -> Option<Cells> {
        let place = usize::from(property.0);
        let &(kind, of_item) = self.types.get(place)?;
        let facts = self.page.kinds.get(self.kind)?;
        let mut numbers = Vec::new();
        if let Some(block) = facts.blocks.get(self.block) {
            let none = Packed::default();
            let column = block.columns.get(place).unwrap_or(&none);
            column.take(&self.values_at(of_item, |fact| block.items.of_fact(fact), &block.items), &mut numbers);
        } else {
            let tail: &Run = &facts.tail;
            let places = self.values_at(of_item, |fact| tail.items_of(fact), &Items::None);
            numbers.extend(places.into_iter().map(|at| tail.value(property.0, at as usize)));
        }
        Some(Cells::of(&numbers, kind))
    }

    /// Where the values are: at the facts, or at their items.
    fn values_at(&self, of_item: bool, of: impl Fn(usize) -> std::ops::Range<usize>, items: &Items) -> Vec<u32> {
        if !of_item || *items == Items::One {
            return self.places.clone();
        }
        self.places.iter().flat_map(|&fact| of(fact as usize)).map(|item| item as u32).collect()
    }
}
