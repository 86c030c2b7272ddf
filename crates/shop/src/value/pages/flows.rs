//! Movement between states from month to month: what each customer was at the end of each of the last months, by today's
//! limits and what had been bought by then.

use jiff::{ToSpan as _, civil::Date};
use science::flows::{Flow as Counted, side_by_side};
use science::lifecycle::Stage;
use science::rfm::Group;

use super::Reckoned;
use crate::value::gather::{date, number};
use crate::value::model::{Flow, FlowMonth, FlowState, Flows, label};
use crate::value::past::{Behind, Paths, States};
use crate::value::score::{groups_on, stage_on};

/// Months looked back over.
const MONTHS: i32 = 12;

/// The last day of the month before a day.
pub(in crate::value) fn last_month(today: i64) -> i64 {
    date(today).first_of_month().yesterday().map_or(today, number)
}

/// The rule of who was in a state at the end of the month before; in none, by the empty key.
fn before_is(attribute: &str, key: &str) -> String {
    match key {
        "" => format!("{attribute}_before is unknown"),
        key => format!("{attribute}_before = \"{key}\""),
    }
}

/// The last days of the months before, the oldest first, and today.
pub(in crate::value) fn month_ends(today: i64) -> Vec<i64> {
    let first = date(today).first_of_month();
    let before = |months: i32| first.checked_sub(months.months()).and_then(Date::yesterday).ok();
    let mut ends: Vec<i64> = (0..MONTHS).rev().filter_map(before).map(number).collect();
    ends.push(today);
    ends
}

/// Movement between the eight groups, and each customer's way through them.
pub(super) fn groups(of: &Reckoned<'_>, ends: &[i64]) -> (Flows, Paths) {
    let look = |end: i64| groups_on(of.people, of.settings, end);
    told(ends, look, States::Groups, &Group::ALL, |group| (group.key(), group.names()))
}

/// Movement between the stages of a life, and each customer's way through them.
pub(super) fn stages(of: &Reckoned<'_>, ends: &[i64]) -> (Flows, Paths) {
    let limits = of.settings.limits();
    let look = |end: i64| of.people.iter().map(|person| stage_on(person, &limits, end)).collect();
    told(ends, look, States::Stages, &Stage::ALL, |stage| (stage.key(), stage.names()))
}

fn told<S: Copy + Ord>(
    ends: &[i64],
    look: impl Fn(i64) -> Vec<Option<S>>,
    of: States,
    all: &[S],
    say: impl Fn(&S) -> (&'static str, (&'static str, &'static str)),
) -> (Flows, Paths) {
    let attribute = of.attribute();
    let state = |key: &str, names, rule| FlowState {
        key: key.to_owned(),
        label: label(names),
        rule,
        rule_before: (!key.is_empty()).then(|| before_is(attribute, key)),
    };
    let none = state("", ("尚未购买", "Not yet a customer"), None);
    let states = all.iter().map(|one| {
        let (key, names) = say(one);
        state(key, names, Some(format!("{attribute} = \"{key}\"")))
    });
    let key = |state: Option<S>| state.map_or("", |state| say(&state).0).to_owned();
    let mut months = Vec::new();
    let mut paths = Paths::default();
    let mut before: Option<(i64, Vec<Option<S>>)> = None;
    for end in ends {
        let now = look(*end);
        paths.go_on(now.iter().map(|state| state.and_then(|state| all.iter().position(|one| *one == state))));
        if let Some((from, then)) = &before {
            let last = ends.last() == Some(end);
            let flow = |one: Counted<S>| {
                let (from, to) = (key(one.from), key(one.to));
                let rule = (last && !to.is_empty())
                    .then(|| format!("{} and {attribute} = \"{to}\"", before_is(attribute, &from)));
                let kept = (!last).then(|| Behind::moved(of, *end, &from, &to).key());
                Flow { from, to, customers: i64::try_from(one.customers).unwrap_or(i64::MAX), rule, kept }
            };
            let flows = side_by_side(then, &now).into_iter().map(flow).collect();
            months.push(FlowMonth { from: date(*from), to: date(*end), flows });
        }
        before = Some((*end, now));
    }
    // Months before anybody bought say nothing.
    let begun = months.iter().position(|month| !month.flows.is_empty()).unwrap_or(months.len());
    (Flows { states: std::iter::once(none).chain(states).collect(), months: months.split_off(begun) }, paths)
}
