//! The SQL of consents, the black list and the personalisation switch.

use std::collections::BTreeMap;

use platform::db::{Bulk, Connection, Migration, Row, Tx, Value, placeholders};
use platform::{Error, Instant, values};

use super::{Consent, ConsentChannel, ConsentState, Purpose, Said};

pub(super) const MIGRATION: Migration = Migration::new(
    "20261121_2000_care",
    "create table consents (
        profile_id bigint not null,
        purpose text not null,
        channel text not null,
        state text not null,
        evidence text,
        source text not null,
        at bigint not null,
        primary key (profile_id, purpose, channel)
    );
    create index consents_by_state on consents (purpose, state, profile_id);
    create table consent_history (
        id bigint not null primary key,
        profile_id bigint not null,
        kind text not null,
        purpose text,
        channel text,
        state text not null,
        evidence text,
        source text not null,
        at bigint not null
    );
    create index consent_history_by_profile on consent_history (profile_id, at);
    ",
);

const SET: Bulk = Bulk {
    insert: "insert into consents (profile_id, purpose, channel, state, evidence, source, at)",
    columns: 7,
    then: "on conflict (profile_id, purpose, channel) do update set \
        state = excluded.state, evidence = excluded.evidence, source = excluded.source, at = excluded.at \
        where consents.at <= excluded.at",
};
const SAY: Bulk = Bulk {
    insert: "insert into consent_history (id, profile_id, kind, purpose, channel, state, evidence, source, at)",
    columns: 9,
    then: "",
};

/// The profiles that said something about a purpose: `$1` the state, `$2` the purpose, `$3` the channel or `''` for any.
pub(super) const SAID: &str = "select profile_id from consents where state = $1 and purpose = $2 \
    and ($3 = '' or channel = $3)";

/// Every statement, for the test that prepares them on both databases.
#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[SAID];

/// What each of these profiles said. Of several words about one thing the latest stands.
pub(super) async fn set(tx: &mut Tx, given: &[(i64, Consent)], now: i64) -> Result<(), Error> {
    let at = |consent: &Consent| consent.at.map_or(now, |at| at.0);
    // One statement may not change a row twice.
    let mut newest: BTreeMap<(i64, &str, &str), &Consent> = BTreeMap::new();
    for (profile, consent) in given {
        let held = newest.entry((*profile, consent.purpose.code(), consent.channel.code())).or_insert(consent);
        if at(held) <= at(consent) {
            *held = consent;
        }
    }
    let rows = newest
        .into_iter()
        .map(|((profile, purpose, channel), consent)| {
            values![
                profile,
                purpose,
                channel,
                consent.state.code(),
                consent.evidence.as_deref(),
                consent.source.as_deref().unwrap_or(""),
                at(consent)
            ]
        })
        .collect();
    SET.run(tx, rows).await.map(|_| ())
}

pub(super) async fn say(tx: &mut Tx, said: impl IntoIterator<Item = Said>) -> Result<(), Error> {
    let rows = said
        .into_iter()
        .map(|said| {
            values![
                said.id,
                said.profile_id,
                said.kind,
                said.purpose.map(Purpose::code),
                said.channel.map(ConsentChannel::code),
                said.state,
                said.evidence,
                said.source,
                said.at
            ]
        })
        .collect();
    SAY.run(tx, rows).await.map(|_| ())
}

fn ids(first: usize, profiles: &[i64]) -> (String, impl Iterator<Item = Value>) {
    (placeholders(first, profiles.len()), profiles.iter().map(|id| Value::from(*id)))
}

/// What these profiles said, newest first.
pub(super) async fn consents(conn: &mut impl Connection, profiles: &[i64]) -> Result<Vec<Consent>, Error> {
    if profiles.is_empty() {
        return Ok(Vec::new());
    }
    let (list, values) = ids(1, profiles);
    let sql = format!(
        "select purpose, channel, state, evidence, source, at from consents where profile_id in ({list}) \
         order by at desc, case when state = 'refused' then 0 else 1 end"
    );
    conn.all(sql, values.collect()).await?.iter().map(consent).collect()
}

/// What each of these profiles said, newest first: (profile, consent).
pub(super) async fn consents_of(conn: &mut impl Connection, profiles: &[i64]) -> Result<Vec<(i64, Consent)>, Error> {
    let mut found = Vec::new();
    for (list, bound) in platform::db::pieces(1, profiles.iter().copied()) {
        let sql = format!(
            "select purpose, channel, state, evidence, source, at, profile_id from consents \
             where profile_id in ({list}) order by at desc, case when state = 'refused' then 0 else 1 end"
        );
        for row in conn.all(sql, bound).await? {
            found.push((row.get("profile_id")?, consent(&row)?));
        }
    }
    Ok(found)
}

/// The history of these profiles older than `before` (instant, id), newest first.
pub(super) async fn history(
    conn: &mut impl Connection,
    profiles: &[i64],
    before: (i64, i64),
    limit: i64,
) -> Result<Vec<Said>, Error> {
    if profiles.is_empty() {
        return Ok(Vec::new());
    }
    let (list, more) = ids(4, profiles);
    let sql = format!(
        "select id, profile_id, kind, purpose, channel, state, evidence, source, at from consent_history \
         where (at < $1 or (at = $1 and id < $2)) and profile_id in ({list}) order by at desc, id desc limit $3"
    );
    let mut values = values![before.0, before.1, limit];
    values.extend(more);
    conn.all(sql, values).await?.iter().map(said).collect()
}

pub(super) async fn erase(tx: &mut Tx, profiles: &[i64]) -> Result<Vec<(&'static str, u64)>, Error> {
    let mut touched = Vec::new();
    for (table, sql) in [
        ("consents", "delete from consents where profile_id in ("),
        ("consent_history", "delete from consent_history where profile_id in ("),
    ] {
        let (list, values) = ids(1, profiles);
        touched.push((table, tx.execute(format!("{sql}{list})"), values.collect()).await?));
    }
    Ok(touched)
}

fn unknown(what: &str) -> Error {
    Error::internal(format!("a consent holds an unknown {what}"))
}

fn consent(row: &Row) -> Result<Consent, Error> {
    Ok(Consent {
        purpose: Purpose::from_code(&row.get::<String>("purpose")?).ok_or_else(|| unknown("purpose"))?,
        channel: ConsentChannel::from_code(&row.get::<String>("channel")?).ok_or_else(|| unknown("channel"))?,
        state: ConsentState::from_code(&row.get::<String>("state")?).ok_or_else(|| unknown("state"))?,
        evidence: row.get("evidence")?,
        source: row.get("source")?,
        at: Some(Instant(row.get("at")?)),
    })
}

fn said(row: &Row) -> Result<Said, Error> {
    Ok(Said {
        id: row.get("id")?,
        profile_id: row.get("profile_id")?,
        kind: row.get("kind")?,
        purpose: row.get::<Option<String>>("purpose")?.as_deref().and_then(Purpose::from_code),
        channel: row.get::<Option<String>>("channel")?.as_deref().and_then(ConsentChannel::from_code),
        state: row.get("state")?,
        evidence: row.get("evidence")?,
        source: row.get("source")?,
        at: row.get("at")?,
    })
}
