//! A customer as lists show it: masked, with the figures of the shops in view.

use connectors::identity::mask;
use platform::db::{Connection, Session};
use platform::http::ShopScope;
use platform::{Error, Id, Instant, Money};
use serde::Serialize;
use utoipa::ToSchema;

use super::records;
use crate::customers::ContactGroup;
use crate::customers::figures::Totals;
use crate::groups::{self, GroupRef};
use crate::shops::{self, Channel};

/// A customer in a list.
#[derive(Clone, PartialEq, Serialize, ToSchema)]
pub struct CustomerRow {
    /// The customer's id.
    pub id: Id,
    /// Nick, as the source prints it.
    pub nick: Option<String>,
    /// Name, masked.
    pub name: Option<String>,
    /// Mobile, masked.
    pub mobile: Option<String>,
    /// E-mail, masked.
    pub email: Option<String>,
    /// 成交, 未成交, 询单 or none of them.
    pub contact_group: ContactGroup,
    /// 省
    pub province: Option<String>,
    /// 市
    pub city: Option<String>,
    /// Where contact happens.
    pub channels: Vec<Channel>,
    /// Orders that are deals.
    pub deals: i64,
    /// Paid less refunded, over deals.
    pub deal_amount: Money,
    /// The deal amount over the deals, rounded half up.
    pub average_order: Option<Money>,
    /// Pieces in deals.
    pub items: i64,
    /// Closed orders.
    pub closed: i64,
    /// What closed orders would have cost.
    pub closed_amount: Money,
    /// First deal.
    pub first_deal_at: Option<Instant>,
    /// Last deal.
    pub last_deal_at: Option<Instant>,
    /// When the customer was first written down.
    pub created_at: Instant,
    /// Groups that staff put them into.
    pub groups: Vec<GroupRef>,
    /// Tags that staff put on them.
    pub tags: Vec<String>,
    /// On the black list.
    pub blacklisted: bool,
    /// Profiles in view.
    pub profiles: i64,
    /// `female`, `male`, `other`.
    pub gender: Option<String>,
    /// The day without the year; the whole is revealed on the card.
    pub birthday: Option<String>,
    /// Open proposals to merge with somebody.
    pub proposals: i64,
}

impl std::fmt::Debug for CustomerRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CustomerRow").field("id", &self.id).finish_non_exhaustive()
    }
}

/// A customer's row as the database holds it, unmasked.
#[derive(Clone)]
pub(in crate::customers) struct Stored {
    pub(in crate::customers) id: i64,
    pub(in crate::customers) nick: Option<String>,
    pub(in crate::customers) name: Option<String>,
    pub(in crate::customers) mobile: Option<String>,
    pub(in crate::customers) email: Option<String>,
    pub(in crate::customers) gender: Option<String>,
    pub(in crate::customers) birthday: Option<String>,
    pub(in crate::customers) province: Option<String>,
    pub(in crate::customers) city: Option<String>,
    pub(in crate::customers) blacklisted: bool,
    pub(in crate::customers) created_at: i64,
    pub(in crate::customers) orders: i64,
    pub(in crate::customers) inquiries: i64,
    pub(in crate::customers) deals: i64,
    pub(in crate::customers) deal_amount: i64,
    pub(in crate::customers) currency: String,
    pub(in crate::customers) items: i64,
    pub(in crate::customers) closed: i64,
    pub(in crate::customers) closed_amount: i64,
    pub(in crate::customers) first_deal_at: Option<i64>,
    pub(in crate::customers) last_deal_at: Option<i64>,
    pub(in crate::customers) profiles: i64,
}

impl Stored {
    /// Puts the figures of the profiles in view in place of those of all.
    pub(in crate::customers) fn see(&mut self, totals: &Totals) {
        self.orders = totals.orders;
        self.inquiries = totals.inquiries;
        self.deals = totals.deals;
        self.deal_amount = totals.deal_amount;
        self.currency.clone_from(&totals.currency);
        self.items = totals.items;
        self.closed = totals.closed;
        self.closed_amount = totals.closed_amount;
        self.first_deal_at = totals.first_deal_at;
        self.last_deal_at = totals.last_deal_at;
        self.profiles = totals.profiles;
    }

    /// The deal amount over the deals, rounded half up.
    pub(in crate::customers) fn average(&self) -> Option<i64> {
        (self.deals > 0).then(|| (self.deal_amount.saturating_mul(2) + self.deals).div_euclid(self.deals * 2))
    }
}

/// A profile in few words.
#[derive(Debug, Clone)]
pub(in crate::customers) struct Slim {
    pub(in crate::customers) id: i64,
    pub(in crate::customers) customer_id: i64,
    pub(in crate::customers) shop_id: Option<i64>,
    pub(in crate::customers) channel: Channel,
}

