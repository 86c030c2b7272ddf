//! Segments on both databases.

mod following;
mod living;
mod members;
mod scene;
