//! Making segments live, replacing their rules, ending them.

use std::collections::{BTreeMap, BTreeSet};

use platform::db::{Connection, Tx};
use platform::{App, Error};
use rules::{Rule, SetKind};
use warehouse::{LiveSegment, Refusal, Warehouse};

use super::refused::{refused, said};
use super::start::put_book;
use super::write::{QUARTER, settled, write};
use super::{Books, Live, book};
use crate::groups;
use crate::segments::model::{Cause, Kind, Record};
use crate::segments::records::{self, Sized};

/// The sets that rules may name, by kind and name.
#[derive(Debug, Default)]
pub(in crate::segments) struct Named(BTreeMap<(SetKind, String), i64>);

impl warehouse::Names for Named {
    fn id(&self, kind: SetKind, name: &str) -> Option<i64> {
        self.0.get(&(kind, name.to_owned())).copied()
    }
}

impl Named {
    /// What stands in the database.
    pub(in crate::segments) async fn read(conn: &mut impl Connection) -> Result<Self, Error> {
        let mut named = BTreeMap::new();
        for record in records::list(conn).await? {
            let kind = if record.kind == Kind::Live { SetKind::Segment } else { SetKind::List };
            named.insert((kind, record.name), record.id);
        }
        for (id, name) in groups::names(conn).await? {
            named.insert((SetKind::Group, name), id);
        }
        Ok(Self(named))
    }

    /// Every name.
    pub(in crate::segments) fn all(&self) -> BTreeSet<(SetKind, String)> {
        self.0.keys().cloned().collect()
    }
}

/// The names of sets of a kind that a rule mentions.
pub(in crate::segments) fn mentions(rule: &Rule, kind: SetKind) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open = vec![rule];
    while let Some(rule) = open.pop() {
        match rule {
            Rule::All { rules } | Rule::Any { rules } => open.extend(rules),
            Rule::Not { rule } => open.push(rule),
            Rule::In { set, name } if *set == kind => {
                found.insert(name.clone());
            }
            Rule::In { .. } | Rule::Is { .. } | Rule::Did(_) | Rule::Then(_) => {}
        }
    }
    found
}

/// Defines every live segment of the database, those that others name first, as of `then`. Returns those that nobody had
/// written down before.
pub(super) async fn define_all(
    app: &App,
    warehouse: &Warehouse,
    books: &mut Books,
    then: i64,
) -> Result<Vec<i64>, Error> {
    let live = Live::of(app);
    let mut session = app.db.read().await?;
    let named = Named::read(&mut session).await?;
    let mut open: Vec<Record> =
        records::list(&mut session).await?.into_iter().filter(|record| record.rule.is_some()).collect();
    let mut new = Vec::new();
    loop {
        let waiting: BTreeSet<String> = open.iter().map(|record| record.name.clone()).collect();
        let mut rest = Vec::new();
        let before = open.len();
        for record in open {
            let Some(rule) = record.rule.clone() else { continue };
            if mentions(&rule, SetKind::Segment).iter().any(|name| *name != record.name && waiting.contains(name)) {
                rest.push(record);
                continue;
            }
            let segment = LiveSegment { id: record.id, rule };
            let members = book::members(&mut session, record.id).await?;
            let defined = tokio::task::block_in_place(|| match &members {
                Some(members) => warehouse.define_after(&segment, members, &named, then),
                None => warehouse.define(&segment, &named, then).map(|_| Vec::new()),
            });
            match defined {
                Ok(crossings) => {
                    live.set_problem(record.id, None);
                    books.owe(crossings, Cause::Change);
                    if members.is_none() {
                        new.push(record.id);
                    }
                }
                Err(refusal) => {
                    tracing::warn!(segment = record.id, %refusal, "a segment is not live");
                    live.set_problem(record.id, Some(said(&refusal)));
                }
            }
        }
        if rest.is_empty() {
            return Ok(new);
        }
        if rest.len() == before {
            for record in rest {
                live.set_problem(record.id, Some(said(&Refusal::Circular(record.id))));
            }
            return Ok(new);
        }
        open = rest;
    }
}

