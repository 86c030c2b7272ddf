//! The SQL of behaviours.

mod kept;
mod names;
mod refused;

use platform::db::Migration;

pub use kept::Deed;
pub(super) use kept::*;
pub(super) use names::*;
pub(super) use refused::*;

pub(super) const MIGRATION: Migration = Migration::new(
    "20261121_1800_events",
    "create table events (
        id bigint not null primary key,
        profile_id bigint not null,
        shop_id bigint,
        name text not null,
        at bigint not null,
        received_at bigint not null,
        product text,
        amount bigint,
        currency text,
        properties text,
        key bytea not null
    );
    create unique index events_key on events (profile_id, key);
    create index events_profile on events (profile_id, at, id);
    create index events_name on events (name, id);
    create table event_names (
        shop_id bigint not null,
        name text not null,
        count bigint not null,
        first_at bigint not null,
        last_at bigint not null,
        primary key (shop_id, name)
    );
    create table event_refusals (
        id bigint not null primary key,
        shop_id bigint not null,
        received_at bigint not null,
        code text not null,
        place bigint not null,
        body text not null,
        key bytea not null
    );
    create unique index event_refusals_key on event_refusals (key);
    create index event_refusals_shop on event_refusals (shop_id, id);
    create table event_refusal_counts (
        shop_id bigint not null,
        code text not null,
        count bigint not null,
        last_at bigint not null,
        primary key (shop_id, code)
    );
    ",
);

/// Characters as a pattern that means no others, with `!` before what patterns would read.
fn literally(characters: &str) -> String {
    characters.replace('!', "!!").replace('%', "!%").replace('_', "!_")
}

/// Every statement of a fixed text, for the test that prepares them on both databases.
#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[
    kept::NEWEST,
    kept::COUNTED,
    kept::SAID,
    kept::SAID_OF_NAME,
    kept::ERASE,
    names::LIST_ALL,
    refused::COUNT_ALL,
    refused::TRIM,
    refused::ERASE_LIKE,
];
