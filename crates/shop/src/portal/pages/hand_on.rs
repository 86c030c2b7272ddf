//! 转赠: a coupon that she gives on, with the code and the link that her friend takes it with.

use maud::{Markup, html};
use platform::Error;

use super::picture::qr;
use super::{Tab, frame, proof, section};
use crate::coupons::hand_on::{self, HandOn};
use crate::portal::visit::{Buyer, Visit};
use crate::promotions;

/// The page.
pub(in crate::portal) async fn page(buyer: &Buyer, id: i64) -> Result<Markup, Error> {
    let visit = &buyer.visit;
    let mut conn = visit.app.db.read().await?;
    let coupon = hand_on::in_hand(&mut conn, &visit.app, &buyer.reached, id).await?;
    let offered = hand_on::offered(&mut conn, &visit.app, &coupon).await?;
    let terms = promotions::find(&mut conn, coupon.programme).await?;
    drop(conn);
    let name = terms.published.as_ref().map(|terms| visit.words(&terms.name)).unwrap_or_default();
    let body = html! {
        p { a.back href="/my/coupons" { (visit.t("portal-coupons-all")) } }
        article.one {
            div.panel {
                h1 { (visit.t("portal-hand-on")) }
                p { strong { (name) } }
                @if let Some(end) = coupon.expires_at {
                    p.quiet { (visit.say("portal-coupon-until", &[("day", visit.day(end))])) }
                }
                @match &offered {
                    Some(offered) => (waiting(visit, id, offered)),
                    None => (ask(visit, id)),
                }
            }
        }
    };
    Ok(frame(visit, &visit.t("portal-hand-on"), Some(Tab::Coupons), "", &body))
}

fn ask(visit: &Visit, id: i64) -> Markup {
    html! {
        p { (visit.t("portal-hand-on-how")) }
        form method="post" action=(format!("/my/coupons/{}", platform::Id(id))) {
            (proof(visit))
            button.button type="submit" { (visit.t("portal-hand-on-make")) }
        }
    }
}

fn waiting(visit: &Visit, id: i64, offered: &HandOn) -> Markup {
    let link = visit.link(&format!("/my/coupons?code={}", offered.code));
    html! {
        p.typed { (visit.t("portal-hand-on-code")) " " code { (offered.code) } }
        p { (visit.t("portal-hand-on-tell")) }
        p.quiet { (visit.say("portal-hand-on-until", &[("time", visit.minute(offered.expires_at))])) }
        (section(&visit.t("portal-hand-on-link"), None, &html! {
            label.unseen for="link" { (visit.t("portal-hand-on-link")) }
            input #link.link readonly value=(link);
            p.quiet { (visit.t("portal-invite-copy")) }
            div.scan { (qr(&link, &visit.t("portal-hand-on-link"))) }
        }))
        form method="post" action=(format!("/my/coupons/{}", platform::Id(id))) {
            (proof(visit))
            input type="hidden" name="back" value="1";
            button.button.small.plain type="submit" { (visit.t("portal-hand-on-back")) }
        }
    }
}
