//! The indexes that filters of the list start from.
//!
//! The orders of the list stand with the tables. An index costs every import, so there is none for what an order or a
//! membership finds as quickly.

use platform::db::Migration;

/// The indexes:
///
/// * `customers_recent`, `customers_amount`, `customers_deals`: the orders of the list, now with the figures in them that
///   filters ask for, so that a long walk reads no rows of customers.
/// * `customers_province`: how many are in a province, who they are, and the newest deals among them.
/// * `customers_blacklisted`: those on the black list, who are few.
/// * `customers_several_*`: customers of several profiles, who alone may have bought under two of them; a list of some
///   shops sums these, from the largest down, and takes all others from their one profile.
/// * `profiles_shop_*`: what one shop's profiles bought, from the most to the least.
/// * `profiles_customer`, now with the id in it: a walk that asks for profiles in a set reads no rows of profiles.
/// * `profiles_shopless`: who was met on a channel without a storefront.
///
/// PostgreSQL alone has `profiles_owner`: whose a profile is, without reading the profile's row. SQLite finds a row by its
/// id as quickly as an index.
pub(in crate::customers) const MIGRATION: Migration = Migration {
    name: "20261122_1152_customer_list_indexes",
    sql: "create index customers_province on customers (province, recent_at, id) \
        where merged_into is null and province is not null;
    create index customers_blacklisted on customers (blacklisted, recent_at, id) where blacklisted and merged_into is null;
    create index customers_several_amount on customers (deal_amount, id) where merged_into is null and profiles > 1;
    create index customers_several_deals on customers (deals, id) where merged_into is null and profiles > 1;
    create index profiles_shop_amount on profiles (shop_id, deal_amount, customer_id) where deal_amount > 0;
    create index profiles_shop_deals on profiles (shop_id, deals, customer_id) where deals > 0;
    drop index customers_recent;
    create index customers_recent on customers (recent_at, id, deals, deal_amount, merged_into) where merged_into is null;
    drop index customers_amount;
    create index customers_amount on customers (deal_amount, id, deals, recent_at, merged_into) where merged_into is null;
    drop index customers_deals;
    create index customers_deals on customers (deals, id, deal_amount, recent_at, merged_into) where merged_into is null;
    drop index profiles_customer;
    create index profiles_customer on profiles (customer_id, id);
    create index profiles_shopless on profiles (channel, customer_id) where shop_id is null;
    ",
    sqlite_only: "",
    postgres_only: "create index profiles_owner on profiles (id, customer_id);
    ",
};
