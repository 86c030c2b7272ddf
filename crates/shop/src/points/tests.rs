//! Points on both databases.

mod earning;
mod laws;
mod mall;
mod over_http;
mod racing;
mod rules;
pub(crate) mod scene;
mod till;
