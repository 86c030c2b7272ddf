//! What the portal holds of people: sessions, links, whom they brought. Erasure ends every session and forgets codes on
//! their way; referrals stay for the books, without names.

use futures_util::FutureExt as _;
use platform::Instant;
use platform::db::Tx;
use serde_json::json;

use super::code::Contact;
use super::records::{codes, referrals, sessions};
use super::referral;
use crate::care::{Person, Registered};

/// Referrals that an export holds.
const EXPORTED: i64 = 100_000;

/// How the portal cares for people.
pub const CARE: Registered = Registered {
    department: "portal",
    tables: &["portal_sessions", "portal_links", "portal_referrals", "portal_codes"],
    export: |session, person| {
        async move {
            let profiles = &person.profile_ids;
            let sessions: Vec<_> = sessions::of_profiles(session, profiles)
                .await?
                .into_iter()
                .map(|(began, seen)| json!({ "began_at": Instant(began), "seen_at": Instant(seen) }))
                .collect();
            Ok(json!({
                "sessions": sessions,
                "link": referrals::link_of(session, profiles).await?,
                "came_by": referral::came_by(session, profiles).await?,
                "brought": referral::brought(session, profiles, EXPORTED).await?,
            }))
        }
        .boxed()
    },
    erase: |tx, _, person| async move { erase(tx, person).await }.boxed(),
};

async fn erase(tx: &mut Tx, person: &Person) -> Result<Vec<(&'static str, u64)>, platform::Error> {
    let contacts: Vec<String> = person
        .values
        .iter()
        .flat_map(|value| {
            [Contact::Mobile, Contact::Email].map(|kind| format!("{}:{}", kind.channel(), value.expose()))
        })
        .collect();
    let mut ended = sessions::close_all(tx, &person.profile_ids).await?;
    ended += sessions::forget(tx, &contacts).await?;
    let (links, referrals) = referrals::unname(tx, &person.profile_ids).await?;
    let codes = codes::forget(tx, &contacts).await?;
    Ok(vec![
        ("portal_sessions", ended),
        ("portal_links", links),
        ("portal_referrals", referrals),
        ("portal_codes", codes),
    ])
}
