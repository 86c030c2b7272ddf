//! Calling a group off, by staff and with a reason.

use platform::db::Tx;
use platform::{App, Error};

use super::end::fail;
use super::model::{GroupBuyCause, GroupBuyStatus};
use super::records::groups::{self, GroupRow};
use super::refusal::Refusal;
use super::seat::coded;

/// Characters of a reason.
const REASON: usize = 200;

/// Calls the group with this code off; whoever paid is to be refunded. Whether it was called off just now: one that was
/// already is answered the same.
///
/// # Errors
/// `not_found`; `group_over` when it was filled or failed otherwise; `invalid` naming the field.
pub async fn call_off(tx: &mut Tx, app: &App, code: &str, reason: &str, by: &str) -> Result<(i64, bool), Error> {
    let reason = match reason.trim() {
        "" => return Err(Error::invalid("reason", "required")),
        text if text.chars().count() > REASON => return Err(Error::invalid("reason", "too_long")),
        text => text,
    };
    let found = coded(tx, code).await?.ok_or_else(|| Error::not_found("group_buy"))?;
    let group: GroupRow = groups::locked(tx, found.id).await?;
    match (group.status, group.cause) {
        (GroupBuyStatus::Open, _) => {
            fail(tx, app, &group, GroupBuyCause::CalledOff, Some((reason, by)), i64::MAX).await?;
            Ok((group.id, true))
        }
        (GroupBuyStatus::Failed, Some(GroupBuyCause::CalledOff)) => Ok((group.id, false)),
        _ => Err(Refusal::Over.error()),
    }
}
