//! Writing attributes: what staff type in and what files and calls say of the shop's own fields.

use connectors::identity::{email, mobile};
use platform::db::{Connection, Tx};
use platform::http::Actor;
use platform::outbox::Message;
use platform::{App, Error, Instant};
use serde_json::{Map, Value as Json, json};

use super::{Field, Recorded, model, records};

/// The attributes that every customer has, in the order of the card.
pub const BUILT_IN: [&str; 13] = [
    "name",
    "nick",
    "gender",
    "birthday",
    "mobile",
    "email",
    "province",
    "city",
    "district",
    "street",
    "zip",
    "registered_at",
    "buyer_credit",
];

/// The attributes that are masked for those who may not see them in full.
pub const SENSITIVE: [&str; 5] = ["name", "mobile", "email", "street", "birthday"];

/// Checks what staff typed and writes it down for `profile`, keeping what was there before as history. Returns the
/// values in their normal form, null for those that were cleared.
///
/// # Errors
/// `invalid` naming every attribute that is unknown or does not hold what it should.
pub async fn edit(
    tx: &mut Tx,
    app: &App,
    actor: &Actor,
    profile: i64,
    changes: &Map<String, Json>,
    now: i64,
) -> Result<Vec<(String, Json)>, Error> {
    let fields = records::list(tx).await?;
    let mut checked = Vec::with_capacity(changes.len());
    let mut faults: Option<Error> = None;
    for (key, value) in changes {
        match normal(&fields, key, value) {
            Ok(value) => checked.push((key.clone(), value)),
            Err(code) => {
                let field = format!("attributes.{key}");
                faults = Some(match faults {
                    None => Error::invalid(field, code),
                    Some(error) => error.fault(field, code),
                });
            }
        }
    }
    if let Some(error) = faults {
        return Err(error);
    }
    let rows: Vec<Recorded> = checked
        .iter()
        .map(|(key, value)| Recorded {
            id: app.ids.next(),
            profile_id: profile,
            key: key.clone(),
            value: value.clone(),
            source_kind: actor.kind().to_owned(),
            source_name: actor.name().to_owned(),
            at: now,
        })
        .collect();
    records::record(tx, &rows).await?;
    Ok(checked)
}

/// One value that a file or a call says of one of the shop's own fields.
#[derive(Debug, Clone)]
pub struct Said {
    /// Of whom.
    pub profile_id: i64,
    /// The field's key, without `field:`.
    pub key: String,
    /// What, as the source wrote it.
    pub value: Json,
    /// When the source said it, milliseconds UTC.
    pub at: i64,
}

/// Takes in what a source says of the shop's own fields, many at a time. Values that the profile has already write
/// nothing; keys that are no field, and values that a field does not take, are left out and counted.
///
/// # Errors
/// When the database refuses.
pub async fn take_in(tx: &mut Tx, app: &App, source: &str, said: &[Said]) -> Result<usize, Error> {
    if said.is_empty() {
        return Ok(0);
    }
    let fields = records::list(tx).await?;
    let mut profiles: Vec<i64> = said.iter().map(|value| value.profile_id).collect();
    profiles.sort_unstable();
    profiles.dedup();
    let mut current = std::collections::HashMap::new();
    for row in records::recorded(tx, &profiles).await? {
        current.entry((row.profile_id, row.key)).or_insert(row.value);
    }
    let mut left_out = 0;
    let mut rows = Vec::new();
    for value in said {
        let key = format!("field:{}", value.key);
        let Ok(normal) = normal(&fields, &key, &value.value) else {
            left_out += 1;
            continue;
        };
        if current.get(&(value.profile_id, key.clone())) == Some(&normal) {
            continue;
        }
        current.insert((value.profile_id, key.clone()), normal.clone());
        rows.push(Recorded {
            id: app.ids.next(),
            profile_id: value.profile_id,
            key,
            value: normal,
            source_kind: "import".to_owned(),
            source_name: source.to_owned(),
            at: value.at,
        });
    }
    records::record(tx, &rows).await?;
    if !rows.is_empty() {
        let mut profiles: Vec<i64> = rows.iter().map(|row| row.profile_id).collect();
        profiles.sort_unstable();
        profiles.dedup();
        tx.emit(Message::new("fields.changed", app.clock.now(), &json!({ "profiles": profiles }))?);
    }
    Ok(left_out)
}

/// Every value that these profiles ever had, newest first: the first of a key is the one that stands.
///
/// # Errors
/// When the database cannot be read.
pub async fn recorded(conn: &mut impl Connection, profiles: &[i64]) -> Result<Vec<Recorded>, Error> {
    records::recorded(conn, profiles).await
}

fn normal(fields: &[Field], key: &str, value: &Json) -> Result<Json, &'static str> {
    if let Some(own) = key.strip_prefix("field:") {
        let field = fields.iter().find(|field| field.key == own && !field.archived).ok_or("unknown")?;
        return if value.is_null() { Ok(Json::Null) } else { field.check(value) };
    }
    if !BUILT_IN.contains(&key) {
        return Err("unknown");
    }
    if value.is_null() {
        return Ok(Json::Null);
    }
    let text = model::text(value)?;
    Ok(Json::from(match key {
        "mobile" => mobile::classify(&text).into_full().ok_or("malformed")?,
        "email" => email::normalise(&text).ok_or("malformed")?,
        "birthday" => birthday(value)?,
        "gender" if !matches!(text.as_str(), "male" | "female" | "other") => return Err("unknown"),
        "registered_at" => text.parse::<Instant>().map_err(|_| "malformed")?.to_string(),
        _ if text.chars().count() > 200 => return Err("too_long"),
        _ => text,
    }))
}

/// A birthday: `1990-05-17`, or `--05-17` where the year is not known.
fn birthday(value: &Json) -> Result<String, &'static str> {
    let text = model::text(value)?;
    match text.strip_prefix("--") {
        // A leap year, so that the 29th of February is a birthday.
        Some(rest) => model::day(&Json::from(format!("2000-{rest}"))).map(|day| day.replacen("2000-", "--", 1)),
        None => model::day(value),
    }
}
