//! Segments on both databases.

pub(crate) mod following;
mod living;
mod members;
pub(crate) mod scene;
mod shops;
mod upload;
