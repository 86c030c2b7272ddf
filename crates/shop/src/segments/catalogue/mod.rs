//! What this shop's rules may name: built-in attributes, the shop's own fields, kinds of facts with what was declared of
//! them.
//!
//! Absent from here: values of facts and customers; `feed` puts them into the warehouse under these names.

mod attributes;
mod kinds;

use platform::db::Connection;
use platform::http::ShopScope;
use platform::i18n::Locale;
use platform::{App, Error};
use rules::{Attribute, Catalogue, Choice, Derived, FactKind, Label, Property, Type};
use serde::Serialize;
use utoipa::ToSchema;

use super::live::Live;
use super::properties::{self, EventProperty};
use crate::events;
use crate::fields::{self, Field, FieldType};
use crate::members;
use crate::shops::{self, Business, Channel, Shop};

pub(crate) use attributes::lacking;
pub(crate) use kinds::{HOUR, WEEKDAY};
pub(super) use kinds::{built_in, kind_of, kinds_of};

/// Names of behaviours that the picker offers at most.
const OWN_EVENTS: usize = 200;

/// What names an own field in rules, before its key.
pub(super) const FIELD: &str = "field.";

/// Everything that a rule of this shop may name, and what the names are reckoned with.
#[derive(Debug, Clone, PartialEq)]
pub struct Shape {
    /// Attributes and kinds.
    pub catalogue: Catalogue,
    /// Currency and time zone.
    pub business: Business,
    /// The shops.
    pub shops: Vec<Shop>,
    /// The shop's own fields, archived ones left out.
    pub fields: Vec<Field>,
    /// The declared properties of events, in the order in which they were declared.
    pub properties: Vec<EventProperty>,
}

/// The catalogue as the picker shows it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Picker {
    /// The groups of attributes, in order.
    pub groups: Vec<Choice>,
    /// The attributes, in order.
    pub attributes: Vec<Picked>,
    /// The kinds of facts.
    pub kinds: Vec<FactKind>,
    /// Names of behaviours that are none of the kinds, the most frequent first: rules ask for one as
    /// `did other where name = "…"`.
    pub own_events: Vec<String>,
    /// ISO 4217 code of every amount.
    pub currency: String,
    /// Name of the time zone in which days are reckoned.
    pub time_zone: String,
}

/// An attribute with its group.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Picked {
    /// The attribute.
    #[serde(flatten)]
    pub attribute: Attribute,
    /// The key of its group.
    pub group: String,
}

/// What rules may name now.
///
/// # Errors
/// When the database cannot be read.
pub async fn shape(app: &App, conn: &mut impl Connection) -> Result<Shape, Error> {
    let declared = properties::list(conn).await?;
    shape_with(app, conn, declared).await
}

/// What rules may name now and be answered: declared properties for which past events are still being read are left out.
///
/// # Errors
/// When the database cannot be read.
pub async fn offered(app: &App, conn: &mut impl Connection) -> Result<Shape, Error> {
    let mut declared = properties::list(conn).await?;
    if let Some(held) = Live::of(app).held() {
        declared.retain(|one| held.shape.properties.iter().any(|ready| ready.id == one.id));
    }
    shape_with(app, conn, declared).await
}

async fn shape_with(app: &App, conn: &mut impl Connection, declared: Vec<EventProperty>) -> Result<Shape, Error> {
    let business = shops::business(conn).await?;
    let shops = shops::list(conn).await?;
    let fields: Vec<Field> = fields::list(conn).await?.into_iter().filter(|field| !field.archived).collect();
    let levels: Vec<Choice> = members::levels(conn)
        .await?
        .into_iter()
        .map(|(id, name)| own_choice(id, label(name.in_chinese(), name.in_english())))
        .collect();
    let catalogue = Catalogue {
        attributes: attributes(app, &shops, &fields, &levels),
        kinds: kinds(app, &shops, &levels, &declared),
        currency: business.currency.clone(),
    };
    Ok(Shape { catalogue, business, shops, fields, properties: declared })
}

/// Names of behaviours in `scope` that are none of the kinds, the most frequent first.
///
/// # Errors
/// When the database cannot be read.
pub async fn own_events(conn: &mut impl Connection, scope: &ShopScope) -> Result<Vec<String>, Error> {
    let names = events::names(conn, scope).await?.into_iter().map(|one| one.name);
    Ok(names.filter(|name| kind_of(name) == kinds::OTHER && !events::is_trade(name)).take(OWN_EVENTS).collect())
}

impl Shape {
    /// As the picker shows it, with these names of behaviours that are none of the kinds.
    #[must_use]
    pub fn picker(&self, own_events: Vec<String>) -> Picker {
        Picker {
            groups: groups(),
            attributes: self
                .catalogue
                .attributes
                .iter()
                .map(|one| Picked { attribute: one.clone(), group: group_of(&one.name).to_owned() })
                .collect(),
            kinds: self.catalogue.kinds.clone(),
            own_events,
            currency: self.business.currency.clone(),
            time_zone: self.business.time_zone.clone(),
        }
    }
}

/// The groups of attributes, in the picker's order.
pub(super) fn groups() -> Vec<Choice> {
    attributes::GROUPS.iter().map(|(key, zh, en)| choice(key, label(zh, en))).collect()
}

