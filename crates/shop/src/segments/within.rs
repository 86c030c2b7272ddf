//! Sizes within the shops that a colleague may see: as they change, and as they went.

use std::collections::BTreeSet;

use platform::db::Session;
use platform::http::ShopScope;
use platform::{App, Error};
use tokio::sync::broadcast::error::{RecvError, TryRecvError};
use tokio::sync::mpsc;

use super::ask::ask;
use super::live::{Live, SizeNews, sizes_of};
use super::records::{self, Sized};
use super::verbs;
use crate::customers;

/// Crossings that are looked back over at most.
const BACK: usize = 200_000;
/// Crossings read at a time.
const PIECE: i64 = 5_000;

/// News of sizes within these shops, until nobody listens.
pub(super) fn news(app: &App, shops: ShopScope) -> mpsc::Receiver<SizeNews> {
    let (to, from) = mpsc::channel(64);
    let mut news = Live::of(app).sizes();
    let app = app.clone();
    tokio::spawn(async move {
        loop {
            let first = tokio::select! {
                first = news.recv() => first,
                () = to.closed() => return,
            };
            let first = match first {
                Ok(first) => first,
                // A reader that was too slow goes on with what comes now; the list tells the rest.
                Err(RecvError::Lagged(_)) => continue,
                Err(RecvError::Closed) => return,
            };
            if shops == ShopScope::All {
                if to.send(first).await.is_err() {
                    return;
                }
                continue;
            }
            // What came meanwhile is counted together, each segment once.
            let mut changed = BTreeSet::from([first.segment]);
            loop {
                match news.try_recv() {
                    Ok(more) => {
                        changed.insert(more.segment);
                    }
                    Err(TryRecvError::Lagged(_)) => {}
                    Err(TryRecvError::Empty | TryRecvError::Closed) => break,
                }
            }
            for segment in changed {
                // One that was deleted or cannot be asked meanwhile has no size to tell.
                let Ok((size, at)) = size(&app, &shops, segment).await else { continue };
                if to.send(SizeNews { segment, size, at }).await.is_err() {
                    return;
                }
            }
        }
    });
    from
}

/// How many of a segment are customers of these shops now.
async fn size(app: &App, shops: &ShopScope, segment: i64) -> Result<(u64, i64), Error> {
    let rule = verbs::as_rule(&mut app.db.read().await?, segment).await?;
    let crowd = ask(app, shops, rule).await?.crowd(app.clock.now()).await?;
    Ok((crowd.len(), crowd.at()))
}

/// How a segment's size went within these shops, reckoned back from now over the crossings of their customers.
pub(super) async fn sizes(
    app: &App,
    session: &mut Session,
    shops: &ShopScope,
    segment: i64,
    from: i64,
    to: i64,
) -> Result<Vec<Sized>, Error> {
    let now = size(app, shops, segment).await?.0;
    let mut crossings = Vec::new();
    let mut before = i64::MAX;
    loop {
        let found = records::crossings_before(session, segment, before, PIECE).await?;
        let Some(last) = found.last() else { break };
        before = last.id;
        let over = last.at < from || crossings.len() >= BACK;
        let mut ids: Vec<i64> = found.iter().map(|one| one.customer).collect();
        ids.sort_unstable();
        ids.dedup();
        let seen = customers::visible(session, shops, &ids).await?;
        crossings.extend(found.into_iter().filter(|one| seen.contains(&one.customer)));
        if over {
            break;
        }
    }
    crossings.reverse();
    let mut points = sizes_of(&crossings, |_| now);
    points.retain(|one| (from..to).contains(&one.at));
    points.sort_by_key(|one| one.at);
    Ok(points)
}
