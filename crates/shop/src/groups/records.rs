//! The SQL of groups, tags and notes.

use platform::db::{Bulk, Connection, Migration, Row, Tx, Value, placeholders};
use platform::http::Actor;
use platform::{Error, Id, Instant, values};

use super::{Group, GroupRef, Labels, Note, Tag};

pub(super) const MIGRATION: Migration = Migration::new(
    "20261121_1400_groups",
    "create table groups (
        id bigint not null primary key,
        name text not null,
        created_at bigint not null
    );
    create unique index groups_by_name on groups (name);
    create table group_members (
        group_id bigint not null,
        profile_id bigint not null,
        at bigint not null,
        primary key (group_id, profile_id)
    );
    create index group_members_by_profile on group_members (profile_id);
    create table profile_tags (
        tag text not null,
        profile_id bigint not null,
        at bigint not null,
        primary key (tag, profile_id)
    );
    create index profile_tags_by_profile on profile_tags (profile_id);
    create table notes (
        id bigint not null primary key,
        profile_id bigint not null,
        text text not null,
        author text not null,
        author_id bigint,
        at bigint not null,
        pinned boolean not null
    );
    create index notes_by_profile on notes (profile_id, at);
    ",
);

const LIST: &str = "select g.id, g.name, (select count(*) from group_members m where m.group_id = g.id) as size \
    from groups g order by g.name";
const FIND: &str = "select g.id, g.name, (select count(*) from group_members m where m.group_id = g.id) as size \
    from groups g where g.id = $1";
const INSERT: &str = "insert into groups (id, name, created_at) values ($1, $2, $3)";
const RENAME: &str = "update groups set name = $2 where id = $1";
const DELETE: &str = "delete from groups where id = $1";
const EMPTY: &str = "delete from group_members where group_id = $1";
const RETAG: &str = "insert into profile_tags (tag, profile_id, at) select $2, profile_id, at from profile_tags \
    where tag = $1 on conflict (tag, profile_id) do nothing";
const DROP_TAG: &str = "delete from profile_tags where tag = $1";
const WEARERS: &str = "select count(*) as size from profile_tags where tag = $1";
const TAGS: &str = "select tag, count(*) as size from profile_tags group by tag order by size desc, tag limit 1000";
const JOIN: Bulk = Bulk {
    insert: "insert into group_members (group_id, profile_id, at)",
    columns: 3,
    then: "on conflict (group_id, profile_id) do nothing",
};
const TAG: Bulk = Bulk {
    insert: "insert into profile_tags (tag, profile_id, at)",
    columns: 3,
    then: "on conflict (tag, profile_id) do nothing",
};
const NOTE: Bulk =
    Bulk { insert: "insert into notes (id, profile_id, text, author, author_id, at, pinned)", columns: 7, then: "" };
const DELETE_NOTE: &str = "delete from notes where id = $1";

/// Every statement, for the test that prepares them on both databases.
#[cfg(test)]
pub(super) const STATEMENTS: &[&str] =
    &[LIST, FIND, INSERT, RENAME, DELETE, EMPTY, RETAG, DROP_TAG, WEARERS, TAGS, DELETE_NOTE, IN_GROUP, WITH_TAG];

/// The profiles in a group: `$1` is the group.
pub(super) const IN_GROUP: &str = "select profile_id from group_members where group_id = $1";
/// The profiles with a tag: `$1` is the tag.
pub(super) const WITH_TAG: &str = "select profile_id from profile_tags where tag = $1";

pub(super) async fn list(conn: &mut impl Connection) -> Result<Vec<Group>, Error> {
    conn.all(LIST, values![]).await?.iter().map(group).collect()
}

pub(super) async fn find(conn: &mut impl Connection, id: i64) -> Result<Option<Group>, Error> {
    conn.one(FIND, values![id]).await?.as_ref().map(group).transpose()
}

pub(super) async fn insert(tx: &mut Tx, id: i64, name: &str, now: i64) -> Result<(), Error> {
    tx.execute(INSERT, values![id, name, now]).await.map(|_| ())
}

pub(super) async fn rename(tx: &mut Tx, id: i64, name: &str) -> Result<(), Error> {
    tx.execute(RENAME, values![id, name]).await.map(|_| ())
}

pub(super) async fn delete(tx: &mut Tx, id: i64) -> Result<u64, Error> {
    tx.execute(DELETE, values![id]).await?;
    tx.execute(EMPTY, values![id]).await
}

pub(super) async fn tags(conn: &mut impl Connection) -> Result<Vec<Tag>, Error> {
    let rows = conn.all(TAGS, values![]).await?;
    rows.iter().map(|row| Ok(Tag { name: row.get("tag")?, size: row.get("size")? })).collect()
}

/// Puts another tag in the place of one. Returns how many wore the old one.
pub(super) async fn retag(tx: &mut Tx, from: &str, to: &str) -> Result<u64, Error> {
    tx.execute(RETAG, values![from, to]).await?;
    drop_tag(tx, from).await
}

/// Takes a tag off everybody. Returns how many wore it.
pub(super) async fn drop_tag(tx: &mut Tx, tag: &str) -> Result<u64, Error> {
    tx.execute(DROP_TAG, values![tag]).await
}

/// How many wear a tag.
pub(super) async fn wearers(conn: &mut impl Connection, tag: &str) -> Result<i64, Error> {
    conn.one(WEARERS, values![tag]).await?.map_or(Ok(0), |row| row.get("size"))
}

