//! What a buyer does: taking coupons, spending points, drawing, saying who she is. Over HTTP.

use std::collections::BTreeMap;

use axum::response::Response;
use maud::Markup;
use platform::http::{Path, Query, ShopScope};
use platform::{App, Error, Id};
use serde::Deserialize;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::ticked;
use crate::deliveries::{DeliveryOf, NewDelivery};
use crate::portal::session::Who as Visitor;
use crate::portal::visit::{ACTOR, Buyer, Posted, Visit, see};
use crate::portal::{own, pages};
use crate::promotions::buyer::Who;
use crate::{coupons, customers, draws, gifts, group_buys, points};

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(coupons_in_hand, take_coupon))
        .routes(routes!(coupon_to_give, give_coupon))
        .routes(routes!(mall_item, take_item))
        .routes(routes!(delivery, send_to))
        .routes(routes!(one_draw, play))
        .routes(routes!(profile, change_profile))
        .routes(routes!(consents))
        .routes(routes!(shared_group, join_group))
        .routes(routes!(groups, open_group))
}

/// Onward to where the deed shows, or the page again with why it could not be done.
async fn settled(
    mut buyer: Buyer,
    done: Result<String, Error>,
    again: impl AsyncFnOnce(&Buyer) -> Result<Markup, Error>,
) -> Response {
    match done {
        Ok(to) => see(&to),
        // A form of another site gets no page of hers.
        Err(error) if error.code() == "csrf" => buyer.visit.refuse(&error),
        Err(error) => {
            let status = buyer.visit.blame(&error);
            let page = again(&buyer).await;
            buyer.visit.answer_with(status, page)
        }
    }
}

/// Coupons.
#[utoipa::path(get, path = "/my/coupons", tag = "portal", responses((status = 200, body = String, content_type = "text/html"), (status = 303)))]
async fn coupons_in_hand(buyer: Buyer, Query(said): Query<Prefilled>) -> Response {
    buyer.visit.answer(pages::coupons::page(&buyer, said.code.get(..64).unwrap_or(&said.code)).await)
}

/// What stands in the field for codes already: a link that hands a coupon on says it.
#[derive(Debug, Default, Deserialize)]
struct Prefilled {
    #[serde(default)]
    code: String,
}

#[derive(Deserialize)]
struct Coupon {
    #[serde(default)]
    programme: Option<Id>,
    #[serde(default)]
    code: String,
}

/// The buyer as other departments ask for one.
async fn who(buyer: &Buyer) -> Result<Who, Error> {
    let mut conn = buyer.visit.app.db.read().await?;
    let blacklisted = customers::blacklisted(&mut conn, &[buyer.reached.customer_id]).await?;
    Ok(Who { reached: buyer.reached.clone(), blacklisted: !blacklisted.is_empty() })
}

async fn taken(buyer: &Buyer, wish: &Coupon) -> Result<String, Error> {
    let app = &buyer.visit.app;
    let who = who(buyer).await?;
    let wanted = match wish.programme {
        Some(programme) => coupons::Wanted::Programme(programme.0),
        None => coupons::Wanted::Code(&wish.code),
    };
    coupons::take(app, &who, wanted, None).await?;
    Ok("/my/coupons?done=coupon".to_owned())
}

/// Takes a coupon that is offered, or makes a code one's own.
#[utoipa::path(post, path = "/my/coupons", tag = "portal", responses((status = 303), (status = "4XX", body = String, content_type = "text/html")))]
async fn take_coupon(buyer: Buyer, body: Posted) -> Response {
    let (done, code) = match buyer.visit.form::<Coupon>(&body) {
        Ok(wish) => (taken(&buyer, &wish).await, wish.code),
        Err(error) => (Err(error), String::new()),
    };
    settled(buyer, done, async |buyer| pages::coupons::page(buyer, &code).await).await
}

/// A coupon in hand that may be given on, with its code when it is.
#[utoipa::path(get, path = "/my/coupons/{id}", tag = "portal", params(("id" = Id, Path)),
    responses((status = 200, body = String, content_type = "text/html"), (status = 303)))]
async fn coupon_to_give(buyer: Buyer, Path(Id(id)): Path<Id>) -> Response {
    buyer.visit.answer(pages::hand_on::page(&buyer, id).await)
}

#[derive(Deserialize)]
struct HandOn {
    /// The code is taken back.
    #[serde(default, deserialize_with = "ticked")]
    back: bool,
}

