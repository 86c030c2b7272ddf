//! What is done with segments: made, changed, renamed, duplicated, deleted, frozen; and who uses whom.

use std::collections::BTreeSet;

use platform::db::{Connection, Tx};
use platform::http::{Caller, ShopScope};
use platform::outbox::Message;
use platform::{App, Error, Id, audit};
use rules::{Problem, Rule, SetKind, rename_set};
use serde_json::json;

use super::live::{self, Named, mentions};
use super::model::{Kind, Origin, Record, Use, Version};
use super::{catalogue, language, records};
use crate::customers;

/// Segments that a business may have.
const MOST: usize = 5_000;
/// Characters of a name.
const NAME: usize = 80;
/// Characters of a note.
const NOTE: usize = 2_000;
/// Words that staff sort by, and their characters.
const TAGS: (usize, usize) = (20, 40);
/// Members written at a time.
const PIECE: usize = 2_000;

/// What a new segment is made from.
#[derive(Debug, Clone)]
pub struct New {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub note: String,
    /// Words that staff sort by.
    pub tags: Vec<String>,
    /// Where it comes from.
    pub origin: Origin,
    /// The recipe, and its parameters as a JSON object.
    pub recipe: Option<(String, String)>,
}

/// What is changed of a segment; what is absent stays.
#[derive(Debug, Clone, Default)]
pub struct Patch {
    /// Its name.
    pub name: Option<String>,
    /// What it is for.
    pub note: Option<String>,
    /// Words that staff sort by.
    pub tags: Option<Vec<String>>,
    /// Its rule, with why it is changed.
    pub rule: Option<(language::Sound, String)>,
    /// The parameters of its recipe, as a JSON object.
    pub parameters: Option<String>,
}

fn name(text: &str) -> Result<String, Error> {
    match text.trim() {
        "" => Err(Error::invalid("name", "required")),
        text if text.chars().count() > NAME => Err(Error::invalid("name", "too_long")),
        text => Ok(text.to_owned()),
    }
}

fn note(text: &str) -> Result<String, Error> {
    if text.chars().count() > NOTE { Err(Error::invalid("note", "too_long")) } else { Ok(text.trim().to_owned()) }
}

fn words(tags: &[String]) -> Result<Vec<String>, Error> {
    let words: BTreeSet<String> = tags.iter().map(|tag| tag.trim().to_owned()).filter(|tag| !tag.is_empty()).collect();
    if words.len() > TAGS.0 || words.iter().any(|word| word.chars().count() > TAGS.1) {
        return Err(Error::invalid("tags", "too_long"));
    }
    Ok(words.into_iter().collect())
}

/// Segments are the whole business's: somebody limited to some shops may look at them and not change them.
///
/// # Errors
/// `forbidden` to somebody limited to some shops.
pub fn all_shops(caller: &Caller) -> Result<(), Error> {
    if caller.shops == ShopScope::All { Ok(()) } else { Err(Error::forbidden()) }
}

/// The segment.
///
/// # Errors
/// `not_found`.
pub async fn find(conn: &mut impl Connection, id: i64) -> Result<Record, Error> {
    records::find(conn, id).await?.ok_or_else(|| Error::not_found("segment"))
}

/// Membership of a segment or list, as a rule.
///
/// # Errors
/// `not_found`.
pub async fn as_rule(conn: &mut impl Connection, id: i64) -> Result<Rule, Error> {
    Ok(membership(&find(conn, id).await?))
}

/// The same of one that was found.
#[must_use]
pub fn membership(record: &Record) -> Rule {
    let set = if record.kind == Kind::Live { SetKind::Segment } else { SetKind::List };
    Rule::In { set, name: record.name.clone() }
}

/// What a rule says of sets that do not stand.
///
/// # Errors
/// When the database cannot be read.
pub async fn missing_sets(conn: &mut impl Connection, rule: &Rule) -> Result<Vec<Problem>, Error> {
    if rules::names(rule).sets.is_empty() {
        return Ok(Vec::new());
    }
    Ok(rules::missing_sets(rule, &Named::read(conn).await?.all()))
}

