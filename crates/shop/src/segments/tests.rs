//! Segments on both databases.

mod following;
mod living;
mod members;
pub(crate) mod scene;
mod shops;
mod upload;
