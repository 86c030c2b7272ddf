//! What a question is asked of: the columns of this process, or files that were written before.

use std::sync::Arc;

use crate::export::Exported;
use crate::source::View;

/// What a question is asked of.
#[derive(Clone)]
pub enum Place {
    /// The columns of this process, as of now.
    Columns(Arc<dyn View>),
    /// An export, read by this process.
    Files(Arc<Exported>),
    /// An export, read by a cluster.
    #[cfg(feature = "cluster")]
    Cluster(Arc<Exported>, crate::cluster::Cluster),
}

impl Place {
    /// The instant that answers are true of, milliseconds UTC.
    #[must_use]
    pub fn at(&self) -> i64 {
        match self {
            Self::Columns(view) => view.now(),
            Self::Files(export) => export.manifest().at.0,
            #[cfg(feature = "cluster")]
            Self::Cluster(export, _) => export.manifest().at.0,
        }
    }

    /// How far the warehouse had followed what happened.
    #[must_use]
    pub fn position(&self) -> u64 {
        match self {
            Self::Columns(view) => view.position(),
            Self::Files(export) => export.manifest().position,
            #[cfg(feature = "cluster")]
            Self::Cluster(export, _) => export.manifest().position,
        }
    }
}

impl From<Arc<dyn View>> for Place {
    fn from(view: Arc<dyn View>) -> Self {
        Self::Columns(view)
    }
}
