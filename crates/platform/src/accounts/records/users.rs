//! The SQL of accounts.

use crate::accounts::Hash;
use crate::accounts::model::{NewUser, Theme, User};
use crate::db::{Bulk, Connection, Row, Tx};
use crate::error::Error;
use crate::http::{Role, ShopScope};
use crate::i18n::Locale;
use crate::values;

const INSERT: &str = "insert into accounts \
    (id, login, name, role, password, every_scope, disabled, locale, theme, created_at) \
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
const SCOPES: Bulk =
    Bulk { insert: "insert into account_scopes (account_id, scope_id)", columns: 2, then: "on conflict do nothing" };
const DROP_SCOPES: &str = "delete from account_scopes where account_id = $1";
const FIND: &str = "select id, login, name, role, every_scope, disabled, locale, theme, last_seen_at, created_at \
    from accounts where id = $1";
const FIND_BY_LOGIN: &str = "select id, login, name, role, every_scope, disabled, locale, theme, last_seen_at, created_at \
    from accounts where login = $1";
const LIST: &str = "select id, login, name, role, every_scope, disabled, locale, theme, last_seen_at, created_at \
    from accounts where id > $1 order by id limit $2";
const SCOPES_OF: &str = "select scope_id from account_scopes where account_id = $1 order by scope_id";
const PASSWORD: &str = "select password from accounts where id = $1";
const SET_PASSWORD: &str = "update accounts set password = $1 where id = $2";
const ANY: &str = "select count(*) as accounts from (select id from accounts limit 1) a";
const TURN: &str = "update account_turn set turn = turn + 1 where id = 1";
const RENAME: &str = "update accounts set name = $1 where id = $2";
const SET_EVERY: &str = "update accounts set every_scope = $1 where id = $2";
const SET_LOCALE: &str = "update accounts set locale = $1 where id = $2";
const SET_THEME: &str = "update accounts set theme = $1 where id = $2";
const SET_STANDING: &str = "update accounts set role = $1, disabled = $2 where id = $3 and ( \
    ($1 = 'owner' and not $2) or role <> 'owner' or disabled \
    or exists (select 1 from accounts o where o.id <> $3 and o.role = 'owner' and not o.disabled))";

/// Every fixed statement, for the test that prepares them on both databases.
#[cfg(test)]
pub(in crate::accounts) const STATEMENTS: &[&str] = &[
    INSERT,
    DROP_SCOPES,
    FIND,
    FIND_BY_LOGIN,
    LIST,
    SCOPES_OF,
    PASSWORD,
    SET_PASSWORD,
    ANY,
    TURN,
    RENAME,
    SET_EVERY,
    SET_LOCALE,
    SET_THEME,
    SET_STANDING,
];

pub(in crate::accounts) async fn insert(
    tx: &mut Tx,
    id: i64,
    new: &NewUser,
    hash: &Hash,
    now: i64,
) -> Result<(), Error> {
    let every = new.shops == ShopScope::All;
    let locale = new.locale.map(Locale::code);
    let theme = Theme::default().code();
    let bound = values![id, &new.login, &new.name, new.role.code(), &hash.0, every, false, locale, theme, now];
    tx.execute(INSERT, bound).await?;
    put_scopes(tx, id, &new.shops).await
}

async fn put_scopes(tx: &mut Tx, id: i64, shops: &ShopScope) -> Result<(), Error> {
    let ShopScope::Only(shops) = shops else { return Ok(()) };
    SCOPES.run(tx, shops.iter().map(|shop| values![id, *shop]).collect()).await.map(|_| ())
}

pub(in crate::accounts) async fn set_shops(tx: &mut Tx, id: i64, shops: &ShopScope) -> Result<(), Error> {
    tx.execute(SET_EVERY, values![*shops == ShopScope::All, id]).await?;
    tx.execute(DROP_SCOPES, values![id]).await?;
    put_scopes(tx, id, shops).await
}

