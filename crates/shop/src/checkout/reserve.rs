//! Reserving: the cart is priced, and everything that applied is taken in one transaction, or nothing is.
//!
//! The order's key makes it repeatable: the same cart again is answered the same. Prices come from memory, limits from the
//! database; whoever is refused there looks again and is priced anew, or told why.

use std::collections::BTreeSet;

use platform::http::ShopScope;
use platform::outbox::Message;
use platform::{App, Error, Id};
use pricing::{Offer, Priced, Standing};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::access;
use super::price::{self, Done};
use super::records::{self, Body, Kept};
use super::redemption::{Redemption, Reserve, State, Use};
use super::settle;
use crate::coupons::{self, Found};
use crate::group_buys::{self, Refusal, Seat};
use crate::promotions::buyer;
use crate::promotions::live::{self, Set};
use crate::promotions::uses::{self, Claim, Taken};
use crate::{points, wallet};

/// How often a cart is priced anew because something ran out meanwhile.
const TURNS: usize = 6;
/// Characters of an order's key.
const ORDER: usize = 120;
/// Refusals of a code that leave the order as it is: it was simply not the best for this cart.
const HARMLESS: [&str; 10] = [
    "better",
    "together",
    "exclusive",
    "alone",
    "costlier",
    "floor",
    "cap",
    "not_lower",
    "no_shipping",
    "shipping_paid",
];

/// Reserves what a cart uses, under its order's key.
///
/// # Errors
/// `members_only_goods` when a line is not for this buyer, `coupon_…` when a code cannot be used, `group_…` when the group
/// cannot be joined, `price_changed` when another total was shown, `order_paid` when the order was paid with another cart; as
/// [`price::price`].
pub async fn reserve(app: &App, scope: &ShopScope, request: &Reserve) -> Result<Redemption, Error> {
    let order = request.order.trim();
    if order.is_empty() {
        return Err(Error::invalid("order", "required"));
    }
    if order.chars().count() > ORDER {
        return Err(Error::invalid("order", "too_long"));
    }
    let fingerprint = fingerprint(request)?;
    for _ in 0..TURNS {
        let before = records::find(&mut app.db.read().await?, order).await?;
        match &before {
            Some(kept)
                if kept.state != State::Released && kept.fingerprint == fingerprint && stands(app, kept).await? =>
            {
                return shown(app, kept.clone()).await;
            }
            Some(kept) if kept.state == State::Redeemed => return Err(Error::conflict("order_paid")),
            _ => {}
        }
        if let Some(kept) = turn(app, scope, request, order, &fingerprint, before).await? {
            return shown(app, kept).await;
        }
    }
    Err(Error::conflict("price_changed").retry_after(1))
}

/// Whether a reservation is still good for its answer: a place in a group that it holds may be gone since.
async fn stands(app: &App, kept: &Kept) -> Result<bool, Error> {
    let Some(place) = kept.body.place.filter(|_| kept.state == State::Reserved) else { return Ok(true) };
    let group = group_buys::of_place(&mut app.db.read().await?, place).await?;
    Ok(group.is_some_and(|group| group.place.stands()))
}

/// What tells one cart for an order from another.
fn fingerprint(request: &Reserve) -> Result<String, Error> {
    let customer = request.customer.as_ref().map(super::model::Customer::told);
    // Without credit and groups the text is what it was before there were any, so that reservations of then are known
    // again.
    let said = match (request.credit, &request.group) {
        (None, None) => serde_json::to_vec(&(&request.cart, customer, &request.codes)),
        (Some(credit), None) => serde_json::to_vec(&(&request.cart, customer, &request.codes, credit)),
        (credit, Some(group)) => serde_json::to_vec(&(&request.cart, customer, &request.codes, credit, group)),
    };
    let said = said.map_err(Error::internal)?;
    Ok(Sha256::digest(said).iter().map(|byte| format!("{byte:02x}")).collect())
}

