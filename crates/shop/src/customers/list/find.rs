//! Finding the customers that a query means, a page at a time.
//!
//! What is rare is looked up first and put in order; what is common is found by walking along the list's own order. Each
//! filter says how many it lets through, counted no further than matters, and the smallest leads. So a page costs about
//! the same on a thousand customers and on a million.

use connectors::identity::{email, mobile};
use platform::Error;
use platform::db::{Session, Value};
use platform::http::ShopScope;

use super::filter::{Filter, Sort};
use super::records::scoped::{self, Summed};
use super::records::sets::{self, Kind, Set};
use super::records::walk::{self, Lead};
use super::records::words::{self, Ranges, Words};
use crate::customers::ContactGroup;
use crate::customers::names::Held;
use crate::{care, groups, shops};

/// When to look up and when to walk. What is found is the same.
#[derive(Debug, Clone, Copy)]
pub(in crate::customers) struct Bounds {
    /// A set of at most so many customers is looked up and put in order.
    pub(in crate::customers) few: usize,
    /// A set of at most so many is made first, and the walk asks who is in it.
    pub(in crate::customers) some: usize,
    /// The same of a set of profiles, whose customers cost a look each.
    pub(in crate::customers) profiles: usize,
    /// How far a walk goes for one customer of a page, when the set is made first.
    pub(in crate::customers) far: i64,
    /// The same when each customer is asked for its profiles.
    pub(in crate::customers) near: i64,
    /// A walk that went so far in vain gives way to looking up a set of at most so many: those who have a tag may all
    /// stand at the far end of the order.
    pub(in crate::customers) wide: usize,
}

/// Measured at a million customers on both databases: a look at a customer costs ten times what a step of the walk does.
const BOUNDS: Bounds = Bounds { few: 2_000, some: 20_000, profiles: 12_000, far: 600, near: 180, wide: 200_000 };
/// Customers with the words in the middle of their nick or name who are looked up one by one at most.
const IN_MIDDLE: usize = 4_096;
/// Identifiers and tails of mobiles looked up at most.
const IDENTIFIERS: usize = 1_000;
/// Customers of several profiles summed up at once.
const SEVERAL: i64 = 500;

/// A customer's place in the list: the sort key and the id, both falling.
pub type Place = (i64, i64);

