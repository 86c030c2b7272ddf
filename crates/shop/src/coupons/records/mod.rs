//! The SQL of coupons.

pub(super) mod batches;
pub(super) mod coupons;
pub(super) mod hand_ons;
pub(super) mod programmes;
pub(super) mod reminders;
pub(super) mod tallies;

use platform::db::Migration;

/// A coupon's code is its id, enciphered, and stands in no column. Tallies count what one customer or device had of a
/// programme, and wrong codes.
pub(super) const MIGRATION: Migration = Migration::new(
    "20261122_2310_coupons",
    "create table coupon_programmes (
        id bigint not null primary key,
        codes text not null,
        code text,
        claimable boolean not null,
        audience text not null,
        most bigint,
        most_per_customer bigint,
        most_per_device bigint,
        valid_days bigint,
        remind_days bigint,
        transferable boolean not null,
        issued bigint not null,
        claimed bigint not null,
        voided bigint not null,
        created_at bigint not null
    );
    create unique index coupon_programmes_code on coupon_programmes (code) where code is not null;
    create table coupons (
        id bigint not null primary key,
        programme_id bigint not null,
        batch_id bigint,
        profile_id bigint,
        state text not null,
        source text not null,
        issued_at bigint not null,
        claimed_at bigint,
        expires_at bigint,
        order_key text,
        used_at bigint,
        reason text,
        grant_key text
    );
    create index coupons_programme on coupons (programme_id, id);
    create index coupons_profile on coupons (profile_id, id) where profile_id is not null;
    create index coupons_order on coupons (order_key) where order_key is not null;
    create index coupons_expiry on coupons (programme_id, expires_at) where state = 'held' and expires_at is not null;
    create unique index coupons_grant on coupons (grant_key) where grant_key is not null;
    create table coupon_batches (
        id bigint not null primary key,
        programme_id bigint not null,
        target text not null,
        total bigint not null,
        done bigint not null,
        issued bigint not null,
        skipped bigint not null,
        after_id bigint not null,
        state text not null,
        problem text,
        note text,
        created_at bigint not null,
        created_by text not null,
        finished_at bigint
    );
    create index coupon_batches_programme on coupon_batches (programme_id, id);
    create table coupon_tallies (
        scope text not null,
        subject text not null,
        since bigint not null,
        count bigint not null,
        most bigint not null,
        primary key (scope, subject)
    );
    ",
);

/// Every statement, for the test that prepares them on both databases.
#[cfg(test)]
pub(super) fn statements() -> Vec<&'static str> {
    [
        programmes::STATEMENTS,
        coupons::STATEMENTS,
        batches::STATEMENTS,
        hand_ons::STATEMENTS,
        reminders::STATEMENTS,
        tallies::STATEMENTS,
    ]
    .concat()
}
