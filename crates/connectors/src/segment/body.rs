//! Bodies: limits, required fields, and what is done with each message of a batch.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::wire::{Batch, Context, Text, Wire};
use super::{BATCH_LIMIT, Common, Kind, MESSAGE_LIMIT, Message, key, time};
use crate::drafts::Millis;
use crate::identity;

/// What a body holds.
#[derive(Debug, Default)]
pub struct Body {
    /// Messages that passed, in order.
    pub messages: Vec<Message>,
    /// Messages that Segment too would not accept: it answers 200 for them, and they show up for debugging.
    pub refused: Vec<Refused>,
    /// `writeKey`, when it stands in the body rather than in the header.
    pub write_key: Option<String>,
}

/// Why the body as a whole is answered with 400, as Segment does.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BodyError {
    /// The body is not JSON of the expected shape.
    #[error("the body is not the JSON that this call takes: {why} (line {line}, column {column})")]
    NotJson {
        /// What was met instead, in English.
        why: String,
        /// The line at which it ceases to be, from 1.
        line: usize,
        /// The column there, from 1.
        column: usize,
    },
    /// A call of its own has 32 KB, a batch 500 KB.
    #[error("the body has {bytes} bytes, and {limit} are the most")]
    TooLarge {
        /// Bytes of the body.
        bytes: usize,
        /// Most bytes of it.
        limit: usize,
    },
    /// One message of a batch has more than 32 KB.
    #[error("message {index} of the batch has {bytes} bytes, and {limit} are the most", limit = MESSAGE_LIMIT)]
    MessageTooLarge {
        /// Its place, from 0.
        index: usize,
        /// Its bytes.
        bytes: usize,
    },
}

impl BodyError {
    /// A stable code: `not_json`, `body_too_large`, `message_too_large`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotJson { .. } => "not_json",
            Self::TooLarge { .. } => "body_too_large",
            Self::MessageTooLarge { .. } => "message_too_large",
        }
    }
}

impl From<serde_json::Error> for BodyError {
    fn from(error: serde_json::Error) -> Self {
        let (line, column) = (error.line(), error.column());
        let why = error.to_string();
        let place = format!(" at line {line} column {column}");
        Self::NotJson { why: why.strip_suffix(&place).unwrap_or(&why).to_owned(), line, column }
    }
}

/// A message that is not taken in.
#[derive(Clone, PartialEq, Eq)]
pub struct Refused {
    /// Its place in the batch, from 0.
    pub index: usize,
    /// Why.
    pub reason: Cause,
    /// The message as it came.
    pub text: String,
}

impl std::fmt::Debug for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.index, self.reason.code())
    }
}

/// Why a message is not taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cause {
    /// A field has the wrong type, or the message is not an object.
    Malformed,
    /// `type` is missing in a batch, or is none of the six.
    UnknownType,
    /// Neither `userId` nor `anonymousId` says who.
    MissingId,
    /// `track` without `event`.
    MissingEvent,
    /// `group` without `groupId`.
    MissingGroup,
    /// `alias` without `previousId`, or without `userId`.
    MissingPrevious,
}

impl Cause {
    /// A stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::UnknownType => "unknown_type",
            Self::MissingId => "missing_id",
            Self::MissingEvent => "missing_event",
            Self::MissingGroup => "missing_group_id",
            Self::MissingPrevious => "missing_previous_id",
        }
    }
}

/// Reads the body of a single call.
///
/// # Errors
/// When it has more than 32 KB or is not a JSON object.
pub fn read_one(kind: Kind, bytes: &[u8], received_at: Millis) -> Result<Body, BodyError> {
    fits(bytes, MESSAGE_LIMIT)?;
    let text = text_of(bytes)?;
    let mut body = Body::default();
    let wire: Wire<'_> = match serde_json::from_str(text) {
        Ok(wire) => wire,
        Err(error) if error.is_data() && text.trim_start().starts_with('{') => {
            body.refused.push(Refused { index: 0, reason: Cause::Malformed, text: text.to_owned() });
            return Ok(body);
        }
        Err(error) => return Err(error.into()),
    };
    body.write_key = owned(wire.write_key.as_ref());
    let sender = Sender { received_at, sent_at: None, context: None };
    body.take(0, text, check(Some(kind), wire, text, 0, &sender));
    Ok(body)
}

/// Reads the body of `batch`.
///
/// # Errors
/// When it has more than 500 KB, is not JSON with a `batch` list, or holds a message of more than 32 KB.
pub fn read_batch(bytes: &[u8], received_at: Millis) -> Result<Body, BodyError> {
    fits(bytes, BATCH_LIMIT)?;
    let batch: Batch<'_> = serde_json::from_str(text_of(bytes)?)?;
    if let Some((index, raw)) = batch.batch.iter().enumerate().find(|(_, raw)| raw.get().len() > MESSAGE_LIMIT) {
        return Err(BodyError::MessageTooLarge { index, bytes: raw.get().len() });
    }
    let sender = Sender {
        received_at,
        sent_at: batch.sent_at.as_ref().and_then(|text| time::parse(&text.0)),
        context: batch.context.as_ref(),
    };
    let mut body = Body { write_key: owned(batch.write_key.as_ref()), ..Body::default() };
    body.messages.reserve(batch.batch.len());
    for (index, raw) in batch.batch.iter().enumerate() {
        let text = raw.get();
        let outcome = match serde_json::from_str::<Wire<'_>>(text) {
            Ok(wire) => check(None, wire, text, index, &sender),
            Err(_) => Err(Cause::Malformed),
        };
        body.take(index, text, outcome);
    }
    Ok(body)
}

