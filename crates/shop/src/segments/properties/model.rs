//! Declared properties, and what is checked of them.

use platform::{Error, Id};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::fields::FieldType;

/// What names a declared property in rules, before its key.
pub const OWN: &str = "properties.";
/// Characters of an event's name, of a key, of a title, of a choice; how many choices.
const EVENT: usize = 200;
const KEY: usize = 100;
const TITLE: usize = 60;
const OPTION: usize = 100;
const OPTIONS: usize = 200;

/// A property of events that the shop declared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct EventProperty {
    /// Its id.
    pub id: Id,
    /// The event that says it, as the list of behaviours names it; null for every event. Never changes.
    pub event: Option<String>,
    /// Its key in the event's `properties`. Never changes; rules call it `properties.<key>`.
    pub key: String,
    /// What people call it.
    pub title: String,
    /// What it holds; any type but `tags`. Never changes.
    pub r#type: FieldType,
    /// The choices of a `one_of` property; with none, rules take any value and suggest those that were said.
    pub options: Vec<String>,
}

/// A property to be declared.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewEventProperty)]
pub struct NewProperty {
    /// The event that says it; null or absent for every event.
    #[serde(default)]
    pub event: Option<String>,
    /// Its key in `properties`.
    pub key: String,
    /// What people call it; the key when absent.
    #[serde(default)]
    pub title: Option<String>,
    /// What it holds; any type but `tags`.
    pub r#type: FieldType,
    /// The choices of a `one_of` property.
    #[serde(default)]
    pub options: Vec<String>,
}

/// What of a declared property is to change.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = EventPropertyChange)]
pub struct Change {
    /// What people call it.
    #[serde(default)]
    pub title: Option<String>,
    /// The choices of a `one_of` property.
    #[serde(default)]
    pub options: Option<Vec<String>>,
}

impl EventProperty {
    /// What rules call it.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{OWN}{}", self.key)
    }

    /// Whether events of this name say it.
    #[must_use]
    pub fn covers(&self, event: &str) -> bool {
        self.event.as_deref().is_none_or(|own| own == event)
    }

    /// Whether the same is read from the same events.
    pub(super) fn reads_as(&self, other: &Self) -> bool {
        (&self.event, &self.key, self.r#type) == (&other.event, &other.key, other.r#type)
    }
}

impl NewProperty {
    /// The property, when everything of it is sound.
    pub(super) fn read(self, id: Id) -> Result<EventProperty, Error> {
        let event = match self.event.as_deref().map(str::trim) {
            None | Some("") => None,
            Some(event) => Some(short("event", event, EVENT)?),
        };
        let key = short("key", self.key.trim(), KEY)?;
        if key.chars().any(char::is_control) {
            return Err(Error::invalid("key", "malformed"));
        }
        let title = self.title.as_deref().map(str::trim).filter(|title| !title.is_empty());
        let title = match title {
            Some(title) => short("title", title, TITLE)?,
            None => key.chars().take(TITLE).collect(),
        };
        if self.r#type == FieldType::Tags {
            return Err(Error::invalid("type", "unknown"));
        }
        let options = chosen(self.r#type, self.options)?;
        Ok(EventProperty { id, event, key, title, r#type: self.r#type, options })
    }
}

impl Change {
    /// The property with what changes.
    pub(super) fn apply(self, mut property: EventProperty) -> Result<EventProperty, Error> {
        if let Some(title) = self.title {
            property.title = short("title", title.trim(), TITLE)?;
        }
        if let Some(options) = self.options {
            property.options = chosen(property.r#type, options)?;
        }
        Ok(property)
    }
}

fn short(field: &'static str, text: &str, most: usize) -> Result<String, Error> {
    match text {
        "" => Err(Error::invalid(field, "required")),
        text if text.chars().count() > most => Err(Error::invalid(field, "too_long")),
        text => Ok(text.to_owned()),
    }
}

fn chosen(kind: FieldType, options: Vec<String>) -> Result<Vec<String>, Error> {
    if kind != FieldType::OneOf {
        return Ok(Vec::new());
    }
    if options.len() > OPTIONS {
        return Err(Error::invalid("options", "too_long"));
    }
    let mut kept: Vec<String> = Vec::with_capacity(options.len());
    for option in options {
        let option = short("options", option.trim(), OPTION)?;
        if !kept.contains(&option) {
            kept.push(option);
        }
    }
    Ok(kept)
}
