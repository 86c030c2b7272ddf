//! Putting groups, tags and notes on customers and taking them off, one or many at a time.

use platform::db::Tx;
use platform::http::Actor;
use platform::{App, Error, Id, Instant};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Note, records};

/// Longest tag, characters.
const MOST_TAG: usize = 40;
/// Longest note, characters.
const MOST_NOTE: usize = 4_000;

/// What is done to many customers at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", content = "value", rename_all = "snake_case")]
pub enum Action {
    /// Puts them into a group, by its id.
    GroupAdd(Id),
    /// Takes them out of a group, by its id.
    GroupRemove(Id),
    /// Puts a tag on them.
    TagAdd(String),
    /// Takes a tag off them.
    TagRemove(String),
    /// Writes a note on each.
    Note(String),
}

/// A customer as an action sees it: the profile that new things are put on, and all profiles, from which things are
/// taken off.
#[derive(Debug, Clone)]
pub struct Target {
    /// The profile with the lowest id.
    pub anchor: i64,
    /// Every profile.
    pub profiles: Vec<i64>,
}

impl Action {
    /// The action with its text trimmed, once it is known to be sound.
    ///
    /// # Errors
    /// `invalid` for an empty or overlong text, `not_found` for a group that does not stand.
    pub async fn check(self, conn: &mut impl platform::db::Connection) -> Result<Self, Error> {
        match self {
            Self::GroupAdd(id) | Self::GroupRemove(id) => {
                records::find(conn, id.0).await?.ok_or_else(|| Error::not_found("group"))?;
                Ok(self)
            }
            Self::TagAdd(tag) => Ok(Self::TagAdd(fits(&tag, MOST_TAG)?)),
            Self::TagRemove(tag) => Ok(Self::TagRemove(fits(&tag, MOST_TAG)?)),
            Self::Note(text) => Ok(Self::Note(fits(&text, MOST_NOTE)?)),
        }
    }

    /// A stable name for the audit log.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::GroupAdd(_) => "group_add",
            Self::GroupRemove(_) => "group_remove",
            Self::TagAdd(_) => "tag_add",
            Self::TagRemove(_) => "tag_remove",
            Self::Note(_) => "note",
        }
    }
}

fn fits(text: &str, most: usize) -> Result<String, Error> {
    match text.trim() {
        "" => Err(Error::invalid("value", "required")),
        text if text.chars().count() > most => Err(Error::invalid("value", "too_long")),
        text => Ok(text.to_owned()),
    }
}

/// Does a checked action to `targets` and says how many rows changed. Doing it again changes nothing more, notes apart.
///
/// # Errors
/// When the database refuses.
pub async fn apply(
    tx: &mut Tx,
    app: &App,
    actor: &Actor,
    action: &Action,
    targets: &[Target],
    now: i64,
) -> Result<u64, Error> {
    let all = || targets.iter().flat_map(|target| target.profiles.iter().copied()).collect::<Vec<i64>>();
    match action {
        Action::GroupAdd(id) => {
            let labels = records::labels(tx, &all()).await?;
            let anchors =
                missing(targets, |profile| labels.groups.iter().any(|(p, group)| *p == profile && group.id == *id));
            records::join(tx, id.0, &anchors, now).await
        }
        Action::GroupRemove(id) => records::leave(tx, id.0, &all()).await,
        Action::TagAdd(tag) => {
            let labels = records::labels(tx, &all()).await?;
            let anchors = missing(targets, |profile| labels.tags.iter().any(|(p, worn)| *p == profile && worn == tag));
            records::tag(tx, tag, &anchors, now).await
        }
        Action::TagRemove(tag) => records::untag(tx, tag, &all()).await,
        Action::Note(text) => {
            let notes: Vec<Note> = targets
                .iter()
                .map(|target| Note {
                    id: Id(app.ids.next()),
                    text: text.clone(),
                    author: actor.name().to_owned(),
                    at: Instant(now),
                    pinned: false,
                    profile_id: target.anchor,
                })
                .collect();
            records::note(tx, actor, &notes).await
        }
    }
}

/// Anchors of the targets that have none of it on any profile.
fn missing(targets: &[Target], has: impl Fn(i64) -> bool) -> Vec<i64> {
    targets.iter().filter(|target| !target.profiles.iter().any(|id| has(*id))).map(|target| target.anchor).collect()
}