async fn free(conn: &mut impl Connection, name: &str, own: Option<i64>) -> Result<(), Error> {
    match records::by_name(conn, name).await? {
        Some(other) if Some(other.id) != own => Err(Error::invalid("name", "duplicate")),
        _ => Ok(()),
    }
}

async fn begin(tx: &mut Tx, app: &App, caller: &Caller, new: New, kind: Kind) -> Result<Record, Error> {
    all_shops(caller)?;
    let now = app.clock.now();
    let name = name(&new.name)?;
    if records::list(tx).await?.len() >= MOST {
        return Err(Error::conflict("too_many_segments"));
    }
    free(tx, &name, None).await?;
    let (recipe, parameters) = new.recipe.unzip();
    Ok(Record {
        id: app.ids.next(),
        name,
        note: note(&new.note)?,
        kind,
        origin: new.origin,
        recipe,
        parameters,
        rule: None,
        text: None,
        tags: words(&new.tags)?,
        version: 1,
        created_at: now,
        created_by: caller.actor.name().to_owned(),
        updated_at: now,
    })
}

/// Saves a rule under a name, and makes it live.
///
/// # Errors
/// `invalid` when the name is taken or the rule cannot be computed: then nothing is saved.
pub async fn create(app: &App, caller: &Caller, new: New, sound: language::Sound) -> Result<Record, Error> {
    let live = live::Live::of(app);
    let mut books = live.turn().await;
    let mut tx = app.db.begin().await?;
    still_sound(&mut tx, app, &sound.rule).await?;
    let mut record = begin(&mut tx, app, caller, new, Kind::Live).await?;
    record.text = Some(sound.text.clone());
    record.rule = Some(sound.rule.clone());
    records::insert(&mut tx, &record).await?;
    records::insert_version(&mut tx, record.id, &version(&record, sound.clone(), String::new(), caller)).await?;
    audited(&mut tx, app, caller, "segments.created", record.id, &json!({ "text": sound.text })).await?;
    live::define(app, &mut books, tx, record.id, &sound.rule).await?;
    Ok(record)
}

/// Refuses a rule that names what ended since it was read: fields, choices and declared properties end under the turn that
/// is held here.
async fn still_sound(tx: &mut Tx, app: &App, rule: &Rule) -> Result<(), Error> {
    let shape = catalogue::shape(app, tx).await?;
    language::Wording { text: None, rule: Some(rule.clone()) }.sound(&shape).map(drop)
}

fn version(record: &Record, sound: language::Sound, note: String, caller: &Caller) -> Version {
    Version {
        version: record.version,
        rule: sound.rule,
        text: sound.text,
        note,
        at: record.updated_at,
        actor: caller.actor.name().to_owned(),
    }
}

async fn audited(
    tx: &mut Tx,
    app: &App,
    caller: &Caller,
    what: &'static str,
    id: i64,
    detail: &serde_json::Value,
) -> Result<(), Error> {
    audit::record(tx, caller, what, Some("segment"), Some(&id.to_string()), detail, app.clock.now()).await
}

