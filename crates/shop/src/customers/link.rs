//! Joining two profiles because a source says that they are one: an identify or alias call.

use platform::db::Tx;
use platform::{App, Error};

use super::join;
use super::model::{kind_code, kind_from_code};
use super::records::{self, MergeRow, ProfileRow};
use super::refresh::refresh;
use connectors::drafts::IdentifierKind;

/// No customer grows beyond this by links.
const MOST_PROFILES: usize = 200;

/// What came of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Linked {
    /// The two customers are one now; its id.
    Joined(i64),
    /// They were one already; its id.
    Already(i64),
    /// A person has separated them. That stands.
    Separated,
    /// The visitor is somebody else already: a device that two people use. The first one keeps its history.
    Taken,
    /// The customer would have too many profiles.
    TooMany,
}

/// Joins the customers of profiles `a` and `b`, because a source says so; `why` is a stable word such as `identify`.
///
/// A visitor's profile goes to the first signed-in person who claims it.
///
/// # Errors
/// `not_found` when there is no such profile.
pub async fn link(tx: &mut Tx, app: &App, a: i64, b: i64, why: &str) -> Result<Linked, Error> {
    records::enter(tx).await?;
    let found = records::customers_of_profiles(tx, &[a, b]).await?;
    let customer = |profile: i64| found.iter().find(|(id, _)| *id == profile).map(|(_, customer)| *customer);
    let (Some(left), Some(right)) = (customer(a), customer(b)) else { return Err(Error::not_found("customer")) };
    if left == right {
        return Ok(Linked::Already(left));
    }
    let (winner, loser) = (left.min(right), left.max(right));
    let (kept, moved): (Vec<ProfileRow>, Vec<ProfileRow>) = records::profiles_of_customers(tx, &[winner, loser])
        .await?
        .into_iter()
        .partition(|profile| profile.customer_id == winner);
    if kept.len() + moved.len() > MOST_PROFILES {
        return Ok(Linked::TooMany);
    }
    if is_taken(a, b, &kept, &moved) {
        return Ok(Linked::Taken);
    }
    let moved: Vec<i64> = moved.into_iter().map(|profile| profile.id).collect();
    let apart = records::separations(tx, &moved).await?;
    if apart.iter().any(|pair| kept.iter().any(|profile| profile.id == pair.a || profile.id == pair.b)) {
        return Ok(Linked::Separated);
    }
    let now = app.clock.now();
    let row = MergeRow {
        id: app.ids.next(),
        kind: "merge".to_owned(),
        at: now,
        actor: "system".to_owned(),
        reason: why.to_owned(),
        automatic: true,
        from_customer: loser,
        to_customer: winner,
        profile_ids: moved,
        lifted: Vec::new(),
        undone: false,
    };
    join::write_rows(tx, &[row], now).await?;
    refresh(tx, app, &[winner, loser]).await?;
    Ok(Linked::Joined(winner))
}

/// Whether one of the two is a visitor whose customer has a signed-in profile at that source already, and the other
/// brings another one.
fn is_taken(a: i64, b: i64, kept: &[ProfileRow], moved: &[ProfileRow]) -> bool {
    let visitor = kind_code(IdentifierKind::AnonymousId);
    let side = |id: i64| if kept.iter().any(|profile| profile.id == id) { (kept, moved) } else { (moved, kept) };
    [a, b].into_iter().any(|id| {
        let (own, others) = side(id);
        let Some(profile) = own.iter().find(|profile| profile.id == id && profile.key_kind == visitor) else {
            return false;
        };
        let signed_in = |row: &&ProfileRow| {
            row.source == profile.source && kind_from_code(&row.key_kind) == Some(IdentifierKind::UserId)
        };
        let mine: Vec<&str> = own.iter().filter(signed_in).map(|row| row.key_value.as_str()).collect();
        others.iter().filter(signed_in).any(|row| !mine.is_empty() && !mine.contains(&row.key_value.as_str()))
    })
}
