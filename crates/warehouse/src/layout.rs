//! The schema with its dictionaries: how each column's numbers are to be read.
//!
//! Absent from here: the columns.

use std::sync::Arc;

use rules::{Derived, SetKind, Type, Value, Values};

use crate::dictionary::Dictionary;
use crate::{AttributeId, Change, FactRow, KindId, Name, PropertyId, Refusal, Schema, Told, value};

/// How columns are to be read.
#[derive(Debug, Clone)]
pub(crate) struct Layout {
    pub(crate) schema: Schema,
    pub(crate) attributes: Vec<AttributeLayout>,
    pub(crate) kinds: Vec<KindLayout>,
}

/// An attribute's column.
#[derive(Debug, Clone)]
pub(crate) struct AttributeLayout {
    pub(crate) kind: Type,
    /// Whose age it is, when it is one.
    pub(crate) age_of: Option<AttributeId>,
    pub(crate) dictionary: Arc<Dictionary>,
}

/// The columns of a kind of fact.
#[derive(Debug, Clone)]
pub(crate) struct KindLayout {
    pub(crate) of_item: Vec<bool>,
    pub(crate) properties: Vec<PropertyLayout>,
}

/// A property's column.
#[derive(Debug, Clone)]
pub(crate) struct PropertyLayout {
    pub(crate) kind: Type,
    pub(crate) dictionary: Arc<Dictionary>,
}

/// A change in numbers.
#[derive(Debug, Clone)]
pub(crate) enum Encoded {
    Put { customer: i64, attributes: Vec<(u16, Cell)>, facts: Vec<EncodedFact>, sets: Vec<(SetKind, i64)> },
    Append { customer: i64, attributes: Vec<(u16, Cell)>, facts: Vec<EncodedFact> },
    Remove { customer: i64 },
    Sets { customer: i64, kind: SetKind, id: i64, inside: bool },
}

/// An attribute's value in numbers.
#[derive(Debug, Clone)]
pub(crate) enum Cell {
    One(i64),
    Tags(Vec<u32>),
}

/// A fact in numbers.
#[derive(Debug, Clone)]
pub(crate) struct EncodedFact {
    pub(crate) kind: u16,
    pub(crate) at: i64,
    pub(crate) known: Vec<(u16, i64)>,
    pub(crate) items: Vec<Vec<(u16, i64)>>,
}

impl Layout {
    /// The layout of a schema, with the dictionaries of `old` where names are the same.
    pub(crate) fn new(schema: Schema, old: Option<&Self>) -> Self {
        let mut shared: rustc_hash::FxHashMap<(bool, String), Arc<Dictionary>> = rustc_hash::FxHashMap::default();
        if let Some(old) = old {
            let catalogue = old.schema.catalogue();
            for (one, layout) in catalogue.attributes.iter().zip(&old.attributes) {
                shared.insert((false, one.name.clone()), Arc::clone(&layout.dictionary));
            }
            for (kind, layout) in catalogue.kinds.iter().zip(&old.kinds) {
                for (one, layout) in kind.properties.iter().zip(&layout.properties) {
                    shared.insert((true, one.name.clone()), Arc::clone(&layout.dictionary));
                }
            }
        }
        let mut dictionary =
            |of_fact: bool, name: &str| Arc::clone(shared.entry((of_fact, name.to_owned())).or_default());
        let catalogue = schema.catalogue();
        let attributes = catalogue.attributes.iter().map(|one| AttributeLayout {
            kind: one.kind,
            age_of: one.derived.as_ref().and_then(|Derived::AgeOf(of)| schema.attribute(of)),
            dictionary: dictionary(false, &one.name),
        });
        let attributes = attributes.collect();
        let kinds = catalogue.kinds.iter().map(|kind| KindLayout {
            of_item: kind.properties.iter().map(|one| one.name.starts_with("item.")).collect(),
            properties: kind
                .properties
                .iter()
                .map(|one| PropertyLayout { kind: one.kind, dictionary: dictionary(true, &one.name) })
                .collect(),
        });
        let kinds = kinds.collect();
        Self { attributes, kinds, schema }
    }

