//! Who was behind pictures of what has been: the months before the last of the flows, the model's trial and the back-test.
//! No rule can name them, so each customer's part is kept with the reckoning, and a list can be made of exactly those whom a
//! picture counts.
//!
//! Absent from here: making the list (`analysis`), and the pictures.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use platform::{App, Error};
use science::lifecycle::Stage;
use science::lifetime::choose::MOST;
use science::next::backtest::Landed;
use science::rfm::Group;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use utoipa::ToSchema;

use super::gather::date;
use super::learn::Learnt;
use super::numbers::count;
use super::pages::month_ends;
use super::person::Person;
use super::records;
use crate::customers;

/// In no state yet.
const NONE: char = '-';

/// Into what customers are divided from month to month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum States {
    /// The eight groups.
    Groups,
    /// The stages of a life.
    Stages,
}

impl States {
    /// As rules call it.
    pub(super) fn attribute(self) -> &'static str {
        match self {
            Self::Groups => "rfm_group",
            Self::Stages => "stage",
        }
    }

    /// Every state, in the order of their letters.
    fn keys(self) -> Vec<&'static str> {
        match self {
            Self::Groups => Group::ALL.iter().map(|one| one.key()).collect(),
            Self::Stages => Stage::ALL.iter().map(|one| one.key()).collect(),
        }
    }

    /// The letter of a state; of none by the empty key.
    fn letter(self, key: &str) -> Option<char> {
        if key.is_empty() { Some(NONE) } else { self.keys().iter().position(|one| *one == key).map(letter) }
    }

    /// The state of a letter, none by the empty key; `None` of a letter of no state.
    fn of_letter(self, said: char) -> Option<&'static str> {
        let state = self.keys().into_iter().enumerate().find(|(place, _)| letter(*place) == said);
        if said == NONE { Some("") } else { state.map(|(_, key)| key) }
    }
}

/// The letter of the state with that place.
fn letter(place: usize) -> char {
    u8::try_from(place).ok().and_then(|place| b'a'.checked_add(place)).map_or(NONE, char::from)
}

/// Each customer's way through states: a letter for the end of each month that was looked at, and one for the day.
#[derive(Debug, Default)]
pub(super) struct Paths(Vec<String>);

impl Paths {
    /// One look more: the place of each customer's state.
    pub(super) fn go_on(&mut self, states: impl ExactSizeIterator<Item = Option<usize>>) {
        self.0.resize_with(states.len(), String::new);
        for (path, state) in self.0.iter_mut().zip(states) {
            path.push(state.map_or(NONE, letter));
        }
    }
}

/// What the model's trial said of a customer, and what came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Tried {
    /// The place on the picture: repeat purchases before the time that was hidden.
    pub(super) repeats: u32,
    /// Whether a purchase was likelier than none: half a purchase or more was foretold.
    pub(super) expected: bool,
    /// Whether the customer bought.
    pub(super) came: bool,
}

/// A customer's part in pictures of what has been.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Past {
    pub(super) customer: i64,
    /// The way through groups.
    pub(super) groups: String,
    /// The way through stages.
    pub(super) stages: String,
    /// In the model's trial; `None` of whom it was not made.
    pub(super) tried: Option<Tried>,
    /// In the back-test.
    pub(super) landed: Option<Landed>,
}

impl Past {
    /// It in words that she can read: each look with its state, of a reckoning of a day.
    pub(super) fn told(&self, today: i64) -> Json {
        let ends = month_ends(today);
        let way = |of: States, way: &str| -> Vec<Json> {
            let looks = ends.iter().zip(way.chars()).filter(|_| way.chars().count() == ends.len());
            let state = |letter| of.of_letter(letter).filter(|key| !key.is_empty());
            looks.map(|(end, letter)| json!({ "day": date(*end), "state": state(letter) })).collect()
        };
        json!({
            "rfm_group": way(States::Groups, &self.groups),
            "stage": way(States::Stages, &self.stages),
            "trial": self.tried,
            "backtest": self.landed.map(Landed::key),
        })
    }
}

/// Everybody's part, by customer.
pub(super) fn all(people: &[Person], groups: Paths, stages: Paths, learnt: &Learnt) -> Vec<Past> {
    let mut ways = groups.0.into_iter().zip(stages.0);
    let one = |person: &Person| {
        let (groups, stages) = ways.next().unwrap_or_default();
        let tried = learnt.tried.get(&person.customer).copied();
        let landed = learnt.landed.get(&person.customer).copied();
        Past { customer: person.customer, groups, stages, tried, landed }
    };
    people.iter().map(one).collect()
}

