//! Drafting: terms are written down and checked, and buyers see nothing of it yet.

use jiff::tz::TimeZone;
use platform::db::Tx;
use platform::http::Caller;
use platform::{App, Error, audit};
use pricing::{Programme, Promotion};
use serde_json::json;

use super::model::{Record, Stage, Usage};
use super::publish::say_changed;
use super::{all_shops, records, regions};
use crate::{products, shops};

/// Characters of a name.
const NAME: usize = 60;
/// Characters of a key.
const KEY: usize = 64;

/// Terms that are sound as far as they can be looked at alone.
///
/// # Errors
/// `invalid` naming the field.
pub(super) fn checked(mut terms: Promotion, currency: &str) -> Result<Promotion, Error> {
    for (field, name) in [("promotion.name.zh", &mut terms.name.zh), ("promotion.name.en", &mut terms.name.en)] {
        *name = name.trim().to_owned();
        match name.chars().count() {
            0 => return Err(Error::invalid(field, "required")),
            length if length > NAME => return Err(Error::invalid(field, "too_long")),
            _ => {}
        }
    }
    for (side, goods) in [("goods", &mut terms.scope.goods), ("except", &mut terms.scope.except)] {
        let tags = products::tidy_tags(&goods.tags);
        // Nothing but blanks is no scope, and no scope is all goods.
        if tags.is_empty() && !goods.tags.is_empty() {
            return Err(Error::invalid(format!("promotion.scope.{side}.tags"), "required"));
        }
        goods.tags = tags;
    }
    let regions = regions::of_scope(&terms.scope.regions);
    // Nothing but blanks is no region, and no region is everywhere.
    if regions.is_empty() && !terms.scope.regions.is_empty() {
        return Err(Error::invalid("promotion.scope.regions", "required"));
    }
    terms.scope.regions = regions;
    let programme =
        Programme { currency: currency.to_owned(), promotions: vec![terms.clone()], ..Programme::default() };
    match pricing::check(&programme).into_iter().next() {
        None => Ok(terms),
        Some(problem) => {
            let field = problem.path.strip_prefix("promotions[0].").unwrap_or(&problem.path);
            let code = match problem.code.as_str() {
                "empty" => "required",
                "twice" => "duplicate",
                "scope" | "layer" => "not_allowed",
                _ => "out_of_range",
            };
            Err(Error::invalid(format!("promotion.{field}"), code).inside(problem.to_string()))
        }
    }
}

fn key(said: &str, id: i64) -> Result<String, Error> {
    let key = said.trim();
    if key.is_empty() {
        return Ok(format!("p{id}"));
    }
    let fine = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if key.len() > KEY {
        Err(Error::invalid("promotion.key", "too_long"))
    } else if key.chars().all(fine) {
        Ok(key.to_owned())
    } else {
        Err(Error::invalid("promotion.key", "malformed"))
    }
}

/// When terms begin and end, milliseconds UTC.
pub(super) fn span(terms: &Promotion, zone: &TimeZone) -> (Option<i64>, Option<i64>) {
    let millis = |at: jiff::civil::DateTime| zone.to_timestamp(at).ok().map(|at| at.as_millisecond());
    (terms.scope.from.and_then(millis), terms.scope.until.and_then(millis))
}

/// Writes new terms down. `held`: they are those of a coupon.
///
/// # Errors
/// `invalid` naming the field, `duplicate` when the key is taken.
pub async fn create(tx: &mut Tx, app: &App, caller: &Caller, terms: Promotion, held: bool) -> Result<Record, Error> {
    all_shops(caller)?;
    let business = shops::business(tx).await?;
    let id = app.ids.next();
    let mut terms = terms;
    terms.key = key(&terms.key, id)?;
    terms.held = held;
    let terms = checked(terms, &business.currency)?;
    if records::promotions::by_key(tx, &terms.key).await?.is_some() {
        return Err(Error::invalid("promotion.key", "duplicate"));
    }
    let now = app.clock.now();
    let (starts_at, ends_at) = span(&terms, &business.zone());
    let record = Record {
        id,
        key: terms.key.clone(),
        stage: Stage::Draft,
        held,
        published: None,
        draft: Some(terms),
        revision: 1,
        version: 0,
        starts_at,
        ends_at,
        usage: Usage::default(),
        created_at: now,
        updated_at: now,
        updated_by: caller.actor.name().to_owned(),
    };
    records::promotions::insert(tx, &record).await?;
    told(tx, caller, "promotions.drafted", &record, now).await?;
    Ok(record)
}

/// Writes other terms as the draft. Buyers go on getting what is published.
///
/// # Errors
/// `changed_meanwhile` when `revision` is no longer the latest; `wrong_state` when it has ended by hand; `invalid`
/// naming the field.
pub async fn change(
    tx: &mut Tx,
    app: &App,
    caller: &Caller,
    id: i64,
    revision: i64,
    terms: Promotion,
) -> Result<Record, Error> {
    all_shops(caller)?;
    let mut record = super::find(tx, id).await?;
    if record.stage == Stage::Ended {
        return Err(Error::conflict("wrong_state"));
    }
    let business = shops::business(tx).await?;
    let terms = Promotion { key: record.key.clone(), held: record.held, ..terms };
    let terms = checked(terms, &business.currency)?;
    if record.published.is_none() {
        (record.starts_at, record.ends_at) = span(&terms, &business.zone());
    }
    record.draft = (record.published.as_ref() != Some(&terms)).then_some(terms);
    write(tx, app, caller, record, revision, "promotions.edited").await
}

/// Throws the draft of a published promotion away.
///
/// # Errors
/// `changed_meanwhile`; `wrong_state` when it was never published.
pub(super) async fn discard(tx: &mut Tx, app: &App, caller: &Caller, id: i64, revision: i64) -> Result<Record, Error> {
    all_shops(caller)?;
    let mut record = super::find(tx, id).await?;
    if record.published.is_none() {
        return Err(Error::conflict("wrong_state"));
    }
    record.draft = None;
    write(tx, app, caller, record, revision, "promotions.discarded").await
}

/// Deletes a draft that was never published.
///
/// # Errors
/// `was_published`.
pub(super) async fn delete(tx: &mut Tx, app: &App, caller: &Caller, id: i64) -> Result<(), Error> {
    all_shops(caller)?;
    let record = super::find(tx, id).await?;
    if record.held || !records::promotions::delete(tx, id).await? {
        return Err(Error::conflict("was_published"));
    }
    told(tx, caller, "promotions.deleted", &record, app.clock.now()).await
}

/// Writes a changed record when nobody else changed it meanwhile.
pub(super) async fn write(
    tx: &mut Tx,
    app: &App,
    caller: &Caller,
    mut record: Record,
    revision: i64,
    action: &'static str,
) -> Result<Record, Error> {
    let now = app.clock.now();
    if record.revision != revision {
        return Err(Error::conflict("changed_meanwhile"));
    }
    record.updated_at = now;
    caller.actor.name().clone_into(&mut record.updated_by);
    if !records::promotions::write(tx, &record).await? {
        return Err(Error::conflict("changed_meanwhile"));
    }
    told(tx, caller, action, &record, now).await?;
    say_changed(tx, &[record.id], now)?;
    super::find(tx, record.id).await
}

async fn told(tx: &mut Tx, caller: &Caller, action: &'static str, record: &Record, now: i64) -> Result<(), Error> {
    let detail = json!({ "key": record.key, "version": record.version });
    audit::record(tx, caller, action, Some("promotion"), Some(&record.id.to_string()), &detail, now).await
}
