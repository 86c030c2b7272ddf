//! Segments on both databases.

pub(crate) mod following;
mod living;
mod members;
mod reshaping;
pub(crate) mod scene;
mod shops;
mod upload;
