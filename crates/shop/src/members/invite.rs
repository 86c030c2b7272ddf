//! Invitations: a code that lets people join, as often as it says.

use platform::db::Tx;
use platform::{App, Error, Instant};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::records;

/// Invitations at most.
const MOST: usize = 500;
/// Letters of a code of our own.
const LETTERS: usize = 8;

/// An invitation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Invitation {
    /// What is typed in.
    pub code: String,
    /// What it is for.
    pub name: String,
    /// How many may join by it; null without a limit.
    pub cap: Option<i64>,
    /// How many did.
    pub used: i64,
    /// Until when.
    pub ends_at: Option<Instant>,
    /// Since when there is it.
    pub created_at: Instant,
}

/// An invitation to be made.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct NewInvitation {
    /// What it is for.
    pub name: String,
    /// What is typed in: 4 to 32 letters or digits; one is made up when it is left out.
    #[serde(default)]
    pub code: Option<String>,
    /// How many may join by it.
    #[serde(default)]
    pub cap: Option<i64>,
    /// Until when.
    #[serde(default)]
    pub ends_at: Option<Instant>,
}

/// Makes an invitation.
///
/// # Errors
/// `invalid` naming the field; the conflicts `already_exists` and `too_many_invitations`.
pub async fn invite(tx: &mut Tx, app: &App, new: NewInvitation) -> Result<Invitation, Error> {
    let now = app.clock.now();
    let name = match new.name.trim() {
        "" => return Err(Error::invalid("name", "required")),
        name if name.chars().count() > 60 => return Err(Error::invalid("name", "too_long")),
        name => name.to_owned(),
    };
    if new.cap.is_some_and(|cap| cap < 1) {
        return Err(Error::invalid("cap", "out_of_range"));
    }
    if new.ends_at.is_some_and(|at| at.0 <= now) {
        return Err(Error::invalid("ends_at", "in_the_past"));
    }
    if records::invitations(tx).await?.len() >= MOST {
        return Err(Error::conflict("too_many_invitations"));
    }
    let code = match new.code.as_deref().map(str::trim).filter(|code| !code.is_empty()) {
        Some(code) if (4..=32).contains(&code.len()) && code.chars().all(|c| c.is_ascii_alphanumeric()) => {
            code.to_owned()
        }
        Some(_) => return Err(Error::invalid("code", "malformed")),
        None => app.chance.code(LETTERS)?,
    };
    if records::invitation_called(tx, &code).await?.is_some() {
        return Err(Error::conflict("already_exists"));
    }
    let made = Invitation { code, name, cap: new.cap, used: 0, ends_at: new.ends_at, created_at: Instant(now) };
    records::add_invitation(tx, &made).await?;
    Ok(made)
}
