//! Who was behind pictures of what has been: the months before the last of the flows, the model's trial and the back-test.
//! No rule can name them, so each customer's part is kept with the reckoning, and a list can be made of exactly those whom a
//! picture counts.
//!
//! Absent from here: making the list (`analysis`), and the pictures.

use std::collections::BTreeMap;

use jiff::civil::Date;
use platform::Error;
use platform::db::Session;
use science::lifecycle::Stage;
use science::next::backtest::Landed;
use science::rfm::Group;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::gather::{Person, date};
use super::learn::Learnt;
use super::numbers::count;
use super::pages::month_ends;
use super::records;

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

    /// The letter of a state; of none by the empty key.
    fn letter(self, key: &str) -> Option<char> {
        if key.is_empty() {
            return Some(NONE);
        }
        let place = match self {
            Self::Groups => Group::ALL.iter().position(|one| one.key() == key),
            Self::Stages => Stage::ALL.iter().position(|one| one.key() == key),
        };
        place.map(letter)
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

/// Everybody's part, by customer.
pub(super) fn all(people: &[Person], groups: &Paths, stages: &Paths, learnt: &Learnt) -> Vec<Past> {
    let of = |paths: &Paths, at: usize| paths.0.get(at).cloned().unwrap_or_default();
    let one = |(at, person): (usize, &Person)| Past {
        customer: person.customer,
        groups: of(groups, at),
        stages: of(stages, at),
        tried: learnt.tried.get(&person.customer).copied(),
        landed: learnt.landed.get(&person.customer).copied(),
    };
    people.iter().enumerate().map(one).collect()
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
                    repeats: repeats.parse().ok()?,
                    expected: expected == expectation(true),
                    came: came == outcome(true),
                };
                Self::Tried(tried)
            }
            [attribute, to, letters] => {
                let of = [States::Groups, States::Stages].into_iter().find(|of| of.attribute() == attribute)?;
                let mut letters = letters.chars();
                Self::Moved { of, to: to.parse().ok()?, from: letters.next()?, into: letters.next()? }
            }
            _ => return None,
        };
        // What reads back otherwise was not written by this.
        (found.key() == key).then_some(found)
    }

    /// Which ways through states are meant, as a pattern of `like`, for a reckoning of a day; `None` when it looked at no such
    /// month.
    fn pattern(to: Date, letters: [char; 2], today: i64) -> Option<String> {
        let ends = month_ends(today);
        let at = ends.iter().position(|end| date(*end) == to)?.checked_sub(1)?;
        let after = ends.len().checked_sub(at + 2)?;
        Some(format!("{}{}{}", "_".repeat(at), String::from_iter(letters), "_".repeat(after)))
    }
}

/// The customers, each once and by number, behind these parts of pictures of the reckoning as of `as_of`.
///
/// # Errors
/// `invalid` for a part that there is not, `value_moved_on` when everything was reckoned anew since, or when the database
/// cannot be read.
pub async fn kept(session: &mut Session, as_of: i64, of: &[String]) -> Result<Vec<i64>, Error> {
    let ran = records::ran(session).await?;
    // While a reckoning writes, who is behind the pictures is partly of the one before.
    let writes = ran.state == "running" && ran.step.as_deref() == Some("writing");
    let stands = ran.as_of == Some(as_of) && !writes;
    let today = ran.today.filter(|_| stands).ok_or_else(|| Error::conflict("value_moved_on"))?;
    let mut found = Vec::new();
    for key in of {
        let unknown = || Error::invalid("of", "unknown").arg("value", key.clone());
        let more = match Behind::of_key(key).ok_or_else(unknown)? {
            Behind::Moved { of, to, from, into } => {
                let pattern = Behind::pattern(to, [from, into], today).ok_or_else(unknown)?;
                records::moved(session, of, &pattern).await?
            }
            Behind::Tried(tried) => records::tried(session, tried).await?,
            Behind::Landed(place) => records::landed(session, place).await?,
        };
        found.extend(more);
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
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
        ] {
            assert_eq!(Behind::of_key(key), None, "{key}");
        }
    }

    #[test]
    fn a_way_is_looked_for_at_the_end_of_its_month() {
        let today = number("2026-04-15".parse().unwrap());
        let of = |to: &str| Behind::pattern(to.parse().unwrap(), ['a', '-'], today);
        assert_eq!(of("2026-04-15").as_deref(), Some("___________a-"));
        assert_eq!(of("2026-03-31").as_deref(), Some("__________a-_"));
        assert_eq!(of("2025-05-31").as_deref(), Some("a-___________"));
        assert_eq!((of("2025-04-30"), of("2026-03-30")), (None, None));
    }
}
