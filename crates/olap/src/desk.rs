//! Where questions come in: the engine and the warehouse of this process.

use std::sync::Arc;

use parking_lot::RwLock;
use platform::http::{Caller, Permission, ShopScope};
use platform::{App, Error};

use crate::ask::{Engine, Limits, Running};
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
}

#[derive(Clone)]
struct Open {
    engine: Arc<Engine>,
    source: Arc<dyn Source>,
}

/// What one question is asked of.
pub(crate) struct Asked {
    pub(crate) engine: Arc<Engine>,
    pub(crate) view: Arc<dyn View>,
    pub(crate) layout: Arc<Layout>,
}

impl Desk {
    /// The one of this process.
    #[must_use]
    pub fn of(app: &App) -> Arc<Self> {
        app.memory.get(Self::default)
    }

    /// Opens it: questions are answered from `source` from now on, within limits.
    ///
    /// # Errors
    /// When the engine cannot be set up.
    pub fn open(&self, source: Arc<dyn Source>, limits: Limits) -> Result<(), Error> {
        *self.open.write() = Some(Open { engine: Arc::new(Engine::new(limits)?), source });
        Ok(())
    }

    /// Everything that a question at `now` is asked of.
    pub(crate) async fn asked(&self, now: i64) -> Result<Asked, Error> {
        let open = self.open.read().clone();
        let Open { engine, source } = open.ok_or_else(|| Error::new(503, "sql_not_ready").retry_after(5))?;
        let held = source.held().await?;
        let view: Arc<dyn View> = Arc::new(Columns::new(&held, now));
        let layout = Arc::new(Layout::new(&view.schema(), &is_personal));
        Ok(Asked { engine, view, layout })
    }
}

/// Refuses who may not see every shop: figures over the whole warehouse cannot be cut down to some.
pub(crate) fn sees_everything(caller: &Caller) -> Result<(), Error> {
    if caller.shops == ShopScope::All { Ok(()) } else { Err(Error::new(403, "sql_every_shop")) }
}