/// Customers behind a part of a picture of what has been.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = KeptCrowd)]
pub struct KeptCrowd {
    /// Of the model's trial `expected_came`, `expected_stayed`, `unexpected_came`, `unexpected_stayed`: whether the model
    /// foretold half a purchase or more, and whether they bought. Of the back-test `earlier`, `inside`, `later`: where the
    /// purchase that was hidden lay beside the days between which eight in ten should lie.
    pub key: String,
    /// How many.
    pub customers: i64,
    /// By what they are named when a list is made of them.
    pub kept: String,
}

/// Those of a place on the picture of the model's trial.
pub(super) fn tried(tried: &BTreeMap<i64, Tried>, repeats: u32) -> Vec<KeptCrowd> {
    let crowd = |(expected, came): (bool, bool)| {
        let told = Tried { repeats, expected, came };
        let of = Behind::Tried(told);
        KeptCrowd {
            key: format!("{}_{}", expectation(expected), outcome(came)),
            customers: count(tried.values().filter(|one| **one == told).count()),
            kept: of.key(),
        }
    };
    [(true, true), (true, false), (false, true), (false, false)].map(crowd).into()
}

/// Those of the back-test.
pub(super) fn landed(learnt: &Learnt) -> Vec<KeptCrowd> {
    let crowd = |place: Landed| KeptCrowd {
        key: place.key().to_owned(),
        customers: count(learnt.landed.values().filter(|one| **one == place).count()),
        kept: Behind::Landed(place).key(),
    };
    Landed::ALL.map(crowd).into()
}

fn expectation(expected: bool) -> &'static str {
    if expected { "expected" } else { "unexpected" }
}

fn outcome(came: bool) -> &'static str {
    if came { "came" } else { "stayed" }
}

/// A part of a picture of what has been.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Behind {
    /// Who went from one state to another in the time until a day; by their letters.
    Moved { of: States, to: Date, from: char, into: char },
    /// A part of the model's trial.
    Tried(Tried),
    /// A part of the back-test.
    Landed(Landed),
}

impl Behind {
    /// Who went from one state to another until a day; none is the empty key.
    pub(super) fn moved(of: States, end: i64, from: &str, into: &str) -> Self {
        let letter = |key| of.letter(key).unwrap_or(NONE);
        Self::Moved { of, to: date(end), from: letter(from), into: letter(into) }
    }

    /// What it is named by.
    pub(super) fn key(&self) -> String {
        match self {
            Self::Moved { of, to, from, into } => format!("{} {to} {from}{into}", of.attribute()),
            Self::Tried(Tried { repeats, expected, came }) => {
                format!("trial {repeats} {}_{}", expectation(*expected), outcome(*came))
            }
            Self::Landed(place) => format!("backtest {}", place.key()),
        }
    }

    /// What is named so; `None` when nothing is.
    pub(super) fn of_key(key: &str) -> Option<Self> {
        let parts: Vec<&str> = key.split(' ').collect();
        let found = match parts[..] {
            ["backtest", place] => Self::Landed(Landed::of_key(place)?),
            ["trial", repeats, said] => {
                let (expected, came) = said.split_once('_')?;
                let tried = Tried {
                    repeats: repeats.parse().ok().filter(|repeats| *repeats <= MOST)?,
                    expected: expected == expectation(true),
                    came: came == outcome(true),
                };
                Self::Tried(tried)
            }
            [attribute, to, letters] => {
                let of = [States::Groups, States::Stages].into_iter().find(|of| of.attribute() == attribute)?;
                let mut letters = letters.chars();
                let mut state = || letters.next().filter(|letter| of.of_letter(*letter).is_some());
                Self::Moved { of, to: to.parse().ok()?, from: state()?, into: state()? }
            }
            _ => return None,
        };
        // What reads back otherwise was not written by this.
        (found.key() == key).then_some(found)
    }

    /// The same for a reckoning of a day; `None` when it looked at no such month.
    fn on(self, today: i64) -> Option<Part> {
        let Self::Moved { of, to, from, into } = self else { return Some(Part::Said(self)) };
        let ends = month_ends(today);
        let after = ends.iter().position(|end| date(*end) == to)?;
        Some(Part::Way { of, before: after.checked_sub(1)?, looks: ends.len(), letters: [from, into] })
    }
}

