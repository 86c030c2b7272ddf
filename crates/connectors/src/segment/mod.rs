//! Segment's HTTP tracking API: bodies of `identify`, `track`, `page`, `screen`, `group`, `alias` and `batch`, to
//! drafts and links.
//!
//! [`body::read`] checks limits and required fields and corrects clocks; [`Message::read`] says what the message states
//! in our words. Absent: the HTTP server, write keys' owners, saying a `messageId` once, and joining profiles.

pub mod amount;
pub mod body;
mod commerce;
mod event;
mod key;
mod person;
mod property;
#[cfg(test)]
mod tests;
pub mod time;
mod wire;

use jiff::tz::TimeZone;
use serde_json::{Map, Value};

use crate::drafts::{Draft, Identifier, IdentifierKind, Millis, ShopRef};
use crate::identity;

/// Most bytes of one message.
pub const MESSAGE_LIMIT: usize = 32 * 1024;

/// Most bytes of one batch, before compression.
pub const BATCH_LIMIT: usize = 500 * 1024;

/// Which of the seven paths a body came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Who somebody is.
    Identify,
    /// What somebody did.
    Track,
    /// A page of a web site seen.
    Page,
    /// A screen of an app seen.
    Screen,
    /// A company or household that somebody belongs to.
    Group,
    /// Two ids of one person.
    Alias,
}

impl Kind {
    /// By the word in a path or in `type`.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Some(match word {
            "identify" => Self::Identify,
            "track" => Self::Track,
            "page" => Self::Page,
            "screen" => Self::Screen,
            "group" => Self::Group,
            "alias" => Self::Alias,
            _ => return None,
        })
    }

    /// The word in a path or in `type`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Identify => "identify",
            Self::Track => "track",
            Self::Page => "page",
            Self::Screen => "screen",
            Self::Group => "group",
            Self::Alias => "alias",
        }
    }
}

/// What every message carries.
#[derive(Clone, PartialEq)]
pub struct Common {
    /// `messageId`, or one made of the content; an event is said once per source and id.
    pub id: String,
    /// `userId`.
    pub user: Option<String>,
    /// `anonymousId`.
    pub anonymous: Option<String>,
    /// When it happened, by our clock.
    pub at: Millis,
    /// When it happened, by the sender's clock; `None` when not said or not readable.
    pub said_at: Option<Millis>,
    /// `context.traits`.
    pub traits: Map<String, Value>,
    /// The parts of `context` that describe a visit: `campaign`, `page`, `locale`.
    pub visit: Map<String, Value>,
}

/// A message that has passed all checks.
#[derive(Clone, PartialEq)]
pub enum Message {
    /// `identify`: common fields and `traits`.
    Identify(Common, Map<String, Value>),
    /// `track`: common fields, `event`, `properties`.
    Track(Common, String, Map<String, Value>),
    /// `page` or `screen`: common fields, which of the two, `properties` with `name` and `category` in them.
    View(Common, Kind, Map<String, Value>),
    /// `group`: common fields, `groupId`, `traits`.
    Group(Common, String, Map<String, Value>),
    /// `alias`: common fields, `previousId`.
    Alias(Common, String),
}

/// Two identifiers that a source states to be one person's.
///
/// The receiver gives a known visitor's history to the user. It must not join two profiles that both carry a `UserId`
/// of this source because one visitor's browser was used by both: only [`LinkReason::Alias`] states that.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Link {
    /// The weaker or older one.
    pub from: Identifier,
    /// The one to keep.
    pub to: Identifier,
    /// What states it.
    pub reason: LinkReason,
    /// When.
    pub at: Millis,
}

/// What states that two identifiers are one person's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LinkReason {
    /// `anonymousId` and `userId` stand on one message.
    Together,
    /// An alias call. `previousId` may have been a visitor's or a user's; a link is given for each, and one that no
    /// profile carries is simply written to the profile of `to`.
    Alias,
}

/// What a message does not say itself.
#[derive(Debug, Clone)]
pub struct Setting {
    /// The shop of the write key.
    pub shop: ShopRef,
    /// ISO 4217 code where a message states money without one.
    pub currency: String,
    /// Zone of the shop, for birthdays that were sent as instants.
    pub zone: TimeZone,
}

/// What a message states.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reading {
    /// Facts, in the order in which they should be taken in.
    pub drafts: Vec<Draft>,
    /// Identifiers of one person.
    pub links: Vec<Link>,
}

impl Message {
    /// What every message carries.
    #[must_use]
    pub fn common(&self) -> &Common {
        match self {
            Self::Identify(common, _)
            | Self::Track(common, ..)
            | Self::View(common, ..)
            | Self::Group(common, ..)
            | Self::Alias(common, _) => common,
        }
    }

    /// Which call it was.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self {
            Self::Identify(..) => Kind::Identify,
            Self::Track(..) => Kind::Track,
            Self::View(_, kind, _) => *kind,
            Self::Group(..) => Kind::Group,
            Self::Alias(..) => Kind::Alias,
        }
    }

    /// What it states, in our words.
    #[must_use]
    pub fn read(self, setting: &Setting) -> Reading {
        let mut reading = Reading::default();
        reading.links.extend(self.common().together());
        match self {
            Self::Identify(common, traits) => {
                reading.drafts.extend(person::draft(&common, traits, &setting.zone).map(boxed_person));
            }
            Self::Group(common, group, traits) => {
                reading.drafts.extend(person::of_group(&common, group, traits, &setting.zone).map(boxed_person));
            }
            Self::Track(common, name, properties) => {
                event::track(common, name, properties, setting, &mut reading.drafts);
            }
            Self::View(common, kind, properties) => {
                event::view(common, kind, properties, setting, &mut reading.drafts);
            }
            Self::Alias(common, previous) => reading.links.extend(common.alias(&previous)),
        }
        reading
    }
}

fn boxed_person(person: crate::drafts::PersonDraft) -> Draft {
    Draft::Person(Box::new(person))
}

impl Common {
    /// Who, strongest first.
    #[must_use]
    pub fn identifiers(&self) -> Vec<Identifier> {
        let made = |kind, value: &Option<String>| value.clone().map(|value| Identifier { kind, value });
        [made(IdentifierKind::UserId, &self.user), made(IdentifierKind::AnonymousId, &self.anonymous)]
            .into_iter()
            .flatten()
            .collect()
    }

    fn together(&self) -> Option<Link> {
        let (user, anonymous) = (self.user.clone()?, self.anonymous.clone()?);
        Some(Link {
            from: Identifier { kind: IdentifierKind::AnonymousId, value: anonymous },
            to: Identifier { kind: IdentifierKind::UserId, value: user },
            reason: LinkReason::Together,
            at: self.at,
        })
    }

    fn alias(&self, previous: &str) -> Vec<Link> {
        let Some(to) = self.identifiers().into_iter().next() else { return Vec::new() };
        [IdentifierKind::AnonymousId, IdentifierKind::UserId]
            .into_iter()
            .filter_map(|kind| identity::identifier(kind, previous))
            .filter(|from| *from != to)
            .map(|from| Link { from, to: to.clone(), reason: LinkReason::Alias, at: self.at })
            .collect()
    }
}

impl std::fmt::Debug for Common {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Common").field("id", &self.id).field("at", &self.at).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Message {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {:?}", self.kind().word(), self.common())
    }
}
