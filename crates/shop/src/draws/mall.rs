//! What the points mall sells of ours: coupons and chances are given as soon as they were paid for, and the order ticked
//! off; what cannot be given stays claimed, with the reason as its note.

use platform::db::Tx;
use platform::http::{Actor, Caller, ShopScope};
use platform::i18n::Locale;
use platform::outbox::{self, Delivered};
use platform::{App, Error};
use serde_json::Value as Json;

use super::chances::entitle;
use crate::coupons::{self, Gift};
use crate::points::mall;
use crate::{customers, permissions};

/// Why somebody has it, as the coupon and the chance say it.
const MALL: &str = "积分商城 / Points mall";

/// The consumer of the outbox, in its books.
pub const CONSUMER: &str = "draws";
/// Messages taken at a time.
const MESSAGES: i64 = 50;
/// Coupons granted under one key.
const COUPONS: i64 = 20;

/// Gives what the next messages tell was bought; whether there were any.
///
/// # Errors
/// When the database fails; then it is tried again.
pub async fn look(app: &App) -> Result<bool, Error> {
    let messages = outbox::pending(&app.db, CONSUMER, MESSAGES).await?;
    let Some(last) = messages.last() else { return Ok(false) };
    for message in messages.iter().filter(|message| message.kind == "mall.redeemed") {
        deliver(app, message).await?;
    }
    let mut tx = app.db.begin().await?;
    outbox::advance(&mut tx, CONSUMER, last.position).await?;
    tx.commit().await?;
    Ok(true)
}

/// What was bought.
struct Bought {
    order: i64,
    customer: i64,
    quantity: i64,
    coupon: bool,
    reference: i64,
}

fn bought(message: &Delivered) -> Option<Bought> {
    let said = |key: &str| message.payload.get(key);
    let id = |key: &str| said(key).and_then(|value| value.as_i64().or_else(|| value.as_str()?.parse().ok()));
    let kind = said("kind").and_then(Json::as_str)?;
    if !matches!(kind, "coupon" | "draw") {
        return None;
    }
    Some(Bought {
        order: id("order")?,
        customer: id("customer")?,
        quantity: id("quantity")?,
        coupon: kind == "coupon",
        reference: id("ref").unwrap_or(0),
    })
}

async fn deliver(app: &App, message: &Delivered) -> Result<(), Error> {
    let Some(bought) = bought(message) else { return Ok(()) };
    let mut tx = app.db.begin().await?;
    match give(&mut tx, app, &bought).await {
        Ok(()) => tx.commit().await,
        // It was ticked off or given back before: by another process, or by hand.
        Err(error) if error.code() == "not_claimed" => Ok(()),
        Err(error) if error.outside().status < 500 => {
            drop(tx);
            let mut tx = app.db.begin().await?;
            mall::remark(&mut tx, bought.order, &format!("!{}", error.code()), app.clock.now()).await?;
            tx.commit().await
        }
        Err(error) => Err(error),
    }
}

async fn give(tx: &mut Tx, app: &App, bought: &Bought) -> Result<(), Error> {
    // First the order, so that nobody gives it back meanwhile.
    mall::fulfil(tx, bought.order, None, app.clock.now()).await?;
    let reached = customers::reach(tx, &ShopScope::All, bought.customer).await?;
    let key = format!("mall:{}", bought.order);
    if !bought.coupon {
        let said = (key.as_str(), MALL);
        return entitle(tx, app, &Actor::System, &reached, bought.reference, bought.quantity, said).await;
    }
    let caller = Caller::system(permissions::ALL, Locale::ZhCn);
    let mut left = bought.quantity;
    while left > 0 {
        let (count, key) = (left.min(COUPONS), format!("{key}:{left}"));
        let gift = Gift { programme: bought.reference, count, reason: MALL, key: &key };
        coupons::grant(tx, app, &caller, &reached, gift).await?;
        left -= count;
    }
    Ok(())
}
