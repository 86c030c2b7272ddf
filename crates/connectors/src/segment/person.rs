//! People: reserved traits in our fields, everything else as custom fields.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::{Map, Value};

use super::{Common, property, time};
use crate::drafts::{AddressDraft, IdentifierKind, PersonDraft};
use crate::identity::{self, address};

/// The person that an identify call states. `None` when it says nothing but who.
pub(super) fn draft(common: &Common, mut traits: Map<String, Value>, zone: &TimeZone) -> Option<PersonDraft> {
    if traits.is_empty() {
        traits.clone_from(&common.traits);
    }
    let mut person = PersonDraft { identifiers: common.identifiers(), ..PersonDraft::default() };
    let id = property::text(&traits, "id");
    if id.is_some() && (id == common.user || id == common.anonymous) {
        traits.remove("id");
    }
    person.name = name(&mut traits);
    person.nick = property::take(&mut traits, &["username", "nickname", "nick"]);
    person.email = property::take(&mut traits, &["email"]);
    person.mobile = property::take(&mut traits, &["phone", "mobile"]);
    person.gender = translated(&mut traits, "gender", gender);
    person.birthday = translated(&mut traits, "birthday", |text| birthday(text, zone));
    person.registered_at = translated(&mut traits, "createdAt", time::parse)
        .or_else(|| translated(&mut traits, "created_at", time::parse));
    if let Some(Value::Object(given)) = traits.get("address") {
        person.address = place(given);
        traits.remove("address");
    } else if let Some(text) = property::take(&mut traits, &["address"]) {
        person.address = address::read(&text);
    }
    let found = [
        person.email.as_deref().and_then(|text| identity::identifier(IdentifierKind::Email, text)),
        person.mobile.as_deref().and_then(|text| identity::identifier(IdentifierKind::Mobile, text)),
    ];
    person.identifiers.extend(found.into_iter().flatten());
    identity::strongest_first(&mut person.identifiers);
    person.traits = traits.into_iter().collect();
    Some(person).filter(|person| !person.identifiers.is_empty())
}

/// The person that a group call states: a member of the group, whose traits stand in one custom field.
pub(super) fn of_group(
    common: &Common,
    group: String,
    traits: Map<String, Value>,
    zone: &TimeZone,
) -> Option<PersonDraft> {
    let mut own = Map::new();
    own.insert("group_id".to_owned(), Value::String(group));
    if !traits.is_empty() {
        own.insert("group".to_owned(), Value::Object(traits));
    }
    draft(common, own, zone)
}

/// `name`, or first and last name: the family name first and without a space when it is written in Chinese.
fn name(traits: &mut Map<String, Value>) -> Option<String> {
    let first = property::take(traits, &["firstName", "first_name"]);
    let last = property::take(traits, &["lastName", "last_name"]);
    let whole = property::take(traits, &["name"]);
    let parts = match (first, last) {
        (Some(first), Some(last)) if is_chinese(&first) && is_chinese(&last) => Some(format!("{last}{first}")),
        (Some(first), Some(last)) => Some(format!("{first} {last}")),
        (first, last) => first.or(last),
    };
    whole.or(parts)
}

fn is_chinese(text: &str) -> bool {
    text.chars().all(|c| matches!(c, '\u{3400}'..='\u{9fff}' | '·' | '\u{20000}'..='\u{3ffff}'))
}

/// A trait in our words. What we do not understand stays among the other traits.
fn translated<T>(traits: &mut Map<String, Value>, key: &str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
    let found = property::text(traits, key).and_then(|text| read(&text))?;
    traits.remove(key);
    Some(found)
}

fn gender(text: &str) -> Option<String> {
    let ours = match text.trim().to_lowercase().as_str() {
        "f" | "female" | "woman" | "女" | "女性" | "女士" => "female",
        "m" | "male" | "man" | "男" | "男性" | "先生" => "male",
        "o" | "other" | "non-binary" | "nonbinary" | "其他" => "other",
        _ => return None,
    };
    Some(ours.to_owned())
}

/// `yyyy-mm-dd`, or `--mm-dd` when the year is not said. An instant that is not midnight UTC is somebody's midnight
/// turned into UTC, so its day is taken in the shop's zone.
fn birthday(text: &str, zone: &TimeZone) -> Option<String> {
    let yearless = text.strip_prefix("--").unwrap_or(text);
    if let Some((month, day)) = yearless.split_once(['-', '/'])
        && month.len() <= 2
        && day.len() <= 2
    {
        let date = Date::new(2000, month.parse().ok()?, day.parse().ok()?).ok()?;
        return Some(format!("--{:02}-{:02}", date.month(), date.day()));
    }
    let date = match text.parse::<Timestamp>() {
        Ok(instant) if instant.as_millisecond().rem_euclid(86_400_000) == 0 => instant.to_zoned(TimeZone::UTC).date(),
        Ok(instant) => instant.to_zoned(zone.clone()).date(),
        Err(_) => text.replace('/', "-").parse::<Date>().ok()?,
    };
    Some(date.to_string())
}

fn place(given: &Map<String, Value>) -> AddressDraft {
    let mut found = AddressDraft {
        country: property::text(given, "country"),
        province: property::first(given, &["state", "province", "region"]),
        city: property::text(given, "city"),
        district: property::first(given, &["district", "county"]),
        street: property::first(given, &["street", "address", "line1"]),
        zip: property::first(given, &["postalCode", "postal_code", "zip"]),
        ..AddressDraft::default()
    };
    let chinese = found.country.as_deref().is_none_or(|country| {
        matches!(
            country.trim().to_lowercase().as_str(),
            "cn" | "chn" | "china" | "中国" | "中華人民共和國" | "中华人民共和国"
        )
    });
    if chinese {
        address::normalise(&mut found);
    }
    found
}
