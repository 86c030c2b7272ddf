//! What a customer has bought: the sum over its profiles. Pure.

use super::model::ContactGroup;
use super::records::FiguresRow;

/// The figures of a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Totals {
    pub(super) orders: i64,
    pub(super) deals: i64,
    pub(super) deal_amount: i64,
    pub(super) currency: String,
    pub(super) items: i64,
    pub(super) closed: i64,
    pub(super) closed_amount: i64,
    pub(super) refunded: i64,
    pub(super) first_deal_at: Option<i64>,
    pub(super) last_deal_at: Option<i64>,
    pub(super) last_seen_at: i64,
    pub(super) inquiries: i64,
    pub(super) events: i64,
    pub(super) profiles: i64,
    pub(super) blacklisted: bool,
    pub(super) personalisation: bool,
}

impl Totals {
    /// The sum over a customer's profiles. Counts add up over all of them; amounts of different currencies do not, so
    /// the amounts are those of the currency with most orders (of equals, the first in the alphabet).
    pub(super) fn of(profiles: &[FiguresRow]) -> Self {
        let currency = main_currency(profiles);
        let mut totals = Self {
            orders: 0,
            deals: 0,
            deal_amount: 0,
            currency,
            items: 0,
            closed: 0,
            closed_amount: 0,
            refunded: 0,
            first_deal_at: None,
            last_deal_at: None,
            last_seen_at: 0,
            inquiries: 0,
            events: 0,
            profiles: i64::try_from(profiles.len()).unwrap_or(i64::MAX),
            blacklisted: false,
            personalisation: true,
        };
        for row in profiles {
            let figures = &row.figures;
            totals.orders += figures.orders;
            totals.deals += figures.deals;
            totals.items += figures.items;
            totals.closed += figures.closed;
            totals.inquiries += row.inquiries;
            totals.events += row.events;
            if figures.currency == totals.currency {
                totals.deal_amount = totals.deal_amount.saturating_add(figures.deal_amount);
                totals.closed_amount = totals.closed_amount.saturating_add(figures.closed_amount);
                totals.refunded = totals.refunded.saturating_add(figures.refunded);
            }
            totals.first_deal_at = [totals.first_deal_at, figures.first_deal_at].into_iter().flatten().min();
            totals.last_deal_at = totals.last_deal_at.max(figures.last_deal_at);
            totals.last_seen_at = totals.last_seen_at.max(row.last_seen_at);
            totals.blacklisted |= row.blacklisted;
            totals.personalisation &= row.personalisation;
        }
        totals
    }

    /// The contact group that these figures make.
    pub(super) fn contact_group(&self) -> ContactGroup {
        ContactGroup::of(self.orders, self.deals, self.inquiries)
    }
}

fn main_currency(profiles: &[FiguresRow]) -> String {
    let mut best: Option<(i64, &str)> = None;
    for row in profiles {
        let currency = row.figures.currency.as_str();
        if currency.is_empty() {
            continue;
        }
        let orders =
            profiles.iter().filter(|other| other.figures.currency == currency).map(|other| other.figures.orders).sum();
        best = match best {
            Some((most, first)) if most > orders || most == orders && first <= currency => Some((most, first)),
            _ => Some((orders, currency)),
        };
    }
    best.map_or_else(String::new, |(_, currency)| currency.to_owned())
}
