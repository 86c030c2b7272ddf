//! What is wrong with the words of a question: which name there is not, and where the text cannot be read.
//!
//! The engine says it in English and names what it takes for the cure; here it becomes something that can be said in any
//! language. Whatever is not known here stays in the engine's own words.

use datafusion::common::utils::datafusion_strsim::levenshtein;
use datafusion::common::{DataFusionError, SchemaError};
use datafusion::sql::sqlparser::parser::ParserError;

/// What the engine puts before the names of our tables.
const OURS: &str = "regulars.public.";
/// Names that are suggested at most.
const NEAR: usize = 3;

/// What is wrong with a question's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// No column bears the name.
    Column {
        /// The name.
        name: String,
        /// The columns that are called most alike, the nearest first.
        near: Vec<String>,
    },
    /// No table bears the name.
    Table(String),
    /// No function bears the name.
    Function {
        /// The name.
        name: String,
        /// The function that is called most alike.
        near: Option<String>,
    },
    /// The text is no SQL from a place on.
    Syntax {
        /// The line, from 1.
        line: String,
        /// The character in the line, from 1.
        column: String,
        /// What stands there.
        found: String,
    },
    /// The text ends where more is needed.
    Unfinished,
    /// Something else, in the engine's words.
    Other(String),
}

impl Wrong {
    /// What the engine's error, whose message is `said`, says of the question's words.
    pub(super) fn of(error: &DataFusionError, said: String) -> Self {
        let known = match error.find_root() {
            DataFusionError::SchemaError(schema, _) => match schema.as_ref() {
                SchemaError::FieldNotFound { field, valid_fields } => {
                    let names = valid_fields.iter().map(|one| one.name.as_str());
                    Some(Self::Column { name: field.flat_name().replace('"', ""), near: nearest(&field.name, names) })
                }
                _ => None,
            },
            DataFusionError::Plan(text) => absent(text),
            DataFusionError::SQL(parsed, _) => match parsed.as_ref() {
                ParserError::ParserError(text) | ParserError::TokenizerError(text) => unread(text),
                ParserError::RecursionLimitExceeded => None,
            },
            _ => None,
        };
        known.unwrap_or(Self::Other(said))
    }

    /// What a parser says that did not get through the text.
    pub(super) fn unread(said: String) -> Self {
        unread(&said).unwrap_or(Self::Other(said))
    }
}

impl std::fmt::Display for Wrong {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Column { name, near } if near.is_empty() => write!(to, "there is no column {name}"),
            Self::Column { name, near } => write!(to, "there is no column {name}; near it are {}", near.join(", ")),
            Self::Table(name) => write!(to, "there is no table {name}"),
            Self::Function { name, near: None } => write!(to, "there is no function {name}"),
            Self::Function { name, near: Some(near) } => write!(to, "there is no function {name}; near it is {near}"),
            Self::Syntax { line, column, found } => write!(to, "line {line}, character {column}: {found}"),
            Self::Unfinished => to.write_str("the text ends too early"),
            Self::Other(text) => to.write_str(text),
        }
    }
}

/// The names most like one, each once; none that is wholly different.
fn nearest<'n>(name: &str, names: impl Iterator<Item = &'n str>) -> Vec<String> {
    let name = name.to_lowercase();
    let mut known: Vec<(usize, &str)> = names.map(|one| (levenshtein(&name, &one.to_lowercase()), one)).collect();
    known.retain(|(apart, one)| *apart * 2 <= name.chars().count() || one.contains(&name));
    known.sort_unstable();
    known.dedup();
    known.into_iter().take(NEAR).map(|(_, one)| one.to_owned()).collect()
}

/// A table or function that there is not. Tables are told without the engine's own prefix.
fn absent(text: &str) -> Option<Wrong> {
    let quoted = |from: &str| from.split('\'').next().map(str::to_owned);
    if let Some(rest) = text.strip_prefix("table '") {
        let name = rest.strip_suffix("' not found")?;
        return Some(Wrong::Table(name.strip_prefix(OURS).unwrap_or(name).to_owned()));
    }
    if let Some(rest) = text.strip_prefix("table function '") {
        return Some(Wrong::Function { name: quoted(rest)?, near: None });
    }
    let rest = text.strip_prefix("Invalid function '")?;
    let near = rest.split_once("Did you mean '").and_then(|(_, near)| quoted(near));
    Some(Wrong::Function { name: quoted(rest)?, near })
}

/// Where the text cannot be read, of a message such as `Expected: an expression, found: FROM at Line: 1, Column: 8`.
fn unread(text: &str) -> Option<Wrong> {
    let said = text.rsplit_once(" at Line: ").map_or(text, |(said, _)| said);
    let (_, found) = said.rsplit_once("found: ")?;
    if found.trim() == "EOF" {
        return Some(Wrong::Unfinished);
    }
    let (line, column) = text.rsplit_once(" at Line: ")?.1.split_once(", Column: ")?;
    let digits = |text: &str| text.chars().take_while(char::is_ascii_digit).collect::<String>();
    Some(Wrong::Syntax { line: digits(line), column: digits(column), found: found.trim().to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_suggested_when_they_are_alike() {
        let columns = ["province", "provinces", "city", "deal_amount", "deals"];
        let near = |name: &str| nearest(name, columns.into_iter());
        assert_eq!(near("provnce"), ["province", "provinces"]);
        assert_eq!(near("Deal"), ["deals", "deal_amount"]);
        assert!(near("mobile").is_empty());
    }

    #[test]
    fn a_place_in_the_text_is_read() {
        let found = unread("Expected: an expression, found: FROM at Line: 2, Column: 8");
        assert_eq!(found, Some(Wrong::Syntax { line: "2".into(), column: "8".into(), found: "FROM".into() }));
        assert_eq!(unread("Expected: an expression, found: EOF"), Some(Wrong::Unfinished));
        assert_eq!(unread("Unterminated string literal at Line: 1, Column: 8"), None);
        let table = absent("table 'regulars.public.users' not found");
        assert_eq!(table, Some(Wrong::Table("users".into())));
    }
}
