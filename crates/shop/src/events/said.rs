//! What a source said, made ready for keeping: drafts taken apart before the one writer sees them, so that its time goes
//! to the database alone.

use connectors::drafts::{Draft, EventDraft, Identifier, PersonDraft};
use connectors::segment::{Link, Message, Setting};

use super::model::key;
use super::records::Kept;
use crate::customers::{Mark, Source, rank_of};

/// A behaviour without its id and profile.
#[derive(Clone)]
pub(super) struct Behaviour {
    /// Who did it, strongest first.
    pub(super) who: Vec<Identifier>,
    pub(super) row: Kept,
    pub(super) key: Vec<u8>,
}

/// What was said, in the order of saying.
#[derive(Default)]
pub(super) struct Said {
    pub(super) behaviours: Vec<Behaviour>,
    pub(super) people: Vec<(Mark, PersonDraft)>,
    pub(super) links: Vec<Link>,
    /// Orders and refunds.
    pub(super) trade: Vec<Draft>,
}

impl Said {
    /// Takes a message in. `now` is when it came.
    pub(super) fn message(&mut self, source: &Source, message: Message, setting: &Setting, now: i64) {
        let common = message.common();
        let mark = Mark { at: common.at, rank: rank_of(&common.id) };
        let reading = message.read(setting);
        for draft in reading.drafts {
            match draft {
                Draft::Event(event) => self.behaviour(source, *event, now),
                Draft::Person(person) => self.people.push((mark, *person)),
                other => self.trade.push(other),
            }
        }
        self.links.extend(reading.links);
    }

    /// Takes a behaviour in.
    pub(super) fn behaviour(&mut self, source: &Source, draft: EventDraft, now: i64) {
        let key = key(&source.code(), &draft.key);
        let properties = if draft.properties.is_empty() { None } else { serde_json::to_string(&draft.properties).ok() };
        self.behaviours.push(Behaviour {
            who: draft.identifiers,
            key,
            row: Kept {
                id: 0,
                profile_id: 0,
                shop_id: source.shop_id,
                name: draft.name,
                at: draft.at,
                received_at: now,
                product: draft.product,
                amount: draft.amount,
                currency: draft.currency,
                properties,
            },
        });
    }

    /// What several said, one after the other.
    pub(super) fn of<'a>(several: impl Iterator<Item = &'a Self>) -> Self {
        let mut said = Self::default();
        for one in several {
            said.behaviours.extend(one.behaviours.iter().cloned());
            said.people.extend(one.people.iter().cloned());
            said.links.extend(one.links.iter().cloned());
            said.trade.extend(one.trade.iter().cloned());
        }
        said
    }

    /// How much it is.
    pub(super) fn len(&self) -> usize {
        self.behaviours.len() + self.people.len() + self.links.len() + self.trade.len()
    }
}
