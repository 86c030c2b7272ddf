//! 老带新: a customer's link, who joined by it, and what both sides get once the new one has bought.
//!
//! Each new buyer counts once, for the customer whose link she joined by, and only when she had bought nothing before. The
//! first deal is heard of in the outbox; what the shop promises is given when its wait is over, each side under its own key,
//! so that nothing is given twice. Whether the two are still two people is looked at then: a merge that made them one, or
//! that brought older deals along, makes the referral void.
//!
//! Absent from here: what a reward is (`rewards`).

use std::collections::BTreeMap;
use std::time::Duration;

use platform::db::{Connection, Tx};
use platform::http::ShopScope;
use platform::outbox::{self, Delivered};
use platform::{App, Error, Id, Instant};
use pricing::Words;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use utoipa::ToSchema;

use super::records::referrals as records;
use super::settings::{Referral, settings};
use crate::customers::{self, Reached};
use crate::members;
use crate::rewards::{self, Reward};

/// The consumer of the outbox, in its books.
pub const CONSUMER: &str = "portal";
/// Messages taken at a time.
const MESSAGES: i64 = 50;
/// Referrals looked after at a time.
const PIECE: i64 = 50;
/// How often rewards that are due are looked for.
pub(super) const LOOK: Duration = Duration::from_secs(20);
/// A day, milliseconds.
const DAY: i64 = 86_400_000;
/// When something that could not be given is tried again, milliseconds.
const AGAIN: i64 = 3_600_000;
/// Letters of a link.
const LETTERS: usize = 10;

codes! {
    /// Where a referral stands.
    #[schema(as = ReferralState)]
    State {
        /// Joined, and has not bought yet.
        Waiting = "waiting",
        /// Bought; the rewards are not due yet, or could not be given.
        Dealt = "dealt",
        /// Both sides have theirs.
        Given = "given",
        /// It does not count.
        Void = "void",
    }
}

codes! {
    /// Why a referral does not count.
    #[schema(as = ReferralVoid)]
    Why {
        /// Both turned out to be one person.
        SamePerson = "same_person",
        /// The new buyer had bought before.
        NotNew = "not_new",
        /// She was counted already.
        Counted = "counted",
        /// The one who brought her had as many as one may have.
        Enough = "enough",
        /// One of the two is on the black list, or was erased.
        Barred = "barred",
    }
}

/// A new buyer whom somebody brought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = PortalReferred)]
pub struct Referred {
    /// The referral.
    pub id: Id,
    /// The new buyer; null when she was erased.
    pub customer_id: Option<Id>,
    /// Who brought her; null when that one was erased.
    pub referrer_id: Option<Id>,
    /// When she joined.
    pub at: Instant,
    /// Where it stands.
    pub state: State,
    /// When she first bought.
    pub dealt_at: Option<Instant>,
    /// When the rewards are due.
    pub due_at: Option<Instant>,
    /// Why they could not be given yet: the code of the refusal.
    pub problem: Option<String>,
    /// Why it does not count.
    pub why: Option<Why>,
}

/// The code of a customer's link, made when there is none yet. After a merge the older link goes on being hers.
pub(super) async fn code_of(app: &App, reached: &Reached) -> Result<String, Error> {
    let mut session = app.db.read().await?;
    if let Some(code) = records::link_of(&mut session, &reached.profile_ids).await? {
        return Ok(code);
    }
    drop(session);
    let code = app.chance.code(LETTERS)?;
    let mut tx = app.db.begin().await?;
    records::add_link(&mut tx, reached.anchor, &code, app.clock.now()).await?;
    let kept = records::link_of(&mut tx, &reached.profile_ids).await?;
    tx.commit().await?;
    kept.ok_or_else(|| Error::internal("a link that was just made is gone"))
}

/// Who brought whom, as profiles: every new buyer who bought and counts.
///
/// # Errors
/// When the database cannot be read.
pub async fn all_brought(conn: &mut impl Connection) -> Result<Vec<(i64, i64)>, Error> {
    records::all_brought(conn).await
}

/// Whether a link of that code stands.
pub(super) async fn stands(conn: &mut impl Connection, code: &str) -> Result<bool, Error> {
    Ok(records::owner(conn, code).await?.is_some())
}

