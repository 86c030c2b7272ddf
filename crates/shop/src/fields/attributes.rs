//! Writing attributes: what staff type in and what files and calls say of the shop's own fields.

use std::collections::BTreeMap;

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
            rank: TYPED,
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
    /// Of two rows of one instant the one with the larger number counts; the same number is the same row, said again.
    pub rank: i64,
}

/// What staff type counts before what a source says at that instant.
const TYPED: i64 = i64::MAX;
/// The kind of source of what files and calls say.
const SAID: &str = "import";

/// A value that is known of a profile, and what becomes of its row.
struct Known {
    row: Recorded,
    is_new: bool,
    moved: bool,
}

impl Known {
    fn mark(&self) -> (i64, i64) {
        (self.row.at, self.row.rank)
    }
}

/// Takes in what a source says of the shop's own fields, many at a time. The value that was said last stands, whatever
/// order they come in; of what the profile has already only the instant is written. Keys that are no field, and values
/// that a field does not take, are left out and counted.
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
    let mut known: BTreeMap<(i64, String), Vec<Known>> = BTreeMap::new();
    for row in records::recorded(tx, &profiles).await? {
        let key = (row.profile_id, row.key.clone());
        known.entry(key).or_default().push(Known { row, is_new: false, moved: false });
    }
    let mut left_out = 0;
    for value in said {
        let key = format!("field:{}", value.key);
        let Ok(normal) = normal(&fields, &key, &value.value) else {
            left_out += 1;
            continue;
        };
        hear(app, source, known.entry((value.profile_id, key.clone())).or_default(), value, key, normal);
    }
    let touched = known.into_values().flatten().filter(|one| one.is_new || one.moved);
    let (new, moved): (Vec<Known>, Vec<Known>) = touched.partition(|one| one.is_new);
    let rows = |known: Vec<Known>| known.into_iter().map(|one| one.row).collect::<Vec<Recorded>>();
    let (new, moved) = (rows(new), rows(moved));
    records::record(tx, &new).await?;
    records::say_again(tx, &moved).await?;
    let mut profiles: Vec<i64> = new.iter().chain(&moved).map(|row| row.profile_id).collect();
    profiles.sort_unstable();
    profiles.dedup();
    if !profiles.is_empty() {
        tx.emit(Message::new("fields.changed", app.clock.now(), &json!({ "profiles": profiles }))?);
    }
    Ok(left_out)
}

/// Puts a value among those `known` of a profile's field, newest first.
fn hear(app: &App, source: &str, known: &mut Vec<Known>, said: &Said, key: String, value: Json) {
    let mark = (said.at, said.rank);
    if let Some(first) = known.first_mut().filter(|first| first.row.value == value) {
        if mark <= first.mark() {
            return;
        }
        if first.row.source_kind == SAID {
            (first.row.at, first.row.rank) = mark;
            first.moved = true;
            return;
        }
    }
    if known.iter().any(|one| one.mark() == mark && one.row.value == value) {
        return;
    }
    let row = Recorded {
        id: app.ids.next(),
        profile_id: said.profile_id,
        key,
        value,
        source_kind: SAID.to_owned(),
        source_name: source.to_owned(),
        at: said.at,
        rank: said.rank,
    };
    let place = known.iter().position(|one| one.mark() <= mark).unwrap_or(known.len());
    known.insert(place, Known { row, is_new: true, moved: false });
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
