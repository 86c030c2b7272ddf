//! Members on both databases.

mod laws;
mod over_http;
mod programme;
pub(crate) mod scene;
mod standing;
