//! Her own data: what she is called, when her birthday is, what the shop may send her, and the way out.

use connectors::identity::mask;
use maud::{Markup, html};
use platform::Error;

use super::icons::{Icon, icon};
use super::{Tab, frame, proof, section};
use crate::care::{self, ConsentChannel, ConsentState, Purpose};
use crate::customers;
use crate::portal::own::{CHANNELS, own};
use crate::portal::visit::Buyer;

/// The page.
pub(in crate::portal) async fn page(buyer: &Buyer) -> Result<Markup, Error> {
    let (visit, reached) = (&buyer.visit, &buyer.reached);
    let mut conn = visit.app.db.read().await?;
    let mine = own(&mut conn, reached).await?;
    let consents = care::consents(&mut conn, &reached.profile_ids).await?;
    let personalised = customers::personalised(&mut conn, reached.customer_id).await?;
    drop(conn);
    let granted = |purpose: Purpose, channel: ConsentChannel| match purpose {
        Purpose::Service => care::state(&consents, purpose, channel) != ConsentState::Refused,
        _ => care::state(&consents, purpose, channel) == ConsentState::Granted,
    };
    let birthday = mine.birthday.as_deref().map(|text| text.strip_prefix("--").unwrap_or(text).to_owned());
    let tick = |purpose: Purpose, channel: ConsentChannel| {
        let name = format!("{}.{}", purpose.code(), channel.code());
        let text = visit.t(&format!("portal-channel-{}", channel.code()));
        html! {
            label.tick {
                input type="checkbox" name=(name) value="yes" checked[granted(purpose, channel)];
                span { (text) }
            }
        }
    };
    let body = html! {
        h1.unseen { (visit.t("portal-tab-me")) }
        div.columns {
            div {
                (section(&visit.t("portal-me"), None, &html! {
                    form.panel method="post" action="/my/profile" {
                        (proof(visit))
                        label for="nick" { (visit.t("portal-me-nick")) }
                        input #nick name="nick" value=(mine.nick.as_deref().unwrap_or_default()) maxlength="20" autocomplete="nickname";
                        @match &birthday {
                            Some(day) => {
                                p.field { span { (visit.t("portal-me-birthday")) } strong { (day) } }
                                p.quiet { (visit.t("portal-me-birthday-kept")) }
                            }
                            None => {
                                label for="birthday" { (visit.t("portal-me-birthday")) }
                                input #birthday type="date" name="birthday" autocomplete="bday";
                                p.quiet { (visit.t("portal-me-birthday-once")) }
                            }
                        }
                        @for mobile in &mine.mobiles {
                            p.field { span { (visit.t("portal-me-mobile")) } strong { (mask::mobile(mobile.strip_prefix("+86").unwrap_or(mobile))) } }
                        }
                        @for email in &mine.emails {
                            p.field { span { (visit.t("portal-me-email")) } strong { (mask::email(email)) } }
                        }
                        button.button type="submit" { (visit.t("portal-save")) }
                    }
                }))
                (section(&visit.t("portal-out"), None, &html! {
                    form.panel method="post" action="/my/sign-out" {
                        (proof(visit))
                        button.button.inverse type="submit" { (visit.t("portal-sign-out")) }
                        button.plain type="submit" name="everywhere" value="yes" { (visit.t("portal-sign-out-everywhere")) }
                    }
                }))
            }
            div {
                (section(&visit.t("portal-consent"), None, &html! {
                    form.panel method="post" action="/my/consents" {
                        (proof(visit))
                        fieldset {
                            legend { (visit.t("portal-consent-marketing")) }
                            p.quiet { (visit.t("portal-consent-marketing-more")) }
                            div.ticks { @for channel in CHANNELS { (tick(Purpose::Marketing, channel)) } }
                        }
                        fieldset {
                            legend { (visit.t("portal-consent-service")) }
                            p.quiet { (visit.t("portal-consent-service-more")) }
                            div.ticks { @for channel in CHANNELS { (tick(Purpose::Service, channel)) } }
                        }
                        fieldset {
                            legend { (visit.t("portal-consent-profiling")) }
                            p.quiet { (visit.t("portal-consent-profiling-more")) }
                            label.tick {
                                input type="checkbox" name="personalisation" value="yes" checked[personalised];
                                span { (visit.t("portal-consent-profiling-on")) }
                            }
                        }
                        button.button type="submit" { (visit.t("portal-save")) }
                    }
                    p.quiet.middle { (icon(Icon::Shield)) " " (visit.say("portal-consent-rights", &[("shop", visit.business.name.clone())])) }
                }))
            }
        }
    };
    Ok(frame(visit, &visit.t("portal-tab-me"), Some(Tab::Me), "", &body))
}
