//! Making a group, and what its name may be.

use platform::db::Tx;
use platform::http::Caller;
use platform::{App, Error, Id, audit};
use serde_json::json;

use super::{Group, records};

/// Most groups that a business may have.
const MOST: usize = 500;

/// Makes a group with nobody in it.
///
/// # Errors
/// `invalid` for a name that is empty, overlong or taken; `too_many_groups`.
pub async fn create(tx: &mut Tx, app: &App, caller: &Caller, name: &str) -> Result<Group, Error> {
    let name = checked(name)?;
    let (id, now) = (app.ids.next(), app.clock.now());
    let known = records::list(tx).await?;
    if known.len() >= MOST {
        return Err(Error::conflict("too_many_groups"));
    }
    if known.iter().any(|group| group.name == name) {
        return Err(Error::invalid("name", "duplicate"));
    }
    records::insert(tx, id, &name, now).await?;
    audit::record(tx, caller, "groups.created", Some("group"), Some(&id.to_string()), &json!({}), now).await?;
    Ok(Group { id: Id(id), name, size: 0 })
}

pub(super) fn checked(name: &str) -> Result<String, Error> {
    match name.trim() {
        "" => Err(Error::invalid("name", "required")),
        name if name.chars().count() > 60 => Err(Error::invalid("name", "too_long")),
        name => Ok(name.to_owned()),
    }
}
