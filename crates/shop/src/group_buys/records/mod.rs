//! The SQL of group buys.

pub(super) mod groups;
pub(super) mod places;

use platform::db::Migration;

/// A row a group, a row a place in one. Of somebody who was erased the rows stay, with profile 0.
pub(super) const MIGRATION: Migration = Migration::new(
    "20261123_2000_group_buys",
    "create table group_buys (
        id bigint not null primary key,
        key text not null,
        code text not null,
        promotion_id bigint not null,
        promotion_key text not null,
        name_zh text not null,
        name_en text not null,
        size bigint not null check (size > 1),
        taken bigint not null check (taken <= size),
        paid bigint not null check (paid >= 0 and paid <= taken),
        leader_profile bigint not null,
        status text not null,
        cause text,
        reason text,
        actor text,
        opened_at bigint not null,
        ends_at bigint not null,
        ended_at bigint
    );
    create unique index group_buys_key on group_buys (key);
    create unique index group_buys_code on group_buys (code);
    create index group_buys_at on group_buys (opened_at, id);
    create index group_buys_status on group_buys (status, opened_at, id);
    create index group_buys_due on group_buys (ends_at) where status = 'open';
    create index group_buys_promotion on group_buys (promotion_id, status);
    create index group_buys_leader on group_buys (leader_profile);
    create table group_places (
        id bigint not null primary key,
        group_id bigint not null,
        profile_id bigint not null,
        order_key text,
        state text not null,
        leads boolean not null,
        amount bigint not null check (amount >= 0),
        joined_at bigint not null,
        paid_at bigint,
        until bigint,
        left_at bigint
    );
    create index group_places_group on group_places (group_id, id);
    create index group_places_profile on group_places (profile_id, joined_at, id);
    create index group_places_state on group_places (state, id);
    create index group_places_until on group_places (until) where state = 'held';
    ",
);

/// Whether it was said that a group ends soon.
pub(super) const ENDING: Migration = Migration::new(
    "20261123_2010_group_buys_ending",
    "alter table group_buys add column ending_told boolean not null default false;\n",
);

/// Every statement of a fixed text, for the test that prepares them on both databases.
#[cfg(test)]
pub(super) fn statements() -> Vec<&'static str> {
    [groups::STATEMENTS, places::STATEMENTS].concat()
}
