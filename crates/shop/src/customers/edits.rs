//! What staff typed over what sources say: kept by profile, laid over the customer's face whenever that is derived.

use platform::db::Tx;
use platform::{App, Error};
use serde_json::Value as Json;

use super::refresh::Face;
use super::{reach, records, refresh};

/// Lays typed-in values over what sources say of the customer of `profile`; null takes one away again. Attributes that
/// no list shows are left out.
///
/// # Errors
/// When the database refuses.
pub async fn edit(tx: &mut Tx, app: &App, reached: &super::Reached, changes: &[(String, Json)]) -> Result<(), Error> {
    let now = app.clock.now();
    for (key, value) in changes {
        if key.starts_with("field:") {
            continue;
        }
        // A word taken back is taken back on every profile, or the next one's would show.
        records::drop_edits(tx, &reached.profile_ids, key).await?;
        if let Some(text) = value.as_str() {
            records::put_edit(tx, reached.anchor, key, text, now).await?;
        }
    }
    refresh(tx, app, &[reached.customer_id]).await?;
    reach::say_changed(tx, &[reached.customer_id], now)
}

/// Lays the edits of customers over their faces.
pub(super) async fn overlay(tx: &mut Tx, faces: &mut [(i64, Face)]) -> Result<(), Error> {
    let customers: Vec<i64> = faces.iter().map(|(id, _)| *id).collect();
    for (customer, key, value) in records::edits_of_customers(tx, &customers).await? {
        let Some((_, face)) = faces.iter_mut().find(|(id, _)| *id == customer) else { continue };
        let place = match key.as_str() {
            "nick" => &mut face.nick,
            "name" => &mut face.name,
            "mobile" => &mut face.mobile,
            "email" => &mut face.email,
            "gender" => &mut face.gender,
            "birthday" => &mut face.birthday,
            "province" => &mut face.province,
            "city" => &mut face.city,
            _ => continue,
        };
        *place = Some(value);
    }
    Ok(())
}
