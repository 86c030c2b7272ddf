//! Gifts: what the shop gives, and how far each is.

use maud::{Markup, html};
use platform::Error;
use platform::http::ShopScope;

use super::coupons::PAGES;
use super::icons::{Icon, icon};
use super::{Tab, delivery, frame, nothing, switch};
use crate::deliveries::DeliveryOf;
use crate::gifts::{self, Gift, GiftKind, GiftSource, GiftStatus, Wanted};
use crate::portal::visit::{Buyer, Visit};

/// Gifts that are shown.
const SHOWN: i64 = 50;

/// The page.
pub(in crate::portal) async fn page(buyer: &Buyer) -> Result<Markup, Error> {
    let visit = &buyer.visit;
    let wanted = Wanted { profiles: Some(buyer.reached.profile_ids.clone()), ..Wanted::default() };
    let mut conn = visit.app.db.read().await?;
    let mut mine = gifts::gifts(&mut conn, &ShopScope::All, &wanted, (i64::MAX, i64::MAX), SHOWN).await?;
    drop(conn);
    mine.retain(|one| one.status != GiftStatus::Cancelled);
    let body = html! {
        (switch(visit, "/my/gifts", &PAGES))
        @if mine.is_empty() {
            (nothing(Icon::Gift, &visit.t("portal-gifts-none"), &visit.t("portal-gifts-none-more")))
        } @else {
            ul.tickets { @for one in &mine { (gift(visit, one)) } }
        }
    };
    Ok(frame(visit, &visit.t("portal-tile-gifts"), Some(Tab::Coupons), "", &body))
}

fn gift(visit: &Visit, one: &Gift) -> Markup {
    let picture = match (one.source, one.kind) {
        (GiftSource::Birthday, _) => Icon::Cake,
        (GiftSource::Hand, GiftKind::Goods) => Icon::Gift,
        (GiftSource::Hand, GiftKind::Digital) => Icon::Star,
    };
    // That something went wrong is for the shop to know: to her it is on its way until it is there.
    let sent = one.status == GiftStatus::Sent;
    html! {
        li class=(if sent { "ticket gift" } else { "ticket gift offered" }) {
            div.worth {
                (icon(picture))
                small { (visit.t(if sent { "portal-gift-sent" } else { "portal-gift-due" })) }
            }
            div.terms {
                h2 { (visit.words(&one.name)) }
                @if one.source == GiftSource::Birthday { p { (visit.t("portal-gift-birthday")) } }
                @if let Some(note) = one.note.as_ref().filter(|_| sent) { p.typed { code { (note) } } }
                p.quiet { (visit.day(if sent { one.changed_at.0 } else { one.at.0 })) }
                (delivery::sent_to(visit, DeliveryOf::Gift, one.id, one.delivery.as_ref(), one.awaits_address()))
            }
        }
    }
}
