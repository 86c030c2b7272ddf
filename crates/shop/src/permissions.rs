//! The permissions of the departments, and which role has which.
//!
//! Absent from here: which endpoint asks for which; that stands beside each department's routes.

use platform::http::{Grants, Permission, Role};

macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident = $code:literal;)*) => {
        $($(#[$doc])* pub const $name: Permission = Permission($code);)*
        /// All of them, in the order of the settings page.
        pub const ALL: &[Permission] = &[$($name),*];
    };
}

permissions! {
    /// See customers, masked.
    CUSTOMERS_READ = "customers.read";
    /// Edit attributes, groups, tags, notes, consent.
    CUSTOMERS_WRITE = "customers.write";
    /// Merge, unmerge, decide proposals.
    CUSTOMERS_MERGE = "customers.merge";
    /// See a mobile, e-mail, name or address in full; each time is logged.
    CUSTOMERS_REVEAL = "customers.reveal";
    /// Take customers out as a file.
    CUSTOMERS_EXPORT = "customers.export";
    /// Erase a person.
    CUSTOMERS_ERASE = "customers.erase";
    /// See orders, refunds, shipments.
    ORDERS_READ = "orders.read";
    /// Write orders by API, teach statuses.
    ORDERS_WRITE = "orders.write";
    /// See products.
    PRODUCTS_READ = "products.read";
    /// Edit products.
    PRODUCTS_WRITE = "products.write";
    /// See behaviours.
    EVENTS_READ = "events.read";
    /// Write behaviours by API.
    EVENTS_WRITE = "events.write";
    /// See imports and their refused rows.
    IMPORTS_READ = "imports.read";
    /// Bring files in.
    IMPORTS_WRITE = "imports.write";
    /// See the first page.
    OVERVIEW_READ = "overview.read";
    /// See segments, ask the warehouse, see insight.
    SEGMENTS_READ = "segments.read";
    /// Make and change segments and lists.
    SEGMENTS_WRITE = "segments.write";
    /// See members, levels, points.
    MEMBERS_READ = "members.read";
    /// Change the membership programme, the rules of points and the points mall.
    MEMBERS_WRITE = "members.write";
    /// Look after one customer: enter her, set her level, adjust her points, give her coupons, red packets and gifts.
    MEMBERS_CARE = "members.care";
    /// Spend and give back points at checkout.
    POINTS_SPEND = "points.spend";
    /// Tell other systems of segments.
    WEBHOOKS_MANAGE = "webhooks.manage";
    /// See promotions, try carts under them.
    PROMOTIONS_READ = "promotions.read";
    /// Draft, publish, pause and end promotions.
    PROMOTIONS_WRITE = "promotions.write";
    /// See coupons and what they brought.
    COUPONS_READ = "coupons.read";
    /// Make coupon programmes, issue and void coupons.
    COUPONS_WRITE = "coupons.write";
    /// Take coupon codes out as a file: they are worth money.
    COUPONS_EXPORT = "coupons.export";
    /// Price carts, reserve and redeem at the till, claim coupons for a buyer.
    CHECKOUT_USE = "checkout.use";
    /// Ask the figures in SQL, over every shop, without names.
    SQL_RUN = "sql.run";
    /// See settings.
    SETTINGS_READ = "settings.read";
    /// Change settings: business, shops, fields.
    SETTINGS_WRITE = "settings.write";
    /// Manage people and roles.
    USERS_MANAGE = "users.manage";
    /// Manage API keys.
    KEYS_MANAGE = "keys.manage";
    /// Read the audit log.
    AUDIT_READ = "audit.read";
    /// See, retry and discard jobs.
    JOBS_MANAGE = "jobs.manage";
}

/// What each role may do.
pub const GRANTS: &[Grants] = &[
    Grants { role: Role::Owner, permissions: ALL },
    Grants {
        role: Role::Operator,
        permissions: &[
            CUSTOMERS_READ,
            CUSTOMERS_WRITE,
            CUSTOMERS_MERGE,
            CUSTOMERS_REVEAL,
            CUSTOMERS_EXPORT,
            ORDERS_READ,
            ORDERS_WRITE,
            PRODUCTS_READ,
            PRODUCTS_WRITE,
            EVENTS_READ,
            EVENTS_WRITE,
            IMPORTS_READ,
            IMPORTS_WRITE,
            OVERVIEW_READ,
            SEGMENTS_READ,
            SEGMENTS_WRITE,
            PROMOTIONS_READ,
            PROMOTIONS_WRITE,
            COUPONS_READ,
            COUPONS_WRITE,
            COUPONS_EXPORT,
            CHECKOUT_USE,
            SETTINGS_READ,
            JOBS_MANAGE,
            MEMBERS_READ,
            MEMBERS_WRITE,
            MEMBERS_CARE,
            POINTS_SPEND,
        ],
    },
    Grants {
        role: Role::Agent,
        permissions: &[
            CUSTOMERS_READ,
            CUSTOMERS_WRITE,
            CUSTOMERS_REVEAL,
            ORDERS_READ,
            PRODUCTS_READ,
            EVENTS_READ,
            OVERVIEW_READ,
            SEGMENTS_READ,
            MEMBERS_READ,
            MEMBERS_CARE,
            PROMOTIONS_READ,
            COUPONS_READ,
            CHECKOUT_USE,
        ],
    },
    Grants {
        role: Role::Analyst,
        permissions: &[
            CUSTOMERS_READ,
            ORDERS_READ,
            PRODUCTS_READ,
            EVENTS_READ,
            IMPORTS_READ,
            OVERVIEW_READ,
            SEGMENTS_READ,
            PROMOTIONS_READ,
            COUPONS_READ,
            SQL_RUN,
            MEMBERS_READ,
        ],
    },
];