pub(in crate::accounts) async fn find(conn: &mut impl Connection, id: i64) -> Result<Option<User>, Error> {
    let Some(row) = conn.one(FIND, values![id]).await? else { return Ok(None) };
    user(conn, &row).await.map(Some)
}

pub(in crate::accounts) async fn find_by_login(conn: &mut impl Connection, login: &str) -> Result<Option<User>, Error> {
    let Some(row) = conn.one(FIND_BY_LOGIN, values![login]).await? else { return Ok(None) };
    user(conn, &row).await.map(Some)
}

/// Accounts after account `after`, oldest first.
pub(in crate::accounts) async fn list(conn: &mut impl Connection, after: i64, limit: i64) -> Result<Vec<User>, Error> {
    let rows = conn.all(LIST, values![after, limit]).await?;
    let mut users = Vec::with_capacity(rows.len());
    for row in &rows {
        users.push(user(conn, row).await?);
    }
    Ok(users)
}

async fn user(conn: &mut impl Connection, row: &Row) -> Result<User, Error> {
    let id: i64 = row.get("id")?;
    let shops = if row.get::<bool>("every_scope")? {
        ShopScope::All
    } else {
        let rows = conn.all(SCOPES_OF, values![id]).await?;
        ShopScope::Only(rows.iter().map(|row| row.get("scope_id")).collect::<Result<_, _>>()?)
    };
    let role: String = row.get("role")?;
    let locale: Option<String> = row.get("locale")?;
    Ok(User {
        id,
        name: row.get("name")?,
        login: row.get("login")?,
        role: Role::from_code(&role).ok_or_else(|| Error::internal(format!("{role} is no role")))?,
        shops,
        disabled: row.get("disabled")?,
        locale: locale.and_then(|code| Locale::ALL.into_iter().find(|locale| locale.code() == code)),
        theme: Theme::from_code(&row.get::<String>("theme")?),
        last_seen_at: row.get("last_seen_at")?,
        created_at: row.get("created_at")?,
    })
}

pub(in crate::accounts) async fn password(conn: &mut impl Connection, id: i64) -> Result<Option<Hash>, Error> {
    conn.one(PASSWORD, values![id]).await?.map(|row| row.get("password").map(Hash)).transpose()
}

pub(in crate::accounts) async fn set_password(tx: &mut Tx, id: i64, hash: &Hash) -> Result<(), Error> {
    tx.execute(SET_PASSWORD, values![&hash.0, id]).await.map(|_| ())
}

pub(in crate::accounts) async fn any(conn: &mut impl Connection) -> Result<bool, Error> {
    let row = conn.one(ANY, values![]).await?;
    Ok(row.map(|row| row.get::<i64>("accounts")).transpose()?.unwrap_or(0) > 0)
}

/// Waits for its turn: who changes the standing of accounts does so one after another, so that two owners cannot make
/// each other something else at the same moment.
pub(in crate::accounts) async fn take_turn(tx: &mut Tx) -> Result<(), Error> {
    tx.execute(TURN, values![]).await.map(|_| ())
}

/// Sets role and standing unless that would leave nobody who owns the business. Says whether it did.
pub(in crate::accounts) async fn set_standing(tx: &mut Tx, id: i64, role: Role, disabled: bool) -> Result<bool, Error> {
    Ok(tx.execute(SET_STANDING, values![role.code(), disabled, id]).await? == 1)
}

pub(in crate::accounts) async fn rename(tx: &mut Tx, id: i64, name: &str) -> Result<(), Error> {
    tx.execute(RENAME, values![name, id]).await.map(|_| ())
}

pub(in crate::accounts) async fn set_locale(tx: &mut Tx, id: i64, locale: Locale) -> Result<(), Error> {
    tx.execute(SET_LOCALE, values![locale.code(), id]).await.map(|_| ())
}

pub(in crate::accounts) async fn set_theme(tx: &mut Tx, id: i64, theme: Theme) -> Result<(), Error> {
    tx.execute(SET_THEME, values![theme.code(), id]).await.map(|_| ())
}
