//! Where questions come in: the engine and the warehouse of this process.

use std::sync::Arc;

use parking_lot::RwLock;
use platform::http::{Caller, Permission, ShopScope};
use platform::{App, Error};

use crate::ask::{Engine, Limits, Running};
use crate::export::Shelf;
use crate::place::Place;
use crate::reads::Reads;
use crate::source::{Columns, Source, View};
use crate::tables::{Layout, is_personal};

/// Ask in SQL, take answers as files, keep questions.
pub const SQL_RUN: Permission = Permission("sql.run");

/// The desk of this process.
#[derive(Default)]
pub struct Desk {
    open: RwLock<Option<Open>>,
    /// The questions that run.
    pub running: Running,
    exports: Shelf,
}

#[derive(Clone)]
struct Open {
    engine: Arc<Engine>,
    source: Arc<dyn Source>,
    reads: Reads,
}

/// What one question is asked of.
pub(crate) struct Asked {
    pub(crate) engine: Arc<Engine>,
    pub(crate) place: Place,
    pub(crate) layout: Arc<Layout>,
}

impl Desk {
    /// The one of this process.
    #[must_use]
    pub fn of(app: &App) -> Arc<Self> {
        app.memory.get(Self::default)
    }

    /// Opens it: questions are answered within limits from now on, from `source` or from what `reads` says.
    ///
    /// # Errors
    /// When the engine cannot be set up.
    pub fn open(&self, source: Arc<dyn Source>, reads: Reads, limits: Limits) -> Result<(), Error> {
        *self.open.write() = Some(Open { engine: Arc::new(Engine::new(limits)?), source, reads });
        Ok(())
    }

    fn opened(&self) -> Result<Open, Error> {
        self.open.read().clone().ok_or_else(|| Error::new(503, "sql_not_ready").retry_after(5))
    }

    /// The warehouse of this process as of `now`, to be read out, whatever questions are answered from.
    ///
    /// # Errors
    /// 503 while it is put together.
    pub async fn view(&self, now: i64) -> Result<(Arc<dyn View>, Arc<Layout>), Error> {
        let held = self.opened()?.source.held().await?;
        let view: Arc<dyn View> = Arc::new(Columns::new(&held, now));
        let layout = Arc::new(Layout::new(&view.schema(), &is_personal));
        Ok((view, layout))
    }

    /// Everything that a question at `now` is asked of.
    pub(crate) async fn asked(&self, now: i64) -> Result<Asked, Error> {
        let Open { engine, reads, .. } = self.opened()?;
        let (place, layout) = match reads {
            Reads::Memory => {
                let (view, layout) = self.view(now).await?;
                (Place::Columns(view), layout)
            }
            Reads::Files(folder) => {
                let export = self.exports.newest(&folder)?;
                let layout = Arc::clone(export.layout());
                (Place::Files(export), layout)
            }
            #[cfg(feature = "cluster")]
            Reads::Cluster { scheduler, folder } => {
                let export = self.exports.newest(&folder)?;
                let layout = Arc::clone(export.layout());
                (Place::Cluster(export, crate::cluster::Cluster::at(&scheduler)), layout)
            }
        };
        Ok(Asked { engine, place, layout })
    }
}

/// Refuses who may not see every shop: figures over the whole warehouse cannot be cut down to some.
pub(crate) fn sees_everything(caller: &Caller) -> Result<(), Error> {
    if caller.shops == ShopScope::All { Ok(()) } else { Err(Error::new(403, "sql_every_shop")) }
}
