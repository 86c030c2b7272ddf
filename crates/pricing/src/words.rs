//! What buyers and operators read, in Chinese and in English.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

/// A text in the two languages of shop and console. A text alone, `"金卡"`, is read as the Chinese one without an English one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, ToSchema)]
pub struct Words {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Words {
    /// The same thing said twice.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }

    /// What is called the same in both languages: a product, a number.
    pub fn alike(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { en: text.clone(), zh: text }
    }

    /// What a Chinese reader is told: the Chinese text, without one the English one.
    #[must_use]
    pub fn in_chinese(&self) -> &str {
        either(&self.zh, &self.en)
    }

    /// What an English reader is told: the English text, without one the Chinese one.
    #[must_use]
    pub fn in_english(&self) -> &str {
        either(&self.en, &self.zh)
    }

    /// Both in one line, `金卡 / Gold`, for what has room for one text alone; once what both say alike.
    #[must_use]
    pub fn in_one(&self) -> String {
        match (self.in_chinese(), self.in_english()) {
            (zh, en) if zh == en => zh.to_owned(),
            (zh, en) => format!("{zh} / {en}"),
        }
    }
}

fn either<'w>(first: &'w str, second: &'w str) -> &'w str {
    if first.trim().is_empty() { second } else { first }
}

/// A text alone, which is Chinese.
impl From<&str> for Words {
    fn from(text: &str) -> Self {
        Self::new(text, "")
    }
}

/// A text alone, which is Chinese.
impl From<String> for Words {
    fn from(text: String) -> Self {
        Self::new(text, "")
    }
}

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reading)
    }
}

/// Reads words said in both languages or in one.
struct Reading;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Both {
    zh: String,
    en: String,
}

impl<'de> Visitor<'de> for Reading {
    type Value = Words;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, or one in each language: {\"zh\": …, \"en\": …}")
    }

    fn visit_str<E>(self, text: &str) -> Result<Words, E> {
        Ok(text.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Words, A::Error> {
        let Both { zh, en } = Both::deserialize(MapAccessDeserializer::new(map))?;
        Ok(Words { zh, en })
    }
}

/// A rate as Chinese shops write it: 880 ‰ is `8.8折`.
pub(crate) fn fold(keep: u16) -> String {
    let (whole, rest) = (keep / 100, keep % 100);
    match rest {
        0 => format!("{whole}折"),
        rest if rest % 10 == 0 => format!("{whole}.{}折", rest / 10),
        rest => format!("{whole}.{rest:02}折"),
    }
}

/// The same rate in English: 880 ‰ is `12% off`.
pub(crate) fn percent_off(keep: u16) -> String {
    let off = 1000_u16.saturating_sub(keep);
    if off.is_multiple_of(10) { format!("{}% off", off / 10) } else { format!("{}.{}% off", off / 10, off % 10) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_from_both_languages_or_from_one() {
        let read = |text: &str| serde_json::from_str::<Words>(text).map_err(|error| error.to_string());
        assert_eq!(read(r#"{"zh": "金卡", "en": "Gold"}"#), Ok(Words::new("金卡", "Gold")));
        assert_eq!(read(r#""金卡""#), Ok(Words::new("金卡", "")));
        for (wrong, why) in [
            (r#"{"zh": "金卡"}"#, "missing field `en`"),
            (r#"{"zh": "金卡", "en": "", "de": "Gold"}"#, "unknown field `de`"),
            ("7", "expected a text, or one in each language"),
        ] {
            assert!(read(wrong).is_err_and(|error| error.contains(why)), "{wrong}");
        }
    }

    #[test]
    fn whoever_reads_a_language_that_is_missing_is_told_the_other_one() {
        let gold = Words::new("金卡", "Gold");
        assert_eq!((gold.in_chinese(), gold.in_english(), gold.in_one().as_str()), ("金卡", "Gold", "金卡 / Gold"));
        let one = Words::new("金卡", " ");
        assert_eq!((one.in_chinese(), one.in_english(), one.in_one().as_str()), ("金卡", "金卡", "金卡"));
        assert_eq!(Words::new("", "Gold").in_chinese(), "Gold");
        assert_eq!(Words::alike("VIP").in_one(), "VIP");
    }
}
