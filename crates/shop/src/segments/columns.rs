//! Attributes that rules may name, as columns of a segment's file: levels, points, consents, scores.
//!
//! Absent from here: what a customer's own row says (`customers`), which is never offered twice, and days of birth, which
//! stand in a file masked.

use std::sync::Arc;

use connectors::export::ColumnKind;
use platform::db::Connection;
use platform::http::{Caller, ShopScope};
use platform::i18n::Locale;
use platform::{App, Error, Money};
use rules::{Attribute, Label, Type, Value, Values};
use warehouse::AttributeId;

use super::catalogue::{self, FIELD, Shape};
use super::live::{Held, ready};
use crate::customers::{self, BESIDE, Beside, Given};
use crate::permissions::MEMBERS_READ;

/// What a customer's own row says under this name or another.
const OWN: [&str; 20] = [
    "contact_group",
    "gender",
    "birthday",
    "born",
    // With the day that a masked birthday shows, it would say the year.
    "age",
    "province",
    "city",
    "channels",
    "sources",
    "shops",
    "deals",
    "deal_amount",
    "average_order",
    "items",
    "closed",
    "first_deal_at",
    "last_deal_at",
    "created_at",
    "tags",
    "blacklisted",
];

/// The group of attributes that tell of memberships.
const MEMBER: &str = "member";
/// Groups of attributes that tell of the whole business: who sees some shops only gets none of them.
const WHOLE: [&str; 3] = ["trade", "value", "source"];

/// The attributes that may be columns for somebody with `scope`, who may see memberships or not.
fn allowed<'s>(shape: &'s Shape, scope: &ShopScope, members: bool) -> Vec<&'s Attribute> {
    let seen = |name: &str| match catalogue::group_of(name) {
        MEMBER => members,
        group => *scope == ShopScope::All || !WHOLE.contains(&group),
    };
    let all = shape.catalogue.attributes.iter();
    all.filter(|one| {
        let name = one.name.as_str();
        !OWN.contains(&name) && name != "profiles" && !name.starts_with(FIELD) && seen(name)
    })
    .collect()
}

/// The attributes that may be columns for a caller.
pub fn offered<'s>(shape: &'s Shape, caller: &Caller) -> Vec<&'s Attribute> {
    allowed(shape, &caller.shops, caller.may(MEMBERS_READ))
}

/// The columns that `names` name, with commas between them; all that a customer's own row has when it is absent.
///
/// # Errors
/// `invalid` for a column that there is not, with those that there are.
pub async fn named(
    app: &App,
    conn: &mut impl Connection,
    caller: &Caller,
    names: Option<&str>,
) -> Result<Vec<String>, Error> {
    let shape = catalogue::shape(app, conn).await?;
    let beside: Vec<String> = offered(&shape, caller).into_iter().map(|one| format!("{BESIDE}{}", one.name)).collect();
    customers::columns(conn, names, beside).await
}

/// Who knows of those of the columns that are attributes, as everybody is now; `None` when none is. That their reader may
/// have them was seen when they were asked for ([`named`]).
///
/// # Errors
/// 503 while the warehouse is put together; `invalid` for an attribute that there is not.
pub fn beside(app: &App, scope: &ShopScope, columns: &[String]) -> Result<Option<Arc<dyn Beside>>, Error> {
    let names: Vec<&str> = columns.iter().filter_map(|column| column.strip_prefix(BESIDE)).collect();
    if names.is_empty() {
        return Ok(None);
    }
    let held = ready(app)?;
    let schema = held.warehouse.schema();
    let offered = allowed(&held.shape, scope, true);
    let chosen = names
        .into_iter()
        .map(|name| {
            let known = offered.iter().find(|one| one.name == name);
            let attribute = known.ok_or_else(|| Error::invalid("columns", "unknown_column").arg("column", name))?;
            let id = schema.attribute(name).ok_or_else(|| Error::internal(format!("no column for {name}")))?;
            Ok(Chosen { attribute: (*attribute).clone(), id })
        })
        .collect::<Result<Vec<_>, Error>>()?;
    Ok(Some(Arc::new(Columns { held, chosen })))
}

/// An attribute that was chosen, and where its values are.
#[derive(Debug)]
struct Chosen {
    attribute: Attribute,
    id: AttributeId,
}

struct Columns {
    held: Arc<Held>,
    chosen: Vec<Chosen>,
}

impl std::fmt::Debug for Columns {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.debug_struct("Columns").field("chosen", &self.chosen).finish_non_exhaustive()
    }
}

impl Beside for Columns {
    fn column(&self, column: &str, locale: Locale) -> Option<(String, ColumnKind)> {
        let name = column.strip_prefix(BESIDE)?;
        let one = &self.chosen.iter().find(|one| one.attribute.name == name)?.attribute;
        Some((said(&one.label, locale), self.kind(one.kind)))
    }

    fn values(&self, customers: &[i64], locale: Locale) -> Vec<Vec<Given>> {
        let ids: Vec<AttributeId> = self.chosen.iter().map(|one| one.id).collect();
        let given = |(one, value): (&Chosen, Option<Values>)| {
            value.map_or(Given::Nothing, |value| self.given(&one.attribute, value, locale))
        };
        let rows = self.held.warehouse.values_of(customers, &ids);
        rows.into_iter().map(|row| self.chosen.iter().zip(row).map(given).collect()).collect()
    }
}

impl Columns {
    fn decimals(&self) -> u32 {
        Money::decimals(&self.held.shape.business.currency)
    }

    fn kind(&self, of: Type) -> ColumnKind {
        match of {
            Type::Number => ColumnKind::Number(DIGITS),
            Type::Money => ColumnKind::Money(self.decimals()),
            Type::Instant => ColumnKind::Instant,
            Type::Flag => ColumnKind::YesNo,
            Type::Text | Type::Choice | Type::Tags | Type::Day | Type::Anniversary => ColumnKind::Text,
        }
    }

    fn given(&self, attribute: &Attribute, value: Values, locale: Locale) -> Given {
        match value {
            Values::Tags(tags) => {
                let mut tags: Vec<String> = tags.iter().map(|tag| choice(attribute, tag, locale)).collect();
                tags.sort();
                Given::Text(tags.join("; "))
            }
            Values::One(Value::Text(text)) => Given::Text(choice(attribute, &text, locale)),
            Values::One(Value::Number(number)) if attribute.kind == Type::Money => {
                let digits = self.decimals();
                let step = 10_i64.checked_pow(DIGITS.saturating_sub(digits)).unwrap_or(1);
                Given::Money(number.0.checked_div(step).unwrap_or(0), digits)
            }
            Values::One(Value::Number(number)) => Given::Number(number.0, DIGITS),
            Values::One(Value::Day(day)) => Given::Text(day.to_string()),
            Values::One(Value::Instant(at)) => Given::Instant(at.as_millisecond()),
            Values::One(Value::Flag(yes)) => Given::YesNo(yes),
        }
    }
}

/// How many digits numbers of rules have after their point.
const DIGITS: u32 = 4;

/// What a value of a choice is called; itself where it has no other name.
fn choice(attribute: &Attribute, value: &str, locale: Locale) -> String {
    let known = attribute.choices.iter().find(|choice| choice.value == value);
    known.map_or_else(|| value.to_owned(), |choice| said(&choice.label, locale))
}

/// A label in a language.
pub(super) fn said(label: &Label, locale: Locale) -> String {
    match locale {
        Locale::ZhCn => label.zh.clone(),
        Locale::En => label.en.clone(),
    }
}