    pub(crate) fn attribute(&self, id: AttributeId) -> Option<&AttributeLayout> {
        self.attributes.get(usize::from(id.0))
    }

    pub(crate) fn kind(&self, id: KindId) -> Option<&KindLayout> {
        self.kinds.get(usize::from(id.0))
    }

    pub(crate) fn property(&self, kind: KindId, id: PropertyId) -> Option<&PropertyLayout> {
        self.kind(kind)?.properties.get(usize::from(id.0))
    }

    /// How many texts there are in all dictionaries.
    pub(crate) fn texts(&self) -> usize {
        let properties = self.kinds.iter().flat_map(|kind| &kind.properties).map(|one| one.dictionary.len());
        self.attributes.iter().map(|one| one.dictionary.len()).chain(properties).sum()
    }

    /// Turns a change into numbers, or says what does not fit.
    pub(crate) fn encode(&self, change: &Change) -> Result<Encoded, Refusal> {
        Ok(match change {
            Change::Put { customer, attributes, facts, sets } => Encoded::Put {
                customer: *customer,
                attributes: attributes
                    .iter()
                    .map(|(id, value)| Ok((id.0, self.cell(*id, Some(value))?)))
                    .collect::<Result<_, Refusal>>()?,
                facts: facts.iter().map(|fact| self.fact(fact)).collect::<Result<_, _>>()?,
                sets: sets.clone(),
            },
            Change::Append { customer, attributes, facts } => Encoded::Append {
                customer: *customer,
                attributes: attributes
                    .iter()
                    .map(|(id, value)| Ok((id.0, self.cell(*id, value.as_ref())?)))
                    .collect::<Result<_, Refusal>>()?,
                facts: facts.iter().map(|fact| self.fact(fact)).collect::<Result<_, _>>()?,
            },
            Change::Remove { customer } => Encoded::Remove { customer: *customer },
            Change::Sets { customer, kind, id, inside } => {
                Encoded::Sets { customer: *customer, kind: *kind, id: *id, inside: *inside }
            }
        })
    }

    /// An attribute's value in numbers.
    pub(crate) fn cell(&self, id: AttributeId, given: Option<&Values>) -> Result<Cell, Refusal> {
        let unknown = || Refusal::UnknownAttribute(format!("number {}", id.0));
        let layout = self.attribute(id).ok_or_else(unknown)?;
        let name = || {
            self.schema.catalogue().attributes.get(usize::from(id.0)).map_or_else(String::new, |one| one.name.clone())
        };
        let wrong =
            |found: String| Refusal::WrongValue { name: name(), expected: value::words(layout.kind).to_owned(), found };
        if layout.age_of.is_some() {
            return Err(Refusal::WrongValue {
                name: name(),
                expected: "what follows from another attribute".to_owned(),
                found: "a value of its own".to_owned(),
            });
        }
        match (layout.kind, given) {
            (Type::Tags, None) => Ok(Cell::Tags(Vec::new())),
            (_, None) => Ok(Cell::One(crate::packed::UNKNOWN)),
            (Type::Tags, Some(Values::Tags(tags))) => {
                Ok(Cell::Tags(tags.iter().map(|tag| layout.dictionary.code(tag) as u32).collect()))
            }
            (kind, Some(Values::One(one))) if kind != Type::Tags => {
                value::number(one, kind, &layout.dictionary).map(Cell::One).ok_or_else(|| wrong(found(one)))
            }
            (_, Some(Values::One(one))) => Err(wrong(found(one))),
            (_, Some(Values::Tags(_))) => Err(wrong("tags".to_owned())),
        }
    }

