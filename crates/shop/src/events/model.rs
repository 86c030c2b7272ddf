//! What a behaviour is once it is kept, and how one is said by API.

use connectors::drafts::{EventDraft, Identifier, IdentifierKind, ShopRef};
use connectors::identity;
use platform::{Error, Id, Instant, Money};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use utoipa::ToSchema;

use crate::customers::kind_from_code;

/// The behaviour that makes somebody an inquirer (询单).
pub const INQUIRED: &str = "inquired";
/// Characters of a name.
const NAME_LENGTH: usize = 200;
/// Bytes of the key that a caller gives.
const KEY_LENGTH: usize = 256;
/// Bytes of properties, as the tracking endpoints have it for a whole message.
const PROPERTIES_SIZE: usize = 32 * 1024;
/// How far ahead of us a clock may be, milliseconds.
const AHEAD: i64 = 86_400_000;

/// What became of a batch.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Recorded {
    /// Behaviours kept for the first time.
    pub created: i64,
    /// Behaviours that were here already, by their key.
    pub unchanged: i64,
    /// Behaviours that name nobody.
    pub refused: i64,
}

impl std::ops::AddAssign for Recorded {
    fn add_assign(&mut self, other: Self) {
        self.created += other.created;
        self.unchanged += other.unchanged;
        self.refused += other.refused;
    }
}

/// A behaviour: something a profile did at an instant.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Event {
    /// Its id.
    pub id: Id,
    /// When it happened, by our clock.
    pub at: Instant,
    /// When we heard of it.
    pub received_at: Instant,
    /// `viewed`, `carted`, `inquired`, … or the source's own name.
    pub name: String,
    /// The shop where it happened.
    pub shop_id: Option<Id>,
    /// The profile that did it.
    pub profile_id: Id,
    /// The customer that the profile belongs to today.
    pub customer_id: Option<Id>,
    /// The product concerned, as the source numbers it.
    pub product: Option<String>,
    /// What it is worth.
    pub amount: Option<Money>,
    /// Everything else that was said.
    #[schema(value_type = Object)]
    pub properties: Json,
}

/// A name that behaviours have had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct EventName {
    /// The name.
    pub name: String,
    /// How many were kept, ever; erased ones stay counted.
    pub count: i64,
    /// When the first happened.
    pub first_at: Instant,
    /// When the last happened.
    pub last_at: Instant,
}

/// Who did it, as an API caller names them.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Who {
    /// `user_id`, `anonymous_id`, `mobile`, `email`, `taobao_nick`, ….
    pub kind: String,
    /// The value.
    pub value: String,
}

/// A behaviour as an API caller says it.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EventInput {
    /// The caller's own key: saying it again changes nothing.
    pub key: String,
    /// `viewed`, `carted`, `inquired`, … or a name of your own.
    pub name: String,
    /// When it happened; now when absent.
    #[serde(default)]
    pub at: Option<Instant>,
    /// Who did it, at least one.
    pub who: Vec<Who>,
    /// The product concerned.
    #[serde(default)]
    pub product: Option<String>,
    /// What it is worth.
    #[serde(default)]
    pub amount: Option<Money>,
    /// Everything else.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub properties: Map<String, Json>,
}

impl EventInput {
    /// The draft of it; `now` is milliseconds UTC.
    ///
    /// # Errors
    /// `invalid` naming the field.
    pub(super) fn draft(self, now: i64) -> Result<EventDraft, Error> {
        let at = self.at.map_or(now, |at| at.0);
        if at > now + AHEAD || at < 0 {
            return Err(Error::invalid("at", "out_of_range"));
        }
        let name = self.name.trim().to_owned();
        if name.is_empty() {
            return Err(Error::invalid("name", "required"));
        }
        if name.chars().count() > NAME_LENGTH {
            return Err(Error::invalid("name", "too_long"));
        }
        if self.key.trim().is_empty() {
            return Err(Error::invalid("key", "required"));
        }
        if self.key.len() > KEY_LENGTH {
            return Err(Error::invalid("key", "too_long"));
        }
        if serde_json::to_string(&self.properties).map_err(Error::internal)?.len() > PROPERTIES_SIZE {
            return Err(Error::invalid("properties", "too_long"));
        }
        Ok(EventDraft {
            row: 0,
            key: self.key,
            shop: ShopRef::default(),
            name,
            identifiers: identifiers(&self.who)?,
            at,
            product: self.product.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()),
            amount: self.amount.as_ref().map(|amount| amount.amount),
            currency: self.amount.map(|amount| amount.currency),
            properties: self.properties,
        })
    }
}

fn identifiers(who: &[Who]) -> Result<Vec<Identifier>, Error> {
    if who.is_empty() {
        return Err(Error::invalid("who", "required"));
    }
    let mut found = Vec::with_capacity(who.len());
    for (index, one) in who.iter().enumerate() {
        let kind: IdentifierKind =
            kind_from_code(&one.kind).ok_or_else(|| Error::invalid(format!("who[{index}].kind"), "unknown"))?;
        let identifier = identity::identifier(kind, &one.value)
            .ok_or_else(|| Error::invalid(format!("who[{index}].value"), "malformed"))?;
        found.push(identifier);
    }
    identity::strongest_first(&mut found);
    Ok(found)
}

/// One of a call that was not kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RefusedInput {
    /// Its place in the call, from 0.
    pub index: usize,
    /// The field at fault.
    pub field: Option<String>,
    /// A stable code.
    pub code: String,
    /// Why, in the caller's language.
    pub detail: String,
}

/// A message of the tracking endpoints that was not kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RefusedMessage {
    /// Its id.
    pub id: Id,
    /// When it came.
    pub received_at: Instant,
    /// The shop whose write key sent it.
    pub shop_id: Id,
    /// A stable code: `missing_id`, `missing_event`, `unknown_type`, ….
    pub code: String,
    /// Why, in the caller's language.
    pub reason: String,
    /// What to change at the sender, in the caller's language.
    pub cure: String,
    /// Its place in its batch, from 0.
    pub index: i64,
    /// The message as it came; absent for those who may not see personal data, since it may hold some.
    pub text: Option<String>,
}

/// How many messages were refused, ever, for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RefusedCount {
    /// A stable code.
    pub code: String,
    /// How many.
    pub count: i64,
    /// When the last one came.
    pub last_at: Instant,
}

/// The key under which a behaviour is kept once beside its profile: 96 bits of a hash over the source's name and the
/// source's own key.
///
/// It is unique for a profile, not for all: a repetition names the same person, and so ten million keys of others need
/// not be touched to place a new one. The index that keeps it grows where that visitor's history lies anyway.
#[must_use]
pub(super) fn key(source: &str, own: &str) -> Vec<u8> {
    use sha2::{Digest as _, Sha256};
    let hash = Sha256::new().chain_update(source).chain_update([0]).chain_update(own).finalize();
    hash.into_iter().take(12).collect()
}