/// A part of a picture of a reckoning, for which rows are looked through.
#[derive(Debug, PartialEq, Eq)]
enum Part {
    /// These letters one after the other from a place on, in a way of so many looks.
    Way { of: States, before: usize, looks: usize, letters: [char; 2] },
    /// What a row says itself.
    Said(Behind),
}

impl Part {
    fn holds(&self, past: &Past) -> bool {
        match self {
            Self::Way { of, before, looks, letters } => {
                let way = match of {
                    States::Groups => &past.groups,
                    States::Stages => &past.stages,
                };
                way.chars().count() == *looks && way.chars().skip(*before).take(2).eq(letters.iter().copied())
            }
            Self::Said(Behind::Tried(tried)) => past.tried == Some(*tried),
            Self::Said(Behind::Landed(place)) => past.landed == Some(*place),
            Self::Said(Behind::Moved { .. }) => false,
        }
    }
}

/// The customers, each once and by number, behind these parts of pictures of the reckoning as of `as_of`: who was merged away
/// since is the one they were merged into, and who was erased is left out.
///
/// # Errors
/// `invalid` for a part that there is not, `value_moved_on` when everything is or was reckoned anew since, or when the
/// database cannot be read.
pub async fn kept(app: &App, as_of: i64, of: &[String]) -> Result<Vec<i64>, Error> {
    // What the run says of the rows and the rows themselves are of one instant.
    let mut session = app.db.still().await?;
    let ran = records::ran(&mut session).await?;
    let stands = ran.as_of == Some(as_of) && ran.past_as_of == Some(as_of);
    let today = ran.today.filter(|_| stands).ok_or_else(|| Error::conflict("value_moved_on"))?;
    let mut parts = Vec::new();
    for key in of.iter().collect::<BTreeSet<_>>() {
        let part = Behind::of_key(key).and_then(|behind| behind.on(today));
        parts.push(part.ok_or_else(|| Error::invalid("of", "unknown").arg("value", key.clone()))?);
    }
    let mut found = Vec::new();
    records::all_past(&mut session, |past| {
        if parts.iter().any(|part| part.holds(&past)) {
            found.push(past.customer);
        }
    })
    .await?;
    Ok(customers::survivors(&mut session, &found).await?.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::gather::number;

    #[test]
    fn a_part_of_a_picture_is_named_and_found_again() {
        let end = number("2026-03-31".parse().unwrap());
        for part in [
            Behind::moved(States::Groups, end, "", "champion"),
            Behind::moved(States::Stages, end, "loyal", "sleeping"),
            Behind::Tried(Tried { repeats: 3, expected: true, came: false }),
            Behind::Landed(Landed::Later),
        ] {
            assert_eq!(Behind::of_key(&part.key()), Some(part.clone()), "{}", part.key());
        }
        for key in [
            "",
            "backtest",
            "backtest never",
            "trial 3 maybe_came",
            "trial -1 expected_came",
            "stage 2026-03-31 a",
            "stage 2026-03-31 abc",
            "stage yesterday ab",
            "weight 2026-03-31 ab",
            "stage 2026-03-31 %%",
            "stage 2026-03-31 __",
            "rfm_group 2026-03-31 AB",
            "rfm_group 2026-03-31 a\\",
            "rfm_group 2026-03-31 ai",
            "trial 4000000000 expected_came",
        ] {
            assert_eq!(Behind::of_key(key), None, "{key}");
        }
    }

    #[test]
    fn a_way_is_looked_for_at_the_end_of_its_month() {
        let today = number("2026-04-15".parse().unwrap());
        let part =
            |to: &str| Behind::Moved { of: States::Groups, to: to.parse().unwrap(), from: 'a', into: '-' }.on(today);
        let past = |groups: &str| Past {
            customer: 1,
            groups: groups.to_owned(),
            stages: "a-".repeat(6) + "a",
            tried: None,
            landed: None,
        };
        let holds = |to: &str, groups: &str| part(to).unwrap().holds(&past(groups));
        for (to, way) in
            [("2026-04-15", "bbbbbbbbbbba-"), ("2026-03-31", "bbbbbbbbbba-b"), ("2025-05-31", "a-bbbbbbbbbbb")]
        {
            assert!(holds(to, way), "{to}");
            assert!(!holds(to, &way.replace('-', "c")) && !holds(to, &way.replace('a', "c")), "{to}");
            // Of a reckoning that looked at fewer months it says nothing.
            assert!(!holds(to, &way[..12]), "{to}");
        }
        assert_eq!((part("2025-04-30"), part("2026-03-30")), (None, None));
    }
}