/// Whether a profile may be seen in `scope`: it is of a shop in it, or of no shop.
pub(in crate::customers) fn in_view(scope: &ShopScope, shop: Option<i64>) -> bool {
    shop.is_none_or(|shop| scope.contains(shop))
}

/// The rows of these customers, in this order, as somebody with `scope` sees them. Ids that are gone are left out.
///
/// # Errors
/// When the database cannot be read.
pub async fn rows(session: &mut Session, scope: &ShopScope, ids: &[i64]) -> Result<Vec<CustomerRow>, Error> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let stored = records::stored(session, ids).await?;
    let slim = records::slim(session, ids).await?;
    let stored = seen(session, scope, stored, &slim).await?;
    let profiles: Vec<i64> = slim.iter().map(|profile| profile.id).collect();
    let labels = groups::labels(session, &profiles).await?;
    let proposals = (crate::HOOKS.open_proposals)(session, ids).await?;
    let currency = shops::business(session).await?.currency;

    let mut rows: Vec<CustomerRow> = stored.into_iter().map(|stored| masked(stored, &currency)).collect();
    for row in &mut rows {
        for profile in slim.iter().filter(|profile| profile.customer_id == row.id.0) {
            if in_view(scope, profile.shop_id) && !row.channels.contains(&profile.channel) {
                row.channels.push(profile.channel);
            }
            for (_, group) in labels.groups.iter().filter(|(id, _)| *id == profile.id) {
                if !row.groups.contains(group) {
                    row.groups.push(group.clone());
                }
            }
            for (_, tag) in labels.tags.iter().filter(|(id, _)| *id == profile.id) {
                if !row.tags.contains(tag) {
                    row.tags.push(tag.clone());
                }
            }
        }
        row.channels.sort();
        row.proposals = proposals.iter().filter(|(id, _)| *id == row.id.0).map(|(_, count)| *count).sum();
    }
    Ok(rows)
}

/// Figures of the shops in view in place of those of all shops.
pub(in crate::customers) async fn seen(
    conn: &mut impl Connection,
    scope: &ShopScope,
    mut stored: Vec<Stored>,
    slim: &[Slim],
) -> Result<Vec<Stored>, Error> {
    if *scope == ShopScope::All {
        return Ok(stored);
    }
    let ids: Vec<i64> = stored.iter().map(|row| row.id).collect();
    let mut figures = crate::customers::records::figures_of_customers(conn, &ids).await?;
    figures.retain(|row| {
        slim.iter()
            .any(|profile| profile.id == row.figures.profile_id && profile.shop_id.is_some_and(|s| scope.contains(s)))
    });
    figures.sort_by_key(|row| (row.customer_id, row.figures.profile_id));
    // A piece filled up to a fixed size names a customer more than once, and its profiles with it.
    figures.dedup_by_key(|row| row.figures.profile_id);
    for row in &mut stored {
        let own: Vec<_> = figures.iter().filter(|figures| figures.customer_id == row.id).cloned().collect();
        row.see(&Totals::of(&own));
    }
    Ok(stored)
}

fn masked(stored: Stored, currency: &str) -> CustomerRow {
    let currency = if stored.currency.is_empty() { currency } else { stored.currency.as_str() };
    CustomerRow {
        id: Id(stored.id),
        contact_group: ContactGroup::of(stored.orders, stored.deals, stored.inquiries),
        deal_amount: Money::new(stored.deal_amount, currency),
        average_order: stored.average().map(|amount| Money::new(amount, currency)),
        closed_amount: Money::new(stored.closed_amount, currency),
        channels: Vec::new(),
        deals: stored.deals,
        items: stored.items,
        closed: stored.closed,
        first_deal_at: stored.first_deal_at.map(Instant),
        last_deal_at: stored.last_deal_at.map(Instant),
        created_at: Instant(stored.created_at),
        groups: Vec::new(),
        tags: Vec::new(),
        blacklisted: stored.blacklisted,
        profiles: stored.profiles,
        gender: stored.gender,
        birthday: stored.birthday.as_deref().map(birthday),
        proposals: 0,
        name: stored.name.as_deref().map(mask::name),
        mobile: stored.mobile.as_deref().map(mask::mobile),
        email: stored.email.as_deref().map(mask::email),
        nick: stored.nick,
        province: stored.province,
        city: stored.city,
    }
}

/// A birthday without its year: `--05-17`.
pub(crate) fn birthday(whole: &str) -> String {
    match whole.split('-').collect::<Vec<_>>().as_slice() {
        [.., month, day] => format!("--{month}-{day}"),
        _ => "****".to_owned(),
    }
}
