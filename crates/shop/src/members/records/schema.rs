//! The tables of members.
//!
//! `memberships` and `level_changes` are the truth, kept by profile. `members` follows from them for each customer, for
//! lists and sums, and is derived again for whoever a change touches.

use platform::db::Migration;

pub(in crate::members) const MIGRATION: Migration = Migration::new(
    "20261122_2100_members",
    "create table memberships (
        profile_id bigint not null primary key,
        number text not null,
        source text not null,
        joined_at bigint not null,
        left_at bigint
    );
    create unique index memberships_number on memberships (number);
    create table level_changes (
        id bigint not null primary key,
        profile_id bigint not null,
        at bigint not null,
        kind text not null,
        cause text not null,
        from_level bigint not null,
        to_level bigint not null,
        amount bigint not null,
        deals bigint not null,
        until_at bigint,
        locked boolean not null,
        reason text,
        actor text,
        holds text not null
    );
    create index level_changes_profile on level_changes (profile_id, at);
    create index level_changes_at on level_changes (at);
    create table members (
        customer_id bigint not null primary key,
        profile_id bigint not null,
        number text not null,
        source text not null,
        joined_at bigint not null,
        level bigint not null,
        level_at bigint,
        level_until bigint,
        locked boolean not null,
        amount bigint not null,
        deals bigint not null,
        basis text not null,
        barred boolean not null
    );
    create index members_joined on members (joined_at, customer_id);
    create index members_level on members (level, joined_at, customer_id);
    create index members_until on members (level_until);
    create index members_number on members (number);
    create table invitations (
        code text not null primary key,
        name text not null,
        cap bigint,
        used bigint not null,
        ends_at bigint,
        created_at bigint not null
    );
    create table care_budgets (
        actor_id bigint not null,
        kind text not null,
        month bigint not null,
        used bigint not null,
        primary key (actor_id, kind, month)
    );
    create table member_state (
        name text not null primary key,
        value bigint not null
    );
    insert into member_state (name, value) values ('number', 0);
    insert into member_state (name, value) values ('turn', 0);
    ",
);
