//! Cohorts by what brought the first purchase.
//!
//! The customers of a campaign began in different months, so of each month since only those count of whom it is over: a share
//! is never pulled down by who could not have come back yet.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use science::cohorts::{Activity, Cohort, by_key};

use super::Reckoned;
use super::cohorts::{CohortBrought, CohortCell, CohortRow, CohortsBy, CohortsPage, PIECE, begun, put, told};
use crate::shops::Channel;
use crate::value::numbers::permille;
use crate::value::person::Person;

/// Campaigns, offers and channels that are shown, the largest.
const SHOWN: usize = 24;

/// What brought somebody: an offer, else the channel.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Came {
    By(Arc<str>),
    Through(Option<&'static str>),
}

/// Customers of one campaign by the month in which they began.
type Months = BTreeMap<i64, Cohort<(u32, i64)>>;

pub(super) fn page(of: &Reckoned<'_>) -> CohortsPage {
    let by = CohortsBy::Campaign;
    let (people, oldest, now) = begun(of, by);
    let mut numbers: HashMap<Came, u32> = HashMap::new();
    let mut found: HashMap<u32, Months> = HashMap::new();
    for piece in people.chunks(PIECE) {
        let mut began: HashMap<i64, (u32, i64)> = HashMap::new();
        let mut activities = Vec::new();
        for one in piece {
            let Some(first) = one.bought.first() else { continue };
            let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
            let number = *numbers.entry(came(one)).or_insert(next);
            began.insert(one.customer, (number, by.of(first.day)));
            let activity = |day, amount| Activity { customer: one.customer, period: by.of(day), amount };
            activities.extend(one.bought.iter().map(|bought| activity(bought.day, bought.amount)));
        }
        for more in by_key(&activities, |customer| began.get(customer).map(|key| (*key, key.1))) {
            let (number, month) = more.cohort;
            put(found.entry(number).or_default(), month, more);
        }
    }
    let within = (by.start(oldest), by.end(now));
    let mut rows: Vec<(Came, CohortRow)> = numbers
        .into_iter()
        .filter_map(|(came, number)| {
            let months = found.get(&number)?;
            let customers = months.values().map(|cohort| seen(cohort.customers)).sum();
            let (&first, _) = months.first_key_value()?;
            let rule = format!("{} and first_purchase from {} to {}", rule(&came), within.0, within.1);
            let brought = Some(brought(of, &came));
            let cells = cells(months, customers, now);
            Some((came, CohortRow { start: by.start(first), brought, customers, rule, cells }))
        })
        .collect();
    rows.sort_by(|a, b| b.1.customers.cmp(&a.1.customers).then_with(|| a.0.cmp(&b.0)));
    let left_out = rows.iter().skip(SHOWN).map(|(_, row)| row.customers).sum();
    rows.truncate(SHOWN);
    told(of, by, rows.into_iter().map(|(_, row)| row).collect(), left_out)
}

fn came(one: &Person) -> Came {
    match &one.origin.by {
        Some(by) => Came::By(Arc::clone(by)),
        None => Came::Through(one.origin.channel.map(Channel::code)),
    }
}

fn seen(customers: u64) -> i64 {
    i64::try_from(customers).unwrap_or(i64::MAX)
}

fn rule(came: &Came) -> String {
    match came {
        Came::By(by) => format!("brought_by = {}", rules::quoted(by)),
        Came::Through(Some(channel)) => format!("brought_by is unknown and first_channel = \"{channel}\""),
        Came::Through(None) => "brought_by is unknown and first_channel is unknown".to_owned(),
    }
}

fn brought(of: &Reckoned<'_>, came: &Came) -> CohortBrought {
    let (kind, key) = match came {
        Came::By(by) => ("offer", &**by),
        Came::Through(Some(channel)) => ("channel", *channel),
        Came::Through(None) => ("unknown", ""),
    };
    let label = if kind == "offer" { of.names.get(key).cloned() } else { None };
    CohortBrought { kind: kind.to_owned(), key: key.to_owned(), label }
}

/// The months since the beginning, each of those of whom it is over; the first, in which all bought, of all.
fn cells(months: &Months, customers: i64, now: i64) -> Vec<CohortCell> {
    let longest = months.first_key_value().map_or(0, |(began, _)| usize::try_from(now - began).unwrap_or(0));
    let mut cells = Vec::new();
    for since in 0..=longest {
        let over = |began: i64| began.saturating_add(i64::try_from(since).unwrap_or(i64::MAX)) < now;
        let inside = || months.iter().filter(|(began, _)| since == 0 || over(**began)).map(|(_, cohort)| cohort);
        let all: i64 = inside().map(|cohort| seen(cohort.customers)).sum();
        if all == 0 {
            break;
        }
        let came = inside().filter_map(|cohort| cohort.cells.get(since));
        let (back, revenue) =
            came.fold((0, 0_i64), |sum, cell| (sum.0 + seen(cell.customers), sum.1.saturating_add(cell.amount)));
        let until = inside().flat_map(|cohort| cohort.cells.iter().take(since + 1));
        let sum = until.fold(0_i64, |sum, cell| sum.saturating_add(cell.amount));
        cells.push(CohortCell {
            customers: back,
            of: all,
            share: permille(back, all),
            revenue,
            cumulative: sum / all,
            whole: since > 0 || all == customers && months.keys().all(|began| over(*began)),
            rule: None,
            rule_others: None,
        });
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_counts_those_of_whom_it_is_over() {
        let seen = |customer, period, amount| Activity { customer, period, amount };
        // Two began in month 7, one in 8; now is 9.
        let done = [seen(1, 7, 10), seen(1, 8, 4), seen(2, 7, 10), seen(2, 9, 9), seen(3, 8, 30), seen(3, 9, 1)];
        let months: Months =
            by_key(&done, |one| Some(((0, if *one < 3 { 7 } else { 8 }), if *one < 3 { 7 } else { 8 })))
                .into_iter()
                .map(|cohort| (cohort.cohort.1, cohort))
                .collect();
        let told: Vec<_> = cells(&months, 3, 9)
            .into_iter()
            .map(|cell| (cell.customers, cell.of, cell.share, cell.revenue, cell.cumulative, cell.whole))
            .collect();
        assert_eq!(told, [(3, 3, 1_000.0, 50, 16, true), (1, 2, 500.0, 4, 12, true)]);
        assert!(!cells(&months, 3, 8)[0].whole);
    }
}
