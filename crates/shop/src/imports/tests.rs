//! Imports on both databases.

mod breaking;
mod coming;
mod scene;
