//! The codes of a programme as a file, streamed: memory does not grow with it.

use bytes::Bytes;
use platform::{App, Error, Instant};
use tokio::sync::mpsc::Sender;

use super::codes;
use super::model::Kept;
use super::records::coupons;

/// Coupons that are read and sent at a time.
const PIECE: i64 = 5_000;

/// Writes every coupon of a programme, or of one batch of it, as CSV. Ends early when nobody reads.
///
/// # Errors
/// When the database fails.
pub(super) async fn write(
    app: &App,
    programme: i64,
    batch: Option<i64>,
    to: &Sender<Result<Bytes, Error>>,
) -> Result<(), Error> {
    let mut session = app.db.read().await?;
    let cipher = codes::cipher(&mut session).await?;
    let now = app.clock.now();
    let mut buffer = "code,coupon,state,issued_at,claimed_at,expires_at,used_at,order\r\n".to_owned();
    let mut after = 0;
    loop {
        let piece = coupons::after(&mut session, programme, batch, after, PIECE).await?;
        let Some(last) = piece.last() else { break };
        after = last.id;
        for coupon in &piece {
            let code = cipher.as_ref().map(|cipher| cipher.code(coupon.id)).unwrap_or_default();
            line(&mut buffer, coupon, &code, now);
        }
        if to.send(Ok(Bytes::from(std::mem::take(&mut buffer)))).await.is_err() {
            return Ok(());
        }
    }
    if !buffer.is_empty() {
        let _ = to.send(Ok(Bytes::from(buffer))).await;
    }
    Ok(())
}

fn line(to: &mut String, coupon: &Kept, code: &str, now: i64) {
    use std::fmt::Write as _;
    let at = |at: Option<i64>| at.map(|at| Instant(at).to_string()).unwrap_or_default();
    let order = coupon.order.as_deref().unwrap_or_default().replace('"', "\"\"");
    // A spreadsheet takes what begins so for a formula.
    let guard = if order.starts_with(['=', '+', '-', '@']) { "'" } else { "" };
    let _ = write!(
        to,
        "{code},{},{},{},{},{},{},\"{guard}{order}\"\r\n",
        coupon.id,
        coupon.state(now).code(),
        Instant(coupon.issued_at),
        at(coupon.claimed_at),
        at(coupon.expires_at),
        at(coupon.used_at),
    );
}
