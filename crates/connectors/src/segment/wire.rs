//! The JSON of a message, as typed fields. Ids may be strings or numbers, instants strings or numbers.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

/// Text, or a number in place of text.
#[derive(Debug, Clone)]
pub(super) struct Text<'a>(pub(super) Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Words;
        impl<'de> Visitor<'de> for Words {
            type Value = Text<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("text or a number")
            }
            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Borrowed(text)))
            }
            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }
            fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
                Ok(Text(Cow::Owned(number.to_string())))
            }
            fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
                Ok(Text(Cow::Owned(number.to_string())))
            }
            fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
                Ok(Text(Cow::Owned(number.to_string())))
            }
        }
        deserializer.deserialize_any(Words)
    }
}

/// One message. `traits`, `properties` and `context` that are not objects are refused as malformed.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Wire<'a> {
    #[serde(borrow, rename = "type")]
    pub(super) kind: Option<Text<'a>>,
    #[serde(borrow)]
    pub(super) user_id: Option<Text<'a>>,
    #[serde(borrow)]
    pub(super) anonymous_id: Option<Text<'a>>,
    #[serde(borrow)]
    pub(super) message_id: Option<Text<'a>>,
    #[serde(borrow)]
    pub(super) event: Option<Text<'a>>,
    #[serde(borrow)]
    pub(super) name: Option<Text<'a>>,
    #[serde(borrow)]
    pub(super) category: Option<Text<'a>>,
    #[serde(borrow)]
    pub(super) group_id: Option<Text<'a>>,
    #[serde(borrow)]
    pub(super) previous_id: Option<Text<'a>>,
    #[serde(borrow)]
    pub(super) timestamp: Option<Text<'a>>,
    #[serde(borrow)]
    pub(super) original_timestamp: Option<Text<'a>>,
    #[serde(borrow)]
    pub(super) sent_at: Option<Text<'a>>,
    #[serde(borrow)]
    pub(super) write_key: Option<Text<'a>>,
    pub(super) traits: Option<Map<String, Value>>,
    pub(super) properties: Option<Map<String, Value>>,
    pub(super) context: Option<Context>,
}

/// The parts of `context` that are kept. Addresses and device ids are not.
#[derive(Deserialize, Clone, Default)]
pub(super) struct Context {
    pub(super) traits: Option<Map<String, Value>>,
    pub(super) campaign: Option<Value>,
    pub(super) page: Option<Value>,
    pub(super) locale: Option<Value>,
}

/// A batch. Messages stay text until each is looked at, so that one bad message does not spoil the others.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Batch<'a> {
    #[serde(borrow)]
    pub(super) batch: Vec<&'a RawValue>,
    #[serde(borrow)]
    pub(super) sent_at: Option<Text<'a>>,
    #[serde(borrow)]
    pub(super) write_key: Option<Text<'a>>,
    pub(super) context: Option<Context>,
}
