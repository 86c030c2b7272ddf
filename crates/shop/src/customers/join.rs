//! Writing joins: profiles change customers, the customer left empty points to where they went, the history says why.

use platform::db::Tx;
use platform::outbox::Message;
use platform::{App, Error};
use serde_json::json;

use super::model::kind_code;
use super::records::{self, MergeRow};
use super::resolve::decide::Join;

/// Writes joins that identifiers made. The caller derives both sides again.
pub(super) async fn write(tx: &mut Tx, app: &App, joins: &[Join]) -> Result<(), Error> {
    let now = app.clock.now();
    let rows: Vec<MergeRow> = joins
        .iter()
        .map(|join| MergeRow {
            id: app.ids.next(),
            kind: "merge".to_owned(),
            at: now,
            actor: "system".to_owned(),
            reason: format!("identifier:{}", kind_code(join.kind)),
            automatic: true,
            from_customer: join.loser,
            to_customer: join.winner,
            profile_ids: join.profiles.clone(),
            lifted: Vec::new(),
            undone: false,
        })
        .collect();
    write_rows(tx, &rows, now).await
}

/// Moves the profiles of merges, and keeps the merges. The caller derives both sides again.
pub(super) async fn write_rows(tx: &mut Tx, rows: &[MergeRow], now: i64) -> Result<(), Error> {
    if rows.is_empty() {
        return Ok(());
    }
    let moves: Vec<(i64, i64)> =
        rows.iter().flat_map(|row| row.profile_ids.iter().map(|profile| (*profile, row.to_customer))).collect();
    records::move_profiles(tx, &moves).await?;
    let losers: Vec<_> = rows.iter().map(|row| (row.from_customer, Some(row.to_customer))).collect();
    records::set_merged(tx, &losers, now).await?;
    records::insert_merges(tx, rows).await?;
    let merged: Vec<_> = rows
        .iter()
        .map(|row| json!({ "record": row.id, "from": row.from_customer, "to": row.to_customer, "profiles": row.profile_ids }))
        .collect();
    tx.emit(Message::new("customers.merged", now, &json!({ "merges": merged }))?);
    Ok(())
}
