//! Fields and the values that customers have in them.

use platform::{Error, Id, Money};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use utoipa::ToSchema;

/// Longest text of a value, characters.
const MOST_TEXT: usize = 2_000;
/// Most entries of a `tags` value.
const MOST_TAGS: usize = 50;

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FieldType {
    /// Text, 2,000 characters at most.
    Text,
    /// A number.
    Number,
    /// Money: `{amount, currency}`, minor units.
    Money,
    /// A day: `2026-11-21`.
    Date,
    /// Yes or no.
    YesNo,
    /// One of the field's options.
    OneOf,
    /// Several short texts.
    Tags,
}

impl FieldType {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Text, Self::Number, Self::Money, Self::Date, Self::YesNo, Self::OneOf, Self::Tags];

    /// The code that the database and the API use.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "number",
            Self::Money => "money",
            Self::Date => "date",
            Self::YesNo => "yes_no",
            Self::OneOf => "one_of",
            Self::Tags => "tags",
        }
    }

    /// The type with that code.
    ///
    /// # Errors
    /// When there is none; the database then holds something this program did not write.
    pub fn from_code(code: &str) -> Result<Self, Error> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.code() == code)
            .ok_or_else(|| Error::internal(format!("no field type is called {code}")))
    }
}

/// A field that the shop made for itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Field {
    /// Its id.
    pub id: Id,
    /// What rules, files and the API call it. Never changes.
    pub key: String,
    /// What people call it.
    pub name: String,
    /// What it holds. Never changes.
    pub r#type: FieldType,
    /// The choices of a `one_of` field.
    pub options: Vec<String>,
    /// Whether it is put away: kept with its values, hidden from forms.
    pub archived: bool,
}

/// One value that an attribute of a profile had from an instant on.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded {
    /// The row's id; later ones are larger.
    pub id: i64,
    /// The profile it was said of.
    pub profile_id: i64,
    /// `name`, `birthday`, … or `field:<key>`.
    pub key: String,
    /// The value; null when it was cleared.
    pub value: Json,
    /// `user`, `key`, `system` or `import`.
    pub source_kind: String,
    /// Who or what said it.
    pub source_name: String,
    /// When it was said last, milliseconds UTC.
    pub at: i64,
    /// Of two values of one instant the one with the larger number counts, then the larger id.
    pub rank: i64,
}

impl Field {
    /// `value` in the field's one normal form, or the code of what is wrong with it (`fault-<code>`).
    ///
    /// # Errors
    /// `malformed`, `too_long`, `unknown` (not one of the options), `out_of_range`.
    pub fn check(&self, value: &Json) -> Result<Json, &'static str> {
        match self.r#type {
            FieldType::Text => text(value).map(Json::from),
            FieldType::Number => number(value),
            FieldType::Money => money(value),
            FieldType::Date => day(value).map(Json::from),
            FieldType::YesNo => yes_no(value).map(Json::from),
            FieldType::OneOf => {
                let chosen = text(value)?;
                if self.options.contains(&chosen) { Ok(Json::from(chosen)) } else { Err("unknown") }
            }
            FieldType::Tags => tags(value),
        }
    }
}

/// A text without surrounding blanks.
pub(super) fn text(value: &Json) -> Result<String, &'static str> {
    let text = match value {
        Json::String(text) => text.trim().to_owned(),
        Json::Number(number) => number.to_string(),
        _ => return Err("malformed"),
    };
    if text.is_empty() {
        Err("required")
    } else if text.chars().count() > MOST_TEXT {
        Err("too_long")
    } else {
        Ok(text)
    }
}

/// A number, also from text, as files hold it.
fn number(value: &Json) -> Result<Json, &'static str> {
    let number = match value {
        Json::Number(number) => number.clone(),
        Json::String(text) => serde_json::from_str(text.trim()).map_err(|_| "malformed")?,
        _ => return Err("malformed"),
    };
    if number.as_f64().is_some_and(f64::is_finite) { Ok(Json::Number(number)) } else { Err("out_of_range") }
}

fn money(value: &Json) -> Result<Json, &'static str> {
    let money = Money::deserialize(value).map_err(|_| "malformed")?;
    let currency = money.currency.len() == 3 && money.currency.bytes().all(|b| b.is_ascii_uppercase());
    if currency { serde_json::to_value(money).map_err(|_| "malformed") } else { Err("malformed") }
}

/// A calendar day, `2026-11-21`.
pub(super) fn day(value: &Json) -> Result<String, &'static str> {
    let text = text(value)?;
    text.parse::<jiff::civil::Date>().map(|day| day.to_string()).map_err(|_| "malformed")
}

fn yes_no(value: &Json) -> Result<bool, &'static str> {
    match value {
        Json::Bool(flag) => Ok(*flag),
        Json::String(text) => match text.trim().to_ascii_lowercase().as_str() {
            "true" | "yes" | "1" | "是" => Ok(true),
            "false" | "no" | "0" | "否" => Ok(false),
            _ => Err("malformed"),
        },
        _ => Err("malformed"),
    }
}

fn tags(value: &Json) -> Result<Json, &'static str> {
    let Json::Array(entries) = value else { return Err("malformed") };
    if entries.len() > MOST_TAGS {
        return Err("too_long");
    }
    let mut found: Vec<String> = entries.iter().map(text).collect::<Result<_, _>>()?;
    found.sort();
    found.dedup();
    Ok(Json::from(found))
}