/// The key of an attribute's group.
pub(super) fn group_of(name: &str) -> &'static str {
    attributes::ATTRIBUTES.iter().find(|row| row.0 == name).map_or("field", |row| row.2)
}

fn label(zh: &str, en: &str) -> Label {
    Label { zh: zh.to_owned(), en: en.to_owned() }
}

fn choice(value: &str, label: Label) -> Choice {
    Choice { value: value.to_owned(), label, own: false }
}

/// A choice that the shop made and named.
fn own_choice(id: i64, label: Label) -> Choice {
    Choice { value: id.to_string(), label, own: true }
}

fn channels(app: &App) -> Vec<Choice> {
    let said = |locale, channel: Channel| app.i18n.text(locale, &format!("channel-{}", channel.code()), &[]);
    Channel::ALL
        .into_iter()
        .map(|one| choice(one.code(), Label { zh: said(Locale::ZhCn, one), en: said(Locale::En, one) }))
        .collect()
}

fn causes(app: &App) -> Vec<Choice> {
    let said = |locale, cause: members::Cause| app.i18n.text(locale, &format!("members-cause-{}", cause.code()), &[]);
    members::Cause::ALL
        .iter()
        .map(|one| choice(one.code(), Label { zh: said(Locale::ZhCn, *one), en: said(Locale::En, *one) }))
        .collect()
}

fn named(shops: &[Shop]) -> Vec<Choice> {
    shops.iter().map(|shop| own_choice(shop.id.0, label(&shop.name, &shop.name))).collect()
}

fn attributes(app: &App, shops: &[Shop], fields: &[Field], levels: &[Choice]) -> Vec<Attribute> {
    let mut all: Vec<Attribute> = attributes::ATTRIBUTES
        .iter()
        .map(|(name, kind, _, zh, en)| {
            let choices = match *name {
                "channels" | "first_channel" => channels(app),
                "shops" => named(shops),
                "level" => levels.to_vec(),
                _ => attributes::CHOICES
                    .iter()
                    .filter(|row| row.0.strip_suffix('*').map_or(row.0 == *name, |start| name.starts_with(start)))
                    .map(|(_, value, zh, en)| choice(value, label(zh, en)))
                    .collect(),
            };
            let derived = (*name == "age").then(|| Derived::AgeOf(attributes::BORN.to_owned()));
            Attribute { name: (*name).to_owned(), kind: *kind, label: label(zh, en), choices, derived }
        })
        .collect();
    all.extend(fields.iter().map(|field| Attribute {
        name: format!("{FIELD}{}", field.key),
        kind: type_of(field.r#type),
        label: label(&field.name, &field.name),
        choices: field.options.iter().map(|option| choice(option, label(option, option))).collect(),
        derived: None,
    }));
    all
}

/// The type of an own field in rules.
pub(super) fn type_of(field: FieldType) -> Type {
    match field {
        FieldType::Text => Type::Text,
        FieldType::Number => Type::Number,
        FieldType::Money => Type::Money,
        FieldType::Date => Type::Day,
        FieldType::YesNo => Type::Flag,
        FieldType::OneOf => Type::Choice,
        FieldType::Tags => Type::Tags,
    }
}

fn kinds(app: &App, shops: &[Shop], levels: &[Choice], declared: &[EventProperty]) -> Vec<FactKind> {
    let (channels, shops) = (channels(app), named(shops));
    kinds::KINDS
        .iter()
        .map(|(name, zh, en, says)| FactKind {
            name: (*name).to_owned(),
            label: label(zh, en),
            properties: kinds::properties(*says)
                .into_iter()
                .map(|(name, kind, zh, en)| Property {
                    name: name.to_owned(),
                    kind,
                    label: label(zh, en),
                    choices: match name {
                        "channel" => channels.clone(),
                        "shop" => shops.clone(),
                        "from" | "to" => levels.to_vec(),
                        "cause" => causes(app),
                        WEEKDAY => kinds::WEEKDAYS.iter().map(|(day, zh, en)| choice(day, label(zh, en))).collect(),
                        "status" => kinds::STATUSES.iter().map(|(code, zh, en)| choice(code, label(zh, en))).collect(),
                        _ => Vec::new(),
                    },
                })
                .chain(declared_of(name, declared))
                .collect(),
        })
        .collect()
}

/// The declared properties of a kind, each key once: several events of one kind may say it.
fn declared_of(kind: &str, declared: &[EventProperty]) -> Vec<Property> {
    let mut found: Vec<Property> = Vec::new();
    for one in declared.iter().filter(|one| kinds_of(one.event.as_deref()).contains(&kind)) {
        let options = one.options.iter().map(|option| choice(option, label(option, option)));
        match found.iter_mut().find(|known| known.name == one.name()) {
            // Rules may ask for the choices of both; with none given, for any.
            Some(known) if known.choices.is_empty() || one.options.is_empty() => known.choices.clear(),
            Some(known) => {
                let new: Vec<Choice> =
                    options.filter(|choice| !known.choices.iter().any(|had| had.value == choice.value)).collect();
                known.choices.extend(new);
            }
            None => found.push(Property {
                name: one.name(),
                kind: type_of(one.r#type),
                label: label(&one.title, &one.title),
                choices: options.collect(),
            }),
        }
    }
    found
}