/// One try; nothing when it has to be priced anew.
async fn turn(
    app: &App,
    scope: &ShopScope,
    request: &Reserve,
    order: &str,
    fingerprint: &str,
    before: Option<Kept>,
) -> Result<Option<Kept>, Error> {
    let now = app.clock.now();
    let set = live::set(app).await?;
    let device = request.device.as_deref();
    let holds = match &before {
        Some(one) if one.state == State::Reserved => points_of(app, scope, request, one, now).await?,
        _ => 0,
    };
    let cart = price::Asked {
        cart: request.cart.clone(),
        customer: request.customer.as_ref(),
        codes: &request.codes,
        group: request.group.as_ref(),
        order: Some(order),
        device,
        points: holds,
        tried: false,
    };
    let done = price::with(app, scope, set, None, cart, now).await?;
    if let Some(closed) = done.closed.first() {
        let why = &closed.refused;
        let error = Error::conflict(access::CODE).arg("zh", why.reason.zh.clone()).arg("en", why.reason.en.clone());
        return Err(error.arg("line", closed.line.clone()));
    }
    if let Some(refused) = done.codes.iter().find_map(hard) {
        return Err(refused);
    }
    let seat = seated(request, &done)?;
    if request.total.is_some_and(|total| total != done.priced.total) {
        return Err(Error::conflict("price_changed").arg("total", done.priced.total.to_string()));
    }
    let reached = done.who.as_ref().map(|who| who.reached.clone());
    let hers = |profile: i64| reached.as_ref().is_some_and(|reached| reached.profile_ids.contains(&profile));
    // What this buyer's order holds already comes back before it is paid anew.
    let held = before.as_ref().filter(|one| one.state == State::Reserved);
    let own_credit = match held.filter(|one| one.profile.is_some_and(hers)).and_then(|one| one.body.credit.as_ref()) {
        Some(paid) => wallet::held(&mut app.db.read().await?, paid, now).await?,
        None => 0,
    };
    let credit = price::credit(app, &done, request.credit, own_credit, now).await?;
    let to_pay = credit.map_or(done.priced.total, |credit| credit.to_pay);
    if request.to_pay.is_some_and(|shown| shown != to_pay) {
        return Err(Error::conflict("price_changed").arg("total", done.priced.total.to_string()));
    }
    let mark = device.map(coupons::mark);
    let (claims, used) = wanted(&done);
    let single: Vec<i64> = used.iter().filter(|one| one.coupon.is_none()).map(|one| one.programme).collect();
    let kept = Kept {
        order: order.to_owned(),
        profile: reached.as_ref().map(|reached| reached.anchor),
        device: mark.clone(),
        state: State::Reserved,
        total: done.priced.total,
        discount: done.priced.discount + done.priced.shipping_discount,
        reserved_at: now,
        // No order holds a place longer than its group may be filled.
        expires_at: Some(seat.map_or(i64::MAX, |seat| seat.ends_at).min(now + done.set.hold)),
        settled_at: None,
        fingerprint: fingerprint.to_owned(),
        body: Body {
            priced: serde_json::to_value(&done.priced).map_err(Error::internal)?,
            uses: claims.iter().map(told).collect(),
            codes: done.codes.clone(),
            single,
            counted: Some(coupons::counted(&used, reached.is_some(), mark.is_some())),
            credit: credit.map(|credit| wallet::Paid::new(app, order, credit)),
            points: spends(app, &done, order).await?,
            place: seat.map(|seat| seat.place),
        },
    };
    let mut tx = app.db.begin().await?;
    let mut freed = Vec::new();
    let written = match &before {
        None => records::insert(&mut tx, &kept).await?,
        Some(before) => records::again(&mut tx, before, &kept).await?,
    };
    if !written {
        return Ok(None);
    }
    // An order that is reserved anew gives back what it holds, a department at a time, each just before it takes there: then
    // it passes the departments in the one order in which all orders do, and no two wait for each other.
    if let Some(held) = held {
        settle::credit_back(&mut tx, app, held).await?;
    }
    if let (Some(credit), Some(reached)) = (&kept.body.credit, &reached) {
        match wallet::pay(&mut tx, app, reached, credit).await {
            // Somebody else was quicker: the next turn sees what is left.
            Err(error) if error.code() == "credit_short" => return Ok(None),
            paid => paid?,
        }
    }
    if let Some(held) = held {
        settle::points_back(&mut tx, app, held).await?;
    }
    if let (Some(spent), Some(reached)) = (&kept.body.points, &reached) {
        match points::till::pay(&mut tx, app, reached, spent).await {
            // Somebody else was quicker: the next turn sees what is left.
            Err(error) if error.code() == "points_short" => return Ok(None),
            paid => paid?,
        }
    }
    if let Some(held) = held {
        coupons::give_back(&mut tx, order, &held.holds(), now).await?;
    }
    if coupons::reserve(&mut tx, order, &used, reached.as_ref(), mark.as_deref(), now).await?.is_err() {
        // Somebody else was quicker, or another order of this buyer: the next turn sees it.
        return Ok(None);
    }
    if held.is_some() {
        uses::hold(&mut tx, order, &claims).await?;
        (_, freed) = uses::give_back(&mut tx, order, None, true, now).await?;
    } else if before.is_some() {
        uses::forget(&mut tx, order).await?;
    }
    let standings = match uses::take(&mut tx, order, reached.as_ref(), &claims, now).await? {
        Taken::All(standings) => standings,
        Taken::Gone { promotion, .. } => {
            drop(tx);
            look_again(app, &done.set, promotion).await?;
            return Ok(None);
        }
    };
    if let Some(held) = held {
        settle::place_back(&mut tx, app, held, kept.body.place).await?;
    }
    if let (Some(seat), Some(reached)) = (seat, &reached)
        && group_buys::hold(&mut tx, app, reached, seat, order).await?.is_err()
    {
        // Somebody else was quicker: the next turn sees it.
        return Ok(None);
    }
    tx.emit(Message::new("checkout.reserved", now, &json!({ "order": order }))?);
    tx.commit().await?;
    let freed = freed.into_iter().filter_map(|(id, stand)| Some((done.set.key(id)?.to_owned(), stand)));
    done.set.stand(freed.chain(standings).collect::<Vec<_>>());
    Ok(Some(kept))
}

