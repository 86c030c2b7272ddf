//! Which texts there are, and how often.
//!
//! Absent from here: numbers and days, which nobody picks from a list.

use std::sync::Arc;

use crate::dictionary::Dictionary;
use crate::packed::{Lane, Packed, UNKNOWN};
use crate::page::Page;
use crate::{AttributeId, Cancel, KindId, PropertyId, Refusal, Suggestion, Warehouse, spread};

/// How often each code comes.
#[derive(Debug, Default)]
struct Counts(Vec<u64>);

impl Counts {
    fn add(&mut self, code: i64, n: u64) {
        let Ok(code) = usize::try_from(code) else { return };
        if self.0.len() <= code {
            self.0.resize(code + 1, 0);
        }
        if let Some(count) = self.0.get_mut(code) {
            *count += n;
        }
    }

    fn add_column(&mut self, column: &Packed) {
        if let Lane::One(raw) = &column.lane {
            let mut counts = [0_u64; 256];
            for &raw in raw {
                if let Some(count) = counts.get_mut(usize::from(raw)) {
                    *count += 1;
                }
            }
            for (raw, &n) in counts.iter().enumerate().take(255).filter(|(_, n)| **n > 0) {
                self.add(column.base + column.step * raw as i64, n);
            }
            return;
        }
        for at in 0..column.len() {
            let value = column.get(at);
            if value != UNKNOWN {
                self.add(value, 1);
            }
        }
    }

    fn join(mut self, other: &Self) -> Self {
        other.0.iter().enumerate().for_each(|(code, &n)| self.add(code as i64, n));
        self
    }
}

impl Warehouse {
    /// Values of an attribute that contain these characters, letter case apart, the most frequent first.
    ///
    /// # Errors
    /// When there is no such attribute, or somebody cancels.
    pub fn values(
        &self,
        attribute: AttributeId,
        contains: &str,
        limit: usize,
        cancel: &Cancel,
    ) -> Result<Vec<Suggestion>, Refusal> {
        let state = self.look();
        let layout = state.layout.attribute(attribute);
        let layout = layout.ok_or_else(|| Refusal::UnknownAttribute(format!("number {}", attribute.0)))?;
        let counts = self.counted(&state, cancel, |page, counts| {
            let Some(column) = page.columns.get(usize::from(attribute.0)) else { return };
            match &column.by_code {
                Some(by_code) => {
                    by_code.iter().for_each(|(&code, rows)| counts.add(i64::from(code), rows.len() as u64))
                }
                None => counts.add_column(&column.values),
            }
        })?;
        Ok(suggestions(&counts, &layout.dictionary, contains, limit))
    }

    /// Values of a property that contain these characters, letter case apart, the most frequent first.
    ///
    /// # Errors
    /// When there is no such property, or somebody cancels.
    pub fn property_values(
        &self,
        kind: KindId,
        property: PropertyId,
        contains: &str,
        limit: usize,
        cancel: &Cancel,
    ) -> Result<Vec<Suggestion>, Refusal> {
        let state = self.look();
        let unknown = || Refusal::UnknownProperty {
            kind: format!("number {}", kind.0),
            property: format!("number {}", property.0),
        };
        let layout = state.layout.property(kind, property).ok_or_else(unknown)?;
        let counts = self.counted(&state, cancel, |page, counts| {
            let Some(facts) = page.kinds.get(usize::from(kind.0)) else { return };
            let of_item = state.layout.kind(kind).and_then(|kind| kind.of_item.get(usize::from(property.0)));
            let of_item = of_item.copied().unwrap_or(false);
            for block in &facts.blocks {
                let Some(column) = block.columns.get(usize::from(property.0)) else { continue };
                if facts.replaced.is_empty() {
                    counts.add_column(column);
                    continue;
                }
                // Facts of who was read anew, or is gone, stand in the block until it is made anew.
                let alive = block.rows.iter().enumerate().filter(|(_, row)| !facts.replaced.has(**row));
                for (fact, _) in alive {
                    let places = if of_item { block.items.of_fact(fact) } else { fact..fact + 1 };
                    places.for_each(|place| counts.add(column.get(place), 1));
                }
            }
            let tail = &facts.tail;
            for (fact, _) in tail.at.iter().enumerate().filter(|(_, at)| **at != UNKNOWN) {
                let places = if of_item { tail.items_of(fact) } else { fact..fact + 1 };
                places.for_each(|place| counts.add(tail.value(property.0, place), 1));
            }
        })?;
        Ok(suggestions(&counts, &layout.dictionary, contains, limit))
    }

    fn counted(
        &self,
        state: &crate::state::State,
        cancel: &Cancel,
        count: impl Fn(&Page, &mut Counts) + Sync,
    ) -> Result<Counts, Refusal> {
        let pages: Vec<&Arc<Page>> = state.pages().map(|(_, _, page)| page).collect();
        let counts = spread::over(&pages, self.threads(), cancel, |page, (): &mut ()| {
            let mut counts = Counts::default();
            count(page, &mut counts);
            counts
        })?;
        Ok(counts.iter().fold(Counts::default(), Counts::join))
    }
}

fn suggestions(counts: &Counts, dictionary: &Dictionary, contains: &str, limit: usize) -> Vec<Suggestion> {
    let contains = contains.to_lowercase();
    let texts = dictionary.texts();
    let mut found: Vec<(u64, &Arc<str>)> = counts
        .0
        .iter()
        .zip(&texts)
        .filter(|(n, text)| **n > 0 && (contains.is_empty() || text.to_lowercase().contains(&contains)))
        .map(|(&n, text)| (n, text))
        .collect();
    found.sort_unstable_by(|one, other| other.0.cmp(&one.0).then_with(|| one.1.cmp(other.1)));
    found.truncate(limit);
    found.into_iter().map(|(count, text)| Suggestion { value: text.to_string(), count }).collect()
}
