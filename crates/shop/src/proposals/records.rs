//! The SQL of proposals.

use std::collections::BTreeMap;

use platform::Error;
use platform::db::{Bulk, Connection, Migration, Row, Tx, Value, placeholders};
use platform::values;

use super::keys::Kind;
use super::model::{Found, Reason, State, Stored};

pub(super) const MIGRATION: Migration = Migration::new(
    "20261121_1200_proposals",
    "create table proposal_keys (
        profile_id bigint not null,
        kind text not null,
        key bigint not null,
        primary key (profile_id, kind, key)
    );
    create index proposal_keys_key on proposal_keys (key, kind, profile_id);
    create table proposals (
        id bigint not null primary key,
        profile_a bigint not null,
        profile_b bigint not null,
        score double precision not null,
        reason text not null,
        evidence text not null,
        state text not null,
        created_at bigint not null,
        decided_by text,
        decided_at bigint
    );
    create unique index proposals_pair on proposals (profile_a, profile_b);
    create index proposals_b on proposals (profile_b);
    create index proposals_state on proposals (state, score, id);
    ",
);

pub(super) const WEIGHTS: Migration = Migration::new(
    "20261122_0800_proposal_weights",
    "create table proposal_weights (
        id bigint not null primary key,
        figures text not null,
        pairs double precision not null,
        decided double precision not null,
        learnt_at bigint not null
    );
    ",
);

/// A block with more profiles than this is a dormitory, a parcel locker or a shop's own counter.
pub(super) const MOST_IN_BLOCK: usize = 100;

const COLUMNS: &str = "id, profile_a, profile_b, score, reason, evidence, state, created_at, decided_by, decided_at";
const PUT_KEYS: Bulk = Bulk {
    insert: "insert into proposal_keys (profile_id, kind, key)",
    columns: 3,
    then: "on conflict (profile_id, kind, key) do nothing",
};
const DROP_KEYS: Bulk =
    Bulk { insert: "delete from proposal_keys where (profile_id, kind, key) in (", columns: 3, then: ")" };
const PUT: Bulk = Bulk {
    insert: "insert into proposals (id, profile_a, profile_b, score, reason, evidence, state, created_at)",
    columns: 8,
    // What a person has decided about a pair stands.
    then: "on conflict (profile_a, profile_b) do update set score = excluded.score, reason = excluded.reason, \
        evidence = excluded.evidence, state = excluded.state where proposals.state in ('open', 'joined', 'withdrawn')",
};
const SET_STATE: Bulk = Bulk {
    insert: "with said (id, state) as (",
    columns: 2,
    then: ") update proposals set state = said.state from said where proposals.id = said.id",
};
const GET: &str = "select id, profile_a, profile_b, score, reason, evidence, state, created_at, decided_by, decided_at \
    from proposals where id = $1";
const PAGE: &str = "select id, profile_a, profile_b, score, reason, evidence, state, created_at, decided_by, decided_at \
    from proposals where state = $1 and score >= $2 and (score < $3 or (score = $3 and id < $4)) \
    order by score desc, id desc limit $5";
const DECIDE: &str =
    "update proposals set state = $2, decided_by = $3, decided_at = $4 where id = $1 and state = 'open'";
const REOPEN: &str = "update proposals set state = 'open', decided_by = null, decided_at = null \
    where id = $1 and state = 'refused'";
const COUNT_OPEN: &str = "select count(*) as open from proposals where state = 'open'";
const GET_WEIGHTS: &str = "select figures from proposal_weights where id = 1";
const PUT_WEIGHTS: &str = "insert into proposal_weights (id, figures, pairs, decided, learnt_at) \
    values (1, $1, $2, $3, $4) on conflict (id) do update set figures = excluded.figures, pairs = excluded.pairs, \
    decided = excluded.decided, learnt_at = excluded.learnt_at";
const DECIDED: &str = "select profile_a, profile_b, state from proposals where state in ('accepted', 'refused') \
    order by decided_at desc limit 100000";

/// The statements of fixed text, for the test that prepares them.
#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[GET, PAGE, DECIDE, REOPEN, COUNT_OPEN, GET_WEIGHTS, PUT_WEIGHTS, DECIDED];