async fn handed_on(buyer: &Buyer, id: i64, wish: &HandOn) -> Result<String, Error> {
    let app = &buyer.visit.app;
    let mut tx = app.db.begin().await?;
    if wish.back {
        coupons::hand_on::withdraw(&mut tx, app, &buyer.reached, id).await?;
    } else {
        coupons::hand_on::offer(&mut tx, app, &buyer.reached, id).await?;
    }
    tx.commit().await?;
    Ok(if wish.back { "/my/coupons?done=kept".to_owned() } else { format!("/my/coupons/{}", Id(id)) })
}

/// Makes a code that hands a coupon on, or takes it back.
#[utoipa::path(post, path = "/my/coupons/{id}", tag = "portal", params(("id" = Id, Path)),
    responses((status = 303), (status = "4XX", body = String, content_type = "text/html")))]
async fn give_coupon(buyer: Buyer, Path(Id(id)): Path<Id>, body: Posted) -> Response {
    let done = async { handed_on(&buyer, id, &buyer.visit.form(&body)?).await }.await;
    settled(buyer, done, async |buyer| pages::coupons::page(buyer, "").await).await
}

/// One thing that points buy.
#[utoipa::path(get, path = "/my/mall/{id}", tag = "portal", params(("id" = Id, Path)),
    responses((status = 200, body = String, content_type = "text/html"), (status = 303)))]
async fn mall_item(buyer: Buyer, Path(Id(id)): Path<Id>) -> Response {
    buyer.visit.answer(pages::mall::item(&buyer, id, None).await)
}

#[derive(Deserialize)]
struct Order {
    #[serde(default)]
    key: String,
    #[serde(default)]
    quantity: Option<i64>,
    /// Where goods are sent.
    #[serde(flatten)]
    to: NewDelivery,
}

/// A form's key as the other departments know it: nobody else's form has the same.
fn key(buyer: &Buyer, form: &str) -> Result<String, Error> {
    match form.trim() {
        "" => Err(Error::invalid("key", "required")),
        form => Ok(format!("my:{}:{form}", buyer.profile)),
    }
}

async fn ordered(buyer: &Buyer, id: i64, order: &Order) -> Result<String, Error> {
    let app = &buyer.visit.app;
    let (key, quantity) = (key(buyer, &order.key)?, order.quantity.unwrap_or(1));
    let mut tx = app.db.begin().await?;
    let taken = points::mall::redeem(&mut tx, app, &ACTOR, &buyer.reached, id, quantity, &key).await?;
    // The same form again says nothing of what she may have corrected since.
    if taken.new && points::mall::item(&mut tx, id).await?.offer.kind == points::mall::MallKind::Goods {
        points::mall::send_to(&mut tx, app, &buyer.reached, taken.id, &order.to).await?;
    }
    tx.commit().await?;
    Ok("/my/mall?done=redeemed".to_owned())
}

/// Takes it for points. The same form again is done once.
#[utoipa::path(post, path = "/my/mall/{id}", tag = "portal", params(("id" = Id, Path)),
    responses((status = 303), (status = "4XX", body = String, content_type = "text/html")))]
async fn take_item(buyer: Buyer, Path(Id(id)): Path<Id>, body: Posted) -> Response {
    let order = buyer.visit.form::<Order>(&body);
    let typed = order.as_ref().map(|order| order.to.clone()).ok();
    let done = async { ordered(&buyer, id, &order?).await }.await;
    settled(buyer, done, async |buyer| match pages::mall::item(buyer, id, typed.as_ref()).await {
        Ok(page) => Ok(page),
        Err(_) => pages::mall::page(buyer).await,
    })
    .await
}

/// Where something is sent that she took, won or was given.
#[utoipa::path(get, path = "/my/deliveries/{of}/{id}", tag = "portal", params(("of" = String, Path, description = "`mall`, `draw` or `gift`"), ("id" = Id, Path)),
    responses((status = 200, body = String, content_type = "text/html"), (status = 303)))]
async fn delivery(buyer: Buyer, Path((of, id)): Path<(DeliveryOf, Id)>) -> Response {
    buyer.visit.answer(pages::delivery::page(&buyer, of, id.0, None).await)
}

