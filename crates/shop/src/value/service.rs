//! What service did for customers: how quickly it replied, and what it gave to make something good.
//!
//! Absent from here: that somebody asked, complained or had a complaint resolved, which is counted among deeds (`gather`).

use std::collections::HashMap;

use platform::Error;
use platform::db::Connection;
use platform::http::ShopScope;
use serde_json::Value as Json;

use super::gather::{Days, FIRST, number};
use super::numbers::whole;
use super::periods::ByDay;
use super::person::Person;
use crate::events::{self, Deed};
use crate::shops::Business;

/// The behaviour that says what was given to make something good.
pub(super) const COMPENSATED: &str = "compensated";
const REPLIED: &str = "reply_received";
/// Minutes of one wait that count: thirty days.
const LONGEST: f64 = 43_200.0;

/// Adds up replies and compensation: of each customer, and compensation by the day on which it was given too. A reply is
/// promised within so many minutes.
///
/// # Errors
/// When the database cannot be read.
pub(super) async fn served(
    conn: &mut impl Connection,
    business: &Business,
    (now, promised): (i64, i64),
    owner: &HashMap<i64, i64>,
    (people, by_day): (&mut HashMap<i64, Person>, &mut ByDay),
) -> Result<(), Error> {
    let until = (0, now.saturating_add(1));
    events::deeds(conn, &ShopScope::All, Some(REPLIED), until, |deed| {
        let whose = owner.get(&deed.profile_id).and_then(|customer| people.get_mut(customer));
        if let Some((person, minutes)) = whose.zip(deed.properties.as_deref().and_then(waited)) {
            person.counted.replied(minutes, promised);
        }
        Ok(())
    })
    .await?;
    let mut days = Days::new(business.zone());
    events::deeds(conn, &ShopScope::All, Some(COMPENSATED), until, |deed| {
        let whose = owner.get(&deed.profile_id).and_then(|customer| people.get_mut(customer));
        if let Some((person, (day, amount))) = whose.zip(given(&deed, &business.currency, &mut days)) {
            person.counted.compensation = person.counted.compensation.saturating_add(amount);
            by_day.entry(day).or_default().compensated(amount);
        }
        Ok(())
    })
    .await
}

/// The day of a compensation and its amount in minor units; `None` when it is in another currency or nothing was given.
pub(super) fn given(deed: &Deed, currency: &str, days: &mut Days) -> Option<(i64, i64)> {
    let amount = deed.amount.filter(|amount| *amount > 0 && deed.currency.as_deref() == Some(currency))?;
    let day = days.of(deed.at).filter(|day| *day >= number(FIRST))?;
    Some((day, amount))
}

/// The minutes that a reply was waited for, one that was begun as a whole: `waited_minutes` as a number or a text.
fn waited(properties: &str) -> Option<i64> {
    let said: Json = serde_json::from_str(properties).ok()?;
    let minutes = match said.get("waited_minutes")? {
        Json::Number(number) => number.as_f64()?,
        Json::String(text) => text.trim().parse().ok()?,
        _ => return None,
    };
    (minutes.is_finite() && minutes >= 0.0).then(|| whole(minutes.min(LONGEST).ceil()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_a_number_or_a_text() {
        for (said, expected) in [
            (r#"{"waited_minutes":0}"#, Some(0)),
            (r#"{"waited_minutes":5}"#, Some(5)),
            (r#"{"waited_minutes":5.1}"#, Some(6)),
            (r#"{"waited_minutes":" 42 "}"#, Some(42)),
            (r#"{"waited_minutes":1e12}"#, Some(43_200)),
            (r#"{"waited_minutes":-1}"#, None),
            (r#"{"waited_minutes":"soon"}"#, None),
            (r#"{"waited_minutes":"NaN"}"#, None),
            (r#"{"waited_minutes":"inf"}"#, None),
            (r#"{"waited_minutes":null}"#, None),
            (r#"{"waited_minutes":[3]}"#, None),
            (r#"{"text":"waited_minutes"}"#, None),
            ("{}", None),
            ("{", None),
        ] {
            assert_eq!(waited(said), expected, "{said}");
        }
    }
}
