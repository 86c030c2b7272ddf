//! What every department stands on: the database, migrations, the outbox, jobs, accounts, audit, errors, ids, money
//! and the clock.
//!
//! Absent from here: the departments' words. Nothing in this crate knows what a shop sells or to whom; the only people
//! it knows are staff.

pub mod accounts;
pub mod app;
pub mod audit;
pub mod chance;
pub mod clock;
pub mod db;
pub mod error;
pub mod housekeeping;
pub mod http;
pub mod i18n;
pub mod idempotency;
pub mod ids;
pub mod instant;
pub mod jobs;
pub mod keys;
pub mod memory;
pub mod money;
pub mod notifications;
pub mod outbox;
pub mod personal;
pub mod settings;
pub mod telemetry;
pub mod testing;

pub use app::App;
pub use chance::Chance;
pub use clock::Clock;
pub use error::Error;
pub use ids::{Id, Ids};
pub use instant::Instant;
pub use money::Money;
pub use personal::Personal;

/// The steps that make this crate's tables.
pub const MIGRATIONS: &[db::Migration] = &[
    db::SHELF,
    outbox::MIGRATION,
    audit::MIGRATION,
    settings::MIGRATION,
    jobs::MIGRATION,
    notifications::MIGRATION,
    idempotency::MIGRATION,
    accounts::MIGRATION,
    keys::MIGRATION,
];
