//! 老带新: her link, what both sides get, and whom she brought.

use maud::{Markup, html};
use platform::Error;

use super::icons::{Icon, icon};
use super::picture::qr;
use super::{Tab, frame, nothing, section};
use crate::portal::referral::{self, State};
use crate::portal::visit::{Buyer, Visit};
use crate::promotions;
use crate::rewards::Reward;

/// New buyers that are shown.
const SHOWN: i64 = 50;

/// A reward in words; nothing for none.
async fn said(visit: &Visit, reward: Reward) -> Result<Option<String>, Error> {
    Ok(match reward {
        Reward::None => None,
        Reward::Points { points } => Some(visit.say("portal-reward-points", &[("points", visit.count(points))])),
        Reward::Credit { amount, .. } => Some(visit.say("portal-reward-credit", &[("amount", visit.money(amount))])),
        Reward::Coupon { programme } => {
            let found = promotions::find(&mut visit.app.db.read().await?, programme.0).await?;
            let name = found.published.as_ref().map(|terms| visit.words(&terms.name).to_owned());
            Some(visit.say("portal-reward-coupon", &[("name", name.unwrap_or_default())]))
        }
    })
}

/// The page.
pub(in crate::portal) async fn page(buyer: &Buyer) -> Result<Markup, Error> {
    let (visit, reached) = (&buyer.visit, &buyer.reached);
    let terms = &visit.settings.referral;
    if !terms.enabled {
        return Err(Error::conflict("portal_referral_off"));
    }
    let code = referral::code_of(&visit.app, reached).await?;
    let link = visit.link(&format!("/my/r/{code}"));
    let brought = referral::brought(&mut visit.app.db.read().await?, &reached.profile_ids, SHOWN).await?;
    let (hers, theirs) = (said(visit, terms.referrer).await?, said(visit, terms.newcomer).await?);
    let given = brought.iter().filter(|one| one.state == State::Given).count();
    let body = html! {
        div.columns {
            section.card.invite {
                p.of { (visit.say("portal-card-of", &[("shop", visit.business.name.clone())])) }
                h1 { (visit.t("portal-invite-title")) }
                ul.sides {
                    @if let Some(hers) = hers { li { small { (visit.t("portal-invite-you")) } strong { (hers) } } }
                    @if let Some(theirs) = theirs { li { small { (visit.t("portal-invite-friend")) } strong { (theirs) } } }
                }
                div.scan { (qr(&link, &visit.t("portal-invite-code"))) }
                p.way { (visit.t("portal-invite-how")) }
            }
            div {
                (section(&visit.t("portal-invite-link"), None, &html! {
                    div.panel {
                        label.unseen for="link" { (visit.t("portal-invite-link")) }
                        input #link.link readonly value=(link);
                        p.quiet { (visit.t("portal-invite-copy")) }
                    }
                }))
                (section(&visit.t("portal-invite-steps"), None, &html! {
                    ol.steps {
                        li { (visit.t("portal-invite-step-1")) }
                        li { (visit.t("portal-invite-step-2")) }
                        li {
                            (visit.t("portal-invite-step-3"))
                            @if terms.wait_days > 0 { " " (visit.say("portal-invite-wait", &[("days", terms.wait_days.to_string())])) }
                        }
                    }
                    @if let Some(most) = terms.most {
                        p.quiet { (visit.say("portal-invite-most", &[("count", most.to_string())])) }
                    }
                }))
                @if brought.is_empty() {
                    (nothing(Icon::Share, &visit.t("portal-invite-none"), &visit.t("portal-invite-none-more")))
                } @else {
                    (section(&visit.say("portal-invite-brought", &[("count", brought.len().to_string()), ("given", given.to_string())]), None, &html! {
                        ul.rows.panel {
                            @for one in &brought {
                                li {
                                    span { (icon(Icon::Person)) " " (visit.say("portal-invite-joined", &[("day", visit.day(one.at.0))])) }
                                    span.quiet { (visit.t(&format!("portal-referral-{}", one.state.code()))) }
                                }
                            }
                        }
                    }))
                }
            }
        }
    };
    Ok(frame(visit, &visit.t("portal-invite-title"), Some(Tab::Draws), "", &body))
}
