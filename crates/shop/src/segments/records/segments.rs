//! The SQL of segments and their versions.

use platform::db::{Connection, Row, Tx};
use platform::{Error, values};
use rules::Rule;

use crate::segments::model::{Kind, Origin, Record, Version};

macro_rules! columns {
    () => {
        "id, name, note, kind, origin, recipe, parameters, rule, text, tags, version, created_at, created_by, updated_at"
    };
}

pub(super) const LIST: &str = concat!("select ", columns!(), " from segments order by updated_at desc, id desc");
pub(super) const FIND: &str = concat!("select ", columns!(), " from segments where id = $1");
pub(super) const BY_NAME: &str = concat!("select ", columns!(), " from segments where name = $1");
pub(super) const INSERT: &str = concat!(
    "insert into segments (",
    columns!(),
    ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
);
pub(super) const UPDATE: &str = "update segments set name = $2, note = $3, rule = $4, text = $5, tags = $6, \
    version = $7, updated_at = $8, parameters = $9 where id = $1";
pub(super) const DELETE: &str = "delete from segments where id = $1";
pub(super) const INSERT_VERSION: &str = "insert into segment_versions (segment_id, version, rule, text, note, at, actor) \
    values ($1, $2, $3, $4, $5, $6, $7)";
pub(super) const VERSIONS: &str = "select version, rule, text, note, at, actor from segment_versions \
    where segment_id = $1 order by version desc";

pub(in crate::segments) async fn list(conn: &mut impl Connection) -> Result<Vec<Record>, Error> {
    conn.all(LIST, values![]).await?.iter().map(record).collect()
}

pub(in crate::segments) async fn find(conn: &mut impl Connection, id: i64) -> Result<Option<Record>, Error> {
    conn.one(FIND, values![id]).await?.as_ref().map(record).transpose()
}

pub(in crate::segments) async fn by_name(conn: &mut impl Connection, name: &str) -> Result<Option<Record>, Error> {
    conn.one(BY_NAME, values![name]).await?.as_ref().map(record).transpose()
}

pub(in crate::segments) async fn insert(tx: &mut Tx, one: &Record) -> Result<(), Error> {
    let values = values![
        one.id,
        &one.name,
        &one.note,
        one.kind.code(),
        one.origin.code(),
        one.recipe.as_ref(),
        one.parameters.as_ref(),
        json_of(one.rule.as_ref())?,
        one.text.as_ref(),
        tags(&one.tags)?,
        one.version,
        one.created_at,
        &one.created_by,
        one.updated_at
    ];
    tx.execute(INSERT, values).await.map(|_| ())
}

pub(in crate::segments) async fn update(tx: &mut Tx, one: &Record) -> Result<(), Error> {
    let values = values![
        one.id,
        &one.name,
        &one.note,
        json_of(one.rule.as_ref())?,
        one.text.as_ref(),
        tags(&one.tags)?,
        one.version,
        one.updated_at,
        one.parameters.as_ref()
    ];
    tx.execute(UPDATE, values).await.map(|_| ())
}

/// Takes a segment away with everything that is its own.
pub(in crate::segments) async fn delete(tx: &mut Tx, id: i64) -> Result<(), Error> {
    for sql in [
        "delete from segment_versions where segment_id = $1",
        super::lists::DROP,
        "delete from segment_sizes where segment_id = $1",
        "delete from segment_crossings where segment_id = $1",
        super::books::DROP_BOOK,
        DELETE,
    ] {
        tx.execute(sql, values![id]).await?;
    }
    Ok(())
}

pub(in crate::segments) async fn insert_version(tx: &mut Tx, segment: i64, one: &Version) -> Result<(), Error> {
    let rule = json_of(Some(&one.rule))?;
    let values = values![segment, one.version, rule, &one.text, &one.note, one.at, &one.actor];
    tx.execute(INSERT_VERSION, values).await.map(|_| ())
}

pub(in crate::segments) async fn versions(conn: &mut impl Connection, segment: i64) -> Result<Vec<Version>, Error> {
    conn.all(VERSIONS, values![segment])
        .await?
        .iter()
        .map(|row| {
            Ok(Version {
                version: row.at(0)?,
                rule: serde_json::from_str(&row.at::<String>(1)?).map_err(Error::internal)?,
                text: row.at(2)?,
                note: row.at(3)?,
                at: row.at(4)?,
                actor: row.at(5)?,
            })
        })
        .collect()
}

fn json_of(rule: Option<&Rule>) -> Result<Option<String>, Error> {
    rule.map(serde_json::to_string).transpose().map_err(Error::internal)
}

fn tags(tags: &[String]) -> Result<String, Error> {
    serde_json::to_string(tags).map_err(Error::internal)
}

fn record(row: &Row) -> Result<Record, Error> {
    let rule: Option<String> = row.at(7)?;
    Ok(Record {
        id: row.at(0)?,
        name: row.at(1)?,
        note: row.at(2)?,
        kind: Kind::from_code(&row.at::<String>(3)?)?,
        origin: Origin::from_code(&row.at::<String>(4)?)?,
        recipe: row.at(5)?,
        parameters: row.at(6)?,
        rule: rule.as_deref().map(serde_json::from_str).transpose().map_err(Error::internal)?,
        text: row.at(8)?,
        tags: serde_json::from_str(&row.at::<String>(9)?).map_err(Error::internal)?,
        version: row.at(10)?,
        created_at: row.at(11)?,
        created_by: row.at(12)?,
        updated_at: row.at(13)?,
    })
}

/// What these segments are called: (id, name, kind), by name.
pub(in crate::segments) async fn names_of(
    conn: &mut impl Connection,
    ids: impl IntoIterator<Item = i64>,
) -> Result<Vec<(i64, String, Kind)>, Error> {
    let mut found = Vec::new();
    for (list, bound) in platform::db::pieces(1, ids) {
        let text = format!("select id, name, kind from segments where id in ({list}) order by name");
        for row in conn.all(text, bound).await? {
            found.push((row.at(0)?, row.at(1)?, Kind::from_code(&row.at::<String>(2)?)?));
        }
    }
    Ok(found)
}

/// Writes a version anew, when a set that it names is called otherwise now.
pub(in crate::segments) async fn rewrite_version(tx: &mut Tx, segment: i64, one: &Version) -> Result<(), Error> {
    let rule = json_of(Some(&one.rule))?;
    let values = values![segment, one.version, rule, &one.text];
    tx.execute("update segment_versions set rule = $3, text = $4 where segment_id = $1 and version = $2", values)
        .await
        .map(|_| ())
}
