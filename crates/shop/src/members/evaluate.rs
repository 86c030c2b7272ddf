//! Working out where customers stand, and writing down what changed: for whoever a change touched, and nobody else.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use platform::db::Tx;
use platform::outbox::Message;
use platform::{App, Error, Id};
use serde_json::json;

use super::model::{Cause, ChangeKind, JoinSource};
use super::programme::Programme;
use super::records::{self, ChangeRow, MembershipRow, StandingRow};
use super::standing::{Bought, Deals, Grant, Held, Holds, Needs, held, rests};
use crate::{customers, orders, shops};

/// Customers looked at with one set of statements.
const PIECE: usize = 1_000;
/// A day, milliseconds.
const DAY: i64 = 86_400_000;

/// Everything that is known of some customers before anything is decided.
#[derive(Default)]
struct Known {
    deals: BTreeMap<i64, Deals>,
    first: BTreeMap<i64, BTreeMap<i64, (i64, i64)>>,
    memberships: HashMap<i64, Vec<MembershipRow>>,
    grants: HashMap<i64, Vec<Grant>>,
    before: BTreeMap<i64, StandingRow>,
    blacklisted: BTreeSet<i64>,
}

/// What is to be written.
#[derive(Default)]
struct Written {
    memberships: Vec<MembershipRow>,
    changes: Vec<ChangeRow>,
    standings: Vec<StandingRow>,
    gone: Vec<i64>,
    touched: BTreeSet<i64>,
    /// Customers who joined by a deal.
    joined: BTreeSet<i64>,
}

/// What looking at customers came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Outcome {
    /// Customers who joined.
    pub(super) joined: i64,
    /// Customers with another level.
    pub(super) moved: i64,
}

/// Looks at these customers again, because of `cause`: enters who joins by a deal, grants what is earned, takes back what
/// does not hold any more. Repeating it changes nothing. The caller has entered ([`records::enter`]).
pub(super) async fn evaluate(
    tx: &mut Tx,
    app: &App,
    programme: &Programme,
    touched: &BTreeMap<i64, Cause>,
) -> Result<Outcome, Error> {
    let mut outcome = Outcome::default();
    if !programme.enabled {
        return Ok(outcome);
    }
    let now = app.clock.now();
    let all: Vec<i64> = touched.keys().copied().collect();
    for piece in all.chunks(PIECE) {
        let known = know(tx, programme, piece, now).await?;
        let mut written = Written::default();
        for customer in piece {
            let cause = touched.get(customer).copied().unwrap_or(Cause::Programme);
            decide(app, programme, &known, *customer, cause, now, &mut written);
        }
        let one = write(tx, written, now).await?;
        outcome.joined += one.joined;
        outcome.moved += one.moved;
    }
    Ok(outcome)
}

