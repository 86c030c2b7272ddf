//! SQL over the warehouse, and Parquet: the only crate that will name DataFusion.
//!
//! Absent from here: any other department's routes. The room is drawn; its first query is still to be written.