/// What a customer must be beside what its columns say.
#[derive(Debug, Clone, Default)]
pub(in crate::customers) struct Narrow {
    /// A profile in each of these sets.
    pub(in crate::customers) common: Vec<(&'static str, Vec<Value>)>,
    /// What somebody typed.
    pub(in crate::customers) called: Option<Words>,
    /// One of these.
    pub(in crate::customers) among: Option<Set>,
    /// One of these, by id.
    pub(in crate::customers) only: Option<Vec<i64>>,
}

/// A set that may lead, and what need not be asked when it does.
struct Candidate {
    set: Set,
    settles: Settles,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Settles {
    /// Nothing: it lets more through than the filter does, or costs nothing to ask again.
    Nothing,
    /// Nothing, and the order of the list goes along it.
    Order,
    /// Nothing, and the order of the list has in it what to ask.
    Figures,
    /// A set of profiles.
    Common(usize),
    /// The words.
    Called,
    /// Who is named.
    Only,
}

/// The customers behind `after`, at most `limit`, with their places.
///
/// # Errors
/// When the database cannot be read.
pub async fn find(
    session: &mut Session,
    filter: &Filter,
    after: Option<Place>,
    limit: i64,
) -> Result<Vec<Place>, Error> {
    find_within(session, filter, BOUNDS, after, limit).await
}

/// As [`find`], with bounds of one's own.
pub(in crate::customers) async fn find_within(
    session: &mut Session,
    filter: &Filter,
    bounds: Bounds,
    after: Option<Place>,
    limit: i64,
) -> Result<Vec<Place>, Error> {
    if !reaches_those_without_deals(filter) {
        return look(session, filter, bounds, after, limit).await;
    }
    // They stand at the far end of the order; nobody walks there past all who bought more than was asked for.
    let with = Filter { deals: (Some(1), filter.deals.1), ..filter.clone() };
    let mut found = match after {
        Some((0, _)) => Vec::new(),
        after => look(session, &with, bounds, after, limit).await?,
    };
    let rest = limit.saturating_sub(i64::try_from(found.len()).unwrap_or(limit));
    if rest > 0 {
        let without = Filter { deals: (filter.deals.0, Some(0)), ..filter.clone() };
        found.extend(look(session, &without, bounds, after.filter(|(at, _)| *at == 0), rest).await?);
    }
    Ok(found)
}

/// Whether a filter that asks for at most so many deals or so much lets those through who bought little or nothing.
fn reaches_those_without_deals(filter: &Filter) -> bool {
    let positive = |end: Option<i64>| end.is_some_and(|end| end > 0);
    (walked(filter) == Sort::LastDealAt || (walked(filter) != Sort::CreatedAt && filter.scope == ShopScope::All))
        && filter.group.is_none()
        && filter.last_deal == (None, None)
        && [filter.deals.1, filter.amount.1].into_iter().any(positive)
        && ![filter.deals.1, filter.amount.1].into_iter().flatten().any(|most| most <= 0)
        && ![filter.deals.0, filter.amount.0].into_iter().any(positive)
}

async fn look(
    session: &mut Session,
    filter: &Filter,
    bounds: Bounds,
    after: Option<Place>,
    limit: i64,
) -> Result<Vec<Place>, Error> {
    if filter.scope == ShopScope::Only(Vec::new()) {
        return Ok(Vec::new());
    }
    let mut narrow = Narrow::default();
    let candidates = candidates(session, filter, &mut narrow).await?;
    let most = |settles| match settles {
        // The walk goes along these anyway, however many there are.
        Settles::Order | Settles::Figures => bounds.few,
        Settles::Common(_) => bounds.profiles,
        _ => bounds.some,
    };
    let Some(smallest) = smallest(session, &candidates, most).await? else { return Ok(Vec::new()) };
    let (mut walking, mut far) = (narrow.clone(), bounds.near);
    if let Some((smallest, count)) = smallest {
        if count <= bounds.few || smallest.set.names_them() {
            return led(session, filter, &narrow, smallest, after, limit).await;
        }
        if !matches!(smallest.settles, Settles::Order | Settles::Figures) {
            walking = narrow.without(smallest.settles);
            walking.among = Some(smallest.set.clone());
            far = bounds.far;
        }
    }
    let ShopScope::Only(shops) = &filter.scope else {
        let hard = candidates.iter().any(|one| !matches!(one.settles, Settles::Order | Settles::Figures));
        let to = match hard {
            true => walk::place_ahead(session, filter, after, limit.saturating_mul(far)).await?,
            false => None,
        };
        let found = walk::walk(session, filter, &walking, Lead::Order(to), after, limit).await?;
        if to.is_none() || i64::try_from(found.len()).unwrap_or(limit) >= limit {
            return Ok(found);
        }
        return match self::smallest(session, &candidates, |_| bounds.wide).await?.flatten() {
            Some((smallest, _)) => led(session, filter, &narrow, smallest, after, limit).await,
            None => walk::walk(session, filter, &walking, Lead::Order(None), after, limit).await,
        };
    };
    match walked(filter) {
        Sort::CreatedAt => scoped::by_creation(session, filter, &walking, shops, after, limit).await,
        Sort::LastDealAt => walk_shops(session, filter, &walking, shops, after, limit).await,
        Sort::Amount | Sort::Deals => rank_shops(session, filter, &walking, shops, after, limit).await,
    }
}

/// Looks up everybody in a set and puts them in order.
async fn led(
    session: &mut Session,
    filter: &Filter,
    narrow: &Narrow,
    lead: &Candidate,
    after: Option<Place>,
    limit: i64,
) -> Result<Vec<Place>, Error> {
    let narrow = narrow.without(lead.settles);
    match &filter.scope {
        ShopScope::All => walk::walk(session, filter, &narrow, Lead::Set(&lead.set), after, limit).await,
        ShopScope::Only(shops) => {
            scoped::summed(session, filter, &narrow, shops, Summed::Set(&lead.set), after, limit).await
        }
    }
}

impl Narrow {
    fn without(&self, settled: Settles) -> Self {
        let mut narrow = self.clone();
        match settled {
            Settles::Common(index) if index < narrow.common.len() => drop(narrow.common.remove(index)),
            Settles::Called => narrow.called = None,
            Settles::Only => narrow.only = None,
            _ => {}
        }
        narrow
    }
}

/// The smallest of these sets and its size, when one has at most `most` of its kind: `Some(None)` when none has, `None` when one is
/// empty.
async fn smallest<'c>(
    session: &mut Session,
    candidates: &'c [Candidate],
    most: impl Fn(Settles) -> usize,
) -> Result<Option<Option<(&'c Candidate, usize)>>, Error> {
    let (mut smallest, mut least) = (None, usize::MAX);
    for candidate in candidates {
        let most = most(candidate.settles).min(least);
        let count = candidate.set.count(session, most).await?;
        if count == 0 {
            return Ok(None);
        }
        if count <= most {
            smallest = Some((candidate, count));
            least = count.saturating_sub(1).max(1);
        }
    }
    Ok(Some(smallest))
}

/// The sets that the filter lets through, each by itself.
async fn candidates(session: &mut Session, filter: &Filter, narrow: &mut Narrow) -> Result<Vec<Candidate>, Error> {
    let sort = walked(filter);
    let mut found = Vec::new();
    for (set, kind) in sets::of_columns(filter, sort) {
        let settles = match kind {
            Kind::Along => Settles::Order,
            Kind::Figures if sort != Sort::CreatedAt => Settles::Figures,
            Kind::Figures | Kind::Across => Settles::Nothing,
        };
        found.push(Candidate { set, settles });
    }
    for (sql, values) in memberships(filter) {
        found.push(Candidate { set: Set::members(sql, values.clone()), settles: Settles::Common(narrow.common.len()) });
        narrow.common.push((sql, values));
    }
    if let Some(channel) = filter.channel {
        let shops: Vec<i64> =
            shops::list(session).await?.iter().filter(|shop| shop.channel == channel).map(|shop| shop.id.0).collect();
        found.push(Candidate { set: sets::of_shops(&shops, Some(channel.code())), settles: Settles::Nothing });
    }
    if let Some((channel, shop)) = filter.source.as_deref().and_then(|source| source.split_once(':')) {
        let set = match shop.parse() {
            Ok(shop) => sets::of_shops(&[shop], None),
            Err(_) => sets::of_shops(&[], Some(channel)),
        };
        found.push(Candidate { set, settles: Settles::Nothing });
    }
    if let ShopScope::Only(shops) = &filter.scope {
        found.push(Candidate { set: sets::of_shops(shops, None), settles: Settles::Order });
    }
    if let Some(only) = &filter.only {
        let ids: Vec<i64> = only.iter().copied().collect();
        found.push(Candidate { set: Set::these(&ids), settles: Settles::Only });
        narrow.only = Some(ids);
    }
    if let Some(q) = &filter.q {
        let words = called(session, q, filter.beginnings).await?;
        let names = filter.names.as_deref();
        let held = match (&words.part, names) {
            (Some(part), Some(names)) => names.holding(part, IN_MIDDLE),
            _ => Held::Unknown,
        };
        // Where many are called so, a walk soon meets a page of them.
        if held != Held::Many {
            let held = if let Held::These(held) = &held { Some(held.as_slice()) } else { None };
            found.push(Candidate { set: Set::called(&words, held), settles: Settles::Called });
        }
        narrow.called = Some(words);
    }
    Ok(found)
}

/// Walks the orders of the shops by amount or deals. Most customers bought there under one profile and stand where that
/// stands; those of several profiles are summed up, from the largest down, until no sum can be in the page any more.
async fn rank_shops(
    session: &mut Session,
    filter: &Filter,
    narrow: &Narrow,
    shops: &[i64],
    after: Option<Place>,
    limit: i64,
) -> Result<Vec<Place>, Error> {
    let enough = usize::try_from(limit).unwrap_or(usize::MAX);
    let mut found = Vec::new();
    if after.is_none_or(|(key, _)| key > 0) {
        for shop in shops {
            found.extend(scoped::by_one_profile(session, filter, narrow, shops, *shop, after, limit).await?);
        }
        cut(&mut found, enough);
        let mut at = None;
        loop {
            let several = scoped::of_several_profiles(session, filter.sort, at, SEVERAL).await?;
            let Some(last) = several.last().copied() else { break };
            let ids: Vec<i64> = several.iter().map(|(_, id)| *id).collect();
            let of = Summed::Several(&ids);
            found.extend(scoped::summed(session, filter, narrow, shops, of, after, limit).await?);
            cut(&mut found, enough);
            // What they bought in some shops is at most what they bought in all.
            if found.len() >= enough && found.last().is_some_and(|(key, _)| last.0 < *key) {
                break;
            }
            at = Some(last);
        }
    }
    if found.len() < enough && filter.group.is_none() && filter.deals.0.is_none_or(|least| least <= 0) {
        let without = Filter { deals: (filter.deals.0, Some(0)), ..filter.clone() };
        let after = after.filter(|(key, _)| *key == 0);
        let rest = i64::try_from(enough - found.len()).unwrap_or(limit);
        found.extend(walk_shops(session, &without, narrow, shops, after, rest).await?);
    }
    Ok(found)
}

fn cut(found: &mut Vec<Place>, enough: usize) {
    found.sort_unstable_by(|a, b| b.cmp(a));
    found.dedup();
    found.truncate(enough);
}

/// Walks each shop's own order and merges them: a customer stands where its last deal in these shops puts it.
async fn walk_shops(
    session: &mut Session,
    filter: &Filter,
    narrow: &Narrow,
    shops: &[i64],
    after: Option<Place>,
    limit: i64,
) -> Result<Vec<Place>, Error> {
    let mut found = Vec::new();
    for shop in shops {
        found.extend(scoped::by_last_deal(session, filter, narrow, shops, *shop, after, limit).await?);
    }
    cut(&mut found, usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(found)
}

fn memberships(filter: &Filter) -> Vec<(&'static str, Vec<Value>)> {
    let mut sets = Vec::new();
    if let Some(id) = filter.in_group {
        let (sql, value) = groups::in_group(id);
        sets.push((sql, vec![value]));
    }
    if let Some(tag) = &filter.tag {
        let (sql, value) = groups::with_tag(tag);
        sets.push((sql, vec![value]));
    }
    sets.extend(filter.consent.as_deref().and_then(care::said));
    sets
}

/// What `q` may mean: a nick or name that begins so or has it in the middle, and customers.
async fn called(session: &mut Session, q: &str, beginnings: bool) -> Result<Words, Error> {
    let mut exact = vec![q.to_owned()];
    exact.extend(mobile::classify(q).into_full());
    exact.extend(email::normalise(q));
    let mut found = Words { ids: words::by_identifier(session, &exact).await?, ..Words::default() };
    let digits = q.len() >= 4 && q.bytes().all(|byte| byte.is_ascii_digit());
    if digits && q.len() == 4 {
        found.ids.extend(words::by_tail(session, q, IDENTIFIERS).await?);
    }
    found.ids.extend((crate::HOOKS.customers_by_order)(session, q).await?);
    if !digits || found.ids.is_empty() {
        found.ranges = ranges(q);
        // Where many are called so, the identifiers behind them need no look.
        let so = Words { ranges: found.ranges.clone(), ..Words::default() };
        if Set::called(&so, None).count(session, IDENTIFIERS).await? <= IDENTIFIERS {
            found.ids.extend(words::by_identifier_range(session, &found.ranges, IDENTIFIERS).await?);
        }
        found.part = (!beginnings).then(|| q.to_owned());
    }
    found.ids.sort_unstable();
    found.ids.dedup();
    Ok(found)
}

/// The ranges of texts that begin with `q`, as it is written and with other capitals.
fn ranges(q: &str) -> Ranges {
    let lower = q.to_lowercase();
    let mut letters = lower.chars();
    let title: String = letters.next().map(|c| c.to_uppercase().chain(letters).collect()).unwrap_or_default();
    let mut starts = vec![q.to_owned(), lower, title];
    starts.sort();
    starts.dedup();
    starts.into_iter().map(|start| (start.clone(), format!("{start}\u{10FFFF}"))).collect()
}

/// The column that the list is walked by. Those without a deal have no amount and no last deal, so all orders but the
/// first are one there, and the index that begins with the contact group serves it.
pub(super) fn walked(filter: &Filter) -> Sort {
    match (filter.group, filter.sort) {
        (Some(ContactGroup::NotDealt | ContactGroup::Inquired), _) => Sort::LastDealAt,
        (_, sort) => sort,
    }
}