/// Changes a segment. A new name is written into every rule that names the old one.
///
/// # Errors
/// `not_found`; `invalid` when the name is taken, the rule cannot be computed or would name itself.
pub async fn update(app: &App, caller: &Caller, id: i64, patch: Patch) -> Result<Record, Error> {
    all_shops(caller)?;
    let now = app.clock.now();
    let live = live::Live::of(app);
    let mut books = live.turn().await;
    let mut tx = app.db.begin().await?;
    let mut record = find(&mut tx, id).await?;
    let before = record.clone();
    if let Some(text) = &patch.note {
        record.note = note(text)?;
    }
    if let Some(tags) = &patch.tags {
        record.tags = words(tags)?;
    }
    if let Some(parameters) = patch.parameters {
        record.parameters = Some(parameters);
    }
    if let Some(text) = &patch.name {
        record.name = name(text)?;
        free(&mut tx, &record.name, Some(id)).await?;
    }
    record.updated_at = now;
    if record.name != before.name {
        rename(&mut tx, app, &before, &record.name, caller).await?;
        audited(&mut tx, app, caller, "segments.renamed", id, &json!({})).await?;
    }
    let Some((mut sound, why)) = patch.rule else {
        records::update(&mut tx, &record).await?;
        tx.commit().await?;
        return Ok(record);
    };
    if record.kind == Kind::List {
        return Err(Error::invalid("rule", "not_allowed"));
    }
    still_sound(&mut tx, app, &sound.rule).await?;
    if record.name != before.name && rename_set(&mut sound.rule, SetKind::Segment, &before.name, &record.name) {
        sound.text = rules::print(&sound.rule, &catalogue::shape(app, &mut tx).await?.catalogue);
    }
    if before.rule.as_ref() == Some(&sound.rule) && live.problem(id).is_none() {
        records::update(&mut tx, &record).await?;
        tx.commit().await?;
        return Ok(record);
    }
    record.version += 1;
    record.text = Some(sound.text.clone());
    record.rule = Some(sound.rule.clone());
    records::update(&mut tx, &record).await?;
    records::insert_version(&mut tx, id, &version(&record, sound.clone(), note(&why)?, caller)).await?;
    audited(&mut tx, app, caller, "segments.rule_changed", id, &json!({ "text": sound.text })).await?;
    live::replace(app, &mut books, tx, id, &sound.rule, before.rule.as_ref()).await?;
    Ok(record)
}

/// Gives a segment or list another name, in every rule that names it too.
async fn rename(tx: &mut Tx, app: &App, before: &Record, to: &str, caller: &Caller) -> Result<(), Error> {
    let set = if before.kind == Kind::Live { SetKind::Segment } else { SetKind::List };
    rewrite(tx, app, set, &before.name, to).await?;
    let payload = json!({ "segment": Id(before.id), "by": caller.actor.name() });
    tx.emit(Message::new("segments.renamed", app.clock.now(), &payload)?);
    Ok(())
}

/// Writes a new name of a set into every rule, and every version of one, that names the old one.
///
/// # Errors
/// When the database refuses.
pub(super) async fn rewrite(tx: &mut Tx, app: &App, set: SetKind, from: &str, to: &str) -> Result<(), Error> {
    let (shape, now) = (catalogue::shape(app, tx).await?, app.clock.now());
    for mut other in records::list(tx).await? {
        for mut version in records::versions(tx, other.id).await? {
            if rename_set(&mut version.rule, set, from, to) {
                version.text = rules::print(&version.rule, &shape.catalogue);
                records::rewrite_version(tx, other.id, &version).await?;
            }
        }
        let Some(mut rule) = other.rule.clone() else { continue };
        if !rename_set(&mut rule, set, from, to) {
            continue;
        }
        // The rule means what it meant: its version is written anew in place of a new one.
        other.text = Some(rules::print(&rule, &shape.catalogue));
        other.rule = Some(rule);
        other.updated_at = now;
        records::update(tx, &other).await?;
    }
    Ok(())
}

/// The segments whose rules name this one.
///
/// # Errors
/// When the database cannot be read.
pub async fn uses(conn: &mut impl Connection, record: &Record) -> Result<Vec<Use>, Error> {
    Ok(used_by(&records::list(conn).await?, record))
}

/// The segments of `all` whose rules name this one.
#[must_use]
pub fn used_by(all: &[Record], record: &Record) -> Vec<Use> {
    let set = if record.kind == Kind::Live { SetKind::Segment } else { SetKind::List };
    all.iter()
        .filter(|other| other.rule.as_ref().is_some_and(|rule| mentions(rule, set).contains(&record.name)))
        .map(|other| Use { kind: "segment".to_owned(), id: Id(other.id), name: other.name.clone() })
        .collect()
}

