//! What points hold of people. The books stay when somebody is erased, without her: what she had left expires first.

use futures_util::FutureExt as _;
use platform::db::Tx;
use platform::{App, Error, Instant};
use serde_json::json;

use super::ledger::take;
use super::model::{Account, MoveKind, PointsMove};
use super::records::{self, MoveRow};
use crate::care::{Person, Registered};

/// What this department holds of people.
pub const CARE: Registered = Registered {
    department: "points",
    tables: &["points_moves", "points_lots", "points_entries", "mall_orders"],
    export: |session, person| {
        async move {
            let moves = records::moves(session, &person.profile_ids).await?;
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
    let lots = records::hold(tx, &person.profile_ids).await?;
    let left: i64 = lots.iter().map(|lot| lot.remaining).sum();
    if let Some(first) = lots.first() {
        let id = app.ids.next();
        let row = MoveRow {
            id,
            key: format!("erased:{id}"),
            profile_id: first.profile_id,
            kind: MoveKind::Expire,
            points: -left,
            order_id: None,
            basis: None,
            reason: None,
            actor: None,
            at: app.clock.now(),
            reverses: None,
            owed: 0,
        };
        records::write(tx, &row).await?;
        take(tx, app, &row, &lots, left, Account::Expired).await?;
    }
    records::unname(tx, &person.profile_ids).await
}