/// Writes a new live segment on `tx` and makes it live; commits. `books` were taken before `tx` was opened: whoever follows
/// takes them in that order too. Nobody crosses: whoever is in it now was in it from its
/// beginning.
///
/// # Errors
/// `invalid` when the rule cannot be computed; then nothing is written.
pub(in crate::segments) async fn define(
    app: &App,
    books: &mut Books,
    mut tx: Tx,
    id: i64,
    rule: &Rule,
) -> Result<(), Error> {
    let live = Live::of(app);
    let held = super::ready(app)?;
    let warehouse = &held.warehouse;
    let named = Named::read(&mut tx).await?;
    let segment = LiveSegment { id, rule: rule.clone() };
    let now = app.clock.now();
    books.pass(warehouse, now);
    tokio::task::block_in_place(|| warehouse.define(&segment, &named, now)).map_err(|refusal| refused(&refusal))?;
    let written: Result<_, Error> = async {
        let clock = write(&mut tx, books, warehouse, now).await?;
        put_book(&mut tx, warehouse, id, clock.crossing_id, now).await?;
        let size = warehouse.size(id).map_or(0, |size| i64::try_from(size.customers).unwrap_or(i64::MAX));
        let at = now.div_euclid(QUARTER) * QUARTER;
        records::put_sizes(&mut tx, &[Sized { segment: id, at, size, entered: 0, left: 0 }]).await?;
        tx.commit().await?;
        Ok(clock)
    }
    .await;
    match written {
        Ok(clock) => {
            settled(app, books, warehouse, clock, now);
            live.set_problem(id, None);
            live.nudge();
            Ok(())
        }
        Err(error) => {
            // It was live for nobody but us; what crossed meanwhile stays owed.
            let _ = warehouse.undefine(id);
            Err(error)
        }
    }
}

/// Gives a live segment another rule, written on `tx` already; commits, with everybody who crosses by it.
///
/// # Errors
/// `invalid` when the rule cannot be computed; then nothing is written.
pub(in crate::segments) async fn replace(
    app: &App,
    books: &mut Books,
    mut tx: Tx,
    id: i64,
    rule: &Rule,
    before: Option<&Rule>,
) -> Result<(), Error> {
    let live = Live::of(app);
    let held = super::ready(app)?;
    let warehouse = &held.warehouse;
    let named = Named::read(&mut tx).await?;
    let now = app.clock.now();
    books.pass(warehouse, now);
    let segment = LiveSegment { id, rule: rule.clone() };
    let known = warehouse.live().contains(&id);
    let crossings = tokio::task::block_in_place(|| {
        if known { warehouse.replace(&segment, &named, now) } else { warehouse.define(&segment, &named, now) }
    })
    .map_err(|refusal| refused(&refusal))?;
    let kept = books.owed.len();
    books.owe(crossings, Cause::Edit);
    let written: Result<_, Error> = async {
        let clock = write(&mut tx, books, warehouse, now).await?;
        if !known {
            put_book(&mut tx, warehouse, id, clock.crossing_id, now).await?;
        }
        tx.commit().await?;
        Ok(clock)
    }
    .await;
    match written {
        Ok(clock) => {
            settled(app, books, warehouse, clock, now);
            live.set_problem(id, None);
            live.nudge();
            Ok(())
        }
        Err(error) => {
            books.owed.truncate(kept);
            match before.filter(|_| known) {
                // Back to the rule that the database has: whoever crossed crosses back, and none of it was written.
                Some(before) => {
                    let segment = LiveSegment { id, rule: before.clone() };
                    let _ = tokio::task::block_in_place(|| warehouse.replace(&segment, &named, now));
                }
                None => {
                    let _ = warehouse.undefine(id);
                }
            }
            Err(error)
        }
    }
}

/// Ends a live segment, deleted on `tx` already; commits.
///
/// # Errors
/// `conflict` while another segment names it.
pub(in crate::segments) async fn forget(app: &App, books: &mut Books, tx: Tx, id: i64) -> Result<(), Error> {
    let live = Live::of(app);
    books.owed.retain(|one| one.segment != id);
    tx.commit().await?;
    if let Some(held) = live.held() {
        held.warehouse.undefine(id).map_err(|refusal| refused(&refusal))?;
    }
    live.set_problem(id, None);
    Ok(())
}
