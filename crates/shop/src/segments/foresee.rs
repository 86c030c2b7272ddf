//! What another rule would do: to the segment that gets it, and to those that name it.
//!
//! Whoever names a segment is asked with the new rule put in the place of the name, so that nothing has to change for it.
//!
//! Absent from here: giving a segment its rule (`verbs`).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use platform::http::ShopScope;
use platform::{App, Error, Id, Instant};
use rules::{Rule, SetKind};
use serde::Serialize;
use utoipa::ToSchema;
use warehouse::{Cancel, Crowd, Preview, Question, Refusal, Warehouse};

use super::ask::{compiled, off, within};
use super::live::{Named, mentions, ready};
use super::model::{Kind, Record};
use super::{records, verbs};

/// Segments that name the changed one and are told of, the nearest first.
const USERS: usize = 20;
/// Conditions of a rule, those of the rules put into it among them.
const LARGEST: usize = 10_000;
/// How long a chain of names that were not put together before may be.
const CHAIN: usize = 16;

/// What another rule would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct Foreseen {
    /// How many would come in.
    enter: u64,
    /// How many would leave.
    leave: u64,
    /// How many there would be.
    size: u64,
    /// As of when.
    at: Instant,
    /// The segments whose rules name this one, themselves or through others, the nearest first; at most 20.
    users: Vec<ForeseenUser>,
    /// How many more there are.
    more_users: u64,
}

/// A segment that follows another one, and what a rule of that one would do to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct ForeseenUser {
    /// The segment.
    id: Id,
    /// Its name.
    name: String,
    /// Whether its own rule names the changed one; otherwise it does so through others.
    direct: bool,
    /// How many would come in; null when that cannot be told, since it names something that is gone as well, or would be
    /// too long to ask.
    enter: Option<u64>,
    /// How many would leave; null as above.
    leave: Option<u64>,
}

/// Who would come in and leave if a segment had this rule, within these shops. Nothing changes.
///
/// # Errors
/// `not_found`; 422 when the rule cannot be computed; 503 while the warehouse is put together.
pub(super) async fn foresee(app: &App, shops: &ShopScope, id: i64, rule: Rule) -> Result<Foreseen, Error> {
    let held = ready(app)?;
    let mut session = app.db.read().await?;
    let record = verbs::find(&mut session, id).await?;
    let all = records::list(&mut session).await?;
    let names = Named::read(&mut session).await?;
    drop(session);
    let ready = |of: &Record, rule: Rule| {
        let question = |rule: Rule| Ok::<_, Error>(compiled(Arc::clone(&held), &within(rule, shops), &names)?.question);
        let before = match shops {
            // As it is kept.
            ShopScope::All => None,
            ShopScope::Only(_) => Some(question(verbs::membership(of))?),
        };
        Ok::<_, Error>(Changed { id: of.id, before, after: question(rule)? })
    };
    let own = ready(&record, rule.clone())?;
    let mut users = users(&all, &record);
    let mut put = Put::new(&users, &record, rule);
    let more = users.len().saturating_sub(USERS);
    users.truncate(USERS);
    let asked: Vec<Option<Changed>> =
        users.iter().map(|(user, _)| ready(user, put.written(&user.name, 0)?.0).ok()).collect();
    let (warehouse, now) = (Arc::clone(&held.warehouse), app.clock.now());
    let (seen, moved) = off(move |cancel| {
        let seen = own.moves(&warehouse, now, cancel)?;
        let moves = |one: &Option<Changed>| one.as_ref().map(|one| one.moves(&warehouse, now, cancel)).transpose();
        Ok((seen, asked.iter().map(moves).collect::<Result<Vec<_>, _>>()?))
    })
    .await?;
    let users = users.into_iter().zip(moved).map(|((user, direct), moved)| ForeseenUser {
        id: Id(user.id),
        name: user.name.clone(),
        direct,
        enter: moved.map(|moved| moved.enter),
        leave: moved.map(|moved| moved.leave),
    });
    Ok(Foreseen {
        enter: seen.enter,
        leave: seen.leave,
        size: seen.size,
        at: Instant(seen.at),
        users: users.collect(),
        more_users: u64::try_from(more).unwrap_or(u64::MAX),
    })
}

/// A segment with another rule.
struct Changed {
    id: i64,
    /// Who is in it, asked within some shops; as it is kept when absent.
    before: Option<Question>,
    after: Question,
}

