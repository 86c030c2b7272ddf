//! The SQL of segments.

mod books;
mod crossings;
mod lists;
mod properties;
mod segments;
mod sizes;

use platform::db::Migration;

pub(super) use books::*;
pub(super) use crossings::*;
pub(super) use lists::*;
pub(super) use properties::*;
pub(super) use segments::*;
pub(super) use sizes::*;

pub(super) const MIGRATION: Migration = Migration::new(
    "20261122_2100_segments",
    "create table segments (
        id bigint not null primary key,
        name text not null,
        note text not null,
        kind text not null,
        origin text not null,
        recipe text,
        parameters text,
        rule text,
        text text,
        tags text not null,
        version bigint not null,
        created_at bigint not null,
        created_by text not null,
        updated_at bigint not null
    );
    create unique index segments_name on segments (name);
    create table segment_versions (
        segment_id bigint not null,
        version bigint not null,
        rule text not null,
        text text not null,
        note text not null,
        at bigint not null,
        actor text not null,
        primary key (segment_id, version)
    );
    create table segment_members (
        segment_id bigint not null,
        profile_id bigint not null,
        added_at bigint not null,
        primary key (segment_id, profile_id)
    );
    create index segment_members_profile on segment_members (profile_id);
    create table segment_sizes (
        segment_id bigint not null,
        at bigint not null,
        size bigint not null,
        entered bigint not null,
        left_count bigint not null,
        primary key (segment_id, at)
    );
    create table segment_crossings (
        id bigint not null primary key,
        segment_id bigint not null,
        customer_id bigint not null,
        entered boolean not null,
        at bigint not null,
        cause text not null
    );
    create index segment_crossings_segment on segment_crossings (segment_id, id);
    create index segment_crossings_customer on segment_crossings (customer_id, segment_id, id);
    create table segment_books (
        segment_id bigint not null primary key,
        crossing_id bigint not null,
        at bigint not null,
        members bytea not null
    );
    create table segment_clock (
        id bigint not null primary key,
        position bigint not null,
        acted_at bigint not null,
        crossing_id bigint not null,
        snapshot text not null
    );
    insert into segment_clock (id, position, acted_at, crossing_id, snapshot) values (1, 0, 0, 0, '');
    ",
);

/// Every statement of a fixed text, for the test that prepares them on both databases.
#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[
    books::CLOCK,
    books::TICK,
    books::SNAPSHOT,
    books::SET_SNAPSHOT,
    books::BOOK,
    books::PUT_BOOK,
    books::DROP_BOOK,
    crossings::AFTER,
    crossings::OF_SEGMENT,
    crossings::LAST_ENTRY,
    crossings::OF_CUSTOMER,
    crossings::BETWEEN,
    crossings::ERASE,
    lists::DROP,
    properties::LIST,
    properties::INSERT,
    properties::UPDATE,
    properties::DELETE,
    segments::LIST,
    segments::FIND,
    segments::BY_NAME,
    segments::INSERT,
    segments::UPDATE,
    segments::DELETE,
    segments::INSERT_VERSION,
    segments::VERSIONS,
    sizes::RANGE,
    sizes::SINCE,
];
