//! The tables of this department.
//!
//! The list is served by four orders that hold a million customers: newest deal first within a contact group and over
//! all, dearest first, most deals first. The order of creation is the order of ids. `recent_at` is `last_deal_at` or 0,
//! so that one cursor works where NULLs sort differently. On PostgreSQL the columns that are searched by prefix compare
//! by bytes, as SQLite does.

use platform::db::Migration;

/// Indexes that lists and searches look through and who-is-who does not: it finds profiles by key, customer and id, and
/// identifiers by value and profile.
pub const READING_INDEXES: &[&str] = &[
    "customers_group_recent",
    "customers_recent",
    "customers_amount",
    "customers_deals",
    "customers_name",
    "customers_nick",
    "customers_province",
    "customers_several_amount",
    "customers_several_deals",
    "identifiers_tail",
    "profiles_shop_amount",
    "profiles_shop_deals",
    "profiles_shop_recent",
    "profiles_shopless",
];

/// The steps.
pub(in crate::customers) const MIGRATIONS: &[Migration] = &[
    Migration {
        name: "20261121_1100_customers",
        sql: "create table profiles (
        id bigint not null primary key,
        customer_id bigint not null,
        shop_id bigint,
        channel text not null,
        source text not null,
        key_kind text not null,
        key_value text not null,
        nick text,
        name text,
        mobile text,
        email text,
        gender text,
        birthday text,
        province text,
        city text,
        district text,
        street text,
        zip text,
        registered_at bigint,
        buyer_credit text,
        labels_at bigint not null,
        orders bigint not null default 0,
        deals bigint not null default 0,
        deal_amount bigint not null default 0,
        currency text not null default '',
        items bigint not null default 0,
        closed bigint not null default 0,
        closed_amount bigint not null default 0,
        refunded bigint not null default 0,
        first_deal_at bigint,
        last_deal_at bigint,
        inquiries bigint not null default 0,
        events bigint not null default 0,
        first_seen_at bigint not null,
        last_seen_at bigint not null,
        blacklisted boolean not null default false,
        personalisation boolean not null default true
    );
    create unique index profiles_key on profiles (key_value, key_kind, source);
    create index profiles_customer on profiles (customer_id);
    create table identifiers (
        id bigint not null primary key,
        profile_id bigint not null,
        kind text not null,
        scope text not null,
        value text not null,
        tail text,
        first_seen_at bigint not null
    );
    create unique index identifiers_value on identifiers (value, kind, scope, profile_id);
    create index identifiers_profile on identifiers (profile_id);
    create index identifiers_tail on identifiers (tail, profile_id) where tail is not null;
    create table customers (
        id bigint not null primary key,
        merged_into bigint,
        created_at bigint not null,
        contact_group text not null default 'none',
        nick text,
        name text,
        mobile text,
        email text,
        gender text,
        birthday text,
        province text,
        city text,
        orders bigint not null default 0,
        deals bigint not null default 0,
        deal_amount bigint not null default 0,
        currency text not null default '',
        items bigint not null default 0,
        closed bigint not null default 0,
        closed_amount bigint not null default 0,
        refunded bigint not null default 0,
        first_deal_at bigint,
        last_deal_at bigint,
        recent_at bigint not null default 0,
        last_seen_at bigint not null default 0,
        inquiries bigint not null default 0,
        events bigint not null default 0,
        profiles bigint not null default 0,
        blacklisted boolean not null default false,
        personalisation boolean not null default true,
        updated_at bigint not null
    );
    create index customers_group_recent on customers (contact_group, recent_at, id) where merged_into is null;
    create index customers_recent on customers (recent_at, id) where merged_into is null;
    create index customers_amount on customers (deal_amount, id) where merged_into is null;
    create index customers_deals on customers (deals, id) where merged_into is null;
    create index customers_name on customers (name) where name is not null;
    create index customers_nick on customers (nick) where nick is not null;
    create index customers_merged on customers (merged_into) where merged_into is not null;
    create table separations (
        profile_a bigint not null,
        profile_b bigint not null,
        record_id bigint not null,
        at bigint not null,
        primary key (profile_a, profile_b)
    );
    create index separations_b on separations (profile_b);
    create index separations_record on separations (record_id);
    create table merges (
        id bigint not null primary key,
        kind text not null,
        at bigint not null,
        actor text not null,
        reason text not null,
        automatic boolean not null,
        from_customer bigint not null,
        to_customer bigint not null,
        profile_ids text not null,
        lifted text not null,
        undone boolean not null default false
    );
    create index merges_from on merges (from_customer);
    create index merges_to on merges (to_customer);
    create table identity_gate (
        id bigint not null primary key,
        turn bigint not null
    );
    insert into identity_gate (id, turn) values (1, 0);
    ",
        sqlite_only: "",
        postgres_only: "alter table profiles alter column key_value type text collate \"C\";
    alter table identifiers alter column value type text collate \"C\";
    alter table identifiers alter column tail type text collate \"C\";
    alter table customers alter column name type text collate \"C\";
    alter table customers alter column nick type text collate \"C\";
    ",
    },
    Migration::new(
        "20261123_0600_label_marks",
        "alter table profiles add column labels_rank bigint not null default 0;
    alter table profiles add column labels_marks text;
    ",
    ),
    super::staff::MIGRATION,
    crate::customers::list::records::bulk::MIGRATION,
    crate::customers::list::records::schema::MIGRATION,
];
