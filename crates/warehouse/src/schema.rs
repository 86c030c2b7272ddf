//! The catalogue as columns: numbers for names, and which column holds what.
//!
//! Absent from here: the columns themselves.

use std::sync::Arc;

use jiff::tz::TimeZone;
use rules::{Catalogue, Derived, Type, Value, Values};
use rustc_hash::FxHashMap;

use crate::{FactRow, Refusal, Told};

/// The number of an attribute: its place in the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AttributeId(pub u16);

/// The number of a kind of fact: its place in the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KindId(pub u16);

/// The number of a property in its kind: its place there. A property of items is one whose name begins with `item.`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PropertyId(pub u16);

/// What the warehouse holds: the catalogue, and the shop's time zone, in which calendar days are reckoned.
#[derive(Debug, Clone)]
pub struct Schema {
    catalogue: Arc<Catalogue>,
    places: Arc<Places>,
    zone: TimeZone,
}

/// Where names stand in the catalogue: every value that comes in is found by its name.
#[derive(Debug, Default)]
struct Places {
    attributes: FxHashMap<String, u16>,
    kinds: FxHashMap<String, u16>,
    /// By kind.
    properties: Vec<FxHashMap<String, u16>>,
}

impl Places {
    fn of(catalogue: &Catalogue) -> Self {
        Self {
            attributes: placed(catalogue.attributes.iter().map(|one| &one.name)),
            kinds: placed(catalogue.kinds.iter().map(|one| &one.name)),
            properties: catalogue
                .kinds
                .iter()
                .map(|kind| placed(kind.properties.iter().map(|one| &one.name)))
                .collect(),
        }
    }
}

fn placed<'n>(names: impl Iterator<Item = &'n String>) -> FxHashMap<String, u16> {
    names.cloned().zip(0..).collect()
}

impl Schema {
    /// Lays a catalogue out in columns.
    ///
    /// # Errors
    /// When a name comes twice, a derived attribute follows from none that holds a day, a property has a type that facts do
    /// not have, or there are more than 65,000 of anything.
    pub fn new(catalogue: &Catalogue, zone: TimeZone) -> Result<Self, Refusal> {
        let wrong = |text: String| Err(Refusal::Catalogue(text));
        let most = 65_000;
        if catalogue.attributes.len() > most || catalogue.kinds.len() > most {
            return wrong(format!("it has more than {most} attributes or kinds"));
        }
        for (at, one) in catalogue.attributes.iter().enumerate() {
            if catalogue.attributes.iter().take(at).any(|other| other.name == one.name) {
                return wrong(format!("attribute `{}` comes twice", one.name));
            }
            if let Some(Derived::AgeOf(of)) = &one.derived
                && !catalogue.attribute(of).is_some_and(|day| matches!(day.kind, Type::Day | Type::Anniversary))
            {
                return wrong(format!("`{}` follows from `{of}`, which holds no day", one.name));
            }
        }
        for (at, kind) in catalogue.kinds.iter().enumerate() {
            if catalogue.kinds.iter().take(at).any(|other| other.name == kind.name) {
                return wrong(format!("kind `{}` comes twice", kind.name));
            }
            if kind.properties.len() > most {
                return wrong(format!("`{}` has more than {most} properties", kind.name));
            }
            for (place, one) in kind.properties.iter().enumerate() {
                if kind.properties.iter().take(place).any(|other| other.name == one.name) {
                    return wrong(format!("`{}` has property `{}` twice", kind.name, one.name));
                }
                if one.kind == Type::Tags {
                    return wrong(format!(
                        "property `{}` of `{}` holds tags; facts hold single values",
                        one.name, kind.name
                    ));
                }
            }
        }
        Ok(Self { places: Arc::new(Places::of(catalogue)), catalogue: Arc::new(catalogue.clone()), zone })
    }

    /// The catalogue that was laid out.
    #[must_use]
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// The shop's time zone.
    #[must_use]
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The number of the attribute of this name.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<AttributeId> {
        self.places.attributes.get(name).copied().map(AttributeId)
    }

    /// The number of the kind of this name.
    #[must_use]
    pub fn kind(&self, name: &str) -> Option<KindId> {
        self.places.kinds.get(name).copied().map(KindId)
    }

    /// The number of the property of this name in a kind.
    #[must_use]
    pub fn property(&self, kind: KindId, name: &str) -> Option<PropertyId> {
        self.places.properties.get(usize::from(kind.0))?.get(name).copied().map(PropertyId)
    }

    /// Numbers for the names of a fact.
    ///
    /// # Errors
    /// When the catalogue does not have its kind or one of its properties.
    pub fn fact(&self, fact: &rules::Fact) -> Result<FactRow, Refusal> {
        let items = fact.items.iter().map(|item| item.iter());
        self.row(&fact.kind, fact.at, fact.properties.iter(), items)
    }

    /// The same, of a fact that was never made for the plain meaning.
    ///
    /// # Errors
    /// As [`Self::fact`].
    pub fn told(&self, fact: &Told<'_>) -> Result<FactRow, Refusal> {
        let items = fact.items.iter().map(|item| item.iter().map(|(name, value)| (name, value)));
        self.row(fact.kind, fact.at, fact.properties.iter().map(|(name, value)| (name, value)), items)
    }

    fn row<'f, N: AsRef<str> + 'f>(
        &self,
        kind: &str,
        at: i64,
        properties: impl Iterator<Item = (&'f N, &'f Value)>,
        items: impl Iterator<Item = impl Iterator<Item = (&'f N, &'f Value)>>,
    ) -> Result<FactRow, Refusal> {
        let id = self.kind(kind).ok_or_else(|| Refusal::UnknownKind(kind.to_owned()))?;
        let number = |(name, value): (&N, &Value)| {
            let unknown = || Refusal::UnknownProperty { kind: kind.to_owned(), property: name.as_ref().to_owned() };
            Ok((self.property(id, name.as_ref()).ok_or_else(unknown)?, value.clone()))
        };
        let items = items.map(|item| item.map(number).collect()).collect::<Result<_, Refusal>>()?;
        Ok(FactRow { kind: id, at, properties: properties.map(number).collect::<Result<_, Refusal>>()?, items })
    }

    /// Numbers for the names of a person's attributes. Derived ones are refused: they are never stored.
    ///
    /// # Errors
    /// When the catalogue does not have one of them, or it is derived.
    pub fn attributes(
        &self,
        values: &std::collections::BTreeMap<String, Values>,
    ) -> Result<Vec<(AttributeId, Values)>, Refusal> {
        values
            .iter()
            .map(|(name, value)| {
                let id = self.attribute(name).ok_or_else(|| Refusal::UnknownAttribute(name.clone()))?;
                Ok((id, value.clone()))
            })
            .collect()
    }
}