async fn know(tx: &mut Tx, programme: &Programme, piece: &[i64], now: i64) -> Result<Known, Error> {
    let currency = shops::business(tx).await?.currency;
    let placed = customers::placed(tx, piece).await?;
    let owner: HashMap<i64, i64> = placed.iter().map(|(profile, customer, _)| (*profile, *customer)).collect();
    let profiles: Vec<i64> = placed.iter().map(|(profile, ..)| *profile).collect();
    let mut known = Known {
        before: records::standings(tx, piece).await?,
        blacklisted: customers::blacklisted(tx, piece).await?,
        ..Known::default()
    };
    for figures in customers::figures_of(tx, &profiles).await? {
        let Some(customer) = owner.get(&figures.profile_id) else { continue };
        let counts = figures.currency == currency && programme.period_days.is_none();
        let bought =
            if counts { Bought { amount: figures.deal_amount, deals: figures.deals } } else { Bought::default() };
        known.deals.entry(*customer).or_default().profiles.insert(figures.profile_id, bought);
        if let (Some(first), Some(last)) = (figures.first_deal_at, figures.last_deal_at) {
            known.first.entry(*customer).or_default().insert(figures.profile_id, (first, last));
        }
    }
    for row in records::memberships(tx, &profiles).await? {
        if let Some(customer) = owner.get(&row.profile_id) {
            known.memberships.entry(*customer).or_default().push(row);
        }
    }
    let mut earliest = programme.from(now);
    for row in records::grants(tx, &profiles).await? {
        if let (Some(customer), Some(grant)) = (owner.get(&row.profile_id), row.grant()) {
            earliest = grant.holds.needs.as_ref().and_then(|needs| needs.from).map_or(earliest, |at| at.min(earliest));
            known.grants.entry(*customer).or_default().push(grant);
        }
    }
    if programme.period_days.is_some() || earliest > i64::MIN {
        let from = programme.from(now);
        for (profile, at, amount) in orders::dated(tx, &profiles, earliest, &currency).await? {
            let Some(deals) = owner.get(&profile).and_then(|customer| known.deals.get_mut(customer)) else { continue };
            deals.dated.push((profile, at, amount));
            if programme.period_days.is_some() && at >= from {
                let bought = deals.profiles.entry(profile).or_default();
                bought.amount = bought.amount.saturating_add(amount);
                bought.deals += 1;
            }
        }
    }
    Ok(known)
}

fn decide(
    app: &App,
    programme: &Programme,
    known: &Known,
    customer: i64,
    cause: Cause,
    now: i64,
    written: &mut Written,
) {
    let before = known.before.get(&customer);
    let Some(deals) = known.deals.get(&customer) else {
        // Merged away or erased.
        written.gone.extend(before.map(|_| customer));
        return;
    };
    let was = known.memberships.get(&customer).map(Vec::as_slice).unwrap_or_default();
    let barred = known.blacklisted.contains(&customer);
    let mut member = was.iter().find(|row| row.left_at.is_none()).cloned();
    if member.is_none() && was.is_empty() && !barred {
        member = first_deal(programme, known.first.get(&customer), now).map(|(profile_id, joined_at)| MembershipRow {
            profile_id,
            number: String::new(),
            source: JoinSource::Automatic,
            joined_at,
            left_at: None,
        });
        written.memberships.extend(member.clone());
        written.joined.extend(member.as_ref().map(|_| customer));
        written.changes.extend(member.as_ref().map(|row| ChangeRow {
            id: app.ids.next(),
            profile_id: row.profile_id,
            at: now,
            kind: ChangeKind::Joined,
            cause: Cause::Join,
            from: 0,
            to: 0,
            bought: deals.total(),
            until: None,
            locked: false,
            reason: None,
            actor: None,
            holds: None,
        }));
    }
    let Some(member) = member else {
        written.gone.extend(before.map(|_| customer));
        return;
    };
    let grants = known.grants.get(&customer).map(Vec::as_slice).unwrap_or_default();
    let mut stands = held(programme, deals, grants, now);
    let bought = deals.total();
    let from = before.map_or(0, |row| row.level);
    let mut row = ChangeRow {
        id: app.ids.next(),
        profile_id: member.profile_id,
        at: now,
        kind: ChangeKind::Level,
        cause,
        from,
        to: 0,
        bought,
        until: None,
        locked: false,
        reason: None,
        actor: None,
        holds: None,
    };
    let earned = programme.earned(bought.amount, bought.deals);
    let rests = cause == Cause::Hand || cause == Cause::Deal && rests(deals, grants);
    if earned > stands.rank && !stands.locked && !rests && !barred {
        let until = programme.expiry_days.map(|days| now.saturating_add(days.saturating_mul(DAY)));
        let needs = Needs::of(programme, earned, now);
        row.holds = Some(Holds { basis: deals.basis(), over: None, needs });
        row.until = until;
        stands = Held { rank: earned, at: Some(now), until, locked: false, reason: None };
    }
    row.to = programme.id_at(stands.rank);
    let before_rank = programme.rank(from);
    row.cause = match cause {
        // What a message of orders says is told apart by what it did.
        Cause::Deal if stands.rank < before_rank => Cause::Refund,
        Cause::Expiry if stands.rank >= before_rank => Cause::Renewal,
        _ if member.number.is_empty() => Cause::Deal,
        other => other,
    };
    // Of a level that was taken out another one became hers, be it of the same place.
    let moved = row.to != from;
    if moved && stands.rank == before_rank {
        row.cause = Cause::Programme;
    }
    let standing = StandingRow {
        customer_id: customer,
        profile_id: member.profile_id,
        number: member.number,
        source: member.source,
        joined_at: member.joined_at,
        level: row.to,
        level_at: stands.at,
        level_until: stands.until,
        locked: stands.locked,
        amount: bought.amount,
        deals: bought.deals,
        basis: json!(deals.basis()).to_string(),
        barred,
    };
    // What a hand did is written down already.
    if moved && cause != Cause::Hand || row.holds.is_some() {
        written.changes.push(row);
    }
    if before != Some(&standing) {
        if moved || before.is_none_or(|before| before.barred != barred) {
            written.touched.insert(customer);
        }
        written.standings.push(standing);
    }
}