/// Ids in one `in (…)` list.
const PIECE: usize = 1_000;

fn bound(ids: &[i64]) -> Vec<Value> {
    ids.iter().map(|id| Value::from(*id)).collect()
}

/// The keys of these profiles.
pub(super) async fn keys_of(conn: &mut impl Connection, profiles: &[i64]) -> Result<Vec<(i64, String, i64)>, Error> {
    let mut found = Vec::new();
    for piece in profiles.chunks(PIECE) {
        let text = format!(
            "select profile_id, kind, key from proposal_keys where profile_id in ({})",
            placeholders(1, piece.len())
        );
        for row in conn.all(text, bound(piece)).await? {
            found.push((row.at(0)?, row.at(1)?, row.at(2)?));
        }
    }
    Ok(found)
}

pub(super) async fn put_keys(tx: &mut Tx, keys: Vec<(i64, &'static str, i64)>) -> Result<(), Error> {
    PUT_KEYS
        .run(tx, keys.into_iter().map(|(profile, kind, key)| values![profile, kind, key]).collect())
        .await
        .map(|_| ())
}

pub(super) async fn drop_keys(tx: &mut Tx, keys: Vec<(i64, String, i64)>) -> Result<(), Error> {
    DROP_KEYS
        .run(tx, keys.into_iter().map(|(profile, kind, key)| values![profile, kind, key]).collect())
        .await
        .map(|_| ())
}

/// The profiles of blocks, (key, profile), of each block one more than [`MOST_IN_BLOCK`] at most.
pub(super) async fn block(conn: &mut impl Connection, kind: Kind, keys: &[i64]) -> Result<Vec<(i64, i64)>, Error> {
    let mut found = Vec::new();
    for piece in keys.chunks(PIECE) {
        let text = format!(
            "select key, profile_id from (select key, profile_id, \
             row_number() over (partition by key order by profile_id) as place from proposal_keys \
             where kind = $1 and key in ({})) ranked where place <= $2",
            placeholders(3, piece.len())
        );
        let most = i64::try_from(MOST_IN_BLOCK).unwrap_or(i64::MAX).saturating_add(1);
        let mut values = values![kind.code(), most];
        values.extend(bound(piece));
        for row in conn.all(text, values).await? {
            found.push((row.at(0)?, row.at(1)?));
        }
    }
    Ok(found)
}

/// The proposals with one of these profiles on either side.
pub(super) async fn of_profiles(conn: &mut impl Connection, profiles: &[i64]) -> Result<Vec<Stored>, Error> {
    let mut found = Vec::new();
    for piece in profiles.chunks(PIECE) {
        for side in ["profile_a", "profile_b"] {
            let text = format!("select {COLUMNS} from proposals where {side} in ({})", placeholders(1, piece.len()));
            for row in conn.all(text, bound(piece)).await? {
                found.push(stored(&row)?);
            }
        }
    }
    found.sort_by_key(|proposal| proposal.id);
    found.dedup_by_key(|proposal| proposal.id);
    Ok(found)
}

/// Puts proposals; a pair that stands already is brought up to date unless a person has decided it.
pub(super) async fn put(tx: &mut Tx, rows: Vec<(i64, Found)>, now: i64) -> Result<(), Error> {
    let mut values = Vec::with_capacity(rows.len());
    for (id, found) in rows {
        let evidence = serde_json::to_string(&found.evidence).map_err(Error::internal)?;
        values.push(values![id, found.a, found.b, found.score, found.reason.code(), evidence, State::Open.code(), now]);
    }
    PUT.run(tx, values).await.map(|_| ())
}

pub(super) async fn set_states(tx: &mut Tx, rows: &[(i64, State)]) -> Result<(), Error> {
    SET_STATE.run(tx, rows.iter().map(|(id, state)| values![*id, state.code()]).collect()).await.map(|_| ())
}

pub(super) async fn get(conn: &mut impl Connection, id: i64) -> Result<Option<Stored>, Error> {
    conn.one(GET, values![id]).await?.map(|row| stored(&row)).transpose()
}

/// A page, highest score first, after (score, id).
pub(super) async fn page(
    conn: &mut impl Connection,
    state: State,
    min_score: f64,
    after: (f64, i64),
    limit: i64,
) -> Result<Vec<Stored>, Error> {
    let rows = conn.all(PAGE, values![state.code(), min_score, after.0, after.1, limit]).await?;
    rows.iter().map(stored).collect()
}

/// Writes a decision down; false when somebody has decided before.
pub(super) async fn decide(tx: &mut Tx, id: i64, state: State, by: &str, now: i64) -> Result<bool, Error> {
    Ok(tx.execute(DECIDE, values![id, state.code(), by, now]).await? == 1)
}

/// Opens a refused proposal again; false when it is none.
pub(super) async fn reopen(tx: &mut Tx, id: i64) -> Result<bool, Error> {
    Ok(tx.execute(REOPEN, values![id]).await? == 1)
}

pub(super) async fn count_open(conn: &mut impl Connection) -> Result<i64, Error> {
    conn.one(COUNT_OPEN, values![]).await?.map_or(Ok(0), |row| row.at(0))
}

/// The learnt weights by name, when there are any.
pub(super) async fn weights(conn: &mut impl Connection) -> Result<Option<BTreeMap<String, f64>>, Error> {
    let Some(row) = conn.one(GET_WEIGHTS, values![]).await? else { return Ok(None) };
    serde_json::from_str(&row.at::<String>(0)?).map(Some).map_err(Error::internal)
}

/// Keeps learnt weights in place of those before, with how many pairs taught them and how many of those were decided.
pub(super) async fn put_weights(
    tx: &mut Tx,
    figures: &BTreeMap<String, f64>,
    pairs: f64,
    decided: f64,
    now: i64,
) -> Result<(), Error> {
    let figures = serde_json::to_string(figures).map_err(Error::internal)?;
    tx.execute(PUT_WEIGHTS, values![figures, pairs, decided, now]).await.map(|_| ())
}

/// The pairs that a person has decided, and whether they are one.
pub(super) async fn decided(conn: &mut impl Connection) -> Result<Vec<((i64, i64), bool)>, Error> {
    let rows = conn.all(DECIDED, values![]).await?;
    rows.iter().map(|row| Ok(((row.at(0)?, row.at(1)?), row.at::<String>(2)? == State::Accepted.code()))).collect()
}

/// The open proposals of these profiles, (profile, proposal).
pub(super) async fn open_of(conn: &mut impl Connection, profiles: &[i64]) -> Result<Vec<(i64, i64)>, Error> {
    let mut found = Vec::new();
    for piece in profiles.chunks(PIECE) {
        for side in ["profile_a", "profile_b"] {
            let text = format!(
                "select {side}, id from proposals where state = 'open' and {side} in ({})",
                placeholders(1, piece.len())
            );
            for row in conn.all(text, bound(piece)).await? {
                found.push((row.at(0)?, row.at(1)?));
            }
        }
    }
    Ok(found)
}

/// Forgets profiles that are erased. Returns how many rows of which table went.
pub(super) async fn forget(tx: &mut Tx, profiles: &[i64]) -> Result<Vec<(&'static str, u64)>, Error> {
    let (mut keys, mut proposals) = (0, 0);
    for piece in profiles.chunks(PIECE) {
        let list = placeholders(1, piece.len());
        keys += tx.execute(format!("delete from proposal_keys where profile_id in ({list})"), bound(piece)).await?;
        for side in ["profile_a", "profile_b"] {
            proposals += tx.execute(format!("delete from proposals where {side} in ({list})"), bound(piece)).await?;
        }
    }
    Ok(vec![("proposal_keys", keys), ("proposals", proposals)])
}

fn stored(row: &Row) -> Result<Stored, Error> {
    let evidence: String = row.at(5)?;
    Ok(Stored {
        id: row.at(0)?,
        found: Found {
            a: row.at(1)?,
            b: row.at(2)?,
            score: row.at(3)?,
            reason: Reason::from_code(&row.at::<String>(4)?)?,
            evidence: serde_json::from_str(&evidence).map_err(Error::internal)?,
        },
        state: State::from_code(&row.at::<String>(6)?)?,
        created_at: row.at(7)?,
        decided_by: row.at(8)?,
        decided_at: row.at(9)?,
    })
}
