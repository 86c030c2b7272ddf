//! Movement between states from month to month: what each customer was at the end of each of the last months, by today's
//! limits and what had been bought by then.

use jiff::{ToSpan as _, civil::Date};
use science::flows::{Flow as Counted, side_by_side};
use science::lifecycle::{Stage, stage};
use science::rfm::{Buyer, Group};

use super::Reckoned;
use crate::value::gather::{Person, date, number};
use crate::value::model::{Flow, FlowMonth, FlowState, Flows, label};
use crate::value::score::{buyer, life, rank};

/// Months looked back over.
const MONTHS: i32 = 12;

/// The last days of the months before, the oldest first, and today.
pub(super) fn month_ends(today: i64) -> Vec<i64> {
    let first = date(today).first_of_month();
    let before = |months: i32| first.checked_sub(months.months()).and_then(Date::yesterday).ok();
    let mut ends: Vec<i64> = (0..MONTHS).rev().filter_map(before).map(number).collect();
    ends.push(today);
    ends
}

/// Movement between the eight groups.
pub(super) fn groups(of: &Reckoned<'_>, ends: &[i64]) -> Flows {
    let look = |end: i64| {
        let there: Vec<(usize, Buyer)> =
            of.people.iter().enumerate().filter_map(|(at, person)| Some((at, buyer(person, end)?))).collect();
        let buyers: Vec<Buyer> = there.iter().map(|(_, buyer)| *buyer).collect();
        let ranked = rank(&buyers, of.settings, false);
        let mut states = vec![None; of.people.len()];
        for ((at, _), group) in there.iter().zip(ranked.groups) {
            if let Some(state) = states.get_mut(*at) {
                *state = Some(group);
            }
        }
        states
    };
    told(ends, look, &Group::ALL, |group| (group.key(), group.names()))
}

/// Movement between the stages of a life.
pub(super) fn stages(of: &Reckoned<'_>, ends: &[i64]) -> Flows {
    let limits = of.settings.limits();
    let look = |end: i64| {
        let at = |person: &Person| life(person, end).and_then(|life| stage(&life, end, &limits));
        of.people.iter().map(at).collect::<Vec<Option<Stage>>>()
    };
    told(ends, look, &Stage::ALL, |stage| (stage.key(), stage.names()))
}

fn told<S: Copy + Ord>(
    ends: &[i64],
    look: impl Fn(i64) -> Vec<Option<S>>,
    all: &[S],
    say: impl Fn(&S) -> (&'static str, (&'static str, &'static str)),
) -> Flows {
    let none = FlowState { key: String::new(), label: label(("尚未购买", "Not yet a customer")) };
    let states = all.iter().map(|state| FlowState { key: say(state).0.to_owned(), label: label(say(state).1) });
    let key = |state: Option<S>| state.map_or("", |state| say(&state).0).to_owned();
    let mut months = Vec::new();
    let mut before: Option<(i64, Vec<Option<S>>)> = None;
    for end in ends {
        let now = look(*end);
        if let Some((from, then)) = &before {
            let flow = |one: Counted<S>| Flow {
                from: key(one.from),
                to: key(one.to),
                customers: i64::try_from(one.customers).unwrap_or(i64::MAX),
            };
            let flows = side_by_side(then, &now).into_iter().map(flow).collect();
            months.push(FlowMonth { from: date(*from), to: date(*end), flows });
        }
        before = Some((*end, now));
    }
    // Months before anybody bought say nothing.
    let begun = months.iter().position(|month| !month.flows.is_empty()).unwrap_or(months.len());
    Flows { states: std::iter::once(none).chain(states).collect(), months: months.split_off(begun) }
}
