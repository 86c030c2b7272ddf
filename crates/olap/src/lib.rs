//! SQL over the warehouse, and Parquet: the only crate that names DataFusion.
//!
//! * [`tables`]: which tables there are, and how they answer from a [`source`].
//! * [`ask`]: questions in SQL, read-only, bounded, cancelable; answers as pages and files.
//! * [`sql_of`]: a rule as SQL.
//! * [`export`]: the tables as Parquet files, partitioned by customer.
//! * `cluster`, of the feature of this name: the same SQL over an export, answered by a Ballista cluster.
//! * [`pivot`]: figures by groups, for whoever shows a pivot.
//! * [`saved`]: questions that were kept.
//! * [`Desk`]: where the program hands over the warehouse of its process.
//!
//! Absent from here: any other department's routes, and anything that writes to a customer.

pub mod ask;
#[cfg(feature = "cluster")]
pub mod cluster;
mod desk;
pub mod export;
pub mod pivot;
mod place;
mod reads;
mod routes;
mod rule;
pub mod saved;
pub mod source;
pub mod tables;

use platform::App;
use platform::http::Access;
use platform::i18n::{Catalogue, Locale};
use utoipa_axum::router::OpenApiRouter;

pub use desk::{Desk, SQL_RUN};
pub use place::Place;
pub use reads::Reads;
pub use rule::{Untold, sql_of};
pub use saved::MIGRATIONS;

/// The texts of this crate.
pub const CATALOGUES: &[Catalogue] = &[
    Catalogue { locale: Locale::ZhCn, text: include_str!("../i18n/zh-CN.ftl") },
    Catalogue { locale: Locale::En, text: include_str!("../i18n/en.ftl") },
];

/// What each endpoint of this crate asks of its caller.
pub const ACCESS: &[&[Access]] = &[routes::ACCESS, saved::ACCESS];

/// The endpoints of this crate.
#[must_use]
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().merge(routes::router()).merge(saved::router())
}