/// Remembers that a new member came by a link. Who has bought before, or follows her own link, is not new.
pub(super) async fn note(tx: &mut Tx, app: &App, reached: &Reached, profile: i64, code: &str) -> Result<(), Error> {
    let Some(referrer) = records::owner(tx, code).await? else { return Ok(()) };
    let standing = customers::standings(tx, &[reached.customer_id]).await?.remove(&reached.customer_id);
    let bought = standing.is_some_and(|standing| standing.first_deal_at.is_some() || standing.orders > 0);
    if bought || reached.profile_ids.contains(&referrer) || !records::of(tx, &reached.profile_ids).await?.is_empty() {
        return Ok(());
    }
    records::add(tx, app.ids.next(), profile, referrer, app.clock.now()).await
}

/// The new buyers whom a customer brought, newest first.
///
/// # Errors
/// When the database cannot be read.
pub(super) async fn brought(conn: &mut impl Connection, profiles: &[i64], limit: i64) -> Result<Vec<Referred>, Error> {
    let rows = records::brought(conn, profiles, limit).await?;
    shown(conn, rows).await
}

/// By whom a customer was brought.
///
/// # Errors
/// When the database cannot be read.
pub(super) async fn came_by(conn: &mut impl Connection, profiles: &[i64]) -> Result<Option<Referred>, Error> {
    let rows = records::of(conn, profiles).await?;
    Ok(shown(conn, rows).await?.into_iter().next())
}

async fn shown(conn: &mut impl Connection, rows: Vec<records::Kept>) -> Result<Vec<Referred>, Error> {
    let profiles: Vec<i64> = rows.iter().flat_map(|row| [row.profile, row.referrer]).filter(|id| *id != 0).collect();
    let owners: BTreeMap<i64, i64> = customers::customers_of(conn, &profiles).await?.into_iter().collect();
    let of = |profile: i64| owners.get(&profile).copied().map(Id);
    let shown = rows.into_iter().map(|row| Referred {
        id: Id(row.id),
        customer_id: of(row.profile),
        referrer_id: of(row.referrer),
        at: Instant(row.at),
        state: row.state,
        dealt_at: row.dealt_at.map(Instant),
        due_at: row.due_at.map(Instant),
        problem: row.problem,
        why: row.why,
    });
    Ok(shown.collect())
}

/// Acts on the next messages: who bought for the first time. Whether there were any.
///
/// # Errors
/// When the database fails; then nothing of it was done.
pub async fn look(app: &App) -> Result<bool, Error> {
    let messages = outbox::pending(&app.db, CONSUMER, MESSAGES).await?;
    let Some(last) = messages.last() else { return Ok(false) };
    let mut tx = app.db.begin().await?;
    // Most shops have nobody on the way, and a large import then costs nothing.
    if records::any_waiting(&mut tx).await? {
        let terms = settings(&mut tx).await?.referral;
        let waiting = waiting(&mut tx, &messages).await?;
        for row in waiting {
            judge(&mut tx, app, &terms, row).await?;
        }
    }
    outbox::advance(&mut tx, CONSUMER, last.position).await?;
    tx.commit().await?;
    Ok(true)
}

fn id(value: &Json) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}

/// The referrals that wait, of whom these messages tell.
async fn waiting(tx: &mut Tx, messages: &[Delivered]) -> Result<Vec<records::Kept>, Error> {
    let (mut profiles, mut touched) = (Vec::new(), Vec::new());
    for message in messages {
        let list = |key: &str| message.payload.get(key).and_then(Json::as_array).into_iter().flatten();
        match message.kind.as_str() {
            "orders.imported" => profiles.extend(list("profiles").filter_map(id)),
            "customers.merged" => {
                touched.extend(list("merges").filter_map(|entry| entry.get("to").and_then(id)));
            }
            _ => {}
        }
    }
    touched.extend(customers::customers_of(tx, &profiles).await?.into_iter().map(|(_, customer)| customer));
    touched.sort_unstable();
    touched.dedup();
    let whole: Vec<i64> = customers::placed(tx, &touched).await?.into_iter().map(|(profile, ..)| profile).collect();
    let mut found = records::of(tx, &whole).await?;
    found.retain(|row| row.state == State::Waiting);
    Ok(found)
}

/// Both sides of a referral, as they stand.
struct Sides {
    newcomer: Reached,
    referrer: Reached,
    first_deal: Option<i64>,
}