/// The place in a group that an order takes: the one that it asks for, or the buyer's own when its price applies.
fn seated<'d>(request: &Reserve, done: &'d Done) -> Result<Option<&'d Seat>, Error> {
    let seat = done.seat.as_ref().map_err(|refusal| refusal.error())?.as_ref();
    let used = seat.filter(|seat| price::applied(&done.priced).contains(&seat.promotion));
    if request.group.is_some() && used.is_none() {
        return Err(Refusal::Unused.error());
    }
    Ok(used)
}

/// The points that a reservation of the same buyer holds, and that can be spent again.
async fn points_of(app: &App, scope: &ShopScope, request: &Reserve, before: &Kept, now: i64) -> Result<i64, Error> {
    let (Some(paid), Some(profile), Some(customer)) = (&before.body.points, before.profile, &request.customer) else {
        return Ok(0);
    };
    let mut session = app.db.read().await?;
    let who = buyer::who(&mut session, scope, customer).await?;
    if !who.reached.profile_ids.contains(&profile) {
        return Ok(0);
    }
    points::till::held(&mut session, paid, now).await
}

/// The points that a priced cart spends, where points are kept here.
async fn spends(app: &App, done: &Done, order: &str) -> Result<Option<points::till::Paid>, Error> {
    if done.who.is_none() || done.priced.points_spent == 0 {
        return Ok(None);
    }
    let here = points::till::kept_here(&mut app.db.read().await?).await?;
    Ok(here.then(|| points::till::Paid::new(app, order, done.priced.points_spent)))
}

