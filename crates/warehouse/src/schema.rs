//! The catalogue as columns: numbers for names, and which column holds what.
//!
//! Absent from here: the columns themselves.

use std::sync::Arc;

use jiff::tz::TimeZone;
use rules::{Catalogue, Derived, Type, Value, Values};

use crate::{FactRow, Refusal};

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
    zone: TimeZone,
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
        Ok(Self { catalogue: Arc::new(catalogue.clone()), zone })
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
        place(self.catalogue.attributes.iter().position(|one| one.name == name)).map(AttributeId)
    }

    /// The number of the kind of this name.
    #[must_use]
    pub fn kind(&self, name: &str) -> Option<KindId> {
        place(self.catalogue.kinds.iter().position(|one| one.name == name)).map(KindId)
    }

    /// The number of the property of this name in a kind.
    #[must_use]
    pub fn property(&self, kind: KindId, name: &str) -> Option<PropertyId> {
        let kind = self.catalogue.kinds.get(usize::from(kind.0))?;
        place(kind.properties.iter().position(|one| one.name == name)).map(PropertyId)
    }

    /// Numbers for the names of a fact.
    ///
    /// # Errors
    /// When the catalogue does not have its kind or one of its properties.
    pub fn fact(&self, fact: &rules::Fact) -> Result<FactRow, Refusal> {
        let kind = self.kind(&fact.kind).ok_or_else(|| Refusal::UnknownKind(fact.kind.clone()))?;
        let numbers = |values: &std::collections::BTreeMap<String, Value>| {
            values
                .iter()
                .map(|(name, value)| {
                    let property = self
                        .property(kind, name)
                        .ok_or_else(|| Refusal::UnknownProperty { kind: fact.kind.clone(), property: name.clone() })?;
                    Ok((property, value.clone()))
                })
                .collect::<Result<Vec<_>, Refusal>>()
        };
        let items = fact.items.iter().map(numbers).collect::<Result<_, _>>()?;
        Ok(FactRow { kind, at: fact.at, properties: numbers(&fact.properties)?, items })
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

/// A place as a number of a column.
fn place(at: Option<usize>) -> Option<u16> {
    at.and_then(|at| u16::try_from(at).ok())
}
