//! Where a pivot's figures come from: the columns of this process, or another place that the program has named, such as an
//! export that a cluster reads. Everything that one pivot needs is asked of one state.
//!
//! Absent from here: what figures are laid out to (`reckon`), and how the other place answers.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use async_trait::async_trait;
use platform::{App, Error};
use rules::{Calendar, Rule};
use warehouse::{Axis, Census, Group, Grouping, Schema};

use super::GROUPS;
use super::lay::{Parts, Plan};
use crate::segments::ask::{Asked, off};

/// Another place that pivots are answered from.
#[async_trait]
pub trait Elsewhere: Send + Sync {
    /// What it holds at `now` (milliseconds UTC); all figures of one pivot are asked of the same.
    ///
    /// # Errors
    /// When it cannot answer now.
    async fn ground(&self, now: i64) -> Result<Arc<dyn Ground>, Error>;
}

/// What another place holds. Instants are milliseconds UTC.
#[async_trait]
pub trait Ground: Send + Sync {
    /// What may be named.
    fn schema(&self) -> Schema;
    /// As of when it was written.
    fn at(&self) -> i64;
    /// Of how many customers a rule holds.
    ///
    /// # Errors
    /// When the rule names what is not held there, or the place gives up.
    async fn size(&self, rule: &Rule, now: i64) -> Result<u64, Error>;
    /// As `warehouse::Warehouse::group` of whom a rule holds.
    ///
    /// # Errors
    /// As [`Ground::size`], or when there are more groups than the limit.
    async fn group(&self, rule: &Rule, now: i64, grouping: &Grouping) -> Result<Vec<Group>, Error>;
    /// As `warehouse::Warehouse::census` of whom a rule holds.
    ///
    /// # Errors
    /// As [`Ground::group`].
    async fn census(&self, rule: &Rule, now: i64, census: &Census) -> Result<Vec<Group>, Error>;
}

/// The other place of this process; none when pivots are answered from its columns.
#[derive(Default)]
struct Named(OnceLock<Arc<dyn Elsewhere>>);

/// Answers pivots from another place than the columns of this process from now on. Only the first place named counts.
pub fn answer_from(app: &App, place: Arc<dyn Elsewhere>) {
    let _ = app.memory.get(Named::default).0.set(place);
}

/// The other place, when there is one, as it stands at `now`.
pub(super) async fn elsewhere(app: &App, now: i64) -> Result<Option<Arc<dyn Ground>>, Error> {
    match app.memory.get(Named::default).0.get() {
        Some(place) => place.ground(now).await.map(Some),
        None => Ok(None),
    }
}

/// Dimensions by their places in the plan, on the days asked for or on those that they are compared with.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Along {
    pub(super) at: Vec<usize>,
    pub(super) before: bool,
}

/// Everything that a pivot is put together from.
#[derive(Debug)]
pub(super) struct Figures {
    /// As of when.
    pub(super) at: i64,
    /// How many customers were looked at.
    pub(super) customers: u64,
    pub(super) groups: BTreeMap<Along, Vec<Group>>,
}

/// What is asked for one set of dimensions.
enum Wanted {
    Facts(Grouping),
    Customers(Census),
}

/// Figures from the columns of this process.
pub(super) async fn here(asked: Asked, plan: Plan, now: i64) -> Result<Figures, Error> {
    let warehouse = asked.warehouse();
    off(move |cancel| {
        let crowd = warehouse.crowd(&asked.question, now, cancel)?;
        let calendar = Calendar::new(warehouse.schema().zone().clone());
        let mut groups = BTreeMap::new();
        for along in plan.wanted() {
            let found = match wanted(&plan, &along, crowd.at(), &calendar) {
                Wanted::Facts(grouping) => warehouse.group(&crowd, &grouping, cancel)?,
                Wanted::Customers(census) => warehouse.census(&crowd, &census, cancel)?,
            };
            groups.insert(along, found);
        }
        Ok(Figures { at: crowd.at(), customers: crowd.len(), groups })
    })
    .await
}

/// Figures from another place, of whom `rule` holds.
pub(super) async fn there(ground: &dyn Ground, rule: &Rule, plan: &Plan, now: i64) -> Result<Figures, Error> {
    let calendar = Calendar::new(ground.schema().zone().clone());
    let customers = ground.size(rule, now).await?;
    let mut groups = BTreeMap::new();
    for along in plan.wanted() {
        let found = match wanted(plan, &along, now, &calendar) {
            Wanted::Facts(grouping) => ground.group(rule, now, &grouping).await?,
            Wanted::Customers(census) => ground.census(rule, now, &census).await?,
        };
        groups.insert(along, found);
    }
    Ok(Figures { at: now, customers, groups })
}

impl Plan {
    /// Each set of dimensions that is needed, once, whatever it is needed for.
    fn wanted(&self) -> BTreeSet<Along> {
        let all: Vec<usize> = (0..self.axes.len()).collect();
        let (rows, columns) = all.split_at(self.rows.min(all.len()));
        let sets = [all.clone(), rows.to_vec(), columns.to_vec(), Vec::new()];
        let sets = sets.into_iter().chain(self.ranked().into_iter().map(|at| vec![at]));
        let days: &[bool] = if self.compared.is_some() && self.period.is_some() { &[false, true] } else { &[false] };
        sets.flat_map(|at| days.iter().map(move |before| Along { at: at.clone(), before: *before })).collect()
    }
}

fn wanted(plan: &Plan, along: &Along, at: i64, calendar: &Calendar) -> Wanted {
    let axes: Vec<Axis> = along.at.iter().filter_map(|at| plan.axes.get(*at)).map(|one| one.axis.clone()).collect();
    match &plan.parts {
        Parts::Customers(measures) => Wanted::Customers(Census { axes, measures: measures.clone(), limit: GROUPS }),
        Parts::Facts(kind, measures) => {
            let days = if along.before { plan.compared } else { plan.period };
            let instants = days.map(|days| days.instants(calendar));
            // Nothing after the instant counts yet.
            let now = at.saturating_add(1);
            Wanted::Facts(Grouping {
                kind: *kind,
                filter: plan.filter.clone(),
                from: instants.map(|(from, _)| from),
                to: Some(instants.map_or(now, |(_, to)| to.min(now))),
                axes,
                measures: measures.clone(),
                limit: GROUPS,
            })
        }
    }
}
