//! How loudly what speaks: the stated weights until the shop's own pairs have moved them.
//!
//! Learning reads pairs that share an address or a mobile and forgets them; what is kept are thirty figures. Absent: what
//! the figures mean, which is science's.

use std::collections::BTreeMap;

use platform::db::Connection;
use platform::jobs;
use platform::{App, Error};
use science::linkage::propose::learn::Seen;
use science::linkage::propose::{Pattern, Weights};
use tokio_util::sync::CancellationToken;

use super::judge::pattern;
use super::look::{self, PROFILES};
use super::records;
use crate::customers;

/// Pairs that are learnt from, at most.
const ENOUGH: u64 = 500_000;

/// The weights that stand.
pub(super) async fn current(conn: &mut impl Connection) -> Result<Weights, Error> {
    let figures = records::weights(conn).await?;
    Ok(figures.map_or_else(Weights::default, |figures| Weights::with(|name| figures.get(name).copied())))
}

/// Learns weights from the shop's profiles and from what people have decided. With too few pairs what stands is left.
///
/// # Errors
/// When the database refuses, or `stopping` is cancelled.
pub(super) async fn learn(app: &App, stopping: &CancellationToken) -> Result<(), Error> {
    let mut session = app.db.read().await?;
    let decided: BTreeMap<(i64, i64), bool> = records::decided(&mut session).await?.into_iter().collect();
    let mut seen: BTreeMap<Pattern, Seen> = BTreeMap::new();
    let (mut after, mut pairs) = (0, 0);
    while pairs < ENOUGH {
        if stopping.is_cancelled() {
            return Err(jobs::interrupted());
        }
        let page = customers::profiles_after(&mut session, after, i64::try_from(PROFILES).unwrap_or(i64::MAX)).await?;
        let Some(last) = page.last().copied() else { break };
        let (people, blocks) = look::neighbourhood(&mut session, &page).await?;
        for (left, right, crowd) in look::pairs(&page, &people, &blocks) {
            // A pair is met with the page of its earlier profile.
            if left.profile <= after || left.profile > last {
                continue;
            }
            let word = decided.get(&(left.profile, right.profile));
            if word.is_none() && left.customer == right.customer {
                continue;
            }
            let Some(pattern) = pattern(left, right, crowd) else { continue };
            let cell = seen.entry(pattern).or_default();
            *(match word {
                Some(true) => &mut cell.accepted,
                Some(false) => &mut cell.refused,
                None => &mut cell.open,
            }) += 1.0;
            pairs += 1;
        }
        after = last;
    }
    drop(session);
    let Some(learnt) = Weights::learn(&seen) else { return Ok(()) };
    let figures = learnt.weights.figures().into_iter().map(|(name, figure)| (name.to_owned(), figure)).collect();
    let mut tx = app.db.begin().await?;
    records::put_weights(&mut tx, &figures, learnt.pairs, learnt.decided, app.clock.now()).await?;
    tx.commit().await
}
