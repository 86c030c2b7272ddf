//! Members of staff.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::http::{Role, ShopScope};
use crate::i18n::Locale;

/// How the console looks to somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// Light.
    Light,
    /// Dark.
    Dark,
    /// As the machine is set.
    #[default]
    System,
}

impl Theme {
    /// The code in the database and the API.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
            Self::System => "system",
        }
    }

    pub(super) fn from_code(code: &str) -> Self {
        [Self::Light, Self::Dark].into_iter().find(|theme| theme.code() == code).unwrap_or_default()
    }
}

/// A member of staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// Account id.
    pub id: i64,
    /// The name that colleagues see.
    pub name: String,
    /// What they sign in with: lower case, trimmed.
    pub login: String,
    /// Their part.
    pub role: Role,
    /// The shops they may see.
    pub shops: ShopScope,
    /// Whether they may not sign in.
    pub disabled: bool,
    /// Their language, once they chose one.
    pub locale: Option<Locale>,
    /// How the console looks to them.
    pub theme: Theme,
    /// When they were last seen, milliseconds UTC, to the minute.
    pub last_seen_at: Option<i64>,
    /// When the account was made, milliseconds UTC.
    pub created_at: i64,
}

/// A new member of staff, without the password.
#[derive(Debug, Clone)]
pub struct NewUser {
    /// The name that colleagues see.
    pub name: String,
    /// What they will sign in with.
    pub login: String,
    /// Their part.
    pub role: Role,
    /// The shops they may see.
    pub shops: ShopScope,
    /// Their language.
    pub locale: Option<Locale>,
}

/// A change to an account by somebody who manages people; what is absent stays.
#[derive(Debug, Clone, Default)]
pub struct Change {
    /// The name that colleagues see.
    pub name: Option<String>,
    /// Their part.
    pub role: Option<Role>,
    /// The shops they may see.
    pub shops: Option<ShopScope>,
    /// Whether they may not sign in.
    pub disabled: Option<bool>,
    /// A new password, hashed.
    pub password: Option<super::Hash>,
}

/// A change to one's own account; what is absent stays.
#[derive(Debug, Clone, Default)]
pub struct OwnChange {
    /// The name that colleagues see.
    pub name: Option<String>,
    /// Language.
    pub locale: Option<Locale>,
    /// How the console looks.
    pub theme: Option<Theme>,
}
