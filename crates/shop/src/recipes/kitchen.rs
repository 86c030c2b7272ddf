//! Recipes with their numbers filled in.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use platform::Error;
use platform::db::Connection;
use rules::Decimal;
use serde::Deserialize;

use super::model::{Parameter, ParameterType, Recipe, Settings};

/// Where the settings stand.
pub(super) const KEY: &str = "segments";
/// A parameter that stands for "is an old buyer", by the settings.
const OLD: &str = "{old}";

#[derive(Deserialize)]
struct Book {
    recipe: Vec<Recipe>,
}

static BOOK: LazyLock<Result<Vec<Recipe>, String>> = LazyLock::new(|| {
    toml::from_str::<Book>(include_str!("recipes.toml")).map(|book| book.recipe).map_err(|error| error.to_string())
});

/// Every recipe, in the order of the shelf.
///
/// # Errors
/// When the book cannot be read, which a test rules out.
pub fn all() -> Result<&'static [Recipe], Error> {
    BOOK.as_deref().map_err(|error| Error::internal(error.clone()))
}

/// The settings.
///
/// # Errors
/// When the database cannot be read.
pub async fn settings(conn: &mut impl Connection) -> Result<Settings, Error> {
    Ok(platform::settings::get(conn, KEY).await?.unwrap_or_default())
}

impl Settings {
    /// The same, once it is known to be sound.
    ///
    /// # Errors
    /// `invalid` for a window of no days or of more than ten years.
    pub fn check(self) -> Result<Self, Error> {
        for (field, days) in [("w1_days", self.w1_days), ("w2_days", self.w2_days)] {
            if !(1..=3_650).contains(&days) {
                return Err(Error::invalid(field, "out_of_range"));
            }
        }
        Ok(self)
    }

    fn of(&self, name: &str) -> Option<String> {
        match name {
            "w1_days" => Some(self.w1_days.to_string()),
            "w2_days" => Some(self.w2_days.to_string()),
            _ => None,
        }
    }

    /// "Is an old buyer" as a rule's text.
    fn old(&self) -> String {
        let bought = if self.refunded_is_new { "deals >= 1" } else { "did paid" };
        if self.new_customer_counts_pending { format!("{bought} or to_pay >= 1") } else { bought.to_owned() }
    }
}

impl Recipe {
    /// Its parameters with the settings' values in place of `@name`.
    #[must_use]
    pub fn parameters(&self, settings: &Settings) -> Vec<Parameter> {
        let value =
            |text: &str| text.strip_prefix('@').and_then(|name| settings.of(name)).unwrap_or_else(|| text.to_owned());
        self.parameters.iter().map(|one| Parameter { value: value(&one.value), ..one.clone() }).collect()
    }

    /// Whether its text changes with the settings.
    #[must_use]
    pub fn follows_settings(&self) -> bool {
        self.text.contains(OLD) || self.parameters.iter().any(|one| one.value.starts_with('@'))
    }

    /// The rule's text with its parameters in braces.
    #[must_use]
    pub fn template(&self, settings: &Settings) -> String {
        self.text.replace(OLD, &settings.old())
    }

    /// The rule's text with these values; those that are not given stand as they usually do.
    ///
    /// # Errors
    /// `invalid` for a parameter that there is not, or a value out of its range.
    pub fn text(&self, settings: &Settings, given: &BTreeMap<String, String>) -> Result<String, Error> {
        let parameters = self.parameters(settings);
        if let Some(key) = given.keys().find(|key| !parameters.iter().any(|one| one.key == **key)) {
            return Err(Error::invalid(format!("parameters.{key}"), "unknown"));
        }
        let mut text = self.template(settings);
        for one in &parameters {
            let value = given.get(&one.key).map_or(one.value.as_str(), |value| value.trim());
            let sound = match one.kind {
                ParameterType::Days => value.parse::<u32>().is_ok_and(|n| (1..=3_650).contains(&n)),
                ParameterType::Number => value.parse::<u32>().is_ok_and(|n| (1..=100_000).contains(&n)),
                ParameterType::Money => Decimal::read(value).is_some_and(|n| n.0 >= 0),
            };
            if !sound {
                return Err(Error::invalid(format!("parameters.{}", one.key), "out_of_range"));
            }
            text = text.replace(&format!("{{{}}}", one.key), value);
        }
        Ok(text)
    }
}

/// The recipe of this key.
///
/// # Errors
/// `not_found`.
pub fn usual(key: &str) -> Result<&'static Recipe, Error> {
    all()?.iter().find(|one| one.key == key).ok_or_else(|| Error::not_found("recipe"))
}
