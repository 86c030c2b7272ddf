//! Segments on both databases.

pub(crate) mod following;
mod foreseeing;
mod leaving;
mod living;
mod members;
mod reshaping;
pub(crate) mod scene;
mod service;
mod shops;
mod streaming;
mod upload;
