//! Making a field, and what its name and choices may be.

use platform::db::Tx;
use platform::http::Caller;
use platform::outbox::Message;
use platform::{App, Error, Id, audit};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::{Field, FieldType, records};

/// Told when a field was made, changed or taken away; `fields.changed` is told of values.
const DECLARED: &str = "fields.declared";

/// Most fields that a business may have.
const MOST: usize = 200;

/// A field to be made.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct NewField {
    /// Small letters, digits and `_`, beginning with a letter; made up when absent.
    pub key: Option<String>,
    /// What people call it.
    pub name: String,
    /// What it holds.
    pub r#type: FieldType,
    /// The choices of a `one_of` field.
    #[serde(default)]
    pub options: Vec<String>,
}

/// Makes a field.
///
/// # Errors
/// `invalid` naming what is unsound; `too_many_fields`.
pub async fn create(tx: &mut Tx, app: &App, caller: &Caller, new: NewField) -> Result<Field, Error> {
    let now = app.clock.now();
    let id = app.ids.next();
    let key = new.key.unwrap_or_else(|| format!("f{id}"));
    let mut letters = key.chars();
    let well_formed = letters.next().is_some_and(|c| c.is_ascii_lowercase())
        && letters.all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if !well_formed || key.len() > 40 {
        return Err(Error::invalid("key", "malformed"));
    }
    let name = named(&new.name)?;
    let options = chosen(new.r#type, new.options)?;
    let field = Field { id: Id(id), key, name, r#type: new.r#type, options, archived: false };
    let known = records::list(tx).await?;
    if known.len() >= MOST {
        return Err(Error::conflict("too_many_fields"));
    }
    if known.iter().any(|other| other.key == field.key) {
        return Err(Error::invalid("key", "duplicate"));
    }
    records::insert(tx, &field, now).await?;
    tell(tx, caller, "fields.created", &field, &json!({ "key": field.key }), now).await?;
    Ok(field)
}

/// Writes a deed down, and lets those look who follow what customers are asked by.
pub(super) async fn tell(
    tx: &mut Tx,
    caller: &Caller,
    what: &'static str,
    field: &Field,
    detail: &serde_json::Value,
    now: i64,
) -> Result<(), Error> {
    audit::record(tx, caller, what, Some("field"), Some(&field.id.0.to_string()), detail, now).await?;
    tx.emit(Message::new(DECLARED, now, &json!({ "key": field.key }))?);
    Ok(())
}

pub(super) fn named(name: &str) -> Result<String, Error> {
    match name.trim() {
        "" => Err(Error::invalid("name", "required")),
        name if name.chars().count() > 60 => Err(Error::invalid("name", "too_long")),
        name => Ok(name.to_owned()),
    }
}

pub(super) fn chosen(kind: FieldType, options: Vec<String>) -> Result<Vec<String>, Error> {
    let mut kept: Vec<String> = Vec::with_capacity(options.len());
    for option in options {
        let option = option.trim().to_owned();
        if option.is_empty() || option.chars().count() > 100 {
            return Err(Error::invalid("options", "malformed"));
        }
        if !kept.contains(&option) {
            kept.push(option);
        }
    }
    match kind {
        FieldType::OneOf if kept.is_empty() => Err(Error::invalid("options", "required")),
        FieldType::OneOf => Ok(kept),
        _ => Ok(Vec::new()),
    }
}
