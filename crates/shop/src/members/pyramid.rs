//! The levels as a pyramid, and how people moved between them month by month.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::{Span, Timestamp};
use platform::{App, Error, Id, Instant};
use pricing::Words;
use serde::Serialize;
use utoipa::ToSchema;

use super::model::ChangeKind;
use super::programme::Programme;
use super::records;
use crate::shops;

/// A step of the pyramid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PyramidLevel {
    /// The level.
    pub id: Id,
    /// Its name.
    pub name: Words,
    /// Members who have it.
    pub members: i64,
    /// Those of them whose level nothing but a hand changes.
    pub locked: i64,
}

/// Movement at one level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = LevelMovement)]
pub struct Movement {
    /// The level.
    pub id: Id,
    /// Times that it was reached.
    pub entered: i64,
    /// Times that it was left.
    pub left: i64,
}

/// A month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PyramidMonth {
    /// `2026-11`, in the business's time zone.
    pub month: String,
    /// Joined.
    pub joined: i64,
    /// Left.
    pub left: i64,
    /// Times that somebody went up.
    pub up: i64,
    /// Times that somebody went down.
    pub down: i64,
    /// By level, lowest first.
    pub levels: Vec<Movement>,
}

/// The pyramid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Pyramid {
    /// As of when.
    pub as_of: Instant,
    /// All members.
    pub members: i64,
    /// Members without a level.
    pub none: i64,
    /// The levels, lowest first.
    pub levels: Vec<PyramidLevel>,
    /// The last months, oldest first.
    pub months: Vec<PyramidMonth>,
}

/// The pyramid now, with movement over the last `months` months.
///
/// # Errors
/// When the database cannot be read.
pub async fn pyramid(app: &App, months: i64) -> Result<Pyramid, Error> {
    let mut session = app.db.read().await?;
    let programme = super::programme(&mut session).await?;
    let now = app.clock.now();
    let mut sizes: BTreeMap<usize, (i64, i64)> = BTreeMap::new();
    for (level, members, locked) in records::sizes(&mut session).await? {
        let sum = sizes.entry(programme.rank(level)).or_default();
        *sum = (sum.0 + members, sum.1 + locked);
    }
    let levels = programme
        .levels
        .iter()
        .enumerate()
        .map(|(at, level)| {
            let (members, locked) = sizes.get(&(at + 1)).copied().unwrap_or_default();
            PyramidLevel { id: level.id.unwrap_or(Id(0)), name: level.name.clone(), members, locked }
        })
        .collect();
    let zone = shops::business(&mut session).await?.zone();
    let today = Timestamp::from_millisecond(now).map_err(Error::internal)?.to_zoned(zone.clone()).date();
    let mut shown = Vec::new();
    for back in (0..months).rev() {
        let first = today.first_of_month().checked_sub(Span::new().months(back)).map_err(Error::internal)?;
        let next = first.checked_add(Span::new().months(1)).map_err(Error::internal)?;
        let start = |day: Date| day.to_zoned(zone.clone()).map(|at| at.timestamp().as_millisecond());
        let (from, to) = (start(first).map_err(Error::internal)?, start(next).map_err(Error::internal)?);
        let changes = records::changes_between(&mut session, from, to).await?;
        shown.push(month(&programme, format!("{:04}-{:02}", first.year(), first.month()), &changes));
    }
    Ok(Pyramid {
        as_of: Instant(now),
        members: sizes.values().map(|(members, _)| members).sum(),
        none: sizes.get(&0).map_or(0, |(members, _)| *members),
        levels,
        months: shown,
    })
}

fn month(
    programme: &Programme,
    month: String,
    changes: &[(ChangeKind, super::model::Cause, i64, i64, i64)],
) -> PyramidMonth {
    let mut shown = PyramidMonth {
        month,
        joined: 0,
        left: 0,
        up: 0,
        down: 0,
        levels: programme
            .levels
            .iter()
            .map(|level| Movement { id: level.id.unwrap_or(Id(0)), entered: 0, left: 0 })
            .collect(),
    };
    for (kind, _, from, to, count) in changes {
        let (from, to) = (programme.rank(*from), programme.rank(*to));
        match kind {
            ChangeKind::Joined => shown.joined += count,
            ChangeKind::Left => shown.left += count,
            ChangeKind::Birthday => {}
            ChangeKind::Level if from == to => {}
            ChangeKind::Level => {
                *(if to > from { &mut shown.up } else { &mut shown.down }) += count;
                if let Some(level) = to.checked_sub(1).and_then(|at| shown.levels.get_mut(at)) {
                    level.entered += count;
                }
                if let Some(level) = from.checked_sub(1).and_then(|at| shown.levels.get_mut(at)) {
                    level.left += count;
                }
            }
        }
    }
    shown
}
