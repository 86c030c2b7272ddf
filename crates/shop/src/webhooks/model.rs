//! What webhooks and deliveries are.

use platform::{Error, Id, Instant, Personal};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
pub enum Topic {
    /// Customers came into a live segment.
    #[serde(rename = "segment.entered")]
    Entered,
    /// Customers left a live segment.
    #[serde(rename = "segment.left")]
    Left,
    /// Somebody tries the address.
    #[serde(rename = "webhook.test")]
    Test,
}

impl Topic {
    /// The code that the database and the message use.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Entered => "segment.entered",
            Self::Left => "segment.left",
            Self::Test => "webhook.test",
        }
    }

    /// The topic with that code.
    ///
    /// # Errors
    /// When there is none.
    pub fn from_code(code: &str) -> Result<Self, Error> {
        [Self::Entered, Self::Left, Self::Test]
            .into_iter()
            .find(|one| one.code() == code)
            .ok_or_else(|| Error::internal(format!("no topic is called {code}")))
    }
}

/// Where something is told.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Webhook {
    /// Its id.
    pub id: Id,
    /// The address.
    pub url: String,
    /// What is told there.
    pub topics: Vec<Topic>,
    /// Of which segments; null for all, those still to come included.
    pub segments: Option<Vec<Id>>,
    /// Whether anything is told there now.
    pub active: bool,
    /// When it was made.
    pub created_at: Instant,
    /// Who made it.
    pub created_by: String,
    /// What signs the messages: shown once, when it is made.
    #[serde(skip)]
    pub secret: Personal,
}

/// How far a delivery is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = DeliveryStatus)]
pub enum Status {
    /// Taken.
    Delivered,
    /// Still to be tried, again or for the first time.
    Waiting,
    /// Given up.
    Failed,
}

impl Status {
    /// The code that the database uses.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Delivered => "delivered",
            Self::Waiting => "waiting",
            Self::Failed => "failed",
        }
    }

    /// The status with that code.
    ///
    /// # Errors
    /// When there is none.
    pub fn from_code(code: &str) -> Result<Self, Error> {
        [Self::Delivered, Self::Waiting, Self::Failed]
            .into_iter()
            .find(|one| one.code() == code)
            .ok_or_else(|| Error::internal(format!("no status of a delivery is called {code}")))
    }
}

/// A message to one address, with what came of it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Delivery {
    /// Its id, which the message carries as `webhook-id`: the receiver's key against repetition.
    pub id: Id,
    /// What is told.
    pub topic: Topic,
    /// When it was made.
    pub at: Instant,
    /// How often it was tried.
    pub tries: i64,
    /// How far it is.
    pub status: Status,
    /// What the receiver answered last; null when it did not.
    pub code: Option<i64>,
    /// How long the last try took, milliseconds.
    pub took_ms: Option<i64>,
    /// The message.
    pub request: String,
    /// The beginning of the last answer, or why there was none.
    pub response: Option<String>,
    /// The address's id.
    #[serde(skip)]
    pub webhook: i64,
}

/// What holds for all webhooks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = WebhookSettings)]
pub(crate) struct Settings {
    /// Whether addresses of private networks and of this machine may be told. Off unless the receiver stands there.
    pub private_addresses: bool,
}
