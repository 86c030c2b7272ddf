//! Customer value and prediction: what each customer has brought in, what is to be expected and when, who may be lost, and
//! how customers move between groups and stages.
//!
//! `science` computes; here it is scheduled, kept and shown. A reckoning reads every deal once, works out everybody's scores
//! and the pages in memory, and writes what changed: nightly, and when somebody asks. Scores are rounded to what a person
//! would act on, so that a night in which nothing happens changes few of them. Rules name them as attributes.
//!
//! Absent from here: what a rule means and who is in a segment (`segments`), how a crowd differs (`insight`).

mod attributes;
mod between;
mod card;
mod care;
mod delivered;
mod follow;
mod gather;
mod goods;
mod known;
mod learn;
mod lists;
mod model;
pub(crate) mod numbers;
mod origin;
mod pages;
mod past;
mod periods;
mod person;
mod reckon;
mod records;
mod refills;
mod routes;
mod run;
mod score;
mod service;
mod settings;
mod stage;
#[cfg(test)]
mod tests;
mod words;
mod write;

pub use attributes::{NAMES, Said, of_customers};
pub use card::CustomerValue;
pub use care::CARE;
pub use delivered::{Counted, DeliveredValue};
pub use follow::{CONSUMER, follow, look};
pub(crate) use gather::Days;
pub use gather::{AskBeyond, Beyond};
pub use model::{Definition, DueCustomer, Head, Scored, ScoredCustomer};
pub(crate) use model::{define, label};
pub use origin::Used;
pub use pages::{
    CohortsBy, CohortsPage, ConcentrationOf, ConcentrationPage, LifecyclePage, NextPage, RfmPage, ValuePage,
};
pub use past::{KeptCrowd, kept};
pub use periods::{ValuePeriod, ValuePeriods};
pub use run::{JOB, given_up, run_job, tonight};
pub use settings::Settings;
pub use write::CHANGED;

use platform::App;
use platform::db::Migration;
use platform::http::Access;
use platform::jobs::Worker;
use utoipa_axum::router::OpenApiRouter;

/// The steps that make this department's tables.
pub const MIGRATIONS: &[Migration] = &[
    records::MIGRATION,
    records::CURRENCY,
    records::DELIVERED,
    records::BROUGHT,
    records::DEEDS,
    records::SERVICE,
    records::BEFORE,
    records::PAST,
    records::PAST_OF,
    records::SINCE,
];

/// What each endpoint of this department asks of its caller.
pub const ACCESS: &[Access] = routes::ACCESS;

/// The endpoints of this department.
pub fn router() -> OpenApiRouter<App> {
    routes::router()
}

/// Says what the jobs of this department do; `beyond` hands over what departments know that value may not ask.
pub fn register(worker: &mut Worker, beyond: AskBeyond) {
    worker.on(JOB, move |app, job| run_job(app, job, beyond));
    worker.when_parked(JOB, given_up);
}
