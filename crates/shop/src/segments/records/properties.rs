//! The SQL of declared properties of events.

use platform::db::{Connection, Migration, Row, Tx};
use platform::{Error, Id, values};

use crate::fields::FieldType;
use crate::segments::properties::EventProperty;

pub(in crate::segments) const EVENT_PROPERTIES: Migration = Migration::new(
    "20261123_1000_event_properties",
    "create table event_properties (
        id bigint not null primary key,
        event text,
        key text not null,
        title text not null,
        type text not null,
        options text not null,
        created_at bigint not null
    );
    create index event_properties_by_key on event_properties (key);
    ",
);

// In the order in which they were declared: their columns stand in that order.
pub(super) const LIST: &str =
    "select id, event, key, title, type, options from event_properties order by created_at, id";
pub(super) const INSERT: &str = "insert into event_properties (id, event, key, title, type, options, created_at) \
    values ($1, $2, $3, $4, $5, $6, $7)";
pub(super) const UPDATE: &str = "update event_properties set title = $2, options = $3 where id = $1";
pub(super) const DELETE: &str = "delete from event_properties where id = $1";

pub(in crate::segments) async fn event_properties(conn: &mut impl Connection) -> Result<Vec<EventProperty>, Error> {
    conn.all(LIST, values![]).await?.iter().map(property).collect()
}

pub(in crate::segments) async fn insert_event_property(
    tx: &mut Tx,
    property: &EventProperty,
    now: i64,
) -> Result<(), Error> {
    let values = values![
        property.id.0,
        property.event.as_ref(),
        &property.key,
        &property.title,
        property.r#type.code(),
        options(property)?,
        now
    ];
    tx.execute(INSERT, values).await.map(|_| ())
}

pub(in crate::segments) async fn update_event_property(tx: &mut Tx, property: &EventProperty) -> Result<(), Error> {
    tx.execute(UPDATE, values![property.id.0, &property.title, options(property)?]).await.map(|_| ())
}

pub(in crate::segments) async fn delete_event_property(tx: &mut Tx, id: i64) -> Result<(), Error> {
    tx.execute(DELETE, values![id]).await.map(|_| ())
}

fn options(property: &EventProperty) -> Result<String, Error> {
    serde_json::to_string(&property.options).map_err(Error::internal)
}

fn property(row: &Row) -> Result<EventProperty, Error> {
    Ok(EventProperty {
        id: Id(row.at(0)?),
        event: row.at(1)?,
        key: row.at(2)?,
        title: row.at(3)?,
        r#type: FieldType::from_code(&row.at::<String>(4)?)?,
        options: serde_json::from_str(&row.at::<String>(5)?).map_err(Error::internal)?,
    })
}
