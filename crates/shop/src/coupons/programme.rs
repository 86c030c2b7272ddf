//! Programmes: made with their terms, shown with what came of them.

use platform::db::{Connection, Session, Tx};
use platform::http::Caller;
use platform::{App, Error, Id, Instant, audit};
use pricing::Promotion;
use serde_json::json;

use super::model::{CouponCodes, Funnel, How, Kind, Programme, Record};
use super::{codes, records};
use crate::promotions::{self, all_shops};

/// Letters of a code that everybody may type.
const CODE: std::ops::RangeInclusive<usize> = 3..=32;
/// The highest of all caps, and the longest of all waits.
const MOST: i64 = 1_000_000_000;

/// The programme.
pub(super) async fn find(conn: &mut impl Connection, id: i64) -> Result<Record, Error> {
    records::programmes::find(conn, id).await?.ok_or_else(|| Error::not_found("coupon_programme"))
}

/// Whether coupons of a programme can be granted at `now`: nothing when there is no such programme, it is not published or
/// has one code for everybody; otherwise how many may still be issued, without a limit `None`.
///
/// # Errors
/// When the database cannot be read.
pub async fn grantable(conn: &mut impl Connection, id: i64, now: i64) -> Result<Option<Option<i64>>, Error> {
    let Some(found) = records::programmes::find(conn, id).await? else { return Ok(None) };
    let terms = promotions::find(conn, id).await?;
    let live = matches!(terms.state(now), promotions::State::Running | promotions::State::Scheduled);
    if !live || found.how.codes == CouponCodes::Single {
        return Ok(None);
    }
    Ok(Some(found.how.most.map(|most| (most - found.issued).max(0))))
}

/// A code as it is compared: capitals, without spaces at its ends.
pub(super) fn normal(code: &str) -> String {
    code.trim().to_uppercase()
}

fn checked(mut how: How) -> Result<How, Error> {
    how.code = how.code.as_deref().map(normal).filter(|code| !code.is_empty());
    match (how.codes, &how.code) {
        (CouponCodes::Single, None) => return Err(Error::invalid("how.code", "required")),
        (CouponCodes::Single, Some(code)) => {
            let fine = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
            if !CODE.contains(&code.chars().count()) || !code.chars().all(fine) {
                return Err(Error::invalid("how.code", "malformed"));
            }
            if how.claimable {
                return Err(Error::invalid("how.claimable", "not_allowed"));
            }
        }
        (_, Some(_)) => return Err(Error::invalid("how.code", "not_allowed")),
        _ => {}
    }
    for (field, said) in [
        ("how.most", how.most),
        ("how.most_per_customer", how.most_per_customer),
        ("how.most_per_device", how.most_per_device),
        ("how.valid_days", how.valid_days),
        ("how.remind_days", how.remind_days),
    ] {
        if said.is_some_and(|said| !(1..=MOST).contains(&said)) {
            return Err(Error::invalid(field, "out_of_range"));
        }
    }
    Ok(how)
}

async fn free(conn: &mut impl Connection, how: &How, own: Option<i64>) -> Result<(), Error> {
    let Some(code) = &how.code else { return Ok(()) };
    match records::programmes::by_code(conn, code).await? {
        Some(other) if Some(other.id) != own => Err(Error::invalid("how.code", "duplicate")),
        _ => Ok(()),
    }
}

/// Makes a programme with its terms, as a draft.
///
/// # Errors
/// `invalid` naming the field.
pub async fn create(tx: &mut Tx, app: &App, caller: &Caller, terms: Promotion, how: How) -> Result<i64, Error> {
    let how = checked(how)?;
    free(tx, &how, None).await?;
    let made = promotions::create(tx, app, caller, terms, true).await?;
    records::programmes::insert(tx, made.id, &how, app.clock.now()).await?;
    if how.codes == CouponCodes::Unique {
        codes::make(tx, app).await?;
    }
    Ok(made.id)
}

/// Hands coupons out in another way from now on. What codes there are stays, once a coupon was issued.
///
/// # Errors
/// `invalid` naming the field; `coupons_issued` when codes would change.
pub(super) async fn change(tx: &mut Tx, app: &App, caller: &Caller, id: i64, how: How) -> Result<(), Error> {
    all_shops(caller)?;
    let before = find(tx, id).await?;
    let how = checked(how)?;
    free(tx, &how, Some(id)).await?;
    if before.issued > 0 && (how.codes != before.how.codes) {
        return Err(Error::conflict("coupons_issued"));
    }
    records::programmes::update(tx, id, &how).await?;
    if how.codes == CouponCodes::Unique {
        codes::make(tx, app).await?;
    }
    let now = app.clock.now();
    audit::record(tx, caller, "coupons.programme_changed", Some("promotion"), Some(&id.to_string()), &json!({}), now)
        .await
}

/// Programmes with their terms and what came of them, in the order of `found`.
pub(super) async fn shown(
    session: &mut Session,
    found: Vec<promotions::Record>,
    now: i64,
) -> Result<Vec<Programme>, Error> {
    let mut programmes = Vec::with_capacity(found.len());
    let mut hows: std::collections::HashMap<i64, Record> =
        records::programmes::find_all(session, found.iter().map(|one| one.id))
            .await?
            .into_iter()
            .map(|one| (one.id, one))
            .collect();
    for terms in found {
        let Some(record) = hows.remove(&terms.id) else { continue };
        let expired = records::coupons::expired(session, record.id, now).await?;
        let typed = match record.how.codes {
            CouponCodes::Unique => records::coupons::typed(session, record.id).await?,
            _ => 0,
        };
        let usage = terms.usage;
        let full = promotions::full(session, terms, now).await?;
        let kind = full.draft.as_ref().or(full.published.as_ref()).map_or(Kind::Other, Kind::of);
        programmes.push(Programme {
            id: Id(record.id),
            kind,
            promotion: full.row,
            window: full.window,
            funnel: Funnel {
                issued: record.issued,
                claimed: record.claimed + typed,
                reserved: usage.orders - usage.paid_orders,
                used: usage.paid_orders,
                revenue: usage.revenue,
                discount: usage.spent,
                expired,
                voided: record.voided,
            },
            how: record.how,
            created_at: Instant(record.created_at),
            published: full.published,
            draft: full.draft,
        });
    }
    Ok(programmes)
}

/// Until when a coupon is good that somebody comes by at `now`.
pub(super) fn expires_at(how: &How, ends_at: Option<i64>, now: i64) -> Option<i64> {
    let own = how.valid_days.map(|days| now.saturating_add(days.saturating_mul(86_400_000)));
    match (own, ends_at) {
        (Some(own), Some(end)) => Some(own.min(end)),
        (own, end) => own.or(end),
    }
}
