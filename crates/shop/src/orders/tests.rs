//! Orders on both databases.

mod importing;
mod laws;
mod sales;
mod scene;