/// The profile whose deal makes its customer a member, and since when.
fn first_deal(programme: &Programme, deals: Option<&BTreeMap<i64, (i64, i64)>>, now: i64) -> Option<(i64, i64)> {
    let since = programme.since.filter(|_| programme.ways.automatic)?.0;
    let counting = deals?.iter().filter(|(_, (_, last))| *last >= since);
    counting
        .map(|(profile, (first, _))| ((*first).max(since).min(now), *profile))
        .min()
        .map(|(at, profile)| (profile, at))
}

async fn write(tx: &mut Tx, mut written: Written, now: i64) -> Result<Outcome, Error> {
    let joined = number(tx, &mut written).await?;
    let moved = written.changes.iter().filter(|row| row.kind == ChangeKind::Level && row.from != row.to).count();
    records::add_changes(tx, &written.changes).await?;
    records::put_standings(tx, &written.standings.iter().collect::<Vec<_>>()).await?;
    records::drop_standings(tx, &written.gone).await?;
    written.touched.extend(written.gone);
    tell(tx, &written.touched, now)?;
    say(tx, "members.joined", &written.joined, now)?;
    Ok(Outcome { joined, moved: i64::try_from(moved).unwrap_or(i64::MAX) })
}

/// Gives those who join their numbers.
async fn number(tx: &mut Tx, written: &mut Written) -> Result<i64, Error> {
    let count = i64::try_from(written.memberships.len()).unwrap_or(i64::MAX);
    if count == 0 {
        return Ok(0);
    }
    let prefix = super::programme(tx).await?.number_prefix;
    let first = records::next_numbers(tx, count).await?;
    let mut numbers = BTreeMap::new();
    for (row, number) in written.memberships.iter_mut().zip(first..) {
        row.number = numbered(&prefix, number);
        numbers.insert(row.profile_id, row.number.clone());
    }
    for standing in &mut written.standings {
        if let Some(number) = numbers.get(&standing.profile_id) {
            standing.number.clone_from(number);
        }
    }
    records::join(tx, &written.memberships).await?;
    Ok(count)
}

/// A member's number as it is printed.
pub(super) fn numbered(prefix: &str, number: i64) -> String {
    format!("{prefix}{number:08}")
}

/// Says whose membership changed.
pub(super) fn tell(tx: &mut Tx, customers: &BTreeSet<i64>, now: i64) -> Result<(), Error> {
    say(tx, "members.changed", customers, now)
}

fn say(tx: &mut Tx, kind: &'static str, customers: &BTreeSet<i64>, now: i64) -> Result<(), Error> {
    if !customers.is_empty() {
        let ids: Vec<Id> = customers.iter().map(|id| Id(*id)).collect();
        tx.emit(Message::new(kind, now, &json!({ "customers": ids }))?);
    }
    Ok(())
}
