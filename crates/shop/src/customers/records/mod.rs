//! The SQL of customers.

mod buyers;
mod customers;
mod details;
mod erase;
mod facts;
mod identifiers;
mod made;
mod merges;
mod profiles;
mod schema;
mod separations;
mod staff;
mod standing;

use platform::Error;
use platform::db::{Connection as _, Dialect, Tx, placeholders};
use platform::values;

pub(super) use buyers::buyers;
pub(super) use customers::*;
pub(super) use details::*;
pub(super) use erase::*;
pub(super) use facts::*;
pub(super) use identifiers::*;
pub(super) use made::*;
pub(super) use merges::*;
pub(super) use profiles::*;
pub(super) use schema::MIGRATIONS;
pub use schema::READING_INDEXES;
pub(super) use separations::*;
pub(super) use staff::*;
pub(super) use standing::*;

const GATE: &str = "update identity_gate set turn = turn + 1 where id = 1";

/// Lets one transaction at a time decide who is who. On SQLite a writing transaction is alone anyway.
pub(super) async fn enter(tx: &mut Tx) -> Result<(), Error> {
    if tx.dialect() == Dialect::Postgres {
        tx.execute(GATE, values![]).await?;
    }
    Ok(())
}

/// Sizes of an `in (…)` list: few texts, so that prepared statements are found again.
const SIZES: [usize; 4] = [1, 16, 128, 1_000];

/// `values` cut into pieces of the fixed sizes, the last one filled up by repetition.
pub(super) fn pieces<T: Clone>(values: &[T]) -> Vec<Vec<T>> {
    values
        .chunks(1_000)
        .map(|chunk| {
            let size = SIZES.into_iter().find(|size| *size >= chunk.len()).unwrap_or(1_000);
            let mut piece = chunk.to_vec();
            if let Some(last) = chunk.last() {
                piece.resize(size, last.clone());
            }
            piece
        })
        .collect()
}

/// `before (…$first, $first+1, …) after` for a piece of `count` values.
fn listed(before: &str, first: usize, count: usize, after: &str) -> String {
    format!("{before} ({}) {after}", placeholders(first, count))
}
