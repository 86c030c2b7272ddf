//! Behaviours on both databases, through the whole gate.

mod laws;
mod own;
mod scene;
mod tracking;