pub(super) async fn join(tx: &mut Tx, group: i64, profiles: &[i64], now: i64) -> Result<u64, Error> {
    JOIN.run(tx, profiles.iter().map(|profile| values![group, *profile, now]).collect()).await
}

/// Every group: (id, name).
pub(super) async fn names(conn: &mut impl Connection) -> Result<Vec<(i64, String)>, Error> {
    conn.all("select id, name from groups order by name", values![])
        .await?
        .iter()
        .map(|row| Ok((row.at(0)?, row.at(1)?)))
        .collect()
}

pub(super) async fn leave(tx: &mut Tx, group: i64, profiles: &[i64]) -> Result<u64, Error> {
    of(tx, "delete from group_members where group_id = $1 and profile_id in (", group.into(), profiles).await
}

pub(super) async fn tag(tx: &mut Tx, tag: &str, profiles: &[i64], now: i64) -> Result<u64, Error> {
    TAG.run(tx, profiles.iter().map(|profile| values![tag, *profile, now]).collect()).await
}

pub(super) async fn untag(tx: &mut Tx, tag: &str, profiles: &[i64]) -> Result<u64, Error> {
    of(tx, "delete from profile_tags where tag = $1 and profile_id in (", tag.into(), profiles).await
}

async fn of(tx: &mut Tx, sql: &str, first: Value, profiles: &[i64]) -> Result<u64, Error> {
    let mut touched = 0;
    for piece in profiles.chunks(2_000) {
        let sql = format!("{sql}{})", placeholders(2, piece.len()));
        let mut values = vec![first.clone()];
        values.extend(piece.iter().map(|id| Value::from(*id)));
        touched += tx.execute(sql, values).await?;
    }
    Ok(touched)
}

pub(super) async fn note(tx: &mut Tx, actor: &Actor, notes: &[Note]) -> Result<u64, Error> {
    let rows = notes
        .iter()
        .map(|note| values![note.id.0, note.profile_id, &note.text, &note.author, actor.id(), note.at.0, note.pinned])
        .collect();
    NOTE.run(tx, rows).await
}

/// Takes a note away when one of these profiles has it.
pub(super) async fn delete_note(tx: &mut Tx, id: i64, profiles: &[i64]) -> Result<bool, Error> {
    if profiles.is_empty() {
        return Ok(false);
    }
    let sql = format!("{DELETE_NOTE} and profile_id in ({})", placeholders(2, profiles.len()));
    let mut values = values![id];
    values.extend(profiles.iter().map(|id| Value::from(*id)));
    Ok(tx.execute(sql, values).await? > 0)
}

fn ids(profiles: &[i64]) -> (String, Vec<Value>) {
    (placeholders(1, profiles.len()), profiles.iter().map(|id| Value::from(*id)).collect())
}

/// What was put on these profiles.
pub(super) async fn labels(conn: &mut impl Connection, profiles: &[i64]) -> Result<Labels, Error> {
    let mut labels = Labels::default();
    if profiles.is_empty() {
        return Ok(labels);
    }
    let (list, values) = ids(profiles);
    let sql = format!(
        "select m.profile_id, g.id, g.name from group_members m join groups g on g.id = m.group_id \
         where m.profile_id in ({list}) order by g.name"
    );
    for row in conn.all(sql, values.clone()).await? {
        labels.groups.push((row.get("profile_id")?, GroupRef { id: Id(row.get("id")?), name: row.get("name")? }));
    }
    let sql = format!("select profile_id, tag from profile_tags where profile_id in ({list}) order by tag");
    for row in conn.all(sql, values).await? {
        labels.tags.push((row.get("profile_id")?, row.get("tag")?));
    }
    Ok(labels)
}

/// The notes on these profiles older than `before` (instant, id), newest first.
pub(super) async fn notes(
    conn: &mut impl Connection,
    profiles: &[i64],
    before: (i64, i64),
    limit: i64,
) -> Result<Vec<Note>, Error> {
    if profiles.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "select id, profile_id, text, author, at, pinned from notes where (at < $1 or (at = $1 and id < $2)) \
         and profile_id in ({}) order by at desc, id desc limit $3",
        placeholders(4, profiles.len())
    );
    let mut values = values![before.0, before.1, limit];
    values.extend(profiles.iter().map(|id| Value::from(*id)));
    conn.all(sql, values).await?.iter().map(note_row).collect()
}

/// Takes everything off these profiles.
pub(super) async fn erase(tx: &mut Tx, profiles: &[i64]) -> Result<Vec<(&'static str, u64)>, Error> {
    let mut touched = Vec::new();
    for (table, sql) in [
        ("group_members", "delete from group_members where profile_id in ("),
        ("profile_tags", "delete from profile_tags where profile_id in ("),
        ("notes", "delete from notes where profile_id in ("),
    ] {
        let (list, values) = ids(profiles);
        touched.push((table, tx.execute(format!("{sql}{list})"), values).await?));
    }
    Ok(touched)
}

fn group(row: &Row) -> Result<Group, Error> {
    Ok(Group { id: Id(row.get("id")?), name: row.get("name")?, size: row.get("size")? })
}

fn note_row(row: &Row) -> Result<Note, Error> {
    Ok(Note {
        id: Id(row.get("id")?),
        text: row.get("text")?,
        author: row.get("author")?,
        at: Instant(row.get("at")?),
        pinned: row.get("pinned")?,
        profile_id: row.get("profile_id")?,
    })
}
