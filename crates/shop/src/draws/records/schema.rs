//! The tables of draws. `draw_prizes` holds how many of each prize were won, and the database keeps it to how many there
//! are; the numbers of `draw_tickets` follow each other without a gap.

use platform::db::Migration;

pub(in crate::draws) const MIGRATION: Migration = Migration::new(
    "20261122_2410_draws",
    "create table draws (
        id bigint not null primary key,
        revision bigint not null,
        terms text not null,
        starts_at bigint not null,
        ends_at bigint not null,
        commitment text,
        seed text,
        tickets bigint not null,
        created_at bigint not null,
        published_at bigint,
        ended_at bigint,
        end_reason text
    );
    create table draw_prizes (
        draw_id bigint not null,
        place bigint not null,
        quantity bigint not null,
        taken bigint not null check (taken >= 0 and taken <= quantity),
        primary key (draw_id, place)
    );
    create table draw_tickets (
        id bigint not null primary key,
        key text not null,
        draw_id bigint not null,
        number bigint not null,
        profile_id bigint not null,
        mark text not null,
        roll bigint not null,
        prize bigint,
        missed boolean not null,
        status text not null,
        by_itself boolean not null,
        problem text,
        note text,
        paid_with text not null,
        at bigint not null,
        settled_at bigint
    );
    create unique index draw_tickets_key on draw_tickets (key);
    create unique index draw_tickets_number on draw_tickets (draw_id, number);
    create index draw_tickets_profile on draw_tickets (profile_id, draw_id);
    create index draw_tickets_waiting on draw_tickets (at) where status = 'waiting';
    create table draw_chances (
        id bigint not null primary key,
        key text not null,
        draw_id bigint not null,
        profile_id bigint not null,
        count bigint not null check (count > 0),
        reason text,
        actor text,
        at bigint not null
    );
    create unique index draw_chances_key on draw_chances (key);
    create index draw_chances_profile on draw_chances (profile_id, draw_id);
    ",
);
