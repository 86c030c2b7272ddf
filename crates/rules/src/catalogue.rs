//! What rules may name: attributes, kinds of facts and their properties, with types and words.
//!
//! Absent from here: the shop's own catalogue, which is made where its departments are known.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Everything that a rule may name.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
pub struct Catalogue {
    /// The customer's attributes, built-in and custom.
    pub attributes: Vec<Attribute>,
    /// The kinds of facts.
    pub kinds: Vec<FactKind>,
    /// The business's currency as ISO 4217 writes it, such as `CNY`, for sentences; empty when it is not known.
    #[serde(default)]
    pub currency: String,
}

/// A name in the two languages of the console.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
pub struct Label {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

/// An attribute of a customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = RuleAttribute)]
pub struct Attribute {
    /// Its name in rules: letters, digits, `_` and `.`; a custom field's is `field.<key>`.
    pub name: String,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: Type,
    /// Its words.
    pub label: Label,
    /// The values of a choice, where they are known beforehand.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Choice>,
    /// How it follows from another attribute and the instant, when it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub derived: Option<Derived>,
}

/// A value of a choice with its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Choice {
    /// The value in rules.
    pub value: String,
    /// Its words.
    pub label: Label,
    /// The shop made it and named it: its value says nothing, so a text writes its name.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub own: bool,
}

/// How an attribute follows from another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Derived {
    /// Whole years since the day that the named attribute holds, in the shop's time zone. Born on 29 February, one is a year
    /// older on 1 March of common years.
    AgeOf(String),
}

/// A kind of fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FactKind {
    /// Its name in rules: `paid`, `viewed` …
    pub name: String,
    /// Its words, as a verb: 付款, paid.
    pub label: Label,
    /// Its properties. Those of its items begin with `item.`.
    pub properties: Vec<Property>,
}

/// A property of a fact or of its items.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Property {
    /// Its name.
    pub name: String,
    /// Its type: any but tags. Windows are asked of attributes only.
    #[serde(rename = "type")]
    pub kind: Type,
    /// Its words.
    pub label: Label,
    /// The values of a choice, where they are known beforehand.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Choice>,
}

/// The type of an attribute or property.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Type {
    /// Free text.
    Text,
    /// One of few values.
    Choice,
    /// Any number of few values.
    Tags,
    /// A number.
    Number,
    /// An amount in the business's currency.
    Money,
    /// Yes or no.
    Flag,
    /// A calendar day.
    Day,
    /// A calendar day that comes back every year: windows ask for its day of the year. 29 February comes on 1 March in
    /// common years.
    Anniversary,
    /// An instant.
    Instant,
}

impl Catalogue {
    /// The attribute of this name.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|one| one.name == name)
    }

    /// The kind of fact of this name.
    #[must_use]
    pub fn kind(&self, name: &str) -> Option<&FactKind> {
        self.kinds.iter().find(|one| one.name == name)
    }
}

impl FactKind {
    /// The property of this name.
    #[must_use]
    pub fn property(&self, name: &str) -> Option<&Property> {
        self.properties.iter().find(|one| one.name == name)
    }
}
