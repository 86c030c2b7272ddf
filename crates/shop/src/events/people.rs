//! Who did it: one sighting for each who is named in a batch, and the joins that identify and alias calls state.

use std::collections::{HashMap, HashSet};

use connectors::drafts::{Identifier, IdentifierKind, PersonDraft};
use connectors::segment::{Link, LinkReason};
use platform::db::Tx;
use platform::{App, Error};

use super::said::Said;
use crate::customers::{self, Mark, Resolved, Sighting, Source};
use crate::fields;

/// Sightings resolved at once.
const AT_ONCE: usize = 1_000;

/// What a custom field names as the source of a value.
const SOURCE: &str = "SDK";

/// Where those named in a batch went, by the identifier that names them.
#[derive(Default)]
pub(super) struct People {
    found: HashMap<Identifier, Resolved>,
}

impl People {
    /// The profile of whoever these identifiers name, strongest first.
    pub(super) fn of(&self, who: &[Identifier]) -> Option<i64> {
        self.found.get(who.first()?).map(|resolved| resolved.profile_id)
    }

    /// Finds or makes the profile of everybody that `said` names, takes over what it says of people, and joins whom it
    /// joins.
    pub(super) async fn meet(tx: &mut Tx, app: &App, source: &Source, said: &Said) -> Result<Self, Error> {
        let mut people = Self::default();
        let mut sightings = seen(source, said);
        sightings.extend(said.people.iter().map(|(mark, person)| stated(source, person, *mark)));
        people.resolve(tx, app, sightings).await?;
        people.join(tx, app, source, &said.links).await?;
        people.describe(tx, app, said).await?;
        Ok(people)
    }

    async fn resolve(&mut self, tx: &mut Tx, app: &App, sightings: Vec<Sighting>) -> Result<(), Error> {
        for piece in sightings.chunks(AT_ONCE) {
            let resolved = customers::resolve(tx, app, piece).await?;
            for (sighting, resolved) in piece.iter().zip(resolved) {
                if let (Some(first), Some(resolved)) = (sighting.identifiers.first(), resolved) {
                    self.found.insert(first.clone(), resolved);
                }
            }
        }
        Ok(())
    }

    async fn join(&mut self, tx: &mut Tx, app: &App, source: &Source, links: &[Link]) -> Result<(), Error> {
        let mut done = HashSet::new();
        for link in links {
            if !done.insert((&link.from, &link.to)) {
                continue;
            }
            let from = match link.reason {
                LinkReason::Together => self.found.get(&link.from).copied(),
                LinkReason::Alias => self.former(tx, app, source, link, links).await?,
            };
            let (Some(from), Some(to)) = (from, self.found.get(&link.to).copied()) else { continue };
            if from.profile_id == to.profile_id || from.customer_id == to.customer_id {
                continue;
            }
            let why = match link.reason {
                LinkReason::Together => "identify",
                LinkReason::Alias => "alias",
            };
            customers::link(tx, app, from.profile_id, to.profile_id, why).await?;
        }
        Ok(())
    }

    /// Hands traits that have no place of their own to the shop's custom fields.
    async fn describe(&self, tx: &mut Tx, app: &App, said: &Said) -> Result<(), Error> {
        let mut traits = Vec::new();
        for (mark, person) in &said.people {
            let Some(profile_id) = self.of(&person.identifiers) else { continue };
            traits.extend(person.traits.iter().map(|(key, value)| fields::Said {
                profile_id,
                key: key.clone(),
                value: value.clone(),
                at: mark.at,
                rank: mark.rank,
            }));
        }
        // Traits that are no field of the shop are left out there.
        fields::take_in(tx, app, SOURCE, &traits).await.map(|_| ())
    }

    /// Whom the former id of an alias call names: whoever carries it already; a new visitor when nobody does, so that
    /// behaviours that arrive late find their owner.
    async fn former(
        &mut self,
        tx: &mut Tx,
        app: &App,
        source: &Source,
        link: &Link,
        links: &[Link],
    ) -> Result<Option<Resolved>, Error> {
        if let Some(found) = self.known(tx, source, &link.from).await? {
            return Ok(Some(found));
        }
        if link.from.kind != IdentifierKind::AnonymousId {
            return Ok(None);
        }
        let twin = links.iter().find(|other| {
            other.reason == LinkReason::Alias
                && other.from.kind == IdentifierKind::UserId
                && (&other.from.value, &other.to) == (&link.from.value, &link.to)
        });
        if let Some(twin) = twin
            && self.known(tx, source, &twin.from).await?.is_some()
        {
            return Ok(None);
        }
        self.resolve(tx, app, vec![Sighting::new(*source, vec![link.from.clone()], link.at)]).await?;
        Ok(self.found.get(&link.from).copied())
    }

    async fn known(&mut self, tx: &mut Tx, source: &Source, who: &Identifier) -> Result<Option<Resolved>, Error> {
        if let Some(found) = self.found.get(who) {
            return Ok(Some(*found));
        }
        let found = customers::named(tx, source, who).await?;
        if let Some(found) = found {
            self.found.insert(who.clone(), found);
        }
        Ok(found)
    }
}

/// Everybody that behaviours and links name, each once with the first and the last instant.
fn seen(source: &Source, said: &Said) -> Vec<Sighting> {
    let mut crowd = Crowd::default();
    for behaviour in &said.behaviours {
        crowd.see(behaviour.who.iter(), behaviour.row.at);
    }
    for link in &said.links {
        crowd.see(std::iter::once(&link.to), link.at);
        if link.reason == LinkReason::Together {
            crowd.see(std::iter::once(&link.from), link.at);
        }
    }
    let mut sightings = Vec::with_capacity(crowd.spans.len());
    for span in crowd.spans {
        let who: Vec<Identifier> = span.who.into_iter().cloned().collect();
        if span.first < span.last {
            sightings.push(Sighting::new(*source, who.clone(), span.first));
        }
        sightings.push(Sighting::new(*source, who, span.last));
    }
    sightings
}

#[derive(Default)]
struct Crowd<'a> {
    spans: Vec<Span<'a>>,
    places: HashMap<&'a Identifier, usize>,
}

struct Span<'a> {
    who: Vec<&'a Identifier>,
    first: i64,
    last: i64,
}

impl<'a> Crowd<'a> {
    fn see(&mut self, mut who: impl Iterator<Item = &'a Identifier>, at: i64) {
        let Some(name) = who.next() else { return };
        let next = self.spans.len();
        let place = *self.places.entry(name).or_insert(next);
        if place == next {
            self.spans.push(Span { who: vec![name], first: at, last: at });
        }
        let Some(span) = self.spans.get_mut(place) else { return };
        span.first = span.first.min(at);
        span.last = span.last.max(at);
        for more in who {
            if !span.who.contains(&more) {
                span.who.push(more);
            }
        }
    }
}

/// What an identify or group call says of a person.
fn stated(source: &Source, person: &PersonDraft, mark: Mark) -> Sighting {
    Sighting {
        nick: person.nick.clone(),
        name: person.name.clone(),
        mobile: person.mobile.clone(),
        email: person.email.clone(),
        gender: person.gender.clone(),
        birthday: person.birthday.clone(),
        registered_at: person.registered_at,
        buyer_credit: person.buyer_credit.clone(),
        address: person.address.clone(),
        rank: mark.rank,
        ..Sighting::new(*source, person.identifiers.clone(), mark.at)
    }
}
