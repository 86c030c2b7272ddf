//! The SQL of promotions and of their uses.

pub(super) mod promotions;
pub(super) mod uses;

use platform::db::Migration;

/// Terms are JSON; what lists, the calendar and the guards ask for stands in columns beside them.
pub(super) const MIGRATION: Migration = Migration::new(
    "20261122_2300_promotions",
    "create table promotions (
        id bigint not null primary key,
        key text not null,
        stage text not null,
        held boolean not null,
        form text not null,
        name_zh text not null,
        name_en text not null,
        published text,
        draft text,
        revision bigint not null,
        version bigint not null,
        starts_at bigint,
        ends_at bigint,
        used bigint not null,
        uses bigint,
        spent bigint not null,
        budget bigint,
        sold bigint not null,
        stock bigint,
        paid_orders bigint not null,
        revenue bigint not null,
        created_at bigint not null,
        updated_at bigint not null,
        updated_by text not null
    );
    create unique index promotions_key on promotions (key);
    create index promotions_updated on promotions (updated_at, id);
    create index promotions_stage on promotions (stage, ends_at);
    create table promotion_versions (
        promotion_id bigint not null,
        version bigint not null,
        at bigint not null,
        by_name text not null,
        note text,
        body text not null,
        primary key (promotion_id, version)
    );
    create table promotion_uses (
        order_key text not null,
        promotion_id bigint not null,
        profile_id bigint,
        coupon_id bigint,
        amount bigint not null,
        pieces bigint not null,
        state text not null,
        at bigint not null,
        primary key (order_key, promotion_id)
    );
    create index promotion_uses_promotion on promotion_uses (promotion_id, at, order_key);
    create index promotion_uses_profile on promotion_uses (profile_id) where profile_id is not null;
    create table promotion_buyers (
        promotion_id bigint not null,
        profile_id bigint not null,
        used bigint not null,
        primary key (promotion_id, profile_id)
    );
    create index promotion_buyers_profile on promotion_buyers (profile_id);
    ",
);

/// When a use was paid or given back. Of older ones only the reservation is known.
pub(super) const SETTLED: Migration = Migration::new(
    "20261123_1700_promotion_uses_settled",
    "alter table promotion_uses add column settled_at bigint;
    update promotion_uses set settled_at = at where state <> 'reserved';
    ",
);

/// Every statement, for the test that prepares them on both databases.
#[cfg(test)]
pub(super) fn statements() -> Vec<&'static str> {
    [promotions::STATEMENTS, uses::STATEMENTS].concat()
}
