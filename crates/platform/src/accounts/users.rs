//! Adding and changing members of staff.

use serde_json::json;

use super::model::{Change, NewUser, OwnChange, User};
use super::password::{self, Hash};
use super::records::{sessions, users as records};
use crate::db::{Database, Tx};
use crate::error::Error;
use crate::http::{Caller, ShopScope};
use crate::{App, Personal, audit};

/// Letters of a name or login at most.
const LONGEST: usize = 64;

/// How a login is kept and compared: trimmed, lower case.
pub(super) fn fold(login: &str) -> String {
    login.trim().to_lowercase()
}

/// Adds a member of staff.
///
/// # Errors
/// `invalid` naming `name`, `login`, `password` or `shop_ids`; `login_taken`.
pub async fn add(app: &App, caller: &Caller, new: &NewUser, given: &Personal) -> Result<User, Error> {
    let hash = password::hash(&app.chance, "password", &new.login, given).await?;
    let mut tx = app.db.begin().await?;
    let id = add_in(&mut tx, app, caller, new, &hash).await?;
    tx.commit().await?;
    find(&app.db, id).await
}

/// The same inside `tx`, with the password hashed before ([`super::hash`]), since hashing takes longer than a
/// transaction should. Returns the account's id.
///
/// # Errors
/// As [`add`].
pub async fn add_in(tx: &mut Tx, app: &App, caller: &Caller, new: &NewUser, hash: &Hash) -> Result<i64, Error> {
    let new = NewUser { name: name(&new.name)?, login: login(&new.login)?, ..new.clone() };
    if let ShopScope::Only(shops) = &new.shops {
        app.check_shops(tx, "shop_ids", shops).await?;
    }
    let id = app.ids.next();
    let now = app.clock.now();
    records::insert(tx, id, &new, hash, now).await.map_err(|error| match error.code() {
        "already_exists" => Error::conflict("login_taken"),
        _ => error,
    })?;
    let detail = json!({ "role": new.role.code(), "every_shop": new.shops == ShopScope::All });
    audit::record(tx, caller, "users.added", Some("user"), Some(&id.to_string()), &detail, now).await?;
    Ok(id)
}

/// Whether there is any account yet.
///
/// # Errors
/// When the database cannot be read.
pub async fn any(db: &Database) -> Result<bool, Error> {
    records::any(&mut db.read().await?).await
}

/// Whether `tx` may make the first account: nobody else does at the same moment, and there is none.
///
/// # Errors
/// When the database refuses.
pub async fn first(tx: &mut Tx) -> Result<bool, Error> {
    records::take_turn(tx).await?;
    Ok(!records::any(tx).await?)
}

/// The account with that id.
///
/// # Errors
/// `not_found`, or when the database cannot be read.
pub async fn find(db: &Database, id: i64) -> Result<User, Error> {
    records::find(&mut db.read().await?, id).await?.ok_or_else(|| Error::not_found("user"))
}

/// The account that signs in with `login`.
///
/// # Errors
/// `not_found`, or when the database cannot be read.
pub async fn find_by_login(db: &Database, login: &str) -> Result<User, Error> {
    records::find_by_login(&mut db.read().await?, &fold(login)).await?.ok_or_else(|| Error::not_found("user"))
}

/// Accounts after account `after`, oldest first.
///
/// # Errors
/// When the database cannot be read.
pub async fn list(db: &Database, after: Option<i64>, limit: i64) -> Result<Vec<User>, Error> {
    records::list(&mut db.read().await?, after.unwrap_or(0), limit).await
}