    /// A fact in numbers.
    pub(crate) fn fact(&self, fact: &FactRow) -> Result<EncodedFact, Refusal> {
        let writing = self.writing(fact.kind, fact.at)?;
        let numbers = |values: &[(PropertyId, Value)], of_item: bool| {
            values.iter().map(|(id, one)| writing.number(*id, one, of_item)).collect::<Result<Vec<_>, Refusal>>()
        };
        Ok(EncodedFact {
            kind: fact.kind.0,
            at: fact.at,
            known: numbers(&fact.properties, false)?,
            items: fact.items.iter().map(|item| numbers(item, true)).collect::<Result<_, _>>()?,
        })
    }

    /// A fact that is told by names in numbers.
    pub(crate) fn told(&self, fact: &Told<'_>) -> Result<EncodedFact, Refusal> {
        let kind = self.schema.kind(fact.kind).ok_or_else(|| Refusal::UnknownKind(fact.kind.to_owned()))?;
        let writing = self.writing(kind, fact.at)?;
        let numbers = |values: &[(Name, Value)], of_item: bool| {
            let number = |(name, one): &(Name, Value)| {
                let unknown =
                    || Refusal::UnknownProperty { kind: fact.kind.to_owned(), property: name.clone().into_owned() };
                writing.number(self.schema.property(kind, name).ok_or_else(unknown)?, one, of_item)
            };
            values.iter().map(number).collect::<Result<Vec<_>, Refusal>>()
        };
        Ok(EncodedFact {
            kind: kind.0,
            at: fact.at,
            known: numbers(fact.properties, false)?,
            items: fact.items.iter().map(|item| numbers(item, true)).collect::<Result<_, _>>()?,
        })
    }

    /// Ready to write a fact of a kind at an instant.
    fn writing(&self, id: KindId, at: i64) -> Result<Writing<'_>, Refusal> {
        let kind = self.kind(id).ok_or_else(|| Refusal::UnknownKind(format!("number {}", id.0)))?;
        let names = self.schema.catalogue().kinds.get(usize::from(id.0));
        if (-MOST_AT..=MOST_AT).contains(&at) {
            return Ok(Writing { kind, names });
        }
        Err(Refusal::WrongValue {
            name: names.map_or_else(String::new, |kind| kind.name.clone()),
            expected: "an instant of the calendar".to_owned(),
            found: format!("{at} milliseconds after 1970"),
        })
    }
}

/// A fact of a kind while its values become numbers.
struct Writing<'l> {
    kind: &'l KindLayout,
    names: Option<&'l rules::FactKind>,
}

impl Writing<'_> {
    /// The number of a property's value, of the fact itself or of one of its items.
    fn number(&self, id: PropertyId, one: &Value, of_item: bool) -> Result<(u16, i64), Refusal> {
        let place = usize::from(id.0);
        let name = || {
            let named = self.names.and_then(|kind| kind.properties.get(place));
            named.map_or_else(|| place.to_string(), |one| one.name.clone())
        };
        let known = self.kind.properties.get(place).filter(|_| self.kind.of_item.get(place) == Some(&of_item));
        let layout = known.ok_or_else(|| Refusal::UnknownProperty {
            kind: self.names.map_or_else(String::new, |kind| kind.name.clone()),
            property: name(),
        })?;
        let number = value::number(one, layout.kind, &layout.dictionary).ok_or_else(|| Refusal::WrongValue {
            name: name(),
            expected: value::words(layout.kind).to_owned(),
            found: found(one),
        })?;
        Ok((id.0, number))
    }
}

/// The calendar's ends lie within this many milliseconds of 1970.
const MOST_AT: i64 = 400_000_000_000_000;

/// What a value is, in words; its content may be personal.
fn found(value: &Value) -> String {
    match value {
        Value::Text(_) => "text",
        Value::Number(_) => "a number",
        Value::Day(_) => "a day",
        Value::Instant(_) => "an instant",
        Value::Flag(_) => "yes or no",
    }
    .to_owned()
}
