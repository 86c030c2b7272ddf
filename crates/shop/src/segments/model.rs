//! What segments are.

use platform::{Error, Id, Instant};
use rules::{Label, Rule};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A rule that is kept right at every instant, or a list of customers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SegmentKind)]
pub enum Kind {
    /// A named rule.
    Live,
    /// A named list: uploaded, or frozen from a live segment.
    List,
}

impl Kind {
    /// The code that the database and the API use.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::List => "list",
        }
    }

    /// The kind with that code.
    ///
    /// # Errors
    /// When there is none.
    pub fn from_code(code: &str) -> Result<Self, Error> {
        [Self::Live, Self::List]
            .into_iter()
            .find(|one| one.code() == code)
            .ok_or_else(|| Error::internal(format!("no kind of segment is called {code}")))
    }
}

/// Where a segment came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// Staff made it.
    Own,
    /// One of the recipes.
    Recipe,
    /// One of the automatic crowds.
    Automatic,
    /// One of the shop-relationship tags.
    Relationship,
}

impl Origin {
    /// The code that the database and the API use.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Recipe => "recipe",
            Self::Automatic => "automatic",
            Self::Relationship => "relationship",
        }
    }

    /// The origin with that code.
    ///
    /// # Errors
    /// When there is none.
    pub fn from_code(code: &str) -> Result<Self, Error> {
        [Self::Own, Self::Recipe, Self::Automatic, Self::Relationship]
            .into_iter()
            .find(|one| one.code() == code)
            .ok_or_else(|| Error::internal(format!("no origin of a segment is called {code}")))
    }
}

/// A segment as the database holds it.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Its id.
    pub id: i64,
    /// Its name, unique.
    pub name: String,
    /// What it is for.
    pub note: String,
    /// Rule or list.
    pub kind: Kind,
    /// Where it came from.
    pub origin: Origin,
    /// The key of the recipe that it was made from.
    pub recipe: Option<String>,
    /// The parameters of that recipe, as a JSON object.
    pub parameters: Option<String>,
    /// The rule of a live segment.
    pub rule: Option<Rule>,
    /// The same as text.
    pub text: Option<String>,
    /// Words that staff sort segments by.
    pub tags: Vec<String>,
    /// How often its rule was written, from 1.
    pub version: i64,
    /// Milliseconds UTC.
    pub created_at: i64,
    /// Who made it.
    pub created_by: String,
    /// Milliseconds UTC.
    pub updated_at: i64,
}

/// A rule that a segment has or had.
#[derive(Debug, Clone, PartialEq)]
pub struct Version {
    /// From 1.
    pub version: i64,
    /// The rule.
    pub rule: Rule,
    /// The same as text.
    pub text: String,
    /// Why it was written.
    pub note: String,
    /// Milliseconds UTC.
    pub at: i64,
    /// Who wrote it.
    pub actor: String,
}

/// Whether a segment can be trusted now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SegmentState)]
pub enum State {
    /// Its members are right as of `size_at`.
    Live,
    /// The warehouse is being put together; there is no count yet.
    Building,
    /// Its rule names something that is gone.
    Broken,
}

/// Something that depends on a segment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Use {
    /// `segment`, `webhook`, ….
    pub kind: String,
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: String,
}

/// A segment as the API shows it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Segment {
    /// Its id.
    pub id: Id,
    /// Its name, unique.
    pub name: String,
    /// What it is for.
    pub note: String,
    /// Rule or list.
    pub kind: Kind,
    /// The rule as text.
    pub text: Option<String>,
    /// The rule as a tree.
    pub rule: Option<Rule>,
    /// The rule as a sentence.
    pub sentence: Option<Label>,
    /// How many are in it; null while that is not known.
    pub size: Option<u64>,
    /// As of when.
    pub size_at: Option<Instant>,
    /// Whether it can be trusted now.
    pub state: State,
    /// Why it is broken, in the caller's language.
    pub problem: Option<String>,
    /// Where it came from.
    pub origin: Origin,
    /// The key of its recipe.
    pub recipe: Option<String>,
    /// When it was made.
    pub created_at: Instant,
    /// Who made it.
    pub created_by: String,
    /// When it was last changed.
    pub updated_at: Instant,
    /// How often its rule was written.
    pub version: i64,
    /// What depends on it.
    pub uses: Vec<Use>,
    /// Words that staff sort segments by.
    pub tags: Vec<String>,
    /// How many came in since midnight.
    pub entered_today: i64,
    /// How many left since midnight.
    pub left_today: i64,
}

/// A crossing as the table holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crossed {
    /// Its place in the order of all crossings.
    pub id: i64,
    /// The segment.
    pub segment: i64,
    /// The customer.
    pub customer: i64,
    /// Came in, or left.
    pub entered: bool,
    /// When, milliseconds UTC.
    pub at: i64,
    /// Why.
    pub cause: Cause,
}

/// Why a customer came into a live segment or left it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// Something about the customer changed.
    Change,
    /// An instant passed at which the rule's answer changes by itself.
    Expiry,
    /// The rule was edited.
    Edit,
}

impl Cause {
    /// As the table and the API write it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Change => "change",
            Self::Expiry => "expiry",
            Self::Edit => "edit",
        }
    }

    /// What a code says; what is not known is a change.
    pub fn of(code: &str) -> Self {
        [Self::Expiry, Self::Edit].into_iter().find(|one| one.code() == code).unwrap_or(Self::Change)
    }
}