/// Looks again at a promotion that was refused: it was used up, or its terms changed.
async fn look_again(app: &App, set: &Set, promotion: i64) -> Result<(), Error> {
    let known = set.key(promotion).and_then(|key| set.known(key)).map(|known| known.version);
    let found = crate::promotions::find(&mut app.db.read().await?, promotion).await?;
    if known == Some(found.version) && found.state(app.clock.now()) == crate::promotions::State::Running {
        live::recount(app, &[promotion]).await
    } else {
        live::refresh(app).await.map(|_| ())
    }
}

/// A code that was given and cannot be used at all is an error; one that is merely not the best is not.
fn hard(code: &super::model::Code) -> Option<Error> {
    let refused = code.refused.as_ref()?;
    if HARMLESS.contains(&refused.code.as_str()) {
        return None;
    }
    let known: &'static str = match refused.code.as_str() {
        "uses_gone" | "budget_gone" | "stock_gone" | "orders_gone" => "coupon_uses_gone",
        "own_uses_gone" => "coupon_enough",
        "short" => "coupon_short",
        "not_yet" => "coupon_not_yet",
        "over" => "coupon_expired",
        said => coupons::refusal(said).unwrap_or("coupon_not_for_you"),
    };
    Some(Error::conflict(known).arg("code", code.code.clone()))
}

/// What an order wants of each promotion that applied, and the coupons that it uses.
pub(super) fn wanted(done: &Done) -> (Vec<Claim>, Vec<Found>) {
    let shelf = done.set.shelf();
    let programme = shelf.programme();
    let mut claims = Vec::new();
    let mut used = Vec::new();
    for key in price::applied(&done.priced) {
        let Some(known) = done.set.known(&key) else { continue };
        let Some(terms) = programme.promotions.iter().find(|one| one.key == key) else { continue };
        let standing = done.standings.get(&key).copied().unwrap_or_default();
        let found = done.found.iter().find(|found| found.key == key).filter(|_| known.held);
        used.extend(found.cloned());
        let below = [uses::below(terms, standing).map(i64::from), found.and_then(Found::most)];
        claims.push(Claim {
            promotion: known.id,
            version: known.version,
            amount: done.priced.offers.iter().filter(|one| one.promotion == key).map(|one| one.amount).sum(),
            pieces: pieces(&done.priced, &key, &terms.offer, standing),
            below: below.into_iter().flatten().min(),
            per_customer: terms.uses_per_customer,
            coupon: found.and_then(|found| found.coupon),
            key,
        });
    }
    (claims, used)
}

fn pieces(priced: &Priced, key: &str, offer: &Offer, standing: Standing) -> i64 {
    let touched = priced.offers.iter().filter(|one| one.promotion == *key).flat_map(|one| &one.lines);
    let lines: BTreeSet<&String> = touched.collect();
    let quantity = priced.lines.iter().filter(|line| lines.contains(&line.key)).map(|line| line.quantity).sum();
    uses::pieces(offer, quantity, standing)
}

fn told(claim: &Claim) -> Use {
    Use { promotion: claim.key.clone(), amount: claim.amount, pieces: claim.pieces, coupon_id: claim.coupon.map(Id) }
}

/// A reservation as the API shows it.
pub(super) async fn shown(app: &App, kept: Kept) -> Result<Redemption, Error> {
    let mut session = app.db.read().await?;
    let customer_id = match kept.profile {
        Some(profile) => {
            let owners = crate::customers::customers_of(&mut session, &[profile]).await?;
            owners.first().map(|(_, customer)| Id(*customer))
        }
        None => None,
    };
    let group = match kept.body.place {
        Some(place) => group_buys::of_place(&mut session, place).await?,
        None => None,
    };
    Ok(Redemption {
        order: kept.order,
        state: kept.state,
        customer_id,
        total: kept.total,
        discount: kept.discount,
        reserved_at: platform::Instant(kept.reserved_at),
        expires_at: kept.expires_at.map(platform::Instant),
        settled_at: kept.settled_at.map(platform::Instant),
        priced: kept.body.priced,
        uses: kept.body.uses,
        codes: kept.body.codes,
        credit: kept.body.credit.map(|paid| paid.payable),
        group,
    })
}