impl Changed {
    fn moves(&self, warehouse: &Warehouse, now: i64, cancel: &Cancel) -> Result<Preview, Refusal> {
        let Some(before) = &self.before else { return warehouse.preview(self.id, &self.after, now, cancel) };
        let before = warehouse.crowd(before, now, cancel)?;
        let after = warehouse.crowd(&self.after, now, cancel)?;
        let parts = Crowd::parts([&before, &after]);
        let part = |place: usize| parts.get(place).copied().unwrap_or(0);
        Ok(Preview { enter: part(0b10), leave: part(0b01), size: after.len(), at: now })
    }
}

/// The segments that name one, themselves or through others, the nearest first, each with whether it does so itself.
fn users<'a>(all: &'a [Record], record: &Record) -> Vec<(&'a Record, bool)> {
    if record.kind != Kind::Live {
        return Vec::new();
    }
    let named: Vec<(&Record, BTreeSet<String>)> = all
        .iter()
        .filter_map(|one| Some((one, mentions(one.rule.as_ref()?, SetKind::Segment))))
        .filter(|(_, named)| !named.is_empty())
        .collect();
    let mut seen = BTreeSet::from([record.id]);
    let mut found: Vec<(&Record, bool)> = Vec::new();
    let mut edge = vec![record.name.as_str()];
    while !edge.is_empty() {
        let next: Vec<&Record> = named
            .iter()
            .filter(|(one, named)| !seen.contains(&one.id) && edge.iter().any(|name| named.contains(*name)))
            .map(|(one, _)| *one)
            .collect();
        let direct = found.is_empty();
        seen.extend(next.iter().map(|one| one.id));
        edge = next.iter().map(|one| one.name.as_str()).collect();
        found.extend(next.into_iter().map(|one| (one, direct)));
    }
    found
}

/// A rule, and how many conditions it has.
type Sized = (Rule, usize);

/// Rules with a changed one in the place of its name.
struct Put<'a> {
    /// Of those that follow the changed one, by their names; what others name stays a name.
    rules: BTreeMap<&'a str, &'a Rule>,
    /// What was put together already; nothing for what is being put together.
    done: BTreeMap<String, Option<Sized>>,
}

impl<'a> Put<'a> {
    fn new(users: &[(&'a Record, bool)], record: &Record, rule: Rule) -> Self {
        let rules = users.iter().filter_map(|(one, _)| Some((one.name.as_str(), one.rule.as_ref()?))).collect();
        let size = nodes(&rule);
        Self { rules, done: BTreeMap::from([(record.name.clone(), Some((rule, size)))]) }
    }

    /// The rule of a segment with what changes put into it; none when that grows beyond all bounds.
    fn written(&mut self, name: &str, chain: usize) -> Option<Sized> {
        if let Some(done) = self.done.get(name) {
            return done.clone();
        }
        let rule = *self.rules.get(name)?;
        // Who comes here again while this is put together goes in a circle.
        self.done.insert(name.to_owned(), None);
        let mut room = LARGEST;
        let put = if chain < CHAIN { self.put(rule, chain, &mut room) } else { None };
        // What was too far from one may be near enough to another.
        self.done.remove(name);
        let sized = (put?, LARGEST.saturating_sub(room));
        self.done.insert(name.to_owned(), Some(sized.clone()));
        Some(sized)
    }

    /// Whether it is the changed one, or one that follows it.
    fn follows(&self, name: &str) -> bool {
        self.done.contains_key(name) || self.rules.contains_key(name)
    }

    fn put(&mut self, rule: &Rule, chain: usize, room: &mut usize) -> Option<Rule> {
        *room = room.checked_sub(1)?;
        let mut parts =
            |rules: &[Rule]| rules.iter().map(|part| self.put(part, chain, room)).collect::<Option<Vec<_>>>();
        Some(match rule {
            Rule::All { rules } => Rule::All { rules: parts(rules)? },
            Rule::Any { rules } => Rule::Any { rules: parts(rules)? },
            Rule::Not { rule } => Rule::Not { rule: Box::new(self.put(rule, chain, room)?) },
            Rule::In { set: SetKind::Segment, name } if self.follows(name) => {
                let (rule, size) = self.written(name, chain + 1)?;
                *room = room.checked_sub(size)?;
                rule
            }
            Rule::In { .. } | Rule::Is { .. } | Rule::Did(_) | Rule::Then(_) => rule.clone(),
        })
    }
}

/// How many conditions a rule has.
fn nodes(rule: &Rule) -> usize {
    match rule {
        Rule::All { rules } | Rule::Any { rules } => 1 + rules.iter().map(nodes).sum::<usize>(),
        Rule::Not { rule } => 1 + nodes(rule),
        Rule::In { .. } | Rule::Is { .. } | Rule::Did(_) | Rule::Then(_) => 1,
    }
}