async fn addressed(buyer: &Buyer, of: DeliveryOf, id: i64, said: &NewDelivery) -> Result<String, Error> {
    let app = &buyer.visit.app;
    let mut tx = app.db.begin().await?;
    match of {
        DeliveryOf::Mall => points::mall::send_to(&mut tx, app, &buyer.reached, id, said).await?,
        DeliveryOf::Draw => draws::send_to(&mut tx, app, &buyer.reached, id, said).await?,
        DeliveryOf::Gift => gifts::send_to(&mut tx, app, &buyer.reached, id, said).await?,
    }
    tx.commit().await?;
    Ok(match of {
        DeliveryOf::Mall => "/my/mall?done=address".to_owned(),
        DeliveryOf::Gift => "/my/gifts?done=address".to_owned(),
        DeliveryOf::Draw => {
            let draw = draws::ticket(&mut app.db.read().await?, &ShopScope::All, id).await?.draw_id;
            format!("/my/draws/{draw}/tickets/{id}?done=address")
        }
    })
}

/// Says where it is sent, or somewhere else while it waits.
#[utoipa::path(post, path = "/my/deliveries/{of}/{id}", tag = "portal", params(("of" = String, Path, description = "`mall`, `draw` or `gift`"), ("id" = Id, Path)),
    responses((status = 303), (status = "4XX", body = String, content_type = "text/html")))]
async fn send_to(buyer: Buyer, Path((of, id)): Path<(DeliveryOf, Id)>, body: Posted) -> Response {
    let said = buyer.visit.form::<NewDelivery>(&body);
    let typed = said.as_ref().ok().cloned();
    let done = async { addressed(&buyer, of, id.0, &said?).await }.await;
    settled(buyer, done, async |buyer| pages::delivery::page(buyer, of, id.0, typed.as_ref()).await).await
}

/// A draw.
#[utoipa::path(get, path = "/my/draws/{id}", tag = "portal", params(("id" = Id, Path)),
    responses((status = 200, body = String, content_type = "text/html"), (status = 303)))]
async fn one_draw(buyer: Buyer, Path(Id(id)): Path<Id>) -> Response {
    buyer.visit.answer(pages::draws::one(&buyer, id).await)
}

#[derive(Deserialize)]
struct Play {
    #[serde(default)]
    key: String,
    /// What she put in herself.
    #[serde(default)]
    word: String,
}

async fn drawn(buyer: &Buyer, id: i64, play: &Play) -> Result<String, Error> {
    let app = &buyer.visit.app;
    let word: String = play.word.trim().chars().take(24).collect();
    let key = key(buyer, &play.key)?;
    let key = if word.is_empty() { key } else { format!("{key}:{word}") };
    let mut tx = app.db.begin().await?;
    let ticket = draws::play(&mut tx, app, &ACTOR, &buyer.reached, id, &key).await?;
    tx.commit().await?;
    if let Err(error) = draws::hand_over(app, ticket).await {
        tracing::warn!(%error, "a prize could not be handed over; it is tried again");
    }
    Ok(format!("/my/draws/{id}/tickets/{ticket}?fresh=1"))
}

/// Draws a ticket. The same form again is the same ticket.
#[utoipa::path(post, path = "/my/draws/{id}", tag = "portal", params(("id" = Id, Path)),
    responses((status = 303), (status = "4XX", body = String, content_type = "text/html")))]
async fn play(buyer: Buyer, Path(Id(id)): Path<Id>, body: Posted) -> Response {
    let done = async { drawn(&buyer, id, &buyer.visit.form(&body)?).await }.await;
    settled(buyer, done, async |buyer| pages::draws::one(buyer, id).await).await
}

/// Her own data.
#[utoipa::path(get, path = "/my/profile", tag = "portal", responses((status = 200, body = String, content_type = "text/html"), (status = 303)))]
async fn profile(buyer: Buyer) -> Response {
    buyer.visit.answer(pages::profile::page(&buyer).await)
}

#[derive(Deserialize)]
struct Said {
    #[serde(default)]
    nick: String,
    #[serde(default)]
    birthday: Option<String>,
}

const SAVED: &str = "/my/profile?done=saved";

async fn named(buyer: &Buyer, said: &Said) -> Result<String, Error> {
    own::change(&buyer.visit.app, &buyer.reached, &said.nick, said.birthday.as_deref()).await?;
    Ok(SAVED.to_owned())
}

async fn agreed(buyer: &Buyer, yes: &BTreeMap<String, String>) -> Result<String, Error> {
    own::consent(&buyer.visit.app, &buyer.reached, yes).await?;
    Ok(SAVED.to_owned())
}