/// Deletes a segment with its history.
///
/// # Errors
/// `segment_in_use` while something depends on it.
pub async fn delete(app: &App, caller: &Caller, id: i64) -> Result<(), Error> {
    all_shops(caller)?;
    live::ready(app)?;
    let now = app.clock.now();
    let live = live::Live::of(app);
    let mut books = live.turn().await;
    let mut tx = app.db.begin().await?;
    let record = find(&mut tx, id).await?;
    let mut uses = uses(&mut tx, &record).await?;
    uses.extend((crate::SEGMENT_USES)(&mut app.db.read().await?, id).await?);
    if let Some(first) = uses.first() {
        return Err(Error::conflict("segment_in_use").arg("by", first.name.clone()));
    }
    if record.kind == Kind::List {
        tell_members(&mut tx, id, now).await?;
    }
    records::delete(&mut tx, id).await?;
    audited(&mut tx, app, caller, "segments.deleted", id, &json!({})).await?;
    if record.kind == Kind::List {
        tx.commit().await?;
        live.nudge();
        return Ok(());
    }
    live::forget(app, &mut books, tx, id).await
}

/// Says that everybody in a list is touched, a message for each piece.
async fn tell_members(tx: &mut Tx, id: i64, now: i64) -> Result<(), Error> {
    let mut after = 0;
    loop {
        let limit = i64::try_from(PIECE).unwrap_or(i64::MAX);
        let profiles = records::profiles_of_list(tx, id, after, limit).await?;
        let Some(last) = profiles.last() else { return Ok(()) };
        after = *last;
        tx.emit(Message::new("segments.list_changed", now, &json!({ "list": Id(id), "profiles": profiles }))?);
    }
}

/// Makes a list of these customers; each is kept by the profile with the lowest id.
///
/// # Errors
/// `invalid` when the name is taken.
pub async fn make_list(app: &App, caller: &Caller, new: New, customers: &[i64]) -> Result<Record, Error> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let record = begin(&mut tx, app, caller, new, Kind::List).await?;
    records::insert(&mut tx, &record).await?;
    for piece in customers.chunks(PIECE) {
        let mut anchors: std::collections::BTreeMap<i64, i64> = std::collections::BTreeMap::new();
        for (profile, customer, _) in customers::placed(&mut tx, piece).await? {
            let anchor = anchors.entry(customer).or_insert(profile);
            *anchor = profile.min(*anchor);
        }
        let profiles: Vec<i64> = anchors.into_values().collect();
        records::add_members(&mut tx, record.id, &profiles, now).await?;
        if !profiles.is_empty() {
            let payload = json!({ "list": Id(record.id), "profiles": profiles });
            tx.emit(Message::new("segments.list_changed", now, &payload)?);
        }
    }
    audited(&mut tx, app, caller, "segments.list_made", record.id, &json!({ "members": customers.len() })).await?;
    tx.commit().await?;
    live::Live::of(app).nudge();
    Ok(record)
}

/// A name beside `name` that is free: `name (2)` ….
///
/// # Errors
/// When the database cannot be read.
pub async fn beside(conn: &mut impl Connection, name: &str) -> Result<String, Error> {
    let taken: BTreeSet<String> = records::list(conn).await?.into_iter().map(|record| record.name).collect();
    if !taken.contains(name) {
        return Ok(name.to_owned());
    }
    let stem: String = name.chars().take(NAME - 6).collect();
    let mut n = 2;
    loop {
        let candidate = format!("{stem} ({n})");
        if !taken.contains(&candidate) {
            return Ok(candidate);
        }
        n += 1;
    }
}

/// Every segment and list, the last changed first.
///
/// # Errors
/// When the database cannot be read.
pub async fn list(conn: &mut impl Connection) -> Result<Vec<Record>, Error> {
    records::list(conn).await
}
