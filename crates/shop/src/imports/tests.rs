//! Imports on both databases.

mod batches;
mod breaking;
mod coming;
mod keeping;
mod scene;
mod telling;
mod trying;
