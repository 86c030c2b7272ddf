//! Care for personal data: consent by purpose and channel with its evidence, the black list and the personalisation
//! switch with their history, taking one person's data along, and erasure.
//!
//! What is said is kept by profile, so a merge shows the newest word of all profiles and an unmerge takes each back.
//! Absent from here: other departments' tables; each registers its own export and erasure in `crate::CARE`.

mod consent;
mod erasure;
mod model;
mod records;
mod registry;
mod routes;
#[cfg(test)]
mod tests;

pub use consent::{may_send, state};
pub use erasure::{erase, export};
pub use model::{Consent, ConsentChannel, ConsentState, MaySend, Purpose, Reachable, Said};
pub use registry::{Erase, Export, Person, Registered};

use futures_util::FutureExt as _;
use platform::db::{Connection, Migration, Tx, Value};
use platform::http::Access;
use platform::{App, Error, Instant};
use serde_json::json;
use utoipa_axum::router::OpenApiRouter;

/// The steps that make this department's tables.
pub const MIGRATIONS: &[Migration] = &[records::MIGRATION];

/// What each endpoint of this department asks of its caller.
pub const ACCESS: &[Access] = routes::ACCESS;

/// What this department holds of people.
pub const CARE: Registered = Registered {
    department: "care",
    tables: &["consents", "consent_history"],
    export: |session, person| {
        async move {
            let history = records::history(session, &person.profile_ids, (i64::MAX, i64::MAX), i64::MAX).await?;
            let history: Vec<_> = history
                .into_iter()
                .map(|said| {
                    json!({
                        "kind": said.kind, "purpose": said.purpose, "channel": said.channel, "state": said.state,
                        "evidence": said.evidence, "source": said.source, "at": Instant(said.at),
                    })
                })
                .collect();
            Ok(json!({ "consents": records::consents(session, &person.profile_ids).await?, "history": history }))
        }
        .boxed()
    },
    erase: |tx, _, person| async move { records::erase(tx, &person.profile_ids).await }.boxed(),
};

/// The newest word of these profiles on each purpose and channel.
///
/// # Errors
/// When the database cannot be read.
pub async fn consents(conn: &mut impl Connection, profiles: &[i64]) -> Result<Vec<Consent>, Error> {
    let mut newest: Vec<Consent> = Vec::new();
    for consent in records::consents(conn, profiles).await? {
        if !newest.iter().any(|seen| (seen.purpose, seen.channel) == (consent.purpose, consent.channel)) {
            newest.push(consent);
        }
    }
    newest.sort_by_key(|consent| (consent.purpose, consent.channel));
    Ok(newest)
}

/// What each of these profiles said, newest first: (profile, consent). For work over many customers.
///
/// # Errors
/// When the database cannot be read.
pub async fn consents_of(conn: &mut impl Connection, profiles: &[i64]) -> Result<Vec<(i64, Consent)>, Error> {
    records::consents_of(conn, profiles).await
}

/// The history of these profiles before `(instant, id)`, newest first.
///
/// # Errors
/// When the database cannot be read.
pub async fn history(
    conn: &mut impl Connection,
    profiles: &[i64],
    before: (i64, i64),
    limit: i64,
) -> Result<Vec<Said>, Error> {
    records::history(conn, profiles, before, limit).await
}

/// Writes down on `profile` what was said, unless something newer is on file, and keeps it in the history.
///
/// # Errors
/// When the database refuses.
pub async fn record_consent(tx: &mut Tx, app: &App, profile: i64, consent: &Consent, now: i64) -> Result<(), Error> {
    record_consents(tx, app, &[(profile, consent.clone())], now).await
}

/// The same for what many said: (profile, consent).
///
/// # Errors
/// When the database refuses.
pub async fn record_consents(tx: &mut Tx, app: &App, given: &[(i64, Consent)], now: i64) -> Result<(), Error> {
    records::set(tx, given, now).await?;
    let said = given.iter().map(|(profile, consent)| Said {
        id: app.ids.next(),
        profile_id: *profile,
        kind: "consent".to_owned(),
        purpose: Some(consent.purpose),
        channel: Some(consent.channel),
        state: consent.state.code().to_owned(),
        evidence: consent.evidence.clone(),
        source: consent.source.clone().unwrap_or_default(),
        at: consent.at.map_or(now, |at| at.0),
    });
    records::say(tx, said).await
}

/// Keeps in the history of `profile` that a switch (`personalisation`, `blacklist`) was turned, by `source`.
///
/// # Errors
/// When the database refuses.
pub async fn record_switch(
    tx: &mut Tx,
    app: &App,
    profile: i64,
    (kind, on): (&str, bool),
    evidence: Option<String>,
    source: &str,
) -> Result<(), Error> {
    let said = Said {
        id: app.ids.next(),
        profile_id: profile,
        kind: kind.to_owned(),
        purpose: None,
        channel: None,
        state: if on { "on" } else { "off" }.to_owned(),
        evidence,
        source: source.to_owned(),
        at: app.clock.now(),
    };
    records::say(tx, [said]).await
}

/// A subselect of the profiles that said `state`, with its values from `$1` on. `filter` is `granted`, or with purpose
/// and channel `marketing.sms.granted`; the purpose is marketing and the channel any when they are left out.
#[must_use]
pub fn said(filter: &str) -> Option<(&'static str, Vec<Value>)> {
    let mut parts: Vec<&str> = filter.split('.').collect();
    let state = ConsentState::from_code(parts.pop()?)?;
    let purpose = match parts.first() {
        Some(code) => Purpose::from_code(code)?,
        None => Purpose::Marketing,
    };
    let channel = match parts.get(1) {
        Some(code) => ConsentChannel::from_code(code)?.code(),
        None => "",
    };
    Some((records::SAID, vec![state.code().into(), purpose.code().into(), channel.into()]))
}

/// The endpoints of this department.
pub fn router() -> OpenApiRouter<App> {
    routes::router()
}