/// Changes an account. Who is disabled or gets a new password is signed out everywhere.
///
/// # Errors
/// `not_found`; `last_owner` when nobody would own the business afterwards; `invalid` naming `name` or `shop_ids`.
pub async fn change(app: &App, caller: &Caller, id: i64, change: &Change) -> Result<User, Error> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    records::take_turn(&mut tx).await?;
    let before = records::find(&mut tx, id).await?.ok_or_else(|| Error::not_found("user"))?;
    let mut fields = Vec::new();
    if let Some(text) = &change.name {
        records::rename(&mut tx, id, &name(text)?).await?;
        fields.push("name");
    }
    if let Some(shops) = &change.shops {
        if let ShopScope::Only(shops) = shops {
            app.check_shops(&mut tx, "shop_ids", shops).await?;
        }
        records::set_shops(&mut tx, id, shops).await?;
        fields.push("shop_ids");
    }
    let role = change.role.unwrap_or(before.role);
    let disabled = change.disabled.unwrap_or(before.disabled);
    if (role, disabled) != (before.role, before.disabled) {
        if !records::set_standing(&mut tx, id, role, disabled).await? {
            return Err(Error::conflict("last_owner"));
        }
        fields.extend(change.role.map(|_| "role"));
        fields.extend(change.disabled.map(|_| "disabled"));
    }
    if let Some(hash) = &change.password {
        records::set_password(&mut tx, id, hash).await?;
        fields.push("password");
    }
    if disabled || change.password.is_some() {
        sessions::close_all(&mut tx, id, b"").await?;
    }
    let detail = json!({ "fields": fields, "role": role.code(), "disabled": disabled });
    audit::record(&mut tx, caller, "users.changed", Some("user"), Some(&id.to_string()), &detail, now).await?;
    tx.commit().await?;
    find(&app.db, id).await
}

/// Changes one's own account: name, language, look, and with the current one the password. A new password ends every
/// session but the one of `token`.
///
/// # Errors
/// `invalid` naming `name`, `password.current` or `password.new`; `too_many_attempts`.
pub async fn change_own(
    app: &App,
    caller: &Caller,
    token: &str,
    own: &OwnChange,
    password: Option<(&Personal, &Personal)>,
) -> Result<User, Error> {
    let id = caller.actor.id().ok_or_else(Error::unauthenticated)?;
    let user = find(&app.db, id).await?;
    let hash = match password {
        None => None,
        Some((current, new)) => {
            // Guessing the current password from a borrowed desk is guessing too.
            super::attempts::take(app, &user.login, None, app.clock.now()).await?;
            let kept = records::password(&mut app.db.read().await?, id).await?;
            if !password::check(kept, current).await? {
                return Err(Error::invalid("password.current", "wrong"));
            }
            super::attempts::forget(app, &user.login, None).await?;
            Some(password::hash(&app.chance, "password.new", &user.login, new).await?)
        }
    };
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    if let Some(text) = &own.name {
        records::rename(&mut tx, id, &name(text)?).await?;
    }
    if let Some(locale) = own.locale {
        records::set_locale(&mut tx, id, locale).await?;
    }
    if let Some(theme) = own.theme {
        records::set_theme(&mut tx, id, theme).await?;
    }
    if let Some(hash) = &hash {
        records::set_password(&mut tx, id, hash).await?;
        sessions::close_all(&mut tx, id, &super::sessions::digest(token)).await?;
        let detail = json!({ "fields": ["password"] });
        audit::record(&mut tx, caller, "users.changed", Some("user"), Some(&id.to_string()), &detail, now).await?;
    }
    tx.commit().await?;
    find(&app.db, id).await
}

fn name(text: &str) -> Result<String, Error> {
    let text = text.trim();
    match text.chars().count() {
        0 => Err(Error::invalid("name", "required")),
        1..=LONGEST if !text.chars().any(char::is_control) => Ok(text.to_owned()),
        1..=LONGEST => Err(Error::invalid("name", "malformed")),
        _ => Err(Error::invalid("name", "too_long")),
    }
}

fn login(text: &str) -> Result<String, Error> {
    let text = fold(text);
    match text.chars().count() {
        0 => Err(Error::invalid("login", "required")),
        1..=LONGEST if !text.chars().any(|c| c.is_control() || c.is_whitespace()) => Ok(text),
        1..=LONGEST => Err(Error::invalid("login", "malformed")),
        _ => Err(Error::invalid("login", "too_long")),
    }
}
