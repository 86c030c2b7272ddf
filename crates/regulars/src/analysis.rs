//! Where SQL and the pivot get the warehouse from: the segments' one, with the names of sets from the database.
//!
//! Absent from here: what is asked of it.

use std::collections::HashMap;
use std::sync::Arc;

use async_trait::async_trait;
use olap::pivot::{Census, Group, Grouping, Schema};
use olap::source::{Held, Set, Source};
use platform::db::Database;
use platform::{App, Error};
use rules::{Rule, SetKind};
use shop::pivot::{Elsewhere, Ground};
use shop::segments::live::Live;
use shop::{groups, segments};

use crate::config::Config;

/// The warehouse that the segments keep right.
struct OfSegments {
    live: Arc<Live>,
    db: Database,
}

#[async_trait]
impl Source for OfSegments {
    async fn held(&self) -> Result<Held, Error> {
        let held = self.live.held().ok_or_else(|| {
            let (done, total) = self.live.progress();
            Error::new(503, "warehouse_building").arg("done", done.to_string()).arg("total", total.to_string())
        })?;
        let known = held.warehouse.reader().sets();
        let mut session = self.db.read().await?;
        let ids = known.keys().filter(|(kind, _)| *kind != SetKind::Group).map(|(_, id)| *id);
        let mut names: HashMap<i64, String> = segments::names(&mut session, ids).await?.into_iter().collect();
        names.extend(groups::names(&mut session).await?);
        // Numbers are unique over all departments, so a name belongs to one set only.
        let named = |((kind, id), size): ((SetKind, i64), u64)| {
            names.get(&id).map(|name| Set { kind, id, name: name.clone(), size })
        };
        let sets = known.into_iter().filter_map(named).collect();
        Ok(Held { warehouse: Arc::clone(&held.warehouse), sets })
    }
}

/// What SQL is answered from, for the pivot: an export, read here or by a cluster.
struct OfFiles(App);

/// One state of it.
struct OneExport(olap::pivot::Ground);

#[async_trait]
impl Elsewhere for OfFiles {
    async fn ground(&self, now: i64) -> Result<Arc<dyn Ground>, Error> {
        Ok(Arc::new(OneExport(olap::pivot::Ground::now(&self.0, now).await?)))
    }
}

#[async_trait]
impl Ground for OneExport {
    fn schema(&self) -> Schema {
        self.0.schema()
    }

    fn at(&self) -> i64 {
        self.0.at()
    }

    async fn size(&self, rule: &Rule, now: i64) -> Result<u64, Error> {
        self.0.size(rule, now).await
    }

    async fn group(&self, rule: &Rule, now: i64, grouping: &Grouping) -> Result<Vec<Group>, Error> {
        self.0.group(rule, now, grouping).await
    }

    async fn census(&self, rule: &Rule, now: i64, census: &Census) -> Result<Vec<Group>, Error> {
        self.0.census(rule, now, census).await
    }
}

/// Opens the desk at which SQL and the pivot are asked.
///
/// # Errors
/// When the engine cannot be set up.
pub(crate) fn open(app: &App, config: &Config) -> Result<(), Error> {
    let source = OfSegments { live: Live::of(app), db: app.db.clone() };
    if config.olap_reads != olap::Reads::Memory {
        shop::pivot::answer_from(app, Arc::new(OfFiles(app.clone())));
    }
    olap::Desk::of(app).open(Arc::new(source), config.olap_reads.clone(), config.olap)
}
