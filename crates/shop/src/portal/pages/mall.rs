//! The points mall: what points buy, one thing in full, and what was taken.

use maud::{Markup, html};
use platform::Error;
use platform::http::ShopScope;

use super::icons::{Icon, icon};
use super::points::PAGES;
use super::{Tab, delivery, frame, nothing, once, proof, section, switch};
use crate::deliveries::{self, DeliveryOf, NewDelivery};
use crate::members;
use crate::points;
use crate::points::mall::{self, MallItem, MallKind, MallStatus, Wanted};
use crate::portal::visit::{Buyer, Visit};

/// Orders that are shown.
const ORDERS: i64 = 20;

fn picture(kind: MallKind) -> Icon {
    match kind {
        MallKind::Goods => Icon::Bag,
        MallKind::Coupon => Icon::Ticket,
        MallKind::Draw => Icon::Gift,
    }
}

fn left(item: &MallItem) -> Option<i64> {
    item.offer.stock.map(|stock| (stock - item.taken).max(0))
}

/// What points are needed for, and what is left.
fn price(visit: &Visit, item: &MallItem) -> Markup {
    html! {
        p.price { strong { (visit.count(item.offer.points)) } " " (visit.t("portal-points-unit")) }
        @match left(item) {
            Some(0) => p.quiet { (visit.t("portal-mall-gone")) },
            Some(left) => p.quiet { (visit.say("portal-mall-left", &[("count", visit.count(left))])) },
            None => {}
        }
    }
}

/// The page.
pub(in crate::portal) async fn page(buyer: &Buyer) -> Result<Markup, Error> {
    let (visit, reached) = (&buyer.visit, &buyer.reached);
    let now = visit.app.clock.now();
    let mut conn = visit.app.db.read().await?;
    let available = points::balance(&mut conn, &reached.profile_ids, now).await?.available;
    let items: Vec<MallItem> = mall::items(&mut conn).await?.into_iter().filter(|item| item.offer.runs(now)).collect();
    let wanted = Wanted { profiles: Some(reached.profile_ids.clone()), ..Wanted::default() };
    let orders = mall::orders(&mut conn, &ShopScope::All, &wanted, (i64::MAX, i64::MAX), ORDERS).await?;
    drop(conn);
    let body = html! {
        (switch(visit, "/my/mall", &PAGES))
        p.has { (icon(Icon::Coin)) " " (visit.say("portal-mall-has", &[("points", visit.count(available))])) }
        @if items.is_empty() {
            (nothing(Icon::Bag, &visit.t("portal-mall-none"), &visit.t("portal-mall-none-more")))
        } @else {
            ul.goods {
                @for item in &items {
                    li {
                        a href=(format!("/my/mall/{}", item.id)) class=(if left(item) == Some(0) { "gone" } else { "" }) {
                            span.shape { (icon(picture(item.offer.kind))) }
                            h2 { (visit.words(&item.offer.name)) }
                            (price(visit, item))
                        }
                    }
                }
            }
        }
        @if !orders.is_empty() {
            (section(&visit.t("portal-mall-orders"), None, &html! {
                ul.rows.panel {
                    @for one in &orders {
                        li {
                            span {
                                (visit.words(&one.item)) @if one.quantity > 1 { " × " (one.quantity) }
                                small.quiet {
                                    (visit.minute(one.at.0)) " · " (visit.t(&format!("portal-mall-{}", one.status.code())))
                                    // A note is for the buyer once something was handed over: a parcel's number.
                                    @if one.status == MallStatus::Fulfilled && let Some(note) = &one.note { " · " (note) }
                                }
                                @if one.kind == MallKind::Goods.code() && one.status != MallStatus::Cancelled {
                                    (delivery::sent_to(
                                        visit,
                                        DeliveryOf::Mall,
                                        one.id,
                                        one.delivery.as_ref(),
                                        one.status == MallStatus::Claimed,
                                    ))
                                }
                            }
                            strong.out { (visit.count(-one.points)) }
                        }
                    }
                }
            }))
        }
    };
    Ok(frame(visit, &visit.t("portal-mall"), Some(Tab::Points), "", &body))
}

/// One thing in full, with the form that takes it; `typed` is the address that she typed and was refused.
pub(in crate::portal) async fn item(buyer: &Buyer, id: i64, typed: Option<&NewDelivery>) -> Result<Markup, Error> {
    let (visit, reached) = (&buyer.visit, &buyer.reached);
    let now = visit.app.clock.now();
    let mut conn = visit.app.db.read().await?;
    let item = mall::item(&mut conn, id).await?;
    if !item.offer.runs(now) {
        return Err(Error::conflict("not_on_offer"));
    }
    let available = points::balance(&mut conn, &reached.profile_ids, now).await?.available;
    let level = match item.offer.level {
        Some(level) => members::programme(&mut conn).await?.name_of(level.0).map(|name| visit.words(name).to_owned()),
        None => None,
    };
    let goods = item.offer.kind == MallKind::Goods;
    let known = if goods { deliveries::written(&mut conn, reached, DeliveryOf::Mall, None).await? } else { None };
    drop(conn);
    let most = [Some(10), item.offer.per_customer, left(&item), available.checked_div(item.offer.points)];
    let most = most.into_iter().flatten().min().unwrap_or(0);
    let short = (item.offer.points - available).max(0);
    let (name, description) = (visit.words(&item.offer.name), visit.words(&item.offer.description));
    let body = html! {
        p { a.back href="/my/mall" { (visit.t("portal-mall-all")) } }
        article.one {
            span.shape { (icon(picture(item.offer.kind))) }
            div.panel {
                h1 { (name) }
                (price(visit, &item))
                @if !description.is_empty() { p.lines { (description) } }
                @if let Some(level) = level { p.mark { (visit.say("portal-mall-level", &[("level", level)])) } }
                @if let Some(most) = item.offer.per_customer {
                    p.quiet { (visit.say("portal-mall-each", &[("count", most.to_string())])) }
                }
                @if let Some(end) = item.offer.ends_at {
                    p.quiet { (visit.say("portal-coupon-until", &[("day", visit.day(end.0))])) }
                }
                @if left(&item) == Some(0) {
                    p.notice { (icon(Icon::Warning)) span { (visit.t("portal-mall-gone")) } }
                } @else if short > 0 {
                    p.notice { (icon(Icon::Coin)) span { (visit.say("portal-mall-short", &[("points", visit.count(short))])) } }
                } @else {
                    form method="post" action=(format!("/my/mall/{}", item.id)) {
                        (proof(visit))
                        (once(visit))
                        @if most > 1 {
                            label for="quantity" { (visit.t("portal-mall-quantity")) }
                            select #quantity name="quantity" { @for count in 1..=most { option value=(count) { (count) } } }
                        }
                        @if goods { (delivery::fields(visit, typed.or(known.as_ref()))) }
                        button.button type="submit" { (visit.t("portal-mall-take")) }
                        p.quiet { (visit.say("portal-mall-has", &[("points", visit.count(available))])) }
                    }
                }
            }
        }
    };
    Ok(frame(visit, name, Some(Tab::Points), "", &body))
}