/// Both sides, or why it does not count.
async fn sides(tx: &mut Tx, row: &records::Kept) -> Result<Result<Sides, Why>, Error> {
    let owners: BTreeMap<i64, i64> =
        customers::customers_of(tx, &[row.profile, row.referrer]).await?.into_iter().collect();
    let (Some(newcomer), Some(referrer)) = (owners.get(&row.profile), owners.get(&row.referrer)) else {
        return Ok(Err(Why::Barred));
    };
    if newcomer == referrer {
        return Ok(Err(Why::SamePerson));
    }
    let newcomer = customers::reach(tx, &ShopScope::All, *newcomer).await?;
    let referrer = customers::reach(tx, &ShopScope::All, *referrer).await?;
    let ids = [newcomer.customer_id, referrer.customer_id];
    if !customers::blacklisted(tx, &ids).await?.is_empty() {
        return Ok(Err(Why::Barred));
    }
    let others = records::of(tx, &newcomer.profile_ids).await?;
    if others.iter().any(|other| other.id < row.id && other.state != State::Void) {
        return Ok(Err(Why::Counted));
    }
    let standing = customers::standings(tx, &[newcomer.customer_id]).await?.remove(&newcomer.customer_id);
    let first_deal = standing.and_then(|standing| standing.first_deal_at);
    if first_deal.is_some_and(|first| first < row.at) {
        return Ok(Err(Why::NotNew));
    }
    Ok(Ok(Sides { newcomer, referrer, first_deal }))
}

async fn judge(tx: &mut Tx, app: &App, terms: &Referral, row: records::Kept) -> Result<(), Error> {
    match sides(tx, &row).await? {
        Err(why) => records::void(tx, row.id, why).await,
        Ok(Sides { first_deal: Some(first), .. }) => {
            let due = app.clock.now().max(first.saturating_add(terms.wait_days * DAY));
            records::dealt(tx, row.id, first, due).await
        }
        Ok(_) => Ok(()),
    }
}

/// Gives what is due; whether there was any.
///
/// # Errors
/// When the database fails; then it is tried again.
pub async fn settle(app: &App) -> Result<bool, Error> {
    let now = app.clock.now();
    let due = records::due(&mut app.db.read().await?, now, PIECE).await?;
    for id in &due {
        settle_one(app, *id).await?;
    }
    Ok(!due.is_empty())
}

async fn settle_one(app: &App, id: i64) -> Result<(), Error> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    // From here on nobody else settles this one, nor another of the same customer.
    members::enter(&mut tx).await?;
    let Some(row) = records::find(&mut tx, id).await?.filter(|row| row.state == State::Dealt) else { return Ok(()) };
    let terms = settings(&mut tx).await?.referral;
    let sides = match sides(&mut tx, &row).await? {
        Ok(sides) => sides,
        Err(why) => {
            records::void(&mut tx, id, why).await?;
            return tx.commit().await;
        }
    };
    if sides.first_deal.is_none() {
        // It was given back, or is no deal any more: the next one counts.
        records::wait(&mut tx, id).await?;
        return tx.commit().await;
    }
    if let Some(most) = terms.most
        && row.referrer_given_at.is_none()
        && records::rewarded(&mut tx, &sides.referrer.profile_ids).await? >= most
    {
        records::void(&mut tx, id, Why::Enough).await?;
        return tx.commit().await;
    }
    tx.commit().await?;
    let mut problem = None;
    for (side, to, reward, given) in [
        (records::Side::Newcomer, &sides.newcomer, terms.newcomer, row.newcomer_given_at),
        (records::Side::Referrer, &sides.referrer, terms.referrer, row.referrer_given_at),
    ] {
        if given.is_none()
            && let Err(error) = give(app, id, side, to, reward).await
        {
            problem = Some(error);
        }
    }
    let mut tx = app.db.begin().await?;
    match problem {
        None => records::given(&mut tx, id).await?,
        Some(error) if error.outside().status < 500 => {
            records::trouble(&mut tx, id, error.code(), now + AGAIN).await?;
        }
        Some(error) => return Err(error),
    }
    tx.commit().await
}

/// Gives one side its reward and says so, in one transaction; the key gives it once.
async fn give(app: &App, id: i64, side: records::Side, to: &Reached, reward: Reward) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    let key = format!("referral:{id}:{}", side.code());
    rewards::give(&mut tx, app, to, reward, &Words::new("老带新", "Friends invited"), &key).await?;
    records::give(&mut tx, id, side, app.clock.now()).await?;
    tx.commit().await
}
