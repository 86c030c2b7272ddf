//! Who is calling. Put into the request by the gate (a middleware), taken out by handlers.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use super::access::{Permission, Role};
use crate::error::Error;
use crate::i18n::Locale;

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// A member of staff.
    User {
        /// Account id.
        id: i64,
        /// The name shown in audit and notes.
        name: String,
        /// Role.
        role: Role,
    },
    /// A program with an API key or a write key.
    Key {
        /// Key id.
        id: i64,
        /// The name given to the key.
        name: String,
    },
    /// Somebody who is no staff, about herself, by a door that a department keeps; the door's name.
    Own(&'static str),
    /// Regulars itself: a job, the command line.
    System,
}

impl Actor {
    /// `user`, `key`, `own` or `system`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::User { .. } => "user",
            Self::Key { .. } => "key",
            Self::Own(_) => "own",
            Self::System => "system",
        }
    }

    /// The account's or key's id.
    #[must_use]
    pub fn id(&self) -> Option<i64> {
        match self {
            Self::User { id, .. } | Self::Key { id, .. } => Some(*id),
            Self::Own(_) | Self::System => None,
        }
    }

    /// The name to show.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::User { name, .. } | Self::Key { name, .. } => name,
            Self::Own(door) => door,
            Self::System => "system",
        }
    }
}

/// The shops that somebody may see.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum ShopScope {
    /// Every shop, those still to come included.
    #[default]
    All,
    /// These only.
    Only(Vec<i64>),
}

impl ShopScope {
    /// Whether `shop` is in it.
    #[must_use]
    pub fn contains(&self, shop: i64) -> bool {
        match self {
            Self::All => true,
            Self::Only(shops) => shops.contains(&shop),
        }
    }

    /// The shops of `asked` that are in it; with nothing asked, itself.
    #[must_use]
    pub fn narrow(&self, asked: &[i64]) -> Self {
        match self {
            _ if asked.is_empty() => self.clone(),
            Self::All => Self::Only(asked.to_vec()),
            Self::Only(shops) => Self::Only(asked.iter().copied().filter(|shop| shops.contains(shop)).collect()),
        }
    }
}

/// Who is calling, what they may do and see, and in which language they read.
#[derive(Debug, Clone)]
pub struct Caller {
    /// Who.
    pub actor: Actor,
    /// What they may do.
    pub permissions: Arc<[Permission]>,
    /// The shops they may see.
    pub shops: ShopScope,
    /// Their language.
    pub locale: Locale,
    /// Where the request came from, for the audit log.
    pub address: Option<String>,
    /// The request's id.
    pub request_id: Option<String>,
}

impl Caller {
    /// Regulars itself: may do everything.
    #[must_use]
    pub fn system(permissions: &[Permission], locale: Locale) -> Self {
        Self {
            actor: Actor::System,
            permissions: permissions.into(),
            shops: ShopScope::All,
            locale,
            address: None,
            request_id: None,
        }
    }

    /// Whether they may.
    #[must_use]
    pub fn may(&self, permission: Permission) -> bool {
        self.permissions.contains(&permission)
    }

    /// Refuses those who may not.
    ///
    /// # Errors
    /// `forbidden`.
    pub fn require(&self, permission: Permission) -> Result<(), Error> {
        if self.may(permission) { Ok(()) } else { Err(Error::forbidden()) }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        parts.extensions.get::<Self>().cloned().ok_or_else(Error::unauthenticated)
    }
}
