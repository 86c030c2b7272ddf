//! The tables of orders.

use platform::db::Migration;

/// Indexes that lists, sums and searches look through and import does not: it finds orders by number, profile and id, and
/// lines and parcels by order.
pub const READING_INDEXES: &[&str] = &["orders_sort", "orders_status", "orders_paid", "shipments_tracking"];

/// Parcels are unique beside their order: its id grows, so new parcels lie together. Searches find them by number.
pub(in crate::orders) const PARCELS: Migration = Migration::new(
    "20261122_1700_orders_parcels",
    "drop index shipments_tracking;
    drop index shipments_order;
    create unique index shipments_order on shipments (order_id, tracking);
    create index shipments_tracking on shipments (tracking);
    ",
);

/// What the source says brought an order. Orders that were written before have none until they are stated otherwise.
pub(in crate::orders) const BROUGHT: Migration = Migration::new(
    "20261123_1640_orders_brought",
    "alter table orders add column brought text;
    create index orders_brought on orders (id, brought) where brought is not null;
    ",
);

/// What queries ask for stands in columns; the whole statement stands beside it as JSON (`detail`).
pub(in crate::orders) const MIGRATION: Migration = Migration::new(
    "20261121_1700_orders",
    "create table orders (
        id bigint not null primary key,
        shop_id bigint not null,
        number text not null,
        profile_id bigint,
        status text not null,
        status_raw text not null,
        currency text not null,
        sort_at bigint not null,
        paid_at bigint,
        total bigint,
        paid bigint,
        refunded bigint not null,
        deal_amount bigint not null,
        pieces bigint,
        title text,
        stub boolean not null,
        hash bigint not null,
        detail text not null,
        created_at bigint not null,
        changed_at bigint not null
    );
    create unique index orders_number on orders (shop_id, number);
    create index orders_profile on orders (profile_id, sort_at);
    create index orders_sort on orders (sort_at, id);
    create index orders_status on orders (status, sort_at, id);
    create table order_lines (
        id bigint not null primary key,
        order_id bigint not null,
        number text not null,
        product_id bigint not null,
        quantity bigint not null,
        revenue bigint,
        refunded bigint not null,
        hash bigint not null,
        detail text not null
    );
    create unique index order_lines_number on order_lines (order_id, number);
    create index order_lines_product on order_lines (product_id);
    create table shipments (
        id bigint not null primary key,
        order_id bigint not null,
        carrier text,
        tracking text not null,
        shipped_at bigint,
        trace text not null
    );
    create unique index shipments_tracking on shipments (tracking, order_id);
    create index shipments_order on shipments (order_id);
    create table refunds (
        id bigint not null primary key,
        shop_id bigint not null,
        number text not null,
        order_id bigint,
        order_number text,
        profile_id bigint,
        amount bigint not null,
        currency text not null,
        status text not null,
        sort_at bigint not null,
        hash bigint not null,
        detail text not null,
        created_at bigint not null,
        changed_at bigint not null
    );
    create unique index refunds_number on refunds (shop_id, number);
    create index refunds_order on refunds (order_id);
    create index refunds_order_number on refunds (shop_id, order_number);
    create index refunds_profile on refunds (profile_id, sort_at);
    create index refunds_status on refunds (status, sort_at);
    create table order_statuses (
        shop_id bigint not null,
        status_raw text not null,
        status text not null,
        orders bigint not null,
        primary key (shop_id, status_raw, status)
    );
    create table status_lessons (
        status_raw text not null primary key,
        status text not null,
        taught_by text not null,
        taught_at bigint not null
    );
    ",
);
