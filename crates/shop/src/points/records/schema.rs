//! The tables of points.
//!
//! `points_entries` is the ledger: each entry moves points from one account to another, so the books balance by
//! construction, and none is ever changed. `points_moves` says what a group of entries was for, under a key that is one of
//! a kind. `points_lots` holds what is left of each credit; the database keeps it from going below nothing.

use platform::db::Migration;

pub(in crate::points) const MIGRATION: Migration = Migration::new(
    "20261122_2200_points",
    "create table points_moves (
        id bigint not null primary key,
        key text not null,
        profile_id bigint not null,
        kind text not null,
        points bigint not null,
        order_id bigint,
        basis bigint,
        reason text,
        actor text,
        at bigint not null,
        reverses bigint,
        owed bigint not null check (owed >= 0)
    );
    create unique index points_moves_key on points_moves (key);
    create index points_moves_profile on points_moves (profile_id, at);
    create index points_moves_order on points_moves (order_id);
    create index points_moves_at on points_moves (at, kind, points);
    create index points_moves_owed on points_moves (profile_id) where owed > 0;
    create table points_lots (
        id bigint not null primary key,
        profile_id bigint not null,
        move_id bigint not null,
        points bigint not null,
        remaining bigint not null check (remaining >= 0),
        matures_at bigint not null,
        expires_at bigint not null,
        noticed bigint not null
    );
    create index points_lots_profile on points_lots (profile_id, expires_at);
    create index points_lots_move on points_lots (move_id);
    create index points_lots_expiry on points_lots (expires_at) where remaining > 0;
    create table points_entries (
        id bigint not null primary key,
        move_id bigint not null,
        lot_id bigint not null,
        profile_id bigint not null,
        from_account text not null,
        to_account text not null,
        points bigint not null check (points > 0),
        at bigint not null
    );
    create index points_entries_move on points_entries (move_id);
    create index points_entries_profile on points_entries (profile_id);
    create table mall_items (
        id bigint not null primary key,
        kind text not null,
        name text not null,
        description text not null,
        points bigint not null,
        stock bigint,
        taken bigint not null check (taken >= 0),
        per_customer bigint,
        level bigint,
        starts_at bigint,
        ends_at bigint,
        active boolean not null,
        ref text,
        created_at bigint not null
    );
    create table mall_orders (
        id bigint not null primary key,
        key text not null,
        item_id bigint not null,
        profile_id bigint not null,
        quantity bigint not null,
        points bigint not null,
        status text not null,
        note text,
        at bigint not null,
        changed_at bigint not null
    );
    create unique index mall_orders_key on mall_orders (key);
    create index mall_orders_at on mall_orders (at, id);
    create index mall_orders_profile on mall_orders (profile_id, item_id);
    create index mall_orders_item on mall_orders (item_id, at, id);
    ",
);

/// What goods of the mall are called in English, and what points moved for; empty when only Chinese is said.
pub(in crate::points) const IN_ENGLISH: Migration = Migration::new(
    "20261124_1210_points_in_english",
    "alter table points_moves add column reason_en text not null default '';
    alter table mall_items add column name_en text not null default '';
    alter table mall_items add column description_en text not null default '';
    ",
);
