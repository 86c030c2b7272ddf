//! Keys that events said lately and nobody declared, each with examples and the type that it looks like.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use platform::Error;
use platform::db::Connection;
use platform::http::ShopScope;
use rules::Decimal;
use serde::Serialize;
use serde_json::{Map, Value as Json};
use utoipa::ToSchema;

use super::EventProperty;
use crate::events;
use crate::fields::FieldType;
use crate::segments::catalogue::kind_of;
use crate::segments::feed::is_read;

/// Names of events that are looked at, the most frequent first.
const NAMES: usize = 60;
/// Events of a name that are looked at, the latest first.
const EVENTS: i64 = 200;
/// Suggestions at most.
const MOST: usize = 100;
/// Examples of a key, and their characters.
const EXAMPLES: (usize, usize) = (5, 60);
/// Few values that come again and again are a choice: at most so many, each so often on average.
const CHOICE: (usize, usize) = (8, 4);
/// Words in the key of an amount.
const MONEY: [&str; 8] = ["price", "amount", "total", "revenue", "fee", "cost", "金额", "价"];
/// Keys that connectors add, and lists of products, which are items.
const OURS: [&str; 4] = ["context", "source_event", "products", "currency"];

/// A key that events said and nobody declared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = SuggestedEventProperty)]
pub struct Suggested {
    /// The event.
    pub event: String,
    /// The key in its `properties`.
    pub key: String,
    /// A title to begin with.
    pub title: String,
    /// What it looks like.
    pub r#type: FieldType,
    /// How many of the events that were looked at say it.
    pub seen: usize,
    /// How many events of this name were looked at, the latest.
    pub of: usize,
    /// Some of the values; empty for those who may not see personal data, since values may hold some.
    pub examples: Vec<String>,
}

/// What was seen of a key.
#[derive(Default)]
struct Seen {
    times: usize,
    values: BTreeMap<String, usize>,
    first: Vec<String>,
    flags: usize,
    numbers: usize,
    days: usize,
}

/// What events in `scope` said lately and nobody declared, the most frequent keys first; with examples when `whole`.
///
/// # Errors
/// When the database cannot be read.
pub async fn suggest(
    conn: &mut impl Connection,
    declared: &[EventProperty],
    scope: &ShopScope,
    whole: bool,
) -> Result<Vec<Suggested>, Error> {
    let mut found = Vec::new();
    for name in events::names(conn, scope).await?.into_iter().map(|one| one.name).take(NAMES) {
        if events::is_trade(&name) {
            continue;
        }
        let said = events::said_lately(conn, scope, &name, EVENTS).await?;
        let mut keys: BTreeMap<&str, Seen> = BTreeMap::new();
        for properties in &said {
            look(properties, &mut keys);
        }
        let kind = kind_of(&name);
        let known = |key: &str| declared.iter().any(|one| one.key == key && one.covers(&name));
        found.extend(keys.into_iter().filter(|(key, _)| !known(key) && !is_read(kind, key)).map(|(key, seen)| {
            Suggested {
                event: name.clone(),
                key: key.to_owned(),
                title: key.replace(['_', '-'], " "),
                r#type: seen.guess(key),
                seen: seen.times,
                of: said.len(),
                examples: if whole { seen.first } else { Vec::new() },
            }
        }));
    }
    found.sort_by(|one, other| other.seen.cmp(&one.seen).then_with(|| one.event.cmp(&other.event)));
    found.truncate(MOST);
    Ok(found)
}

/// Notes the single values of an event; objects and lists cannot be declared.
fn look<'p>(properties: &'p Map<String, Json>, keys: &mut BTreeMap<&'p str, Seen>) {
    for (key, value) in properties {
        let text = match value {
            Json::String(text) if !text.trim().is_empty() => text.trim().to_owned(),
            Json::Number(number) => number.to_string(),
            Json::Bool(flag) => flag.to_string(),
            _ => continue,
        };
        if OURS.contains(&key.as_str()) {
            continue;
        }
        let seen = keys.entry(key).or_default();
        seen.times += 1;
        seen.flags += usize::from(value.is_boolean() || matches!(text.as_str(), "是" | "否" | "true" | "false"));
        seen.numbers += usize::from(value.is_number() || is_figure(&text));
        seen.days += usize::from(text.parse::<Date>().is_ok() || text.parse::<Timestamp>().is_ok());
        if !seen.values.contains_key(&text) && seen.first.len() < EXAMPLES.0 {
            seen.first.push(text.chars().take(EXAMPLES.1).collect());
        }
        *seen.values.entry(text).or_default() += 1;
    }
}

/// Whether a text is a number that somebody reckons with: `007` and long rows of digits are names of things.
fn is_figure(text: &str) -> bool {
    let digits = text.trim_start_matches('-');
    let named = digits.len() > 12 || digits.starts_with('0') && digits.len() > 1 && !digits.starts_with("0.");
    !named && Decimal::read(text).is_some()
}

impl Seen {
    fn guess(&self, key: &str) -> FieldType {
        let all = |n: usize| n == self.times;
        let key = key.to_lowercase();
        if all(self.flags) {
            FieldType::YesNo
        } else if all(self.days) {
            FieldType::Date
        } else if all(self.numbers) {
            if MONEY.iter().any(|word| key.contains(word)) { FieldType::Money } else { FieldType::Number }
        } else if self.values.len() <= CHOICE.0 && self.times >= self.values.len() * CHOICE.1 {
            FieldType::OneOf
        } else {
            FieldType::Text
        }
    }
}