/// Changes her nick, and says her birthday once.
#[utoipa::path(post, path = "/my/profile", tag = "portal", responses((status = 303), (status = "4XX", body = String, content_type = "text/html")))]
async fn change_profile(buyer: Buyer, body: Posted) -> Response {
    let done = async { named(&buyer, &buyer.visit.form(&body)?).await }.await;
    settled(buyer, done, pages::profile::page).await
}

/// Says what the shop may send her, and whether it may choose what it shows.
#[utoipa::path(post, path = "/my/consents", tag = "portal", responses((status = 303), (status = "4XX", body = String, content_type = "text/html")))]
async fn consents(buyer: Buyer, body: Posted) -> Response {
    let done = async { agreed(&buyer, &buyer.visit.form(&body)?).await }.await;
    settled(buyer, done, pages::profile::page).await
}

/// A group, for whoever has its link.
#[utoipa::path(get, path = "/my/g/{code}", tag = "portal", params(("code" = String, Path)),
    responses((status = 200, body = String, content_type = "text/html"), (status = 404)))]
async fn shared_group(visit: Visit, Path(code): Path<String>) -> Response {
    let reached = match &visit.who {
        Some(Visitor::Customer(reached, _)) => Some(reached.clone()),
        _ => None,
    };
    let page = pages::groups::shared(&visit, reached.as_ref(), &code).await;
    let asks = page.is_ok() && reached.is_none();
    let answer = visit.answer(page);
    if asks { visit.remember(answer) } else { answer }
}

#[derive(Deserialize)]
struct Nothing {}

async fn joined(buyer: &Buyer, code: &str, body: &Posted) -> Result<String, Error> {
    let Nothing {} = buyer.visit.form(body)?;
    group_buys::join(&buyer.visit.app, &who(buyer).await?, code).await?;
    Ok(format!("/my/g/{code}?done=group"))
}

/// Joins a group: a place in it is held until she has paid in the shop, or for as long as an order would be.
#[utoipa::path(post, path = "/my/g/{code}", tag = "portal", params(("code" = String, Path)),
    responses((status = 303), (status = "4XX", body = String, content_type = "text/html")))]
async fn join_group(buyer: Buyer, Path(code): Path<String>, body: Posted) -> Response {
    let done = joined(&buyer, &code, &body).await;
    let again = async |buyer: &Buyer| pages::groups::shared(&buyer.visit, Some(&buyer.reached), &code).await;
    settled(buyer, done, again).await
}

/// Group buys that she is or was in.
#[utoipa::path(get, path = "/my/groups", tag = "portal", responses((status = 200, body = String, content_type = "text/html"), (status = 303)))]
async fn groups(buyer: Buyer) -> Response {
    buyer.visit.answer(pages::groups::mine(&buyer).await)
}

/// Of which promotion a group is opened.
#[derive(Deserialize)]
struct Opening {
    #[serde(default)]
    promotion: String,
    #[serde(default)]
    key: String,
}

async fn opened(buyer: &Buyer, wish: &Opening) -> Result<String, Error> {
    let app = &buyer.visit.app;
    let (key, who) = (key(buyer, &wish.key)?, who(buyer).await?);
    // Only what she is shown: what is for others is not opened by its name.
    let offered = group_buys::offered(app, &mut app.db.read().await?, &who).await?;
    let wanted = offered.into_iter().find(|one| one.promotion == wish.promotion);
    let wanted = wanted.ok_or_else(|| group_buys::Refusal::NotOffered.error())?;
    if let Some(code) = wanted.own {
        return Ok(format!("/my/g/{code}"));
    }
    let id = group_buys::open(app, &who, &wanted.promotion, &key).await?;
    let code = group_buys::code_of(&mut app.db.read().await?, &who, id).await?;
    Ok(code.map_or_else(|| "/my/groups".to_owned(), |code| format!("/my/g/{code}?done=group-opened")))
}

/// Opens a group; its first place is held for her as long as an order would hold it. The same form again is the same group.
#[utoipa::path(post, path = "/my/groups", tag = "portal", responses((status = 303), (status = "4XX", body = String, content_type = "text/html")))]
async fn open_group(buyer: Buyer, body: Posted) -> Response {
    let done = async { opened(&buyer, &buyer.visit.form(&body)?).await }.await;
    settled(buyer, done, pages::groups::mine).await
}
