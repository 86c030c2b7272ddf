//! The SQL of accounts, sessions and sign-in attempts.

pub(super) mod attempts;
pub(super) mod sessions;
pub(super) mod users;

use crate::db::Migration;

pub(crate) const MIGRATION: Migration = Migration::new(
    "20261121_0160_accounts",
    "create table accounts (
        id bigint not null primary key,
        login text not null unique,
        name text not null,
        role text not null,
        password text not null,
        every_scope boolean not null,
        disabled boolean not null,
        locale text,
        theme text not null,
        last_seen_at bigint,
        created_at bigint not null
    );
    create table account_scopes (
        account_id bigint not null references accounts (id) on delete cascade,
        scope_id bigint not null,
        primary key (account_id, scope_id)
    );
    create table account_turn (
        id bigint not null primary key,
        turn bigint not null
    );
    insert into account_turn (id, turn) values (1, 0);
    create table sessions (
        token_hash bytea not null primary key,
        account_id bigint not null references accounts (id) on delete cascade,
        created_at bigint not null,
        seen_at bigint not null,
        address text
    );
    create index sessions_account on sessions (account_id);
    create index sessions_seen on sessions (seen_at);
    create table sign_in_attempts (
        subject text not null primary key,
        failures bigint not null,
        since bigint not null
    );
    create index sign_in_attempts_since on sign_in_attempts (since);
    ",
);
