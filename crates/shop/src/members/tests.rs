//! Members on both databases.

mod birthday;
mod laws;
mod over_http;
mod programme;
pub(crate) mod scene;
mod standing;
