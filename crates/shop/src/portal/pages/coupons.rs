//! Coupons in hand, those that can be had, and red packets.

use maud::{Markup, html};
use platform::Error;
use pricing::{Offer, Promotion};

use super::icons::{Icon, icon};
use super::{Tab, frame, nothing, proof, section, switch};
use crate::coupons::{self, Coupon, CouponState, Offered};
use crate::ledger::MoveKind;
use crate::portal::visit::{Buyer, Visit};
use crate::portal::words::money;
use crate::promotions::{self, buyer::Who};
use crate::{customers, wallet};

/// Coupons that are shown of each kind.
const SHOWN: i64 = 100;
/// Moves of credit that are shown.
const MOVES: i64 = 30;

/// The pages of what the shop gives.
pub(super) const PAGES: [(&str, &str); 3] =
    [("/my/coupons", "portal-tile-coupons"), ("/my/wallet", "portal-tile-wallet"), ("/my/gifts", "portal-tile-gifts")];

/// What stands large on a coupon, and small below it.
fn face(visit: &Visit, terms: &Promotion) -> (String, String) {
    let currency = &visit.business.currency;
    match &terms.offer {
        Offer::AmountOff { steps, .. } => {
            let off = steps.last().map(|step| money(step.off, currency)).unwrap_or_default();
            (off, visit.t("portal-coupon-off"))
        }
        Offer::PercentOff { steps } => {
            let keep = steps.last().map_or(1_000, |step| i64::from(step.keep));
            (visit.say("portal-coupon-rate", &[("rate", visit.rate(keep))]), visit.t("portal-coupon-percent"))
        }
        Offer::Discount { keep } => {
            let rate = visit.rate(i64::from(*keep));
            (visit.say("portal-coupon-rate", &[("rate", rate)]), visit.t("portal-coupon-percent"))
        }
        Offer::FreeShipping { .. } => (visit.t("portal-coupon-free"), visit.t("portal-coupon-shipping")),
        Offer::Gift { .. } | Offer::Redeem { .. } => (visit.t("portal-coupon-gift"), String::new()),
        _ => (visit.t("portal-coupon-offer"), String::new()),
    }
}

/// The page.
pub(in crate::portal) async fn page(buyer: &Buyer, typed: &str) -> Result<Markup, Error> {
    let (visit, reached) = (&buyer.visit, &buyer.reached);
    let now = visit.app.clock.now();
    let mut conn = visit.app.db.read().await?;
    let mine = coupons::of_customer(&mut conn, &reached.profile_ids, None, SHOWN, now).await?;
    let blacklisted = customers::blacklisted(&mut conn, &[reached.customer_id]).await?;
    let who = Who { reached: reached.clone(), blacklisted: !blacklisted.is_empty() };
    let offered = match coupons::offers(&visit.app, &mut conn, &who, None).await {
        Ok(offered) => offered,
        // While the crowds are put together, nobody knows whom a coupon is for: it shows a moment later.
        Err(error) if error.code() == "warehouse_building" => Vec::new(),
        Err(error) => return Err(error),
    };
    let ids = mine.iter().map(|one| one.programme_id.0).chain(offered.iter().map(|one| one.programme_id.0));
    let ids: std::collections::BTreeSet<i64> = ids.collect();
    let terms = promotions::find_all(&mut conn, ids).await?;
    let mut shown = Vec::new();
    for record in &terms {
        let Some(published) = record.published.as_ref() else { continue };
        let window = promotions::window(&mut conn, published).await?;
        let lines: Vec<String> = window.lines.iter().map(|line| visit.words(line).to_owned()).collect();
        shown.push((record.id, face(visit, published), visit.words(&window.title).to_owned(), lines));
    }
    drop(conn);
    let of = |id: i64| shown.iter().find(|(programme, ..)| *programme == id);
    let ticket = |name: &str, programme: i64, day: Option<String>, more: Markup, class: &str| {
        let (large, small) = of(programme).map(|(_, face, ..)| face.clone()).unwrap_or_default();
        let title = of(programme).map(|(_, _, title, _)| title.as_str()).unwrap_or_default();
        let lines: &[String] = of(programme).map(|(.., lines)| lines.as_slice()).unwrap_or_default();
        html! {
            li class=(format!("ticket {class}")) {
                div.worth { strong { (large) } small { (small) } }
                div.terms {
                    h2 { (name) }
                    p { (title) }
                    @if !lines.is_empty() { p.quiet { (lines.join(" · ")) } }
                    @if let Some(day) = day { p.quiet { (day) } }
                    (more)
                }
            }
        }
    };
    let until = |one: &Coupon| one.expires_at.map(|at| visit.say("portal-coupon-until", &[("day", visit.day(at.0))]));
    let (usable, over): (Vec<&Coupon>, Vec<&Coupon>) =
        mine.iter().partition(|one| matches!(one.state, CouponState::Held | CouponState::Reserved));
    let body = html! {
        (switch(visit, "/my/coupons", &PAGES))
        @if usable.is_empty() {
            (nothing(Icon::Ticket, &visit.t("portal-coupons-none"), &visit.t("portal-coupons-none-more")))
        } @else {
            ul.tickets {
                @for one in &usable {
                    (ticket(visit.words(&one.name), one.programme_id.0, until(one), held(visit, one), ""))
                }
            }
        }
        @if !offered.is_empty() {
            (section(&visit.t("portal-coupons-offered"), None, &html! {
                ul.tickets {
                    @for one in &offered {
                        (ticket(visit.words(&one.name), one.programme_id.0, None, claim(visit, one), "offered"))
                    }
                }
            }))
        }
        (section(&visit.t("portal-coupons-code"), None, &html! {
            form.panel.line method="post" action="/my/coupons" {
                (proof(visit))
                label.unseen for="code" { (visit.t("portal-coupons-code")) }
                input #code name="code" value=(typed) required maxlength="64" autocapitalize="characters"
                    autocomplete="off" placeholder=(visit.t("portal-coupons-code-placeholder"));
                button.button type="submit" { (visit.t("portal-coupons-code-take")) }
            }
        }))
        @if !over.is_empty() {
            details.panel {
                summary { (visit.say("portal-coupons-over", &[("count", over.len().to_string())])) }
                ul.rows {
                    @for one in &over {
                        li { span { (visit.words(&one.name)) } span.quiet { (visit.t(&format!("portal-coupon-{}", one.state.code()))) } }
                    }
                }
            }
        }
    };
    Ok(frame(visit, &visit.t("portal-tab-coupons"), Some(Tab::Coupons), "", &body))
}

