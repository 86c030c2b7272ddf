//! What points hold of people. The books stay when somebody is erased, without her: what she had left expires first.

use futures_util::FutureExt as _;
use platform::db::Tx;
use platform::{App, Error, Instant};
use serde_json::json;

use super::model::PointsMove;
use super::{BOOK, records};
use crate::care::{Person, Registered};
use crate::ledger;

/// What this department holds of people.
pub const CARE: Registered = Registered {
    department: "points",
    tables: &["points_moves", "points_lots", "points_entries", "mall_orders"],
    export: |session, person| {
        async move {
            let moves = ledger::records::moves(session, BOOK, &person.profile_ids).await?;
            let moves: Vec<_> = moves.into_iter().map(PointsMove::of).collect();
            let wanted = super::mall::Wanted { profiles: Some(person.profile_ids.clone()), ..Default::default() };
            let taken = records::mall_orders(session, &wanted, (i64::MAX, i64::MAX), i64::MAX).await?;
            let taken: Vec<_> = taken
                .into_iter()
                .map(|row| {
                    json!({
                        "item": platform::Id(row.item_id), "quantity": row.quantity, "points": row.points,
                        "status": row.status, "at": Instant(row.at), "note": row.note,
                    })
                })
                .collect();
            Ok(json!({ "moves": moves, "taken_for_points": taken }))
        }
        .boxed()
    },
    erase: |tx, app, person| async move { erase(tx, app, person).await }.boxed(),
};

async fn erase(tx: &mut Tx, app: &App, person: &Person) -> Result<Vec<(&'static str, u64)>, Error> {
    let mut touched = ledger::erase(tx, app, BOOK, &person.profile_ids).await?;
    touched.push(("mall_orders", records::unname(tx, &person.profile_ids).await?));
    Ok(touched)
}
