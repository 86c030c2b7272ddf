//! The SQL of scores, pages and runs.

mod kept;
mod past;
mod runs;
mod scores;

use platform::Error;
use platform::db::{Connection as _, Migration, Tx, pieces};

pub(super) use kept::*;
pub(super) use past::*;
pub(super) use runs::*;
pub(super) use scores::*;

/// A row a customer that bought; a row a customer and family of goods that is used up; the pages as they were last made;
/// and how far a reckoning is. Everything follows from orders and can be made again.
pub(super) const MIGRATION: Migration = Migration::new(
    "20261123_0700_value",
    "create table value_scores (
        customer_id bigint not null primary key,
        deals bigint not null,
        purchases bigint not null,
        first_day bigint not null,
        last_day bigint not null,
        realised bigint not null,
        refunded bigint not null,
        cost bigint not null,
        margin bigint not null,
        reviews bigint not null,
        shares bigint not null,
        complaints bigint not null,
        potential bigint not null,
        influence bigint not null,
        expected_90 bigint not null,
        expected_365 bigint not null,
        churn_risk bigint,
        next_from bigint,
        next_day bigint,
        next_to bigint,
        recency bigint not null,
        frequency bigint not null,
        monetary bigint not null,
        rfm_group text not null,
        stage text not null
    );
    create index value_scores_realised on value_scores (realised, customer_id);
    create index value_scores_potential on value_scores (potential, customer_id);
    create index value_scores_next on value_scores (next_day, customer_id);
    create table value_refills (
        customer_id bigint not null,
        family text not null,
        last_day bigint not null,
        next_from bigint not null,
        next_day bigint not null,
        next_to bigint not null,
        primary key (customer_id, family)
    );
    create index value_refills_next on value_refills (family, next_day, customer_id);
    create table value_pages (
        name text not null primary key,
        body text not null
    );
    create table value_runs (
        id bigint not null primary key,
        state text not null,
        step text,
        done bigint not null,
        total bigint not null,
        asked_at bigint,
        finished_at bigint,
        as_of bigint,
        today bigint,
        customers bigint not null,
        changed bigint not null,
        took_ms bigint
    );
    insert into value_runs (id, state, done, total, customers, changed) values (1, 'none', 0, 0, 0, 0);
    ",
);

/// In which currency a reckoning was.
pub(super) const CURRENCY: Migration =
    Migration::new("20261123_1520_value_currency", "alter table value_runs add column currency text;\n");

/// Referrals, what delivered value is made of, and cost to serve; the next reckoning fills them.
pub(super) const DELIVERED: Migration = Migration::new(
    "20261123_1530_value_delivered",
    "alter table value_scores add column referred bigint not null default 0;
    alter table value_scores add column brought bigint not null default 0;
    alter table value_scores add column savings bigint not null default 0;
    alter table value_scores add column gifts bigint not null default 0;
    alter table value_scores add column points bigint not null default 0;
    alter table value_scores add column early_hours bigint not null default 0;
    alter table value_scores add column late_hours bigint not null default 0;
    alter table value_scores add column returns bigint not null default 0;
    alter table value_scores add column inquiries bigint not null default 0;
    alter table value_scores add column serve bigint not null default 0;
    alter table value_scores add column got bigint not null default 0;
    alter table value_scores add column burden bigint not null default 0;
    ",
);

/// What influence is made of beside; the next reckoning fills it.
pub(super) const DEEDS: Migration = Migration::new(
    "20261123_1660_value_deeds",
    "alter table value_scores add column photos bigint not null default 0;
    alter table value_scores add column answers bigint not null default 0;
    ",
);

/// What service did for customers; the next reckoning fills it.
pub(super) const SERVICE: Migration = Migration::new(
    "20261123_1670_value_service",
    "alter table value_scores add column compensation bigint not null default 0;
    alter table value_scores add column quick_replies bigint not null default 0;
    alter table value_scores add column slow_minutes bigint not null default 0;
    alter table value_scores add column solved bigint not null default 0;
    ",
);

/// What customers were a month before, and why they may be lost; the next reckoning fills it, soon.
pub(super) const BEFORE: Migration = Migration::new(
    "20261123_1680_value_before",
    "alter table value_scores add column alive bigint;
    alter table value_scores add column reasons text not null default '';
    alter table value_scores add column group_before text;
    alter table value_scores add column stage_before text;
    update value_runs set today = null;
    ",
);

/// Which families customers are marked with, and their part in pictures of what has been; the next reckoning fills it, soon.
pub(super) const PAST: Migration = Migration::new(
    "20261124_0900_value_past",
    "alter table value_refills add column marks bigint not null default 0;
    create table value_past (
        customer_id bigint not null primary key,
        group_path text not null,
        stage_path text not null,
        tried_repeats bigint,
        tried_expected bigint,
        tried_came bigint,
        landed text
    );
    update value_runs set today = null;
    ",
);

/// Which reckoning everybody's part in pictures of what has been belongs to: that of the pages, unless one broke off
/// while it wrote.
pub(super) const PAST_OF: Migration = Migration::new(
    "20261124_1000_value_past_of",
    "alter table value_runs add column past_as_of bigint;
    update value_runs set past_as_of = as_of where state = 'done';
    ",
);

/// As of when customers are scored who were after the reckoning; what those are scored by is kept from the next one on, soon.
pub(super) const SINCE: Migration = Migration::new(
    "20261124_1100_value_since",
    "alter table value_scores add column as_of bigint;
    update value_runs set today = null;
    ",
);

/// What brought customers. Pages tell more than they did, so everything is reckoned anew, soon.
pub(super) const BROUGHT: Migration = Migration::new(
    "20261123_1650_value_brought",
    "alter table value_scores add column brought_by text;
    alter table value_scores add column first_channel text;
    delete from value_pages;
    update value_runs set today = null;
    ",
);

/// Takes everything out of a table that it holds of these customers; how many rows there were.
pub(super) async fn drop_of(tx: &mut Tx, table: &str, customers: &[i64]) -> Result<u64, Error> {
    let mut gone = 0;
    for (list, ids) in pieces(1, customers.iter().copied()) {
        gone += tx.execute(format!("delete from {table} where customer_id in ({list})"), ids).await?;
    }
    Ok(gone)
}

/// Every statement of a fixed text, for the test that prepares them on both databases.
#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[
    kept::PAGE,
    kept::DROP_PAGE,
    kept::REFILLS,
    kept::REFILLS_OF,
    past::ALL,
    past::ONE,
    runs::READ,
    runs::TURN,
    runs::ASK,
    runs::BEGIN,
    runs::TELL,
    runs::CHANGED,
    runs::PAST_TOUCHED,
    runs::FINISH,
    runs::FAIL,
    scores::ALL,
    scores::ONE,
];