impl Body {
    fn take(&mut self, index: usize, text: &str, outcome: Result<Message, Cause>) {
        match outcome {
            Ok(message) => self.messages.push(message),
            Err(reason) => self.refused.push(Refused { index, reason, text: text.to_owned() }),
        }
    }
}

/// What a batch says for all its messages.
struct Sender<'a> {
    received_at: Millis,
    sent_at: Option<Millis>,
    context: Option<&'a Context>,
}

fn fits(bytes: &[u8], limit: usize) -> Result<(), BodyError> {
    if bytes.len() > limit {
        return Err(BodyError::TooLarge { bytes: bytes.len(), limit });
    }
    Ok(())
}

fn text_of(bytes: &[u8]) -> Result<&str, BodyError> {
    let text = std::str::from_utf8(bytes).map_err(|error| BodyError::NotJson {
        why: "bytes that are not UTF-8".to_owned(),
        line: 1,
        column: error.valid_up_to().saturating_add(1),
    })?;
    Ok(text.trim_start_matches('\u{feff}'))
}

fn owned(text: Option<&Text<'_>>) -> Option<String> {
    text.map(|text| text.0.trim()).filter(|text| !text.is_empty()).map(str::to_owned)
}

fn id(text: Option<&Text<'_>>) -> Option<String> {
    text.and_then(|text| identity::id(&text.0)).map(str::to_owned)
}

fn check(kind: Option<Kind>, wire: Wire<'_>, text: &str, index: usize, sender: &Sender<'_>) -> Result<Message, Cause> {
    let kind = match (kind, &wire.kind) {
        (Some(kind), _) => kind,
        (None, Some(word)) => Kind::of(&word.0.to_ascii_lowercase()).ok_or(Cause::UnknownType)?,
        (None, None) => return Err(Cause::UnknownType),
    };
    let (user, anonymous) = (id(wire.user_id.as_ref()), id(wire.anonymous_id.as_ref()));
    if user.is_none() && anonymous.is_none() {
        return Err(if kind == Kind::Alias { Cause::MissingPrevious } else { Cause::MissingId });
    }
    let stated = wire.original_timestamp.as_ref().or(wire.timestamp.as_ref());
    let said_at = stated.and_then(|text| time::parse(&text.0));
    let sent_at = wire.sent_at.as_ref().and_then(|text| time::parse(&text.0)).or(sender.sent_at);
    let context = wire.context.or_else(|| sender.context.cloned()).unwrap_or_default();
    let arrival = said_at.is_none().then_some((sender.received_at, index));
    let common = Common {
        id: owned(wire.message_id.as_ref())
            .filter(|id| id.len() <= 256)
            .unwrap_or_else(|| key::of_content(kind.word(), text, arrival)),
        user,
        anonymous,
        at: time::correct(said_at, sent_at, sender.received_at),
        said_at,
        traits: context.traits.unwrap_or_default(),
        visit: [("campaign", context.campaign), ("page", context.page), ("locale", context.locale)]
            .into_iter()
            .filter_map(|(key, value)| value.map(|value| (key.to_owned(), value)))
            .collect(),
    };
    let mut properties = wire.properties.unwrap_or_default();
    let traits = wire.traits.unwrap_or_default();
    if said_at.is_none() {
        keep_unread(stated, &mut properties);
    }
    Ok(match kind {
        Kind::Identify => Message::Identify(common, traits),
        Kind::Track => Message::Track(common, owned(wire.event.as_ref()).ok_or(Cause::MissingEvent)?, properties),
        Kind::Group => Message::Group(common, id(wire.group_id.as_ref()).ok_or(Cause::MissingGroup)?, traits),
        Kind::Alias => Message::Alias(common, id(wire.previous_id.as_ref()).ok_or(Cause::MissingPrevious)?),
        Kind::Page | Kind::Screen => {
            for (key, value) in [("name", &wire.name), ("category", &wire.category)] {
                if let Some(text) = owned(value.as_ref()) {
                    properties.insert(key.to_owned(), Value::String(text));
                }
            }
            Message::View(common, kind, properties)
        }
    })
}

/// An instant that could not be read stays with the event, which then counts as happened on receipt.
fn keep_unread(stated: Option<&Text<'_>>, properties: &mut Map<String, Value>) {
    if let Some(Text(text)) = stated {
        let text = match text {
            Cow::Borrowed(text) => (*text).to_owned(),
            Cow::Owned(text) => text.clone(),
        };
        properties.entry("timestamp").or_insert(Value::String(text));
    }
}