/// What stands on a coupon in hand beside its terms.
fn held(visit: &Visit, one: &Coupon) -> Markup {
    html! {
        @if one.state == CouponState::Reserved { p.mark { (visit.t("portal-coupon-reserved")) } }
        @if one.transferable && one.state == CouponState::Held {
            p { a.plain href=(format!("/my/coupons/{}", one.id)) { (icon(Icon::Share)) " " (visit.t("portal-coupon-give")) } }
        }
        @if let Some(code) = &one.code { p.typed { (visit.t("portal-coupon-code")) " " code { (code) } } }
    }
}

/// The way to take a coupon, or why it cannot be had.
fn claim(visit: &Visit, one: &Offered) -> Markup {
    html! {
        @if one.can_claim {
            form method="post" action="/my/coupons" {
                (proof(visit))
                input type="hidden" name="programme" value=(one.programme_id);
                button.button.small type="submit" { (visit.t("portal-coupon-take")) }
            }
        } @else if let Some(why) = &one.why_not {
            p.quiet { (visit.words(why)) }
        }
    }
}

/// Red packets.
pub(in crate::portal) async fn wallet(buyer: &Buyer) -> Result<Markup, Error> {
    let (visit, reached) = (&buyer.visit, &buyer.reached);
    let now = visit.app.clock.now();
    let mut conn = visit.app.db.read().await?;
    let purse = wallet::wallet(&mut conn, &reached.profile_ids, now).await?;
    let moves = wallet::history(&mut conn, &reached.profile_ids, (i64::MAX, i64::MAX), MOVES).await?;
    drop(conn);
    let body = html! {
        (switch(visit, "/my/wallet", &PAGES))
        section.sum {
            span { (visit.t("portal-wallet-available")) }
            strong { (visit.money(purse.available)) }
            p { (visit.t("portal-wallet-how")) }
        }
        @if purse.packets.is_empty() {
            (nothing(Icon::Packet, &visit.t("portal-wallet-none"), &visit.t("portal-wallet-none-more")))
        } @else {
            ul.tickets {
                @for one in &purse.packets {
                    li.ticket.packet {
                        div.worth { strong { (visit.money(one.left)) } }
                        div.terms {
                            h2 { (visit.words(&one.name)) }
                            @if one.left < one.amount {
                                p { (visit.say("portal-wallet-of", &[("amount", visit.money(one.amount))])) }
                            }
                            p.quiet { (visit.say("portal-coupon-until", &[("day", visit.day(one.expires_at.0))])) }
                        }
                    }
                }
            }
        }
        @if !moves.is_empty() {
            (section(&visit.t("portal-history"), None, &html! {
                ul.rows.panel {
                    @for one in moves.iter().filter(|one| one.kind != MoveKind::Expiring) {
                        li {
                            span {
                                (visit.t(&format!("portal-wallet-{}", one.kind.code())))
                                @if let Some(reason) = one.reason.as_ref().filter(|_| one.kind == MoveKind::Earn) { " · " (visit.words(reason)) }
                                small.quiet { (visit.minute(one.at.0)) }
                            }
                            strong class=(if one.amount > 0 { "in" } else { "out" }) {
                                @if one.amount > 0 { "+" } (visit.money(one.amount))
                            }
                        }
                    }
                }
            }))
        }
        p.quiet.middle { (icon(Icon::Shield)) " " (visit.t("portal-wallet-note")) }
    };
    Ok(frame(visit, &visit.t("portal-tile-wallet"), Some(Tab::Coupons), "", &body))
}
