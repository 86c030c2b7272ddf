//! Where goods are sent: the fields of an address in China's form, and the page on which it is written or changed.

use connectors::identity::region;
use maud::{Markup, html};
use platform::http::ShopScope;
use platform::{Error, Id};

use super::{Tab, frame, proof};
use crate::deliveries::{self, Delivery, DeliveryOf, NewDelivery};
use crate::draws::{self, TicketStatus};
use crate::gifts::{self, GiftKind};
use crate::points::mall::{self, MallKind, MallStatus};
use crate::portal::visit::{Buyer, Visit};

/// Provinces, as Taobao numbers them.
const PROVINCES: std::ops::RangeInclusive<u32> = 1..=34;

/// The fields of an address, with what is known of it. Where she is on the page again for one of them, it says so itself: on a
/// phone the top of the page is out of sight.
pub(in crate::portal) fn fields(visit: &Visit, said: Option<&NewDelivery>) -> Markup {
    let text = |pick: fn(&NewDelivery) -> &str| said.map(pick).unwrap_or_default();
    let province = text(|said| &said.province);
    let field = |name: &str, kind: Markup| {
        html! {
            div {
                label for=(name) { (visit.t(&format!("portal-delivery-{name}"))) }
                (kind)
                @if let Some(why) = visit.wrong(name) { p.wrong id=(format!("{name}-wrong")) { (why) } }
            }
        }
    };
    let wrong = |name: &str| visit.wrong(name).map(|_| format!("{name}-wrong"));
    let invalid = |name: &str| visit.wrong(name).map(|_| "true");
    let input = |name: &str, kind: &str, value: &str, most: usize, fill: &str| {
        field(
            name,
            html! {
                input id=(name) name=(name) type=(kind) value=(value) maxlength=(most) autocomplete=(fill)
                    required[name != "district"] autofocus[wrong(name).is_some()] aria-invalid=[invalid(name)]
                    aria-describedby=[wrong(name)];
            },
        )
    };
    html! {
        fieldset.address {
            legend { (visit.t("portal-delivery")) }
            (input("receiver", "text", text(|said| said.receiver.expose()), 30, "name"))
            (input("mobile", "tel", text(NewDelivery::dialled), 30, "tel"))
            (field("province", html! {
                select #province name="province" required autocomplete="address-level1"
                    autofocus[wrong("province").is_some()] aria-invalid=[invalid("province")]
                    aria-describedby=[wrong("province")] {
                    option value="" { (visit.t("portal-delivery-choose")) }
                    @for name in PROVINCES.filter_map(region::province_of_top_code) {
                        option value=(name) selected[name == province] { (name) }
                    }
                }
            }))
            (input("city", "text", text(|said| &said.city), 30, "address-level2"))
            (input("district", "text", text(|said| &said.district), 30, "address-level3"))
            (input("street", "text", text(|said| said.street.expose()), 120, "street-address"))
            p.quiet { (visit.say("portal-delivery-why", &[("shop", visit.business.name.clone())])) }
        }
    }
}

/// Where it goes, in a line, masked as it lies on a table.
pub(in crate::portal) fn line(to: &Delivery) -> String {
    format!("{} {} {}", to.receiver, to.mobile, to.place)
}

/// Where something goes in a list of what is hers, and while it waits the way to say it.
pub(super) fn sent_to(visit: &Visit, of: DeliveryOf, id: Id, to: Option<&Delivery>, waits: bool) -> Markup {
    if to.is_none() && !waits {
        return html! {};
    }
    let place = format!("/my/deliveries/{}/{id}", of.code());
    html! {
        small {
            @if let Some(to) = to { (line(to)) " " }
            @if waits {
                a href=(place) { (visit.t(if to.is_some() { "portal-delivery-change" } else { "portal-delivery-say" })) }
            }
        }
    }
}

/// What is sent and where its page is, while its address may be written.
async fn waiting(buyer: &Buyer, of: DeliveryOf, id: i64) -> Result<(String, String), Error> {
    let (visit, own) = (&buyer.visit, Some(Id(buyer.reached.customer_id)));
    let mut conn = visit.app.db.read().await?;
    match of {
        DeliveryOf::Mall => {
            let order = mall::order(&mut conn, &ShopScope::All, id).await?;
            if order.customer_id != own {
                return Err(Error::not_found("mall_order"));
            }
            if order.kind != MallKind::Goods.code() {
                return Err(Error::conflict("nothing_to_send"));
            }
            if order.status != MallStatus::Claimed {
                return Err(Error::conflict("not_claimed"));
            }
            Ok((visit.words(&order.item).to_owned(), "/my/mall".to_owned()))
        }
        DeliveryOf::Draw => {
            let ticket = draws::ticket(&mut conn, &ShopScope::All, id).await?;
            if ticket.customer_id != own {
                return Err(Error::not_found("draw_ticket"));
            }
            if !ticket.sends {
                return Err(Error::conflict("nothing_to_send"));
            }
            if ticket.status != TicketStatus::Waiting {
                return Err(Error::conflict("not_waiting"));
            }
            let name = ticket.prize_name.as_ref().map(|name| visit.words(name).to_owned()).unwrap_or_default();
            Ok((name, format!("/my/draws/{}/tickets/{id}", ticket.draw_id)))
        }
        DeliveryOf::Gift => {
            let gift = gifts::gift(&mut conn, &ShopScope::All, id).await?;
            if gift.customer_id != own {
                return Err(Error::not_found("gift"));
            }
            if gift.kind != GiftKind::Goods {
                return Err(Error::conflict("nothing_to_send"));
            }
            if !gift.awaits_address() {
                return Err(Error::conflict("gift_over"));
            }
            Ok((visit.words(&gift.name).to_owned(), "/my/gifts".to_owned()))
        }
    }
}

/// The page; `typed` is what she typed and was refused.
pub(in crate::portal) async fn page(
    buyer: &Buyer,
    of: DeliveryOf,
    id: i64,
    typed: Option<&NewDelivery>,
) -> Result<Markup, Error> {
    let visit = &buyer.visit;
    let (name, back) = waiting(buyer, of, id).await?;
    let known = deliveries::written(&mut visit.app.db.read().await?, &buyer.reached, of, Some(id)).await?;
    let body = html! {
        p { a.back href=(back) { "‹ " (name) } }
        article.one {
            div.panel {
                h1 { (name) }
                form method="post" action=(format!("/my/deliveries/{}/{}", of.code(), Id(id))) {
                    (proof(visit))
                    (fields(visit, typed.or(known.as_ref())))
                    button.button type="submit" { (visit.t("portal-save")) }
                }
            }
        }
    };
    let tab = match of {
        DeliveryOf::Mall => Tab::Points,
        DeliveryOf::Draw => Tab::Draws,
        DeliveryOf::Gift => Tab::Coupons,
    };
    Ok(frame(visit, &visit.t("portal-delivery"), Some(tab), "", &body))
}
