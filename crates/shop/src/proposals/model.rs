//! What a proposal is.

use platform::Error;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What has become of a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ProposalState)]
pub enum State {
    /// Waits for a person.
    Open,
    /// A person said that they are one.
    Accepted,
    /// A person said that they are two. That is remembered for good.
    Refused,
    /// An identifier or a merge has made them one in the meantime.
    Joined,
    /// What spoke for it is no longer said.
    Withdrawn,
}

impl State {
    const ALL: [Self; 5] = [Self::Open, Self::Accepted, Self::Refused, Self::Joined, Self::Withdrawn];

    /// The code that the database uses.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::Joined => "joined",
            Self::Withdrawn => "withdrawn",
        }
    }

    pub(super) fn from_code(code: &str) -> Result<Self, Error> {
        Self::ALL
            .into_iter()
            .find(|state| state.code() == code)
            .ok_or_else(|| Error::internal(format!("no proposal is {code}")))
    }
}

/// Why two customers are proposed as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The same name at the same address.
    NameAddress,
    /// Names alike at the same address.
    SimilarNameSameAddress,
    /// A mobile of people who are not alike.
    SharedMobile,
}

impl Reason {
    const ALL: [Self; 3] = [Self::NameAddress, Self::SimilarNameSameAddress, Self::SharedMobile];

    /// The code that the database uses.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::NameAddress => "name_address",
            Self::SimilarNameSameAddress => "similar_name_same_address",
            Self::SharedMobile => "shared_mobile",
        }
    }

    pub(super) fn from_code(code: &str) -> Result<Self, Error> {
        Self::ALL
            .into_iter()
            .find(|reason| reason.code() == code)
            .ok_or_else(|| Error::internal(format!("no reason is called {code}")))
    }
}

/// How far two values agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Agreement {
    /// Equal.
    Same,
    /// Alike.
    Similar,
    /// Neither.
    Different,
    /// One side does not say.
    Missing,
}

/// What one field says, without the values themselves.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Said {
    /// `name`, `address`, `mobile`, `gender`, `birthday`, `email`.
    pub(super) field: String,
    pub(super) agreement: Agreement,
    /// The level of agreement by its code; empty in what was kept before levels were.
    #[serde(default)]
    pub(super) level: String,
    /// How probable this is of one person; of a household the odds.
    #[serde(default)]
    pub(super) m: f64,
    /// How probable this is of two; of a household how many share it, themselves left out.
    #[serde(default)]
    pub(super) u: f64,
    /// Bits: above 0 speaks for one person.
    pub(super) weight: f64,
}

/// A pair of profiles that may be one person.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found {
    /// The lower profile id.
    pub(super) a: i64,
    pub(super) b: i64,
    /// Probability, 0 to 1.
    pub(super) score: f64,
    pub(super) reason: Reason,
    pub(super) evidence: Vec<Said>,
}

impl Found {
    /// Whether it is the same pair for the same reason with the same score.
    pub(super) fn is_as_likely_as(&self, other: &Self) -> bool {
        (self.a, self.b, self.reason, self.score.to_bits()) == (other.a, other.b, other.reason, other.score.to_bits())
    }
}

/// A proposal as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stored {
    pub(super) id: i64,
    pub(super) found: Found,
    pub(super) state: State,
    pub(super) created_at: i64,
    pub(super) decided_by: Option<String>,
    pub(super) decided_at: Option<i64>,
}
