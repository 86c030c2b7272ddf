//! A customer's attributes: which value stands, where and when it came from, and what was there before.
//!
//! What staff typed stands over what sources say, until it is cleared. Of sources the freshest whole value stands.

use connectors::identity::mask;
use platform::i18n::Locale;
use platform::{App, Instant};
use serde::Serialize;
use serde_json::Value as Json;
use utoipa::ToSchema;

use crate::customers::{self, Mark, Profile};
use crate::fields::{self, Field, Recorded};

/// An attribute as the card shows it.
#[derive(Clone, PartialEq, Serialize, ToSchema)]
pub struct Attribute {
    /// `name`, … or `field:<key>`.
    pub key: String,
    /// What people call it.
    pub label: String,
    /// What it holds.
    pub r#type: String,
    /// The value that stands; masked where it is sensitive.
    #[schema(value_type = Object)]
    pub value: Json,
    /// The value as a text; masked where it is sensitive.
    pub display: Option<String>,
    /// Whether it is masked here and can be revealed.
    pub sensitive: bool,
    /// Where the value came from.
    pub source: Option<AttributeSource>,
    /// What else was said of it, newest first.
    pub history: Vec<Earlier>,
}

/// Where a value came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AttributeSource {
    /// `user`, `key`, `system`, `import` or `profile`.
    pub kind: String,
    /// Who or what.
    pub name: String,
    /// When.
    pub at: Instant,
}

/// A value that was said of an attribute.
#[derive(Clone, PartialEq, Serialize, ToSchema)]
pub struct Earlier {
    /// The value; masked where it is sensitive.
    #[schema(value_type = Object)]
    pub value: Json,
    /// Who or what said it.
    pub source: String,
    /// When.
    pub at: Instant,
}

/// One thing said of an attribute, unmasked.
#[derive(Clone)]
pub(super) struct Word {
    pub(super) value: Json,
    kind: String,
    source: String,
    at: i64,
}

/// Everything said of an attribute, what stands first.
pub(super) fn words(
    key: &str,
    profiles: &[Profile],
    recorded: &[Recorded],
    name: impl Fn(&Profile) -> String,
) -> Vec<Word> {
    let typed = recorded.iter().filter(|row| row.key == key).map(|row| Word {
        value: row.value.clone(),
        kind: row.source_kind.clone(),
        source: row.source_name.clone(),
        at: row.at,
    });
    let mut said: Vec<(Mark, Word)> = profiles
        .iter()
        .filter_map(|profile| {
            let (value, mark) = (label(profile, key)?, profile.marks.of_attribute(key));
            Some((mark, Word { value, kind: "profile".to_owned(), source: name(profile), at: mark.at }))
        })
        .collect();
    // As the customer's row is derived: a whole value before a masked one, then the latest, then the larger one.
    said.sort_by_cached_key(|(mark, word)| {
        let text = word.value.as_str().unwrap_or_default().to_owned();
        (text.contains('*'), std::cmp::Reverse((*mark, text)))
    });
    let mut said: Vec<Word> = said.into_iter().map(|(_, word)| word).collect();
    let mut words: Vec<Word> = typed.collect();
    // What was cleared leaves the word to the sources.
    let cleared = words.first().is_none_or(|word| word.value.is_null());
    if cleared {
        said.extend(words);
        said
    } else {
        words.extend(said);
        words
    }
}

fn label(profile: &Profile, key: &str) -> Option<Json> {
    let labels = &profile.labels;
    let text = match key {
        "name" => &labels.name,
        "nick" => &labels.nick,
        "gender" => &labels.gender,
        "birthday" => &labels.birthday,
        "mobile" => &labels.mobile,
        "email" => &labels.email,
        "province" => &labels.province,
        "city" => &labels.city,
        "district" => &labels.district,
        "street" => &labels.street,
        "zip" => &labels.zip,
        "buyer_credit" => &labels.buyer_credit,
        "registered_at" => return labels.registered_at.map(|at| Json::from(Instant(at).to_string())),
        _ => return None,
    };
    text.as_deref().map(Json::from)
}

/// `value` as it may be shown to everybody.
pub(super) fn masked(key: &str, value: &Json) -> Json {
    let Some(text) = value.as_str() else { return value.clone() };
    Json::from(match key {
        "name" => mask::name(text),
        "mobile" => mask::mobile(text),
        "email" => mask::email(text),
        "street" => mask::street(text),
        "birthday" => customers::birthday(text),
        _ => text.to_owned(),
    })
}

/// The attributes of the card, built-in ones first, in their order; those of archived fields only where there is a value.
pub(super) fn shown(
    app: &App,
    locale: Locale,
    own: &[Field],
    profiles: &[Profile],
    recorded: &[Recorded],
    name: impl Fn(&Profile) -> String,
) -> Vec<Attribute> {
    let built_in = fields::BUILT_IN.iter().map(|key| {
        let kind = match *key {
            "birthday" => "date",
            "registered_at" => "instant",
            _ => "text",
        };
        ((*key).to_owned(), app.i18n.text(locale, &format!("card-attribute-{key}"), &[]), kind.to_owned(), false)
    });
    let own = own.iter().map(|field| {
        (format!("field:{}", field.key), field.name.clone(), field.r#type.code().to_owned(), field.archived)
    });
    built_in
        .chain(own)
        .filter_map(|(key, label, kind, archived)| {
            let words = words(&key, profiles, recorded, &name);
            let first = words.first().filter(|word| !word.value.is_null());
            if archived && first.is_none() {
                return None;
            }
            let value = first.map_or(Json::Null, |word| masked(&key, &word.value));
            let history = words.iter().skip(usize::from(first.is_some()));
            Some(Attribute {
                sensitive: fields::SENSITIVE.contains(&key.as_str()),
                display: text(&value),
                source: first.map(|word| AttributeSource {
                    kind: word.kind.clone(),
                    name: word.source.clone(),
                    at: Instant(word.at),
                }),
                history: history
                    .map(|word| Earlier {
                        value: masked(&key, &word.value),
                        source: word.source.clone(),
                        at: Instant(word.at),
                    })
                    .collect(),
                key,
                label,
                r#type: kind,
                value,
            })
        })
        .collect()
}

fn text(value: &Json) -> Option<String> {
    match value {
        Json::Null => None,
        Json::String(text) => Some(text.clone()),
        Json::Array(parts) => Some(parts.iter().filter_map(text).collect::<Vec<_>>().join("、")),
        Json::Object(_) => serde_json::from_value::<platform::Money>(value.clone())
            .ok()
            .map(|money| format!("{} {}", money.decimal(), money.currency)),
        other => Some(other.to_string()),
    }
}
