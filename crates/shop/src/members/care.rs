//! What members hold of people: taken along whole, erased whole. What an agent gave away stays, without to whom.

use futures_util::FutureExt as _;
use platform::Error;
use platform::db::Tx;
use serde_json::json;

use super::model::LevelChange;
use super::records;
use crate::care::{Person, Registered};

/// What this department holds of people.
pub const CARE: Registered = Registered {
    department: "members",
    tables: &["memberships", "level_changes", "members"],
    export: |session, person| {
        async move {
            let programme = super::programme(session).await?;
            let memberships: Vec<_> = records::memberships(session, &person.profile_ids)
                .await?
                .into_iter()
                .map(|row| {
                    json!({
                        "number": row.number, "source": row.source, "joined_at": platform::Instant(row.joined_at),
                        "left_at": row.left_at.map(platform::Instant),
                    })
                })
                .collect();
            let changes = records::changes(session, &person.profile_ids).await?;
            let changes: Vec<_> = changes.into_iter().map(|row| LevelChange::of(&programme, row)).collect();
            Ok(json!({ "memberships": memberships, "changes": changes }))
        }
        .boxed()
    },
    erase: |tx, _, person| async move { erase(tx, person).await }.boxed(),
};

async fn erase(tx: &mut Tx, person: &Person) -> Result<Vec<(&'static str, u64)>, Error> {
    let (memberships, changes) = records::erase(tx, &person.profile_ids).await?;
    let members = records::drop_standings(tx, &[person.customer_id]).await?;
    Ok(vec![("memberships", memberships), ("level_changes", changes), ("members", members)])
}
