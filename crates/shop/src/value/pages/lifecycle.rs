//! The page of the lifecycle: who is at which stage, and who went where.

use rules::Label;
use science::lifecycle::Stage;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Reckoned;
use crate::value::model::{Flows, Head, Scored, label};
use crate::value::numbers::{count, permille};
use crate::value::settings::LifecycleLimits;

/// A stage.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = LifecycleStage)]
pub struct StageRow {
    /// Its key.
    pub key: String,
    /// Its name.
    pub label: Label,
    /// Customers at it.
    pub customers: i64,
    /// Their share, in thousandths.
    pub share: f64,
    /// Their realised value, minor units.
    pub realised: i64,
    /// Their potential value, minor units.
    pub potential: i64,
    /// They as a rule.
    pub rule: String,
}

/// The page of the lifecycle.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct LifecyclePage {
    /// What every page begins with.
    #[serde(flatten)]
    pub head: Head,
    /// Where the stages part.
    pub limits: LifecycleLimits,
    /// The stages, in the order of a life.
    pub stages: Vec<StageRow>,
    /// Movement between stages.
    pub movement: Flows,
}

pub(super) fn page(of: &Reckoned<'_>, movement: Flows) -> LifecyclePage {
    let row = |stage: Stage| {
        let inside = || of.scored.iter().filter(move |one| one.stage == stage);
        let customers = count(inside().count());
        StageRow {
            key: stage.key().to_owned(),
            label: label(stage.names()),
            customers,
            share: permille(customers, count(of.scored.len())),
            realised: inside().map(Scored::realised).fold(0, i64::saturating_add),
            potential: inside().map(|one| one.potential).fold(0, i64::saturating_add),
            rule: format!("stage = \"{}\"", stage.key()),
        }
    };
    LifecyclePage {
        head: of.head(&["stage", "realised", "potential", "movement"]),
        limits: of.settings.lifecycle,
        stages: Stage::ALL.into_iter().map(row).collect(),
        movement,
    }
}
