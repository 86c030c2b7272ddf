//! Imports on both databases.

mod breaking;
mod coming;
mod keeping;
mod scene;
